"""Objections: in private, while the list is out; frozen, decided by neighbours, both sides told."""

import pytest

from domain.points import REDEEM, Act, redeem, reserve
from domain.refusals import NotAllowed
from handlers.points import objections
from handlers.points.objections import Concerned, GroupTooSmall, ReviewedOnce
from storage.points import books, lists
from storage.points.lists import PublicityListRow
from storage.points.tables import HouseholdRow
from tests.handlers.points.homes import LI, ZHANG, ZHOU, claims_of, has, the_claim, tied, told
from tests.handlers.points.test_publicity import LISTED, earned, until
from tests.handlers.signups.party import acting

WRONG = "第1条不对,他没来"
GROUP = [("刘姨", ""), ("老何", "H2"), ("孔师傅", ""), ("田老师", "H1")]


async def shown(scene):
    """Li's clean-up is on the list, and so is Zhou's."""
    await earned(scene, LI, ZHOU)
    await until(scene, LISTED)
    return (await claims_of(scene))[0]


async def seated(scene, *names):
    """The group of neighbours, and the numbers of those who sit today."""
    for name, household in GROUP:
        await acting(scene, objections.appoint, "XL", name, household)
    async with scene.database.reading() as session:
        return [one.id for one in await lists.appraisers(session, "XL") if one.name in names]


async def decided(scene, row, *, upheld, names=("刘姨", "孔师傅", "田老师"), sat=None, **more):
    sat = await seated(scene, *names) if sat is None else sat
    await acting(
        scene, objections.decide, row.id, upheld=upheld, reason="看过签到表", sat=sat, **more
    )


async def test_an_objection_freezes_the_entry_and_names_nobody(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)

    assert (await claims_of(homes))[0].state == "objected"
    assert "第1条" in await told(homes, ZHANG)
    heard = await told(homes, LI)
    assert "有疑问" in heard
    assert "欧阳" not in heard
    assert "H2" not in heard
    assert "第1条" in await told(homes, "liu")
    assert len(await homes.in_group()) == 1  # the list, and nothing of the objection
    await until(homes, LISTED.replace(day=12))
    assert await has(homes, "H1") == (0, 3)  # frozen while others count
    assert await has(homes, "H3") == (3, 0)
    assert row.points == 3


async def test_what_is_doubted_is_promised_for_no_day(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    await until(homes, LISTED.replace(day=14))
    await homes.say(LI, "我家有多少分", group=False)
    waits = await told(homes, LI)
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=True, sat=sat)
    await homes.say(LI, "我家有多少分", group=False)

    assert "可用积分0分,3分有人有疑问,评议小组定了再算。今年" in waits
    assert "在公示" not in waits  # no day that has passed
    assert "可用积分3分。" in await told(homes, LI)


async def test_the_number_is_asked_for_where_nobody_says_it(homes):
    await shown(homes)
    await homes.say(ZHANG, "有异议", group=False)
    asked = await told(homes, ZHANG)
    await homes.say(ZHANG, "1,他没来", group=False)

    assert "第几条" in asked
    assert (await claims_of(homes))[0].state == "objected"


async def test_less_than_nothing_is_no_number_of_the_list(homes):
    await shown(homes)
    await homes.say(ZHANG, "有异议", group=False)
    await homes.say(ZHANG, "第-1条,假的", group=False)

    assert (await claims_of(homes))[0].state == "public"


async def test_a_day_beside_the_number_is_no_part_of_it(homes):
    await shown(homes)
    await homes.say(ZHANG, "有异议", group=False)
    await homes.say(ZHANG, "1号,她12月3日没来", group=False)

    assert "第1条的异议记下了" in await told(homes, ZHANG)


async def test_who_doubts_their_own_entry_is_not_told_of_a_neighbour(homes):
    row = await shown(homes)
    await homes.say(LI, WRONG, group=False)
    alone = await homes.heard(LI)
    await homes.say(ZHANG, WRONG, group=False)
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=False, sat=sat)

    assert [t for t in alone if "疑问" in t] == []
    assert "第1条的异议记下了" in alone[-1]
    assert len([t for t in await homes.heard(LI) if "有疑问" in t]) == 1
    assert len([t for t in await homes.heard(LI) if "看过签到表" in t]) == 1
    assert len([t for t in await homes.heard("liu") if "第1条有异议" in t]) == 1


@pytest.mark.parametrize("day", [3, 12])
async def test_outside_the_seven_days_it_is_said_when_to_object(homes, day):
    await earned(homes, LI)
    await until(homes, LISTED.replace(day=day))
    await homes.say(ZHANG, WRONG, group=False)

    assert "公示7天" in await told(homes, ZHANG)
    assert (await the_claim(homes)).state in ("verified", "effective")


async def test_a_number_that_is_not_on_the_list_is_asked_for_again(homes):
    await shown(homes)
    await homes.say(ZHANG, "第9条不对", group=False)

    assert "没有第9条" in await told(homes, ZHANG)


