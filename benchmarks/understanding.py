"""How well lines are read, and how fast: `python -m benchmarks.understanding [folder]`.

It reads the project's own lines, which the rules have been mended with, and then a folder: without one
`heldout`, whose lines the rules have never been mended with. A folder holds `*.jsonl` with `text`,
`kind` and what else is labelled of `action`, `category` and `place` (one that has only a place is
looked through for that alone), or `*.txt` in the form of `tests/domain/understanding/residents.txt`.
A line is read through the gate, as a group's message would be. `--misread` prints every line that was
read otherwise. `pairs.jsonl` of a folder holds pairs of lines (`a`, `b`, `same`): whether they are one
matter at one place; `--model FILE` lets a category model (`huying train`) guess beside the words.
"""

import json
import math
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import program
from domain.places import Place, PlaceKind, Places
from domain.understanding import Action, Context, PlaceSaid, Reading
from domain.understanding.alike import LIMIT, Shares, Voice, alike, shares_of, voice_of
from domain.understanding.grammar import said_in
from domain.understanding.model import Model
from domain.understanding.plain import normal
from domain.understanding.reading import CHAT
from domain.understanding.where import where_of
from tests.domain.understanding import village

HOME = "金桂园"
SHIPPED = village.HERE / "heldout.jsonl"
PAIRS = village.HERE / "pairs.jsonl"
HELDOUT = Path(__file__).parent / "heldout"
"""Written by nobody who had read the rules; nobody mends a rule by looking at a line of it."""
Row = dict[str, Any]
LEVELS = ("building", "unit", "room", "spot")
SAME = {"hazard": "complaint", "metoo": "followup"}
"""Kinds that differ by the row of the catalogue, or by what was said before, not by the line."""


@dataclass
class Figures:
    """What was counted over one file."""

    lines: int = 0
    right: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    """Chat that huying would have registered or asked about."""
    missed: int = 0
    """Emergencies read as anything else."""
    actions: list[bool] = field(default_factory=list)
    categories: list[bool] = field(default_factory=list)
    places: list[bool] = field(default_factory=list)
    spent: float = 0.0
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
        if line.get("kind"):
            count(figures, line, found)
        else:
            figures.lines += 1
            compare_place(figures, line, said_in(text, by.places, None), "place")
    return figures


def count(figures: Figures, line: Row, found: Reading) -> None:
    """Compare one reading with its label; what a label leaves out is not compared."""
    kind = str(line["kind"])
    read = str(found.kind)
    figures.lines += 1
    figures.kinds[kind] += 1
    same = SAME.get(read, read) == SAME.get(kind, kind)
    figures.right[kind] += same
    figures.taken += kind == "chat" and found.action in (Action.REGISTER, Action.ASK)
    figures.missed += kind == "emergency" and read != "emergency"
    if line.get("action"):
        figures.actions.append(found.action == line["action"])
    if same and line.get("category"):
        figures.categories.append(found.category == line["category"])
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
    for kind, number in figures.kinds.most_common():
        shown.append((f"{kind}: kind right", share(figures.right[kind], number)))
    chat, grave = figures.kinds["chat"], figures.kinds["emergency"]
    per_thousand = f"{1000 * figures.taken / chat:.1f}" if chat else "no chat"
    return [
        *shown,
        ("registered or asked about, of 1,000 lines of chat", per_thousand),
        ("emergencies missed", f"{figures.missed} of {grave}"),
        ("action right", share(*total(figures.actions))),
        ("category right, of those of the right kind", share(*total(figures.categories))),
        ("place right, where one is said", share(*total(figures.places))),
        ("a line, gate and reading", f"{1e6 * figures.spent / max(1, figures.lines):,.0f} µs"),
    ]


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
    """Microseconds a line: the gate alone, and a whole reading."""
    reader = village.reader()

    def cost(work: Any) -> float:
        begun = time.perf_counter()
        for _ in range(rounds):
            for text in texts:
                work(text)
        return (time.perf_counter() - begun) / (rounds * len(texts)) * 1e6

    print()
    program.table([
        ("the gate", f"{cost(reader.gate):.0f} µs a line"),
        ("a reading", f"{cost(lambda text: reader.read(text, village.GROUP)):.0f} µs a line"),
    ])  # fmt: skip


def labelled(path: Path, *, misread: bool) -> None:
    """One table for a file of labelled lines."""
    figures = measure(read_lines(path))
    if figures.lines:
        print(f"\n**{path.name}**\n")
        program.table(rows(figures))
    if misread:
        print("\n" + "\n".join(figures.misread))


def guessed(model: Model | None, text: str) -> Shares:
    """How likely each row of the catalogue is to a model; nothing where there is none."""
    if model is None:
        return {}
    scores = model.scores(text)
    sizes = [math.exp(model.sharpness * (score - max(scores))) for score in scores]
    return {label: size / sum(sizes) for label, size in zip(model.labels, sizes, strict=True)}


def voice(text: str, model: Model | None) -> Voice:
    """A line as it is compared with another one."""
    by = village.reader().with_places(tree([]))
    shares = shares_of(by.lexicon.look(normal(text)), guessed(model, text))
    return voice_of(text, where_of(text, said_in(text, by.places, HOME)), shares)


def told_alike(pairs: list[Row], model: Model | None) -> tuple[float, float]:
    """Precision and recall of what is taken for one matter at one place."""
    taken = [
        bool(pair["same"]) for pair in pairs
        if alike(voice(pair["a"], model), voice(pair["b"], model)) >= LIMIT
    ]  # fmt: skip
    return sum(taken) / max(1, len(taken)), sum(taken) / sum(bool(pair["same"]) for pair in pairs)


def twice_told(path: Path, model: Model | None) -> None:
    """One table for a file of pairs; no pair of it is ever shown."""
    pairs = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
    precision, recall = told_alike(pairs, model)
    print(f"\n**{path.parent.name}/{path.name}**, {len(pairs)} pairs\n")
    program.table([
        ("taken for one matter at one place: precision", f"{precision:.3f}"),
        ("the same: recall", f"{recall:.3f}"),
        ("categories", "by words and a model" if model else "by words alone"),
    ])  # fmt: skip


def files(folders: list[Path], model: Model | None, *, misread: bool) -> None:
    """A table for each file of these folders."""
    for path in (path for folder in folders for path in sorted(folder.glob("*"))):
        if path.name == PAIRS.name:
            twice_told(path, model)
        elif path.suffix == ".jsonl":
            labelled(path, misread=misread)
        elif path.suffix == ".txt":
            said = [row.split("|", 1) for row in path.read_text("utf-8").splitlines() if "|" in row]
            groups(path.name, [village.Line(text, kind) for kind, text in said])


def main(arguments: list[str]) -> None:
    """Print one table for each of the project's files, and for each of the folders' files."""
    given = list(arguments)
    misread, model = "--misread" in given, None
    if "--model" in given:
        at = given.index("--model")
        model = Model.read(Path(given[at + 1]).read_text("utf-8"))
        del given[at : at + 2]
    folders = [Path(argument) for argument in given if argument != "--misread"] or [HELDOUT]
    program.heading("Reading residents")
    measure(read_lines(SHIPPED))  # loads what is loaded once
    labelled(SHIPPED, misread=misread)
    groups("residents.txt", village.residents())
    twice_told(PAIRS, model)
    files(folders, model, misread=misread)
    speed([line.text for line in village.residents()])


if __name__ == "__main__":
    main(sys.argv[1:])
