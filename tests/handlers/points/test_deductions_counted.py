"""Absences make a proposal and no more; two who decide at once make one entry; a list tells a number."""

import asyncio
from datetime import date, timedelta

import pytest

from domain.points.deductions import AnotherDecides, DeductionStands, TakenEnough
from handlers.points import deductions as steps
from handlers.points import publicity
from handlers.signups import door
from storage.people import PersonRow
from storage.points import books, deductions, lists
from tests.handlers.points.deducting import (
    FALSE,
    begun,
    entry,
    every,
    free,
    given,
    heard,
    now,
    two_officers,
    who_agreed,
)
from tests.handlers.points.homes import LI, ZHANG, told
from tests.handlers.points.test_publicity import LISTED, earned, until
from tests.handlers.signups.party import acting, opened

MONTH = date(2026, 12, 1)


async def missed(scene, *who, times=1, begin=0):
    """So often these have signed up, and not come."""
    for number in range(begin, begin + times):
        signup = await opened(scene, f"第{number}次包饺子", days=3)
        for one in who:
            await scene.say(one, "我报名")
        await scene.live_until(scene.now + timedelta(days=3, hours=2))
        await acting(scene, door.settle, signup)


async def test_the_third_absence_of_a_quarter_is_proposed_to_the_desk_and_to_nobody_else(homes):
    await given(homes, 10)
    await missed(homes, LI, times=2)
    assert await every(homes) == []
    before = len(await homes.heard(LI))
    await missed(homes, LI, begin=2)

    row = await now(homes)
    assert (row.state, row.rule, row.household, row.proposed_by) == ("proposed", "-07", "H1", None)
    assert any("满三次" in text for text in await homes.heard("liu"))
    assert not any("扣" in text for text in (await homes.heard(LI))[before:])
    assert not any("扣" in text for text in await homes.in_group())
    await homes.wait(days=10)
    assert (await now(homes)).state == "proposed"  # nothing goes on by itself
    assert await free(homes) == 10


async def test_whoever_asks_the_household_is_the_proposer_and_two_others_decide(homes):
    await two_officers(homes)
    await given(homes, 10)
    await missed(homes, LI, times=3)
    row = await now(homes)
    await acting(homes, steps.hear, row.id, who="sun")
    await homes.say(LI, "那几天家里老人住院", group=False)
    with pytest.raises(AnotherDecides):
        await acting(homes, steps.agree, row.id, "三次都没说", who="sun")
    for who in ("qian", "mei"):
        await acting(homes, steps.agree, row.id, "三次都没说", who=who)

    assert await free(homes) == 8
    assert (await entry(homes, f"deduction/{row.id}")).rule == "-07"


async def test_dropped_absences_are_not_proposed_again_but_three_more_are(homes):
    await missed(homes, LI, times=3)
    await acting(homes, steps.drop, (await now(homes)).id, "家里有事", who="liu")
    await missed(homes, LI, times=2, begin=3)
    assert len(await every(homes)) == 1
    await missed(homes, LI, begin=5)

    assert [row.state for row in await every(homes)] == ["dropped", "proposed"]
    assert not any("不扣分了" in text for text in await homes.heard(LI))  # they never heard of it


async def test_an_absence_said_beforehand_does_not_count(homes):
    await missed(homes, LI, times=2)
    signup = await opened(homes, "大扫除", days=3)
    await homes.say(LI, "我报名")
    await homes.live_until(homes.now + timedelta(days=2, hours=20))
    await homes.say(LI, "大扫除我来不了了", group=False)
    await homes.live_until(homes.now + timedelta(hours=6))
    await acting(homes, door.settle, signup)

    assert await every(homes) == []


async def test_absences_of_another_quarter_are_counted_apart(homes):
    homes.now += timedelta(days=20)
    await missed(homes, LI, times=2)
    await homes.live_until(homes.now + timedelta(days=10))
    await missed(homes, LI, begin=2)

    assert homes.now.year == 2027
    assert await every(homes) == []


async def test_two_second_deciders_at_once_make_one_entry(homes):
    await two_officers(homes)
    await given(homes, 50)
    row = await heard(homes)
    await acting(homes, steps.agree, row.id, "看过", who="sun")

    async def press(who):
        try:
            await acting(homes, steps.agree, row.id, "看过", who=who)
        except DeductionStands:
            return "too late"
        return "taken"

    said = await asyncio.gather(press("qian"), press("mei"))

    assert sorted(said) == ["taken", "too late"]
    assert await free(homes) == 30
    assert len(await who_agreed(homes)) == 2
    async with homes.database.reading() as session:
        assert await books.wrong_balances(session) == []
        assert await books.unbalanced(session) == []


