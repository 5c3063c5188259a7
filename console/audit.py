"""The record of who did what: whole for managers, for officers their community's and their own."""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import LARGEST, number_in, office_of
from domain.refusals import Refusal
from handlers.privacy import freezing
from handlers.turn import Turn
from storage import audit
from storage.audit import AuditRow, Wanted
from storage.chats import ChatRow
from storage.people import find_person, names_of
from storage.tickets.listing import seen_by
from storage.tickets.tables import TicketReporterRow, TicketRow

PAGE = 50
MOST_LOOKED_THROUGH = 2000  # rows for one page: who sees little is led on, and nobody waits
MOST_EXPORTED = 5000
ONE_DAY = timedelta(days=1)
LONGEST = 80
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the record, and where to go on."""

    rows: Sequence[AuditRow]
    more: int | None
    veiled: frozenset[int] = frozenset()
    """Rows whose person wants no name: nobody is told who it was, and nobody finds it by who it was."""


async def index(request: Request, clerk: Clerk) -> Response:
    """The record, the newest first."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: Refusal | None = None) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        wanted, asked = await _wanted(request, turn)
        found = await _found(turn, clerk, wanted, PAGE) if wanted else Found((), None)
        facts = {
            "clerk": clerk, "rows": found.rows, "more": found.more, "asked": asked,
            "veiled": found.veiled,
            "names": await _names(session, found.rows), "groups": await _groups(session, found.rows),
            "areas": {code: area.name for code, area in turn.world.organisation.areas.items()},
            "places": turn.world.places,
            "refused": turn.words(refused.moment, **refused.facts) if refused else "",
        }  # fmt: skip
    return office.pages(request, "audit.html", facts, status=409 if refused else 200)


async def _wanted(request: Request, turn: Turn) -> tuple[Wanted | None, dict[str, str]]:
    """What is looked for; nothing can be found where a name is nobody's."""
    names = ("who", "act", "subject", "day")
    asked = {n: request.query_params.get(n, "").replace("\0", "").strip()[:LONGEST] for n in names}
    begins, ends = _day(asked["day"], turn)
    wanted = Wanted(
        act=asked["act"], subject=_subject(asked["subject"]), begins=begins, ends=ends,
        before=number_in(request.query_params.get("before", "")),
    )  # fmt: skip
    if asked["who"]:
        person = await find_person(turn.session, asked["who"])
        return (replace(wanted, actor=person.id) if person else None), asked
    return wanted, asked


def _subject(asked: str) -> str:
    """A bare number is a ticket's, with noughts before it or without."""
    number = number_in(asked)
    return f"ticket/{number}" if number is not None else asked


def _day(text: str, turn: Turn) -> tuple[datetime | None, datetime | None]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, None
    if not date(2000, 1, 1) <= day <= date(2999, 12, 31):  # what calendars know
        return None, None
    calendar = turn.world.calendar
    return calendar.instant(day, time()), calendar.instant(day + ONE_DAY, time())


async def _found(turn: Turn, clerk: Clerk, wanted: Wanted, limit: int) -> Found:
    """What this clerk may see of what is looked for, without those who want no name."""
    found = await _looked_through(turn, clerk, wanted, limit)
    veiled = await _veiled(turn.session, clerk, found.rows)
    rows = [row for row in found.rows if wanted.actor is None or row.id not in veiled]
    return Found(rows, found.more, veiled)


async def _veiled(session: AsyncSession, clerk: Clerk, rows: Sequence[AuditRow]) -> frozenset[int]:
    """Acts of those who reported something without their name."""
    nameless = await session.execute(
        select(TicketReporterRow.ticket_id, TicketReporterRow.person_id)
        .join(TicketRow, TicketRow.id == TicketReporterRow.ticket_id)
        .where(TicketRow.id.in_(_numbers(rows, "ticket")), TicketRow.anonymous)
    )
    theirs = {(f"ticket/{row.ticket_id}", row.person_id) for row in nameless}
    own = clerk.person.id
    return frozenset(
        row.id for row in rows if (row.subject, row.actor_id) in theirs and row.actor_id != own
    )


