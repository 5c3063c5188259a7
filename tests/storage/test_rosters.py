"""What is asked of rosters, shifts and duties; the last place under many hands."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from domain.rosters.states import DutyState, RosterState
from storage import rosters
from storage.people import PersonRow
from storage.rosters.tables import (
    RosterDutyRow,
    RosterRow,
    RosterSlotRow,
    RosterSwapRow,
)

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
MANY = 30


async def kept(
    database, *, state="published", community="XL", answers=True, chief=None, title="值守"
):
    """One roster; its number."""
    async with database.transaction() as session:
        row = RosterRow(
            state=state, title=title, community=community, area=community, first=date(2026, 12, 1),
            last=date(2026, 12, 7), weekly=4, answers=answers, made_at=NOON, chief_id=chief,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def shift(database, roster, *, post="东门", after=24, hours=8, fewest=1, most=1):
    async with database.transaction() as session:
        begins = NOON + after * AN_HOUR
        row = RosterSlotRow(
            roster_id=roster, post=post, begins=begins, ends=begins + hours * AN_HOUR, fewest=fewest,
            most=most,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def somebody(database, name="王芳"):
    async with database.transaction() as session:
        person = PersonRow(created_at=NOON, name=name)
        session.add(person)
        await session.flush()
        return person.id


async def line(database, roster, *, person=None, name=None, role="volunteer"):
    """Somebody's line in a roster."""
    async with database.transaction() as session:
        await rosters.add_member(session, roster, person=person, name=name, role=role)
        rows = await rosters.members(session, roster)
        return rows[-1][0].id


async def seated(database, slot, member):
    async with database.transaction() as session:
        row = await session.get(RosterSlotRow, slot)
        return await rosters.seat(session, row, member, by=None, at=NOON)


async def changed(database, duty, **values):
    async with database.transaction() as session:
        await session.execute(
            update(RosterDutyRow).where(RosterDutyRow.id == duty).values(**values)
        )


async def all_of(database, table):
    async with database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def test_of_many_at_once_for_the_last_place_one_has_it(database):
    roster = await kept(database)
    slot = await shift(database, roster)
    members = [await line(database, roster, name=f"人{n}") for n in range(MANY)]

    made = await asyncio.gather(*(seated(database, slot, member) for member in members))

    assert sum(one is not None for one in made) == 1
    [row] = await all_of(database, RosterDutyRow)
    assert (row.seat, row.state) == (1, "assigned")


async def test_of_many_at_once_for_three_places_three_have_one_each(database):
    roster = await kept(database)
    slot = await shift(database, roster, fewest=1, most=3)
    members = [await line(database, roster, name=f"人{n}") for n in range(MANY)]

    made = await asyncio.gather(*(seated(database, slot, member) for member in members))

    assert sum(one is not None for one in made) == 3
    assert sorted(row.seat for row in await all_of(database, RosterDutyRow)) == [1, 2, 3]


async def test_the_same_one_pressing_many_times_has_one_place(database):
    roster = await kept(database)
    slot = await shift(database, roster, most=3)
    member = await line(database, roster, name="王芳")

    made = await asyncio.gather(*(seated(database, slot, member) for _ in range(5)))

    assert sum(one is not None for one in made) == 1
    assert len(await all_of(database, RosterDutyRow)) == 1


async def test_a_place_that_was_given_back_is_free_and_its_row_stays(database):
    roster = await kept(database)
    slot = await shift(database, roster)
    first, second = [await line(database, roster, name=name) for name in ("王芳", "李志")]
    duty = await seated(database, slot, first)
    assert await seated(database, slot, second) is None
    await changed(database, duty, state=DutyState.LEFT.value, seat=None, holder=None)

    assert await seated(database, slot, second) is not None
    assert [row.state for row in await all_of(database, RosterDutyRow)] == ["left", "assigned"]
    async with database.reading() as session:
        assert await rosters.stand(session, duty) is None
        assert [one.name for one in await rosters.stands(session, roster)] == ["李志"]


async def test_neither_a_shift_nor_a_place_exists_twice(database):
    roster = await kept(database)
    slot = await shift(database, roster)
    member, other = [await line(database, roster, name=name) for name in ("王芳", "李志")]
    await seated(database, slot, member)

    with pytest.raises(IntegrityError):
        await shift(database, roster)
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            session.add(
                RosterDutyRow(slot_id=slot, seat=1, holder=other, member_id=other, state="assigned",
                              made_at=NOON, note="")
            )  # fmt: skip
    async with database.transaction() as session:
        rows = [{"roster_id": roster, "post": "东门", "begins": NOON + 24 * AN_HOUR,
                 "ends": NOON + 32 * AN_HOUR, "fewest": 1, "most": 1}]  # fmt: skip
        await rosters.add_slots(session, rows * 2)
    assert len(await all_of(database, RosterSlotRow)) == 1


