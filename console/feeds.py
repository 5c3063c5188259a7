"""What recurs in an area, as a calendar to subscribe to: public, as the lines in the groups are."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.office import office_of
from domain.schedules import occurrences
from domain.schedules.feed import Event, calendar_of
from handlers.schedules import shelf, standing

BACK, AHEAD = timedelta(days=31), timedelta(days=370)
MOST_EVENTS = 2000


async def area(request: Request) -> Response:
    """The feed of one area: what its community or any of its groups is told of."""
    office, code = office_of(request), request.path_params["code"]
    async with office.database.reading() as session:
        turn = await office.turn(session)
        organisation = turn.world.organisation
        held = organisation.areas.get(code)
        community = organisation.community_of(code)
        if held is None or community is None:
            raise HTTPException(404)
        kept = await shelf.near(turn, [community.code])
        known, changes = [one for one, _ in kept.values()], await standing.changes(turn, kept)
    today = turn.world.today(turn.now)
    events = [
        Event(schedule, one, turn.words("schedules/feed", schedule=schedule, occurrence=one))
        for schedule in known
        for one in occurrences(
            schedule, turn.world.calendar, today - BACK, today + AHEAD, changes.get(schedule.id)
        )
    ]
    text = calendar_of(held.name, events[:MOST_EVENTS], turn.world.calendar, turn.now)
    return Response(text, media_type="text/calendar; charset=utf-8")
