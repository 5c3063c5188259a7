"""Changes of who is responsible, as verbs: whose they are to make, and what goes along."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.leave import Leave
from domain.refusals import NotAllowed, Refusal
from handlers import responsibility
from handlers.duty import leave
from handlers.responsibility import Kind, Wanted
from storage.changes import ChangeRow
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow, touch_revision

LAMP, PIPE = "3栋2单元楼道灯坏了三天了", "6栋楼下水管漏水了"


async def change(scene, who, kind, *, area="XL-1", days=0, **more):
    """One change in somebody's name; what it says is delivered."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"c/{kind}/{who}", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        day = turn.world.today(scene.now) + timedelta(days=days)
        await responsibility.change(turn, Wanted(kind, area, day, **more))
    await scene.deliver()


async def give(scene, who, *, person, instead=None, role="grid_worker", **more):
    other = scene.ids[instead] if instead else None
    await change(scene, who, Kind.GIVE, person=scene.ids[person], role=role, other=other, **more)


async def serving(scene, area="XL-1", role="grid_worker"):
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(RoleRow.person_id).where(RoleRow.area == area, RoleRow.role == role)
        )
        names = {number: name for name, number in scene.ids.items()}
        return {names[person] for person in rows}


@pytest.mark.parametrize("who", ["wang", "chen", "fix", "heart"])
async def test_only_officers_dispatchers_and_the_street_change_who_is_responsible(scene, who):
    with pytest.raises(NotAllowed):
        await change(scene, who, Kind.UNCOVER, place="JGY/1")
    with pytest.raises(NotAllowed):
        await give(scene, who, person="zhao")

    assert await serving(scene) == {"wang"}


async def test_an_officer_makes_no_officer_and_takes_none_away(scene):
    with pytest.raises(NotAllowed):
        await give(scene, "sun", person="wang", role="officer", area="XL")
    with pytest.raises(NotAllowed):
        await change(scene, "liu", Kind.END, area="XL", person=scene.ids["sun"], role="officer")
    await give(scene, "boss", person="wang", role="officer", area="XL")

    assert await serving(scene, "XL", "officer") == {"sun", "wang"}


async def test_a_resident_is_given_no_role(scene):
    await scene.open_private("li")
    async with scene.database.reading() as session:
        nobody = await session.scalar(select(PersonRow.id).where(PersonRow.name.is_(None)))

    with pytest.raises(responsibility.NobodyChosen):
        await change(scene, "sun", Kind.GIVE, person=nobody, role="grid_worker")


async def test_whoever_ends_leaves_what_is_open_to_whoever_would_get_it_today(scene):
    await scene.say("li", LAMP)

    await change(scene, "sun", Kind.END, person=scene.ids["wang"], role="grid_worker", move=True)

    ticket = await scene.ticket()
    assert ticket.owner_id == scene.ids["chen"]
    assert ticket.level == 1
    assert any("楼道灯" in told for told in await scene.heard("chen"))


async def test_what_stays_stays_with_whoever_had_it(scene):
    await scene.say("li", LAMP)

    await give(scene, "sun", person="zhao", instead="wang")

    assert (await scene.ticket()).owner_id == scene.ids["wang"]
    await scene.say("mei", "2栋楼道灯坏了三天了")
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_only_the_tickets_of_that_post_go_along(scene):
    async with scene.database.transaction() as session:
        session.add(RoleRow(person_id=scene.ids["wang"], role="grid_worker", area="XL-2"))
        session.add(
            RoleRow(person_id=scene.ids["heart"], role="grid_worker", area="XL-1"),
        )
        await session.delete(
            await session.scalar(
                select(RoleRow).where(
                    RoleRow.person_id == scene.ids["zhao"], RoleRow.area == "XL-2"
                )
            )
        )
        await touch_revision(session)
    await scene.say("li", PIPE)
    await give(scene, "sun", person="zhao", instead="wang", move=True)

    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_a_sensitive_matter_and_what_waits_for_the_resident_stay(scene):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "灯换好了", group=False)
    before = [(row.owner_id, row.state) for row in await scene.tickets()]

    await give(scene, "sun", person="zhao", instead="wang", move=True)

    assert [(row.owner_id, row.state) for row in await scene.tickets()] == before


async def test_whoever_is_off_gets_nothing_and_nothing_breaks(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["zhao"]))
        row.away_from = scene.now.date()
        await touch_revision(session)

    await give(scene, "sun", person="zhao", instead="wang", move=True)

    assert (await scene.ticket()).owner_id == scene.ids["wang"]
    assert await serving(scene) == {"zhao"}


async def test_a_building_that_gets_a_grid_takes_along_what_waits_at_the_desk(scene):
    async with scene.database.transaction() as session:
        (await session.get(AreaRow, "XL-1")).covers = ["JGY/1", "JGY/2"]
        await touch_revision(session)
    await scene.say("li", LAMP)
    await scene.say("mei", "4栋楼道灯坏了三天了")
    assert (await scene.ticket()).level == 2

    await change(scene, "sun", Kind.COVER, place="JGY/3", move=True, why="新划的")

    first, second = await scene.tickets()
    assert (first.owner_id, first.level) == (scene.ids["wang"], 0)
    assert second.level == 2


async def test_who_planned_it_and_serves_no_more_changes_nothing_on_its_day(scene):
    await change(scene, "sun", Kind.UNCOVER, place="JGY/1", days=1)
    await change(scene, "boss", Kind.END, area="XL", person=scene.ids["sun"], role="officer")

    await scene.wait(days=1)

    async with scene.database.reading() as session:
        states = list(await session.scalars(select(ChangeRow.state).order_by(ChangeRow.id)))
        assert "JGY/1" in (await session.get(AreaRow, "XL-1")).covers
    assert states == ["failed", "done"]


async def test_a_change_that_lies_ahead_is_nobodys_reason_today(scene):
    await give(scene, "sun", person="zhao", instead="wang", days=1)
    await scene.say("li", LAMP)
    assert (await scene.ticket()).owner_id == scene.ids["wang"]

    await scene.wait(days=1)

    assert await serving(scene) == {"zhao"}
    await scene.say("mei", "2栋楼道灯坏了三天了")
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_two_who_give_the_same_building_to_two_grids_leave_it_with_one(scene):
    async def taken(who, area):
        try:
            await change(scene, who, Kind.COVER, area=area, place="LX")
        except Refusal as refusal:
            return refusal.moment
        return ""

    told = await asyncio.gather(taken("sun", "XL-1"), taken("boss", "XL-2"))

    async with scene.database.reading() as session:
        covers = [(await session.get(AreaRow, area)).covers for area in ("XL-1", "XL-2")]
    assert sum("LX" in codes for codes in covers) == 1
    assert sorted(told) == ["", "errors/covered_already"]


async def test_the_office_notes_a_leave_and_whoever_stands_in_hears_it(scene):
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["wang"]))
        row.deputy_id = scene.ids["zhao"]
        await touch_revision(session)
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "l/1", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids["sun"])
        day = turn.world.today(scene.now)
        person = await session.get(PersonRow, scene.ids["wang"])
        await leave.set_for(turn, person, Leave(day, day + timedelta(days=2)), hand=True)
        assert turn.actor == scene.ids["sun"]
    await scene.deliver()

    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    assert any("王格" in told for told in await scene.heard("zhao"))
