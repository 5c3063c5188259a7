"""One date's hour alone: whoever was told hears it once more, and everything goes by the new hour."""

from datetime import datetime

import pytest
from sqlalchemy import select

from domain.refusals import NotAllowed
from domain.schedules import Change
from domain.signups.words import Listed
from handlers.schedules import changing, making, working_days
from handlers.signups import joining
from storage.schedules import ChangeRow
from tests.handlers.office import take_in
from tests.handlers.scene import GROUP, SHANGHAI
from tests.handlers.signups.party import acting, notice_now, opened, the_signup
from tests.handlers.test_schedules_said import SCHEDULES

NOTICE_2027 = (
    "元旦:1月1日至8日", "春节:2月5日至12日", "清明节:4月5日", "劳动节:5月1日至2日",
    "端午节:6月9日", "中秋节:9月15日", "国庆节:10月1日至3日",
)  # fmt: skip
NINE = "2026-12-07T09:00"


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
async def village(scene, tmp_path):
    await take_in(scene, tmp_path / "book", schedules=SCHEDULES)
    return scene


async def _changes(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(ChangeRow).order_by(ChangeRow.id)))


async def _told(scene):
    return [row for row in await scene.rows(chat=GROUP) if "理发" in row.text]


async def _decide(scene, words, who="sun"):
    await scene.say(who, words, group=False)
    await scene.press(who, "就这样")
    await scene.wait(minutes=1)


async def test_who_was_told_hears_the_new_hour_in_one_line_that_quotes_the_first(village):
    await village.live_until(_at("2026-12-04T12:00"))

    await _decide(village, "7号的理发改到下午两点")
    await village.live_until(_at("2026-12-08T12:00"))

    first, change, today = await _told(village)
    assert change.text == "12月7日(周一)的义务理发、修指甲、磨刀改到下午2点到下午4点,金桂园东门。"
    assert change.reply_to == first.message
    assert len(change.text) <= 60
    assert "今天12月7日(周一)下午2点到下午4点" in today.text
    assert [(row.start, row.end) for row in await _changes(village)] == [("14:00", "16:00")]


@pytest.mark.parametrize(
    ("words", "day", "hours"),
    [
        ("7号的理发改到下午两点", "12月7日", "下午2点到下午4点"),
        ("理发改成9号下午3点", "12月9日", "下午3点到下午5点"),
        ("7号理发改下午三点半", "12月7日", "下午3:30到下午5:30"),
        ("12月7号理发挪到10点到12点", "12月7日", "上午10点到中午12点"),
        ("7号理发推迟一个小时", "12月7日", "上午10点到中午12点"),
        ("7号的理发师傅有事,往后推半小时", "12月7日", "上午9:30到上午11:30"),
        ("这个月理发提前半个钟头", "12月7日", "上午8:30到上午10:30"),
        ("7号理发推迟两天", "12月9日", "上午9点到上午11点"),
        ("理发换到8号早上8点半", "12月8日", "上午8:30到上午10:30"),
        ("7号理髮改到下午兩點", "12月7日", "下午2点到下午4点"),
        ("磨刀7号那次改到14:00-15:00", "12月7日", "下午2点到下午3点"),
    ],
)
async def test_the_hour_is_read_in_many_ways_and_shown_before_anything_is_said(
    village, words, day, hours
):
    await village.say("sun", words, group=False)

    shown = (await village.heard("sun"))[-1]
    assert "会在1个群里说一句" in shown
    assert day in shown
    assert hours in shown
    assert await _changes(village) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7号的理发改到下午", "几点"),
        ("理发改到9号晚上", "几点"),
        ("7号理发提前12个小时", "哪一天"),
    ],
)
async def test_what_names_no_hour_is_asked_for_it(village, words, told):
    await village.say("sun", words, group=False)

    assert told in (await village.heard("sun"))[-1]
    assert await _changes(village) == []


@pytest.mark.parametrize(
    "words", ["7号理发提前三天通知", "理发提前10分钟到", "7号理发报名推迟两天截止"]
)
async def test_what_is_no_move_changes_nothing(village, words):
    await village.say("sun", words, group=False)

    assert not any("会在" in line for line in await village.heard("sun"))


