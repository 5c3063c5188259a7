"""The tables of a report, as they go into a workbook; nothing personal is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from console.reports.asked import Asked
from console.reports.figures import Figures, Line
from console.reports.lists import Item, Lists
from domain.rates import NOTHING
from domain.tickets.lists import COLLECTED, Stage
from handlers.workbook.tables import Cell, Table

NAMED_SHARES = ("respond", "solve", "content", "taken_part", "on_time", "straight", "repeated",
                "wishes")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What a file says, in its reader's language: the templates' words, by name."""

    report: Any
    """`report_words.html`."""
    words: Any
    """`words.html`."""
    matters: Mapping[str, str]
    areas: Mapping[str, str]

    def split(self, name: str) -> Mapping[str, str]:
        """What the lines of one split are called."""
        found: dict[str, Mapping[str, str]] = {
            "time": {}, "group": self.report.groups, "category": self.matters,
            "area": {**self.areas, "-": self.report.heads["nobody"]},
            "service": self.report.services, "kind": self.words.kinds,
            "source": self.report.sources,
        }  # fmt: skip
        return found[name]


def cover(say: Wording, title: str, whose: str, asked: Asked, made: datetime) -> Table:
    """What the workbook is, whose, of which days, and from when."""
    heads = say.report.heads
    days = f"{asked.period.first.isoformat()} – {asked.period.last.isoformat()}"
    return Table(
        heads["notes"],
        (heads[title], ""),
        [(heads["community"], whose), (heads["period"], days),
         (heads["made"], made),
         (heads["notes"], heads["nothing_personal"])],
    )  # fmt: skip


def lists_tables(found: Lists, say: Wording) -> list[Table]:
    """Summary, details, what is suspended and why, and what made people happy."""
    heads, grounds = say.report.heads, say.report.grounds
    return [
        _summary(found, say),
        details(found, say),
        Table(
            heads["paused"], (heads["matter"], heads["estate"], heads["why"], heads["review"]),
            [(p.matter or heads["private"], p.estate, grounds.get(p.grounds, p.grounds), p.review)
             for p in found.paused],
        ),
        Table(
            heads["happiness"], (heads["matter"], heads["estate"], heads["count"]),
            [(h.matter or heads["private"], h.estate, h.count) for h in found.happiness],
        ),
        Table(heads["activities"], (heads["activity"], heads["times"]), found.activities),
    ]  # fmt: skip


def _summary(found: Lists, say: Wording) -> Table:
    heads, names = say.report.heads, say.report.lists
    tallies = [(names[one.value], found.by_list[one]) for one in COLLECTED]
    lines: list[tuple[Cell, ...]] = [
        (name, tally.collected, *(tally[stage] for stage in Stage), str(tally.share))
        for name, tally in [*tallies, (heads["total"], found.total)]
    ]
    beside = ((heads["happy"], found.happy), (heads["silent"], found.silent),
              (heads["declined"], found.declined))  # fmt: skip
    empty = ("",) * (len(Stage) + 1)
    lines += [(name, count, *empty) for name, count in beside]
    return Table(heads["summary"], _stage_heads(say, (heads["list"],)), lines)


def details(found: Lists, say: Wording) -> Table:
    """Every matter in every estate, as far as it may be told."""
    heads = say.report.heads
    first = (heads["list"], heads["matter"], heads["estate"])
    return Table(
        heads["details"], _stage_heads(say, first), [_detail(one, say) for one in found.items]
    )


def _detail(one: Item, say: Wording) -> tuple[Cell, ...]:
    name, matter = say.report.lists[one.on.value], one.matter or say.report.heads["private"]
    counts = (one.tally[stage] for stage in Stage)
    return (name, matter, one.estate, one.tally.collected, *counts, str(one.tally.share))


def _stage_heads(say: Wording, first: Sequence[str]) -> tuple[str, ...]:
    heads, stages = say.report.heads, say.report.stages
    return (*first, heads["collected"], *(stages[s.value] for s in Stage), heads["share"])


def figures_tables(found: Figures, say: Wording) -> list[Table]:
    """Rates and times, each split, and the hot topics."""
    heads = say.report.heads
    splits = [_split(name, lines, say) for name, lines in found.splits.items()]
    topics = Table(
        heads["topics"], (heads["estate"], heads["matter"], heads["households"], heads["count"]),
        [(t.estate, t.matter, t.households, t.tickets) for t in found.topics],
    )  # fmt: skip
    return [_rates(found, say), *splits, topics]


def _split(name: str, lines: Sequence[Line], say: Wording) -> Table:
    names = say.split(name)
    return Table(
        say.report.splits[name],
        (say.report.splits[name], say.report.heads["count"]),
        [(line.day or names.get(line.name, line.name), line.count) for line in lines],
    )


def _rates(found: Figures, say: Wording) -> Table:
    heads, names, few = say.report.heads, say.report.rates, found.rates.few
    shares = {name: getattr(found.rates, name) for name in NAMED_SHARES}
    lines: list[tuple[Cell, ...]] = [
        (names[name], str(share), _number(share.part), share.whole,
         say.report.few if few and name in ("content", "taken_part") else "")
        for name, share in shares.items()
    ]  # fmt: skip
    together = found.rates.combined
    lines.append((names["combined"], NOTHING if together is None else f"{together}%", "", "", ""))
    lines += [
        (words, str(say.report.span(getattr(getattr(found, what), which))).strip(), "", "", "")
        for name, words in say.report.spans.items()
        for what, which in [name.split("_")]
    ]
    counts = [(words, found.counted[name], "", "", "") for name, words in say.report.measures.items()
              if name in found.counted]  # fmt: skip
    heading = (heads["figure"], heads["value"], heads["part"], heads["whole"], heads["notes"])
    return Table(heads["summary"], heading, [*lines, *counts])


def _number(part: Decimal | int) -> float | int:
    """As a spreadsheet reckons with it."""
    return int(part) if part == int(part) else float(part)
