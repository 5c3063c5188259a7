"""Questions over the whole books: a year's order, what ends with it, and who orders nothing meanwhile."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points import EXPIRE, HOLDERS, NOT_EARNED, REDEEM, AccountKind, Book, Period
from domain.points.deductions import FALSE_EVIDENCE
from domain.points.times import span_of
from storage.points import books
from storage.points.tables import AccountRow, EntryRow, PostingRow

_THEIRS = tuple(kind.value for kind in HOLDERS)


async def left_of(
    session: AsyncSession, until: date, book: Book = Book.HOUSEHOLD, *, only: str | None = None
) -> dict[str, int]:
    """What is still free of all that each holder got until a day, the oldest being spent first."""
    whose = [] if only is None else [AccountRow.holder == only]
    gone = EntryRow.rule.in_((REDEEM, EXPIRE))
    got = func.sum(case((and_(~gone, EntryRow.day <= until), PostingRow.amount), else_=0))
    used = func.sum(case((gone, PostingRow.amount), else_=0))
    rows = await session.execute(
        select(AccountRow.holder, got + used)
        .join(PostingRow, PostingRow.account_id == AccountRow.id)
        .join(EntryRow, EntryRow.id == PostingRow.entry_id)
        .where(AccountRow.book == book.value, AccountRow.kind.in_(_THEIRS), *whose)
        .group_by(AccountRow.holder)
        .having(got + used > 0)
        .order_by(AccountRow.holder)
    )
    found: dict[str, int] = {}
    for holder, left in rows:
        held = await books.balances(session, holder, book)
        free = min(int(left) - held[AccountKind.RESERVED], held[AccountKind.SPENDABLE])
        if free > 0:
            found[holder] = free
    return found


async def holders_with(
    session: AsyncSession, items: Collection[str], first: date, last: date
) -> dict[str, str]:
    """The households with one of these items in this time, which nobody has reversed since."""
    undone = select(EntryRow.reverses).where(EntryRow.reverses.is_not(None))
    rows = await session.execute(
        select(EntryRow.holder, EntryRow.rule).where(
            EntryRow.book == Book.HOUSEHOLD.value, EntryRow.rule.in_(items),
            EntryRow.day.between(first, last), EntryRow.reverses.is_(None),
            EntryRow.id.not_in(undone),
        )
    )  # fmt: skip
    return {row.holder: row.rule for row in rows}


async def frozen_until(session: AsyncSession, household: str) -> date | None:
    """Until which day a household orders nothing: false evidence costs this quarter and the next."""
    undone = select(EntryRow.reverses).where(EntryRow.reverses.is_not(None))
    day = await session.scalar(
        select(func.max(EntryRow.day)).where(
            EntryRow.book == Book.HOUSEHOLD.value, EntryRow.holder == household,
            EntryRow.rule == FALSE_EVIDENCE, EntryRow.reverses.is_(None),
            EntryRow.id.not_in(undone),
        )
    )  # fmt: skip
    if day is None:
        return None
    _, this = span_of(Period.QUARTER, day)
    return span_of(Period.QUARTER, this + timedelta(days=1))[1]


async def earned_by_all(session: AsyncSession, first: date, last: date) -> dict[str, int]:
    """What every household earned from one day to another, both counted."""
    rows = await session.execute(
        select(EntryRow.holder, func.sum(PostingRow.amount))
        .join(PostingRow, PostingRow.entry_id == EntryRow.id)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(
            EntryRow.book == Book.HOUSEHOLD.value, EntryRow.day.between(first, last),
            EntryRow.rule.not_in(NOT_EARNED), AccountRow.kind.in_(_THEIRS),
        )
        .group_by(EntryRow.holder)
    )  # fmt: skip
    return {holder: int(points) for holder, points in rows}
