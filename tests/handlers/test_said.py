"""What residents say in their own words, and what they hear: to the last nod."""

import pytest

from storage.schedules import ScheduleRow
from tests.handlers.scene import MORNING

LAMP = "3栋2单元楼道的灯坏了"
LIFT = "6栋的电梯老是卡在二楼"


async def _done(scene, words=LAMP, owner="wang"):
    said = await scene.say("li", words)
    await scene.press(owner, "我来办")
    await scene.press(owner, "办好了")
    await scene.say(owner, "换了灯管", group=False)
    return said


async def _reactions(scene, message):
    return [row for row in await scene.rows(op="react") if row.target == message]


# -- the answer to "please look" ------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "好啦",
        "修好咧",
        "可以了",
        "没问题了",
        "好嘞 谢谢",
        "中",
        "满意",
        "\U0001f44d",
        "得行 谢谢师傅",
    ],
)
async def test_a_clear_answer_closes_also_where_other_things_are_open(scene, words):
    await scene.say("li", LIFT)
    await _done(scene)

    await scene.say("li", words)

    lift, lamp = await scene.tickets()
    assert (lamp.state, lamp.closed_by) == ("closed", "reporter")
    assert lift.state == "assigned"


@pytest.mark.parametrize(
    "words", ["不太好", "屁,还是黑的", "好了个鬼", "好是好了就是有点暗", "没呢", "老样子"]
)
async def test_bad_news_reopens_and_never_closes(scene, words):
    await scene.say("li", LIFT)
    await _done(scene)

    await scene.say("li", words)

    lift, lamp = await scene.tickets()
    assert (lamp.closed_by, lamp.reopened) == (None, 1)
    assert lift.reopened == 0


@pytest.mark.parametrize("words", ["好了吗?", "好了?", "修好没", "好没有"])
async def test_a_question_is_answered_and_closes_nothing(scene, words):
    await _done(scene)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "reported"
    assert "编号0001" in (await scene.last_in_group()).text


@pytest.mark.parametrize("words", ["好的", "收到", "嗯嗯"])
async def test_a_nod_in_private_gets_a_sign_and_the_question_stays(scene, words):
    await scene.open_private("li")
    await scene.say("li", f"金桂园{LAMP}", group=False)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    before = await scene.heard("li")

    said = await scene.say("li", words, group=False)

    assert await scene.heard("li") == before
    assert await _reactions(scene, said)
    assert (await scene.ticket()).state == "reported"

    await scene.say("li", "好了", group=False)
    assert (await scene.ticket()).state == "closed"


async def test_days_later_a_word_among_neighbours_is_no_answer_but_plain_words_are(scene):
    await _done(scene)
    await scene.wait(days=1, hours=3)

    await scene.say("li", "中")
    assert (await scene.ticket()).state == "reported"

    await scene.say("li", "灯修好咧")
    assert (await scene.ticket()).state == "closed"


async def test_a_neighbour_s_word_is_no_answer(scene):
    await _done(scene)

    await scene.say("zhang", "满意")
    await scene.say("zhang", "好啦")

    assert (await scene.ticket()).state == "reported"


async def test_of_two_asked_at_once_it_is_asked_which(scene):
    await _done(scene)
    await _done(scene, "2栋的电梯老是卡在二楼")

    await scene.say("li", "好啦")

    assert [t.state for t in await scene.tickets()] == ["reported", "reported"]
    assert "哪一件" in (await scene.last_in_group()).text


async def test_the_number_that_is_asked_for_says_of_which_it_was_meant(scene):
    await _done(scene)
    await _done(scene, "2栋的电梯老是卡在二楼")
    await scene.say("li", "不太好")

    await scene.say("zhang", "0002")
    assert [t.reopened for t in await scene.tickets()] == [0, 0]

    await scene.say("li", "0002")
    assert [t.reopened for t in await scene.tickets()] == [0, 1]
    assert any("不太好" in text for text in await scene.heard("wang"))


