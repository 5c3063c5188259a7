"""Who would get this? A text is tried out, and the whole reasoning is shown; nothing is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.reading import for_reader
from domain.places import PlaceKind
from handlers import trying
from handlers.trying import Tried
from handlers.turn import Turn
from storage.chats import ChatRow, bound_groups
from storage.people import names_of
from storage.tickets import listing

LONGEST = 1_000  # characters that are tried
FARTHEST = timedelta(days=400)
PRIVATE = "private"
MINUTES = len("2026-12-01T09:00")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know."""

    text: str = ""
    where: str = PRIVATE
    at: str = ""


async def show(request: Request, clerk: Clerk) -> Response:
    """The form; what was typed in the list's search comes along."""
    return await _page(request, clerk, Asked(request.query_params.get("text", "")[:LONGEST]), None)


async def tried(request: Request, clerk: Clerk) -> Response:
    """The text is lived through, and undone."""
    form = await request.form()
    asked = Asked(
        str(form.get("text", "")).replace("\x00", "").strip()[:LONGEST],
        str(form.get("where", PRIVATE)), str(form.get("at", ""))[:MINUTES],
    )  # fmt: skip
    return await _page(request, clerk, asked, asked.text or None)


async def _page(request: Request, clerk: Clerk, asked: Asked, text: str | None) -> Response:
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session, f"try/{secrets.token_hex(8)}")
        groups = await _groups(turn, clerk)
        facts = {"clerk": clerk, "asked": asked, "groups": groups, "estates": _estates(turn, clerk),
                 "tried": None, "names": {}, "sees": False}  # fmt: skip
        if text is not None:
            turn = for_reader(request, turn, clerk)
            turn.now = _instant(turn, asked.at)
            found = await trying.live(turn, text, _where(turn, clerk, asked, groups))
            facts |= await _told(turn, clerk, found)
    return office.pages(request, "try.html", facts)


async def _groups(turn: Turn, clerk: Clerk) -> list[ChatRow]:
    rows = await bound_groups(turn.session)
    return [row for row in rows if clerk.answers_for(community_at(turn, row.place))]


def _estates(turn: Turn, clerk: Clerk) -> list[tuple[str, str]]:
    """The estates of the clerk's communities, to try a group that there is not yet."""
    places = turn.world.places
    return [
        (place.code, places.name_of(place.code))
        for place in places.of(PlaceKind.ESTATE)
        if clerk.answers_for(community_at(turn, place.code))
    ]


def community_at(turn: Turn, place: str | None) -> str | None:
    """The community that answers for a place, also where no area covers it."""
    organisation = turn.world.organisation
    area = organisation.area_of(place) if place else None
    held = organisation.community_of(area.code) if area else None
    if held is not None:
        return held.code
    only = organisation.only_community()
    return only.code if only else None


def _where(turn: Turn, clerk: Clerk, asked: Asked, groups: list[ChatRow]) -> ChatRow | None:
    kind, _, what = asked.where.partition(":")
    if kind == "group":
        return next((row for row in groups if row.id == number_in(what)), None)
    known = {code for code, _ in _estates(turn, clerk)}
    return trying.somewhere(what) if kind == "place" and what in known else None


def _instant(turn: Turn, text: str) -> datetime:
    """The local time that was chosen; now where there is none, or one that nobody means."""
    try:
        local = datetime.fromisoformat(text)
        found = turn.world.calendar.instant(local.date(), local.time().replace(tzinfo=None))
    except (ValueError, OverflowError):
        return turn.now
    return found if abs(found - turn.now) < FARTHEST else turn.now


async def _told(turn: Turn, clerk: Clerk, found: Tried) -> dict[str, Any]:
    """Names of colleagues; of another community's none."""
    people = {said.person for said in found.workers}
    for one in found.tickets:
        people |= {one.owner, one.doer, *one.told, *one.copied}
        people |= {
            p for link in one.chain for post in link.posts for p in (post.person, post.deputy)
        }
    theirs = all(clerk.answers_for(one.community) for one in found.tickets)
    named = {person for person in people if person is not None}
    known = found.known or next((one.like for one in found.tickets if one.like), None)
    category = turn.world.catalogue.get(found.reading.category or "")
    said = {row.slug: row.said for row in turn.world.catalogue}
    return {
        "tried": found, "theirs": theirs, "said": said, "category": category,
        "names": await names_of(turn.session, named) if theirs else {},
        "areas": {area.code: area.name for area in turn.world.organisation.areas.values()},
        "place": turn.world.places.name_of, "zone": turn.world.calendar.local,
        "sees": known is not None and await listing.visible(turn.session, clerk.sight, known),
    }  # fmt: skip
