"""What other systems ask of the database: one of many is first, and a million tickets are no matter."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from storage import api, webhooks
from storage.api import ApiKeyRow, Looked
from storage.webhooks import DeliveryRow, WebhookRow
from tests.bot.stage import NOON, ticket

DAY = timedelta(days=1)


async def made(database, **more):
    """A key; its row."""
    async with database.transaction() as session:
        row = ApiKeyRow(name="p", start="s", digest="d" * 64, may=["read"], made_at=NOON, **more)
        session.add(row)
    return row


async def first(database, key, *, at=NOON, once="mark/1", lasts=DAY):
    async with database.transaction() as session:
        return await api.first(session, key.id, once, "sent", at=at, lasts=lasts)


async def test_of_many_at_once_one_is_the_first(database):
    key = await made(database)

    found = await asyncio.gather(*(first(database, key) for _ in range(20)))

    assert found.count(True) == 1


async def test_after_a_while_the_same_mark_is_new_again(database):
    key = await made(database)
    await first(database, key)

    assert not await first(database, key, at=NOON + DAY)
    assert await first(database, key, at=NOON + DAY + timedelta(seconds=1))


async def test_what_was_refused_leaves_no_mark(database):
    key = await made(database)
    with suppress(RuntimeError):
        async with database.transaction() as session:
            assert await api.first(session, key.id, "mark/1", "sent", at=NOON, lasts=DAY)
            raise RuntimeError

    assert await first(database, key)


async def test_a_revoked_key_and_a_wrong_end_are_nobodys(database):
    key = await made(database)
    async with database.transaction() as session:
        assert await api.key_of(session, "s", "d" * 64) is not None
        assert await api.key_of(session, "s", "e" * 64) is None
        assert await api.key_of(session, "x", "d" * 64) is None
        (await session.get(ApiKeyRow, key.id)).ended_at = NOON
    async with database.reading() as session:
        assert await api.key_of(session, "s", "d" * 64) is None


async def test_a_keys_use_is_written_down_once_a_minute(database):
    key = await made(database)

    assert api.rarely(key, NOON)
    key.used_at = NOON
    assert not api.rarely(key, NOON + timedelta(seconds=59))
    assert api.rarely(key, NOON + timedelta(seconds=60))


@pytest.mark.parametrize("more", [{}, {"before": 5}, {"codes": frozenset({"a"})}])
async def test_no_question_of_another_system_goes_through_all_tickets(database, more):
    key = await made(database, community="XL")
    async with database.transaction() as session:
        session.add(ticket(5))
    looked = Looked(NOON - DAY, NOON + DAY, most=50, **more)

    plan = await plan_of(database, lambda session: api.found(session, key, looked))

    assert "ix_tickets_" in plan
    assert "scan tickets\n" not in plan
    assert "seq scan on tickets" not in plan


async def test_what_is_due_to_leave_is_found_by_its_index(database):
    plan = await plan_of(database, lambda session: webhooks.due(session, NOON, (1, 2)))

    assert "ix_webhook_deliveries_due" in plan


async def test_of_each_hook_the_oldest_due_message_goes_next(database):
    await hooks(database, 1, 2)
    await messages(database, (1, 0), (1, 0), (2, 5), (2, 0))

    async with database.reading() as session:
        assert sorted(await webhooks.due(session, NOON, ())) == [1, 4]
        assert await webhooks.due(session, NOON, (1,)) == [4]
        assert sorted(await webhooks.due(session, NOON + timedelta(minutes=9), ())) == [1, 3]


async def test_of_two_who_take_a_message_one_gets_it(database):
    await hooks(database, 1)
    await messages(database, (1, 0))

    async def take():
        async with database.transaction() as session:
            return await webhooks.claim(session, [1], NOON)

    taken = await asyncio.gather(*(take() for _ in range(5)))

    assert [len(rows) for rows in taken].count(1) == 1


async def hooks(database, *numbers):
    async with database.transaction() as session:
        for number in numbers:
            session.add(WebhookRow(id=number, name="p", address="https://x.org", events=[],
                                   secret="", made_at=NOON))  # fmt: skip


async def messages(database, *of):
    """Messages to these hooks, due in so many minutes."""
    async with database.transaction() as session:
        for number, (hook, minutes) in enumerate(of, 1):
            session.add(DeliveryRow(
                id=number, message=f"msg_{number}", webhook_id=hook, happened="test", body="{}",
                at=NOON, not_before=NOON + timedelta(minutes=minutes),
            ))  # fmt: skip


async def plan_of(database, ask):
    """How the database would answer the last statement of a question."""
    said = []
    async with database.reading() as session:
        run = session.scalars

        async def remembered(statement, *rest):
            said.append(statement)
            return await run(statement, *rest)

        session.scalars = remembered
        await ask(session)
        dialect = sqlite.dialect() if database.is_sqlite else postgresql.dialect()
        words = str(said[-1].compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        if not database.is_sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        rows = await session.execute(text((explain + words).replace(":", "\\:")))
        return "\n".join(str(row[-1]) for row in rows).lower() + "\n"
