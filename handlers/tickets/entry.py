"""Written down for somebody who phones or walks in: read, routed and dated by the same rules as chat."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Category
from domain.corrections import kind_in
from domain.messages import Address
from domain.places import PlaceKind
from domain.privacy import mask
from domain.refusals import Refusal, Unknown
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.routing import Assignment
from domain.tickets.sources import Source
from domain.tickets.states import Act, Part
from domain.understanding import Context, PlaceSaid, Reading
from domain.understanding.grammar import said_in
from handlers import forms
from handlers.tickets import asking, filing, repeats, verbs
from handlers.tickets.drafts import Draft
from handlers.tickets.record import record
from handlers.tickets.verbs.step import leading
from handlers.turn import Turn
from handlers.wishes import opening
from storage.people import PersonRow
from storage.points import households
from storage.privacy import contacts
from storage.tickets import queries
from storage.tickets.tables import TicketRow

CHANNEL = "console"
ENTRIES = Address(CHANNEL, "entry")
"""What the tickets of filled-in forms are known by."""
TAKEN = (Kind.WISH, Kind.COMPLAINT, Kind.HAZARD, Kind.QUESTION)
STRICTER = tuple(Sensitivity)
MOST_PLACES = 8


class NothingSaid(Refusal):
    """What somebody wants has to be written down before it can be registered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a clerk has written down of what somebody said; what is empty is as huying reads it."""

    text: str
    source: Source
    where: str = ""
    """Where it is, in the caller's words."""
    at: str = ""
    """Of several places that these words fit, the one that was chosen."""
    kind: Kind | None = None
    category: str = ""
    person: int | None = None
    """Somebody of staff or volunteers who reports it."""
    household: str = ""
    number: str = ""
    """The number to call, where the caller agreed to be called."""
    once: str = ""
    """Names the filled-in form: sent twice it is one matter."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would become of an entry: what, where, whose and until when; nothing is written yet."""

    draft: Draft
    row: Category
    to: Assignment
    respond_by: datetime
    finish_by: datetime
    place: str
    candidates: tuple[tuple[str, str], ...]
    """Where it may be, by code and name, where what was said fits several places."""
    known: TicketRow | None
    """An open ticket of the same thing at the same place."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What an entry became."""

    ticket: TicketRow
    how: str
    """`filed`, `joined` where it stands behind another household's, `again` where it was open before."""


async def propose(turn: Turn, entry: Entry) -> Proposal:
    """Read an entry as a line of chat is read, and say what would become of it.

    Raises:
        NothingSaid: there are no words.

    """
    if not entry.text.strip():
        raise NothingSaid
    reading = turn.world.reader.read(entry.text, Context(private=True))
    home = await _lives(turn, entry.household)
    said = place_meant(turn, entry.where.strip() or entry.text, entry.at, home)
    row = _row(turn, entry, reading)
    draft = _draft(turn, entry, reading, row, said)
    if home and not (draft.place or draft.place_words or draft.emergency or _asks(said)):
        draft = replace(draft, place=home)
    limits = filing.limits(turn, draft)
    names = turn.world.places.name_of
    return Proposal(
        draft, row,
        await filing.routed(turn, draft.place, draft.group_place, row.slug, draft.sensitivity),
        limits.respond_by, limits.finish_by, filing.place_name(turn, draft),
        tuple((code, names(code)) for code in (said.candidates if said else ())[:MOST_PLACES]),
        await asking.known_already(replace(turn, person=None), draft),
    )  # fmt: skip


async def _lives(turn: Turn, household: str) -> str | None:
    """Where the household lives that calls: what it says of no place is said of its home."""
    rows = await households.looked_for(turn.session, household, []) if household else []
    return next((row.place for row in rows if row.code == household), None)


def _asks(said: PlaceSaid | None) -> bool:
    """Whether the words fit several places, of which one has to be chosen."""
    return said is not None and bool(said.candidates)


def place_meant(turn: Turn, words: str, at: str = "", home: str | None = None) -> PlaceSaid | None:
    """Where words are about: of several places the one chosen (`at`), or the only one that is likely.

    That is the only one on the map, the one where the caller lives (`home`), or the only one that
    whoever writes it down looks after.
    """
    places = turn.world.places
    said = said_in(words, places, None)
    if said is None or said.code or not said.candidates:
        return said
    listed = {place.code for place in places}
    near = [code for code in said.candidates if code in listed]
    lived = [code for code in near if f"{home}/".startswith(f"{code}/")]
    likely = next((found[0] for found in (near, lived, _own(turn, near)) if len(found) == 1), None)
    chosen = at if at in said.candidates else likely
    estate = places.estate_of(chosen) if chosen else None
    if chosen is None or estate is None:
        return said
    deeper = said_in(words, places, estate.code)
    code = deeper.code if deeper is not None and deeper.code else chosen
    return replace(said, code=code)


def _own(turn: Turn, places: list[str]) -> list[str]:
    """Those of several places that whoever writes it down looks after."""
    organisation = turn.world.organisation
    held = {role.area for role in organisation.roles_of(turn.actor or 0)}
    found = [(code, organisation.area_of(code)) for code in places]
    return [
        code for code, area in found
        if area and any(above.code in held for above in organisation.chain(area.code))
    ]  # fmt: skip


def _row(turn: Turn, entry: Entry, reading: Reading) -> Category:
    """The row that the clerk chose, else the one that was read, else where a human sorts it."""
    wish = (entry.kind or reading.kind) is Kind.WISH
    fallback = "svc.wish" if wish else "gov.suggest"
    for slug in (entry.category, reading.category or "", fallback):
        row = turn.world.catalogue.get(slug)
        if row is not None:
            return row
    raise Unknown


