"""Ten minutes in which what was pasted from a WeChat group is taken back."""

from sqlalchemy import select

from domain.pasted import UNDO
from storage.audit import AuditRow
from storage.outbox import OutboxRow
from storage.pasted import PastedLineRow
from storage.tickets.tables import TicketReporterRow
from tests.console.pasting import PASTE, TALK, Form, callers, file, look, press

MARKER = "今天天气真好"
VIOLENCE = "小王 2026/11/30 09:20:00\n我老公又打我了,我好怕,住2栋\n"


async def test_within_ten_minutes_all_of_it_is_taken_back_without_a_word(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser, TALK + "\n阿芳 2026/11/30 10:30:00\n5栋门口的井盖翘起来了\n")
        undo = f"{page.url.path!s}/undo"
        desk.clock.pass_(minutes=9)
        answer = await browser.post(undo, data=Form(page.text, undo).fields)
        begin = await browser.get(answer.headers["location"])
        again = await look(browser)

    assert "已撤回3件" in begin.text
    assert {t.state for t in await scene.tickets()} == {"withdrawn"}
    assert await callers(scene) == []
    assert "上次已登记" not in again.text
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(PastedLineRow))) == []
        by_hand = select(OutboxRow).where(OutboxRow.state == "person")
        assert list(await session.scalars(by_hand)) == []
        undone = await session.scalars(select(AuditRow).where(AuditRow.act == "pasted.undone"))
        assert {row.actor_id for row in undone} == {scene.ids["sun"]}


async def test_one_ticket_of_several_is_taken_back_alone(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)
        undo = f"{page.url.path}/undo"
        answer = await browser.post(undo, data={**Form(page.text, undo).fields, "ticket": "2"})

    assert answer.headers["location"] == page.url.path
    assert [t.state for t in await scene.tickets()] == ["assigned", "withdrawn"]


async def test_a_household_that_joined_steps_back_and_the_ticket_goes_on(scene, desk):
    await scene.say("li", "6栋楼下水管漏水了")

    async with desk.signed_in("sun") as browser:
        page = await file(browser, tick="1")
        undo = f"{page.url.path}/undo"
        await browser.post(undo, data=Form(page.text, undo).fields)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.people) == ("assigned", 1)
    async with scene.database.reading() as session:
        assert len(list(await session.scalars(select(TicketReporterRow)))) == 1


async def test_after_ten_minutes_nothing_is_taken_back_here(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)
        undo = f"{page.url.path}/undo"
        desk.clock.at += UNDO
        desk.clock.pass_(seconds=1)
        answer = await browser.post(undo, data=Form(page.text, undo).fields)
        later = await browser.get(page.url.path)

    assert answer.status_code == 409
    assert "已经过了十分钟" in answer.text
    assert "全部撤回" not in later.text
    assert {t.state for t in await scene.tickets()} == {"assigned"}


async def test_nobody_sees_or_undoes_what_a_colleague_filed(scene, desk):
    async with desk.signed_in("sun") as sun, desk.signed_in("liu") as liu:
        page = await file(sun)
        token = Form((await liu.get(PASTE)).text, PASTE).fields["form_token"]
        seen = await liu.get(page.url.path)
        undone = await liu.post(f"{page.url.path}/undo", data={"form_token": token})

    assert seen.status_code == 404
    assert undone.status_code == 409
    assert {t.state for t in await scene.tickets()} == {"assigned"}


async def test_a_wish_a_danger_and_a_matter_for_the_named_are_taken_back_alike(scene, desk):
    chat = """赵奶奶 2026/11/30 11:30:00
想给家里老人要个放大镜,住3栋

阿芳 2026/11/30 12:30:00
5栋门口的井盖翘起来了

小王 2026/11/30 13:20:00
我老公又打我了,我好怕,住2栋
"""
    async with desk.signed_in("sun") as browser:
        looked = await look(browser, chat)
        filed = await press(browser, looked, tick=["0", "1", "2"])
        page = await browser.get(filed.headers["location"])
        undo = f"{page.url.path}/undo"
        await browser.post(undo, data=Form(page.text, undo).fields)

    assert [ticket.state for ticket in await scene.tickets()] == ["withdrawn"] * 3
    await scene.wait(days=3)
    assert [row.text for row in await scene.rows(chat="")] == []
