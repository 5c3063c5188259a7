"""The register of volunteers: asked for in private, accepted by staff, found by skill by staff alone."""

import pytest
from sqlalchemy import select

from domain.members.states import NoLongerOpen
from domain.refusals import NotAllowed
from handlers.members import volunteering
from storage import volunteers
from storage.people import PersonRow
from storage.volunteers import VolunteerRow
from tests.handlers.members.register import enlisted, volunteer
from tests.handlers.signups.party import acting


async def asked(scene, words="我会修电器,想当志愿者", who="zhang"):
    await scene.say(who, words, group=False)
    async with scene.database.reading() as session:
        return await session.scalar(select(VolunteerRow).order_by(VolunteerRow.id.desc()))


async def found(scene, wanted, near=("XL",)):
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "page", scene.now, channel="console")
        return [name for _, name in await volunteering.search(turn, near, wanted)]


async def test_s0_17_who_says_what_they_can_do_is_registered_pending(scene):
    row = await asked(scene)

    assert (row.state, row.skills, row.community) == ("pending", ["修电器"], "XL")
    told = (await scene.heard("zhang"))[-1]
    assert "已经登记" in told
    assert "修电器" in told
    assert await scene.in_group() == []


async def test_the_desk_learns_that_somebody_waits_without_their_name(scene):
    await asked(scene)
    await scene.wait(hours=1)

    waits = [line for line in await scene.heard("liu") if "想当志愿者" in line]
    assert len(waits) == 1
    assert "修电器" not in waits[0]
    assert "zhang" not in waits[0]


async def test_s0_17_staff_find_who_was_accepted_by_skill(scene):
    await enlisted(scene)
    await enlisted(scene, "li", "李明", skills=("理发",))

    assert await found(scene, "电工") == ["张建国"]
    assert await found(scene, "剪头") == ["李明"]
    assert await found(scene, "开车") == []
    assert await found(scene, "电工", near=("ELSEWHERE",)) == []


async def test_who_waits_is_not_found_yet(scene):
    await asked(scene)

    assert await found(scene, "电器") == []


@pytest.mark.parametrize("words", ["谁会修电器", "有没有会修电器的志愿者", "找个电工志愿者"])
async def test_s0_17_residents_and_groups_learn_of_nobody(scene, words):
    await enlisted(scene)

    await scene.say("zhou", words)
    await scene.say("zhou", words, group=False)

    assert not any(
        "张建国" in line for line in [*await scene.in_group(), *await scene.heard("zhou")]
    )


async def test_in_a_group_nobody_is_registered(scene):
    await scene.say("zhang", "我会修电器,想当志愿者")

    async with scene.database.reading() as session:
        assert await session.scalar(select(VolunteerRow)) is None


async def test_said_twice_is_one_place_with_all_skills(scene):
    await asked(scene)
    row = await asked(scene, "我想当志愿者,也会理发")

    assert row.id == 1
    assert row.skills == ["修电器", "理发"]


async def test_numbers_in_skills_are_masked(scene):
    row = await asked(scene, "我会修电器13800000001,想当志愿者")

    assert "13800000001" not in "".join(row.skills)


async def test_without_a_skill_they_are_asked_for_one(scene):
    row = await asked(scene, "我想当志愿者")

    assert row.skills == []
    assert "您会些什么" in (await scene.heard("zhang"))[-1]


async def test_who_is_accepted_serves_under_the_name_that_staff_wrote(scene):
    row = await enlisted(scene, name="张建国")

    async with scene.database.reading() as session:
        world = await scene.community.world(session)
        person = await session.get(PersonRow, row.person_id)
    assert person.name == "张建国"
    roles = world.organisation.roles_of(row.person_id)
    assert [(one.role.value, one.area) for one in roles] == [("volunteer", "XL")]
    assert any("已经是社区志愿者" in line for line in await scene.heard("zhang"))


async def test_accepted_twice_is_once_and_a_correction_stays_quiet(scene):
    row = await enlisted(scene)
    heard = len(await scene.heard("zhang"))

    await acting(scene, volunteering.accept, row.id, "张建军", "XL", skills=["修电器", "电焊"])

    assert (await volunteer(scene)).skills == ["修电器", "电焊"]
    assert len(await scene.heard("zhang")) == heard


async def test_who_is_declined_hears_it_kindly_and_may_ask_again(scene):
    row = await asked(scene)
    await acting(scene, volunteering.decline, row.id)
    assert "谢谢您的心意" in (await scene.heard("zhang"))[-1]
    with pytest.raises(NoLongerOpen):
        await acting(scene, volunteering.decline, row.id)

    again = await asked(scene)

    assert (again.id, again.state) == (row.id, "pending")


@pytest.mark.parametrize("who", ["wang", "fix", "heart"])
async def test_only_the_desk_accepts(scene, who):
    row = await asked(scene)

    with pytest.raises(NotAllowed):
        await acting(scene, volunteering.accept, row.id, "张建国", "XL", who=who)
    with pytest.raises(NotAllowed):
        await acting(scene, volunteering.decline, row.id, who=who)


@pytest.mark.parametrize(
    ("name", "community"), [("", "XL"), ("123", "XL"), ("张", "MARS"), ("张", "")]
)
async def test_without_name_or_community_nobody_is_accepted(scene, name, community):
    row = await asked(scene)

    with pytest.raises(volunteering.VolunteerNeeds):
        await acting(scene, volunteering.accept, row.id, name, community)


async def test_eight_teams_with_how_many_are_in_each(scene):
    for n in range(8):
        await acting(scene, volunteering.open_team, "XL", f"{'红蓝绿黄青紫橙白'[n]}队")
    await acting(scene, volunteering.open_team, "XL", "红队")  # pressed twice
    await enlisted(scene, team=1)
    await enlisted(scene, "li", "李明", team=1)

    async with scene.database.reading() as session:
        counts = [count for _, count in await volunteers.teams(session, {"XL"})]
    assert counts == [2, 0, 0, 0, 0, 0, 0, 0]


async def test_a_team_of_another_community_is_none(scene):
    await acting(scene, volunteering.open_team, "XL", "红队")
    row = await enlisted(scene, team=99)

    assert row.team_id is None
    with pytest.raises(volunteering.VolunteerNeeds):
        await acting(scene, volunteering.open_team, "XL", "!!!")
    with pytest.raises(NotAllowed):
        await acting(scene, volunteering.open_team, "XL", "绿队", who="wang")


async def test_who_stops_is_off_the_register_and_their_hours_stay(scene):
    from tests.handlers.members.register import minutes  # noqa: PLC0415

    row = await enlisted(scene)
    await scene.say("zhang", "我不当志愿者了", group=False)

    assert (await volunteer(scene)).state == "left"
    assert "以前的时长都还在" in (await scene.heard("zhang"))[-1]
    assert await found(scene, "电器") == []
    assert await minutes(scene) == 0
    async with scene.database.reading() as session:
        world = await scene.community.world(session)
    assert world.organisation.roles_of(row.person_id) == ()
    again = await asked(scene, "我会理发,想当志愿者")
    assert (again.id, again.state) == (row.id, "pending")


async def test_who_never_was_one_does_not_stop(scene):
    await scene.say("li", "我不当志愿者了", group=False)

    assert not any("名册" in line for line in await scene.heard("li"))
