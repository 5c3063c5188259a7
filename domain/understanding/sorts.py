"""Whether a line is of any of many sorts.

Whoever is in danger is in one of twenty dangers, and each of them is more easily told from talk than all of
them together. So what speaks against `none` and what speaks for the likeliest sort are weighed as one.
"""

import math
from dataclasses import dataclass

from domain.understanding.model import Held, Model, NoModel


@dataclass(frozen=True, slots=True)
class Mix:
    """How two scores become one share, on the scale of log-odds."""

    lean: float
    against_none: float
    for_best: float

    def share(self, none: float, best: float) -> float:
        """How likely it is that a line with these scores is of any sort."""
        odds = self.lean - self.against_none * none + self.for_best * best
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, odds))))


@dataclass(frozen=True, slots=True)
class Sorts:
    """A model one of whose labels means none of the others."""

    model: Model
    none: int
    """Where that label stands among the others."""
    mix: Mix

    @classmethod
    def of(cls, model: Model) -> "Sorts":
        """The model with what its card says of it. Raises NoModel."""
        try:
            none, mix = str(model.card["none"]), Mix(*map(float, model.card["mix"]))
        except (KeyError, TypeError, ValueError):
            raise NoModel from None
        if none not in model.labels or len(model.labels) == 1:
            raise NoModel
        return cls(model, model.labels.index(none), mix)

    def share(self, held: Held) -> float:
        """How likely it is that a line is of any sort."""
        scores = self.model.weigh(held)
        none = scores.pop(self.none)
        return self.mix.share(none, max(scores))
