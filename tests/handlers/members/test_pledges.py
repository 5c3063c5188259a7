"""What members promise: open, done, checked by another, and only then shown."""

import pytest

from domain.members.states import NotSoFar, PledgeAct, PledgeState, VerifiedByAnother, pledged
from domain.refusals import NotAllowed, Unknown
from handlers.members import pledging
from storage import members
from tests.handlers.members.register import member, reported
from tests.handlers.signups.party import acting


async def rows(scene, *states):
    async with scene.database.reading() as session:
        found = await members.pledges(session, {"XL"}, states=states)
        return [(row.text, row.state) for row, _, _ in found]


@pytest.fixture
async def made(scene, tmp_path):
    """A member who pledged to sweep."""
    await reported(scene, tmp_path)
    await scene.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    return scene


async def test_s1_11_a_member_pledges_and_it_is_open(made):
    assert await rows(made) == [("每周扫一次3栋楼道", "open")]
    assert "认领1办好了" in (await made.heard("qian"))[-1]
    assert await made.in_group() == []


async def test_s1_11_done_and_checked_by_another_it_is_shown_as_done(made):
    await made.say("qian", "认领1办好了", group=False)
    assert await rows(made, PledgeState.CHECKED) == []

    await acting(made, pledging.act, 1, PledgeAct.CHECK)

    assert await rows(made, PledgeState.CHECKED) == [("每周扫一次3栋楼道", "checked")]
    assert "核实过了" in (await made.heard("qian"))[-1]


async def test_what_is_not_quite_done_goes_back(made):
    await made.say("qian", "认领1办好了", group=False)

    await acting(made, pledging.act, 1, PledgeAct.SEND_BACK)

    assert await rows(made) == [("每周扫一次3栋楼道", "open")]
    assert "还差一点" in (await made.heard("qian"))[-1]


async def test_nobody_checks_what_they_pledged_themselves(made):
    async with made.database.transaction() as session:
        row = await members.by_person(session, made.ids["qian"])
        row.person_id = made.ids["sun"]
    await acting(made, pledging.act, 1, PledgeAct.FINISH)

    with pytest.raises(VerifiedByAnother):
        await acting(made, pledging.act, 1, PledgeAct.CHECK)


async def test_what_is_not_done_is_not_checked(made):
    with pytest.raises(NotSoFar):
        await acting(made, pledging.act, 1, PledgeAct.CHECK)
    with pytest.raises(Unknown):
        await acting(made, pledging.act, 9, PledgeAct.CHECK)


@pytest.mark.parametrize("who", ["liu", "wang"])
async def test_only_the_officer_checks(made, who):
    await made.say("qian", "认领1办好了", group=False)

    with pytest.raises(NotAllowed):
        await acting(made, pledging.act, 1, PledgeAct.CHECK, who=who)


async def test_somebody_elses_pledge_is_not_theirs_to_finish(made):
    await made.say("li", "认领1办好了", group=False)

    assert await rows(made) == [("每周扫一次3栋楼道", "open")]


async def test_said_twice_is_one_and_five_are_enough(made):
    await made.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    for n in range(5):
        await made.say("qian", f"我认领:陪老人看病第{n}次", group=False)

    assert len(await rows(made)) == 5
    assert "先把认领的5件做好" in (await made.heard("qian"))[-1]


async def test_a_home_in_a_pledge_is_not_kept(made):
    await made.say("qian", "我认领:给3栋2单元501送餐", group=False)

    assert "501" not in (await rows(made))[0][0]


async def test_a_member_reads_their_pledges(made):
    await made.say("qian", "我的认领", group=False)

    assert "1 每周扫一次3栋楼道(在做)" in (await made.heard("qian"))[-1]


async def test_a_resident_pledges_nothing(scene, tmp_path):
    await reported(scene, tmp_path)

    await scene.say("li", "我认领:每周扫一次3栋楼道", group=False)

    assert await rows(scene) == []


async def test_the_office_writes_down_what_was_promised_at_the_counter(scene, tmp_path):
    await reported(scene, tmp_path)
    number = (await member(scene)).id

    await acting(scene, pledging.write_down, number, "教老人用手机")

    assert await rows(scene) == [("教老人用手机", "open")]
    with pytest.raises(pledging.PledgeNeeds):
        await acting(scene, pledging.write_down, number, "  ")


@pytest.mark.parametrize("state", [PledgeState.CHECKED, PledgeState.WITHDRAWN])
@pytest.mark.parametrize("act", list(PledgeAct))
def test_what_has_ended_stays_ended(state, act):
    with pytest.raises(NotSoFar):
        pledged(state, act)


async def test_a_member_takes_a_pledge_back(made):
    await made.say("qian", "撤回认领1", group=False)

    assert await rows(made) == [("每周扫一次3栋楼道", "withdrawn")]
    assert "撤回了" in (await made.heard("qian"))[-1]
