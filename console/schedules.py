"""What recurs: what comes next, one schedule with its dates, and the form that makes or changes it."""

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.steps import named, number_of, taken, words_of
from domain.areas import AreaKind
from domain.places import PlaceKind
from domain.refusals import Refusal
from domain.schedules import Change, Occurrence, Policy, Schedule, occurrences
from domain.tickets.states import NeedsDate
from handlers.announcements import EVERYBODY
from handlers.schedules import changing, making, shelf, standing
from handlers.schedules.making import Plan
from handlers.tickets.colleagues import serving
from handlers.turn import Turn
from storage.chats import bound_groups
from storage.people import names_of
from storage.schedules import ScheduleRow

COMING = timedelta(days=42)
MOST_COMING, MOST_DATES = 60, 8
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BETWEEN = re.compile(r"[;\uff1b]")


@dataclass(frozen=True, slots=True)
class Says:
    """Days and hours in the words of a page's language."""

    turn: Turn
    locale: str

    def day(self, day: date) -> str:
        return self.turn.render("pieces/day", self.locale, day=day)

    def hours(self, schedule: Schedule) -> str:
        both = [schedule.start, *([schedule.end] if schedule.end else [])]
        return "–".join(self._hour(at) for at in both)

    def _hour(self, at: time) -> str:
        return self.turn.render("pieces/hour", self.locale, at=at)


async def index(request: Request, clerk: Clerk) -> Response:
    """What is held in the weeks ahead, and every schedule."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        mine = await _seen(turn, clerk)
        changes = await standing.changes(turn, mine)
        today = turn.world.today(turn.now)
        coming = [
            (schedule.on(one), one)
            for number, (schedule, _) in mine.items()
            for one in occurrences(
                schedule, turn.world.calendar, today, today + COMING, changes.get(number)
            )
            if max(one.planned, one.actual or one.planned) >= today
        ]
        areas = turn.world.organisation.areas
        feeds = [(code, areas[code].name) for code in _communities(turn, clerk)]
        names = await names_of(
            session, {row.person_id for _, row in mine.values() if row.person_id}
        )
    coming.sort(key=lambda pair: (pair[1].actual or pair[1].planned, pair[0].start))
    facts = {
        "clerk": clerk, "coming": coming[:MOST_COMING], "schedules": list(mine.values()),
        "names": names, "say": Says(turn, office.pages.locale_of(request)),
        "feeds": feeds, "unknown": [y for y in (today.year, today.year + 1)
                    if turn.world.calendar.is_provisional(date(y, 12, 1))],
    }  # fmt: skip
    return office.pages(request, "schedules.html", facts)


async def _seen(turn: Turn, clerk: Clerk) -> dict[int, tuple[Schedule, ScheduleRow]]:
    """What is told to somebody in the communities at whose desk this clerk works."""
    return await shelf.near(turn, None if clerk.is_street else clerk.communities)


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for one more."""
    return await _form(request, clerk, BLANK)


BLANK = Plan(name="", written="", start="", audience=[])


async def begin(request: Request, clerk: Clerk) -> Response:
    """Show the form's next six dates, or keep it."""

    async def keep(turn: Turn, plan: Plan) -> int:
        return (await making.begin(turn, plan)).id

    return await _sent(request, clerk, keep)


async def change(request: Request, clerk: Clerk) -> Response:
    """The same for one that is there."""
    number = int(request.path_params["number"])

    async def keep(turn: Turn, plan: Plan) -> int:
        return (await making.change(turn, number, plan)).id

    return await _sent(request, clerk, keep, number)


async def _sent(
    request: Request, clerk: Clerk, keep: Callable[[Turn, Plan], Awaitable[int]], number: int = 0
) -> Response:
    form = await request.form()
    plan, hours = _plan(form), str(form.get("hours", ""))[:60]

    async def work(turn: Turn) -> int:
        if number:
            await _found(turn, request, clerk)
        place = _place(turn, plan.place_words)
        put = replace(plan, place=place, place_words="" if place else plan.place_words)
        return await keep(turn, await making.checked(turn, put, hours))

    if form.get("step") != "keep":
        return await _form(request, clerk, plan, hours=hours, number=number, look=True)
    made, refused = await taken(request, clerk, work)
    if refused:
        return await _form(request, clerk, plan, hours=hours, number=number, refused=refused)
    return RedirectResponse(f"/console/schedules/{made}", status_code=303)


