"""A roster is made, filled within its rules, published once, and withdrawn."""

from datetime import date, timedelta

import pytest

from domain.refusals import NotAllowed, Unknown
from domain.rosters.asked import planned
from domain.rosters.states import RosterOver
from handlers.rosters import assigning, making, proposing
from handlers.rosters.assigning import RosterClash, ShiftFull
from handlers.rosters.making import Plan, RosterNeeds
from handlers.rosters.proposing import RosterChanged
from storage.places import touch_revision
from tests.handlers.rosters.watch import (
    SATURDAY,
    acting,
    drafted,
    duties,
    member,
    publish,
    published,
    put_in,
    slot,
    slots,
    the_roster,
    told,
    volunteers,
)


async def proposed(turn, number):
    found = await proposing.basis(turn, await making.found(turn, number))
    return found.propose(), found.mark


async def taken_over(turn, number, shown):
    return await proposing.take_over(turn, await making.found(turn, number), *shown)


async def wishing(turn, number, text):
    return await making.add_wishes(turn, await making.found(turn, number), text)


async def withdrawn(turn, number):
    await making.withdraw(turn, await making.found(turn, number))


def plan(scene, **more):
    given = {"title": "值守", "community": "XL", "first": SATURDAY, "last": SATURDAY,
             "shifts": planned("东门 8-16点"), "people": [scene.ids["wang"]]}  # fmt: skip
    return Plan(**{**given, **more})


async def test_a_draft_is_heard_of_by_nobody(scene):
    number = await drafted(scene)
    await put_in(scene, number, "fang", "东门", 8)

    assert await scene.heard("fang") == []
    assert await scene.in_group() == []
    assert (await the_roster(scene)).state == "drafted"


async def test_given_31_posts_and_three_shifts_one_person_put_twice_at_one_hour_is_refused_with_the_clash(
    scene,
):
    """S0-19."""
    lines = "\n".join(f"{n}号点 24小时 1人" for n in range(1, 32))
    number = await drafted(scene, lines)
    assert len(await slots(scene, number)) == 31 * 3
    await put_in(scene, number, "fang", "3号点", 8)

    with pytest.raises(RosterClash) as refused:
        await put_in(scene, number, "fang", "17号点", 8)

    words = scene.community.words(refused.value.moment, "zh-Hans", **refused.value.facts)
    assert words == "王芳12月5日(周六)上午8点到下午4点已经在3号点值班,不能同时在17号点。"
    assert await duties(scene) == [("王芳", "3号点", "assigned")]


async def test_rest_a_week_s_limit_leave_and_wishes_each_have_their_sentence(scene):
    lines = "东门 8:00-16:00 1人\n东门 22:00-6:00 1人"
    number = await drafted(scene, lines, first=date(2026, 12, 7), last=date(2026, 12, 13))
    put = [7, 8, 9, 10]
    for day in put:
        await put_in(scene, number, "fang", "东门", 8, day=date(2026, 12, day))
    await acting(scene, wishing, number, "李志 周六不行\n钱多 12月8日不行")
    said = {}
    for who, day, hour in (("fang", 9, 22), ("fang", 12, 8), ("lizhi", 12, 8), ("qian", 8, 8)):
        with pytest.raises(RosterClash) as refused:
            await put_in(scene, number, who, "东门", hour, day=date(2026, 12, day))
        words = scene.community.words(refused.value.moment, "zh-Hans", **refused.value.facts)
        said[who, day] = words

    assert "隔不到8小时" in said["fang", 9]
    assert "已经有4个班" in said["fang", 12]
    assert "李志说过12月12日(周六)" in said["lizhi", 12]
    assert "钱多说过12月8日" in said["qian", 8]


async def test_nobody_on_leave_is_put_into_a_shift(scene):
    number = await drafted(scene, people=("wang",))
    await scene.say("wang", "我请假12月4日到6日", group=False)

    with pytest.raises(RosterClash) as refused:
        await put_in(scene, number, "wang", "东门", 8)

    assert refused.value.facts["clash"]["kind"] == "leave"
    words = scene.community.words(refused.value.moment, "en", **refused.value.facts)
    assert "on leave until" in words


async def test_a_shift_elsewhere_counts_as_well(scene):
    first = await drafted(scene)
    await put_in(scene, first, "fang", "东门", 8)
    second = await drafted(scene, "北门 8:00-16:00")

    with pytest.raises(RosterClash) as refused:
        await put_in(scene, second, "fang", "北门", 8)

    assert refused.value.facts["clash"]["other"].post == "东门"


async def test_a_full_shift_is_full_and_a_second_press_is_no_second_place(scene):
    number = await drafted(scene)
    await put_in(scene, number, "fang", "东门", 8)

    with pytest.raises(ShiftFull):
        await put_in(scene, number, "lizhi", "东门", 8)
    with pytest.raises(ShiftFull):
        await put_in(scene, number, "fang", "东门", 8)
    assert len(await duties(scene)) == 1


