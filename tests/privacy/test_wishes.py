"""Wishes in the light of the rules: who sees what (P13), what is shown, erased and let go in time."""

from datetime import timedelta

import pytest

from tests.handlers.wishing import claimed, enlist, fulfilled, published, the_wish
from tests.privacy.scenes import holding, nights_planned, on_record

MARK = "红灯牌"
TEXT = f"金桂园3栋101想请人修收音机,{MARK}的"


async def _erased(scene, who):
    await scene.say(who, "删除我的信息", group=False)
    await scene.say(who, "确认", group=False)
    await scene.wait(hours=1)


async def test_p10_me_tells_which_wishes_somebody_took(scene):
    await claimed(scene)
    await scene.say("vol", "/me", group=False)

    assert "认领过的心愿:0001" in (await scene.heard("vol"))[-1]


async def test_p11_who_has_taken_a_wish_brings_it_or_gives_it_back_first(scene):
    await claimed(scene)
    await scene.say("vol", "删除我的信息", group=False)
    assert "0001" in (await scene.heard("vol"))[-1]

    await scene.say("vol", "0001 我来不了", group=False)
    assert (await the_wish(scene)).state == "published"
    await _erased(scene, "vol")

    assert await holding(scene.database, "志愿vol", "p.vol") == []


async def test_p11_a_wish_that_is_over_keeps_no_words_of_the_erased(scene):
    await fulfilled(scene, text=TEXT)
    await scene.say("li", f"谢谢志愿者,{MARK}又响了", group=False)
    await scene.press("li", "转给志愿者")
    await _erased(scene, "li")

    wish = await the_wish(scene)
    assert (wish.state, wish.text, wish.thanks, wish.holder, wish.slot) == (
        "fulfilled", "", "", "", None,
    )  # fmt: skip
    rows = await holding(scene.database, MARK)
    assert [row for row in rows if not row.startswith("outbox: ")] == []


async def test_p11_an_open_wish_of_the_erased_goes_on_and_an_officer_asks_whether_it_came(scene):
    await published(scene, text=TEXT)
    await _erased(scene, "li")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.say("sun", "社区一楼,周六上午", group=False)  # the home is hidden by now
    assert "101" not in (await scene.heard("vol"))[-1]

    await scene.say("vol", "修好送去了", group=False)

    assert (await the_wish(scene)).state == "delivered"
    assert "请您问一声再按" in (await scene.heard("sun"))[-1]


async def test_p13_the_claimer_s_address_and_each_look_at_a_wish_are_on_record(scene):
    await claimed(scene)
    await scene.press("sun", "告诉地址")

    (told,) = await on_record(scene, "wish.address")
    assert (told.actor_id, told.facts["to"]) == (scene.ids["sun"], scene.ids["vol"])


async def test_p15_two_years_after_the_end_only_that_it_came_true_stays(scene):
    await nights_planned(scene)
    await fulfilled(scene, text=TEXT)
    scene.now += timedelta(days=740)
    await scene.live_until(scene.now + timedelta(minutes=2))

    wish = await the_wish(scene)
    assert (wish.state, wish.text, wish.claimer_id) == ("fulfilled", "", scene.ids["vol"])
    assert await holding(scene.database, MARK) == []


@pytest.mark.parametrize("said", ["button", "words"])
async def test_who_wants_no_name_is_visited_only_where_an_officer_says(scene, said):
    await enlist(scene, "vol")
    await scene.open_private("li")
    if said == "words":
        await scene.say("li", TEXT + ",别说是我说的", group=False)
    else:
        await scene.say("li", TEXT, group=False)
        await scene.say("li", "别说是我说的", group=False)
    await scene.press("li", "可以")
    await scene.press("sun", "发布")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")

    assert (await the_wish(scene)).state == "claimed"
    assert not any("101" in text for text in await scene.heard("vol"))
    assert not any("101" in row.text for row in await scene.rows(chat="p.sun"))
