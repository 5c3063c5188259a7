"""Orders of the morality shop, and when each community gives them out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points import HOLDERS, AccountKind
from domain.points.orders import OrderState
from storage.base import Base
from storage.places import add_once, upsert_for
from storage.points.tables import AccountRow, EntryRow, GoodRow, PostingRow

PAGE = 50
MOST_OPEN = 500  # orders that wait at once


class WindowRow(Base):
    """A redemption window that somebody has set; a quarter without one has the usual days."""

    __tablename__ = "shop_windows"
    __table_args__ = (UniqueConstraint("community", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str] = mapped_column(comment="empty = where nobody knows the community")
    quarter: Mapped[date] = mapped_column(comment="its first day")
    opens: Mapped[date]
    closes: Mapped[date]
    hours: Mapped[str] = mapped_column(default="", comment="in words; holds for later ones too")
    place: Mapped[str] = mapped_column(default="", comment="in words; holds for later ones too")


class OrderRow(Base):
    """What one household exchanges in one window: points and goods are held until it is fetched."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_open", "state", "community"),
        Index("ix_orders_done", "community", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household: Mapped[str] = mapped_column(index=True, comment="whose points; with the ledger")
    community: Mapped[str] = mapped_column(comment="whose shop; empty where nobody knows")
    quarter: Mapped[date] = mapped_column(comment="its window")
    slot: Mapped[str | None] = mapped_column(
        unique=True, comment="household and window: one order; empty once it came to nothing"
    )
    state: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True, comment="in the code that is scanned")
    proxy_code: Mapped[str | None] = mapped_column(
        unique=True, comment="for whoever fetches it instead; used once, then empty"
    )
    made_at: Mapped[datetime]
    fetch_by: Mapped[datetime]
    done_at: Mapped[datetime | None]
    by_proxy: Mapped[bool] = mapped_column(default=False)


class OrderLineRow(Base):
    """One good of an order, at the price of that day."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    good: Mapped[str] = mapped_column(ForeignKey("goods.code"), index=True)
    name: Mapped[str]
    pieces: Mapped[int]
    price: Mapped[int]
    cents: Mapped[int]


async def windows(
    session: AsyncSession, community: str, since: date | None = None
) -> list[WindowRow]:
    """The windows that were set for a community, in order."""
    rows = select(WindowRow).where(WindowRow.community == community).order_by(WindowRow.quarter)
    if since is not None:
        rows = rows.where(WindowRow.quarter >= since)
    return list(await session.scalars(rows))


async def set_window(session: AsyncSession, **values: Any) -> None:
    """Set the window of a community's quarter, or set it anew."""
    add = upsert_for(session)(WindowRow).values(**values)
    changed = {name: values[name] for name in ("opens", "closes", "hours", "place")}
    await session.execute(
        add.on_conflict_do_update(index_elements=["community", "quarter"], set_=changed)
    )


async def begin(session: AsyncSession, **values: Any) -> int:
    """The household's order of a window: a new one, or that which takes the place already.

    Of several at once one is made, and the others wait for it here.
    """
    made = await add_once(session, OrderRow, "slot", **values, by_proxy=False)
    if made is None:
        made = await session.scalar(select(OrderRow.id).where(OrderRow.slot == values["slot"]))
    assert made is not None
    return int(made)


