"""Living a ticket's limits: reminders before them, one level up after them."""

from domain.areas import RoleName
from domain.messages import Priority
from domain.tickets.kinds import Tier
from domain.tickets.states import State
from handlers.tickets import pushes, telling, verbs
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow

UNTAKEN = {State.ASSIGNED.value}
UNFINISHED = UNTAKEN | {State.ACCEPTED.value, State.WORKING.value, State.RETURNED.value}


async def _concerned(turn: Turn, timer: TimerRow, states: set[str]) -> TicketRow | None:
    """The timer's ticket, unless it stands elsewhere by now: whoever gets it gets timers of their own."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    return ticket if ticket is not None and ticket.state in states else None


async def accept_due(turn: Turn, timer: TimerRow) -> None:
    """It has not been taken: remind the owner, then go one level up."""
    ticket = await _concerned(turn, timer, UNTAKEN)
    if ticket is None:
        return
    if timer.facts["step"] == "soon":
        await pushes.to_workers(turn, ticket, "tickets/accept_soon", gather=True)
        return
    await verbs.escalate(turn, ticket, code="not_taken")


async def decide_due(turn: Turn, timer: TimerRow) -> None:
    """Nobody decided to whom a returned ticket goes: one level up, as if nobody had taken it."""
    ticket = await _concerned(turn, timer, {State.RETURNED.value})
    if ticket is not None:
        await verbs.escalate(turn, ticket, code="not_decided")


async def promise_due(turn: Turn, timer: TimerRow) -> None:
    """Somebody was promised a word in the morning: the owner is reminded, then whoever is above."""
    ticket = await _concerned(turn, timer, UNFINISHED)
    if ticket is None or ticket.contacted_at is not None:
        return
    if timer.facts["step"] == "soon":
        await pushes.to_workers(turn, ticket, "tickets/promise_soon", gather=True)
    else:
        await _tell_above(turn, ticket, "over", moment="tickets/promise_over")


async def finish_due(turn: Turn, timer: TimerRow) -> None:
    """The date comes near or has passed: owner, then chief, then community and the resident (a.8)."""
    ticket = await _concerned(turn, timer, UNFINISHED)
    if ticket is None:
        return
    step = str(timer.facts["step"])
    told = await _tell_above(turn, ticket, step) if step in ("over", "late", "street") else False
    await pushes.to_workers(turn, ticket, f"tickets/finish_{step}", gather=True, told=told)
    if step == "late":
        await telling.reporter(turn, ticket, "tickets/late")


async def _tell_above(
    turn: Turn, ticket: TicketRow, step: str, *, moment: str = "tickets/overdue"
) -> bool:
    """Tell whoever is above; False where nobody but the worker is there."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    chiefs = [
        duty
        for area in organisation.chain(ticket.owner_area)
        for duty in organisation.on_duty(RoleName.CHIEF, area.code, day)
    ]
    told = {
        "over": chiefs or organisation.desk(ticket.community, day),
        "late": organisation.desk(ticket.community, day),
        "street": organisation.street(day),
    }[step]
    working = {ticket.owner_id, ticket.doer_id}
    people = [p for p in dict.fromkeys(duty.person for duty in told) if p not in working]
    for person in people:
        await turn.tell(
            person, moment, or_by_hand=step != "over",
            subject=f"t{ticket.id}/p{person}", ticket=ticket.id, priority=Priority.REMINDER,
            hold=not Tier(ticket.tier).urgent, gather=not Tier(ticket.tier).urgent,
            ticket_=view(turn, ticket),
        )  # fmt: skip
    return bool(people)


async def lapse_due(turn: Turn, timer: TimerRow) -> None:
    """Three days of silence after the result."""
    ticket = await _concerned(turn, timer, {State.REPORTED.value})
    if ticket is not None:
        await verbs.lapse(turn, ticket)


FIRES = {
    "ticket.accept": accept_due,
    "ticket.decide": decide_due,
    "ticket.finish": finish_due,
    "ticket.promise": promise_due,
    "ticket.lapse": lapse_due,
}
