"""`联系居民`: both talk through huying, no number is shown, and the group learns nothing."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.questions import QuestionRow
from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


async def on_the_line(scene, *, private=True):
    if private:
        await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "联系居民")


async def test_words_go_to_and_fro_as_often_as_they_like(scene):
    await on_the_line(scene)
    group = await scene.in_group()
    await scene.say("wang", "是进门左边那盏吗", group=False)
    assert "办事的同志说:是进门左边那盏吗" in (await scene.heard("li"))[-1]
    await scene.say("li", "右边的,一直闪", group=False)
    assert "居民说:右边的,一直闪" in (await scene.heard("wang"))[-1]
    await scene.say("wang", "好的,那要带个新灯座", group=False)
    assert "新灯座" in (await scene.heard("li"))[-1]
    await scene.say("li", "谢谢", group=False)
    assert "居民说:谢谢" in (await scene.heard("wang"))[-1]

    assert await scene.in_group() == group
    assert (await scene.acts()).count("ask_back") == 2
    assert (await scene.ticket()).contacted_at is not None


async def test_nobody_sees_who_the_other_is(scene):
    await on_the_line(scene)
    await scene.say("wang", "我是小王,电话13800001111,几点在家", group=False)
    await scene.say("li", "下午都在", group=False)

    heard = " ".join(await scene.heard("li"))
    assert "王格" not in heard
    assert "13800001111" not in heard
    assert "p.li" not in " ".join(await scene.heard("wang"))


@pytest.mark.parametrize("answer", ["2", "10"])
async def test_a_bare_number_is_an_answer(scene, answer):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.say("li", answer, group=False)

    assert f"居民说:{answer}" in (await scene.heard("wang"))[-1]


async def test_the_worker_ends_it_with_a_press_and_words_are_words_again(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.press("wang", "说完了")
    before = len(await scene.heard("li"))
    await scene.say("wang", "今天天气不错", group=False)

    assert len(await scene.heard("li")) == before


async def test_after_the_worker_ended_it_the_answer_still_arrives(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.say("wang", "说完了", group=False)
    await scene.say("li", "2单元的", group=False)

    assert any("2单元的" in text for text in await scene.heard("wang"))


async def test_the_resident_ends_it_and_the_worker_hears_that(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.say("li", "说完了", group=False)
    assert "居民说完了" in (await scene.heard("wang"))[-1]
    before = len(await scene.heard("li"))

    await scene.say("wang", "那好", group=False)
    assert len(await scene.heard("li")) == before


async def test_two_silent_hours_end_it(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.wait(hours=1, minutes=50)
    await scene.say("wang", "还在吗您", group=False)
    assert "还在吗您" in (await scene.heard("li"))[-1]
    await scene.wait(hours=2, minutes=1)
    before = len(await scene.heard("li"))
    await scene.say("wang", "明白", group=False)

    assert len(await scene.heard("li")) == before


async def test_a_report_on_the_line_is_a_report(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.say("wang", "灯座换好了", group=False)

    assert (await scene.ticket()).state == "reported"


async def test_a_visit_promised_on_the_line_is_a_visit(scene):
    await on_the_line(scene)
    await scene.say("wang", "我下午3点到", group=False)

    assert (await scene.acts())[-1] == "arrive"
    assert "今天下午3点到现场看" in (await scene.heard("li"))[-1]


async def test_a_new_matter_of_the_resident_does_not_drown_in_the_talk(scene):
    await on_the_line(scene)
    await scene.say("wang", "是几单元?", group=False)
    await scene.say("li", "金桂园5栋1单元的下水道堵了,污水往外冒", group=False)

    assert len(await scene.tickets()) == 2


async def test_one_line_at_a_time(scene):
    await scene.open_private("li", "zhang")
    await scene.say("li", LAMP)
    await scene.say("zhang", "1栋1单元门禁坏了,刷不开")
    for who in ("li", "zhang"):
        assert await scene.heard(who) == []
    await scene.say("wang", "0001 我来办", group=False)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "0002 我来办", group=False)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "门是哪一边的", group=False)

    assert "哪一边" in (await scene.heard("zhang"))[-1]
    assert not any("哪一边" in text for text in await scene.heard("li"))


async def test_without_a_private_chat_one_neutral_line_and_the_words_wait(scene):
    await on_the_line(scene, private=False)
    await scene.say("wang", "您是不是住301", group=False)

    line = (await scene.in_group())[-1]
    assert line == "编号0001:办事的同志还要问您一句,请点我头像私聊。"
    assert "群里请他来私聊" in (await scene.heard("wang"))[-1]

    await scene.open_private("li")
    assert "您是不是住301" in (await scene.heard("li"))[-1]
    await scene.say("li", "是的,301", group=False)
    assert any("是的,301" in text for text in await scene.heard("wang"))


async def test_however_often_a_worker_writes_the_group_has_one_line(scene):
    await on_the_line(scene, private=False)
    await scene.say("wang", "您是不是住301", group=False)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "灯是什么颜色的", group=False)

    assert sum("私聊" in text for text in await scene.in_group()) == 1
    await scene.open_private("li")
    assert ["301" in text for text in await scene.heard("li")][-2:] == [True, False]
    await scene.open_private("li")
    assert len(await scene.heard("li")) == 2


async def test_words_that_nobody_fetched_are_forgotten_after_a_day(scene):
    await on_the_line(scene, private=False)
    await scene.say("wang", "您是不是住301", group=False)
    await scene.wait(hours=25)

    async with scene.database.reading() as session:
        facts = await session.scalars(select(QuestionRow.facts))
        assert not any("301" in str(row) for row in facts)


async def test_of_a_sensitive_matter_the_group_has_no_line_and_the_worker_is_told(scene):
    await scene.say("li", "3栋2单元心里难受睡不着,想找人说说")
    owner = await scene.ticket()
    assert owner.sensitivity == "s"
    before = await scene.in_group()
    await scene.press("heart", "联系居民")
    await scene.say("heart", "您现在方便说话吗", group=False)

    assert await scene.in_group() == before
    assert "联系不上" in (await scene.heard("heart"))[-1]


async def test_at_night_the_words_wait_unless_the_resident_is_talking(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    scene.now = at(1, 21)
    await scene.press("wang", "我来办")
    await scene.press("wang", "联系居民")
    await scene.say("wang", "是几单元?", group=False)
    assert not any("几单元" in text for text in await scene.heard("li"))
    assert "上午7:30送到" in (await scene.heard("wang"))[-1]

    await scene.say("li", "灯闪得厉害", reply_to=(await scene.last_in_group()).message)
    await scene.say("wang", "好的明白,是哪一盏?", group=False)
    assert any("是哪一盏" in text for text in await scene.heard("li"))


async def test_another_grid_s_worker_gets_no_line(scene):
    await on_the_line(scene)
    buttons = [b for line in (await scene.rows(chat="p.wang"))[-2].choices for b in line]
    token = next(b["token"] for b in buttons if b["label"] == "联系居民")
    await scene.press_token("zhao", token, scene.private("zhao"))
    await scene.say("zhao", "您好,几单元?", group=False)

    assert not any("几单元" in text for text in await scene.heard("li"))
