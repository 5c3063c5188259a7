"""The sentences of this folder, with what each of them is."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CHAT = "chat"
LIKE_A_GROUP = "chat.csv"
"""Chat as a group writes it, a third of which looks like trouble; the other files are harder."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the row of the catalogue that it belongs to (or `chat`), and its kind."""

    text: str
    row: str
    kind: str
    file: str

    @property
    def wanted(self) -> bool:
        """Whether it wants anything of the community."""
        return self.row != CHAT


def lines() -> list[Line]:
    """All sentences, each once."""
    return list(
        {line.text: line for file in sorted(HERE.glob("*.csv")) for line in _read(file)}.values()
    )


def _read(file: Path) -> Iterator[Line]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            yield Line(row["text"], row["label"], row["kind"], file.name)
