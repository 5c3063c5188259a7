"""A month of an estate on one sheet of A4, for the wall: what is held when, and a code to ask by."""

from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.grounds import grounds
from console.office import office_of
from console.posters import WEB, poster
from console.schedules import Says
from domain.schedules import occurrences
from handlers.schedules import shelf, standing
from handlers.turn import Turn
from storage.chats import ChatRow, bound_groups
from storage.schedules import ScheduleRow

MOST_LINES = 24  # of one sheet that is read from two steps away
MONTHS_ON = 12


async def show(request: Request, clerk: Clerk) -> Response:
    """The sheet of the month that is asked for, else of this one; what was called off is on it, too."""
    office, asked = office_of(request), request.query_params
    async with office.database.reading() as session:
        turn = await office.turn(session)
        around = grounds(clerk, turn.world.organisation)
        if not around:
            raise HTTPException(403)
        estate = next(
            (g.estate for g in around if g.estate.code == asked.get("estate")), around[0].estate
        )
        groups, changes = await bound_groups(session), await standing.changes(turn)
        known = (await shelf.near(turn, None)).values()
        mine = [one for one, row in known if _told_in(turn, row, estate.code, groups)]
    today = turn.world.today(turn.now)
    months = [_months_on(today.replace(day=1), n) for n in range(MONTHS_ON)]
    month = next((one for one in months if f"{one:%Y-%m}" == asked.get("month")), months[0])
    last = _months_on(month, 1) - timedelta(days=1)
    dates = [
        (schedule.on(one), one)
        for schedule in mine
        for one in occurrences(schedule, turn.world.calendar, month, last, changes.get(schedule.id))
        if month <= (one.actual or one.planned) <= last
    ]
    dates.sort(key=lambda pair: (pair[1].actual or pair[1].planned, pair[0].start))
    facts = {
        "clerk": clerk, "grounds": around, "estate": estate, "months": months, "month": month,
        "dates": dates[:MOST_LINES], "say": Says(turn, office.pages.locale_of(request)),
        "poster": poster(turn.world, estate.name, estate.code, WEB),
    }  # fmt: skip
    return office.pages(request, "month.html", facts)


def _months_on(first: date, months: int) -> date:
    ahead = first.year * 12 + first.month - 1 + months
    return date(ahead // 12, ahead % 12 + 1, 1)


def _told_in(turn: Turn, row: ScheduleRow, estate: str, groups: list[ChatRow]) -> bool:
    """Whether people of this estate are told of it."""
    organisation, places = turn.world.organisation, turn.world.places
    of_group = {group.code: group.place for group in groups}
    area = organisation.area_of(estate)
    community = places.community_of(estate)
    above = {held.code for held in organisation.chain(area.code)} if area else set()
    above |= {community.code} if community else set()
    inside = {
        held.code for place in places.within(estate)
        if (covering := organisation.area_of(place.code)) is not None
        for held in organisation.chain(covering.code)
    }  # fmt: skip
    for code in row.audience:
        place = of_group.get(code) or code
        near = places.get(place) is not None and (
            places.covers(place, estate) or places.covers(estate, place)
        )
        if code == standing.ANY or near or code in above | inside:
            return True
    return False
