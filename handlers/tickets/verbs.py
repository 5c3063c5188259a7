"""The steps of a ticket, as an officer would say them. Chat and console both call these.

Each takes the turn and the ticket (already locked by whoever looked it up), decides by the table in
`domain.tickets.states`, writes the change and its history, and says what has to be said.
"""

from collections.abc import Sequence
from typing import Any

from domain.areas import RoleName
from domain.messages import Media, Priority
from domain.refusals import NotAllowed, Refusal
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.limits import return_by
from domain.tickets.routing import Assignment, Reason, above
from domain.tickets.states import Act, Part, State, advance
from handlers.tickets import due, pushes, telling
from handlers.tickets.parts import parts_of
from handlers.tickets.record import record
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow

MOST_RETURNS = 2  # domain rules a.5


class ReturnTooLate(Refusal):
    """The window for returning is over; an emergency is done first and argued about later."""


class ReturnedBefore(Refusal):
    """A ticket is returned once by the same owner and twice in all."""


async def parts(turn: Turn, ticket: TicketRow) -> frozenset[Part]:
    """What the person of this turn is to the ticket; huying itself where nobody acts."""
    if turn.person is None:
        return frozenset({Part.BOT})
    return parts_of(
        ticket,
        turn.person.id,
        turn.world.organisation,
        await queries.reporters(turn.session, ticket.id),
        turn.world.today(turn.now),
    )


async def _step(turn: Turn, ticket: TicketRow, act: Act, **given: Any) -> tuple[State, Part]:
    """Take one step of the table: the state before it, and as what the person took it."""
    before, mine = State(ticket.state), await parts(turn, ticket)
    ticket.state = advance(before, act, mine, **given).value
    ticket.version += 1
    return before, _leading(mine)


def _leading(mine: frozenset[Part]) -> Part:
    order = (
        Part.OWNER,
        Part.DOER,
        Part.REPORTER,
        Part.DESK,
        Part.STREET,
        Part.CHIEF,
        Part.JOINED,
    )
    return next((part for part in order if part in mine), Part.BOT)


async def accept(turn: Turn, ticket: TicketRow) -> None:
    """Somebody takes it in hand; where a desk shares it, the first who takes it owns it."""
    before, part = await _step(turn, ticket, Act.ACCEPT)
    if ticket.owner_id is None and part is Part.OWNER:
        ticket.owner_id = turn.actor
    ticket.accepted_at = turn.now
    record(turn, ticket, Act.ACCEPT, part, before=before)
    await telling.reporter(turn, ticket, "tickets/accepted")
    await pushes.to_workers(
        turn,
        ticket,
        "tickets/taken",
        but=[turn.actor] if turn.actor else [],
        by_doer=part is Part.DOER,
    )


async def contact(turn: Turn, ticket: TicketRow, *, how: str = "") -> None:
    """The first contact with the resident was made, or the work has begun."""
    before, part = await _step(turn, ticket, Act.CONTACT)
    ticket.contacted_at = ticket.contacted_at or turn.now
    record(turn, ticket, Act.CONTACT, part, before=before, note=how)


async def hand_over(turn: Turn, ticket: TicketRow, to: int, *, reason: str = "") -> None:
    """The owner (or the desk) gives it to another worker, who sees all of it."""
    before, part = await _step(turn, ticket, Act.HAND_OVER, target=to)
    _give_to(turn, ticket, to, Reason("handed_over"))
    record(turn, ticket, Act.HAND_OVER, part, before=before, note=reason, internal=True,
           facts={"to": to})  # fmt: skip
    await _assigned_anew(turn, ticket, (to,), "tickets/handed_over", note=reason)


def _give_to(turn: Turn, ticket: TicketRow, to: int, reason: Reason) -> None:
    role = _serving_as(turn, ticket, to)
    ticket.owner_id, ticket.owner_role, ticket.owner_area = to, role[0].value, role[1]
    ticket.reason = {"code": reason.code, **reason.facts}
    ticket.assigned_at, ticket.accepted_at = turn.now, None
    if ticket.doer_id == to:
        ticket.doer_id = None


def _serving_as(turn: Turn, ticket: TicketRow, person: int) -> tuple[RoleName, str | None]:
    """As what a person takes it over: their role nearest to the ticket's area."""
    staff = [
        role for role in turn.world.organisation.roles_of(person)
        if role.role is not RoleName.PARTY_MEMBER
    ]  # fmt: skip
    if not staff:
        raise NotAllowed(act="hand_over")
    near = [role for role in staff if role.area in (ticket.owner_area, ticket.community)]
    chosen = (near or staff)[0]
    return chosen.role, chosen.area


