"""An officer opens a sign-up in a private line."""

from tests.handlers.signups.party import the_signup

LINE = "接龙 12月5日上午10点 包饺子 社区一楼 20人 60岁以上"


async def test_it_is_shown_back_and_nothing_is_sent_before_the_yes(scene):
    await scene.say("sun", LINE, group=False)

    shown = (await scene.heard("sun"))[-1]
    assert "会发到1个群:金桂园居民群" in shown
    for said in ("包饺子:12月5日(周六)上午10点", "社区一楼", "名额20个", "60岁以上"):
        assert said in shown
    assert await scene.in_group() == []
    assert await the_signup(scene) is None


async def test_with_the_yes_the_group_hears_it_once(scene):
    await scene.say("sun", LINE, group=False)
    await scene.press("sun", "发出去")
    await scene.press("sun", "发出去")
    await scene.say("li", "我报名")

    assert len([line for line in await scene.in_group() if "名额20个" in line]) == 1
    row = await the_signup(scene)
    assert (row.title, row.places, row.community) == ("包饺子", 20, "XL")
    assert row.organiser_id == scene.ids["sun"]


async def test_with_a_no_nothing_is_opened(scene):
    await scene.say("sun", LINE, group=False)
    await scene.press("sun", "不发")

    assert await scene.in_group() == []
    assert await the_signup(scene) is None


async def test_a_residents_or_workers_words_open_none(scene):
    for who in ("li", "wang"):
        await scene.say(who, LINE, group=False)
        assert "会发到" not in "".join(await scene.heard(who))


async def test_in_a_group_nothing_is_opened_either(scene):
    await scene.say("sun", LINE)

    assert await the_signup(scene) is None
    assert not any("会发到" in line for line in await scene.heard("sun"))
