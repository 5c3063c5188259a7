"""What a wish's ticket does not hold: its public words, who claimed it, thanks; and its figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from domain.wishes.states import WishState
from storage.base import Base
from storage.outbox import OutboxRow, SendState
from storage.places import upsert_for
from storage.tickets.listing import Sight, seen_by
from storage.tickets.tables import TicketRow


class WishRow(Base):
    """A micro wish, hanging on its ticket."""

    __tablename__ = "wishes"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    step: Mapped[int] = mapped_column(default=1, comment="what was due at an earlier one is moot")
    text: Mapped[str] = mapped_column(
        default="",
        comment="what volunteers read: no name, room or illness; goes with the ticket's text",
    )
    confirmed: Mapped[bool] = mapped_column(
        default=False, comment="the wisher has seen these words and said yes"
    )
    holder: Mapped[str] = mapped_column(
        index=True, comment="household, room or person whose wish it is: one open, six a year"
    )
    slot: Mapped[str | None] = mapped_column(
        unique=True, comment="the holder while this is their open wish; empty = waits, or is over"
    )
    by_proxy: Mapped[bool] = mapped_column(default=False, comment="filed by a worker at the door")
    consent_at: Mapped[datetime | None] = mapped_column(comment="the resident's own yes, there")
    claimer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    round: Mapped[int] = mapped_column(default=0, comment="how often it was published")
    published_at: Mapped[datetime | None] = mapped_column(comment="for the first time")
    claimed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    meet: Mapped[str] = mapped_column(
        default="",
        comment="where and when, as the officer wrote it for the claimer; emptied at the end",
    )
    reason: Mapped[str] = mapped_column(default="", comment="why it was declined, or by whom ended")
    words: Mapped[str] = mapped_column(default="", comment="an officer's words to the wisher")
    thanks: Mapped[str] = mapped_column(default="", comment="the wisher's; two years")
    thanks_sent: Mapped[bool] = mapped_column(
        default=False, comment="the wisher agreed that the claimer reads them"
    )


async def of_ticket(session: AsyncSession, number: int) -> WishRow | None:
    """The wish of a ticket; None where the ticket is none."""
    return await session.get(WishRow, number)


async def note_down(session: AsyncSession, number: int, holder: str, *, wait: bool) -> WishRow:
    """Keep a new wish; it has its holder's one place, unless another has it or it must wait."""
    insert = upsert_for(session)
    values: dict[str, Any] = {
        "ticket_id": number, "state": WishState.DRAFT.value, "holder": holder, "step": 1, "round": 0,
        "text": "", "confirmed": False, "by_proxy": False, "meet": "", "reason": "", "words": "",
        "thanks": "", "thanks_sent": False,
    }  # fmt: skip
    if not wait:
        await session.execute(
            insert(WishRow)
            .values(**values, slot=holder)
            .on_conflict_do_nothing(index_elements=["slot"])
        )
    await session.execute(
        insert(WishRow).values(**values).on_conflict_do_nothing(index_elements=["ticket_id"])
    )
    return await session.get_one(WishRow, number)


