"""What workers are told, with everything that they need to start, and the buttons to answer with."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.areas import RoleName
from domain.messages import Priority
from domain.privacy import shows_people
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, Act, Part, State, may
from handlers.privacy import contacts
from handlers.tickets import copies, returns
from handlers.tickets.views import heard, view
from handlers.turn import BUTTONS, Offer, Turn
from storage import outbox
from storage.people import addresses_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow

TASK_BUTTONS = (
    (Act.ACCEPT, "tickets.accept"),
    (Act.FINISH, "tickets.finish"),
    (Act.ARRIVE, "tickets.arrive"),
    (Act.ASK_BACK, "tickets.ask_back"),
    (Act.HAND_OVER, "tickets.hand_over"),
    (Act.RETURN, "tickets.return"),
    (Act.PASS_BACK, "tickets.pass_back"),
    (Act.ASK_EXTENSION, "tickets.delay"),
)
A_ROW = 2
ON_DUTY = frozenset({Part.DESK})
BEGUN = frozenset({State.ACCEPTED, State.WORKING})
"""In hand: before that "not mine" and "hand over" are enough."""


async def offers(
    turn: Turn, ticket: TicketRow, parts: frozenset[Part], person: int | None
) -> list[list[Offer]]:
    """The steps that a person with these parts may take now, two in a row; a wish has its own."""
    if ticket.wish:
        return []
    state = State(ticket.state)
    acts = [(act, verb) for act, verb in TASK_BUTTONS if _worth_showing(state, act, parts)]
    if state in BEGUN and may(state, Act.HAND_OVER, parts) and person is not None:
        acts.append((Act.HAND_OVER, "tickets.not_today"))
    if any(act is Act.RETURN for act, _ in acts) and await returns.refusal(turn, ticket, person):
        acts = [(act, verb) for act, verb in acts if act is not Act.RETURN]
    shown = [Offer(verb, {"ticket": ticket.id}) for _, verb in acts]
    if ticket.like_id is not None and may(state, Act.MERGE, parts):
        facts = {"ticket": ticket.id, "main": ticket.like_id, "number": f"{ticket.like_id:04d}"}
        shown.append(Offer("tickets.merge", facts))
    rows = [shown[at : at + A_ROW] for at in range(0, len(shown), A_ROW)]
    return rows + await contacts.row(turn, ticket, parts)


def _worth_showing(state: State, act: Act, parts: frozenset[Part]) -> bool:
    """A message stays for days: whoever has taken it will look for "not in time" under it later."""
    if act is Act.ASK_EXTENSION and state is State.ACCEPTED:
        state = State.WORKING
    return may(state, act, parts)


def decider_offers(ticket: TicketRow, *, final: bool) -> list[list[Offer]]:
    """What the desk may do with a returned ticket; the street only says who does it."""
    verbs = ("tickets.decide",) if final else ("tickets.decide", "tickets.decline")
    return [[Offer(verb, {"ticket": ticket.id}) for verb in verbs]]


async def task(
    turn: Turn,
    ticket: TicketRow,
    *,
    told: Sequence[int],
    moment: str = "tickets/task",
    again: str = "",
    **facts: Any,
) -> None:
    """Push a ticket to its owner (or the desk), its doer, and in an emergency to chief and duty."""
    everybody = list(dict.fromkeys([*told, *([ticket.doer_id] if ticket.doer_id else [])]))
    photos = [{"id": row.id} for row in await queries.attachments(turn.session, ticket.id)]
    readers = await copies.named(turn, ticket)
    for person in everybody:
        doing = person == ticket.doer_id and person not in told
        parts = frozenset({Part.DOER if doing else Part.OWNER})
        await turn.tell(
            person, moment, or_by_hand=True, subject=f"t{ticket.id}/p{person}/{again}",
            ticket=ticket.id, priority=priority(ticket), hold=not Tier(ticket.tier).urgent,
            offers=await offers(turn, ticket, parts, person), asking=BUTTONS,
            attachments=evidence(ticket, parts, photos), as_doer=doing, copied=readers,
            ticket_=view(turn, ticket, to=person), **heard(turn, ticket, facts, to=person),
        )  # fmt: skip
    if ticket.tier == Tier.E and moment == "tickets/task":  # who is told later is told why
        await alarm(turn, ticket, "tickets/alarm", attachments=photos, but=set(everybody))


async def alarm(
    turn: Turn,
    ticket: TicketRow,
    moment: str,
    *,
    but: Iterable[int] = (),
    attachments: Sequence[dict[str, int]] = (),
    **facts: Any,
) -> None:
    """An emergency reaches chief and duty in the same second; a sensitive one the duty alone."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    sensitive = ticket.sensitivity == Sensitivity.SENSITIVE
    chiefs = [
        duty.person
        for area in (() if sensitive else organisation.chain(ticket.owner_area))
        for duty in organisation.on_duty(RoleName.CHIEF, area.code, day)
    ]
    desk = await on_duty_now(turn, ticket)
    known = {*but, ticket.owner_id, ticket.doer_id}
    for person in dict.fromkeys([*chiefs, *desk]):
        if person not in known:
            await turn.tell(
                person, moment, or_by_hand=True, subject=f"t{ticket.id}/p{person}",
                ticket=ticket.id, priority=Priority.EMERGENCY, attachments=attachments,
                offers=await contacts.row(turn, ticket, ON_DUTY),
                ticket_=view(turn, ticket, to=person), **facts,
            )  # fmt: skip


