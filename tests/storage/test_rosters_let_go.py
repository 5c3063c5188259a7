"""What of a roster is let go in time, or when somebody says so; and whose a pasted name is."""

from datetime import date

from storage.people import PersonRow, RoleRow, serving_named
from storage.rosters import letting_go
from storage.rosters.tables import RosterDutyRow, RosterMemberRow, RosterRow, RosterWishRow
from tests.storage.test_rosters import (
    NOON,
    all_of,
    changed,
    kept,
    line,
    seated,
    shift,
    somebody,
)


async def test_long_after_its_end_names_by_hand_wishes_and_notes_are_gone(database):
    person = await somebody(database)
    roster, other = await kept(database), await kept(database)
    for number in (roster, other):
        member = await line(database, number, name="赵大爷")
        await line(database, number, person=person)
        duty = await seated(database, await shift(database, number), member)
        await changed(database, duty, note="钥匙在门卫")
        async with database.transaction() as session:
            session.add(RosterWishRow(member_id=member, weekday=5, hour="", hard=True))
    async with database.transaction() as session:
        await letting_go.forget(session, roster)

    assert [row.note for row in await all_of(database, RosterDutyRow)] == ["", "钥匙在门卫"]
    assert len(await all_of(database, RosterWishRow)) == 1
    names = [row.name for row in await all_of(database, RosterMemberRow)]
    assert names == [None, None, "赵大爷", None]


async def test_whoever_is_to_be_known_no_more_is_in_no_roster(database):
    person = await somebody(database)
    roster = await kept(database, chief=person)
    member = await line(database, roster, person=person)
    duty = await seated(database, await shift(database, roster), member)
    await changed(database, duty, note="我家电话", by_id=person)
    async with database.reading() as session:
        assert await letting_go.listed(session, person) == [
            ("值守", date(2026, 12, 1), date(2026, 12, 7))
        ]
    async with database.transaction() as session:
        await letting_go.unname(session, person)

    async with database.reading() as session:
        assert await letting_go.listed(session, person) == []
        row = await session.get(RosterDutyRow, duty)
        assert (row.note, row.by_id) == ("", None)
        assert (await session.get(RosterRow, roster)).chief_id is None
        assert (await session.get(RosterMemberRow, member)).person_id is None


async def test_a_name_is_somebody_only_where_one_alone_is_called_so(database):
    async with database.transaction() as session:
        for name, area in (("王芳", "XL"), ("王芳", "XL-1"), ("李志", "XL-1"), ("钱多", "DB")):
            person = PersonRow(created_at=NOON, name=name)
            session.add(person)
            await session.flush()
            session.add(RoleRow(person_id=person.id, role="volunteer", area=area))

    async with database.reading() as session:
        found = await serving_named(session, ["王芳", "李志", "钱多", "何人"], ["XL", "XL-1"])
    assert list(found) == ["李志"]
