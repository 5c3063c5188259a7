"""Whoever comes into a web group is told who reads along: in the group once, and at its door."""

import pytest
from sqlalchemy import select

from storage.chats import ChatRow
from tests.bot.channels.courtyard import OTHER, Courtyard, say, shown, until_true
from tests.handlers.scene import GROUP, MORNING, build

NOTICE = "大家好,我是呼应"
OPERATOR = "永清街道办事处"


@pytest.fixture
async def yard(database, tmp_path):
    """Two groups that have heard nothing of huying yet."""
    made = Courtyard(await build(database), tmp_path, noticed=None, operator=OPERATOR)
    async with made.awake():
        yield made


async def test_the_notice_is_said_once_in_each_web_group_and_names_who_runs_it(yard):
    for chat in (GROUP, OTHER):
        async with yard.neighbour(chat=chat) as browser:
            page = await shown(browser, NOTICE, chat)
            assert f"由{OPERATOR}使用" in page

    await yard.program.channels["web"].introduce()
    await until_true(lambda: yard.program.pump.idle and yard.program.sender.idle)
    async with yard.neighbour("王叔") as browser:
        page = (await browser.get(f"/c/{GROUP}")).text

    assert page.count(NOTICE) == 1
    assert None not in await yard.rows(select(ChatRow.noticed_at))


async def test_a_group_that_comes_while_huying_runs_is_told_too(yard):
    async with yard.scene.database.transaction() as session:
        session.add(ChatRow(channel="web", chat="new", name="新群", place="JGY", bound_at=MORNING))
    await yard.program.channels["web"].introduce()

    async with yard.neighbour(chat="new") as browser:
        await shown(browser, NOTICE, "new")


async def test_the_door_says_in_one_sentence_who_reads_along_and_leads_to_what_is_kept(yard):
    async with yard.browser() as browser:
        door = (await browser.get(await yard.link())).text
        kept = await browser.get("/kept")

    assert f"群里有个机器人“呼应”,由{OPERATOR}使用。" in door
    assert 'href="/kept"' in door
    assert kept.status_code == 200
    for fact in (OPERATOR, "群里6小时", "私聊24小时", "10分钟后删掉", "别登记"):
        assert fact in kept.text


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_what_is_kept_names_a_model_elsewhere_where_there_is_one(
    database, tmp_path, elsewhere
):
    async with (
        Courtyard(await build(database), tmp_path, elsewhere=elsewhere).awake() as yard,
        yard.browser() as browser,
    ):
        kept = (await browser.get("/kept")).text

    assert ("问一下外面的模型" in kept) is elsewhere


async def test_without_a_named_operator_the_sentences_are_whole(database, tmp_path):
    async with (
        Courtyard(await build(database), tmp_path).awake() as yard,
        yard.browser() as browser,
    ):
        door, kept = await browser.get(await yard.link()), await browser.get("/kept")

    assert "群里有个机器人“呼应”。大家说的话它都会读" in door.text
    assert "由这个社区使用的机器人" in kept.text


async def test_the_first_words_of_a_chat_are_answered_beside_the_notice_as_ever(yard):
    async with yard.neighbour() as browser:
        await say(browser, "3栋2单元楼道灯坏了三天了")
        page = await shown(browser, "编号0001")

    assert "<blockquote>陈阿姨:3栋2单元楼道灯坏了三天了</blockquote>" in page
