"""When points are shown, when they count, and when they can be spent (domain rules c.3)."""

from calendar import monthrange
from datetime import date, timedelta

from domain.calendar import Calendar

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
