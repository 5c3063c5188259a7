"""Sign-ups on the office's pages: opening one, who comes, and the roll call at the door."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.points.claims import halves_of
from console.steps import communities_of, number_of, step_taken, taken, to_made, words_of
from domain.names import clean
from domain.points import rule_code
from domain.signups.book import Shows
from domain.signups.states import HELD, LIVE, EntryState
from domain.signups.words import Listed, building_in, passed
from handlers import chats
from handlers.signups import door, joining, leaving, opening
from handlers.signups.opening import Plan, SignUpNeeds
from handlers.signups.views import coming, view
from handlers.turn import Turn
from storage import signups
from storage.chats import bound_groups
from storage.people import names_of
from storage.points.rules import rules_on
from storage.signups import PAGE, SignupEntryRow, SignupRow

ONE_DAY = timedelta(days=1)
FIELDS = ("title", "at", "place", "places", "limit", "closes", "cancel", "conditions", "shows",
          "until", "working", "community", "rule", "hours")  # fmt: skip
MOST_OF_ONE = 20  # people whom one line of the form may bring


async def index(request: Request, clerk: Clerk) -> Response:
    """All of them that this clerk may see, and how many come."""
    office = office_of(request)
    async with office.database.reading() as session:
        near = None if clerk.is_street else clerk.communities
        before = number_in(request.query_params.get("before", ""))
        rows = await signups.page(session, near, before=before)
        counts = await signups.counts(session, [row.id for row in rows])
    facts = {
        "clerk": clerk, "rows": rows[:PAGE], "counts": counts,
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "signups.html", facts)


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for a new one."""
    return await _new(request, clerk)


async def _new(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        communities = communities_of(turn, clerk)
        groups = [
            (group, community)
            for group in await bound_groups(session)
            for community, _ in communities
            if group.code and group.place and chats.holds(turn, community, group.place)
        ]
        known = await rules_on(session, turn.world.today(turn.now))
    given = form or FormData()
    facts = {
        "clerk": clerk, "communities": communities, "groups": groups, "refused": refused,
        "typed": {name: words_of(given, name) for name in FIELDS},
        "ticked": [str(code) for code in given.getlist("groups")],
        "rules": [rule for _, rule in known.values() if rule.points > 0 and not rule.levels],
        "shows": list(Shows), "once": secrets.token_hex(8),
    }  # fmt: skip
    return office.pages(request, "signup_new.html", facts, status=409 if refused else 200)


async def begin(request: Request, clerk: Clerk) -> Response:
    """Open it, and tell the groups."""
    form = await request.form()

    async def work(turn: Turn) -> int:
        rows = await opening.open_up(turn, await _plan(turn, clerk, form))
        return rows[0].id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _new(request, clerk, refused, form)
    return to_made("/console/signups", made)


async def _plan(turn: Turn, clerk: Clerk, form: FormData) -> Plan:
    """What was filled in. Raises SignUpNeeds."""
    communities = [code for code, _ in communities_of(turn, clerk)]
    given = words_of(form, "community")
    community = given if given in communities else communities[0] if communities else None
    at = _instant(turn, words_of(form, "at"))
    if at is None:
        raise SignUpNeeds(what="dates")
    closes = _instant(turn, words_of(form, "closes")) or opening.usual_closing(at, turn.now)
    known = {group.code: group for group in await bound_groups(turn.session)}
    codes = [str(code) for code in form.getlist("groups")]
    audience = [
        code for code in codes
        if code in known and chats.holds(turn, community, known[code].place or "")
    ]  # fmt: skip
    shows = words_of(form, "shows")
    return Plan(
        words_of(form, "title"), at, closes, _instant(turn, words_of(form, "cancel")) or closes,
        audience or [community or ""], community, place=words_of(form, "place"),
        places=_amount(form, "places"), per_household=_amount(form, "limit"),
        conditions=words_of(form, "conditions"),
        shows=Shows(shows) if shows in set(Shows) else Shows.COUNTS,
        rule=rule_code(words_of(form, "rule")) if words_of(form, "rule") else "",
        halves=halves_of(form),
        days=_days(turn, at, words_of(form, "until"), working=bool(form.get("working"))),
    )  # fmt: skip


def _instant(turn: Turn, text: str) -> datetime | None:
    """A day and an hour of a form. Raises SignUpNeeds where it is neither empty nor one."""
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip())
        latest = turn.now + opening.AHEAD
        at = turn.world.calendar.instant(local.date(), time(local.hour, local.minute))
    except (ValueError, OverflowError):
        raise SignUpNeeds(what="dates") from None
    if at > latest:
        raise SignUpNeeds(what="dates")
    return at


