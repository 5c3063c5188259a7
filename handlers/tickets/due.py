"""Setting a ticket's dates, and the moments at which they are looked at."""

from datetime import datetime, timedelta

from domain.tickets.kinds import Tier
from domain.tickets.limits import again, chase, limits_for
from domain.tickets.states import State
from handlers.turn import Turn
from storage.tickets.tables import TicketRow
from storage.timers import cancel, set_timer

PROMISED_SOON = timedelta(minutes=20)  # before a promise made at night is over
LAPSES_AFTER = timedelta(days=3)  # domain rules a.2: three days' silence after evidence


async def set_limits(turn: Turn, ticket: TicketRow) -> None:
    """Set the dates of whoever has it now: a new owner gets the whole time to take it."""
    limits = limits_for(
        Tier(ticket.tier), None, None, at=ticket.assigned_at, calendar=turn.world.calendar
    )
    ticket.accept_by = limits.accept_by
    await cancel(turn.session, f"ticket/{ticket.id}", turn.now)  # the former owner's dates
    await _set(turn, ticket, "accept", ticket.assigned_at, ticket.accept_by)
    await _set(turn, ticket, "finish", ticket.created_at, ticket.finish_by)


async def _set(turn: Turn, ticket: TicketRow, limit: str, start: datetime, end: datetime) -> None:
    for step in chase(Tier(ticket.tier), limit, start, end, turn.world.calendar):
        if step.at <= turn.now:
            continue  # lived already, under the former owner
        await set_timer(
            turn.session, f"ticket/{ticket.id}/{ticket.version}/{limit}/{step.name}",
            f"ticket.{limit}", step.at, subject=f"ticket/{ticket.id}", ticket=ticket.id,
            version=ticket.version, step=step.name,
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
    await set_timer(
        turn.session, f"ticket/{ticket.id}/{ticket.version}/decide", "ticket.decide",
        limits.accept_by, subject=f"ticket/{ticket.id}", ticket=ticket.id, version=ticket.version,
    )  # fmt: skip


async def reopened(turn: Turn, ticket: TicketRow) -> None:
    """A ticket done again has half of its first time, at least a day (a.2)."""
    ticket.finish_by = again(
        ticket.created_at, ticket.first_finish_by, turn.now, turn.world.calendar
    )
    ticket.respond_by = limits_for(
        Tier(ticket.tier), None, None, at=turn.now, calendar=turn.world.calendar
    ).respond_by
    await set_limits(turn, ticket)


async def stop(turn: Turn, ticket: TicketRow) -> None:
    """Nothing is chased any more; after a result the silence begins to count."""
    await cancel(turn.session, f"ticket/{ticket.id}", turn.now)
    if ticket.state == State.REPORTED.value:
        await set_timer(
            turn.session, f"ticket/{ticket.id}/{ticket.version}/lapse", "ticket.lapse",
            turn.now + LAPSES_AFTER, subject=f"ticket/{ticket.id}", ticket=ticket.id,
            version=ticket.version,
        )  # fmt: skip
