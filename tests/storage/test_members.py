"""Members, hours and activities as the database keeps them: of many at once each thing counts once."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from domain.members.reckoning import Item, allowed, rule_on, worth
from domain.points import Act, Book, issue, load_rules
from storage import activities, members, volunteers
from storage.activities import ActivityRow
from storage.members import MemberClaimRow, MemberRow
from storage.people import PersonRow
from storage.points import books
from storage.points.books import Grounds
from storage.volunteers import TeamRow, VolunteerRow
from tests.domain.members.test_reckoning import TEXT
from tests.handlers.scene import MORNING

RULES = load_rules(TEXT)
DAY, MANY = date(2026, 12, 1), 8


async def a_member(database, code="W1"):
    async with database.transaction() as session:
        person = PersonRow(name=f"党员{code}", created_at=MORNING)
        session.add(person)
        await session.flush()
        row = MemberRow(
            code=code, person_id=person.id, organisation="区水利局", community="XL", posts=[],
            reported_at=MORNING,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id, person.id


async def proposed(database, member, item, count):
    """So many different claims of one item."""
    numbers = []
    for n in range(count):
        async with database.transaction() as session:
            numbers.append(
                await members.propose(
                    session, source=f"{item}/{member}/{n}", member_id=member, item=item, day=DAY,
                    proposed_at=MORNING,
                )
            )  # fmt: skip
    return numbers


async def verified(database, number, person):
    """What `handlers.members.counting` does, as many do it at once."""
    async with database.transaction() as session:
        claim = await session.get(MemberClaimRow, number)
        await members.held(session, claim.member_id)
        rule = rule_on(RULES, claim.item, DAY)
        amount = allowed(
            rule, worth(rule), DAY, await members.counted(session, person, 2026),
            await members.balance(session, person, 2026),
        )  # fmt: skip
        if amount:
            act = Act(f"member/claim/{number}", members.holder(person, 2026), DAY, claim.item,
                      community="XL", book=Book.MEMBER)  # fmt: skip
            await books.post(session, [(issue(act, amount, effective=True), Grounds())], MORNING)


async def test_of_many_verified_at_once_no_more_than_the_cap_counts(database):
    member, person = await a_member(database)
    numbers = await proposed(database, member, Item.ATTEND.value, MANY)

    await asyncio.gather(*[verified(database, number, person) for number in numbers])

    async with database.reading() as session:
        assert await members.balance(session, person, 2026) == 6
        assert await books.wrong_balances(session) == []


async def test_one_claim_verified_by_many_at_once_counts_once(database):
    member, person = await a_member(database)
    [number] = await proposed(database, member, Item.PAIR.value, 1)

    await asyncio.gather(*[verified(database, number, person) for _ in range(MANY)])

    async with database.reading() as session:
        assert await members.balance(session, person, 2026) == 2
        assert len(await members.entries(session, person, 2026)) == 1


async def test_each_year_of_a_member_is_an_account_of_its_own(database):
    _, person = await a_member(database)
    for year, amount in ((2026, 10), (2027, 3)):
        async with database.transaction() as session:
            act = Act(f"b/{year}", members.holder(person, year), date(year, 1, 1), "BASE",
                      book=Book.MEMBER)  # fmt: skip
            await books.post(session, [(issue(act, amount, effective=True), Grounds())], MORNING)

    async with database.reading() as session:
        assert await members.balance(session, person, 2026) == 10
        assert await members.balance(session, person, 2027) == 3
        assert await members.balance(session, person, 2028) == 0
        assert [row.rule for row, _ in await members.entries(session, person, 2027)] == ["BASE"]


async def test_reporting_in_at_once_from_two_sides_is_once(database):
    member, _ = await a_member(database)
    async with database.transaction() as session:
        (await session.get(MemberRow, member)).reported_at = None

    async def report():
        async with database.transaction() as session:
            return await members.report(session, member, MORNING)

    assert sorted(await asyncio.gather(*[report() for _ in range(4)])) == [False] * 3 + [True]


async def test_the_same_reason_is_proposed_once(database):
    member, _ = await a_member(database)

    first = await proposed(database, member, "ATTEND", 2)
    again = await proposed(database, member, "ATTEND", 3)

    assert None not in first
    assert [number is None for number in again] == [True, True, False]


@pytest.mark.parametrize("double", ["code", "person_id"])
async def test_no_number_and_no_person_is_on_the_register_twice(database, double):
    await a_member(database)
    other, _ = await a_member(database, "W2")

    async def take(session):
        row = await session.get(MemberRow, other)
        first = await session.scalar(select(MemberRow).order_by(MemberRow.id))
        setattr(row, double, getattr(first, double))
        await session.flush()

    async with database.reading() as session:
        with pytest.raises(IntegrityError):
            await take(session)


async def test_a_year_is_judged_once(database):
    member, person = await a_member(database)
    given = {"member_id": member, "year": 2026, "balance": 12, "by_id": person, "at": MORNING}

    async def judge(grade):
        async with database.transaction() as session:
            return await members.judge(session, grade=grade, **given)

    done = await asyncio.gather(*[judge(grade) for grade in ("good", "fair", "talk")])

    assert sorted(done) == [False, False, True]


async def test_a_long_register_is_read_page_by_page(database):
    async with database.transaction() as session:
        people = [
            {"id": 1_000 + n, "name": f"党员{n}", "created_at": MORNING}
            for n in range(members.PAGE + 5)
        ]
        await session.execute(insert(PersonRow), people)
        rows = [
            {"code": f"C{n}", "person_id": 1_000 + n, "organisation": f"单位{n % 3}", "community": "XL",
             "posts": []}
            for n in range(members.PAGE + 5)
        ]  # fmt: skip
        await session.execute(insert(MemberRow), rows)

    async with database.reading() as session:
        first = await members.page(session, {"XL"})
        rest = await members.page(session, {"XL"}, after=first[members.PAGE - 1][0].id)
        nobody = await members.page(session, {"YH"})
        organisations = await members.organisations(session, {"XL"})
    assert (len(first), len(rest), nobody) == (members.PAGE + 1, 5, [])
    assert [count for _, count, _ in organisations] == [35, 35, 35]


async def test_two_who_ask_at_once_from_one_account_have_one_place(database):
    _, person = await a_member(database)

    async def ask():
        async with database.transaction() as session:
            await volunteers.register(
                session, person_id=person, state="pending", skills=[], community=None,
                asked_at=MORNING,
            )  # fmt: skip

    await asyncio.gather(*[ask() for _ in range(4)])

    async with database.reading() as session:
        assert len(list(await session.scalars(select(VolunteerRow)))) == 1


async def test_the_same_hours_from_two_workers_at_once_are_one(database):
    _, person = await a_member(database)
    async with database.transaction() as session:
        row = VolunteerRow(person_id=person, state="accepted", skills=[], asked_at=MORNING)
        session.add(row)
        await session.flush()
        number = row.id

    async def tell():
        async with database.transaction() as session:
            return await volunteers.note_hours(
                session, source="told/1", volunteer_id=number, day=DAY, what="扫雪", minutes=60,
                state="proposed", made_at=MORNING,
            )  # fmt: skip

    made = await asyncio.gather(*[tell() for _ in range(4)])

    assert len([one for one in made if one is not None]) == 1


async def test_a_team_is_opened_once(database):
    for _ in range(2):
        async with database.transaction() as session:
            await volunteers.add_team(session, "XL", "红马甲队")
            await volunteers.add_team(session, "YH", "红马甲队")

    async with database.reading() as session:
        assert len(list(await session.scalars(select(TeamRow)))) == 2
        assert [count for _, count in await volunteers.teams(session, {"XL"})] == [0]


async def test_an_activity_counts_once_and_sums_by_month(database):
    async def count(source, kind="help", day=DAY, times=1):
        async with database.transaction() as session:
            return await activities.count_in(
                session, source=source, community="XL", kind=kind, day=day, what="", times=times,
                made_at=MORNING,
            )  # fmt: skip

    made = await asyncio.gather(*[count("ticket/1") for _ in range(4)])
    await count("form/1", "patrol", date(2026, 10, 31), 50)
    await count("form/2", "patrol", date(2025, 12, 31), 9)
    await count("form/3", "help", date(2026, 12, 31), 2)

    assert len([one for one in made if one is not None]) == 1
    async with database.reading() as session:
        assert await activities.by_month(session, {"XL"}, 2026) == {
            ("help", 12): 3, ("patrol", 10): 50,
        }  # fmt: skip
        assert await activities.by_month(session, {"YH"}, 2026) == {}
        behind = await activities.behind(
            session, None, date(2026, 12, 1), date(2026, 12, 31), kind="help"
        )
        assert len(list(await session.scalars(select(ActivityRow)))) == 4
    assert [row.source for row in behind] == ["ticket/1", "form/3"]
