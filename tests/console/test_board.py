"""The board in the hall: open to anybody, and nobody is in it."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from console.reports.board import MOST_GROUPS, OTHERS, RARE, by_group
from storage.people import PersonRow
from storage.places import AreaRow, touch_revision
from storage.schedules import ScheduleRow
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow
from tests.console.reporting import A_DAY, done, lay, suspend, waiting

HERE = "/board"


async def _look(desk, **params):
    """What a television without a session shows."""
    async with desk.browser() as browser:
        return await browser.get(HERE, params=params)


async def _lived_in(scene):
    """A hall's community with something of everything, and much that is nobody's business."""
    secret = {
        "text": "王秀英13800000001",
        "place_name": "金桂园3栋2单元301",
        "place": "JGY/3/2/301",
    }
    today = {"created_at": scene.now - timedelta(hours=1), **secret}
    await lay(
        scene, today, today, {**today, "sensitivity": "s", "category": "care.mind"},
        done(rating="content", closed_at=scene.now - timedelta(hours=2), **secret),
        *[{"category": "util.water", **secret}] * 3, {"category": "care.elder", **secret},
        {"category": "safe.dispute", "sensitivity": "p", **secret},
        waiting(scene, category="repair.roof", **secret),
        {"wish": True, "kind": "wish", "category": "svc.wish", **secret},
    )  # fmt: skip
    await suspend(scene, 10)
    async with scene.database.transaction() as session:
        session.add(WishRow(ticket_id=11, state="published", holder="王秀英", text="想要一本书",
                            published_at=scene.now))  # fmt: skip
        session.add(PersonRow(name="王秀英", phone="13800000001", created_at=scene.now))
        for name, rule in (
            ("义务理发", "FREQ=WEEKLY;BYDAY=FR"),
            ("量血压", "FREQ=WEEKLY;BYDAY=MO"),
        ):
            session.add(ScheduleRow(key=name, name=name, rule=rule, start="09:00", place="JGY-E",
                                    audience=["XL"], since=scene.now - 99 * A_DAY))  # fmt: skip


async def test_anybody_sees_how_things_stand(scene, desk):
    await _lived_in(scene)
    page = (await _look(desk)).text

    assert "<h1>西流湾社区</h1>" in page
    assert "<b>2</b>登记" in page
    assert "<b>0</b>办结" in page
    assert "<b>1</b>个微心愿等人认领" in page
    assert "<span>水电气暖</span>" in page
    assert "等资金或维修基金 1" in page
    assert "12月4日(周五)上午9点" in page
    assert "量血压" not in page  # it was on Monday


async def test_what_was_closed_today_counts_whenever_it_was_registered(scene, desk):
    await lay(scene, done(), done(), {"state": "closed", "wish": True, "outcome": "not_solved"})
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(closed_at=scene.now - timedelta(minutes=5)))
    page = (await _look(desk)).text

    assert "<b>2</b>办结" in page


async def test_nobody_is_on_the_board(scene, desk):
    await _lived_in(scene)
    page = (await _look(desk)).text

    for word in ("王秀英", "13800000001", "301", "2单元", "3栋", "0001", "谈心", "纠纷", "一本书",
                 "一老一小", "治安", "便民服务", "/console"):  # fmt: skip
        assert word not in page
    assert "金桂园东门" in page  # where something is held is no secret


async def test_it_needs_no_session_sets_no_cookie_and_looks_again_by_itself(scene, desk):
    answer = await _look(desk)

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=30"
    assert 'hx-trigger="every 60s"' in answer.text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in answer.text
    assert "form_token" not in answer.text


async def test_it_is_reckoned_at_most_every_thirty_seconds(scene, desk):
    today = {"created_at": scene.now - timedelta(hours=1)}
    await lay(scene, today)
    assert "<b>1</b>登记" in (await _look(desk)).text
    await lay(scene, today, start=2)

    desk.clock.at = scene.now + timedelta(seconds=29)
    assert "<b>1</b>登记" in (await _look(desk)).text
    desk.clock.at = scene.now + timedelta(seconds=31)
    assert "<b>2</b>登记" in (await _look(desk)).text


async def test_each_community_has_its_own_and_the_street_has_all(scene, desk):
    today = {"created_at": scene.now - timedelta(hours=1)}
    await lay(scene, today, {**today, "community": "DH"}, {**today, "community": "DH"})
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        await touch_revision(session)

    codes = ({}, {"community": "DH"}, {"community": "XL"})
    everything, east, west = [(await _look(desk, **code)).text for code in codes]

    assert "<h1>永清街道</h1>" in everything
    assert "<b>3</b>登记" in everything
    assert "<h1>东湖社区</h1>" in east
    assert "<b>2</b>登记" in east
    assert "<b>1</b>登记" in west


@pytest.mark.parametrize("code", ["nowhere", "XL-1", "JGY", "'", "\0", "一" * 2000])
async def test_a_community_that_there_is_not_has_no_board(desk, code):
    assert (await _look(desk, community=code)).status_code == 404


async def test_of_an_empty_community_it_says_so(desk):
    page = (await _look(desk)).text

    assert "都办好了。" in page
    assert "这周没有活动了。" in page
    assert page.count("<b>—</b>") == 4


COUNTS = st.dictionaries(
    st.sampled_from([f"{first}.{second}" for first in "abcdefghijkl" for second in "xy"]),
    st.integers(1, 9),
)


@given(COUNTS)
def test_what_is_rare_is_counted_with_the_rest_and_nothing_is_lost(waiting_by_category):
    lines = by_group(waiting_by_category)

    assert sum(count for _, count in lines) == sum(waiting_by_category.values())
    assert all(count >= RARE for name, count in lines if name != OTHERS)
    assert len(lines) <= MOST_GROUPS + 1
    assert OTHERS not in [name for name, _ in lines[:-1]]


async def test_its_links_lead_nowhere(scene, desk):
    await _lived_in(scene)
    page = (await _look(desk)).text

    assert re.findall(r"<a ", page) == []
