"""What of a group's lines is stored because the shop has something: only who wants it."""

import pytest

from bot.inbox import StoredInbox
from storage.chats import ChatRow
from storage.places import touch_revision
from storage.points.tables import GoodRow
from tests.bot.stage import GROUP, StandStill, said
from tests.bot.test_inbox import SEAL, append, stored


@pytest.fixture
async def box(database):
    async with database.transaction() as session:
        session.add(ChatRow(channel="recorder", chat=GROUP, name="", place="JGY", mode="auto"))
    return StoredInbox(database, lambda *_: False, StandStill().now, SEAL)


async def sells(database, name="洗洁精", *, active=True):
    async with database.transaction() as session:
        session.add(GoodRow(code=name, name=name, price=40, active=active))
        await touch_revision(session)


@pytest.mark.parametrize("text", ["换洗洁精", "我想换一瓶洗洁精", "换东西", "让邻居代领"])
async def test_who_wants_something_is_heard_and_shown_the_way(box, database, text):
    await append(box, said(1, text))
    assert await stored(database) == []

    await sells(database)
    await append(box, said(2, text))

    assert [line.text for line in await stored(database)] == [text]


async def test_talk_and_what_the_shop_has_not_leave_no_trace(box, database):
    await sells(database)
    await sells(database, "毛巾", active=False)
    lines = ("早啊 暗号甲乙丙", "换个话题", "换灯泡", "换毛巾", "昨天换了洗洁精", "不换了")
    await append(box, *[said(number, text) for number, text in enumerate(lines, 1)])

    assert await stored(database) == []