async def test_in_a_group_nobody_objects(homes):
    await shown(homes)
    await homes.say(ZHANG, WRONG)

    assert (await claims_of(homes))[0].state == "public"


async def test_without_a_household_they_are_told_how_to_get_one(homes):
    await shown(homes)
    await homes.say("stranger", WRONG, group=False)

    assert "纸条" in await told(homes, "stranger")


async def test_two_that_object_are_answered_together_and_one_that_repeats_is_one(homes):
    row = await shown(homes)
    for who in (ZHANG, ZHANG, ZHOU):
        await homes.say(who, WRONG, group=False)

    async with homes.database.reading() as session:
        found = await lists.objections_to(session, row.id)
    assert [one.household for one in found] == ["H2", "H3"]
    assert len([t for t in await homes.heard(LI) if "有疑问" in t]) == 1


async def test_what_is_cancelled_leaves_publicity_and_both_sides_hear_why(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=False, sat=sat)

    assert (await claims_of(homes))[0].state == "cancelled"
    assert await has(homes, "H1") == (0, 0)
    for who in (LI, ZHANG):
        assert "不算分" in await told(homes, who)
        assert "看过签到表" in await told(homes, who)


async def test_whose_words_were_taken_at_the_desk_hears_the_answer_at_home(homes):
    row = await shown(homes)
    async with homes.database.reading() as session:
        made = await session.get(PublicityListRow, row.list_id)
        home = await session.get(HouseholdRow, "H2")
    await acting(homes, objections.object_at_desk, made, 1, home, "他没来")
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=False, sat=sat)

    assert "第1条的异议有结果了" in await told(homes, ZHANG)
    assert all("异议" not in text for text in await homes.heard(LI))
    assert all("结果" not in text for text in await homes.heard("sun"))


async def who_else(scene):
    """One more neighbour, of no household that it is about."""
    await acting(scene, objections.appoint, "XL", "马叔", "H3")
    async with scene.database.reading() as session:
        return [one.id for one in await lists.appraisers(session, "XL") if one.name == "马叔"]


async def test_what_is_upheld_counts_with_the_others_or_at_once_when_they_have(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    await until(homes, LISTED.replace(day=12))
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=True, sat=sat)

    assert (await claims_of(homes))[0].state == "effective"
    assert await has(homes, "H1") == (3, 0)
    assert "照算" in await told(homes, LI)


async def test_whoever_is_concerned_stays_out(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)

    with pytest.raises(Concerned) as refused:
        await decided(homes, row, upheld=False)
    assert refused.value.facts["names"] == "田老师"
    assert (await claims_of(homes))[0].state == "objected"


async def test_fewer_than_three_decide_nothing(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)

    with pytest.raises(GroupTooSmall):
        await decided(homes, row, upheld=False, names=("刘姨", "孔师傅"))


async def test_only_the_desk_of_its_community_writes_a_decision_down(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)

    with pytest.raises(NotAllowed):
        await decided(homes, row, upheld=False, sat=sat, who="wang")


async def test_the_last_day_for_an_answer_is_said_to_the_desk(homes):
    await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    await until(homes, LISTED.replace(day=12))

    assert any("今天要答复" in text for text in await homes.heard("liu"))


async def test_the_street_looks_once_more_and_that_is_final(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    await until(homes, LISTED.replace(day=12))
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=False, sat=sat)
    before = await has(homes, "H1")
    await acting(homes, objections.review, row.id, upheld=True, reason="有照片", who="boss")

    assert (before, await has(homes, "H1")) == ((0, 0), (3, 0))
    assert "有照片" in await told(homes, LI)
    with pytest.raises(ReviewedOnce):
        await acting(homes, objections.review, row.id, upheld=False, reason="不对", who="boss")
    with pytest.raises(NotAllowed):
        await acting(homes, objections.review, row.id, upheld=False, reason="不对")


async def test_what_the_street_takes_back_may_be_spent_and_nobody_is_in_debt(homes):
    row = await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)
    await until(homes, LISTED.replace(day=12))
    sat = (await seated(homes, "刘姨", "孔师傅")) + await who_else(homes)
    await decided(homes, row, upheld=True, sat=sat)
    await spent(homes, "H1", 2)
    await acting(homes, objections.review, row.id, upheld=False, reason="签到是假的", who="boss")

    assert (await claims_of(homes))[0].state == "cancelled"
    assert await has(homes, "H1") == (0, 0)


async def spent(scene, household, amount):
    async with scene.database.transaction() as session:
        act = Act("o1", household, LISTED, REDEEM, community="XL")
        done = Act("o1/fetched", household, LISTED, REDEEM, community="XL")
        made = [(reserve(act, amount), books.Grounds()), (redeem(done, amount), books.Grounds())]
        await books.post(session, made, scene.now)


async def test_the_office_s_own_household_is_told_like_any_other(homes):
    await tied(homes, "sun", "H1")
    await shown(homes)
    await homes.say(ZHANG, WRONG, group=False)

    assert any("有疑问" in text for text in await homes.heard("sun"))
