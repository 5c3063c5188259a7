"""The straight road of a wish: its words first, one volunteer, the address last, the wisher's word."""

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.audit import AuditRow
from tests.handlers.scene import GROUP
from tests.handlers.wishing import (
    RADIO,
    claimed,
    delivered,
    enlist,
    fulfilled,
    in_review,
    messages,
    noted,
    published,
    released,
    the_wish,
)

PUBLIC = "一位居民想请人修收音机"


async def test_it_has_number_owner_and_date_before_anybody_has_seen_it(scene):
    wish = await noted(scene)

    ticket = await scene.ticket()
    assert (wish.state, ticket.state, ticket.wish) == ("draft", "assigned", True)
    assert ticket.owner_id == scene.ids["wang"]
    assert ticket.finish_by > ticket.created_at
    assert "编号0001" in (await scene.heard("li"))[0]


async def test_the_wisher_is_asked_in_private_for_the_words_that_volunteers_will_read(scene):
    await scene.open_private("li")
    await scene.say("li", "想给金桂园的老人要个放大镜", group=True)
    await scene.press("li", "要", group=True)

    asked = (await scene.rows(chat="p.li"))[-1]
    assert "可以这样告诉志愿者吗:一位居民想要一个放大镜" in asked.text
    assert [b["label"] for row in asked.choices for b in row] == ["可以", "我改一下", "不登了"]
    assert len(asked.text) <= 120


async def test_the_group_hears_one_line_when_it_opens_and_nothing_of_what_follows(scene):
    await scene.open_private("li")
    await scene.say("li", "想给家里老人要个放大镜,我家在3栋101")
    await scene.press("li", "要", group=True)
    before = await scene.in_group()
    await enlist(scene, "vol")
    await scene.press("li", "可以")
    await scene.press("sun", "发布")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.press("vol", "送到了")
    await scene.say("vol", "放大镜送到了", group=False)
    await scene.press("li", "到了")
    await scene.say("li", "谢谢热心的志愿者", group=False)
    await scene.press("li", "转给志愿者")

    assert (await the_wish(scene)).state == "fulfilled"
    assert await scene.in_group() == before
    lines = [text for text in before if "编号" in text]
    assert len(lines) == 1
    assert "101" not in lines[0]


async def test_the_owner_on_the_spot_learns_of_it_and_has_nothing_to_press(scene):
    await noted(scene)

    told = (await scene.rows(chat="p.wang"))[-1]
    assert RADIO in told.text
    assert told.choices == []


async def test_officers_see_both_texts_and_decide_by_a_date(scene):
    await in_review(scene)

    push = (await scene.rows(chat="p.sun"))[-1]
    for part in (RADIO, PUBLIC, "居民看过", "12月3日(周四)下午5:30前"):
        assert part in push.text
    assert [b["label"] for row in push.choices for b in row] == ["发布", "改一改", "不合适"]


async def test_volunteers_and_party_members_of_the_community_are_asked_and_nobody_else(scene):
    await enlist(scene, "far", area="LX")
    await enlist(scene, "party", "party_member", "XL")
    await published(scene)

    asked = {row.chat for row in await messages(scene, "wishes/board")}
    assert asked == {"p.vol", "p.party"}
    assert all("我来认领" in str(r.choices) for r in await messages(scene, "wishes/board"))


async def test_the_wisher_learns_what_was_published(scene):
    await published(scene)

    assert any("已经告诉志愿者了:" + PUBLIC in text for text in await scene.heard("li"))


async def test_thirty_days_run_from_when_it_was_published(scene):
    wish = await published(scene)

    ticket = await scene.ticket()
    assert (ticket.finish_by - wish.published_at).days == 30


async def test_the_claimer_learns_no_place_before_the_officer_releases_it(scene):
    await claimed(scene)

    heard = "\n".join(await scene.heard("vol"))
    assert "社区把地址给您以后再去" in heard
    assert all(word not in heard for word in ("3栋", "101", "金桂园", RADIO))

    await scene.press("sun", "告诉地址")
    assert "金桂园3栋101" in (await scene.heard("vol"))[-1]
    assert (await the_wish(scene)).state == "released"


