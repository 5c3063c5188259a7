"""The ledger as the database keeps it: posting, reading, and comparing the cache with the postings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points import (
    HOLDERS,
    NOT_EARNED,
    Account,
    AccountKind,
    Book,
    Entry,
    NotEnough,
    Posting,
)
from storage.places import upsert_for
from storage.points.tables import AccountRow, BalanceRow, EntryRow, PostingRow

CHUNK = 1_000  # rows of a statement; both databases limit what one may name
_HOLDERS = tuple(kind.value for kind in HOLDERS)


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what an entry stands: the rule's version, what shows it, who proposed and approved it."""

    rule_id: int | None = None
    evidence: str = ""
    proposed_by: int | None = None
    approved_by: int | None = None


async def post(
    session: AsyncSession, made: Sequence[tuple[Entry, Grounds]], now: datetime
) -> frozenset[str]:
    """Add entries to the books; those whose key is known already change nothing.

    Returns the keys that are new. Raises `NotEnough` where a holder's account would fall below
    zero: the transaction has to be rolled back then. What is posted together is weighed together,
    as the one act that it is. Safe against others posting at the same time, since each account's
    floor is held by one UPDATE.
    """
    new: set[str] = set()
    for first in range(0, len(made), CHUNK):
        new |= await _post(session, made[first : first + CHUNK], now)
    return frozenset(new)


async def _post(
    session: AsyncSession, made: Sequence[tuple[Entry, Grounds]], now: datetime
) -> set[str]:
    undone = await _numbers(session, [entry.reverses for entry, _ in made if entry.reverses])
    add = upsert_for(session)
    rows = await session.execute(
        add(EntryRow)
        .values([_values(entry, grounds, undone, now) for entry, grounds in made])
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(EntryRow.key, EntryRow.id)
    )
    new: dict[str, int] = {row.key: row.id for row in rows}
    posted = [entry for entry, _ in made if entry.key in new]
    if not posted:
        return set()
    numbers = await _accounts(
        session, {part.account for entry in posted for part in entry.postings}
    )
    await session.execute(
        insert(PostingRow),
        [
            {
                "entry_id": new[entry.key],
                "account_id": numbers[part.account],
                "amount": part.amount,
            }
            for entry in posted
            for part in entry.postings
        ],
    )
    await _move(session, posted, numbers)
    return set(new)


def _values(
    entry: Entry, grounds: Grounds, undone: Mapping[str, int], now: datetime
) -> dict[str, object]:
    return {
        "key": entry.key, "book": entry.book.value, "holder": entry.holder, "day": entry.day,
        "rule": entry.rule, "note": entry.note, "rule_id": grounds.rule_id,
        "evidence": grounds.evidence, "proposed_by": grounds.proposed_by,
        "approved_by": grounds.approved_by, "created_at": now,
        "reverses": undone[entry.reverses] if entry.reverses else None,
    }  # fmt: skip


async def _numbers(session: AsyncSession, keys: Sequence[str]) -> dict[str, int]:
    return {key: row.id for key, row in (await entries_with(session, keys)).items()} if keys else {}


async def _accounts(session: AsyncSession, wanted: Collection[Account]) -> dict[Account, int]:
    """The numbers of accounts, opened when they are first needed."""
    known = await _known(session, wanted)
    missing = sorted(set(wanted) - set(known))
    if missing:
        add = upsert_for(session)
        await session.execute(
            add(AccountRow)
            .values(
                [{"book": a.book.value, "kind": a.kind.value, "holder": a.holder} for a in missing]
            )
            .on_conflict_do_nothing(index_elements=["book", "kind", "holder"])
        )
        known |= await _known(session, missing)
    return known


async def _known(session: AsyncSession, wanted: Collection[Account]) -> dict[Account, int]:
    named = tuple_(AccountRow.book, AccountRow.kind, AccountRow.holder)
    rows = await session.execute(
        select(AccountRow.id, AccountRow.book, AccountRow.kind, AccountRow.holder).where(
            named.in_([(a.book.value, a.kind.value, a.holder) for a in wanted])
        )
    )
    return {Account(AccountKind(row.kind), row.holder, Book(row.book)): row.id for row in rows}


