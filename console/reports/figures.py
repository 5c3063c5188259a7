"""The figures page: what a period's work came to, and the tickets behind every number."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports.asked import (
    KINDS,
    NOBODY,
    Asked,
    asked_of,
    communities_of,
    grid_of,
    grids_of,
    lately,
    scope_of,
)
from domain.catalogue import Service, group_of
from domain.figures import (
    USUAL,
    Grain,
    Measure,
    Period,
    Report,
    Window,
    cut,
    grain_of,
    percentile,
    report,
)
from domain.places import PlaceKind, Places
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from handlers.world import World
from storage.figures import counting
from storage.figures.counting import Pile, Topic
from storage.figures.scope import Scope

BEHIND = "/console/figures/behind"
HOT_DAYS = 30
HOT_HOMES = 2
"""From so many households on it is a topic."""
MOST_TOPICS = 10
MIDDLE, SLOWEST = 50, 90
"""The median, and the time within which nine of ten are served."""
CLOSE_PLACES = (PlaceKind.UNIT, PlaceKind.ROOM)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, and of the chart that is drawn from it."""

    name: str
    count: int
    behind: str
    """The end of the address at which its tickets are listed."""
    day: date | None = None
    """Of a line of time: its first day."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, in minutes."""

    middle: int | None
    slowest: int | None
    of: int


@dataclass(frozen=True, slots=True)
class HotTopic:
    """A matter that several households voiced at one place."""

    place: str
    estate: str
    """All that is told outside the office."""
    matter: str
    households: int
    tickets: int
    behind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page, its print and its workbook show."""

    counted: Mapping[Measure, int]
    rates: Report
    contact: Taken
    finish: Taken
    grain: Grain
    splits: Mapping[str, Sequence[Line]]
    """By time, first level, matter, area, source, kind and service."""
    topics: Sequence[HotTopic]
    clusters: Sequence[TicketView]


async def index(request: Request, clerk: Clerk) -> Response:
    """A period's figures, for the communities that are this clerk's."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        asked = asked_of(request, clerk, turn.world, turn.now)
        found = await gathered(turn, asked, clerk)
        facts = offers(asked, clerk, turn.world) | {"found": found, "weights": USUAL}
    return office.pages(request, "figures.html", facts)


def offers(asked: Asked, clerk: Clerk, world: World) -> dict[str, Any]:
    """What the form above a report lets one choose."""
    organisation = world.organisation
    return {
        "clerk": clerk, "asked": asked, "windows": list(Window),
        "communities": communities_of(clerk, organisation),
        "grids": grids_of(clerk, organisation, asked.community),
        "groups": world.catalogue.groups, "kinds": KINDS,
        "said": {row.slug: row.said for row in world.catalogue},
        "areas": {area.code: area.name for area in organisation.areas.values()},
        "behind": _behind(asked),
    }  # fmt: skip


def _behind(asked: Asked) -> Callable[[str], str]:
    """Leads from a number to its tickets."""
    return lambda of: f"{BEHIND}?{asked.query(of=of)}"


async def gathered(turn: Turn, asked: Asked, clerk: Clerk) -> Figures:
    """All figures that are asked for, in a handful of questions."""
    session, scope = turn.session, scope_of(asked, clerk, turn.world, turn.now)
    counted = await counting.counted(session, scope)
    recent = lately(scope, turn.now, HOT_DAYS)
    topics = await counting.topics(session, recent)
    return Figures(
        counted=counted,
        rates=report(counted),
        contact=await _taken(session, scope, Measure.CONTACTED),
        finish=await _taken(session, scope, Measure.DONE),
        grain=grain_of(asked.period),
        splits={
            "time": _by_time(turn, asked, await counting.times(session, scope)),
            **_splits(asked, turn.world, await counting.piles(session, scope)),
        },
        topics=_hot(turn.world, asked, topics),
        clusters=[view(turn, row) for row in await counting.clusters(session, recent)],
    )


async def _taken(session: AsyncSession, scope: Scope, measure: Measure) -> Taken:
    counts = await counting.minutes(session, scope, measure)
    return Taken(percentile(counts, MIDDLE), percentile(counts, SLOWEST), sum(counts.values()))