async def test_this_time_means_what_the_groups_were_told_of(village):
    await village.live_until(_at("2026-12-04T12:00"))

    await _decide(village, "这次改成9号下午3点")

    assert "改到12月9日(周三)下午3点到下午5点" in (await _told(village))[-1].text


async def test_this_time_in_reply_to_a_line_means_that_line(village):
    await village.live_until(_at("2026-12-09T09:00"))  # both have been told of lately
    line = [row for row in await village.rows(chat=GROUP) if "量血压" in row.text][-1]

    await village.say("sun", "这次改到下午4点", reply_to=line.message)
    await village.press("sun", "就这样")
    await village.wait(minutes=1)

    change = (await village.rows(chat=GROUP))[-1]
    assert change.text.startswith("12月9日(周三)的量血压改到下午4点到晚上6点")
    assert change.reply_to == line.message


async def test_this_time_is_nothing_where_nothing_was_told_or_the_group_talks(village):
    await village.say("sun", "这次改成9号下午3点", group=False)
    await village.live_until(_at("2026-12-04T12:00"))
    await village.say("sun", "这次改成9号下午3点")
    await village.say("li", "这次改成9号下午3点", group=False)

    for who in ("sun", "li"):
        assert not any("会在" in line for line in await village.heard(who))


async def test_asked_after_it_the_new_hour_is_said(village):
    await _decide(village, "7号的理发改到下午两点")

    for words, told in (
        ("7号还理发不", "有,改了钟点。理发12月7日(周一)下午2点到下午4点"),
        ("理发几点开始", "改了钟点:理发12月7日(周一)下午2点到下午4点"),
        ("下个月7号理发吗", "1月7日(周四)上午9点到上午11点"),
    ):
        await village.say("li", words)
        assert told in (await village.in_group())[-1]


async def test_until_the_new_end_it_is_not_over(village):
    await _decide(village, "7号的理发改到下午两点")
    village.now = _at("2026-12-07T15:00")

    await village.say("li", "理发办过了没有")

    assert "下午2点到下午4点" in (await village.in_group())[-1]


async def test_moved_to_another_day_it_keeps_the_hour_and_as_planned_gives_the_old_one_back(
    village,
):
    await _decide(village, "7号的理发改到下午两点")
    await _decide(village, "7号的理发改到9号")
    assert "改到12月9日(周三)下午2点" in (await _told(village))[-1].text

    await _decide(village, "7号理发照常")

    [row] = await _changes(village)
    assert (row.start, row.end, f"{row.moved_to}") == (None, None, "2026-12-07")


async def test_a_note_changes_no_hour_and_a_date_called_off_has_none(village):
    await _decide(village, "7号的理发改到下午两点")
    await _decide(village, "7号理发备注:在二楼")
    [row] = await _changes(village)
    assert (row.start, row.note) == ("14:00", "在二楼")

    await _decide(village, "7号理发取消")
    [row] = await _changes(village)
    assert (row.start, row.cancelled) == (None, True)


async def _deciding(scene, change, who="sun"):
    day = datetime.fromisoformat(NINE).date()
    await acting(scene, changing.decide, 1, day, change, who=who)


async def test_an_hour_that_has_gone_by_is_refused(village):
    village.now = _at("2026-12-07T10:00")

    with pytest.raises(changing.DateGone):
        await _deciding(village, Change(start=_at("2026-12-07T08:00").time()))


async def test_an_earlier_hour_is_not_announced_once_it_has_begun(village):
    await _deciding(village, Change(start=_at("2026-12-07T08:00").time()))
    await village.live_until(_at("2026-12-08T12:00"))

    assert [row.moment for row in await _told(village)] == ["schedules/moved"]


async def test_the_schedule_s_own_new_hour_is_told_to_whoever_heard_the_old_one(village):
    await village.live_until(_at("2026-12-04T12:00"))
    plan = making.Plan("义务理发、修指甲、磨刀", "每月7号", "15:00", ["XL"], place_words="居委会")
    await acting(village, making.change, 1, plan)
    await village.live_until(_at("2026-12-08T12:00"))

    first, change, today = await _told(village)
    assert change.text == "12月7日(周一)的义务理发、修指甲、磨刀改到下午3点,居委会。"
    assert change.reply_to == first.message
    assert "下午3点" in today.text


