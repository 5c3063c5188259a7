"""What another system may read: where things stand, and nothing of people."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from handlers.tickets import verbs
from storage.api import ApiRequestRow
from storage.people import PersonRow
from storage.places import set_state
from storage.privacy import letting_go
from storage.tickets.tables import TicketRow
from tests.console.api.systems import LAMP, NOISE_CODE, V2, errors, key_for, on_record, system
from tests.handlers.scene import MORNING

LIGHT = "金桂园3栋2单元501楼道灯坏了,我是王秀英"
LEAK = "金桂园3栋2单元401厨房漏水,漏到楼下了"


async def test_the_services_are_the_catalogue_without_what_needs_ones_own_yes(scene, desk):
    async with desk.browser() as browser:
        answer = await browser.get(f"{V2}/services.json")

    rows = {row["service_code"]: row for row in answer.json()}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert rows["repair.corridorlight"] == {
        "service_code": "repair.corridorlight", "service_name": "楼道灯", "description": "楼道灯",
        "metadata": True, "type": "realtime", "keywords": "楼道灯,过道灯,声控灯,梯灯,摸黑",
        "group": "房屋维修",
    }  # fmt: skip
    assert not {"care.mind", "care.aid", "safe.violence", "svc.wish"} & rows.keys()
    assert len(rows) > 70


async def test_a_definition_says_where_it_may_be(scene, desk):
    async with desk.browser() as browser:
        answer = await browser.get(f"{V2}/services/repair.corridorlight.json")
        none = [
            await browser.get(f"{V2}/services/{code}.json") for code in ("care.mind", "no", "%00")
        ]

    attribute = answer.json()["attributes"][0]
    assert answer.json()["service_code"] == "repair.corridorlight"
    assert (attribute["code"], attribute["datatype"]) == ("place", "singlevaluelist")
    assert {"key": "JGY/3", "name": "金桂园3栋"} in attribute["values"]
    assert {"key": "JGY-E", "name": "金桂园东门"} in attribute["values"]
    assert [one.status_code for one in none] == [404] * 3


async def test_the_discovery_names_the_endpoint_in_both_forms(scene, desk):
    async with desk.browser() as browser:
        told = await browser.get("/api/open311/discovery.json")
        written = await browser.get("/api/open311/discovery.xml")

    (endpoint,) = told.json()["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"] == "http://127.0.0.1:8080/api/open311/v2"
    found = ET.fromstring(written.content)
    assert found.tag == "discovery"
    assert [one.text for one in found.iter("format")] == endpoint["formats"]


async def test_a_request_is_read_without_room_name_or_words(scene, desk):
    await scene.say("li", LIGHT)
    async with system(desk, "read") as platform:
        answer = await platform.look("0001")

    (row,) = answer.json()
    assert row == {
        "service_request_id": "0001", "status": "open", "status_notes": "已派单",
        "service_name": "楼道灯", "service_code": "repair.corridorlight",
        "description": "金桂园3栋2单元:楼道灯", "agency_responsible": "西流湾社区",
        "service_notice": None, "requested_datetime": "2026-12-01T02:00:00Z",
        "updated_datetime": "2026-12-01T02:00:00Z", "expected_datetime": row["expected_datetime"],
        "address": "金桂园3栋2单元", "address_id": "JGY/3/2", "zipcode": None, "lat": None,
        "long": None, "media_url": None,
    }  # fmt: skip
    assert row["expected_datetime"].endswith("Z")


async def test_what_goes_on_in_another_ticket_names_it_until_they_are_parted(scene, desk):
    await scene.say("li", LIGHT)
    async with system(desk) as platform:
        await platform.file()
        await as_officer(scene, verbs.merge, 2, 1)
        merged = (await platform.look(2)).json()[0]
        await as_officer(scene, verbs.unmerge, 2)
        parted = (await platform.look(2)).json()[0]

    assert (merged["status"], merged["service_notice"]) == (
        "closed",
        "和 0001 是同一件事,请看 0001。",
    )
    assert (parted["status"], parted["service_notice"]) == ("open", None)


async def as_officer(scene, verb, number, *given):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(
            session, f"x/{verb.__name__}", scene.now, channel="console"
        )
        turn.person = await session.get(PersonRow, scene.ids["sun"])
        await verb(turn, await session.get(TicketRow, number), *given)


async def test_of_what_is_in_a_home_only_the_building_is_told(scene, desk):
    await scene.say("li", LEAK)
    async with system(desk, "read") as platform:
        answer = await platform.look(1)

    assert answer.json()[0]["address"] == "金桂园3栋"
    assert "401" not in answer.text
    assert "2单元" not in answer.text


async def test_of_somebody_without_a_name_only_the_building_is_told(scene, desk):
    await scene.say("li", "匿名反映:金桂园3栋2单元楼道灯坏了", group=False)
    assert (await scene.ticket()).anonymous
    async with system(desk, "read") as platform:
        answer = await platform.look(1)

    assert answer.json()[0]["address_id"] == "JGY/3"


async def test_of_a_wish_not_even_the_building_is_told(scene, desk):
    await scene.say("mei", "金桂园3栋101想请人修收音机", group=False)
    assert (await scene.ticket()).wish
    async with system(desk, "read") as platform:
        answer = await platform.look(1)

    assert answer.json()[0]["address"] == "西流湾社区"
    assert answer.json()[0]["address_id"] is None


async def test_private_and_sensitive_matters_do_not_exist_for_others(scene, desk):
    await scene.say("li", "金桂园3栋2单元401住户天天半夜唱歌太吵了")
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    assert [ticket.sensitivity for ticket in await scene.tickets()] == ["p", "s"]

    async with system(desk) as platform:
        alone = [await platform.look(number) for number in (1, 2)]
        both = await platform.get(f"{V2}/requests.json", service_request_id="1,2")
        every = await platform.get(f"{V2}/requests.json")

    assert [one.status_code for one in (*alone, both)] == [404] * 3
    assert every.json() == []


async def test_a_system_reads_its_own_words_and_what_it_filed_in_private(scene, desk):
    async with system(desk) as platform, system(desk, name="另一家") as other:
        await platform.file()
        noise = await platform.file(service_code=NOISE_CODE, description="半夜唱歌")
        own, own_noise = await platform.look(1), await platform.look(2)
        strange, strange_noise = await other.look(1), await other.look(2)

    assert noise.status_code == 201
    assert own.json()[0]["description"] == LAMP
    assert own_noise.json()[0]["description"] == "半夜唱歌"
    assert LAMP not in strange.text
    assert strange_noise.status_code == 404
    (look,) = await on_record(scene, "tickets.listed")
    assert look.facts == {"why": "api", "tickets": [2], "key": 1}


async def test_after_two_years_a_systems_own_words_and_marks_are_gone(scene, desk):
    async with system(desk) as platform:
        await platform.file(mark="case-1")
        async with scene.database.transaction() as session:
            await letting_go.anonymise(session, {1: ("JGY/3", "金桂园3栋")}, scene.now)
        row = (await platform.look(1)).json()[0]
        lost = await platform.get(f"{V2}/tokens/case-1.json")

    assert row["description"] == "金桂园3栋:楼道灯"
    assert lost.status_code == 404
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(ApiRequestRow))) == []


async def test_what_is_done_is_closed_and_says_when(scene, desk):
    await scene.say("li", "3栋楼道灯坏了三天了")
    await scene.wait(hours=1)
    await scene.say("li", "好了,谢谢")
    async with system(desk, "read") as platform:
        row = (await platform.look(1)).json()[0]
        closed = await platform.get(f"{V2}/requests.json", status="closed")
        live = await platform.get(f"{V2}/requests.json", status="open")
        both = await platform.get(f"{V2}/requests.json", status="open,closed")

    assert (row["status"], row["status_notes"]) == ("closed", "已办结")
    assert row["updated_datetime"] == "2026-12-01T03:00:00Z"
    assert (len(closed.json()), len(live.json()), len(both.json())) == (1, 0, 1)


async def test_without_dates_the_last_ninety_days_are_meant(scene, desk):
    await old_tickets(scene, 0, 89, 91)
    async with system(desk, "read") as platform:
        latest = await platform.get(f"{V2}/requests.json")
        since = await platform.get(f"{V2}/requests.json", start_date=day(-100))
        until = await platform.get(f"{V2}/requests.json", end_date=day(-90))
        between = await platform.get(
            f"{V2}/requests.json", start_date=day(-90), end_date=day(-88)
        )  # fmt: skip

    assert [len(one.json()) for one in (latest, since, until, between)] == [2, 2, 1, 1]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"}, "90"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"start_date": "2026-12-01T00:00:00"}, "时区"),
        ({"end_date": "0001-01-01T00:00:00+08:00"}, "end_date"),
        ({"start_date": "9999-12-31T00:00:00Z"}, "start_date"),
        ({"end_date": "0001-01-01T00:00:00Z"}, "start_date"),
        ({"status": "done"}, "status"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "-1"}, "page_size"),
        ({"page_size": "9" * 40}, "page_size"),
        ({"before": "x"}, "before"),
        ({"page": "2", "page_size": "3"}, "Link"),
        ({"start_date": "2026-12-01T00:00:00Z", "end_date": "2026-11-30T00:00:00Z"}, "end_date"),
        ({"service_code": ",".join(["a"] * 200)}, "service_code"),
        ({"service_request_id": ",".join(["1"] * 200)}, "service_request_id"),
    ],
)
async def test_a_question_that_makes_no_sense_is_answered_with_a_reason(scene, desk, asked, word):
    async with system(desk, "read") as platform:
        answer = await platform.get(f"{V2}/requests.json", **asked)

    assert answer.status_code == 400
    assert errors(answer) == [400]
    assert word in answer.text


async def test_an_empty_parameter_is_as_good_as_none(scene, desk):
    await scene.say("li", "3栋楼道灯坏了三天了")
    names = ("jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date",
             "status", "page_size", "before")  # fmt: skip
    async with system(desk, "read") as platform:
        answer = await platform.get(f"{V2}/requests.json", **dict.fromkeys(names, ""))

    assert len(answer.json()) == 1


async def test_pages_follow_each_other_and_miss_nothing(scene, desk):
    await old_tickets(scene, *range(7))
    async with system(desk, "read") as platform:
        page = await platform.get(f"{V2}/requests.json", page_size=3, api_key="nobody's")
        numbers = [row["service_request_id"] for row in page.json()]
        while link := page.headers.get("link"):
            address = link.partition("<")[2].partition(">")[0]
            assert "api_key" not in address
            page = await platform.get(address)
            numbers += [row["service_request_id"] for row in page.json()]

    assert numbers == ["0001", "0002", "0003", "0004", "0005", "0006", "0007"]


async def test_several_are_asked_for_by_number_and_by_code(scene, desk):
    await old_tickets(scene, 1, 2)
    await scene.say("li", "金桂园6栋路灯不亮")
    async with system(desk, "read") as platform:
        by_number = await platform.get(f"{V2}/requests.json", service_request_id="0001, 3,77,x")
        by_code = await platform.get(f"{V2}/requests.json", service_code="road.lamp,no.such")

    assert [row["service_request_id"] for row in by_number.json()] == ["0001", "0003"]
    assert [row["service_request_id"] for row in by_code.json()] == ["0003"]


async def test_xml_and_json_tell_the_same(scene, desk):
    async with system(desk) as platform:
        await platform.file(description='<script>&"灯"</script>\u0085')
        told = (await platform.look(1)).json()[0]
        written = await platform.get(f"{V2}/requests/1.xml")

    found = ET.fromstring(written.content)[0]
    assert written.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert {one.tag: one.text for one in found} == told
    assert "<script>" in told["description"]


async def test_nothing_is_given_out_while_exports_are_frozen(scene, desk):
    await scene.say("li", "3栋楼道灯坏了三天了")
    async with scene.database.transaction() as session:
        await set_state(session, "privacy.frozen", {"at": "now"})
    async with system(desk, "read") as platform:
        answers = [await platform.look(1), await platform.get(f"{V2}/requests.json")]

    assert [one.status_code for one in answers] == [403, 403]


async def test_an_english_deployment_answers_in_english(scene, desk):
    async with desk.browser(cookies={"huying_language": "en"}) as browser:
        answer = await browser.get(f"{V2}/services/no.such.json")

    assert answer.json()[0]["description"].startswith("There is no such service")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/open311", f"{V2}/requests", f"{V2}/x.xml",
                                  f"{V2}/requests.csv", f"{V2}/services/road.lamp"])  # fmt: skip
async def test_an_address_that_is_none_says_so_in_the_same_form(scene, desk, path):
    key = await key_for(scene)
    async with desk.browser() as browser:
        answer = await browser.get(path, headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == 404
    if path.endswith(".xml"):
        assert ET.fromstring(answer.content).findtext("error/code") == "404"
    else:
        assert errors(answer) == [404]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_another_method_is_told_which_there_are(scene, desk, method):
    async with desk.browser() as browser:
        answer = await browser.request(method, f"{V2}/requests.json")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert errors(answer) == [405]


async def old_tickets(scene, *days):
    """Lamps that were reported so many days ago."""
    for ago in days:
        await scene.say("li", f"金桂园{ago % 8 + 1}栋楼道灯坏了,第{ago}次")
    async with scene.database.transaction() as session:
        rows = list(await session.scalars(select(TicketRow).order_by(TicketRow.id)))
        for row, ago in zip(rows, days, strict=True):
            row.created_at = MORNING - timedelta(days=ago)


def day(ago):
    return (MORNING + timedelta(days=ago)).isoformat()
