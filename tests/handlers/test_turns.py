"""The turns a ticket takes: to a colleague, back to the desk, back to the resident, taken back."""

import pytest

LAMP = "3栋2单元楼道的灯坏了"
FENCE = "2栋门口有人天天跳广场舞,音响开得震天响,吵得睡不着"


async def test_handed_to_a_colleague_who_sees_all_of_it(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.state) == (scene.ids["zhao"], "assigned")
    assert LAMP in (await scene.heard("zhao"))[-1]
    assert "同事转交" in (await scene.heard("zhao"))[-1]


async def test_the_resident_hears_nothing_of_who_hands_it_to_whom(scene):
    await scene.open_private("li")
    await scene.say("li", FENCE)
    before = await scene.heard("li")
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    await scene.press("zhao", "不归我管")
    await scene.press("zhao", "不属本网格")

    assert await scene.heard("li") == before
    assert not any("退回" in text for text in await scene.in_group())


async def test_not_mine_goes_to_the_desk_which_decides(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")

    assert (await scene.ticket()).state == "returned"
    told = (await scene.heard("liu"))[-1]
    assert "不属本网格" in told
    assert FENCE in told

    await scene.press("liu", "定由谁办")
    await scene.press("liu", "赵格 网格员")
    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["zhao"])


async def test_a_returned_ticket_is_never_without_somebody_who_answers_for_it(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")

    await scene.wait(days=3)

    ticket = await scene.ticket()
    assert ticket.state == "assigned"
    assert ticket.level > 0 or ticket.owner_id is not None


async def test_the_same_owner_does_not_return_it_twice(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")
    await scene.press("liu", "定由谁办")
    await scene.press("liu", "王格 网格员")
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")

    assert (await scene.ticket()).state == "assigned"


async def test_the_doer_passes_it_back_and_the_owner_goes_on(scene):
    await scene.say("li", LAMP)
    await scene.press("fix", "不归我做")
    await _give_reason(scene, "fix")

    ticket = await scene.ticket()
    assert (ticket.doer_id, ticket.state) == (None, "assigned")
    assert "经办人说不归他做" in (await scene.heard("wang"))[-1]


async def test_a_question_reaches_the_resident_in_private_and_the_answer_the_worker(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "是进门左边那盏吗", group=False)
    assert "进门左边那盏" in (await scene.heard("li"))[-1]

    await scene.say("li", "对,左边的", group=False)

    assert "左边的" in (await scene.heard("wang"))[-1]


async def test_a_resident_who_never_opened_the_chat_is_asked_without_the_worker_s_words(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "您是不是住301", group=False)

    line = await scene.last_in_group()
    assert "私聊" in line.text
    assert "301" not in line.text


async def test_small_talk_in_the_group_is_no_answer_to_a_worker(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "几楼的灯", group=False)
    before = len(await scene.heard("wang"))

    await scene.say("li", "今天的菜真新鲜")

    assert len(await scene.heard("wang")) == before


async def test_a_new_matter_is_not_swallowed_as_an_answer(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "联系居民")
    await scene.say("wang", "几楼的灯", group=False)

    await scene.say("li", "3栋1单元的下水道堵了,污水往外冒", group=False)

    assert len(await scene.tickets()) == 2


async def test_taken_back_by_the_button_the_line_changes_and_the_worker_knows(scene):
    await scene.say("li", LAMP)
    await scene.press("li", "别登记", group=True)

    assert (await scene.ticket()).state == "withdrawn"
    assert "不登记" in (await scene.rows(op="edit"))[-1].text
    assert "不用办了" in (await scene.heard("wang"))[-1]
    assert len(await scene.in_group()) == 1


@pytest.mark.parametrize("words", ["别登记", "不用登记了", "算了,别登记了"])
async def test_taken_back_in_words(scene, words):
    said = await scene.say("li", LAMP)

    await scene.say("li", words, reply_to=said)

    assert (await scene.ticket()).state == "withdrawn"


async def test_nobody_else_takes_it_back(scene):
    await scene.say("li", LAMP)
    await scene.press("zhang", "别登记", group=True)
    await scene.say("zhang", "别登记", reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "assigned"


async def test_what_the_table_does_not_know_is_refused_with_a_sentence(scene):
    await scene.say("li", LAMP)
    finish = (await scene.rows(chat="p.wang"))[-1]
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    await scene.say("li", "好了")

    token = finish.choices[0][0]["token"]
    answers = len(await scene.rows(op="answer"))
    await scene.press_token("wang", token, scene.private("wang"))

    assert (await scene.ticket()).state == "closed"
    assert len(await scene.rows(op="answer")) == answers + 1
    assert (await scene.rows(op="answer"))[-1].text


async def _give_reason(scene, who):
    """A reason by the first button that is offered, if reasons are."""
    row = (await scene.rows(chat=f"p.{who}"))[-1]
    if row.choices:
        await scene.press_token(who, row.choices[0][0]["token"], scene.private(who))


async def test_an_answer_given_in_the_group_reaches_the_worker_and_opens_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", "5栋1单元的单元门关不上")
    await scene.press("zhao", "联系居民")
    await scene.say("zhao", "是大门还是单元门,什么时候坏的", group=False)

    await scene.say("li", "单元门,昨天晚上坏的关不上了")

    assert len(await scene.tickets()) == 1
    assert any("昨天晚上坏的" in text for text in await scene.heard("zhao"))


async def test_a_worker_s_musings_in_private_are_not_registered_by_themselves(scene):
    await scene.say("wang", "不知道是大门还是单元门坏了", group=False)

    assert await scene.tickets() == []


async def test_when_it_is_over_the_workers_buttons_go(scene):
    await scene.say("li", LAMP)
    await scene.press("li", "别登记", group=True)

    edited = {row.target_key for row in await scene.rows(op="edit") if not row.group}
    assert len(edited) == 2  # the owner's and the doer's task


@pytest.mark.parametrize(
    "words", ["莫登记咯,我就是讲一哈", "别给我登记", "撤了吧", "我就随口一说", "不麻烦你们了"]
)
async def test_taken_back_under_the_line_in_any_words_and_the_line_says_so(scene, words):
    await scene.say("li", LAMP)

    await scene.say("li", words, reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "withdrawn"
    assert "不登记" in (await scene.rows(op="edit"))[-1].text
    assert "不用办了" in (await scene.heard("wang"))[-1]


async def test_without_a_name_it_stays_noted(scene):
    await scene.say("li", LAMP)

    await scene.say("li", "别记我名字", reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "assigned"


async def test_taken_back_in_private_is_answered_with_a_sentence(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)

    await scene.say("li", "把我刚才那个撤了吧", group=False)

    assert (await scene.ticket()).state == "withdrawn"
    assert "不登记" in (await scene.heard("li"))[-1]


async def test_of_two_it_is_asked_which_is_taken_back_and_the_number_does_it(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", "5栋1单元门口垃圾没人清")

    await scene.say("li", "把我昨天说的撤了吧", group=False)
    assert "哪一件" in (await scene.heard("li"))[-1]
    await scene.say("li", "0002", group=False)

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "withdrawn"]


async def test_another_complaint_does_not_take_back_the_first(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "保安对外来的人从不登记 谁都随便进")

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "assigned"]


async def test_asked_where_they_say_that_it_need_not_be_noted(scene):
    await scene.say("li", "楼道灯坏了")

    await scene.say("li", "莫登记")
    await scene.say("li", "3栋2单元")

    assert await scene.tickets() == []
    assert len(await scene.rows(op="delete")) == 1


async def test_who_says_beforehand_not_to_note_it_is_left_alone(scene):
    await scene.say("li", "3栋2单元楼道灯坏了 莫登记哈 我就讲讲")

    assert await scene.tickets() == []
    assert await scene.in_group() == []
