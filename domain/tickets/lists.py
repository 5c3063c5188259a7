"""The three lists (三张清单): what residents need, what is wrong, and what has made them happy.

Collected on one list by its kind: what is wrong (complaints, hazards) is a *problem*, everything else
(wishes, questions, services asked for) is a *need*. On the list of *happiness* stands, besides, what came
to a good end: solved by the word of the resident or of somebody who looked, and the resident says that
they are content; or a micro wish that came true, unless its wisher says otherwise. Silence makes nobody
happy. Activities held are counted beside it: they are no tickets.

The completion rate (办结率) is done of collected, over needs and problems: `89.9%(116/129)`.
"""

from enum import StrEnum

from domain.tickets.kinds import WRONG, Kind
from domain.tickets.ratings import Rating
from domain.tickets.states import LIVE, State


class ThreeList(StrEnum):
    """The words are in the glossary."""

    NEEDS = "needs"
    PROBLEMS = "problems"
    HAPPINESS = "happiness"


class Stage(StrEnum):
    """How far something on a list has come."""

    DONE = "done"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    NOT_DONE = "not_done"
    """A wish that nobody could carry out; its wisher was talked to."""


COLLECTED = (ThreeList.NEEDS, ThreeList.PROBLEMS)
"""The lists on which something is collected; the third tells what became of it."""
SOLVED, NOT_SOLVED = "solved", "not_solved"


def collected_on(kind: Kind) -> ThreeList:
    """On which list something stands from the day on which it is said."""
    return ThreeList.PROBLEMS if kind in WRONG else ThreeList.NEEDS


def is_happy(*, wish: bool, outcome: str | None, rating: str | None) -> bool:
    """Whether it came to an end with which the resident is content."""
    if outcome != SOLVED:
        return False
    return rating == Rating.CONTENT or (wish and rating != Rating.NOT_CONTENT)


def lists_of(
    kind: Kind, *, wish: bool = False, outcome: str | None = None, rating: str | None = None
) -> frozenset[ThreeList]:
    """Every list on which a ticket stands now: one, or two once it has made somebody happy."""
    own = frozenset({collected_on(kind)})
    happy = is_happy(wish=wish, outcome=outcome, rating=rating)
    return own | {ThreeList.HAPPINESS} if happy else own


def stage_of(state: State, *, closed: bool, outcome: str | None) -> Stage | None:
    """How far it has come; None for what was declined, withdrawn or merged: it is on no list.

    `closed` tells, of one that is archived, whether it was closed before.
    """
    if state is State.SUSPENDED:
        return Stage.SUSPENDED
    if state in LIVE:
        return Stage.UNDER_WAY
    if state is State.CLOSED or (state is State.ARCHIVED and closed):
        return Stage.NOT_DONE if outcome == NOT_SOLVED else Stage.DONE
    return None
