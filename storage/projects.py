"""Small matters, whistles, and the parts that somebody takes on in either."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, and_, delete, false, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.projects import ProjectState
from storage.base import Base
from storage.tickets.tables import TicketRow

PAGE = 50


class ProjectRow(Base):
    """A small matter: several tickets done in one."""

    __tablename__ = "projects"
    __table_args__ = (
        Index("ix_projects_community", "community", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(comment="masked words of the office")
    community: Mapped[str | None] = mapped_column(comment="area code: whose office sees it")
    leader_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(default=ProjectState.OPEN.value)
    due: Mapped[datetime]
    result: Mapped[str | None] = mapped_column(comment="masked; or why it was given up")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ProjectTicketRow(Base):
    """A ticket of a project; of one open project at a time."""

    __tablename__ = "project_tickets"
    __table_args__ = (
        Index(
            "ux_project_tickets_open", "ticket_id", unique=True,
            sqlite_where=text("open"), postgresql_where=text("open"),
        ),
    )  # fmt: skip

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    open: Mapped[bool] = mapped_column(default=True, comment="false once the project has ended")


class ShareRow(Base):
    """What one person or department takes on in a project or after a whistle."""

    __tablename__ = "shares"
    __table_args__ = (
        Index("ix_shares_project", "project_id"),
        Index("ix_shares_whistle", "whistle_id"),
        Index("ix_shares_person", "person_id", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    whistle_id: Mapped[int | None] = mapped_column(ForeignKey("whistles.id"))
    what: Mapped[str] = mapped_column(comment="masked words of the office")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    unit: Mapped[str] = mapped_column(default="", comment="a department, where it is no colleague")
    due: Mapped[datetime]
    done_at: Mapped[datetime | None]


async def project(session: AsyncSession, number: int) -> ProjectRow | None:
    """One project, locked where the database can."""
    return await session.scalar(select(ProjectRow).where(ProjectRow.id == number).with_for_update())


async def tickets(session: AsyncSession, number: int) -> list[TicketRow]:
    """A project's tickets, the oldest first."""
    rows = await session.scalars(
        select(TicketRow)
        .join(ProjectTicketRow, ProjectTicketRow.ticket_id == TicketRow.id)
        .where(ProjectTicketRow.project_id == number)
        .order_by(TicketRow.id)
    )
    return list(rows)


async def open_of(session: AsyncSession, ticket: int) -> ProjectRow | None:
    """The open project that a ticket is in."""
    return await session.scalar(
        select(ProjectRow)
        .join(ProjectTicketRow, ProjectTicketRow.project_id == ProjectRow.id)
        .where(ProjectTicketRow.ticket_id == ticket, ProjectTicketRow.open)
    )


async def take_out(session: AsyncSession, number: int, ticket: int) -> None:
    """A ticket goes on by itself."""
    await session.execute(
        delete(ProjectTicketRow).where(
            ProjectTicketRow.project_id == number, ProjectTicketRow.ticket_id == ticket
        )
    )


async def shares(
    session: AsyncSession, *, project: int | None = None, whistle: int | None = None
) -> list[ShareRow]:
    """What was taken on, by date."""
    mine = ShareRow.project_id == project if project else ShareRow.whistle_id == whistle
    return list(
        await session.scalars(select(ShareRow).where(mine).order_by(ShareRow.due, ShareRow.id))
    )


def _theirs(person: int, communities: Collection[str] | None) -> object:
    """Those of somebody's communities, and those they lead or have a part in; None sees all."""
    if communities is None:
        return True
    near = ProjectRow.community.in_(communities) if communities else false()
    part = select(ShareRow.project_id).where(ShareRow.person_id == person)
    return or_(near, ProjectRow.leader_id == person, ProjectRow.id.in_(part))


async def page(
    session: AsyncSession, person: int, communities: Collection[str] | None, *,
    before: int | None = None,
) -> Sequence[tuple[ProjectRow, int]]:  # fmt: skip
    """Projects that somebody may see, the newest first, each with how many tickets it has."""
    count = (
        select(func.count())
        .where(ProjectTicketRow.project_id == ProjectRow.id)
        .correlate(ProjectRow)
        .scalar_subquery()
    )
    query = select(ProjectRow, count).where(_theirs(person, communities))  # type: ignore[arg-type]
    if before is not None:
        query = query.where(ProjectRow.id < before)
    rows = await session.execute(query.order_by(ProjectRow.id.desc()).limit(PAGE + 1))
    return [(row[0], int(row[1])) for row in rows]


async def collected_and_done(
    session: AsyncSession, communities: Collection[str] | None, start: datetime, end: datetime
) -> tuple[int, int]:
    """How many were begun in a time, and how many of these are done; given up ones are left out."""
    begun = [
        ProjectRow.created_at >= start, ProjectRow.created_at < end,
        ProjectRow.state != ProjectState.DROPPED.value,
    ]  # fmt: skip
    if communities is not None:
        begun.append(ProjectRow.community.in_(communities) if communities else false())
    done = func.count().filter(ProjectRow.state == ProjectState.DONE.value)
    row = (await session.execute(select(func.count(), done).where(and_(*begun)))).one()
    return int(row[0]), int(row[1])


async def ended(session: AsyncSession, number: int) -> None:
    """Its tickets may belong to another one from now on."""
    await session.execute(
        update(ProjectTicketRow).where(ProjectTicketRow.project_id == number).values(open=False)
    )
