"""What residents write in their group, and what each person then reads of it, on Telegram."""

import re

from sqlalchemy import select

from storage.tickets.tables import AttachmentRow
from tests.console.desk import post
from tests.stories.life import labels, said, words
from tests.stories.reading import (
    ASKED,
    ASKING,
    AUNT,
    BIN,
    CHAT,
    COOK,
    DOOR,
    DOOR_AND_LAMP,
    DOOR_NOW,
    DRIVER,
    FAINT,
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
    NURSE,
    PLACES,
    POINTS,
    ROOM,
    SHUT_IN,
    SIGN_UP,
    SILENT,
    STAFF,
    STUDENT,
    SURE,
    TAILOR,
    TWO_ZONES,
    UNCLE,
    UNSURE,
    UNSURE_TOO,
    WISH,
    WORDINGS,
    gathered,
    kept,
    silence,
    tickets,
)
from tests.stories.village import (
    COLLEAGUE,
    DESK,
    FIXER,
    GROUP,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    WORKER,
)


async def test_a_line_of_each_kind_gets_what_it_asks_for_and_no_more(quarter):
    life = quarter
    async with life.awake():
        await gathered(life, RESIDENT)
        await life.say(AUNT, WISH, group=True)
        said(life.news(GROUP), "金桂园八角亭 健身器材、座椅", "编号0001")
        said(life.news(WORKER), "微心愿 0001", WISH)
        await life.say(UNCLE, BIN, group=True)
        said(life.news(GROUP), "金桂园5栋 垃圾未清", "编号0002")
        said(life.news(COLLEAGUE), "诉求 0002", BIN)
        said(life.news(FIXER), "0002", "您是经办人")
        await life.say(STUDENT, MANHOLE, group=True)
        said(life.news(GROUP), "金桂园4栋 井盖缺损", "编号0003")
        said(life.news(WORKER), "【急】隐患 0003", MANHOLE)
        await life.say(COOK, INSURANCE, group=True)
        said(life.news(GROUP), "记下了,社区值班", "编号0004")
        said(life.news(DESK), "咨询 0004", INSURANCE)
        for who in STAFF:
            life.news(who)

        await life.say(RESIDENT, POINTS, group=True)
        said(life.news(GROUP), "积分已私信给您")
        said(life.news(RESIDENT), "66分")
        await life.say(NURSE, SIGN_UP, group=True)
        said(life.news(GROUP), "报名的事请直接找社区")
        await life.say(RESIDENT, LIST, group=True)
        said(life.news(RESIDENT), "报名的事请直接找社区")
        silence(life, GROUP, *STAFF)

        await life.say(DRIVER, DOOR, group=True)
        said(life.news(GROUP), "金桂园5栋2单元 单元门", "编号0005")
        await life.say(TAILOR, "我家也是", group=True)
        silence(life, GROUP)
        await life.say(DRIVER, DOOR_NOW, group=True)
        said(life.news(GROUP), "还没接手", "12月4日", "编号0005")
        await life.say(AUNT, FALLEN, group=True)
        line = said(life.news(GROUP), "120", "已通知负责人和值班员", "编号0006")
        assert line.index("120") < line.index("已通知")
        for who in (COLLEAGUE, DESK):
            said(life.news(who), "【急】金桂园7栋1单元" if who == DESK else "【急】隐患", FALLEN)

        found = await tickets(life)
        assert [row.kind for row in found] == [
            "wish", "complaint", "hazard", "question", "complaint", "hazard",
        ]  # fmt: skip
        assert [row.people for row in found] == [1, 1, 1, 1, 2, 1]
        assert "66" not in life.everything(GROUP)
        assert await kept(life, SIGN_UP, "张姐", POINTS) == []


