"""`不归我管`, `让老赵去`, a nod, a question: a worker's words do it, and the resident hears none of it."""

import pytest

from tests.handlers.at_work import labels, tell

LAMP = "3栋2单元楼道的灯坏了"


async def given(scene, *, taken=False):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    if taken:
        await scene.press("wang", "我来办")
    return len(await scene.heard("li"))


@pytest.mark.parametrize("words", ["这个不归我管", "不是我的网格", "这是供电局的事"])
async def test_an_owner_who_says_that_it_is_not_theirs_has_returned_it(scene, words):
    before = await given(scene)

    await tell(scene, "wang", words)

    assert (await scene.ticket()).state == "returned"
    assert words in (await scene.heard("liu"))[-1]
    assert (await scene.heard("wang"))[-1] == "好,0001已请别人来定。"
    assert len(await scene.heard("li")) == before


async def test_where_the_reason_is_open_it_is_asked_for(scene):
    before = await given(scene)

    await tell(scene, "wang", "你们发错人了")
    assert "不属本网格" in await labels(scene, "wang")
    await scene.say("wang", "不是我的片区", group=False)

    assert (await scene.ticket()).state == "returned"
    assert len(await scene.heard("li")) == before


async def test_whoever_has_taken_it_is_offered_colleagues_instead(scene):
    before = await given(scene, taken=True)

    await tell(scene, "wang", "这个不归我管")

    assert "赵格 网格员" in await labels(scene, "wang")
    assert (await scene.ticket()).state == "accepted"
    assert len(await scene.heard("li")) == before


async def test_a_doer_who_says_that_it_is_not_theirs_gives_it_back_to_the_owner(scene):
    before = await given(scene)

    await tell(scene, "fix", "不归我们管")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.doer_id) == ("assigned", None)
    assert len(await scene.heard("li")) == before


@pytest.mark.parametrize("words", ["转给赵格", "让老赵去吧", "今天走不开,叫小赵去"])
async def test_a_colleague_who_is_named_gets_it(scene, words):
    await given(scene, taken=True)

    await tell(scene, "wang", words)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["zhao"])
    assert (await scene.heard("wang"))[-1] == "好,0001已转过去。"
    assert not [line for line in await scene.heard("li") if "赵" in line]


async def test_where_nobody_of_that_name_is_here_colleagues_are_offered(scene):
    before = await given(scene, taken=True)

    await tell(scene, "wang", "转给钱师傅")

    assert "赵格 网格员" in await labels(scene, "wang")
    assert len(await scene.heard("li")) == before


async def test_the_desk_decides_about_what_was_returned_in_words(scene):
    await given(scene)
    await tell(scene, "wang", "这个不归我管")

    await tell(scene, "liu", "派给赵格")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["zhao"])


@pytest.mark.parametrize("nod", ["好的", "嗯", "👌", "1", "知道了"])
async def test_a_nod_under_a_new_task_takes_it(scene, nod):
    await given(scene)

    await tell(scene, "wang", nod)

    assert (await scene.ticket()).state == "accepted"
    assert not [line for line in await scene.heard("li") if f"说:{nod}" in line]


@pytest.mark.parametrize("nod", ["收到", "好的", "👌", "1"])
async def test_a_nod_later_is_no_contact_and_reaches_nobody(scene, nod):
    before = await given(scene, taken=True)

    await tell(scene, "wang", nod)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.contacted_at) == ("accepted", None)
    assert len(await scene.heard("li")) == before


async def test_a_question_under_a_task_is_put_to_the_resident_who_answers_the_worker(scene):
    await given(scene, taken=True)

    await tell(scene, "wang", "在几楼?")
    assert "直接回我就行" in (await scene.heard("li"))[-1]
    await scene.say("li", "三楼", group=False)

    assert "三楼" in (await scene.heard("wang"))[-1]


