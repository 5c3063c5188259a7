"""The morning's page: what needs somebody, and that one press settles it, with a script or without."""

import re
from datetime import timedelta
from html import unescape

import pytest

from domain.messages import Delivery
from storage.calls import CallRow
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.tickets import queries
from storage.wishes import WishRow
from tests.console.desk import field, post, unsealed
from tests.console.test_errands import given_up, parked
from tests.console.test_ticket import picture
from tests.handlers.at_work import at_work
from tests.handlers.office import take_in
from tests.handlers.wishing import claimed, in_review

LAMP, BESIDE, PIPE = "3栋2单元楼道灯坏了三天了", "3栋1单元楼道灯也不亮", "6栋楼下水管漏水了"
TODAY = "/console"
TREE = "1栋门口的树枝挡光,请修剪一下"


def section(page, name):
    """One card of the page."""
    return re.search(
        rf'<section class="card" id="{name}">.*?</section>', unsealed(page), re.DOTALL
    )[0]


async def test_what_is_late_is_urged_by_one_press_and_its_worker_hears_so(scene, desk):
    await scene.say("li", LAMP)
    await scene.wait(days=8)
    desk.clock.pass_(days=8)
    before = len(await scene.rows())
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        assert "0001" in section(page, "late")
        answer = await post(browser, page, "/console/today/tickets/1/urge")

    assert answer.headers["location"] == "/console?did=1"
    told = [row.text for row in (await scene.rows())[before:]]
    assert any("催一下" in text for text in told)


async def test_what_is_due_today_is_not_yet_late(scene, desk):
    await scene.say("li", LAMP)
    until = (await scene.ticket()).finish_by - timedelta(hours=3)
    desk.clock.pass_(seconds=(until - scene.now).total_seconds())
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)

    assert "0001" in section(page, "due")
    assert "0001" not in section(page, "late")


