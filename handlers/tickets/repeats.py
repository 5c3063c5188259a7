"""The same thing again: reopened, repeated, following an old one, or for the third time (a.10)."""

from dataclasses import replace

from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.repeats import MOST_QUIET, REPEATS_WITHIN, Again, again, raised
from domain.tickets.states import Part
from handlers.tickets import filing, verbs
from handlers.tickets.drafts import Draft, Said
from handlers.tickets.filing import digest
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketRow


async def register(turn: Turn, draft: Draft) -> TicketRow:
    """Register what is open nowhere else, as what it is to a ticket that has ended."""
    old, draft = await weighed(turn, draft)
    if old is not None and turn.incoming is not None:
        await said_again(turn, old, draft)
        return old
    if old is not None:  # pasted by the office: who said it is known by a name alone
        draft = await _weighed(turn, replace(draft, repeat_of=old.id))
    return await filing.file(turn, draft, reporter=turn.actor)


async def weighed(turn: Turn, draft: Draft) -> tuple[TicketRow | None, Draft]:
    """The ticket that is to be opened again, if there is one; else the draft, linked and weighed."""
    old, what = await _before(turn, draft)
    if old is not None and what is Again.REOPEN:
        return old, draft
    if old is not None and what is Again.REPEAT:
        draft = replace(draft, repeat_of=old.id)
    elif old is not None and what is Again.FOLLOW:
        draft = replace(draft, follows=old.id)
    return None, await _weighed(turn, draft)


async def _before(turn: Turn, draft: Draft) -> tuple[TicketRow | None, Again]:
    """The ended ticket that a draft is about, one's own before a neighbour's."""
    category = turn.world.catalogue.get(draft.category)
    if draft.place is None or draft.emergency or category is None or not category.tangible:
        return None, Again.NEW
    where = (draft.place, draft.category, community_of(turn, draft.place), turn.now)
    own = await repeats.last_ended(turn.session, *where, of=turn.actor or 0)
    if own is not None:
        what = again(own.closed_at or turn.now, turn.now, own=True)
        may = Part.REPORTER in await verbs.parts(turn, own)
        return own, what if may or what is not Again.REOPEN else Again.REPEAT
    old = await repeats.last_ended(turn.session, *where)
    if old is None:
        return None, Again.NEW
    return old, again(old.closed_at or turn.now, turn.now, own=False)


def community_of(turn: Turn, place: str) -> str | None:
    """The community that answers for a place."""
    organisation = turn.world.organisation
    area = organisation.area_of(place)
    community = organisation.community_of(area.code if area else None)
    return community.code if community else None


async def _weighed(turn: Turn, draft: Draft) -> Draft:
    """The third time within 90 days it is more than it was: it goes up, and is never refused."""
    if draft.repeat_of is None and draft.follows is None:
        return draft
    since = turn.now - REPEATS_WITHIN
    place = draft.place or ""
    before = await repeats.times(
        turn.session, place, draft.category, community_of(turn, place), since
    )
    if before < MOST_QUIET or draft.tier is Tier.E:
        return draft
    return replace(draft, tier=raised(draft.tier), often=True)


async def said_again(turn: Turn, ticket: TicketRow, draft: Draft) -> None:
    """The reporter says it anew, shortly after the end: it was not solved, and goes one level up."""
    for said in draft.messages:
        await queries.bind(
            turn.session, ticket.id, turn.said.where, said.message, at=turn.now, album=said.album,
            digest=digest(draft.text if said.message == draft.message else ""),
        )  # fmt: skip
    await verbs.attach(turn, ticket, draft.media, stage="before")
    await verbs.not_solved(turn, ticket, words=draft.text)
    await tell(turn, ticket)


async def tell(turn: Turn, ticket: TicketRow) -> None:
    """The one line for a matter that is open again."""
    await turn.reply(
        "tickets/again", subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket)
    )


async def follow(turn: Turn, old: TicketRow, words: str) -> TicketRow:
    """`还是没好`, long after the end: a new ticket with the old one's facts, linked to it."""
    draft = replace(like(turn, old, words), follows=old.id)
    return await filing.file(turn, await _weighed(turn, draft), reporter=turn.actor)


def like(turn: Turn, old: TicketRow, words: str) -> Draft:
    """What somebody says now, with the facts of a ticket that there is."""
    said = turn.said
    return Draft(
        kind=Kind(old.kind), category=old.category, tier=Tier(old.tier),
        sensitivity=Sensitivity(old.sensitivity), text=words, channel=said.where.channel,
        place=old.place, place_words="" if old.place else old.place_name,
        chat=said.where.chat if turn.in_group else None,
        thread=said.where.thread if turn.in_group else None, message=said.message,
        messages=(Said(said.message, said.album),) if said.message else (), media=said.media,
        late=said.late,
    )  # fmt: skip
