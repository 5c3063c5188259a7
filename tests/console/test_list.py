"""The list as an office uses it: narrowed, kept under a name, and handed over together."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from storage.saved_views import SavedViewRow
from storage.tickets.tables import TicketRow
from tests.console.desk import field, post
from tests.console.test_tickets import listed, numbers

LAMP, PIPE, LIFT = "3栋楼道灯坏了三天了", "6栋楼下水管漏水了", "2栋电梯停了"
LIST, TOGETHER, VIEWS = "/console/tickets", "/console/tickets/hand-over", "/console/views"
LONG = "楼" * 3000  # more than anybody types; still an address


@pytest.fixture
async def three(scene):
    for who, line in (("li", LAMP), ("mei", PIPE), ("he", LIFT)):
        await scene.say(who, line)
    return scene


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"category": "repair"}, [2, 1]),
        ({"category": "repair.corridorlight"}, [1]),
        ({"category": "nonsense"}, []),
        ({"list": "problems"}, [3, 2, 1]),
        ({"list": "happiness"}, []),
        ({"area": "XL"}, [3, 2, 1]),
        ({"area": "XL-1"}, [3, 1]),
        ({"area": "XL-2"}, [2]),
        ({"area": "nowhere"}, [3, 2, 1]),
        ({"place": "6栋"}, [2]),
        ({"urgent": "1"}, [3, 2]),
        ({"state": "overdue"}, []),
        ({"state": "decision"}, []),
        ({"state": "assigned"}, [3, 2, 1]),
        ({"since": "2026-12-01"}, [3, 2, 1]),
        ({"since": "2026-12-02"}, []),
        ({"until": "2026-11-30"}, []),
        ({"until": "2026-12-01"}, [3, 2, 1]),
        ({"older": "1"}, []),
        ({"state": "ever", "q": "水管"}, [2]),
    ],
)
async def test_the_office_narrows_the_list(three, desk, asked, found):
    async with desk.signed_in("sun") as browser:
        assert await numbers(browser, **asked) == found


async def test_a_worker_chooses_among_what_is_theirs(three, desk):
    async with desk.signed_in("sun") as office, desk.signed_in("zhao") as worker:
        own = {"owner": str(three.ids["zhao"])}
        assert await numbers(office, **own) == [2]
        assert await numbers(worker, area="XL-1") == []
        assert 'value="XL-1"' not in (await worker.get(LIST)).text
        assert 'value="XL-1"' in (await office.get(LIST)).text


async def test_what_is_overdue_and_what_is_due_today_are_told_apart(three, desk):
    async with three.database.transaction() as session:
        for number, hours in ((1, -1), (2, 2), (3, 24)):
            row = await session.get(TicketRow, number)
            row.finish_by = three.now + timedelta(hours=hours)

    async with desk.signed_in("sun") as browser:
        assert await numbers(browser, state="overdue") == [1]
        assert await numbers(browser, state="today") == [2]
        page = await browser.get(LIST)

    assert page.text.count('class="late"') == 2  # the row, and its word


HOSTILE = [
    {"q": "楼\x00道"}, {"q": LONG}, {"place": LONG}, {"category": LONG}, {"area": "'; drop table x"},
    {"owner": "9" * 30}, {"owner": "²"}, {"older": "9" * 30}, {"older": "-1"}, {"older": "999999999"},
    {"since": "2026-13-45"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "soon"},
    {"micro": "\ud83d"}, {"state": "\x00"}, {"kind": "chat"}, {"list": "all"}, {"mine": "yes"},
    {"q": "*"}, {"q": '"'}, {"q": '楼" OR "道'}, {"q": "NOT 灯"}, {"q": "\\"}, {"q": "(" * 60},
    {"q": "\u200b"},
    {"before": "0"}, {"before": "-5"}, {"before": LONG},
]  # fmt: skip


@pytest.mark.parametrize("asked", HOSTILE, ids=lambda asked: str(asked)[:20])
async def test_whatever_stands_in_an_address_gets_a_page(three, desk, asked):
    asked = {name: said.encode("utf-8", "ignore") for name, said in asked.items()}

    async with desk.signed_in("sun") as browser:
        for state in ({}, {"state": "ever"}):
            answer = await browser.get(LIST, params={**state, **asked})
            assert answer.status_code == 200
            assert LONG[:100] not in answer.text


async def test_what_somebody_may_not_read_they_cannot_find(scene, desk):
    """The room of whoever wants no name is not shown: it is not found out by looking for it, either."""
    await scene.say("li", "金桂园3栋2单元401楼上半夜拖椅子,别说是我说的", group=False)
    row = await scene.ticket()
    assert row.anonymous
    assert "401" in row.place_name + row.text

    async with desk.signed_in("wang") as browser:
        for state in ("", "ever"):
            assert await numbers(browser, state=state, q="401") == []
            assert await numbers(browser, state=state, place="401") == []
        assert await numbers(browser, q="拖椅子") == [1]


async def test_a_script_asks_for_a_piece_and_is_told_its_short_address(three, desk):
    async with desk.signed_in("sun") as browser:
        asked = {"state": "live", "kind": "", "q": "水管", "owner": "", "area": ""}
        piece = await browser.get(LIST, params=asked, headers={"HX-Request": "true"})
        whole = await browser.get(LIST, params=asked)

    assert piece.headers["HX-Push-Url"] == f"{LIST}?q=%E6%B0%B4%E7%AE%A1"
    assert "HX-Push-Url" not in whole.headers
    assert 'id="found"' in piece.text


async def test_where_nothing_is_found_the_way_on_is_shown(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"q": "外星人"})
        further = unescape(re.search(r'href="([^"]*state=ever[^"]*)"', page.text)[1])
        again = await browser.get(further)

    assert "没有这样的工单" in page.text
    assert f'href="{LIST}"' in page.text
    assert "连归档一起找" not in again.text


async def test_the_list_says_how_many_there_are(three, desk, monkeypatch):
    async with desk.signed_in("sun") as browser:
        assert "共3件" in (await browser.get(LIST)).text
        monkeypatch.setattr("storage.tickets.wanted.COUNTED", 2)
        assert "2件以上" in (await browser.get(LIST)).text
        assert "找到1件" in (await browser.get(LIST, params={"q": "水管"})).text


async def test_a_list_is_kept_under_a_name_opened_by_a_press_and_let_go(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"q": "水管", "area": "XL-2"})
        kept = await post(browser, page, VIEWS, name="  二网格 水管 ")
        page = await browser.get(LIST)
        address = unescape(re.search(r'href="([^"]*)"[^>]*>二网格 水管<', page.text)[1])
        opened = await browser.get(address)
        [view] = re.findall(rf'action="({VIEWS}/\d+)"', page.text)
        dropped = await post(browser, page, view)
        after = await browser.get(LIST)

    assert kept.status_code == dropped.status_code == 303
    assert listed(opened) == [2]
    assert 'aria-current="true"' in opened.text
    assert "二网格 水管" not in after.text


async def test_the_same_name_is_the_same_view(three, desk):
    async with desk.signed_in("sun") as browser:
        for word in ("水管", "电梯"):
            page = await browser.get(LIST, params={"q": word})
            await post(browser, page, VIEWS, name="常看")

    async with three.database.reading() as session:
        [row] = await session.scalars(select(SavedViewRow))
    assert row.query == "q=%E7%94%B5%E6%A2%AF"


async def test_views_are_each_persons_own(three, desk):
    async with desk.signed_in("sun") as mine, desk.signed_in("liu") as other:
        await post(mine, await mine.get(LIST), VIEWS, name="孙的")
        page = await other.get(LIST)
        async with three.database.reading() as session:
            [row] = await session.scalars(select(SavedViewRow))
        token = field(page, "form_token")
        answer = await other.post(f"{VIEWS}/{row.id}", data={"form_token": token})

        assert "孙的" not in page.text
        assert answer.status_code == 404
        assert "孙的" in (await mine.get(LIST)).text


@pytest.mark.parametrize("name", ["", "   ", "\u3000"])
async def test_a_view_without_a_name_is_refused(three, desk, name):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"q": "水管"})
        answer = await post(browser, page, VIEWS, name=name)

    assert answer.status_code == 409
    assert "请给这个视图起个名字" in answer.text
    assert listed_in(answer) == [2]


async def test_nobody_keeps_more_views_than_anybody_overlooks(three, desk, monkeypatch):
    monkeypatch.setattr("handlers.saved_views.MOST", 2)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        for name in ("一", "二", "二"):
            assert (await post(browser, page, VIEWS, name=name)).status_code == 303
        answer = await post(browser, page, VIEWS, name="三")

    assert answer.status_code == 409
    assert "最多存2个" in answer.text


async def test_an_address_of_anywhere_else_is_never_kept(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        evil = "https://evil.example/?q=1&before=3&q=%22%3E%3Cscript%3E"
        kept = await post(browser, page, VIEWS, name="坏", list=evil)
        after = await browser.get(LIST)

    assert kept.headers["location"].startswith(LIST)
    assert "evil.example" not in kept.headers["location"]
    assert "<script>" not in after.text.replace('<script src="/static', "")


async def test_what_is_ticked_goes_to_one_colleague_and_each_is_told(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        answer = await together(browser, page, [1, 3], three.ids["zhao"], words="王格去培训")
    await three.deliver()

    assert answer.status_code == 200
    assert "转交了2件" in answer.text
    owners = {row.id: row.owner_id for row in await three.tickets()}
    assert owners == dict.fromkeys((1, 2, 3), three.ids["zhao"])
    assert sum("王格去培训" in line for line in await three.heard("zhao")) >= 1
    assert (await three.acts()).count("hand_over") == 2


async def test_what_one_ticket_refuses_leaves_the_others_alone(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        await three.press("wang", "我来办")  # the lift, the newest: its version is another now
        answer = await together(browser, page, [1, 3], three.ids["zhao"])

    assert answer.status_code == 409
    assert "转交了1件" in answer.text
    assert "刚刚有别人改了这件事" in answer.text
    first, _, third = await three.tickets()
    assert (first.owner_id, third.owner_id) == (three.ids["zhao"], three.ids["wang"])


async def test_the_same_form_sent_twice_hands_over_once(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        for _ in range(2):
            answer = await together(browser, page, [1], three.ids["zhao"])

    assert (await three.acts()).count("hand_over") == 1
    assert answer.status_code == 200
    assert "0001 转过去了" in answer.text.replace("</a>", "")


async def test_a_returned_one_among_them_is_decided(three, desk):
    async with desk.signed_in("wang") as browser:
        page = await browser.get(f"{LIST}/1")
        await post(browser, page, f"{LIST}/1/return", choice="not_my_grid")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        answer = await together(browser, page, [1, 3], three.ids["zhao"])

    assert answer.status_code == 200
    assert (await three.acts()).count("reassign") == 1
    assert (await three.tickets())[0].owner_id == three.ids["zhao"]


@pytest.mark.parametrize("tick", ["2.1", "77.1", "x", "9999999999999.1", "1", ".", "2.1\x00"])
async def test_a_tick_made_by_hand_moves_nothing_that_is_not_ones_own(three, desk, tick):
    async with desk.signed_in("wang") as browser:
        page = await browser.get(LIST)
        answer = await together(browser, page, [], three.ids["wang"], ticks=[tick])

    assert answer.status_code == 409
    assert PIPE not in answer.text
    assert (await three.tickets())[1].owner_id == three.ids["zhao"]


async def test_nothing_ticked_and_nobody_chosen_are_refused(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"q": "水管"})
        nobody = await together(browser, page, [2], "")
        nothing = await together(browser, page, [], three.ids["zhao"])

    for answer in (nobody, nothing):
        assert answer.status_code == 409
        assert 'role="alert"' in answer.text
        assert listed_in(answer) == [2]
    assert "hand_over" not in await three.acts()


async def test_what_is_over_bears_no_tick(three, desk):
    async with three.database.transaction() as session:
        row = await session.get(TicketRow, 1)
        row.state = "closed"

    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"state": ""})

    assert sorted(ticks(page)) == [2, 3]


def ticks(page):
    """The ticks that a list offers, by ticket."""
    found = re.findall(r'name="ticket" value="((\d+)\.\d+)"', page.text)
    return {int(number): tick for tick, number in found}


def listed_in(page):
    """The numbers in a list that was shown again with a sentence."""
    return [int(n) for n in re.findall(r'<td><a href="/console/tickets/(\d+)"', page.text)]


async def together(browser, page, which, person, *, words="", ticks=None):
    """Send the list's form with these tickets ticked."""
    offered = globals()["ticks"](page)
    chosen = ticks if ticks is not None else [offered[number] for number in which]
    return await post(browser, page, TOGETHER, ticket=chosen, person=str(person), words=words)


