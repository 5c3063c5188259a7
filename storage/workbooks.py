"""Workbooks that somebody has sent and looks through before they are taken in."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

LASTS = timedelta(hours=1)
"""So long somebody looks through what would change."""
TAKEN = "taken"


class WorkbookRow(Base):
    """A workbook between being sent and being taken in."""

    __tablename__ = "workbooks"

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), comment="who sent it")
    name: Mapped[str] = mapped_column(comment="of the file")
    data: Mapped[bytes] = mapped_column(
        LargeBinary,
        comment="the file itself, names and phones of staff: an hour, or until taken in",
    )
    mark: Mapped[str] = mapped_column(comment="of the difference that was shown")
    at: Mapped[datetime] = mapped_column(index=True)

    @property
    def taken(self) -> tuple[int, int] | None:
        """How many rows were added and changed, where it has been taken in."""
        kind, _, counts = self.mark.partition("/")
        added, _, changed = counts.partition("/")
        return (int(added), int(changed)) if kind == TAKEN else None


async def keep(session: AsyncSession, row: WorkbookRow) -> None:
    """Keep what somebody sent; what they had sent before goes."""
    await session.execute(delete(WorkbookRow).where(WorkbookRow.person_id == row.person_id))
    session.add(row)


async def sent(session: AsyncSession, key: str, person: int, now: datetime) -> WorkbookRow | None:
    """The workbook that somebody looks through, while it is there; nobody else's."""
    return await session.scalar(
        select(WorkbookRow).where(
            WorkbookRow.key == key, WorkbookRow.person_id == person, WorkbookRow.at > now - LASTS
        )
    )


async def empty(session: AsyncSession, key: str, added: int, changed: int) -> None:
    """It has been taken in: the file goes, and whoever presses twice hears the same again."""
    await session.execute(
        update(WorkbookRow)
        .where(WorkbookRow.key == key)
        .values(data=b"", mark=f"{TAKEN}/{added}/{changed}")
    )


async def forget(session: AsyncSession, now: datetime) -> None:
    """What nobody took in within the hour goes."""
    await session.execute(delete(WorkbookRow).where(WorkbookRow.at <= now - LASTS))