async def take_place(session: AsyncSession, wish: WishRow) -> bool:
    """Let a wish have its holder's one place; False where another has it."""
    other = aliased(WishRow)
    taken = select(other.ticket_id).where(other.slot == wish.holder).exists()
    done = await session.scalar(
        update(WishRow)
        .where(WishRow.ticket_id == wish.ticket_id, ~taken)
        .values(slot=wish.holder)
        .returning(WishRow.ticket_id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(wish)
    return done is not None


async def waiting_of(session: AsyncSession, holder: str) -> WishRow | None:
    """The oldest wish of a household or person that waits for its turn."""
    return await session.scalar(
        select(WishRow)
        .where(
            WishRow.holder == holder,
            WishRow.state == WishState.DRAFT.value,
            WishRow.slot.is_(None),
        )
        .order_by(WishRow.ticket_id)
        .limit(1)
    )


async def open_of(session: AsyncSession, holder: str) -> WishRow | None:
    """The one open wish of a household or person."""
    return await session.scalar(select(WishRow).where(WishRow.slot == holder))


async def had_since(session: AsyncSession, holder: str, since: datetime) -> int:
    """How many wishes somebody had taken up since; what was taken back or turned away is none."""
    none = (WishState.DECLINED.value, WishState.WITHDRAWN.value)
    counted = await session.scalar(
        select(func.count())
        .select_from(WishRow)
        .join(TicketRow, TicketRow.id == WishRow.ticket_id)
        .where(
            WishRow.holder == holder,
            TicketRow.created_at >= since,
            WishRow.state.not_in(none),
            or_(WishRow.slot.is_not(None), WishRow.state != WishState.DRAFT.value),
        )
    )
    return int(counted or 0)


async def claim(session: AsyncSession, wish: WishRow, person: int, at: datetime) -> bool:
    """Let one have it: of a hundred at once, the one whose update finds no claimer."""
    done = await session.scalar(
        update(WishRow)
        .where(
            WishRow.ticket_id == wish.ticket_id,
            WishRow.state == WishState.PUBLISHED.value,
            WishRow.claimer_id.is_(None),
        )
        .values(claimer_id=person, claimed_at=at)
        .returning(WishRow.ticket_id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(wish)
    return done is not None


async def states_of(session: AsyncSession, numbers: Collection[int]) -> dict[int, str]:
    """Where each of these tickets stands as a wish; those that are none are left out."""
    rows = await session.execute(
        select(WishRow.ticket_id, WishRow.state).where(WishRow.ticket_id.in_(numbers))
    )
    return {row.ticket_id: row.state for row in rows}


async def offered(session: AsyncSession, number: int, start: str) -> list[OutboxRow]:
    """The messages of one round on offer (their keys begin so), but for those never sent."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(*_of_round(number, start), OutboxRow.state != SendState.DROPPED.value)
        .order_by(OutboxRow.id)
    )
    return list(rows)


async def offer_no_more(session: AsyncSession, number: int, start: str) -> None:
    """What has not left yet of a round on offer is not sent any more."""
    await session.execute(
        update(OutboxRow)
        .where(*_of_round(number, start), OutboxRow.state == SendState.WAITING.value)
        .values(state=SendState.DROPPED.value)
    )


def _of_round(number: int, start: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.ticket_id == number,
        OutboxRow.key.startswith(start, autoescape=True),
        OutboxRow.op == "send",
    )


FOR_OFFICERS = (WishState.REVIEW.value, WishState.CLAIMED.value, WishState.DELIVERED.value)
FOR_CLAIMERS = (WishState.CLAIMED.value, WishState.RELEASED.value)


async def to_do(
    session: AsyncSession, person: int, communities: Collection[str] | None, near: Collection[str],
    *, limit: int,
) -> list[tuple[TicketRow, WishRow]]:  # fmt: skip
    """What waits for somebody: an officer of communities (None = of all), a claimer, a volunteer near."""
    official: ColumnElement[bool] = WishRow.state.in_(FOR_OFFICERS)
    if communities is not None:
        official &= TicketRow.community.in_(communities)
    own = WishRow.state.in_(FOR_CLAIMERS) & (WishRow.claimer_id == person)
    offered = (WishRow.state == WishState.PUBLISHED.value) & TicketRow.community.in_(near)
    offered &= func.coalesce(TicketRow.reporter_id, 0) != person
    rows = await session.execute(
        select(TicketRow, WishRow)
        .join(WishRow, WishRow.ticket_id == TicketRow.id)
        .where(or_(official, own, offered))
        .order_by(TicketRow.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def with_tickets(
    session: AsyncSession, numbers: Collection[int]
) -> list[tuple[TicketRow, WishRow]]:
    """These wishes and their tickets, in order."""
    rows = await session.execute(
        select(TicketRow, WishRow)
        .join(WishRow, WishRow.ticket_id == TicketRow.id)
        .where(TicketRow.id.in_(numbers))
        .order_by(TicketRow.id)
    )
    return [(row[0], row[1]) for row in rows]


async def carried_by(session: AsyncSession, person: int) -> list[int]:
    """The tickets of the wishes that somebody has claimed and not brought yet."""
    rows = await session.scalars(
        select(WishRow.ticket_id)
        .where(WishRow.claimer_id == person, WishRow.state.in_(FOR_CLAIMERS))
        .order_by(WishRow.ticket_id)
    )
    return list(rows)


async def claimed_by(session: AsyncSession, person: int) -> list[int]:
    """The tickets of all wishes that somebody took, whatever became of them."""
    rows = await session.scalars(
        select(WishRow.ticket_id).where(WishRow.claimer_id == person).order_by(WishRow.ticket_id)
    )
    return list(rows)


async def page(
    session: AsyncSession, sight: Sight, *, state: str, before: int | None, limit: int
) -> list[tuple[TicketRow, WishRow]]:
    """The wishes that somebody may see, the newest first; `state` empty = all."""
    query = (
        select(TicketRow, WishRow)
        .join(WishRow, WishRow.ticket_id == TicketRow.id)
        .where(seen_by(sight), WishRow.ticket_id > 0)  # by the wishes, of which there are fewer
    )
    if state:
        query = query.where(WishRow.state == state)
    if before is not None:
        query = query.where(WishRow.ticket_id < before)
    rows = await session.execute(query.order_by(WishRow.ticket_id.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


COUNTED: ColumnElement[bool] = WishRow.published_at.is_not(None) & WishRow.state.not_in(
    (WishState.DECLINED.value, WishState.WITHDRAWN.value)
)
"""Wishes that count in a rate (d.1): what was declined or withdrawn does not."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many wishes were due in a time, and how many of them came true."""

    fulfilled: int
    due: int


async def figures(session: AsyncSession, sight: Sight, start: datetime, end: datetime) -> Figures:
    """Of what was published and due from `start` to before `end` (d.1, a.9).

    What was declined or withdrawn is not counted; what nobody fulfilled is.
    """
    counted = (
        select(WishRow.state, func.count())
        .join(TicketRow, TicketRow.id == WishRow.ticket_id)
        .where(
            seen_by(sight),
            COUNTED,
            TicketRow.finish_by >= start,
            TicketRow.finish_by < end,
        )
        .group_by(WishRow.state)
    )
    found = {row[0]: int(row[1]) for row in await session.execute(counted)}
    return Figures(found.get(WishState.FULFILLED.value, 0), sum(found.values()))


async def counts(session: AsyncSession, sight: Sight) -> dict[str, int]:
    """How many wishes stand where."""
    rows = await session.execute(
        select(WishRow.state, func.count())
        .join(TicketRow, TicketRow.id == WishRow.ticket_id)
        .where(seen_by(sight))
        .group_by(WishRow.state)
    )
    return {row[0]: int(row[1]) for row in rows}