async def test_that_somebody_learned_the_address_is_on_record(scene):
    await released(scene)

    async with scene.database.reading() as session:
        acts = list(await session.scalars(select(AuditRow.act).order_by(AuditRow.id)))
    assert acts.count("wish.address") == 1


async def test_where_nobody_knows_the_place_the_officer_says_it(scene):
    await claimed(scene, text="想请人修收音机")
    await scene.press("sun", "告诉地址")
    assert (await the_wish(scene)).state == "claimed"

    await scene.say("sun", "2栋502,下午在家", group=False)

    assert "2栋502,下午在家" in (await scene.heard("vol"))[-1]
    assert (await the_wish(scene)).meet == "2栋502,下午在家"


async def test_a_photo_alone_says_that_it_is_done(scene):
    await released(scene)
    await scene.press("vol", "送到了")
    assert "别拍到孩子的脸" in (await scene.heard("vol"))[-1]

    photo = Media(MediaKind.PHOTO, "radio-1", mime="image/jpeg")
    await scene.say("vol", group=False, media=(photo,))

    ticket = await scene.ticket()
    assert (ticket.state, ticket.result) == ("reported", "志愿者发来了照片")


async def test_the_wisher_is_asked_whether_it_came_and_their_word_fulfils_it(scene):
    await delivered(scene)
    asked = (await scene.rows(chat="p.li"))[-1]
    assert "送到了吗?回“到了”或“没到”" in asked.text

    await scene.press("li", "到了")

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state, ticket.closed_by) == ("fulfilled", "closed", "reporter")
    assert any("实现了" in text for text in await scene.heard("vol"))
    assert wish.meet == ""


async def test_pressing_twice_is_once(scene):
    await fulfilled(scene)
    await scene.press("li", "到了")

    assert (await scene.acts()).count("came") == 1


async def test_it_did_not_come_so_it_goes_back_to_claimer_and_officers(scene):
    await delivered(scene)
    await scene.press("li", "没到")

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state, ticket.reopened) == ("released", "working", 1)
    assert "还没到" in (await scene.heard("vol"))[-1]
    assert "居民说没到" in (await scene.heard("sun"))[-1]


async def test_what_came_after_all_can_still_turn_out_not_to_have_come(scene):
    await fulfilled(scene)
    await scene.wait(days=14)
    await scene.say("li", "0001 没到,送错了", group=False)
    assert (await the_wish(scene)).state == "released"


async def test_after_fifteen_days_it_is_over(scene):
    await fulfilled(scene)
    await scene.wait(days=16)
    await scene.say("li", "0001 没到,送错了", group=False)

    assert (await the_wish(scene)).state == "fulfilled"
    assert "这一步不用做了" in (await scene.heard("li"))[-1]


async def test_an_officer_s_check_fulfils_it_too_but_never_the_claimer_s_own(scene):
    await published(scene)
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.press("vol", "送到了")
    await scene.say("vol", "收音机修好了", group=False)
    await scene.wait(days=4)
    await scene.press("sun", "问过了,到了")

    ticket = await scene.ticket()
    assert ((await the_wish(scene)).state, ticket.closed_by) == ("fulfilled", "checker")


async def test_an_officer_who_brings_it_does_not_check_it(scene):
    await published(scene)
    await scene.say("sun", "/tasks", group=False)
    await _officer_claims(scene)
    await scene.press("liu", "告诉地址")
    await scene.press("sun", "送到了")
    await scene.say("sun", "收音机修好了", group=False)
    await scene.wait(days=4)

    labels = [b["label"] for r in await messages(scene, "wishes/chase") if r.chat == "p.sun"
              for row in r.choices for b in row]  # fmt: skip
    assert "问过了,到了" not in labels

    await scene.say("sun", "0001 到了", group=False)
    assert (await the_wish(scene)).state == "delivered"


async def _officer_claims(scene):
    await scene.wait(days=26)  # reminded on day 25, with a button to do it themselves
    await scene.press("sun", "我来认领")
    assert (await the_wish(scene)).claimer_id == scene.ids["sun"]