async def test_who_never_opened_the_chat_is_asked_over_there_and_the_worker_is_told_so(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await tell(scene, "wang", "在几楼?")

    assert "居民没开私聊" in (await scene.heard("wang"))[-1]
    assert "几楼" not in (await scene.in_group())[-1]


@pytest.mark.parametrize("words", ["快好了", "修了一半", "灯好了但是开关还是坏的", "应该好了吧"])
async def test_what_is_half_done_is_news_and_no_result(scene, words):
    await given(scene, taken=True)

    await tell(scene, "wang", words)

    assert (await scene.ticket()).state == "working"
    assert "请您看看" not in (await scene.in_group())[-1]


@pytest.mark.parametrize("words", ["还没修好呢", "快好了,再等一会儿", "明天才能换好"])
async def test_who_pressed_done_and_says_not_yet_has_not_finished(scene, words):
    await given(scene, taken=True)
    await scene.press("wang", "办好了")

    await scene.say("wang", words, group=False)

    assert (await scene.ticket()).state == "working"


@pytest.mark.parametrize("words", ["换好灯泡了", "修好了,照片明天补", "弄完咯", "修复了"])
async def test_a_result_in_a_hurry_is_a_result(scene, words):
    await given(scene, taken=True)

    await tell(scene, "wang", words)

    assert (await scene.ticket()).state == "reported"


async def two_lamps(scene):
    await scene.open_private("li")
    await scene.say("li", "1栋楼道的灯坏了")
    await scene.say("li", "2栋楼道的灯坏了")


async def states(scene):
    return [ticket.state for ticket in await scene.tickets()]


async def test_of_two_new_tasks_none_is_done_by_a_word_that_names_neither(scene):
    await two_lamps(scene)

    await scene.say("wang", "修好了", group=False)

    assert await states(scene) == ["assigned", "assigned"]
    assert "说的是哪一件" in (await scene.heard("wang"))[-1]


async def test_the_building_that_is_named_tells_which_one_is_done(scene):
    await two_lamps(scene)

    await scene.say("wang", "1栋的修好了", group=False)
    assert await states(scene) == ["reported", "assigned"]

    await scene.say("wang", "二号楼的灯也换好了", group=False)
    assert await states(scene) == ["reported", "reported"]


async def test_what_was_taken_last_is_meant_without_a_name(scene):
    await two_lamps(scene)
    await scene.press("wang", "我来办")

    await scene.say("wang", "换好灯泡了", group=False)

    assert await states(scene) == ["assigned", "reported"]


async def test_a_second_result_is_not_added_to_what_is_done_already(scene):
    await two_lamps(scene)
    await scene.press("wang", "我来办")
    await scene.say("wang", "换好灯泡了", group=False)
    before = len(await scene.heard("li"))

    await scene.say("wang", "另外一个也修好了", group=False)

    assert "说的是哪一件" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


async def test_workers_are_told_that_somebody_looked_where_no_resident_spoke(scene):
    await scene.say("li", "2栋楼下井盖没盖")
    await tell(scene, "wang", "盖上了新井盖")

    await scene.press("chen", "查过了,好了")

    assert (await scene.heard("wang"))[-1] == "0001 金桂园2栋 井盖缺损:复查过了,办好了。辛苦!"


@pytest.mark.parametrize(
    "words", ["去看过了,线路老化", "收到,安排人", "已经派师傅了", "在现场了,要换灯头"]
)
async def test_whoever_is_at_it_has_taken_it_and_it_does_not_climb(scene, words):
    await given(scene)

    await tell(scene, "wang", words)
    await scene.wait(hours=8)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("working", scene.ids["wang"])
    assert await scene.heard("chen") == []


@pytest.mark.parametrize("words", ["和0001重复", "并到0001", "这个跟0001是一件事"])
async def test_a_worker_says_what_it_is_the_same_as(scene, words):
    await scene.open_private("li", "zhou")
    await scene.say("li", "1栋楼道的灯坏了")
    await scene.say("zhou", "1栋1单元楼道里黑得吓人")
    assert len(await scene.tickets()) == 2

    await tell(scene, "wang", words)

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "merged"]
    assert "是同一件事,一起办" in (await scene.heard("zhou"))[-1]
    assert not [text for text in await scene.heard("zhou") if "办事的同志说" in text]


async def test_received_under_the_morning_s_list_is_asked_which(scene):
    await scene.wait(hours=12)
    await two_lamps(scene)
    await scene.wait(hours=10)

    await scene.say("wang", "收到", group=False)

    assert "说的是哪一件" in (await scene.heard("wang"))[-1]
    assert await states(scene) == ["assigned", "assigned"]


async def test_a_nod_to_nothing_is_not_taken_for_a_resident_s_words(scene):
    await scene.say("wang", "好的", group=False)

    assert await scene.heard("wang") == []


async def test_the_building_tells_which_one_goes_to_a_colleague(scene):
    await two_lamps(scene)

    await scene.say("wang", "1栋的给赵格", group=False)

    assert [row.owner_id for row in await scene.tickets()] == [scene.ids["zhao"], scene.ids["wang"]]


async def test_done_said_twice_is_told_once(scene):
    await given(scene)
    await tell(scene, "wang", "换好灯泡了")
    before = len(await scene.heard("li"))

    await tell(scene, "wang", "好了")

    assert len(await scene.heard("li")) == before
    assert (await scene.ticket()).result == "换好灯泡了"
