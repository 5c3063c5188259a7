"""What residents write in the web chat's group, and what each person then reads of it, page by page."""

import csv
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot import commands
from storage.chats import ChatRow
from storage.places import touch_revision
from storage.tickets.tables import AttachmentRow
from tests.bot.channels.courtyard import picture
from tests.bot.elsewhere import CHAT as NOTHING
from tests.bot.elsewhere import KEY, standing
from tests.console.desk import post
from tests.stories.life import said
from tests.stories.machine import settings
from tests.stories.reading import (
    ASKED,
    BIN,
    CHAT,
    DOOR,
    DOOR_AND_LAMP,
    DOOR_NOW,
    FALLEN,
    FLOOR,
    GAS,
    INSURANCE,
    LAMP,
    LAMP_ANEW,
    LAMP_THERE,
    LIST,
    LONE,
    MANHOLE,
    NO_DANGER,
    NOWHERE,
    PLACES,
    POINTS,
    ROOM,
    SIGN_UP,
    SURE,
    TWO_ZONES,
    UNSURE,
    UNSURE_AT_HOME,
    UNSURE_TOO,
    WISH,
    WORDINGS,
    kept,
    tickets,
)
from tests.stories.visitors import GROUP, street

OTHERS = ("老孟", "小雨", "贺姐", "阿芳", "顾伯")
WORKER, COLLEAGUE, DESK, OFFICER = "王格", "赵格", "刘值", "孙办"


@asynccontextmanager
async def neighbourhood(life, number, *staff, **more):
    """So many residents and these of the staff; what they and the group hear counts from now on."""
    async with street(life, *OTHERS[: number - 1], *staff, **more) as people:
        for person in people:
            await person.hears()
        await people[0].hears(group=True)
        yield people[:number], people[number:]


async def test_a_line_of_each_kind_gets_what_it_asks_for_and_no_more(quarter):
    async with neighbourhood(quarter, 6, WORKER, COLLEAGUE, DESK) as (residents, staff):
        aunt, meng, rain, he, fang, gu = residents
        worker, colleague, desk = staff
        await aunt.says(WISH, group=True)
        said(await aunt.hears(group=True), "金桂园八角亭 健身器材、座椅", "编号0001")
        said(await worker.hears(), "微心愿 0001", WISH)
        await meng.says(BIN, group=True)
        said(await aunt.hears(group=True), "金桂园5栋 垃圾未清", "编号0002")
        said(await colleague.hears(), "诉求 0002", BIN)
        await rain.says(MANHOLE, group=True)
        said(await aunt.hears(group=True), "金桂园4栋 井盖缺损", "编号0003")
        said(await worker.hears(), "【急】隐患 0003", MANHOLE)
        await he.says(INSURANCE, group=True)
        said(await aunt.hears(group=True), "记下了,社区值班", "编号0004")
        said(await desk.hears(), "咨询 0004", INSURANCE)

        await fang.says(POINTS, group=True)
        said(await aunt.hears(group=True), "积分已私信给您")
        said(await fang.hears(), "还没有和家里的积分档案连上")
        await gu.says(SIGN_UP, group=True)
        said(await aunt.hears(group=True), "报名的事请直接找社区")
        await fang.says(LIST, group=True)
        said(await fang.hears(), "报名的事请直接找社区")
        assert await aunt.hears(group=True) == []
        for who in (worker, colleague, desk):
            assert await who.hears() == []

        await meng.says(DOOR, group=True)
        said(await aunt.hears(group=True), "金桂园5栋2单元 单元门", "编号0005")
        await rain.says("我家也是", group=True)
        assert await aunt.hears(group=True) == []
        await meng.says(DOOR_NOW, group=True)
        said(await aunt.hears(group=True), "还没接手", "编号0005")
        await he.says(FALLEN, group=True)
        said(await aunt.hears(group=True), "120", "编号0006")
        said(await desk.hears(), "【急】金桂园7栋1单元", FALLEN)
        assert [row.kind for row in await tickets(quarter)] == [
            "wish", "complaint", "hazard", "question", "complaint", "hazard",
        ]  # fmt: skip
        assert [row.people for row in await tickets(quarter)] == [1, 1, 1, 1, 2, 1]


