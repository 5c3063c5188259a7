"""What is kept of whoever claims or objects: shown to them, let go in time, gone when they ask."""

from datetime import timedelta

from sqlalchemy import select, update

from domain.messages import Media, MediaKind
from handlers.privacy import retention
from storage.points.claims import ClaimRow
from storage.points.lists import ObjectionRow
from storage.tickets.tables import AttachmentRow
from tests.handlers.points.homes import LI, ZHANG, ZHOU, claims_of, has, the_claim, told
from tests.handlers.points.test_publicity import LISTED, earned, until
from tests.handlers.signups.party import acting

SWEPT, WRONG = "我今天参加了楼道清扫,很累", "第1条不对,他没来"


async def objected(scene):
    await earned(scene, LI, ZHOU)
    await until(scene, LISTED)
    await scene.say(ZHANG, WRONG, group=False)


async def words_left(scene):
    async with scene.database.reading() as session:
        claimed = list(await session.scalars(select(ClaimRow.note).order_by(ClaimRow.id)))
        said = list(await session.scalars(select(ObjectionRow.words)))
    return claimed, said


async def test_everybody_can_read_what_they_claimed_and_objected_to(homes):
    await homes.say(LI, SWEPT, group=False)
    await homes.say(LI, "查我的信息", group=False)

    assert SWEPT in await told(homes, LI)
    await homes.say(ZHANG, "查我的信息", group=False)
    assert SWEPT not in await told(homes, ZHANG)


async def test_whoever_is_erased_leaves_no_words_and_the_household_keeps_its_points(homes):
    await objected(homes)
    for who in (ZHOU, ZHANG):
        await homes.say(who, "删除我的信息", group=False)
        await homes.press(who, "确认删除")

    claimed, said = await words_left(homes)
    assert claimed == ["我今天打扫了楼道", ""]
    assert said == [""]
    async with homes.database.reading() as session:
        assert await session.scalar(select(ObjectionRow.person_id)) is None
    assert await has(homes, "H3") == (0, 3)


async def test_photos_go_ninety_days_after_the_end_and_words_after_three_years(homes):
    await homes.say(LI, SWEPT, group=False, media=(Media(MediaKind.PHOTO, "p1"),))
    await homes.press("wang", "属实")
    await acting(homes, retention.plan)
    await until(homes, LISTED + timedelta(days=10))
    async with homes.database.reading() as session:
        during = await session.scalar(select(AttachmentRow.claim_id))
    await until(homes, LISTED + timedelta(days=110))
    async with homes.database.reading() as session:
        after = await session.scalar(select(AttachmentRow.id))
    async with homes.database.transaction() as session:
        await session.execute(update(ClaimRow).values(day=LISTED - timedelta(days=4 * 365)))
    await until(homes, LISTED + timedelta(days=112))

    assert during == (await the_claim(homes)).id
    assert after is None
    assert (await claims_of(homes))[0].note == ""
