"""Not mine: for a reason on the list, once by the same owner, twice in all, and then the street."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.questions import ChoiceRow

FENCE = "2栋门口有人天天跳广场舞,音响开得震天响,吵得睡不着"
GAS = "2栋1单元一股煤气味,好浓"


async def returned(scene, who="wang", why="不属本网格"):
    await scene.press(who, "不归我管")
    await scene.press(who, why)


async def decided(scene, by, to):
    await scene.press(by, "定由谁办")
    await scene.press(by, to)


async def added(scene, words):
    """The resident adds something under huying's line."""
    await scene.say("li", words, reply_to=(await scene.last_in_group()).message)


async def answers(scene):
    return [row.text for row in await scene.rows(op="answer") if row.text]


async def test_a_reason_in_words_is_one_of_the_list_and_the_words_stand_beside_it(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "不归我管")

    await scene.say("wang", "我今天没空", group=False)
    assert (await scene.ticket()).state == "assigned"
    assert (await scene.heard("wang"))[-1].startswith("请从列出的原因里选一个")

    await scene.say("wang", "这儿归物业管", group=False)
    assert (await scene.ticket()).state == "returned"
    assert "不属本部门职责 这儿归物业管" in (await scene.heard("liu"))[-1]


async def test_the_number_of_a_reason_is_an_answer_too(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "不归我管")

    await scene.say("wang", "3", group=False)

    assert (await scene.ticket()).state == "returned"
    assert "地址有误" in (await scene.heard("liu"))[-1]


async def test_the_resident_hears_to_whom_it_went_and_of_no_return(scene):
    await scene.open_private("li")
    await scene.say("li", FENCE)
    await returned(scene)
    assert await scene.heard("li") == []

    await decided(scene, "liu", "赵格 网格员")

    told = (await scene.heard("li"))[-1]
    assert "已转给网格员" in told
    assert "前联系您" in told
    assert "退" not in "".join(await scene.heard("li") + await scene.in_group())
    assert len(await scene.in_group()) == 1


async def test_back_to_the_same_owner_the_resident_hears_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", FENCE)
    await returned(scene)
    await decided(scene, "liu", "王格 网格员")

    assert await scene.heard("li") == []


@pytest.mark.parametrize(("to", "moved"), [("赵格 网格员", True), ("王格 网格员", False)])
async def test_the_wait_counts_against_whoever_returned_it_without_need(scene, to, moved):
    await scene.say("li", FENCE)
    before = await scene.ticket()
    await returned(scene)
    await scene.wait(minutes=95)
    await decided(scene, "liu", to)

    after = await scene.ticket()
    waited = timedelta(minutes=95) if moved else timedelta()
    assert after.finish_by - before.finish_by == waited
    assert after.respond_by - before.respond_by == waited


async def test_the_moved_date_is_the_one_that_is_chased(scene):
    await scene.say("li", FENCE)
    before = await scene.ticket()
    await returned(scene)
    await scene.wait(minutes=95)
    await decided(scene, "liu", "赵格 网格员")
    await scene.press("zhao", "我来办")

    await scene.live_until(before.finish_by + timedelta(minutes=90))
    assert not any("过了时间" in text for text in await scene.heard("zhao"))

    await scene.wait(days=1)
    assert any("过了时间" in text for text in await scene.heard("zhao"))


async def test_until_somebody_has_taken_it_the_first_receiver_stays_the_contact(scene):
    await scene.open_private("li")
    await scene.say("li", FENCE)
    await returned(scene)
    await added(scene, "就在喷泉旁边,每天晚上七点")
    assert "喷泉" in (await scene.heard("wang"))[-1]

    await decided(scene, "liu", "赵格 网格员")
    await added(scene, "今天又来了二十多人")
    told = (await scene.heard("wang"))[-1]
    assert "二十多人" in told
    assert "还没有人接手,请您先回应居民" in told
    assert any("二十多人" in text for text in await scene.heard("zhao"))

    await scene.say("wang", "已经请同事去劝了", group=False,
                    reply_to=(await scene.rows(chat="p.wang"))[-1].message)  # fmt: skip
    assert "已经请同事去劝了" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).contacted_at == scene.now
    assert (await scene.ticket()).state == "assigned"


async def test_once_it_is_taken_the_first_receiver_hears_no_more(scene):
    await scene.say("li", FENCE)
    await returned(scene)
    await decided(scene, "liu", "赵格 网格员")
    await scene.press("zhao", "我来办")
    before = await scene.heard("wang")

    await added(scene, "今天又来了二十多人")

    assert await scene.heard("wang") == before
    assert (await scene.ticket()).contact_id is None


async def test_through_several_hands_the_contact_is_the_first(scene):
    await scene.say("li", FENCE)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    await returned(scene, "zhao")
    await decided(scene, "liu", "孙办 社区工作人员")

    await added(scene, "今天又来了二十多人")

    assert (await scene.ticket()).contact_id == scene.ids["wang"]
    assert any("二十多人" in text for text in await scene.heard("wang"))
    assert not any("二十多人" in text for text in await scene.heard("zhao"))


