"""What the web chat remembers of people's talk: in memory, masked, and not for long."""

from datetime import timedelta

import pytest

from bot.channels.web.rooms import GROUP_LASTS, PRIVATE_LASTS, SHOWN
from tests.bot.channels.courtyard import Courtyard, private_of, say, shown
from tests.handlers.scene import GROUP, build

TALK = "今天天气真好啊"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def test_a_groups_talk_is_shown_for_half_a_day_and_then_forgotten(yard):
    async with yard.neighbour() as browser:
        await say(browser, TALK)

        passed(yard, GROUP_LASTS - MINUTE)
        assert TALK in (await browser.get(f"/c/{GROUP}")).text
        passed(yard, 2 * MINUTE)
        assert TALK not in (await browser.get(f"/c/{GROUP}")).text

    assert remembered(yard) == []


async def test_a_private_chat_still_shows_the_next_morning_what_was_written_at_night(yard):
    async with yard.neighbour() as browser:
        chat = private_of((await browser.get(f"/c/{GROUP}")).text)
        await say(browser, "我有多少积分", chat)
        await shown(browser, "我有多少积分", chat)

        passed(yard, PRIVATE_LASTS - MINUTE)
        assert "我有多少积分" in (await browser.get(f"/c/{chat}")).text
        passed(yard, 2 * MINUTE)

        assert "我有多少积分" not in (await browser.get(f"/c/{chat}")).text
    assert remembered(yard) == []


async def test_a_number_given_in_private_is_masked_on_the_page_too(yard):
    async with yard.neighbour() as browser:
        chat = private_of((await browser.get(f"/c/{GROUP}")).text)
        await say(browser, "3栋2单元灯坏了,电话13812345678", chat)
        page = await shown(browser, "电话138****", chat)

    assert "13812345678" not in page
    assert [line.text for line in remembered(yard)] == ["3栋2单元灯坏了,电话138****"]


async def test_no_more_lines_are_remembered_than_a_page_shows(yard):
    async with (
        yard.neighbour() as one,
        yard.neighbour("王叔") as two,
        yard.neighbour("老李") as last,
    ):
        for number in range(SHOWN + 10):
            await say((one, two, last)[number % 3], f"闲聊第{number}句")

        page = (await one.get(f"/c/{GROUP}")).text

    assert len(remembered(yard)) == SHOWN
    assert "闲聊第9句" not in page
    assert f"闲聊第{SHOWN + 9}句" in page


def passed(yard, span):
    """Time passes, and the channel tidies up as it does every minute."""
    yard.house.clock.offset += span
    channel = yard.program.channels["web"]
    channel.rooms.forget(channel.now())


def remembered(yard):
    rooms = yard.program.channels["web"].rooms
    return [line for lines in rooms.lines.values() for line in lines]
