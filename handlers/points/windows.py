"""When a community's shop gives out goods: the usual days of a quarter, or those that somebody has set."""

from datetime import date, timedelta

from domain.points.orders import LONGEST_WINDOW, Window, next_quarter, quarter_of, usual_window
from domain.refusals import Refusal
from handlers.turn import Turn
from storage.points import orders
from storage.points.orders import WindowRow

ONE_DAY = timedelta(days=1)
LONGEST = 60  # characters of hours and place


class NotAWindow(Refusal):
    """A window's days are missing, run backwards, are over, or are too many."""


class WindowsMeet(Refusal):
    """The days belong to another quarter, or run into the window before or after."""


async def window_of(turn: Turn, community: str, quarter: date) -> Window:
    """The window of this quarter."""
    return _window(await orders.windows(turn.session, community), quarter)


async def window_next(turn: Turn, community: str) -> Window:
    """The window that is open today, or the next one."""
    return (await ahead(turn, community, 1))[0]


async def ahead(turn: Turn, community: str, number: int) -> list[Window]:
    """The next windows of a community, that of today first."""
    today = turn.world.today(turn.now)
    rows = await orders.windows(turn.session, community)
    found: list[Window] = []
    # One that was put off may still be open in the quarter that follows.
    quarter = quarter_of(quarter_of(today) - ONE_DAY)
    while len(found) < number:
        window = _window(rows, quarter)
        if window.closes >= today:
            found.append(window)
        quarter = next_quarter(quarter)
    return found


def _window(rows: list[WindowRow], quarter: date) -> Window:
    """What was set for a quarter; hours and place are those that were set last before it."""
    before = [row for row in rows if row.quarter <= quarter]
    if before and before[-1].quarter == quarter:
        row = before[-1]
        return Window(quarter, row.opens, row.closes, row.hours, row.place)
    usual = usual_window(quarter)
    said = before[-1] if before else None
    return Window(
        quarter, usual.opens, usual.closes, said.hours if said else "", said.place if said else ""
    )


async def set_window(
    turn: Turn, community: str, quarter: date, opens: date, closes: date, hours: str, place: str
) -> None:
    """Set when and where a community gives out its goods in a quarter.

    Raises:
        NotAWindow: The days cannot be meant.
        WindowsMeet: One begins when the one before is over, and is over when the next one begins.

    """
    today, quarter = turn.world.today(turn.now), quarter_of(quarter)
    if not opens <= closes <= opens + LONGEST_WINDOW or closes < today:
        raise NotAWindow
    rows = await orders.windows(turn.session, community)
    before = _window(rows, quarter_of(quarter - ONE_DAY))
    after = _window(rows, next_quarter(quarter))
    if not (before.closes < opens and quarter <= opens and closes < after.opens):
        raise WindowsMeet(since=max(quarter, before.closes + ONE_DAY), until=after.opens - ONE_DAY)
    await orders.set_window(
        turn.session, community=community, quarter=quarter, opens=opens,
        closes=closes, hours=hours.strip()[:LONGEST], place=place.strip()[:LONGEST],
    )  # fmt: skip
    turn.note("shop.window", f"shop/{community}", quarter=str(quarter), opens=str(opens))
