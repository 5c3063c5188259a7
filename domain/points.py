"""Points that people trust: a double-entry ledger for households, in whole points (domain rules c).

Nothing is ever edited: an entry's postings sum to zero, a balance is a sum, and a mistake is
reversed by an entry that names it.
"""

import csv
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.refusals import Refusal

OPENING = "OPEN"
REDEEM = "REDEEM"
NOT_EARNED = frozenset({OPENING, REDEEM})
"""Rules that say nothing about what a household did."""
WINDOW_MONTHS = (3, 6, 9, 12)  # c.3: redemption once a quarter
WINDOW_OPENS = 21  # the day of the month; it closes with the month
PUBLIC_FROM = 3  # c.3: last month's entries are listed on the 3rd
PUBLIC_DAYS = 7  # natural days, effective on the eighth


class BadEntry(ValueError):  # noqa: N818 - reads as what it is
    """An entry that no books take; its words say which and why. A fault, never an answer."""


class Unbalanced(BadEntry):
    """Its postings do not sum to zero: points would come from nowhere."""


class Incomplete(BadEntry):
    """It moves nothing, or names no household where it must."""


class Twice(BadEntry):
    """It is in the books already, or undoes what has been undone."""


class NotEnough(Refusal):
    """The household does not have so many points to spend."""


class AccountKind(StrEnum):
    """The sides of the books; the first three are a household's, the others the community's."""

    SPENDABLE = "spendable"
    PUBLIC = "public"
    """In publicity (公示): counted, not yet to be spent."""
    RESERVED = "reserved"
    """Held for an order that has not been fetched."""
    ISSUED = "issued"
    """What the community has given out; always below zero."""
    REDEEMED = "redeemed"
    """What came back for goods."""
    EXPIRED = "expired"


HOUSEHOLDS = frozenset({AccountKind.SPENDABLE, AccountKind.PUBLIC, AccountKind.RESERVED})


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account: a household's, or the community's own (no household)."""

    kind: AccountKind
    household: str = ""

    def __post_init__(self) -> None:
        """Refuse a household's account without household, and the reverse."""
        if bool(self.household) != (self.kind in HOUSEHOLDS):
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
    household: str
    day: date
    """When it was done; the year that it counts for."""
    rule: str
    postings: tuple[Posting, ...]
    note: str = ""
    reverses: str | None = None
    """The key of the entry that this one undoes."""

    def __post_init__(self) -> None:
        """Refuse what does not balance: points never come from nowhere."""
        if not self.postings or not all(posting.amount for posting in self.postings):
            raise Incomplete(self.key)
        if sum(posting.amount for posting in self.postings):
            raise Unbalanced(self.key)


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry is about, before anybody says which accounts it moves."""

    key: str
    household: str
    day: date
    rule: str
    note: str = ""

    def moves(self, points: int, source: AccountKind, target: AccountKind) -> Entry:
        """Take points from one account and put them onto another."""
        postings = (Posting(self._account(source), -points), Posting(self._account(target), points))
        return Entry(self.key, self.household, self.day, self.rule, postings, self.note)

    def _account(self, kind: AccountKind) -> Account:
        return Account(kind, self.household if kind in HOUSEHOLDS else "")


def issue(act: Act, points: int, *, effective: bool) -> Entry:
    """Give points (or, below zero, take them): into publicity first, unless they count at once."""
    target = AccountKind.SPENDABLE if effective else AccountKind.PUBLIC
    return act.moves(points, AccountKind.ISSUED, target)


def settle(act: Act, points: int) -> Entry:
    """Let points count: nobody objected while they were in publicity."""
    return act.moves(points, AccountKind.PUBLIC, AccountKind.SPENDABLE)


def reserve(act: Act, points: int, books: "Books") -> Entry:
    """Hold points for an order.

    Raises `NotEnough`: only effective, unspent points can be held.
    """
    spendable = books.balance(Account(AccountKind.SPENDABLE, act.household))
    if not 0 < points <= spendable:
        raise NotEnough(wanted=points, spendable=spendable)
    return act.moves(points, AccountKind.SPENDABLE, AccountKind.RESERVED)


def release(act: Act, points: int) -> Entry:
    """Give held points back: the order was not fetched."""
    return act.moves(points, AccountKind.RESERVED, AccountKind.SPENDABLE)


def redeem(act: Act, points: int) -> Entry:
    """Spend held points: the goods were fetched."""
    return act.moves(points, AccountKind.RESERVED, AccountKind.REDEEMED)


def reverse(entry: Entry, *, key: str, day: date, note: str = "") -> Entry:
    """Undo an entry by another that names it; both stay in the books."""
    undone = tuple(Posting(posting.account, -posting.amount) for posting in entry.postings)
    return Entry(key, entry.household, day, entry.rule, undone, note, reverses=entry.key)


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

        Raises `Twice` for the same key, or for undoing one entry a second time.
        """
        if entry.key in self._entries or entry.reverses in self._undone:
            raise Twice(entry.key)
        self._entries[entry.key] = entry
        if entry.reverses:
            self._undone.add(entry.reverses)
        for posting in entry.postings:
            self._sums[posting.account] += posting.amount

    def balance(self, account: Account) -> int:
        """What is on an account."""
        return self._sums[account]

    def balances(self) -> Mapping[Account, int]:
        """Every account that holds something."""
        return {account: amount for account, amount in self._sums.items() if amount}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a household hears when it asks for its points."""

    spendable: int
    public: int
    reserved: int
    earned: int
    """This year; spending does not lower it."""
    window: tuple[date, date]
    """First and last day of the redemption that is open or comes next."""


def summary(books: Books, household: str, today: date) -> Summary:
    """Sum up a household's points as of today."""
    spendable, public, reserved = (
        books.balance(Account(kind, household))
        for kind in (AccountKind.SPENDABLE, AccountKind.PUBLIC, AccountKind.RESERVED)
    )
    earned = earned_in(books.entries, household, today.year)
    return Summary(spendable, public, reserved, earned, next_window(today))


