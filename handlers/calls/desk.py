"""Calls before the duty desk: who makes them and by when, and what came of them."""

from typing import Any

from domain.areas import RoleName
from domain.calls import CallAct, CallKind, CallState, NotYourOwnWork, advance, call_by
from domain.messages import Priority
from domain.privacy import mask
from domain.refusals import NotAllowed
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, Part, State
from handlers.tickets import pushes
from handlers.tickets.parts import DESK, parts_of
from handlers.tickets.views import view
from handlers.turn import Offer, Turn
from storage import calls
from storage.calls import CallRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, cancel, set_timer

FOR_WORKERS = frozenset({"asked"})
"""Calls whose note goes on to owner and doer."""
WORKING = frozenset({Part.OWNER, Part.DOER})


async def request(
    turn: Turn, kind: CallKind, why: str, ticket: TicketRow | None, *, once: str, **values: Any
) -> CallRow | None:
    """Put a call before the desk at once, with a date; None where the same one waits already."""
    tier = Tier(ticket.tier) if ticket is not None else None
    by = call_by(kind, tier, at=turn.now, calendar=turn.world.calendar)
    call = await calls.ask(
        turn.session, kind=kind.value, why=why, once=once, asked_at=turn.now, call_by=by,
        ticket_id=ticket.id if ticket else None, **values,
    )  # fmt: skip
    if call is None:
        return None
    turn.note("call.asked", f"call/{call.id}", kind=kind.value, why=why)
    subject = f"call/{call.id}"
    await set_timer(turn.session, f"{subject}/late", "call.late", by, subject=subject, call=call.id)
    await push(turn, call, ticket, f"calls/{why}")
    return call


async def push(turn: Turn, call: CallRow, ticket: TicketRow | None, moment: str) -> None:
    """Tell whoever may make the call."""
    urgent = ticket is not None and Tier(ticket.tier).urgent
    voice = [{"id": call.attachment_id}] if call.attachment_id else []
    for person in await who_calls(turn, call, ticket):
        await turn.tell(
            person, moment, or_by_hand=True, subject=f"call{call.id}/p{person}",
            ticket=call.ticket_id, priority=pushes.priority(ticket) if ticket else Priority.TASK,
            hold=not urgent, offers=offers(call), attachments=voice, by=call.call_by,
            urgent=urgent, note=call.note, ticket_=view(turn, ticket) if ticket else None,
        )  # fmt: skip


def offers(call: CallRow) -> list[list[Offer]]:
    """What may be pressed under a call."""
    facts = {"call": call.id}
    if call.kind == CallKind.VOICE:
        return [[Offer("calls.listen", facts)]]
    take = [] if call.state == CallState.TAKEN else [Offer("calls.take", facts)]
    shown = [[Offer("calls.number", facts)]] if call.contact else []
    return [[*take, Offer("calls.done", facts)], *shown]


async def who_calls(turn: Turn, call: CallRow, ticket: TicketRow | None) -> list[int]:
    """The desk; of a sensitive matter its named person alone; never owner or doer for a survey."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    if ticket is not None and ticket.sensitivity == Sensitivity.SENSITIVE:
        return pushes.owners(turn, ticket)
    for desk in (organisation.desk(call.community, day), organisation.street(day)):
        people = list(dict.fromkeys(duty.person for duty in desk))
        found = [person for person in people if not await own_work(turn, call, ticket, person)]
        if found:
            return found
    return []


async def own_work(turn: Turn, call: CallRow, ticket: TicketRow | None, person: int) -> bool:
    """Whether somebody would ask residents about their own work."""
    if call.kind != CallKind.SURVEY or ticket is None:
        return False
    return await works_on(turn, ticket, person)


async def works_on(turn: Turn, ticket: TicketRow, person: int) -> bool:
    """Whether somebody owns a ticket or does its work."""
    reporters = await queries.reporters(turn.session, ticket.id)
    day = turn.world.today(turn.now)
    mine = parts_of(ticket, person, turn.world.organisation, reporters, day)
    return bool(WORKING & mine)


async def ticket_of(turn: Turn, call: CallRow) -> TicketRow | None:
    """The ticket that a call is about."""
    return await queries.ticket(turn.session, call.ticket_id) if call.ticket_id else None


async def allowed(turn: Turn, call: CallRow) -> TicketRow | None:
    """The call's ticket, where the person of this turn may make the call; else a refusal."""
    ticket = await ticket_of(turn, call)
    assert turn.actor is not None
    if turn.actor in await who_calls(turn, call, ticket):
        return ticket
    if await own_work(turn, call, ticket, turn.actor):
        raise NotYourOwnWork
    sensitive = ticket is not None and ticket.sensitivity == Sensitivity.SENSITIVE
    at_desk = any(
        role.role is RoleName.MANAGER or (role.role in DESK and role.area == call.community)
        for role in turn.world.organisation.roles_of(turn.actor)
    )
    if sensitive or not at_desk:
        raise NotAllowed(act="call")
    return ticket


async def take(turn: Turn, call: CallRow) -> None:
    """Somebody of the desk makes the call; the others need not."""
    await allowed(turn, call)
    call.state = advance(CallState(call.state), CallAct.TAKE).value
    call.taken_by, call.taken_at = turn.actor, turn.now
    turn.note("call.taken", f"call/{call.id}")


async def done(turn: Turn, call: CallRow, *, note: str = "") -> None:
    """The call was made; a note of it goes on to whoever has the ticket."""
    await allowed(turn, call)
    call.state = advance(CallState(call.state), CallAct.DONE).value
    call.done_by, call.done_at, call.contact = turn.actor, turn.now, None
    if call.kind == CallKind.CALLBACK:
        call.once = None  # they may ask for another one
    await cancel(turn.session, f"call/{call.id}", turn.now)
    turn.note("call.done", f"call/{call.id}")
    await noted(turn, call, note)


async def call_off(turn: Turn, call: CallRow) -> None:
    """Whoever asked for a call does not want it any more."""
    call.state = advance(CallState(call.state), CallAct.DONE).value
    call.done_at, call.contact, call.once, call.note = turn.now, None, None, ""
    await cancel(turn.session, f"call/{call.id}", turn.now)
    turn.note("call.called_off", f"call/{call.id}")
    ticket = await ticket_of(turn, call)
    for person in await who_calls(turn, call, ticket):
        await turn.tell(
            person, "calls/not_wanted", subject=f"call{call.id}/p{person}",
            ticket=call.ticket_id, ticket_=view(turn, ticket) if ticket else None,
        )  # fmt: skip


async def noted(turn: Turn, call: CallRow, note: str) -> None:
    """What came of a call, for whoever has the ticket; why somebody is unhappy is not for them."""
    call.note = mask(note.strip()) or call.note
    ticket = await ticket_of(turn, call)
    live = ticket is not None and State(ticket.state) in LIVE
    if ticket is not None and live and note.strip() and call.why in FOR_WORKERS:
        await pushes.to_workers(turn, ticket, "calls/called", but=[turn.actor or 0], note=call.note)


async def late(turn: Turn, timer: TimerRow) -> None:
    """The time of a call is over: everybody who may make it is reminded, once."""
    call = await calls.call(turn.session, int(timer.facts["call"]))
    if call is not None and call.state != CallState.DONE:
        await push(turn, call, await ticket_of(turn, call), "calls/late")


FIRES = {"call.late": late}
