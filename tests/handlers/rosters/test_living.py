"""A shift as it is lived: reminders, checking in and out, notes, nobody there, gaps of tomorrow."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.rosters import assigning, making
from storage.people import IdentityRow
from storage.places import touch_revision
from tests.handlers.rosters.watch import (
    SUNDAY,
    acting,
    at,
    duties,
    duty_rows,
    member,
    published,
    put_in,
    slots,
    the_roster,
    told,
)


async def test_a_day_and_an_hour_before_each_is_reminded_once(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 4, 7)
    assert (
        await told(scene, "fang", "提醒您值班") == 0
    )  # quiet hours: said at 07:30, not at 8 the day before
    await at(scene, 4, 8, 1)
    assert await told(scene, "fang", "提醒您值班") == 1
    await at(scene, 5, 6, 59)
    assert await told(scene, "fang", "一个小时后值班") == 0
    await at(scene, 5, 7, 1)

    assert await told(scene, "fang", "一个小时后值班:12月5日(周六)上午8点到下午4点 东门") == 1
    await at(scene, 5, 12)
    assert await told(scene, "fang", "提醒您值班") == 1
    assert await told(scene, "fang", "一个小时后值班") == 1
    assert await told(scene, "lizhi", "值班") == 0


async def test_of_a_night_shift_the_eve_waits_for_the_morning_and_the_hour_before_does_not(scene):
    await published(scene, put=[("qian", "东门", 22)])
    await at(scene, 5, 7)
    assert await told(scene, "qian", "提醒您值班") == 0
    await at(scene, 5, 7, 31)
    assert await told(scene, "qian", "提醒您值班") == 1
    await at(scene, 5, 21, 1)

    assert await told(scene, "qian", "一个小时后值班") == 1


async def test_who_has_no_account_is_phoned_the_day_before(scene):
    await published(scene, names=("赵大爷",), put=[("赵大爷", "东门", 8)])
    await at(scene, 4, 9)

    by_hand = [row.text for row in await scene.rows() if row.state == "person"]
    assert any("提醒您值班" in text and "赵大爷" in text for text in by_hand)


async def test_by_button_somebody_is_there_and_sees_who_stands_beside_them(scene):
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8), ("lizhi", "东门", 8)])
    await at(scene, 5, 7, 30)
    await scene.press("fang", "到岗了")

    said = (await scene.heard("fang"))[-1]
    assert said.startswith("到岗记下了:东门,到12月5日(周六)下午4点")
    assert "李(义务网格员)" in said
    assert "李志" not in said  # the surname is enough
    assert ("王芳", "东门", "started") in await duties(scene)


async def test_in_words_too_and_a_second_time_is_no_second_time(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 7, 30)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "签到", group=False)

    assert await duties(scene) == [("王芳", "东门", "started")]
    assert (await duty_rows(scene))[0].started_at is not None
    assert await scene.tickets() == []


async def test_too_early_nobody_is_there_and_back_from_leave_is_still_understood(scene):
    await published(scene, people=("wang", "fang"), put=[("wang", "东门", 8)])
    await scene.say("wang", "我请假今天", group=False)
    await scene.say("wang", "我到岗了", group=False)

    assert await duties(scene) == [("王格", "东门", "assigned")]
    assert "到岗记下了" not in (await scene.heard("wang"))[-1]


async def test_a_group_hears_nothing_of_it(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 7, 30)
    for line in (
        "到岗了",
        "我什么时候值班",
        "这周还有哪些班没人",
        "我来值周六上午",
        "交班 一切正常",
    ):
        await scene.say("fang", line)

    assert await scene.in_group() == []
    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_the_hand_over_note_is_masked_and_read_by_the_next_at_that_post(scene):
    lines = "东门 8:00-16:00 1人\n东门 16:00-23:00 1人\n西门 16:00-23:00 1人"
    await published(
        scene, lines,
        put=[("fang", "东门", 8), ("lizhi", "东门", 16), ("qian", "西门", 16)],
    )  # fmt: skip
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await at(scene, 5, 15, 50)
    await scene.say("fang", "交班 钥匙在门卫,有事打13812345678", group=False)
    await at(scene, 5, 16)
    await scene.say("lizhi", "到岗了", group=False)
    await scene.say("qian", "到岗了", group=False)

    said = (await scene.heard("lizhi"))[-1]
    assert "上一班留话:钥匙在门卫" in said
    assert "13812345678" not in said
    assert "留话" not in (await scene.heard("qian"))[-1]
    assert ("王芳", "东门", "ended") in await duties(scene)
    assert (await scene.heard("fang"))[-1].startswith("交班记下了")


async def test_who_is_there_already_hears_the_note_at_once(scene):
    lines = "东门 8:00-16:00 1人\n东门 16:00-23:00 1人"
    await published(scene, lines, put=[("fang", "东门", 8), ("lizhi", "东门", 16)])
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await at(scene, 5, 15, 58)
    await scene.say("lizhi", "到岗了", group=False)
    await scene.say("fang", "交班", group=False)
    assert "有什么要告诉下一班的" in (await scene.heard("fang"))[-1]
    await scene.say("fang", "登记本在桌上", group=False)

    assert (await scene.heard("lizhi"))[-1] == "上一班(东门)留话:登记本在桌上"
    assert ("王芳", "东门", "ended") in await duties(scene)


async def test_with_nothing_to_hand_over_one_press_is_enough(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await scene.press("fang", "交班")
    await scene.press("fang", "没有要交代的")

    assert await duties(scene) == [("王芳", "东门", "ended")]
    assert "留话" not in (await scene.heard("fang"))[-1]


async def test_danger_is_danger_even_while_a_note_is_asked_for(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "交班", group=False)
    await scene.say("fang", "3栋着火了,快来人", group=False)

    assert [ticket.tier for ticket in await scene.tickets()] == ["E"]
    assert await duties(scene) == [("王芳", "东门", "started")]


async def test_nobody_there_after_a_quarter_of_an_hour_the_chief_knows_once(scene):
    await published(scene, put=[("fang", "东门", 8), ("lizhi", "西门", 8)])
    await at(scene, 5, 7, 50)
    await scene.say("lizhi", "到岗了", group=False)
    await at(scene, 5, 8, 14)
    assert await told(scene, "chen", "还没见到") == 0
    await at(scene, 5, 8, 16)

    assert await told(scene, "chen", "东门还没见到王芳:12月5日(周六)上午8点到下午4点") == 1
    assert await told(scene, "chen", "西门还没见到") == 0
    await scene.press("chen", "已联系")
    assert (await scene.heard("chen"))[-1].startswith("好的,记下您已经联系过东门")
    await at(scene, 5, 15)
    assert await told(scene, "chen", "还没见到") == 1


async def test_the_chief_puts_another_there_and_both_know(scene):
    await published(scene, "东门 8:00-16:00 1人", put=[("fang", "东门", 8)])
    await at(scene, 5, 8, 16)
    await scene.press("chen", "另外排人")
    assert "班少的在前" in (await scene.heard("chen"))[-1]
    await scene.press("chen", "李志")

    assert ("李志", "东门", "assigned") in await duties(scene)
    assert ("王芳", "东门", "assigned") not in await duties(scene)
    assert await told(scene, "lizhi", "您多了一个班") == 1
    assert await told(scene, "fang", "不用来了") == 1
    assert (await scene.heard("chen"))[-1].startswith("排好了:李志,东门")


async def test_when_only_one_of_two_is_rostered_the_chief_is_warned_the_day_before(scene):
    """S2-08: a station of two with one person; the gap is shown, and at D-1 the chief is warned."""
    await published(scene, "服务站 8:00-16:00 2人", put=[("fang", "服务站", 8)])
    await at(scene, 4, 9, 59)
    assert await told(scene, "chen", "缺") == 0
    await at(scene, 4, 10, 1)

    [warned] = [text for text in await scene.heard("chen") if "缺" in text]
    assert warned.startswith("12月5日(周六)还有1个班缺人")
    assert "服务站 12月5日(周六)上午8点到下午4点 缺1人" in warned
    await at(scene, 5, 7)
    assert await told(scene, "chen", "还有1个班缺人") == 1


async def test_who_has_gone_on_leave_since_is_a_gap(scene):
    await published(scene, "东门 8:00-16:00 1人", people=("wang",), put=[("wang", "东门", 8)])
    await scene.say("wang", "我请假12月4日到6日", group=False)
    await at(scene, 4, 10, 1)

    assert await told(scene, "chen", "还有1个班缺人") == 1


async def test_a_full_roster_warns_nobody(scene):
    await published(scene, put=[("fang", "东门", 8), ("lizhi", "西门", 8), ("qian", "东门", 22)])
    await at(scene, 4, 12)

    assert await told(scene, "chen", "缺") == 0


async def test_thirty_days_after_its_end_names_by_hand_and_notes_are_gone(scene):
    number = await published(scene, names=("赵大爷",), put=[("fang", "东门", 8)])
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "交班 一切正常", group=False)
    assert (await duty_rows(scene))[0].note
    await scene.wait(days=32)

    assert (await duty_rows(scene))[0].note == ""
    assert await member(scene, number, "")  # a line without a name


async def test_a_chief_who_cannot_be_written_to_is_told_by_a_human(scene):
    await published(scene, put=[("fang", "东门", 8)])
    async with scene.database.transaction() as session:
        await session.execute(
            update(IdentityRow)
            .where(IdentityRow.person_id == scene.ids["chen"])
            .values(private_chat=None)
        )
        await touch_revision(session)
    await at(scene, 5, 8, 16)

    assert any(row.state == "person" and "还没见到王芳" in row.text for row in await scene.rows())


async def test_somebody_put_in_late_gets_the_reminders_that_are_still_ahead(scene):
    number = await published(scene)
    await at(scene, 4, 20)
    await put_in(scene, number, "fang", "东门", 8)
    await at(scene, 5, 7, 1)

    assert await told(scene, "fang", "提醒您值班") == 0
    assert await told(scene, "fang", "一个小时后值班") == 1


@pytest.mark.parametrize("hour", [0, 6, 12, 23])
async def test_whatever_the_hour_the_eve_keeps_the_quiet_hours_and_the_hour_before_is_kept(
    scene, hour
):
    """Never within the quiet hours unless the shift itself is near; each once, before it begins."""
    await published(scene, f"东门 {hour}:00-{(hour + 4) % 24}:00 1人", put=[("fang", "东门", hour)])
    await at(scene, 6, 9)

    calendar, rows = scene.community.calendar, await scene.rows(chat="p.fang")
    begins = (await slots(scene, 1))[0].begins
    [eve] = [row for row in rows if row.moment == "rosters/eve"]
    [near] = [row for row in rows if row.moment == "rosters/hour"]
    assert not calendar.is_quiet(eve.not_before)
    assert timedelta(0) < begins - eve.not_before <= timedelta(days=1)
    assert begins - near.not_before == timedelta(hours=1)


async def test_two_shifts_of_one_person_have_reminders_of_their_own(scene):
    await published(scene, last=SUNDAY, put=[("fang", "东门", 8)])
    await put_in(scene, 1, "fang", "西门", 8, day=SUNDAY)
    await at(scene, 6, 9)

    for part in (
        "提醒您值班:12月5日",
        "提醒您值班:12月6日",
        "一个小时后值班:12月5日",
        "一个小时后值班:12月6日",
    ):
        assert await told(scene, "fang", part) == 1, part


async def test_who_was_swapped_in_or_taken_off_after_the_eve_is_told_by_that_alone(scene):
    number = await published(scene, "东门 8:00-16:00 1人", put=[("fang", "东门", 8)])
    await at(scene, 4, 9)
    await acting(scene, assigning.remove, (await duty_rows(scene))[0].id)
    await put_in(scene, number, "lizhi", "东门", 8)
    await at(scene, 5, 7, 1)

    assert await told(scene, "lizhi", "一个小时后值班") == 1
    assert await told(scene, "fang", "一个小时后值班") == 0
    assert await told(scene, "lizhi", "提醒您值班") == 0


async def test_in_a_station_of_two_the_one_who_came_is_not_named_as_missing(scene):
    await published(
        scene, "服务站 8:00-16:00 3人", put=[("fang", "服务站", 8), ("lizhi", "服务站", 8)]
    )
    await at(scene, 5, 7, 55)
    await scene.say("fang", "到岗了", group=False)
    await at(scene, 5, 8, 16)

    [line] = [text for text in await scene.heard("chen") if "还没见到" in text]
    assert "李志" in line
    assert "王芳" not in line
    assert "另外还缺1人" in line


async def test_an_empty_shift_is_missed_by_the_chief_as_well(scene):
    await published(scene, "东门 8:00-16:00 1人")
    await at(scene, 5, 8, 16)

    assert await told(scene, "chen", "东门还没有人") == 1


async def test_the_chief_s_list_names_only_who_could(scene):
    number = await published(
        scene, "东门 8:00-16:00 1人\n西门 8:00-16:00 1人",
        put=[("fang", "东门", 8), ("lizhi", "西门", 8)],
    )  # fmt: skip
    await at(scene, 5, 8, 5)
    await scene.say("lizhi", "到岗了", group=False)
    await at(scene, 5, 8, 16)
    await scene.press("chen", "另外排人")

    row = [one for one in await scene.rows(chat="p.chen") if one.moment == "rosters/fill_whom"][-1]
    assert [choice["label"] for line in row.choices for choice in line] == ["钱多"]
    assert number == 1


async def test_where_nobody_could_the_chief_is_told_to_phone(scene):
    await published(scene, "东门 8:00-16:00 1人", people=("fang",), put=[("fang", "东门", 8)])
    await at(scene, 5, 8, 16)
    await scene.press("chen", "另外排人")

    assert (await scene.heard("chen"))[-1] == "东门这个时间没有合适的人了,请打电话找人。"


async def test_a_roster_with_later_shifts_added_is_over_only_after_these(scene):
    number = await published(scene, "东门 8:00-16:00 1人")

    async def more(turn):
        await making.more_shifts(turn, await making.found(turn, number), "东门 18:00-22:00")

    await acting(scene, more)
    await at(scene, 5, 17)
    assert (await the_roster(scene)).state == "published"
    await put_in(scene, number, "fang", "东门", 18)
    await at(scene, 5, 17, 1)
    assert await told(scene, "fang", "您多了一个班") == 1
    await at(scene, 5, 22, 1)

    assert (await the_roster(scene)).state == "over"
