"""Windows: the usual days, those that somebody has set, and what holds on."""

from datetime import UTC, date, datetime

import pytest

from handlers.points.windows import (
    NotAWindow,
    WindowsMeet,
    ahead,
    set_window,
    window_next,
    window_of,
)
from tests.handlers.shopping import acting

WINTER, SPRING = date(2026, 10, 1), date(2027, 1, 1)


async def test_four_windows_a_year_come_by_themselves(scene):
    found = await acting(scene, ahead, "XL", 4)

    assert [window.opens for window in found] == [
        date(2026, 12, 21), date(2027, 3, 21), date(2027, 6, 21), date(2027, 9, 21)
    ]  # fmt: skip


async def test_one_that_was_put_off_into_the_next_quarter_is_still_the_next(scene):
    days = date(2027, 1, 11), date(2027, 1, 15)
    await acting(scene, set_window, "XL", WINTER, *days, "上午", "一楼")
    scene.now = datetime(2027, 1, 12, 4, tzinfo=UTC)

    found = await acting(scene, window_next, "XL")

    assert (found.quarter, found.opens, found.closes) == (WINTER, *days)
    assert found.is_open(date(2027, 1, 12))


async def test_hours_and_place_hold_on_and_days_do_not(scene):
    await acting(
        scene, set_window, "XL", WINTER, date(2026, 12, 24), date(2026, 12, 26), "上午", "一楼"
    )

    later = await acting(scene, window_of, "XL", SPRING)
    before = await acting(scene, window_of, "XL", date(2026, 7, 1))

    assert (later.opens, later.hours, later.place) == (date(2027, 3, 21), "上午", "一楼")
    assert (before.hours, before.place) == ("", "")


async def test_set_anew_the_last_word_holds(scene):
    for day in (22, 23):
        days = date(2026, 12, day), date(2026, 12, 30)
        await acting(scene, set_window, "XL", WINTER, *days, "", "")

    assert (await acting(scene, window_next, "XL")).opens == date(2026, 12, 23)


async def test_another_community_keeps_its_own(scene):
    await acting(scene, set_window, "DL", WINTER, date(2026, 12, 1), date(2026, 12, 2), "", "")

    assert (await acting(scene, window_next, "XL")).opens == date(2026, 12, 21)
    assert (await acting(scene, window_next, "DL")).opens == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2026, 12, 24), date(2026, 12, 23)),
        (date(2026, 9, 1), date(2026, 9, 3)),
        (date(2026, 12, 1), date(2027, 3, 1)),
    ],
)
async def test_days_that_cannot_be_meant_are_refused(scene, opens, closes):
    with pytest.raises(NotAWindow):
        await acting(scene, set_window, "XL", WINTER, opens, closes, "", "")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2030, 1, 1), date(2030, 1, 9)),  # a year mistyped would shut the shop until then
        (date(2027, 3, 15), date(2027, 3, 25)),
        (date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
async def test_days_of_another_window_are_refused_with_those_that_may_be(scene, opens, closes):
    with pytest.raises(WindowsMeet) as refused:
        await acting(scene, set_window, "XL", WINTER, opens, closes, "", "")

    assert refused.value.facts == {"since": date(2026, 10, 1), "until": date(2027, 3, 20)}


async def test_a_window_that_was_put_off_pushes_the_next_one(scene):
    await acting(scene, set_window, "XL", WINTER, date(2027, 1, 11), date(2027, 1, 15), "", "")
    with pytest.raises(WindowsMeet) as refused:
        await acting(scene, set_window, "XL", SPRING, date(2027, 1, 15), date(2027, 1, 20), "", "")

    assert refused.value.facts["since"] == date(2027, 1, 16)
