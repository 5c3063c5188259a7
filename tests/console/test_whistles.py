"""Departments called to what the street cannot finish alone, on the office's pages."""

import pytest

from tests.console.desk import field, post

HEAP = "3栋后面有人乱搭棚子占了路"


@pytest.fixture
async def heap(scene):
    await scene.say("li", HEAP)
    assert len(await scene.tickets()) == 1


async def asked(browser, units="城管中队\n派出所", urgency="ordinary"):
    page = await browser.get("/console/whistles/new?tickets=1")
    return await post(
        browser, page, "/console/whistles", topic="后面搭的棚子请来看看", tickets="1",
        units=units, urgency=urgency,
    )  # fmt: skip


async def test_the_office_blows_and_each_department_is_called_with_its_words_ready(
    scene, desk, heap
):
    async with desk.signed_in("sun") as browser:
        where = (await asked(browser)).headers["location"]
        page, sending = await browser.get(where), await browser.get("/console/sending")

    assert page.text.count("还没到时间") == 2
    assert "请告诉城管中队:后面搭的棚子请来看看" in sending.text
    assert "请告诉派出所" in sending.text


async def test_a_chief_asks_and_the_office_decides(scene, desk, heap):
    async with desk.signed_in("chen") as browser:
        where = (await asked(browser)).headers["location"]
        page = await browser.get(where)
        token = field(page, "form_token")
        refused = await browser.post(f"{where}/blow", data={"form_token": token})
    await scene.deliver()

    assert "等社区定" in page.text
    assert refused.status_code == 409
    assert any("想请部门到场" in said for said in await scene.heard("sun"))

    async with desk.signed_in("sun") as browser:
        page = await browser.get(where)
        assert (await post(browser, page, f"{where}/blow")).status_code == 303
        assert "已吹哨" in (await browser.get(where)).text


async def test_refused_with_a_reason_that_the_chief_hears(scene, desk, heap):
    async with desk.signed_in("chen") as browser:
        where = (await asked(browser)).headers["location"]
    async with desk.signed_in("sun") as browser:
        page = await browser.get(where)
        await post(browser, page, f"{where}/refuse", words="先和户主谈谈")
    await scene.deliver()

    assert any("先和户主谈谈" in said for said in await scene.heard("chen"))


async def test_who_is_not_there_in_time_is_shown_and_told(scene, desk, heap):
    async with desk.signed_in("sun") as browser:
        where = (await asked(browser, urgency="urgent")).headers["location"]
        page = await browser.get(where)
        await post(browser, page, f"{where}/arrive", unit="1")
        await scene.live_until(scene.now.replace(hour=scene.now.hour + 1))
        desk.clock.pass_(hours=1)
        page = await browser.get(where)

    said = await scene.heard("sun")
    assert "已到场" in page.text
    assert "未报到" in page.text
    assert any("派出所" in line and "城管中队" not in line for line in said if "还没到场" in line)


async def test_minutes_are_kept_on_the_ticket_and_parts_have_a_date(scene, desk, heap):
    async with desk.signed_in("sun") as browser:
        where = (await asked(browser)).headers["location"]
        page = await browser.get(where)
        await post(browser, page, f"{where}/meet", words="三天内自己拆,不拆再来")
        page = await browser.get(where)
        day = desk.clock.now().date().replace(day=9).isoformat()
        await post(browser, page, f"{where}/share", words="复查", whom="unit/1", day=day)
        page = await browser.get(where)
        await post(browser, page, f"{where}/mark", unit="1", ours="4", theirs="5")
        page, ticket = await browser.get(where), await browser.get("/console/tickets/1")
        closed = await post(browser, page, f"{where}/close")

    assert "社区给4分" in page.text
    assert "复查" in page.text
    assert "三天内自己拆" in ticket.text
    assert closed.status_code == 303


async def test_a_whistle_calls_somebody(scene, desk, heap):
    async with desk.signed_in("sun") as browser:
        nobody = await asked(browser, units=" ,、\n")
        many = await asked(browser, units="\n".join(f"单位{n}" for n in range(13)))

    assert {nobody.status_code, many.status_code} == {409}
    assert "后面搭的棚子请来看看" in nobody.text


async def test_a_grid_worker_calls_no_departments(scene, desk, heap):
    async with desk.signed_in("wang") as browser:
        answer = await asked(browser)

    assert answer.status_code == 409


async def test_a_sensitive_matter_is_nobody_elses(scene, desk):
    await scene.say("mei", "老公打我,我不敢回家", group=False)

    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/whistles/new?tickets=1")

    assert "没有找到这些工单" in page.text


async def test_a_tickets_page_leads_a_chief_to_the_whistle_and_shows_it_from_then_on(
    scene, desk, heap
):
    async with desk.signed_in("chen") as browser:
        page = await browser.get("/console/tickets/1")
        assert "/console/whistles/new?tickets=1" in page.text
        where = (await asked(browser)).headers["location"]
        page = await browser.get("/console/tickets/1")
    async with desk.signed_in("sun") as browser:
        seen = await browser.get("/console/tickets/1")

    assert f'href="{where}"' in page.text
    assert f'href="{where}"' in seen.text


async def test_the_form_sent_twice_blows_once(scene, desk, heap):
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/whistles/new?tickets=1")
        for _ in range(2):
            answer = await post(
                browser, page, "/console/whistles", topic="后面搭的棚子请来看看", tickets="1",
                units="城管中队", urgency="urgent",
            )  # fmt: skip
            assert answer.status_code == 303
        shown = await browser.get(answer.headers["location"])
        sending = await browser.get("/console/sending")

    assert shown.text.count("后面搭的棚子请来看看") == 1
    assert sending.text.count("请告诉城管中队") == 1
