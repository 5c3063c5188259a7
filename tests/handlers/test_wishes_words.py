"""What is pressed can be said, too; what may not be said is refused with a sentence and changes nothing."""

import pytest

from tests.handlers.scene import GROUP
from tests.handlers.wishing import (
    RADIO,
    ROADS,
    claimed,
    delivered,
    fulfilled,
    in_review,
    messages,
    noted,
    published,
    released,
    the_wish,
)


@pytest.mark.parametrize("words", ["可以", "好的", "行", "要得", "1"])
async def test_the_wisher_agrees_in_words(scene, words):
    await noted(scene)
    await scene.say("li", words, group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.confirmed) == ("review", True)


@pytest.mark.parametrize("words", ["不登了", "算了,不要了"])
async def test_the_wisher_drops_it_in_words(scene, words):
    await noted(scene)
    await scene.say("li", words, group=False)

    assert ((await the_wish(scene)).state, (await scene.ticket()).state) == ("withdrawn",) * 2
    assert "不登了" in (await scene.heard("li"))[-1]


async def test_the_wisher_says_it_in_their_own_words_after_the_button(scene):
    await noted(scene)
    await scene.press("li", "我改一下")
    await scene.say("li", "一位老人想请人修修收音机,听戏用", group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.text) == ("review", "一位老人想请人修修收音机,听戏用")
    assert wish.text in (await scene.heard("sun"))[-1]


@pytest.mark.parametrize("words", ["改成:一位老人想请人修修收音机", "一位老人想请人修修收音机"])
async def test_or_without_the_button(scene, words):
    await noted(scene)
    await scene.say("li", words, group=False)

    wish = await the_wish(scene)
    assert (wish.state, wish.text) == ("review", "一位老人想请人修修收音机")
    assert len(await scene.tickets()) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("王奶奶想请人修收音机", "名字"),
        ("3栋101想请人修收音机", "门牌"),
        ("一位瘫痪的老人想请人修收音机", "病情"),
        ("一位低保户想请人修收音机", "家里的难处"),
        ("修", "长短"),
    ],
)
async def test_own_words_that_give_somebody_away_are_asked_for_anew(scene, words, why):
    await noted(scene)
    await scene.press("li", "我改一下")
    await scene.say("li", words, group=False)
    assert why in (await scene.heard("li"))[-1]
    assert (await the_wish(scene)).state == "draft"

    await scene.say("li", "一位老人想请人修收音机", group=False)
    assert (await the_wish(scene)).state == "review"


async def test_something_new_said_meanwhile_is_a_matter_of_its_own(scene):
    await noted(scene)
    await scene.say("li", "金桂园3栋2单元的路灯不亮", group=False)

    assert [ticket.kind for ticket in await scene.tickets()] == ["wish", "complaint"]
    assert (await the_wish(scene)).state == "draft"


async def test_an_emergency_meanwhile_is_an_emergency(scene):
    await noted(scene)
    await scene.press("li", "我改一下")
    await scene.say("li", "金桂园3栋着火了", group=False)

    assert (await scene.tickets())[-1].tier == "E"


async def test_officers_publish_in_words(scene):
    await in_review(scene)
    push = (await scene.rows(chat="p.sun"))[-1]
    await scene.say("sun", "发布", group=False, reply_to=push.message)

    assert (await the_wish(scene)).state == "published"


@pytest.mark.parametrize("how", ["button", "words"])
async def test_officers_change_the_words_and_see_what_comes_of_it(scene, how):
    await in_review(scene)
    push = (await scene.rows(chat="p.sun"))[-1]
    if how == "button":
        await scene.press("sun", "改一改")
        await scene.say("sun", "一位老人想请人修收音机", group=False)
    else:
        await scene.say("sun", "改成:一位老人想请人修收音机", group=False, reply_to=push.message)

    wish = await the_wish(scene)
    assert (wish.state, wish.text, wish.confirmed) == ("review", "一位老人想请人修收音机", False)
    assert "发布" in str((await scene.rows(chat="p.sun"))[-1].choices)


