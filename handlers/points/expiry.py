"""Points last until the end of the following year, the oldest are spent first, and nobody is surprised."""

from collections.abc import Awaitable, Callable
from datetime import date, time

from domain.messages import Priority
from domain.points import EXPIRE, Act, expire
from domain.points.times import lasts_until
from handlers.points.claims import community_of
from handlers.points.windows import window_next
from handlers.turn import Turn
from storage.points import books, households, reckoning
from storage.points.books import Grounds
from storage.points.tables import HouseholdRow
from storage.timers import TimerRow, set_timer

Living = Callable[[Turn, int], Awaitable[None]]
LAPSE, REMIND = "points.lapse", "points.remind"
AT = time(3, 30)
REMINDED = (12, 1, time(9))
"""The day and hour of the reminder: thirty days before the year is over."""


async def plan(turn: Turn) -> None:
    """The next end of a year, and the reminder before it; planned twice is planned once."""
    year = turn.world.today(turn.now).year
    month, day, at = REMINDED
    instant = turn.world.calendar.instant
    for one in (year, year + 1):
        remind = instant(date(one, month, day), at)
        if remind > turn.now:
            await set_timer(turn.session, f"{REMIND}/{one}", REMIND, remind, year=one)
        await set_timer(
            turn.session, f"{LAPSE}/{one}", LAPSE, instant(date(one + 1, 1, 1), AT), year=one
        )


def _of_the_year(
    live: Callable[[Turn, int], Awaitable[None]],
) -> Callable[[Turn, TimerRow], Awaitable[None]]:
    async def fire(turn: Turn, timer: TimerRow) -> None:
        await live(turn, int(timer.facts["year"]))
        await plan(turn)

    return fire


async def _lapse(turn: Turn, year: int) -> None:
    """What was earned the year before this one and is still there goes; each household once."""
    made = []
    for household, points in (await _going(turn, year)).items():
        home = await turn.session.get(HouseholdRow, household)
        act = Act(
            f"expire/{year}/{household}", household, date(year, 12, 31), EXPIRE,
            community=community_of(turn, home) if home else "",
        )  # fmt: skip
        made.append((expire(act, points), Grounds()))
    posted = await books.post(turn.session, made, turn.now)
    turn.note("points.lapsed", f"year/{year}", households=len(posted))


async def _going(turn: Turn, year: int) -> dict[str, int]:
    """Of each household what will be over when the year is: earned the year before, and not spent."""
    earned = date(year - 1, 12, 31)
    assert lasts_until(earned) == date(year, 12, 31)
    return await reckoning.left_of(turn.session, earned)


async def _remind(turn: Turn, year: int) -> None:
    """Thirty days before, in private, with the days on which they can still be spent."""
    last = date(year, 12, 31)
    if turn.world.today(turn.now) > last:
        return
    for household, points in (await _going(turn, year)).items():
        home = await turn.session.get_one(HouseholdRow, household)
        window = await window_next(turn, community_of(turn, home))
        for person in await households.members_of(turn.session, household):
            await turn.tell(
                person, "points/lapsing", subject=f"{household}/p{person}", hold=True,
                priority=Priority.REMINDER, points=points, last=last, window=window,
            )  # fmt: skip


FIRES = {LAPSE: _of_the_year(_lapse), REMIND: _of_the_year(_remind)}
