"""Whether a line is of any of many sorts.

Whoever is in danger is in one of thirty dangers, and each of them is more easily told from talk than all of
them together; all together are more easily told from jokes about any. So what a table says of all of them
and what a model says of the likeliest sort are weighed as one, with what another table says beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.understanding.model import FARTHEST, Model, NoModel, likely
from domain.understanding.table import Table


@dataclass(frozen=True, slots=True)
class Mix:
    """How scores become one share, on the scale of log-odds."""

    lean: float
    weights: tuple[float, ...]

    def share(self, *scores: float) -> float:
        """How likely it is that a line with these scores is of any sort."""
        odds = self.lean
        for weight, score in zip(self.weights, scores, strict=True):
            odds += weight * score
        return likely(odds)


SCORES = 3
"""The table's, the likeliest sort's, and the other table's."""


@dataclass(frozen=True, slots=True)
class Sorts:
    """Many sorts together and each by itself."""

    table: Table
    model: Model
    mix: Mix

    @classmethod
    def of(cls, table: Table, model: Model) -> "Sorts":
        """Both with the mix that the table's card says. Raises NoModel."""
        try:
            lean, *weights = map(float, table.card["mix"])
        except (KeyError, TypeError, ValueError):
            raise NoModel from None
        if len(weights) != SCORES or not all(abs(one) < FARTHEST for one in (lean, *weights)):
            raise NoModel
        return cls(table, model, Mix(lean, tuple(weights)))

    def share(self, score: float, sorts: Sequence[float], other: float) -> float:
        """How likely a line is of any sort: by the table, each sort's score, and the other table."""
        return self.mix.share(score, max(sorts), other)