async def test_places_are_read_as_people_write_them_and_none_is_invented(quarter):
    async with neighbourhood(quarter, 6, WORKER) as (residents, staff):
        aunt = residents[0]
        for who, (line, place) in zip(residents, PLACES.items(), strict=False):
            await who.says(line, group=True)
            said(await aunt.hears(group=True), f"记下了:{place}")
        await residents[5].says(ROOM, group=True)
        assert "401" not in said(await aunt.hears(group=True), "金桂园3栋2单元 漏水渗水")
        await staff[0].reads("金桂园3栋2单元401 漏水渗水")
        await aunt.says(NOWHERE, group=True)
        await aunt.reads("没有9栋", group=True)
        assert len(await tickets(quarter)) == 6
        await aunt.says("说错了,是七栋一单元", group=True)
        await aunt.reads("金桂园7栋1单元 楼道灯", group=True)
        await residents[1].says(FLOOR, group=True)
        # It is where they have just said they are.
        await residents[1].reads("金桂园8栋1单元 楼道灯", group=True)
        await quarter.until("+11m")
        assert "请问是几栋几单元" not in await aunt.page(group=True)

        await residents[2].says(TWO_ZONES)
        await residents[2].presses("锦绣城B区2栋")
        said(await residents[2].hears(), "锦绣城B区2栋 路灯", "编号0009")
        there = [row.place for row in await tickets(quarter)][6:]
        assert there == ["JGY/7/1", "JGY/8/1", "JXC/B/2"]
        for page in [await aunt.page(group=True), *[await who.page() for who in staff]]:
            assert "金桂园9栋" not in page
            assert "5单元" not in page


async def test_danger_is_answered_at_once_also_without_a_place_and_a_drill_is_none(quarter):
    async with neighbourhood(quarter, 2, WORKER, DESK, at="2026-12-05T02:10+08:00") as (
        (aunt, meng),
        staff,
    ):
        for line in NO_DANGER.values():
            await meng.says(line, group=True)
        for who in staff:
            assert await who.hears() == []
        assert await aunt.hears(group=True) == []
        assert await kept(quarter, *NO_DANGER.values()) == []

        await aunt.says(GAS, group=True)
        first, second = await aunt.hears(group=True)
        assert first.startswith("先关阀、开窗")
        assert "119" in first
        assert second == "在哪里?几栋几单元,直接回我。"
        said(await staff[1].hears(), "【急】", GAS)
        await aunt.says("2栋1单元", group=True)
        said(await staff[0].hears(), "【急】金桂园2栋1单元", GAS)
        await meng.says(f"转:{first}", group=True)
        assert await aunt.hears(group=True) == []
        assert len(await tickets(quarter)) == 1


async def test_chat_of_every_sort_gets_no_answer_and_leaves_no_trace(quarter):
    async with neighbourhood(quarter, 3, WORKER, DESK) as (residents, staff):
        lines = [*CHAT.values(), *LONE]
        for at, line in enumerate(lines):
            await residents[at % 3].says(line, group=True)
        assert await residents[0].hears(group=True) == []
        for who in (*residents, *staff):
            assert await who.hears() == []
        assert await tickets(quarter) == []
        assert await kept(quarter, *CHAT.values()) == []


async def test_sure_it_registers_unsure_it_asks_its_author_and_else_it_is_silent(quarter):
    async with neighbourhood(quarter, 3, COLLEAGUE) as ((aunt, meng, rain), (colleague,)):
        await aunt.says(SURE, group=True)
        await aunt.reads("金桂园7栋", "编号0001", group=True)
        await colleague.reads("0001")
        await meng.presses("别登记", group=True)
        assert (await tickets(quarter))[0].state == "assigned"
        await aunt.presses("别登记", group=True)
        await aunt.reads("不登记了", group=True)
        await colleague.reads("居民撤回了,不用办了")

        await meng.says(UNSURE, group=True)
        await aunt.hears(group=True)
        await aunt.reads(ASKED, group=True)
        await aunt.presses("要", group=True)
        await aunt.says("要", group=True)
        await rain.says(UNSURE_TOO, group=True)
        assert len(await tickets(quarter)) == 1
        await quarter.until("+11m")
        assert ASKED not in await aunt.page(group=True)
        await quarter.until("+20h")
        await meng.says("要", group=True)
        said(await aunt.hears(group=True), "金桂园八角亭", "编号0002")
        await quarter.until("+4h")
        await rain.says("要", group=True)
        assert len(await tickets(quarter)) == 2
        assert await kept(quarter, UNSURE_TOO) == []


