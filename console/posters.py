"""Posters for houses and stations: scan, and the chat opens with the place known."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.grounds import Ground, grounds
from console.office import office_of
from handlers import people, posters
from handlers.world import World
from storage import services

SIZES = ("one", "four", "nine")
"""How many hang on a page of A4: a door's own, a lift's, and stickers."""
WEB, TELEGRAM = "web", "telegram"
MOST = 120  # posters at once; a larger estate is printed house by house


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster: where it hangs, and the code to scan."""

    title: str
    """A station's name; else the place's."""
    place: str
    link: str
    picture: Markup


async def index(request: Request, clerk: Clerk) -> Response:
    """Choose an estate and a size; the rest of the page is what is printed."""
    office, asked = office_of(request), request.query_params
    async with office.database.reading() as session:
        turn = await office.turn(session)
        around = grounds(clerk, turn.world.organisation)
        stations = await services.stations(session)
    if not around:
        raise HTTPException(403)
    ground = next((one for one in around if one.estate.code == asked.get("estate")), around[0])
    bot = turn.world.deployment.bot_name is not None
    to = TELEGRAM if bot and asked.get("to") == TELEGRAM else WEB
    hung = _hung(turn.world, ground, {row.name: row.place for row in stations})
    place = asked.get("place", "")
    chosen = [one for one in hung if place in ("", one[1])][:MOST]
    facts = {
        "clerk": clerk, "grounds": around, "ground": ground, "bot": bot, "to": to, "hung": hung,
        "place": place if any(place == one[1] for one in hung) else "",
        "size": asked["size"] if asked.get("size") in SIZES else SIZES[0],
        "posters": [poster(turn.world, title, code, to) for title, code in chosen],
        "at_home": _at_home(turn.world.deployment.public_url) and to == WEB,
    }  # fmt: skip
    return office.pages(request, "posters.html", facts)


def _hung(world: World, ground: Ground, stations: dict[str, str]) -> list[tuple[str, str]]:
    """What of an estate may have a poster: its houses and spots by name, and the stations in it."""
    shown = [(world.places.name_of(place.code), place.code) for place in ground.inner]
    inside = {code for _, code in shown} | {ground.estate.code}
    found = [
        (name, code) for name, code in stations.items()
        if world.places.covers(ground.estate.code, code) and code in inside
    ]  # fmt: skip
    return [*found, (ground.estate.name, ground.estate.code), *shown]


def poster(world: World, title: str, place: str, to: str) -> Poster:
    """The poster of one place."""
    code = posters.code_of(world, place)
    link = people.bot_link(world.deployment, code) if to == TELEGRAM else None
    link = link or people.web_link(world.deployment, code)
    return Poster(title, world.places.name_of(place), link, code_picture(link))


def code_picture(words: str) -> Markup:
    """Words as a code to scan."""
    # Level M: a corner that is torn or written on does not matter.
    made = segno.make(words, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(made)  # noqa: S704 - made here


def _at_home(address: str) -> bool:
    """Whether only this very machine can open an address."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")
