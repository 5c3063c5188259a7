"""Several tickets done as one piece of work, on the office's pages."""

from datetime import timedelta

import pytest

from domain.projects import ProjectState
from storage.projects import ProjectRow
from tests.console.desk import field, post

LAMP, PIPE, DOOR = "3栋楼道灯坏了三天了", "2栋楼道灯也不亮", "4栋单元门锁坏了关不上"


@pytest.fixture
async def three(scene):
    """Three reports of two grids, and what was heard of them forgotten."""
    for who, words in (("li", LAMP), ("mei", PIPE), ("gao", DOOR)):
        await scene.say(who, words)
    assert [t.state for t in await scene.tickets()] == ["assigned"] * 3


def day(desk, days=7):
    return (desk.clock.now() + timedelta(days=days)).date().isoformat()


async def begun(desk, browser, who, title="楼道灯一起换"):
    """A project of the first two tickets, led by somebody."""
    page = await browser.get("/console/projects/new?tickets=1+2")
    person = str(desk.scene.ids[who])
    return await post(
        browser, page, "/console/projects", title=title, tickets=["1", "2"], person=person,
        day=day(desk),
    )  # fmt: skip


async def test_two_tickets_become_one_piece_of_work_and_their_reporters_hear_so(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        answer = await begun(desk, browser, "chen")
        page = await browser.get(answer.headers["location"])
    await scene.deliver()

    first, second, third = await scene.tickets()
    assert "楼道灯一起换" in page.text
    assert {first.doer_id, second.doer_id} == {scene.ids["chen"]}
    assert third.doer_id != scene.ids["chen"]
    assert any("请您牵头" in said for said in await scene.heard("chen"))


async def test_its_end_asks_each_reporter_and_nobody_else(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]
    async with desk.signed_in("chen") as browser:
        page = await browser.get(where)
        answer = await post(browser, page, f"{where}/finish", words="两栋的灯都换成了新的")
    await scene.deliver()

    assert answer.status_code == 303
    assert [t.state for t in await scene.tickets()] == ["reported", "reported", "assigned"]
    asked = [line for line in await scene.in_group() if "好" in line]
    assert len([line for line in asked if "0001" in line or "0002" in line]) >= 2


async def test_who_does_not_lead_it_cannot_say_that_it_is_done(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]
        page = await browser.get(where)
        answer = await browser.post(
            f"{where}/finish", data={"form_token": field(page, "form_token"), "words": "都换好了"}
        )

    assert answer.status_code == 409
    assert "牵头的人来说" in answer.text
    assert [t.state for t in await scene.tickets()] == ["assigned"] * 3


async def test_what_the_reporters_say_is_shown_with_the_project(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]
    async with desk.signed_in("chen") as browser:
        page = await browser.get(where)
        await post(browser, page, f"{where}/finish", words="两栋的灯都换成了新的")
        await scene.deliver()
        await scene.press("mei", "1 好了", group=True)

        shown = await browser.get(where)

    assert "解决了1,差一点0,没解决0,还没回1" in shown.text


async def test_a_ticket_belongs_to_one_open_project_only(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        await begun(desk, browser, "chen")
        again = await begun(desk, browser, "wang", title="再来一件")

    assert again.status_code == 409
    assert "再来一件" in again.text, "what was typed is kept"
    async with scene.database.reading() as session:
        assert await session.get(ProjectRow, 2) is None


async def test_given_up_its_tickets_go_on_with_their_owners(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]
        page = await browser.get(where)
        await post(browser, page, f"{where}/drop", words="分开办更快")
        again = await begun(desk, browser, "chen", title="又合在一起")

    async with scene.database.reading() as session:
        assert (await session.get(ProjectRow, 1)).state == ProjectState.DROPPED
    assert again.status_code == 303, "they may belong to another one now"


async def test_a_part_is_told_to_its_person_who_says_when_it_is_done(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]
        page = await browser.get(where)
        person = str(scene.ids["zhao"])
        await post(browser, page, f"{where}/share", words="买灯泡", person=person, day=day(desk, 2))
    await scene.deliver()
    async with desk.signed_in("zhao") as browser:
        page = await browser.get(where)
        answer = await post(browser, page, f"{where}/share_done")

    assert any("买灯泡" in said for said in await scene.heard("zhao"))
    assert answer.status_code == 303


async def test_another_worker_learns_not_even_that_it_exists(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        where = (await begun(desk, browser, "chen")).headers["location"]

    async with desk.signed_in("zhao") as browser:
        assert (await browser.get(where)).status_code == 404
        assert "楼道灯一起换" not in (await browser.get("/console/projects")).text
        assert (await browser.get("/console/projects/new?tickets=1")).status_code == 403


@pytest.mark.parametrize("tickets", ["99 100", "x", "9" * 40, ""])
async def test_odd_numbers_are_no_tickets(scene, desk, tickets):
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/projects/new", params={"tickets": tickets})

    assert page.status_code == 200
    assert "没有找到这些工单" in page.text


async def test_a_tickets_page_leads_to_the_small_matter_and_back(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/tickets/1")
        assert "/console/projects/new?tickets=1" in page.text
        where = (await begun(desk, browser, "chen")).headers["location"]
        page = await browser.get("/console/tickets/1")

    assert f'href="{where}"' in page.text
    assert "/console/projects/new?tickets=1" not in page.text


@pytest.mark.parametrize("who", ["wang", "zhao"])
async def test_a_worker_is_offered_none(scene, desk, three, who):
    async with desk.signed_in("sun") as browser:
        await begun(desk, browser, "chen")
    async with desk.signed_in(who) as browser:
        number = (await scene.tickets())[2].id if who == "zhao" else 1
        page = await browser.get(f"/console/tickets/{number}")

    assert "/console/projects/" not in page.text
    assert "/console/whistles/new" not in page.text


async def test_the_form_sent_twice_begins_one_and_refuses_nothing(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/projects/new?tickets=1+2")
        given = {"title": "楼道灯一起换", "tickets": ["1", "2"], "day": day(desk),
                 "person": str(scene.ids["chen"])}  # fmt: skip
        for _ in range(2):
            answer = await post(browser, page, "/console/projects", **given)
            assert answer.status_code == 303
        shown = await browser.get(answer.headers["location"])

    assert shown.text.count("楼道灯一起换") == 1


async def test_without_a_leader_it_asks_for_one(scene, desk, three):
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/projects/new?tickets=1+2")
        answer = await post(
            browser, page, "/console/projects", title="楼道灯一起换", tickets=["1", "2"], person="",
            day=day(desk),
        )  # fmt: skip

    assert answer.status_code == 409
    assert "请说一下交给谁" in answer.text
