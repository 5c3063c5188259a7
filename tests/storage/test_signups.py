"""What is asked of sign-ups and their places; the last place under many hands."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.messages import Address
from domain.signups.book import Seat, Terms, seated
from domain.signups.states import EntryState
from storage import signups
from storage.outbox import put
from storage.people import PersonRow
from storage.signups import SignupEntryRow, SignupRow

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
GROUP = Address("web", "jgy")
MANY = 30


async def kept(database, *, days=3, state="open", community="XL", **more):
    """One sign-up; its number."""
    at = NOON + timedelta(days=days)
    given = {"closes_at": at, "cancel_until": at, "audience": ["JGY"], "opened_at": NOON} | more
    async with database.transaction() as session:
        row = SignupRow(title="包饺子", at=at, state=state, community=community, **given)
        session.add(row)
        await session.flush()
        return row.id


async def place(database, number, slot, state="in", **more):
    given = {"household": f"h{slot}", "source": "desk", "made_at": NOON, "changed_at": NOON} | more
    async with database.transaction() as session:
        row = SignupEntryRow(signup_id=number, slot=slot, state=state, **given)
        session.add(row)
        await session.flush()
        return row.id


async def a_person(database):
    async with database.transaction() as session:
        person = PersonRow(created_at=NOON)
        session.add(person)
        await session.flush()
        return person.id


async def test_of_many_at_once_for_the_last_place_one_has_it(database):
    number = await kept(database, places=1)

    async def take(who):
        async with database.transaction() as session:
            row = await signups.held(session, number)
            rows = await signups.entries(session, number)
            seats = [Seat(r.slot, r.household, EntryState(r.state)) for r in rows]
            [(slot, state)] = seated(Terms(row.places), seats, who, [who]).new
            session.add(
                SignupEntryRow(
                    signup_id=number, slot=slot, state=state.value, household=who, source="button",
                    made_at=NOON, changed_at=NOON,
                )
            )  # fmt: skip
            return state

    states = await asyncio.gather(*[take(f"p{n}") for n in range(MANY)])

    assert states.count(EntryState.IN) == 1
    async with database.reading() as session:
        rows = await signups.entries(session, number)
    assert [row.state for row in rows] == ["in"] + ["waiting"] * (MANY - 1)


async def test_nobody_has_two_places_whatever_a_program_forgets(database):
    number = await kept(database)
    await place(database, number, "p1/1")

    with pytest.raises(IntegrityError):
        await place(database, number, "p1/1")


async def test_whoever_cancelled_may_come_again(database):
    number = await kept(database)
    for _ in range(3):
        await place(database, number, None, "cancelled")
    await place(database, number, "p1/1")

    async with database.reading() as session:
        assert len(await signups.entries(session, number)) == 1


async def test_what_is_open_is_told_by_its_state_and_closing_time(database):
    first = await kept(database, days=5)
    next_one = await kept(database, days=2, state="full")
    await kept(database, days=-1)
    await kept(database, state="closed")
    await kept(database, state="called_off")

    async with database.reading() as session:
        rows = await signups.open_ones(session, NOON)
        assert [row.id for row in rows] == [next_one, first]
        assert await signups.any_open(session, NOON)
        assert not await signups.any_open(session, NOON + timedelta(days=9))


async def test_what_somebody_is_in_ahead_is_theirs_alone(database):
    person = await a_person(database)
    mine, others, over = await kept(database), await kept(database), await kept(database, days=-2)
    left = await kept(database)
    await place(database, mine, "a", person_id=person)
    await place(database, others, "b", person_id=await a_person(database))
    await place(database, over, "c", person_id=person)
    await place(database, left, None, "cancelled", person_id=person)

    async with database.reading() as session:
        ahead = await signups.of_person(session, person, NOON)
        ever = await signups.listed(session, person)

    assert [row.id for row in ahead] == [mine]
    assert [row.id for row in ever] == [left, over, mine]


async def test_a_reply_to_a_notice_says_which(database):
    first = await kept(database, notices=["k1"])
    await kept(database, notices=["k2"])
    async with database.transaction() as session:
        await put(
            session, key="k1", channel="web", chat="jgy", op="send", priority=4, text="x",
            message="o7", moment="signups/notice_group", not_before=NOON, created_at=NOON,
            group=True, choices=[], attachments=[], thread=None,
        )  # fmt: skip

    async with database.reading() as session:
        rows = await signups.open_ones(session, NOON)
        assert [row.id for row in await signups.told_by(session, rows, GROUP, "o7")] == [first]
        assert await signups.told_by(session, rows, GROUP, "o8") == []
        assert await signups.told_by(session, rows, Address("web", "other"), "o7") == []


async def test_absences_count_for_half_a_year(database):
    number = await kept(database)
    await place(database, number, "a", "absent", household="h1")
    await place(database, number, "b", "absent", household="h1")
    await place(database, number, "c", "attended", household="h2")
    long_ago = NOON - timedelta(days=200)
    await place(database, number, "d", "absent", household="h3", changed_at=long_ago)

    async with database.reading() as session:
        assert await signups.absences(session, ["h1", "h2", "h3"], NOON) == {"h1": 2}
        assert await signups.absences(session, [], NOON) == {}


async def test_a_page_is_of_ones_own_communities_the_newest_first(database):
    numbers = [await kept(database) for _ in range(3)]
    other = await kept(database, community="DB")

    async with database.reading() as session:
        mine = await signups.page(session, ["XL"], before=None)
        older = await signups.page(session, ["XL"], before=numbers[2])
        everything = await signups.page(session, None, before=None)
        counts = await signups.counts(session, numbers)

    assert [row.id for row in mine] == numbers[::-1]
    assert [row.id for row in older] == numbers[1::-1]
    assert everything[0].id == other
    assert counts == {}


async def test_names_and_homes_are_let_go_of_one_after_the_other(database):
    person = await a_person(database)
    number = await kept(database)
    await place(
        database,
        number,
        "a",
        person_id=person,
        called="张姐",
        whom="妈",
        building="3栋",
        by_id=person,
    )
    async with database.transaction() as session:
        await signups.forget_names(session, number)
    async with database.reading() as session:
        [row] = await signups.entries(session, number)
        assert (row.called, row.whom, row.building, row.slot) == ("", "", "", None)
        assert row.person_id == person

    async with database.transaction() as session:
        await signups.forget_homes(session, number)
    async with database.reading() as session:
        [row] = await signups.entries(session, number)
        assert (row.person_id, row.by_id, row.household, row.state) == (None, None, "", "in")


async def test_who_is_to_be_known_no_more_is_on_no_list(database):
    person, other = await a_person(database), await a_person(database)
    number = await kept(database, organiser_id=person)
    await place(database, number, "a", person_id=person, called="张姐", by_id=person)
    await place(database, number, "b", person_id=other, called="老周", by_id=person)
    async with database.transaction() as session:
        await signups.unname(session, person)

    async with database.reading() as session:
        row = await signups.signup(session, number)
        first, second = await signups.entries(session, number)
    assert row.organiser_id is None
    assert (first.person_id, first.called, first.household) == (None, "", "")
    assert (second.person_id, second.called, second.by_id) == (other, "老周", None)
