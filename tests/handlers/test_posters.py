"""Posters: whoever scans one need not say where, and is never overruled."""

import pytest
from sqlalchemy import select

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from domain.places import PlaceKind
from handlers import posters
from handlers.privacy import retention
from storage.people import RoleRow
from storage.places import PlaceRow, touch_revision
from storage.points.tables import HouseholdMemberRow
from storage.posters import StandingRow

LAMP = "楼道灯坏了三天了"


async def world(scene):
    async with scene.database.reading() as session:
        return await scene.community.world(session)


async def scan(scene, who, place="JGY/3"):
    """Somebody scans the poster at a place."""
    await scene.say(who, f"/start {posters.code_of(await world(scene), place)}", group=False)


async def standing(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(StandingRow.place)))


async def test_whoever_scans_one_is_told_where_they_are_and_only_has_to_write(scene):
    await scan(scene, "li")

    assert await scene.heard("li") == ["您在金桂园3栋。要反映什么,直接写。"]


async def test_what_names_no_place_is_about_that_one(scene):
    await scan(scene, "li")
    await scene.say("li", LAMP, group=False)

    ticket = await scene.ticket()
    assert (ticket.place, ticket.owner_id) == ("JGY/3", scene.ids["wang"])
    assert "金桂园3栋" in (await scene.heard("li"))[-1]


async def test_without_a_poster_the_place_is_asked_for(scene):
    await scene.say("li", LAMP, group=False)

    assert await scene.tickets() == []
    assert "几栋" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize(
    ("text", "place"), [("6栋楼道灯坏了三天了", "JGY/6"), ("东门垃圾桶满了没人收", "JGY-E")]
)
async def test_a_place_that_is_said_goes_before(scene, text, place):
    await scan(scene, "li")
    await scene.say("li", text, group=False)

    assert (await scene.ticket()).place == place


async def test_after_another_place_was_said_the_poster_counts_no_more(scene):
    await scan(scene, "li")
    await scene.say("li", "6栋楼道灯坏了三天了", group=False)
    await scene.wait(minutes=10)
    await scene.say("li", "单元门也关不上了", group=False)

    assert [ticket.place for ticket in await scene.tickets()] == ["JGY/6"]


async def test_several_matters_of_one_place_need_it_said_for_none(scene):
    await scan(scene, "li")
    await scene.say("li", LAMP, group=False)
    await scene.wait(minutes=30)
    await scene.say("li", "水管爆了,水流了一地", group=False)

    assert [ticket.place for ticket in await scene.tickets()] == ["JGY/3", "JGY/3"]


async def test_an_emergency_is_there_and_nobody_asks_where(scene):
    await scan(scene, "li", "JGY/6")
    await scene.say("li", "着火了,快来人", group=False)

    assert (await scene.ticket()).place == "JGY/6"
    assert any("金桂园6栋" in line for line in await scene.heard("zhao"))


async def test_a_day_later_it_is_forgotten(scene):
    await scan(scene, "li")
    await scene.wait(hours=24)
    await scene.say("li", LAMP, group=False)

    assert await scene.tickets() == []
    assert "几栋" in (await scene.heard("li"))[-1]


async def test_the_next_poster_takes_the_place_of_the_last(scene):
    await scan(scene, "li", "JGY/3")
    await scan(scene, "li", "JGY/6")
    await scene.say("li", LAMP, group=False)

    assert (await scene.ticket()).place == "JGY/6"
    assert await standing(scene) == ["JGY/6"]


async def test_in_a_group_it_says_nothing(scene):
    await scan(scene, "li", "JGY/6")
    await scene.say("li", LAMP)

    assert await scene.tickets() == []


async def test_of_one_it_tells_nothing_of_another(scene):
    await scan(scene, "li")
    await scene.say("mei", LAMP, group=False)

    assert await scene.tickets() == []


async def test_a_wish_is_brought_there(scene):
    await scan(scene, "li", "JGY/6")
    await scene.say("li", "想给家里老人要个放大镜", group=False)
    await scene.say("li", "要", group=False)

    ticket = await scene.ticket()
    assert (ticket.kind, ticket.place) == ("wish", "JGY/6")


