"""What of a group's lines is stored while people can sign up for something."""

from datetime import timedelta

import pytest

from bot.inbox import StoredInbox
from storage.chats import ChatRow
from storage.signups import SignupRow
from tests.bot.stage import GROUP, NOON, StandStill, said
from tests.bot.test_inbox import SEAL, append, stored

LINES = ("+1", "我报名", "帮我妈也报一个", "去不了了", "接龙 包饺子\n1. 张姐")


@pytest.fixture
async def box(database):
    async with database.transaction() as session:
        session.add(ChatRow(channel="recorder", chat=GROUP, name="", place="JGY", mode="auto"))
    return StoredInbox(database, lambda *_: False, StandStill().now, SEAL)


async def opens(database, state="open"):
    async with database.transaction() as session:
        session.add(
            SignupRow(
                state=state, title="包饺子", at=NOON + timedelta(days=2), audience=["JGY"],
                closes_at=NOON + timedelta(days=1), cancel_until=NOON + timedelta(days=1),
                opened_at=NOON, notices=[],
            )
        )  # fmt: skip


async def test_while_nothing_is_open_no_sign_leaves_a_trace(box, database):
    await append(box, *[said(n, text) for n, text in enumerate(LINES, 1)])

    assert await stored(database) == []


@pytest.mark.parametrize("text", LINES)
async def test_while_something_is_open_who_comes_is_heard(box, database, text):
    await opens(database)
    await append(box, said(1, text))

    assert [line.text for line in await stored(database)] == [text]


async def test_talk_leaves_no_trace_while_something_is_open_either(box, database):
    await opens(database)
    await append(box, said(1, "早啊 暗号甲乙丙"), said(2, "怎么报名"), said(3, "1"), said(4, ""))

    assert await stored(database) == []


async def test_once_it_is_over_nothing_more_is_heard(box, database):
    await opens(database, "settled")
    await opens(database, "called_off")
    await append(box, said(1, "+1"))

    assert await stored(database) == []
