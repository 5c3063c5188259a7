"""The board in the community's hall: read from afar, by anybody, with nobody in it.

Only counts leave the database for it: no place, no word, no number of a ticket. Sensitive matters are not
even counted, and what is rare is counted with the rest, so that no single matter points at somebody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.office import office_of
from console.reports.asked import instants
from domain.areas import AreaKind
from domain.catalogue import group_of
from domain.figures import Measure, Period, Report, Window, report, window
from domain.places import PlaceKind
from domain.schedules import Schedule
from handlers import schedules
from handlers.turn import Turn
from storage.figures import counting, standing
from storage.figures.scope import Scope

RARE = 3
"""What is open less often than this is counted among the others."""
MOST_GROUPS, MOST_DATES = 8, 6  # lines that can be read from the other end of a hall
OTHERS = ""


@dataclass(frozen=True, slots=True)
class Board:
    """All that hangs in the hall."""

    whose: str
    made: datetime
    registered: int
    done: int
    """Both of today."""
    rates: Report
    """Of this month until now."""
    open_by: Sequence[tuple[str, int]]
    """By the catalogue's first level; the rare ones together stand last, without a name."""
    open: int
    wishes: int
    week: Sequence[tuple[Schedule, datetime]]
    """What is still held this week, and when it begins."""
    suspended: Mapping[str, int]


async def show(request: Request) -> Response:
    """The board of one community; of the only one, or of the whole street, where none is named."""
    office, community = office_of(request), request.query_params.get("community", "")
    async with office.database.reading() as session:
        turn = await office.turn(session)
        if community and community not in _communities(turn):
            raise HTTPException(404)

        async def reckoned() -> Board:
            return await gathered(turn, community)

        found = await office.boards.get(community, turn.now, reckoned)
    facts = {"clerk": None, "found": found, "community": community}
    answer = office.pages(request, "board.html", facts)
    answer.headers["Cache-Control"] = "public, max-age=30"
    return answer


def _communities(turn: Turn) -> dict[str, str]:
    areas = turn.world.organisation.areas.values()
    return {area.code: area.name for area in areas if area.kind is AreaKind.COMMUNITY}


async def gathered(turn: Turn, community: str) -> Board:
    """Everything on it, in a few cheap questions."""
    session, today = turn.session, turn.world.today(turn.now)
    day = _scope(turn, community, Period(today, today))
    month = _scope(turn, community, window(Window.MONTH, today))
    registered = await counting.counted(session, day)
    waiting = await standing.open_by_category(session, day)
    return Board(
        whose=_whose(turn, community),
        made=turn.now,
        registered=registered[Measure.REGISTERED],
        done=await standing.closed(session, day),
        rates=report(await counting.counted(session, month)),
        open_by=by_group(waiting),
        open=sum(waiting.values()),
        wishes=await standing.on_offer(session, day),
        week=await _week(turn, community, today),
        suspended=await standing.suspended(session, day),
    )


def _scope(turn: Turn, community: str, period: Period) -> Scope:
    only = frozenset({community}) if community else None
    return Scope(*instants(turn.world, period), turn.now, communities=only)


def by_group(open_by_category: Mapping[str, int]) -> list[tuple[str, int]]:
    """By first level, the most first; what is rare, or more than fits, is one line at the end."""
    groups: Counter[str] = Counter()
    for category, count in open_by_category.items():
        groups[group_of(category)] += count
    shown = [(name, count) for name, count in groups.most_common(MOST_GROUPS) if count >= RARE]
    others = sum(groups.values()) - sum(count for _, count in shown)
    return [*shown, (OTHERS, others)] if others else shown


async def _week(turn: Turn, community: str, today: date) -> list[tuple[Schedule, datetime]]:
    last = window(Window.WEEK, today).last
    only = {community} if community else None
    held = await schedules.held(turn, only, today, last)
    at = turn.world.calendar.instant
    return [(schedule, at(day, schedule.start)) for schedule, day in held[:MOST_DATES]]


def _whose(turn: Turn, community: str) -> str:
    names = _communities(turn)
    if community:
        return names[community]
    streets = (place.name for place in turn.world.places if place.kind is PlaceKind.STREET)
    return next(iter(names.values())) if len(names) == 1 else next(streets, "")
