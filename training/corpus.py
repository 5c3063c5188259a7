"""The sentences of this folder, with what each of them is."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CHAT, EMERGENCY = "chat", "emergency"
DAYS = "days.csv"
"""Whole days as the talk flows: as much of it wants something as does in a group."""
OTHERS = {"sets.csv", "pairs.csv", "framings.csv"}
"""Lines that are compared with one another, or stand around others, and have no label."""
WEIGHTS = {
    "short.csv": 0.3,
    "twins.csv": 0.3,
    "cries.csv": 0.3,
    "doors.csv": 0.0,
    "bare.csv": 3.0,
    "plain.csv": 0.15,
    "jotted.csv": 0.3,
    "tales.csv": 0.0,
    "asked.csv": 0.3,
    "calls.csv": 0.3,
    "perils.csv": 0.0,
    "everyday.csv": 0.3,
    "called.csv": 0.3,
    "asides.csv": 0.3,
}
"""Lines that were written to be mistaken for one another are no fair picture of a group: they count for
less where it is told whether anything is wanted. The barest complaints count for more: hardly anything in
them could be learned from others."""
NO_DANGERS = {"doors.csv", "tales.csv"}
"""What tells nothing of whether somebody is in danger now."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the row of the catalogue that it belongs to (or `chat`), and its kind."""

    text: str
    row: str
    kind: str
    file: str
    of: str
    """The sentence as it was written: the text itself, or what stands in a framing."""

    @property
    def weight(self) -> float:
        """For how many lines it counts."""
        return WEIGHTS.get(self.file, 1.0)

    @property
    def tells_danger(self) -> bool:
        """Whether it counts where danger is learned."""
        return self.file not in NO_DANGERS

    @property
    def wanted(self) -> bool:
        """Whether it wants anything of the community."""
        return self.row != CHAT


def lines() -> list[Line]:
    """All sentences, each once."""
    files = (file for file in sorted(HERE.glob("*.csv")) if file.name not in OTHERS)
    return list({line.text: line for file in files for line in _read(file)}.values())


def _read(file: Path) -> Iterator[Line]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            yield Line(row["text"], row["label"], row["kind"], file.name, row["text"])
