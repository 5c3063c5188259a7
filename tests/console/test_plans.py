"""No page asks a question that walks through a table: the plans of both databases are read."""

import re

import pytest
from sqlalchemy import event, text

from benchmarks import many
from console.app import PAGES
from console.asked import Asked
from storage.tickets import wanted, words
from storage.tickets.listing import Sight

TICKETS = 4000
BIG = frozenset({
    "tickets", "ticket_events", "ticket_reporters", "ticket_messages", "ticket_requests", "attachments",
    "outbox", "inbox", "calls", "audit", "questions", "choices", "timers", "wishes",
    "people", "identities", "contacts", "entries", "postings", "web_messages",
    "saved_views", "ticket_words",
})  # fmt: skip
"""Tables that grow for years. The others are the community itself, and are read as a whole; of corrections
there are hundreds a year, and of links and sessions a night leaves none."""
WHOLE = ("/console/workbook/table",)
"""Whoever asks for these asks for all that there is."""
STATES = ("live", "overdue", "today", "decision", "", "ever", "archived", "suspended", "closed")
AT_WORK, EVER = "live", "ever"
"""A list of what is not archived, and one of all: what else is asked for is tried with both."""
NARROWED = (
    "", "kind=question", "category=road.manhole", "category=repair", "list=needs", "list=problems",
    "list=happiness", "area=XL", "area=XL-1", "owner=1", "mine=1", "urgent=1", "since=2026-11-01",
    "until=2025-01-01", "older=90", "q=电梯", "q=白蚁", "q=灯", "q=外星人", "place=3栋", "q=12",
    "q=电梯&category=env", "kind=hazard&area=XL-1&q=消防&since=2025-01-01",
)  # fmt: skip
LISTS = [f"state={state}" for state in STATES] + [
    f"state={state}&{more}" for state in (AT_WORK, EVER) for more in NARROWED
]
BEFORE = {f"state={state}&": TICKETS // 2 for state in (AT_WORK, EVER)}
SIGHTS = (
    Sight(1, everything=True),
    Sight(1, communities=frozenset({"XL", "C1"}), areas=frozenset({"XL", "C1"})),
    Sight(1, areas=frozenset({"XL-1", "XL-2"})),
    Sight(1),
)


@pytest.fixture
async def years(scene):
    """Three years of tickets where the plan hangs on them: SQLite plans by its tables alone."""
    if scene.database.is_sqlite:
        return scene
    async with scene.database.transaction() as session:
        connection = await session.connection()
        await connection.run_sync(many.fill, TICKETS, scene.now)
        for change in (
            "community = 'XL', owner_id = 1 WHERE community = 'C0'",
            "owner_area = 'XL-1', place = 'JGY/3' WHERE owner_area = 'G0'",
        ):
            await session.execute(text(f"UPDATE tickets SET {change}"))
    async with scene.database.engine.connect() as connection:
        await connection.exec_driver_sql("ANALYZE tickets")
    return scene


@pytest.fixture
def asked(scene):
    """Every statement that is sent to the database, by its words."""
    found = {}

    def hear(_, __, statement, parameters, *___):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            found.setdefault(re.sub(r"\d+", "N", statement), (statement, parameters))

    engine = scene.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    yield found
    event.remove(engine, "before_cursor_execute", hear)


async def plans(database, asked):
    """How the database goes about each statement."""
    say = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    found = []
    async with database.engine.connect() as connection:
        for statement, parameters in list(asked.values()):
            rows = await connection.exec_driver_sql(f"{say} {statement}", parameters)
            found.append((statement, "\n".join(str(row[-1]) for row in rows)))
    return found


WALKED = re.compile(r"SCAN (\w+)(?! USING (?:COVERING )?INDEX| VIRTUAL TABLE)|Seq Scan on (\w+)")


NEWEST = re.compile(
    r"SELECT (?:(?!WHERE|JOIN).)*FROM (\w+) ORDER BY \1\.id DESC\s+LIMIT", re.DOTALL
)
"""A page of a table in its own order: SQLite calls it a walk, and stops after the page."""


def walks(plan, big):
    """The big tables that a plan walks through from end to end."""
    return {one or other for one, other in WALKED.findall(plan)} & big


async def walking(database, asked):
    """The statements that walk through a table which grows, each with its plan.

    Of PostgreSQL only the table that is filled is told of: it rightly walks through empty ones.
    """
    big = BIG if database.is_sqlite else frozenset({"tickets"})
    return [
        (statement, plan)
        for statement, plan in await plans(database, asked)
        if walks(plan, big) and not NEWEST.match(statement)
    ]


@pytest.mark.parametrize("few", [words.FEW, 0])
async def test_every_list_of_tickets_goes_by_an_index(years, asked, few, monkeypatch):
    monkeypatch.setattr(words, "FEW", few)
    async with years.database.reading() as session:
        turn = await years.community.turn(session, "plans", years.now, channel="console")
        for sight in SIGHTS:
            for query in LISTS:
                looked_for = Asked.from_query(query).wanted(turn, before=BEFORE.get(query))
                if few or looked_for.words or looked_for.place:
                    await wanted.page(session, sight, looked_for)
                    await wanted.count(session, sight, looked_for)

    assert len(asked) > 20
    assert await walking(years.database, asked) == []


async def test_every_other_page_goes_by_an_index_too(scene, desk, asked):
    if not scene.database.is_sqlite:
        pytest.skip("PostgreSQL plans by what is there, and these tables are empty")
    await scene.say("li", "3栋楼道灯坏了三天了")
    for who in ("boss", "sun", "wang"):
        async with desk.signed_in(who) as browser:
            asked.clear()  # a link is opened by the command line, not by a page
            for page in PAGES:
                if "GET" in page.methods and page.path not in WHOLE:
                    await browser.get(re.sub(r"{\w+:int}", "1", page.path))
            assert await walking(scene.database, asked) == []


async def test_a_plan_that_walks_through_a_table_is_seen(scene):
    """Else these tests would be content with anything."""
    asked = {"": ("SELECT id FROM tickets WHERE version = 7", ())}

    [(_, plan)] = await plans(scene.database, asked)

    assert walks(plan, BIG) == {"tickets"}
