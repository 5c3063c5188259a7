"""From hand to hand: given over, returned, decided about, gone one level up."""

from dataclasses import replace

from domain.areas import RoleName
from domain.messages import Priority
from domain.places import PlaceKind
from domain.tickets.kinds import Tier
from domain.tickets.returns import ReturnReason
from domain.tickets.routing import COMMUNITY, Assignment, Reason, above
from domain.tickets.states import Act, Part, State, advance, may
from handlers.tickets import due, pushes, returns, telling
from handlers.tickets.appointments import ahead
from handlers.tickets.record import record
from handlers.tickets.verbs.step import (
    assigned_anew,
    give_to,
    keep_contact,
    parts,
    step,
    visit_kept,
)
from handlers.tickets.views import Veil, view
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow

CLIMBS = frozenset({Act.ASSIGN, Act.HAND_OVER, Act.REASSIGN, Act.ESCALATE})
"""Acts by which somebody gets it."""


async def hand_over(
    turn: Turn, ticket: TicketRow, to: int, *, reason: str = "", code: str = "handed_over"
) -> None:
    """The owner (or the desk) gives it to another worker, who sees all of it, and why."""
    promised, former = ahead(turn, ticket), ticket.owner_id
    before, part = await step(turn, ticket, Act.HAND_OVER, target=to)
    give_to(turn, ticket, to, Reason(code))
    record(turn, ticket, Act.HAND_OVER, part, before=before, note=reason, internal=True,
           facts={"to": to, "from": former})  # fmt: skip
    await assigned_anew(turn, ticket, (to,), "tickets/handed_over", note=reason)
    await visit_kept(turn, ticket, promised)