async def _looked_through(turn: Turn, clerk: Clerk, wanted: Wanted, limit: int) -> Found:
    """So many rows that this clerk may see, and the row after which there may be others."""
    found: list[AuditRow] = []
    looked, before = 0, wanted.before
    while looked < MOST_LOOKED_THROUGH or clerk.is_street:
        rows = await audit.page(turn.session, replace(wanted, before=before), limit=limit)
        seen = await _theirs(turn, clerk, rows)
        room = limit - len(found)
        found += seen[:room]
        if len(seen) > room:
            return Found(found, found[-1].id)
        if len(rows) < limit:
            return Found(found, None)
        looked, before = looked + len(rows), rows[-1].id
        if len(found) == limit:
            break
    return Found(found, before)


async def _theirs(turn: Turn, clerk: Clerk, rows: Sequence[AuditRow]) -> list[AuditRow]:
    if clerk.is_street:
        return list(rows)
    tickets = await _tickets_seen(turn.session, clerk, _numbers(rows, "ticket"))
    people = {n for n in _numbers(rows, "person") if _serves_in(turn, clerk, n)}
    groups = await _groups(turn.session, rows)
    places = {n for n, chat in groups.items() if _holds(turn, clerk, chat.place)}
    seen = {"ticket": tickets, "person": people, "chat": places}
    return [
        row for row in rows
        if row.actor_id == clerk.person.id or _number(row) in seen.get(_kind(row), ())
    ]  # fmt: skip


def _kind(row: AuditRow) -> str:
    return row.subject.partition("/")[0]


def _number(row: AuditRow) -> int:
    return number_in(row.subject.partition("/")[2]) or 0


def _numbers(rows: Sequence[AuditRow], kind: str) -> set[int]:
    return {_number(row) for row in rows if _kind(row) == kind and _number(row) <= LARGEST}


async def _tickets_seen(session: AsyncSession, clerk: Clerk, numbers: Collection[int]) -> set[int]:
    return set(
        await session.scalars(
            select(TicketRow.id).where(TicketRow.id.in_(numbers), seen_by(clerk.sight))
        )
    )


def _serves_in(turn: Turn, clerk: Clerk, person: int) -> bool:
    organisation = turn.world.organisation
    held = [organisation.community_of(role.area) for role in organisation.roles_of(person)]
    return any(area is not None and area.code in clerk.communities for area in held)


def _holds(turn: Turn, clerk: Clerk, place: str | None) -> bool:
    organisation = turn.world.organisation
    area = organisation.area_of(place) if place else None
    community = organisation.community_of(area.code) if area else None
    return community is not None and community.code in clerk.communities


async def _groups(session: AsyncSession, rows: Sequence[AuditRow]) -> dict[int, ChatRow]:
    found = await session.scalars(select(ChatRow).where(ChatRow.id.in_(_numbers(rows, "chat"))))
    return {row.id: row for row in found}


async def _names(session: AsyncSession, rows: Sequence[AuditRow]) -> dict[int, str]:
    """Names of staff, for colleagues' eyes; of residents there are none."""
    people = {row.actor_id for row in rows if row.actor_id} | _numbers(rows, "person")
    return await names_of(session, people)


async def export(request: Request, clerk: Clerk) -> Response:
    """The same as a table; nothing leaves while exports are frozen."""
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            await freezing.must_be_open(session)
            turn = await office.turn(session)
            turn.person = clerk.person
            wanted, _ = await _wanted(request, turn)
            found = await _found(turn, clerk, wanted, MOST_EXPORTED) if wanted else Found((), None)
            table = _table(turn, found, await _names(session, found.rows))
            turn.note("audit.exported", "audit", rows=len(found.rows))
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    return Response(
        table.encode("utf-8-sig"), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=audit.csv",
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _table(turn: Turn, found: Found, names: dict[int, str]) -> str:
    """Columns named as in the database: whoever takes it along reads it with a machine."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(("id", "at", "person", "name", "act", "subject", "channel", "facts"))
    for row in found.rows:
        who = 0 if row.id in found.veiled or row.actor_id not in names else row.actor_id
        local = turn.world.calendar.local(row.at).isoformat(timespec="seconds")
        cells: tuple[Any, ...] = (
            row.id, local, who or "", names.get(who or 0, ""), row.act,
            row.subject, row.channel, row.facts or "",
        )  # fmt: skip
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
