"""They move away: one more window, told seven days before, then nothing names them any more."""

from datetime import date, time, timedelta

import pytest

from domain.points import AccountKind, Book
from domain.points.files import FileClosed, FileState, NotALeavingDay
from handlers.points import leaving
from storage.points import books, households
from storage.points.tables import HouseholdRow
from tests.handlers.office import take_in
from tests.handlers.points.homes import LI, claims_of, told
from tests.handlers.points.test_files import file, with_home
from tests.handlers.shopping import HOUSEHOLDS, SHUT, open_shop, placed, points

MOVES = date(2026, 12, 10)
LAST = date(2026, 12, 31)


@pytest.fixture
async def shop(scene, tmp_path):
    """The fifth of December: H1 has 68 points, the window opens on the 21st."""
    return await open_shop(scene, tmp_path, now=SHUT)


async def until(scene, day, hour=9, minute=1):
    await scene.live_until(scene.community.calendar.instant(day, time(hour, minute)))


async def moves(scene, day=MOVES):
    return await with_home(scene, "H1", leaving.leave, day)


async def test_they_hear_at_once_until_when_they_can_spend_and_when_they_ask(shop):
    await moves(shop)
    heard = await told(shop, LI)
    await shop.say(LI, "我家有多少分", group=False)

    assert "12月10日" in heard
    assert "68分" in heard
    assert "12月31日" in heard
    assert "您家要搬走" in await told(shop, LI)
    assert await shop.in_group() == []


async def test_nothing_is_earned_from_that_day_and_in_the_last_window_they_spend(shop):
    await moves(shop)
    await shop.say(LI, "我今天打扫了楼道", group=False)
    before = len(await claims_of(shop))
    await until(shop, MOVES)
    await shop.say(LI, "我今天打扫了楼道", group=False)
    closed = await told(shop, LI)
    await until(shop, date(2026, 12, 22))
    await placed(shop, "H1", soap=1)

    assert before == 1
    assert len(await claims_of(shop)) == 1
    assert "档案关了" in closed
    assert await points(shop, "H1") == (53, 15)


async def test_seven_days_before_they_are_told_and_then_points_and_names_go(shop):
    await moves(shop)
    await until(shop, LAST - timedelta(days=7), hour=8)
    before = await told(shop, LI)
    await until(shop, LAST - timedelta(days=7))
    reminded = await told(shop, LI)
    await until(shop, LAST + timedelta(days=3))
    still = await points(shop, "H1")
    await until(shop, LAST + timedelta(days=4))

    assert "再过7天" not in before
    assert "再过7天" in reminded
    assert "68分" in reminded
    assert still == (68, 0)
    assert await points(shop, "H1") == (0, 0)
    gone = await file(shop, "H1")
    assert (gone.state, gone.name) == (FileState.CLOSED, "")
    async with shop.database.reading() as session:
        assert await households.members_of(session, "H1") == []
        totals = await books.totals(session, Book.HOUSEHOLD, "XL")
        assert totals[AccountKind.EXPIRED] == 68
        assert await books.unbalanced(session) == []
        assert await books.wrong_balances(session) == []
        notes = [row.note for row in await books.last_entries(session, "H1", limit=20)]
    assert set(notes) == {""}
    await shop.say(LI, "我家有多少分", group=False)
    assert "68" not in await told(shop, LI)


async def test_an_old_workbook_does_not_bring_back_what_was_deleted(shop, tmp_path):
    await moves(shop)
    await until(shop, LAST + timedelta(days=4))
    await take_in(shop, tmp_path / "again", households=HOUSEHOLDS)

    assert (await file(shop, "H1")).name == ""
    assert (await file(shop, "H2")).name == "李明"


async def test_a_deed_that_is_being_decided_is_waited_for(shop):
    await shop.say(LI, "我今天打扫了楼道", group=False)
    await shop.press("wang", "属实")
    await moves(shop)
    await until(shop, LAST + timedelta(days=4))
    waits = (await file(shop, "H1")).state
    await until(shop, LAST + timedelta(days=26))

    assert waits == FileState.LEAVING
    assert (await file(shop, "H1")).state == FileState.CLOSED
    assert await points(shop, "H1") == (0, 0)


async def test_who_stays_after_all_keeps_the_file(shop):
    await moves(shop)
    await with_home(shop, "H1", leaving.stay)
    await until(shop, LAST + timedelta(days=4))

    assert (await file(shop, "H1")).state == FileState.OPEN
    assert await points(shop, "H1") == (68, 0)
    assert "再过7天" not in await told(shop, LI)
    with pytest.raises(FileClosed):
        await with_home(shop, "H1", leaving.stay)


@pytest.mark.parametrize("day", [date(2026, 12, 4), date(2027, 3, 8)])
async def test_the_day_of_moving_is_soon(shop, day):
    with pytest.raises(NotALeavingDay):
        await moves(shop, day)


async def test_nobody_moves_twice(shop):
    await moves(shop)
    with pytest.raises(FileClosed):
        await moves(shop)
    async with shop.database.reading() as session:
        assert (await session.get(HouseholdRow, "H1")).until == LAST