async def test_when_it_is_published_each_hears_all_their_shifts_in_one_message(scene):
    await published(scene, put=[("fang", "东门", 8), ("lizhi", "西门", 8), ("qian", "东门", 22)])

    [line] = await scene.heard("fang")
    assert line.startswith("12月5日(周六)上午8点到下午4点 东门")
    assert "国庆值守" in line
    assert "西门" not in line
    assert [len(await scene.heard(who)) for who in ("lizhi", "qian")] == [1, 1]
    assert "12月6日(周日)上午6点" in (await scene.heard("qian"))[0]
    assert await scene.in_group() == []


async def test_who_has_no_account_is_phoned_by_a_human(scene):
    await published(scene, names=("赵大爷",), put=[("赵大爷", "东门", 8)])

    [task] = [row for row in await scene.rows() if row.state == "person"]
    assert task.text.startswith("12月5日(周六)上午8点")
    assert "赵大爷" in task.text


async def test_publishing_twice_is_refused_and_tells_nobody_again(scene):
    number = await published(scene, put=[("fang", "东门", 8)])

    with pytest.raises(RosterOver):
        await acting(scene, publish, number)
    assert len(await scene.heard("fang")) == 1


async def test_once_it_holds_who_is_put_in_or_taken_off_hears_so(scene):
    number = await published(scene)
    stand = await put_in(scene, number, "fang", "东门", 8)
    await acting(scene, assigning.remove, stand.duty.id)

    first, second = await scene.heard("fang")
    assert first.startswith("您多了一个班:12月5日(周六)上午8点")
    assert second.startswith("这个班不用来了:12月5日")
    assert await duties(scene) == []


async def test_withdrawn_it_tells_each_once_and_nothing_is_due_any_more(scene):
    number = await published(scene, put=[("fang", "东门", 8)])
    await acting(scene, withdrawn, number)
    await scene.wait(days=6)

    assert await told(scene, "fang", "取消了") == 1
    assert await told(scene, "fang", "提醒您值班") == 0
    assert (await the_roster(scene)).state == "withdrawn"


async def test_a_proposal_is_shown_taken_over_once_and_refused_when_somebody_changed_it(scene):
    number = await drafted(scene, people=("fang", "lizhi", "qian"))
    found, mark = await acting(scene, proposed, number)
    assert (len(found.new), found.gaps, found.least, found.most) == (3, (), 1, 1)
    await put_in(scene, number, "qian", "西门", 8)

    with pytest.raises(RosterChanged):
        await acting(scene, taken_over, number, (found, mark))
    assert len(await duties(scene)) == 1
    shown = await acting(scene, proposed, number)
    assert await acting(scene, taken_over, number, shown) == 2
    assert ("钱多", "西门", "assigned") in await duties(scene)
    assert {name for name, *_ in await duties(scene)} == {"王芳", "李志", "钱多"}


async def test_a_station_of_two_with_one_person_shows_its_gap(scene):
    """S2-08, its first half: the gap is named."""
    number = await drafted(scene, "服务站 8:00-16:00 2人", people=("fang",))
    found, _ = await acting(scene, proposed, number)

    assert [(gap.slot.post, gap.there, gap.lacking) for gap in found.gaps] == [("服务站", 1, 1)]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"title": " "}, "title"), ({"last": SATURDAY - timedelta(days=1)}, "days"),
        ({"first": date(2020, 1, 1), "last": date(2020, 1, 2)}, "days"),
        ({"last": SATURDAY + timedelta(days=40)}, "days"), ({"shifts": []}, "shifts"),
        ({"weekly": 0}, "weekly"),
    ],
)  # fmt: skip
async def test_what_is_missing_is_said(scene, more, what):
    with pytest.raises(RosterNeeds) as refused:
        await acting(scene, making.make, plan(scene, **more))

    assert refused.value.facts == {"what": what}
    assert await the_roster(scene) is None


async def test_only_the_desk_and_the_chief_decide(scene):
    number = await drafted(scene)
    shift = await slot(scene, number, "东门", 8)
    line = await member(scene, number, "fang")

    with pytest.raises(NotAllowed):
        await acting(scene, assigning.assign, shift.id, line, who="zhao")
    with pytest.raises(NotAllowed):
        await acting(scene, making.make, plan(scene), who="wang")
    await acting(scene, assigning.assign, shift.id, line, who="chen")
    assert len(await duties(scene)) == 1


async def test_nobody_of_another_community_and_no_stranger_is_put_on_the_list(scene):
    await volunteers(scene)
    async with scene.database.transaction() as session:
        await scene.serves(session, "far", "何远", "volunteer", "DB-1")
        await touch_revision(session)
    number = await drafted(scene, people=("fang", "far"), names=("何远", "赵格"))

    with pytest.raises(ValueError, match="unpack"):
        await member(scene, number, "far-away")
    assert await member(scene, number, "zhao")  # named, and known here: it is that person
    assert await member(scene, number, "何远")  # by name alone


async def test_a_shift_of_another_roster_s_member_is_unknown(scene):
    first = await drafted(scene)
    line = await member(scene, first, "fang")
    second = await drafted(scene, "北门 8:00-16:00")

    with pytest.raises(Unknown):
        await acting(scene, assigning.assign, (await slot(scene, second, "北门", 8)).id, line)
