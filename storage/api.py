"""Keys of other systems, of which only hashes are kept, and what was filed by each."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json
from storage.places import upsert_for
from storage.tickets.tables import TicketEventRow, TicketRow

USED_AGAIN = timedelta(minutes=1)  # a key's last use is written down no more often than this


class ApiKeyRow(Base):
    """A key by which another system may read or file tickets."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(comment="whose system it is")
    start: Mapped[str] = mapped_column(unique=True, comment="its first part, by which it is found")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the whole key")
    may: Mapped[list[Any]] = mapped_column(Json, comment="read, create")
    community: Mapped[str | None] = mapped_column(comment="area code; empty = the whole street")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ApiRequestRow(Base):
    """What a system filed, so that a second time is no second ticket, and it may read its own words."""

    __tablename__ = "api_requests"
    __table_args__ = (
        UniqueConstraint("key_id", "once"),
        Index("ix_api_requests_ticket", "ticket_id", "key_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"))
    once: Mapped[str] = mapped_column(comment="hash of the client's own mark, or of what it sent")
    sent: Mapped[str] = mapped_column(comment="hash of what it sent")
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a system looks for."""

    begins: datetime
    ends: datetime
    codes: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    before: int | None = None
    """The number after which the page begins."""
    most: int = 1000


async def keys(session: AsyncSession, *, limit: int = 200) -> list[ApiKeyRow]:
    """All keys, those that open something first, then the newest first."""
    rows = await session.scalars(
        select(ApiKeyRow)
        .order_by(ApiKeyRow.ended_at.is_not(None), ApiKeyRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def key_of(session: AsyncSession, start: str, digest: str) -> ApiKeyRow | None:
    """The key that this is, unless it was revoked; how far a guess is right takes no time to tell."""
    row = await session.scalar(select(ApiKeyRow).where(ApiKeyRow.start == start))
    same = hmac.compare_digest(row.digest if row else "-" * len(digest), digest)
    return row if row is not None and same and row.ended_at is None else None


async def used(session: AsyncSession, key: ApiKeyRow, at: datetime) -> None:
    """Remember that a key was used."""
    await session.execute(update(ApiKeyRow).where(ApiKeyRow.id == key.id).values(used_at=at))


def rarely(key: ApiKeyRow, at: datetime) -> bool:
    """Whether it is worth a row to say that this key was used."""
    return key.used_at is None or at - key.used_at >= USED_AGAIN


async def first(
    session: AsyncSession, key: int, once: str, sent: str, *, at: datetime, lasts: timedelta
) -> bool:
    """Whether this is asked for the first time in a while; of two at once one is the first."""
    insert = upsert_for(session)
    statement = insert(ApiRequestRow).values(key_id=key, once=once, sent=sent, at=at)
    made = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["key_id", "once"],
            set_={"at": at, "sent": sent, "ticket_id": None},
            where=ApiRequestRow.at < at - lasts,
        ).returning(ApiRequestRow.id)
    )
    return made is not None


async def filed(session: AsyncSession, key: int, once: str) -> ApiRequestRow | None:
    """What was filed under this mark."""
    return await session.scalar(
        select(ApiRequestRow).where(ApiRequestRow.key_id == key, ApiRequestRow.once == once)
    )


async def became(session: AsyncSession, key: int, once: str, ticket: int) -> None:
    """Remember which ticket it became."""
    await session.execute(
        update(ApiRequestRow)
        .where(ApiRequestRow.key_id == key, ApiRequestRow.once == once)
        .values(ticket_id=ticket)
    )


def shown_to(key: ApiKeyRow) -> ColumnElement[bool]:
    """The tickets that a system may know of: what is nobody's secret, and the private that it filed."""
    own = exists().where(ApiRequestRow.ticket_id == TicketRow.id, ApiRequestRow.key_id == key.id)
    known = or_(TicketRow.sensitivity == "n", and_(TicketRow.sensitivity == "p", own))
    # Wrapped, so that no database goes through all of a community's tickets instead of some days'.
    theirs = func.coalesce(TicketRow.community, "") == key.community
    return known if key.community is None else and_(known, theirs)


async def found(session: AsyncSession, key: ApiKeyRow, looked: Looked) -> list[TicketRow]:
    """One page of tickets, the newest first, and one more where there is a next page."""
    wanted = select(TicketRow).where(
        shown_to(key), TicketRow.created_at >= looked.begins, TicketRow.created_at <= looked.ends
    )
    if looked.codes:
        wanted = wanted.where(TicketRow.category.in_(looked.codes))
    if looked.states:
        wanted = wanted.where(TicketRow.state.in_(looked.states))
    if looked.before is not None:
        last = await session.get(TicketRow, looked.before)
        if last is None:
            return []
        same = and_(TicketRow.created_at == last.created_at, TicketRow.id < last.id)
        wanted = wanted.where(or_(TicketRow.created_at < last.created_at, same))
    rows = await session.scalars(
        wanted.order_by(TicketRow.created_at.desc(), TicketRow.id.desc()).limit(looked.most + 1)
    )
    return list(rows)


async def numbered(
    session: AsyncSession, key: ApiKeyRow, numbers: Collection[int]
) -> list[TicketRow]:
    """Tickets by their numbers, as far as this system may know of them."""
    rows = await session.scalars(
        select(TicketRow).where(shown_to(key), TicketRow.id.in_(numbers)).order_by(TicketRow.id)
    )
    return list(rows)


async def own(session: AsyncSession, key: int, numbers: Collection[int]) -> set[int]:
    """Those of these tickets that a system filed itself."""
    rows = await session.scalars(
        select(ApiRequestRow.ticket_id).where(
            ApiRequestRow.key_id == key, ApiRequestRow.ticket_id.in_(numbers)
        )
    )
    return {number for number in rows if number is not None}


async def changed(session: AsyncSession, numbers: Collection[int]) -> dict[int, datetime]:
    """When something last happened to these tickets."""
    rows = await session.execute(
        select(TicketEventRow.ticket_id, func.max(TicketEventRow.at))
        .where(TicketEventRow.ticket_id.in_(numbers))
        .group_by(TicketEventRow.ticket_id)
    )
    return {number: at for number, at in rows if at is not None}
