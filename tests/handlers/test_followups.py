"""Words about a ticket that exists: which one is meant, and what they do to it."""

import pytest

from domain.messages import Media, MediaKind

LAMP = "3栋2单元楼道的灯坏了"
LIFT = "6栋的电梯老是卡在二楼"


@pytest.mark.parametrize("words", ["上次那个灯咋样了", "我报的灯修了没有啊", "灯的事到哪一步了"])
async def test_where_it_stands_is_told_and_nothing_is_opened(scene, words):
    await scene.say("li", LAMP)
    await scene.say("li", words)

    assert len(await scene.tickets()) == 1
    assert "3栋2单元" in (await scene.last_in_group()).text
    assert "编号0001" in (await scene.last_in_group()).text


async def test_a_number_in_the_text_names_the_ticket(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", LIFT)

    await scene.say("li", "编号0001怎么样了", group=False)

    assert "0001" in (await scene.heard("li"))[-1]
    assert "灯" in (await scene.heard("li"))[-1]


async def test_a_stranger_learns_nothing_by_naming_a_number(scene):
    await scene.open_private("zhang")
    await scene.say("li", LAMP, group=False)

    await scene.say("zhang", "编号0001怎么样了", group=False)

    assert all("灯" not in text for text in await scene.heard("zhang"))


async def test_a_reply_goes_before_everything_else(scene):
    await scene.say("li", LAMP)
    first = await scene.last_in_group()
    await scene.say("li", LIFT)

    await scene.say("li", "没有找错地方,是靠左边那盏", reply_to=first.message)

    assert any("靠左边那盏" in text for text in await scene.heard("wang"))
    assert not any("靠左边那盏" in text for text in await scene.heard("zhao"))


async def test_with_two_open_tickets_it_is_asked_which_one_is_meant(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", LIFT)

    await scene.say("li", "我报的那个怎么样了", group=False)

    told = (await scene.heard("li"))[-1]
    assert "哪一件" in told
    assert "0001" in told
    assert "0002" in told


@pytest.mark.parametrize("words", ["1号楼3单元没电", "2楼漏水了", "3栋那边又停水了", "1点钟才来电"])
async def test_a_sentence_that_starts_with_a_number_is_no_menu_answer(scene, words):
    await _done(scene)

    await scene.say("li", words)

    assert (await scene.tickets())[0].state == "reported"


async def test_not_repaired_for_seven_days_says_not_solved_and_not_the_seventh_answer(scene):
    await _done(scene)

    await scene.say("li", "楼道灯还没修,都7天了")

    ticket = (await scene.tickets())[0]
    assert (ticket.closed_by, ticket.outcome) == (None, "not_solved")


async def test_a_new_matter_that_starts_with_a_number_gets_its_own_ticket(scene):
    await _done(scene)

    await scene.say("li", "1号楼3单元没电")

    assert [t.place_name for t in await scene.tickets()] == ["金桂园3栋2单元", "金桂园1栋3单元"]


@pytest.mark.parametrize("words", ["1", "1。", "选1"])
async def test_a_bare_number_answers_what_was_asked(scene, words):
    await _done(scene)

    await scene.say("li", words)

    assert (await scene.ticket()).closed_by == "reporter"


async def test_a_bare_number_that_nobody_asked_for_is_nothing(scene):
    await scene.say("li", "1")
    await scene.say("zhang", "+1")

    assert await scene.tickets() == []
    assert await scene.in_group() == []


async def test_a_bare_number_after_the_answer_is_nothing(scene):
    await _done(scene)
    await scene.say("li", "2")
    before = await scene.acts()

    await scene.say("li", "1")

    assert await scene.acts() == before


async def test_in_private_the_only_open_ticket_is_the_one_that_is_meant(scene):
    await scene.open_private("li", "zhang")
    await scene.say("li", LAMP)
    await scene.say("zhang", LIFT)

    await scene.say("li", "我报的那个怎么样了", group=False)

    assert "0001" in (await scene.heard("li"))[-1]
    assert "0002" not in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("to", ["own words", "receipt", "question", "private note"])
async def test_a_reply_to_any_message_of_a_ticket_is_about_it(scene, to):
    await scene.open_private("li")
    await scene.say("li", LIFT)
    said = await _done(scene)
    receipt, question = [r.message for r in await scene.rows(chat="jgy")][1:]
    note = (await scene.rows(chat="p.li"))[-1].message
    ids = {"own words": said, "receipt": receipt, "question": question, "private note": note}

    await scene.say("li", "没好", reply_to=ids[to], group=to != "private note")

    assert [t.reopened for t in await scene.tickets()] == [0, 1]


async def test_the_reporter_s_edit_is_added_and_a_ghost_edit_is_not(scene):
    said = await scene.say("li", LAMP)
    await scene.edit("li", said, LAMP)
    before = len(await scene.heard("wang"))
    assert not any("改成" in text for text in await scene.heard("wang"))

    await scene.edit("li", said, LAMP + ",三楼的也坏了")

    assert len(await scene.heard("wang")) == before + 1
    assert "三楼的也坏了" in (await scene.heard("wang"))[-1]
    assert len(await scene.tickets()) == 1


async def test_the_rest_of_an_album_joins_without_a_word(scene):
    first = Media(MediaKind.PHOTO, "a1", mime="image/jpeg")
    second = Media(MediaKind.PHOTO, "a2", mime="image/jpeg")
    await scene.say("li", LAMP, media=(first,), album="7")
    lines = len(await scene.in_group())

    await scene.say("li", "", media=(second,), album="7")

    assert len(await scene.tickets()) == 1
    assert len(await scene.in_group()) == lines
    assert len((await scene.rows(chat="p.wang"))[-1].attachments) == 1


@pytest.mark.parametrize("words", ["我家也是", "我们这里也一样,黑的", "+1"])
async def test_another_household_joins_by_replying(scene, words):
    said = await scene.say("li", LAMP)

    await scene.say("zhang", words, reply_to=said)
    await scene.say("zhang", words, reply_to=said)

    assert len(await scene.tickets()) == 1
    assert (await scene.ticket()).people == 2
    assert len(await scene.in_group()) == 1  # a sign under their words, no new line


async def test_two_neighbours_who_report_the_same_are_offered_one_ticket(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", "3栋2单元楼道灯又不亮了,黑乎乎的")
    await scene.press("zhang", "加上我", group=True)

    assert len(await scene.tickets()) == 1
    assert (await scene.ticket()).people == 2


async def test_a_worker_s_words_in_reply_to_the_push_do_what_buttons_do(scene):
    await scene.say("li", LAMP)
    push = (await scene.rows(chat="p.wang"))[-1]

    await scene.say("wang", "收到,我去看看", group=False, reply_to=push.message)
    assert (await scene.ticket()).state == "accepted"

    await scene.say("wang", "灯泡换好了", group=False, reply_to=push.message)
    ticket = await scene.ticket()
    assert (ticket.state, ticket.result) == ("reported", "灯泡换好了")


async def test_not_yet_before_anybody_said_done_reaches_the_worker_and_reopens_nothing(scene):
    said = await scene.say("li", LAMP)

    await scene.say("li", "都两天了还没人来修", reply_to=said)

    assert (await scene.ticket()).reopened == 0
    assert any("还没人来修" in text for text in await scene.heard("wang"))


async def test_not_good_counts_though_other_things_are_open_too(scene):
    await scene.say("li", LIFT)
    await _done(scene)

    await scene.say("li", "没好")

    assert (await scene.ticket()).reopened == 1


async def test_not_good_about_another_matter_is_no_verdict_on_this_one(scene):
    await _done(scene)

    await scene.say("li", "6栋的电梯还没修好,天天爬楼")

    assert (await scene.tickets())[0].reopened == 0


async def test_in_private_it_is_asked_what_is_not_good(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", LIFT)

    await scene.say("li", "没好", group=False)

    assert "哪一件" in (await scene.heard("li"))[-1]


async def test_a_worker_reports_right_under_the_task_without_pressing_anything(scene):
    await scene.say("li", LIFT.replace("6栋", "2栋"))
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await scene.say("wang", "灯泡换好了", group=False)

    assert [t.state for t in await scene.tickets()] == ["assigned", "reported"]


async def test_the_next_line_after_partly_says_what_is_missing(scene):
    await _done(scene)
    await scene.press("li", "2 差一点", group=True)

    await scene.say("li", "二楼那盏还是黑的")

    assert any("二楼那盏" in text for text in await scene.heard("wang"))


async def test_an_edit_that_only_moves_blanks_is_no_news(scene):
    said = await scene.say("li", LAMP)
    before = len(await scene.heard("wang"))

    await scene.edit("li", said, f" {LAMP}\n")

    assert len(await scene.heard("wang")) == before


async def test_the_same_edit_delivered_twice_is_told_once(scene):
    said = await scene.say("li", LAMP)
    before = len(await scene.heard("wang"))

    await scene.edit("li", said, LAMP + ",三楼的也坏了")
    await scene.edit("li", said, LAMP + ",三楼的也坏了")

    assert len(await scene.heard("wang")) == before + 1


async def test_who_reported_it_does_not_count_twice(scene):
    said = await scene.say("li", LAMP)

    await scene.say("li", "我家也是", reply_to=said)

    assert (await scene.ticket()).people == 1


async def test_every_household_that_joins_counts_and_hears_that_it_was_taken(scene):
    await scene.open_private("zhang", "qian")
    said = await scene.say("li", LAMP)

    await scene.say("zhang", "我家也是", reply_to=said)
    await scene.say("qian", "我们这也是", reply_to=said)
    await scene.press("wang", "我来办")

    assert (await scene.ticket()).people == 3
    for neighbour in ("zhang", "qian"):
        assert "已有人接手" in (await scene.heard(neighbour))[-1]


async def _done(scene):
    said = await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    return said


@pytest.mark.parametrize(
    "words", ["没修啊,谁说修好了", "哪个说弄好了?还是不亮", "物业说修好了,我看根本没修"]
)
@pytest.mark.parametrize("group", [True, False])
async def test_who_doubts_that_it_is_mended_closes_nothing_and_urges(scene, words, group):
    await scene.say("li", LAMP)

    await scene.say("li", words, group=group)

    ticket = await scene.ticket()
    assert ticket.state == "assigned"
    assert ticket.urged_at is not None


@pytest.mark.parametrize("words", ["谁说修好了,还黑着呢", "师傅说换好了,我回来一看还黑着"])
async def test_asked_to_look_who_doubts_it_reopens_it(scene, words):
    await _done(scene)

    await scene.say("li", words)

    ticket = await scene.ticket()
    assert (ticket.closed_by, ticket.outcome) == (None, "not_solved")


@pytest.mark.parametrize("words", ["怎么还没动静", "人呢?怎么没反应", "还没人管吗", "催一下"])
@pytest.mark.parametrize("group", [True, False])
async def test_who_waits_urges_their_own_and_alarms_nobody(scene, words, group):
    await scene.open_private("li")
    await scene.say("li", LAMP)

    await scene.say("li", words, group=group)

    [ticket] = await scene.tickets()
    assert ticket.urged_at is not None
    assert f"居民在催:{words}" in (await scene.heard("wang"))[-1]
    told = (await scene.in_group() if group else await scene.heard("li"))[-1]
    assert "网格员负责" in told


async def test_of_several_the_one_that_is_named_when_asked_is_urged(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", LIFT)
    await scene.say("li", "催一下", group=False)
    assert "哪一件" in (await scene.heard("li"))[-1]

    await scene.say("li", "0001", group=False)

    lamp, lift = await scene.tickets()
    assert (lamp.urged_at is not None, lift.urged_at) == (True, None)


async def test_without_anything_of_theirs_it_is_answered_in_private_and_chat_in_the_group(scene):
    await scene.open_private("zhang")
    await scene.say("li", LAMP)
    before = len(await scene.in_group())

    await scene.say("zhang", "还没人管吗")
    await scene.say("zhang", "怎么还没动静", group=False)

    assert len(await scene.in_group()) == before
    assert len(await scene.tickets()) == 1
    assert len(await scene.heard("zhang")) > 0


async def test_what_is_closed_is_not_opened_again_by_a_word_that_waits(scene):
    await _done(scene)
    await scene.say("li", "好了")

    await scene.say("li", "催一下", group=False)

    assert (await scene.ticket()).state == "closed"
