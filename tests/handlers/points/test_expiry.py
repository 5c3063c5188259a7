"""Points last until the end of the following year; the oldest go first, and a reminder comes in time."""

from datetime import date

import pytest

from domain.points import REDEEM, Act, issue, redeem, reserve, reverse, take_back
from handlers.points import expiry
from storage.points import books, reckoning
from tests.handlers.points.homes import LI, ZHANG, has
from tests.handlers.points.test_publicity import until
from tests.handlers.signups.party import acting

LAST_YEAR, THIS_YEAR = date(2025, 10, 1), date(2026, 10, 1)


async def posted(scene, *entries):
    async with scene.database.transaction() as session:
        for entry in entries:
            await books.post(session, [(entry, books.Grounds())], scene.now)


def got(key, points, day, household="H1", rule="+03"):
    return issue(Act(key, household, day, rule, community="XL"), points, effective=True)


def spent(key, points, household="H1", day=THIS_YEAR):
    act = [Act(f"{key}{n}", household, day, REDEEM, community="XL") for n in (1, 2)]
    return reserve(act[0], points), redeem(act[1], points)


async def test_what_was_earned_last_year_goes_with_this_one_and_is_said_thirty_days_before(homes):
    await acting(homes, expiry.plan)
    await posted(
        homes, got("a", 40, LAST_YEAR), got("b", 5, THIS_YEAR), got("c", 9, THIS_YEAR, "H2")
    )
    homes.now = homes.now.replace(month=11, day=20)
    await acting(homes, expiry.plan)
    await until(homes, date(2026, 12, 2))
    reminded = [text for text in await homes.heard(LI) if "到期" in text]
    before = await has(homes, "H1")
    await until(homes, date(2027, 1, 2))

    assert len(reminded) == 1
    assert "40分12月31日" in reminded[0]
    assert all("到期" not in text for text in await homes.heard(ZHANG))
    assert before == (45, 0)
    assert await has(homes, "H1") == (5, 0)
    assert await has(homes, "H2") == (9, 0)


async def test_the_oldest_are_spent_first(homes):
    await posted(homes, got("a", 40, LAST_YEAR), got("b", 50, THIS_YEAR), *spent("o", 30))
    await acting(homes, expiry.plan)
    await until(homes, date(2027, 1, 2))

    assert await has(homes, "H1") == (50, 0)  # ten of last year's had been left


async def test_what_is_held_for_an_order_does_not_go(homes):
    held = reserve(Act("o", "H1", THIS_YEAR, REDEEM, community="XL"), 30)
    await posted(homes, got("a", 40, LAST_YEAR), held)
    await acting(homes, expiry.plan)
    await until(homes, date(2027, 1, 2))

    assert await has(homes, "H1") == (0, 0)


async def test_lived_twice_it_goes_once_and_a_second_year_goes_by_itself(homes):
    await posted(homes, got("a", 40, LAST_YEAR), got("b", 50, THIS_YEAR))
    await acting(homes, expiry.plan)
    await until(homes, date(2027, 1, 2))
    await acting(homes, expiry._lapse, 2026)  # as if the moment had come again
    once = await has(homes, "H1")
    await until(homes, date(2028, 1, 2))

    assert once == (50, 0)
    assert await has(homes, "H1") == (0, 0)


@pytest.mark.parametrize(
    ("day", "until_day"),
    [(date(2026, 11, 2), date(2027, 3, 31)), (date(2026, 3, 31), date(2026, 6, 30))],
)
async def test_false_evidence_freezes_orders_for_this_quarter_and_the_next(homes, day, until_day):
    await posted(homes, got("a", 40, LAST_YEAR))
    wrong = take_back(Act("d", "H1", day, "-08", community="XL"), 20, 40)
    await posted(homes, wrong)

    async with homes.database.reading() as session:
        assert await reckoning.frozen_until(session, "H1") == until_day
        assert await reckoning.frozen_until(session, "H2") is None
    await posted(homes, reverse(wrong, key="d/undone", day=day))
    async with homes.database.reading() as session:
        assert await reckoning.frozen_until(session, "H1") is None
