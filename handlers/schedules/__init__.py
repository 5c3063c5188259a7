"""What recurs: made in words or on a page, announced in time, changed for one date, answered when asked.

`announcing` makes each line once and answers whether it is on, `making` begins and changes a
schedule, `changing` decides about one date alone, `ahead` puts what is open before the person in charge,
`working_days` keeps the calendar, `words` reads what an officer writes in chat.
"""

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
