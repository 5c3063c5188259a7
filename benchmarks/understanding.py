"""How well lines are read, and how fast: `python -m benchmarks.understanding [folder]`.

It reads the project's own lines, which the rules have been mended with, and then a folder: without one
`heldout`, whose lines the rules have never been mended with. A folder holds `*.jsonl` with `text`,
`kind` and what else is labelled of `action`, `category` and `place` (one that has only a place is
looked through for that alone), or `*.txt` in the form of `tests/domain/understanding/residents.txt`.
A line is read through the gate, as a group's message would be. `--misread` prints every line that was
read otherwise. `pairs.jsonl` of a folder holds pairs of lines (`a`, `b`, `same`): whether they are one
matter at one place. `framings.csv` holds what may stand before or after any line and says nothing of its
matter: some files are read once more with it.
"""

import csv
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks import program
from benchmarks.lines import small_talk
from domain.places import Place, PlaceKind, Places
from domain.understanding import Action, Context, PlaceSaid, Reading
from domain.understanding.alike import LIMIT, Voice
from domain.understanding.grammar import said_in
from domain.understanding.plain import normal
from domain.understanding.reading import CHAT
from domain.understanding.seen import Seen
from domain.understanding.training import calibration_error
from domain.understanding.where import where_of
from tests.domain.understanding import village

HOME = "金桂园"
SHIPPED = village.HERE / "heldout.jsonl"
PAIRS = village.HERE / "pairs.jsonl"
HELDOUT = Path(__file__).parent / "heldout"
"""Written by nobody who had read the rules; nobody mends a rule by looking at a line of it."""
Row = dict[str, Any]
LEVELS = ("building", "unit", "room", "spot")
SAME = {"metoo": "followup"}
"""Kinds that differ by what was said before, not by the line."""
POINTS = "gov.points"
"""What is asked about points is of the kind points: that is decided before questions are."""
FRAMED = ("wants.jsonl", "chat.jsonl", "emergencies.jsonl")
"""Files that are read once more with a greeting, a name or a plea around each line."""
OUTCOMES = ("registered", "asked", "nothing")
DONE = {
    Action.REGISTER: "registered", Action.ANSWER: "registered", Action.ASK: "asked",
    Action.IGNORE: "nothing",
}  # fmt: skip
"""What huying does with a line, answers among what it registers, a place asked for among what it asks."""


@dataclass
class Figures:
    """What was counted over one file."""

    lines: int = 0
    contested: int = 0
    """Lines of which two more readers did not agree with their writer whether anything is wanted."""
    done: dict[str, Counter[str]] = field(default_factory=dict)
    """Of each kind of line what huying did: `registered`, `asked` or `nothing`."""
    to_register: Counter[str] = field(default_factory=Counter)
    """The same of lines that are to be registered as they stand."""
    alarmed: Counter[str] = field(default_factory=Counter)
    """Of each kind of line how many were taken for an emergency."""
    kinds: list[bool] = field(default_factory=list)
    categories: list[bool] = field(default_factory=list)
    groups: list[bool] = field(default_factory=list)
    """The first level of the category."""
    any_reader: list[bool] = field(default_factory=list)
    """Whether the category is one that the writer or either reader named."""
    places: list[bool] = field(default_factory=list)
    shares: list[tuple[float, bool]] = field(default_factory=list)
    spent: float = 0.0
    voices: dict[str, Counter[str]] = field(default_factory=dict)
    """Of each voice (a way of speaking, where a line names one) what became of wants and of talk."""
    misread: list[str] = field(default_factory=list)


def tree(lines: list[Row]) -> Places:
    """Estates whose buildings are taken as said, and each spot in the estate of its lines."""
    said = [label for line in lines if isinstance(label := line.get("place"), dict)]
    names = dict.fromkeys(str(label["estate"]) for label in said if label.get("estate"))
    names = names or {HOME: None}
    first = next(iter(names))
    rows = [Place("C", "柳荫社区", PlaceKind.COMMUNITY)]
    rows += [Place(name, name, PlaceKind.ESTATE, "C") for name in names]
    spots = dict.fromkeys(
        (str(label.get("estate") or first), str(label["spot"]))
        for label in said if label.get("spot")
    )  # fmt: skip
    rows += [Place(f"{home}/{spot}", spot, PlaceKind.PUBLIC, home) for home, spot in spots]
    return Places(rows)


def measure(lines: list[Row]) -> Figures:
    """Read every line once, the clock running only while it is read."""
    by, figures = village.reader().with_places(tree(lines)), Figures()
    home = next(place.code for place in by.places if place.kind is PlaceKind.ESTATE)
    for line in lines:
        text, context = str(line["text"]), Context(group_place=home)
        began = time.perf_counter()
        found = by.read(text, context) if by.gate(text) else CHAT
        figures.spent += time.perf_counter() - began
        figures.lines += 1
        if line.get("kind"):
            count(figures, line, found)
            plain = normal(text)
            sure = Seen.of(by.judge, by.lexicon, plain).sure
            figures.shares.append((sure, line["kind"] != "chat"))
        else:
            compare_place(figures, line, said_in(text, by.places, None), "place")
    return figures


