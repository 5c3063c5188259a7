"""Points are taken by two people who have nothing to do with it, after a hearing, and in private."""

from datetime import UTC, date, datetime

import pytest

from domain.points import AccountKind
from domain.points.deductions import (
    AnotherDecides,
    BegunAlready,
    ByRollCall,
    CommitteeDecides,
    DeductionStands,
    ItemOff,
    NotHeardYet,
    OwnHousehold,
    TimeToMend,
)
from domain.refusals import NotAllowed, Unknown
from domain.tickets.states import NeedsReason
from handlers.points import deductions as steps
from handlers.points.objections import ReviewedOnce
from storage.points import reckoning
from tests.handlers.points.deducting import (
    FALSE,
    LITTER,
    WEEK,
    begun,
    entry,
    every,
    free,
    given,
    heard,
    neighbour,
    now,
    switched_on,
    two_officers,
    who_agreed,
)
from tests.handlers.points.homes import LI, ZHANG, tied, told
from tests.handlers.signups.party import acting

WHY = "两个人看过,笔迹一样"


@pytest.fixture
async def office(homes):
    """Three officers, a desk, and a household with fifty points."""
    await two_officers(homes)
    await given(homes, 50)
    return homes


async def agreed(scene, row, *who, **more):
    for one in who:
        await acting(scene, steps.agree, row.id, WHY, who=one, **more)


async def test_a_household_is_reminded_mends_it_in_seven_days_and_nothing_is_taken(office):
    await switched_on(office)
    row = await begun(office, LITTER, who="wang", words="楼道里的纸箱请搬走")
    reminded = await told(office, LI)
    with pytest.raises(TimeToMend):
        await acting(office, steps.propose, row.id, "纸箱还在", who="wang")
    await office.live_until(office.now + WEEK)
    looks = await told(office, "wang")
    await acting(office, steps.mend, row.id, who="wang")

    assert "书面提醒" in reminded
    assert "楼道里的纸箱请搬走" in reminded
    assert "12月8日" in reminded
    assert "七天到了" in looks
    assert "一分不扣" in await told(office, LI)
    assert (await now(office)).state == "mended"
    assert await free(office) == 50
    assert await office.in_group() == []


async def test_the_whole_way_reminded_proposed_heard_decided_and_told_each_time(office):
    await switched_on(office)
    row = await begun(office, LITTER, who="wang", words="楼道里的纸箱请搬走")
    await office.live_until(office.now + WEEK)
    await acting(office, steps.propose, row.id, "12月8日去看,纸箱还在", who="wang")
    assert "提议扣分" in await told(office, "liu")
    assert "书面提醒" in await told(office, LI)  # not told twice: the hearing does it
    await acting(office, steps.hear, row.id, who="liu")
    asked = await told(office, LI)
    await office.say(LI, "纸箱是3栋邻居堆的,我家没有", group=False)
    heard_back = await told(office, LI)
    await agreed(office, row, "sun", "qian")

    assert "现在没有扣分" in asked
    assert "纸箱还在" in asked
    assert "3分" in asked
    assert "记下了" in heard_back
    at_end = await now(office)
    assert (at_end.state, at_end.amount, at_end.answer) == (
        "taken", 3, "纸箱是3栋邻居堆的,我家没有"
    )  # fmt: skip
    assert await office.tickets() == []  # an answer is no matter to be registered
    assert await free(office) == 47
    last = await told(office, LI)
    assert "扣3分" in last
    assert WHY in last
    assert "不同意" in last
    assert "孙办" not in last
    assert await office.in_group() == []
    assert not await office.heard(ZHANG) or "扣" not in await told(office, ZHANG)


async def test_the_entry_says_who_proposed_and_who_agreed_last(office):
    row = await heard(office)
    await agreed(office, row, "sun", "qian")

    made = await entry(office, f"deduction/{row.id}")
    assert (made.rule, made.amount, made.holder) == (FALSE, -20, "H1")
    assert await who_agreed(office) == [
        (office.ids["sun"], "孙办"), (office.ids["qian"], "钱办")
    ]  # fmt: skip


async def test_one_person_takes_nothing_however_often_they_press(office):
    row = await heard(office)
    await agreed(office, row, "sun")
    with pytest.raises(AnotherDecides):
        await agreed(office, row, "sun")

    assert (await now(office)).state == "agreed"
    assert await free(office) == 50
    assert "扣" not in (await told(office, LI)).split("现在没有扣分")[0]
    assert any("还要另一位" in text for text in await office.heard("qian"))


