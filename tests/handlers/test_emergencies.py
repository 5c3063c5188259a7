"""Danger to life: the number to dial first, everybody at once, and up until somebody takes it."""

from datetime import datetime

import pytest

from tests.handlers.scene import SHANGHAI


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2栋1单元楼道里好大的煤气味", "119"),
        ("3栋电梯里关了两个人出不来", "119"),
        ("5栋三楼着火了,冒好大的烟", "119"),
        ("2栋王奶奶摔倒了叫不应", "120"),
    ],
)
async def test_the_group_is_told_at_once_what_to_dial(scene, words, number):
    said = await scene.say("li", words)

    line = await scene.last_in_group()
    assert line.reply_to == said
    assert number in line.text
    assert (await scene.ticket()).tier == "E"


async def test_owner_chief_and_duty_hear_it_in_the_same_moment_at_any_hour(scene):
    scene.now = datetime(2026, 12, 5, 3, 20, tzinfo=SHANGHAI)  # a Saturday night
    await scene.say("li", "2栋1单元楼道里好大的煤气味")

    pushes = [(await scene.rows(chat=f"p.{who}"))[-1] for who in ("wang", "chen", "liu")]
    assert {push.not_before for push in pushes} == {scene.now}
    assert all("急" in push.text for push in pushes)


async def test_it_climbs_after_five_ten_and_fifteen_minutes(scene):
    await scene.say("li", "2栋1单元楼道里好大的煤气味")
    levels = []
    for _ in range(3):
        await scene.wait(minutes=5, seconds=1)
        levels.append((await scene.ticket()).owner_role)

    assert levels == ["chief", "dispatcher", "manager"]


async def test_taking_it_stops_the_climbing(scene):
    await scene.say("li", "2栋1单元楼道里好大的煤气味")
    await scene.press("wang", "我来办")

    await scene.wait(minutes=30)

    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_without_a_place_the_push_is_out_and_the_place_is_asked_meanwhile(scene):
    await scene.say("li", "快来人,有人触电了!")

    assert (await scene.ticket()).tier == "E"
    assert any("急" in text for text in await scene.heard("liu"))
    assert "在哪里" in (await scene.last_in_group()).text

    await scene.say("li", "6栋后面的配电房")

    assert (await scene.ticket()).id == 1
    assert any("配电房" in text for text in await scene.heard("liu"))


async def test_whose_place_it_turns_out_to_be_is_alarmed_as_soon_as_it_is_known(scene):
    await scene.say("li", "快来人,有人触电了!")
    assert await scene.heard("wang") == []

    await scene.say("li", "3栋2单元")
    await scene.say("li", "4栋1单元着火了,快来人")

    for who in ("wang", "chen"):
        told = [text for text in await scene.heard(who) if "0001" in text]
        assert len(told) == 1
        assert told[0].startswith("【急】金桂园3栋2单元")
    assert not any("0001" in text for text in await scene.heard("zhao"))
    assert sum("0001" in text for text in await scene.heard("liu")) == 2  # the push, the place


async def test_the_answer_is_not_sent_twice_when_it_is_said_twice(scene):
    await scene.say("li", "2栋1单元楼道里好大的煤气味")
    await scene.say("li", "2栋1单元煤气味越来越大了快来人")

    assert len(await scene.tickets()) <= 2
    assert all(ticket.owner_id is not None for ticket in await scene.tickets())


@pytest.mark.parametrize(
    "words",
    [
        "明天上午消防演习,大家听到警报不要慌,没有着火",
        "去年那次煤气味把我吓坏了",
        "这电视剧里电梯困人那段真吓人",
        "今天热死了,快着火了一样",
        "新闻说隔壁市有小区着火了",
    ],
)
async def test_a_drill_a_film_a_memory_and_a_figure_of_speech_are_none(scene, words):
    await scene.say("li", words)

    assert await scene.tickets() == []
    assert await scene.in_group() == []


async def test_another_matter_is_never_taken_for_the_place_of_an_emergency(scene):
    await scene.say("li", "我家煤气味好大,头晕,咋办")
    await scene.say("li", "5栋2单元门禁坏了,刷不开")
    await scene.say("li", "谁有电工的电话")

    assert not any("门禁" in text and "地点" in text for text in await scene.heard("liu"))
    assert not any("谁有电工" in text for text in await scene.heard("liu"))
    assert [t.category for t in await scene.tickets()] == ["util.gasleak", "repair.door"]


async def test_a_false_alarm_reaches_everybody_who_was_alarmed_and_they_decide(scene):
    await scene.say("li", "5栋着火了!!!快来人")
    await scene.say("li", "不好意思看错了,是烧饭的烟")

    for who in ("zhao", "liu"):
        assert "烧饭的烟" in (await scene.heard(who))[-1]
    assert (await scene.ticket()).state == "assigned"
