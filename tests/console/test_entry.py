"""Somebody phones or walks in: what a clerk writes down is a ticket by the same rules as any other."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage.audit import AuditRow
from storage.calls import CallRow
from storage.people import PersonRow
from storage.places import PlaceRow, touch_revision
from storage.privacy.tables import ContactRow
from storage.tickets import queries
from storage.wishes import WishRow
from tests.console.desk import field, post
from tests.handlers.wishing import household

NEW = "/console/tickets/new"
LAMP = "3栋2单元楼道灯坏了三天了"
PHONE = "13800001234"


async def filed(desk, by="sun", *, step="file", text=LAMP, **given):
    """Somebody fills the form in and sends it."""
    given = {"consent": "", **given}  # a box that nobody has ticked
    async with desk.signed_in(by) as browser:
        return await post(browser, await browser.get(NEW), NEW, text=text, step=step, **given)


async def test_what_is_told_by_phone_gets_owner_dates_and_a_number_to_tell(scene, desk):
    answer = await filed(desk, source="phone")
    async with desk.signed_in("sun") as browser:
        told = await browser.get(answer.headers["location"])
    await scene.deliver()

    ticket = await scene.ticket()
    assert (ticket.source, ticket.state, ticket.owner_id) == (
        "phone",
        "assigned",
        scene.ids["wang"],
    )
    assert (ticket.place, ticket.category) == ("JGY/3/2", "repair.corridorlight")
    assert ticket.finish_by > scene.now
    assert answer.headers["location"] == f"{NEW}?filed=1&how=filed"
    assert "编号0001" in told.text
    assert any(LAMP in text for text in await scene.heard("wang"))
    assert await scene.in_group() == []


async def test_who_wrote_it_down_and_how_they_heard_it_is_on_record(scene, desk):
    await filed(desk, source="station")

    async with scene.database.reading() as session:
        noted = await session.scalar(select(AuditRow).where(AuditRow.act == "ticket.written_down"))
        events = await queries.history(session, 1)
    assert (noted.actor_id, noted.facts) == (scene.ids["sun"], {"source": "station"})
    assert [(row.actor_id, row.facts["source"]) for row in events if row.act == "note"] == [
        (scene.ids["sun"], "station")
    ]


@pytest.mark.parametrize("source", ["phone", "walk_in", "station", "patrol", "letter"])
async def test_each_way_in_is_counted_by_itself(scene, desk, source):
    await filed(desk, source=source)

    assert (await scene.ticket()).source == source


async def test_what_is_said_in_chat_is_counted_as_chat(scene):
    await scene.say("li", LAMP)

    assert (await scene.ticket()).source == "chat"


async def test_while_it_is_typed_the_page_shows_what_where_whose_and_why(scene, desk):
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(NEW), "form_token")
        piece = await browser.post(f"{NEW}/proposal", data={"form_token": token, "text": LAMP})
        empty = await browser.post(f"{NEW}/proposal", data={"form_token": token, "text": " "})

    for part in ("诉求", "楼道灯", "金桂园3栋2单元", "王格 网格员", "这里归“第一网格”管"):
        assert part in piece.text
    assert "<html" not in piece.text
    assert "边写边看" in empty.text
    assert await scene.tickets() == []


async def test_without_a_script_a_look_shows_the_same_and_keeps_what_was_typed(scene, desk):
    answer = await filed(desk, step="read", where="5栋", text="楼道灯坏了")

    assert answer.status_code == 200
    assert "赵格 网格员" in answer.text
    assert "楼道灯坏了</textarea>" in answer.text
    assert field(answer, "where") == "5栋"
    assert await scene.tickets() == []


async def test_the_clerk_knows_better_what_and_where_it_is(scene, desk):
    await filed(desk, text="又堆起来了", where="6栋", kind="complaint", category="env.rubbish")

    ticket = await scene.ticket()
    assert (ticket.category, ticket.place, ticket.owner_id) == (
        "env.rubbish", "JGY/6", scene.ids["zhao"],
    )  # fmt: skip


async def test_what_lacks_its_place_is_asked_for_while_the_caller_is_there(scene, desk):
    answer = await filed(desk, step="read", text="楼道灯坏了")

    assert "请问清" in answer.text


async def test_of_several_places_the_clerk_chooses_one_without_writing_it_anew(scene, desk):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="LX/3", name="3栋", kind="building", parent="LX", aliases=[]))
        await touch_revision(session)
    read = await filed(desk, step="read")
    assert 'value="LX/3"' in read.text
    assert 'value="JGY/3"' in read.text

    await filed(desk, at="JGY/3")
    assert (await scene.ticket()).place == "JGY/3/2"


async def test_what_is_known_already_is_joined_or_filed_by_itself_as_the_clerk_says(scene, desk):
    await scene.say("li", LAMP)
    asked = await filed(desk)
    assert "已经有一件" in asked.text
    assert "0001" in asked.text
    assert len(await scene.tickets()) == 1

    joined = await filed(desk, step="join")
    assert joined.headers["location"] == f"{NEW}?filed=1&how=joined"
    assert [(row.id, row.people) for row in await scene.tickets()] == [(1, 2)]

    await filed(desk, step="separate")
    assert len(await scene.tickets()) == 2


async def test_of_two_calls_about_one_thing_the_second_finds_the_first(scene, desk):
    await filed(desk, source="phone")

    assert "已经有一件" in (await filed(desk, source="walk_in")).text


async def test_a_number_is_kept_only_with_consent_and_sealed(scene, desk):
    await filed(desk, number=PHONE)
    async with scene.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(ContactRow)) == 0

    await filed(desk, step="separate", number=PHONE, consent="1")
    async with scene.database.reading() as session:
        kept = await session.scalar(select(ContactRow))
    assert PHONE not in kept.sealed
    assert scene.community.seal.open(kept.sealed) == PHONE


async def test_numbers_inside_the_words_are_stars(scene, desk):
    await filed(desk, text=f"{LAMP},电话{PHONE}")

    assert PHONE not in (await scene.ticket()).text


async def test_what_is_no_number_is_refused_with_all_that_was_typed(scene, desk):
    answer = await filed(desk, number="十三", consent="1")

    assert answer.status_code == 409
    assert "不像电话号码" in answer.text
    assert LAMP in answer.text
    assert await scene.tickets() == []


async def test_the_same_number_is_the_same_caller(scene, desk):
    await filed(desk, number=PHONE, consent="1")
    await filed(desk, number="138 0000 1234", consent="1", text="5栋门口垃圾桶满了没人收")

    first, second = await scene.tickets()
    assert first.reporter_id == second.reporter_id is not None


async def test_whoever_left_a_number_is_called_when_it_is_done(scene, desk):
    await filed(desk, number=PHONE, consent="1")
    await scene.deliver()
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了新灯泡", group=False)

    async with scene.database.reading() as session:
        call = await session.scalar(select(CallRow))
    assert (call.kind, call.why) == ("survey", "by_phone")
    assert scene.community.seal.open(call.contact) == PHONE
    assert any("看不到消息" in text for text in await scene.heard("sun"))


async def test_an_answer_to_a_caller_waits_with_their_number_for_their_own_desk_alone(scene, desk):
    await filed(desk, number=PHONE, consent="1")
    async with desk.signed_in("sun") as browser:
        one = "/console/tickets/1"
        await post(browser, await browser.get(one), f"{one}/reply", words="师傅明天来")
        page = await browser.get("/console/sending")
    async with scene.database.transaction() as session:
        await scene.serves(session, "far", "远办", "officer", "FAR")
    async with desk.signed_in("far") as browser:
        elsewhere = await browser.get("/console/sending")

    assert f'href="tel:{PHONE}"' in page.text
    assert "师傅明天来" in page.text
    assert PHONE not in elsewhere.text
    async with scene.database.reading() as session:
        looks = await session.scalars(select(AuditRow).where(AuditRow.act == "contact.seen"))
        assert [row.actor_id for row in looks] == [scene.ids["sun"]]


async def test_a_wish_told_at_the_counter_goes_to_the_officers(scene, desk):
    await filed(desk, source="walk_in", text="金桂园3栋101想请人修收音机")

    ticket = await scene.ticket()
    assert (ticket.wish, ticket.source) == (True, "walk_in")
    assert ticket.reporter_id is not None
    async with scene.database.reading() as session:
        assert (await session.get(WishRow, ticket.id)).state == "review"


async def test_of_many_at_once_the_same_form_is_one_matter(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        answers = await asyncio.gather(
            *(post(browser, page, NEW, text=LAMP, step="separate", consent="") for _ in range(5))
        )

    assert {answer.headers["location"] for answer in answers} == {f"{NEW}?filed=1&how=filed"}
    assert len(await scene.tickets()) == 1


async def test_a_household_is_found_by_its_number_head_or_door_and_named_to_nobody(scene, desk):
    await household(scene, "XL-0007", place="JGY/3/2/501", name="陈大华")
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(NEW), "form_token")
        for who in ("XL-0007", "陈大华", "3栋2单元501"):
            given = {"form_token": token, "text": LAMP, "who": who}
            piece = await browser.post(f"{NEW}/proposal", data=given)
            assert 'value="household/XL-0007"' in piece.text
            assert "陈**" in piece.text
            assert "大华" not in piece.text

    await filed(desk, who="XL-0007", caller="household/XL-0007")
    again = await filed(desk, step="join", who="XL-0007", caller="household/XL-0007")
    assert again.status_code == 303
    assert [(row.id, row.people) for row in await scene.tickets()] == [(1, 1)]


async def test_who_was_not_offered_is_not_the_caller(scene, desk):
    await household(scene, "XL-0007", place="JGY/3/2/501")
    for caller in ("household/XL-0007", "person/1", "person/x", "nonsense"):
        answer = await filed(desk, who="", caller=caller)
        assert answer.status_code == 409
    assert await scene.tickets() == []


async def test_no_name_of_a_resident_is_kept(scene, desk):
    async with scene.database.reading() as session:
        before = await session.scalar(select(func.count(PersonRow.name)))
    await filed(desk, who="陈大华", number=PHONE, consent="1")

    async with scene.database.reading() as session:
        assert await session.scalar(select(func.count(PersonRow.name))) == before


async def test_of_what_is_for_named_people_the_clerk_keeps_only_the_number(scene, desk):
    text = "老公打我,我不敢回家"
    read = await filed(desk, step="read", text=text)
    assert "登记后您只看得到编号" in read.text
    assert "郑谈" not in read.text

    answer = await filed(desk, text=text)
    async with desk.signed_in("sun") as browser:
        told = await browser.get(answer.headers["location"])
        page = await browser.get("/console/tickets/1")
    await scene.deliver()

    ticket = await scene.ticket()
    assert (ticket.sensitivity, ticket.owner_id) == ("s", scene.ids["heart"])
    assert "0001" in told.text
    assert 'href="/console/tickets/1"' not in told.text
    assert page.status_code == 404
    assert any(text in line for line in await scene.heard("heart"))


async def test_an_emergency_alarms_everybody_at_once(scene, desk):
    await filed(desk, text="3栋2单元着火了,浓烟很大")
    await scene.deliver()

    assert (await scene.ticket()).tier == "E"
    for who in ("wang", "chen", "liu"):
        assert any("0001" in text for text in await scene.heard(who)), who


async def test_a_form_sent_twice_is_one_matter(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        first = await post(browser, page, NEW, text=LAMP, step="file")
        second = await post(browser, page, NEW, text=LAMP, step="separate")

    assert first.headers["location"] == second.headers["location"]
    assert len(await scene.tickets()) == 1


async def test_the_caller_says_again_what_was_done_lately_and_it_goes_one_level_up(scene, desk):
    await filed(desk, number=PHONE, consent="1")
    await scene.deliver()
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了新灯泡", group=False)
    async with desk.signed_in("sun") as browser:
        one = "/console/tickets/1"
        await post(browser, await browser.get(one), f"{one}/solve")
    desk.clock.pass_(days=1)
    scene.now += timedelta(days=1)
    answer = await filed(desk, number=PHONE, consent="1")

    assert answer.headers["location"] == f"{NEW}?filed=1&how=again"
    assert (await scene.ticket()).owner_id == scene.ids["chen"]


async def test_a_worker_writes_down_what_somebody_says_in_the_street(scene, desk):
    answer = await filed(desk, "zhao", source="patrol")

    assert answer.status_code == 303
    assert (await scene.ticket()).owner_id == scene.ids["wang"]


HOSTILE = [
    {"text": "\0" * 20}, {"text": "灯" * 10_000}, {"kind": "nonsense"}, {"category": "x" * 900},
    {"source": "<b>"}, {"where": "9" * 5000}, {"who": "%_' or 1=1 --"}, {"step": "explode"},
]  # fmt: skip


@pytest.mark.parametrize("given", HOSTILE)
async def test_whatever_somebody_sends_it_is_answered(scene, desk, given):
    answer = await filed(desk, **given)

    assert answer.status_code in {200, 303, 409}


@pytest.mark.parametrize("query", ["filed=" + "9" * 30, "filed=²", "filed=77&how=<b>", "filed=-1"])
async def test_an_address_that_somebody_made_up_is_no_fault(desk, query):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{NEW}?{query}")

    assert page.status_code == 200
    assert "<b>&" not in page.text
