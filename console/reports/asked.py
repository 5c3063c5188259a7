"""What a report is asked for: which days, whose community, and which part of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from console.clerks import Clerk
from domain.areas import Area, AreaKind
from domain.catalogue import Service
from domain.figures import LONGEST_DAYS, Period, Window, window
from domain.organisation import Organisation
from domain.pasted import CHANNEL
from domain.tickets.kinds import Kind
from domain.tickets.sources import BY_HAND, Source
from handlers.world import World
from storage.figures.scope import Scope

FIRST_YEAR, LAST_YEAR = 2000, 2999  # what calendars know
ONE_DAY = timedelta(days=1)
LONGEST_CODE = 60  # characters; of an area
NOBODY = "-"
KINDS = (Kind.COMPLAINT, Kind.HAZARD, Kind.WISH, Kind.QUESTION)
SOURCES = ("group", CHANNEL, "private", *BY_HAND, Source.SYSTEM)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that stands in a report's address."""

    window: str
    """One of the usual periods; empty where somebody named the days."""
    period: Period
    community: str = ""
    area: str = ""
    kind: str = ""
    group: str = ""
    category: str = ""
    service: str = ""
    source: str = ""
    owner: str = ""
    """Whose hands it is in now: a grid or a desk; `-` for nobody's."""
    as_asked: bool = True
    """Whether these are the days that were named: some are none, or too many."""

    @property
    def parts(self) -> dict[str, str]:
        """As an address says it."""
        days = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        when = {"window": self.window} if self.window else days
        names = ("community", "area", "kind", "group", "category", "service", "source", "owner")
        return {**when, **{name: getattr(self, name) for name in names if getattr(self, name)}}

    def query(self, **more: str) -> str:
        """The same, with something else or something less, as the end of an address."""
        wanted = {**self.parts, **more}
        if "first" in more:
            wanted.pop("window", None)
        return urlencode({name: value for name, value in wanted.items() if value})


def asked_of(
    request: Request, clerk: Clerk, world: World, now: datetime, *, usual: Window = Window.MONTH
) -> Asked:
    """What this address asks for; what makes no sense in it is left out.

    Raises:
        HTTPException: 404 for a community or area that is not this clerk's, as if there were none.

    """
    given, today = request.query_params, world.today(now)
    which, period = _period(given, today, usual)
    community, area = given.get("community", ""), given.get("area", "")
    mine = {held.code for held in communities_of(clerk, world.organisation)}
    if community and community not in mine:
        raise HTTPException(404)
    if area and area not in {a.code for a in grids_of(clerk, world.organisation, community)}:
        raise HTTPException(404)
    return Asked(
        which, period, community, area,
        kind=_one_of(given.get("kind", ""), KINDS),
        group=_one_of(given.get("group", ""), world.catalogue.groups),
        category=_one_of(given.get("category", ""), world.catalogue.names),
        service=_one_of(given.get("service", ""), tuple(Service)),
        source=_one_of(given.get("source", ""), SOURCES),
        owner=given.get("owner", "")[:LONGEST_CODE].replace("\0", ""),
        as_asked=bool(which == given.get("window")) or _named(given) <= _days_of(period),
    )  # fmt: skip


def _one_of(value: str, known: Mapping[str, str] | tuple[str, ...]) -> str:
    return value if value in known else ""


def _period(given: Mapping[str, str], today: date, usual: Window) -> tuple[str, Period]:
    first, last = _day(given.get("first", "")), _day(given.get("last", ""))
    which = given.get("window", "")
    if which in set(Window):
        return which, window(Window(which), today)
    if first is None and last is None:
        return usual.value, window(usual, today)
    first, last = first or last or today, last or max(first or today, today)
    first, last = min(first, last), max(first, last)
    return "", Period(max(first, last - (LONGEST_DAYS - 1) * ONE_DAY), last)


def _named(given: Mapping[str, str]) -> set[str]:
    return {given.get("first", ""), given.get("last", "")} - {""}


def _days_of(period: Period) -> set[str]:
    return {period.first.isoformat(), period.last.isoformat()}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def communities_of(clerk: Clerk, organisation: Organisation) -> list[Area]:
    """The communities whose figures are this clerk's to see, by code."""
    return sorted(clerk.communities_in(organisation), key=lambda area: area.code)


def grids_of(clerk: Clerk, organisation: Organisation, community: str = "") -> list[Area]:
    """The grids of one of these communities, or of all of them, by code."""
    mine = {area.code for area in communities_of(clerk, organisation)}
    wanted = {community} & mine if community else mine
    return sorted(
        (area for area in organisation.areas.values()
         if area.kind is AreaKind.GRID and _community(organisation, area) in wanted),
        key=lambda area: area.code,
    )  # fmt: skip


def _community(organisation: Organisation, area: Area) -> str | None:
    found = organisation.community_of(area.code)
    return found.code if found else None


def scope_of(asked: Asked, clerk: Clerk, world: World, now: datetime) -> Scope:
    """The tickets that are asked for, of those that are this clerk's to see."""
    start, end = instants(world, asked.period)
    everywhere = None if clerk.is_street else clerk.communities
    areas: set[str | None] | None = None
    if asked.area:
        areas = set(_inside(asked.area, world.organisation))
    if asked.owner:
        hands = set(_in_hands_of(asked.owner, world.organisation))
        areas = hands if areas is None else areas & hands
    matters = set(_matters(asked, world)) if asked.service or asked.category else None
    return Scope(
        start, end, now,
        communities=frozenset({asked.community}) if asked.community else everywhere,
        areas=None if areas is None else frozenset(areas),
        kind=asked.kind, group=asked.group, source=asked.source,
        categories=frozenset(matters) if matters is not None else None,
    )  # fmt: skip


def _matters(asked: Asked, world: World) -> Iterator[str]:
    for row in world.catalogue:
        fits = not asked.service or row.service == asked.service
        if fits and asked.category in ("", row.slug):
            yield row.slug


def _inside(code: str, organisation: Organisation) -> Iterator[str]:
    """An area and all within it."""
    for area in organisation.areas:
        if code in {held.code for held in organisation.chain(area)}:
            yield area


def grid_of(organisation: Organisation, code: str) -> str:
    """The grid that an area is part of; a community's desk is its own."""
    grids = (area.code for area in organisation.chain(code) if area.kind is AreaKind.GRID)
    return next(grids, code)


def _in_hands_of(owner: str, organisation: Organisation) -> Iterator[str | None]:
    yield None if owner == NOBODY else owner
    for area in organisation.areas:
        if grid_of(organisation, area) == owner:
            yield area


def instants(world: World, period: Period) -> tuple[datetime, datetime]:
    """From the first instant of a period to that after its last."""
    calendar = world.calendar
    end = calendar.instant(period.last + ONE_DAY, time())
    return calendar.instant(period.first, time()), end


def lately(scope: Scope, now: datetime, days: int) -> Scope:
    """The same tickets, of so many days until now."""
    return replace(scope, start=now - days * ONE_DAY, end=now + ONE_DAY)
