"""Which of many shifts somebody means, and races between rosters, proposals and people."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from domain.refusals import Refusal
from handlers.rosters import assigning, making, proposing, swapping
from storage.people import PersonRow
from storage.rosters.tables import RosterDutyRow
from tests.handlers.rosters.watch import (
    acting,
    at,
    drafted,
    duties,
    duty_rows,
    member,
    published,
    put_in,
    slot,
    slots,
    told,
)
from tests.handlers.scene import build

WEEK = "东门 8:00-12:00 1人\n东门 14:00-18:00 1人\n东门 20:00-23:00 1人"
FIRST, LAST = date(2026, 12, 2), date(2026, 12, 10)


async def mine(scene):
    """The hours of beginning of what 王芳 has."""
    local = scene.community.calendar.local
    numbers = {row.slot_id for row in await duty_rows(scene) if row.holder is not None}
    rows = [one for one in await slots(scene, 1) if one.id in numbers]
    return [f"{local(one.begins):%m-%d %H}" for one in rows]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("我来值明天上午", "12-02 08"), ("我来值周六下午", "12-05 14"), ("12月6日晚上我来值", "12-06 20"),
        ("我来值下周二上午", "12-08 08"), ("我来值后天下午2点", "12-03 14"),
        ("我来值12月4日20点", "12-04 20"),
        ("值周日下午", "12-06 14"), ("周四上午的班我来", "12-03 08"), ("我可以值周五夜班", "12-04 20"),
        ("讓我值週六上午", "12-05 08"),
    ],
)  # fmt: skip
async def test_the_shift_of_the_day_and_the_hour_is_the_one(scene, line, begins):
    await published(scene, WEEK, first=FIRST, last=LAST)
    await scene.say("fang", line, group=False)

    assert await mine(scene) == [begins]
    assert (await scene.heard("fang"))[-1].startswith("记下了")


@pytest.mark.parametrize(
    ("line", "found"),
    [("这周还有哪些班没人", 15), ("下周还有哪些班没人", 12), ("周六还有哪些班没人", 3),
     ("12月6日下午还有哪些班没人", 1), ("今天还有哪些班没人", 0)],
)  # fmt: skip
async def test_how_many_are_open_is_of_the_days_that_were_named(scene, line, found):
    await published(scene, WEEK, first=FIRST, last=LAST)
    await scene.say("fang", line, group=False)

    said = (await scene.heard("fang"))[-1]
    assert said.startswith(f"还有{found}个班可以值" if found else "现在没有空着的班")


async def test_no_more_buttons_than_a_phone_can_show(scene):
    await published(scene, WEEK, first=FIRST, last=LAST)
    await scene.say("fang", "还有哪些班没人", group=False)

    row = (await scene.rows(chat="p.fang"))[-1]
    assert len(row.choices) == 8


async def test_the_day_that_somebody_cannot_offers_only_its_shifts(scene):
    number = await published(scene, WEEK, first=FIRST, last=LAST)
    for day in (2, 5):
        await put_in(scene, number, "fang", "东门", 8, day=date(2026, 12, day))
    await scene.say("fang", "周六的班我值不了", group=False)

    row = (await scene.rows(chat="p.fang"))[-1]
    assert [choice["label"] for line in row.choices for choice in line] == [
        "东门 12月5日(周六)上午8点"
    ]


async def test_what_somebody_could_not_then_they_may_take_themselves_now(scene):
    await published(scene, "东门 8:00-12:00 1人")
    await scene.say("fang", "我周六不能值班", group=False)
    assert (await scene.heard("fang"))[-1].startswith("记下了,排班的时候会避开")
    await scene.say("fang", "我来值周六上午", group=False)

    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_who_does_not_answer_for_two_hours_keeps_nobody_from_asking_another(scene):
    await published(scene, "东门 8:00-12:00 1人", put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.wait(hours=2, minutes=1)
    await scene.say("fang", "找钱多换班", group=False)
    assert await told(scene, "qian", "想请您替") == 1
    await scene.press("lizhi", "我来替")

    assert await told(scene, "chen", "对方已经同意") == 0
    await scene.press("qian", "我来替")
    assert await told(scene, "chen", "换给钱多,对方已经同意") == 1


async def doing(scene, verb, *given, who, event):
    """One step in a transaction of its own, as two processes take theirs."""
    try:
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(session, event, scene.now, channel="console")
            turn.person = await session.get(PersonRow, scene.ids[who])
            return await verb(turn, *given)
    except Refusal as refusal:
        return refusal.moment


async def test_one_person_is_put_into_two_rosters_at_once_and_one_holds(scene):
    first = await drafted(scene, "东门 8:00-16:00")
    second = await drafted(scene, "西门 8:00-16:00")
    steps = []
    for number, post in ((first, "东门"), (second, "西门")):
        shift = await slot(scene, number, post, 8)
        steps.append((shift.id, await member(scene, number, "fang")))

    made = await asyncio.gather(
        *(
            doing(scene, assigning.assign, *step, who=who, event=f"race/{who}")
            for step, who in zip(steps, ("sun", "liu"), strict=True)
        )
    )

    assert made.count("errors/roster_clash") == 1
    async with scene.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RosterDutyRow)) == 1


async def test_a_proposal_taken_over_while_somebody_takes_a_shift_gives_no_place_twice(scene):
    number = await published(scene, "东门 8:00-16:00\n西门 8:00-16:00", people=("fang", "lizhi"))
    east = await slot(scene, number, "东门", 8)

    async def basis(turn):
        return await proposing.basis(turn, await making.found(turn, number))

    async def take_over(turn):
        row = await making.found(turn, number)
        return await proposing.take_over(turn, row, shown.propose(), shown.mark)

    shown = await acting(scene, basis)
    await asyncio.gather(
        doing(scene, take_over, who="sun", event="race/over"),
        doing(scene, assigning.take, east.id, who="fang", event="race/take"),
    )

    rows = [row for row in await duty_rows(scene) if row.seat is not None]
    assert len({row.slot_id for row in rows}) == len(rows)
    assert len({row.member_id for row in rows}) == len(rows)


async def test_a_duty_given_back_while_the_chief_allows_its_swap_is_somebody_s_or_nobody_s(scene):
    await published(scene, "东门 8:00-16:00", put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "我来替")
    duty = (await duty_rows(scene))[0].id

    await asyncio.gather(
        doing(scene, swapping.allow, 1, who="chen", event="race/allow"),
        doing(scene, assigning.leave, duty, who="fang", event="race/leave"),
    )

    held = [row for row in await duty_rows(scene) if row.seat is not None]
    assert len(held) <= 1
    assert all(row.state == "assigned" and row.id != duty for row in held)


async def test_in_english_it_is_said_so(database):
    scene = await build(database, locale="en")
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8), ("lizhi", "东门", 8)])
    await scene.say("fang", "我的班", group=False)

    first, second = await scene.heard("fang")
    assert first.startswith("东门, Sat 5 Dec 8:00")
    assert "with 李 (volunteer)" in second
    await at(scene, 5, 8, 16)
    assert (await scene.heard("chen"))[-1].startswith("王芳, 李志 not there yet: 东门")


async def test_in_traditional_characters(database):
    scene = await build(database, locale="zh-Hant")
    await published(scene, "东门 8:00-16:00", put=[("fang", "东门", 8)])
    await scene.say("fang", "我的班", group=False)
    await scene.say("fang", "周六的班我值不了", group=False)

    assert "有變動早點說" in (await scene.heard("fang"))[0]
    assert "哪個班來不了" in (await scene.heard("fang"))[-1]
