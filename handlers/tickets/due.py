"""Setting a ticket's dates, and the moments at which they are looked at."""

from datetime import datetime, time, timedelta

from domain.tickets import delays
from domain.tickets.kinds import Tier
from domain.tickets.limits import again, chase, limits_for
from domain.tickets.states import State
from handlers import webhooks
from handlers.turn import Turn
from storage.tickets import requests
from storage.tickets.tables import TicketRow
from storage.timers import cancel, set_timer

PROMISED_SOON = timedelta(minutes=20)  # before a promise made at night is over
LAPSES_AFTER = timedelta(days=3)  # domain rules a.2: three days' silence after evidence
ARCHIVED_AFTER = timedelta(days=30)  # domain rules a.2
ENDED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN})
WEEK = timedelta(days=7)
ASKED_AGAIN_AFTER = timedelta(days=2)  # domain rules d.7: no answer in 2 d, asked once more
LEFT_TO_ANSWER = timedelta(days=1)
ASKING_QUIET = (time(20, 30), time(8, 30))  # domain rules d.7: nobody is asked at these hours


async def set_limits(turn: Turn, ticket: TicketRow) -> None:
    """Set the dates of whoever has it now: a new owner gets the whole time to take it.

    A wish is looked at at moments of its own.
    """
    if ticket.wish:
        return
    limits = limits_for(
        Tier(ticket.tier), None, None, at=ticket.assigned_at, calendar=turn.world.calendar
    )
    ticket.accept_by = limits.accept_by
    await requests.drop(turn.session, ticket.id, turn.now)
    await _none(turn, ticket)  # the former owner's dates
    if ticket.state == State.SUSPENDED.value:
        await _review(turn, ticket)
        return
    await _set(turn, ticket, "accept", ticket.assigned_at, ticket.accept_by)
    await _set(turn, ticket, "finish", ticket.created_at, ticket.finish_by)
    await weekly(turn, ticket)
    if ticket.state == State.RETURNED.value:
        await await_decision(turn, ticket)


async def _none(turn: Turn, ticket: TicketRow) -> None:
    await cancel(turn.session, f"ticket/{ticket.id}", turn.now)


async def _set(turn: Turn, ticket: TicketRow, limit: str, start: datetime, end: datetime) -> None:
    for step in chase(Tier(ticket.tier), limit, start, end, turn.world.calendar):
        if step.at <= turn.now:
            continue  # lived already, under the former owner
        await _at(turn, ticket, limit, step.at, step=step.name)


async def _at(
    turn: Turn, ticket: TicketRow, kind: str, moment: datetime, *, step: str = ""
) -> None:
    """One moment at which this ticket is looked at, as it stands now."""
    await set_timer(
        turn.session, f"ticket/{ticket.id}/{ticket.version}/{kind}/{step}", f"ticket.{kind}",
        moment, subject=f"ticket/{ticket.id}", ticket=ticket.id, step=step,
    )  # fmt: skip


async def keep_promise(turn: Turn, ticket: TicketRow) -> None:
    """What was promised at night is looked after in the morning, whoever has it then."""
    subject = f"promise/{ticket.id}"
    for step, at in (("soon", ticket.respond_by - PROMISED_SOON), ("over", ticket.respond_by)):
        if at > turn.now:
            await set_timer(
                turn.session, f"{subject}/{step}", "ticket.promise", at, subject=subject,
                ticket=ticket.id, step=step,
            )  # fmt: skip


async def await_decision(turn: Turn, ticket: TicketRow) -> None:
    """A returned ticket is decided within the time in which it would have to be taken."""
    limits = limits_for(Tier(ticket.tier), None, None, at=turn.now, calendar=turn.world.calendar)
    await _at(turn, ticket, "decide", limits.accept_by)


async def reopened(turn: Turn, ticket: TicketRow) -> None:
    """A ticket done again has half of its first time, at least a day (a.2)."""
    ticket.finish_by = again(
        ticket.created_at, ticket.first_finish_by, turn.now, turn.world.calendar
    )
    ticket.respond_by = limits_for(
        Tier(ticket.tier), None, None, at=turn.now, calendar=turn.world.calendar
    ).respond_by
    webhooks.tell_date(turn, ticket)
    await set_limits(turn, ticket)


