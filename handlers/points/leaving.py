"""A household moves away: one more window to spend, then points and names go (c.3)."""

from datetime import date, time, timedelta

from domain.messages import Priority
from domain.places import PlaceKind
from domain.points import EXPIRE, AccountKind, Act, expire
from domain.points.claims import ClaimAct, ClaimState
from domain.points.files import (
    FURTHEST_LEAVING,
    TOLD_BEFORE,
    ChangeWaits,
    FileClosed,
    FileState,
    NotALeavingDay,
)
from domain.points.orders import KEPT
from handlers.points import claims as verbs
from handlers.points import orders as ordering
from handlers.points.claims import community_of
from handlers.points.files import waiting_change
from handlers.points.windows import ahead
from handlers.turn import Turn
from storage.points import books, files, households, orders
from storage.points.books import Grounds
from storage.points.tables import HouseholdRow
from storage.timers import TimerRow, cancel, set_timer

REMIND, END = "household.remind", "household.end"
AT, NIGHT = time(9), time(3, 40)
WINDOWS_SEEN = 4  # one of these opens after any day that somebody names
NEXT_LOOK = timedelta(days=7)


async def leave(turn: Turn, home: HouseholdRow, day: date) -> HouseholdRow:
    """They move on a day: until the end of the next window after it they spend what they have.

    Raises:
        FileClosed, ChangeWaits, NotALeavingDay: It cannot be closed so.

    """
    home = (await files.held_files(turn.session, [home.code]))[home.code]
    today = turn.world.today(turn.now)
    if home.state != FileState.OPEN:
        raise FileClosed
    if await waiting_change(turn, home.code) is not None:
        raise ChangeWaits
    if not today <= day <= today + FURTHEST_LEAVING:
        raise NotALeavingDay
    windows = await ahead(turn, community_of(turn, home), WINDOWS_SEEN)
    home.state, home.closed_on = FileState.LEAVING.value, day
    home.until = next(one.closes for one in windows if one.opens >= day)
    await _plan(turn, home.code, home.until)
    turn.note("household.leaving", f"household/{home.code}", until=str(home.until))
    await _tell(turn, home, "points/leaving")
    return home


async def _plan(turn: Turn, code: str, until: date) -> None:
    instant = turn.world.calendar.instant
    # What is ordered on the last day may be fetched for three more.
    over = until + KEPT + timedelta(days=1)
    for kind, at in ((REMIND, instant(until - TOLD_BEFORE, AT)), (END, instant(over, NIGHT))):
        key = f"household/{code}/{kind}/{until}"
        await set_timer(turn.session, key, kind, at, subject=_subject(code), household=code)


def _subject(code: str) -> str:
    return f"household/{code}/leaving"


async def stay(turn: Turn, home: HouseholdRow) -> HouseholdRow:
    """They do not move after all: the file is open again.

    Raises:
        FileClosed: It was not about to be closed.

    """
    home = (await files.held_files(turn.session, [home.code]))[home.code]
    if home.state != FileState.LEAVING:
        raise FileClosed
    home.state, home.closed_on, home.until = FileState.OPEN.value, None, None
    await cancel(turn.session, _subject(home.code), turn.now)
    turn.note("household.stays", f"household/{home.code}")
    return home


async def _tell(turn: Turn, home: HouseholdRow, moment: str) -> None:
    free = (await books.balances(turn.session, home.code))[AccountKind.SPENDABLE]
    for person in await households.members_of(turn.session, home.code):
        await turn.tell(
            person, moment, subject=f"{home.code}/p{person}", hold=True,
            priority=Priority.REMINDER, free=free, closed=home.closed_on, last=home.until,
        )  # fmt: skip


async def _remind(turn: Turn, timer: TimerRow) -> None:
    """Seven days before: what is left, and that it goes."""
    home = await turn.session.get(HouseholdRow, str(timer.facts["household"]))
    if home is not None and home.state == FileState.LEAVING:
        await _tell(turn, home, "points/file_ends")


async def _end(turn: Turn, timer: TimerRow) -> None:
    """Their last window is over; a deed that is still being decided is waited for."""
    code = str(timer.facts["household"])
    home = (await files.held_files(turn.session, [code])).get(code)
    if home is None or home.state != FileState.LEAVING or home.until is None:
        return
    for order in await orders.of_households(turn.session, [code]):
        await ordering.lapse(turn, order.id)
    for claim in await files.undecided(turn.session, code):
        if claim.state == ClaimState.CLAIMED:
            verbs.gone(turn, claim, ClaimAct.WITHDRAW)
    await turn.session.flush()
    if await files.undecided(turn.session, code):
        again = turn.now + NEXT_LOOK
        key = f"household/{code}/{END}/{again.date()}"
        await set_timer(turn.session, key, END, again, subject=_subject(code), household=code)
        return
    await _close(turn, home)


async def _close(turn: Turn, home: HouseholdRow) -> None:
    """What is left ends by an entry; no name, no door and nobody is tied to the file any more."""
    code = home.code
    free = (await books.balances(turn.session, code))[AccountKind.SPENDABLE]
    if free:
        act = Act(
            f"expire/moved/{code}/{home.until}", code, turn.world.today(turn.now), EXPIRE,
            community=community_of(turn, home),
        )  # fmt: skip
        await books.post(turn.session, [(expire(act, free), Grounds(evidence="moved"))], turn.now)
    await files.untie(turn.session, code, await households.members_of(turn.session, code))
    await files.forget_homes(turn.session, [code])
    house = turn.world.places.above(home.place, PlaceKind.BUILDING) if home.place else None
    home.name, home.state = "", FileState.CLOSED.value
    home.place = house.code if house else home.place
    turn.note("household.closed", f"household/{code}", expired=free)


FIRES = {REMIND: _remind, END: _end}
