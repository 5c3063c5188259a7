"""Three households of the scene, with somebody in each who writes to huying."""

from sqlalchemy import select

from domain.points import AccountKind
from handlers import people
from storage.points import books
from storage.points.claims import ClaimRow
from tests.handlers.office import take_in

HOUSEHOLDS = [
    ["code", "place", "name", "members"],
    ["H1", "JGY/3", "陈桂兰", ""],
    ["H2", "JGY/5", "欧阳明", ""],
    ["H3", "JGY/3", "周红", ""],
]
LI, ZHANG, ZHOU = "li", "zhang", "zhou"
HOMES = {LI: "H1", ZHANG: "H2", ZHOU: "H3"}


async def settled(scene, folder, **sheets):
    """Their files, with the default rules; each has used the code on their slip."""
    await take_in(scene, folder / "homes", households=HOUSEHOLDS, **sheets)
    for who, household in HOMES.items():
        await tied(scene, who, household)
    return scene


async def tied(scene, who, household):
    """Whoever types the code on the office's paper belongs to the household."""
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)
        invitation = await people.invite(session, world, at=scene.now, household=household)
    await scene.say(who, f"/start {invitation.code}", group=False)


async def claims_of(scene):
    """Every claim, in order."""
    async with scene.database.reading() as session:
        return list(await session.scalars(select(ClaimRow).order_by(ClaimRow.id)))


async def the_claim(scene):
    return (await claims_of(scene))[-1]


async def has(scene, household):
    """What a household can spend, and what is in publicity."""
    async with scene.database.reading() as session:
        found = await books.balances(session, household)
    return found[AccountKind.SPENDABLE], found[AccountKind.PUBLIC]


async def told(scene, who):
    return (await scene.heard(who))[-1]
