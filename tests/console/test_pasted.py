"""Chat pasted from a WeChat group: proposed, filed by one press, answered, taken back."""

import re

from sqlalchemy import select

from storage.places import PlaceRow, touch_revision
from storage.services import HandbookRow
from storage.tables import METADATA
from tests.console.desk import unsealed
from tests.console.pasting import FILE, PASTE, TALK, Form, callers, file, look, press

MARKER = "今天天气真好"
VIOLENCE = "小王 2026/11/30 09:20:00\n我老公又打我了,我好怕,住2栋\n"


async def everything(scene):
    """All that the database holds, as text."""
    async with scene.database.reading() as session:
        rows = [
            str(row)
            for table in METADATA.sorted_tables
            for row in await session.execute(select(table))
        ]
    return "\n".join(
        re.sub(r"[0-9a-f]{32,}", "#", row) for row in rows
    )  # a digest holds any figures


async def test_looking_proposes_what_is_to_be_done_and_stores_nothing(scene, desk):
    before = await everything(scene)

    async with desk.signed_in("sun") as browser:
        signed_in = await everything(scene)
        page = await look(browser)

    assert page.status_code == 200
    for shown in (
        "找到2件", "其余2行是闲聊,没有保存", "楼道灯坏了三天了", "还有1位邻居也说了", "按昵称猜的",
        "金桂园3栋2单元", "王格", "赵格",
    ):  # fmt: skip
        assert shown in page.text, shown
    assert MARKER not in page.text
    assert "501" not in unsealed(page)
    assert await everything(scene) == signed_in != before


async def test_one_press_files_what_is_ticked_with_owner_and_date(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser)

    lamp, pipe = await scene.tickets()
    assert [(t.channel, t.chat, t.category, t.place) for t in (lamp, pipe)] == [
        ("wechat", None, "repair.corridorlight", "JGY/3/2"),
        ("wechat", None, "repair.leak", "JGY/6"),
    ]
    assert (lamp.owner_id, pipe.owner_id) == (scene.ids["wang"], scene.ids["zhao"])
    assert (lamp.people, pipe.people) == (2, 1)
    assert "登记好了2件" in page.text
    assert any("楼道灯" in line for line in await heard_after(scene, "wang"))
    assert await scene.in_group() == []


async def heard_after(scene, who):
    await scene.deliver()
    return await scene.heard(who)


async def test_of_talk_nothing_is_kept_anywhere_and_of_senders_a_name_alone(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)

    kept = await everything(scene)
    for gone in (MARKER, "大家早上好", "我家也是", "小刘", "501"):
        assert gone not in kept, gone
    assert [(row.ticket_id, row.name, row.place) for row in await callers(scene)] == [
        (1, "3-2王姐", "JGY"), (1, "李哥", "JGY"), (2, "老张", "JGY"),
    ]  # fmt: skip


async def test_neighbours_whose_names_differ_in_the_room_alone_are_two_households(scene, desk):
    rows = (
        ("3-2-501王姐", "楼道灯坏了三天了"),
        ("3-2-502王姐", "我家也是"),
        ("3-2-601王姐", "我家也是"),
    )
    chat = "\n".join(f"{name} 2026/11/30 09:0{at}\n{text}" for at, (name, text) in enumerate(rows))
    async with desk.signed_in("sun") as browser:
        await file(browser, chat)

    assert (await scene.ticket()).people == 3
    assert {row.name for row in await callers(scene)} == {"3-2王姐"}


