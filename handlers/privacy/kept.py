"""`/me`: everything that is kept of somebody, at once and for their eyes alone (P10)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.tickets.states import LIVE, State
from handlers.posters import STANDS
from handlers.tickets.views import TicketView, view
from handlers.turn import Asking, Offer, Turn
from storage import announcements, calls, members, posters, signups, volunteers, wishes
from storage.people import PersonRow, roles_of
from storage.points import claims, deductions, households, lists
from storage.privacy import contacts, kept
from storage.rosters import letting_go
from storage.tickets.tables import TicketRow

MOST_SHOWN = 10
WHATS = {"contact.seen": "number", "ticket.photo_seen": "photo", "ticket.seen": "words",
         "voice.heard": "voice", "phone.seen": "own"}  # fmt: skip
"""Each act on record that is a look, and what was looked at."""


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number that somebody left, as far as it is shown even to them."""

    number: str
    """Masked by the template; empty where another key sealed it."""
    ticket: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LookView:
    """Who looked at what was said in confidence: as what, never by name."""

    at: datetime
    what: str
    """`number`, `photo`, `words`, `voice`, or `own`: the number as a colleague."""
    role: str | None
    ticket: str
    """Empty where it was about no ticket."""


@dataclass(frozen=True, slots=True)
class ServesView:
    """What somebody is on the registers of members and volunteers with."""

    organisation: str
    """Of a party member who is registered; else empty."""
    points: int
    """Of this year."""
    pledges: tuple[str, ...]
    skills: tuple[str, ...]
    minutes: int
    """Given as a volunteer, in the books."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """All that is kept of one person."""

    number: int
    """What the books know them by."""
    since: datetime
    name: str | None
    phone: str | None
    roles: tuple[tuple[str, str], ...]
    accounts: int
    tickets: tuple[TicketView, ...]
    more: int
    open: int
    photos: int
    voices: int
    messages: int
    examples: int
    """Lines to learn from, of what they reported; nobody is named in them."""
    numbers: tuple[NumberView, ...]
    calls: tuple[tuple[datetime, str], ...]
    """By when they are called, and the number they left for it."""
    ratings: tuple[tuple[str, str], ...]
    households: tuple[str, ...]
    claimed: tuple[str, ...]
    """The numbers of the wishes that they took."""
    signups: tuple[tuple[str, datetime], ...]
    """What they are, or were, on the list of."""
    rosters: tuple[tuple[str, date, date], ...]
    """The rosters that they are or were in, from when to when."""
    receipts: int
    """Announcements that they have confirmed."""
    serves: ServesView | None
    deeds: tuple[tuple[date, str], ...]
    """What they said they did for points: the day, and their words."""
    objections: tuple[tuple[datetime, str], ...]
    """What they objected to on the points lists."""
    looks: tuple[LookView, ...]
    stands: str
    """The place whose poster they scanned within the last day; else empty."""


async def show(turn: Turn) -> None:
    """Show it all, with the way to have it deleted."""
    if turn.in_group:
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
        return
    assert turn.person is not None
    turn.note("person.shown", f"person/{turn.person.id}")
    await turn.reply(
        "privacy/kept", kept=await _kept(turn, turn.person),
        offers=[[Offer("privacy.ask_erase")]], asking=Asking("kept", person=turn.actor),
    )  # fmt: skip


async def _kept(turn: Turn, person: PersonRow) -> KeptView:
    session = turn.session
    rows = await kept.tickets_of(session, person.id)
    ids = [row.id for row in rows]
    counts = await kept.counts(session, person.id, ids)
    looks = await kept.looks(session, person.id, ids, limit=MOST_SHOWN)
    return KeptView(
        number=person.id, since=person.created_at, name=person.name, phone=person.phone,
        roles=await _roles(turn, person.id), accounts=counts.accounts,
        tickets=tuple(view(turn, row) for row in rows[:MOST_SHOWN]),
        more=max(0, len(rows) - MOST_SHOWN),
        open=sum(State(row.state) in LIVE for row in rows),
        photos=counts.photos, voices=counts.voices, messages=counts.messages, examples=counts.examples,
        numbers=await _numbers(turn, person.id),
        calls=await _calls(turn, person.id), ratings=_ratings(rows, person.id),
        households=tuple(home.code for home in await households.households_of(session, person.id)),
        claimed=tuple(f"{n:04d}" for n in await wishes.claimed_by(session, person.id)),
        signups=tuple((row.title, row.at) for row in await signups.listed(session, person.id)),
        rosters=tuple(await letting_go.listed(session, person.id)),
        receipts=await announcements.confirmed_by(session, person.id),
        serves=await _serves(turn, person.id),
        deeds=tuple((row.day, row.note) for row in await claims.claimed_by(session, person.id)),
        objections=tuple(
            (row.made_at, row.words) for row in await lists.objected_by(session, person.id)
        ) + tuple(await deductions.words_by(session, person.id)),
        looks=tuple(_look(turn, look) for look in looks), stands=await _stands(turn, person.id),
    )  # fmt: skip


async def _serves(turn: Turn, person: int) -> ServesView | None:
    session = turn.session
    member = await members.by_person(session, person)
    volunteer = await volunteers.by_person(session, person)
    if member is None and volunteer is None:
        return None
    promised = await members.pledges(session, member=member.id) if member else []
    return ServesView(
        member.organisation if member else "",
        await members.balance(session, person, turn.world.today(turn.now).year),
        tuple(row.text for row, _, _ in promised if row.text)[:MOST_SHOWN],
        tuple(volunteer.skills) if volunteer else (),
        await volunteers.minutes_of(session, person),
    )


async def _stands(turn: Turn, person: int) -> str:
    row = await posters.stands(turn.session, person, turn.now - STANDS)
    return turn.world.places.name_of(row.place) if row else ""


async def _roles(turn: Turn, person: int) -> tuple[tuple[str, str], ...]:
    areas = turn.world.organisation.areas
    return tuple(
        (role.role.value, areas[role.area].name if role.area in areas else role.area or "")
        for role in await roles_of(turn.session, person)
    )


async def _numbers(turn: Turn, person: int) -> tuple[NumberView, ...]:
    rows = await contacts.of_person(turn.session, person)
    return tuple(
        NumberView(turn.world.seal.open(row.sealed) or "", f"{row.ticket_id:04d}", row.delete_after)
        for row in rows
    )


async def _calls(turn: Turn, person: int) -> tuple[tuple[datetime, str], ...]:
    seal = turn.world.seal
    return tuple(
        (row.call_by, (seal.open(row.contact) or "") if row.contact else "")
        for row in await calls.of_person(turn.session, person)
    )


def _ratings(rows: list[TicketRow], person: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{row.id:04d}", row.rating) for row in rows if row.rating and row.reporter_id == person
    )[:MOST_SHOWN]


def _look(turn: Turn, look: kept.Look) -> LookView:
    roles = turn.world.organisation.roles_of(look.actor or 0)
    role = roles[0].role.value if roles else None
    return LookView(look.at, WHATS[look.act], role, f"{look.ticket:04d}" if look.ticket else "")
