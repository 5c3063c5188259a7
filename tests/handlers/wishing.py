"""Micro wishes on the stage: volunteers who can be asked, and the road up to each of their states."""

from sqlalchemy import select

from storage.outbox import OutboxRow
from storage.people import IdentityRow
from storage.places import touch_revision
from storage.points.tables import HouseholdMemberRow, HouseholdRow
from storage.questions import ChoiceRow
from storage.wishes import WishRow

GLASS = "想给家里老人要个放大镜"
RADIO = "金桂园3栋101想请人修收音机"
AT_DOOR = "代3栋101登记心愿:修收音机"


async def enlist(scene, account, role="volunteer", area="XL-1", *, name=None):
    """One more person who serves, and has opened the private chat."""
    async with scene.database.transaction() as session:
        await scene.serves(session, account, name or f"志愿{account}", role, area)
        await touch_revision(session)


async def household(scene, code, *people, place=None, name="陈大华"):
    """A household's file, and whose it is."""
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code=code, place=place, name=name))
        await session.flush()
        for account in people:
            person = await session.scalar(
                select(IdentityRow.person_id).where(IdentityRow.account == account)
            )
            session.add(HouseholdMemberRow(household=code, person_id=person))


async def wishes(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(WishRow).order_by(WishRow.ticket_id)))


async def the_wish(scene):
    return (await wishes(scene))[-1]


async def noted(scene, who="li", text=RADIO, *, group=False, vol=("vol",)):
    """A wish is noted, and its wisher asked for the words."""
    for account in vol:
        if account not in scene.ids:
            await enlist(scene, account)
    if not group:
        await scene.open_private(who)
    await scene.say(who, text, group=group)
    return await the_wish(scene)


async def in_review(scene, **more):
    await noted(scene, **more)
    await scene.press(more.get("who", "li"), "可以")
    return await the_wish(scene)


async def published(scene, **more):
    await in_review(scene, **more)
    await scene.press("sun", "发布")
    return await the_wish(scene)


async def claimed(scene, **more):
    await published(scene, **more)
    await scene.press("vol", "我来认领")
    return await the_wish(scene)


async def released(scene, **more):
    await claimed(scene, **more)
    await scene.press("sun", "告诉地址")
    return await the_wish(scene)


async def delivered(scene, **more):
    await released(scene, **more)
    await scene.press("vol", "送到了")
    await scene.say("vol", "收音机修好送去了", group=False)
    return await the_wish(scene)


async def fulfilled(scene, **more):
    await delivered(scene, **more)
    await scene.press(more.get("who", "li"), "到了")
    return await the_wish(scene)


ROADS = {
    "draft": noted, "review": in_review, "published": published, "claimed": claimed,
    "released": released, "delivered": delivered, "fulfilled": fulfilled,
}  # fmt: skip


async def messages(scene, moment):
    """All messages of one moment, whoever got them."""
    async with scene.database.reading() as session:
        return list(await session.scalars(
            select(OutboxRow).where(OutboxRow.moment == moment).order_by(OutboxRow.id)
        ))  # fmt: skip


async def tokens(scene, verb):
    """The buttons with this verb, by the chat they were shown in."""
    async with scene.database.reading() as session:
        named = dict((await session.execute(
            select(ChoiceRow.token, ChoiceRow.verb).where(ChoiceRow.verb == verb)
        )).all())  # fmt: skip
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.op == "send"))
        return {
            row.chat: choice["token"]
            for row in rows for line in row.choices for choice in line
            if choice["token"] in named
        }  # fmt: skip
