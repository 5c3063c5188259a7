"""What recurs: made in words or on a page, announced in time, changed for one date, answered when asked.

`announcing` plans each line and answers whether it is on, `telling` makes the lines, `after` the one when
it is over, `making` begins and changes a schedule, `changing` decides about one date alone, `ahead` puts
what is open before the person in charge, `working_days` keeps the calendar, `words` reads what an officer
writes in chat.
"""

from handlers.schedules.after import due as after_due
from handlers.schedules.announcing import (
    again_due,
    answer,
    answered,
    dates_of,
    due,
    held,
    plan,
    plan_due,
    sign_up_later,
    words_for,
)

__all__ = [
    "after_due",
    "again_due",
    "answer",
    "answered",
    "dates_of",
    "due",
    "held",
    "plan",
    "plan_due",
    "sign_up_later",
    "words_for",
]
