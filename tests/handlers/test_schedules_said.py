"""An officer arranges and changes what recurs in plain words; whoever was told hears it once more."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.schedules import ChangeRow, ScheduleRow
from tests.handlers.office import take_in
from tests.handlers.scene import GROUP, SHANGHAI

LINE = "每月7号上午9点 西流湾社区 义务理发、修指甲、磨刀"
SCHEDULES = [
    ["name", "rule", "time", "place", "audience", "holiday", "weekend", "offsets", "bring", "person"],
    ["义务理发、修指甲、磨刀", "每月7号", "09:00-11:00", "JGY-E", "XL", "next", "keep", "", "", ""],
    ["量血压", "每周三", "14:30-16:30", "JGY-E", "JGY", "skip", "keep", "当天 08:30", "", ""],
]  # fmt: skip


def _at(year, month, day, hour=10, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


async def _rows(scene, table=ScheduleRow):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


@pytest.fixture
async def village(scene, tmp_path):
    await take_in(scene, tmp_path / "book", schedules=SCHEDULES)
    return scene


async def test_one_line_is_shown_back_as_its_next_six_dates_and_kept_by_a_press(scene):
    await scene.say("sun", LINE, group=False)

    shown = (await scene.heard("sun"))[-1]
    days = [line for line in shown.splitlines() if line[:1].isdigit()]
    assert [day[: day.index("日") + 1] for day in days] == [
        "12月7日", "1月7日", "2月9日", "3月7日", "4月7日", "5月7日",
    ]  # fmt: skip
    assert "暂定" in days[1]
    assert "暂定" not in days[0]
    assert await _rows(scene) == []

    await scene.press("sun", "对,排上")

    [row] = await _rows(scene)
    assert (row.rule, row.start, row.audience) == ("FREQ=MONTHLY;BYMONTHDAY=7", "09:00", ["XL"])
    assert row.place == "XL"
    await scene.live_until(_at(2026, 12, 8))
    told = [line for line in await scene.in_group() if "理发" in line]
    assert len(told) == 2
    assert "西流湾社区" in told[0]


async def test_what_is_left_is_not_kept_and_a_second_press_keeps_nothing_twice(scene):
    await scene.say("sun", LINE, group=False)
    await scene.press("sun", "不用")
    assert await _rows(scene) == []

    await scene.say("sun", LINE, group=False)
    await scene.press("sun", "对,排上")
    await scene.press("sun", "对,排上")
    assert len(await _rows(scene)) == 1

    await scene.say("sun", LINE, group=False)
    assert len(await _rows(scene)) == 1
    assert "已经排了" in (await scene.heard("sun"))[-1]


async def test_a_lunar_seventh_is_asked_and_a_lunar_feast_is_kept(scene):
    await scene.say("sun", "每月初七上午9点 西流湾社区 义务理发", group=False)
    assert "农历每月初七" in (await scene.heard("sun"))[-1]

    await scene.say("sun", "正月十五晚上7点 金桂园 闹元宵 请带灯笼", group=False)

    shown = (await scene.heard("sun"))[-1]
    assert "2月20日" in shown
    assert "灯笼" in shown
    await scene.press("sun", "对,排上")
    [row] = await _rows(scene)
    assert row.rule.startswith("RSCALE=CHINESE")
    await scene.say("li", "正月十五闹元宵是哪天")
    told = (await scene.in_group())[-1]
    assert "2月20日" in told
    assert "公历" not in told


@pytest.mark.parametrize("who", ["li", "fix", "wang"])
async def test_nobody_but_the_desk_arranges(scene, who):
    await scene.say(who, LINE, group=False)

    assert not any("往后几次" in line for line in await scene.heard(who))
    assert await _rows(scene) == []


async def test_in_a_group_nothing_is_arranged(scene):
    await scene.say("sun", LINE)

    assert not any("往后几次" in line for line in await scene.in_group())


async def test_who_was_told_hears_the_change_once_more_and_it_quotes_the_first(village):
    await village.live_until(_at(2026, 12, 4, 12))
    first = next(row for row in await village.rows(chat=GROUP) if "理发" in row.text)

    await village.say("sun", "这个月理发师请假,改到9号", group=False)

    shown = (await village.heard("sun"))[-1]
    assert "改到12月9日" in shown
    assert "理发师请假" in shown
    assert len([line for line in await village.in_group() if "理发" in line]) == 1
    await village.press("sun", "就这样")
    await village.live_until(_at(2026, 12, 10))
    rows = [row for row in await village.rows(chat=GROUP) if "理发" in row.text]
    assert [row.moment.rpartition("/")[2] for row in rows] == ["before", "moved", "together"]
    assert rows[1].reply_to == first.message
    assert rows[1].text.startswith("12月7日(周一)有变")
    assert "今天12月9日" in rows[2].text  # with what is held on the 9th anyway
    assert "请假" not in rows[2].text
    assert await village.tickets() == []


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("这个月的理发取消", "cancelled"),
        ("12月7号理发停电不办了", "cancelled"),
        ("7号理发照常", "confirmed"),
        ("7号理发备注:当天师傅只到十点", "noted"),
        ("理发改到8号", "moved"),
    ],
)
async def test_each_word_for_a_change_is_told_as_what_it_is(village, words, moment):
    await village.live_until(_at(2026, 12, 4, 12))

    await village.say("sun", words, group=False)
    await village.press("sun", "就这样")
    await village.wait(minutes=1)

    rows = [row for row in await village.rows(chat=GROUP) if "理发" in row.text]
    assert [row.moment for row in rows] == ["schedules/before", f"schedules/{moment}"]
    assert rows[1].reply_to == rows[0].message
    assert len(rows[1].text) <= 60


async def test_what_nobody_has_heard_of_is_confirmed_without_a_line(village):
    await village.say("sun", "7号理发照常", group=False)
    await village.press("sun", "就这样")
    await village.live_until(_at(2026, 12, 8))

    rows = [row.moment for row in await village.rows(chat=GROUP) if "理发" in row.text]
    assert rows == ["schedules/before", "schedules/today"]


async def test_written_in_the_group_it_is_shown_back_in_private(village):
    await village.say("sun", "这个月理发师请假,改到9号")

    assert await village.in_group() == []
    await village.press("sun", "就这样")
    await village.wait(minutes=1)
    assert "改到12月9日" in (await village.in_group())[-1]


async def test_decided_at_night_it_is_told_in_the_morning(village):
    village.now = _at(2026, 12, 2, 22)
    await village.say("sun", "7号的理发取消", group=False)
    await village.press("sun", "就这样")
    await village.wait(minutes=5)
    assert await village.in_group() == []

    await village.live_until(_at(2026, 12, 3, 8))

    assert len(await village.in_group()) == 1


@pytest.mark.parametrize(
    "words", ["7号还理发不", "理发取消了吗", "这个月理发改到几号", "理发照常吗?", "理发是不是取消"]
)
async def test_an_officer_who_asks_changes_nothing(village, words):
    await village.say("sun", words, group=False)

    assert not any("会在" in line for line in await village.heard("sun"))
    assert await _rows(village, ChangeRow) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("8号的理发改到9号", "哪一天"),
        ("11月7号的理发取消", "过了"),
        ("理发改到过几天", "哪一天"),
        ("7号理发备注:师傅得了肺癌", "病情"),
    ],
)
async def test_what_cannot_be_meant_is_said_and_nothing_changes(village, words, told):
    await village.say("sun", words, group=False)

    assert told in (await village.heard("sun"))[-1]
    assert await _rows(village, ChangeRow) == []


async def test_a_resident_changes_nothing(village):
    await village.say("li", "这个月理发师请假,改到9号", group=False)

    assert not any("会在" in line for line in await village.heard("li"))


async def test_after_a_change_the_question_is_answered_with_the_new_day(village):
    await village.say("sun", "这个月理发师请假,改到9号", group=False)
    await village.press("sun", "就这样")

    await village.say("li", "7号还理发不")

    assert "改到12月9日(周三)上午9点" in (await village.in_group())[-1]


async def test_a_lunar_day_asked_of_what_goes_by_the_other_calendar_is_told_apart(village):
    await village.say("li", "初七还理发吗")

    told = (await village.in_group())[-1]
    assert "您说的是农历吗" in told
    assert "12月7日" in told
    assert await village.tickets() == []


async def test_asked_after_it_has_gone_and_was_moved_the_day_it_was_held_is_named(village):
    await village.say("sun", "这个月理发师请假,改到9号", group=False)
    await village.press("sun", "就这样")
    await village.live_until(_at(2026, 12, 10))

    await village.say("li", "7号理发办了没有")

    told = (await village.in_group())[-1]
    assert "12月9日" in told
    assert "下次是1月7日" in told


async def test_decided_twice_the_newest_holds_and_each_was_told_once(village):
    await village.live_until(_at(2026, 12, 4, 12))
    for words in ("理发师请假,改到9号", "7号的理发改到11号"):
        await village.say("sun", words, group=False)
        await village.press("sun", "就这样")
        await village.wait(minutes=5)
    await village.live_until(_at(2026, 12, 12))

    rows = [row for row in await village.rows(chat=GROUP) if "理发" in row.text]
    assert [row.moment.rpartition("/")[2] for row in rows] == ["before", "moved", "moved", "today"]
    assert "改到12月11日" in rows[2].text
    assert rows[2].reply_to == rows[0].message
    assert len(await _rows(village, ChangeRow)) == 1


async def test_the_person_in_charge_decides_about_it_and_nothing_else(scene, tmp_path):
    book = [SCHEDULES[0], [*SCHEDULES[1][:-1], "fix"], SCHEDULES[2]]
    await take_in(scene, tmp_path / "book", schedules=book)

    await scene.say("fix", "7号的理发取消", group=False)
    await scene.press("fix", "就这样")
    await scene.wait(minutes=5)
    await scene.say("fix", "12月9号量血压取消", group=False)

    assert len(await _rows(scene, ChangeRow)) == 1
    assert [line for line in await scene.in_group() if "取消" in line] != []
