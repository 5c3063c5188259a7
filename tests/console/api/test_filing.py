"""What another system files is a ticket like any other: number, owner, date, and one of it."""

import asyncio
from xml.etree import ElementTree as ET

import pytest

from tests.console.api.systems import LAMP, LEAK_CODE, REQUESTS, V2, errors, on_record, system
from tests.console.desk import field


async def test_a_request_has_a_number_an_owner_and_a_date_at_once(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file()

    ticket = await scene.ticket()
    assert answer.status_code == 201
    assert answer.json() == [
        {"service_request_id": f"{ticket.id:04d}", "service_notice": None, "account_id": None}
    ]
    assert (ticket.channel, ticket.category, ticket.place) == (
        "api",
        "repair.corridorlight",
        "JGY/3",
    )
    assert (ticket.owner_id, ticket.reporter_id, ticket.state) == (
        scene.ids["wang"], None, "assigned",
    )  # fmt: skip
    assert ticket.finish_by > scene.now
    assert ticket.text == LAMP


async def test_its_owner_is_told_and_no_group_hears_of_it(scene, desk):
    async with system(desk) as platform:
        await platform.file()
    await scene.deliver()

    assert any(LAMP in said for said in await scene.heard("fix") + await scene.heard("wang"))
    assert await scene.in_group() == []


async def test_its_page_and_the_figures_say_that_another_system_filed_it(scene, desk):
    async with system(desk) as platform:
        await platform.file()

    async with desk.signed_in("sun") as browser:
        page = (await browser.get("/console/tickets/1")).text
        figures = (await browser.get("/console/figures")).text
        behind = await browser.get("/console/figures/behind?of=registered&source=system")
        nobody = await browser.get("/console/figures/behind?of=registered&source=private")

    assert "别的系统" in page
    assert ",私聊" not in page
    assert "source=system" in figures
    assert ("/console/tickets/1" in behind.text, "/console/tickets/1" in nobody.text) == (
        True,
        False,
    )


async def test_nobody_can_be_asked_back_about_it(scene, desk):
    async with system(desk) as platform:
        await platform.file()

    async with desk.signed_in("wang") as browser:
        first = await browser.get("/console/tickets/1")
        page = first.text
        told = await browser.post(
            "/console/tickets/1/ask_back",
            data={
                "form_token": field(first, "form_token"),
                "version": "1",
                "once": "x",
                "words": "几楼?",
            },
        )

    assert "/console/tickets/1/ask_back" not in page
    assert "/console/tickets/1/finish" in page or "/console/tickets/1/accept" in page
    assert (told.status_code, "不知道是谁反映的" in told.text) == (409, True)
    assert (await scene.ticket()).contacted_at is None


async def test_each_creation_is_on_record_with_its_key_and_no_word(scene, desk):
    async with system(desk) as platform:
        await platform.file()

    (row,) = await on_record(scene, "api.filed")
    assert (row.channel, row.subject, row.actor_id) == ("api", "ticket/1", None)
    assert row.facts == {"key": 1}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("金桂园3栋2单元301", "JGY/3/2/301"),
        ("金桂园东门", "JGY-E"),
        ("永清街道西流湾社区金桂园小区5号楼", "JGY/5"),
    ],
)
async def test_an_address_in_words_is_read_as_a_residents_words_are(scene, desk, address, place):
    async with system(desk) as platform:
        answer = await platform.file(address_id=None, address_string=address)

    assert answer.status_code == 201
    assert (await scene.ticket()).place == place


async def test_the_attribute_of_the_definition_is_the_place(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file(address_id=None, **{"attribute[place]": "JGY/6"})

    assert answer.status_code == 201
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"address_id": "NOWHERE"}, "address_id"),
        ({"address_id": "JGY"}, "地点太大"),
        ({"address_id": "XL"}, "地点太大"),
        ({"address_id": None}, "没写地点"),
        ({"address_id": None, "lat": "30.5", "long": "114.3"}, "经纬度"),
        ({"address_id": None, "address_string": "火星大道1号"}, "没有认得的地点"),
        ({"address_id": None, "address_string": "金桂园99栋"}, "对不上"),
        ({"service_code": None}, "service_code"),
        ({"description": "x" * 4001}, "太长"),
        ({"description": "坏\x00了"}, "控制字符"),
        ({"address_id": "JGY/3\x07"}, "控制字符"),
    ],
)
async def test_what_cannot_be_filed_is_refused_with_a_reason_and_leaves_nothing(
    scene, desk, form, word
):
    async with system(desk) as platform:
        answer = await platform.file(**form)

    assert answer.status_code == 400
    assert errors(answer) == [400]
    assert word in answer.text
    assert await scene.tickets() == []


@pytest.mark.parametrize("code", ["no.such", "care.mind", "svc.wish", "../etc", "", "repair"])
async def test_what_is_no_service_is_not_taken(scene, desk, code):
    async with system(desk) as platform:
        answer = await platform.file(service_code=code)

    assert answer.status_code in (400, 404)
    assert await scene.tickets() == []


async def test_the_same_words_within_ten_minutes_are_one_request(scene, desk):
    async with system(desk) as platform:
        first, second = await platform.file(), await platform.file()
        desk.clock.pass_(minutes=11)
        third = await platform.file()

    assert (first.status_code, second.status_code, third.status_code) == (201, 200, 201)
    assert first.json() == second.json() != third.json()
    assert len(await scene.tickets()) == 2


