"""How two scores of a line become one share: logistic regression, found by Newton's method."""

import math
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding.sorts import Mix

Point = tuple[float, float, bool]
"""A line's score of none, its best score of any sort, and whether it is of any."""
STEPS = 25
STILL = 1e-6


def mix_of(points: Sequence[Point]) -> Mix:
    """The mix under which these lines are the likeliest."""
    mix = [0.0, 1.0, 1.0]
    for _ in range(STEPS):
        slope, bend = _slope_and_bend(points, mix)
        step = _solved(bend, slope)
        mix = [own + by for own, by in zip(mix, step, strict=True)]
        if max(map(abs, step)) < STILL:
            break
    return Mix(*(round(number, 4) for number in mix))


def among(mix: Mix, learned: float, met: float) -> Mix:
    """The mix for lines of which another part is of any sort than of those it was found on.

    A share says how likely a line is of a sort where it is met: in a group few lines are, of the sentences
    to learn from nearly half. Only the odds before anything is read differ (Saerens et al. 2002).
    """
    return replace(mix, lean=round(mix.lean + _odds(met) - _odds(learned), 4))


def _odds(share: float) -> float:
    return math.log(share / (1.0 - share))


def _slope_and_bend(
    points: Sequence[Point], mix: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    slope, bend = [0.0] * 3, [[1e-9 * (row == column) for column in range(3)] for row in range(3)]
    for none, best, own in points:
        signs = (1.0, -none, best)
        share = 1.0 / (1.0 + math.exp(-sum(a * b for a, b in zip(mix, signs, strict=True))))
        for row in range(3):
            slope[row] += (own - share) * signs[row]
            for column in range(3):
                bend[row][column] += share * (1.0 - share) * signs[row] * signs[column]
    return slope, bend


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Three equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(3):
        most = max(range(at, 3), key=lambda row: abs(rows[row][at]))
        rows[at], rows[most] = rows[most], rows[at]
        for below in range(3):
            if below != at:
                part = rows[below][at] / rows[at][at]
                rows[below] = [a - part * b for a, b in zip(rows[below], rows[at], strict=True)]
    return [rows[at][3] / rows[at][at] for at in range(3)]
