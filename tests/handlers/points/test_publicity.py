"""The monthly list: once per community, masked, seven days; then what nobody objected to counts."""

from datetime import date, time, timedelta

from sqlalchemy import func, select

from storage.points.claims import ClaimRow
from storage.points.lists import PublicityListRow
from storage.points.tables import AccountRow, BalanceRow
from storage.timers import TimerRow
from tests.handlers.points.homes import LI, ZHANG, ZHOU, claims_of, has, told

LISTED = date(2027, 1, 4)  # 3 January 2027 is a Sunday


async def earned(scene, *households):
    """These have swept the stairs on days of December, and it is verified."""
    for who in households:
        await scene.say(who, "我今天打扫了楼道", group=False)
        await scene.press("zhao" if who == ZHANG else "wang", "属实")


async def until(scene, day, hour=9, minute=1):
    calendar = scene.community.calendar

    await scene.live_until(calendar.instant(day, time(hour, minute)))


async def lists(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(PublicityListRow)))


async def test_one_line_in_the_group_and_points_count_on_the_eighth_day(homes):
    await earned(homes, LI, ZHANG)
    await until(homes, LISTED, hour=8)
    before = await homes.in_group()
    await until(homes, LISTED)
    line = (await homes.in_group())[-1]
    during = await has(homes, "H1")
    await until(homes, LISTED + timedelta(days=7), hour=8)
    last = await has(homes, "H1")
    await until(homes, LISTED + timedelta(days=7))

    assert before == []
    assert len(await homes.in_group()) == 1
    [made] = await lists(homes)
    assert made.token in line
    assert "12月积分公示" in line
    assert "1月10日" in line
    assert all(name not in line for name in ("陈", "欧阳", "3分"))
    assert (during, last) == ((0, 3), (0, 3))
    assert await has(homes, "H1") == await has(homes, "H2") == (3, 0)
    assert {row.state for row in await claims_of(homes)} == {"effective"}
    assert "可用3分" in await told(homes, LI)


async def test_numbers_on_the_list_begin_at_one_and_its_sum_is_what_the_books_hold(homes):
    await earned(homes, LI, ZHANG, ZHOU)
    await until(homes, LISTED)

    rows = await claims_of(homes)
    async with homes.database.reading() as session:
        held = await session.scalar(
            select(func.sum(BalanceRow.amount))
            .join(AccountRow, AccountRow.id == BalanceRow.account_id)
            .where(AccountRow.kind == "public")
        )
        listed = await session.scalar(
            select(func.sum(ClaimRow.points)).where(ClaimRow.list_id.is_not(None))
        )
    assert sorted(row.line for row in rows) == [1, 2, 3]
    assert held == listed == 9


async def test_a_month_in_which_nobody_did_anything_has_no_list(homes):
    await until(homes, LISTED)

    assert await lists(homes) == []
    assert await homes.in_group() == []


async def test_after_days_of_standing_still_the_list_is_shown_as_long_as_any_other(homes):
    await earned(homes, LI)
    homes.now += timedelta(days=50)  # the program was away: 20 January
    await homes.live_until(homes.now)
    [made] = await lists(homes)
    await homes.live_until(homes.now + timedelta(days=6))
    still = await has(homes, "H1")
    await homes.live_until(homes.now + timedelta(days=2))

    assert (made.listed_on, made.counts_on) == (date(2027, 1, 20), date(2027, 1, 27))
    assert (still, await has(homes, "H1")) == ((0, 3), (3, 0))


async def test_a_due_moment_that_is_lived_twice_counts_once(homes):
    await earned(homes, LI)
    await until(homes, LISTED + timedelta(days=8))
    async with homes.database.transaction() as session:
        for timer in await session.scalars(
            select(TimerRow).where(TimerRow.kind.in_(("points.list", "points.counts")))
        ):
            timer.done_at = None
    await homes.live_until(homes.now + timedelta(minutes=1))

    assert len(await lists(homes)) == 1
    assert await has(homes, "H1") == (3, 0)
    assert len([t for t in await homes.heard(LI) if "到账" in t]) == 1


async def test_what_is_verified_after_the_list_waits_for_the_next_one(homes):
    await earned(homes, LI)
    await until(homes, LISTED)
    await homes.say(LI, "我12月20日打扫了楼道", group=False)
    await homes.press("wang", "属实")
    said = await told(homes, LI)
    await until(homes, date(2027, 2, 3))

    assert "2月3日" in said
    assert [row.list_id for row in await claims_of(homes)] == [1, 2]


async def test_two_lists_at_once_have_no_number_twice(homes):
    """December's list came out late, and is still shown when January's does."""
    await earned(homes, LI, ZHANG)
    homes.now += timedelta(days=60)  # the program was away: 30 January
    await homes.live_until(homes.now)
    await earned(homes, ZHOU)
    await until(homes, date(2027, 2, 3))
    await homes.say(ZHANG, "第3条不对,她没来", group=False)

    assert [(row.list_id, row.line, row.state) for row in await claims_of(homes)] == [
        (1, 1, "public"), (1, 2, "public"), (2, 3, "objected"),
    ]  # fmt: skip