async def moved(turn: Turn, ticket: TicketRow) -> None:
    """It is done by another date now: that one is chased, and the old one no more."""
    await _none(turn, ticket)
    await _set(turn, ticket, "finish", turn.now, ticket.finish_by)
    await weekly(turn, ticket)


async def raised(turn: Turn, ticket: TicketRow) -> None:
    """It has become more urgent: the new tier's limits count from now where they are stricter (b)."""
    if ticket.state == State.SUSPENDED.value:
        return
    tier, row = Tier(ticket.tier), turn.world.catalogue.get(ticket.category)
    own = row if row is not None and row.tier is tier else None
    respond, finish = (own.respond, own.finish) if own else (None, None)
    limits = limits_for(tier, respond, finish, at=turn.now, calendar=turn.world.calendar)
    ticket.accept_by = min(ticket.accept_by, limits.accept_by)
    ticket.respond_by = min(ticket.respond_by, limits.respond_by)
    ticket.finish_by = min(ticket.finish_by, limits.finish_by)
    webhooks.tell_date(turn, ticket)
    await moved(turn, ticket)
    if ticket.state == State.ASSIGNED.value:
        await _set(turn, ticket, "accept", turn.now, ticket.accept_by)
    elif ticket.state == State.RETURNED.value:
        await await_decision(turn, ticket)


async def weekly(turn: Turn, ticket: TicketRow) -> None:
    """What takes long is spoken of every week while it runs (a.4): the next time."""
    if ticket.tier != Tier.C:
        return
    gone = (turn.now - ticket.created_at) // WEEK
    moment = turn.world.calendar.next_waking(ticket.created_at + (gone + 1) * WEEK)
    await _at(turn, ticket, "weekly", moment, step=str(gone + 1))


async def suspended(turn: Turn, ticket: TicketRow) -> None:
    """The finish clock stops; the review clock runs."""
    await _none(turn, ticket)
    await _review(turn, ticket)


async def _review(turn: Turn, ticket: TicketRow) -> None:
    assert ticket.review_at is not None
    await _at(turn, ticket, "review", ticket.review_at)


async def resumed(turn: Turn, ticket: TicketRow) -> None:
    """It goes on with so much time as was left."""
    assert ticket.suspended_at is not None
    ticket.finish_by = delays.resumed(
        Tier(ticket.tier), ticket.suspended_at, ticket.created_at, ticket.first_finish_by,
        ticket.finish_by, turn.now, turn.world.calendar,
    )  # fmt: skip
    await moved(turn, ticket)


async def chase_outside(turn: Turn, ticket: TicketRow) -> None:
    """The owner is reminded to chase the unit outside, whoever the owner is by then."""
    assert ticket.chase_on is not None
    await set_timer(
        turn.session, f"ticket/{ticket.id}/{ticket.version}/outside", "ticket.outside",
        ticket.chase_on, subject=f"ticket/{ticket.id}/outside", ticket=ticket.id,
        on=ticket.chase_on.isoformat(),
    )  # fmt: skip


async def stop(turn: Turn, ticket: TicketRow) -> None:
    """Nothing is chased any more; after a result the silence begins to count."""
    await requests.drop(turn.session, ticket.id, turn.now)
    await _none(turn, ticket)
    if ticket.state == State.REPORTED.value:
        again = asking_hour(turn, turn.now + ASKED_AGAIN_AFTER)
        await _at(turn, ticket, "again", again)
        await _at(turn, ticket, "lapse", max(turn.now + LAPSES_AFTER, again + LEFT_TO_ANSWER))
    elif ticket.state in ENDED:
        await _at(turn, ticket, "archive", turn.now + ARCHIVED_AFTER)


def asking_hour(turn: Turn, at: datetime) -> datetime:
    """When somebody may be asked how it is: an hour longer in the morning than other pushes wait."""
    quiet = turn.world.deployment.quiet
    if quiet is None:
        return at
    return turn.world.calendar.next_waking(turn.world.calendar.next_waking(at, quiet), ASKING_QUIET)
