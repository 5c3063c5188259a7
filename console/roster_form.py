"""The form for a new roster: posts and hours in lines, people by ticking or by name."""

import secrets
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import communities_of, number_of, taken, to_made, words_of
from domain.areas import STAFF, RoleName
from domain.rosters.asked import names, planned
from domain.rosters.rules import WEEKLY
from handlers.rosters import making
from handlers.rosters.making import Plan, areas_of
from handlers.turn import Turn
from storage.people import names_of

FIELDS = ("title", "community", "area", "first", "last", "shifts", "names", "chief", "weekly")
MOST_PASTED = 8000  # characters: some hundred posts
HELD = frozenset({RoleName.VOLUNTEER, RoleName.PARTY_MEMBER})
HERE = "/console/rosters"


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for a new one."""
    return await _new(request, clerk)


async def _new(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        communities = communities_of(turn, clerk)
        wanted = words_of(given, "community") or request.query_params.get("community", "")
        chosen = next((code for code, _ in communities if code == wanted), None)
        chosen = chosen or (communities[0][0] if communities else "")
        facts = {
            "clerk": clerk, "communities": communities, "chosen": chosen, "refused": refused,
            "areas": _areas(turn, chosen), "people": await people_of(turn, chosen),
            "typed": {name: lines_of(given, name) for name in FIELDS},
            "ticked": {str(one) for one in given.getlist("people")},
            "answers": form is None or bool(given.get("answers")),
            "weekly": words_of(given, "weekly") or str(WEEKLY), "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "roster_new.html", facts, status=409 if refused else 200)


def lines_of(form: FormData, name: str) -> str:
    """What was typed into a field that may hold a hundred lines."""
    return str(form.get(name, "")).replace("\0", "")[:MOST_PASTED]


def _areas(turn: Turn, community: str) -> list[tuple[str, str]]:
    """A community's areas: for one of them, or for all, those on duty are asked."""
    known = turn.world.organisation.areas
    return [(code, known[code].name) for code in areas_of(turn, community)]


async def people_of(turn: Turn, community: str) -> list[tuple[int, str, str]]:
    """Who serves in a community: number, name and role, volunteers first."""
    near = set(areas_of(turn, community))
    roles: dict[int, RoleName] = {}
    for role in turn.world.organisation.roles:
        if role.area in near and (role.role in HELD or role.role in STAFF):
            known = roles.get(role.person)
            if known is None or known in HELD:
                roles[role.person] = role.role
    called = await names_of(turn.session, set(roles))
    found = [(person, called.get(person, ""), role.value) for person, role in roles.items()]
    return sorted((one for one in found if one[1]), key=lambda one: (one[2] in STAFF, one[0]))


async def begin(request: Request, clerk: Clerk) -> Response:
    """Draft it: nobody hears of it yet."""
    form = await request.form()

    async def work(turn: Turn) -> int:
        row = await making.make(turn, await _plan(turn, clerk, form))
        return row.id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _new(request, clerk, refused, form)
    return to_made(HERE, made)


async def _plan(turn: Turn, clerk: Clerk, form: FormData) -> Plan:
    """What was filled in. Raises RosterNeeds, LineUnclear."""
    communities = [code for code, _ in communities_of(turn, clerk)]
    given = words_of(form, "community")
    community = given if given in communities else communities[0] if communities else ""
    people = {person: role for person, _, role in await people_of(turn, community)}
    ticked = [n for one in form.getlist("people") if (n := number_in(str(one))) in people]
    if form.get("all_volunteers"):
        ticked += [person for person, role in people.items() if role in HELD]
    area, chief = words_of(form, "area"), number_of(form, "chief")
    return Plan(
        words_of(form, "title"), community, _day(form, "first"), _day(form, "last"),
        planned(lines_of(form, "shifts")),
        area=area if area in areas_of(turn, community) else community,
        people=[one for one in ticked if one is not None],
        names=names(lines_of(form, "names")),
        chief=chief if people.get(chief) in STAFF else None,
        weekly=number_in(words_of(form, "weekly").strip() or str(WEEKLY)) or 0,
        answers=bool(form.get("answers")),
    )  # fmt: skip


def _day(form: FormData, name: str) -> date:
    """A day of a form. Raises RosterNeeds."""
    try:
        return date.fromisoformat(words_of(form, name).strip())
    except ValueError:
        raise making.RosterNeeds(what="days") from None
