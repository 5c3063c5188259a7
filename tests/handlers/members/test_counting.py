"""What is counted for a member: proposed once, decided by a person, within caps, put right by reversal."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.members.reckoning import Grade, NoSuchItem
from domain.members.states import NoLongerOpen, NotSoFar, VerifiedByAnother
from domain.refusals import NotAllowed, Unknown
from handlers.members import counting, gathering
from storage import members
from storage.members import MemberClaimRow, MemberYearRow
from storage.points.tables import EntryRow
from tests.handlers.members.register import (
    QIAN,
    balance,
    claims,
    counted,
    member,
    reported,
    sheet,
    sound,
    written,
)
from tests.handlers.signups.party import acting


async def gather(scene):
    await acting(scene, gathering.gather, who="sun")


async def test_s2_02_one_quarter_in_a_post_makes_twelve(scene, tmp_path):
    await reported(scene, tmp_path)
    await scene.wait(days=32)  # the year and its last quarter are over

    await gather(scene)
    [claim] = await claims(scene)
    await acting(scene, counting.verify, [claim.id])

    assert (claim.item, claim.day) == ("POST", date(2026, 12, 31))
    assert await balance(scene) == 12
    assert await balance(scene, year=2027) == 10
    assert await sheet(scene) == [("BASE", 10), ("POST", 2)]
    assert await sound(scene)


async def test_a_quarter_is_proposed_once_however_often_it_is_gathered(scene, tmp_path):
    await reported(scene, tmp_path)
    await scene.wait(days=32)

    for _ in range(3):
        await gather(scene)

    assert len(await claims(scene)) == 1


async def test_who_took_a_post_up_in_the_middle_of_a_quarter_has_not_served_it(scene, tmp_path):
    await reported(scene, tmp_path, [*QIAN[:5], "2026-11-01"])
    await scene.wait(days=32)

    await gather(scene)

    assert await claims(scene) == []


async def test_without_a_post_nothing_is_proposed(scene, tmp_path):
    await reported(scene, tmp_path, [*QIAN[:4], "", ""])
    await scene.wait(days=32)

    await gather(scene)

    assert await claims(scene) == []


async def test_the_night_gathers_by_itself_and_plans_the_next(scene, tmp_path):
    await reported(scene, tmp_path)
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "start/1", scene.now, channel="start")
        await gathering.plan(turn)
        await gathering.plan(turn)

    await scene.wait(days=33)

    assert [claim.item for claim in await claims(scene)] == ["POST"]
    assert await balance(scene, year=2027) == 10


async def test_what_counts_is_told_in_private_and_nowhere_else(scene, tmp_path):
    await reported(scene, tmp_path)

    await counted(scene, "PROPOSAL", note="小区加装座椅")

    told = (await scene.heard("qian"))[-1]
    assert "+1" in told
    assert "11分" in told
    assert await scene.in_group() == []


async def test_several_are_verified_with_one_press(scene, tmp_path):
    await reported(scene, tmp_path)
    numbers = [await written(scene, item) for item in ("PROPOSAL", "PAIR")]
    numbers.append(await written(scene, "COMMEND", level=3))

    done = await acting(scene, counting.verify, numbers)

    assert done == 3
    assert await balance(scene) == 16
    assert await sound(scene)


async def test_what_takes_points_is_decided_alone(scene, tmp_path):
    await reported(scene, tmp_path)
    minus, plus = await written(scene, "MISSED"), await written(scene, "PAIR")

    with pytest.raises(counting.OneByOne):
        await acting(scene, counting.verify, [minus, plus])
    assert await balance(scene) == 10

    await acting(scene, counting.verify, [minus], who="boss")
    assert await balance(scene) == 9
    assert "-1" in (await scene.heard("qian"))[-1]


async def test_every_minus_in_the_books_carries_who_decided_it(scene, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "MISSED")
    await counted(scene, "UNHAPPY")

    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(EntryRow.approved_by).where(EntryRow.rule.in_(("MISSED", "UNHAPPY")))
        )
        assert list(rows) == [scene.ids["boss"]] * 2


async def test_nobody_takes_points_alone_from_a_member(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await written(scene, "MISSED")
    with pytest.raises(VerifiedByAnother):
        await acting(scene, counting.verify, [number])
    assert await balance(scene) == 10

    await acting(scene, counting.refuse, number)  # one's own mistake is not counted

    assert await claims(scene) == []


async def test_nothing_is_taken_by_gathering_alone(scene, tmp_path):
    await reported(scene, tmp_path)
    await written(scene, "MISSED")
    await gather(scene)
    await scene.wait(days=40)

    assert await balance(scene) == 10


async def test_the_same_item_of_a_day_is_one_and_is_decided_once(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await written(scene, "PAIR")

    assert await written(scene, "PAIR") is None
    await acting(scene, counting.verify, [number])
    with pytest.raises(NoLongerOpen):
        await acting(scene, counting.verify, [number])
    with pytest.raises(NoLongerOpen):
        await acting(scene, counting.refuse, number)
    assert await balance(scene) == 12


async def test_what_is_refused_never_counts(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await written(scene, "PAIR")

    await acting(scene, counting.refuse, number)

    with pytest.raises(NoLongerOpen):
        await acting(scene, counting.verify, [number])
    assert await balance(scene) == 10


async def test_beyond_the_cap_it_is_decided_and_moves_nothing(scene, tmp_path):
    await reported(scene, tmp_path)
    for day in range(1, 5):
        await counted(scene, "PROPOSAL", day=date(2026, 11, day))

    assert await balance(scene) == 13
    assert len(await sheet(scene)) == 4
    assert await claims(scene) == []


async def test_the_floor_holds_and_nobody_owes_points(scene, tmp_path):
    await reported(scene, tmp_path)
    for day in range(1, 13):
        await counted(scene, "MISSED", day=date(2026, 11, day))

    assert await balance(scene) == 0
    assert sum(amount for _, amount in await sheet(scene)) == 0
    assert await sound(scene)


async def test_what_was_wrong_is_reversed_and_both_stay_on_the_sheet(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await counted(scene, "PAIR")

    await acting(scene, counting.take_back, number)

    assert await sheet(scene) == [("BASE", 10), ("PAIR", 2), ("PAIR", -2)]
    assert await balance(scene) == 10
    assert "原来记错了" in (await scene.heard("qian"))[-1]
    with pytest.raises(NoLongerOpen):
        await acting(scene, counting.take_back, number)
    assert await sound(scene)


async def test_what_was_taken_wrongly_comes_back(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await counted(scene, "MISSED")

    await acting(scene, counting.take_back, number)

    assert await balance(scene) == 10


async def test_what_was_never_counted_cannot_be_reversed(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await written(scene, "PAIR")

    with pytest.raises(NoLongerOpen):
        await acting(scene, counting.take_back, number)
    with pytest.raises(Unknown):
        await acting(scene, counting.take_back, 99)


@pytest.mark.parametrize("who", ["liu", "wang", "chen", "fix"])
async def test_only_the_officer_and_the_street_decide(scene, tmp_path, who):
    await reported(scene, tmp_path)
    number = await written(scene, "PAIR")

    for verb, given in ((counting.verify, [number]), (counting.refuse, number)):
        with pytest.raises(NotAllowed):
            await acting(scene, verb, given, who=who)
    with pytest.raises(NotAllowed):
        await written(scene, "PROPOSAL", who=who)
    assert await balance(scene) == 10


async def test_an_officer_who_is_a_member_verifies_nothing_of_their_own(scene, tmp_path):
    await reported(scene, tmp_path, ["W9", "孙办", "街道", "", "", ""], QIAN)
    async with scene.database.transaction() as session:
        rows = await members.page(session, None)
        mine = next(row for row, name in rows if name == "孙办")
        mine.person_id = scene.ids["sun"]
        mine.reported_at = scene.now
        number = mine.id
    claim = await acting(scene, counting.write_down, number, "PAIR", date(2026, 12, 1), "")

    with pytest.raises(VerifiedByAnother):
        await acting(scene, counting.verify, [claim])
    await acting(scene, counting.verify, [claim], who="boss")
    assert await balance(scene, "sun") == 2


@pytest.mark.parametrize("item", ["BASE", "ABSENT3", "NOTHING", ""])
async def test_what_comes_by_itself_is_not_written_down(scene, tmp_path, item):
    await reported(scene, tmp_path)

    with pytest.raises(NoSuchItem):
        await written(scene, item)


async def test_what_lies_ahead_is_not_written_down(scene, tmp_path):
    await reported(scene, tmp_path)

    with pytest.raises(NotSoFar):
        await written(scene, "PAIR", day=date(2026, 12, 2))


async def test_for_who_has_not_reported_in_nothing_is_written_down(scene, tmp_path):
    from tests.handlers.members.register import known, registered  # noqa: PLC0415

    await registered(scene, tmp_path / "w")
    await known(scene, "qian", "钱水")

    with pytest.raises(counting.NoPointsYet):
        await written(scene, "PAIR")


async def judged(scene, grade=Grade.GOOD, *, year=2026, who="sun"):
    row = await member(scene)
    await acting(scene, counting.judge, row.id, year, grade, who=who)


async def test_a_person_judges_the_year_when_it_is_over(scene, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")
    with pytest.raises(NotSoFar):
        await judged(scene)
    await scene.wait(days=40)

    await judged(scene)

    async with scene.database.reading() as session:
        row = await session.scalar(select(MemberYearRow))
    assert (row.year, row.grade, row.balance, row.by_id) == (2026, "good", 12, scene.ids["sun"])
    with pytest.raises(NoLongerOpen):
        await judged(scene, Grade.EXCELLENT)


async def test_a_judged_year_is_closed_and_the_new_one_open(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await counted(scene, "PAIR")
    await scene.wait(days=40)
    await gather(scene)
    for claim in await claims(scene):
        await acting(scene, counting.refuse, claim.id)
    await judged(scene)

    late = await written(scene, "PROPOSAL", day=date(2026, 12, 30))
    with pytest.raises(counting.YearIsOver):
        await acting(scene, counting.verify, [late])
    with pytest.raises(counting.YearIsOver):
        await acting(scene, counting.take_back, number)
    await counted(scene, "PROPOSAL", day=date(2027, 1, 5))

    assert await balance(scene) == 12
    assert await balance(scene, year=2027) == 11


async def test_a_year_with_something_to_decide_is_not_judged(scene, tmp_path):
    await reported(scene, tmp_path)
    await written(scene, "PAIR")
    await scene.wait(days=40)

    with pytest.raises(counting.StillToDecide):
        await judged(scene)


async def test_a_year_in_which_somebody_did_not_serve_is_not_judged(scene, tmp_path):
    await reported(scene, tmp_path)

    with pytest.raises(counting.NoPointsYet):
        await judged(scene, year=2025)


async def test_of_claims_nothing_says_who_ranks_where(scene, tmp_path):
    """The register is in the order in which it was taken in; no question sorts by points."""
    await reported(scene, tmp_path, QIAN, ["W002", "周二", "市一院", "", "", ""])
    await counted(scene, "PAIR")

    async with scene.database.reading() as session:
        names = [name for _, name in await members.page(session, {"XL"})]
        stored = list(await session.scalars(select(MemberClaimRow.state)))
    assert names == ["钱水", "周二"]
    assert stored == ["counted"]
