"""Who is responsible where: two trees, what is missing in them, and how it is put right."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.reading import for_reader, sentence
from console.steps import event_of
from console.territory import Map, Spot, people_of
from domain.areas import Area, AreaKind, RoleName
from domain.leave import Leave
from domain.places import Place
from domain.posts import posts
from domain.refusals import NotAllowed, Refusal
from domain.tickets import copies
from domain.tickets.kinds import Sensitivity
from domain.tickets.routing import in_grid
from domain.understanding.grammar import said_in
from handlers import responsibility
from handlers.duty import leave
from handlers.responsibility import BY_STREET, GIVEN_IN, DayPassed, Kind, NobodyChosen, Wanted
from handlers.turn import Turn
from storage import changes
from storage.changes import ChangeRow
from storage.people import PersonRow, names_of

HERE = "/console/responsibility"
SHOWN = 100  # gaps and overlaps that are listed; more are counted
MOST_CHOSEN = 400  # people among whom one is chosen; a community has fewer
LONGEST = 200  # characters of what is typed
LEAVE, BACK = "leave", "back"


async def index(request: Request, clerk: Clerk) -> Response:
    """What is missing, what is coming, and both trees, folded."""
    return await _index(request, clerk)


async def _index(request: Request, clerk: Clerk, refused: Refusal | None = None) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        seen = Map(turn, clerk)
        branches = tuple(seen.branch(area, deep=1) for area in seen.communities())
        missing, twice, empty = seen.missing(), seen.twice(), seen.empty()
        street = posts(seen.organisation, None, seen.day)
        coming = await changes.coming(session, None if clerk.is_street else clerk.communities)
        people = people_of(branches) | {post.person for post in street} | _named(coming)
        facts = {
            "clerk": clerk, "branches": branches, "day": seen.day, "street": street,
            "spots": tuple(seen.spot(place, deep=1) for place in seen.tops()),
            "missing": [(place, seen.may_cover(place)) for place in missing[:SHOWN]],
            "gaps": len(missing), "twice": twice[:SHOWN], "overlaps": len(twice),
            "empty": empty[:SHOWN], "unattended": len(empty), "coming": coming,
            "names": await names_of(session, people), "place": seen.places.name_of,
            "areas": {area.code: area.name for area in seen.organisation.areas.values()},
            "once": secrets.token_hex(8), "back": HERE,
            "refused": sentence(request, turn, refused) if refused else "",
            "done": request.query_params.get("done") == "1",
        }  # fmt: skip
    return office.pages(request, "responsibility.html", facts, status=409 if refused else 200)


def _named(coming: Sequence[ChangeRow]) -> set[int]:
    """Those of whom the coming changes speak."""
    found = {row.made_by for row in coming}
    for row in coming:
        found |= {row.facts[name] for name in ("person", "other") if name in row.facts}
    return found


async def area(request: Request, clerk: Clerk) -> Response:
    """One area: who serves there, what it looks after, what lies below, and what may be changed."""
    if "code" not in request.query_params:
        return RedirectResponse(HERE, status_code=303)
    return await _area(request, clerk, request.query_params["code"])


async def _area(
    request: Request, clerk: Clerk, code: str, refused: Refusal | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        seen = Map(turn, clerk)
        found = seen.organisation.areas.get(code)
        if found is None or not seen.sees_area(found):
            raise HTTPException(404)
        branch = seen.branch(found, deep=1, covers=True)
        near = _near(seen, found)
        coming = [
            row
            for row in await changes.coming(session, None if clerk.is_street else clerk.communities)
            if row.area == code
        ]
        first = in_grid(seen.organisation, found, seen.day)
        copied = copies.copied(
            seen.organisation, None, code, Sensitivity.NORMAL, seen.day,
            but=(first.owner,) if first else (),
        )  # fmt: skip
        people = people_of([branch]) | near | _named(coming) | {one.person for one in copied}
        names = await names_of(session, people)
        facts = {
            "clerk": clerk, "branch": branch, "day": seen.day, "coming": coming,
            "names": names, "place": seen.places.name_of, "copied": copied,
            "areas": {one.code: one.name for one in seen.organisation.areas.values()},
            "chain": [one for one in seen.organisation.chain(code) if one.code != code][::-1],
            "roles": [
                role for role in GIVEN_IN[found.kind] if clerk.is_street or role not in BY_STREET
            ],
            "mine": BY_STREET if not clerk.is_street else frozenset(),
            "near": sorted((names[p], p) for p in near if p in names)[:MOST_CHOSEN],
            "once": secrets.token_hex(8), "back": f"{HERE}/area?code={quote(code, safe='')}",
            "refused": sentence(request, turn, refused) if refused else "",
            "done": request.query_params.get("done") == "1",
        }  # fmt: skip
    return office.pages(request, "area.html", facts, status=409 if refused else 200)


def _near(seen: Map, area: Area) -> set[int]:
    """Everybody who serves in the same community: whoever may serve here, or stand in."""
    home = seen.organisation.community_of(area.code)
    return {
        role.person
        for role in seen.organisation.roles
        if role.area
        and (held := seen.organisation.community_of(role.area)) is not None
        and home is not None
        and held.code == home.code
        and (role.role is not RoleName.VOLUNTEER or area.kind is AreaKind.MICROGRID)
    }


async def place(request: Request, clerk: Clerk) -> Response:
    """One place: whose it is and by which way, what lies in it, and who may get it."""
    if "code" not in request.query_params:
        return RedirectResponse(HERE, status_code=303)
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        seen = Map(turn, clerk)
        found = seen.places.get(request.query_params.get("code", ""))
        if found is None or not seen.sees_place(found.code):
            raise HTTPException(404)
        spot = seen.spot(found, deep=1)
        held = [
            (area, posts(seen.organisation, area.code, seen.day)) for area in _hands(seen, spot)
        ]
        facts = {
            "clerk": clerk, "spot": spot, "held": held, "day": seen.day,
            "above": seen.places.ancestors(found.code)[1:][::-1], "grids": seen.may_cover(found),
            "names": await names_of(session, {post.person for _, there in held for post in there}),
            "place": seen.places.name_of, "once": secrets.token_hex(8), "refused": "",
            "back": f"{HERE}/place?code={quote(found.code, safe='')}",
        }  # fmt: skip
    return office.pages(request, "place.html", facts)


def _hands(seen: Map, spot: Spot) -> Iterator[Area]:
    """The area that covers a place; of a micro-grid also its grid, whose worker has what is reported."""
    for area in seen.organisation.chain(spot.area.code if spot.area else None):
        yield area
        if area.kind is not AreaKind.MICROGRID:
            return


async def change(request: Request, clerk: Clerk) -> Response:
    """Change who is responsible, now or from a day on."""
    office, form = office_of(request), await request.form()
    back = _back(str(form.get("back", "")))
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, event_of(form))
            turn.person = clerk.person
            await _changed(turn, clerk, form)
    except Refusal as refusal:
        code = str(form.get("area", ""))
        if back.startswith(f"{HERE}/area"):
            return await _area(request, clerk, code, refusal)
        return await _index(request, clerk, refusal)
    office.wake()
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}done=1", status_code=303)


def _back(path: str) -> str:
    """Only ever to one of these pages."""
    ours = path == HERE or path.startswith((f"{HERE}/area?code=", f"{HERE}/place?code="))
    return path if ours and not set("\r\n&#") & set(path) else HERE


async def _changed(turn: Turn, clerk: Clerk, form: FormData) -> None:
    if str(form.get("kind")) in (LEAVE, BACK):
        await _leave(turn, clerk, form)
        return
    if str(form.get("kind")) not in set(Kind):
        raise NotAllowed(act="change")
    await responsibility.change(turn, _wanted(turn, clerk, form))


def _wanted(turn: Turn, clerk: Clerk, form: FormData) -> Wanted:
    def given(name: str) -> str:
        return str(form.get(name, "")).replace("\x00", "").strip()[:LONGEST]

    today = turn.world.today(turn.now)
    code = given("place")
    found = _place(turn, clerk, code) if code else None
    return Wanted(
        Kind(given("kind")), given("area"), _day(given("day"), today), found.code if found else None,
        number_in(given("person")), given("role"), number_in(given("other")),
        take_over=given("take_over") == "1", move=given("move") == "1", why=given("why"),
    )  # fmt: skip


def _place(turn: Turn, clerk: Clerk, words: str) -> Place | None:
    """A place by its code, or as people say it; only one that the clerk answers for."""
    seen = Map(turn, clerk)
    found = seen.places.get(words)
    if found is None:
        said = said_in(words, seen.places, None)
        found = seen.places.get(said.code) if said and said.code else None
    return found if found is not None and seen.sees_place(found.code) else None


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayPassed from None


async def _leave(turn: Turn, clerk: Clerk, form: FormData) -> None:
    """Somebody is off from a day to a day, or back."""
    person = await turn.session.get(PersonRow, number_in(str(form.get("person", ""))) or 0)
    seen = Map(turn, clerk)
    held = seen.organisation.roles_of(person.id) if person else ()
    if person is None or not any(_answers(seen, clerk, role.area) for role in held):
        raise NobodyChosen
    today = turn.world.today(turn.now)
    if str(form.get("kind")) == BACK:
        await leave.set_for(turn, person, None, hand=False)
        return
    first = _day(str(form.get("day", "")), today)
    last = _day(str(form.get("until", "")), first)
    if last < max(first, today) or (last - today).days > responsibility.FARTHEST:
        raise DayPassed
    await leave.set_for(turn, person, Leave(first, last), hand=form.get("move") == "1")


def _answers(seen: Map, clerk: Clerk, code: str | None) -> bool:
    held = seen.organisation.areas.get(code or "")
    return clerk.is_street or (held is not None and seen.sees_area(held))


async def cancel(request: Request, clerk: Clerk) -> Response:
    """A change that was planned is called off."""
    office, form = office_of(request), await request.form()
    try:
        async with office.database.transaction() as session:
            turn = for_reader(request, await office.turn(session), clerk)
            await responsibility.call_off(turn, int(request.path_params["row"]))
    except Refusal as refusal:
        raise HTTPException(404) from refusal  # nobody learns that another community plans it
    return RedirectResponse(_back(str(form.get("back", ""))), status_code=303)
