"""When points are shown, when they count, and when they can be spent (domain rules c.3)."""

from calendar import monthrange
from datetime import date, timedelta

from domain.calendar import Calendar
from domain.points.rules import Period

WINDOW_MONTHS = (3, 6, 9, 12)  # c.3: redemption once a quarter
WINDOW_OPENS = 21  # the day of the month; it closes with the month
PUBLIC_FROM = 3  # c.3: last month's entries are listed on the 3rd
PUBLIC_DAYS = 7  # natural days, effective on the eighth


def next_window(today: date) -> tuple[date, date]:
    """Find the redemption that is open today, or the next: 21st to last day of the quarter."""
    month = next(month for month in WINDOW_MONTHS if today.month <= month)
    opens = date(today.year, month, WINDOW_OPENS)
    return opens, opens.replace(day=monthrange(today.year, month)[1])


def publicity(day: date, calendar: Calendar) -> tuple[date, date]:
    """Tell when an act is listed in public, and from which day its points count.

    Listed on the 3rd of the next month (the next working day if that is a day off) for seven
    natural days; they count from the eighth.
    """
    third = (day.replace(day=1) + timedelta(days=31)).replace(day=PUBLIC_FROM)
    listed = third if calendar.is_working(third) else calendar.next_working(third)
    return listed, listed + timedelta(days=PUBLIC_DAYS)


def next_publicity(day: date, today: date, calendar: Calendar) -> tuple[date, date]:
    """The next list that an act of this day can still be on, and from when it counts then."""
    month = day
    found = publicity(month, calendar)
    while found[0] <= today:
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        found = publicity(month, calendar)
    return found


def span_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the period in which a day lies."""
    if period is Period.ONCE:
        return date.min, date.max
    if period is Period.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.month if period is Period.MONTH else (day.month - 1) // 3 * 3 + 1
    last = first if period is Period.MONTH else first + 2
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def lasts_until(day: date) -> date:
    """The last day on which points of this day can be spent: the end of the following year."""
    return date(day.year + 1, 12, 31)
