"""Filing what was ticked: a ticket each, or one more household behind one that is open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.corrections import kind_in
from domain.refusals import Refusal
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.understanding.grammar import said_in
from handlers.pasted.sealed import Kept, Voice, opened
from handlers.tickets import asking, repeats, verbs
from handlers.tickets.drafts import Draft
from handlers.turn import Turn
from storage import pasted
from storage.people import PersonRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

LONGEST_PLACE = 60  # characters


class PastedAlready(Refusal):
    """A colleague has filed the same lines in this very moment."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A proposal that somebody ticked, with what they put right."""

    token: str
    kind: str = ""
    category: str = ""
    """A row of the catalogue, by its name."""
    place: str = ""
    """Where it is, in words."""
    anew: bool = False
    """It is not what a neighbour has reported."""


async def file(turn: Turn, chosen: Sequence[Chosen], batch: str) -> int:
    """File what was ticked. Returns how many matters that were not filed before.

    Raises:
        PastedTooLongAgo: A proposal is too old, or nobody made it.
        PastedAlready: Somebody was faster with the same lines.

    """
    made = 0
    for one in chosen:
        kept = opened(turn, one.token)
        filed = await pasted.filed_already(turn.session, _known_by(kept))
        if not filed:
            await _file(turn, replace(kept, draft=_righted(turn, kept, one)), batch, anew=one.anew)
            made += 1
    return made


def _known_by(kept: Kept) -> set[str]:
    return set(kept.voices[0].known_by)


async def _file(turn: Turn, kept: Kept, batch: str, *, anew: bool) -> None:
    first, *others = kept.voices
    ticket = None if anew else await _open(turn, kept)
    joined = ticket is not None
    author = await _person(turn, kept, first, set())
    behind = {author.id}
    theirs = replace(turn, person=author, written_by=turn.actor)
    if ticket is None:
        ticket = await repeats.register(theirs, kept.draft)
    else:
        await verbs.join(theirs, ticket)
    await _remember(turn, kept, ticket, (first, author), batch, joined=joined)
    for one in others:
        person = await _person(turn, kept, one, behind)
        behind.add(person.id)
        await verbs.join(replace(turn, person=person, written_by=turn.actor), ticket)
        await _remember(turn, kept, ticket, (one, person), batch, joined=joined)
    turn.note("pasted.filed", f"ticket/{ticket.id}", joined=joined, households=len(kept.voices))


async def _open(turn: Turn, kept: Kept) -> TicketRow | None:
    """The ticket behind which they stand: the one that was shown, else one that came meanwhile."""
    if kept.known is not None:
        ticket = await queries.ticket(turn.session, kept.known)
        if ticket is not None and asking.is_open(ticket):
            return ticket
    return await asking.known_already(turn, kept.draft)


async def _person(turn: Turn, kept: Kept, voice: Voice, behind: Collection[int]) -> PersonRow:
    """Whoever has this name in this group and waits for something already, else somebody new.

    Of two neighbours whose names are the same without the room each is one household.
    """
    name = "" if kept.draft.anonymous else voice.name
    known = await pasted.caller_named(turn.session, kept.group, name) if name else None
    person = await turn.session.get(PersonRow, known) if known not in (None, *behind) else None
    if person is None:
        person = PersonRow(created_at=turn.now)
        turn.session.add(person)
        await turn.session.flush()
    return person


async def _remember(
    turn: Turn, kept: Kept, ticket: TicketRow, who: tuple[Voice, PersonRow], batch: str, *,
    joined: bool,
) -> None:  # fmt: skip
    """Whom the answer is for, and that these lines are filed; of two at once one is refused."""
    voice, person = who
    new = await pasted.mark_filed(turn.session, voice.marks, ticket.id, turn.now)
    if not new:
        raise PastedAlready
    await pasted.add_caller(
        turn.session, ticket_id=ticket.id, person_id=person.id, batch=batch, at=turn.now,
        name="" if ticket.anonymous else voice.name, place=kept.group, by_id=turn.actor,
        joined=joined,
    )  # fmt: skip


def _righted(turn: Turn, kept: Kept, one: Chosen) -> Draft:
    """The draft with what whoever pasted it has put right."""
    draft = _as_named(turn, kept.draft, one)
    words = one.place.strip()[:LONGEST_PLACE]
    before = turn.world.places.name_of(draft.place) if draft.place else draft.place_words
    if words == before:
        return draft
    if not words:
        return replace(draft, place=None, place_words="")
    said = said_in(words, turn.world.places, kept.group)
    sure = said is not None and said.code is not None and not said.missing
    if said is None or not sure:
        return replace(draft, place=None, place_words=words)
    return replace(draft, place=said.code, place_words="")


def _as_named(turn: Turn, draft: Draft, one: Chosen) -> Draft:
    """What it is, as they say; what is for named people alone stays theirs, and danger stays danger."""
    if draft.sensitivity is Sensitivity.SENSITIVE or draft.tier is Tier.E:
        return draft
    row = next((row for row in turn.world.catalogue if row.name == one.category), None)
    kinds = (Kind.COMPLAINT, Kind.HAZARD, Kind.WISH, Kind.QUESTION)
    kind = next((kind for kind in kinds if kind == one.kind), draft.kind)
    if row is None or row.sensitivity is Sensitivity.SENSITIVE:
        row = turn.world.catalogue.get(draft.category)
        return replace(draft, kind=kind_in(row, kind) if row else kind)
    if row.slug == draft.category:
        return replace(draft, kind=kind_in(row, kind))
    return replace(
        draft,
        kind=kind_in(row, kind),
        category=row.slug,
        tier=row.tier,
        sensitivity=row.sensitivity,
    )
