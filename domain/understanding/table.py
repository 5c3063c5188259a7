"""How much speaks for it that a line is of some sort: one table of numbers whose slots have no names.

Beside a line's signs in ones, twos and threes it counts every two signs that stand near one another: `灯`
and `又` say more together than either does. And it counts the signs once more by what the line is about:
`还没来` says another thing of a lift's mechanic than of the water and of a parcel (some is shared by
all, some is each one's own: Daumé III, Frustratingly Easy Domain Adaptation, ACL 2007). There are
millions of both, so which slot a thing has is found by arithmetic, and two things may share one
(Weinberger et al., Feature Hashing, ICML 2009).
"""

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add
from typing import Any
from zlib import crc32

from domain.understanding.choir import ABOVE_ZERO, MIDDLE, sum_at
from domain.understanding.line import in_signs
from domain.understanding.model import FARTHEST, NoModel

FORMAT = "huying-table/2"
BITS = 18
PART = 1 << BITS
PAIRS = 3 * PART
TOPICS = PAIRS + 2 * PART
BY_TOPIC = 4 * PART
SIZE = TOPICS + BY_TOPIC
"""Slots of the table: the numbers of up to three signs are added up; pairs have slots of their own, so that
what is learned of signs without them says nothing of pairs, and so have signs by what a line is about."""
NEAR = 16
"""Two signs are a pair that stand less far apart than this."""
FIRST, SECOND, THIRD = 2654435761, 40503001, 97531357
"""Large odd numbers, so that neighbouring code points lie far apart in the table."""
Slots = Sequence[Sequence[int]]
"""The slots of what a line holds: of its signs, of its pairs, of what the lexicon says of it, and of its
signs by what it is about."""
MOST_SIGNS = 20_000  # whose numbers are remembered: more than any language's


@lru_cache(maxsize=MOST_SIGNS)
def _numbers(sign: str) -> tuple[int, int, int]:
    """A sign's own slot, and what it adds to another's as the second and as the third."""
    code = ord(sign) if len(sign) == 1 else crc32(sign.encode())
    return code * FIRST >> 7 & PART - 1, code * SECOND >> 5 & PART - 1, code * THIRD >> 6 & PART - 1


def slots_of(even: str, named: Iterable[str], topic: str) -> Slots:
    """The slots of an even line, and of what the lexicon says of it.

    Its topic is what it would be about if it wanted anything; talk has one, too. Of none, "", its signs
    count alone only.
    """
    text = in_signs(even)
    ones, seconds, thirds = zip(*map(_numbers, text), strict=True)
    twos = list(map(add, ones, seconds[1:]))
    pairs: list[int] = []
    firsts = [PAIRS + one for one in ones]
    for apart in range(2, min(NEAR, len(text))):
        pairs += map(add, firsts, seconds[apart:])
    signs = [*ones, *twos, *map(add, twos, thirds[2:])]
    lists = [crc32(name.encode()) & PART - 1 for name in sorted(named)]
    about = crc32(topic.encode())
    return signs, pairs, lists, [TOPICS + (about + sign & BY_TOPIC - 1) for sign in signs if topic]


def shares_of(slots: Slots) -> list[float]:
    """How much each thing of each part counts: the more of them, the less."""
    return [1.0 / math.sqrt(len(part)) if part else 0.0 for part in slots]


@dataclass(frozen=True)
class Table:
    """What each slot weighs."""

    weights: bytes
    """Of each slot one signed byte."""
    step: float
    """What one of its numbers is worth."""
    lean: float
    card: Mapping[str, Any]

    @cached_property
    def _above(self) -> bytes:
        """The weights, none below zero: of these Python keeps each number ready."""
        return self.weights.translate(ABOVE_ZERO)

    def score(self, slots: Slots) -> float:
        """How much speaks for the sort; 0 says nothing either way."""
        said = 0.0
        for part, share in zip(slots, shares_of(slots), strict=True):
            said += share * (sum_at(self._above, part) - MIDDLE * len(part))
        return self.lean + self.step * said

    def dumped(self) -> str:
        """The file of numbers, its card first."""
        whole = {
            "format": FORMAT, "card": dict(self.card), "lean": self.lean, "step": self.step,
            "weights": b64encode(self.weights).decode(),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Table":
        """The table from its file. Raises NoModel."""
        try:
            whole = json.loads(text)
            if whole["format"] != FORMAT:
                raise NoModel
            step, lean = float(whole["step"]), float(whole["lean"])
            weights = b64decode(whole["weights"], validate=True)
            made = cls(weights, step, lean, dict(whole["card"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NoModel from None
        if len(weights) != SIZE or not max(abs(step), abs(lean)) < FARTHEST:
            raise NoModel
        return made
