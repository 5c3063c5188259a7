"""Lists that somebody of the office looks at often: kept under a name, and let go again."""

from domain.refusals import NoSuch, Refusal
from handlers.turn import Turn
from storage import saved_views

LONGEST_NAME = 20  # characters: it stands on a button
MOST = 20  # of one person: more is no help


class NeedsName(Refusal):
    """What is kept needs a name by which its owner finds it."""


class TooManyViews(Refusal):
    """Somebody has kept more lists than anybody overlooks."""


async def keep(turn: Turn, name: str, query: str) -> None:
    """Keep a list for whoever acts; under a name that is there already it takes that one's place."""
    person, called = turn.actor, " ".join(name.split())[:LONGEST_NAME]
    assert person is not None
    if not called:
        raise NeedsName
    kept = await saved_views.of(turn.session, person)
    if len(kept) >= MOST and called not in {row.name for row in kept}:
        raise TooManyViews(most=MOST)
    await saved_views.keep(turn.session, person, called, query, turn.now)


async def drop(turn: Turn, number: int) -> None:
    """Let go of a list of one's own."""
    if turn.actor is None or not await saved_views.drop(turn.session, turn.actor, number):
        raise NoSuch(code=str(number))