async def test_many_places_at_once_leave_what_somebody_took_meanwhile(database):
    roster = await kept(database)
    slots = [await shift(database, roster, after=24 * n) for n in range(1, 4)]
    member, other = [await line(database, roster, name=name) for name in ("王芳", "李志")]
    await seated(database, slots[0], other)
    rows = [
        {"slot_id": slot, "seat": 1, "holder": member, "member_id": member, "note": "",
         "state": "assigned", "made_at": NOON, "by_id": None}
        for slot in slots
    ]  # fmt: skip

    async with database.transaction() as session:
        made = await rosters.seat_all(session, rows)

    assert len(made) == 2
    async with database.reading() as session:
        found = await rosters.stands(session, roster)
    assert [(one.name, one.slot.id) for one in found] == [
        ("李志", slots[0]), ("王芳", slots[1]), ("王芳", slots[2]),
    ]  # fmt: skip


async def test_somebody_is_on_a_list_once_by_account_and_by_name(database):
    roster = await kept(database)
    person = await somebody(database)
    for _ in range(2):
        await line(database, roster, person=person)
        await line(database, roster, name="赵大爷")

    async with database.reading() as session:
        found = await rosters.members(session, roster)
        mine = await rosters.member_of(session, roster, person)
        assert [name for _, name in found] == ["王芳", "赵大爷"]
        assert mine.id == found[0][0].id
        assert await rosters.member_of(session, roster, 999) is None


async def test_who_is_on_duty_is_known_of_published_rosters_that_answer(database):
    person = await somebody(database)
    expected = {}
    for state, answers in (("published", True), ("drafted", True), ("withdrawn", True),
                           ("over", True), ("published", False)):  # fmt: skip
        roster = await kept(database, state=state, answers=answers)
        slot = await shift(database, roster)
        await seated(database, slot, await line(database, roster, person=person))
        expected[state, answers] = roster
    by_name = await line(database, expected["published", True], name="赵大爷")
    late = await shift(database, expected["published", True], post="西门")
    await seated(database, late, by_name)

    async with database.reading() as session:
        [watch] = await rosters.watches(session)
    assert (watch.person, watch.area, watch.post) == (person, "XL", "东门")
    assert (watch.begins, watch.ends) == (NOON + 24 * AN_HOUR, NOON + 32 * AN_HOUR)


async def test_a_watch_ends_when_somebody_goes_home_early_and_never_after_its_shift(database):
    person = await somebody(database)
    roster = await kept(database)
    duty = await seated(
        database, await shift(database, roster), await line(database, roster, person=person)
    )
    for ended, ends in ((26, 26), (40, 32)):
        await changed(database, duty, state="ended", ended_at=NOON + ended * AN_HOUR)
        async with database.reading() as session:
            [watch] = await rosters.watches(session)
        assert watch.ends == NOON + ends * AN_HOUR


async def test_what_is_open_is_asked_of_the_rosters_that_somebody_is_in(database):
    person, other = await somebody(database), await somebody(database, "李志")
    roster, foreign = await kept(database), await kept(database)
    draft = await kept(database, state="drafted")
    full, half = await shift(database, roster), await shift(database, roster, after=48, most=2)
    for number in (foreign, draft):
        await shift(database, number)
    await shift(database, roster, after=-10)
    mine = await line(database, roster, person=person)
    await line(database, draft, person=person)
    theirs = await line(database, roster, person=other)
    await seated(database, full, mine)
    await seated(database, half, theirs)

    async with database.reading() as session:
        found = await rosters.open_slots(session, person, NOON, NOON + 200 * AN_HOUR)
        none = await rosters.open_slots(session, person, NOON, NOON + 30 * AN_HOUR)
    assert [(slot.id, count) for slot, _, count in found] == [(half, 1)]
    assert none == []


async def test_what_may_clash_is_found_in_every_roster_that_is_not_withdrawn(database):
    person = await somebody(database)
    here, there, gone = await kept(database), await kept(database), await kept(database)
    for number in (here, there, gone):
        await seated(
            database, await shift(database, number), await line(database, number, person=person)
        )
    async with database.transaction() as session:
        (await session.get(RosterRow, gone)).state = RosterState.WITHDRAWN.value
    far = await shift(database, here, after=24 * 20)

    async with database.reading() as session:
        mine = await rosters.member_of(session, here, person)
        near = await rosters.beside(session, mine, await session.get(RosterSlotRow, 1))
        later = await rosters.beside(session, mine, await session.get(RosterSlotRow, far))
        elsewhere = await rosters.elsewhere(session, here, {person}, NOON, NOON + 99 * AN_HOUR)
    assert [slot.roster_id for slot in near] == [here, there]
    assert later == []
    assert [one.roster.id for one in elsewhere] == [there]


