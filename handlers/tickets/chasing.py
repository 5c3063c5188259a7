"""Living a ticket's limits: reminders before them, one level up after them."""

from datetime import datetime

from domain.areas import RoleName
from domain.calls import CallKind, sampled
from domain.messages import Priority
from domain.tickets.delays import RequestState
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import State
from handlers.calls import desk
from handlers.tickets import bulletin, checks, due, pushes, telling, verbs
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import queries, requests
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
    if step == "bulletin":
        await bulletin.plan(turn)
        return
    # The new promise is of the next word, not of the work: that is not huying's to promise.
    by = turn.world.calendar.add_working_days(turn.now, 1) if step == "late" else None
    above = step in ("over", "late", "street")
    told = await _tell_above(turn, ticket, step, by=by) if above else False
    await pushes.to_workers(turn, ticket, f"tickets/finish_{step}", gather=True, told=told)
    if by is not None:
        await telling.reporter(turn, ticket, "tickets/late", by=by)


async def _tell_above(
    turn: Turn, ticket: TicketRow, step: str, *, by: datetime | None = None,
    moment: str = "tickets/overdue",
) -> bool:  # fmt: skip
    """Tell whoever is above; False where nobody but the worker is there."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    chiefs = [
        duty
        for area in organisation.chain(ticket.owner_area)
        for duty in organisation.on_duty(RoleName.CHIEF, area.code, day)
    ]
    desk, street = organisation.desk(ticket.community, day), organisation.street(day)
    told = {"over": chiefs or desk, "late": desk, "street": street}[step]
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        told = street  # where it climbs to as well: no desk learns that somebody has asked
    working = {ticket.owner_id, ticket.doer_id}
    people = [p for p in dict.fromkeys(duty.person for duty in told) if p not in working]
    for person in people:
        await turn.tell(
            person, moment, or_by_hand=step != "over",
            subject=f"t{ticket.id}/p{person}", ticket=ticket.id, priority=Priority.REMINDER,
            hold=not Tier(ticket.tier).urgent, gather=not Tier(ticket.tier).urgent,
            ticket_=view(turn, ticket), by=by,
        )  # fmt: skip
    return bool(people)


async def weekly_due(turn: Turn, timer: TimerRow) -> None:
    """A week more: whoever waits for something long hears that it is not forgotten."""
    ticket = await _concerned(turn, timer, UNFINISHED)
    if ticket is not None:
        await telling.reporter(turn, ticket, "tickets/weekly")
        await due.weekly(turn, ticket)


async def archive_due(turn: Turn, timer: TimerRow) -> None:
    """A month after the end it goes to the archive."""
    ticket = await _concerned(turn, timer, {state.value for state in due.ENDED})
    if ticket is not None:
        await verbs.archive(turn, ticket)


async def again_due(turn: Turn, timer: TimerRow) -> None:
    """Two days of silence after the result: the reporter is asked once more."""
    ticket = await _concerned(turn, timer, {State.REPORTED.value})
    if ticket is not None and not await checks.needs_other_eyes(turn, ticket):
        await telling.ask_once_more(turn, ticket)


async def lapse_due(turn: Turn, timer: TimerRow) -> None:
    """Three days of silence: what is harmless ends, and some are asked by phone; else somebody looks."""
    ticket = await _concerned(turn, timer, {State.REPORTED.value})
    if ticket is None or await checks.needs_other_eyes(turn, ticket):
        return  # somebody else looks, as was asked with the result
    if await verbs.lapse(turn, ticket):
        await _survey(turn, ticket)
    elif ticket.sensitivity == Sensitivity.SENSITIVE and ticket.kind != Kind.HAZARD:
        await checks.ask(turn, ticket)  # a hazard's check was asked for with the result


async def _survey(turn: Turn, ticket: TicketRow) -> None:
    """A share of the silent, the same whenever it is drawn, is asked by somebody else (d.7)."""
    if ticket.reporter_id is None or not sampled(ticket.id, turn.world.deployment.survey_share):
        return
    await desk.request(
        turn, CallKind.SURVEY, "sampled", ticket, once=f"sampled/t{ticket.id}/{ticket.reopened}",
        person_id=ticket.reporter_id, community=ticket.community,
    )  # fmt: skip


async def request_due(turn: Turn, timer: TimerRow) -> None:
    """Nobody answered what an owner asked for: no answer is a refusal, and they are told (a.6)."""
    ticket = await _concerned(turn, timer, {State.WORKING.value})
    asked = await requests.request(turn.session, int(timer.facts["request"]))
    if ticket is not None and asked is not None and asked.state == RequestState.ASKED.value:
        await verbs.refuse(turn, ticket, asked.id)


async def review_due(turn: Turn, timer: TimerRow) -> None:
    """The day has come to look at a suspended ticket again: it goes on, and everybody knows."""
    ticket = await _concerned(turn, timer, {State.SUSPENDED.value})
    if ticket is not None:
        await verbs.resume(turn, ticket)


async def outside_due(turn: Turn, timer: TimerRow) -> None:
    """The day has come to chase the unit outside: whoever owns it now is reminded."""
    ticket = await _concerned(turn, timer, UNFINISHED | {State.SUSPENDED.value})
    on = datetime.fromisoformat(timer.facts["on"])
    if ticket is not None and ticket.chase_on == on:
        await pushes.to_workers(turn, ticket, "tickets/chase_outside")


FIRES = {
    "ticket.accept": accept_due,
    "ticket.decide": decide_due,
    "ticket.finish": finish_due,
    "ticket.again": again_due,
    "ticket.promise": promise_due,
    "ticket.lapse": lapse_due,
    "ticket.archive": archive_due,
    "ticket.weekly": weekly_due,
    "tickets.bulletin": bulletin.due,
    "ticket.request": request_due,
    "ticket.review": review_due,
    "ticket.outside": outside_due,
    "ticket.check": checks.due,
}
