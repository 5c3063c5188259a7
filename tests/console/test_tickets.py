"""The list of tickets, and one ticket's page with its verbs."""

import io
import re
from html import unescape

import pytest
from PIL import Image
from sqlalchemy import select

from storage.audit import AuditRow
from storage.tickets import listing
from storage.tickets.tables import AttachmentRow
from tests.bot.stage import ticket as bare
from tests.console.desk import field, post

LAMP = "3栋楼道灯坏了三天了"
HOSTILE = '3栋楼道灯坏了<script>alert("x")</script><img src=x onerror=alert(1)>'
ONE = "/console/tickets/1"


async def test_the_list_begins_with_what_is_open_and_shows_all_when_asked(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", "6栋楼下水管漏水了")
    await accepted_and_finished(scene)

    async with desk.signed_in("sun") as browser:
        live, closed = await numbers(browser), await numbers(browser, state="closed")
        everything = await numbers(browser, state="")

    assert (live, closed, everything) == ([2], [1], [2, 1])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "question"}, []),
        ({"kind": "complaint"}, [2, 1]),
        ({"q": "水管"}, [2]),
        ({"q": "6栋"}, [2]),
        ({"q": "1"}, [1]),
        ({"q": "0001"}, [1]),
        ({"q": "100%"}, []),
        ({"q": "_"}, []),
        ({"q": "'; drop table tickets; --"}, []),
        ({"mine": "1"}, []),
        ({"state": "nonsense"}, [2, 1]),
        ({"before": "2"}, [1]),
    ],
)
async def test_the_list_is_narrowed_by_what_stands_in_the_address(scene, desk, asked, found):
    await scene.say("li", LAMP)
    await scene.say("mei", "6栋楼下水管漏水了")

    async with desk.signed_in("sun") as browser:
        assert await numbers(browser, **asked) == found


async def test_a_page_tells_how_many_voiced_it_within_a_day(scene, desk):
    said = await scene.say("li", LAMP)
    for who in ("zhang", "zhou", "ma", "he"):
        await scene.say(who, "我家也是", reply_to=said)

    async with desk.signed_in("sun") as browser:
        page = (await browser.get(ONE)).text
        assert "一天内5户报了同一件事,升了一级" in page
        assert "多户同报,升一级" in page


async def test_a_counsellor_sees_in_the_list_what_is_theirs_alone(scene, desk):
    await scene.say("li", "3栋2单元楼道的灯坏了,暗号丙丁")
    async with desk.signed_in("heart") as browser:
        page = (await browser.get("/console/tickets?state=")).text

    assert "暗号丙丁" not in page


async def test_mine_are_those_that_i_own_or_do(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", "6栋楼下水管漏水了")

    async with desk.signed_in("zhao") as browser:
        assert await numbers(browser, mine="1") == [2]


@pytest.mark.parametrize(
    "asked", [{"before": "9" * 30}, {"before": "²"}, {"q": "9" * 30}, {"q": "²"}, {"before": "-1"}]
)
async def test_an_address_that_somebody_made_up_is_no_fault(scene, desk, asked):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        assert (await browser.get("/console/tickets", params=asked)).status_code == 200


@pytest.mark.parametrize("number", ["9" * 30, "77", "0"])
async def test_a_ticket_that_there_is_not_is_not_found(desk, number):
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"/console/tickets/{number}")).status_code == 404


async def test_a_long_list_is_turned_page_by_page_and_keeps_its_filters(scene, desk):
    count = listing.PAGE * 2 + 3
    async with scene.database.transaction() as session:
        for number in range(1, count + 1):
            row = bare(number)
            row.community, row.category, row.place_name = "XL", "a&b", "金桂园&西门"
            session.add(row)

    async with desk.signed_in("sun") as browser:
        seen, page = (
            [],
            await browser.get("/console/tickets", params={"q": "园&西", "category": "a&b"}),
        )
        while True:
            seen.append(listed(page))
            older = re.search(r'class="button" href="([^"]*)"', page.text)
            if older is None:
                break
            page = await browser.get(unescape(older[1]))

    assert [len(page) for page in seen] == [listing.PAGE, listing.PAGE, 3]
    assert [number for page in seen for number in page] == list(range(count, 0, -1))


async def test_a_tickets_page_tells_what_where_who_why_and_what_happened(scene, desk):
    await scene.say("li", "3栋2单元楼道灯坏了三天了")
    await scene.press("wang", "我来办")

    async with desk.signed_in("sun") as browser:
        text = (await browser.get(ONE)).text

    for told in ("0001", "金桂园3栋2单元", "楼道灯坏了三天了", "王格 网格员", "这里归“第一网格”管",
                 "登记并派单", "签收</b> 王格", "办结期限", "已签收"):  # fmt: skip
        assert told in text


async def test_what_people_wrote_is_shown_and_never_run(scene, desk):
    await scene.say("li", HOSTILE)
    await scene.press("wang", "我来办")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        noted = await post(browser, page, f"{ONE}/note", words=HOSTILE)
        pages = [await browser.get(ONE), await browser.get(f"/console/tickets?q={HOSTILE[-20:]}")]

    assert noted.status_code == 303
    for page in pages:
        assert "&lt;" in page.text
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


VERBS = [
    ("wang", "accept", {}, "accepted"),
    ("wang", "return", {"choice": "not_my_duty", "words": "这里是物业管的"}, "returned"),
    ("wang", "ask_back", {"words": "几层的灯?"}, "assigned"),
    ("sun", "decline", {"words": "请打电力公司95598"}, "declined"),
    ("sun", "note", {"words": "上周修过一次"}, "assigned"),
]


