"""The clock that a rehearsal sets."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import (
    HEARTBEAT,
    REHEARSES,
    REQUEST,
    BadTime,
    Clock,
    NoRehearsal,
    NotRehearsing,
    OnlyForward,
    parse_time,
    set_clock,
)
from storage.places import get_state, set_state
from tests.bot.stage import NOON, going, until

THEN = "2026-10-04T09:00+08:00"
NINE = datetime(2026, 10, 4, 1, 0, tzinfo=UTC)
A_LITTLE = timedelta(seconds=20)


@pytest.mark.parametrize(
    ("text", "then"),
    [
        (THEN, NINE),
        ("2026-10-04T01:00Z", NINE),
        ("+3d", NOON + timedelta(days=3)),
        ("+6h", NOON + timedelta(hours=6)),
        (" +30m ", NOON + timedelta(minutes=30)),
        ("+1d5h30m", NOON + timedelta(days=1, hours=5, minutes=30)),
    ],
)
def test_a_time_is_an_instant_with_its_zone_or_a_span_from_now(text, then):
    assert parse_time(text, NOON) == then


@pytest.mark.parametrize("text", ["2026-10-04T09:00", "tomorrow", "+3", "-3d", "+", "+5x", ""])
def test_a_time_that_could_mean_two_instants_is_refused(text):
    with pytest.raises(BadTime):
        parse_time(text, NOON)


async def test_outside_rehearsals_the_clock_is_not_set(database):
    with pytest.raises(NoRehearsal):
        await set_clock(database, THEN, rehearsal=False)


async def told(database, *, rehearsal=True):
    clock = Clock(rehearsal=rehearsal)
    async with database.reading() as session:
        await clock.refresh(session)
    return clock.now()


async def test_where_no_program_runs_the_next_start_finds_the_clock_set(database):
    await set_clock(database, THEN, rehearsal=True)

    assert timedelta() <= await told(database) - NINE < A_LITTLE


async def test_what_a_rehearsal_left_behind_moves_no_clock_later(database):
    await set_clock(database, THEN, rehearsal=True)

    assert abs(await told(database, rehearsal=False) - datetime.now(UTC)) < A_LITTLE


async def test_the_first_setting_may_lie_in_the_past_and_later_ones_only_ahead(database):
    await set_clock(database, THEN, rehearsal=True)

    with pytest.raises(OnlyForward):
        await set_clock(database, "2026-10-03T09:00+08:00", rehearsal=True)
    await set_clock(database, "+3d", rehearsal=True)

    assert timedelta() <= await told(database) - NINE - timedelta(days=3) < A_LITTLE


async def test_another_process_follows(database):
    clock = Clock(rehearsal=True)

    async def followed():
        return timedelta() <= clock.now() - NINE < A_LITTLE

    async with going(clock.follow(database)):
        await set_clock(database, THEN, rehearsal=True)
        await until(followed)


async def test_a_running_program_is_asked_and_waited_for(database):
    async with database.transaction() as session:
        await set_state(session, HEARTBEAT, time.time())

    async def asked():
        async with database.reading() as session:
            return bool(await get_state(session, REQUEST))

    asking = asyncio.create_task(set_clock(database, THEN, rehearsal=True))
    await until(asked)
    assert not asking.done()
    async with database.transaction() as session:
        await set_state(session, REQUEST, {})

    assert await asking == NINE


async def test_a_program_that_lives_by_the_machine_s_clock_is_not_waited_for(database):
    async with database.transaction() as session:
        await set_state(session, HEARTBEAT, time.time())
        await set_state(session, REHEARSES, False)

    with pytest.raises(NotRehearsing):
        await set_clock(database, THEN, rehearsal=True)
    async with database.reading() as session:
        assert not await get_state(session, REQUEST)


async def test_a_program_that_ends_meanwhile_leaves_the_clock_to_be_set(database):
    async with database.transaction() as session:
        await set_state(session, HEARTBEAT, time.time() - 5.5)  # half a second from dead

    await set_clock(database, THEN, rehearsal=True)

    assert timedelta() <= await told(database) - NINE < A_LITTLE
    async with database.reading() as session:
        assert not await get_state(session, REQUEST)
