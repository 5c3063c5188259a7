"""The books: a double-entry ledger in whole units, to which entries are only ever added.

The same few moves serve four books: what households earn, what party members serve, hours given,
and the goods on the shop's shelf. An entry's postings sum to zero, a balance is a sum, and a mistake
is reversed by an entry that names it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.refusals import Refusal

OPENING = "OPEN"
REDEEM = "REDEEM"
EXPIRE = "EXPIRE"
SPLIT = "SPLIT"
MERGE = "MERGE"
NOT_EARNED = frozenset({OPENING, REDEEM, EXPIRE, SPLIT, MERGE})
"""Rules that say nothing about what a household did."""


class BadEntry(ValueError):  # noqa: N818 - reads as what it is
    """An entry that no books take; its words say which and why. A fault, never an answer."""


class Unbalanced(BadEntry):
    """Its postings do not sum to zero: points would come from nowhere."""


class Incomplete(BadEntry):
    """It moves nothing, or names no holder where it must."""


class Twice(BadEntry):
    """It is in the books already, or undoes what has been undone."""


class NotEnough(Refusal):
    """There is not so much on the account: nothing is ever overspent, or handed out twice."""


class Book(StrEnum):
    """Whose units an entry moves; those of one book never flow into another."""

    HOUSEHOLD = "household"
    """Merit points; the holder is a household's code."""
    MEMBER = "member"
    """Party members' service points; the holder is a person's number and the year: each begins anew."""
    HOURS = "hours"
    """Minutes that volunteers gave; the holder is a person's number."""
    GOODS = "goods"
    """Pieces in the shop; the holder is a good's code."""


class AccountKind(StrEnum):
    """The sides of the books; the first three are a holder's, the others the community's."""

    SPENDABLE = "spendable"
    """Free to use: effective points, goods on the shelf."""
    PUBLIC = "public"
    """In publicity (公示): counted, not yet to be spent."""
    RESERVED = "reserved"
    """Held for an order that has not been fetched."""
    ISSUED = "issued"
    """What the community has given out, or the shop has bought; always below zero."""
    REDEEMED = "redeemed"
    """What came back for goods, or was handed out."""
    EXPIRED = "expired"
    WRITTEN_OFF = "written_off"
    """What was undone or found missing after it had been spent: the community bears it."""
    MOVED = "moved"
    """What passes from one household's file to another's: zero again once both sides are posted."""


HOLDERS = frozenset({AccountKind.SPENDABLE, AccountKind.PUBLIC, AccountKind.RESERVED})
"""The kinds that are never below zero: somebody holds them."""


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account: a holder's, or a community's own (its code, or nothing where none is known)."""

    kind: AccountKind
    holder: str = ""
    book: Book = Book.HOUSEHOLD

    def __post_init__(self) -> None:
        """Refuse a holder's account without holder."""
        if self.kind in HOLDERS and not self.holder:
            raise Incomplete(self.kind.value)


@dataclass(frozen=True, slots=True)
class Posting:
    """What one entry does to one account."""

    account: Account
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One act that moved points."""

    key: str
    """Says why it exists (`claim/12/counts`): the same reason twice is one entry."""
    holder: str
    day: date
    """When it was done; the year that it counts for."""
    rule: str
    postings: tuple[Posting, ...]
    note: str = ""
    reverses: str | None = None
    """The key of the entry that this one undoes."""
    book: Book = Book.HOUSEHOLD

    def __post_init__(self) -> None:
        """Refuse what does not balance: points never come from nowhere."""
        if not self.postings or not all(posting.amount for posting in self.postings):
            raise Incomplete(self.key)
        if sum(posting.amount for posting in self.postings):
            raise Unbalanced(self.key)
        if {posting.account.book for posting in self.postings} != {self.book}:
            raise Unbalanced(self.key)

    @property
    def amount(self) -> int:
        """What it gave its holder, or took; what only moved between their own accounts is nothing."""
        return sum(part.amount for part in self.postings if part.account.kind in HOLDERS)


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry is about, before anybody says which accounts it moves."""

    key: str
    holder: str
    day: date
    rule: str
    note: str = ""
    community: str = ""
    book: Book = Book.HOUSEHOLD

    def moves(self, amount: int, source: AccountKind, target: AccountKind) -> Entry:
        """Take units from one account and put them onto another."""
        return self.of(
            Posting(self.account(source), -amount), Posting(self.account(target), amount)
        )

    def of(self, *postings: Posting) -> Entry:
        """The entry that makes these postings."""
        return Entry(
            self.key, self.holder, self.day, self.rule, postings, self.note, book=self.book
        )

    def account(self, kind: AccountKind) -> Account:
        """The holder's account of this kind, or the community's."""
        return Account(kind, self.holder if kind in HOLDERS else self.community, self.book)


