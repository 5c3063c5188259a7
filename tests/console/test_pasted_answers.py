"""What is said in the WeChat group about what was pasted from it, and until when its people are known."""

import re

from sqlalchemy import select

from handlers.privacy import retention
from handlers.tickets import verbs
from storage.pasted import PastedLineRow
from storage.people import PersonRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from tests.console.pasting import TALK, Form, callers, file, look, press
from tests.handlers.scene import GROUP

MARKER = "今天天气真好"
VIOLENCE = "小王 2026/11/30 09:20:00\n我老公又打我了,我好怕,住2栋\n"


async def test_the_words_to_copy_back_are_what_a_group_may_hear(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)

    text = page.text[page.text.index('<pre id="all">') :].split("</pre>")[0]
    assert "记下了:金桂园3栋2单元 楼道灯" in text
    assert "编号0001" in text
    assert "编号0002" in text
    for name in ("王姐", "李哥", "老张", "501", "王格"):
        assert name not in text


async def test_done_becomes_a_task_for_whoever_answers_in_the_group(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(session, "test/1", scene.now, channel="web")
            turn.person = await session.get(PersonRow, scene.ids["wang"])
            ticket = await queries.ticket(session, 1)
            await verbs.accept(turn, ticket)
            await verbs.finish(turn, ticket, result="换了新灯泡")
        page = (await browser.get("/console/sending")).text

    assert "微信群(金桂园群)里的3-2王姐、李哥" in page
    text = page[page.index("<pre>") :].split("</pre>")[0]
    assert "金桂园3栋2单元 楼道灯" in text
    assert "请您看看" in text
    assert "编号0001" in text
    assert "王姐" not in text
    assert page.count('class="errand"') == 1


async def test_declined_is_told_in_the_group_too_once(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(session, "test/2", scene.now, channel="web")
            turn.person = await session.get(PersonRow, scene.ids["sun"])
            ticket = await queries.ticket(session, 1)
            await verbs.decline(turn, ticket, reason="这是业主自己的灯,请找电工")
        page = (await browser.get("/console/sending")).text

    assert page.count('class="errand"') == 1
    assert "这是业主自己的灯,请找电工" in page


async def test_names_go_thirty_days_after_the_end_and_marks_after_two_weeks(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)
        undo = f"{page.url.path}/undo"
        await browser.post(undo, data={**Form(page.text, undo).fields, "ticket": "2"})

    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "plan", scene.now, channel="start")
        await retention.plan(turn)

    async with scene.database.transaction() as session:
        ticket = await session.get(TicketRow, 1)
        ticket.state, ticket.closed_at = "closed", scene.now

    await scene.wait(days=15)
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(PastedLineRow))) == []
    assert {row.name for row in await callers(scene)} == {"3-2王姐", "李哥"}

    await scene.wait(days=17)
    assert {row.name for row in await callers(scene)} == {""}


async def test_the_chat_of_huyings_own_groups_is_left_alone(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)

    assert await scene.rows(chat=GROUP) == []


ALL = (
    TALK
    + """
赵奶奶 2026/11/30 11:30:00
想给家里老人要个放大镜,住3栋

阿芳 2026/11/30 12:30:00
5栋门口的井盖翘起来了

小王 2026/11/30 13:20:00
我老公又打我了,我好怕,住2栋

小刘 2026/11/30 14:20:00
社区几点上班
"""
)


async def test_three_weeks_in_which_nobody_says_a_word_go_by_as_for_anybody(scene, desk):
    """Whoever cannot be written to is asked nothing, and no step of the road stumbles over it."""
    async with desk.signed_in("sun") as browser:
        page = await look(browser, ALL)
        ticks = [str(at) for at in range(page.text.count("<blockquote>"))]
        await press(browser, page, tick=ticks)
    kinds = [ticket.kind for ticket in await scene.tickets()]
    assert sorted(kinds) == ["complaint", "complaint", "hazard", "hazard", "question", "wish"]

    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "test/3", scene.now, channel="web")
        for ticket in [await queries.ticket(session, at + 1) for at in range(len(kinds))]:
            turn.person = await session.get(PersonRow, ticket.owner_id or scene.ids["liu"])
            if ticket.kind in ("complaint", "question"):
                await verbs.accept(turn, ticket)
                await verbs.finish(turn, ticket, result="看过了,修好了")
    await scene.wait(days=21)

    texts = [row.text for row in await scene.rows(chat="")]
    assert any("请您看看" in text for text in texts)
    told = "\n".join(row.text for row in await scene.rows())
    for name in ("王姐", "李哥", "老张", "赵奶奶", "阿芳", "小王"):
        assert name not in told, name
    assert await scene.in_group() == []
    assert not any("打我" in text for text in texts)


async def test_what_was_copied_back_into_the_group_is_no_new_matter(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)
        receipt = page.text[page.text.index('<pre id="all">') :].split("</pre>")[0].split(">")[1]
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(session, "test/4", scene.now, channel="web")
            turn.person = await session.get(PersonRow, scene.ids["sun"])
            ticket = await queries.ticket(session, 2)
            await verbs.decline(turn, ticket, reason="这是业主自己家的水管,请找物业修")
            turn.person = await session.get(PersonRow, scene.ids["wang"])
            ticket = await queries.ticket(session, 1)
            await verbs.accept(turn, ticket)
            await verbs.finish(turn, ticket, result="换了新灯泡")
        said = [receipt, *[row.text for row in await scene.rows(chat="")]]
        chat = "\n".join(f"小孙 2026/11/30 1{at}:00\n{text}\n" for at, text in enumerate(said))
        again = await look(browser, chat)

    assert len(said) == 3
    assert "没有看到要登记的事" in again.text


async def test_the_first_who_said_it_is_not_told_that_a_neighbour_had(scene, desk):
    chat = """老张 2026/11/30 09:10:12
6栋楼下水管漏水了

阿芳 2026/11/30 13:30:00
6栋楼下水管在漏水,没人修
"""
    async with desk.signed_in("sun") as browser:
        page = await file(browser, chat)

    assert "记下了:金桂园6栋" in page.text
    assert "邻居已报过" not in page.text


async def test_beside_the_words_to_copy_back_stands_whom_they_answer(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)
    copied = re.findall(r"<pre[^>]*>(.*?)</pre>", page.text, re.DOTALL)

    assert "回给 老张" in page.text
    assert "老张" not in " ".join(copied)


async def test_where_it_came_from_is_a_wechat_group_on_its_page_and_in_the_figures(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        page = await browser.get("/console/tickets/1")
        figures = await browser.get("/console/figures")
        behind = await browser.get("/console/figures/behind?of=registered&source=wechat")

    assert "· 微信群" in page.text
    assert "会放到待人工发送" in page.text
    assert "source=wechat" in figures.text
    assert "source=private" not in figures.text
    assert "0001" in behind.text
