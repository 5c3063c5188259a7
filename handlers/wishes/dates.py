"""The moments at which a wish is looked at, as it stands now (d.1, a.4 tier W)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.catalogue import Limit, Span
from domain.tickets.kinds import Tier
from domain.tickets.limits import TIERS, due
from domain.wishes.states import WishState
from handlers.turn import Turn
from storage.tickets.tables import TicketRow
from storage.timers import cancel, set_timer
from storage.wishes import WishRow

SILENT = timedelta(hours=24)  # d.1: without the wisher's word K edits the text at review
STANDS = timedelta(days=30)  # d.1: published that long, an officer acts
ALMOST = timedelta(days=25)  # a.4: day 25
REMINDED, GIVEN_BACK = timedelta(days=5), timedelta(days=7)  # a.4, d.1: without a note
ASKED_AGAIN, CHECKED = timedelta(days=2), timedelta(days=4)  # d.7: once more, then a human
SOON = 0.8  # a.8: of the time gone
NEXT_DAY, STREET = Limit(1, Span.WORK_DAYS), Limit(3, Span.WORK_DAYS)  # a.8


async def set_dates(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """What is due from here on; whatever was due before is moot."""
    subject = f"wish/{ticket.id}"
    wish.step += 1
    await cancel(turn.session, subject, turn.now)
    for name, at in _moments(turn, ticket, wish):
        await set_timer(
            turn.session, f"{subject}/{wish.step}/{name}", f"wish.{name}", at,
            subject=subject, ticket=ticket.id, step=wish.step,
        )  # fmt: skip


def review_by(turn: Turn, since: datetime) -> datetime:
    """Until when the officers have looked at it: two working days."""
    return due(since, TIERS[Tier.W].accept, turn.world.calendar)


def _moments(turn: Turn, ticket: TicketRow, wish: WishRow) -> Iterator[tuple[str, datetime]]:
    now, calendar = turn.now, turn.world.calendar
    match WishState(wish.state):
        case WishState.DRAFT if wish.slot is not None:
            yield "silent", now + SILENT
        case WishState.REVIEW:
            end = review_by(turn, now)
            soon = calendar.next_waking(now + (end - now) * SOON)
            if soon < end:
                yield "review_soon", soon
            yield "review_over", end
            yield "review_street", due(end, NEXT_DAY, calendar)
        case WishState.PUBLISHED:
            almost, end = ticket.finish_by - STANDS + ALMOST, max(ticket.finish_by, now)
            if almost > now:
                yield "open_soon", almost
            yield "open_over", end
            yield "open_street", due(end, STREET, calendar)
        case WishState.CLAIMED:
            yield "release", due(now, NEXT_DAY, calendar)
            yield from _carried(now)
        case WishState.RELEASED:
            yield from _carried(now)
        case WishState.DELIVERED:
            yield "ask_again", now + ASKED_AGAIN
            yield "check", now + CHECKED
            yield "check_street", due(now + CHECKED, STREET, calendar)
        case _:
            return


def _carried(now: datetime) -> Iterator[tuple[str, datetime]]:
    yield "remind", now + REMINDED
    yield "give_back", now + GIVEN_BACK
