"""A household's file is divided or joined to another: proposed, agreed to by both sides, done (c.3)."""

import unicodedata
from collections.abc import Collection
from datetime import date

from domain.points import MERGE, SPLIT, AccountKind, Act, Entry, hand_over
from domain.points.files import (
    ChangeKind,
    ChangeState,
    ChangeWaits,
    CodeTaken,
    FileClosed,
    FileState,
    NotBothYet,
    NotSoMany,
    NotWithThat,
    PointsUnderWay,
    by_year,
)
from domain.refusals import Unknown
from domain.tickets.states import NeedsReason
from handlers.points.claims import community_of
from handlers.points.finding import households_meant
from handlers.turn import Turn
from storage.points import books, files, households, reckoning
from storage.points.books import Grounds
from storage.points.files import ChangeRow
from storage.points.tables import HouseholdRow

LONGEST_CODE = 30
LONGEST_NAME = 20
SHORTEST = 2
RULES = {ChangeKind.SPLIT: SPLIT, ChangeKind.MERGE: MERGE}


async def propose_split(
    turn: Turn, home: HouseholdRow, code: str, name: str, points: int, going: Collection[int]
) -> ChangeRow:
    """Part of a household is to have a file of its own, with so many points and these people.

    Raises:
        FileClosed, ChangeWaits: Nothing can be divided here now.
        CodeTaken, NotSoMany, NeedsReason: The new file cannot be meant so.

    """
    await _ready(turn, home)
    code, name = code.strip()[:LONGEST_CODE], name.strip()[:LONGEST_NAME]
    if len(code) < SHORTEST or not name:
        raise NotWithThat(code=code)
    code = unicodedata.normalize("NFKC", code)
    known = await households.looked_for(turn.session, code, [])
    if any(one.code.lower() == code.lower() for one in known):
        raise CodeTaken(code=code)  # h1 beside H1 would be one to whoever types it
    free = (await books.balances(turn.session, home.code))[AccountKind.SPENDABLE]
    if not 0 <= points <= free:
        raise NotSoMany(free=free)
    members = set(await households.members_of(turn.session, home.code))
    return await _propose(
        turn, home, ChangeKind.SPLIT, code, name=name, points=points,
        members=sorted(members & set(going)),
    )  # fmt: skip


async def propose_merge(turn: Turn, home: HouseholdRow, other: str) -> ChangeRow:
    """A household is to be one with another: all its free points and people go there.

    Raises:
        FileClosed, ChangeWaits, PointsUnderWay: It cannot be joined now.
        NotWithThat: The other file is none of an open household of this community.

    """
    await _ready(turn, home)
    code = other.strip()[:LONGEST_CODE]
    found = await households_meant(turn, code, {community_of(turn, home)})
    open_ones = [one for one in found if one.state == FileState.OPEN and one.code != home.code]
    if len(open_ones) != 1:
        raise NotWithThat(code=code)
    await _settled(turn, home.code)
    into = open_ones[0].code
    return await _propose(turn, home, ChangeKind.MERGE, into, name="", points=0, members=[])


async def _ready(turn: Turn, home: HouseholdRow) -> None:
    if home.state != FileState.OPEN:
        raise FileClosed
    if await waiting_change(turn, home.code) is not None:
        raise ChangeWaits


async def _settled(turn: Turn, code: str) -> None:
    sums = await books.balances(turn.session, code)
    claims = await files.undecided(turn.session, code)
    if sums[AccountKind.PUBLIC] or sums[AccountKind.RESERVED] or claims:
        raise PointsUnderWay


async def waiting_change(turn: Turn, code: str) -> ChangeRow | None:
    """The change of this file, on either side, that is proposed and not done."""
    rows = await files.changes_of(turn.session, code)
    return next((row for row in rows if row.state == ChangeState.PROPOSED), None)


