"""The straight road of a ticket: said, taken, done, and only the reporter's word ends it."""

import pytest

from domain.messages import Media, MediaKind
from tests.handlers.scene import GROUP

WATER = "5栋1单元水管爆了往下漏水,漏了两天,三户人家都淹了"
LAMP = "3栋2单元的路灯不亮"


async def test_the_line_in_the_group_says_what_by_when_by_whom_and_its_number(scene):
    said = await scene.say("li", WATER)

    line = await scene.last_in_group()
    ticket = await scene.ticket()
    assert line.reply_to == said
    assert len(line.text) <= 60
    assert "网格员" in line.text
    assert "12月1日(周二)中午12点前" in line.text  # urgent: two hours
    assert f"{ticket.id:04}" in line.text
    assert all(name not in line.text for name in ("王格", "赵格", "吴修", "li"))


async def test_the_push_holds_everything_that_is_needed_to_start(scene):
    await scene.say("li", WATER)

    push = (await scene.rows(chat="p.zhao"))[-1]
    assert WATER in push.text
    for part in ("5栋1单元", "3户", "12月1日(周二)上午10点报", "10:30前接手", "12月2日"):
        assert part in push.text
    assert "为什么是您:这里归您的“第二网格”管" in push.text
    labels = [button["label"] for line in push.choices for button in line]
    assert labels == ["我来办", "联系居民", "转交", "不归我管"]


async def test_photos_travel_with_the_push(scene):
    photo = Media(MediaKind.PHOTO, "file-1", mime="image/jpeg")
    await scene.say("li", WATER, media=(photo,))

    assert len((await scene.rows(chat="p.zhao"))[-1].attachments) == 1


async def test_the_company_s_person_is_doer_in_the_same_moment_and_the_owner_knows_it(scene):
    await scene.say("li", LAMP)

    task, other = (await scene.rows(chat="p.fix"))[-1], (await scene.rows(chat="p.wang"))[-1]
    assert task.created_at == other.created_at
    assert "经办人" in task.text
    assert "经办人" in other.text
    assert (await scene.ticket()).doer_id == scene.ids["fix"]


async def test_taking_it_twice_is_taking_it_once(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "我来办")

    assert (await scene.acts()).count("accept") == 1
    assert sum("已有人接手" in text for text in await scene.heard("li")) == 1


@pytest.mark.parametrize("taken", [False, True])
async def test_a_worker_of_another_grid_cannot_take_it_and_is_told_so_kindly(scene, taken):
    await scene.say("li", LAMP)
    token = (await scene.rows(chat="p.wang"))[-1].choices[0][0]["token"]
    if taken:
        await scene.press("wang", "我来办")

    await scene.press_token("zhao", token, scene.private("zhao"))

    told = (await scene.rows(op="answer"))[-1].text
    assert told == (
        "这件事现在是“已有人接手”,这一步不用做了。" if taken else "这一步要由负责这件事的人来做。"
    )
    assert (await scene.ticket()).owner_id == scene.ids["wang"]
    assert (await scene.acts()).count("accept") == taken


async def test_the_owner_stays_owner_when_the_company_s_person_takes_it_first(scene):
    await scene.say("li", LAMP)
    await scene.press("fix", "我来办")
    await scene.press("wang", "我来办")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id, ticket.doer_id) == (
        "accepted", scene.ids["wang"], scene.ids["fix"],
    )  # fmt: skip
    assert any("经办人已接手" in text for text in await scene.heard("wang"))


