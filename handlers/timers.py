"""Due moments, by kind: each is lived once, in its own transaction."""

from collections.abc import Awaitable, Callable

from handlers import announcements, digests, projects, responsibility, schedules, whistles
from handlers.calls import desk
from handlers.duty import leave
from handlers.members import gathering as members
from handlers.points import expiry, hearings, leaving, objections, publicity, shop
from handlers.privacy import erasing, nameless, retention
from handlers.privacy import presses as numbers
from handlers.rosters import due as rosters
from handlers.schedules import ahead
from handlers.signups import due as signups
from handlers.tickets import asking, chasing, flood, visits
from handlers.turn import Turn
from handlers.wishes import chasing as wishes
from handlers.workbook import keeping
from storage.timers import TimerRow

FIRES: dict[str, Callable[[Turn, TimerRow], Awaitable[None]]] = {
    **chasing.FIRES,
    **announcements.FIRES,
    **desk.FIRES,
    **flood.FIRES,
    **wishes.FIRES,
    **rosters.FIRES,
    **shop.FIRES,
    **signups.FIRES,
    **members.FIRES,
    **publicity.FIRES,
    **expiry.FIRES,
    **leaving.FIRES,
    **objections.FIRES,
    **hearings.FIRES,
    **visits.FIRES,
    **digests.FIRES,
    **leave.FIRES,
    **projects.FIRES,
    **whistles.FIRES,
    **responsibility.FIRES,
    **keeping.FIRES,
    "question.gone": asking.question_gone,
    "question.over": asking.question_over,
    "contact.hide": numbers.hide_due,
    "privacy.told": nameless.told_due,
    "privacy.sweep": erasing.sweep_due,
    retention.ACT: retention.due,
    "privacy.report": retention.report_due,
    "schedule": schedules.due,
    "schedules.plan": schedules.plan_due,
    "schedules.after": schedules.after_due,
    "schedules.again": schedules.again_due,
    **ahead.FIRES,
}


async def fire(turn: Turn, timer: TimerRow) -> None:
    """Live one due moment. An unknown kind is a fault: it is kept and shown, not lost."""
    await FIRES[timer.kind](turn, timer)