async def test_places_are_read_as_people_write_them_and_none_is_invented(quarter):
    life = quarter
    async with life.awake():
        await gathered(life)
        for number, (line, place) in enumerate(PLACES.items()):
            await life.say(700 + number, line, group=True)
            said(life.news(GROUP), place, f"编号000{number + 1}")
        await life.say(AUNT, ROOM, group=True)
        assert "401" not in said(life.news(GROUP), "金桂园3栋2单元 漏水渗水")
        said(life.news(WORKER), "金桂园3栋2单元401 漏水渗水")

        await life.say(NURSE, NOWHERE, group=True)
        said(life.news(GROUP), "没有9栋")
        assert len(await tickets(life)) == 6
        await life.say(NURSE, "说错了,是七栋一单元", group=True)
        said(life.news(GROUP), "金桂园7栋1单元 楼道灯", "编号0007")
        await life.say(DRIVER, FLOOR, group=True)
        said(life.news(GROUP), "请问是几栋几单元")
        await life.until("+11m")
        assert life.lines(GROUP, "请问是几栋几单元") == []

        life.telegram.start(NEIGHBOUR)
        await life.say(NEIGHBOUR, TWO_ZONES)
        assert "下面哪一个" in words(life.newest(NEIGHBOUR))
        assert labels(life.newest(NEIGHBOUR)) == ["锦绣城A区2栋", "锦绣城B区2栋"]
        await life.press(NEIGHBOUR, "锦绣城B区2栋")
        said(life.news(NEIGHBOUR), "锦绣城B区2栋 路灯", "编号0008")
        assert [row.place for row in await tickets(life)][5:] == [
            "JGY/3/2/401",
            "JGY/7/1",
            "JXC/B/2",
        ]
        assert "9栋" not in life.everything(GROUP, *STAFF)
        assert "5单元" not in life.everything(GROUP, *STAFF)


async def test_danger_is_answered_at_once_also_without_a_place_and_a_drill_is_none(quarter):
    life = quarter
    async with life.awake(at="2026-12-05T02:10+08:00"):
        await gathered(life)
        for line in NO_DANGER.values():
            await life.say(AUNT, line, group=True)
        silence(life)
        assert await tickets(life) == []
        assert await kept(life, *NO_DANGER.values()) == []

        await life.say(UNCLE, GAS, group=True)
        first, second = life.news(GROUP)
        assert first.startswith("先关阀、开窗")
        assert "119" in first
        assert "编号0001" in first
        assert second == "在哪里?几栋几单元,直接回我。"
        for who in (DESK, OFFICER):
            said(life.news(who), "【急】", GAS)
        await life.say(STUDENT, SHUT_IN, group=True)
        assert "别扒门" in life.news(GROUP)[0]
        said(life.news(DESK), "【急】", "困人", SHUT_IN)
        await life.say(UNCLE, "2栋1单元", group=True)
        said(life.news(WORKER), "【急】金桂园2栋1单元", GAS)
        assert "夜里收到了" not in life.everything(GROUP)

        copied = words(life.lines(GROUP, "先关阀")[0])
        alarms = len(life.lines(DESK, "【急】"))
        await life.say(COOK, f"它说的:{copied}", group=True)
        silence(life, GROUP)
        assert len(life.lines(DESK, "【急】")) == alarms
        assert len(await tickets(life)) == 2


async def test_chat_of_every_sort_gets_no_answer_and_leaves_no_trace(quarter):
    life = quarter
    async with life.awake():
        await gathered(life, RESIDENT)
        for number, line in enumerate([*CHAT.values(), *LONE]):
            await life.say(710 + number, line, group=True)
        silence(life)
        assert await tickets(life) == []
        assert await kept(life, *CHAT.values()) == []

        await life.say(RESIDENT, LAMP, group=True)
        line = said(life.news(GROUP), "编号0001")
        for who in STAFF:
            life.news(who)
        reactions = len(life.telegram.called("setMessageReaction"))
        await life.say(AUNT, f"“{line}”这个机器人手脚快", group=True)
        await life.say(UNCLE, "下棋三缺一谁来", group=True)
        await life.say(STUDENT, "+1", group=True)
        silence(life)
        assert len(life.telegram.called("setMessageReaction")) == reactions
        assert await kept(life, "手脚快", "三缺一") == []
        assert [row.people for row in await tickets(life)] == [1]


async def test_sure_it_registers_unsure_it_asks_its_author_and_else_it_is_silent(quarter):
    life = quarter
    async with life.awake():
        await gathered(life)
        await life.say(AUNT, SURE, group=True)
        said(life.news(GROUP), "金桂园7栋", "编号0001")
        assert await life.press(UNCLE, "别登记", chat=GROUP) != ""
        assert (await tickets(life))[0].state == "assigned"
        await life.press(AUNT, "别登记", chat=GROUP)
        said(life.news(COLLEAGUE)[-1:], "0001", "居民撤回了")
        assert "不登记了" in words(life.lines(GROUP, "不登记了")[-1])

        await life.say(STUDENT, UNSURE, group=True)
        said(life.news(GROUP), ASKED)
        assert labels(life.newest(GROUP)) == ["要", "不用"]
        assert "别人" in await life.press(COOK, "要", chat=GROUP)
        await life.say(COOK, "要", group=True)
        assert len(await tickets(life)) == 1
        await life.say(NURSE, UNSURE_TOO, group=True)
        await life.until("+11m")
        assert life.lines(GROUP, ASKED) == []
        await life.until("+20h")
        await life.say(STUDENT, "要", group=True)
        said(life.news(GROUP), "金桂园八角亭", "编号0002")
        await life.until("+4h")
        await life.say(NURSE, "要", group=True)
        silence(life, GROUP)
        assert len(await tickets(life)) == 2
        assert await kept(life, UNSURE_TOO) == []


