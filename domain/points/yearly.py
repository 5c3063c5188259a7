"""The year's appraisal (c.3): whom a community may honour, by what was earned and not what is left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

BEST_OF, SURE = 10, 120
"""One household in ten, and whoever earned so many points."""
VETOES = frozenset({"-03", "-08"})
"""Items that rule honours out for the year in which they were."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A household in the year's order; of equal points equal ranks."""

    household: str
    points: int
    rank: int


def ranked(earned: Mapping[str, int], vetoed: Collection[str], households: int) -> list[Ranked]:
    """The candidates in order: the best tenth, whoever ties with its last, and all sure ones.

    Who is vetoed takes nobody's place.
    """
    order = sorted(
        ((points, home) for home, points in earned.items() if points > 0 and home not in vetoed),
        key=lambda one: (-one[0], one[1]),
    )
    places = -(-households // BEST_OF)
    last = order[min(places, len(order)) - 1][0] if order and places else SURE
    above = [points for points, _ in order]
    return [
        Ranked(home, points, 1 + sum(other > points for other in above))
        for points, home in order
        if points >= min(last, SURE)
    ]
