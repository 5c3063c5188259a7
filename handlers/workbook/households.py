"""The sheet of households: files, and who may ask about their points."""

import re

from sqlalchemy import select

from domain.points.files import FileState
from handlers.workbook.files import Row
from handlers.workbook.people import accounts, known_people
from handlers.workbook.taking import Change, Taking, Verdict, parts, plain_phone
from storage.people import IdentityRow, PersonRow
from storage.places import all_places
from storage.points.tables import HouseholdMemberRow, HouseholdRow

_MOBILE = re.compile(r"1\d{10}")
_ACCOUNT = re.compile(r"\d{1,19}")


async def households(taking: Taking, rows: list[Row]) -> None:
    """Households and who may ask about their points."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(HouseholdRow))}
    tree = await all_places(session)
    rows = [row for row in rows if taking.first("households", row, "code", row["code"])]
    for row in rows:
        found = known.get(row["code"])
        if _closed(found):
            continue  # what was deleted there does not come back from an old workbook
        if row["place"] and tree.get(row["place"]) is None:
            taking.wrong("households", row, "place", "unknown")
        facts = {"code": row["code"], "place": row["place"] or None, "name": row["name"]}
        taking.put("households", row, found, HouseholdRow, facts)
    await session.flush()
    open_rows = [row for row in rows if not _closed(known.get(row["code"]))]
    await _members(taking, open_rows)


def _closed(home: HouseholdRow | None) -> bool:
    return home is not None and home.state == FileState.CLOSED


async def _members(taking: Taking, rows: list[Row]) -> None:
    session = taking.turn.session
    await known_people(taking)
    whose = {account: row.person_id for account, row in (await accounts(taking)).items()}
    new = _strangers(taking, rows, whose)
    session.add_all(new.values())
    await session.flush()
    taking.people |= {phone: person.id for phone, person in new.items() if person.phone}
    whose |= {account: person.id for account, person in new.items() if not person.phone}
    session.add_all(
        IdentityRow(
            person_id=person.id, channel="telegram", account=account, seen_at=taking.turn.now
        )
        for account, person in new.items()
        if not person.phone
    )
    bound = {
        (row.household, row.person_id) for row in await session.scalars(select(HouseholdMemberRow))
    }
    for row in rows:
        for member in _named(taking, row):
            person = taking.people.get(member) or whose.get(member)
            if person is not None and (row["code"], person) not in bound:
                bound.add((row["code"], person))
                session.add(HouseholdMemberRow(household=row["code"], person_id=person))
                taking.became("households", row, Verdict.CHANGED, Change("members", "", member))


def _named(taking: Taking, row: Row) -> list[str]:
    """The members of a row: codes as written, phones as they are dialled."""
    members = parts(row["members"])
    return [member if member in taking.people else plain_phone(member) for member in members]


def _strangers(taking: Taking, rows: list[Row], whose: dict[str, int]) -> dict[str, PersonRow]:
    """Members whom nobody knows yet, by phone or by Telegram id (who need not have written)."""
    new: dict[str, PersonRow] = {}
    for row in rows:
        for member in _named(taking, row):
            if member in taking.shared:
                taking.wrong("households", row, "members", "shared", member)
            elif member in taking.people or member in whose or member in new:
                continue
            elif _MOBILE.fullmatch(member):
                new[member] = PersonRow(key=member, phone=member, created_at=taking.turn.now)
            elif _ACCOUNT.fullmatch(member):
                new[member] = PersonRow(created_at=taking.turn.now)
            else:
                taking.wrong("households", row, "members", "unknown", member)
    return new