async def test_what_climbs_by_itself_keeps_its_contact_too(scene):
    await scene.say("li", FENCE)
    await scene.live_until((await scene.ticket()).accept_by)
    assert (await scene.ticket()).owner_id == scene.ids["chen"]

    await added(scene, "今天又来了二十多人")

    assert any("二十多人" in text for text in await scene.heard("wang"))


async def test_the_same_owner_returns_it_once(scene):
    await scene.say("li", FENCE)
    await returned(scene)
    old = [b for row in (await scene.rows(chat="p.wang"))[-2].choices for b in row]
    await decided(scene, "liu", "王格 网格员")

    await scene.press_token("wang", old[1]["token"], scene.private("wang"))

    assert (await scene.ticket()).state == "assigned"
    assert (await answers(scene))[-1] == "您已经退过一次了。还有难处,请直接联系社区值班。"


async def test_the_second_time_the_street_decides_and_the_desk_does_not(scene):
    await scene.say("li", FENCE)
    await returned(scene)
    desk = (await scene.rows(chat="p.liu"))[-1].choices[0][0]["token"]
    await decided(scene, "liu", "赵格 网格员")
    heard = await scene.heard("liu")
    await returned(scene, "zhao", "不属本部门职责")

    assert await scene.heard("liu") == heard
    assert "这是第二次了" in (await scene.heard("boss"))[-1]
    await scene.press_token("liu", desk, scene.private("liu"))
    await scene.press("liu", "王格 网格员")
    assert (await scene.ticket()).state == "returned"
    assert (await answers(scene))[-1] == "这件事退过两次了,要由街道来定。"

    await decided(scene, "boss", "孙办 社区工作人员")
    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["sun"])
    assert "街道定了由您来办,不再退" in (await scene.heard("sun"))[-1]
    offered = [b["label"] for row in (await scene.rows(chat="p.sun"))[-1].choices for b in row]
    assert "不归我管" not in offered


async def test_after_the_street_has_decided_nobody_returns_it(scene):
    await scene.say("li", FENCE)
    await returned(scene)
    await decided(scene, "liu", "赵格 网格员")
    await returned(scene, "zhao")
    await decided(scene, "boss", "陈长 网格长")
    async with scene.database.transaction() as session:  # a button under an older message
        chosen = await session.scalar(
            select(ChoiceRow.token)
            .where(ChoiceRow.verb == "tickets.return")
            .order_by(ChoiceRow.question_id)
            .limit(1)
        )

    await scene.press_token("chen", chosen, scene.private("chen"))

    assert (await scene.ticket()).state == "assigned"
    assert (await answers(scene))[-1] == "街道已经定了由谁办,不能再退了。"


async def test_what_the_desk_does_not_decide_goes_one_level_up_and_costs_nobody_time(scene):
    await scene.say("li", FENCE)
    before = await scene.ticket()
    await returned(scene)

    await scene.wait(hours=6)  # four hours of service, and the break at noon

    ticket = await scene.ticket()
    assert (ticket.owner_role, ticket.level) == ("chief", 1)
    assert ticket.finish_by - before.finish_by == timedelta(hours=6)


async def test_what_the_street_does_not_decide_is_the_street_s(scene):
    await scene.say("li", FENCE)
    await returned(scene)
    await decided(scene, "liu", "赵格 网格员")
    await returned(scene, "zhao")

    await scene.wait(hours=8)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id, ticket.level) == ("assigned", scene.ids["boss"], 3)


async def test_an_emergency_is_done_first_and_argued_about_later(scene):
    await scene.say("li", GAS)
    labels = [b["label"] for row in (await scene.rows(chat="p.wang"))[-1].choices for b in row]

    assert "不归我管" not in labels


async def test_a_sensitive_matter_is_shown_to_no_desk_to_decide(scene):
    await scene.open_private("mei")
    await scene.say("mei", "最近老是睡不着,心里难受,想找人谈谈", group=False)
    ticket = await scene.ticket()
    assert (ticket.sensitivity, ticket.owner_id) == ("s", scene.ids["heart"])
    labels = [b["label"] for row in (await scene.rows(chat="p.heart"))[-1].choices for b in row]

    assert "不归我管" not in labels
    assert await scene.heard("liu") == []


@pytest.mark.parametrize("who", ["zhao", "fix", "chen", "boss", "li"])
async def test_only_the_owner_returns_it(scene, who):
    await scene.open_private("li")
    await scene.say("li", FENCE)
    token = (await scene.rows(chat="p.wang"))[-1].choices[-1][-1]["token"]

    await scene.press_token(who, token, scene.private(who))

    assert (await scene.ticket()).state == "assigned"
    assert (await answers(scene))[-1] == "这一步要由负责这件事的人来做。"