async def test_the_proposer_does_not_decide(office):
    row = await heard(office, who="sun")
    with pytest.raises(AnotherDecides):
        await agreed(office, row, "sun")
    await agreed(office, row, "qian", "mei")

    assert (await now(office)).state == "taken"


@pytest.mark.parametrize("who", ["wang", "chen", "boss", "liu"])
async def test_whoever_is_no_officer_of_the_community_has_no_voice(office, who):
    row = await heard(office, who="sun")
    with pytest.raises(NotAllowed):
        await agreed(office, row, who)

    assert await who_agreed(office) == []


async def test_somebody_of_the_household_stays_out_of_every_step(office):
    await tied(office, "sun", "H1")
    row = await heard(office)
    for step, given_ in (
        (steps.agree, (WHY,)), (steps.drop, ("算了",)), (steps.answer_at_desk, ("不是",)),
        (steps.hear, ()),
    ):  # fmt: skip
        with pytest.raises(OwnHousehold):
            await acting(office, step, row.id, *given_, who="sun")
    with pytest.raises(OwnHousehold):
        await begun(office, who="sun")

    assert not any("由两位同志定" in text for text in await office.heard("sun"))  # no staff line
    assert any("由两位同志定" in text for text in await office.heard("qian"))


async def test_a_neighbour_of_the_group_counts_and_is_written_down_by_somebody_else_each_time(
    office,
):
    await switched_on(office)
    row = await hearing_of_litter(office)
    first, second = await neighbour(office, "刘姨"), await neighbour(office, "孔师傅")
    await acting(office, steps.agree, row.id, WHY, first, who="sun")
    with pytest.raises(AnotherDecides):  # one officer writes down one voice
        await acting(office, steps.agree, row.id, WHY, second, who="sun")
    with pytest.raises(AnotherDecides):  # and nobody speaks twice
        await acting(office, steps.agree, row.id, WHY, first, who="qian")
    assert await free(office) == 50
    await acting(office, steps.agree, row.id, WHY, second, who="liu")

    assert await free(office) == 47
    assert [name for _, name in await who_agreed(office)] == ["刘姨", "孔师傅"]


async def hearing_of_litter(scene):
    row = await begun(scene, LITTER, who="wang", words="楼道里的纸箱请搬走")
    await scene.live_until(scene.now + WEEK)
    await acting(scene, steps.propose, row.id, "纸箱还在", who="wang")
    await acting(scene, steps.hear, row.id, who="mei")
    await acting(scene, steps.answer_at_desk, row.id, "忙,没搬", who="wang")
    return row


async def test_a_neighbour_of_that_household_stays_out(office):
    await switched_on(office)
    row = await hearing_of_litter(office)
    own = await neighbour(office, "田老师", "H1")
    with pytest.raises(OwnHousehold):
        await acting(office, steps.agree, row.id, WHY, own, who="sun")


async def test_false_evidence_is_the_committee_s_to_decide(office):
    row = await heard(office)
    one = await neighbour(office, "刘姨")
    with pytest.raises(CommitteeDecides):
        await acting(office, steps.agree, row.id, WHY, one, who="sun")


async def test_nothing_is_decided_before_the_household_has_answered_or_three_days_are_over(office):
    row = await begun(office)
    with pytest.raises(NotHeardYet):
        await agreed(office, row, "sun")
    await office.say(LI, "不是我签的", group=False)
    await agreed(office, row, "sun", "qian")

    assert (await now(office)).state == "taken"


async def test_three_days_without_a_word_decide_nothing_by_themselves(office):
    await heard(office)
    await office.wait(days=60)

    assert (await now(office)).state == "hearing"
    assert await free(office) == 50
    assert any("扣不扣由两位同志定" in text for text in await office.heard("liu"))


async def test_seven_days_without_mending_propose_nothing_by_themselves(office):
    await switched_on(office)
    await begun(office, LITTER, who="wang")
    await office.wait(days=60)

    assert (await now(office)).state == "reminded"
    assert len([t for t in await office.heard("wang") if "七天到了" in t]) == 1


