"""The three lists (三张清单): what was collected in a period, and what has become of it.

What goes out of the office (print, file, picture) is made from the same, and holds nothing personal:
matters, places no closer than the estate, and how far they are. Private matters are only counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports.asked import Asked, asked_of, scope_of
from console.reports.figures import estate_of, offers
from domain.places import PlaceKind
from domain.rates import Share
from domain.tickets.kinds import Sensitivity
from domain.tickets.lists import COLLECTED, Stage, ThreeList
from handlers import schedules
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage.tickets import lists as stored
from storage.tickets.lists import Line
from storage.tickets.tables import TicketRow


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something stand at each stage."""

    stages: Mapping[Stage, int]

    @property
    def collected(self) -> int:
        return sum(self.stages.values())

    def __getitem__(self, stage: Stage) -> int:
        return self.stages.get(stage, 0)

    @property
    def share(self) -> Share:
        """How much of it is done."""
        return Share(self[Stage.DONE], self.collected)


@dataclass(frozen=True, slots=True)
class Item:
    """One matter in one estate, on one list. Both are empty for what is not told outside."""

    on: ThreeList
    matter: str
    estate: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Happy:
    """What made residents happy: a matter in an estate, and how often."""

    matter: str
    estate: str
    count: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Something that cannot be done now, with its reason and the day to look again."""

    matter: str
    estate: str
    grounds: str
    """The class of its reason; its words are the templates'."""
    review: date | None
    ticket: TicketView
    """For the office's own eyes."""


@dataclass(frozen=True, slots=True)
class Lists:
    """All that the page shows, and all that may go out."""

    whose: str
    made: datetime
    by_list: Mapping[ThreeList, Tally]
    total: Tally
    happy: int
    silent: int
    declined: int
    items: Sequence[Item]
    happiness: Sequence[Happy]
    paused: Sequence[Paused]
    activities: Sequence[tuple[str, int]]
    """What was held, and how often."""
    grounds: Mapping[str, int] = field(default_factory=dict)
    """Why things are suspended, and how many."""


async def index(request: Request, clerk: Clerk) -> Response:
    """The three lists of a period, each number with its tickets."""
    return await shown(request, clerk)


async def shown(request: Request, clerk: Clerk, refused: str = "") -> Response:
    """The page; with a sentence above it where something was refused."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        asked = asked_of(request, clerk, turn.world, turn.now)
        facts = offers(asked, clerk, turn.world) | {
            "found": await gathered(turn, asked, clerk), "lists": list(ThreeList),
            "collected": COLLECTED, "stages": list(Stage), "refused": refused,
        }  # fmt: skip
    return office.pages(request, "lists.html", facts, status=409 if refused else 200)


async def gathered(turn: Turn, asked: Asked, clerk: Clerk) -> Lists:
    """Everything on the lists of a period."""
    scope = scope_of(asked, clerk, turn.world, turn.now)
    lines = await stored.lines(turn.session, scope)
    by_list = {one: _tally(line for line in lines if line.on is one) for one in COLLECTED}
    paused = [_paused(turn, *pair) for pair in await stored.grounds(turn.session, scope)]
    return Lists(
        whose=_whose(turn, asked, clerk),
        made=turn.now,
        by_list=by_list,
        total=_tally(lines),
        happy=sum(line.happy for line in lines),
        silent=sum(line.silent for line in lines),
        declined=await stored.declined(turn.session, scope),
        items=_items(turn, lines),
        happiness=_happiness(turn, lines),
        paused=paused,
        activities=await _activities(turn, asked, scope.communities),
        grounds=Counter(one.grounds for one in paused),
    )


def _tally(lines: Any) -> Tally:
    found: Counter[Stage] = Counter()
    for line in lines:
        found[line.stage] += line.count
    return Tally(found)


def _whose(turn: Turn, asked: Asked, clerk: Clerk) -> str:
    """The community's name; of several, the street's."""
    areas = turn.world.organisation.areas
    codes = {asked.community} if asked.community else set(clerk.communities)
    if len(codes) == 1 and (not clerk.is_street or asked.community):
        return areas[codes.pop()].name
    streets = (p.name for p in turn.world.places if p.kind is PlaceKind.STREET)
    return next(streets, "")


def _told(turn: Turn, line: Line) -> tuple[str, str]:
    """Matter and estate as they may be told outside; of a private matter neither."""
    row = turn.world.catalogue.get(line.category)
    if line.private or row is None or row.sensitivity is not Sensitivity.NORMAL:
        return "", ""
    return row.said, estate_of(turn.world.places, line.place)


def _items(turn: Turn, lines: Sequence[Line]) -> list[Item]:
    """The most frequent first; what is only counted stands last on its list."""
    found: dict[tuple[ThreeList, str, str], Counter[Stage]] = {}
    for line in lines:
        found.setdefault((line.on, *_told(turn, line)), Counter())[line.stage] += line.count
    items = [Item(*key, Tally(stages)) for key, stages in found.items()]
    return sorted(
        items,
        key=lambda one: (COLLECTED.index(one.on), not one.matter, -one.tally.collected,
                         one.matter, one.estate),
    )  # fmt: skip


def _happiness(turn: Turn, lines: Sequence[Line]) -> list[Happy]:
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.happy:
            found[_told(turn, line)] += line.happy
    happy = [Happy(matter, estate, count) for (matter, estate), count in found.items()]
    return sorted(happy, key=lambda one: (not one.matter, -one.count, one.matter, one.estate))


def _paused(turn: Turn, ticket: TicketRow, grounds: str) -> Paused:
    hidden = Line(ThreeList.NEEDS, Stage.SUSPENDED, ticket.category, ticket.place,
                  ticket.sensitivity != Sensitivity.NORMAL, 0, 0, 1)  # fmt: skip
    matter, estate = _told(turn, hidden)
    review = turn.world.calendar.day_of(ticket.review_at) if ticket.review_at else None
    return Paused(matter, estate, grounds, review, view(turn, ticket))


async def _activities(
    turn: Turn, asked: Asked, communities: frozenset[str] | None
) -> list[tuple[str, int]]:
    """What was held until today."""
    days = asked.period.until(turn.world.today(turn.now))
    if days.first > turn.world.today(turn.now):
        return []
    held = await schedules.held(turn, communities, days.first, days.last)
    return Counter(schedule.name for schedule, _ in held).most_common()
