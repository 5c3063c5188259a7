"""One household, one file (一户一档): what it has, what it did; who looked is on record."""

import secrets
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.points.claims import near
from console.points.file_steps import STEPS, found
from console.points.file_steps import facts as file_facts
from console.steps import step_taken, words_of
from domain.points import AccountKind
from handlers.people import Invitation
from handlers.points import claims as verbs
from handlers.points.asking import named
from handlers.points.finding import households_meant
from handlers.turn import Turn
from storage.points import books, claims, households, reckoning
from storage.points.tables import HouseholdRow

HERE = "/console/points/household"
TYPED = ("new", "name", "points", "other", "who", "day")
LONGEST = 60  # of what is looked for
MOST_ENTRIES = 60
MOST_SHOWN = 8  # households that words may mean


async def show(request: Request, clerk: Clerk) -> Response:
    """The file of the one household that is meant; several are offered, none of another community."""
    return await _page(request, clerk, request.query_params.get("q", ""))


async def act(request: Request, clerk: Clerk) -> Response:
    """A step on the file; refused, the page tells why and keeps what was typed."""
    form = await request.form()
    made, refused = await step_taken(request, clerk, STEPS, found)
    code = words_of(form, "code")
    if refused:
        return await _page(request, clerk, code, refused, form)
    if isinstance(made, Invitation):  # shown this once: it opens a household's points
        return await _page(request, clerk, code, made=made)
    return RedirectResponse(f"{HERE}?{urlencode({'q': code})}", status_code=303)


async def _page(
    request: Request, clerk: Clerk, said: str, refused: str = "", form: FormData | None = None,
    made: Invitation | None = None,
) -> Response:  # fmt: skip
    office, given = office_of(request), form or FormData()
    sought = said.replace("\0", "").strip()[:LONGEST]
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        homes = await households_meant(turn, sought, near(turn, clerk))
        facts = {
            "clerk": clerk, "sought": sought, "homes": [_line(turn, home) for home in homes[:MOST_SHOWN]],
            "file": None, "refused": refused, "made": made, "once": secrets.token_hex(8),
            "typed": {name: words_of(given, name) for name in TYPED},
        }  # fmt: skip
        if len(homes) == 1:
            facts |= {
                "file": await _file(turn, homes[0]),
                "change": await file_facts(turn, clerk, homes[0]),
            }
            turn.note("household.seen", f"household/{homes[0].code}")
    return office.pages(request, "points_household.html", facts, status=409 if refused else 200)


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