async def _move(
    session: AsyncSession, posted: Iterable[Entry], numbers: Mapping[Account, int]
) -> None:
    """Carry the entries over into the cached balances, always in one order: nobody deadlocks."""
    moved: Counter[Account] = Counter()
    for entry in posted:
        for part in entry.postings:
            if part.account.kind in HOLDERS:
                moved[part.account] += part.amount
    for account in sorted(moved, key=numbers.__getitem__):
        await _shift(session, numbers[account], account, moved[account])


async def _shift(session: AsyncSession, number: int, account: Account, amount: int) -> None:
    if amount >= 0:
        add = upsert_for(session)(BalanceRow).values(account_id=number, amount=amount)
        raised = BalanceRow.amount + add.excluded.amount
        await session.execute(
            add.on_conflict_do_update(index_elements=["account_id"], set_={"amount": raised})
        )
        return
    left = await session.execute(
        update(BalanceRow)
        .where(BalanceRow.account_id == number, BalanceRow.amount + amount >= 0)
        .values(amount=BalanceRow.amount + amount)
        .returning(BalanceRow.amount)
        .execution_options(synchronize_session=False)
    )
    if left.first() is None:
        held = await session.scalar(
            select(BalanceRow.amount).where(BalanceRow.account_id == number)
        )
        raise NotEnough(
            wanted=-amount, free=held or 0, book=account.book.value, holder=account.holder
        )


async def balances(
    session: AsyncSession, holder: str, book: Book = Book.HOUSEHOLD
) -> dict[AccountKind, int]:
    """What a holder has on each account; what was never used is zero."""
    rows = await session.execute(
        select(AccountRow.kind, BalanceRow.amount)
        .join(BalanceRow, BalanceRow.account_id == AccountRow.id)
        .where(
            AccountRow.book == book.value,
            AccountRow.holder == holder,
            AccountRow.kind.in_(_HOLDERS),
        )
    )
    return dict.fromkeys(HOLDERS, 0) | {AccountKind(kind): amount for kind, amount in rows}


async def entries_with(session: AsyncSession, keys: Sequence[str]) -> dict[str, EntryRow]:
    """The entries that these keys name."""
    found: dict[str, EntryRow] = {}
    for first in range(0, len(keys), CHUNK):
        chunk = keys[first : first + CHUNK]
        rows = await session.scalars(select(EntryRow).where(EntryRow.key.in_(chunk)))
        found |= {row.key: row for row in rows}
    return found


async def entry_of(session: AsyncSession, key: str) -> Entry | None:
    """An entry as the books know it, with its postings; to be reversed, or shown."""
    row = (await entries_with(session, [key])).get(key)
    if row is None:
        return None
    named = await session.execute(
        select(PostingRow.amount, AccountRow.kind, AccountRow.holder)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(PostingRow.entry_id == row.id)
        .order_by(PostingRow.id)
    )
    book = Book(row.book)
    parts = tuple(
        Posting(Account(AccountKind(part.kind), part.holder, book), part.amount) for part in named
    )
    before = await session.get(EntryRow, row.reverses) if row.reverses else None
    return Entry(
        row.key, row.holder, row.day, row.rule, parts, row.note,
        reverses=before.key if before else None, book=book,
    )  # fmt: skip