async def test_whoever_waits_for_something_already_is_known_by_the_name(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        await file(
            browser,
            "老张 2026/11/30 11:10:12\n6栋电梯坏了,老人下不来\n小刘 2026/11/30 11:12:30\n好\n",
        )

    rows = {row.ticket_id: row.person_id for row in await callers(scene) if row.name == "老张"}
    assert rows[2] == rows[3]


async def test_what_is_not_ticked_is_not_filed(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await file(browser, tick="1")

    (pipe,) = await scene.tickets()
    assert pipe.place == "JGY/6"
    assert "登记好了1件" in page.text


async def test_nothing_ticked_files_nothing(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await press(browser, await look(browser), tick=[])

    assert answer.headers["location"] == PASTE
    assert await scene.tickets() == []


async def test_kind_matter_and_place_may_be_put_right_before(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser, tick="1", kind_1="hazard", category_1="路灯", place_1="2栋1单元")

    (ticket,) = await scene.tickets()
    assert (ticket.kind, ticket.category, ticket.place) == ("hazard", "road.lamp", "JGY/2/1")
    assert ticket.owner_id == scene.ids["wang"]


async def test_a_place_on_no_map_is_kept_in_words(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser, tick="1", place_1="老李家旁边的棚子")

    ticket = await scene.ticket()
    assert ticket.place is None
    assert ticket.place_name == "老李家旁边的棚子"


async def test_the_same_chat_pasted_again_files_nothing_twice(scene, desk):
    more = TALK + "\n阿芳 2026/11/30 10:30:00\n5栋门口的井盖翘起来了\n"
    async with desk.signed_in("sun") as browser:
        await file(browser)
        again = await look(browser, more)
        page = await press(browser, again)

    assert again.text.count("上次已登记") == 2
    assert "0001" in again.text
    assert [t.place for t in await scene.tickets()] == ["JGY/3/2", "JGY/6", "JGY/5"]
    assert page.status_code == 303


async def test_a_copy_without_times_is_known_again_as_well(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        again = await look(browser, "老张: 6栋楼下水管漏水了\n小刘: 好的")

    assert "上次已登记" in again.text


async def test_pressed_twice_it_is_filed_once(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await look(browser)
        first, second = await press(browser, page), await press(browser, page)

    assert first.headers["location"] == second.headers["location"]
    assert len(await scene.tickets()) == 2


async def test_a_colleague_who_pastes_the_same_later_files_nothing(scene, desk):
    async with desk.signed_in("sun") as sun, desk.signed_in("liu") as liu:
        theirs = await look(liu)
        await file(sun)
        answer = await press(liu, theirs)

    assert answer.headers["location"] == PASTE
    assert len(await scene.tickets()) == 2


async def test_a_matter_that_is_open_gets_one_more_household(scene, desk):
    await scene.say("li", "6栋楼下水管漏水了")

    async with desk.signed_in("sun") as browser:
        page = await look(browser)
        filed = await browser.get((await press(browser, page)).headers["location"])

    assert "邻居报过了(0001),给它加一户" in page.text
    pipe, _lamp = await scene.tickets()
    assert pipe.people == 2
    assert len(await scene.tickets()) == 2
    assert "邻居已报过" in filed.text


async def test_or_is_filed_apart_where_somebody_says_so(scene, desk):
    await scene.say("li", "6栋楼下水管漏水了")

    async with desk.signed_in("sun") as browser:
        await file(browser, tick="1", anew_1="1")

    assert [t.people for t in await scene.tickets()] == [1, 1]


async def test_two_of_one_paste_about_one_thing_are_one_ticket(scene, desk):
    twice = TALK + "\n阿芳 2026/11/30 13:30:00\n6栋楼下水管在漏水,没人修\n"
    async with desk.signed_in("sun") as browser:
        page = await look(browser, twice)
        await press(browser, page)

    assert "和第2件像是同一件" in page.text
    assert [t.people for t in await scene.tickets()] == [2, 2]


async def test_a_sensitive_matter_is_for_the_named_and_never_answered_in_the_group(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await look(browser, VIOLENCE)
        filed = await browser.get((await press(browser, page)).headers["location"])

    ticket = await scene.ticket()
    assert ticket.sensitivity == "s"
    assert "不要在群里回" in page.text
    assert "这件事不在群里回" in filed.text
    assert 'id="all"' not in filed.text
    assert "/console/tickets/1" not in filed.text
    assert await heard_after(scene, "heart")


async def test_a_child_is_asked_for_a_grown_up_and_nothing_is_filed(scene, desk):
    chat = "小明 2026/11/30 09:00\n我今年10岁,3栋楼道灯坏了三天了\n"
    async with desk.signed_in("sun") as browser:
        page = await look(browser, chat)

    assert "像是孩子写的" in page.text
    assert "tick" not in Form(page.text, FILE).fields


async def test_what_its_author_settled_is_not_ticked(scene, desk):
    chat = TALK + "\n老张 2026/11/30 09:40:00\n「老张:6栋楼下水管漏水了」\n- - - - -\n修好了,谢谢\n"
    async with desk.signed_in("sun") as browser:
        page = await look(browser, chat)

    assert "后来他自己说好了" in page.text
    assert Form(page.text, FILE).fields["tick"] == ["0"]


async def test_a_proposal_is_its_owners_alone_and_cannot_be_made_up(scene, desk):
    async with desk.signed_in("sun") as sun, desk.signed_in("liu") as liu:
        fields = Form((await look(sun)).text, FILE).fields
        mine = Form((await liu.get(PASTE)).text, PASTE).fields["form_token"]
        for token in (fields["token_0"], fields["token_0"][:-4] + "AAA=", "", "x" * 5000, "é"):
            forged = {"form_token": mine, "tick": "0", "token_0": token, "once": "a"}
            answer = await liu.post(FILE, data=forged)
            assert answer.status_code == 409
            assert "请再贴一次" in answer.text

    assert await scene.tickets() == []


async def test_an_hour_later_it_has_to_be_pasted_once_more(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await look(browser)
        desk.clock.pass_(minutes=61)
        answer = await press(browser, page)

    assert answer.status_code == 409
    assert await scene.tickets() == []


async def test_a_grid_worker_pastes_for_the_own_houses_alone(scene, desk):
    async with desk.signed_in("wang") as browser:
        begin = (await browser.get(PASTE)).text
        foreign = await look(browser, group="JGY/6")
        own = await file(browser, "王姐: 楼道灯坏了三天了\n李哥: 好", group="JGY/3")

    assert 'value="JGY/3"' in begin
    assert 'value="JGY/6"' not in begin
    assert 'value="LX"' not in begin
    assert foreign.status_code == 404
    assert own.status_code == 200
    assert (await scene.ticket()).place == "JGY/3"


async def test_the_group_is_remembered(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser, group="JGY/3")
        begin = (await browser.get(PASTE)).text

    assert 'value="JGY/3" selected' in begin


async def test_what_the_handbook_knows_is_answered_and_need_not_be_filed(scene, desk):
    async with scene.database.transaction() as session:
        session.add(
            HandbookRow(question="社区几点上班", answer="早上九点,中午不休息", source="", day=None)
        )
    async with desk.signed_in("sun") as browser:
        page = await look(browser, "王姐: 社区几点上班\n李哥: 不知道")

    assert "早上九点,中午不休息" in page.text
    assert "tick" not in Form(page.text, FILE).fields


async def test_an_emergency_stands_first_and_reaches_everybody(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await look(browser, TALK + "\n小李 2026/11/30 11:01:00\n4栋着火了快来人\n")
        await press(browser, page)

    assert page.text.index("4栋着火了") < page.text.index("楼道灯坏了")
    assert (await scene.tickets())[0].tier == "E"
    for who in ("wang", "chen", "liu"):
        assert any("4栋" in line for line in await heard_after(scene, who)), who


async def test_too_much_at_once_is_refused_in_words(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await look(browser, "好\n" * 10_001)

    assert answer.status_code == 422
    assert "一次最多贴10000行" in answer.text


async def test_odd_input_gets_a_clear_answer(scene, desk):
    async with desk.signed_in("sun") as browser:
        for chat in ("", "\x00", "[图片]", "：\n：", "「", "2026/11/25 19:03"):
            page = await look(browser, chat)
            assert page.status_code == 200
            assert "没有看到要登记的事" in page.text
        for tick in ("9" * 30, "-1", "x", "1e9"):
            assert (await press(browser, await look(browser), tick=tick)).status_code in (303, 409)
        odd = {"place_1": "\x00\ud7ff" + "x" * 9000, "kind_1": "\x00", "category_1": "路灯\x00"}
        assert (
            await press(browser, await look(browser), tick="1", once="\x00/..", **odd)
        ).is_redirect
        for path in ("/console/paste/x", "/console/paste/" + "x" * 3000, "/console/paste/%00"):
            assert (await browser.get(path)).status_code == 404

    assert len(await scene.tickets()) == 1


async def test_whom_to_answer_in_the_group_stands_on_the_tickets_page(scene, desk):
    async with desk.signed_in("sun") as browser:
        await file(browser)
        page = await browser.get("/console/tickets/1")
    names = [row.name for row in await callers(scene) if row.ticket_id == 1]

    assert len(names) == 2
    for name in names:
        assert name in page.text
    async with desk.signed_in("zhao") as browser:  # has the other ticket
        assert (await browser.get("/console/tickets/1")).status_code == 404


async def test_houses_of_two_quarters_with_one_number_are_told_apart(scene, desk):
    async with scene.database.transaction() as session:
        for code, name, kind, parent in (
            ("LX/A", "A区", "zone", "LX"), ("LX/B", "B区", "zone", "LX"),
            ("LX/A/1", "1栋", "building", "LX/A"), ("LX/B/1", "1栋", "building", "LX/B"),
        ):  # fmt: skip
            session.add(PlaceRow(code=code, name=name, kind=kind, parent=parent))
            await session.flush()
        await touch_revision(session)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PASTE)

    for name in ("林湘新苑A区1栋的群", "林湘新苑B区1栋的群"):
        assert page.text.count(name) == 1, name
