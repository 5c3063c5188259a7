"""Whether a line is of any of many sorts, and of which: one model for both.

Who wants something wants one of ninety things, and each of them is more easily told from talk than all of
them together. So what speaks against `none` and what speaks for the likeliest sort are weighed as one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from domain.understanding.model import Held, Model, NoModel, shared


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
    none: str
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
        return cls(model, none, mix)

    def weigh(self, held: Held) -> "Weighed":
        """A line before the model."""
        scores = dict(zip(self.model.labels, self.model.weigh(held), strict=True))
        none = scores.pop(self.none)
        return Weighed(scores, self.mix.share(none, max(scores.values())), self.model.sharpness)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a model says of one line."""

    scores: Mapping[str, float]
    """How much speaks for each sort."""
    share: float
    """How likely it is that the line is of any."""
    sharpness: float

    def shares(self) -> dict[str, float]:
        """How likely each sort is, if the line is of any; together one."""
        return dict(
            zip(self.scores, shared(list(self.scores.values()), self.sharpness), strict=True)
        )
