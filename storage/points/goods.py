"""The shop's goods, and what of each is on the shelf: a sum in the books."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points import AccountKind, Book
from storage.points.tables import AccountRow, BalanceRow, GoodRow

MOST = 500  # goods of a shop


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces of one good."""

    free: int = 0
    """What can still be ordered."""
    held: int = 0
    """What stands on the shelf for orders that have not been fetched."""

    @property
    def counted(self) -> int:
        """What somebody finds who counts the shelf."""
        return self.free + self.held


def yuan(cents: int) -> str:
    """A value as it is written: `12.5`, `20`."""
    return f"{cents / 100:.2f}".rstrip("0").rstrip(".")


async def goods(
    session: AsyncSession, communities: Collection[str] | None = None, *, active: bool = False
) -> list[GoodRow]:
    """The goods of these communities' shops (None: of all), with those that are the whole street's."""
    rows = select(GoodRow).order_by(GoodRow.price, GoodRow.code).limit(MOST)
    if communities is not None:
        rows = rows.where(or_(GoodRow.community.is_(None), GoodRow.community.in_(communities)))
    if active:
        rows = rows.where(GoodRow.active)
    return list(await session.scalars(rows))


async def names(session: AsyncSession) -> tuple[str, ...]:
    """What can be had, by name."""
    rows = await session.scalars(
        select(GoodRow.name).where(GoodRow.active).order_by(GoodRow.name).limit(MOST)
    )
    return tuple(rows)


async def stocks(session: AsyncSession, codes: Collection[str]) -> dict[str, Stock]:
    """What of each good is there."""
    rows = await session.execute(
        select(AccountRow.holder, AccountRow.kind, BalanceRow.amount)
        .join(BalanceRow, BalanceRow.account_id == AccountRow.id)
        .where(AccountRow.book == Book.GOODS.value, AccountRow.holder.in_(codes))
    )
    sums = {(holder, kind): amount for holder, kind, amount in rows}
    return {
        code: Stock(
            sums.get((code, AccountKind.SPENDABLE.value), 0),
            sums.get((code, AccountKind.RESERVED.value), 0),
        )
        for code in codes
    }
