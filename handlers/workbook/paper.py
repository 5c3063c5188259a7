"""The sheet of the paper books: what each household had and did, in the books once, sums and all."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from domain.points import NOT_EARNED, OPENING, Act, Book, Entry, NotEnough, issue, rule_code
from domain.points.files import FileState
from handlers.workbook.files import Row
from handlers.workbook.point_rules import holding, versions
from handlers.workbook.taking import Taking, Verdict
from storage.points import books
from storage.points.books import Grounds
from storage.points.tables import EntryRow, HouseholdRow, RuleRow

SHEET = "entries"
CHUNK = 1_000  # entries asked for at once; both databases limit what a statement may name
PAPER = "paper"  # the evidence of what is carried over from books on paper
MOST_AT_ONCE = 100_000  # points of one line; more is a slip of the keys

Found = tuple[Entry, Grounds]


@dataclass(slots=True)
class Known:
    """What the books say before the sheet is taken in, and what it has said so far."""

    homes: dict[str, str]
    """The state of each household's file."""
    rules: dict[str, list[RuleRow]]
    today: date
    opened: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many opening balances a household has of a year, in which its points end: one or none."""
    counted: Counter[str] = field(default_factory=Counter)
    had: dict[str, int] = field(default_factory=dict)
    """Of a household, beside what stands in the sheet."""
    sums: Counter[str] = field(default_factory=Counter)


async def entries(taking: Taking, rows: list[Row]) -> None:
    """Entries of the paper books: effective at once, each by its key once."""
    known = await _known(taking)
    read = [(row, _entry(taking, row, known)) for row in rows]
    made = [(row, found) for row, found in read if found is not None]
    made = [(row, f) for row, f in made if taking.first(SHEET, row, "id", f[0].key)]
    before: dict[str, tuple[EntryRow, int]] = {}
    for first in range(0, len(made), CHUNK):
        before |= await _before(taking, made[first : first + CHUNK])
    await _weigh(taking, made, before, known)
    if any(problem.sheet == SHEET for problem in taking.problems):
        return  # nothing is kept; what is below zero by a fault above is no second fault
    new = [(row, found) for row, found in made if found[0].key not in before]
    for first in range(0, len(new), CHUNK):
        await _post(taking, new[first : first + CHUNK])


async def _known(taking: Taking) -> Known:
    session, today = taking.turn.session, taking.turn.world.today(taking.turn.now)
    homes = await session.execute(select(HouseholdRow.code, HouseholdRow.state))
    return Known({row.code: row.state for row in homes}, await versions(taking), today)


def _entry(taking: Taking, row: Row, known: Known) -> Found | None:
    """What a line says, where it can be said."""
    day, code = taking.day(SHEET, row, "date"), rule_code(row["rule"])
    home = _home(row["household"], known)
    if home is None:
        taking.wrong(SHEET, row, "household", "unknown")
    if code not in NOT_EARNED and code not in known.rules:
        taking.wrong(SHEET, row, "rule", "unknown")
    if day is not None and day > known.today:
        taking.wrong(SHEET, row, "date", "future")
    rule = holding(known.rules.get(code, []), day) if day else None
    amount = taking.number(SHEET, row, "points", rule.points if rule else None)
    if not amount and day is not None:
        taking.wrong(SHEET, row, "points", "missing")
    if day is None or not amount or home is None:
        return None
    if abs(amount) > MOST_AT_ONCE:
        taking.wrong(SHEET, row, "points", "too_much")
        return None
    key = row["id"] or _nth(known.counted, f"{home}/{day}/{code}")
    act = Act(key, home, day, code, row["note"])
    grounds = Grounds(rule.id if rule else None, PAPER, proposed_by=taking.turn.actor)
    return issue(act, amount, effective=True), grounds


def _home(said: str, known: Known) -> str | None:
    """The household of this number, also where it was typed in full width or small letters."""
    plain = unicodedata.normalize("NFKC", said)
    return next((one for one in (said, plain, plain.upper()) if one in known.homes), None)


def _nth(counted: Counter[str], base: str) -> str:
    """The key of a row without id: household, date and rule, and its how-manieth such row."""
    counted[base] += 1
    return f"{base}/{counted[base]}"


async def _before(taking: Taking, made: list[tuple[Row, Found]]) -> dict[str, tuple[EntryRow, int]]:
    """The entries that are in the books already, with what each moved."""
    session = taking.turn.session
    rows = await books.entries_with(session, [entry.key for _, (entry, _) in made])
    amounts = await books.moved(session, [row.id for row in rows.values()])
    return {key: (row, amounts.get(row.id, 0)) for key, row in rows.items()}


async def _weigh(
    taking: Taking,
    made: list[tuple[Row, Found]],
    before: dict[str, tuple[EntryRow, int]],
    known: Known,
) -> None:
    """Line by line: the same again, something else than the books say, or new and sound."""
    await _opened(taking, [e.holder for _, (e, _) in made if e.rule == OPENING], known)
    for row, (entry, _) in made:
        old = before.get(entry.key)
        if old is None:
            _new(taking, row, entry, known)
        elif _contradicts(*old, entry, row):
            taking.wrong(SHEET, row, "id", "recorded", entry.key)
        taking.became(SHEET, row, Verdict.ADDED if old is None else Verdict.SAME)
    await _had(taking, made, before, known)
    for row, (entry, _) in made:
        known.sums[entry.holder] += entry.amount
        stands = taking.number(SHEET, row, "balance")
        there = known.had.get(entry.holder, 0) + known.sums[entry.holder]
        if stands is not None and entry.key not in before and stands != there:
            taking.wrong(SHEET, row, "balance", "not_the_sum", str(there))


def _contradicts(before: EntryRow, moved: int, entry: Entry, row: Row) -> bool:
    """Whether a row says something else than the books, where nothing is ever changed."""
    same = (entry.holder, entry.day, entry.rule) == (before.holder, before.day, before.rule)
    return not same or bool(row["points"] and entry.amount != moved)


def _new(taking: Taking, row: Row, entry: Entry, known: Known) -> None:
    """A line that is not in the books yet: of an open file, which has one opening balance a year.

    A wrong one is taken back by a line of the opposite sign; then another may stand.
    """
    if known.homes[entry.holder] == FileState.CLOSED:
        taking.wrong(SHEET, row, "household", "closed_file")
    if entry.rule != OPENING:
        return
    year = entry.holder, entry.day.year
    stands = known.opened[year]
    if entry.amount < 0 and not stands:
        taking.wrong(SHEET, row, "points", "opens_below_zero")
    elif entry.amount > 0 and stands:
        taking.wrong(SHEET, row, "household", "opened_twice")
    known.opened[year] += 1 if entry.amount > 0 else -1


async def _opened(taking: Taking, homes: Sequence[str], known: Known) -> None:
    """Which of these households the books have opened already."""
    session = taking.turn.session
    for first in range(0, len(homes), CHUNK):
        rows = await session.scalars(
            select(EntryRow).where(
                EntryRow.book == Book.HOUSEHOLD.value, EntryRow.rule == OPENING,
                EntryRow.holder.in_(homes[first : first + CHUNK]),
            )
        )  # fmt: skip
        years = {row.id: (row.holder, row.day.year) for row in rows}
        for number, moved in (await books.moved(session, list(years))).items():
            known.opened[years[number]] += 1 if moved > 0 else -1


async def _had(
    taking: Taking,
    made: list[tuple[Row, Found]],
    before: dict[str, tuple[EntryRow, int]],
    known: Known,
) -> None:
    """What the households whose sums are to be checked have beside what stands in the sheet."""
    asked = {entry.holder for row, (entry, _) in made if row["balance"]}
    inside: Counter[str] = Counter()
    for row, moved in before.values():
        inside[row.holder] += moved
    for home in asked:
        sums = await books.balances(taking.turn.session, home)
        known.had[home] = sum(sums.values()) - inside[home]


async def _post(taking: Taking, made: list[tuple[Row, Found]]) -> None:
    try:
        await books.post(taking.turn.session, [found for _, found in made], taking.turn.now)
    except NotEnough as short:
        for row, (entry, _) in made:
            if entry.amount < 0 and entry.holder == short.facts.get("holder", entry.holder):
                taking.wrong(SHEET, row, "points", "below_zero")