def _plan(form: FormData) -> Plan:
    """What the form holds, as it was typed."""

    def words(name: str, most: int = 120) -> str:
        return str(form.get(name, "")).replace("\0", "").strip()[:most]

    def policy(name: str) -> str:
        return words(name) if words(name) in set(Policy) else Policy.KEEP.value

    days = [_day(words(name)) for name in ("begins", "ends")]
    left_out = [day for found in _DAY.findall(words("exceptions", 2000)) if (day := _day(found))]
    return Plan(
        name=words("name"), written=words("written"), start="", place_words=words("place"),
        audience=[str(code)[:60] for code in form.getlist("audience")][:40],
        bring=words("bring"), holiday=policy("holiday"), weekend=policy("weekend"),
        offsets=[part.strip() for part in _BETWEEN.split(words("offsets")) if part.strip()],
        person_id=number_of(form, "person") or None,
        after=bool(form.get("after")), begins=days[0], ends=days[1],
        exceptions=left_out,
    )  # fmt: skip


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _place(turn: Turn, words: str) -> str | None:
    """The place of the tree that has exactly this name."""
    found = [one.code for one in turn.world.places if turn.world.places.name_of(one.code) == words]
    return found[0] if words and len(found) == 1 else None


async def _form(
    request: Request, clerk: Clerk, plan: Plan, *, hours: str = "", number: int = 0,
    refused: str = "", look: bool = False,
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        if number:
            await _found(turn, request, clerk)
        dates: list[Occurrence] = []
        if look:
            try:
                _, dates = making.next_dates(turn, await making.checked(turn, plan, hours))
            except Refusal as refusal:
                refused = turn.words(refusal.moment, **refusal.facts)
        people = [
            one
            for code in _communities(turn, clerk)
            for one in await named(turn, serving(turn, code))
        ]
        facts = {
            "clerk": clerk, "plan": plan, "hours": hours, "number": number, "refused": refused,
            "dates": dates, "audiences": await _audiences(turn, clerk),
            "people": list(dict.fromkeys(people)), "policies": list(Policy),
            "once": secrets.token_hex(8), "say": Says(turn, office.pages.locale_of(request)),
        }  # fmt: skip
    return office.pages(request, "schedule_form.html", facts, status=409 if refused else 200)


def _communities(turn: Turn, clerk: Clerk) -> list[str]:
    areas = turn.world.organisation.areas.values()
    found = [area.code for area in areas if area.kind is AreaKind.COMMUNITY]
    return [code for code in found if clerk.answers_for(code)]


async def _audiences(turn: Turn, clerk: Clerk) -> list[tuple[str, str]]:
    """Whom it may be told to: communities, estates and groups of this clerk's, by code and name."""
    places, organisation = turn.world.places, turn.world.organisation
    mine = _communities(turn, clerk)
    found = [(code, organisation.areas[code].name) for code in mine]
    for estate in places.of(PlaceKind.ESTATE):
        above = places.community_of(estate.code)
        if clerk.is_street or (above is not None and above.code in mine):
            found.append((estate.code, estate.name))
    found += [
        (group.code, group.name)
        for group in await bound_groups(turn.session)
        if group.code and await standing.decides(turn, [group.code])
    ]
    everybody = [(EVERYBODY, "")] if clerk.is_street else []
    return [*everybody, *{code: (code, name) for code, name in found}.values()]


async def show(request: Request, clerk: Clerk) -> Response:
    """One schedule: its next dates, each with what may become of it."""
    return await _page(request, clerk)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> tuple[Schedule, ScheduleRow]:
    mine = await _seen(turn, clerk)
    found = mine.get(int(request.path_params["number"]))
    if found is None:
        raise HTTPException(404)
    return found


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        schedule, row = await _found(turn, request, clerk)
        changes = await standing.changes_of(turn, row.id)
        today, calendar = turn.world.today(turn.now), turn.world.calendar
        since = max(calendar.day_of(row.since), today - timedelta(days=31))
        dates = occurrences(schedule, calendar, since, today, changes)[-1:]
        ahead = occurrences(schedule, calendar, today, today + timedelta(days=400), changes)
        dates += [one for one in ahead if one not in dates][:MOST_DATES]
        names = await names_of(session, {row.person_id} if row.person_id else set())
        may = await standing.decides(turn, row.audience) or row.person_id == clerk.person.id
        audiences = dict(await _audiences(turn, clerk))
    facts = {
        "clerk": clerk, "schedule": schedule, "row": row, "dates": dates, "names": names,
        "may": may, "today": today, "refused": refused, "once": secrets.token_hex(8),
        "audiences": audiences, "say": Says(turn, office.pages.locale_of(request)),
    }  # fmt: skip
    return office.pages(request, "schedule.html", facts, status=409 if refused else 200)


async def edit(request: Request, clerk: Clerk) -> Response:
    """The form of one that is there."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        schedule, row = await _found(turn, request, clerk)
        plan = Plan(
            name=row.name, written=row.written or row.rule, start=row.start, end=row.end,
            audience=list(row.audience), place_words=schedule.place, bring=row.bring,
            holiday=row.holiday, weekend=row.weekend, offsets=list(row.offsets),
            person_id=row.person_id, after=row.after, begins=row.begins.isoformat() if row.begins else None,
            ends=row.ends.isoformat() if row.ends else None, exceptions=list(row.exceptions or ()),
        )  # fmt: skip
    hours = "-".join(filter(None, (row.start, row.end)))
    return await _form(request, clerk, plan, hours=hours, number=row.id)


async def act(request: Request, clerk: Clerk) -> Response:
    """Decide about one date, or stop the schedule."""
    form, verb = await request.form(), request.path_params["verb"]
    if verb not in STEPS:
        raise HTTPException(404)

    async def work(turn: Turn) -> None:
        _, row = await _found(turn, request, clerk)
        await STEPS[verb](turn, row, form)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    number = request.path_params["number"]
    stopped = verb == "stop"
    return RedirectResponse(f"/console/schedules{'' if stopped else f'/{number}'}", status_code=303)


def _asked_day(form: FormData, name: str) -> date:
    day = _day(str(form.get(name, "")))
    if day is None:
        raise NeedsDate
    return date.fromisoformat(day)


async def _decide(turn: Turn, row: ScheduleRow, form: FormData, change: Change) -> None:
    change = replace(change, note=words_of(form, "note"))
    await changing.decide(turn, row.id, _asked_day(form, "day"), change)


async def _move(turn: Turn, row: ScheduleRow, form: FormData) -> None:
    """To another day, another hour, or both."""
    start, end = (making.hour_of(words_of(form, name)) for name in ("at", "until"))
    if start and end and end <= start:
        raise making.HourUnclear(words=words_of(form, "until"))
    to = None if start and not words_of(form, "to") else _asked_day(form, "to")
    await _decide(turn, row, form, Change(to, start=start, end=end))


async def _cancel(turn: Turn, row: ScheduleRow, form: FormData) -> None:
    await _decide(turn, row, form, Change(cancelled=True))


async def _confirm(turn: Turn, row: ScheduleRow, form: FormData) -> None:
    await _decide(turn, row, form, Change(_asked_day(form, "day")))


async def _note(turn: Turn, row: ScheduleRow, form: FormData) -> None:
    await _decide(turn, row, form, Change())


async def _stop(turn: Turn, row: ScheduleRow, _: FormData) -> None:
    await making.stop(turn, row.id)


STEPS: dict[str, Callable[[Turn, ScheduleRow, FormData], Awaitable[None]]] = {
    "move": _move, "cancel": _cancel, "confirm": _confirm, "note": _note, "stop": _stop,
}  # fmt: skip
