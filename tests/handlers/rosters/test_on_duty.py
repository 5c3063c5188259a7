"""Who is on duty now is whom an emergency reaches, and who has what no grid looks after."""

from sqlalchemy import update

from storage.people import IdentityRow
from storage.places import AreaRow, touch_revision
from tests.handlers.rosters.watch import at, published, told

NIGHT = "值班室 0:00-8:00 1人\n值班室 8:00-16:00 1人\n值班室 16:00-0:00 1人"
FIRE = "3栋着火了,快来人"
SHIFTS = [("qian", "值班室", 0), ("fang", "值班室", 8), ("lizhi", "值班室", 16)]


async def test_an_emergency_at_two_in_the_night_reaches_the_one_on_the_night_shift(scene):
    """S1-09 and d.3: not the one who went home, nor who comes in the morning."""
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 2)
    await scene.say("li", FIRE)

    assert await told(scene, "qian", "着火") == 1
    assert [await told(scene, who, "着火") for who in ("fang", "lizhi")] == [0, 0]
    assert await told(scene, "wang", "着火") == 1  # the grid worker owns it all the same
    assert await told(scene, "chen", "着火") == 1
    assert (
        await told(scene, "liu", "着火") == 0
    )  # on duty is whoever is on the roster, not the desk


async def test_with_the_hours_the_one_who_is_asked_changes(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 15, 59)
    await scene.say("li", FIRE)
    await at(scene, 5, 16, 1)
    await scene.say("mei", "6栋煤气味很大")

    assert [await told(scene, who, "着火") for who in ("qian", "fang", "lizhi")] == [0, 1, 0]
    assert await told(scene, "lizhi", "煤气") == 1
    assert await told(scene, "fang", "煤气") == 0


async def test_who_checked_out_early_is_not_asked_and_the_desk_is(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 8, 5)
    await scene.say("fang", "到岗了", group=False)
    await at(scene, 5, 12)
    await scene.say("fang", "交班 家里有事先走", group=False)
    await scene.say("li", FIRE)

    assert await told(scene, "fang", "着火") == 0
    assert await told(scene, "liu", "着火") == 1


async def test_without_a_roster_or_before_and_after_it_the_desk_is_asked(scene):
    await published(scene, "值班室 8:00-16:00 1人", put=[("fang", "值班室", 8)])
    await scene.say("li", FIRE)
    assert await told(scene, "liu", "着火") == 1
    await at(scene, 7, 12)
    await scene.say("mei", "6栋煤气味很大")

    assert await told(scene, "liu", "煤气") == 1
    assert await told(scene, "fang", "着火") == 0


async def test_a_roster_that_answers_nothing_or_is_a_draft_is_not_asked(scene):
    await published(scene, NIGHT, put=SHIFTS, answers=False)
    await at(scene, 5, 2)
    await scene.say("li", FIRE)

    assert await told(scene, "qian", "着火") == 0
    assert await told(scene, "liu", "着火") == 1


async def test_where_nobody_on_the_roster_can_be_written_to_the_desk_is_asked_as_well(scene):
    await published(scene, NIGHT, put=SHIFTS)
    async with scene.database.transaction() as session:
        await session.execute(
            update(IdentityRow)
            .where(IdentityRow.person_id == scene.ids["qian"])
            .values(private_chat=None)
        )
    await at(scene, 5, 2)
    await scene.say("li", FIRE)

    assert await told(scene, "liu", "着火") == 1
    assert any(row.state == "person" and "着火" in row.text for row in await scene.rows())


async def test_a_roster_of_another_grid_is_not_asked(scene):
    await published(scene, NIGHT, put=SHIFTS, area="XL-2")
    await at(scene, 5, 2)
    await scene.say("li", FIRE)
    await scene.say("mei", "6栋煤气味很大")

    assert await told(scene, "qian", "着火") == 0
    assert await told(scene, "qian", "煤气") == 1


async def test_what_no_grid_looks_after_is_whoever_s_at_work_on_the_roster_and_the_reason_says_so(
    scene,
):
    async with scene.database.transaction() as session:
        await session.execute(update(AreaRow).where(AreaRow.kind == "grid").values(covers=[]))
        await touch_revision(session)
    await published(
        scene, NIGHT, people=("zhao", "fang"), put=[("zhao", "值班室", 0), ("fang", "值班室", 8)]
    )
    await at(scene, 5, 2)
    await scene.say("li", "3栋2单元漏水,水都流到楼道了")
    first = await scene.ticket()
    await at(scene, 5, 9)
    await scene.say("mei", "6栋1单元电梯坏了,停在3楼不动")
    second = await scene.ticket()

    assert (first.owner_id, first.reason) == (
        scene.ids["zhao"], {"code": "on_watch", "area": "值班室"},
    )  # fmt: skip
    assert await told(scene, "zhao", "您正在“值班室”值班") == 1
    assert second.id != first.id
    assert second.reason["code"] == "whole"  # a volunteer at the gate is told of dangers only
    assert await told(scene, "fang", "电梯") == 0


async def test_who_is_on_leave_is_not_asked_though_the_roster_has_them(scene):
    await published(scene, NIGHT, people=("zhao",), put=[("zhao", "值班室", 0)])
    await scene.say("zhao", "我请假12月4日到6日", group=False)
    await at(scene, 5, 2)
    await scene.say("li", FIRE)

    assert await told(scene, "zhao", "着火") == 0
    assert await told(scene, "liu", "着火") == 1


async def test_a_sensitive_matter_reaches_no_volunteer(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 2)
    await scene.open_private("li")
    await scene.say("li", "我老公又打我,救命", group=False)

    assert await scene.tickets()
    assert all("打" not in text for text in await scene.heard("qian"))
