"""A register on the scene: one member of the water bureau, a second officer, volunteers."""

from sqlalchemy import select

from domain.members.reckoning import MINUS
from handlers.members import counting, volunteering
from storage import members, volunteers
from storage.members import MemberClaimRow, MemberRow
from storage.people import IdentityRow, PersonRow
from storage.points import books
from storage.volunteers import HoursRow, VolunteerRow
from tests.handlers.office import take_in
from tests.handlers.signups.party import acting

HEADINGS = ["id", "name", "organisation", "phone", "posts", "since"]
QIAN = ["W001", "钱水", "区水利局", "13900000001", "环境监督员", "2026-09-01"]


async def registered(scene, tmp_path, *lines):
    """These lines are taken in as the sheet of members."""
    return await take_in(scene, tmp_path, members=[HEADINGS, *(lines or [QIAN])])


async def known(scene, account, name):
    """Somebody of the register, or a volunteer, writes from this account."""
    async with scene.database.transaction() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.name == name))
        session.add(
            IdentityRow(person_id=person.id, channel="web", account=account,
                        private_chat=f"p.{account}", seen_at=scene.now)
        )  # fmt: skip
        scene.ids[account] = person.id


async def reported(scene, tmp_path, *lines):
    """The member has reported in, in private."""
    await registered(scene, tmp_path / "register", *lines)
    await known(scene, "qian", "钱水")
    await scene.say("qian", "报到", group=False)
    return await member(scene)


async def member(scene, account="qian"):
    async with scene.database.reading() as session:
        return await members.by_person(session, scene.ids[account])


async def balance(scene, account="qian", year=2026):
    async with scene.database.reading() as session:
        return await members.balance(session, scene.ids[account], year)


async def claims(scene):
    """What waits for a decision, by item."""
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(MemberClaimRow)
            .where(MemberClaimRow.state == "proposed")
            .order_by(MemberClaimRow.id)
        )
        return list(rows)


async def written(scene, item, *, day=None, level=1, who="sun", note=""):
    """The officer writes an item down; returns the claim."""
    row = await member(scene)
    day = day or scene.community.calendar.local(scene.now).date()
    return await acting(scene, counting.write_down, row.id, item, day, note, level, who=who)


async def counted(scene, item, **more):
    """Written down and verified; what takes points by another."""
    number = await written(scene, item, **more)
    await acting(scene, counting.verify, [number], who="boss" if item in MINUS else "sun")
    return number


async def enlisted(scene, account="zhang", name="张建国", *, skills=("修电器",), team=None):
    """Somebody has asked to be a volunteer, and staff have accepted them."""
    words = f"我会{'、'.join(skills)},想当志愿者" if skills else "我想当志愿者"
    await scene.say(account, words, group=False)
    async with scene.database.reading() as session:
        scene.ids[account] = await session.scalar(
            select(IdentityRow.person_id).where(IdentityRow.account == account)
        )
    row = await volunteer(scene, account)
    await acting(scene, volunteering.accept, row.id, name, "XL", team=team)
    return await volunteer(scene, account)


async def volunteer(scene, account="zhang"):
    async with scene.database.reading() as session:
        return await session.scalar(
            select(VolunteerRow).where(VolunteerRow.person_id == scene.ids[account])
        )


async def hours(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(HoursRow).order_by(HoursRow.id)))


async def minutes(scene, account="zhang"):
    async with scene.database.reading() as session:
        return await volunteers.minutes_of(session, scene.ids[account])


async def sound(scene):
    """Whether every entry sums to zero and every balance is the sum of its postings."""
    async with scene.database.reading() as session:
        return not await books.unbalanced(session) and not await books.wrong_balances(session)


async def sheet(scene, account="qian", year=2026):
    """The items and amounts of a member's year, in order."""
    async with scene.database.reading() as session:
        rows = await members.entries(session, scene.ids[account], year)
        return [(row.rule, amount) for row, amount in rows]


async def many(scene, count):
    """How many members are on the register."""
    async with scene.database.reading() as session:
        return len(list(await session.scalars(select(MemberRow).limit(count + 1))))
