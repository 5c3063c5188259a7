"""Somebody goes off, or hands it over, in the middle of something that a resident waits for."""

from tests.handlers.at_work import LAMP, answers, at_work, labels, tell, token


async def visit_tomorrow(scene, who="wang"):
    await at_work(scene, LAMP)
    await tell(scene, who, "明天下午两点去看")
    assert "明天下午2点到现场看" in (await scene.heard("li"))[-1]


async def test_a_leave_planned_over_a_promised_visit_asks_at_once_who_goes(scene):
    await visit_tomorrow(scene)

    await scene.say("wang", "我明天请假", group=False)

    assert "0001" in (await scene.heard("wang"))[-1]
    assert await labels(scene, "wang") == ["都转给替补", "我自己办完"]


async def test_whoever_waits_at_home_hears_that_somebody_else_comes(scene):
    await visit_tomorrow(scene)
    await scene.say("wang", "我明天请假", group=False)

    await scene.press("wang", "都转给替补")

    told = (await scene.heard("li"))[-1]
    assert "约的明天下午2点换一位同志来" in told
    assert "王格" not in told
    assert "请假" not in told
    before = len(await scene.heard("wang"))
    await scene.wait(days=2)
    assert not [text for text in (await scene.heard("wang"))[before:] if "约好" in text]


async def test_a_leave_that_nothing_falls_into_asks_nothing(scene):
    await visit_tomorrow(scene)

    await scene.say("wang", "/off 12月20日", group=False)

    assert await labels(scene, "wang") == []


async def test_a_last_day_within_the_leave_is_asked_about_too(scene):
    await at_work(scene, LAMP)  # to be done by the 4th

    await scene.say("wang", "/off 12月4日", group=False)

    assert "0001" in (await scene.heard("wang"))[-1]


async def test_a_handing_over_tells_whoever_expects_a_visit(scene):
    await visit_tomorrow(scene)

    await tell(scene, "wang", "转给赵格")

    assert "换一位同志来" in (await scene.heard("li"))[-1]


async def test_where_the_one_who_comes_stays_the_same_nobody_hears_of_another(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("fix", "我来办")
    await tell(scene, "fix", "明天下午两点去修")
    before = len(await scene.heard("li"))

    await tell(scene, "wang", "转给赵格")

    assert len(await scene.heard("li")) == before


async def test_a_doer_who_gives_it_back_after_a_promise_does_not_leave_anybody_waiting(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("fix", "我来办")
    await tell(scene, "fix", "明天下午两点去修")

    await tell(scene, "fix", "这个不归我们管")

    assert "换一位同志来" in (await scene.heard("li"))[-1]


async def test_what_was_asked_for_before_the_leave_is_answered_to_whoever_has_it_then(scene):
    await at_work(scene, LAMP)
    await tell(scene, "wang", "延期到12月6日,等配件")
    await scene.say("wang", "/off 今天", group=False)
    await scene.press("wang", "都转给替补")
    grant = await token(scene, "liu", "同意")

    await scene.press_token("liu", grant, scene.private("liu"))

    assert len(await answers(scene)) == 1  # it was dropped with the handing over
    assert (await scene.ticket()).owner_id == scene.ids["chen"]
