"""The tickets behind a number of a report: exactly those that it counts."""

from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.reports.asked import Asked, asked_of, lately, scope_of
from console.reports.figures import HOT_DAYS, spot_of
from console.seen import on_record
from domain.figures import Measure
from domain.tickets.lists import Stage, ThreeList
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.figures import behind, counting
from storage.figures.behind import Query
from storage.figures.scope import DUE, Scope

TOPIC, LIST = "topic", "list"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Named:
    """Which number was opened: a measure, a hot topic, or a stage of one of the three lists."""

    of: str
    place: str = ""
    on: ThreeList | None = None
    stage: Stage | None = None

    @property
    def due(self) -> bool:
        """Whether it is of what was due in the period, or of what was registered."""
        return self.of in set(DUE)

    @property
    def parts(self) -> dict[str, str]:
        """As an address says it."""
        on, stage = self.on or (ANY if self.of == LIST else ""), self.stage or ""
        return {"of": self.of, "place": self.place, "on": on, "stage": stage}


async def index(request: Request, clerk: Clerk) -> Response:
    """A page of them; the number stands above, and is the one that was pressed."""
    office = office_of(request)
    before = number_in(request.query_params.get("before", ""))
    async with office.database.reading() as session:
        turn = await office.turn(session)
        asked, named = asked_of(request, clerk, turn.world, turn.now), _named(request)
        query = await _query(turn, asked, named, scope_of(asked, clerk, turn.world, turn.now))
        count = await behind.count(session, query)
        rows = await behind.page(session, query, due=named.due, before=before)
        more = rows[behind.PAGE - 1].id if len(rows) > behind.PAGE else None
        rows = rows[: behind.PAGE]
        world = turn.world
        facts = {
            "clerk": clerk, "asked": asked, "named": named, "count": count, "now": turn.now,
            "tickets": [view(turn, row) for row in rows],
            "place": world.places.name_of(named.place) if named.place else "",
            "areas": {area.code: area.name for area in world.organisation.areas.values()},
            "said": {row.slug: row.said for row in world.catalogue},
            "back": asked.query(category="", source="", owner=""),
            "more": asked.query(**named.parts, before=str(more)) if more else "",
        }  # fmt: skip
    await on_record(office, clerk, rows)
    return office.pages(request, "figures_behind.html", facts)


def _named(request: Request) -> Named:
    given = request.query_params
    of, on, stage = given.get("of", ""), given.get("on", ""), given.get("stage", "")
    if of == LIST:
        return Named(
            of,
            on=ThreeList(on) if on in set(ThreeList) else None,
            stage=Stage(stage) if stage in set(Stage) else None,
        )
    if of == TOPIC:
        return Named(of, place=given.get("place", "")[:200].replace("\0", ""))
    if of not in set(Measure):
        raise HTTPException(404)
    return Named(of)


async def _query(turn: Turn, asked: Asked, named: Named, scope: Scope) -> Query:
    if named.of == LIST:
        return behind.of_list(scope, named.on, named.stage)
    if named.of != TOPIC:
        return behind.of_measure(scope, Measure(named.of))
    recent = lately(scope, turn.now, HOT_DAYS)
    same = {
        topic.place
        for topic in await counting.topics(turn.session, recent)
        if topic.category == asked.category
        and spot_of(turn.world.places, topic.place or "") == named.place
    }
    return behind.of_topic(replace(recent, places=frozenset(same)))
