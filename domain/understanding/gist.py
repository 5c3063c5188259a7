"""What a line is about, as a point: lines that tell one thing in other words lie near one another.

Signs by which neighbours tell one matter point the same way, whether or not they ever met: `停水` and
`没有水`. Where they point is learned (training/gists.py).
"""

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add, mul
from typing import Any

from domain.understanding.model import FARTHEST, NoModel

FORMAT = "huying-gist/1"
Point = Sequence[float]
"""A line among all others: of length one, or of none where no sign of it is known."""


def grains(bare: str) -> set[str]:
    """Each sign of a line, and each pair of neighbours."""
    return {*bare, *map(add, bare, bare[1:])}


def near(one: Point, other: Point) -> float:
    """How near two lines are: 1 the same, about 0 nothing in common, less what people tell apart."""
    return float(sum(map(mul, one, other)))


@dataclass(frozen=True)
class Gists:
    """Where each sign and each pair of neighbours points."""

    names: tuple[str, ...]
    weights: bytes
    """Of each name one signed byte an axis."""
    steps: tuple[float, ...]
    """What one of its numbers is worth, on each axis."""
    card: Mapping[str, Any]

    @cached_property
    def _rows(self) -> dict[str, memoryview]:
        numbers, axes = memoryview(self.weights).cast("b"), len(self.steps)
        return {name: numbers[at * axes : (at + 1) * axes] for at, name in enumerate(self.names)}

    def point(self, bare: str) -> Point:
        """Where a line lies, by all that it holds."""
        known = [self._rows[name] for name in grains(bare) & self._rows.keys()]
        sums = map(sum, zip(*known, strict=True)) if known else [0] * len(self.steps)
        whole = list(map(mul, sums, self.steps))
        length = math.hypot(*whole)
        return [one / length for one in whole] if length else whole

    def dumped(self) -> str:
        """The file of numbers, its card first."""
        whole = {
            "format": FORMAT, "card": dict(self.card), "names": "\n".join(self.names),
            "steps": self.steps, "weights": b64encode(self.weights).decode(),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False)


@lru_cache(maxsize=2)
def load_gists(text: str) -> Gists:
    """The signs from their file. Raises NoModel."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise NoModel
        weights = b64decode(whole["weights"], validate=True)
        names, steps = whole["names"].split("\n"), tuple(map(float, whole["steps"]))
        found = Gists(tuple(names), weights, steps, dict(whole["card"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoModel from None
    sane = steps and all(abs(step) < FARTHEST for step in steps)
    if not sane or len(weights) != len(names) * len(steps):
        raise NoModel
    return found
