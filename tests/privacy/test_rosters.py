"""What rosters keep of somebody, who reads it, and how it goes when they say so."""

from sqlalchemy import select

from storage.audit import AuditRow
from storage.people import PersonRow
from storage.rosters.tables import RosterDutyRow, RosterMemberRow, RosterWishRow
from tests.handlers.rosters.watch import at, duties, published, the_roster, told
from tests.handlers.scene import GROUP
from tests.privacy.test_kept_and_erased import erased

TWO = "东门 8:00-16:00 2人"
BOTH = [("fang", "东门", 8), ("lizhi", "东门", 8)]


async def test_what_is_kept_of_me_names_the_rosters_i_am_in(scene):
    await published(scene, TWO, put=BOTH)
    await scene.say("fang", "/me", group=False)

    assert "值班表:国庆值守(12月5日(周六)到12月5日(周六)" in (await scene.heard("fang"))[-1]
    await scene.say("wang", "/me", group=False)
    assert "值班表" not in (await scene.heard("wang"))[-1]


async def test_who_is_erased_has_no_shift_ahead_and_no_roster_leads_to_them(scene):
    await published(scene, TWO, put=BOTH)
    await scene.say("fang", "我周日不能值班", group=False)
    await erased(scene, "fang")

    assert [name for name, *_ in await duties(scene)] == ["李志"]
    async with scene.database.reading() as session:
        people = [row.person_id for row in await session.scalars(select(RosterMemberRow))]
        assert scene.ids["fang"] not in people
        assert list(await session.scalars(select(RosterWishRow))) == []
        assert (await session.get(PersonRow, scene.ids["fang"])).erased_at is not None
    await at(scene, 5, 9)
    assert await told(scene, "fang", "一个小时后值班") == 0


async def test_a_chief_who_is_erased_leaves_the_desk_in_charge(scene):
    await published(scene, TWO, chief="chen", put=BOTH[:1])
    async with scene.database.transaction() as session:
        row = await session.get(type(await the_roster(scene)), 1)
        row.chief_id = None
    await at(scene, 5, 8, 16)

    assert await told(scene, "liu", "东门还没见到王芳") == 1


async def test_neither_the_group_nor_a_stranger_learns_who_stands_where(scene):
    await published(scene, TWO, put=BOTH)
    for line in ("谁在东门值班", "东门今天谁值班?", "值班表发一下", "王芳什么时候值班"):
        await scene.say("li", line)
        await scene.say("li", line, group=False)
    await at(scene, 5, 8, 5)
    await scene.say("li", "现在谁在岗")

    for text in [*await scene.in_group(), *await scene.heard("li")]:
        for name in ("王芳", "李志"):
            assert name not in text
    assert all(row.moment.partition("/")[0] != "rosters" for row in await scene.rows(chat=GROUP))


async def test_no_message_of_a_roster_ever_holds_a_phone(scene):
    await published(scene, TWO, put=BOTH)
    async with scene.database.transaction() as session:
        for who in ("fang", "lizhi", "chen"):
            (await session.get(PersonRow, scene.ids[who])).phone = "13900001111"
    await at(scene, 5, 7, 30)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "我的班", group=False)
    await scene.say("lizhi", "找钱多换班", group=False)
    await at(scene, 5, 8, 20)

    assert not any("1390000" in row.text for row in await scene.rows())


async def test_what_is_on_record_are_numbers_and_never_words(scene):
    await published(scene, TWO, names=("赵大爷",), put=BOTH)
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "交班 钥匙在门卫", group=False)

    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(AuditRow)))
        [note] = [one.note for one in await session.scalars(select(RosterDutyRow)) if one.note]
    acts = {row.act for row in rows}
    assert acts >= {"roster.made", "roster.assigned", "roster.published", "roster.checked_in",
                    "roster.checked_out"}  # fmt: skip
    assert note == "钥匙在门卫"
    for row in rows:
        for word in ("王芳", "赵大爷", "钥匙"):
            assert word not in str(row.facts)
