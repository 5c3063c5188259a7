"""Who would get this? What is shown is what happens, and nothing of it is kept."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from handlers import trying
from handlers.responsibility import Kind, Wanted, change
from storage.base import Base
from storage.changes import ChangeRow
from storage.chats import ChatRow, chat_at
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow, touch_revision
from storage.tickets.tables import TicketRow
from tests.console.desk import post

PAGE = "/console/responsibility/try"
LAMP = "3栋2单元楼道灯坏了三天了"
TEXTS = [
    LAMP,
    "6栋楼下水管漏水了",
    "5栋门口垃圾桶满了没人收,臭死了",
    "3栋着火了,快来人",
    "7栋1单元电梯停了,老人下不来",
    "东门井盖不见了",
    "楼上每天半夜还在吵,烦死了,4栋",
    "能不能在小广场装个长椅",
    "想要一个放大镜,眼睛看不清",
    "2栋和3栋的灯都坏了",
    "灯坏了",
    "林湘新苑的路灯不亮",
    "今天天气真好",
    "社区几点上班",
    "谁家的快递放在门口了",
]
SAME = ("kind", "category", "tier", "sensitivity", "owner_role", "level", "reason", "accept_by",
        "respond_by", "finish_by")  # fmt: skip


async def rows(scene):
    """How many rows each table has."""
    async with scene.database.reading() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


async def tried(scene, text, *, group=True):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "try/1", scene.now, channel="console")
        chat = await chat_at(session, (await _group(session)).address) if group else None
        return await trying.live(turn, text, chat)


async def _group(session):
    return await session.scalar(select(ChatRow))


@pytest.mark.parametrize("group", [True, False])
async def test_what_is_tried_is_what_happens(scene, group):
    for number, text in enumerate(TEXTS):
        who = f"r{number}"  # somebody whom huying has not met, as in a trial
        before, heard = len(await scene.tickets()), len(await scene.in_group())
        found = await tried(scene, text, group=group)
        await scene.open_private(who)
        if found.heard:
            await scene.say(who, text, group=group)

        real = (await scene.tickets())[before:]
        assert [_facts(one) for one in found.tickets] == [_row(row) for row in real], text
        assert _words(found.group) == _numberless((await scene.in_group())[heard:]), text
        if not group:
            assert _words(found.private) == _numberless(await scene.heard(who)), text


def _facts(one):
    return {name: getattr(one.ticket, name) for name in SAME} | {
        "owner_id": one.owner, "doer_id": one.doer, "community": one.community, "wish": one.wish,
        "place": one.place,
    }  # fmt: skip


def _row(row):
    ours = ("owner_id", "doer_id", "community", "wish", "place")
    return {name: getattr(row, name) for name in (*SAME, *ours)}


def _words(said):
    return [one.text for one in said if one.text]


def _numberless(texts):
    return [re.sub(r"00\d\d", trying.NO_NUMBER, text) for text in texts]


async def test_nothing_of_it_is_kept_and_no_number_is_used_up(scene):
    before = await rows(scene)

    for text in (LAMP, "3栋着火了,快来人", "老公打我,我不敢回家", "我要请假到明天"):
        await tried(scene, text)
        await tried(scene, text, group=False)

    assert await rows(scene) == before
    await scene.say("li", LAMP)
    assert (await scene.ticket()).id == 1


async def test_the_page_shows_the_whole_reasoning(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        group = re.search(r'value="(group:\d+)"', page.text)[1]
        answer = await post(browser, page, PAGE, text=LAMP, where=group)

    text = unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert answer.status_code == 200
    for told in ("楼道灯", "直接登记", "王格", "由他接", "这里归“第一网格”管", "网格长 陈长", "刘值",
                 "签收", "联系居民", "办结"):  # fmt: skip
        assert told in text, told
    assert re.search(r"<mark>[^<]*灯[^<]*</mark>", answer.text)
    assert trying.NO_NUMBER in answer.text
    assert "2000000001" not in answer.text
    assert await scene.rows() == []


async def test_leave_deputy_and_chief_are_shown_as_they_count(scene, desk):
    async with scene.database.transaction() as session:
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["wang"]))
        role.away_from = role.away_to = scene.now.date()
        await touch_revision(session)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, PAGE, text=LAMP, where="place:JGY")
        tomorrow = (scene.now + timedelta(days=1)).date().isoformat()
        later = await post(
            browser, page, PAGE, text=LAMP, where="place:JGY", at=f"{tomorrow}T09:00"
        )

    here = unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert "请假到2026-12-01" in here
    assert "没有替补" in here
    assert re.search(r"网格长 陈长\s*由他接", here)
    assert re.search(r"网格员 王格\s*由他接", unescape(re.sub(r"<[^>]+>", "", later.text)))


async def test_what_is_planned_counts_from_its_day_on_and_stays_planned(scene, desk):
    tomorrow = (scene.now + timedelta(days=1)).date()
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "plan", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids["sun"])
        await change(turn, Wanted(Kind.GIVE, "XL-1", tomorrow, person=scene.ids["zhao"],
                                  role="grid_worker", other=scene.ids["wang"]))  # fmt: skip
    before = await rows(scene)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        today, then = [
            unescape(re.sub(r"<[^>]+>", "", (await post(
                browser, page, PAGE, text=LAMP, where="place:JGY", at=at)).text))
            for at in ("", f"{tomorrow.isoformat()}T09:00")
        ]  # fmt: skip

    assert re.search(r"网格员 王格\s*由他接", today)
    assert re.search(r"网格员 赵格\s*由他接", then)
    assert "王格" not in then
    assert {n: c for n, c in (await rows(scene)).items() if n in ("roles", "planned_changes")} == {
        n: before[n] for n in ("roles", "planned_changes")
    }
    async with scene.database.reading() as session:
        assert [row.state for row in await session.scalars(select(ChangeRow))] == ["waiting"]
        held = await session.scalars(select(RoleRow.person_id).where(RoleRow.area == "XL-1"))
        assert scene.ids["wang"] in set(held)


async def test_of_a_sensitive_text_the_page_says_only_that_it_is_for_the_named(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, PAGE, text="老公打我,我不敢回家", where="private")

    assert "只交给指定的人" in answer.text
    assert "郑谈" not in answer.text
    assert "工作人员收到什么" not in answer.text


async def test_an_open_ticket_for_the_same_thing_is_named(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, PAGE, text=LAMP, where="place:JGY")

    assert "/console/tickets/1" in answer.text
    assert len(await scene.tickets()) == 1


async def test_chat_in_a_group_is_shown_as_chat(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, PAGE, text="今天天气真好", where="place:JGY")

    assert "闲聊。群里这样说" in answer.text


async def test_a_place_without_a_grid_is_shown_in_red(scene, desk):
    async with scene.database.transaction() as session:
        (await session.get(AreaRow, "XL")).covers = []
        (await session.get(AreaRow, "XL-1")).covers = []
        await touch_revision(session)

    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, PAGE, text=LAMP, where="place:JGY")

    assert "还没有划给哪个网格" in answer.text


async def test_odd_forms_get_an_answer_and_no_fault(desk):
    odd = [{"text": "\x00"}, {"text": LAMP, "where": "group:999999999999"}, {"text": "灯" * 20_000},
           {"text": LAMP, "where": "place:NOWHERE", "at": "9999-99-99T99:99"},
           {"text": LAMP, "at": "0001-01-01T00:00"}, {"text": "/off 明天"}, {"text": "/console"},
           {"text": "<b>3栋灯坏了</b>", "where": "\x00"}]  # fmt: skip
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answers = [await post(browser, page, PAGE, **form) for form in odd]

    assert {answer.status_code for answer in answers} == {200}
    assert "<b>3栋" not in answers[-1].text


async def test_grid_workers_have_no_such_page(desk):
    async with desk.signed_in("wang") as browser:
        assert (await browser.get(PAGE)).status_code == 403


async def test_no_real_ticket_has_a_number_beyond(scene):
    await scene.say("li", LAMP)

    async with scene.database.reading() as session:
        assert await session.scalar(select(func.max(TicketRow.id))) < trying.BEYOND
