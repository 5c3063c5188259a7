"""A roster's due moments: the eve, the hour before, who is missing, gaps of tomorrow, and its end."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from domain.messages import Priority
from domain.rosters.rules import gaps
from domain.rosters.states import TABLE, DutyState, RosterAct, RosterState
from handlers.rosters import presence
from handlers.rosters.assigning import MINE, give_up
from handlers.rosters.views import chiefs, duties, gap_view, slot_of
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.places import touch_revision
from storage.rosters import letting_go
from storage.rosters.tables import RosterRow, Stand
from storage.timers import TimerRow

Living = Callable[[Turn, RosterRow, datetime], Awaitable[None]]
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def _fires(live: Living) -> Callable[[Turn, TimerRow], Awaitable[None]]:
    async def fire(turn: Turn, timer: TimerRow) -> None:
        row = await rosters.roster(turn.session, int(timer.facts["roster"]))
        if row is not None and row.state == RosterState.PUBLISHED:
            await live(turn, row, datetime.fromisoformat(timer.facts["begins"]))

    return fire


async def _beginning(turn: Turn, row: RosterRow, begins: datetime) -> list[Stand]:
    """Who begins at this instant and has not said yet that they are there."""
    slots = await rosters.slots(turn.session, row.id, begins, begins + A_MINUTE)
    there = await rosters.in_slots(turn.session, [slot.id for slot in slots])
    return [one for one in there if one.duty.state == DutyState.ASSIGNED]


async def _eve(turn: Turn, row: RosterRow, begins: datetime) -> None:
    """The day before, never in the quiet hours; of what would come too late nothing is said."""
    if turn.waking() >= begins or turn.now >= begins:
        return
    stands = await _beginning(turn, row, begins)
    views = await duties(turn, stands)
    for stand, view in zip(stands, views, strict=True):
        person, subject = stand.member.person_id, f"duty{stand.duty.id}"
        if person is None:
            facts = {"subject": subject, "duty": view, "name": stand.name}
            await turn.by_hand(None, "rosters/eve", facts)
        else:
            await turn.tell(
                person, "rosters/eve", subject=subject, hold=True, priority=Priority.REMINDER,
                or_by_hand=True, duty=view, name=stand.name, asking=Asking(MINE, person=person),
                offers=[[give_up(stand)], [Offer("rosters.swap", {"duty": stand.duty.id})]],
            )  # fmt: skip


async def _hour(turn: Turn, row: RosterRow, begins: datetime) -> None:
    """An hour before, at night too: the shift is near."""
    if turn.now >= begins:
        return
    stands = await _beginning(turn, row, begins)
    for stand, view in zip(stands, await duties(turn, stands), strict=True):
        person = stand.member.person_id
        if person is not None:
            await turn.tell(
                person, "rosters/hour", subject=f"duty{stand.duty.id}", duty=view,
                priority=Priority.REMINDER, stale=begins - turn.now,
                offers=[[Offer("rosters.check_in", {"duty": stand.duty.id})]],
                asking=Asking(MINE, person=person),
            )  # fmt: skip


async def _missing(turn: Turn, row: RosterRow, begins: datetime) -> None:
    slots = await rosters.slots(turn.session, row.id, begins, begins + A_MINUTE)
    there = await rosters.in_slots(turn.session, [slot.id for slot in slots])
    for slot in slots:
        if slot.ends > turn.now:
            await presence.missing(turn, slot, [one for one in there if one.slot.id == slot.id])


async def _gaps(turn: Turn, row: RosterRow, midnight: datetime) -> None:
    """What tomorrow lacks, in one message, as long as there is time to find somebody."""
    slots = await rosters.slots(turn.session, row.id, midnight, midnight + A_DAY)
    there = await rosters.in_slots(turn.session, [slot.id for slot in slots])
    day, taken = turn.world.today(midnight), dict[int, int]()
    for one in there:
        away = not turn.world.organisation.is_here(one.member.person_id or 0, day)
        taken[one.slot.id] = taken.get(one.slot.id, 0) + (not away)  # who has gone on leave since
    found = [gap_view(gap) for gap in gaps(map(slot_of, slots), taken)]
    if not found or turn.now >= midnight + A_DAY:
        return
    for person in chiefs(turn, row):
        await turn.tell(
            person, "rosters/gaps", subject=f"roster{row.id}/p{person}", or_by_hand=True,
            priority=Priority.REMINDER, hold=True, gaps=found[:MOST_NAMED], count=len(found),
            day=midnight, title=row.title, number=row.id,
        )  # fmt: skip


async def _over(turn: Turn, row: RosterRow, _: datetime) -> None:
    """Its last shift has ended: nobody is asked by it any more."""
    if any(slot.ends > turn.now for slot in await rosters.slots(turn.session, row.id)):
        return  # later ones were added since
    row.state = TABLE.after(RosterState(row.state), RosterAct.END).value
    turn.note("roster.over", f"roster/{row.id}")
    await touch_revision(turn.session)


async def forget_due(turn: Turn, timer: TimerRow) -> None:
    """Long over: notes, wishes and names by hand are gone."""
    await letting_go.forget(turn.session, int(timer.facts["roster"]))


MOST_NAMED = 12

FIRES = {
    "roster.eve": _fires(_eve),
    "roster.hour": _fires(_hour),
    "roster.missing": _fires(_missing),
    "roster.gaps": _fires(_gaps),
    "roster.over": _fires(_over),
    "roster.forget": forget_due,
}
