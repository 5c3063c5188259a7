"""Registering: number, owner, doer, dates and every message about them, in one commit."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.messages import Address, MediaKind, Op, Priority
from domain.places import PlaceKind
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.limits import Limits, by_morning, limits_for
from domain.tickets.routing import Assignment, Case, above, assign, rivals
from domain.tickets.states import Act, Part, State
from handlers.privacy import confidence, looks
from handlers.tickets import due, flood, pushes, telling
from handlers.tickets.drafts import Draft
from handlers.tickets.record import record
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from handlers.wishes import opening
from storage import people
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketReporterRow, TicketRow

PROPOSED_WITHIN = timedelta(days=7)
REGISTERED = "✍"  # on Telegram's list of allowed reactions


async def file(turn: Turn, draft: Draft, *, reporter: int | None) -> TicketRow:
    """Register a draft: from this commit on it has a number, an owner and dates."""
    assignment = await _route(turn, draft)
    ticket = _row(turn, draft, assignment, reporter)
    turn.session.add(ticket)
    await turn.session.flush()
    if reporter is not None:
        turn.session.add(
            TicketReporterRow(
                ticket_id=ticket.id, person_id=reporter, first=True, joined_at=turn.now
            )
        )
    await _keep_messages(turn, draft, ticket)
    await _look_beside(turn, ticket)
    if ticket.wish:
        record(
            turn, ticket, Act.ASSIGN, Part.BOT, before=State.OPEN, facts={"told": assignment.told}
        )
        await _receipt(turn, draft, ticket)
        await opening.open_wish(turn, ticket, draft)
    else:
        await _handed_out(turn, draft, ticket, assignment)
    turn.note("ticket.filed", f"ticket/{ticket.id}", kind=ticket.kind, category=ticket.category)
    return ticket


async def _handed_out(turn: Turn, draft: Draft, ticket: TicketRow, assignment: Assignment) -> None:
    """Whoever has it now gets it, unless its reporter says very much; the resident is answered."""
    held = await flood.held(turn, ticket)
    facts = {"told": assignment.told} | ({"held": True} if held else {})
    record(turn, ticket, Act.ASSIGN, Part.BOT, before=State.OPEN, facts=facts)
    await due.set_limits(turn, ticket)
    if at_night(turn, ticket):
        await due.keep_promise(turn, ticket)
    number = await confidence.taken(turn, ticket, draft.contact)
    if not held:
        await pushes.task(turn, ticket, told=assignment.told)
    await _receipt(turn, draft, ticket)
    await confidence.promised(turn, ticket, number=number)


async def _look_beside(turn: Turn, ticket: TicketRow) -> None:
    """Propose to the owner what may be the same matter; a human decides (a.3)."""
    places = turn.world.places
    building = places.above(ticket.place, PlaceKind.BUILDING) if ticket.place else None
    if building is None or ticket.tier == Tier.E or ticket.sensitivity == Sensitivity.SENSITIVE:
        return
    found = await repeats.beside(turn.session, ticket, building.code, turn.now - PROPOSED_WITHIN)
    ticket.like_id = found.id if found else None


async def _route(turn: Turn, draft: Draft) -> Assignment:
    found = await routed(turn, draft.place, draft.group_place, draft.category, draft.sensitivity)
    if not draft.often:
        return found
    day = turn.world.today(turn.now)
    higher = above(found, turn.world.organisation, day, "third_time")
    return replace(higher, doer=found.doer) if higher else found


async def routed(
    turn: Turn, place: str | None, group_place: str | None, slug: str, sensitivity: Sensitivity
) -> Assignment:
    """Who looks after a matter at a place today, and who does it."""
    category = turn.world.catalogue.get(slug)
    assert category is not None
    case = Case(place, group_place, category, sensitivity, turn.world.today(turn.now), at=turn.now)
    organisation = turn.world.organisation
    if several := rivals(case, organisation):
        case = replace(case, loads=await queries.loads(turn.session, several))
    helpers = {r.person for r in organisation.roles if r.role.value in ("property", "mediator")}
    helpers |= {watch.person for watch in organisation.on_watch(turn.now)}
    reachable = await people.addresses_of(turn.session, helpers)
    return assign(case, organisation, frozenset(reachable))


def _row(turn: Turn, draft: Draft, found: Assignment, reporter: int | None) -> TicketRow:
    dates = limits(turn, draft)
    return TicketRow(
        kind=draft.kind.value, category=draft.category, tier=draft.tier.value,
        sensitivity=draft.sensitivity.value, wish=opening.becomes_wish(draft),
        state=State.ASSIGNED.value, text=draft.text,
        place=draft.place, place_name=place_name(turn, draft), since=draft.since,
        people=draft.people, source=draft.source.value,
        channel=draft.channel, chat=draft.chat, thread=draft.thread,
        message=draft.message, reporter_id=reporter, anonymous=draft.anonymous,
        community=found.community,
        owner_id=found.owner, owner_role=found.role.value, owner_area=found.area,
        level=found.level, reason={"code": found.reason.code, **found.reason.facts},
        doer_id=found.doer, created_at=turn.now, assigned_at=turn.now,
        accept_by=dates.accept_by, respond_by=dates.respond_by, finish_by=dates.finish_by,
        first_finish_by=dates.finish_by, repeat_of=draft.repeat_of, follows_id=draft.follows,
    )  # fmt: skip


def limits(turn: Turn, draft: Draft) -> Limits:
    """By when somebody takes it, is in touch, and has done it."""
    category = turn.world.catalogue.get(draft.category)
    assert category is not None
    # A tier above the category's own (an emergency by its words) has its own, stricter limits.
    own = draft.tier is category.tier
    found = limits_for(
        draft.tier,
        category.respond if own else None,
        category.finish if own else None,
        at=turn.now,
        calendar=turn.world.calendar,
    )
    quiet = telling.night(turn) is not None and not draft.tier.urgent
    return by_morning(found, turn.now, turn.world.calendar) if quiet else found


def place_name(turn: Turn, draft: Draft) -> str:
    """Where it is, in words."""
    name = turn.world.places.name_of(draft.place) if draft.place else ""
    return f"{name}{draft.place_words}" or (
        turn.world.places.name_of(draft.group_place) if draft.group_place else ""
    )


async def _keep_messages(turn: Turn, draft: Draft, ticket: TicketRow) -> None:
    """Bind the messages that voiced it, and keep the photos that came along."""
    where = draft.where or (turn.incoming.where if turn.incoming else None)
    if where:
        for said in draft.messages:
            await queries.bind(
                turn.session, ticket.id, where, said.message, at=turn.now, album=said.album,
                digest=digest(draft.text if said.message == draft.message else ""),
            )  # fmt: skip
    for item in draft.media:
        if item.kind is MediaKind.VOICE and not looks.keeps_voice(ticket):
            continue
        await queries.attach(
            turn.session, ticket.id, draft.channel, item.ref, item.kind.value,
            mime=item.mime, stage="before", at=turn.now,
        )  # fmt: skip


def digest(text: str) -> str:
    """A mark of a text, to tell a real edit from one that changed nothing (channels trap 11)."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