@pytest.mark.parametrize(("who", "verb", "given", "after"), VERBS)
async def test_a_verb_is_taken_by_its_form(scene, desk, who, verb, given, after):
    await scene.say("li", LAMP)

    async with desk.signed_in(who) as browser:
        answer = await post(browser, await browser.get(ONE), f"{ONE}/{verb}", **given)
        page = await browser.get(ONE)

    assert answer.headers["location"] == ONE
    assert (await scene.ticket()).state == after
    assert given.get("words", "") in page.text


async def test_a_ticket_is_handed_over_and_the_next_one_is_told(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("wang") as browser:
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/hand_over", person=str(scene.ids["zhao"]))
    await scene.deliver()

    assert answer.status_code == 303
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    assert any(LAMP in line for line in await scene.heard("zhao"))


async def test_what_was_returned_is_decided_by_the_desk(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/return", choice="not_my_grid")

    async with desk.signed_in("sun") as browser:
        assert "0001" in (await browser.get("/console")).text
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/decide", person=str(scene.ids["zhao"]))

    assert answer.status_code == 303
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_work_is_done_by_one_and_checked_by_another(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        for verb, given in [("accept", {}), ("contact", {}), ("finish", {"words": "换了灯泡"})]:
            await post(browser, await browser.get(ONE), f"{ONE}/{verb}", **given)
        mine = await browser.get(ONE)
    assert f'action="{ONE}/solve"' not in mine.text

    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/solve")

    assert (await scene.ticket()).state == "closed"


async def test_who_did_the_work_does_not_close_it_with_a_form_made_by_hand(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        for verb, given in [("accept", {}), ("finish", {"words": "换了灯泡"})]:
            await post(browser, await browser.get(ONE), f"{ONE}/{verb}", **given)
        token = field(await browser.get(ONE), "form_token")
        answer = await browser.post(f"{ONE}/solve", data={"form_token": token})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert (await scene.ticket()).state == "reported"


async def test_a_refused_step_says_why_and_keeps_what_was_typed(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/accept")
        answer = await post(browser, await browser.get(ONE), f"{ONE}/finish", words='"好')

    assert answer.status_code == 409
    assert "至少写三个字" in answer.text
    assert field(answer, "words", form=f"{ONE}/finish") == '"好'
    assert (await scene.ticket()).state == "accepted"


async def test_of_two_who_step_at_once_the_second_sees_what_has_changed_and_loses_no_word(
    scene, desk
):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser, desk.signed_in("sun") as other:
        old = await browser.get(ONE)
        await post(other, await other.get(ONE), f"{ONE}/decline", words="请找电力公司")
        answer = await post(
            browser, old, f"{ONE}/return", choice="not_my_grid", words="不归我们网格管"
        )

    assert answer.status_code == 409
    assert "刚刚有别人改了这件事" in answer.text
    assert "不归我们网格管" in answer.text
    assert (await scene.ticket()).state == "declined"


async def test_a_form_sent_twice_is_one_step(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(ONE)
        for _ in range(2):
            await post(browser, page, f"{ONE}/ask_back", words="几层的灯?")
        page = await browser.get(ONE)
        for _ in range(2):
            await post(browser, page, f"{ONE}/note", words="去看过了")

    acts = await scene.acts()
    assert (acts.count("ask_back"), acts.count("note")) == (1, 1)


async def test_a_verb_that_there_is_not_is_not_found(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        token = field(await browser.get(ONE), "form_token")
        answer = await browser.post(f"{ONE}/explode", data={"form_token": token})

    assert answer.status_code == 404


async def test_a_ticket_is_handed_to_nobody_who_is_not_there(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(ONE)
        for nobody in ("", "0", "9" * 30, "x", "²"):
            answer = await post(browser, page, f"{ONE}/hand_over", person=nobody)
            assert answer.status_code == 409

    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_a_look_at_a_private_matter_is_on_record(scene, desk):
    await scene.say("mei", "老公打我,我不敢回家", group=False)

    async with desk.signed_in("heart") as browser:
        assert (await browser.get(ONE)).status_code == 200
    async with desk.signed_in("boss") as browser:
        assert (await browser.get(ONE)).status_code == 404

    async with scene.database.reading() as session:
        seen = await session.scalars(
            select(AuditRow.act).where(AuditRow.act.in_(("ticket.seen", "ticket.refused")))
        )
        assert list(seen) == ["ticket.seen", "ticket.refused"]


async def test_a_photo_is_for_whoever_may_see_its_ticket(scene, desk):
    await scene.say("li", LAMP)
    photo = await a_photo(scene, desk)

    async with desk.signed_in("wang") as mine, desk.signed_in("zhao") as others:
        shown, hidden = await mine.get(photo), await others.get(photo)
        strange = await mine.get(f"{ONE}/photos/77")

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert (hidden.status_code, strange.status_code) == (404, 404)


async def numbers(browser, **asked):
    return listed(await browser.get("/console/tickets", params=asked))


def listed(page):
    """The numbers of the tickets that a list shows."""
    assert page.status_code == 200
    return [int(found) for found in re.findall(r'<td><a href="/console/tickets/(\d+)"', page.text)]


async def accepted_and_finished(scene):
    """The first ticket is taken, done, and confirmed in private."""
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了新灯泡", group=False)
    await scene.say("li", "好了")


async def a_photo(scene, desk):
    """A photo of the first ticket's; its address."""
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG")
    path = desk.files.keep_photo(made.getvalue())
    async with scene.database.transaction() as session:
        row = AttachmentRow(
            ticket_id=1, channel="web", ref="r", kind="photo", path=path, mime="image/jpeg",
            at=scene.now,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return f"{ONE}/photos/{row.id}"
