"""One open wish a home, six a year: the next one is kept and has its turn, and nobody is sent away."""

from datetime import datetime, timedelta

import pytest

from tests.handlers.scene import SHANGHAI
from tests.handlers.wishing import (
    enlist,
    fulfilled,
    household,
    messages,
    noted,
    published,
    the_wish,
    wishes,
)

BULB = "金桂园3栋101想请人换灯泡"


async def test_a_second_wish_is_kept_behind_the_first_and_the_wisher_told_kindly(scene):
    await published(scene)
    await scene.say("li", BULB, group=False)

    first, second = await wishes(scene)
    assert (first.slot, second.slot, second.state) == (first.holder, None, "draft")
    told = (await scene.heard("li"))[-1]
    assert "编号0001" in told
    assert "先记着" in told
    assert "编号0002" in told
    assert any("先放着" in text for text in await scene.heard("sun"))
    assert len(await scene.tickets()) == 2


async def test_it_is_not_hurried_to_review_by_the_clock(scene):
    await published(scene)
    await scene.say("li", BULB, group=False)
    await scene.wait(days=5)

    assert [wish.state for wish in await wishes(scene)] == ["published", "draft"]


@pytest.mark.parametrize("how", ["fulfilled", "withdrawn", "declined"])
async def test_when_the_first_is_over_the_next_has_its_turn(scene, how):
    await noted(scene)
    await scene.say("li", BULB, group=False)
    assert (await the_wish(scene)).slot is None

    if how == "fulfilled":
        await scene.press("li", "可以")
        await scene.press("sun", "发布")
        await scene.press("vol", "我来认领")
        await scene.say("li", "0001 收到了", group=False)
    elif how == "withdrawn":
        await scene.say("li", "0001 别登记了", group=False)
    else:
        await scene.press("li", "可以")
        await scene.press("sun", "不合适")
        await scene.press("sun", "债务")

    first, second = await wishes(scene)
    assert (first.slot, second.slot) == (None, second.holder)
    proposed = [row.text for row in await messages(scene, "wishes/proposed")]
    assert "换灯泡" in proposed[-1]

    await scene.press("li", "可以")
    assert (await the_wish(scene)).state == "review"


async def test_a_wish_that_waits_cannot_be_taken_out_of_turn(scene):
    await published(scene)
    await scene.say("li", BULB, group=False)
    await scene.say("li", "0002 改成:一位老人想请人换灯泡", group=False)

    assert (await the_wish(scene)).state == "draft"


async def test_a_household_has_one_open_wish_whoever_says_it(scene):
    await scene.open_private("li", "mei")
    await scene.say("li", "3栋2单元的路灯不亮")  # huying has met them
    await scene.say("mei", "6栋楼下水管漏水了")
    await household(scene, "XL-0001", "li", "mei")
    await scene.say("li", "金桂园3栋101想请人修收音机", group=False)
    await scene.say("mei", BULB, group=False)

    first, second = await wishes(scene)
    assert first.holder == second.holder == "household/XL-0001"
    assert second.slot is None


async def test_the_name_in_a_household_s_file_is_no_word_for_volunteers(scene):
    await enlist(scene, "vol")
    await scene.open_private("li")
    await scene.say("li", "3栋2单元的路灯不亮")
    await household(scene, "XL-0001", "li", name="欧阳震华")
    await scene.say("li", "金桂园3栋101想请人修收音机", group=False)
    await scene.press("li", "我改一下")
    await scene.say("li", "欧阳震华想请人修收音机", group=False)

    assert "名字" in (await scene.heard("li"))[-1]
    assert (await the_wish(scene)).state == "draft"


async def test_the_seventh_of_a_year_waits_for_the_new_one(scene):
    await scene.open_private("li")
    for _ in range(6):
        await scene.say("li", BULB, group=False)
        number = (await the_wish(scene)).ticket_id
        await scene.press("li", "可以")
        await scene.press("sun", "发布")
        if "vol" not in scene.ids:
            await enlist(scene, "vol")
        await scene.say("vol", f"{number:04d} 我来认领", group=False)
        await scene.say("li", f"{number:04d} 收到了", group=False)
    await scene.say("li", BULB, group=False)

    assert "六个心愿" in (await scene.heard("li"))[-1]
    seventh = await the_wish(scene)
    assert (seventh.state, seventh.slot) == ("draft", None)

    await scene.live_until(datetime(2027, 1, 1, 12, tzinfo=SHANGHAI))
    seventh = await the_wish(scene)
    assert seventh.slot == seventh.holder
    assert len(await messages(scene, "wishes/proposed")) == 7


async def test_what_waited_behind_others_waits_for_the_new_year_too(scene):
    await noted(scene, text=BULB)
    for _ in range(7):
        await scene.say("li", BULB, group=False)
    for number in range(1, 7):
        await scene.press("li", "可以")
        await scene.press("sun", "发布")
        await scene.say("vol", f"{number:04d} 我来认领", group=False)
        await scene.say("li", f"{number:04d} 收到了", group=False)
    assert [wish.state for wish in await wishes(scene)] == ["fulfilled"] * 6 + ["draft"] * 2

    await scene.live_until(datetime(2027, 1, 1, 12, tzinfo=SHANGHAI))

    assert [wish.slot is not None for wish in (await wishes(scene))[6:]] == [True, False]


async def test_what_was_taken_back_does_not_count_for_the_year(scene):
    await noted(scene)
    for number in range(1, 8):
        await scene.say("li", f"{number:04d} 别登记了", group=False)
        await scene.say("li", BULB, group=False)

    assert (await the_wish(scene)).slot is not None


async def test_reopened_behind_another_one_both_go_on(scene):
    await fulfilled(scene)
    await scene.say("li", BULB, group=False)
    await scene.wait(days=1)
    await scene.say("li", "0001 没到,送错了", group=False)

    first, second = await wishes(scene)
    assert (first.state, first.slot) == ("released", None)
    assert second.slot == second.holder

    await scene.live_until(scene.now + timedelta(days=7, hours=1))
    assert (await wishes(scene))[0].state == "published"
