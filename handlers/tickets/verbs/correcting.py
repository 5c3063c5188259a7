"""The desk puts right what huying read: what it is, where it is, or that it is nothing to be done.

Each time an example is kept to learn from. The resident hears of it only where nothing is done: to
them it is the same matter, with the dates that they were told.
"""

from domain.corrections import KINDS, kind_in
from domain.refusals import NoSuch, NotAllowed, Unknown
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import Act, NotByOwnHand, Part
from domain.understanding.grammar import said_in
from handlers import corrections
from handlers.tickets import due, pushes
from handlers.tickets.record import record
from handlers.tickets.verbs.ending import decline
from handlers.tickets.verbs.step import parts, step
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

STRICTER = tuple(Sensitivity)
"""Each is for fewer eyes than the one before."""
MORE_URGENT = {Tier.E: 2, Tier.U: 1}


async def recategorise(turn: Turn, ticket: TicketRow, *, kind: Kind, category: str) -> None:
    """It is another kind, or another matter, than huying read. Dates that were promised stand.

    By this it never becomes less urgent, nor is it for more eyes.
    """
    row = turn.world.catalogue.get(category)
    if row is None or kind not in KINDS or row.sensitivity is Sensitivity.SENSITIVE:
        raise Unknown  # what only the named may know is told to them, and not sorted by a desk
    read, kind = corrections.matter_of(ticket), kind_in(row, kind)
    if (read.kind, read.category) == (kind.value, row.slug):
        return
    await _another_looks(turn, ticket, kind)
    before, part = await step(turn, ticket, Act.RECATEGORISE, target=row.slug)
    old = turn.world.catalogue.get(ticket.category)
    ticket.kind, ticket.category = kind.value, row.slug
    ticket.sensitivity = max(Sensitivity(ticket.sensitivity), row.sensitivity, key=STRICTER.index)
    record(turn, ticket, Act.RECATEGORISE, part, before=before, internal=True,
           note=f"{old.said if old else read.category} → {row.said}",
           facts={"from": [read.kind, read.category], "to": [kind.value, row.slug]})  # fmt: skip
    raised = MORE_URGENT.get(row.tier, 0) > MORE_URGENT.get(Tier(ticket.tier), 0)
    if raised:
        ticket.tier = row.tier.value
        await due.raised(turn, ticket)
    await corrections.recategorised(turn, ticket, read)
    if raised and row.tier is Tier.E:  # as if it had been reported as one
        told = pushes.owners(turn, ticket)
        await pushes.task(turn, ticket, told=told, again=f"v{ticket.version}")
    else:
        await _tell_workers(turn, ticket, raised=raised)


async def _another_looks(turn: Turn, ticket: TicketRow, kind: Kind) -> None:
    """Whoever works on a hazard does not turn it into what nobody has to look at again."""
    harmless = ticket.kind == Kind.HAZARD and kind is not Kind.HAZARD
    if harmless and {Part.OWNER, Part.DOER} & await parts(turn, ticket):
        raise NotByOwnHand(state=ticket.state, act=Act.RECATEGORISE.value)


async def move(turn: Turn, ticket: TicketRow, *, words: str) -> None:
    """It is at another place than huying read, in the same community; whose it is then, people decide."""
    places = turn.world.places
    there = _place_in(turn, ticket, words)
    if there == ticket.place:
        return
    await _put(turn, ticket, there, places.name_of(there))
    await corrections.moved(turn, ticket)


async def move_back(turn: Turn, ticket: TicketRow, place: str | None, name: str) -> None:
    """It is where huying had read it to be: nothing is to be learnt from the slip."""
    await _put(turn, ticket, place, name)
    await corrections.not_moved(turn, ticket)


async def _put(turn: Turn, ticket: TicketRow, there: str | None, name: str) -> None:
    was, stood = ticket.place_name, ticket.place
    before, part = await step(turn, ticket, Act.MOVE, target=there or name or ticket.id)
    ticket.place, ticket.place_name = there, name
    record(turn, ticket, Act.MOVE, part, before=before, internal=True,
           note=" → ".join(filter(None, (was, name))), facts={"from": [stood, was]})  # fmt: skip
    await _tell_workers(turn, ticket)


def _place_in(turn: Turn, ticket: TicketRow, words: str) -> str:
    """The place that words name for sure; a house may go without its estate where that is known."""
    estate = turn.world.places.estate_of(ticket.place or "")
    said = said_in(words, turn.world.places, estate.code if estate else None)
    if said is None or said.code is None or said.missing:
        raise NoSuch(code=words)
    if estate is not None and said.code == estate.code and estate.name not in words:
        raise NoSuch(code=words)  # the estate was only taken for granted
    organisation = turn.world.organisation
    area = organisation.area_of(said.code)
    community = organisation.community_of(area.code if area else None)
    if community is not None and ticket.community not in (None, community.code):
        raise NotAllowed(act=Act.MOVE.value)
    return said.code


async def _tell_workers(turn: Turn, ticket: TicketRow, *, raised: bool = False) -> None:
    but = [turn.actor or 0]
    await pushes.to_workers(turn, ticket, "tickets/corrected", but=but, raised=raised)


async def no_matter(turn: Turn, ticket: TicketRow) -> None:
    """It was just talk: nobody does anything, and its author hears so and may say it again."""
    reason = turn.words("reasons/no_matter")
    await decline(turn, ticket, reason=reason, moment="tickets/no_matter")
    await corrections.no_matter(turn, ticket)
