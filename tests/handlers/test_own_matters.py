"""A worker who reports a matter that they own or do: somebody else says whether it is solved."""

import pytest

from tests.handlers.at_work import labels, tell

LAMP = "3栋2单元楼道的灯坏了"


@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize(("reporter", "doer"), [("wang", "wang"), ("wang", "fix"), ("fix", "fix")])
async def test_a_checker_is_asked_and_not_the_one_who_did_it(scene, reporter, doer, group):
    await scene.open_private("wang", "fix")
    await scene.say(reporter, f"金桂园{LAMP}", group=group)

    await tell(scene, doer, "灯泡换好了")

    assert (await scene.ticket()).state == "reported"
    assert not [text for text in await scene.heard(reporter) if "请您看看" in text]
    assert not [text for text in await scene.in_group() if "请您看看" in text]
    assert "请别人去看看" in (await scene.heard(doer))[-1]
    assert "看看办好没有" in (await scene.heard("chen"))[-1]
    assert "查过了,好了" in await labels(scene, "chen")


async def test_what_they_then_say_neither_closes_it_nor_is_read_out_to_themselves(scene):
    await _done_by_its_reporter(scene)
    before = len(await scene.heard("wang"))

    await tell(scene, "wang", "好了")
    await scene.say("wang", "好了")

    assert (await scene.ticket()).state == "reported"
    assert len(await scene.heard("wang")) == before


async def test_the_checker_closes_it_and_the_line_in_the_group_says_so(scene):
    await _done_by_its_reporter(scene)

    await scene.press("chen", "查过了,好了")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by) == ("closed", "checker")
    assert "复查过了" in (await scene.rows(chat="jgy", op="edit"))[-1].text


async def test_who_looked_and_found_it_undone_is_not_called_the_resident(scene):
    await _done_by_its_reporter(scene)
    await scene.press("chen", "查过了,没好")

    await scene.say("chen", "灯罩是松的", group=False)

    told = [text for who in ("wang", "chen", "fix") for text in await scene.heard(who)]
    assert any(text.startswith("看过的人说没办好:灯罩是松的") for text in told)
    assert not [text for text in told if "居民说" in text]


async def test_silence_never_closes_it_and_the_next_one_is_asked(scene):
    await _done_by_its_reporter(scene)

    await scene.wait(days=5)

    assert (await scene.ticket()).state == "reported"
    assert not [text for text in await scene.heard("wang") if "想再问您一声" in text]
    assert "看看办好没有" in (await scene.heard("sun"))[-1]
    assert not [text for text in await scene.heard("liu") if "打个电话" in text]


async def test_a_worker_is_not_told_as_a_resident_what_they_do_themselves(scene):
    await scene.open_private("wang")
    await scene.say("wang", LAMP)

    await scene.press("wang", "我来办")
    await tell(scene, "wang", "去看过了,要换零件")

    assert not [text for text in await scene.heard("wang") if text.startswith("您说的")]


async def test_a_resident_whose_matter_it_is_is_asked_as_ever(scene):
    await scene.say("li", LAMP)

    await tell(scene, "wang", "灯泡换好了")

    assert "请您看看" in (await scene.in_group())[-1]
    assert await scene.heard("chen") == []


async def _done_by_its_reporter(scene):
    await scene.open_private("wang")
    await scene.say("wang", LAMP)
    await tell(scene, "wang", "灯泡换好了")