async def test_a_question_that_is_about_no_place_goes_to_whoever_serves_there(scene):
    await scan(scene, "li", "JGY/6")
    await scene.say("li", "社区几点上班", group=False)

    ticket = await scene.ticket()
    assert (ticket.kind, ticket.place, ticket.owner_id) == ("question", None, scene.ids["zhao"])


async def test_a_code_tells_nothing_and_nobody_makes_one_up(scene):
    here = await world(scene)
    codes = {place.code: posters.code_of(here, place.code) for place in here.places}

    assert len(set(codes.values())) == len(codes)
    assert all(len(code) <= 64 and code.replace("_", "a").isalnum() for code in codes.values())
    assert not any("JGY" in code for code in codes.values())
    for made_up in ("at_", "at_JGY/3", "at_" + "0" * 20, codes["JGY/3"][:-1], codes["JGY/3"] + "0",
                    codes["JGY/3"].upper(), "at_é", codes["JGY/3"].removeprefix("at_")):  # fmt: skip
        assert posters.place_of(here, made_up) is None, made_up


async def test_a_made_up_code_is_refused_like_any_and_braked(scene):
    for number in range(7):
        await scene.say("li", f"/start at_{number:020d}", group=False)

    heard = await scene.heard("li")
    assert len(heard) == 6
    assert await standing(scene) == []


async def test_even_then_a_real_poster_is_understood(scene):
    for number in range(7):
        await scene.say("li", f"/start at_{number:020d}", group=False)
    await scan(scene, "li")

    assert (await scene.heard("li"))[-1].startswith("您在金桂园3栋")


async def test_no_poster_hangs_at_a_home(scene):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="JGY/3/1", name="1单元", kind="unit", parent="JGY/3", aliases=[]))
        session.add(PlaceRow(code="R", name="301", kind="room", parent="JGY/3/1", aliases=[]))
        await touch_revision(session)
    here = await world(scene)

    assert here.places.get("R").kind is PlaceKind.ROOM
    assert posters.place_of(here, posters.code_of(here, "R")) is None
    assert posters.place_of(here, posters.code_of(here, "JGY/3/1")) == "JGY/3/1"


async def test_a_place_that_is_gone_from_the_workbook_is_no_place(scene):
    await scan(scene, "li")
    async with scene.database.transaction() as session:
        await session.delete(await session.get(PlaceRow, "JGY/3"))
        await touch_revision(session)
    await scene.say("li", LAMP, group=False)

    assert await scene.tickets() == []


async def test_staff_say_where_they_are(scene):
    await scan(scene, "wang", "JGY/6")
    await scene.say("wang", LAMP, group=False)

    assert await scene.tickets() == []


async def test_whoever_asks_what_is_kept_of_them_reads_it_for_a_day(scene):
    await scan(scene, "li")
    await scene.say("li", "/me", group=False)
    await scene.wait(hours=24)
    await scene.say("li", "/me", group=False)

    *_, first, later = [line for line in await scene.heard("li") if "这里存了这些" in line]
    assert "扫过金桂园3栋的海报" in first
    assert "海报" not in later


async def test_a_night_later_no_row_tells_it_any_more(scene):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "plan", scene.now, channel="start")
        await retention.plan(turn)
    await scan(scene, "li")
    await scene.wait(hours=48)

    assert await standing(scene) == []


async def test_an_erased_person_was_nowhere(scene):
    await scan(scene, "li")
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")

    assert await standing(scene) == []


async def test_it_gives_no_role_and_no_household(scene):
    await scan(scene, "li")

    async with scene.database.reading() as session:
        assert list(await session.scalars(select(HouseholdMemberRow))) == []
        assert len(list(await session.scalars(select(RoleRow)))) == 8


async def test_in_a_group_the_command_is_left_alone(scene):
    code = posters.code_of(await world(scene), "JGY/3")
    await scene.handle(
        Incoming(
            key="x", what=Happening.MESSAGE, at=scene.now, where=Address("web", "g"),
            chat_kind=ChatKind.GROUP, speaker=Speaker("li"), text=f"/start {code}", message="x",
        )
    )  # fmt: skip

    assert await standing(scene) == []