async def test_a_group_listens_when_called_asks_first_or_registers_as_it_was_set(quarter):
    life = quarter
    async with life.awake():
        await gathered(life)
        for chat, who in ((GROUP, AUNT), (ASKING, UNCLE), (SILENT, STUDENT)):
            life.telegram.say(chat, who, SURE.replace("7", str(who % 700)))
            await life.settled()
        said(life.news(GROUP), "记下了", "编号0001")
        said(life.news(ASKING), ASKED)
        silence(life, SILENT)
        assert await kept(life, SURE.replace("7", "3")) == []
        await life.press(UNCLE, "要", chat=ASKING)
        said(life.news(ASKING), "金桂园2栋", "编号0002")

        life.telegram.say(SILENT, STUDENT, f"@{life.telegram.username} {SURE}")
        await life.settled()
        said(life.news(SILENT), "金桂园7栋", "编号0003")
        life.telegram.say(SILENT, COOK, "/help")
        await life.settled()
        said(life.news(SILENT), "平常聊天我不存")
        life.telegram.say(ASKING, NURSE, FALLEN)
        await life.settled()
        said(life.news(ASKING), "120", "编号0004")

        await life.say(COOK, "/mode", group=True)
        assert not any("这个群现在是" in line for line in life.news(GROUP))
        await life.say(OFFICER, "/mode 从严", group=True)
        said(life.news(GROUP), "听到就记;从严")
        await life.say(DRIVER, FAINT, group=True)
        silence(life, GROUP)
        await life.say(OFFICER, "/mode", group=True)
        await life.press(OFFICER, "从宽:多问一句", chat=GROUP)
        said(life.news(GROUP)[-1:], "从宽")
        await life.say(TAILOR, FAINT, group=True)
        said(life.news(GROUP), ASKED)


async def test_several_lines_of_one_person_are_one_matter_and_two_houses_are_two(quarter):
    life = quarter
    async with life.awake():
        await gathered(life, RESIDENT)
        life.telegram.photo(GROUP, AUNT, data=b"before")
        await life.say(AUNT, "4栋1单元楼道的栏杆松了,一碰就晃", group=True)
        life.telegram.photo(GROUP, AUNT, data=b"after")
        await life.settled()
        said(life.news(GROUP), "金桂园4栋1单元", "编号0001")
        said(life.news(WORKER), "又发来照片")
        for line in ("6栋2单元", "楼道灯", "不亮了", "晚饭吃啥子"):
            await life.say(UNCLE, line, group=True)
        said(life.news(GROUP), "金桂园6栋2单元 楼道灯", "编号0002")
        assert [line for line in life.news(COLLEAGUE) if "补充" in line] == [
            "0002 楼道灯:居民补充:不亮了"
        ]
        life.telegram.album(GROUP, STUDENT, 3, caption="1栋后面有人乱倒装修垃圾,堆成山了")
        await life.settled()
        line = said(life.news(GROUP), "金桂园1栋", "编号0003")
        await life.say(STUDENT, "这个也坏了", group=True, reply_to=life.newest(GROUP)["message_id"])
        assert life.news(GROUP) == []
        said(life.news(WORKER), "居民补充:这个也坏了")

        await life.say(COOK, "5栋1单元电梯停了,8栋1单元下水道也堵了", group=True)
        lift, drain = life.news(GROUP)
        assert "金桂园5栋1单元 电梯停运" in lift
        assert "金桂园8栋1单元 下水堵塞" in drain
        await life.say(NURSE, DOOR_AND_LAMP, group=True)
        said(life.news(GROUP), "还有楼道灯,也帮您登记吗")
        assert "别人" in await life.press(COOK, "要", chat=GROUP)
        await life.press(NURSE, "要", chat=GROUP)
        said(life.news(GROUP), "金桂园7栋 楼道灯", "编号0007")
        await life.voice(RESIDENT)
        said(life.news(RESIDENT), "语音收到了")
        found = await tickets(life)
        assert [row.place for row in found] == [
            "JGY/4/1",
            "JGY/6/2",
            "JGY/1",
            "JGY/5/1",
            "JGY/8/1",
            *["JGY/7"] * 2,
        ]
        files = await life.rows(select(AttachmentRow).order_by(AttachmentRow.id))
        assert [row.ticket_id for row in files if row.ticket_id] == [1, 1, 3, 3, 3]
        assert await kept(life, "晚饭吃啥子") == []