async def _assigned_anew(
    turn: Turn, ticket: TicketRow, told: Sequence[int], moment: str, **facts: Any
) -> None:
    await due.set_limits(turn, ticket)
    history = await telling.history(turn, ticket)
    again = f"v{ticket.version}"
    await pushes.task(turn, ticket, told=told, moment=moment, again=again, history=history, **facts)


async def pass_back(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """The doer says that it is not theirs: the owner goes on, and nothing is returned."""
    before, part = await _step(turn, ticket, Act.PASS_BACK, reason=reason)
    ticket.doer_id = None
    record(turn, ticket, Act.PASS_BACK, part, before=before, note=reason, internal=True)
    await pushes.to_workers(turn, ticket, "tickets/passed_back", note=reason)


async def give_back(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """The owner says that it is not theirs; the desk decides, once (a.5)."""
    await _may_return(turn, ticket)
    before, part = await _step(turn, ticket, Act.RETURN, reason=reason)
    ticket.returned += 1
    await due.await_decision(turn, ticket)
    record(turn, ticket, Act.RETURN, part, before=before, note=reason, internal=True)
    desk = turn.world.organisation.desk(ticket.community, turn.world.today(turn.now))
    for duty in desk:
        await turn.tell(
            duty.person, "tickets/returned", or_by_hand=True, subject=f"t{ticket.id}/p{duty.person}",
            ticket=ticket.id, priority=Priority.TASK, hold=not Tier(ticket.tier).urgent,
            offers=pushes.desk_offers(ticket), ticket_=view(turn, ticket), note=reason,
        )  # fmt: skip


async def _may_return(turn: Turn, ticket: TicketRow) -> None:
    """Within the window, once by the same owner, twice for a ticket (a.5); then it stays."""
    until = return_by(Tier(ticket.tier), ticket.assigned_at, turn.world.calendar)
    if until is None or turn.now > until:
        raise ReturnTooLate(act=Act.RETURN.value)
    events = await queries.history(turn.session, ticket.id)
    mine = any(e.act == Act.RETURN.value and e.actor_id == turn.actor for e in events)
    if mine or ticket.returned >= MOST_RETURNS:
        raise ReturnedBefore(act=Act.RETURN.value)


async def decide(turn: Turn, ticket: TicketRow, to: int, *, reason: str = "") -> None:
    """The desk decides about a returned ticket: to whom it goes now."""
    before, part = await _step(turn, ticket, Act.REASSIGN, target=to)
    _give_to(turn, ticket, to, Reason("decided"))
    record(turn, ticket, Act.REASSIGN, part, before=before, note=reason, internal=True,
           facts={"to": to})  # fmt: skip
    await _assigned_anew(turn, ticket, (to,), "tickets/handed_over", note=reason)


async def ask_back(turn: Turn, ticket: TicketRow, *, question: str) -> None:
    """The worker asks the resident something; that is the first contact."""
    before, part = await _step(turn, ticket, Act.ASK_BACK, reason=question)
    _contacted(turn, ticket)
    record(turn, ticket, Act.ASK_BACK, part, before=before, note=question)
    await telling.ask_reporter(turn, ticket, question)


def _contacted(turn: Turn, ticket: TicketRow) -> None:
    ticket.contacted_at = ticket.contacted_at or turn.now
    if ticket.state == State.ACCEPTED.value:
        ticket.state = State.WORKING.value


async def add_note(
    turn: Turn, ticket: TicketRow, words: str, *, edited: bool = False, internal: bool = False
) -> None:
    """Somebody adds something; the owner and doer learn what the resident said."""
    before, part = await _step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=words, internal=internal,
           facts={"edited": edited})  # fmt: skip
    if part in (Part.REPORTER, Part.JOINED):
        await pushes.to_workers(turn, ticket, "tickets/added", note=words, edited=edited)
    elif part in (Part.OWNER, Part.DOER) and not internal:
        _contacted(turn, ticket)
        await telling.reporter(turn, ticket, "tickets/progress", note=words)


async def locate(turn: Turn, ticket: TicketRow, words: str, place: str | None) -> None:
    """Where it is, said afterwards: everybody who has it learns it at once."""
    before, part = await _step(turn, ticket, Act.NOTE)
    if place is not None:
        ticket.place, ticket.place_name = place, turn.world.places.name_of(place)
    record(turn, ticket, Act.NOTE, part, before=before, note=words)
    await pushes.to_workers(turn, ticket, "tickets/located", note=words)
    await pushes.alarm(turn, ticket, "tickets/located", note=words)


async def attach(
    turn: Turn, ticket: TicketRow, media: Sequence[Media], *, stage: str
) -> list[dict[str, int]]:
    """Keep photos that came later; those that are new are named for sending on."""
    added = []
    for item in media:
        made = await queries.attach(
            turn.session, ticket.id, turn.channel, item.ref, item.kind.value,
            mime=item.mime, stage=stage, at=turn.now,
        )  # fmt: skip
        if made is not None:
            added.append({"id": made})
    return added


async def finish(turn: Turn, ticket: TicketRow, *, result: str) -> None:
    """The work is done: the resident is asked whether it is solved."""
    before, part = await _step(turn, ticket, Act.FINISH, result=result)
    _contacted(turn, ticket)
    ticket.result, ticket.finished_at = result.strip(), turn.now
    category = turn.world.catalogue.get(ticket.category)
    photos = await queries.attachments(turn.session, ticket.id, stage="after")
    ticket.no_photo = bool(category and category.needs_evidence and not photos)
    record(turn, ticket, Act.FINISH, part, before=before, note=result)
    await due.stop(turn, ticket)
    await telling.ask_whether_solved(turn, ticket)
    await pushes.to_workers(
        turn, ticket, "tickets/finished", but=[turn.actor] if turn.actor else [], note=result
    )


async def solve(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """The resident says that it is solved, or an independent check does: only that closes it."""
    before, part = await _step(turn, ticket, Act.SOLVE)
    ticket.outcome, ticket.closed_at = "solved", turn.now
    ticket.closed_by = "reporter" if part is Part.REPORTER else "checker"
    record(turn, ticket, Act.SOLVE, part, before=before, note=words)
    await due.stop(turn, ticket)
    await telling.closed(turn, ticket)
    await pushes.lay_aside(turn, ticket)
    await pushes.to_workers(turn, ticket, "tickets/solved")


async def partly(turn: Turn, ticket: TicketRow, *, missing: str = "") -> None:
    """Something is still missing: the same owner goes on, and is told what."""
    before, part = await _step(turn, ticket, Act.PARTLY)
    record(turn, ticket, Act.PARTLY, part, before=before, note=missing)
    same = _current(ticket, Reason("partly"))
    await _reopen(turn, ticket, same, "partly", missing)


async def not_solved(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """It is not solved: one level up, where the whole history is seen; the top keeps its own."""
    before, part = await _step(turn, ticket, Act.NOT_SOLVED)
    record(turn, ticket, Act.NOT_SOLVED, part, before=before, note=words)
    current = _current(ticket, Reason("not_solved"))
    day = turn.world.today(turn.now)
    higher = above(current, turn.world.organisation, day, "not_solved")
    await _reopen(turn, ticket, higher or current, "not_solved", words)


def _current(ticket: TicketRow, reason: Reason) -> Assignment:
    told = (ticket.owner_id,) if ticket.owner_id is not None else ()
    return Assignment(
        RoleName(ticket.owner_role), ticket.owner_area, ticket.level, ticket.owner_id, told,
        ticket.community, reason, ticket.doer_id,
    )  # fmt: skip


async def _reopen(turn: Turn, ticket: TicketRow, to: Assignment, outcome: str, words: str) -> None:
    ticket.outcome, ticket.closed_at, ticket.closed_by = outcome, None, None
    ticket.finished_at, ticket.reopened = None, ticket.reopened + 1
    await _raise_to(turn, ticket, to, Act.REASSIGN)
    await due.reopened(turn, ticket)
    history = await telling.history(turn, ticket)
    told = to.told or _desk_of(turn, ticket)
    await pushes.task(
        turn, ticket, told=told, moment="tickets/reopened", again=f"v{ticket.version}",
        outcome=outcome, note=words, history=history,
    )  # fmt: skip
    await telling.reopened(turn, ticket, missing_asked=outcome == "partly" and not words)


async def _raise_to(turn: Turn, ticket: TicketRow, to: Assignment, act: Act) -> None:
    """Give a ticket to somebody else by huying's own hand: after a reopening, or when a limit passed."""
    before = State(ticket.state)
    ticket.state = advance(before, act, frozenset({Part.BOT}), target=to.owner).value
    ticket.version += 1
    ticket.owner_id, ticket.owner_role, ticket.owner_area = to.owner, to.role.value, to.area
    ticket.level, ticket.reason = to.level, {"code": to.reason.code, **to.reason.facts}
    ticket.assigned_at, ticket.accepted_at = turn.now, None
    if ticket.doer_id is not None and ticket.doer_id == ticket.owner_id:
        ticket.doer_id = None
    record(turn, ticket, act, Part.BOT, before=before, facts={"told": to.told})


def _desk_of(turn: Turn, ticket: TicketRow) -> tuple[int, ...]:
    desk = turn.world.organisation.desk(ticket.community, turn.world.today(turn.now))
    return tuple(duty.person for duty in desk)


async def escalate(turn: Turn, ticket: TicketRow, *, code: str) -> bool:
    """Nobody took it in time: one level up; False where nobody is above."""
    day = turn.world.today(turn.now)
    higher = above(_current(ticket, Reason(code)), turn.world.organisation, day, code)
    if higher is None:
        return False
    former = ticket.owner_id if ticket.state != State.RETURNED.value else None
    await _raise_to(turn, ticket, higher, Act.ESCALATE)
    await due.set_limits(turn, ticket)
    history = await telling.history(turn, ticket)
    await pushes.task(
        turn, ticket, told=higher.told, moment="tickets/escalated", again=f"v{ticket.version}",
        history=history,
    )  # fmt: skip
    if former is not None:
        await turn.tell(
            former, "tickets/gone_up", subject=f"t{ticket.id}/p{former}", ticket=ticket.id,
            priority=Priority.REMINDER, hold=True, ticket_=view(turn, ticket),
        )  # fmt: skip
    return True


async def withdraw(turn: Turn, ticket: TicketRow) -> None:
    """The reporter takes it back. A hazard stays: it may hurt others, only the name goes."""
    if ticket.kind == Kind.HAZARD:
        await _unlink(turn, ticket)
        return
    before, part = await _step(turn, ticket, Act.WITHDRAW)
    ticket.closed_at = turn.now
    record(turn, ticket, Act.WITHDRAW, part, before=before)
    await due.stop(turn, ticket)
    await pushes.lay_aside(turn, ticket)
    await pushes.to_workers(turn, ticket, "tickets/withdrawn")


async def _unlink(turn: Turn, ticket: TicketRow) -> None:
    if Part.REPORTER not in await parts(turn, ticket):
        raise NotAllowed(act=Act.WITHDRAW.value)
    for row in await queries.reporters(turn.session, ticket.id):
        if row.person_id == turn.actor:
            await turn.session.delete(row)
    ticket.reporter_id = None
    record(turn, ticket, Act.NOTE, Part.REPORTER, internal=True, facts={"unlinked": True})


async def decline(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """The desk says that it is not the community's, and which way to go."""
    before, part = await _step(turn, ticket, Act.DECLINE, reason=reason)
    ticket.closed_at = turn.now
    record(turn, ticket, Act.DECLINE, part, before=before, note=reason)
    await due.stop(turn, ticket)
    await telling.reporter(turn, ticket, "tickets/declined", note=reason, hold=False)


async def join(turn: Turn, ticket: TicketRow) -> bool:
    """One more household stands behind it (me-too); False where it did already."""
    assert turn.actor is not None
    if ticket.reporter_id == turn.actor:
        return False
    made = await queries.join(turn.session, ticket.id, turn.actor, turn.now)
    if made:
        ticket.people += 1
        record(turn, ticket, Act.NOTE, Part.JOINED, facts={"joined": ticket.people})
    return made


async def lapse(turn: Turn, ticket: TicketRow) -> bool:
    """Three days' silence may end a harmless ticket, never a hazard or a sensitive one."""
    harmless = ticket.kind != Kind.HAZARD and ticket.sensitivity != Sensitivity.SENSITIVE
    if not harmless or ticket.state != State.REPORTED.value:
        return False
    before = State(ticket.state)
    ticket.state = advance(before, Act.LAPSE, frozenset({Part.BOT})).value
    ticket.version += 1
    ticket.closed_at, ticket.closed_by, ticket.outcome = turn.now, "silence", None
    record(turn, ticket, Act.LAPSE, Part.BOT, before=before)
    return True