def earned_in(entries: Iterable[Entry], household: str, year: int) -> int:
    """Count what a household earned in a year; opening balances and spending say nothing of it."""
    return sum(
        posting.amount
        for entry in entries
        if entry.day.year == year and entry.rule not in NOT_EARNED
        for posting in entry.postings
        if posting.account.household == household
    )


def next_window(today: date) -> tuple[date, date]:
    """Find the redemption that is open today, or the next: 21st to last day of the quarter."""
    month = next(month for month in WINDOW_MONTHS if today.month <= month)
    opens = date(today.year, month, WINDOW_OPENS)
    return opens, opens.replace(day=monthrange(today.year, month)[1])


def publicity(day: date, calendar: Calendar) -> tuple[date, date]:
    """Tell when an act is listed in public, and from which day its points count.

    Listed on the 3rd of the next month (the next working day if that is a day off) for seven
    natural days; they count from the eighth.
    """
    third = (day.replace(day=1) + timedelta(days=31)).replace(day=PUBLIC_FROM)
    listed = third if calendar.is_working(third) else calendar.next_working(third)
    return listed, listed + timedelta(days=PUBLIC_DAYS)


class Period(StrEnum):
    """What a cap is counted over."""

    ONCE = "once"
    EVENT = "event"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Cap:
    """No more points than this, per household, in a period."""

    points: int
    period: Period


@dataclass(frozen=True, slots=True)
class Rule:
    """What an act is worth, between two days."""

    code: str
    name: str
    points: int
    levels: tuple[int, ...]
    """Where it depends on who commends: from the community to the nation."""
    caps: tuple[Cap, ...]
    evidence: str
    valid_from: date
    valid_until: date | None
    active: bool

    def holds(self, day: date) -> bool:
        """Whether an act of this day is counted by it; a change never reaches back."""
        began = self.valid_from <= day
        return self.active and began and (self.valid_until is None or day <= self.valid_until)


class BadRules(ValueError):  # noqa: N818 - reads as what it is
    """A row of the rules cannot be read; its words name the row and why."""


def rule_code(text: str) -> str:
    """Write a rule's code the one way: `−07`, `－07` and `-7` are `-07`."""
    code = re.sub(r"[−–—]", "-", unicodedata.normalize("NFKC", text).strip()).upper()
    found = re.fullmatch(r"([+-]?)(\d{1,2})", code)
    return f"{found[1] or '+'}{int(found[2]):02}" if found else code


def load_rules(text: str) -> tuple[Rule, ...]:
    """Read what acts are worth from a table (CSV, headings in the first line).

    Raises `BadRules` naming the row that cannot be read.
    """
    rules = []
    for number, cells in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            rules.append(_rule(cells))
        except (ValueError, KeyError, AttributeError, IndexError) as error:
            raise BadRules(f"row {number}: {error}") from error
    return tuple(rules)


def _rule(cells: Mapping[str, str]) -> Rule:
    levels = tuple(int(points) for points in cells["points"].split("/"))
    until = cells["until"].strip()
    return Rule(
        code=rule_code(cells["code"]),
        name=cells["name"],
        points=levels[0],
        levels=levels if len(levels) > 1 else (),
        caps=parse_caps(cells["cap"], cells["period"]),
        evidence=cells["evidence"],
        valid_from=date.fromisoformat(cells["from"].strip()),
        valid_until=date.fromisoformat(until) if until else None,
        active=cells.get("active", "yes") != "no",
    )


def parse_caps(cap: str, period: str) -> tuple[Cap, ...]:
    """Read caps as the workbook writes them: `8;20` beside `event;month`."""
    numbers, periods = cap.strip(), period.strip()
    if not numbers:
        return ()
    pairs = zip(numbers.split(";"), periods.split(";"), strict=True)
    return tuple(Cap(int(number), Period(name)) for number, name in pairs)