async def test_me_too_counts_households_and_another_stairway_is_a_matter_of_its_own(quarter):
    life = quarter
    async with life.awake():
        await gathered(life, AUNT, UNCLE)
        await life.say(AUNT, LAMP, group=True)
        said(life.news(GROUP), "编号0001")
        line = life.newest(GROUP)["message_id"]
        for words_ in ("+1", "同求"):
            await life.say(UNCLE, words_, group=True, reply_to=line)
        silence(life, GROUP)
        assert [call["message_id"] for call in life.telegram.called("setMessageReaction")]
        await life.say(STUDENT, LAMP_ANEW, group=True)
        offer = said(life.news(GROUP), "金桂园6栋1单元 楼道灯邻居已报过", "要把您也加上吗")
        assert "0001" in offer
        assert "别人" in await life.press(NURSE, "加上我", chat=GROUP)
        await life.press(STUDENT, "加上我", chat=GROUP)
        assert life.lines(GROUP, "要把您也加上吗") == []
        assert [row.people for row in await tickets(life)] == [3]

        await life.say(COOK, LAMP_THERE, group=True)
        said(life.news(GROUP), "金桂园6栋2单元", "编号0002")
        await life.press(COLLEAGUE, "我来办", holding="0001")
        for who in (AUNT, UNCLE):
            said(life.news(who), "已有人接手", "编号0001")
        assert not any("0001" in line for line in life.news(GROUP))


async def test_five_households_raise_it_and_merging_and_parting_tell_everyone_once(quarter):
    life = quarter
    async with life.awake():
        await gathered(life, AUNT, UNCLE, STUDENT)
        await life.say(AUNT, LAMP, group=True)
        line = life.newest(GROUP)["message_id"]
        before = (await tickets(life))[0].tier
        await life.say(UNCLE, LAMP_THERE, group=True)
        await life.say(STUDENT, "我家也是", group=True, reply_to=life.newest(GROUP)["message_id"])
        for who in (AUNT, UNCLE, STUDENT, GROUP):
            life.news(who)
        await life.press(COLLEAGUE, "并到0001", holding="0002")
        for who in (UNCLE, STUDENT):
            said(life.news(who), "和0001是同一件事,一起办")
        assert life.news(AUNT) == []
        for who in (COOK, NURSE):
            await life.say(who, "我家也是", group=True, reply_to=line)
        said(life.news(COLLEAGUE), "一天内5户报了同一件事", "急件")
        said(life.news(DESK), "一天内5户报了同一件事")
        assert (before, (await tickets(life))[0].tier) == ("N", "U")
        assert "已有5户反映" in words(life.telegram.messages[GROUP, line])
        silence(life, GROUP, AUNT)

        await life.say(OFFICER, "/console")
        async with life.pages() as office:
            await office.get(re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0])
            page = await office.get("/console/tickets/2")
            await post(office, page, "/console/tickets/2/unmerge")
        await life.settled()
        for who in (UNCLE, STUDENT):
            said(life.news(who), "改成单独办")
        silence(life, AUNT, GROUP)
        assert [row.people for row in await tickets(life)] == [3, 2]


async def test_however_it_is_written_it_is_read_as_plain_words(quarter):
    life = quarter
    async with life.awake():
        await gathered(life)
        for number, (line, read) in enumerate(WORDINGS.items()):
            await life.say(700 + number, line, group=True)
            said(life.news(GROUP), f"记下了:{read}", f"编号000{number + 1}")
        assert [row.tier for row in await tickets(life)] == list("NUUUUUNNU")
        assert "jìng" not in life.everything(GROUP)
        assert max(len(words(m)) for m in life.telegram.sent(GROUP)) <= 60
        task = said(life.news(WORKER), "【急】", "下水堵塞")
        assert "脏水漫到楼道里" in task