async def test_taken_too_late_no_hour_that_has_gone_is_promised(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.wait(days=1, minutes=30)
    await scene.press("chen", "我来办")

    told = (await scene.heard("li"))[-1]
    assert "已有人接手,马上联系您" in told
    assert "12月2日" not in told


async def test_the_resident_hears_of_it_in_private_and_the_group_does_not(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    assert await scene.heard("li") == []

    await scene.press("wang", "我来办")

    assert "12月2日(周三)上午10点前联系您" in (await scene.heard("li"))[-1]
    assert len(await scene.in_group()) == 1


async def test_a_result_needs_three_characters(scene):
    await _taken(scene, LAMP)
    await scene.press("wang", "办好了")

    await scene.say("wang", "好", group=False)
    assert (await scene.ticket()).state == "accepted"
    assert "三个字" in (await scene.heard("wang"))[-1]

    await scene.say("wang", "换了灯管", group=False)
    assert (await scene.ticket()).state == "reported"


@pytest.mark.parametrize(("photos", "answer"), [(0, "补一张办好后的照片"), (1, "辛苦了")])
async def test_a_photo_of_the_result_is_welcome_and_not_needed(scene, photos, answer):
    await _taken(scene, LAMP)
    await scene.press("wang", "办好了")

    photo = Media(MediaKind.PHOTO, "after-1", mime="image/jpeg")
    await scene.say("wang", "换了灯管", group=False, media=(photo,) * photos)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.no_photo) == ("reported", not photos)
    assert answer in (await scene.heard("wang"))[-1]


async def test_who_reported_in_private_is_asked_in_private_with_the_worker_s_words(scene):
    await scene.open_private("li")
    await scene.say("li", "金桂园" + LAMP, group=False)
    await _finished(scene, "wang", "换了灯管")

    question = (await scene.rows(chat="p.li"))[-1]
    assert "换了灯管" in question.text
    assert [b["label"] for row in question.choices for b in row] == ["1 好了", "2 差一点", "3 没好"]
    assert await scene.in_group() == []


async def test_the_question_has_three_answers_under_the_reporter_s_own_message(scene):
    said = await _done(scene, LAMP)

    line = await scene.last_in_group()
    assert line.reply_to == said
    assert [b["label"] for row in line.choices for b in row] == ["1 好了", "2 差一点", "3 没好"]
    assert "换了灯管" not in line.text  # a worker's own words stay out of the group


@pytest.mark.parametrize("words", ["好了", "修好了,谢谢", "1", "亮了亮了"])
async def test_the_reporter_s_plain_words_close_it(scene, words):
    await _done(scene, LAMP)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "closed"


@pytest.mark.parametrize("words", ["好了", "1", "3", "没好", "还是不亮"])
async def test_a_neighbour_s_words_change_nothing(scene, words):
    await _done(scene, LAMP)

    await scene.say("zhang", words)

    assert (await scene.ticket()).state == "reported"


@pytest.mark.parametrize("answer", ["1 好了", "2 差一点", "3 没好"])
@pytest.mark.parametrize("who", ["zhang", "wang", "fix"])
async def test_only_the_reporter_s_press_counts(scene, who, answer):
    await _done(scene, LAMP)

    await scene.press(who, answer, group=True)

    assert (await scene.ticket()).state == "reported"
    assert (await scene.rows(op="answer"))[-1].text == "这句问的是别人,请让他自己按。"


@pytest.mark.parametrize("words", ["好了", "没好"])
async def test_who_joined_has_no_say_in_whether_it_is_solved(scene, words):
    said = await scene.say("li", LAMP)
    await scene.say("zhang", "我家也是", reply_to=said)
    await _finished(scene, "wang", "换了灯管")

    await scene.say("zhang", words, reply_to=(await scene.last_in_group()).message)

    ticket = await scene.ticket()
    assert (ticket.people, ticket.state, ticket.reopened) == (2, "reported", 0)


@pytest.mark.parametrize("worker", ["wang", "fix"])
async def test_who_does_the_work_cannot_close_what_they_reported_themselves(scene, worker):
    await _done(scene, LAMP, reporter=worker)

    assert "请您看看" not in (await scene.last_in_group()).text  # somebody else is asked
    await scene.say(worker, "好了", reply_to=(await scene.last_in_group()).message)
    await scene.say(worker, "修好了", group=False)

    assert (await scene.ticket()).state == "reported"


async def test_partly_reopens_it_for_the_same_owner_who_hears_what_is_missing(scene):
    await _done(scene, LAMP)
    before = await scene.ticket()

    await scene.say("li", "差一点,二楼的还不亮", reply_to=(await scene.last_in_group()).message)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", before.owner_id)
    assert "二楼的还不亮" in (await scene.heard("wang"))[-1]


async def test_partly_by_the_button_asks_what_is_missing_and_passes_it_on(scene):
    await _done(scene, LAMP)
    await scene.press("li", "2 差一点", group=True)

    edited = (await scene.rows(op="edit"))[-1]
    assert "还差什么" in edited.text
    await scene.say("li", "灯罩还没装", reply_to=(await scene.last_in_group()).message)

    assert any("灯罩还没装" in text for text in await scene.heard("wang"))


async def test_not_solved_climbs_step_by_step_up_to_the_street_and_stays_there(scene):
    await _done(scene, LAMP)
    owners, results = [], ["换了灯管"]
    for worker in ("chen", "liu", "boss"):
        await scene.say("li", "没好,还是黑的")
        owners.append((await scene.ticket()).owner_role)
        push = (await scene.heard(worker))[-1]
        assert LAMP in push
        assert all(result in push for result in results)
        assert push.count("没好,还是黑的") == len(results) + 1  # each time, and now
        results.append(f"第{len(results) + 1}次去看过了")
        await _finished(scene, worker, results[-1])
        await scene.wait(minutes=1)

    await scene.say("li", "没好,还是黑的")

    ticket = await scene.ticket()
    assert owners == ["chief", "dispatcher", "manager"]
    assert (ticket.state, ticket.owner_role, ticket.reopened) == ("assigned", "manager", 4)


async def test_the_group_hears_of_one_ticket_no_more_than_twice(scene):
    await _done(scene, LAMP)
    await scene.say("li", "没好")
    await scene.press("chen", "我来办")

    assert len(await scene.in_group()) == 2


async def _taken(scene, words, *, reporter="li"):
    said = await scene.say(reporter, words)
    await scene.press("wang", "我来办")
    return said


async def _done(scene, words, *, reporter="li"):
    said = await scene.say(reporter, words)
    await _finished(scene, "wang", "换了灯管")
    assert (await scene.ticket()).state == "reported"
    assert (await scene.last_in_group()).chat == GROUP
    return said


async def _finished(scene, worker, result):
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, result, group=False)
