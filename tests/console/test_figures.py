"""A period's figures on the console: printed as a report needs them, and each opens its tickets."""

import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from storage.audit import AuditRow
from storage.people import PersonRow
from storage.places import AreaRow, touch_revision
from storage.tickets.tables import TicketReporterRow
from storage.wishes import WishRow
from tests.console.reporting import A_DAY, done, lay, suspend, waiting

PAGE, BEHIND = "/console/figures", "/console/figures/behind"
WEEK = {"first": "2026-11-25", "last": "2026-12-01"}


def _links(page):
    """Every number of the page that opens tickets: what it says, and where it leads."""
    found = re.findall(rf'<a href="({BEHIND}\?[^"]*)">(\d+)</a>', page)
    return [(unescape(address), int(number)) for address, number in found]


def _count(page):
    return int(re.search(r'<strong id="count">(\d+)</strong>', page)[1])


async def _mixed(scene):
    """A bit of everything."""
    late, early = scene.now - A_DAY / 2, scene.now - A_DAY * 1.5
    await lay(
        scene,
        done(rating="content", contacted_at=early),
        done(rating="so_so", contacted_at=late, category="util.water", reopened=1),
        done(closed_by="silence", outcome=None, chat="jgy", owner_area="XL-2"),
        {"state": "working", "outcome": "partly", "kind": "hazard", "returned": 1},
        {"state": "declined"}, {"state": "withdrawn", "category": "svc.fixit"},
        {"state": "merged"}, {"repeat_of": 1, "owner_area": "XL", "place": None},
        waiting(scene), {"sensitivity": "s"}, {"community": "OTHER"},
        {"sensitivity": "p", "category": "noise.live", "place": "JGY/3/2/301"},
        {"owner_area": None, "kind": "question", "category": "gov.cert"},
        done(wish=True, kind="wish", category="svc.wish", created_at=scene.now - 9 * A_DAY),
    )  # fmt: skip
    await suspend(scene, 9)
    async with scene.database.transaction() as session:
        session.add(WishRow(ticket_id=14, state="fulfilled", holder="h", text="x",
                            published_at=scene.now - 8 * A_DAY))  # fmt: skip


async def test_every_number_of_the_page_opens_exactly_as_many_tickets(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE, params=WEEK)
        links = _links(page.text)
        for address, number in dict(links).items():
            behind = await browser.get(address)
            assert behind.status_code == 200
            assert _count(behind.text) == number, address
            assert behind.text.count("<tr data-row") == number, address

    assert len(links) > 50
    assert sum(number for _, number in links) > 60


async def test_the_rates_stand_with_both_their_figures_and_a_small_sample_is_marked(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params=WEEK)).text

    # Due: 1-4, 8, 12-14; not what was declined, withdrawn, merged, suspended in time, secret, elsewhere.
    assert "<strong>12.5%(1/8)</strong>" in page  # responded in time
    assert "<strong>87.5%(3.5/4)</strong>" in page  # solved, of those where somebody said anything
    assert '<strong>90.0%(1.8/2)</strong> <span class="state bad">样本少' in page
    assert "<strong>25.0%(2/8)</strong>" in page  # have rated
    assert "<strong>100.0%(1/1)</strong>" in page  # wishes
    assert "<strong>81.1%</strong>" in page  # 1.25 + 39.375 + 40.5


async def test_eleven_of_twelve(scene, desk):
    await lay(scene, *[done(rating="content")] * 11, done(rating="not_content"))
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params=WEEK)).text

    assert "<strong>91.7%(11/12)</strong>" in page
    assert "样本少</span>" not in page


async def test_of_nothing_there_is_a_dash_and_never_a_percent(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE)).text

    assert "0.0%" not in page
    assert page.count("<strong>—</strong>") == 11
    assert "这段时间没有登记" in page


async def test_what_is_not_due_yet_makes_no_rate_worse(scene, desk):
    await lay(scene, {"finish_by": scene.now + A_DAY}, {})
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params={"window": "quarter"})).text

    assert "<strong>0.0%(0/1)</strong>" in page  # done in time, of the one whose date has come
    assert "(0/2)" in page  # repeats, of both that were registered
    assert page.count("(0/2)") == 1


