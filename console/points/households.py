"""One household, one file (一户一档): what it has, what it did; who looked is on record."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.points.claims import near
from domain.points import AccountKind
from handlers.points import claims as verbs
from handlers.points.asking import named
from handlers.tickets.entry import place_meant
from handlers.turn import Turn
from storage.points import books, claims, households, reckoning
from storage.points.tables import HouseholdRow

LONGEST = 60  # of what is looked for
MOST_ENTRIES = 60


async def show(request: Request, clerk: Clerk) -> Response:
    """The file of the one household that is meant; several are offered, none of another community."""
    office = office_of(request)
    sought = request.query_params.get("q", "").replace("\0", "").strip()[:LONGEST]
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        found = await _found(turn, clerk, sought)
        facts = {"clerk": clerk, "sought": sought, "homes": [_line(turn, home) for home in found]}
        if len(found) == 1:
            facts |= {"file": await _file(turn, found[0])}
            turn.note("household.seen", f"household/{found[0].code}")
        else:
            facts |= {"file": None}
    return office.pages(request, "points_household.html", facts)


async def _found(turn: Turn, clerk: Clerk, sought: str) -> list[HouseholdRow]:
    if not sought:
        return []
    place = place_meant(turn, sought)
    homes = await households.looked_for(
        turn.session, sought, [place.code] if place and place.code else []
    )
    around = near(turn, clerk)
    mine = [one for one in homes if around is None or verbs.community_of(turn, one) in around]
    exactly = [one for one in mine if one.code == sought]
    if homes and not mine:
        raise HTTPException(404)
    return exactly or mine


def _line(turn: Turn, home: HouseholdRow) -> tuple[str, str, str]:
    known = home.place and turn.world.places.get(home.place)
    return home.code, home.name, turn.world.places.name_of(home.place or "") if known else ""


async def _file(turn: Turn, home: HouseholdRow) -> dict[str, object]:
    session, today = turn.session, turn.world.today(turn.now)
    sums = await books.balances(session, home.code)
    rows = await books.last_entries(session, home.code, limit=MOST_ENTRIES)
    seen = await claims.claims_of_household(session, home.code)
    return {
        "spendable": sums[AccountKind.SPENDABLE], "public": sums[AccountKind.PUBLIC],
        "reserved": sums[AccountKind.RESERVED],
        "earned": await books.earned_between(
            session, home.code, today.replace(month=1, day=1), today.replace(month=12, day=31)
        ),
        "members": len(await households.members_of(session, home.code)),
        "entries": await named(turn, rows), "frozen": await reckoning.frozen_until(session, home.code),
        "claims": [await verbs.view_of(turn, row) for row in seen],
    }  # fmt: skip