def _draft(
    turn: Turn, entry: Entry, reading: Reading, row: Category, said: PlaceSaid | None
) -> Draft:
    as_read = row.slug == reading.category
    danger = reading.kind is Kind.EMERGENCY and as_read
    kind = entry.kind or (reading.kind if reading.kind in TAKEN else row.kind)
    place = said.code if said is not None else None
    words = (
        "" if place else entry.where.strip() or (said.spot or said.landmark or "" if said else "")
    )
    return Draft(
        kind=Kind.HAZARD if danger else kind_in(row, kind),
        category=row.slug,
        tier=(reading.tier if as_read else None) or row.tier,
        sensitivity=max(row.sensitivity, reading.sensitivity, key=STRICTER.index),
        text=mask(entry.text.strip()), channel=CHANNEL, place=place, place_words=mask(words),
        since=reading.since, people=max(1, reading.people or 1), emergency=danger,
        group_place=_home(turn), source=entry.source,
        contact=turn.world.seal.close(entry.number) if entry.number else None,
    )  # fmt: skip


def _home(turn: Turn) -> str | None:
    """The place of the clerk's community: what is said of no place is said of it."""
    organisation = turn.world.organisation
    homes = {
        home.code: home
        for role in organisation.roles_of(turn.actor or 0)
        if (home := organisation.community_of(role.area)) is not None
    }
    only = next(iter(homes.values())) if len(homes) == 1 else None
    return only.covers[0] if only is not None and only.covers else None


async def write_down(turn: Turn, entry: Entry, *, join: int | None = None) -> Filed:
    """Register it, or let its household stand behind what is known already; once for each form."""
    before = await _before(turn, entry)
    if before is not None:
        return Filed(before, "filed")
    proposal = await propose(turn, entry)
    draft = proposal.draft
    needed = join is not None or opening.becomes_wish(draft)
    person = await _caller(turn, entry, needed=needed)
    spoken = replace(turn, person=person, written_by=turn.actor)
    if join is not None:
        filed = await _joined(spoken, proposal, join)
    else:
        filed = await _filed(spoken, draft, person)
    await turn.session.flush()
    await _on_record(turn, filed, entry)
    return filed


async def _before(turn: Turn, entry: Entry) -> TicketRow | None:
    """What the same form became already; of two at once the second waits here for the first."""
    if not entry.once or not await forms.sent_before(turn, entry.once):
        return None
    found = await queries.by_message(turn.session, ENTRIES, entry.once)
    return found[0] if found else None


async def _joined(spoken: Turn, proposal: Proposal, join: int) -> Filed:
    known = await queries.ticket(spoken.session, join)
    if known is None or proposal.known is None or known.id != proposal.known.id:
        raise Unknown  # it is over meanwhile, or another one was named
    await verbs.join(spoken, known)
    return Filed(known, "joined")


async def _filed(spoken: Turn, draft: Draft, person: PersonRow | None) -> Filed:
    old, draft = await repeats.weighed(spoken, draft)
    if old is not None:
        await verbs.not_solved(spoken, old, words=draft.text)
        return Filed(old, "again")
    made = await filing.file(spoken, draft, reporter=person.id if person else None)
    return Filed(made, "filed")


async def _caller(turn: Turn, entry: Entry, *, needed: bool) -> PersonRow | None:
    """Who reports it: a number in the books, of a household where that is known, and never a name."""
    if entry.person is not None:
        if not turn.world.organisation.roles_of(entry.person):
            raise Unknown
        return await turn.session.get(PersonRow, entry.person)
    if entry.household:
        return await _of_household(turn, entry.household)
    if entry.number:
        seal = turn.world.seal
        known = await contacts.caller(
            turn.session, lambda sealed: seal.open(sealed) == entry.number
        )
        return await turn.session.get(PersonRow, known) if known else await _somebody(turn)
    return await _somebody(turn) if needed else None


async def _of_household(turn: Turn, household: str) -> PersonRow:
    members = await households.members_of(turn.session, household)
    if members:
        found = await turn.session.get(PersonRow, members[0])
        assert found is not None
        return found
    person = await _somebody(turn)
    await households.join_household(turn.session, household, person.id)
    return person


async def _somebody(turn: Turn) -> PersonRow:
    person = PersonRow(created_at=turn.now)
    turn.session.add(person)
    await turn.session.flush()
    return person


async def _on_record(turn: Turn, filed: Filed, entry: Entry) -> None:
    """Who wrote it down, and how they heard it."""
    ticket = filed.ticket
    part = leading(await verbs.parts(turn, ticket))
    record(turn, ticket, Act.NOTE, Part.DESK if part is Part.BOT else part, internal=True,
           facts={"source": entry.source.value, "how": filed.how})  # fmt: skip
    turn.note("ticket.written_down", f"ticket/{ticket.id}", source=entry.source.value)
    if entry.once:
        await queries.bind(turn.session, ticket.id, ENTRIES, entry.once, at=turn.now, ours=True)


def needs_place(turn: Turn, proposal: Proposal) -> bool:
    """Whether somebody would have to ask where it is: better while the caller is still there."""
    places, draft = turn.world.places, proposal.draft
    if draft.tier is Tier.E or not proposal.row.tangible or draft.place_words:
        return False
    return draft.place is None or places.above(draft.place, PlaceKind.ESTATE) is None