async def test_nobody_is_in_debt_and_what_was_spent_the_community_bears(homes):
    await two_officers(homes)
    await given(homes, 12)
    row = await heard(homes)
    await agreed(homes, row, "sun", "qian")

    made = await entry(homes, f"deduction/{row.id}")
    assert await free(homes) == 0
    assert {(p.account.kind, p.amount) for p in made.postings} == {
        (AccountKind.SPENDABLE, -12), (AccountKind.WRITTEN_OFF, -8), (AccountKind.ISSUED, 20),
    }  # fmt: skip


async def test_false_evidence_stops_redemption_for_this_quarter_and_the_next(office):
    row = await heard(office)
    async with office.database.reading() as session:
        assert await reckoning.frozen_until(session, "H1") is None  # not while it is only proposed
    await agreed(office, row, "sun", "qian")
    async with office.database.reading() as session:
        assert await reckoning.frozen_until(session, "H1") == date(2027, 3, 31)
    await acting(office, steps.review, row.id, upheld=False, reason="笔迹不是一样的", who="boss")
    async with office.database.reading() as session:
        assert await reckoning.frozen_until(session, "H1") is None


async def test_the_household_objects_and_the_street_gives_it_back_once(office):
    row = await heard(office)
    await agreed(office, row, "sun", "qian")
    await office.live_until(datetime(2026, 12, 5, 2, tzinfo=UTC))
    await office.say(LI, "不对,那天我在场", group=False)
    noted = await told(office, LI)
    assert "街道复核一次" in await told(office, "boss")
    assert (await now(office)).objection == "不对,那天我在场"
    with pytest.raises(NotAllowed):
        await acting(office, steps.review, row.id, upheld=True, reason="没错", who="mei")
    await acting(office, steps.review, row.id, upheld=False, reason="有照片", who="boss")

    assert "记下了" in noted
    assert await free(office) == 50
    assert (await entry(office, f"deduction/{row.id}/reversed")).reverses == f"deduction/{row.id}"
    assert "都还给您家" in await told(office, LI)
    with pytest.raises(ReviewedOnce):
        await acting(office, steps.review, row.id, upheld=True, reason="没错", who="boss")


async def test_what_the_street_upholds_stays_taken_and_the_household_hears_why(office):
    row = await heard(office)
    await agreed(office, row, "sun", "qian")
    await acting(office, steps.object_at_desk, row.id, "不对", who="liu")
    await acting(office, steps.review, row.id, upheld=True, reason="看过原件", who="boss")

    assert await free(office) == 30
    assert "不变" in await told(office, LI)
    assert "看过原件" in await told(office, LI)


async def test_one_person_is_enough_to_let_it_go_and_the_same_can_begin_anew(office):
    row = await heard(office)
    await agreed(office, row, "sun")
    await acting(office, steps.drop, row.id, "笔迹看不清", who="liu")
    dropped = await told(office, LI)
    with pytest.raises(DeductionStands):
        await agreed(office, row, "qian")

    assert "不扣分了" in dropped
    assert "笔迹看不清" in dropped
    assert await free(office) == 50
    await acting(office, steps.begin, "H1", FALSE, row.day, "又看到一张", who="liu")
    assert len(await every(office)) == 2


async def test_the_same_is_begun_once(office):
    await begun(office)
    with pytest.raises(BegunAlready):
        await begun(office, who="sun")


@pytest.mark.parametrize("code", ["-01", "-02", "-03", "-04", "-05", "-06", "-99", "+03"])
async def test_what_is_switched_off_cannot_be_begun(office, code):
    with pytest.raises(ItemOff):
        await begun(office, code)

    assert await every(office) == []


async def test_absences_are_not_written_down_by_hand(office):
    with pytest.raises(ByRollCall):
        await begun(office, "-07")


async def test_each_step_needs_words(office):
    with pytest.raises(NeedsReason):
        await begun(office, words=" ")
    row = await heard(office)
    for step in (steps.agree, steps.drop):
        with pytest.raises(NeedsReason):
            await acting(office, step, row.id, " ", who="sun")


async def test_a_worker_of_another_grid_knows_of_no_household_here(office):
    with pytest.raises(Unknown):
        await begun(office, who="zhao")


async def test_a_number_in_what_was_written_is_masked(office):
    await begun(office, words="他的电话13812345678")

    assert "13812345678" not in (await now(office)).evidence