async def test_a_mark_of_the_clients_makes_one_request_of_many_tries(scene, desk):
    async with system(desk) as platform:
        answers = [await platform.file(mark="case-77") for _ in range(3)]
        desk.clock.pass_(hours=23)
        late = await platform.file(mark="case-77")
        other = await platform.file(mark="case-77", description="别的事")

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert late.json() == answers[0].json()
    assert other.status_code == 400
    assert "Idempotency-Key" in other.text
    assert len(await scene.tickets()) == 1


async def test_two_marks_are_two_requests_though_the_words_are_the_same(scene, desk):
    async with system(desk) as platform:
        await platform.file(mark="a")
        await platform.file(mark="b")

    assert len(await scene.tickets()) == 2


async def test_of_ten_tries_at_once_one_ticket_comes(scene, desk):
    async with system(desk) as platform:
        answers = await asyncio.gather(*(platform.file(mark="once") for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(await scene.tickets()) == 1


async def test_a_lost_answer_is_found_by_the_mark_and_only_by_its_own_key(scene, desk):
    async with system(desk) as platform, system(desk, name="另一家") as other:
        await platform.file(mark="a/b c")
        found = await platform.get(f"{V2}/tokens/{'a%2Fb c'}.json")
        mark = await platform.file(mark="plain", description="门口路灯坏了")
        plain = await platform.get(f"{V2}/tokens/plain.json")
        strange = await other.get(f"{V2}/tokens/plain.json")

    assert found.status_code == 404  # no address can hold such a mark
    assert plain.json() == [
        {"service_request_id": mark.json()[0]["service_request_id"], "token": "plain"}
    ]
    assert strange.status_code == 404


async def test_a_number_in_the_words_is_hidden_and_names_are_not_kept(scene, desk):
    async with system(desk) as platform:
        await platform.file(
            description="灯不亮,打13812345678", first_name="王", last_name="秀英",
            phone="13987654321", email="who@example.org",
        )  # fmt: skip

    ticket = await scene.ticket()
    assert "13812345678" not in ticket.text
    assert (await scene.tickets())[0].reporter_id is None
    assert "秀英" not in str(vars(ticket))


async def test_danger_in_the_words_is_heard_whatever_the_code_says(scene, desk):
    async with system(desk) as platform:
        await platform.file(description="3栋2单元着火了,浓烟很大,快来人")

    ticket = await scene.ticket()
    assert (ticket.tier, ticket.kind) == ("E", "hazard")


async def test_what_is_confided_goes_to_the_named_person_alone(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file(description="老公打我,我不敢回家")
        seen = await platform.look(answer.json()[0]["service_request_id"])

    ticket = await scene.ticket()
    assert ticket.sensitivity == "s"
    assert ticket.owner_id == scene.ids["heart"]
    assert seen.status_code == 404


async def test_without_words_the_matter_itself_says_what_it_is(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file(service_code=LEAK_CODE, description=None)

    assert answer.status_code == 201
    assert (await scene.ticket()).text == "漏水渗水"


async def test_an_answer_in_xml_says_the_same(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file(f"{V2}/requests.xml")
        wrong = await platform.file(f"{V2}/requests.xml", address_id="NOWHERE")

    found = ET.fromstring(answer.content)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert (found.tag, found[0].tag) == ("service_requests", "request")
    assert found.findtext("request/service_request_id") == "0001"
    assert ET.fromstring(wrong.content).findtext("error/code") == "400"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml", 400),
        (b"{}", "application/json", 400),
        (b"x", "multipart/form-data; boundary=x", 400),
        (b"", "", 400),
        (b"service_code=%ff%fe", "application/x-www-form-urlencoded", 403),
        (b"a=1&" * 200, "application/x-www-form-urlencoded", 400),
        (b"description=" + b"x" * 200_000, "application/x-www-form-urlencoded", 413),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded", 400),
    ],
)
async def test_a_hostile_body_is_refused_before_anything_is_done(scene, desk, body, kind, status):
    async with system(desk) as platform:
        answer = await platform.browser.post(
            REQUESTS, content=body, headers={"Content-Type": kind}
        )  # fmt: skip

    assert answer.status_code in (status, 400)
    assert errors(answer)
    assert await scene.tickets() == []


async def test_what_looks_like_a_header_stays_in_the_words(scene, desk):
    async with system(desk) as platform:
        answer = await platform.file(description="灯坏了\r\nSet-Cookie: a=b", mark="m")

    assert "set-cookie" not in answer.headers
    assert (await scene.ticket()).text == "灯坏了\nSet-Cookie: a=b"


async def test_what_a_system_filed_lives_like_any_ticket_and_its_end_is_told(scene, desk):
    async with system(desk) as platform:
        await platform.file()
        await scene.deliver()
        async with desk.signed_in("sun") as browser:
            page = await browser.get("/console/tickets/1")
        await scene.press("wang", "我来办")
        await scene.press("wang", "办好了")
        await scene.say("wang", "灯泡换好了,试过了", group=False)
        waits = (await platform.look(1)).json()[0]
        await scene.wait(days=4)
        over = (await platform.look(1)).json()[0]

    assert page.status_code == 200
    assert (waits["status"], waits["status_notes"]) == ("open", "已办待核")
    assert over["status"] == "closed"
    assert (await scene.ticket()).closed_by == "silence"