def _by_time(turn: Turn, asked: Asked, times: Iterable[tuple[datetime, int]]) -> list[Line]:
    """Each day, week or month of the period until today, also those on which nothing was said."""
    days: Counter[date] = Counter()
    for moment, count in times:
        days[turn.world.calendar.day_of(moment)] += count
    lines = []
    for part in cut(asked.period.until(turn.world.today(turn.now))):
        inside = sum(count for day, count in days.items() if part.first <= day <= part.last)
        called = _called(part, grain_of(asked.period))
        lines.append(Line(called, inside, _days(asked, part), part.first))
    return lines


def _called(part: Period, grain: Grain) -> str:
    if grain is Grain.MONTH:
        return part.first.strftime("%Y-%m")
    return part.first.strftime("%m-%d")


def _days(asked: Asked, part: Period) -> str:
    return asked.query(
        of=Measure.REGISTERED, first=part.first.isoformat(), last=part.last.isoformat()
    )


def _splits(asked: Asked, world: World, piles: Sequence[Pile]) -> dict[str, list[Line]]:
    """The same tickets, split in every way that is asked about."""
    matters = world.catalogue

    def by(name: str, key: Callable[[Pile], str], order: Sequence[str] = ()) -> list[Line]:
        found: Counter[str] = Counter(dict.fromkeys(order, 0))
        for pile in piles:
            found[key(pile)] += pile.count
        named = found.items() if order else found.most_common()
        return [
            Line(value, count, asked.query(of=Measure.REGISTERED, **{name: value}))
            for value, count in named
            if count or order
        ]

    def service(pile: Pile) -> str:
        row = matters.get(pile.category)
        return row.service.value if row else Service.LIVING.value

    return {
        "group": by("group", lambda pile: group_of(pile.category)),
        "category": by("category", lambda pile: pile.category),
        "area": _by_area(asked, world, piles),
        "source": by("source", lambda pile: pile.source),
        "kind": by("kind", lambda pile: pile.kind, [kind.value for kind in KINDS]),
        "service": by("service", service, [one.value for one in Service]),
    }


def _by_area(asked: Asked, world: World, piles: Sequence[Pile]) -> list[Line]:
    """In the order of the map, never of the numbers: nobody is ranked."""
    found: Counter[str] = Counter()
    for pile in piles:
        found[grid_of(world.organisation, pile.area) if pile.area else NOBODY] += pile.count
    return [
        Line(code, count, asked.query(of=Measure.REGISTERED, owner=code))
        for code, count in sorted(found.items())
    ]


def spot_of(places: Places, code: str) -> str:
    """The building or public place where something is: never the flat."""
    wide = (place.code for place in places.ancestors(code) if place.kind not in CLOSE_PLACES)
    return next(wide, code)


def estate_of(places: Places, code: str | None) -> str:
    """The estate's name, and nothing closer; empty where it lies in none."""
    estate = places.estate_of(code) if code else None
    return estate.name if estate else ""


def _hot(world: World, asked: Asked, topics: Iterable[Topic]) -> list[HotTopic]:
    """The places and matters with most households, flats taken together by building."""
    homes: Counter[tuple[str, str]] = Counter()
    tickets: Counter[tuple[str, str]] = Counter()
    for topic in topics:
        where = spot_of(world.places, topic.place or "")
        homes[where, topic.category] += topic.households
        tickets[where, topic.category] += topic.tickets
    found = sorted(
        (key for key, count in homes.items() if count >= HOT_HOMES),
        key=lambda key: (-homes[key], -tickets[key], key),
    )
    return [
        HotTopic(
            world.places.name_of(place), estate_of(world.places, place), _said(world, category),
            homes[place, category], tickets[place, category],
            asked.query(of="topic", place=place, category=category),
        )
        for place, category in found[:MOST_TOPICS]
    ]  # fmt: skip


def _said(world: World, category: str) -> str:
    row = world.catalogue.get(category)
    return row.said if row else category