async def test_what_gives_somebody_away_cannot_be_published(scene):
    await in_review(scene)
    await scene.press("sun", "改一改")
    await scene.say("sun", "3栋101王奶奶想请人修收音机", group=False)

    assert "名字、门牌" in (await scene.heard("sun"))[-1]
    assert (await the_wish(scene)).text == "一位居民想请人修收音机"


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("要钱、借钱", "社区可以陪您问救助"),
        ("债务", "12348"),
        ("违法违规", "这件事办不了"),
        ("买卖、生意", "正规的商家"),
        ("超过五百元", "社区可以陪您问救助"),
    ],
)
async def test_what_is_none_for_volunteers_is_declined_with_the_way_to_go(scene, button, told):
    await in_review(scene)
    await scene.press("sun", "不合适")
    await scene.press("sun", button)

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state) == ("declined", "declined")
    heard = (await scene.heard("li"))[-1]
    assert told in heard
    assert len(heard) <= 120
    assert all(word not in heard for word in ("!", "!", "系统", "工单", "受理"))


async def test_another_reason_is_told_in_the_officer_s_words(scene):
    await in_review(scene)
    await scene.press("sun", "不合适")
    await scene.press("sun", "别的原因")
    await scene.say("sun", "这家电还在保修,可以打厂家电话", group=False)

    assert "可以打厂家电话" in (await scene.heard("li"))[-1]


async def test_the_wisher_unreachable_in_private_is_called_there_by_a_neutral_line(scene):
    await scene.say("li", RADIO)
    await scene.press("sun", "不合适")
    await scene.press("sun", "超过五百元")

    line = (await scene.in_group())[-1]
    assert "请点我头像私聊" in line
    assert all(word not in line for word in ("收音机", "救助", "五百"))

    await scene.say("li", "0001 怎么样了", group=False)
    assert "已告诉您找谁" in (await scene.heard("li"))[-1]


async def test_the_address_is_told_in_words(scene):
    await claimed(scene)
    push = (await scene.rows(chat="p.sun"))[-1]
    await scene.say("sun", "可以", group=False, reply_to=push.message)

    assert (await the_wish(scene)).state == "released"


@pytest.mark.parametrize("words", ["送到了", "已经修好了", "收音机修好了送去了"])
async def test_the_claimer_reports_in_words(scene, words):
    await released(scene)
    await scene.say("vol", words, group=False)

    assert ((await the_wish(scene)).state, (await scene.ticket()).result) == ("delivered", words)


async def test_before_the_address_is_told_nothing_can_have_been_brought(scene):
    await claimed(scene)
    await scene.say("vol", "送到了", group=False)

    assert (await the_wish(scene)).state == "claimed"
    assert any("送到了" in row.text for row in await messages(scene, "wishes/claimer_says"))


@pytest.mark.parametrize("words", ["到了", "收到咯", "拿到啦,谢谢", "到手哩"])
async def test_it_came_in_the_wisher_s_words(scene, words):
    await delivered(scene)
    await scene.say("li", words, group=False)

    assert (await the_wish(scene)).state == "fulfilled"


@pytest.mark.parametrize("words", ["没到", "冇到", "还没来呢", "木有", "没得"])
async def test_it_did_not_come_in_the_wisher_s_words(scene, words):
    await delivered(scene)
    await scene.say("li", words, group=False)

    assert (await the_wish(scene)).state == "released"


async def test_thanks_within_the_answer_are_asked_about(scene):
    await delivered(scene)
    await scene.say("li", "到了,谢谢好心人", group=False)

    assert (await the_wish(scene)).state == "fulfilled"
    assert "要转给志愿者吗" in (await scene.heard("li"))[-1]

    await scene.say("li", "可以", group=False)
    assert any("谢谢好心人" in text for text in await scene.heard("vol"))


