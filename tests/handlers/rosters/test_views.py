"""As what somebody stands at a post, what their leave is, and who is in charge."""

from datetime import date

import pytest
from sqlalchemy import update

from domain.refusals import NotAllowed
from domain.rosters.rules import Wish
from handlers.rosters.making import areas_of, serves_near
from handlers.rosters.views import (
    chiefs,
    decides,
    duties,
    has_limit,
    member_of,
    must_decide,
    role_in,
)
from storage import rosters
from storage.people import PersonRow, RoleRow
from storage.places import touch_revision
from storage.rosters.tables import RosterRow, RosterWishRow
from tests.handlers.rosters.watch import drafted, published, put_in, volunteers


async def looking(scene, look, who=None):
    """What a handler would see now."""
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "look", scene.now, channel="console")
        if who is not None:
            turn.person = await session.get(PersonRow, scene.ids[who])
        found = look(turn)
        return await found if hasattr(found, "__await__") else found


async def also(scene, who, role, area):
    """Somebody serves as something else as well."""
    async with scene.database.transaction() as session:
        session.add(RoleRow(person_id=scene.ids[who], role=role, area=area))
        await touch_revision(session)


async def test_whoever_is_at_work_stands_there_as_that_and_not_as_a_volunteer(scene):
    await also(scene, "wang", "volunteer", "XL")
    await volunteers(scene)

    for who, role in (("wang", "grid_worker"), ("fang", "volunteer"), ("boss", "manager")):
        assert await looking(scene, lambda turn, who=who: role_in(turn, scene.ids[who])) == role
    assert await looking(scene, lambda turn: role_in(turn, 99999)) == "volunteer"


@pytest.mark.parametrize(
    ("role", "limited"),
    [("volunteer", True), ("party_member", True), ("property", True), ("grid_worker", False),
     ("officer", False), ("manager", False), ("chief", False)],
)  # fmt: skip
def test_who_is_not_at_work_has_a_limit_a_week(role, limited):
    assert has_limit(role) is limited


async def test_leave_of_any_role_and_one_s_own_wishes_are_known_to_the_rules(scene):
    number = await drafted(scene, people=("wang", "fang"), weekly=3)
    await also(scene, "wang", "mediator", "XL")
    async with scene.database.transaction() as session:
        await session.execute(
            update(RoleRow)
            .where(RoleRow.person_id == scene.ids["wang"], RoleRow.role == "mediator")
            .values(away_from=date(2026, 12, 5), away_to=None)
        )
        await touch_revision(session)
        [(wang, _), (fang, _)] = await rosters.members(session, number)
        session.add(RosterWishRow(member_id=fang.id, weekday=5, hour="", hard=False))

    async def seen(turn):
        row = await rosters.roster(turn.session, number)
        wishes = await rosters.wishes(turn.session, [wang.id, fang.id])
        return [member_of(turn, one, row, wishes) for one in (wang, fang)]

    worker, volunteer = await looking(scene, seen)
    assert worker.away == ((date(2026, 12, 5), date.max),)
    assert (worker.weekly, worker.wishes) == (None, ())
    assert (volunteer.weekly, volunteer.away) == (3, ())
    assert volunteer.wishes == (Wish(weekday=5, hard=False),)


@pytest.mark.parametrize(
    ("who", "may"),
    [("sun", True), ("liu", True), ("boss", True), ("chen", True), ("wang", False), ("heart", False),
     (None, False)],
)  # fmt: skip
async def test_the_chief_and_the_desk_decide(scene, who, may):
    row = RosterRow(community="XL", chief_id=scene.ids["chen"])

    assert await looking(scene, lambda turn: decides(turn, row), who) is may
    if not may:
        with pytest.raises(NotAllowed):
            await looking(scene, lambda turn: must_decide(turn, row), who)


async def test_without_a_chief_the_desk_is_in_charge(scene):
    ids = scene.ids
    named, orphaned = RosterRow(community="XL", chief_id=ids["chen"]), RosterRow(community="XL")

    assert await looking(scene, lambda turn: chiefs(turn, named)) == [ids["chen"]]
    assert await looking(scene, lambda turn: chiefs(turn, orphaned)) == [ids["liu"], ids["sun"]]


async def test_of_whoever_stands_beside_one_surname_and_role_are_told(scene):
    number = await published(
        scene, "东门 8:00-16:00 3人\n西门 8:00-16:00 1人", people=("fang", "wang", "qian"),
        names=("王老五", "Bob Li"), put=[("fang", "东门", 8), ("wang", "东门", 8), ("qian", "西门", 8)],
    )  # fmt: skip
    await put_in(scene, number, "王老五", "东门", 8)

    async def seen(turn):
        return await duties(turn, await rosters.stands(turn.session, number))

    views = {(one.post, one.mates) for one in await looking(scene, seen)}
    assert ("东门", (("王", "grid_worker"), ("王", "volunteer"))) in views
    assert ("西门", ()) in views


async def test_who_serves_in_a_community_or_for_the_whole_street_may_be_put_in(scene):
    async with scene.database.transaction() as session:
        await scene.serves(session, "far", "何远", "volunteer", "DB-1")
        await touch_revision(session)
    ids = scene.ids

    assert await looking(scene, lambda turn: sorted(areas_of(turn, "XL"))) == ["XL", "XL-1", "XL-2"]
    assert await looking(scene, lambda turn: areas_of(turn, "DB")) == []
    for who, near in (("wang", True), ("boss", True), ("far", False)):
        assert await looking(scene, lambda turn, who=who: serves_near(turn, ids[who], "XL")) is near
    assert not await looking(scene, lambda turn: serves_near(turn, 99999, "XL"))