async def test_a_number_alone_asks_where_it_stands_and_is_no_news_for_the_worker(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    before = await scene.heard("wang")

    await scene.say("li", "0001", group=False)

    assert "0001" in (await scene.heard("li"))[-1]
    assert await scene.heard("wang") == before


@pytest.mark.parametrize(
    ("words", "closed"),
    [("电梯好了", 1), ("灯修好咧", 0), ("编号0001 满意", 0), ("编号0002 好了", 1)],
)
async def test_of_two_the_one_that_is_named_is_meant(scene, words, closed):
    await _done(scene)
    await _done(scene, "2栋的电梯老是卡在二楼")

    await scene.say("li", words)

    states = [t.state for t in await scene.tickets()]
    assert states[closed] == "closed"
    assert states[1 - closed] == "reported"


async def test_the_same_words_with_the_house_answer_and_open_nothing(scene):
    await _done(scene)

    await scene.say("li", "3栋2单元楼道还是黑的")

    assert len(await scene.tickets()) == 1
    assert (await scene.ticket()).reopened == 1


# -- asked of a known thing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("电梯修好没", "0002"),
        ("楼道灯修好没", "0001"),
        ("灯好了没", "0001"),
        ("电梯弄好没得", "0002"),
    ],
)
async def test_of_several_the_thing_that_is_named_is_told_of(scene, words, number):
    await scene.say("li", LAMP)
    await scene.say("li", LIFT)

    await scene.say("li", words)

    assert number in (await scene.last_in_group()).text
    assert len(await scene.tickets()) == 2


@pytest.mark.parametrize("words", ["灯修好咧", "修好喽"])
async def test_said_solved_before_anybody_asked_it_is_closed(scene, words):
    await scene.say("li", LAMP)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "closed"


@pytest.mark.parametrize("words", ["电梯修好没", "修好喽", "楼道灯修好没", "修好没"])
async def test_in_private_it_is_said_kindly_that_none_was_found(scene, words):
    await scene.open_private("li")

    await scene.say("li", words, group=False)

    assert await scene.tickets() == []
    assert "没找到" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("words", ["电梯修好没", "修好喽", "楼道灯修好没", "饭弄好没"])
async def test_in_a_group_nothing_is_said_where_none_is_known(scene, words):
    await scene.say("li", words)

    assert await scene.tickets() == []
    assert await scene.in_group() == []


async def test_another_thing_than_the_known_one_is_neither_told_of_nor_asked_about(scene):
    await scene.say("li", LAMP)
    before = await scene.in_group()

    await scene.say("li", "电梯修好没")

    assert await scene.in_group() == before
    assert len(await scene.tickets()) == 1


async def test_a_street_lamp_is_registered_though_the_corridor_s_is_asked_about(scene):
    await _done(scene)

    await scene.say("li", "路灯还没修,都7天了")

    assert (await scene.ticket()).reopened == 0
    assert "几栋" in (await scene.last_in_group()).text

    await scene.say("li", "东门")
    assert [t.category for t in await scene.tickets()] == ["repair.corridorlight", "road.lamp"]


# -- what is on the schedule -----------------------------------------------------------------


async def _schedule(scene, name, rule):
    async with scene.database.transaction() as session:
        session.add(
            ScheduleRow(key=name, name=name, rule=rule, start="09:00", end="11:00", place="JGY",
                        place_words="东门", bring="", audience=["JGY"], holiday="keep",
                        weekend="keep", offsets=[], since=MORNING, active=True)
        )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["大件垃圾哪天收", "这周六收大件不", "啥时候收大件呀", "周六收不收大件", "大件垃圾几号来收"],
)
async def test_rubbish_on_the_schedule_is_a_question_and_no_complaint(scene, words):
    await _schedule(scene, "大件垃圾收运", "FREQ=WEEKLY;BYDAY=SA")

    await scene.say("li", words)

    assert await scene.tickets() == []
    assert "12月5日" in (await scene.last_in_group()).text


@pytest.mark.parametrize("words", ["量血压是哪天", "星期三还量血压不", "下次量血压几号"])
async def test_the_day_of_a_service_is_told_from_the_schedule(scene, words):
    await _schedule(scene, "量血压", "FREQ=WEEKLY;BYDAY=WE")

    await scene.say("li", words)

    assert await scene.tickets() == []
    assert "12月2日" in (await scene.last_in_group()).text


@pytest.mark.parametrize(
    "words", ["3栋门口大件垃圾堆了三天没人收", "3栋楼下大件垃圾怎么还没收,堆成山了"]
)
async def test_rubbish_that_lies_there_is_a_complaint_all_the_same(scene, words):
    await _schedule(scene, "大件垃圾收运", "FREQ=WEEKLY;BYDAY=SA")

    await scene.say("li", words)

    assert len(await scene.tickets()) == 1


async def test_without_a_schedule_nothing_is_made_up(scene):
    await scene.say("li", "这周六收大件不")

    assert not any("12月5日" in text for text in await scene.in_group())


# -- points ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["王叔家有多少积分", "隔壁老李家多少分了", "我们楼谁家积分最多"])
async def test_another_household_s_points_are_refused_kindly(scene, words):
    await scene.open_private("li")

    await scene.say("li", words, group=False)
    assert "只告诉" in (await scene.heard("li"))[-1]

    before = await scene.heard("li")
    await scene.say("li", words)
    assert "只告诉" in (await scene.last_in_group()).text
    assert await scene.heard("li") == before