async def into(browser, page, what, *ticks):
    """Press the button that makes one larger matter of what is ticked."""
    ticked = {"form_token": field(page, "form_token"), "ticket": ticks}
    return await browser.post(f"{LIST}/together/{what}", data=ticked)


async def test_what_is_ticked_becomes_one_small_matter_or_calls_departments(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        for what in ("projects", "whistles"):
            answer = await into(browser, page, what, "1.1", "2.1", "x")
            new = await browser.get(answer.headers["location"])

            assert new.request.url.path == f"/console/{what}/new"
            assert re.findall(r'name="tickets" value="(\d+)"', new.text) == ["1", "2"]


async def test_nothing_ticked_becomes_nothing(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"q": "水管"})
        answer = await into(browser, page, "projects")

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


async def test_a_worker_makes_no_small_matter_of_a_list(three, desk):
    async with desk.signed_in("wang") as browser:
        page = await browser.get(LIST)
        answer = await into(browser, page, "projects", "1.1")

    assert "together/projects" not in page.text
    assert answer.status_code in (403, 404)


async def test_where_nothing_is_ticked_that_is_what_is_missing(three, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST)
        given = {"form_token": field(page, "form_token"), "person": str(three.ids["zhao"])}
        answers = [
            await browser.post(f"{LIST}/{where}", data=given)
            for where in ("hand-over", "together/projects")
        ]

    for answer in answers:
        assert answer.status_code == 409
        assert "请先勾上要办的几件" in answer.text
