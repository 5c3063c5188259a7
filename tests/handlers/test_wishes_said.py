"""A wish talked over as people talk: half answers, other words, and what only sounds like the end."""

import pytest

from tests.handlers.wishing import (
    claimed,
    delivered,
    enlist,
    in_review,
    messages,
    noted,
    published,
    released,
    the_wish,
)


@pytest.mark.parametrize(
    "words", ["可以的,你发吧", "中 就这样", "行嘞 发出去吧", "发", "你们看着发", "随便"]
)
async def test_the_wisher_lets_it_go_out(scene, words):
    await noted(scene)
    await scene.say("li", words, group=False)

    assert (await the_wish(scene)).state == "review"


@pytest.mark.parametrize("words", ["莫写我住哪", "不要写我一个人住", "不妥", "不行"])
async def test_who_wants_it_said_otherwise_is_asked_how(scene, words):
    await noted(scene)
    await scene.say("li", words, group=False)

    wish = await the_wish(scene)
    assert wish.state == "draft"
    assert "怎么说" in (await scene.heard("li"))[-1]


async def test_what_is_broken_said_in_other_words_ends_no_wish(scene):
    await noted(scene)
    await scene.say("li", "换个说法 就讲收音机不响了", group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.text) == ("review", "收音机不响了")


@pytest.mark.parametrize("road", [noted, in_review, published])
async def test_why_it_is_wished_for_is_not_its_end(scene, road):
    await road(scene)
    before = (await the_wish(scene)).state

    await scene.say("li", "收音机一直不响了", group=False, reply_to=None)

    assert (await the_wish(scene)).state == before


async def test_got_elsewhere_it_is_taken_back_with_a_sentence(scene):
    await in_review(scene)
    receipt = (await scene.rows(chat="p.li"))[0].message

    await scene.say("li", "收音机修好了", group=False, reply_to=receipt)

    assert (await the_wish(scene)).state == "withdrawn"
    assert "不登了" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("words", ["可以发", "同意发布", "通过"])
async def test_the_officer_publishes_what_was_just_laid_before_them(scene, words):
    await in_review(scene)
    await scene.say("sun", words, group=False)

    assert (await the_wish(scene)).state == "published"


async def test_the_officer_changes_the_words_without_pressing_reply(scene):
    await in_review(scene)
    await scene.say("sun", "改成:一位老人想修一台收音机", group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.text) == ("review", "一位老人想修一台收音机")
    assert len(await scene.tickets()) == 1


async def test_what_an_officer_says_of_something_else_publishes_nothing(scene):
    await in_review(scene)
    await scene.say("li", "5栋2单元楼道灯坏了")
    await scene.say("sun", "今天的报表可以发出去了吗", group=False)

    assert (await the_wish(scene)).state == "review"


@pytest.mark.parametrize("words", ["我会修收音机 我来", "算我的", "我有空 可以帮", "我认了"])
async def test_a_volunteer_takes_it_in_their_own_words(scene, words):
    await published(scene)
    await scene.say("vol", words, group=False)

    assert (await the_wish(scene)).claimer_id == scene.ids["vol"]


@pytest.mark.parametrize(
    "words", ["能不能让我老公去", "没空", "这个我搞不来", "我去问问", "哪家的?"]
)
async def test_what_takes_nothing_is_answered_with_what_was_asked(scene, words):
    await published(scene)
    await scene.say("vol", words, group=False)

    assert (await the_wish(scene)).claimer_id is None
    last = (await scene.heard("vol"))[-1]
    assert "刚才问您的是" in last
    assert "收音机" in last
    assert "3栋" not in last


@pytest.mark.parametrize("words", ["我临时有事 去不成了", "让给别人吧", "这个我搞不来"])
async def test_a_claimer_who_cannot_gives_it_back(scene, words):
    await enlist(scene, "vol2")
    await claimed(scene)
    await scene.say("vol", words, group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.claimer_id) == ("published", None)


@pytest.mark.parametrize("words", ["敲门没人", "敲了半天门没人开", "门口喊了没人应"])
async def test_a_closed_door_alarms_nobody_and_the_wisher_hears(scene, words):
    await released(scene)
    await scene.say("vol", words, group=False)

    assert len(await scene.tickets()) == 1
    assert words in (await scene.heard("li"))[-1]


async def test_an_old_woman_behind_a_closed_door_alarms_everybody(scene):
    await released(scene)
    await scene.say("vol", "敲门没人应 里面有人在哼 快来人", group=False)

    assert (await scene.ticket()).category == "care.rescue"


@pytest.mark.parametrize("words", ["来是来了 还是没声音", "东西不对", "修是修了,还是不响"])
async def test_a_half_yes_fulfils_nothing(scene, words):
    await delivered(scene)
    await scene.say("li", words, group=False)

    assert (await the_wish(scene)).state == "released"
    assert words in (await scene.heard("vol"))[-1]


async def test_words_beside_a_question_bring_it_back_and_not_a_list_of_what_can_be_done(scene):
    await noted(scene)
    await scene.say("li", "等哈 我想想", group=False)

    last = (await scene.heard("li"))[-1]
    assert "可以这样告诉志愿者吗" in last
    assert "打电话帮我" in last
    assert (await the_wish(scene)).state == "draft"


async def test_a_day_later_nobody_is_reminded_of_a_question(scene):
    await noted(scene)
    await scene.wait(days=2)
    await scene.say("li", "晚上吃么子", group=False)

    assert not await messages(scene, "people/asked_before")


@pytest.mark.parametrize(
    ("words", "passed"),
    [("转吧转吧", True), ("转给他吧", True), ("不转", False), ("别转了", False)],
)
async def test_thanks_go_on_or_not_in_plain_words(scene, words, passed):
    await delivered(scene)
    await scene.say("li", "修好了 声音大得很", group=False)
    await scene.say("li", "谢谢那个小伙子 人好", group=False)
    await scene.say("li", words, group=False)

    assert ("人好" in (await scene.heard("vol"))[-1]) is passed


async def test_it_fails_again_the_day_after(scene):
    await delivered(scene)
    await scene.say("li", "修好了", group=False)
    await scene.wait(days=1)
    await scene.say("li", "又不响了", group=False)

    assert (await the_wish(scene)).state == "released"


async def test_a_second_wish_that_is_not_wanted_after_all_is_let_go_with_a_sign(scene):
    await in_review(scene)
    await scene.say("li", "我还想要个老花镜", group=False)
    await scene.say("li", "算了 眼镜不要了", group=False)
    await scene.say("li", "要", group=False)

    assert len(await scene.tickets()) == 1
    assert (await the_wish(scene)).state == "review"


async def test_asked_in_the_group_whether_to_register_they_agree_in_private(scene):
    await enlist(scene, "vol")
    await scene.open_private("li")
    await scene.say("li", "想给老伴求一台能放戏的收音机,3栋101")
    await scene.say("li", "要", group=False)

    assert len(await scene.tickets()) == 1
    assert len(await scene.rows(op="delete")) == 1
