"""Pairs of lines to learn from that are one matter, or two.

`sets.csv` holds days of estates: four to six matters that are easily taken for one another, each told by
several neighbours. `pairs.csv` holds single pairs, each written to be told apart with care.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, groupby
from zlib import crc32

from domain.places import Place, PlaceKind, Places
from domain.understanding.alike import Voice, contradict, voice_of
from domain.understanding.gist import Gists
from domain.understanding.grammar import said_in
from domain.understanding.lexicon import Hits
from domain.understanding.where import Where, where_of
from training.corpus import HERE

HOME = "E"
PLACES = Places(
    [Place("C", "社区", PlaceKind.COMMUNITY), Place(HOME, "小区", PlaceKind.ESTATE, "C")]
)
SINGLE = 8.0
"""For so many of a set's pairs one of `pairs.csv` counts: a set gives a hundred of one day."""
DAY = 20  # pairs of `pairs.csv` that are taken for one day's; nearly all that share a line stand together
NOTHING = Gists((), b"", (), {})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines of one day and estate."""

    one: str
    other: str
    same: bool
    """Whether they are one matter at one place."""
    counts: float
    """For how many it counts."""
    day: str

    def part(self, parts: int) -> int:
        """Which of so many parts its day belongs to."""
        return crc32(self.day.encode()) % parts


@cache
def pairs() -> list[Pair]:
    """All pairs to learn from: those whose places do not tell already that they are two matters."""
    return teaching(_written())


def teaching(told: Iterable[Pair]) -> list[Pair]:
    """Those of them whose places leave it open."""
    return [pair for pair in told if not contradict(_placed(pair.one), _placed(pair.other))]


def _written() -> Iterator[Pair]:
    with (HERE / "pairs.csv").open(encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            yield Pair(
                row["one"], row["other"], row["same"] == "1", SINGLE, f"pairs {number // DAY}"
            )
    with (HERE / "sets.csv").open(encoding="utf-8", newline="") as table:
        for day, rows in groupby(csv.DictReader(table), lambda row: row["set"]):
            for one, other in combinations(list(rows), 2):
                same = one["matter"] == other["matter"]
                yield Pair(one["text"], other["text"], same, 1.0, f"sets {day}")


@cache
def place(text: str) -> Where:
    """Where a line is about, in the estate of all pairs."""
    return where_of(text, said_in(text, PLACES, HOME))


@cache
def _placed(text: str) -> Voice:
    return voice_of(text, place(text), Hits({}), {}, {}, NOTHING)
