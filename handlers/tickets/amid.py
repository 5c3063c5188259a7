"""Talk while an emergency is open: it joins what is known, and opens nothing anew.

Whoever is in danger goes on talking, and their neighbours ask and cry as well. Where a line may be of
another danger, it is none of this: then it is registered like any other.
"""

from dataclasses import replace
from datetime import timedelta

from domain.places import PlaceKind
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import Act, Part
from domain.understanding import Action, PlaceSaid, Reading
from domain.understanding.amid import (
    HOLDS_PEOPLE,
    asks_about,
    is_inside,
    is_of_it,
    merely_calls,
    repeats,
)
from domain.understanding.answers import calls_off
from domain.understanding.known import overlaps
from handlers.tickets import asking, binding, pushes, verbs
from handlers.tickets.binding import BEHIND
from handlers.tickets.drafts import Draft, full_text
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import questions
from storage.tickets import queries
from storage.tickets.tables import TicketRow

STILL_THERE = timedelta(minutes=2)
"""Whoever tells of another danger so soon is still where they said."""
LATELY = timedelta(minutes=30)
"""By then the last of those who are alarmed has been called for a quarter of an hour, and help is there."""
WIDE = frozenset({PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE})
"""Nobody finds somebody there who is told no more."""


async def joined(turn: Turn, reading: Reading) -> bool:
    """Whether a line was about an emergency that is open here: it is added there, without a second advice.

    A neighbour who asks where it burns adds nothing, and is not asked in turn where it is.
    """
    about, text = _of_danger(turn, reading), full_text(turn.said)
    inside = reading.kind is Kind.CHAT and is_inside(text)
    for row in await _open(turn) if about or inside else ():
        own = row.reporter_id == turn.actor
        goes_on = own and inside and row.category in HOLDS_PEOPLE
        if not (goes_on or (about and _may_be_of(turn, row, reading, own=own))):
            continue
        if not own and asks_about(text):
            return True
        unsure = not own and reading.action is Action.ANSWER
        if unsure or await called_off(turn, row):
            continue
        ticket = await queries.ticket(turn.session, row.id)
        done = _goes_on if own else _stands_by
        if ticket is not None and await done(turn, ticket, reading):
            return True
    return False


def _of_danger(turn: Turn, reading: Reading) -> bool:
    """A cry, or what is asked or in doubt about such a thing; who says "me too" is counted elsewhere."""
    if reading.action is Action.REGISTER:
        return reading.kind is Kind.EMERGENCY
    category = turn.world.catalogue.get(reading.category)
    known = reading.kind in (Kind.METOO, Kind.FOLLOWUP, Kind.CHAT)
    return not known and category is not None and category.tier is Tier.E


async def placed(turn: Turn, draft: Draft, reading: Reading) -> Draft:
    """Another danger, from somebody who has just said where they are: it is there, too."""
    if _there(turn, reading.place) or draft.sensitivity is Sensitivity.SENSITIVE:
        return draft
    for row in await _open(turn):
        secret = row.sensitivity == Sensitivity.SENSITIVE or row.chat != draft.chat
        here = row.reporter_id == turn.actor and turn.now - row.created_at <= STILL_THERE
        if here and not secret and _known(turn, row):
            return replace(draft, place=row.place, place_words="" if row.place else row.place_name)
    return draft


async def called_off(turn: Turn, ticket: TicketRow) -> bool:
    """Whether its reporter has said that it was none, or is over: what is said then is new."""
    await turn.session.flush()
    history = await queries.history(turn.session, ticket.id)
    said = [row.note or "" for row in history if (row.act, row.part) == (Act.NOTE, Part.REPORTER)]
    return any(map(calls_off, said))


async def is_open(turn: Turn) -> bool:
    """Whether a danger that was cried here lately is open."""
    return bool(await _open(turn))


async def _open(turn: Turn) -> list[TicketRow]:
    """What was cried here lately and is open, one's own first."""
    rows = await queries.emergencies(
        turn.session, turn.said.where, turn.actor or 0, turn.now - LATELY
    )
    rows = [row for row in rows if turn.in_group or row.reporter_id == turn.actor]
    return sorted(rows, key=lambda row: row.reporter_id != turn.actor)


def _may_be_of(turn: Turn, row: TicketRow, reading: Reading, *, own: bool) -> bool:
    there, text = _there(turn, reading.place), full_text(turn.said)
    if not there:
        return is_of_it(row.category, row.text, reading.category, text, own=own)
    same = reading.category == row.category or (own and repeats(row.text, text))
    if not (same or merely_calls(text)):
        return False
    known = _known(turn, row)
    if not known:
        return own  # it was asked for
    return any(one == known or overlaps(one, known, turn.world.places) for one in there)


def _there(turn: Turn, said: PlaceSaid | None) -> tuple[str, ...]:
    """Where a line says that it is, in codes or words: all houses that it may mean."""
    if said is None:
        return ()
    if said.absent is not None and said.absent.kind is not PlaceKind.UNIT:
        return (said.absent.name,)  # none of the houses that there are
    if said.building and said.missing:
        return said.candidates or (said.building,)
    if said.code is None or _wide(turn, said.code):
        return tuple(words for words in (said.spot or said.landmark,) if words)
    return (said.code,)


def _known(turn: Turn, row: TicketRow) -> str:
    """Where a ticket is, by its code or in words; empty where nobody could go there yet."""
    places = turn.world.places
    if row.place is not None:
        return "" if _wide(turn, row.place) else row.place
    wide = {places.name_of(place.code) for kind in WIDE for place in places.of(kind)}
    return "" if row.place_name in wide else row.place_name


def _wide(turn: Turn, code: str) -> bool:
    place = turn.world.places.get(code)
    return place is None or place.kind in WIDE


async def _goes_on(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Everybody who was alarmed learns at once what its reporter says further, and where it is."""
    words = full_text(turn.said)
    await binding.keep(turn, ticket, "before")
    if len(there := _there(turn, reading.place)) == 1 and _is_news(turn, ticket, there[0]):
        await questions.close_about(turn.session, ticket.id, asking.WHERE, turn.now)
        place = there[0] if turn.world.places.get(there[0]) else None
        await verbs.locate(turn, ticket, words, place)
    else:
        await verbs.add_note(turn, ticket, words)
        await pushes.alarm(turn, ticket, "tickets/added", note=words, edited=False)
    if not turn.in_group:
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


def _is_news(turn: Turn, ticket: TicketRow, there: str) -> bool:
    """Whether it tells more of where it is than is known."""
    known = _known(turn, ticket)
    return not known or (there != known and turn.world.places.covers(known, there))


async def _stands_by(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """One more household; those who were alarmed are told a cry, and whoever serves here is none."""
    if await verbs.parts(turn, ticket) - BEHIND:
        return False
    words = full_text(turn.said)
    await asking.joined(turn, ticket)
    await verbs.add_note(turn, ticket, words)
    if reading.kind is Kind.EMERGENCY:
        await pushes.alarm(turn, ticket, "tickets/added", note=words, edited=False)
    return True