async def _propose(
    turn: Turn, home: HouseholdRow, kind: ChangeKind, other: str, *, name: str, points: int,
    members: list[int],
) -> ChangeRow:  # fmt: skip
    row = ChangeRow(
        kind=kind.value, state=ChangeState.PROPOSED.value, slot=home.code, household=home.code,
        other=other, place=home.place, name=name, points=points, members=members, giving_yes="",
        other_yes="", asked_by=turn.actor, asked_at=turn.now,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("household.change_proposed", f"household/{home.code}", kind=kind.value, change=row.id)
    return row


async def agree(turn: Turn, number: int, *, giving: bool, name: str) -> ChangeRow:
    """Write down who agreed for one side, and when; the first word holds.

    Raises:
        NeedsReason: Nobody is named.

    """
    row = await _waiting(turn, number)
    name = name.strip()[:LONGEST_NAME]
    if not name:
        raise NeedsReason(act="agree")
    if giving and not row.giving_yes:
        row.giving_yes, row.giving_yes_at = name, turn.now
    if not giving and not row.other_yes:
        row.other_yes, row.other_yes_at = name, turn.now
    turn.note("household.agreed", f"household/{row.household}", change=row.id, giving=giving)
    return row


async def _waiting(turn: Turn, number: int) -> ChangeRow:
    row = await files.held_change(turn.session, number)
    if row is None or row.state != ChangeState.PROPOSED:
        raise Unknown
    return row


async def drop(turn: Turn, number: int) -> ChangeRow:
    """It is not done after all."""
    row = await _waiting(turn, number)
    row.state, row.slot, row.done_at, row.name = ChangeState.DROPPED.value, None, turn.now, ""
    turn.note("household.change_dropped", f"household/{row.household}", change=row.id)
    return row


async def carry_out(turn: Turn, number: int) -> ChangeRow:
    """Both have agreed: points and people pass over, and a file that was joined is closed.

    Raises:
        NotBothYet: One side has not agreed.
        FileClosed, PointsUnderWay, CodeTaken, NotSoMany: It cannot be done any more as it was meant.

    """
    row = await _waiting(turn, number)
    if not (row.giving_yes_at and row.other_yes_at):
        raise NotBothYet
    kind = ChangeKind(row.kind)
    if kind is ChangeKind.SPLIT:
        await _new_file(turn, row)
    held = await files.held_files(turn.session, (row.household, row.other))
    home, into = held[row.household], held[row.other]
    if home.state != FileState.OPEN or into.state != FileState.OPEN:
        raise FileClosed
    if kind is ChangeKind.MERGE:
        await _settled(turn, home.code)
    await _pass_on(turn, row, home)
    await _people(turn, row)
    if kind is ChangeKind.MERGE:
        home.state, home.closed_on = FileState.CLOSED.value, turn.world.today(turn.now)
        home.joined_to = into.code
    row.state, row.slot, row.done_at, row.name = ChangeState.DONE.value, None, turn.now, ""
    turn.note(f"household.{kind.value}", f"household/{home.code}", change=row.id, points=row.points)
    await _tell(turn, row, into)
    return row


async def _new_file(turn: Turn, row: ChangeRow) -> None:
    if await turn.session.get(HouseholdRow, row.other) is not None:
        raise CodeTaken(code=row.other)
    turn.session.add(HouseholdRow(code=row.other, place=row.place, name=row.name))
    await turn.session.flush()


async def _pass_on(turn: Turn, row: ChangeRow, home: HouseholdRow) -> None:
    """The points go with the years that they are of, so that they end when they would have."""
    free = (await books.balances(turn.session, home.code))[AccountKind.SPENDABLE]
    if row.kind == ChangeKind.MERGE:
        row.points = free
    if row.points > free:
        raise NotSoMany(free=free)
    today = turn.world.today(turn.now)
    left = {year: await left_until(turn, home.code, year) for year in last_years(today)}
    made = [
        entry
        for day, points in by_year(left, free, row.points, today).items()
        for entry in _entries(turn, row, home, day, points)
    ]
    grounds = Grounds(evidence=f"change/{row.id}", proposed_by=row.asked_by, approved_by=turn.actor)
    await books.post(turn.session, [(entry, grounds) for entry in made], turn.now)


def last_years(today: date) -> tuple[int, int]:
    """The years whose points can be there beside those of this one; the older end at night."""
    return today.year - 2, today.year - 1


async def left_until(turn: Turn, code: str, year: int) -> int:
    """What is free of all that a household got until the end of a year."""
    found = await reckoning.left_of(turn.session, date(year, 12, 31), only=code)
    return found.get(code, 0)


def _entries(
    turn: Turn, row: ChangeRow, home: HouseholdRow, day: date, points: int
) -> tuple[Entry, Entry]:
    rule, community = RULES[ChangeKind(row.kind)], community_of(turn, home)

    def act(whose: str, other: str, side: str) -> Act:
        note = turn.words("points/passed", kind=row.kind, giving=side == "gives", other=other)
        return Act(f"change/{row.id}/{day}/{side}", whose, day, rule, note.strip(), community)

    giving, taking = act(row.household, row.other, "gives"), act(row.other, row.household, "takes")
    return hand_over(giving, taking, points)


async def _people(turn: Turn, row: ChangeRow) -> None:
    members = await households.members_of(turn.session, row.household)
    going = members if row.kind == ChangeKind.MERGE else [p for p in members if p in row.members]
    for person in going:
        await households.join_household(turn.session, row.other, person)
    await files.untie(turn.session, row.household, going)
    row.members = going


async def _tell(turn: Turn, row: ChangeRow, into: HouseholdRow) -> None:
    """Those of both files hear it in private, each what their own file has now."""
    for code in (row.household, into.code):
        free = (await books.balances(turn.session, code))[AccountKind.SPENDABLE]
        for person in await households.members_of(turn.session, code):
            await turn.tell(
                person, "points/file_changed", subject=f"change{row.id}/p{person}", hold=True,
                kind=row.kind, new=code == into.code, code=code, free=free,
            )  # fmt: skip