async def test_who_signed_up_hears_it_and_closing_and_eve_go_by_the_new_hour(village):
    await village.open_private("li", "mei")
    number = await opened(village, "义务理发", at=_at(NINE), places=1)
    await village.say("li", "我报名")
    await village.say("mei", "我报名")

    await _decide(village, "7号的理发改到8号下午两点")

    for who in ("li", "mei"):
        assert "义务理发改到12月8日(周二)下午2点" in (await village.heard(who))[-1]
    row = await the_signup(village, number)
    assert (row.at, row.closes_at) == (_at("2026-12-08T14:00"), _at("2026-12-07T14:00"))
    assert "12月8日(周二)下午2点" in (await notice_now(village)).text
    await village.live_until(_at("2026-12-06T20:00"))
    assert not any("明天义务理发" in line for line in await village.heard("li"))
    await village.say("mei", "我报名")  # still open: it would have closed on the 6th at nine
    await village.live_until(_at("2026-12-07T18:00"))
    assert sum("明天义务理发" in line for line in await village.heard("li")) == 1
    assert (await the_signup(village, number)).state == "closed"


async def test_moved_within_its_day_and_back_the_eve_still_comes_once(village):
    await village.open_private("li")
    await opened(village, "义务理发", at=_at(NINE))
    await village.say("li", "我报名")

    await _decide(village, "7号的理发改到下午两点")
    await _decide(village, "7号理发照常")
    await village.live_until(_at("2026-12-06T18:00"))

    [eve] = [line for line in await village.heard("li") if "明天义务理发" in line]
    assert "上午9点" in eve


async def test_who_signed_up_for_what_is_called_off_hears_that(village):
    await village.open_private("li")
    number = await opened(village, "义务理发", at=_at(NINE))
    await village.say("li", "我报名")

    await _decide(village, "7号理发停电取消")

    assert "取消了" in (await village.heard("li"))[-1]
    assert (await the_signup(village, number)).state == "called_off"


async def test_a_late_notice_of_days_off_takes_the_sign_up_along(scene, tmp_path):
    await take_in(scene, tmp_path / "book", schedules=SCHEDULES)
    await scene.open_private("li")
    number = await opened(scene, "理发", at=_at("2027-01-07T09:00"))
    await scene.say("li", "我报名")
    text = "\n".join(f"{name}放假" for name in NOTICE_2027)
    published = scene.now.date()
    await acting(
        scene, working_days.enter, 2027, text, source="国办", published=published, who="boss"
    )
    await scene.wait(minutes=2)

    assert (await the_signup(scene, number)).at == _at("2027-01-11T09:00")
    assert "1月11日" in (await scene.heard("li"))[-1]


async def test_a_sign_up_at_another_hour_or_of_another_thing_stays_where_it_is(village):
    dumplings = await opened(village, "包饺子", at=_at(NINE))
    other = await opened(village, "理发", at=_at("2026-12-07T15:00"))

    await _decide(village, "7号的理发改到9号")

    assert (await the_signup(village, dumplings)).at == _at(NINE)
    assert (await the_signup(village, other)).at == _at("2026-12-07T15:00")


async def test_who_is_only_on_a_list_is_told_by_a_human(village):
    number = await opened(village, "义务理发", at=_at(NINE))
    await acting(village, joining.write_down, number, [Listed("张姐", 1, "")], joining.DESK)

    await _decide(village, "7号的理发改到下午两点")

    [task] = [row for row in await village.rows() if row.state == "person"]
    assert "张姐" in task.text
    assert "下午2点" in task.text


async def test_nobody_but_who_decides_changes_an_hour(village):
    for who in ("li", "fix", "wang"):
        await village.say(who, "7号的理发改到下午两点", group=False)
        assert not any("会在" in line for line in await village.heard(who))

    with pytest.raises(NotAllowed):
        await _deciding(village, Change(start=_at(NINE).time()), who="wang")