async def on_duty_now(turn: Turn, ticket: TicketRow, here: str | None = None) -> list[int]:
    """Who is on duty where it is: whoever is on a roster now, else the dispatchers.

    The dispatchers are asked too where nobody on the roster can be written to.
    """
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    area = organisation.area_of(ticket.place) if ticket.place else None
    sensitive = ticket.sensitivity == Sensitivity.SENSITIVE
    here = here or (area.code if area else ticket.owner_area or ticket.community)
    there = organisation.watching(here, turn.now, staff=sensitive)
    watching = [one.person for one in there if organisation.is_here(one.person, day)]
    reached = await addresses_of(turn.session, watching)
    desk = [] if reached else [duty.person for duty in organisation.desk(ticket.community, day)]
    return [*watching, *desk]


async def alarm_there(turn: Turn, ticket: TicketRow) -> None:
    """Whose place it is shows only now: whoever looks after it is alarmed beside those who have it."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    area = organisation.area_of(ticket.place or "")
    if area is None or ticket.sensitivity == Sensitivity.SENSITIVE:
        return
    chain = list(organisation.chain(area.code))
    near = [*organisation.on_duty(RoleName.GRID_WORKER, area.code, day)]
    watching = await on_duty_now(turn, ticket, area.code)
    near += [duty for one in chain for duty in organisation.on_duty(RoleName.CHIEF, one.code, day)]
    knew = {*owners(turn, ticket), ticket.doer_id}
    knew |= {*await on_duty_now(turn, ticket, ticket.owner_area or ticket.community)}
    before = organisation.chain(ticket.owner_area)
    knew |= {
        d.person for one in before for d in organisation.on_duty(RoleName.CHIEF, one.code, day)
    }
    for person in dict.fromkeys([*(duty.person for duty in near), *watching]):
        if person not in knew:
            await turn.tell(
                person, "tickets/alarm", or_by_hand=True, subject=f"t{ticket.id}/p{person}",
                ticket=ticket.id, priority=Priority.EMERGENCY,
                offers=await contacts.row(turn, ticket, ON_DUTY),
                ticket_=view(turn, ticket, to=person),
            )  # fmt: skip


def working(ticket: TicketRow, person: int) -> frozenset[Part]:
    """What somebody who works on a ticket is to it: for the buttons that they are sent."""
    return frozenset({Part.DOER if person == ticket.doer_id else Part.OWNER})


def priority(ticket: TicketRow) -> Priority:
    return Priority.EMERGENCY if ticket.tier == Tier.E else Priority.TASK


def owners(turn: Turn, ticket: TicketRow) -> list[int]:
    """The owner, or everybody at the desk that shares the ticket until one of them takes it."""
    if ticket.owner_id is not None:
        return [ticket.owner_id]
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    if ticket.owner_role == RoleName.MANAGER:
        return [duty.person for duty in organisation.street(day)]
    return [duty.person for duty in organisation.desk(ticket.owner_area, day)]


async def lay_aside(turn: Turn, ticket: TicketRow, *, but: str = "") -> None:
    """The matter is over: tasks lose their buttons, and what waits to be told is told no more.

    `but` names the moment of messages that somebody else takes care of.
    """
    behind = [row.person_id for row in await queries.reporters(turn.session, ticket.id)]
    await outbox.drop(turn.session, ticket.id, but=behind)
    newest: dict[str, str] = {}
    for row in await outbox.of_ticket(turn.session, ticket.id):
        call = row.moment.startswith(outbox.OF_CALLS)  # who waits to be called still does
        if row.choices and not row.group and row.moment != but and not call:
            newest[f"{row.channel}/{row.chat}"] = row.key
    for key in newest.values():
        if not key.startswith(f"{turn.event}/"):  # how content they are is asked only now
            await turn.rewrite(key, subject="over")


async def to_workers(
    turn: Turn,
    ticket: TicketRow,
    moment: str,
    *,
    but: Iterable[int] = (),
    attachments: Sequence[dict[str, int]] = (),
    gather: bool = False,
    **facts: Any,
) -> None:
    """Tell owner and doer something about their ticket; where a desk shares it, everybody there."""
    live = State(ticket.state) in LIVE
    people = {*owners(turn, ticket), ticket.doer_id} - {None} - set(but)
    for person in sorted(p for p in people if p is not None):
        await turn.tell(
            person, moment, subject=f"t{ticket.id}/p{person}", ticket=ticket.id,
            priority=priority(ticket), hold=not Tier(ticket.tier).urgent,
            gather=gather and not Tier(ticket.tier).urgent,
            offers=await offers(turn, ticket, working(ticket, person), person) if live else [],
            attachments=evidence(ticket, working(ticket, person), attachments),
            ticket_=view(turn, ticket, to=person), **heard(turn, ticket, facts, to=person),
        )  # fmt: skip


async def resident_said(
    turn: Turn,
    ticket: TicketRow,
    moment: str,
    *,
    attachments: Sequence[dict[str, int]] = (),
    but: int | None = None,
    **facts: Any,
) -> None:
    """Pass a resident's words or photos on: also to whoever had it, until somebody else took it."""
    knows = [but] if but is not None else []
    await to_workers(turn, ticket, moment, but=knows, attachments=attachments, **facts)
    first = ticket.contact_id
    if first in (None, but, ticket.owner_id, ticket.doer_id):
        return
    if first is not None and turn.world.organisation.roles_of(first):
        await turn.tell(
            first, f"{moment}_contact", subject=f"t{ticket.id}/p{first}", ticket=ticket.id,
            priority=priority(ticket), hold=not Tier(ticket.tier).urgent,
            attachments=evidence(ticket, frozenset(), attachments),
            ticket_=view(turn, ticket, to=first), **heard(turn, ticket, facts, to=first),
        )  # fmt: skip


def evidence(
    ticket: TicketRow, parts: frozenset[Part], photos: Sequence[dict[str, int]]
) -> Sequence[dict[str, int]]:
    """Photos of people are for the owner alone, unless life is at risk (P09)."""
    alone = shows_people(ticket.category) and ticket.tier != Tier.E
    return [] if alone and Part.OWNER not in parts else photos


async def number_left(turn: Turn, ticket: TicketRow) -> None:
    """The owner can call the resident from now on."""
    if State(ticket.state) in LIVE:
        doer = [ticket.doer_id] if ticket.doer_id not in (None, ticket.owner_id) else []
        but = [person for person in doer if person is not None]
        await to_workers(turn, ticket, "tickets/number_left", but=but)
