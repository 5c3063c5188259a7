"""What people did, as tickets, wishes and roll calls tell it: for those who count it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import String, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.signups.states import EntryState, SignupState
from domain.tickets.kinds import Sensitivity
from domain.tickets.ratings import Rating
from domain.tickets.states import Act, State
from domain.wishes.states import WishState
from storage.activities import ActivityRow
from storage.audit import AuditRow
from storage.members import MemberClaimRow, PledgeRow
from storage.people import batched
from storage.signups import SignupEntryRow, SignupRow
from storage.tickets.tables import TicketEventRow, TicketRow
from storage.volunteers import HoursRow
from storage.wishes import WishRow

ENDED = (State.CLOSED.value, State.ARCHIVED.value)


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody's places at one settled sign-up came to."""

    signup: int
    person: int
    at: datetime
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Done:
    """A ticket or wish that somebody carried to its end."""

    ticket: int
    person: int
    at: datetime
    unhappy: bool
    late_unsaid: bool
    """It was finished after its time, and they had left no word about it."""


async def seats(session: AsyncSession, people: Collection[int], since: datetime) -> list[Seat]:
    """Who of these people came to what was settled lately, or did not; a row of meals is no service."""
    found: dict[tuple[int, int], tuple[datetime, set[str]]] = {}
    for some in batched(people):
        rows = await session.execute(
            select(SignupRow.id, SignupRow.at, SignupEntryRow.person_id, SignupEntryRow.state)
            .join(SignupEntryRow, SignupEntryRow.signup_id == SignupRow.id)
            .where(
                SignupRow.state == SignupState.SETTLED.value, SignupRow.settled_at >= since,
                SignupRow.series == "", SignupEntryRow.person_id.in_(some),
                SignupEntryRow.state.in_((EntryState.ATTENDED.value, EntryState.ABSENT.value)),
            )
            .order_by(SignupRow.at, SignupRow.id)
        )  # fmt: skip
        for row in rows:
            found.setdefault((row.id, row.person_id), (row.at, set()))[1].add(row.state)
    return [
        Seat(number, person, at, frozenset(states))
        for (number, person), (at, states) in found.items()
    ]


async def on_record(session: AsyncSession, act: str, subject: str, person: int) -> bool:
    """Whether somebody did something that is on record."""
    found = await session.scalar(
        select(AuditRow.id)
        .where(AuditRow.subject == subject, AuditRow.act == act, AuditRow.actor_id == person)
        .limit(1)
    )
    return found is not None


async def finished(session: AsyncSession, people: Collection[int], since: datetime) -> list[Done]:
    """What these people took and carried to its end lately."""
    found: list[Done] = []
    for some in batched(people):
        theirs = or_(
            func.coalesce(TicketRow.doer_id, TicketRow.owner_id).in_(some),
            WishRow.claimer_id.in_(some),
        )
        rows = await session.execute(
            select(TicketRow, WishRow)
            .join(WishRow, WishRow.ticket_id == TicketRow.id, isouter=True)
            .where(TicketRow.closed_at >= since, TicketRow.state.in_(ENDED), theirs)
            .order_by(TicketRow.id)
        )
        for ticket, wish in rows:
            person = _who(ticket, wish)
            if person not in some or not _came_to_an_end(ticket, wish):
                continue
            late = wish is None and await _late_unsaid(session, ticket, person)
            unhappy = ticket.rating == Rating.NOT_CONTENT.value
            assert ticket.closed_at is not None
            found.append(Done(ticket.id, person, ticket.closed_at, unhappy, late))
    return found


def _who(ticket: TicketRow, wish: WishRow | None) -> int | None:
    return wish.claimer_id if wish is not None else ticket.doer_id or ticket.owner_id


def _came_to_an_end(ticket: TicketRow, wish: WishRow | None) -> bool:
    if wish is not None:
        return wish.state == WishState.FULFILLED.value
    return ticket.finished_at is not None


async def _late_unsaid(session: AsyncSession, ticket: TicketRow, person: int) -> bool:
    if ticket.finished_at is None or ticket.finished_at <= ticket.finish_by:
        return False
    said = await session.scalar(
        select(TicketEventRow.id)
        .where(
            TicketEventRow.ticket_id == ticket.id, TicketEventRow.actor_id == person,
            or_(TicketEventRow.act == Act.NOTE.value, TicketEventRow.note != ""),
            TicketEventRow.at < ticket.finished_at, TicketEventRow.act != Act.FINISH.value,
        )
        .limit(1)
    )  # fmt: skip
    return said is None


async def closed_tickets(session: AsyncSession, since: datetime) -> list[TicketRow]:
    """What was closed lately and is not counted yet, without what is sensitive or goes on in another."""
    counted = select(ActivityRow.id).where(
        ActivityRow.source == literal("ticket/") + cast(TicketRow.id, String)
    )
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.closed_at >= since, TicketRow.state.in_(ENDED),
            TicketRow.sensitivity != Sensitivity.SENSITIVE.value, TicketRow.community.is_not(None),
            ~counted.exists(),
        )
        .order_by(TicketRow.id)
    )  # fmt: skip
    return [row for row in rows if row.wish or row.finished_at is not None]


async def held_signups(session: AsyncSession, since: datetime) -> list[tuple[SignupRow, int]]:
    """What was held and settled lately, with how many came."""
    rows = await session.execute(
        select(SignupRow, SignupEntryRow.id)
        .join(SignupEntryRow, SignupEntryRow.signup_id == SignupRow.id)
        .where(
            SignupRow.state == SignupState.SETTLED.value, SignupRow.settled_at >= since,
            SignupEntryRow.state == EntryState.ATTENDED.value, SignupRow.community.is_not(None),
        )
        .order_by(SignupRow.id)
    )  # fmt: skip
    found: dict[int, tuple[SignupRow, int]] = {}
    for row, _ in rows:
        found[row.id] = (row, found.get(row.id, (row, 0))[1] + 1)
    return list(found.values())


async def forget_words(session: AsyncSession, before: date, *, limit: int) -> int:
    """Empty the words beside old claims, hours, pledges and activities; what is counted stays (P15)."""
    gone = 0
    for table, words, day in (
        (MemberClaimRow, MemberClaimRow.note, MemberClaimRow.day),
        (HoursRow, HoursRow.what, HoursRow.day),
        (ActivityRow, ActivityRow.what, ActivityRow.day),
    ):
        old = select(table.id).where(words != "", day < before).order_by(table.id).limit(limit)
        emptied = update(table).where(table.id.in_(old)).values({words: ""}).returning(table.id)
        gone += len(list(await session.scalars(emptied)))
    old_pledges = (
        select(PledgeRow.id)
        .where(
            PledgeRow.text != "", PledgeRow.ended_at.is_not(None), PledgeRow.ended_at < _at(before)
        )
        .order_by(PledgeRow.id)
        .limit(limit)
    )
    emptied_too = (
        update(PledgeRow)
        .where(PledgeRow.id.in_(old_pledges))
        .values(text="")
        .returning(PledgeRow.id)
    )
    return gone + len(list(await session.scalars(emptied_too)))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
