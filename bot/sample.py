"""The sample community: taken in on the first start, with a month of history lived by the verbs."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from importlib import resources
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import House
from bot.channels import personas
from domain.catalogue import Category
from domain.tickets.states import State
from handlers import workbook
from handlers.points import rules
from handlers.tickets import filing, verbs
from handlers.tickets.drafts import Draft
from handlers.turn import Turn
from storage.outbox import OutboxRow, SendState
from storage.people import IdentityRow, PersonRow
from storage.places import PlaceRow
from storage.points.tables import HouseholdMemberRow
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow
from storage.web import WebAccountRow

NEIGHBOURS = 8
SAID_AT = (time(8, 20), time(16, 50), time(9, 40), time(14, 30), time(11, 5))
TAKEN_AFTER = timedelta(hours=2)
DONE_AFTER = timedelta(hours=26)
ANSWERED_AFTER = timedelta(hours=30)


def folder() -> Path:
    """Where the sample's workbook lies."""
    return Path(str(resources.files("samples")))


async def settle_in(house: House, progress: Callable[[str], None]) -> None:
    """Take the sample in, once; a database that holds places is left as it is."""
    async with house.database.transaction() as session:
        if await session.scalar(select(func.count()).select_from(PlaceRow)):
            return
        now = house.clock.now()
        turn = await house.community.turn(session, "sample", now, channel="sample")
        await rules.lay_rules(turn, house.community.rules)
        taken = await workbook.take_in(turn, folder() / "community", progress=progress)
        if taken.errors:
            raise RuntimeError(f"the sample has errors: {taken.errors[:3]}")
        await _seat(house, session)
    progress("history")
    async with house.database.transaction() as session:
        await _live_history(house, session)


PLAYED = {"worker": "g01", "officer": "k01", "property": "p01"}
"""Whom the workbook calls the people that the visitor plays."""
HOME = "H001"


async def _seat(house: House, session: AsyncSession) -> None:
    """The visitor's people: their accounts in the web chat, their private chats open."""
    now = house.clock.now()
    for persona in personas(house):
        session.add(
            WebAccountRow(
                id=persona.account,
                nickname=persona.name,
                persona=persona.account,
                groups=[],
                created_at=now,
            )
        )
        key = PLAYED.get(persona.account)
        person = (
            await session.scalar(select(PersonRow).where(PersonRow.key == key)) if key else None
        )
        if person is None:
            person = PersonRow(created_at=now)
            session.add(person)
        await session.flush()
        session.add(
            IdentityRow(
                person_id=person.id,
                channel="web",
                account=persona.account,
                private_chat=f"p.{persona.account}",
                seen_at=now,
            )
        )
        if persona.account == "resident":
            session.add(HouseholdMemberRow(household=HOME, person_id=person.id))


async def _live_history(house: House, session: AsyncSession) -> None:
    """A month of tickets, each step taken by whoever would have taken it."""
    now = house.clock.now()
    neighbours = [PersonRow(created_at=now) for _ in range(NEIGHBOURS)]
    session.add_all(neighbours)
    await session.flush()
    text = (folder() / "history.csv").read_text(encoding="utf-8-sig")
    for number, row in enumerate(csv.DictReader(io.StringIO(text))):
        await _live(house, session, row, neighbours[number % NEIGHBOURS], number)
    # Nobody is written to about the past, and what was due then is over.
    await session.execute(
        update(OutboxRow).values(state=SendState.SENT.value, sent_at=OutboxRow.created_at)
    )
    await session.execute(update(TimerRow).where(TimerRow.due_at <= now).values(done_at=now))


async def _live(
    house: House, session: AsyncSession, row: dict[str, str], resident: PersonRow, number: int
) -> None:
    calendar = house.community.calendar
    day = calendar.day_of(house.clock.now()) - timedelta(days=int(row["days_ago"]))
    start = calendar.instant(day, SAID_AT[number % len(SAID_AT)])
    turn = await house.community.turn(session, f"sample/{number}", start, channel="sample")
    category = turn.world.catalogue.get(row["category"])
    assert category is not None, row["category"]
    turn.person = resident
    ticket = await filing.file(turn, _draft(row, category), reporter=resident.id)
    for count, (step, after) in enumerate(_steps(row)):
        turn.event = f"sample/{number}/{count}"
        await _take(house, turn, ticket, resident, step, start + after)


def _draft(row: dict[str, str], category: Category) -> Draft:
    return Draft(
        kind=category.kind, category=category.slug, tier=category.tier,
        sensitivity=category.sensitivity, text=row["text"], channel="sample",
        place=row["place"], group_place=row["place"],
    )  # fmt: skip


def _steps(row: dict[str, str]) -> list[tuple[str, timedelta]]:
    """What happened to it, and how long after it was reported."""
    reached = {"assigned": 0, "accepted": 1, "working": 2, "reported": 3, "closed": 3}[row["state"]]
    steps = [("accept", TAKEN_AFTER), ("contact", TAKEN_AFTER), ("finish", DONE_AFTER)][:reached]
    if row["state"] == "closed":
        steps.append((row["outcome"], ANSWERED_AFTER))
        if row["outcome"] in ("partly", "not_solved"):
            steps += [
                ("accept", ANSWERED_AFTER),
                ("finish", DONE_AFTER * 2),
                ("solved", DONE_AFTER * 3),
            ]
    return steps


async def _take(
    house: House, turn: Turn, ticket: TicketRow, resident: PersonRow, step: str, at: datetime
) -> None:
    turn.now = min(at, house.clock.now())
    owner = ticket.owner_id
    if owner is None:  # a desk shares it: whoever is there first
        desk = turn.world.organisation.desk(ticket.community, turn.world.today(turn.now))
        owner = desk[0].person
    asked = step in ("solved", "partly", "not_solved")
    turn.person = resident if asked else await turn.session.get(PersonRow, owner)
    if step == "silence":
        await verbs.lapse(turn, ticket)
    elif step == "finish":
        await verbs.finish(turn, ticket, result=turn.words("sample/result"))
    elif ticket.state != State.CLOSED:
        await STEPS[step](turn, ticket)
    await turn.session.flush()


STEPS: dict[str, Callable[[Turn, TicketRow], Awaitable[None]]] = {
    "accept": verbs.accept,
    "contact": verbs.contact,
    "solved": verbs.solve,
    "partly": verbs.partly,
    "not_solved": verbs.not_solved,
}
