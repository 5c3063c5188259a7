"""A group that got a new id: everything that knew the old one follows, once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from domain.messages import Address
from storage import inbox, outbox
from storage.chats import ChatRow, chat_at, meet_group
from storage.inbox import InboxRow
from storage.moving import move_chat
from storage.outbox import OutboxRow
from storage.questions import QuestionRow

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
OLD, NEW = "-1", "-1001"


async def settle_in(database):
    """A group with a place, a waiting and a sent message, an open row and a question."""
    async with database.transaction() as session:
        session.add(
            ChatRow(channel="telegram", chat=OLD, name="群", code="G1", place="JGY", mode="ask",
                    noticed_at=NOON, bound_at=NOON)
        )  # fmt: skip
        for key, state in (("waiting", "waiting"), ("sent", "sent")):
            session.add(
                OutboxRow(key=key, channel="telegram", chat=OLD, op="send", priority=1, text="",
                          moment="m", created_at=NOON, not_before=NOON, state=state, reply_to="5")
            )  # fmt: skip
        session.add(
            QuestionRow(kind="place", channel="telegram", chat=OLD, asked_at=NOON, facts={},
                        expires_at=NOON, outbox_key="waiting")
        )  # fmt: skip
        await inbox.store(session, [
            {"channel": "telegram", "account": "1", "key": "update:1", "said": None, "chat": OLD,
             "payload": {}, "contact": None, "received_at": NOON, "state": "open", "attempts": 0}
        ])  # fmt: skip
        await outbox.pause(session, "telegram", OLD, NOON + timedelta(hours=1))


async def move(database, times=1):
    async with database.transaction() as session:
        for _ in range(times):
            await move_chat(session, "telegram", OLD, NEW)


async def test_everything_that_is_still_to_happen_follows_and_what_was_sent_stays(database):
    await settle_in(database)

    await move(database, times=2)

    async with database.reading() as session:
        group = await chat_at(session, Address("telegram", NEW))
        assert (group.place, group.mode, group.code) == ("JGY", "ask", "G1")
        assert await chat_at(session, Address("telegram", OLD)) is None
        assert await session.scalar(select(InboxRow.chat)) == NEW
        assert await session.scalar(select(QuestionRow.chat)) == NEW
        rows = {row.key: row for row in await session.scalars(select(OutboxRow))}
        assert (rows["waiting"].chat, rows["waiting"].reply_to) == (NEW, None)
        assert rows["sent"].chat == OLD
        assert list(await outbox.pauses(session, NOON)) == [("telegram", NEW)]


async def test_where_the_new_id_was_met_first_it_takes_over_what_the_old_one_was_tied_to(database):
    await settle_in(database)
    async with database.transaction() as session:
        await meet_group(session, Address("telegram", NEW), name="群")
        await outbox.pause(session, "telegram", NEW, NOON + timedelta(hours=2))

    await move(database)

    async with database.reading() as session:
        group = await chat_at(session, Address("telegram", NEW))
        former = await chat_at(session, Address("telegram", OLD))
        assert (group.place, group.mode, group.code, group.noticed_at) == ("JGY", "ask", "G1", NOON)
        assert (former.place, former.here, former.code) == (None, False, None)
        paused = await outbox.pauses(session, NOON)
        assert paused["telegram", NEW] == NOON + timedelta(hours=2)


async def test_a_group_that_nobody_knew_moves_without_a_trace(database):
    await move(database)

    async with database.reading() as session:
        assert await session.scalar(select(ChatRow)) is None
