"""Who serves: found, let in by a link, let out again; their sessions, and where needed their number."""

from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from domain.areas import Role, RoleName
from domain.refusals import Refusal
from handlers import staff
from handlers.people import Invitation
from handlers.turn import Turn
from storage import logins
from storage.people import PersonRow, names_of, open_invitations, roles_of, staff_page

PAGE = 40
MOST_WORDS = 40
MOST_INVITED = 20


async def index(request: Request, clerk: Clerk) -> Response:
    """Everybody who serves where this clerk works, and the way to let somebody in."""
    return await _list(request, clerk)


def _seen(turn: Turn, clerk: Clerk) -> frozenset[str] | None:
    """Whose people somebody may see: their communities', managers all."""
    return None if clerk.is_street else staff.inside(turn, clerk.communities)


async def _turn(request: Request, clerk: Clerk, session: Any) -> Turn:
    turn = await office_of(request).turn(session)
    turn.person = clerk.person
    return turn


async def _list(
    request: Request, clerk: Clerk, *, made: Invitation | None = None, refused: Refusal | None = None,
    typed: FormData | None = None,
) -> Response:  # fmt: skip
    office, asked = office_of(request), request.query_params
    words = asked.get("q", "").replace("\0", "").strip()[:MOST_WORDS]
    role = asked.get("role", "") if asked.get("role") in set(RoleName) else ""
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        seen = _seen(turn, clerk)
        area = asked.get("area", "").replace("\0", "")
        area = area if seen is None or area in seen else ""
        rows = await staff_page(
            session, words=words, role=role, areas={area} if area else seen,
            after=number_in(asked.get("after", "")) or 0, limit=PAGE + 1,
        )  # fmt: skip
        facts = {
            "clerk": clerk, "q": words, "role": role, "area": area,
            "rows": [(row, turn.world.organisation.roles_of(row.id)) for row in rows[:PAGE]],
            "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
            "invited": await open_invitations(session, staff.reach(turn), turn.now, limit=MOST_INVITED),
            "made": made, "typed": typed or {}, "today": turn.world.today(turn.now),
            "refused": turn.words(refused.moment, **refused.facts) if refused else "",
            **_choices(turn, seen),
        }  # fmt: skip
    return office.pages(request, "people.html", facts, status=409 if refused else 200)


def _choices(turn: Turn, seen: frozenset[str] | None) -> dict[str, Any]:
    """Roles and areas to choose from, as far as they are theirs to see and to give."""
    areas = {code: area.name for code, area in turn.world.organisation.areas.items()}
    firms = {place.property: place.property for place in turn.world.places if place.property}
    mine = staff.reach(turn)
    return {
        "areas": {code: name for code, name in (areas | firms).items() if seen is None or code in seen},
        "roles": list(RoleName),
        "gives": [r for r in RoleName if mine is None or (mine and r not in staff.EVERYWHERE)],
    }  # fmt: skip


async def invite(request: Request, clerk: Clerk) -> Response:
    """Let somebody in: a link for one use, shown once."""
    office, form = office_of(request), await request.form()
    role, area = str(form.get("role", "")), str(form.get("area", "")).replace("\0", "")
    name = str(form.get("name", "")).replace("\0", "").strip()[:MOST_WORDS]
    if role not in set(RoleName):
        raise HTTPException(404)
    try:
        async with office.database.transaction() as session:
            turn = await _turn(request, clerk, session)
            made = await staff.invite(turn, RoleName(role), area or None, name or None)
    except Refusal as refusal:
        return await _list(request, clerk, refused=refusal, typed=form)
    return await _list(request, clerk, made=made)


async def revoke(request: Request, clerk: Clerk) -> Response:
    """Take back a link that nobody has used."""
    form = await request.form()
    code = str(form.get("code", "")).replace("\0", "")[:MOST_WORDS]
    try:
        async with office_of(request).database.transaction() as session:
            await staff.revoke(await _turn(request, clerk, session), code)
    except Refusal as refusal:
        return await _list(request, clerk, refused=refusal)
    return RedirectResponse("/console/people", status_code=303)


async def show(request: Request, clerk: Clerk) -> Response:
    """One person: their roles, who stands in, and what may be done."""
    return await _one(request, clerk)


async def _found(request: Request, clerk: Clerk, turn: Turn) -> tuple[PersonRow, list[Role]]:
    """Somebody who serves where this clerk works; anybody else is nobody here."""
    person = await turn.session.get(PersonRow, int(request.path_params["number"]))
    roles = list(await roles_of(turn.session, person.id)) if person else []
    seen = _seen(turn, clerk)
    if person is None or not any(seen is None or role.area in seen for role in roles):
        raise HTTPException(404)
    return person, roles


async def _one(
    request: Request, clerk: Clerk, *, phone: str = "", refused: Refusal | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        person, roles = await _found(request, clerk, turn)
        deputies = {role.deputy for role in roles if role.deputy}
        facts = {
            "clerk": clerk, "person": person, "phone": phone, "today": turn.world.today(turn.now),
            "roles": [(role, staff.may_give(turn, role.role, role.area)) for role in roles],
            "names": await names_of(session, deputies),
            "sessions": await logins.open_sessions(session, person.id, turn.now),
            "refused": turn.words(refused.moment, **refused.facts) if refused else "",
            "areas": _choices(turn, None)["areas"],
        }  # fmt: skip
    return office.pages(request, "person.html", facts, status=409 if refused else 200)


async def act(request: Request, clerk: Clerk) -> Response:
    """End a role or somebody's sessions, or look at their number."""
    office, form, phone = office_of(request), await request.form(), ""
    verb = request.path_params["verb"]
    if verb not in ("end", "sessions", "phone"):
        raise HTTPException(404)
    try:
        async with office.database.transaction() as session:
            turn = await _turn(request, clerk, session)
            person, _ = await _found(request, clerk, turn)
            if verb == "end":
                await staff.end_role(turn, person.id, *_role(form))
            elif verb == "sessions":
                await staff.end_sessions(turn, person.id)
            else:
                phone = await staff.see_phone(turn, person.id)
    except Refusal as refusal:
        return await _one(request, clerk, refused=refusal)
    if phone:
        return await _one(request, clerk, phone=phone)
    return await _back(request, clerk)


def _role(form: FormData) -> tuple[RoleName, str | None]:
    role = str(form.get("role", ""))
    if role not in set(RoleName):
        raise HTTPException(404)
    return RoleName(role), str(form.get("area", "")).replace("\0", "") or None


async def _back(request: Request, clerk: Clerk) -> Response:
    """To the person, where they still serve here; else to all."""
    number = request.path_params["number"]
    async with office_of(request).database.reading() as session:
        turn = await _turn(request, clerk, session)
        try:
            await _found(request, clerk, turn)
        except HTTPException:
            return RedirectResponse("/console/people", status_code=303)
    return RedirectResponse(f"/console/people/{number}", status_code=303)
