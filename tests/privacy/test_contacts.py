"""P04: a number left in private is kept apart, for whoever has to call, and for a while."""

from datetime import timedelta

import pytest

from domain.messages import HIDDEN
from tests.privacy.scenes import (
    LEAK,
    LIGHT,
    PHONE,
    contacts,
    finished,
    holding,
    in_private,
    nights_planned,
    on_record,
    opened,
)

SEE = "看联系电话"


async def labels(scene, who):
    row = (await scene.rows(chat=f"p.{who}"))[-1]
    return [button["label"] for line in row.choices for button in line]


async def test_p04_a_number_left_with_a_matter_is_kept_sealed_and_nowhere_else(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")

    (kept,) = await contacts(scene)
    assert PHONE not in kept.sealed
    assert opened(kept) == PHONE
    assert await holding(scene.database, PHONE) == []
    assert "138****" in (await scene.ticket()).text
    assert "30天" in (await scene.heard("li"))[-1]


async def test_p04_the_owner_sees_it_on_a_press_and_it_is_in_no_table_even_then(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await scene.press("wang", SEE)

    shown = (await scene.rows(chat="p.wang"))[-1]
    assert HIDDEN in shown.text
    assert PHONE not in shown.text
    assert await holding(scene.database, PHONE) == []
    (look,) = await on_record(scene, "contact.seen")
    assert (look.actor_id, look.subject) == (scene.ids["wang"], "ticket/1")


async def test_p04_the_line_with_the_number_is_taken_back_after_ten_minutes(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await scene.press("wang", SEE)
    shown = (await scene.rows(chat="p.wang"))[-1]

    await scene.wait(minutes=9)
    assert await scene.rows(op="delete") == []
    await scene.wait(minutes=2)

    assert [row.target_key for row in await scene.rows(op="delete")] == [shown.key]


@pytest.mark.parametrize("who", ["fix", "liu", "boss", "zhao"])
async def test_p04_nobody_but_the_owner_is_offered_it_or_sees_it(scene, who):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    token = next(
        button["token"]
        for row in await scene.rows(chat="p.wang")
        for line in row.choices
        for button in line
        if button["label"] == SEE
    )

    await scene.press_token(who, token, scene.private(who))

    assert await on_record(scene, "contact.seen") == []
    assert not any(row.sealed for row in await scene.rows(chat=f"p.{who}"))
    assert SEE not in [
        button["label"]
        for row in await scene.rows(chat=f"p.{who}")
        for line in row.choices
        for button in line
    ]


async def test_p04_without_a_number_there_is_no_button(scene):
    await in_private(scene, "li", LEAK)

    assert SEE not in await labels(scene, "wang")


async def test_p04_a_number_that_comes_later_reaches_the_owner_as_a_button(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "li", PHONE)

    assert SEE in await labels(scene, "wang")
    assert "居民留了电话" in (await scene.heard("wang"))[-1]
    assert all("居民留了电话" not in text for text in await scene.heard("fix"))
    assert len(await scene.tickets()) == 1


async def test_p04_a_number_in_answer_to_a_worker_s_question_is_kept(scene):
    await in_private(scene, "li", LEAK)
    await scene.press("wang", "我来办")
    await scene.press("wang", "联系居民")
    await scene.say("wang", "您的电话是多少", group=False)

    await in_private(scene, "li", f"我的电话是{PHONE}")

    assert [opened(row) for row in await contacts(scene)] == [PHONE]
    assert await holding(scene.database, PHONE) == []


async def test_p04_with_several_matters_it_is_asked_for_which(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "li", "金桂园5栋3单元的单元门关不上")
    await in_private(scene, "li", f"我电话{PHONE}")
    assert await contacts(scene) == []

    await scene.press("li", "0002 单元门、门禁")

    assert [row.ticket_id for row in await contacts(scene)] == [2]
    assert await holding(scene.database, PHONE) == []


async def test_p04_a_number_that_waited_for_an_answer_is_forgotten_after_a_day(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "li", "金桂园5栋3单元的单元门关不上")
    await in_private(scene, "li", f"我电话{PHONE}")
    assert len(await holding(scene.database, "'sealed': 'gAAAA")) == 1

    await scene.wait(hours=25)

    assert await holding(scene.database, "'sealed': 'gAAAA") == []


async def test_p04_a_number_without_any_matter_is_not_kept(scene):
    await in_private(scene, "li", f"我电话{PHONE}")

    assert await contacts(scene) == []
    assert "电话先不存" in (await scene.heard("li"))[-1]


async def test_p04_a_draft_that_waits_for_its_place_keeps_the_number_sealed(scene):
    await in_private(scene, "li", f"楼道的灯坏了好几天了,我电话{PHONE}")
    assert await holding(scene.database, PHONE) == []
    assert await contacts(scene) == []

    await in_private(scene, "li", "金桂园3栋2单元")

    assert [opened(row) for row in await contacts(scene)] == [PHONE]


async def test_p04_in_the_group_it_is_stars_and_private_is_offered(scene):
    await scene.open_private("li")
    await scene.say("li", f"{LIGHT},打我138****")

    assert len(await scene.in_group()) == 1
    assert all("138" not in text for text in await scene.in_group())
    assert "在这里发号码就行" in (await scene.heard("li"))[-1]
    assert await contacts(scene) == []


async def test_p04_who_cannot_be_reached_in_private_costs_the_group_no_second_line(scene):
    await scene.say("li", f"{LIGHT},打我138****")

    assert len(await scene.in_group()) == 1


async def test_p04_a_later_number_replaces_the_first(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await in_private(scene, "li", "13987654321")

    assert [opened(row) for row in await contacts(scene)] == ["13987654321"]


async def test_p04_taken_back_the_number_goes_at_once(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await scene.press("li", "别登记")

    assert await contacts(scene) == []


async def test_p04_thirty_days_after_the_end_it_goes_by_itself(scene):
    await nights_planned(scene)
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await finished(scene)
    end = (await scene.ticket()).closed_at

    await scene.live_until(end + timedelta(days=29))
    assert len(await contacts(scene)) == 1
    assert "13******78" not in "".join(await scene.heard("wang"))
    await scene.live_until(end + timedelta(days=31))

    assert await contacts(scene) == []


async def test_p04_a_matter_that_comes_back_keeps_its_number(scene):
    await nights_planned(scene)
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await finished(scene)
    await scene.wait(days=10)
    await scene.say("li", "编号0001没好,还在漏", group=False)
    assert (await scene.ticket()).reopened == 1

    await scene.wait(days=40)

    assert [row.delete_after for row in await contacts(scene)] == [None]


async def test_p04_a_press_after_that_says_that_it_is_gone(scene):
    await nights_planned(scene)
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await finished(scene)
    await scene.wait(days=32)

    await scene.press("wang", SEE)

    toast = (await scene.rows(chat="p.wang", op="answer"))[-1]
    assert "已经删了" in toast.text
    assert await on_record(scene, "contact.seen") == []
