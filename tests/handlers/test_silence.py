"""Nobody answers: asked once more, then ended or looked at by somebody else, and some are called."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from domain.calls import sampled
from storage.calls import CallRow
from storage.people import RoleRow
from storage.places import touch_revision
from storage.tickets.tables import TicketRow
from tests.handlers.scene import GROUP, SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
HAZARD = "1栋楼顶有块瓷砖松了,快要掉下来了"
SENSITIVE = "心里难受,睡不着,想找人谈谈"


async def test_after_two_days_it_is_asked_once_more_in_private_and_never_again(scene):
    await scene.open_private("li")
    await _reported(scene)
    await scene.wait(days=2)

    again = [text for text in await scene.heard("li") if "想再问您一声" in text]
    assert len(again) == 1
    assert "再过一天没有回话,就先当办完了" in again[0]
    assert len(await scene.in_group()) == 2

    await scene.wait(days=20)
    assert sum("想再问您一声" in text for text in await scene.heard("li")) == 1


async def test_in_the_group_only_the_words_of_the_line_change_and_its_buttons_stay(scene):
    await _reported(scene)
    await scene.wait(days=2)

    edit = (await scene.rows(chat=GROUP, op="edit"))[-1]
    assert "不回先当办完了" in edit.text
    assert labels(edit) == ["1 好了", "2 差一点", "3 没好"]
    assert len(await scene.in_group()) == 2
    await scene.say("li", "1")
    assert (await scene.ticket()).closed_by == "reporter"


async def test_nobody_is_asked_between_half_past_eight_and_half_past_eight(scene):
    await scene.open_private("li")
    scene.now = datetime(2026, 12, 1, 21, 0, tzinfo=SHANGHAI)
    await _reported(scene)

    await scene.live_until(datetime(2026, 12, 4, 8, 29, tzinfo=SHANGHAI))
    assert not any("想再问您一声" in text for text in await scene.heard("li"))
    assert (await scene.ticket()).state == "reported"

    await scene.live_until(datetime(2026, 12, 4, 8, 31, tzinfo=SHANGHAI))
    assert any("想再问您一声" in text for text in await scene.heard("li"))
    await scene.live_until(datetime(2026, 12, 5, 8, 29, tzinfo=SHANGHAI))
    assert (await scene.ticket()).state == "reported"  # a day to answer
    await scene.live_until(datetime(2026, 12, 5, 8, 31, tzinfo=SHANGHAI))
    assert (await scene.ticket()).closed_by == "silence"


async def test_who_answered_is_asked_nothing_more(scene):
    await scene.open_private("li")
    await _reported(scene)
    await scene.press("li", "1 好了", group=True)
    before = len(await scene.heard("li"))

    await scene.wait(days=10)

    assert len(await scene.heard("li")) == before


async def test_an_answer_to_the_second_question_settles_both(scene):
    await scene.open_private("li")
    await _reported(scene)
    await scene.wait(days=2)

    await scene.say("li", "好了", group=False)
    await scene.say("li", "3")

    assert (await scene.ticket()).closed_by == "reporter"
    lines = await scene.rows(chat=GROUP, op="edit")
    assert lines[-1].text.startswith("好,办好了")


async def test_not_good_to_the_second_question_goes_one_level_up(scene):
    await scene.open_private("li")
    await _reported(scene)
    await scene.wait(days=2)

    await scene.press("li", "3 没好")

    assert (await scene.ticket()).owner_id == scene.ids["chen"]


async def test_what_is_harmless_ends_after_three_days_as_not_rated(scene):
    await _reported(scene)

    await scene.wait(days=3, minutes=1)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by, ticket.rating, ticket.outcome) == (
        "closed", "silence", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("share", [0, 100])
async def test_a_share_of_the_silent_is_called_by_the_desk(scene, share):
    _survey(scene, share)
    await _reported(scene)

    await scene.wait(days=3, minutes=1)

    assert [(call.kind, call.why) for call in await calls(scene)] == (
        [("survey", "sampled")] if share else []
    )
    assert any("问问好了没有" in text for text in await scene.heard("liu")) == bool(share)


def test_the_share_is_drawn_by_the_number_alone():
    drawn = [number for number in range(1, 1001) if sampled(number, 30)]

    assert 250 <= len(drawn) <= 350
    assert drawn == [number for number in range(1, 1001) if sampled(number, 30)]
    assert not any(sampled(number, 0) for number in range(1, 1001))
    assert all(sampled(number, 100) for number in range(1, 1001))


async def test_the_owner_is_never_asked_to_survey(scene):
    _survey(scene, 100)
    await _reported(scene, owner="liu")

    await scene.wait(days=3, minutes=1)

    assert not any("问问好了没有" in text for text in await scene.heard("liu"))
    assert any("问问好了没有" in text for text in await scene.heard("sun"))
    token = (await scene.rows(chat="p.sun"))[-1].choices[0][0]["token"]
    await scene.press_token("liu", token, scene.private("liu"))
    assert (await scene.rows(op="answer"))[-1].text.startswith("这件事是您办的")


async def test_where_the_whole_desk_owns_it_the_street_asks(scene):
    _survey(scene, 100)
    await _reported(scene, owner=None)

    await scene.wait(days=3, minutes=1)

    assert any("问问好了没有" in text for text in await scene.heard("boss"))
    assert not any("问问好了没有" in text for text in await scene.heard("sun"))


async def test_a_hazard_is_looked_at_by_somebody_else_within_a_working_day(scene):
    await _reported(scene, HAZARD)

    push = (await scene.rows(chat="p.chen"))[-1]
    assert "请12月2日(周三)下午5:30前去看看办好没有:0001" in push.text
    assert "(无照片)" in push.text
    assert labels(push) == ["查过了,好了", "查过了,没好"]
    assert not any("去看看办好没有" in text for text in await scene.heard("wang"))


async def test_looked_and_good_ends_it_and_the_group_line_says_so(scene):
    await _reported(scene, HAZARD)

    await scene.press("chen", "查过了,好了")
    await scene.press("chen", "查过了,好了")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by, ticket.outcome) == ("closed", "checker", "solved")
    assert (await scene.rows(chat=GROUP, op="edit"))[-1].text.startswith("这件事复查过了,已经办好")
    assert len(await scene.in_group()) == 2


async def test_looked_and_not_good_goes_one_level_up_with_the_words(scene):
    await _reported(scene, HAZARD)

    await scene.press("chen", "查过了,没好")
    assert (await scene.ticket()).state == "reported"
    await scene.say("chen", "旁边那块也松", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.level, ticket.reopened) == ("assigned", 1, 1)
    assert any("旁边那块也松" in text for text in await scene.heard("chen"))


@pytest.mark.parametrize(
    ("words", "state"), [("查过了,好了", "closed"), ("还是松的,没好", "assigned")]
)
async def test_what_was_found_may_be_said_in_words_under_the_request(scene, words, state):
    await _reported(scene, HAZARD)
    push = (await scene.rows(chat="p.chen"))[-1]

    await scene.say("chen", words, group=False, reply_to=push.message)

    assert (await scene.ticket()).state == state


async def test_talk_of_other_things_is_no_check(scene):
    await _reported(scene, HAZARD)

    await scene.say("chen", "好了", group=False)

    assert (await scene.ticket()).state == "reported"


@pytest.mark.parametrize("who", ["wang", "fix", "zhao", "li"])
async def test_neither_owner_nor_doer_nor_a_stranger_checks(scene, who):
    await _reported(scene, HAZARD)
    token = (await scene.rows(chat="p.chen"))[-1].choices[0][0]["token"]

    await scene.press_token(who, token, scene.private(who))

    assert (await scene.ticket()).state == "reported"
    assert (await scene.rows(op="answer"))[-1].text == "这一步要由负责这件事的人来做。"


async def test_the_residents_own_yes_is_check_enough_and_the_request_loses_its_buttons(scene):
    await _reported(scene, HAZARD)

    await scene.press("li", "1 好了", group=True)
    assert (await scene.ticket()).closed_by == "reporter"
    await scene.press("chen", "查过了,没好")

    assert (await scene.ticket()).state == "closed"
    assert any(
        row.op == "edit" and not row.choices for row in await scene.rows(chat="p.chen", op="edit")
    )


async def test_who_does_not_look_is_followed_by_the_next_and_silence_never_ends_it(scene):
    await _reported(scene, HAZARD)

    await scene.wait(days=10)

    for who in ("chen", "sun", "liu", "boss"):
        assert sum("去看看办好没有" in text for text in await scene.heard(who)) == 1
    assert (await scene.ticket()).state == "reported"


async def test_where_the_chief_owns_it_an_officer_looks(scene):
    await _reported(scene, HAZARD, owner="chen")

    assert any("去看看办好没有" in text for text in await scene.heard("sun"))
    assert not any("去看看办好没有" in text for text in await scene.heard("chen"))


async def test_a_sensitive_matter_does_not_end_in_silence_and_who_looks_reads_nothing_of_it(scene):
    await scene.say("mei", SENSITIVE, group=False)
    assert (await scene.ticket()).sensitivity == "s"
    await _finish(scene, "heart", "见面谈过了")

    await scene.wait(days=3, minutes=1)

    assert (await scene.ticket()).state == "reported"
    told = (await scene.heard("sun"))[-1]
    assert told.startswith("0001只给指定的人看")
    for words in ("难受", "谈", "心理", SENSITIVE):
        assert words not in told
    await scene.say("sun", "编号0001怎么样了", group=False)
    assert not any("心" in text for text in await scene.heard("sun"))
    await scene.press("sun", "查过了,好了")
    assert (await scene.ticket()).closed_by == "checker"
    assert await scene.in_group() == []


async def test_a_sensitive_matter_over_its_date_is_told_upwards_and_to_no_desk(scene):
    await scene.say("mei", SENSITIVE, group=False)
    await scene.press("heart", "我来办")
    await scene.wait(days=9)

    assert any(
        "过了时间" in text and "上一级也知道了" in text for text in await scene.heard("heart")
    )
    assert any("过了时间还没办好:0001" in text for text in await scene.heard("boss"))
    for who in ("sun", "liu", "chen", "wang"):
        assert not any("0001" in text for text in await scene.heard(who)), who


async def test_the_named_person_does_not_check_the_own_work(scene):
    await scene.say("mei", SENSITIVE, group=False)
    await _finish(scene, "heart", "见面谈过了")
    await scene.wait(days=3, minutes=1)
    token = (await scene.rows(chat="p.sun"))[-1].choices[0][0]["token"]

    for who in ("heart", "liu", "chen"):
        await scene.press_token(who, token, scene.private(who))

    assert (await scene.ticket()).state == "reported"


async def test_with_nobody_else_there_it_waits_and_is_on_record(scene):
    async with scene.database.transaction() as session:
        for row in await session.scalars(select(RoleRow)):
            if row.role not in ("grid_worker", "property"):
                await session.delete(row)
        await touch_revision(session)

    await _reported(scene, HAZARD)
    await scene.wait(days=10)

    assert (await scene.ticket()).state == "reported"


async def _reported(scene, words=LAMP, *, owner="wang"):
    await scene.say("li", words)
    if owner != "wang":
        async with scene.database.transaction() as session:
            row = await session.get(TicketRow, (await scene.ticket()).id)
            row.owner_id, row.doer_id = scene.ids.get(owner), None
            if owner is None:
                row.owner_role, row.owner_area = "dispatcher", "XL"
        worker = owner or "liu"
        await scene.say(worker, "0001收到,我来办", group=False)
        if owner is None:
            async with scene.database.transaction() as session:
                (await session.get(TicketRow, 1)).owner_id = None
        await scene.say(worker, "0001已经处理好了", group=False)
    else:
        await _finish(scene, owner, "已经处理好了")
    assert (await scene.ticket()).state == "reported"


async def _finish(scene, worker, result):
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, result, group=False)


def _survey(scene, share):
    scene.community.deployment = replace(scene.community.deployment, survey_share=share)


async def calls(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CallRow).order_by(CallRow.id)))


def labels(row):
    return [button["label"] for line in row.choices for button in line]
