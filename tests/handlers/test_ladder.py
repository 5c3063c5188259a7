"""The ladder of chases: each step once, each told to the right people, up to the weekly list."""

from datetime import datetime, timedelta

import pytest

from tests.handlers.at_work import LAMP, PARKING, TREE, at_work, tell
from tests.handlers.scene import SHANGHAI


def at(day, hour=10, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


async def count(scene, who, words):
    return sum(words in text for text in await scene.heard(who))


async def test_every_step_is_told_once_to_whom_it_is_for(scene):
    await at_work(scene, TREE)  # due on the 8th, a Tuesday

    await scene.live_until(at(8, 17, 0))
    assert await count(scene, "wang", "快到时间") == 1
    assert await count(scene, "chen", "过了时间") == 0

    await scene.live_until(at(8, 18))
    assert await count(scene, "wang", "过了时间") == 1
    assert await count(scene, "chen", "过了时间") == 1
    assert await count(scene, "liu", "过了时间") == 0

    await scene.live_until(at(9, 18))
    assert await count(scene, "liu", "过了时间") == 1
    assert await count(scene, "boss", "过了时间") == 0

    await scene.live_until(at(11, 18))
    assert await count(scene, "boss", "过了时间") == 1

    await scene.live_until(at(31, 18))
    assert [await count(scene, who, "过了时间还没办好") for who in ("chen", "liu", "boss")] == [
        1,
        1,
        1,
    ]


async def test_a_day_late_the_resident_gets_a_new_promise_and_the_desk_knows_it(scene):
    await at_work(scene, TREE)
    group = await scene.in_group()

    await scene.live_until(at(9, 18))

    told = (await scene.heard("li"))[-1]
    assert "对不起" in told
    assert "12月10日(周四)下午5:30前给您回话" in told
    assert "已答应居民12月10日(周四)下午5:30前回话" in (await scene.heard("liu"))[-1]
    assert await scene.in_group() == group


async def test_on_monday_the_street_reads_what_is_five_working_days_over(scene):
    await at_work(scene, TREE)  # due on Tuesday the 8th: five working days over on the 15th

    await scene.live_until(at(14, 9, 30))
    assert await count(scene, "boss", "过期五个工作日以上") == 0

    await scene.live_until(at(21, 9, 30))
    told = [text for text in await scene.heard("boss") if "过期五个工作日以上" in text]
    assert len(told) == 1
    assert "0001 金桂园1栋" in told[0]
    assert "过期9个工作日" in told[0]
    for name in ("王格", "吴修", "陈长"):
        assert name not in told[0]
    for who in ("liu", "sun", "chen", "wang", "li"):
        assert await count(scene, who, "过期五个工作日以上") == 0


async def test_several_stand_in_one_message_and_it_comes_every_week_until_they_are_done(scene):
    await at_work(scene, TREE)
    await scene.say("zhang", "2栋楼下的树枝也挡光,请修剪")
    await scene.press("wang", "我来办")

    await scene.live_until(at(28, 9, 30))
    told = [text for text in await scene.heard("boss") if "过期五个工作日以上" in text]
    assert len(told) == 2
    assert all("0001" in text and "0002" in text and "有2件" in text for text in told)

    for number in ("0001", "0002"):
        await scene.say("wang", f"{number} 树枝修剪好了", group=False)
    await scene.live_until(datetime(2027, 1, 5, 9, 30, tzinfo=SHANGHAI))
    assert await count(scene, "boss", "过期五个工作日以上") == 2


async def test_a_sensitive_matter_is_on_no_list(scene):
    await scene.open_private("mei")
    await scene.say("mei", "最近老是睡不着,心里难受,想找人谈谈", group=False)
    await scene.press("heart", "我来办")

    await scene.live_until(at(31, 18))

    assert await count(scene, "boss", "过期五个工作日以上") == 0


async def test_on_a_monday_that_is_a_holiday_it_comes_on_the_first_working_day(scene):
    scene.now = datetime(2026, 9, 14, 10, 0, tzinfo=SHANGHAI)
    await at_work(scene, TREE)  # five working days over on 28 September; 1-7 October is a holiday

    await scene.live_until(datetime(2026, 10, 9, 18, 0, tzinfo=SHANGHAI))

    sent = [row.sent_at.astimezone(SHANGHAI) for row in await scene.rows(chat="p.boss")
            if "过期五个工作日以上" in row.text]  # fmt: skip
    assert [(at.date().isoformat(), at.hour) for at in sent] == [("2026-10-08", 9)]


@pytest.mark.parametrize("words", ["还没修", "都两天了还没人来修", "怎么还没弄好啊"])
async def test_not_yet_is_one_chase_a_day_and_is_always_answered(scene, words):
    said = await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    before = len(await scene.heard("wang"))

    for _ in range(3):
        await scene.say("li", words, reply_to=said)
    assert len(await scene.heard("wang")) == before + 1
    assert f"居民在催:{words}" in (await scene.heard("wang"))[-1]
    assert sum("网格员负责" in text for text in await scene.in_group()) == 3

    await scene.wait(hours=24)
    waited = len(await scene.heard("wang"))
    await scene.say("li", words, reply_to=said)
    assert len(await scene.heard("wang")) == waited + 1


async def test_what_the_resident_said_meanwhile_is_kept_though_nobody_was_chased(scene):
    said = await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("li", "还没修", reply_to=said)
    await scene.say("li", "还没修,都第三天了", reply_to=said)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")

    assert "都第三天了" in (await scene.heard("zhao"))[-1]


async def test_past_its_date_the_answer_promises_no_date_gone_by(scene):
    await at_work(scene, TREE)
    await scene.live_until(at(9, 9))

    await scene.say("li", "上次那个树枝怎么样了", group=False)

    told = (await scene.heard("li"))[-1]
    assert "过了答应的时间" in told
    assert "12月8日" not in told


async def test_what_takes_long_is_spoken_of_every_week_while_it_runs(scene):
    await at_work(scene, PARKING)
    assert (await scene.ticket()).tier == "C"
    group = await scene.in_group()

    await scene.wait(days=15)
    assert await count(scene, "li", "还在办,没忘") == 2
    assert "12月22日" in [text for text in await scene.heard("li") if "没忘" in text][-1]
    assert await scene.in_group() == group

    await scene.press("wang", "办好了")
    await scene.say("wang", "划了车位线,安排好了", group=False)
    await scene.wait(days=15)
    assert await count(scene, "li", "还在办,没忘") == 2


async def test_the_weekly_word_goes_on_in_other_hands_and_rests_while_suspended(scene):
    await at_work(scene, PARKING)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    await scene.press("zhao", "我来办")
    await scene.wait(days=8)
    assert await count(scene, "li", "还在办,没忘") == 1

    await tell(scene, "zhao", "约了业主商量")
    await scene.press("zhao", "一时办不完")
    await scene.say("zhao", "挂账,要业主大会同意,2月20日再看", group=False)
    await scene.say("zhao", "划车位要多数业主同意", group=False)
    await scene.press("liu", "同意")
    assert (await scene.ticket()).state == "suspended"
    await scene.wait(days=20)
    assert await count(scene, "li", "还在办,没忘") == 1


async def test_what_is_not_long_gets_no_weekly_word(scene):
    await at_work(scene, TREE)

    await scene.wait(days=8)

    assert await count(scene, "li", "没忘") == 0


async def test_a_ticket_given_on_is_not_chased_twice_for_the_same_step(scene):
    await at_work(scene, TREE)
    await scene.live_until(at(9, 9))
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    await scene.press("zhao", "我来办")

    await scene.live_until(at(31, 18))

    assert await count(scene, "chen", "过了时间还没办好") == 1
    assert await count(scene, "liu", "过了时间还没办好") == 1


async def test_the_list_is_as_long_as_a_message_may_be(scene):
    for number in range(1, 5):
        await scene.say("li", f"{number}栋门口的树枝挡光,请修剪一下")
    await scene.live_until(at(28, 9, 30) + timedelta(minutes=1))

    told = [text for text in await scene.heard("boss") if "过期五个工作日以上" in text][-1]
    assert "有4件" in told
    assert len(told.splitlines()) == 5