async def test_an_officer_never_sees_another_community_s_figures(scene, desk):
    await lay(scene, {"community": "DH"}, {"community": "DH"}, {"community": "XL"})
    await _second_community(scene)
    async with desk.signed_in("sun") as browser:
        own = (await browser.get(PAGE, params=WEEK)).text
        assert "东湖社区" not in own
        for query in ({"community": "DH"}, {"area": "DH-1"}, {"community": "nowhere"}):
            for address in (PAGE, f"{PAGE}/print", f"{PAGE}/table.xlsx", "/console/lists"):
                assert (await browser.get(address, params=query)).status_code == 404
            answer = await browser.get(BEHIND, params={"of": "registered", **query})
            assert answer.status_code == 404
        assert _count((await browser.get(BEHIND, params={"of": "registered", **WEEK})).text) == 1
    async with desk.signed_in("boss") as browser:
        every = {"of": "registered", **WEEK}
        assert _count((await browser.get(BEHIND, params=every)).text) == 3
        other = (await browser.get(BEHIND, params={**every, "community": "DH"})).text
        assert _count(other) == 2
        assert "东湖社区" in (await browser.get(PAGE)).text


async def _second_community(scene):
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        session.add(AreaRow(code="DH-1", name="东湖一网格", kind="grid", parent="DH", covers=[]))
        await touch_revision(session)


@pytest.mark.parametrize("who", ["wang", "chen", "heart"])
async def test_figures_are_for_the_office(desk, who):
    async with desk.signed_in(who) as browser:
        for address in (PAGE, f"{BEHIND}?of=due", "/console/lists", f"{PAGE}/table.xlsx"):
            assert (await browser.get(address)).status_code == 403


async def test_no_number_is_of_a_worker(scene, desk):
    await _mixed(scene)
    names = [name for name in ("王格", "赵格", "陈长", "刘值", "孙办") if name != "孙办"]
    async with desk.signed_in("sun") as browser:
        for address in (PAGE, f"{PAGE}/print", "/console/lists", "/console/lists/print"):
            page = (await browser.get(address, params=WEEK)).text
            assert not [name for name in names if name in page]


async def test_grids_stand_in_the_order_of_the_map_and_not_of_their_numbers(scene, desk):
    await lay(scene, {"owner_area": "XL-2"}, {"owner_area": "XL-2"}, {"owner_area": "XL-1"})
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params=WEEK)).text

    assert page.index("第一网格</th>") < page.index("第二网格</th>")


async def test_a_narrower_view_counts_less_and_keeps_what_was_chosen(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params={**WEEK, "area": "XL-2", "kind": "complaint"})).text
        for address, number in _links(page)[::6]:
            assert _count((await browser.get(address)).text) == number

    assert 'value="XL-2" selected' in page
    assert 'value="complaint" selected' in page
    assert "area=XL-2" in page


async def test_six_tickets_of_one_lamp_row_are_a_hot_topic_and_flats_are_told_by_building(
    scene, desk
):
    await lay(scene, *[{"place": f"JGY/3/{n}"} for n in range(1, 7)], {"place": "JGY/4"},
              {"state": "declined"}, {"created_at": scene.now - 31 * A_DAY})  # fmt: skip
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE)).text
        hot = page[page.index("热点") :]
        [(address, number), *_] = [link for link in _links(hot) if "of=topic" in link[0]]
        behind = (await browser.get(address)).text

    assert '金桂园3栋</td><td>路灯</td><td class="number">6</td>' in hot
    assert number == _count(behind) == 6
    assert "金桂园4栋" not in hot


async def test_neighbours_behind_one_ticket_make_it_hot_too(scene, desk):
    await lay(scene, {})
    async with scene.database.transaction() as session:
        for number in range(3):
            person = PersonRow(name=None, created_at=scene.now)
            session.add(person)
            await session.flush()
            session.add(TicketReporterRow(ticket_id=1, person_id=person.id, first=not number,
                                          joined_at=scene.now))  # fmt: skip
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE)).text

    assert '金桂园3栋</td><td>路灯</td><td class="number">3</td>' in page


async def test_many_households_within_a_day_are_shown_as_a_cluster(scene, desk):
    for who in ("a", "b", "c", "d", "e", "f"):
        await scene.say(who, "3栋楼下路灯不亮了,黑漆漆的")
        await scene.say(who, "+1")
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE)).text

    clusters = page[page.index("多户同报") :]
    assert '<a href="/console/tickets/1">0001</a>' in clusters