async def held(session: AsyncSession, number: int) -> OrderRow | None:
    """An order on which no other transaction takes a step meanwhile."""
    row: OrderRow | None = await session.scalar(
        select(OrderRow)
        .where(OrderRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def lines(session: AsyncSession, orders: Collection[int]) -> dict[int, list[OrderLineRow]]:
    """What each of these orders holds, in the order in which it was chosen."""
    found: dict[int, list[OrderLineRow]] = defaultdict(list)
    rows = select(OrderLineRow).where(OrderLineRow.order_id.in_(orders)).order_by(OrderLineRow.id)
    for row in await session.scalars(rows):
        found[row.order_id].append(row)
    return found


async def order(session: AsyncSession, number: int) -> OrderRow | None:
    """An order to be looked at."""
    return await session.get(OrderRow, number)


async def of_households(session: AsyncSession, households: Collection[str]) -> list[OrderRow]:
    """What these households can fetch."""
    rows = await session.scalars(
        select(OrderRow)
        .where(OrderRow.household.in_(households), OrderRow.state == OrderState.HELD.value)
        .order_by(OrderRow.id)
    )
    return list(rows)


async def in_slot(session: AsyncSession, slot: str) -> OrderRow | None:
    """The order that a household has, or had fetched, in a window."""
    row: OrderRow | None = await session.scalar(select(OrderRow).where(OrderRow.slot == slot))
    return row


async def waiting(session: AsyncSession, communities: Collection[str] | None) -> list[OrderRow]:
    """What waits to be fetched in these communities (None: in all), the most pressing first."""
    rows = select(OrderRow).where(OrderRow.state == OrderState.HELD.value)
    if communities is not None:
        rows = rows.where(OrderRow.community.in_(communities))
    return list(
        await session.scalars(rows.order_by(OrderRow.fetch_by, OrderRow.id).limit(MOST_OPEN))
    )


async def by_token(session: AsyncSession, token: str) -> OrderRow | None:
    """The order whose code was scanned."""
    row: OrderRow | None = await session.scalar(select(OrderRow).where(OrderRow.token == token))
    return row


async def by_code(session: AsyncSession, code: str) -> OrderRow | None:
    """The order that these six digits open."""
    row: OrderRow | None = await session.scalar(select(OrderRow).where(OrderRow.proxy_code == code))
    return row


async def after(session: AsyncSession, key: str) -> int:
    """What the holder of this entry had in hand when it was in the books: free and held together."""
    entry = await session.scalar(select(EntryRow).where(EntryRow.key == key))
    if entry is None:
        return 0
    kept = [kind.value for kind in HOLDERS - {AccountKind.PUBLIC}]
    found = await session.scalar(
        select(func.sum(PostingRow.amount))
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(
            AccountRow.book == entry.book, AccountRow.holder == entry.holder,
            AccountRow.kind.in_(kept), PostingRow.entry_id <= entry.id,
        )
    )  # fmt: skip
    return int(found or 0)


@dataclass(frozen=True, slots=True)
class Sums:
    """What was handed out: the report's numbers."""

    orders: int = 0
    households: int = 0
    pieces: int = 0
    points: int = 0
    cents: int = 0


async def handed_out(
    session: AsyncSession,
    communities: Collection[str] | None,
    first: datetime,
    last: datetime,
    *,
    good: str | None = None,
) -> Sums:
    """What these communities (None: all) handed out from one instant until before another."""
    rows = (
        select(
            func.count(func.distinct(OrderRow.id)), func.count(func.distinct(OrderRow.household)),
            func.coalesce(func.sum(OrderLineRow.pieces), 0),
            func.coalesce(func.sum(OrderLineRow.pieces * OrderLineRow.price), 0),
            func.coalesce(func.sum(OrderLineRow.pieces * OrderLineRow.cents), 0),
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(*_fetched(communities, first, last))
    )  # fmt: skip
    if good is not None:
        rows = rows.where(OrderLineRow.good == good)
    found = (await session.execute(rows)).one()
    return Sums(*(int(number) for number in found))


async def handed_out_by_good(
    session: AsyncSession, communities: Collection[str] | None, first: datetime, last: datetime
) -> list[tuple[str, Sums]]:
    """The same of each good, by its name."""
    rows = await session.execute(
        select(
            GoodRow.name, func.count(func.distinct(OrderRow.id)),
            func.count(func.distinct(OrderRow.household)), func.sum(OrderLineRow.pieces),
            func.sum(OrderLineRow.pieces * OrderLineRow.price),
            func.sum(OrderLineRow.pieces * OrderLineRow.cents),
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .join(GoodRow, GoodRow.code == OrderLineRow.good)
        .where(*_fetched(communities, first, last))
        .group_by(GoodRow.code, GoodRow.name)
        .order_by(GoodRow.code)
    )  # fmt: skip
    return [(name, Sums(*(int(number) for number in numbers))) for name, *numbers in rows]


def _fetched(communities: Collection[str] | None, first: datetime, last: datetime) -> Sequence[Any]:
    near = [] if communities is None else [OrderRow.community.in_(communities)]
    return [
        OrderRow.state == OrderState.FETCHED.value, OrderRow.done_at >= first,
        OrderRow.done_at < last, *near,
    ]  # fmt: skip