async def test_one_by_name_alone_is_nobody_else_of_that_name(database):
    first, second = await kept(database), await kept(database)
    for number in (first, second):
        await seated(
            database, await shift(database, number), await line(database, number, name="赵大爷")
        )

    async with database.reading() as session:
        [(member, _)] = await rosters.members(session, first)
        near = await rosters.beside(session, member, await session.get(RosterSlotRow, 1))
    assert [slot.roster_id for slot in near] == [first]


async def test_ahead_of_somebody_is_what_has_not_ended_the_next_first(database):
    person = await somebody(database)
    roster, draft = await kept(database), await kept(database, state="drafted")
    mine, too = [await line(database, number, person=person) for number in (roster, draft)]
    late, soon = await shift(database, roster, after=48), await shift(database, roster, after=2)
    for slot in (late, soon, await shift(database, roster, after=-20)):
        await seated(database, slot, mine)
    await seated(database, await shift(database, draft), too)

    async with database.reading() as session:
        found = await rosters.of_person(session, person, NOON)
        drafted = await rosters.of_person(session, person, NOON, published=False)
        assert await rosters.is_in_any(session, person)
        assert not await rosters.is_in_any(session, person + 1)
        assert len(await rosters.memberships(session, person)) == 2
    assert [one.slot.id for one in found] == [soon, late]
    assert len(drafted) == 3


async def test_the_note_of_the_last_at_this_post_is_for_the_next(database):
    roster = await kept(database)
    first, second = await shift(database, roster), await shift(database, roster, after=32)
    third = await shift(database, roster, after=40)
    beside = await shift(database, roster, post="西门", after=40)
    members = [await line(database, roster, name=name) for name in ("王芳", "李志", "钱多")]
    duty = await seated(database, first, members[0])
    await seated(database, second, members[1])
    await changed(database, duty, note="钥匙在门卫", ended_at=NOON)

    async with database.reading() as session:
        rows = {n: await session.get(RosterSlotRow, n) for n in (first, second, third, beside)}
        notes = {n: await rosters.note_before(session, row) for n, row in rows.items()}
        after = await rosters.next_at(session, rows[first])
        assert await rosters.next_at(session, rows[third]) == []
    assert notes == {first: "", second: "钥匙在门卫", third: "钥匙在门卫", beside: ""}
    assert [one.name for one in after] == ["李志"]


async def test_for_one_duty_one_is_asked_until_it_is_settled(database):
    roster = await kept(database)
    member, other = [await line(database, roster, name=name) for name in ("王芳", "李志")]
    duty = await seated(database, await shift(database, roster), member)

    async def ask():
        async with database.transaction() as session:
            return await rosters.ask_swap(session, duty, other, NOON)

    made = await asyncio.gather(*(ask() for _ in range(5)))
    assert sum(one is not None for one in made) == 1
    async with database.transaction() as session:
        swap = await rosters.swap_held(session, next(one for one in made if one))
        swap.open_duty = None
        assert await rosters.swap_held(session, 999) is None
    assert await ask() is not None
    assert len(await all_of(database, RosterSwapRow)) == 2


async def test_a_page_is_of_one_s_communities_or_of_what_one_is_in_charge_of(database):
    chief = await somebody(database)
    first = await kept(database)
    second = await kept(database, community="DB")
    third = await kept(database, community="DB", chief=chief)

    async with database.reading() as session:

        async def numbers(communities, who=0, before=None):
            rows = await rosters.page(session, communities, chief=who, before=before)
            return [row.id for row in rows]

        assert await numbers(None) == [third, second, first]
        assert await numbers({"XL"}) == [first]
        assert await numbers({"XL"}, chief) == [third, first]
        assert await numbers(frozenset(), chief) == [third]
        assert await numbers(None, before=third) == [second, first]


async def test_filled_and_needed_are_counted_at_once(database):
    roster, empty = await kept(database), await kept(database)
    slot = await shift(database, roster, fewest=2, most=3)
    await shift(database, roster, after=48)
    await seated(database, slot, await line(database, roster, name="王芳"))

    async with database.reading() as session:
        assert await rosters.counts(session, [roster, empty]) == {roster: (3, 1)}
        assert await rosters.counts(session, []) == {}
        found = await rosters.slots(session, roster, NOON + 30 * AN_HOUR, NOON + 99 * AN_HOUR)
    assert [one.fewest for one in found] == [1]
