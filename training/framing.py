"""The same sentences as people say them who greet first, tell who they are, or plead to be left unnamed.

`framings.csv` holds what stands around a matter and says nothing of it. Few of the sentences to learn from
have any, and those few are mostly talk: what greets would be taken for talk.
"""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from zlib import crc32

from training.corpus import HERE, Line

EACH = 5
"""One sentence of so many is said in a framing as well."""
BEFORE, AFTER = 0.7, 0.5
"""Below and from which chance on something stands before it, and after it; between them both."""


@cache
def framings() -> dict[str, tuple[list[str], list[int]]]:
    """What stands before and after a matter, and how often each is met."""
    found: dict[str, tuple[list[str], list[int]]] = {"before": ([], []), "after": ([], [])}
    with (HERE / "framings.csv").open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            texts, times = found[row["place"]]
            texts.append(row["text"])
            times.append(int(row["times"]))
    return found


def framed(text: str) -> str:
    """A sentence in a framing: the same sentence always in the same."""
    chance = random.Random(crc32(text.encode()))  # noqa: S311 - nothing secret hangs on it
    found, way = framings(), chance.random()
    before, after = (chance.choices(*found[place])[0] for place in ("before", "after"))
    return (before if way < BEFORE else "") + text + (after if way >= AFTER else "")


def with_framings(said: Iterable[Line]) -> list[Line]:
    """All sentences, and some of them in a framing as well."""
    bare = list(said)
    chosen = (line for line in bare if crc32(line.text.encode()) % EACH == 0)
    return bare + [replace(line, text=framed(line.text), of=line.text) for line in chosen]


def each_once(said: Sequence[Line]) -> list[Line]:
    """Each sentence in one form, in its framing where it has one.

    Whoever keeps a part of the sentences to measure by must not have learned it in another form.
    """
    return list({line.of: line for line in said}.values())
