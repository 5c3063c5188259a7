"""What the morning's page and a ticket's neighbours ask the database is found by an index."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from storage.tickets import presence, similar, today
from storage.tickets.listing import Sight
from tests.bot.stage import ticket

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
OFFICER = Sight(5, communities=frozenset({"XL"}), areas=frozenset({"XL"}))
ASKED = {
    "late": lambda session: today.due(session, OFFICER, NOON),
    "due": lambda session: today.due(session, OFFICER, NOON + timedelta(hours=9), since=NOON),
    "returned": lambda session: today.returned(session, OFFICER),
    "proposed": lambda session: today.proposed(session, OFFICER),
    "to_check": lambda session: today.to_check(session, 5),
    "asked": lambda session: today.asked(session, OFFICER),
    "similar": lambda session: similar.to(session, _lamp(9), OFFICER, "JGY/3", NOON),
    "others": lambda session: presence.others(session, 1, 5, NOON),
}


@pytest.mark.parametrize("name", ASKED)
async def test_no_list_is_found_by_reading_every_ticket(database, name):
    async with database.transaction() as session:
        session.add_all([_lamp(number) for number in range(1, 4)])

    async with database.reading() as session:
        with _heard(database) as said:
            await ASKED[name](session)
        plans = [await _plan(database, session, *one) for one in said]

    assert plans
    for plan in plans:
        assert "SCAN tickets" not in plan, plan
        assert "Seq Scan on tickets" not in plan, plan


async def test_late_comes_before_due_and_what_waits_for_others_is_neither(database):
    async with database.transaction() as session:
        for number, (state, hours) in enumerate(
            [("assigned", -1), ("working", 1), ("suspended", -5), ("reported", -5), ("closed", -5)],
            start=1,
        ):
            row = _lamp(number)
            row.state, row.finish_by = state, NOON + timedelta(hours=hours)
            session.add(row)

    async with database.reading() as session:
        late = await today.due(session, OFFICER, NOON)
        due = await today.due(session, OFFICER, NOON + timedelta(hours=9), since=NOON)
    assert [[row.id for row in rows] for rows in (late, due)] == [[1], [2]]


async def test_what_is_open_in_the_house_comes_before_what_was_and_the_same_thing_first(database):
    async with database.transaction() as session:
        for number, (place, category, state) in enumerate(
            [("JGY/3/2", "repair.light", "assigned"), ("JGY/3/1", "env.rubbish", "working"),
             ("JGY/3", "repair.light", "working"), ("JGY/3/2", "repair.light", "closed"),
             ("JGY/30", "repair.light", "working"), ("JGY/3/1", "repair.light", "closed")],
            start=1,
        ):  # fmt: skip
            row = _lamp(number)
            row.place, row.category, row.state = place, category, state
            session.add(row)
        await session.flush()
        one = await session.get(type(row), 1)
        found = await similar.to(session, one, OFFICER, "JGY/3", NOON)

    assert [row.id for row in found] == [3, 2, 4]


async def test_what_nobody_may_know_of_is_similar_to_nothing(database):
    async with database.transaction() as session:
        one, secret, elsewhere = _lamp(1), _lamp(2), _lamp(3)
        secret.sensitivity, elsewhere.community = "s", "OTHER"
        session.add_all([one, secret, elsewhere])
        await session.flush()
        assert await similar.to(session, one, OFFICER, "JGY/3", NOON) == []


def _lamp(number):
    row = ticket(number)
    row.community, row.place, row.category = "XL", "JGY/3/2", "repair.light"
    row.state, row.sensitivity, row.wish, row.created_at = "assigned", "n", False, NOON
    return row


@contextmanager
def _heard(database):
    """Every statement that is asked meanwhile."""
    said = []

    def hear(_connection, _cursor, statement, parameters, *_):
        said.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", hear)


async def _plan(database, session, statement, parameters):
    """How the database would find the answer, were the table large."""
    connection = await session.connection()
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    if not database.is_sqlite:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
