"""A later date: asked for in time, granted by somebody else, told to the resident alone."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from domain.messages import Address
from storage.questions import QuestionRow
from storage.tickets.tables import TicketRequestRow
from tests.handlers.at_work import TREE, answers, at_work, labels, tell, token
from tests.handlers.scene import SHANGHAI

DECEMBER_11 = datetime(2026, 12, 11, 17, 30, tzinfo=SHANGHAI)


async def asked(scene, words="零件要等货,改到12月11日", *, who="wang"):
    await scene.press(who, "一时办不完")
    await scene.press(who, "1 延期")
    await scene.say(who, words, group=False)


async def request(scene):
    async with scene.database.reading() as session:
        return await session.get(TicketRequestRow, 1)


async def test_asked_in_one_line_granted_by_the_desk_and_told_in_private_only(scene):
    await at_work(scene, TREE)
    group = await scene.in_group()
    before = await scene.ticket()
    await asked(scene)

    told = (await scene.heard("liu"))[-1]
    for part in ("0001", "零件要等货", "12月11日(周五)下午5:30前办好", "原定12月8日", "同意吗"):
        assert part in told
    assert (await scene.ticket()).finish_by == before.finish_by

    await scene.press("liu", "同意")
    ticket = await scene.ticket()
    assert (ticket.finish_by, ticket.extended, ticket.state) == (DECEMBER_11, 1, "working")
    assert "零件要等货,改到12月11日(周五)前办好" in (await scene.heard("li"))[-1]
    assert any("延期批了" in text for text in await scene.heard("wang"))
    assert await scene.in_group() == group
    row = await request(scene)
    assert (row.kind, row.state, row.decided_by) == ("extension", "granted", scene.ids["liu"])
    assert row.before_deadline is True


@pytest.mark.parametrize(
    "lines", [("12月11日", "零件要等货"), ("零件要等货", "下周五"), ("零件要等货,下周五前办好",)]
)
async def test_date_and_reason_come_piece_by_piece_as_people_type_them(scene, lines):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "1 延期")
    for line in lines:
        await scene.say("wang", line, group=False)

    row = await request(scene)
    assert (row.until, row.said, row.state) == (DECEMBER_11, "零件要等货", "asked")


@pytest.mark.parametrize(
    "words", ["申请延期到12月11日,零件要等货", "0001 延期到12月11日,零件要等货"]
)
async def test_a_worker_asks_in_plain_words_without_a_button(scene, words):
    await at_work(scene, TREE)

    await scene.say("wang", words, group=False)

    row = await request(scene)
    assert (row.until, row.said) == (DECEMBER_11, "零件要等货")


@pytest.mark.parametrize("words", ["1", "延期"])
async def test_what_to_do_is_answered_by_number_or_word(scene, words):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")

    await scene.say("wang", words, group=False)

    assert "改到哪天办好?为什么?" in (await scene.heard("wang"))[-1]


@pytest.mark.parametrize("words", ["同意", "可以"])
async def test_the_desk_grants_in_plain_words(scene, words):
    await at_work(scene, TREE)
    await asked(scene)

    await scene.say("sun", words, group=False)

    assert (await scene.ticket()).extended == 1


async def test_not_granted_the_date_stays_the_asker_hears_why_and_the_resident_nothing(scene):
    await at_work(scene, TREE)
    before, heard = await scene.ticket(), await scene.heard("li")
    await asked(scene)

    await scene.say("liu", "不批,明天必须办好", group=False)

    ticket = await scene.ticket()
    assert (ticket.finish_by, ticket.extended, ticket.state) == (before.finish_by, 0, "working")
    told = (await scene.heard("wang"))[-1]
    assert "延期没批(明天必须办好),还按12月8日" in told
    assert await scene.heard("li") == heard
    assert (await request(scene)).state == "refused"


async def test_no_answer_within_a_working_day_is_a_refusal_by_itself(scene):
    await at_work(scene, TREE)
    before = await scene.ticket()
    await asked(scene)

    await scene.live_until(datetime(2026, 12, 2, 17, 29, tzinfo=SHANGHAI))
    assert (await request(scene)).state == "asked"
    await scene.live_until(datetime(2026, 12, 2, 17, 31, tzinfo=SHANGHAI))

    assert (await request(scene)).state == "lapsed"
    assert any("到时间没人答复" in text for text in await scene.heard("wang"))
    assert (await scene.ticket()).finish_by == before.finish_by
    await scene.press("liu", "同意")
    assert (await answers(scene))[-1].startswith("这个申请已经有人答复过")
    assert (await scene.ticket()).extended == 0


async def test_the_new_date_is_chased_and_the_old_one_is_not(scene):
    await at_work(scene, TREE)
    old = (await scene.ticket()).finish_by
    await asked(scene)
    await scene.press("liu", "同意")

    await scene.live_until(old + timedelta(hours=1))
    assert not any("过了时间" in text for text in await scene.heard("wang"))

    await scene.live_until(DECEMBER_11 + timedelta(days=1))
    assert any("快到时间" in text for text in await scene.heard("wang"))
    assert any("过了时间" in text for text in await scene.heard("wang"))


async def test_of_two_at_the_desk_the_first_answer_counts(scene):
    await at_work(scene, TREE)
    await asked(scene)
    await scene.press("liu", "同意")

    await scene.press("sun", "不同意")

    assert (await scene.ticket()).extended == 1
    assert (await answers(scene))[-1].startswith("这个申请已经有人答复过")


async def test_the_second_is_the_streets_and_there_is_no_third(scene):
    await at_work(scene, TREE)
    await asked(scene)
    await scene.press("liu", "同意")
    heard = await scene.heard("liu")
    await asked(scene, "师傅请假,改到12月16日")

    assert await scene.heard("liu") == heard
    assert "师傅请假" in (await scene.heard("boss"))[-1]
    chosen = await token(scene, "boss", "同意")
    async with scene.database.transaction() as session:  # the desk presses a forged copy
        anybody = update(QuestionRow).where(QuestionRow.kind == "request").values(person_id=None)
        await session.execute(anybody)
    await scene.press_token("liu", chosen, scene.private("liu"))
    assert (await answers(scene))[-1] == "第二次延期要由街道来批。"

    await scene.press("boss", "同意")
    assert (await scene.ticket()).extended == 2
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "1 延期")
    assert (await answers(scene))[-1] == "已经延期两次了,不能再延。"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("零件要等货,改到12月8日", "这个日子不行,要晚于12月8日"),
        ("零件要等货,改到12月30日", "最晚只能到12月15日"),
    ],
)
async def test_a_date_that_may_not_be_granted_is_refused_and_another_may_be_named(
    scene, words, sentence
):
    await at_work(scene, TREE)
    await asked(scene, words)
    assert (await scene.heard("wang"))[-1].startswith(sentence)
    assert await request(scene) is None

    await scene.say("wang", "零件要等货,改到12月11日", group=False)

    assert (await request(scene)).until == DECEMBER_11


async def test_asked_on_the_last_day_it_is_too_late_and_that_is_said_before_anybody_types(scene):
    await at_work(scene, TREE)
    await scene.live_until(datetime(2026, 12, 8, 9, 0, tzinfo=SHANGHAI))
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "1 延期")

    assert (await answers(scene))[-1].startswith("延期要在12月7日(周一)下午5:30前申请")


async def test_an_emergency_is_never_extended(scene):
    await at_work(scene, "2栋1单元一股煤气味,好浓")
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "1 延期")

    assert (await answers(scene))[-1].startswith("急事和咨询不能延期")


async def test_one_thing_is_asked_at_a_time(scene):
    await at_work(scene, TREE)
    await asked(scene)
    await asked(scene)

    assert (await scene.heard("wang"))[-1].startswith("已经申请过一次")


async def test_before_the_resident_was_spoken_to_nothing_is_asked_for(scene):
    await scene.say("li", TREE)
    await scene.press("wang", "我来办")
    assert "一时办不完" in await labels(scene, "wang")
    await scene.press("wang", "一时办不完")
    assert (await answers(scene))[-1].startswith("请先和居民联系一下")

    await scene.say("wang", "延期到12月11日,零件要等货", group=False)

    assert (await scene.heard("wang"))[-1].startswith("请先和居民联系一下")
    assert await request(scene) is None


async def test_the_owner_does_not_grant_what_they_ask_for_though_they_sit_at_the_desk(scene):
    await at_work(scene, "东门的路灯不亮", who="liu")
    await asked(scene, "零件要等货,改到12月8日", who="liu")

    assert "同意吗" in (await scene.heard("sun"))[-1]
    chosen = await token(scene, "sun", "同意")
    await scene.press_token("liu", chosen, scene.private("liu"))
    assert (await answers(scene))[-1] == "这句问的是别人,请让他自己按。"
    assert (await scene.ticket()).extended == 0


@pytest.mark.parametrize("who", ["zhao", "fix", "chen", "li"])
async def test_nobody_but_the_owner_asks(scene, who):
    await at_work(scene, TREE)
    chosen = await token(scene, "wang", "一时办不完")

    await scene.press_token(who, chosen, Address("web", f"p.{who}"))

    assert (await answers(scene))[-1] == "这一步要由负责这件事的人来做。"


async def test_handed_to_somebody_else_what_was_asked_for_is_dropped(scene):
    await at_work(scene, TREE)
    await asked(scene)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")

    await scene.press("liu", "同意")

    assert (await request(scene)).state == "dropped"
    assert (await scene.ticket()).extended == 0
    heard = await scene.heard("zhao")
    await scene.wait(days=2)
    assert not any("没批" in text for text in (await scene.heard("zhao"))[len(heard) :])


async def test_who_never_opened_the_chat_hears_the_new_date_when_they_ask(scene):
    await scene.say("zhang", TREE)
    await scene.press("wang", "我来办")
    await tell(scene, "wang", "去看过了")
    await asked(scene)
    await scene.press("liu", "同意")
    assert "12月11日" not in "".join(await scene.in_group())

    await scene.say("zhang", "上次那个树枝怎么样了")

    assert "12月11日" in (await scene.in_group())[-1]
