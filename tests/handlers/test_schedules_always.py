"""Whatever befalls the machine, each line is announced once in its time, or reported; never both."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from domain.calendar import SHANGHAI
from domain.schedules import Policy, due_between, parse_rule
from handlers.schedules import plan, standing
from handlers.schedules.late import GRACE, GRACE_ELSE
from storage.outbox import OutboxRow
from storage.questions import ChoiceRow, QuestionRow
from storage.schedules import OccurrenceRow, ScheduleRow, touch
from storage.timers import TimerRow, due
from tests.handlers.scene import GROUP

INSTANT = timedelta(seconds=1)
RULES = ("每月7号", "每月31号", "每周三", "隔周六", "每周末", "农历每月初七", "每月第一个周六")
OFFSETS = (
    [],
    ["提前7天22:00", "提前1天18:00"],
    ["当天6:00"],
    ["提前3天9点", "提前2天9点", "当天8:30"],
)
GAPS = st.one_of(
    st.integers(1, 180),  # minutes: it runs, more or less
    st.integers(180, 3 * 24 * 60),  # away for hours, or for days
    st.integers(20 * 24 * 60, 75 * 24 * 60),  # away longer than was planned ahead
    st.integers(-2 * 24 * 60, -1),  # the clock is set back
)
WAKES = st.lists(st.tuples(GAPS, st.sampled_from(["one", "two", "crash"])), min_size=3, max_size=9)


class Crash(Exception):  # noqa: N818 - what it is
    """The machine goes down before the commit."""


async def _live(scene, now, *, crashes=False):
    """What one process does when it wakes up."""
    while True:
        async with scene.database.transaction() as session:
            found = await due(session, now)
            if not found:
                return
            async with session.begin_nested():
                await scene.community.fire(session, found[0], now)
            found[0].done_at = now
            if crashes:
                raise Crash


async def _wake(scene, now, how):
    scene.now = now
    if how == "crash":
        try:
            await _live(scene, now, crashes=True)
        except Crash:
            pass
        else:
            return
    await asyncio.gather(*(_live(scene, now) for _ in range(2 if how == "two" else 1)))
    if how != "crash":  # else it goes down again before anything is sent
        await scene.deliver()


async def _begin(scene, number, start, rule, holiday, weekend, offsets):
    async with scene.database.transaction() as session:
        for table in (ChoiceRow, QuestionRow, OutboxRow, TimerRow, OccurrenceRow, ScheduleRow):
            await session.execute(delete(table))
        row = ScheduleRow(
            key=f"理发{number}", name="义务理发", rule=parse_rule(rule), start="09:00", end="11:00",
            place_words="东门", audience=["JGY"], holiday=holiday.value, weekend=weekend.value,
            offsets=list(offsets), person_id=scene.ids["sun"], active=True, since=start,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        await touch(session)
        turn = await scene.community.turn(session, f"begin/{number}", start, channel="test")
        await plan(turn)
        return standing.as_rule(turn, row), turn.world.calendar


async def _everything(scene):
    async with scene.database.reading() as session:
        made = list(await session.scalars(select(OccurrenceRow).order_by(OccurrenceRow.id)))
        sent = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
        late = list(await session.scalars(select(TimerRow).where(TimerRow.parked)))
    return made, sent, late


@settings(
    max_examples=15, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.sampled_from(RULES), st.sampled_from(list(Policy)), st.sampled_from(list(Policy)),
    st.sampled_from(OFFSETS), st.dates(date(2018, 1, 1), date(2027, 9, 1)), WAKES,
)  # fmt: skip
async def test_each_line_is_announced_in_its_time_or_reported_and_never_twice(
    scene, rule, holiday, weekend, offsets, first, wakes
):
    start = datetime.combine(first, time(12), SHANGHAI).astimezone(UTC)
    number = id(wakes)
    schedule, calendar = await _begin(scene, number, start, rule, holiday, weekend, offsets)
    now, awake = start, []

    for gap, how in wakes:
        now = max(start, now + timedelta(minutes=gap))
        awake.append(now)
        await _wake(scene, now, how)
    await _wake(scene, max(awake), "one")

    made, sent, parked = await _everything(scene)
    expected = due_between(schedule, calendar, start - INSTANT, max(awake))
    assert parked == []
    assert sorted((row.planned, row.moment, row.due_at) for row in made) == sorted(
        (one.planned, line.moment.value, line.due) for line, one in expected
    )
    in_time = [row for row in made if row.announced_at is not None]
    for row in made:
        first_seen = next(at for at in awake if at >= row.due_at)
        grace = GRACE.get(row.moment, GRACE_ELSE)
        assert (row.announced_at is not None) == (first_seen - row.due_at <= grace)
        assert len(row.told) == (1 if row.announced_at else 0)
    keys = [key for row in in_time for key in row.told]
    assert len(keys) == len(set(keys))
    lines = [row for row in sent if row.chat == GROUP and row.moment.startswith("schedules/")]
    assert {row.key for row in lines} == set(keys)
    assert all(row.created_at >= row_due for row, row_due in _by_due(lines, in_time))
    reports = [row for row in sent if row.moment == "schedules/not_announced"]
    assert len(reports) == len(made) - len(in_time)


def _by_due(lines, made):
    """Each line of the group with the instant at which it was due."""
    due_at = {key: row.due_at for row in made for key in row.told}
    return [(line, due_at[line.key]) for line in lines]


async def test_away_longer_than_was_planned_ahead_what_was_missed_is_reported(scene):
    start = datetime(2026, 3, 1, 4, tzinfo=UTC)
    await _begin(scene, 1, start, "每月7号", Policy.KEEP, Policy.KEEP, ["当天8:30"])

    await _wake(scene, start + timedelta(days=100), "one")

    made, sent, _ = await _everything(scene)
    assert [f"{row.planned:%m%d}" for row in made] == ["0307", "0407", "0507", "0607"]
    assert sum(row.moment == "schedules/not_announced" for row in sent) == 4
    assert not any(row.chat == GROUP for row in sent)
