"""A sign-up for one date of what recurs goes where that date goes: another day, another hour, or off."""

from datetime import datetime

from domain.messages import Priority
from domain.schedules import Status, occurrences
from handlers.schedules import standing
from handlers.signups.opening import EVE, call_off_at_once, cannot_come, is_ahead, plan_ahead, show
from handlers.signups.tying import begins
from handlers.signups.views import coming, view, waiting
from handlers.turn import Asking, Turn
from storage import signups
from storage.signups import SignupRow
from storage.timers import cancel

OFF = frozenset({Status.CANCELLED, Status.SKIPPED})


async def follow(turn: Turn, number: int | None = None) -> None:
    """Bring what people have signed up for to where its date is now; of one schedule, or of all."""
    for row in await signups.of_dates(turn.session, number):
        known = await standing.find(turn, row.schedule_id or 0)
        if known is None or row.planned is None or not is_ahead(row, turn.now):
            continue
        schedule, changes = known[0], await standing.changes_of(turn, known[1].id)
        found = occurrences(schedule, turn.world.calendar, row.planned, row.planned, changes)
        one = next((one for one in found if one.planned == row.planned), None)
        at = begins(turn, schedule, one) if one else None
        if one is None or one.status in OFF:
            await call_off_at_once(turn, row)
        elif at is not None and at != row.at and at > turn.now:
            await _move(turn, row, at)


async def _move(turn: Turn, row: SignupRow, at: datetime) -> None:
    """Its hours move with it; each who comes or waits hears of it, and can still say no."""
    by = at - row.at
    row.at, row.closes_at, row.cancel_until = at, row.closes_at + by, row.cancel_until + by
    turn.note("signup.moved", f"signup/{row.id}")
    await cancel(turn.session, f"signup/{row.id}", turn.now)
    await plan_ahead(turn, row)
    rows = await signups.entries(turn.session, row.id)
    about = view(row, rows)
    concerned = [*coming(rows), *waiting(rows)]
    for person in dict.fromkeys(one.person_id for one in concerned if one.person_id is not None):
        await turn.tell(
            person, "signups/moved", subject=f"signup{row.id}/{at.isoformat()}/p{person}",
            priority=Priority.REMINDER, hold=True, offers=[[cannot_come(row)]],
            asking=Asking(EVE, person=person), signup=about,
        )  # fmt: skip
    listed = [one.called for one in concerned if one.person_id is None and one.called]
    if listed:
        facts = {
            "subject": f"signup{row.id}/{at.isoformat()}", "signup": about,
            "names": list(dict.fromkeys(listed)),
        }  # fmt: skip
        await turn.by_hand(None, "signups/moved_by_hand", facts)
    await show(turn, row)
