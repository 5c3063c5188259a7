"""Whether a line is of any of many sorts, and of which: one model for both.

Who wants something wants one of ninety things, and each of them is more easily told from talk than all of
them together. So what speaks against `none` and what speaks for the likeliest sort are weighed as one.
"""

import math
from collections.abc import Sequence
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
    none: int
    """Where that label stands among the others."""
    labels: tuple[str, ...]
    """The others."""
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
        others = tuple(label for label in model.labels if label != none)
        return cls(model, model.labels.index(none), others, mix)

    def weigh(self, held: Held) -> "Weighed":
        """A line before the model."""
        scores = self.model.weigh(held)
        none = scores.pop(self.none)
        share = self.mix.share(none, max(scores))
        return Weighed(self.labels, scores, share, self.model.sharpness)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a model says of one line."""

    labels: Sequence[str]
    """All sorts."""
    values: Sequence[float]
    """How much speaks for each."""
    share: float
    """How likely it is that the line is of any."""
    sharpness: float

    @property
    def scores(self) -> dict[str, float]:
        """How much speaks for which sort."""
        return dict(zip(self.labels, self.values, strict=True))

    def shares(self) -> dict[str, float]:
        """How likely each sort is, if the line is of any; together one."""
        return dict(zip(self.labels, shared(self.values, self.sharpness), strict=True))
