"""A wish's dates: nobody's silence lets it lie, and nobody's silence fulfils it."""

from datetime import timedelta

from tests.handlers.wishing import (
    claimed,
    delivered,
    in_review,
    messages,
    noted,
    published,
    released,
    the_wish,
)


async def _chased(scene, who):
    return [row.text for row in await messages(scene, "wishes/chase")
            if row.chat == f"p.{who}" and row.state == "sent"]  # fmt: skip


async def test_without_the_wisher_s_word_in_a_day_the_officers_look_at_it(scene):
    await noted(scene)
    await scene.wait(hours=23)
    assert (await the_wish(scene)).state == "draft"

    await scene.wait(hours=2)

    assert (await the_wish(scene)).state == "review"
    assert "居民还没看过" in (await scene.heard("sun"))[-1]


async def test_the_wisher_who_answered_is_not_overtaken_by_the_clock(scene):
    await in_review(scene)
    await scene.wait(hours=30)

    assert len([r for r in await messages(scene, "wishes/review") if r.chat == "p.sun"]) == 1


async def test_review_is_chased_within_two_working_days_and_the_street_hears_of_it_after(scene):
    await in_review(scene)
    await scene.wait(days=2, hours=6)  # Thursday afternoon: half past five comes soon
    assert any("还没审" in text for text in await _chased(scene, "sun"))
    assert await _chased(scene, "boss") == []

    await scene.wait(days=2)

    assert any("还没审" in text for text in await _chased(scene, "boss"))
    assert (await the_wish(scene)).state == "review"  # and nobody decided in a person's place


async def test_what_was_decided_is_chased_no_more(scene):
    await published(scene)
    await scene.wait(days=6)

    assert not any("还没审" in text for text in await _chased(scene, "sun"))


async def test_an_address_that_is_not_given_is_asked_for(scene):
    await claimed(scene)
    await scene.wait(days=2)

    assert any("等您给地址" in text for text in await _chased(scene, "sun"))


async def test_the_claimer_is_reminded_on_day_five_and_loses_it_after_seven(scene):
    await released(scene, vol=("vol", "wei"))
    await scene.wait(days=4, hours=20)
    assert not any("有进展吗" in text for text in await scene.heard("vol"))

    await scene.wait(hours=6)
    assert "有进展吗" in (await scene.heard("vol"))[-1]
    assert (await the_wish(scene)).state == "released"

    await scene.wait(days=2)

    wish = await the_wish(scene)
    assert (wish.state, wish.claimer_id, wish.round) == ("published", None, 2)
    assert any("请别的志愿者来办" in text for text in await scene.heard("vol"))
    assert sum("您能帮上忙吗" in text for text in await scene.heard("wei")) == 2


async def test_a_claim_without_an_address_does_not_last_for_ever_either(scene):
    await claimed(scene)
    await scene.wait(days=7, hours=1)

    assert (await the_wish(scene)).state == "published"


async def test_a_word_of_the_claimer_begins_the_seven_days_anew(scene):
    await released(scene)
    await scene.wait(days=6)
    await scene.press("vol", "说说进展")
    await scene.say("vol", "在等零件,周末去", group=False)
    assert any("在等零件" in text for text in await scene.heard("li"))

    await scene.wait(days=4)
    assert (await the_wish(scene)).state == "released"

    await scene.wait(days=4)
    assert (await the_wish(scene)).state == "published"


async def test_whoever_gave_it_back_by_silence_may_take_it_again(scene):
    await released(scene)
    await scene.wait(days=7, hours=1)
    await scene.say("vol", "/tasks", group=False)
    await scene.press("vol", "我来认领")

    assert (await the_wish(scene)).claimer_id == scene.ids["vol"]


async def test_thirty_days_on_offer_and_an_officer_has_to_act(scene):
    await published(scene)
    await scene.wait(days=25, hours=1)
    assert any("还没人认领" in text for text in await _chased(scene, "sun"))

    await scene.wait(days=5)
    assert sum("还没人认领" in text for text in await _chased(scene, "sun")) == 2
    assert (await the_wish(scene)).state == "published"  # nothing ends by itself

    await scene.press("sun", "没办成")
    await scene.say("sun", "问了几家都没有零件,已和居民说好", group=False)

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state, ticket.outcome) == ("unfulfilled", "closed", "not_solved")
    assert "已和居民说好" in (await scene.heard("li"))[-1]


async def test_after_three_more_days_the_street_knows(scene):
    await published(scene)
    await scene.wait(days=37)

    assert any("还没人认领" in text for text in await _chased(scene, "boss"))


async def test_what_is_given_back_after_thirty_days_is_the_officers_at_once(scene):
    await published(scene)
    await scene.wait(days=28)
    await scene.press("vol", "我来认领")
    await scene.wait(days=7, hours=1)

    assert (await the_wish(scene)).state == "published"
    assert any("还没人认领" in text for text in await _chased(scene, "sun"))


async def test_who_does_not_say_whether_it_came_is_asked_once_more_and_then_a_human_asks(scene):
    await delivered(scene)
    await scene.wait(days=2, hours=1)
    assert sum("送到了吗" in text for text in await scene.heard("li")) == 2
    assert not any("请问问居民" in text for text in await _chased(scene, "sun"))

    await scene.wait(days=2)
    assert any("请问问居民" in text for text in await _chased(scene, "sun"))

    await scene.wait(days=60)
    assert (await the_wish(scene)).state == "delivered"  # silence fulfils nothing
    assert sum("送到了吗" in text for text in await scene.heard("li")) == 2


async def test_reminders_wait_for_the_morning(scene):
    await released(scene)
    await scene.live_until(scene.now + timedelta(hours=12))
    await scene.press("vol", "说说进展")
    await scene.say("vol", "明天去", group=False)
    before = len(await scene.heard("li"))

    assert not any("明天去" in text for text in await scene.heard("li"))
    await scene.wait(hours=12)
    assert len(await scene.heard("li")) > before
