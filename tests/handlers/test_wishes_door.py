"""A worker files for a resident at the door; a child's wish waits for somebody grown up."""

import pytest

from tests.handlers.wishing import AT_DOOR, enlist, household, messages, published, the_wish, wishes


async def _filed(scene, text=AT_DOOR):
    await enlist(scene, "vol")
    await scene.say("wang", text, group=False)
    await scene.press("wang", "居民本人同意")
    return await the_wish(scene)


async def test_nothing_is_filed_before_the_resident_s_own_yes_is_ticked(scene):
    await scene.say("wang", AT_DOOR, group=False)

    asked = (await scene.rows(chat="p.wang"))[-1]
    assert "金桂园3栋101的心愿:修收音机" in asked.text
    assert "居民本人同意" in asked.text
    assert [b["label"] for row in asked.choices for b in row] == ["居民本人同意", "先不登"]
    assert await scene.tickets() == []


async def test_with_it_a_wish_is_filed_by_proxy_with_consent_noted(scene):
    wish = await _filed(scene)

    ticket = await scene.ticket()
    assert (wish.by_proxy, wish.consent_at, wish.state) == (True, scene.now, "draft")
    assert (ticket.place_name, ticket.text, ticket.category) == (
        "金桂园3栋101", "修收音机", "svc.fixit",
    )  # fmt: skip
    assert ticket.reporter_id == scene.ids["wang"]
    assert await scene.in_group() == []


async def test_the_question_about_the_words_goes_to_the_worker(scene):
    await _filed(scene)
    assert "一位居民想请人修收音机" in (await scene.heard("wang"))[-1]

    await scene.press("wang", "可以")
    assert (await the_wish(scene)).state == "review"
    assert "居民看过" in (await scene.heard("sun"))[-1]


async def test_whether_it_came_and_the_thanks_go_through_the_worker(scene):
    await _filed(scene)
    await scene.press("wang", "可以")
    await scene.press("sun", "发布")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    assert "金桂园3栋101" in (await scene.heard("vol"))[-1]
    await scene.say("vol", "修好送去了", group=False)
    assert "送到了吗" in (await scene.heard("wang"))[-1]

    await scene.press("wang", "到了")
    await scene.say("wang", "王奶奶让我谢谢志愿者", group=False)
    await scene.press("wang", "转给志愿者")

    wish = await the_wish(scene)
    assert (wish.state, wish.thanks_sent) == ("fulfilled", True)
    assert any("让我谢谢志愿者" in text for text in await scene.heard("vol"))


async def test_a_worker_s_no_files_nothing_and_forgets_the_words(scene):
    await scene.say("wang", AT_DOOR, group=False)
    await scene.press("wang", "先不登")
    await scene.press("wang", "居民本人同意")

    assert await scene.tickets() == []
    assert (await scene.heard("wang"))[-1] == "好,不登记。"


async def test_consent_in_words_counts_and_pressing_twice_is_once(scene):
    await scene.say("wang", AT_DOOR, group=False)
    await scene.say("wang", "同意", group=False)
    await scene.press("wang", "居民本人同意")

    assert len(await wishes(scene)) == 1


async def test_without_a_place_it_is_asked_and_then_the_yes(scene):
    await scene.say("wang", "代张奶奶登记心愿:修收音机", group=False)
    assert await scene.tickets() == []
    await scene.say("wang", "金桂园3栋101", group=False)
    assert await scene.tickets() == []

    await scene.press("wang", "居民本人同意")

    ticket = await scene.ticket()
    assert ticket.place_name == "金桂园3栋101"
    assert (await the_wish(scene)).by_proxy


async def test_a_resident_s_same_words_are_no_proxy(scene):
    await scene.open_private("li")
    await scene.say("li", AT_DOOR, group=False)

    assert await wishes(scene) == []
    assert not any("居民本人同意" in text for text in await scene.heard("li"))


async def test_in_a_group_nobody_files_for_somebody_by_name(scene):
    await scene.say("wang", AT_DOOR)

    assert not any("同意" in text for text in await scene.heard("wang"))
    assert not any("同意" in text for text in await scene.in_group())


async def test_the_home_s_one_open_wish_is_counted_at_the_door_too(scene):
    await enlist(scene, "vol")
    await scene.open_private("li")
    await scene.say("li", "金桂园3栋101想请人换灯泡", group=False)
    await household(scene, "XL-0001", "li", place="JGY/3/101")
    await scene.say("li", "0001 别登记了", group=False)
    await scene.say("li", "金桂园3栋101想请人换灯泡", group=False)
    assert (await the_wish(scene)).holder == "household/XL-0001"

    await scene.say("wang", AT_DOOR, group=False)
    await scene.press("wang", "居民本人同意")

    wish = await the_wish(scene)
    assert (wish.holder, wish.slot) == ("household/XL-0001", None)


async def test_what_is_sensitive_goes_to_the_named_person_and_no_further(scene):
    await scene.say("wang", "代3栋101登记心愿:放学没人接孩子,想找托管", group=False)
    await scene.press("wang", "居民本人同意")

    ticket = await scene.ticket()
    assert (ticket.wish, ticket.sensitivity, ticket.owner_id) == (False, "s", scene.ids["heart"])
    assert await wishes(scene) == []


async def test_an_emergency_at_the_door_waits_for_no_consent(scene):
    await scene.say("wang", "代3栋101登记:着火了,快来", group=False)

    assert (await scene.ticket()).tier == "E"


async def test_a_child_s_wish_at_the_door_needs_a_parent_s_yes(scene):
    await scene.say("wang", "代3栋101小朋友(8岁)登记心愿:书包", group=False)
    asked = (await scene.rows(chat="p.wang"))[-1]
    assert "家长同意" in str(asked.choices)
    assert "居民本人同意" not in str(asked.choices)

    await scene.press("wang", "家长同意")
    assert (await the_wish(scene)).by_proxy


@pytest.mark.parametrize("text", ["我今年10岁,想要一个书包", "我十岁,希望有人修我的收音机"])
async def test_a_child_who_wishes_is_asked_to_send_a_parent_and_nothing_is_kept(scene, text):
    await scene.open_private("li")
    await scene.say("li", text, group=False)

    assert await scene.tickets() == []
    assert "请让家里大人来说一声" in (await scene.heard("li"))[-1]
    async with scene.database.reading() as session:
        from storage.questions import QuestionRow  # noqa: PLC0415

        assert list(await session.scalars(QuestionRow.__table__.select())) == []


async def test_a_grandparent_who_speaks_of_a_child_is_served(scene):
    await published(scene, text="金桂园3栋101,我孙子10岁,想请人修他的收音机")

    assert len(await messages(scene, "wishes/board")) == 1
    assert "10岁" not in (await messages(scene, "wishes/board"))[0].text