async def test_thanks_go_to_the_claimer_only_with_consent_and_never_to_the_group(scene):
    await fulfilled(scene)
    await scene.say("li", "谢谢热心的志愿者", group=False)
    assert "要转给志愿者吗" in (await scene.heard("li"))[-1]
    assert not any("热心" in text for text in await scene.heard("vol"))

    await scene.press("li", "转给志愿者")

    assert sum("谢谢热心的志愿者" in text for text in await scene.heard("vol")) == 1
    assert not any("热心" in text for text in await scene.in_group())


@pytest.mark.parametrize("answer", ["press", "不用"])
async def test_thanks_that_are_kept_are_passed_on_to_nobody(scene, answer):
    await fulfilled(scene)
    await scene.say("li", "谢谢热心的志愿者", group=False)
    if answer == "press":
        await scene.press("li", "不转")
    else:
        await scene.say("li", answer, group=False)

    assert not any("热心" in text for text in await scene.heard("vol"))
    assert (await the_wish(scene)).thanks_sent is False


async def test_words_go_between_claimer_and_wisher_without_names(scene):
    await released(scene)
    await scene.say("vol", "明天下午三点方便吗", group=False)
    asked = (await scene.rows(chat="p.li"))[-1]
    assert "明天下午三点方便吗" in asked.text
    assert "vol" not in asked.text

    await scene.say("li", "方便的,我在家等", group=False, reply_to=asked.message)

    assert "方便的,我在家等" in (await scene.heard("vol"))[-1]
    assert "li" not in (await scene.heard("vol"))[-1]


async def test_mine_and_how_far_it_is_speak_of_the_wish(scene):
    await published(scene)
    await scene.say("li", "/mine", group=False)
    assert "已告诉志愿者,还没人认领" in (await scene.heard("li"))[-1]

    await scene.say("li", "0001 进展怎么样了", group=False)
    assert "还没人认领" in (await scene.heard("li"))[-1]


async def test_in_a_group_how_far_it_is_says_nothing_of_what_it_is(scene):
    await scene.open_private("li")
    await scene.say("li", RADIO)
    line = await scene.last_in_group()
    await scene.say("li", "怎么样了", reply_to=line.message)

    told = (await scene.in_group())[-1]
    assert "编号0001" in told
    assert "收音机" not in told


async def test_tasks_show_officers_claimers_and_volunteers_what_is_theirs(scene):
    await in_review(scene)
    await scene.say("sun", "/tasks", group=False)
    assert "发布" in str((await scene.rows(chat="p.sun"))[-1].choices)

    await scene.press("sun", "发布")
    await scene.say("vol", "/tasks", group=False)
    assert "我来认领" in str((await scene.rows(chat="p.vol"))[-1].choices)

    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.say("vol", "/tasks", group=False)
    shown = (await scene.rows(chat="p.vol"))[-1]
    assert "送到了" in str(shown.choices)
    assert "101" not in shown.text


async def test_a_wish_said_in_private_by_somebody_unreachable_in_the_group_is_left_to_the_officer(
    scene,
):
    await enlist(scene, "vol")
    await scene.say("li", RADIO)  # never opened the private chat

    assert (await the_wish(scene)).state == "review"
    push = (await scene.rows(chat="p.sun"))[-1]
    assert "居民还没看过" in push.text
    assert len(await scene.in_group()) == 1


async def test_who_cannot_be_asked_in_private_is_asked_under_their_own_words_without_the_matter(
    scene,
):
    await enlist(scene, "vol")
    said = await scene.say("li", RADIO)
    await scene.press("sun", "发布")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.press("vol", "送到了")
    await scene.say("vol", "收音机修好送去了", group=False)

    asked = await scene.last_in_group()
    assert asked.reply_to == said
    assert "收音机" not in asked.text
    assert len(asked.text) <= 60

    await scene.press("zhang", "到了", group=True)
    assert (await the_wish(scene)).state == "delivered"

    await scene.press("li", "到了", group=True)
    assert (await the_wish(scene)).state == "fulfilled"
    assert len(await scene.rows(chat=GROUP)) == 2