def agreed(line: Row) -> Row | None:
    """The line as most of its writer and its readers see it; None where they differ about chat.

    Two readers who agree with each other outweigh the writer, who began with a row and looked for words.
    """
    readers = line.get("readers")
    if not readers:
        return line
    kinds = [line["kind"], *(kind for kind, _ in readers)]
    if len({kind == "chat" for kind in kinds}) > 1:
        return None
    (first, row), (second, other) = readers
    settled = {"kind": first} if first == second else {}
    if row == other and row is not None:
        settled["category"] = row
    if first == second == "question" and settled.get("category", line.get("category")) == POINTS:
        settled["kind"] = "points"
    return {**line, **settled, "any": {line.get("category"), row, other}}


def count(figures: Figures, given: Row, found: Reading) -> None:
    """Compare one reading with its label; what a label leaves out is not compared."""
    line = agreed(given)
    if line is None:
        figures.contested += 1
        return
    kind, read = str(line["kind"]), str(found.kind)
    done = DONE[found.action]
    figures.done.setdefault(kind, Counter())[done] += 1
    figures.alarmed[kind] += read == "emergency"
    if line.get("action") == "register":
        figures.to_register[done] += 1
    if voice := line.get("voice"):
        what = "talk" if kind == "chat" else "wanted"
        figures.voices.setdefault(voice, Counter())[f"{what} {done}"] += 1
    if done == "nothing" or kind == "chat":
        if (done == "nothing") != (kind == "chat"):
            figures.misread.append(f"{kind} → {read} {found.category or ''}: {line['text']}")
        return
    same = SAME.get(read, read) == SAME.get(kind, kind)
    figures.kinds.append(same)
    if line.get("category"):
        own, its = str(line["category"]), str(found.category)
        figures.categories.append(its == own)
        figures.groups.append(its.partition(".")[0] == own.partition(".")[0])
        figures.any_reader.append(its in line.get("any", {own}))
    if same:
        compare_place(figures, line, found.place, kind)
    else:
        figures.misread.append(f"{kind} → {read} {found.category or ''}: {line['text']}")


def compare_place(figures: Figures, line: Row, found: PlaceSaid | None, kind: str) -> None:
    """Whether building, unit, room and spot are those of the label, where it names any."""
    label = line.get("place")
    if not isinstance(label, dict) or not any(label.get(level) for level in LEVELS):
        return
    right = all(getattr(found, level, None) == (label.get(level) or None) for level in LEVELS)
    figures.places.append(right)
    if not right:
        figures.misread.append(f"{kind}, place → {found and found.code}: {line['text']}")


def read_lines(path: Path) -> list[Row]:
    """Labelled lines, one JSON object a row; a row without text and label is left out."""
    lines = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
    return [line for line in lines if line.get("text") and (line.get("kind") or line.get("place"))]


def rows(figures: Figures) -> list[tuple[str, str]]:
    """The table of one file."""
    shown = [("lines", f"{figures.lines:,}")]
    if figures.contested:
        shown.append(("left out: three readers differ whether it is chat", str(figures.contested)))
    for kind, done in sorted(figures.done.items(), key=lambda one: -one[1].total()):
        parts = ", ".join(f"{name} {_of(done[name], done.total())}" for name in OUTCOMES)
        shown.append((f"{kind}, {done.total():,}", parts))
        if figures.alarmed[kind]:
            shown.append((f"{kind} taken for an emergency", str(figures.alarmed[kind])))
    if figures.to_register:
        whole = figures.to_register.total()
        parts = ", ".join(f"{name} {_of(figures.to_register[name], whole)}" for name in OUTCOMES)
        shown.append((f"to be registered as they stand, {whole:,}", parts))
    for name, counted in figures.voices.items():
        parts = "; ".join(
            f"{what} {', '.join(str(counted[f'{what} {done}']) for done in OUTCOMES)}"
            for what in ("wanted", "talk")
        )
        shown.append((f"{name}: {', '.join(OUTCOMES)}", parts))
    return [
        *shown,
        ("kind right, of what was not passed over", share(*total(figures.kinds))),
        ("category right, of the same", share(*total(figures.categories))),
        ("its first level right", share(*total(figures.groups))),
        ("category one of three readers'", share(*total(figures.any_reader))),
        ("place right, where one is said", share(*total(figures.places))),
        ("a line, gate and reading", f"{1e6 * figures.spent / max(1, figures.lines):,.0f} µs"),
    ]


def _of(number: int, whole: int) -> str:
    return f"{number} ({100 * number / whole:.1f} %)"


def total(marks: list[bool]) -> tuple[int, int]:
    return sum(marks), len(marks)


def share(right: int, number: int) -> str:
    return f"{right} of {number} ({100 * right / number:.1f} %)" if number else "none"


