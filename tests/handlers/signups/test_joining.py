"""Who signs up in the group: by button, in words, for others, by a list that is passed on."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from domain.signups.book import Shows
from storage.questions import ChoiceRow
from tests.handlers.scene import GROUP
from tests.handlers.signups.party import (
    LIST,
    notice,
    notice_now,
    notices,
    opened,
    places,
    states,
    the_signup,
)

MANY = 100


async def test_the_group_hears_what_it_is_and_how_to_come(scene):
    await opened(scene, places=20, conditions="60岁以上")

    [line] = await scene.in_group()
    assert line.startswith("周六包饺子:12月5日")
    for said in ("社区一楼", "60岁以上", "名额20个", "12月4日", "+1"):
        assert said in line


async def test_by_button_and_the_place_on_the_list_is_told_in_private(scene):
    await scene.open_private("li")
    await opened(scene)
    await scene.press("li", "我报名", group=True)

    assert "报上名了:12月5日" in (await scene.heard("li"))[-1]
    assert "排第1位" in (await scene.heard("li"))[-1]
    [toast] = await scene.rows(op="answer")
    assert "排第1位" in toast.text
    assert len(await scene.in_group()) == 1
    assert await states(scene) == ["in"]


async def test_who_never_opened_the_private_chat_hears_it_in_the_group_without_a_name(scene):
    await opened(scene)
    await scene.say("li", "我报名")

    said = (await scene.in_group())[-1]
    assert "排第1位" in said
    assert "li" not in said


async def test_in_words_a_sign_under_the_line_is_enough_for_whoever_reads_private(scene):
    await scene.open_private("li")
    await opened(scene)
    await scene.say("li", "我报名")

    assert len(await scene.in_group()) == 1
    assert len(await scene.rows(op="react")) == 1
    assert "报上名了" in (await scene.heard("li"))[-1]
    assert await scene.tickets() == []


async def test_plus_one_under_the_notice_counts_once_however_often_it_is_said(scene):
    await opened(scene)
    for _ in range(3):
        await scene.say("li", "+1", reply_to=await notice(scene))

    assert await states(scene) == ["in"]
    assert "已经报上了" in (await scene.in_group())[-1]


async def test_for_a_mother_and_for_a_family(scene):
    await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "帮我妈也报一个")
    await scene.say("mei", "我家两个人")
    await scene.say("li", "帮我妈报名")

    rows = await places(scene)
    assert [row.whom for row in rows] == ["", "妈", "", ""]
    assert len({row.person_id for row in rows}) == 2


async def test_who_says_more_later_gets_only_the_difference(scene):
    await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "我家三个人")
    await scene.say("li", "再报一个")

    assert await states(scene) == ["in"] * 4


async def test_a_household_brings_no_more_than_it_may(scene):
    await opened(scene, per_household=2)
    await scene.say("li", "我家三个人")

    assert await states(scene) == ["in", "in"]
    assert "一户最多2位,多的1位没记" in (await scene.in_group())[-1]


async def test_when_it_is_full_one_waits_and_the_notice_says_so(scene):
    await opened(scene, places=1)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")

    assert await states(scene) == ["in", "waiting"]
    assert "候补第1位" in (await scene.in_group())[-1]
    assert (await the_signup(scene)).state == "full"
    await scene.wait(minutes=2)
    assert "1个名额满了" in (await notice_now(scene)).text
    assert (await notice_now(scene)).choices


async def test_a_family_that_does_not_fit_whole_is_in_as_far_as_there_is_room(scene):
    await opened(scene, places=2)
    await scene.say("li", "我家三个人")

    assert await states(scene) == ["in", "in", "waiting"]
    assert "另外1位名额满了,候补第1位" in (await scene.in_group())[-1]


async def test_many_presses_in_a_minute_are_one_edit(scene):
    await opened(scene)
    for who in ("li", "mei", "zhang"):
        await scene.press(who, "我报名", group=True)
    await scene.wait(minutes=2)

    edits = [r for r in await scene.rows(op="edit") if r.moment == "signups/notice_group"]
    assert len(edits) == 1
    assert "已报3位" in edits[0].text


async def test_where_the_organiser_chose_so_the_group_sees_surname_and_building(scene):
    await opened(scene, shows=Shows.SURNAMES)
    await scene.say("li", f"{LIST}\n3. 5栋2单元301 王芳 13812345678")
    await scene.wait(minutes=2)

    said = (await notice_now(scene)).text
    assert "张、张、周(3栋)、王(5栋)" in said
    for hidden in ("301", "138", "单元", "芳", "姐", "老周"):
        assert hidden not in said


async def test_usually_the_group_sees_counts_alone(scene):
    await opened(scene)
    await scene.say("li", LIST)
    await scene.wait(minutes=2)

    said = (await notice_now(scene)).text
    assert "已报3位" in said
    assert "张" not in said


async def test_a_stale_list_takes_nobody_off_and_adds_only_who_is_new(scene):
    await opened(scene)
    await scene.say("li", f"{LIST}\n3. 小李")
    await scene.say("mei", f"{LIST}\n3. 梅姨")

    names = [row.called for row in await places(scene)]
    assert names == ["张姐", "张姐", "老周", "小李", "梅姨"]
    assert await states(scene) == ["in"] * 5


async def test_the_one_new_line_of_a_list_is_whose_who_passed_it_on(scene):
    await opened(scene)
    await scene.say("li", LIST)
    await scene.say("mei", f"{LIST}\n3. 梅姨")
    await scene.say("mei", "+1", reply_to=await notice(scene))

    assert len(await places(scene)) == 4
    await scene.say("mei", "去不了了")
    assert (await states(scene))[-1] == "cancelled"


async def test_who_pressed_and_then_passes_the_list_on_sits_once(scene):
    await opened(scene)
    await scene.press("mei", "我报名", group=True)
    await scene.say("mei", "接龙 周六包饺子\n1. 梅姨")

    [row] = await places(scene)
    assert row.called == "梅姨"
    await scene.say("li", "接龙 周六包饺子\n1. 梅姨\n2. 小李")
    assert len(await places(scene)) == 2


async def test_a_list_about_something_else_is_left_alone(scene):
    await opened(scene)
    await scene.say("li", "接龙 团购土鸡蛋\n1. 张姐 2份\n2. 老周 1份")

    assert await places(scene) == []


async def test_two_are_open_and_a_bare_plus_one_is_asked_which(scene):
    await opened(scene)
    await opened(scene, "义务理发", days=6)
    await scene.say("li", "+1")

    assert await places(scene) == []
    asked = await scene.last_in_group()
    assert "您要报哪一个" in asked.text
    labels = [row[0]["label"] for row in asked.choices]
    assert [label[:4] for label in labels] == ["周六包饺", "义务理发"]

    await scene.press("li", labels[1], group=True)
    [row] = await places(scene)
    assert row.signup_id == (await the_signup(scene)).id


async def test_who_is_asked_which_may_answer_with_its_number(scene):
    first = await opened(scene)
    await opened(scene, "义务理发", days=6)
    await scene.say("li", "我报名", group=False)
    await scene.say("li", "1", group=False)

    [row] = await places(scene)
    assert row.signup_id == first
    assert "排第1位" in (await scene.heard("li"))[-1]


async def test_another_cannot_answer_for_them(scene):
    await opened(scene)
    await opened(scene, "义务理发", days=6)
    await scene.say("li", "+1")
    [[label], _] = [[one["label"] for one in row] for row in (await scene.last_in_group()).choices]
    await scene.press("mei", label, group=True)

    assert await places(scene) == []


async def test_a_reply_a_name_or_a_day_says_which(scene):
    first = await opened(scene)
    under = await notice(scene)
    second = await opened(scene, "义务理发", days=6)
    await scene.say("li", "+1", reply_to=under)
    await scene.say("mei", "理发我报名")
    await scene.say("zhang", "12月7号的我报名")

    assert [row.signup_id for row in await places(scene)] == [first, second, second]


async def test_plus_one_under_a_broken_lamp_stands_behind_the_lamp(scene):
    await opened(scene)
    lamp = await scene.say("li", "3栋楼道灯坏了三天了")
    await scene.say("mei", "+1", reply_to=lamp)

    assert await places(scene) == []
    [ticket] = await scene.tickets()
    assert ticket.id


async def test_questions_about_it_sign_nobody_up(scene):
    await opened(scene)
    for text in ("怎么报名", "还能报名吗", "报名要带什么"):
        await scene.say("li", text)

    assert await places(scene) == []


async def test_in_a_group_that_was_not_told_words_sign_nobody_up(scene):
    await opened(scene)
    await scene.say("li", "我报名", chat="elsewhere")

    assert await places(scene) == []


async def test_after_closing_nobody_gets_in_and_hears_why(scene):
    await opened(scene, days=2)
    await scene.wait(hours=25)
    await scene.press("li", "我报名", group=True)

    assert await places(scene) == []
    assert "报名已经截止" in (await scene.rows(op="answer"))[-1].text
    assert "已截止,共0位" in (await notice_now(scene)).text
    assert not (await notice_now(scene)).choices


async def test_each_day_of_a_row_of_meals_closes_at_its_own_hour(scene):
    lunch = scene.now + timedelta(hours=1, minutes=30)
    days = [lunch + timedelta(days=n) for n in (1, 2, 3)]
    cut_off = days[0] - timedelta(hours=2, minutes=30)
    numbers = await opened(
        scene, "长者午餐", at=days[0], closes_at=cut_off, cancel_until=cut_off, days_of=days
    )
    await scene.say("li", "我报名")
    await scene.say("mei", "12月4日报两个")
    await scene.live_until(days[0] - timedelta(hours=1))
    await scene.say("zhang", "+1")

    assert len(await notices(scene)) == 1
    assert [row.signup_id for row in await places(scene)] == [
        numbers[0], numbers[2], numbers[2], numbers[1],
    ]  # fmt: skip
    assert (await the_signup(scene, numbers[0])).state == "closed"


async def _press_at_once(scene, who, token, number):
    """A press as the pump lives it: its own transaction, side by side with all others."""
    incoming = Incoming(
        key=f"rush{number}", what=Happening.PRESS, at=scene.now, where=Address("web", GROUP),
        chat_kind=ChatKind.GROUP, speaker=Speaker(who), press=token, press_id=f"rush{number}",
    )  # fmt: skip
    async with scene.database.transaction() as session:
        await scene.community.handle(session, incoming, scene.now, 10_000 + number)


async def test_a_hundred_at_once_for_the_last_place_make_one_and_ninety_nine_who_wait(scene):
    await opened(scene, places=1)
    async with scene.database.reading() as session:
        token = await session.scalar(select(ChoiceRow.token))

    await asyncio.gather(*[_press_at_once(scene, f"n{n}", token, n) for n in range(MANY)])

    told = [row.text for row in await scene.rows(op="answer")]
    assert sum("报上名了" in text for text in told) == 1
    turns = {text.partition("候补第")[2].partition("位")[0] for text in told if "候补第" in text}
    assert turns == {str(n) for n in range(1, MANY)}
    assert sorted(await states(scene)) == ["in", *["waiting"] * (MANY - 1)]


async def test_danger_goes_before_any_sign_up(scene):
    await opened(scene)
    await scene.say("li", "3栋报名处有人晕倒了,报名")

    [ticket] = await scene.tickets()
    assert ticket.tier == "E"
    assert await places(scene) == []


async def test_who_copies_the_notice_into_the_group_signs_nobody_up(scene):
    await opened(scene, places=20)
    [said] = await scene.in_group()
    await scene.say("li", said)

    assert await places(scene) == []
    assert await scene.in_group() == [said]