async def last_entries(
    session: AsyncSession, holder: str, *, book: Book = Book.HOUSEHOLD, limit: int = 3
) -> list[EntryRow]:
    """The newest that happened to a holder."""
    rows = await session.scalars(
        select(EntryRow)
        .where(EntryRow.book == book.value, EntryRow.holder == holder)
        .order_by(EntryRow.day.desc(), EntryRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def entries_between(
    session: AsyncSession, holder: str, first: date, last: date, *, book: Book = Book.HOUSEHOLD
) -> list[EntryRow]:
    """What happened to a holder from one day to another, both counted, the newest first."""
    rows = await session.scalars(
        select(EntryRow)
        .where(
            EntryRow.book == book.value,
            EntryRow.holder == holder,
            EntryRow.day.between(first, last),
            EntryRow.rule.not_in(NOT_EARNED),
        )
        .order_by(EntryRow.day.desc(), EntryRow.id.desc())
        .limit(CHUNK)
    )
    return list(rows)


async def moved(session: AsyncSession, entries: Sequence[int]) -> dict[int, int]:
    """What each of these entries gave its holder, or took."""
    found: dict[int, int] = {}
    for first in range(0, len(entries), CHUNK):
        chunk = entries[first : first + CHUNK]
        rows = await session.execute(
            select(PostingRow.entry_id, func.sum(PostingRow.amount))
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.kind.in_(_HOLDERS), PostingRow.entry_id.in_(chunk))
            .group_by(PostingRow.entry_id)
        )
        found |= {entry: int(amount) for entry, amount in rows}
    return found


async def earned_between(
    session: AsyncSession, holder: str, first: date, last: date, book: Book = Book.HOUSEHOLD,
    *, rule: str | None = None,
) -> int:  # fmt: skip
    """What a holder earned from one day to another, both counted; spending does not lower it.

    `rule` asks for one item alone.
    """
    item = EntryRow.rule.not_in(NOT_EARNED) if rule is None else EntryRow.rule == rule
    earned = await session.scalar(
        select(func.coalesce(func.sum(PostingRow.amount), 0))
        .join(EntryRow, EntryRow.id == PostingRow.entry_id)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(
            EntryRow.book == book.value, EntryRow.holder == holder,
            EntryRow.day.between(first, last), item, AccountRow.kind.in_(_HOLDERS),
        )
    )  # fmt: skip
    return int(earned or 0)


async def wrong_balances(session: AsyncSession, *, limit: int = 5) -> list[Account]:
    """Accounts whose cached balance is not the sum of their postings (for `huying doctor`)."""
    sums = _sums().subquery()
    rows = await session.execute(
        select(AccountRow.kind, AccountRow.holder, AccountRow.book)
        .join(sums, sums.c.account_id == AccountRow.id, isouter=True)
        .join(BalanceRow, BalanceRow.account_id == AccountRow.id, isouter=True)
        .where(
            AccountRow.kind.in_(_HOLDERS),
            func.coalesce(sums.c.amount, 0) != func.coalesce(BalanceRow.amount, 0),
        )
        .order_by(AccountRow.id)
        .limit(limit)
    )
    return [Account(AccountKind(row.kind), row.holder, Book(row.book)) for row in rows]


async def unbalanced(session: AsyncSession, *, limit: int = 5) -> list[int]:
    """Entries whose postings do not sum to zero: there are none, or somebody wrote by hand."""
    rows = await session.scalars(
        select(PostingRow.entry_id)
        .group_by(PostingRow.entry_id)
        .having(func.sum(PostingRow.amount) != 0)
        .order_by(PostingRow.entry_id)
        .limit(limit)
    )
    return list(rows)


async def rebuild(session: AsyncSession) -> None:
    """Reckon every cached balance anew from the postings."""
    await session.execute(delete(BalanceRow))
    holders = select(AccountRow.id).where(AccountRow.kind.in_(_HOLDERS))
    sums = _sums().where(PostingRow.account_id.in_(holders))
    await session.execute(insert(BalanceRow).from_select(["account_id", "amount"], sums))


def _sums() -> Select[int, int]:
    return select(
        PostingRow.account_id, func.coalesce(func.sum(PostingRow.amount), 0).label("amount")
    ).group_by(PostingRow.account_id)


async def totals(session: AsyncSession, book: Book, community: str) -> dict[AccountKind, int]:
    """What a community's own accounts say: issued, redeemed, expired, written off."""
    found: dict[AccountKind, int] = defaultdict(int)
    rows = await session.execute(
        select(AccountRow.kind, func.coalesce(func.sum(PostingRow.amount), 0))
        .join(PostingRow, PostingRow.account_id == AccountRow.id)
        .where(
            AccountRow.book == book.value, AccountRow.holder == community,
            AccountRow.kind.not_in(_HOLDERS),
        )
        .group_by(AccountRow.kind)
    )  # fmt: skip
    return found | {AccountKind(kind): int(amount) for kind, amount in rows}
