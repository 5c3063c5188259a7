"""Places and areas as imported, and the counters that tell when they changed."""

import re
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area, AreaKind
from domain.places import Place, PlaceKind, Places
from storage.base import Base, Json

REVISION = "revision"
_NUMBER = re.compile(r"([0-9]+)")


class PlaceRow(Base):
    """A street, community, estate, zone, building, unit, room or public spot."""

    __tablename__ = "places"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str | None] = mapped_column(index=True)
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    property: Mapped[str | None]
    outside: Mapped[str | None]


class AreaRow(Base):
    """A community, grid or micro-grid: who is responsible where."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str | None] = mapped_column(index=True)
    covers: Mapped[list[str]] = mapped_column(Json, default=list)


class StateRow(Base):
    """A fact about this deployment: a revision, the rehearsal clock, a heartbeat."""

    __tablename__ = "state"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


async def get_state(session: AsyncSession, key: str, default: Any = None) -> Any:
    value = await session.scalar(_STATE, {"key": key})
    return default if value is None else value


_STATE = select(StateRow.value).where(StateRow.key == bindparam("key"))
"""Made once: it is asked before every turn, and to make it takes as long as to ask it."""


async def set_state(session: AsyncSession, key: str, value: Any) -> None:
    insert = upsert_for(session)
    statement = insert(StateRow).values(key=key, value=value)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def upsert_for(session: AsyncSession) -> Any:
    """The `insert` that knows ON CONFLICT in this session's database."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


async def add_once(
    session: AsyncSession, table: type[Base], *by: str, **values: object
) -> int | None:
    """The number of a new row; None where another has what must be unique (`by`) already.

    Of several at once the constraint decides, and nobody looks first. Raises TypeError where a value has
    no column: SQLAlchemy would leave it out without a word.
    """
    if strange := values.keys() - {column.key for column in table.__table__.columns}:
        raise TypeError(f"{table.__tablename__} has no {sorted(strange)}")
    await session.flush()  # the row may speak of what waits in the session still
    number: int | None = await session.scalar(_adding(upsert_for(session), table, by), values)
    return number


@cache
def _adding(insert: Any, table: type[Base], by: tuple[str, ...]) -> Any:
    """The statement without its values: to make it for each row takes longer than adding the row."""
    rows = table.__table__
    return insert(rows).on_conflict_do_nothing(index_elements=by or None).returning(rows.c.id)


async def revision(session: AsyncSession) -> int:
    """How often the world changed: whoever keeps a copy of it asks this first."""
    return int(await get_state(session, REVISION, 0))


async def hold_revision(session: AsyncSession) -> None:
    """Nobody else changes them until this transaction ends: of two at once one sees the other's work."""
    insert = upsert_for(session)
    await session.execute(
        insert(StateRow)
        .values(key=REVISION, value=0)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    await session.execute(select(StateRow.value).where(StateRow.key == REVISION).with_for_update())


async def touch_revision(session: AsyncSession) -> None:
    """Say that places, areas, roles, schedules, words, settings or the groups' ties changed."""
    await hold_revision(session)  # two at once must not count to the same number
    await set_state(session, REVISION, await revision(session) + 1)


async def all_places(session: AsyncSession) -> Places:
    """The tree of places, in the order in which people count: the second building before the tenth."""
    rows = sorted(await session.scalars(select(PlaceRow)), key=lambda row: _counted(row.code))
    return Places(
        Place(
            code=row.code,
            name=row.name,
            kind=PlaceKind(row.kind),
            parent=row.parent,
            aliases=tuple(row.aliases),
            property=row.property,
            outside=row.outside,
        )
        for row in rows
    )


def _counted(code: str) -> list[str | int]:
    """Words and numbers in turn: numbers sort as numbers, and what lies in a place right after it."""
    parts = _NUMBER.split(code.replace("/", "\0"))
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


async def all_areas(session: AsyncSession) -> tuple[Area, ...]:
    rows = await session.scalars(select(AreaRow).order_by(AreaRow.code))
    return tuple(
        Area(row.code, row.name, AreaKind(row.kind), row.parent, tuple(row.covers)) for row in rows
    )