async def line_anew(turn: Turn, ticket: TicketRow) -> None:
    """The group's line names the place as it is known now; its buttons stay.

    What is in hand by then is not said to be only just registered.
    """
    if ticket.state != State.ASSIGNED.value or ticket.line is None:
        return
    if telling.group_of(ticket) is None:
        return
    night = at_night(turn, ticket)
    moment = f"{_moment(ticket)}_night" if night else _moment(ticket)
    facts = _when_in_touch(turn, ticket) if night else {}
    await turn.rewrite(
        ticket.line, text=turn.words(moment, ticket_=view(turn, ticket), **facts), moment=moment,
        subject=f"where{ticket.version}", offers=_offers(ticket),
        asking=Asking("buttons", person=ticket.reporter_id, ticket=ticket.id),
    )  # fmt: skip


async def _receipt(turn: Turn, draft: Draft, ticket: TicketRow) -> None:
    """Tell the resident, in the one place where they may hear it."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        if ticket.reporter_id is not None:
            await turn.tell(
                ticket.reporter_id, _moment(ticket), priority=_priority(ticket),
                subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket),
            )  # fmt: skip
        return
    to = draft.where or await _private(turn, ticket)
    if to is None:
        return
    if draft.late:  # an hour after the fact a reaction says enough
        if draft.message and draft.chat:
            await turn.do(Op.REACT, to, target=draft.message, emoji=REGISTERED, group=True)
        return
    night = at_night(turn, ticket)
    facts = _when_in_touch(turn, ticket) if night else {}
    ticket.line = await turn.say(
        f"{_moment(ticket)}_night" if night else _moment(ticket), to,
        group=draft.chat is not None, priority=_priority(ticket),
        subject=ticket.id, ticket=ticket.id, person=ticket.reporter_id,
        reply_to=draft.message if draft.chat else None,
        offers=_offers(ticket),
        asking=Asking("buttons", person=ticket.reporter_id, ticket=ticket.id),
        ticket_=view(turn, ticket), **facts,
    )  # fmt: skip


def at_night(turn: Turn, ticket: TicketRow) -> bool:
    """Whether whoever reported it hears that it came at night: never in a hurry, never in danger."""
    secret = ticket.sensitivity == Sensitivity.SENSITIVE
    return telling.night(turn) is not None and not Tier(ticket.tier).urgent and not secret


def _when_in_touch(turn: Turn, ticket: TicketRow) -> dict[str, Any]:
    """The promised hour, and how many days ahead it is: after midnight the morning is today's."""
    promised = turn.world.calendar.local(ticket.respond_by)
    return {"days": (promised.date() - turn.world.today(turn.now)).days, "at": promised.time()}


def _offers(ticket: TicketRow) -> list[list[Offer]]:
    """Taking it back; in private also to be nameless, where nobody has to be found at once."""
    row = [Offer("tickets.withdraw", {"ticket": ticket.id})]
    if ticket.chat is None and not ticket.anonymous and ticket.tier != Tier.E:
        row.append(Offer("privacy.nameless", {"ticket": ticket.id}))
    return [row]


async def _private(turn: Turn, ticket: TicketRow) -> Address | None:
    if ticket.reporter_id is None:
        return None
    return await people.address_of(turn.session, ticket.reporter_id)


def _moment(ticket: TicketRow) -> str:
    if ticket.tier == Tier.E:
        return "tickets/emergency"
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return "tickets/filed_sensitive"
    if ticket.sensitivity == Sensitivity.PRIVATE and ticket.chat:
        return "tickets/filed_private"
    return "tickets/filed"


def _priority(ticket: TicketRow) -> Priority:
    return Priority.EMERGENCY if ticket.tier == Tier.E else Priority.ANSWER