def groups(name: str, lines: list[village.Line]) -> None:
    """What may not happen: chat that is answered, emergencies that are missed."""
    got = Counter((line.kind, village.kind_of(line.text)) for line in lines)
    chat = sum(n for (want, _), n in got.items() if want == "c")
    disturbed = sum(n for (want, is_), n in got.items() if want == "c" and is_ != "c")
    danger = sum(n for (want, _), n in got.items() if want == "e")
    missed = sum(n for (want, is_), n in got.items() if want == "e" and is_ != "e")
    alarms = sum(n for (want, is_), n in got.items() if want != "e" and is_ == "e")
    print(f"\n**{name}**, {len(lines)} lines\n")
    program.table([
        ("read for what they are", share(sum(n for (a, b), n in got.items() if a == b), len(lines))),
        ("chat that was answered", share(disturbed, chat)),
        ("emergencies missed", share(missed, danger)),
        ("false alarms", str(alarms)),
    ])  # fmt: skip


def speed(texts: list[str], rounds: int = 20) -> None:
    """Microseconds of processor time a line: the gate, and a whole reading; the quietest round counts."""
    reader = village.reader()
    talk = [str(update["message"]["text"]) for update in small_talk(2000)]  # type: ignore[index]

    def cost(work: Any, lines: list[str]) -> str:
        spent = []
        for _ in range(rounds):
            begun = time.process_time()
            for text in lines:
                work(text)
            spent.append(time.process_time() - begun)
        return f"{min(spent) / len(lines) * 1e6:.0f} µs a line"

    print()
    program.table([
        ("the gate, small talk", cost(reader.gate, talk)),
        ("the gate, residents.txt", cost(reader.gate, texts)),
        ("a reading", cost(lambda text: reader.read(text, village.GROUP), texts)),
    ])  # fmt: skip


def framed(lines: list[Row], framings: Path) -> list[Row]:
    """Each line with something before or after it that says nothing of its matter."""
    with framings.open(encoding="utf-8", newline="") as table:
        all_of_them = list(csv.DictReader(table))

    def within(text: str) -> str:
        framing = all_of_them[crc32(text.encode()) % len(all_of_them)]
        around = framing["text"]
        return around + text if framing["place"] == "before" else text + around

    return [{**line, "text": within(str(line["text"]))} for line in lines]


def labelled(path: Path, *, misread: bool) -> list[tuple[float, bool]]:
    """One table for a file of labelled lines; the models' shares, and whether anything is wanted."""
    lines, framings = read_lines(path), path.with_name("framings.csv")
    figures = measure(lines)
    if figures.lines:
        print(f"\n**{path.name}**\n")
        program.table(rows(figures))
    if path.name in FRAMED and framings.exists():
        print(f"\n**{path.name}, each line in a framing**\n")
        program.table(rows(measure(framed(lines, framings))))
    if misread:
        print("\n" + "\n".join(figures.misread))
    return figures.shares


@cache
def voice(text: str) -> Voice:
    """A line as it is compared with others."""
    by = village.reader()
    return by.voice(text, where_of(text, said_in(text, by.places, HOME)))


def pairs_in(path: Path) -> list[Row]:
    """The pairs of a file."""
    return [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]


def told_alike(pairs: list[Row]) -> tuple[float, float]:
    """Precision and recall of what is taken for one matter at one place."""
    taken = [
        bool(pair["same"]) for pair in pairs
        if village.reader().alike(voice(pair["a"]), voice(pair["b"])) >= LIMIT
    ]  # fmt: skip
    return sum(taken) / max(1, len(taken)), sum(taken) / sum(bool(pair["same"]) for pair in pairs)


def twice_told(path: Path) -> None:
    """One table for a file of pairs; no pair of it is ever shown."""
    pairs = pairs_in(path)
    precision, recall = told_alike(pairs)
    print(f"\n**{path.parent.name}/{path.name}**, {len(pairs)} pairs\n")
    program.table([
        ("taken for one matter at one place: precision", f"{precision:.3f}"),
        ("the same: recall", f"{recall:.3f}"),
    ])  # fmt: skip


def files(folders: list[Path], *, misread: bool) -> None:
    """A table for each file of these folders, and how far the models' shares can be trusted."""
    shares: list[tuple[float, bool]] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*"))):
        if path.name.startswith(PAIRS.stem):
            twice_told(path)
        elif path.suffix == ".jsonl":
            shares += labelled(path, misread=misread)
        elif path.suffix == ".txt":
            said = [row.split("|", 1) for row in path.read_text("utf-8").splitlines() if "|" in row]
            groups(path.name, [village.Line(text, kind) for kind, text in said])
    if shares:
        print(
            f"\nexpected calibration error over {len(shares):,} lines: {calibration_error(shares):.3f}"
        )


def main(arguments: list[str]) -> None:
    """Print one table for each of the project's files, and for each of the folders' files."""
    given = list(arguments)
    misread = "--misread" in given
    folders = [Path(argument) for argument in given if argument != "--misread"] or [HELDOUT]
    program.heading("Reading residents")
    measure(read_lines(SHIPPED))  # loads what is loaded once
    labelled(SHIPPED, misread=misread)
    groups("residents.txt", village.residents())
    twice_told(PAIRS)
    files(folders, misread=misread)
    speed([line.text for line in village.residents()])


if __name__ == "__main__":
    main(sys.argv[1:])
