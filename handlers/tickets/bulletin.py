"""The street's weekly list of what is five working days over its date: one message, and no names."""

from datetime import datetime, time, timedelta

from domain.messages import Priority
from domain.tickets.limits import AFTER, days_over
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import listing
from storage.timers import TimerRow, set_timer

OUT_AT = time(9, 0)  # on Mondays, or on the first working day after
LONG_OVER = dict(AFTER)["bulletin"]  # working days
MOST_LISTED = 20  # more is no message any more, but a page of the console


async def plan(turn: Turn) -> None:
    """The next list comes out on Monday; however many ask for it, it is one."""
    calendar = turn.world.calendar
    today = calendar.day_of(turn.now)
    monday = today + timedelta(days=7 - today.weekday())
    day = monday if calendar.is_working(monday) else calendar.next_working(monday)
    await set_timer(
        turn.session, f"tickets/bulletin/{monday}", "tickets.bulletin",
        calendar.instant(day, OUT_AT), subject="tickets/bulletin",
    )  # fmt: skip


async def due(turn: Turn, _: TimerRow) -> None:
    """Tell the managers what is long over, and look again next week as long as anything is."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    late = [
        (view(turn, row), days)
        for row in await listing.overdue_since(turn.session, _long_ago(turn))
        if (days := days_over(row.finish_by, turn.now, turn.world.calendar)) >= LONG_OVER
    ]
    if not late:
        return
    for person in dict.fromkeys(duty.person for duty in organisation.street(day)):
        await turn.tell(
            person, "tickets/bulletin", or_by_hand=True, subject=f"{day}/p{person}",
            priority=Priority.REMINDER, hold=True, late=late[:MOST_LISTED], number=len(late),
            more=max(0, len(late) - MOST_LISTED),
        )  # fmt: skip
    await plan(turn)


def _long_ago(turn: Turn) -> datetime:
    """Working days are never more than days: what is later than this is not long over."""
    return turn.now - timedelta(days=LONG_OVER)