async def test_the_parcel_that_came_is_not_the_wish(scene):
    await scene.say("li", RADIO)
    await scene.press("sun", "发布")
    await _brought(scene)
    await scene.say("li", "我的快递收到了")

    assert (await the_wish(scene)).state == "delivered"


async def _brought(scene):
    from tests.handlers.wishing import enlist  # noqa: PLC0415

    await enlist(scene, "vol")
    await scene.say("vol", "0001 我来认领", group=False)
    await scene.press("sun", "告诉地址")
    await scene.say("vol", "修好送去了", group=False)


async def test_it_came_before_anybody_said_that_it_was_brought(scene):
    await released(scene)
    await scene.say("li", "0001 收到了", group=False)

    assert (await the_wish(scene)).state == "fulfilled"


async def test_who_got_it_elsewhere_needs_no_volunteer(scene):
    await published(scene)
    await scene.say("li", "0001 修好了", group=False)

    assert (await the_wish(scene)).state == "withdrawn"
    assert {row.text.splitlines()[1] for row in await scene.rows(chat="p.vol", op="edit")} == {
        "这个不用了,谢谢您。编号0001"
    }


@pytest.mark.parametrize(
    "state", ["draft", "review", "published", "claimed", "released", "delivered"]
)
async def test_it_is_taken_back_from_anywhere_and_whoever_has_to_do_with_it_hears(scene, state):
    await ROADS[state](scene)
    await scene.say("li", "0001 别登记了", group=False)

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state, wish.slot) == ("withdrawn", "withdrawn", None)
    if state in ("claimed", "released", "delivered"):
        assert "居民说不用了" in (await scene.heard("vol"))[-1]
    if state != "draft":
        assert "居民不登了" in (await scene.heard("sun"))[-1]
    await scene.wait(days=40)
    assert (await the_wish(scene)).state == "withdrawn"


async def test_the_button_of_the_group_s_line_takes_it_back_too(scene):
    await scene.open_private("li")
    await scene.say("li", RADIO)
    await scene.press("li", "别登记", group=True)

    assert (await the_wish(scene)).state == "withdrawn"
    edits = await scene.rows(chat=GROUP, op="edit")
    assert edits[-1].text == "好,不登记了。"


async def test_a_neighbour_cannot_take_it_back(scene):
    await scene.open_private("li")
    await scene.say("li", RADIO)
    await scene.press("zhang", "别登记", group=True)

    assert (await the_wish(scene)).state == "draft"


async def test_a_neighbour_who_wants_it_too_says_so_for_themselves(scene):
    await scene.open_private("li")
    await scene.say("li", RADIO)
    line = await scene.last_in_group()
    await scene.say("zhang", "我家也要", reply_to=line.message)

    assert (await scene.ticket()).people == 1
    assert "单独给您记一个" in (await scene.in_group())[-1]


async def test_more_words_of_the_wisher_reach_whoever_answers_for_it(scene):
    await published(scene)
    line = (await messages(scene, "wishes/published"))[-1]
    await scene.say("li", "是红灯牌的,有些年头了", group=False, reply_to=line.message)

    assert "红灯牌" in (await scene.heard("wang"))[-1]
    assert not any("红灯牌" in text for text in await scene.heard("vol"))


async def test_small_talk_under_the_line_in_the_group_stays_small_talk(scene):
    await scene.open_private("li")
    await scene.say("li", RADIO)
    line = await scene.last_in_group()
    before = await scene.acts()
    await scene.say("li", "哈哈好的", reply_to=line.message)

    assert await scene.acts() == before


async def test_after_the_end_nothing_can_be_pressed_any_more(scene):
    await fulfilled(scene)
    for who, label in (("vol", "送到了"), ("sun", "发布"), ("li", "我改一下"), ("sun", "不合适")):
        before = await the_wish(scene)
        await scene.press(who, label)
        if label == "不合适":
            await scene.press(who, "债务")
        after = await the_wish(scene)
        assert (before.state, before.text, before.step) == (after.state, after.text, after.step)
        assert "这一步不用做了" in (await scene.rows(op="answer"))[-1].text
