"""Buttons, invitations and the sample's people in the web chat."""

import pytest
from sqlalchemy import select

from domain.areas import RoleName
from handlers import people, posters
from storage.inbox import InboxRow
from storage.people import RoleRow
from storage.tickets.tables import TicketEventRow
from storage.web import WebAccountRow
from tests.bot.channels.courtyard import PLAYED, Courtyard, news, press, say, shown, until_true
from tests.handlers.scene import GROUP, MORNING, build

LAMP = "3栋2单元楼道灯坏了三天了"


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


@pytest.fixture
async def sample(database, tmp_path):
    async with Courtyard(await build(database), tmp_path, personas=PLAYED).awake() as made:
        yield made


async def test_an_invitations_link_opens_a_private_chat_and_gives_the_role(yard):
    code = await invited(yard)
    async with yard.browser() as browser:
        answer = await browser.get(f"/c/start/{code}")
        chat = answer.headers["location"].removeprefix("/c/")
        await shown(browser, "网格员", chat)

    role = (await yard.rows(select(RoleRow).order_by(RoleRow.id.desc())))[0]
    assert (role.role, role.area) == ("grid_worker", "XL-2")


async def test_a_posters_link_opens_a_private_chat_in_which_the_place_is_known(yard):
    async with yard.scene.database.reading() as session:
        code = posters.code_of(await yard.scene.community.world(session), "JGY/3")
    async with yard.browser() as browser:
        answer = await browser.get(f"/c/start/{code}")
        chat = answer.headers["location"].removeprefix("/c/")
        await shown(browser, "您在金桂园3栋", chat)
        await say(browser, "楼道灯坏了三天了", chat)
        await shown(browser, "编号0001", chat)

    assert [ticket.place for ticket in await yard.tickets()] == ["JGY/3"]


async def test_a_preview_of_an_invitations_link_does_not_use_it_up(yard):
    code = await invited(yard)
    async with yard.browser() as browser:
        await browser.head(f"/c/start/{code}")
        for headers in ({"user-agent": "TelegramBot (like TwitterBot)"}, {"purpose": "prefetch"}):
            await browser.get(f"/c/start/{code}", headers=headers)

    assert await yard.rows(select(WebAccountRow.id)) == []


async def test_a_worker_takes_the_work_by_a_button_that_counts_once(yard):
    async with yard.neighbour() as browser, yard.staff("wang") as worker:
        await say(browser, LAMP)
        page = await shown(worker, "我来办", "p.wang")
        for _ in range(2):
            await press(worker, page, "我来办", "p.wang")
        await shown(worker, "归您了", "p.wang")
    await until_true(lambda: yard.program.pump.idle)

    assert (await yard.tickets())[0].state == "accepted"
    assert (await yard.rows(select(TicketEventRow.act))).count("accept") == 1


async def test_the_reporter_alone_answers_whether_it_is_solved(yard):
    async with (
        yard.neighbour() as browser,
        yard.neighbour("王叔") as other,
        yard.staff("wang") as worker,
    ):
        await say(browser, LAMP)
        await press(worker, await shown(worker, "我来办", "p.wang"), "我来办", "p.wang")
        await press(worker, await shown(worker, "办好了", "p.wang"), "办好了", "p.wang")
        await shown(worker, "怎么办好的", "p.wang")
        await say(worker, "换了新灯泡,亮了", "p.wang")
        page = await shown(browser, "1 好了")

        async with other.stream("GET", "/c/live", params={"chat": GROUP, "after": "g"}) as live:
            await press(other, page, "1 好了")
            toast = await news(live.aiter_lines(), "toast")
        assert "问的是别人" in toast["text"]
        assert (await yard.tickets())[0].state == "reported"

        await press(browser, page, "1 好了")
        await shown(browser, "谢谢您告诉我们")

    assert (await yard.tickets())[0].state == "closed"


@pytest.mark.parametrize("token", ["", "invented", "x" * 5000, "'; --"])
async def test_a_button_that_huying_never_gave_does_nothing(yard, token):
    async with yard.neighbour() as browser:
        await say(browser, LAMP)
        await shown(browser, "编号")
        answer = await browser.post(f"/c/{GROUP}/press", data={"token": token})
        await say(browser, "6栋楼下水管漏水了")
        await shown(browser, "编号0002")  # what came after the press was handled, too

    assert answer.status_code == 303
    assert {ticket.state for ticket in await yard.tickets()} == {"assigned"}
    assert await yard.rows(select(InboxRow).where(InboxRow.state == "parked")) == []


async def test_on_this_machine_one_browser_plays_everybody_of_the_sample(sample):
    async with sample.browser() as browser:
        await browser.get("/")
        world = await browser.get("/")
        private = await browser.get("/c/p.neighbour")
        await say(browser, "早上好", **{"as": "neighbour"})
        page = await shown(browser, "早上好")

    assert "林湘新苑居民群" in world.text
    assert private.status_code == 200
    assert 'aria-label="王叔"' in page


async def test_a_samples_group_link_gives_nobody_elses_account(sample):
    async with sample.neighbour() as browser:
        group, private = await browser.get(f"/c/{GROUP}"), await browser.get("/c/p.resident")

    assert "林湘新苑居民群" not in group.text
    assert private.status_code == 404


async def invited(yard):
    """A code that makes somebody a worker of the second grid."""
    async with yard.scene.database.transaction() as session:
        world = await yard.scene.community.world(session)
        made = await people.invite(
            session, world, at=MORNING, role=RoleName.GRID_WORKER, area="XL-2",
            name="小周", household=None,
        )  # fmt: skip
        return made.code
