"""How the scores of a line become one share: by logistic regression."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sklearn.linear_model import LogisticRegression

from domain.understanding.sorts import Mix

Point = tuple[Sequence[float], bool]
"""A line's scores, and whether it is of any sort."""
FREE = 1e9
"""So little are the weights held back: there are few of them, and many lines."""


def mix_of(points: Sequence[Point]) -> Mix:
    """The mix under which these lines are the likeliest."""
    found = LogisticRegression(C=FREE, max_iter=1000)
    found.fit([list(scores) for scores, _ in points], [own for _, own in points])
    lean, *weights = (round(float(one), 4) for one in (*found.intercept_, *found.coef_[0]))
    return Mix(lean, tuple(weights))


def among(mix: Mix, learned: float, met: float) -> Mix:
    """The mix for lines of which another part is of any sort than of those it was found on.

    A share says how likely a line is of a sort where it is met: in a group few lines are, of the sentences
    to learn from nearly half. Only the odds before anything is read differ (Saerens et al. 2002).
    """
    return replace(mix, lean=round(mix.lean + _odds(met) - _odds(learned), 4))


def _odds(share: float) -> float:
    return math.log(share / (1.0 - share))