def issue(act: Act, amount: int, *, effective: bool) -> Entry:
    """Give points (or, below zero, take them): into publicity first, unless they count at once."""
    target = AccountKind.SPENDABLE if effective else AccountKind.PUBLIC
    return act.moves(amount, AccountKind.ISSUED, target)


def settle(act: Act, amount: int) -> Entry:
    """Let points count: nobody objected while they were in publicity."""
    return act.moves(amount, AccountKind.PUBLIC, AccountKind.SPENDABLE)


def reserve(act: Act, amount: int) -> Entry:
    """Hold what is free for an order; the books refuse where there is not enough."""
    return act.moves(amount, AccountKind.SPENDABLE, AccountKind.RESERVED)


def release(act: Act, amount: int) -> Entry:
    """Give back what was held: the order was not fetched."""
    return act.moves(amount, AccountKind.RESERVED, AccountKind.SPENDABLE)


def redeem(act: Act, amount: int) -> Entry:
    """Use up what was held: the goods were fetched."""
    return act.moves(amount, AccountKind.RESERVED, AccountKind.REDEEMED)


def expire(act: Act, amount: int) -> Entry:
    """Let points go whose time is over."""
    return act.moves(amount, AccountKind.SPENDABLE, AccountKind.EXPIRED)


def hand_over(giving: Act, taking: Act, amount: int) -> tuple[Entry, Entry]:
    """Let free points pass from one holder's file to another's: posted together, or not at all.

    Each side has an entry of its own, so that both files tell what happened to them; neither has
    earned or spent anything by it, and the points keep the year of the entries' day.
    """
    return (
        giving.moves(amount, AccountKind.SPENDABLE, AccountKind.MOVED),
        taking.moves(amount, AccountKind.MOVED, AccountKind.SPENDABLE),
    )


def take_back(act: Act, amount: int, free: int) -> Entry:
    """Take effective points away, as far as they are there (floor 0); the community bears the rest.

    `free` is what the holder can spend now. Used where a decision or a mistake found late takes what
    may have been spent: nobody is ever in debt (domain rules c.2).
    """
    taken = min(amount, max(free, 0))
    wanted = (
        (AccountKind.SPENDABLE, -taken),
        (AccountKind.WRITTEN_OFF, taken - amount),
        (AccountKind.ISSUED, amount),
    )
    return act.of(*(Posting(act.account(kind), part) for kind, part in wanted if part))


def reverse(entry: Entry, *, key: str, day: date, note: str = "") -> Entry:
    """Undo an entry by another that names it; both stay in the books."""
    undone = tuple(Posting(posting.account, -posting.amount) for posting in entry.postings)
    return Entry(
        key, entry.holder, day, entry.rule, undone, note, reverses=entry.key, book=entry.book
    )


class Books:
    """All entries, in order; every balance is their sum."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._undone: set[str] = set()
        self._sums: Counter[Account] = Counter()
        for entry in entries:
            self.post(entry)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that was ever posted."""
        return tuple(self._entries.values())

    def post(self, entry: Entry) -> None:
        """Add an entry; nothing is ever taken out again.

        Raises `Twice` for the same key, or for undoing one entry a second time; `NotEnough` where a
        holder's account would fall below zero.
        """
        if entry.key in self._entries or entry.reverses in self._undone:
            raise Twice(entry.key)
        moved: Counter[Account] = Counter()
        for posting in entry.postings:
            moved[posting.account] += posting.amount
        for account, amount in moved.items():
            if account.kind in HOLDERS and amount < 0 and self._sums[account] + amount < 0:
                raise NotEnough(wanted=-amount, free=self._sums[account])
        for account, amount in moved.items():
            self._sums[account] += amount
        self._entries[entry.key] = entry
        if entry.reverses:
            self._undone.add(entry.reverses)

    def balance(self, account: Account) -> int:
        """What is on an account."""
        return self._sums[account]

    def balances(self) -> Mapping[Account, int]:
        """Every account that holds something."""
        return {account: amount for account, amount in self._sums.items() if amount}


def earned_in(entries: Iterable[Entry], holder: str, year: int) -> int:
    """Count what a holder earned in a year; opening balances, spending and expiry say nothing of it."""
    return sum(
        entry.amount
        for entry in entries
        if entry.holder == holder and entry.day.year == year and entry.rule not in NOT_EARNED
    )
