"""Files that are to be deleted: told in the transaction that lets go of them, done by the machine."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.privacy.tables import DiscardedRow


async def paths(session: AsyncSession, *, limit: int) -> list[str]:
    """Files that nobody may have any more."""
    return list(await session.scalars(select(DiscardedRow.path).limit(limit)))


async def settle(session: AsyncSession, gone: Collection[str]) -> None:
    """These files are deleted."""
    await session.execute(delete(DiscardedRow).where(DiscardedRow.path.in_(gone)))
