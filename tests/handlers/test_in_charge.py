"""`我们这栋归谁管`: the role and the way to reach them, also where somebody is on leave."""

import pytest
from sqlalchemy import select

from storage.people import RoleRow, meet
from storage.places import touch_revision
from storage.points.tables import HouseholdMemberRow, HouseholdRow


async def away(scene, account, deputy=None):
    async with scene.database.transaction() as session:
        role = await session.get(RoleRow, await _role(session, scene.ids[account]))
        role.away_from = role.away_to = scene.community.calendar.day_of(scene.now)
        role.deputy_id = scene.ids[deputy] if deputy else None
        await touch_revision(session)


async def _role(session, person):
    return await session.scalar(select(RoleRow.id).where(RoleRow.person_id == person))


async def asked(scene, words, **where):
    await scene.say("li", words, **where)
    return (await scene.heard("li") if where else await scene.in_group())[-1]


async def test_the_grid_worker_and_the_way_to_them_but_no_number_and_no_name(scene):
    told = await asked(scene, "金桂园3栋归谁管", group=False)

    assert "“第一网格”的网格员管" in told
    assert "直接告诉我" in told
    assert not any(letter.isdigit() for letter in told)
    assert "王格" not in told


async def test_on_leave_the_deputy_and_without_one_the_chief(scene):
    await away(scene, "wang", deputy="zhao")
    assert "替补接着" in await asked(scene, "金桂园3栋归谁管", group=False)

    await away(scene, "wang")
    assert "网格长接着" in await asked(scene, "金桂园3栋归谁管", group=False)


async def test_our_building_is_the_one_of_the_household(scene):
    async with scene.database.transaction() as session:
        person = await _met(scene, session)
        session.add(HouseholdRow(code="H1", place="JGY/6/1", name="李家"))
        await session.flush()
        session.add(HouseholdMemberRow(household="H1", person_id=person))

    assert "“第二网格”" in await asked(scene, "我们这栋归谁管", group=False)


async def _met(scene, session):
    person = await meet(session, "web", "li", at=scene.now, private_chat="p.li")
    return person.id


@pytest.mark.parametrize("words", ["我们这栋归谁管", "网格员是谁", "金桂园归谁管"])
async def test_of_an_estate_with_several_grids_the_building_is_asked(scene, words):
    assert "几栋" in await asked(scene, words, group=False)

    assert "“第二网格”" in await asked(scene, "金桂园6栋", group=False)


async def test_asked_in_the_group_it_asks_back_where_and_names_nobody(scene):
    await scene.say("li", "我们这栋归谁管")

    (line,) = await scene.in_group()
    assert "哪个小区几栋" in line
    assert "王" not in line


async def test_other_words_after_the_question_are_no_answer_to_it(scene):
    await asked(scene, "我们这栋归谁管", group=False)
    await scene.say("li", "金桂园3栋2单元楼道的灯坏了", group=False)

    assert len(await scene.tickets()) == 1