async def test_a_returned_ticket_is_given_to_somebody_in_its_line(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        one = "/console/tickets/1"
        await post(browser, await browser.get(one), f"{one}/return", choice="not_my_grid")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        answer = await post(
            browser, page, "/console/today/tickets/1/decide", person=str(scene.ids["zhao"])
        )

    assert answer.status_code == 303
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


@pytest.mark.parametrize(("verb", "state"), [("grant", "suspended"), ("refuse", "working")])
async def test_what_was_asked_for_is_granted_or_refused_in_its_line(scene, desk, verb, state):
    await at_work(scene, TREE)
    for label in ("一时办不完", "2 挂账", "等资金或维修基金"):
        await scene.press("wang", label)
    for words in ("2月20日", "换管道要等维修基金"):
        await scene.say("wang", words, group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        assert "换管道要等维修基金" in section(page, "deciding")
        await post(browser, page, f"/console/today/tickets/1/{verb}")
        after = await browser.get(TODAY)

    assert (await scene.ticket()).state == state
    assert "换管道要等维修基金" not in section(after, "deciding")


async def test_what_may_be_the_same_is_decided_and_the_decision_taken_back(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", BESIDE)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        answer = await post(browser, page, "/console/today/tickets/2/merge")
        assert (await scene.ticket()).state == "merged"
        page = await browser.get(answer.headers["location"])
        await post(browser, page, "/console/today/tickets/2/undo")

    assert (await scene.ticket()).state == "assigned"


async def test_by_a_script_the_answer_takes_the_lines_place_with_the_way_back(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", BESIDE)
    async with desk.signed_in("sun") as browser:
        piece = await pressed(browser, "/console/today/tickets/2/merge")

    assert piece.status_code == 200
    assert piece.text.lstrip().startswith('<li class="settled"')
    assert "<html" not in piece.text
    assert 'action="/console/today/tickets/2/undo"' in piece.text


async def test_a_press_that_somebody_overtook_is_refused_in_its_line_and_changes_nothing(
    scene, desk
):
    await scene.say("li", LAMP)
    await scene.say("mei", BESIDE)
    async with desk.signed_in("sun") as first, desk.signed_in("liu") as second:
        old = await first.get(TODAY)
        await pressed(second, "/console/today/tickets/2/apart")
        plain = await post(first, old, "/console/today/tickets/2/merge")
        piece = await pressed(first, "/console/today/tickets/2/merge", old)

    for answer, status in ((plain, 409), (piece, 200)):
        assert answer.status_code == status
        assert "刚刚有别人改了这件事" in answer.text
    assert "<html" not in piece.text
    assert (await scene.ticket()).state == "assigned"


async def test_errands_calls_and_parked_events_are_settled_in_their_lines(scene, desk):
    await scene.say("li", LAMP)
    row = await given_up(scene, "wang", Delivery.REFUSED)
    await scene.say("li", "打电话帮我")
    event = await parked(scene)
    async with desk.signed_in("sun") as browser:
        for what, number, verb in (("sending", row, "sent"), ("parked", event, "retry"),
                                   ("calls", 1, "take")):  # fmt: skip
            piece = await pressed(browser, f"/console/today/{what}/{number}/{verb}")
            assert 'class="settled"' in piece.text, piece.text

    async with scene.database.reading() as session:
        assert (await session.get(OutboxRow, row)).state == "done_by_person"
        assert (await session.get(InboxRow, event)).state == "open"
        assert (await session.get(CallRow, 1)).taken_by == scene.ids["sun"]


async def test_a_wish_is_published_in_its_line(scene, desk):
    await in_review(scene)
    ticket = await scene.ticket()
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        assert "一位居民想请人修收音机" in section(page, "deciding")
        answer = await post(browser, page, f"/console/today/wishes/{ticket.id}/publish")

    assert answer.status_code == 303
    assert (await scene.ticket()).state == "working"


async def test_a_wish_that_somebody_has_taken_waits_for_its_address_and_then_for_a_look(
    scene, desk
):
    await claimed(scene)
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TODAY)
        await post(browser, page, "/console/today/wishes/1/release")

    async with scene.database.reading() as session:
        assert (await session.get(WishRow, 1)).state == "released"


async def test_what_is_held_today_stands_on_the_page(scene, desk, tmp_path):
    head = ["name", "rule", "time", "place", "audience"]
    lines = [["义务理发", "每月1号", "09:00-11:00", "JGY-E", "XL"],
             ["磨刀", "每月2号", "09:00-11:00", "JGY-E", "XL"]]  # fmt: skip
    await take_in(scene, tmp_path / "book", schedules=[head, *lines])
    async with desk.signed_in("sun") as browser:
        held = section(await browser.get(TODAY), "held")

    assert "义务理发" in held
    assert "09:00–11:00" in held
    assert "磨刀" not in held


async def test_a_worker_begins_with_their_own_in_walking_order_and_takes_it_by_a_press(scene, desk):
    await scene.say("li", "4栋楼下垃圾桶满了")
    await scene.say("mei", "2栋楼下垃圾桶满了")
    await scene.say("zhou", PIPE)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(TODAY)
        shown = re.findall(r'<li class="task" data-row>.*?tickets/(\d)"', page.text, re.DOTALL)
        answer = await post(browser, page, "/console/today/tickets/1/accept")

    assert shown == ["2", "1"]
    assert answer.status_code == 303
    assert (await scene.tickets())[0].state == "accepted"
    assert "附近有谁" in page.text
    assert "陈长" in page.text


async def test_a_worker_reports_from_the_street_with_words_and_a_photo(scene, desk):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    async with desk.signed_in("wang") as browser:
        page = await browser.get(TODAY)
        given = _hidden(page, "/console/today/tickets/1/finish") | {"words": "换了新灯泡"}
        answer = await browser.post(
            "/console/today/tickets/1/finish", data=given,
            files=[("photos", ("p.png", picture(), "image/png"))], headers={"hx-request": "true"},
        )  # fmt: skip
        after = await browser.get(TODAY)
    await scene.deliver()

    assert 'class="settled"' in answer.text
    assert "已办待核" in after.text
    async with scene.database.reading() as session:
        assert [row.stage for row in await queries.attachments(session, 1)] == ["after"]
    assert (await scene.ticket()).result == "换了新灯泡"


async def test_a_worker_neither_sees_nor_presses_what_is_the_offices(scene, desk):
    await scene.say("li", PIPE)
    row = await given_up(scene, "zhao", Delivery.REFUSED)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(TODAY)
        token = field(page, "form_token")
        answers = [
            await browser.post(f"/console/today/{path}", data={"form_token": token, "version": "1"})
            for path in (f"sending/{row}/sent", "parked/1/retry", "calls/1/take",
                         "tickets/1/accept", "tickets/1/explode", "nonsense/1/accept")
        ]  # fmt: skip

    assert "0001" not in unsealed(page)
    assert {answer.status_code for answer in answers} == {404}
    assert (await scene.ticket()).state == "assigned"


async def test_what_is_for_named_people_alone_stands_on_nobody_elses_page(scene, desk):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    for who, sees in (("sun", False), ("boss", False), ("heart", True)):
        async with desk.signed_in(who) as browser:
            page = await browser.get(TODAY)
        assert ("0001" in page.text) is sees, who
        assert "老公打我" not in page.text or sees


@pytest.mark.parametrize("did", ["9" * 30, "-1", "²", "77", "1%00"])
async def test_an_address_that_somebody_made_up_is_no_fault(scene, desk, did):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"/console?did={did}")).status_code == 200


def _hidden(page, form):
    begin = page.text.index(f'action="{form}"')
    inside = page.text[begin : page.text.index("</form>", begin)]
    return {k: unescape(v) for k, v in re.findall(r'name="(\w+)" value="([^"]*)"', inside)}


async def pressed(browser, form, page=None):
    """A press that a script sends, as htmx does."""
    page = page or await browser.get(TODAY)
    return await browser.post(form, data=_hidden(page, form), headers={"hx-request": "true"})
