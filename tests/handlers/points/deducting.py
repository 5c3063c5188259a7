"""A second officer and a neighbour or two, for whatever two people decide."""

from datetime import timedelta

from sqlalchemy import select

from domain.points import AccountKind, Act, issue
from handlers.points import deductions as steps
from handlers.points import objections
from storage.places import touch_revision
from storage.points import books, lists
from storage.points.deductions import DeductionRow, DeductionVoiceRow
from storage.points.tables import RuleRow
from tests.handlers.signups.party import acting

FALSE = "-08"
LITTER = "-01"
WEEK, THREE_DAYS = timedelta(days=7), timedelta(days=3)


async def two_officers(scene):
    """The community has two officers besides; so it has three, and liu at the desk."""
    async with scene.database.transaction() as session:
        for account, name in (("qian", "钱办"), ("mei", "梅办")):
            await scene.serves(session, account, name, "officer", "XL")
        await touch_revision(session)


async def switched_on(scene, code=LITTER):
    """The neighbours have agreed that this item counts."""
    async with scene.database.transaction() as session:
        rows = await session.scalars(select(RuleRow).where(RuleRow.code == code))
        for row in rows:
            row.active = True


async def given(scene, points, household="H1"):
    """Points that this household can spend."""
    async with scene.database.transaction() as session:
        act = Act(f"g/{household}", household, scene.now.date(), "+01", community="XL")
        made = issue(act, points, effective=True)
        await books.post(session, [(made, books.Grounds())], scene.now)


async def begun(scene, code=FALSE, *, who="liu", household="H1", words="签到表上两个名字一个笔迹"):
    return await acting(scene, steps.begin, household, code, scene.now.date(), words, who=who)


async def heard(scene, **more):
    """A household was asked, three days have gone by, and it has said nothing."""
    row = await begun(scene, **more)
    await scene.live_until(scene.now + THREE_DAYS)
    return row


async def neighbour(scene, name, household=""):
    """Somebody sits in the appraisal group."""
    await acting(scene, objections.appoint, "XL", name, household)
    async with scene.database.reading() as session:
        return next(o.id for o in await lists.appraisers(session, "XL") if o.name == name)


async def now(scene, number=None):
    """The deduction as it stands."""
    async with scene.database.reading() as session:
        rows = select(DeductionRow).order_by(DeductionRow.id.desc())
        return await session.scalar(
            rows if number is None else rows.where(DeductionRow.id == number)
        )


async def every(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(DeductionRow).order_by(DeductionRow.id)))


async def who_agreed(scene):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(DeductionVoiceRow).order_by(DeductionVoiceRow.id))
        return [(row.by_id, row.name) for row in rows]


async def entry(scene, key):
    async with scene.database.reading() as session:
        return await books.entry_of(session, key)


async def free(scene, household="H1"):
    async with scene.database.reading() as session:
        return (await books.balances(session, household))[AccountKind.SPENDABLE]
