"""The three lists as a picture to post to a residents' group: read on a phone, at a glance."""

import io
from collections import Counter
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from console.reports.asked import Asked
from console.reports.lists import Lists, Tally
from console.reports.sheets import Wording
from domain.rates import NOTHING
from domain.tickets.lists import COLLECTED, Stage

WIDTH, MARGIN = 1080, 64  # pixels; a phone shows it whole
PAPER, INK, SOFT, GREEN, PALE = "#ffffff", "#1d2b27", "#55635e", "#00704a", "#e3efe9"
TITLE, HUGE, TEXT, NOTE = 56, 130, 38, 31
HEAD = 230
MOST_LINES = 6
"""So many matters are named; a picture that has to be scrolled is not read."""


@dataclass
class Sheet:
    """Paper that is drawn on from the top."""

    font: tuple[str, int]
    y: int = MARGIN

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, 4_000), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.said: list[str] = []

    def head(self, title: str, days: str) -> None:
        """Whose it is and of which days, on green."""
        self.pen.rectangle((0, 0, WIDTH, HEAD), GREEN)
        self.write(title, TITLE, PAPER, below=20)
        self.write(days, NOTE, PALE)
        self.y = HEAD + MARGIN // 2

    def _face(self, size: int) -> ImageFont.FreeTypeFont:
        path, index = self.font
        return ImageFont.truetype(path, size, index=index)

    def write(
        self, words: str, size: int = TEXT, ink: str = INK, *, right: str = "", after: str = "",
        below: int = 16,
    ) -> None:  # fmt: skip
        """One line, cut where it would leave the paper; `right` stands at its end, `after` behind it."""
        self.said.append(" ".join(part for part in (words, after, right) if part))
        face, room = self._face(size), WIDTH - 2 * MARGIN
        self.pen.text((WIDTH - MARGIN, self.y), right, ink, face, anchor="ra")
        room -= int(face.getlength(right)) + (size if right else 0)
        if face.getlength(words) > room:
            while words and face.getlength(f"{words}…") > room:
                words = words[:-1]
            words += "…"
        self.pen.text((MARGIN, self.y), words, ink, face)
        if after:
            behind = MARGIN + face.getlength(words) + TEXT // 2
            base = self.y + face.getmetrics()[0]
            self.pen.text((behind, base), after, ink, self._face(TEXT + 8), anchor="ls")
        self.y += size + below

    def folded(self, words: str, size: int = TEXT) -> list[str]:
        """These words in as many lines as they need."""
        face, lines = self._face(size), [""]
        for letter in words:
            if face.getlength(lines[-1] + letter) > WIDTH - 2 * MARGIN:
                lines.append("")
            lines[-1] += letter
        return [line.strip() for line in lines]

    def bar(self, tally: Tally) -> None:
        """How much of it is done."""
        full = WIDTH - 2 * MARGIN
        done = full * tally[Stage.DONE] // (tally.collected or 1)
        box = (MARGIN, self.y, MARGIN + full, self.y + 26)
        self.pen.rounded_rectangle(box, 13, PALE)
        if done:
            self.pen.rounded_rectangle((*box[:2], MARGIN + max(done, 26), box[3]), 13, GREEN)
        self.y += 26 + 30

    def line(self) -> None:
        """A thin rule between two parts."""
        self.pen.line((MARGIN, self.y, WIDTH - MARGIN, self.y), PALE, 3)
        self.y += 28

    def png(self) -> bytes:
        """What was drawn, cut to its length, with its words for whoever cannot see it."""
        out, told = io.BytesIO(), PngImagePlugin.PngInfo()
        told.add_itxt("Description", "\n".join(self.said), zip=True)
        self.image.crop((0, 0, WIDTH, self.y + MARGIN - 20)).save(
            out, "PNG", optimize=True, pnginfo=told
        )
        return out.getvalue()


def drawn(found: Lists, asked: Asked, say: Wording, font: tuple[str, int]) -> bytes:
    """The picture, as PNG."""
    sheet, heads = Sheet(font), say.report.heads
    days = f"{asked.period.first.isoformat()} – {asked.period.last.isoformat()}"
    sheet.head(f"{found.whose} {heads['report_lists']}", days)
    sheet.write(heads["share"], NOTE, SOFT, below=0)
    share = found.total.share
    percent = NOTHING if share.percent is None else f"{share.percent}%"
    sheet.write(percent, HUGE, GREEN, after=f"({share.parts})", below=36)
    sheet.write(f"{heads['collected']} {found.total.collected} · {_stages(found.total, say)}",
                NOTE, SOFT, below=40)  # fmt: skip
    for one in COLLECTED:
        tally = found.by_list[one]
        sheet.write(say.report.lists[one.value], right=str(tally.share), below=18)
        sheet.bar(tally)
    sheet.line()
    _happiness(sheet, found, say)
    if found.paused:
        sheet.line()
        _paused(sheet, found, say)
    sheet.line()
    sheet.write(heads["nothing_personal"], NOTE, SOFT)
    return sheet.png()


def _stages(tally: Tally, say: Wording) -> str:
    return " · ".join(f"{say.report.stages[s.value]} {tally[s]}" for s in Stage if tally[s])


def _happiness(sheet: Sheet, found: Lists, say: Wording) -> None:
    """What made people happy, without where: matters alone, and what was held."""
    heads, matters = say.report.heads, Counter[str]()
    for one in found.happiness:
        matters[one.matter or heads["private"]] += one.count
    sheet.write(say.report.lists["happiness"], right=str(found.happy), below=18)
    for name, count in [*matters.most_common(MOST_LINES), *found.activities[:MOST_LINES]]:
        sheet.write(name, NOTE, SOFT, right=f"× {count}", below=14)
    sheet.y += 20


def _paused(sheet: Sheet, found: Lists, say: Wording) -> None:
    sheet.write(say.report.heads["paused"], right=str(len(found.paused)), below=18)
    for why, count in found.grounds.items():
        sheet.write(say.report.grounds.get(why, why), NOTE, SOFT, right=str(count), below=14)
    sheet.y += 20
