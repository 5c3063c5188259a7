"""The books as they grow: `python -m benchmarks.ledger [10000 100000 …]`.

How long a household waits for its balance (what it can spend, what is in publicity, what it earned this
year, its last entries) when the books hold this many postings, and how many entries a second are posted,
beside a plain INSERT of the same rows. SQLite, one connection, on a file.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import program
from domain.points import Account, AccountKind, Act, Book, issue, settle
from storage.database import Database
from storage.migrations import migrate
from storage.points import books
from storage.points.tables import AccountRow, EntryRow, PostingRow

SIZES = (10_000, 100_000, 1_000_000)
HOUSEHOLDS = 2_000
ASKED = 400
POSTED = 2_000
BATCH = 20_000  # rows of one statement while the books are filled
A_CLAIM = 4  # postings: issued into publicity, then counted
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
FIRST = date(2016, 1, 1)
DAYS = 3_900
KINDS = (AccountKind.SPENDABLE, AccountKind.PUBLIC)


def home(number: int) -> str:
    return f"H{number % HOUSEHOLDS:05}"


async def opened(database: Database) -> None:
    """Accounts of every household, and the community's own."""
    accounts = [Account(kind, home(n)) for n in range(HOUSEHOLDS) for kind in KINDS]
    accounts.append(Account(AccountKind.ISSUED, "XL"))
    async with database.transaction() as session:
        await session.execute(insert(AccountRow), [
            {"book": a.book.value, "kind": a.kind.value, "holder": a.holder} for a in accounts
        ])  # fmt: skip


async def fill(database: Database, before: int, size: int) -> None:
    """Claims that have counted, of ten years, until the books hold this many postings."""
    issued = 2 * HOUSEHOLDS + 1
    for start in range(before // A_CLAIM, size // A_CLAIM, BATCH // A_CLAIM):
        numbers = range(start, min(start + BATCH // A_CLAIM, size // A_CLAIM))
        entries, postings = [], []
        for n in numbers:
            day, household = FIRST + timedelta(days=n % DAYS), n % HOUSEHOLDS
            spendable, public = 2 * household + 1, 2 * household + 2
            for part, (source, target) in enumerate(((issued, public), (public, spendable))):
                entry = 2 * n + part + 1
                entries.append(_entry(entry, f"fill/{entry}", home(household), day))
                postings += [
                    {"entry_id": entry, "account_id": account, "amount": amount}
                    for account, amount in ((source, -3), (target, 3))
                ]
        async with database.transaction() as session:
            await session.execute(insert(EntryRow), entries)
            await session.execute(insert(PostingRow), postings)
    async with database.transaction() as session:
        await books.rebuild(session)


def _entry(number: int, key: str, holder: str, day: date) -> dict[str, object]:
    return {
        "id": number, "key": key, "book": Book.HOUSEHOLD.value, "holder": holder, "day": day,
        "rule": "+03", "note": "", "evidence": "", "created_at": NOW,
    }  # fmt: skip


async def answer(session: AsyncSession, household: str) -> None:
    """What `我有多少分` asks of the books."""
    await books.balances(session, household)
    await books.earned_between(session, household, date(2026, 1, 1), date(2026, 12, 31))
    rows = await books.last_entries(session, household, limit=12)
    await books.moved(session, [row.id for row in rows])


async def waited(database: Database) -> tuple[float, float]:
    """Median and 99th percentile of an answer, in milliseconds."""
    spent = []
    for number in range(ASKED):
        began = time.perf_counter()
        async with database.reading() as session:
            await answer(session, home(number * 7))
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=100)[-1]


async def by_books(session: AsyncSession, number: int) -> None:
    """One entry through the only way in."""
    act = Act(f"new/{number}", home(number), date(2026, 12, 1), "+03", community="XL")
    made = issue(act, 3, effective=False) if number % 2 == 0 else settle(
        Act(f"new/{number}", home(number - 1), date(2026, 12, 1), "+03", community="XL"), 3
    )  # fmt: skip
    await books.post(session, [(made, books.Grounds())], NOW)


async def by_hand(session: AsyncSession, number: int) -> None:
    """The same three rows, and nothing that keeps them true."""
    entry = 10**9 + number
    await session.execute(
        insert(EntryRow), [_entry(entry, f"hand/{number}", home(number), date(2026, 12, 1))]
    )
    await session.execute(insert(PostingRow), [
        {"entry_id": entry, "account_id": 1, "amount": 3},
        {"entry_id": entry, "account_id": 2, "amount": -3},
    ])  # fmt: skip


async def a_second(
    database: Database, post: Callable[[AsyncSession, int], Awaitable[None]]
) -> float:
    """Entries a second, each in its own transaction, as a person's press has it."""
    began = time.perf_counter()
    for number in range(POSTED):
        async with database.transaction() as session:
            await post(session, number)
    return POSTED / (time.perf_counter() - began)


async def main(sizes: tuple[int, ...]) -> None:
    """Fill the books step by step, and ask at each."""
    rows, before = [], 0
    async with program.folder() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/books.db")
        await migrate(database)
        await opened(database)
        for size in sizes:
            await fill(database, before, size)
            before = size
            median, slow = await waited(database)
            rows.append(
                (f"balance at {size:,} postings", f"**{median:.1f} ms**, p99 {slow:.1f} ms")
            )
        posted, plain = await a_second(database, by_books), await a_second(database, by_hand)
        await database.close()
    rows.append((f"entries a second, at {before:,} postings", f"**{posted:.0f}**"))
    rows.append(("a plain INSERT of the same rows", f"{plain:.0f}"))
    program.heading("The books")
    program.table(rows)


if __name__ == "__main__":
    asyncio.run(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
