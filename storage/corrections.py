"""Examples that people's corrections have left: lines in which nobody is found, and what they are."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, delete, literal, select, true, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.corrections import Matter, Why
from storage.base import Base
from storage.people import PersonRow
from storage.places import upsert_for
from storage.points.tables import HouseholdRow
from storage.web import WebAccountRow

PAGE = 50
SHORTEST_NAME = 2  # characters: a family name alone is part of many words


class CorrectionRow(Base):
    """One line that huying read, and what people say it is. Nobody is behind it."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_community", "community", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), unique=True,
        comment="whose words these are, so that erasing finds them; empty once the ticket's own have gone",
    )  # fmt: skip
    text: Mapped[str] = mapped_column(
        comment="without names, numbers, rooms and accounts, to learn from; until somebody deletes it"
    )
    community: Mapped[str | None] = mapped_column(comment="area code: whose office sees it")
    read_kind: Mapped[str] = mapped_column(comment="what huying read")
    read_category: Mapped[str | None]
    kind: Mapped[str] = mapped_column(comment="what it is: a kind, or chat")
    category: Mapped[str | None] = mapped_column(comment="its row of the catalogue; chat has none")
    why: Mapped[str] = mapped_column(comment="undone, no_matter, recategorised, moved or confirmed")
    day: Mapped[date] = mapped_column(comment="a day, no hour: it leads to nobody")

    @property
    def matter(self) -> Matter:
        """What it is."""
        return Matter(self.kind, self.category)

    @property
    def read(self) -> Matter:
        """What huying read."""
        return Matter(self.read_kind, self.read_category)


async def keep(
    session: AsyncSession, *, ticket: int, text: str, community: str | None, read: Matter,
    matter: Matter, why: Why, day: date,
) -> None:  # fmt: skip
    """Keep a ticket's words as an example: one a ticket, and the last word on what it is counts.

    What huying read stays; where it was right after all, there is nothing to learn.
    """
    insert, said = upsert_for(session), {"kind": matter.kind, "category": matter.category}
    made = insert(CorrectionRow).values(
        ticket_id=ticket, text=text, community=community, read_kind=read.kind,
        read_category=read.category, why=why.value, day=day, **said,
    )  # fmt: skip
    one = ["ticket_id"]
    if why is Why.MOVED:  # tells nothing new of what it is
        await session.execute(made.on_conflict_do_nothing(index_elements=one))
        return
    anew = {**said, "why": why.value, "day": day}
    await session.execute(made.on_conflict_do_update(index_elements=one, set_=anew))
    await session.execute(
        delete(CorrectionRow).where(
            CorrectionRow.ticket_id == ticket,
            CorrectionRow.why == Why.RECATEGORISED.value,
            CorrectionRow.kind == CorrectionRow.read_kind,
            CorrectionRow.category == CorrectionRow.read_category,
        )
    )


async def unlearn(session: AsyncSession, ticket: int, why: Why) -> None:
    """Delete the example that a ticket has left for this reason."""
    await session.execute(
        delete(CorrectionRow).where(
            CorrectionRow.ticket_id == ticket, CorrectionRow.why == why.value
        )
    )


async def forget(session: AsyncSession, tickets: Collection[int]) -> None:
    """Delete the examples that these tickets have left."""
    await session.execute(delete(CorrectionRow).where(CorrectionRow.ticket_id.in_(tickets)))


async def names_in(session: AsyncSession, text: str) -> list[str]:
    """Every name that huying knows and that stands in a text."""
    words = literal(text)
    names = (PersonRow.name, HouseholdRow.name, WebAccountRow.nickname)
    found = await session.scalars(union(*(select(n).where(words.contains(n)) for n in names)))
    return [name for name in found if name and len(name) >= SHORTEST_NAME]


def _of(communities: Collection[str] | None, why: str) -> ColumnElement[bool]:
    here = true() if communities is None else CorrectionRow.community.in_(communities)
    return and_(here, CorrectionRow.why == why) if why else here


async def page(
    session: AsyncSession, communities: Collection[str] | None, why: str = "", *,
    before: int | None = None,
) -> list[CorrectionRow]:  # fmt: skip
    """One page of examples, the newest first, and one more where there is a next page.

    `communities` None asks for every community's.
    """
    query = select(CorrectionRow).where(_of(communities, why))
    if before is not None:
        query = query.where(CorrectionRow.id < before)
    rows = await session.scalars(query.order_by(CorrectionRow.id.desc()).limit(PAGE + 1))
    return list(rows)


async def everything(
    session: AsyncSession, communities: Collection[str] | None, why: str = ""
) -> list[CorrectionRow]:
    """All examples, the oldest first: a community's corrections are hundreds a year."""
    rows = await session.scalars(
        select(CorrectionRow).where(_of(communities, why)).order_by(CorrectionRow.id)
    )
    return list(rows)


async def drop(session: AsyncSession, number: int, communities: Collection[str] | None) -> bool:
    """Delete one example; False where there is none, or it is another community's."""
    gone = delete(CorrectionRow).where(CorrectionRow.id == number, _of(communities, ""))
    return await session.scalar(gone.returning(CorrectionRow.id)) is not None