@pytest.mark.parametrize("mode", ["quiet", "ask"])
async def test_a_group_listens_when_called_or_asks_first_as_it_was_set(quarter, mode):
    async with neighbourhood(quarter, 2) as ((aunt, meng), _):
        async with quarter.house.database.transaction() as session:
            row = await session.scalar(select(ChatRow).where(ChatRow.chat == GROUP))
            row.mode = mode
            await touch_revision(session)
        await aunt.says(SURE, group=True)
        if mode == "quiet":
            assert await aunt.hears(group=True) == []
            assert await kept(quarter, SURE) == []
            await meng.says(f"@呼应 {SURE}", group=True)
        else:
            said(await aunt.hears(group=True), ASKED)
            assert await tickets(quarter) == []
            await aunt.presses("要", group=True)
        said(await aunt.hears(group=True), "金桂园7栋", "编号0001")


async def test_several_lines_of_one_person_are_one_matter_and_two_houses_are_two(quarter):
    photo = [("photos", ("a.png", picture(), "image/png"))]
    async with neighbourhood(quarter, 4, WORKER, COLLEAGUE) as (residents, (worker, colleague)):
        aunt, meng, rain, he = residents
        await aunt.says("", group=True, files=photo)
        await aunt.says("4栋1单元楼道的栏杆松了,一碰就晃", group=True)
        await aunt.says("", group=True, files=photo)
        said(await aunt.hears(group=True), "金桂园4栋1单元", "编号0001")
        for line in ("6栋2单元", "楼道灯", "不亮了", "晚饭吃啥子"):
            await meng.says(line, group=True)
        said(await aunt.hears(group=True), "金桂园6栋2单元 楼道灯", "编号0002")
        assert "补充:不亮了" in (await colleague.hears())[-1]
        await rain.says("1栋后面有人乱倒装修垃圾,堆成山了", group=True, files=photo * 3)
        said(await aunt.hears(group=True), "金桂园1栋", "编号0003")
        await rain.says("这个也坏了", group=True, under="编号0003")
        said(await worker.hears(), "居民补充:这个也坏了")
        await he.says("5栋1单元电梯停了,8栋1单元下水道也堵了", group=True)
        assert len(await aunt.hears(group=True)) == 2
        await he.says(DOOR_AND_LAMP, group=True)
        said(await aunt.hears(group=True), "还有楼道灯,也帮您登记吗")
        await aunt.presses("要", group=True)
        assert len(await tickets(quarter)) == 6
        await he.presses("不用", group=True)
        assert "也帮您登记吗" not in await aunt.page(group=True)
        found = await tickets(quarter)
        assert [row.place for row in found] == [
            "JGY/4/1",
            "JGY/6/2",
            "JGY/1",
            "JGY/5/1",
            "JGY/8/1",
            "JGY/7",
        ]
        files = await quarter.rows(select(AttachmentRow).order_by(AttachmentRow.id))
        assert [row.ticket_id for row in files] == [1, 1, 3, 3, 3]
        assert await kept(quarter, "晚饭吃啥子") == []


async def test_me_too_counts_households_and_another_stairway_is_a_matter_of_its_own(quarter):
    async with neighbourhood(quarter, 4, COLLEAGUE) as ((aunt, meng, rain, he), (colleague,)):
        await aunt.says(LAMP, group=True)
        await aunt.hears(group=True)
        for line in ("+1", "同求"):
            await meng.says(line, group=True, under="编号0001")
        assert await aunt.hears(group=True) == []
        await rain.says(LAMP_ANEW, group=True)
        said(await aunt.hears(group=True), "金桂园6栋1单元 楼道灯邻居已报过", "要把您也加上吗")
        await he.presses("加上我", group=True)
        await rain.presses("加上我", group=True)
        assert "要把您也加上吗" not in await aunt.page(group=True)
        assert [row.people for row in await tickets(quarter)] == [3]
        await he.says(LAMP_THERE, group=True)
        said(await aunt.hears(group=True), "金桂园6栋2单元", "编号0002")
        await colleague.presses("我来办")
        assert [row.state for row in await tickets(quarter)] == ["assigned", "accepted"]
        said(await he.hears(), "已有人接手", "编号0002")
        assert await rain.hears() == []