async def test_a_look_at_private_tickets_behind_a_number_is_on_record(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        await browser.get(BEHIND, params={"of": "registered", **WEEK})

    async with scene.database.reading() as session:
        rows = await session.scalars(select(AuditRow).where(AuditRow.act == "tickets.listed"))
        assert len(list(rows)) == 1


async def test_behind_a_number_there_are_pages(scene, desk):
    await lay(scene, *[{}] * 51)
    async with desk.signed_in("sun") as browser:
        first = (await browser.get(BEHIND, params={"of": "registered", **WEEK})).text
        more = unescape(re.search(r'href="(\?[^"]*before=[^"]*)"', first)[1])
        second = (await browser.get(BEHIND + more)).text

    assert first.count("<tr data-row") == 50
    assert second.count("<tr data-row") == 1
    assert _count(first) == _count(second) == 51


HOSTILE = [
    {"first": "x", "last": "2026-13-45"}, {"first": "0001-01-01", "last": "9999-12-31"},
    {"first": "2026-12-01", "last": "2000-01-01"}, {"window": "fortnight"},
    {"kind": "' OR 1=1 --", "group": "%", "source": "\0", "service": "a" * 10_000},
    {"owner": "\0XL-1", "category": "\0"}, {"owner": "一" * 2_000},
    {"group": "util.water", "before": "9" * 50}, {"window": "week", "first": "2026-01-01"},
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
async def test_odd_addresses_get_a_clear_answer(scene, desk, query):
    await lay(scene, {})
    async with desk.signed_in("boss") as browser:
        for address in (PAGE, f"{PAGE}/print", "/console/lists", "/console/lists/print"):
            assert (await browser.get(address, params=query)).status_code == 200
        for of in ("registered", "due", "list", "topic"):
            answer = await browser.get(BEHIND, params={"of": of, "place": "\0'", **query})
            assert answer.status_code == 200


@pytest.mark.parametrize("of", ["everything", "due' --", "\0", "REGISTERED"])
async def test_a_number_that_there_is_not_opens_nothing(desk, of):
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(BEHIND, params={"of": of})).status_code == 404


async def test_a_period_may_be_three_years_long_and_no_longer(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE, params={"first": "2001-01-01", "last": "2026-12-01"})).text

    assert 'name="first" value="2023-11-30"' in page or 'name="first" value="2023-12-01"' in page


async def test_the_workbook_holds_the_same_figures_with_real_numbers_and_dates(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        answer = await browser.get(f"{PAGE}/table.xlsx", params=WEEK)

    assert answer.headers["content-disposition"].endswith('"figures-2026-11-25-2026-12-01.xlsx"')
    book = load_workbook(io.BytesIO(answer.content))
    cover, summary, counts, days = book.worksheets[:4]
    assert [row[1].value for row in cover.iter_rows(min_row=2, max_row=3)] == [
        "西流湾社区", "2026-11-25 – 2026-12-01",
    ]  # fmt: skip
    rates = {
        row[0].value: [cell.value for cell in row[1:4]] for row in summary.iter_rows(min_row=2)
    }
    assert rates["满意率"] == ["90.0%(1.8/2)", 1.8, 2]
    assert {row[0].value: row[1].value for row in counts.iter_rows(min_row=2)}["登记"] == 11
    assert summary.freeze_panes == "A2"
    assert days["A2"].is_date
    assert sum(row[1].value for row in days.iter_rows(min_row=2)) == 11


async def test_the_printed_figures_are_the_same_and_say_how_they_are_reckoned(scene, desk):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(f"{PAGE}/print", params=WEEK)).text

    assert "90.0%(1.8/2)" in page
    assert "部分解决算0.5" in page
    assert "制表" in page
    assert "<script" not in page


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
async def test_the_pages_are_read_in_other_languages(scene, desk, locale):
    await _mixed(scene)
    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", locale)
        for address in (PAGE, f"{PAGE}/print", "/console/lists", "/console/lists/print", "/board",
                        f"{PAGE}/table.xlsx", f"{BEHIND}?of=list&on=needs&stage=done"):  # fmt: skip
            answer = await browser.get(address, params=WEEK if "?" not in address else None)
            assert answer.status_code == 200
        page = (await browser.get(PAGE, params=WEEK)).text

    assert ("Responded in time" if locale == "en" else "響應率") in page


@pytest.mark.parametrize("address", [PAGE, "/console/lists"])
async def test_where_other_days_are_shown_than_were_asked_for_it_is_said(scene, desk, address):
    odd = [("2019-01-01", "2026-12-01"), ("0001-01-01", "9999-12-31"), ("2026-02-30", "2026-12-01")]
    fine = [
        ("2026-11-01", "2026-11-30"),
        ("2026-11-30", "2026-11-01"),
        ("2026-11-01", ""),
        ("", ""),
    ]
    async with desk.signed_in("sun") as browser:
        told = [
            "要的日子算不了" in (await browser.get(address, params={"first": a, "last": b})).text
            for a, b in (*odd, *fine)
        ]

    assert told == [True] * len(odd) + [False] * len(fine)
