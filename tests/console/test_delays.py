"""More time at the desk's pages: asking, granting, taking up again, and the list of what is laid aside."""

import re

import pytest

from tests.console.desk import field, post, unsealed
from tests.handlers.at_work import TREE, at_work

ONE = "/console/tickets/1"
ASKED = {"day": "2026-12-11", "words": "零件要等货"}
LAID_ASIDE = {"choice": "funds", "day": "2027-02-20", "words": "换管道要等维修基金"}


async def asks(scene, desk, verb, who="wang", **given):
    async with desk.signed_in(who) as browser:
        return await post(browser, await browser.get(ONE), f"{ONE}/{verb}", **given)


async def test_a_later_date_is_asked_for_and_granted_by_forms(scene, desk):
    await at_work(scene, TREE)
    answer = await asks(scene, desk, "extension", **ASKED)
    assert answer.status_code == 303

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        assert "申请延期到12月11日(周五)下午5:30:零件要等货" in page.text
        granted = await post(browser, page, f"{ONE}/grant")
        after = await browser.get(ONE)
    await scene.deliver()

    assert granted.status_code == 303
    assert (await scene.ticket()).extended == 1
    assert f'action="{ONE}/grant"' not in after.text
    assert "改到12月11日(周五)前办好" in (await scene.heard("li"))[-1]


async def test_not_granted_with_a_reason(scene, desk):
    await at_work(scene, TREE)
    await asks(scene, desk, "extension", **ASKED)
    await asks(scene, desk, "refuse", "sun", words="明天必须办好")
    await scene.deliver()

    assert (await scene.ticket()).extended == 0
    assert any("明天必须办好" in text for text in await scene.heard("wang"))


async def test_where_nothing_was_asked_for_there_is_nothing_to_grant(scene, desk):
    await at_work(scene, TREE)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        token = field(page, "form_token")
        answer = await browser.post(f"{ONE}/grant", data={"form_token": token})

    assert f'action="{ONE}/grant"' not in page.text
    assert answer.status_code == 409
    assert "不用答复了" in answer.text


async def test_laid_aside_it_stands_on_the_list_without_a_name_or_a_room(scene, desk):
    await at_work(scene, "5栋301天花板漏水,请来看看", who="zhao")
    await asks(scene, desk, "suspension", "zhao", **LAID_ASIDE)
    await asks(scene, desk, "grant", "sun")

    async with desk.signed_in("sun") as browser:
        listed = unsealed(await browser.get("/console/suspended"))
    for part in ("0001", "金桂园5栋", "等资金或维修基金", "2月20日", "是"):
        assert part in listed
    for hidden in ("301", "赵格", "li"):
        assert f">{hidden}<" not in listed
        assert hidden not in listed.split("<main", 1)[1] or hidden == "li"

    await asks(scene, desk, "resume", "sun")
    async with desk.signed_in("sun") as browser:
        assert "没有挂账的事" in (await browser.get("/console/suspended")).text
    assert (await scene.ticket()).state == "working"


async def test_the_list_is_for_the_office(desk):
    async with desk.signed_in("wang") as browser:
        assert (await browser.get("/console/suspended")).status_code == 403


async def test_forwarded_by_a_form(scene, desk):
    await at_work(scene, TREE)

    given = {"unit": "供电公司", "day": "2026-12-04", "words": "受理号8801"}
    answer = await asks(scene, desk, "forward", **given)

    assert answer.status_code == 303
    assert (await scene.ticket()).forwarded_to == "供电公司"


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("extension", {"day": "", "words": "零件要等货"}, "请说一下是哪天"),
        ("extension", {"day": "2026-12-11", "words": " "}, "请写一句原因"),
        ("extension", {"day": "2027-12-11", "words": "零件要等货"}, "最晚只能到"),
        ("suspension", {**LAID_ASIDE, "choice": "lazy"}, "请写一句原因"),
        ("suspension", {**LAID_ASIDE, "day": "2027-12-11"}, "最晚只能到"),
        ("forward", {"unit": " ", "day": "2026-12-04", "words": "受理号"}, "请说一下交给谁"),
        ("forward", {"unit": "供电公司", "day": "乱写", "words": "受理号"}, "请说一下是哪天"),
    ],
)
async def test_what_is_missing_or_impossible_is_refused_with_its_sentence(
    scene, desk, verb, given, sentence
):
    await at_work(scene, TREE)

    answer = await asks(scene, desk, verb, **given)

    assert answer.status_code == 409
    assert sentence in answer.text
    assert (await scene.ticket()).forwarded_to is None


async def test_a_refused_form_keeps_all_that_was_filled_in(scene, desk):
    await at_work(scene, TREE)
    later = await asks(scene, desk, "extension", day="2027-12-11", words="零件要等货")
    aside = await asks(scene, desk, "suspension", **{**LAID_ASIDE, "day": "2027-12-11"})
    out = await asks(scene, desk, "forward", unit="供电公司", day="2027-12-11", words="受理号")

    assert later.text.count('value="2027-12-11"') == 1
    assert '<option value="funds" selected>' in aside.text
    assert out.text.count('value="供电公司"') == 1


async def test_only_days_that_may_be_granted_can_be_picked(scene, desk):
    await at_work(scene, TREE)
    async with desk.signed_in("wang") as browser:
        page = (await browser.get(ONE)).text
    picked = re.findall(r'name="day" value="" min="([-0-9]+)" max="([-0-9]+)"', page)
    refused = await asks(scene, desk, "extension", day=picked[0][1], words="零件要等货")

    assert {first for first, _ in picked} == {scene.now.date().isoformat()}
    assert len(picked) == 3
    assert refused.status_code == 303


async def test_while_one_request_waits_no_second_is_offered(scene, desk):
    await at_work(scene, TREE)
    await asks(scene, desk, "extension", **ASKED)
    async with desk.signed_in("wang") as browser:
        waiting = (await browser.get(ONE)).text
    await asks(scene, desk, "refuse", "sun", words="明天必须办好")
    async with desk.signed_in("wang") as browser:
        answered = (await browser.get(ONE)).text

    for verb in ("extension", "suspension"):
        assert f'action="{ONE}/{verb}"' not in waiting
        assert f'action="{ONE}/{verb}"' in answered