async def pass_back(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """The doer says that it is not theirs: the owner goes on, and nothing is returned."""
    promised = ahead(turn, ticket)
    before, part = await step(turn, ticket, Act.PASS_BACK, reason=reason)
    ticket.doer_id = None
    record(turn, ticket, Act.PASS_BACK, part, before=before, note=reason, internal=True)
    await pushes.to_workers(turn, ticket, "tickets/passed_back", note=reason)
    await visit_kept(turn, ticket, promised)


async def change_doer(turn: Turn, ticket: TicketRow, to: int | None) -> None:
    """The doer is off: another one of the company does it, or the owner goes on alone."""
    reason = turn.words("reasons/off_duty")
    promised = ahead(turn, ticket)
    before, part = await step(turn, ticket, Act.PASS_BACK, reason=reason)
    ticket.doer_id = to
    record(turn, ticket, Act.PASS_BACK, part, before=before, note=reason, internal=True,
           facts={"to": to})  # fmt: skip
    await visit_kept(turn, ticket, promised)
    if to is None:
        await pushes.to_workers(turn, ticket, "tickets/passed_back", note=reason)
        return
    history = await telling.history(turn, ticket)
    await pushes.task(
        turn, ticket, told=(), moment="tickets/handed_over", again=f"v{ticket.version}",
        history=history, note="",
    )  # fmt: skip


async def give_back(
    turn: Turn, ticket: TicketRow, *, reason: ReturnReason, words: str = ""
) -> None:
    """The owner says that it is not theirs, and why; the desk decides, the second time the street (a.5)."""
    note = " ".join(filter(None, (turn.words(f"reasons/{reason}"), words.strip())))
    before, part = await step(turn, ticket, Act.RETURN, reason=note)
    if (why := await returns.refusal(turn, ticket, turn.actor)) is not None:
        raise why
    if ticket.owner_id is None:
        ticket.owner_id = turn.actor  # whoever of a desk returns it had it
    ticket.returned, ticket.returned_at = ticket.returned + 1, turn.now
    await due.await_decision(turn, ticket)
    record(turn, ticket, Act.RETURN, part, before=before, note=note, internal=True,
           facts={"reason": reason.value})  # fmt: skip
    final = returns.is_final(turn, ticket)
    for person in returns.deciders(turn, ticket):
        await turn.tell(
            person, "tickets/returned", or_by_hand=True, subject=f"t{ticket.id}/p{person}",
            ticket=ticket.id, priority=Priority.TASK, hold=not Tier(ticket.tier).urgent,
            offers=pushes.decider_offers(ticket, final=final), ticket_=view(turn, ticket), note=note,
            final=final,
        )  # fmt: skip


async def decide(turn: Turn, ticket: TicketRow, to: int, *, reason: str = "") -> None:
    """The desk (the second time the street) decides about a returned ticket: to whom it goes now."""
    if returns.is_final(turn, ticket) and Part.STREET not in await parts(turn, ticket):
        raise returns.StreetDecides(act=Act.REASSIGN.value)
    before, part = await step(turn, ticket, Act.REASSIGN, target=to)
    justified = to != ticket.owner_id
    give_to(turn, ticket, to, Reason("decided_finally" if ticket.returned > 1 else "decided"))
    if justified:
        _give_time_back(turn, ticket)
    record(turn, ticket, Act.REASSIGN, part, before=before, note=reason, internal=True,
           facts={"to": to, "justified": justified})  # fmt: skip
    await assigned_anew(turn, ticket, (to,), "tickets/handed_over", note=reason)
    if justified:
        await telling.reporter(turn, ticket, "tickets/passed_to")


def _give_time_back(turn: Turn, ticket: TicketRow) -> None:
    """What waited for a decision while it lay with the wrong one counts against nobody (a.5)."""
    waited = turn.now - (ticket.returned_at or turn.now)
    ticket.finish_by += waited
    ticket.respond_by += waited


def current(ticket: TicketRow, reason: Reason) -> Assignment:
    told = (ticket.owner_id,) if ticket.owner_id is not None else ()
    return Assignment(
        RoleName(ticket.owner_role), ticket.owner_area, ticket.level, ticket.owner_id, told,
        ticket.community, reason, ticket.doer_id,
    )  # fmt: skip


async def higher_up(turn: Turn, ticket: TicketRow, reason: Reason, code: str) -> Assignment | None:
    """Whoever is next above, who has not had it yet; None where nobody is."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    now = current(ticket, reason)
    if ticket.state == State.RETURNED.value and returns.is_final(turn, ticket):
        now = replace(now, level=COMMUNITY)  # the street decides, and nobody in between
    return above(now, organisation, day, code, await _had(turn, ticket))


async def _had(turn: Turn, ticket: TicketRow) -> list[frozenset[int]]:
    """Those who have had it since a human last gave it to somebody: they form one climb."""
    had: list[frozenset[int]] = []
    for event in reversed(await queries.history(turn.session, ticket.id)):
        if event.act in CLIMBS:
            told = event.facts.get("told") or [event.facts.get("to")]
            had.append(frozenset(told))
            if event.act == Act.ASSIGN or "to" in event.facts:
                break
    return had


async def reopen(
    turn: Turn, ticket: TicketRow, to: Assignment, outcome: str, words: str, *,
    by_checker: bool = False,
) -> None:  # fmt: skip
    """It is not done: half of the first time anew, and whoever has it sees the whole history."""
    ticket.outcome, ticket.closed_at, ticket.closed_by = outcome, None, None
    ticket.finished_at, ticket.reopened = None, ticket.reopened + 1
    ticket.rating, ticket.checker_id = None, None
    former = ticket.owner_id
    await _raise_to(turn, ticket, to, Act.REASSIGN)
    await due.reopened(turn, ticket)
    history = await telling.history(turn, ticket)
    told = to.told or _desk_of(turn, ticket)
    await pushes.task(
        turn, ticket, told=told, moment="tickets/reopened", again=f"v{ticket.version}",
        outcome=outcome, note=words, history=history, by_checker=by_checker,
    )  # fmt: skip
    await _tell_former(turn, ticket, former)
    await telling.reopened(turn, ticket, missing_asked=outcome == "partly" and not words)


async def _tell_former(turn: Turn, ticket: TicketRow, former: int | None) -> None:
    """Whoever had it hears that it went one level up, and why."""
    if former is not None and former != ticket.owner_id:
        await turn.tell(
            former, "tickets/gone_up", subject=f"t{ticket.id}/p{former}", ticket=ticket.id,
            priority=Priority.REMINDER, hold=True, ticket_=view(turn, ticket),
        )  # fmt: skip


async def _raise_to(turn: Turn, ticket: TicketRow, to: Assignment, act: Act) -> None:
    """Give a ticket to somebody else by huying's own hand: after a reopening, or when a limit passed."""
    before = State(ticket.state)
    ticket.state = advance(before, act, frozenset({Part.BOT}), target=to).value
    ticket.version += 1
    keep_contact(ticket, to.owner)
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
    returned = ticket.state == State.RETURNED.value
    higher = await higher_up(turn, ticket, Reason(code), code)
    if higher is None and returned:
        higher = current(ticket, Reason(code))  # nobody is above the street: it stays there
    if higher is None:
        return False
    former = None if returned else ticket.owner_id
    if returned and higher.owner != ticket.owner_id:
        _give_time_back(turn, ticket)
    await _raise_to(turn, ticket, higher, Act.ESCALATE)
    await due.set_limits(turn, ticket)
    history = await telling.history(turn, ticket)
    await pushes.task(
        turn, ticket, told=higher.told, moment="tickets/escalated", again=f"v{ticket.version}",
        history=history,
    )  # fmt: skip
    await _tell_former(turn, ticket, former)
    return True


async def put_right(turn: Turn, ticket: TicketRow, words: str, place: str, to: Assignment) -> None:
    """Its reporter had named a wrong place: whoever looks after the right one has it from now on.

    Whoever had it hears so, and is not the resident's contact unless they had taken it.
    """
    before, part = await step(turn, ticket, Act.NOTE)
    was = _said_first(turn, ticket, place)
    ticket.place, ticket.place_name = place, turn.world.places.name_of(place)
    ticket.community, ticket.like_id = to.community, None
    record(turn, ticket, Act.NOTE, part, before=before, note=words)
    if _has_it(ticket, to):
        ticket.owner_area = to.area
        await pushes.to_workers(turn, ticket, "tickets/moved", note=words, was=was)
        return
    former = {*pushes.owners(turn, ticket), ticket.doer_id} - {None}
    contact, promised = ticket.contact_id, ahead(turn, ticket)
    ticket.doer_id = to.doer
    await _raise_to(turn, ticket, to, Act.HAND_OVER)
    if before is State.ASSIGNED:
        ticket.contact_id = contact
    told = to.told or tuple(pushes.owners(turn, ticket))
    await assigned_anew(turn, ticket, told, "tickets/handed_over", note=words, was=was)
    await visit_kept(turn, ticket, promised)
    for person in sorted(p for p in former - {*told, ticket.doer_id} if p is not None):
        await turn.tell(
            person, "tickets/elsewhere", subject=f"t{ticket.id}/p{person}", ticket=ticket.id,
            priority=Priority.TASK, hold=not Tier(ticket.tier).urgent,
            ticket_=view(turn, ticket, to=person),
        )  # fmt: skip


def _said_first(turn: Turn, ticket: TicketRow, place: str) -> str:
    """Where it was said to be; empty where the place is only said more exactly now.

    Of a nameless resident's no more than the building, as everywhere (a.10).
    """
    if ticket.place and turn.world.places.covers(ticket.place, place):
        return ""
    seen, places = view(turn, ticket), turn.world.places
    if seen.who != Veil.ANONYMOUS:
        return seen.spot
    house = places.above(place, PlaceKind.BUILDING)
    return "" if house and seen.place == places.name_of(house.code) else seen.place


def _has_it(ticket: TicketRow, to: Assignment) -> bool:
    """Whether it stays with the same person, or the same desk; or is past being handed over."""
    if not may(State(ticket.state), Act.HAND_OVER, frozenset({Part.BOT})):
        return True
    if (to.owner, to.role.value) != (ticket.owner_id, ticket.owner_role):
        return False
    return to.owner is not None or to.area == ticket.owner_area
