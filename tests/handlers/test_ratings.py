"""After the end: how content the reporter is, why not, and what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.calls import CallRow
from storage.tickets.ratings import TicketRatingRow
from storage.tickets.tables import TicketEventRow, TicketRow
from tests.handlers.scene import GROUP

LAMP = "3栋2单元楼道的灯坏了"
HELD = "好,办好了。这次办得您满意吗?回1满意,2基本满意,3不满意。编号0001"


async def test_in_private_it_is_asked_with_three_answers_and_the_group_hears_only_thanks(scene):
    await scene.open_private("li")
    await _closed(scene)

    question = (await scene.rows(chat="p.li"))[-1]
    assert "这次办得您满意吗" in question.text
    assert labels(question) == ["1 满意", "2 基本满意", "3 不满意"]
    changed = {row.target_key for row in await scene.rows(chat="p.li", op="edit")}
    assert question.key not in changed  # its buttons stay until they are pressed
    assert (await edits(scene))[-1].text.startswith("好,办好了。谢谢您告诉我们")
    assert len(await scene.in_group()) == 2


async def test_who_cannot_be_written_to_is_asked_in_the_groups_own_line_and_no_line_is_added(scene):
    await _closed(scene)

    edit = (await edits(scene))[-1]
    assert edit.text == HELD
    assert labels(edit) == ["1 满意", "2 基本满意", "3 不满意"]
    await scene.press("li", "1 满意", group=True)
    assert (await edits(scene))[-1].text == "记下了,谢谢您告诉我们。编号0001"
    assert labels((await edits(scene))[-1]) == []
    assert len(await scene.in_group()) == 2
    assert [r.rating for r in await ratings(scene)] == ["content"]


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("1", "content"),
        ("2", "so_so"),
        ("满意", "content"),
        ("很满意,谢谢", "content"),
        ("基本满意", "so_so"),
        ("还行", "so_so"),
        ("巴适得很", "content"),
        ("马马虎虎吧", "so_so"),
        ("中", "content"),
        ("滿意", "content"),
    ],
)
async def test_plain_words_dialect_and_numbers_answer_it(scene, words, rating):
    await scene.open_private("li")
    await _closed(scene)

    await scene.say("li", words, group=False)

    assert [r.rating for r in await ratings(scene)] == [rating]
    assert (await scene.ticket()).rating == rating
    assert (await scene.heard("li"))[-1].startswith("记下了,谢谢您")


@pytest.mark.parametrize("words", ["好吃", "可以啊", "今天一般", "孩子对学校不满意"])
async def test_in_the_group_what_may_be_chat_is_no_rating(scene, words):
    await _closed(scene)

    await scene.say("li", words)

    assert await ratings(scene) == []


async def test_in_the_group_clear_words_or_a_number_are_enough(scene):
    await _closed(scene)

    await scene.say("li", "满意")

    assert [r.rating for r in await ratings(scene)] == ["content"]
    assert len(await scene.in_group()) == 2


@pytest.mark.parametrize("who", ["zhang", "wang", "fix", "liu"])
async def test_nobody_else_rates(scene, who):
    await _closed(scene)

    await scene.press(who, "3 不满意", group=True)
    await scene.say(who, "不满意", reply_to=(await scene.last_in_group()).message)

    assert await ratings(scene) == []


async def test_satisfied_where_it_was_asked_whether_it_is_solved_says_both(scene):
    await _reported(scene)

    await scene.say("li", "很满意")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by, ticket.rating) == ("closed", "reporter", "content")


async def test_not_content_where_it_was_asked_whether_it_is_solved_is_asked_why_first(scene):
    await scene.open_private("li")
    await _reported(scene)

    await scene.say("li", "不满意")
    assert (await scene.ticket()).state == "reported"
    assert "哪里不满意" in (await scene.heard("li"))[-1]

    await scene.press("li", "4 态度")
    assert (await scene.ticket()).state == "reported"
    assert "居民对态度不满意" in (await scene.heard("sun"))[-1]


async def test_the_number_says_which_of_two_is_rated(scene):
    await scene.open_private("li")
    await _closed(scene)
    await scene.say("li", "2栋的电梯老是卡在二楼")
    await _finish(scene, "wang")
    await scene.say("li", "编号0002好了")

    await scene.say("li", "编号0001 不满意,态度差", group=False)

    assert [(r.ticket_id, r.reason) for r in await ratings(scene)] == [(1, "attitude")]


async def test_good_and_content_in_one_line_is_asked_nothing_more(scene):
    await scene.open_private("li")
    await _reported(scene)

    await scene.say("li", "修好了,很满意")

    assert [r.rating for r in await ratings(scene)] == ["content"]
    assert not any("满意吗" in text for text in await scene.heard("li"))


async def test_who_is_not_content_is_asked_why_once(scene):
    await scene.open_private("li")
    await _closed(scene)

    await scene.press("li", "3 不满意")
    await scene.press("li", "3 不满意")

    asked = [r for r in await scene.rows(chat="p.li") if "哪里不满意" in r.text]
    assert len(asked) == 1
    assert labels(asked[0]) == ["1 没做", "2 做得不好", "3 太慢", "4 态度", "5 要求外"]
    assert len(await ratings(scene)) == 1
    assert (await scene.ticket()).state == "closed"


@pytest.mark.parametrize("answer", ["1 没做", "2 做得不好", "3 太慢"])
async def test_what_was_not_done_well_is_done_again_one_level_up(scene, answer):
    await scene.open_private("li")
    await _unhappy(scene)

    await scene.press("li", answer)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id, ticket.reopened) == ("assigned", scene.ids["chen"], 1)
    assert f"居民说没解决:{answer[2:]}" in (await scene.heard("chen"))[-1]
    assert "对不起,没办好" in (await scene.heard("li"))[-1]
    assert "对不起,没办好" in (await edits(scene))[-1].text
    assert len(await scene.in_group()) == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("根本没修", "not_done"),
        ("糊弄人的", "badly"),
        ("等了半个月", "too_slow"),
        ("3", "too_slow"),
    ],
)
async def test_why_is_understood_in_plain_words(scene, words, reason):
    await scene.open_private("li")
    await _unhappy(scene)

    await scene.say("li", words, group=False)

    assert [(r.rating, r.reason) for r in await ratings(scene)] == [("not_content", reason)]
    assert (await scene.ticket()).reopened == 1


async def test_the_reason_said_at_once_is_not_asked_for(scene):
    await scene.open_private("li")
    await _closed(scene)

    await scene.say("li", "不满意,太慢了", group=False)

    assert (await scene.ticket()).reopened == 1
    assert not any("哪里不满意" in text for text in await scene.heard("li"))


@pytest.mark.parametrize("words", ["4", "说话太难听,还骂人"])
async def test_manner_is_for_the_officers_alone(scene, words):
    await scene.open_private("li")
    await _unhappy(scene)
    before = {who: len(await scene.heard(who)) for who in ("wang", "fix", "chen", "liu", "boss")}

    await scene.say("li", words, group=False)

    told = (await scene.heard("sun"))[-1]
    assert "居民对态度不满意" in told
    assert before == {who: len(await scene.heard(who)) for who in before}
    assert (await scene.ticket()).state == "closed"
    assert (await scene.heard("li"))[-1].startswith("记下了,只有社区工作人员看得到")
    assert not any("态度" in row.note for row in await events(scene))


async def test_manner_of_the_only_officer_is_for_the_street(scene):
    await scene.open_private("li")
    await _unhappy(scene, owner="sun")

    await scene.press("li", "4 态度")

    assert "居民对态度不满意" in (await scene.heard("boss"))[-1]
    assert not any("态度" in text for text in await scene.heard("sun"))


async def test_what_is_beyond_is_explained_by_phone_and_not_reopened(scene):
    await scene.open_private("li")
    await _unhappy(scene)

    await scene.press("li", "5 要求外")
    await scene.press("li", "5 要求外")

    assert [(call.kind, call.why) for call in await calls(scene)] == [("callback", "explain")]
    assert "说明为什么只能这样办:0001" in (await scene.heard("liu"))[-1]
    assert (await scene.ticket()).state == "closed"
    assert "给您打电话说清楚" in (await scene.heard("li"))[-1]


async def test_words_that_fit_no_reason_are_asked_about_by_somebody_who_did_not_do_it(scene):
    await scene.open_private("li")
    await _unhappy(scene, owner="liu")

    await scene.say("li", "反正心里不舒服", group=False)

    assert [(call.kind, call.why) for call in await calls(scene)] == [("survey", "unhappy")]
    assert "反正心里不舒服" in (await scene.heard("sun"))[-1]
    assert not any("不舒服" in text for text in await scene.heard("liu"))


async def test_in_the_group_the_reason_is_asked_and_heard_in_the_same_line(scene):
    await _closed(scene)
    await scene.press("li", "3 不满意", group=True)
    assert "哪里不满意" in (await edits(scene))[-1].text

    await scene.press("li", "4 态度", group=True)

    assert (await edits(scene))[-1].text == "记下了,谢谢您告诉我们。编号0001"
    assert len(await scene.in_group()) == 2
    assert not any("态度不" in text for text in await scene.in_group())


async def test_a_changed_mind_within_seven_days_counts_and_both_are_kept(scene):
    await scene.open_private("li")
    await _closed(scene)
    await scene.press("li", "1 满意")
    await scene.wait(days=6)

    await scene.say("li", "基本满意", group=False)

    assert [r.rating for r in await ratings(scene)] == ["content", "so_so"]
    assert (await scene.ticket()).rating == "so_so"


async def test_a_mind_changed_by_the_same_buttons_counts_too(scene):
    await scene.open_private("li")
    await _closed(scene)
    await scene.press("li", "1 满意")
    await scene.press("li", "1 满意")

    await scene.press("li", "2 基本满意")

    assert [r.rating for r in await ratings(scene)] == ["content", "so_so"]


async def test_after_seven_days_it_stays_as_it_was(scene):
    await scene.open_private("li")
    await _closed(scene)
    await scene.press("li", "1 满意")
    await scene.wait(days=8)

    await scene.say("li", "基本满意", group=False)
    await scene.press("li", "2 基本满意")

    assert [r.rating for r in await ratings(scene)] == ["content"]
    assert (await scene.rows(op="answer"))[-1].text == "这个按钮已经过期了,有事请直接跟我说。"


async def test_a_rating_ends_with_a_reopening_and_begins_anew(scene):
    await scene.open_private("li")
    await _unhappy(scene)
    await scene.press("li", "3 太慢")
    assert (await scene.ticket()).rating is None

    await _finish(scene, "chen")
    await scene.press("li", "1 好了", group=True)
    await scene.press("li", "1 满意")

    assert [r.rating for r in await ratings(scene)] == ["not_content", "content"]


async def test_a_sensitive_matter_is_never_rated(scene):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    await _finish(scene, "heart")

    await scene.say("mei", "1", group=False)
    await scene.say("mei", "不满意", group=False)

    assert (await scene.ticket()).state == "closed"
    assert not any("满意" in text for text in await scene.heard("mei"))
    assert await ratings(scene) == []


async def test_a_question_about_content_is_no_rating(scene):
    await scene.open_private("li")
    await _closed(scene)

    await scene.say("li", "你们满意吗?", group=False)

    assert await ratings(scene) == []


async def test_who_asked_when_and_where_is_kept(scene):
    await scene.open_private("li")
    await _closed(scene)
    await scene.press("li", "1 满意")

    rating = (await ratings(scene))[0]
    assert (rating.ticket_id, rating.channel, rating.asked_by) == (1, "web", None)
    assert rating.at == scene.now
    assert scene.now - rating.at < timedelta(seconds=1)


async def _reported(scene, *, owner="wang"):
    await scene.say("li", LAMP)
    if owner != "wang":
        async with scene.database.transaction() as session:
            row = await session.get(TicketRow, 1)
            row.owner_id, row.doer_id = scene.ids[owner], None
        await scene.say(owner, "0001收到,我来办", group=False)
        await scene.say(owner, "0001灯换好了", group=False)
    else:
        await _finish(scene, owner)
    assert (await scene.ticket()).state == "reported"


async def _closed(scene, *, owner="wang"):
    await _reported(scene, owner=owner)
    await scene.press("li", "1 好了", group=True)
    assert (await scene.ticket()).state == "closed"


async def _unhappy(scene, *, owner="wang"):
    await _closed(scene, owner=owner)
    await scene.press("li", "3 不满意")


async def _finish(scene, worker):
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, "换了灯管", group=False)


async def ratings(scene):
    return await _rows(scene, TicketRatingRow)


async def calls(scene):
    return await _rows(scene, CallRow)


async def events(scene):
    return await _rows(scene, TicketEventRow)


async def _rows(scene, table):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def edits(scene):
    return await scene.rows(chat=GROUP, op="edit")


def labels(row):
    return [button["label"] for line in row.choices for button in line]
