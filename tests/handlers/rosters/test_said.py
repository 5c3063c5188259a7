"""Volunteers take shifts and give them back in private: by words and by buttons."""

import asyncio

from sqlalchemy import func, select

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from storage.people import PersonRow
from storage.questions import ChoiceRow
from storage.rosters.tables import RosterDutyRow, RosterWishRow
from tests.handlers.rosters.watch import (
    at,
    drafted,
    duties,
    duty_rows,
    published,
    told,
    volunteers,
)


async def test_in_words_somebody_takes_the_open_shift_that_they_mean(scene):
    await published(scene, "东门 8:00-12:00 1人\n东门 14:00-18:00 1人")
    await scene.say("fang", "我来值周六上午", group=False)

    assert await duties(scene) == [("王芳", "东门", "assigned")]
    said = (await scene.heard("fang"))[-1]
    assert said.startswith("记下了,这个班是您的:12月5日(周六)上午8点到中午12点 东门")


async def test_where_several_are_meant_one_press_chooses(scene):
    await published(scene)
    await scene.say("fang", "周六上午我来值", group=False)
    assert (await scene.heard("fang"))[-1].startswith("您想值哪一个")
    await scene.press("fang", "西门 12月5日(周六)上午8点")

    assert await duties(scene) == [("王芳", "西门", "assigned")]


async def test_a_post_that_is_named_is_the_one(scene):
    await published(scene)
    await scene.say("fang", "周六上午西门我来值", group=False)

    assert await duties(scene) == [("王芳", "西门", "assigned")]


async def test_which_shifts_nobody_has_this_week_is_answered_with_buttons(scene):
    await published(scene, put=[("lizhi", "西门", 8)])
    await scene.say("fang", "这周还有哪些班没人", group=False)

    assert (await scene.heard("fang"))[-1] == "还有2个班可以值,其中2个缺人。按一下就是您的。"
    await scene.press("fang", "东门 12月5日(周六)上午8点")
    assert ("王芳", "东门", "assigned") in await duties(scene)
    assert await scene.tickets() == []


async def test_when_am_i_on_duty_is_answered_with_day_hours_place_and_company(scene):
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8), ("lizhi", "东门", 8)])
    for line in ("我什么时候值班", "我的班"):
        await scene.say("fang", line, group=False)
        said = (await scene.heard("fang"))[-1]
        assert said == "12月5日(周六)上午8点到下午4点 东门,同班:李(义务网格员)"
    await scene.say("qian", "我的班", group=False)
    assert (await scene.heard("qian"))[-1].startswith("您后面没有班")


async def test_no_phone_of_anybody_is_ever_told(scene):
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8), ("lizhi", "东门", 8)])
    async with scene.database.transaction() as session:
        for who in ("fang", "lizhi"):
            (await session.get(PersonRow, scene.ids[who])).phone = "13900001111"
    await scene.say("fang", "我的班", group=False)

    assert all("1390000" not in text for text in await scene.heard("fang"))


async def test_who_clashes_hears_with_what(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await scene.say("fang", "周六西门我来值", group=False)

    said = (await scene.heard("fang"))[-1]
    assert said == "您12月5日(周六)上午8点到下午4点已经在东门值班,不能同时在西门。"
    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_given_back_before_it_begins_the_chief_knows_at_once(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await scene.say("fang", "周六的班我值不了", group=False)
    await scene.press("fang", "东门 12月5日(周六)上午8点")

    assert await duties(scene) == []
    assert (await scene.heard("fang"))[-1].startswith("好的,这个班不排您了")
    assert (
        await told(scene, "chen", "王芳来不了:12月5日(周六)上午8点到下午4点 东门。现在有0人") == 1
    )
    [row] = await duty_rows(scene)
    assert (row.state, row.seat, row.holder) == ("left", None, None)


async def test_once_begun_it_is_not_given_back(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 4, 8, 5)
    await at(scene, 5, 8, 1)
    await scene.press("fang", "这个班来不了")

    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_a_time_at_which_somebody_cannot_is_kept_for_the_next_proposal(scene):
    await drafted(scene)
    await scene.say("fang", "我周日不能值班", group=False)

    async with scene.database.reading() as session:
        [wish] = list(await session.scalars(select(RosterWishRow)))
    assert (wish.weekday, wish.hard) == (6, True)
    assert (await scene.heard("fang"))[-1].startswith("记下了")


async def test_who_is_in_no_roster_is_not_answered_by_it(scene):
    await volunteers(scene)
    await scene.say("fang", "我的班", group=False)
    await published(scene, people=("lizhi",))
    await scene.say("fang", "我来值周六上午", group=False)

    assert all("班" not in text for text in await scene.heard("fang"))
    assert await duties(scene) == []


async def test_a_lamp_seen_on_duty_is_a_lamp(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await scene.say("fang", "我值班的时候看见3栋2单元的楼道灯坏了", group=False)

    assert "我来登记" in (await scene.heard("fang"))[-1]
    assert await duties(scene) == [("王芳", "东门", "assigned")]


def pressing(scene, who, token, number):
    return Incoming(
        key=f"race{number}", what=Happening.PRESS, at=scene.now, where=Address("web", f"p.{who}"),
        chat_kind=ChatKind.PRIVATE, speaker=Speaker(who), press=token, press_id=f"r{number}",
    )  # fmt: skip


async def test_two_press_for_the_last_place_at_once_and_one_gets_it(scene):
    await published(scene, "东门 8:00-16:00 1人")
    for who in ("fang", "lizhi", "qian"):
        await scene.say(who, "还有哪些班没人", group=False)
    async with scene.database.reading() as session:
        tokens = list(
            await session.scalars(
                select(ChoiceRow.token)
                .where(ChoiceRow.verb == "rosters.take_shift")
                .order_by(ChoiceRow.question_id)
            )
        )
    people = ("fang", "lizhi", "qian")

    await asyncio.gather(
        *(
            scene.handle(pressing(scene, who, token, n))
            for n, (who, token) in enumerate(zip(people, tokens, strict=True))
        )
    )

    async with scene.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RosterDutyRow)) == 1
    taken = [await told(scene, who, "这个班是您的") for who in people]
    assert sorted(taken) == [0, 0, 1]
    toasts = [row.text for row in await scene.rows(op="answer") if "已经有人了" in row.text]
    assert len(toasts) == 2


async def test_one_person_pressing_for_two_shifts_at_one_hour_gets_one(scene):
    await published(scene)
    await scene.say("fang", "周六上午我来值", group=False)
    async with scene.database.reading() as session:
        tokens = list(
            await session.scalars(
                select(ChoiceRow.token).where(ChoiceRow.verb == "rosters.take_shift")
            )
        )

    await asyncio.gather(
        *(scene.handle(pressing(scene, "fang", token, n)) for n, token in enumerate(tokens))
    )

    assert len(await duties(scene)) == 1