async def test_five_households_raise_it_and_merging_and_parting_tell_everyone_once(quarter):
    async with neighbourhood(quarter, 5, COLLEAGUE, DESK, OFFICER) as (residents, staff):
        (aunt, meng, rain, he, fang), (colleague, desk, officer) = residents, staff
        await aunt.says(LAMP, group=True)
        await meng.says(LAMP_THERE, group=True)
        await rain.says("我家也是", group=True, under="编号0002")
        await aunt.hears(group=True)
        await colleague.presses("并到0001")
        for who in (meng, rain):
            said(await who.hears(), "和0001是同一件事,一起办")
        for who in (he, fang):
            await who.says("我家也是", group=True, under="编号0001")
        said(await colleague.hears(), "一天内5户报了同一件事", "急件")
        said(await desk.hears(), "一天内5户报了同一件事")
        await aunt.reads("已有5户反映", group=True)
        assert await aunt.hears(group=True) == []

        async with signed_in(quarter, officer) as office:
            page = await office.get("/console/tickets/2")
            await post(office, page, "/console/tickets/2/unmerge")
        await quarter.settled()
        for who in (meng, rain):
            said(await who.hears(), "改成单独办")
        assert await aunt.hears() == []
        assert [row.people for row in await tickets(quarter)] == [3, 2]


@asynccontextmanager
async def signed_in(life, officer):
    """The office's pages, by the link that its officer asks for."""
    await officer.says("/console")
    link = next(line for line in (await officer.hears())[::-1] if "/console/login/" in line)
    async with life.pages() as office:
        await office.get(link[link.index("/console/login/") :].split()[0])
        yield office


async def test_however_it_is_written_it_is_read_as_plain_words(quarter):
    async with neighbourhood(quarter, 3, WORKER) as (residents, (worker,)):
        for at, (line, read) in enumerate(WORDINGS.items()):
            await residents[at % 3].says(line, group=True)
            heard = said(await residents[0].hears(group=True), f"记下了:{read}")
            assert len(heard) <= 60
        assert "脏水漫到楼道里" in said(await worker.hears(), "【急】", "下水堵塞")


async def test_what_is_put_right_teaches_names_nobody_and_is_taken_along(quarter, tmp_path):
    async with neighbourhood(quarter, 3, OFFICER) as ((aunt, meng, rain), (officer,)):
        await aunt.says("2栋1单元陈桂兰家门口的感应灯坏了,我电话13812345678", group=True)
        await meng.says(SURE, group=True)
        await meng.presses("别登记", group=True)
        await rain.says(UNSURE, group=True)
        await rain.says("不用", group=True)
        async with signed_in(quarter, officer) as office:
            page = await office.get("/console/tickets/1")
            form = {"kind": "complaint", "choice": "road.lamp"}
            await post(office, page, "/console/tickets/1/recategorise", **form)
            learned = (await office.get("/console/corrections")).text
        own = settings(quarter.folder, quarter.telegram, **quarter.own)
        await commands.write_corrections(own, tmp_path / "learned.csv")
        assert await kept(quarter, UNSURE) == []
    with (tmp_path / "learned.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["label"]: row["text"] for row in csv.DictReader(file)}
    assert set(rows) == {"road.lamp", "chat"}
    for hidden in ("陈桂兰", "1381234", "2栋"):
        assert hidden not in learned
        assert hidden not in "".join(rows.values())
    for told in ("改了类型", "感应灯坏了"):
        assert told in learned


async def test_a_model_elsewhere_may_only_spare_a_question_and_is_missed_by_nobody(quarter):
    async with standing() as there:
        there.opines(NOTHING)
        elsewhere = {"llm_url": f"{there.address}/v1", "llm_model": "m", "llm_key": KEY}
        async with neighbourhood(quarter, 3, **elsewhere) as ((aunt, meng, he), _):
            await aunt.says(UNSURE_AT_HOME, group=True)
            assert await aunt.hears(group=True) == []
            await meng.says(GAS, group=True)
            assert "119" in (await aunt.hears(group=True))[0]
            (line,) = there.lines
            assert "301" not in line
            assert "那盏灯" in line
            there.status = 500
            await he.says(UNSURE_TOO, group=True)
            said(await aunt.hears(group=True), ASKED)
            await he.says("不用", group=True)
            assert await kept(quarter, UNSURE_AT_HOME, UNSURE_TOO) == []
