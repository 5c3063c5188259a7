"""Taking a ticket in hand, talking about it, and reporting that it is done."""

from collections.abc import Sequence
from datetime import timedelta

from domain.messages import Media, MediaKind
from domain.privacy import mask
from domain.tickets.kinds import Kind
from domain.tickets.states import Act, Part, State, WrongState
from handlers import webhooks
from handlers.privacy import looks
from handlers.tickets import checks, clusters, due, pushes, telling
from handlers.tickets.reaching import Reach, pass_to_resident
from handlers.tickets.record import record
from handlers.tickets.verbs.step import contacted, step
from handlers.turn import Turn
from handlers.wishes import verbs as wish_verbs
from handlers.wishes.ordinary import unless_a_wish
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketRow

URGED_AGAIN = timedelta(hours=24)  # domain rules a.8


async def accept(turn: Turn, ticket: TicketRow, *, silently: bool = False) -> None:
    """Somebody takes it in hand; where a desk shares it, the first who takes it owns it.

    `silently` where it is done in the same breath: the resident hears only that.
    """
    before, part = await step(turn, ticket, Act.ACCEPT)
    if ticket.owner_id is None and part is Part.OWNER:
        ticket.owner_id = turn.actor
    ticket.accepted_at, ticket.contact_id = turn.now, None
    record(turn, ticket, Act.ACCEPT, part, before=before)
    if not silently:
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
    before, part = await step(turn, ticket, Act.CONTACT)
    ticket.contacted_at = ticket.contacted_at or turn.now
    record(turn, ticket, Act.CONTACT, part, before=before, note=how)


async def ask_back(turn: Turn, ticket: TicketRow, *, question: str) -> Reach:
    """The worker asks or tells the resident something; that is the first contact."""
    before, part = await step(turn, ticket, Act.ASK_BACK, reason=question)
    record(turn, ticket, Act.ASK_BACK, part, before=before, note=question)
    reach = await pass_to_resident(turn, ticket, question)
    if reach is not Reach.NOBODY:
        contacted(turn, ticket)
    return reach


async def add_note(
    turn: Turn, ticket: TicketRow, words: str, *, edited: bool = False, internal: bool = False,
    but: int | None = None,
) -> None:  # fmt: skip
    """Somebody adds something; the owner and doer learn what the resident said, `but` who knows it."""
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=words, internal=internal,
           facts={"edited": edited})  # fmt: skip
    if part in (Part.REPORTER, Part.JOINED):
        await pushes.resident_said(
            turn, ticket, "tickets/added", but=but, note=words, edited=edited
        )
    elif part in (Part.OWNER, Part.DOER, Part.CONTACT) and not internal:
        contacted(turn, ticket)
        await telling.reporter(turn, ticket, "tickets/progress", note=mask(words))


async def from_above(turn: Turn, ticket: TicketRow, words: str) -> None:
    """Chief, desk or street say something to those who work on it."""
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=words, internal=True)
    await pushes.to_workers(
        turn, ticket, "tickets/from_above", but=[turn.actor or 0], note=words, part=part.value
    )


async def tell_owner(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The doer needs more time: the owner hears it, who may ask for it; the resident does not yet."""
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=words, internal=True)
    await pushes.to_workers(
        turn, ticket, "tickets/doer_needs_time", but=[turn.actor or 0], note=words
    )


async def urge(turn: Turn, ticket: TicketRow, words: str) -> None:
    """`还没修`: the workers hear it at once, but not more than once a day; all of it is kept (a.8)."""
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=words, facts={"urges": True})
    lately = ticket.urged_at is not None and turn.now - ticket.urged_at < URGED_AGAIN
    if lately or ticket.state == State.SUSPENDED.value:
        return
    ticket.urged_at = turn.now
    await pushes.resident_said(turn, ticket, "tickets/urged", note=words)


async def locate(turn: Turn, ticket: TicketRow, words: str, place: str | None) -> None:
    """Where it is, said afterwards: everybody who has it learns it at once."""
    before, part = await step(turn, ticket, Act.NOTE)
    if place is not None:
        ticket.place, ticket.place_name = place, turn.world.places.name_of(place)
    record(turn, ticket, Act.NOTE, part, before=before, note=words)
    if place is not None:
        webhooks.tell(turn, ticket, Act.MOVE, before)
    await pushes.to_workers(turn, ticket, "tickets/located", note=words)
    await pushes.alarm(turn, ticket, "tickets/located", note=words)
    if place is not None:
        await pushes.alarm_there(turn, ticket)


def _must_be_open(ticket: TicketRow) -> None:
    """What is archived is only read."""
    if ticket.state == State.ARCHIVED.value:
        raise WrongState(state=ticket.state, act=Act.NOTE.value)


async def attach(
    turn: Turn, ticket: TicketRow, media: Sequence[Media], *, stage: str
) -> list[dict[str, int]]:
    """Keep photos that came later; those that are new are named for sending on."""
    _must_be_open(ticket)
    added = []
    for item in media:
        theirs = item.kind is MediaKind.VOICE and stage == "before"
        if theirs and not looks.keeps_voice(ticket):
            continue
        made = await queries.attach(
            turn.session, ticket.id, turn.channel, item.ref, item.kind.value,
            mime=item.mime, stage=stage, at=turn.now,
        )  # fmt: skip
        if made is not None:
            added.append({"id": made})
    return added


@unless_a_wish(wish_verbs.deliver)
async def finish(turn: Turn, ticket: TicketRow, *, result: str) -> None:
    """The work is done: the resident is asked whether it is solved."""
    before, part = await step(turn, ticket, Act.FINISH, result=result)
    contacted(turn, ticket)
    ticket.result, ticket.finished_at = result.strip(), turn.now
    category = turn.world.catalogue.get(ticket.category)
    photos = await queries.attachments(turn.session, ticket.id, stage="after")
    shown = any(row.kind in (MediaKind.PHOTO, MediaKind.VIDEO) for row in photos)
    ticket.no_photo = bool(category and category.needs_evidence and not shown)
    record(turn, ticket, Act.FINISH, part, before=before, note=result)
    await due.stop(turn, ticket)
    by_checker = await checks.needs_other_eyes(turn, ticket)
    if not by_checker:
        await telling.ask_whether_solved(turn, ticket)
    if by_checker or ticket.kind == Kind.HAZARD:
        await checks.ask(turn, ticket)
    await pushes.to_workers(
        turn, ticket, "tickets/finished", but=[turn.actor] if turn.actor else [], note=result,
        by_checker=by_checker,
    )  # fmt: skip


async def join(turn: Turn, ticket: TicketRow) -> bool:
    """One more household stands behind it (me-too); False where it did already."""
    assert turn.actor is not None
    _must_be_open(ticket)
    if ticket.reporter_id == turn.actor:
        return False
    before = await repeats.households(turn.session, ticket.id)
    made = await queries.join(turn.session, ticket.id, turn.actor, turn.now)
    if made:
        ticket.people += await repeats.households(turn.session, ticket.id) - before
        record(turn, ticket, Act.NOTE, Part.JOINED, facts={"joined": ticket.people})
        await clusters.look(turn, ticket)
    return made