async def test_the_same_officer_pressing_twice_at_once_is_one_voice(homes):
    await two_officers(homes)
    await given(homes, 50)
    row = await heard(homes)

    async def press():
        try:
            await acting(homes, steps.agree, row.id, "看过", who="sun")
        except AnotherDecides:
            return False
        return True

    assert sorted(await asyncio.gather(press(), press(), press())) == [False, False, True]
    assert (await now(homes)).state == "agreed"
    assert await free(homes) == 50


async def test_a_list_tells_how_many_were_decided_and_no_more(homes):
    await two_officers(homes)
    await earned(homes, LI, ZHANG)
    row = await heard(homes)
    await begun(homes, FALSE, household="H2")
    for who in ("sun", "qian"):
        await acting(homes, steps.agree, row.id, "看过", who=who)
    await until(homes, LISTED)
    async with homes.database.reading() as session:
        [made] = await lists.lists_of(session, None)
        turn = await homes.community.turn(session, "t", homes.now, channel="t")
        shown, minus = await publicity.lines(turn, made)
        other = await deductions.decided_between(
            session, "other", homes.now - timedelta(days=90), homes.now
        )

    assert minus == 1  # what is only heard is not counted
    assert other == 0
    assert all(line.points > 0 for line in shown)
    assert not any("扣" in text for text in await homes.in_group())


async def test_what_somebody_said_is_in_their_own_extract_and_gone_when_they_are_forgotten(homes):
    await begun(homes)
    await homes.say(LI, "不是我签的", group=False)
    async with homes.database.transaction() as session:
        person = await session.get(PersonRow, (await now(homes)).answered_by)
        said = await deductions.words_by(session, person.id)
        await deductions.forget_words(session, person.id)

    assert [words for _, words in said] == ["不是我签的"]
    row = await now(homes)
    assert (row.answer, row.answered_by, row.state) == ("", None, "hearing")


async def test_words_go_after_three_years_and_what_was_taken_stays(homes):
    await two_officers(homes)
    row = await heard(homes)
    for who in ("sun", "qian"):
        await acting(homes, steps.agree, row.id, "看过", who=who)
    async with homes.database.transaction() as session:
        gone = await deductions.let_words_go(session, MONTH + timedelta(days=400), limit=9)

    after = await now(homes)
    assert gone == 1
    assert (after.evidence, after.reason, after.state, after.amount) == ("", "", "taken", 20)
    assert {name for _, name in await who_agreed(homes)} == {""}


async def test_an_answer_long_after_is_read_as_what_it_says_and_a_reply_is_an_answer(homes):
    await begun(homes)
    [asked] = [r for r in await homes.rows(chat=f"p.{LI}") if r.moment == "deductions/hearing"]
    await homes.wait(hours=2)
    await homes.say(LI, "金桂园3栋2单元楼道灯不亮", group=False)
    assert (await now(homes)).answer == ""
    assert len(await homes.tickets()) == 1
    await homes.say(LI, "楼道里的签到表不是我写的", group=False, reply_to=asked.message)

    assert (await now(homes)).answer == "楼道里的签到表不是我写的"
    assert len(await homes.tickets()) == 1
    assert "记下了" in await told(homes, LI)


async def test_in_a_group_nobody_is_heard(homes):
    await begun(homes)
    await homes.say(LI, "不是我签的")

    assert (await now(homes)).answer == ""


async def test_an_emergency_right_after_is_an_emergency(homes):
    await begun(homes)
    await homes.say(LI, "金桂园3栋着火了", group=False)

    assert (await now(homes)).answer == ""
    assert len(await homes.tickets()) == 1


async def test_a_quarter_takes_four_for_absences_and_no_more(homes):
    await two_officers(homes)
    await given(homes, 50)
    await missed(homes, LI, times=9)
    for row in await every(homes):
        await acting(homes, steps.hear, row.id, who="liu")
        await acting(homes, steps.answer_at_desk, row.id, "忘了", who="liu")
        await acting(homes, steps.agree, row.id, "看过", who="sun")
    first, second, third = await every(homes)
    for row in (first, second):
        await acting(homes, steps.agree, row.id, "看过", who="qian")
    with pytest.raises(TakenEnough):
        await acting(homes, steps.agree, third.id, "看过", who="qian")

    assert await free(homes) == 46
