"""The counter of activities: tickets, sign-ups and lines, each counted once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.activities import ActivityNeeds
from domain.refusals import NotAllowed, Unknown
from handlers import activities
from handlers.signups import door
from handlers.tickets.verbs.taking_back import NothingToUndo
from storage.activities import ActivityRow
from tests.handlers.members.test_gathering import closed
from tests.handlers.signups.party import acting, opened, the_signup

BACK = timedelta(days=45)
LINE = "今天3栋楼道清扫,5个人"


async def counted(scene):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(ActivityRow).order_by(ActivityRow.id))
        return list(rows)


async def gather(scene):
    await acting(scene, activities.gather, scene.now - BACK)


async def held(scene, title="周末大扫除"):
    """A sign-up to which one came."""
    number = await opened(scene, title)
    await scene.say("li", "我报名", group=False)
    row = await the_signup(scene, number)
    await scene.live_until(row.at + timedelta(hours=1))
    await acting(scene, door.tick, number, 1)
    await acting(scene, door.settle, number)
    await gather(scene)
    return number


async def test_a_closed_ticket_counts_once_by_its_matter_and_tells_nothing_else(scene):
    await closed(scene, doer=None)

    await gather(scene)
    await gather(scene)

    [row] = await counted(scene)
    assert (row.kind, row.what, row.times, row.day) == ("environment", "", 1, date(2026, 12, 1))


async def test_what_is_sensitive_counts_nowhere(scene):
    from storage.tickets.tables import TicketRow  # noqa: PLC0415

    number = await closed(scene, doer=None)
    async with scene.database.transaction() as session:
        (await session.get(TicketRow, number)).sensitivity = "s"

    await gather(scene)

    assert await counted(scene) == []


async def test_a_sign_up_that_was_held_counts_once_with_who_came(scene):
    await held(scene)
    await gather(scene)

    [row] = await counted(scene)
    assert (row.kind, row.what, row.heads) == ("environment", "周末大扫除", 1)


async def test_a_sign_up_to_which_nobody_came_was_no_activity(scene):
    number = await opened(scene, "周末大扫除")
    row = await the_signup(scene, number)
    await scene.live_until(row.at + timedelta(hours=1))
    await acting(scene, door.settle, number)

    await gather(scene)

    assert await counted(scene) == []


async def test_a_worker_tells_in_one_line_and_says_it_twice(scene):
    await scene.say("wang", LINE, group=False)
    await scene.say("wang", LINE, group=False)

    [row] = await counted(scene)
    assert (row.kind, row.heads, row.by_id) == ("environment", 5, scene.ids["wang"])
    assert "记上了" in (await scene.heard("wang"))[-2]
    assert "已经算过了" in (await scene.heard("wang"))[-1]
    assert await scene.tickets() == []


async def test_in_other_words_or_from_another_it_is_asked_whether_it_is_the_same(scene):
    await scene.say("wang", LINE, group=False)
    await scene.say("wang", "今天3栋清理小广告,4个人", group=False)
    assert "3栋楼道清扫" in (await scene.heard("wang"))[-1]
    await scene.press("wang", "是另一次")
    await scene.say("zhao", LINE, group=False)
    await scene.press("zhao", "是同一次")

    assert [row.heads for row in await counted(scene)] == [5, 4]


@pytest.mark.parametrize(
    "words", ["今天探访的时候发现3栋老人摔倒,1个人", "今天探访,3栋2单元老人晕过去了,有1个人"]
)
async def test_who_fell_is_helped_and_not_counted(scene, words):
    await scene.say("wang", words, group=False)

    assert await counted(scene) == []
    assert not any("记上了" in line for line in await scene.heard("wang"))


async def test_another_house_and_another_day_are_others(scene):
    for line in (LINE, "今天4栋楼道清扫,5个人", "昨天3栋楼道清扫,5个人", "今天夜巡,4个人"):
        await scene.say("wang", line, group=False)

    assert len(await counted(scene)) == 4


async def test_a_resident_and_the_group_count_nothing(scene):
    await scene.say("li", LINE, group=False)
    await scene.say("wang", LINE)

    assert await counted(scene) == []


async def test_what_is_wrong_goes_to_who_mends_it(scene):
    await scene.say("wang", "今天3栋2单元电梯坏了,5个人被困", group=False)

    assert await counted(scene) == []


async def test_a_line_about_a_sign_up_of_that_day_is_asked_about(scene):
    await held(scene)
    await scene.say("wang", "今天小区清扫,20个人", group=False)
    assert "周末大扫除" in (await scene.heard("wang"))[-1]

    await scene.press("wang", "是同一次")

    assert len(await counted(scene)) == 1
    assert "已经算过了" in (await scene.heard("wang"))[-1]


async def test_where_it_was_another_it_counts(scene):
    await held(scene)
    await scene.say("wang", "今天小区清扫,20个人", group=False)

    await scene.press("wang", "是另一次")
    await scene.press("wang", "是另一次")

    assert [row.heads for row in await counted(scene)] == [1, 20]


async def test_a_home_in_a_line_is_not_kept(scene):
    await scene.say("wang", "今天探访3栋2单元501老人,2个人", group=False)

    [row] = await counted(scene)
    assert "501" not in row.what


async def enter(scene, kind="patrol", day=None, times=3, heads=None, *, who="sun", place="XL"):
    given = (place, kind, day or scene.now.date(), "夜巡", times, heads)
    await acting(scene, activities.enter, *given, who=who)


async def test_the_office_enters_several_of_a_day_at_once(scene):
    await enter(scene, times=50)

    [row] = await counted(scene)
    assert (row.kind, row.times) == ("patrol", 50)


@pytest.mark.parametrize(
    "given",
    [{"kind": "dancing"}, {"times": 0}, {"times": 501}, {"times": -1}, {"heads": 99_999},
     {"day": date(2026, 12, 2)}],
)  # fmt: skip
async def test_odd_entries_are_refused(scene, given):
    with pytest.raises(ActivityNeeds):
        await enter(scene, **given)
    assert await counted(scene) == []


@pytest.mark.parametrize(("who", "place"), [("wang", "XL"), ("sun", "MARS"), ("fix", "XL")])
async def test_only_the_desk_of_a_community_enters_for_it(scene, who, place):
    with pytest.raises(NotAllowed):
        await enter(scene, who=who, place=place)


async def test_the_desk_says_what_kind_it_was(scene):
    await enter(scene)

    await acting(scene, activities.sort, 1, "talks")

    assert [row.kind for row in await counted(scene)] == ["talks"]
    with pytest.raises(ActivityNeeds):
        await acting(scene, activities.sort, 1, "dancing")
    with pytest.raises(NotAllowed):
        await acting(scene, activities.sort, 1, "help", who="wang")


async def test_what_was_counted_is_not_even_read_again(scene):
    from storage import work_done  # noqa: PLC0415

    await closed(scene, doer=None)
    async with scene.database.reading() as session:
        before = await work_done.closed_tickets(session, scene.now - BACK)

    await gather(scene)

    async with scene.database.reading() as session:
        after = await work_done.closed_tickets(session, scene.now - BACK)
    assert (len(before), after) == (1, [])


async def test_what_ended_long_ago_is_not_counted(scene):
    await closed(scene, doer=None)
    await scene.wait(days=46)

    await gather(scene)

    assert await counted(scene) == []


@pytest.mark.parametrize(("words", "heads"), [("是另一次", [5, 4]), ("同一次", [5])])
async def test_it_may_be_written_instead_of_pressed(scene, words, heads):
    await scene.say("wang", words, group=False)
    await scene.say("wang", LINE, group=False)
    await scene.say("wang", "今天3栋清理小广告,4个人", group=False)
    await scene.say("wang", words, group=False)
    await scene.say("wang", words, group=False)

    assert [row.heads for row in await counted(scene)] == heads


async def test_a_worker_takes_a_wrong_line_back_and_says_it_again(scene):
    await scene.say("wang", "今天3栋楼道清扫,50个人", group=False)
    await scene.press("wang", "记错了")
    assert "不算了" in (await scene.heard("wang"))[-1]
    await scene.say("wang", LINE, group=False)

    assert "记上了" in (await scene.heard("wang"))[-1]
    assert [(row.times, row.heads) for row in await counted(scene)] == [(0, 50), (1, 5)]
    assert await scene.in_group() == []


async def test_a_line_is_taken_back_once_by_whoever_said_it_and_for_ten_minutes(scene):
    await scene.say("wang", LINE, group=False)
    await scene.press("wang", "记错了")
    await scene.press("wang", "记错了")
    assert len([said for said in await scene.heard("wang") if "不算了" in said]) == 1

    await scene.say("wang", "今天夜巡,4个人", group=False)
    row = (await counted(scene))[-1]
    with pytest.raises(Unknown):
        await acting(scene, activities.withdraw, row.id, who="zhao")
    await scene.wait(minutes=11)
    await scene.press("wang", "记错了")
    with pytest.raises(NothingToUndo):
        await acting(scene, activities.withdraw, row.id, who="wang")

    assert (await counted(scene))[-1].times == 1


async def test_talks_in_the_stairwell_are_talks(scene):
    await scene.say("wang", "今天组织了楼道议事 20人", group=False)

    [row] = await counted(scene)
    assert (row.kind, row.heads, row.what) == ("talks", 20, "组织了楼道议事")
