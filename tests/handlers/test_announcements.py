"""What recurs is announced in time, once, and answered when somebody asks whether it is on."""

from datetime import datetime

import pytest

from tests.handlers.office import take_in
from tests.handlers.scene import GROUP, SHANGHAI

SCHEDULES = [
    ["name", "rule", "time", "place", "audience", "holiday", "weekend", "offsets", "bring", "person"],
    ["义务理发、修指甲、磨刀", "每月7号", "09:00-11:00", "JGY-E", "XL", "next", "keep", "",
     "要磨的刀请包好", ""],
]  # fmt: skip


@pytest.fixture
async def village(scene, tmp_path):
    await take_in(scene, tmp_path / "book", schedules=SCHEDULES)
    return scene


async def test_three_days_before_and_on_the_day_each_once(village):
    await village.live_until(_at(2026, 12, 8))

    told = [row for row in await village.rows(chat=GROUP) if "理发" in row.text]
    assert [_local(row.not_before) for row in told] == ["12-04 09:00", "12-07 08:30"]


async def test_a_holiday_moves_it_and_says_so_once(scene, tmp_path):
    scene.now = _at(2026, 10, 1)
    await take_in(scene, tmp_path / "book", schedules=SCHEDULES)

    await scene.live_until(_at(2026, 10, 12))

    told = [row for row in await scene.rows(chat=GROUP) if "理发" in row.text]
    assert [_local(row.not_before) for row in told] == ["10-04 09:00", "10-08 08:30"]
    assert "10月7日" in told[0].text
    assert "改到10月8日" in told[0].text


@pytest.mark.parametrize(
    "words", ["这个月7号还理发吗", "7号还理发不", "磨刀也是7号吗", "下次理发是什么时候"]
)
async def test_is_it_on_is_answered_with_day_hour_and_place(village, words):
    await village.say("li", words)

    told = (await village.in_group())[-1]
    assert "12月7日" in told
    assert "9点" in told
    assert "东门" in told
    assert await village.tickets() == []


async def test_asked_after_it_has_gone_the_next_one_is_named(village):
    village.now = _at(2026, 12, 9)

    await village.say("li", "这个月7号还理发吗")

    told = (await village.in_group())[-1]
    assert "已办过" in told
    assert "1月7日" in told


async def test_an_officer_announces_in_plain_words_after_a_preview(village):
    await village.say("sun", "通知 金桂园: 明天上午检修水管,九点到十一点停水", group=False)
    assert "1个群" in (await village.heard("sun"))[-1]
    assert await village.in_group() == []

    await village.press("sun", "发出去")
    await village.press("sun", "发出去")

    assert await village.in_group() == ["明天上午检修水管,九点到十一点停水"]


async def test_an_announcement_can_be_dropped_after_the_preview(village):
    await village.say("sun", "通知 金桂园: 明天停水", group=False)
    await village.press("sun", "不发")

    assert await village.in_group() == []


@pytest.mark.parametrize("who", ["li", "wang"])
async def test_nobody_but_officers_announces(village, who):
    await village.say(who, "通知 金桂园: 今晚大家都来跳舞", group=False)

    assert await village.in_group() == []
    assert all("会发到" not in text for text in await village.heard(who))


async def test_what_is_announced_at_night_arrives_in_the_morning(village):
    village.now = _at(2026, 12, 1, 23)
    await village.say("sun", "通知 金桂园: 明天上午停水", group=False)
    await village.press("sun", "发出去")
    assert await village.in_group() == []

    await village.live_until(_at(2026, 12, 2, 8))
    assert await village.in_group() == ["明天上午停水"]


def _at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def _local(moment):
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