def _amount(form: FormData, name: str) -> int | None:
    """A number of places; None where the field is empty. Raises SignUpNeeds."""
    text = words_of(form, name).strip()
    if not text:
        return None
    number = number_in(text)
    if number is None:
        raise SignUpNeeds(what="places")
    return number


def _days(turn: Turn, at: datetime, until: str, *, working: bool) -> list[datetime]:
    """Of a row of meals each day's beginning. Raises SignUpNeeds."""
    if not until.strip():
        return []
    calendar = turn.world.calendar
    first = calendar.local(at)
    try:
        last = date.fromisoformat(until.strip())
    except ValueError:
        raise SignUpNeeds(what="dates") from None
    count = (last - first.date()).days + 1
    if not 0 < count <= opening.MOST_DAYS:
        raise SignUpNeeds(what="dates")
    days = (first.date() + n * ONE_DAY for n in range(count))
    return [
        calendar.instant(day, first.time())
        for day in days
        if not working or calendar.is_working(day)
    ]


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them: who comes and who waits, and the roll call."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "", typed: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await found(turn, request, clerk)
        rows = await signups.entries(session, row.id)
        homes = {one.household for one in rows if one.household}
        shown = sorted(rows, key=lambda one: one.state == EntryState.WAITING)
        facts = {
            "clerk": clerk, "row": row, "about": view(row, rows), "entries": shown,
            "numbers": {one.id: n for n, one in enumerate(coming(rows), 1)},
            "absences": await signups.absences(session, homes, turn.now),
            "days": await signups.of_series(session, row.series) if row.series else [],
            "live": row.state in LIVE, "held": row.state in HELD, "begun": row.at <= turn.now,
            "here": sum(one.state == EntryState.ATTENDED for one in rows),
            "refused": refused, "typed": typed, "once": secrets.token_hex(8),
            "files": await files_of(session, rows),
        }  # fmt: skip
    return office.pages(request, "signup.html", facts, status=409 if refused else 200)


async def files_of(session: AsyncSession, rows: Sequence[SignupEntryRow]) -> dict[int, str]:
    """What those are called who are known by name, by their number."""
    return await names_of(session, {one.person_id for one in rows if one.person_id is not None})


async def found(turn: Turn, request: Request, clerk: Clerk) -> SignupRow:
    """The one that the address names, where it is this clerk's."""
    row = await signups.signup(turn.session, int(request.path_params["number"]))
    if row is None or not (clerk.answers_for(row.community) or row.organiser_id == clerk.person.id):
        raise HTTPException(404)
    return row


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on it; a refusal shows its sentence, and what was typed is kept."""
    form, verb = await request.form(), request.path_params["verb"]
    _, refused = await step_taken(request, clerk, STEPS, found)
    if refused:
        return await _page(request, clerk, refused, words_of(form))
    number = request.path_params["number"]
    place = f"#e{number_of(form, 'entry')}" if verb in ("tick", "untick") else ""
    return RedirectResponse(f"/console/signups/{number}{place}", status_code=303)


async def _add(turn: Turn, row: SignupRow, form: FormData) -> None:
    """Somebody at the counter, or on the phone."""
    name = clean(words_of(form, "called")).replace(" ", "")
    heads = min(_amount(form, "heads") or 1, MOST_OF_ONE)
    if not name:
        raise SignUpNeeds(what="name")
    listed = Listed(name, heads, building_in(words_of(form, "building")))
    await joining.write_down(turn, row.id, [listed], joining.DESK)


async def _paste(turn: Turn, row: SignupRow, form: FormData) -> None:
    """A 接龙 copied out of WeChat."""
    listed = passed(words_of(form))
    if listed is None:
        raise SignUpNeeds(what="list")
    await joining.write_down(turn, row.id, listed.lines, joining.DESK)


async def _tick(turn: Turn, row: SignupRow, form: FormData) -> None:
    await door.tick(turn, row.id, number_of(form, "entry"))


async def _untick(turn: Turn, row: SignupRow, form: FormData) -> None:
    await door.tick(turn, row.id, number_of(form, "entry"), there=False)


async def _free(turn: Turn, row: SignupRow, form: FormData) -> None:
    await leaving.free(turn, row.id, [number_of(form, "entry")])


async def _settle(turn: Turn, row: SignupRow, _: FormData) -> None:
    await door.settle(turn, row.id)


async def _call_off(turn: Turn, row: SignupRow, _: FormData) -> None:
    await opening.call_off(turn, row)


STEPS: dict[str, Callable[[Turn, SignupRow, FormData], Awaitable[Any]]] = {
    "add": _add, "paste": _paste, "tick": _tick, "untick": _untick, "free": _free,
    "settle": _settle, "call_off": _call_off,
}  # fmt: skip
