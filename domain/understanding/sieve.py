"""What lets plain chat fall through: a sum over a line's signs, so cheap that every line can be weighed.

It stands before the judge and knows less: its limit lies where next to nothing of what the judge would take
is lost (see `training`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from operator import add

from domain.understanding.line import evened, told
from domain.understanding.model import NoModel

FORMAT = "huying-sieve/1"


def grains_of(plain: str) -> Iterator[str]:
    """Each sign of a line, and each pair of neighbours, as often as they stand there."""
    text = evened(told(plain))
    return chain(text, map(add, text, text[1:]))


@dataclass(frozen=True, slots=True)
class Sieve:
    """What each sign and each pair of neighbours weighs, in whole numbers."""

    weights: Mapping[str, int]
    limit: int
    card: Mapping[str, object]

    def weigh(self, grains: Iterable[str]) -> int:
        """The sum of all that a line holds; a lean of the whole is part of the limit."""
        return sum(map(self.weights.get, grains, repeat(0)))

    def dumped(self) -> str:
        """The file of numbers, its card first."""
        names = sorted(self.weights)
        whole = {
            "format": FORMAT, "card": self.card, "limit": self.limit,
            "names": "\n".join(names), "weights": [self.weights[name] for name in names],
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False)


FIELD = 32  # bits of one sieve's sum
HALF = 1 << FIELD - 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sieves whose numbers lie side by side, so that a line is added up once for both."""

    weights: Mapping[str, int]
    low: int
    high: int
    """The limits of the first and of the second."""

    def holds(self, plain: str) -> bool:
        """Whether a line is worth a closer look, by either."""
        total = sum(map(self.weights.get, grains_of(plain), repeat(0)))
        first = (total + HALF) % (2 * HALF) - HALF
        return first >= self.low or (total - first) >> FIELD >= self.high


def paired(first: Sieve, second: Sieve) -> Pair:
    """Both in one."""
    both = {name: weight << FIELD for name, weight in second.weights.items()}
    for name, weight in first.weights.items():
        both[name] = both.get(name, 0) + weight
    return Pair(both, first.limit, second.limit)


@lru_cache(maxsize=2)
def load_sieve(text: str) -> Sieve:
    """A sieve from its file. Raises NoModel."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise NoModel
        names = whole["names"].split("\n") if whole["names"] else ()
        weights = zip(names, whole["weights"], strict=True)
        return Sieve(dict(weights), whole["limit"], whole["card"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoModel from None
