"""An officer's own announcements: previewed, sent once to each, confirmed, taken back.

`audience` finds whom it is for and who may speak to them, `sending` shows and sends it, `asking` reads
it in words, `reached` and `receipts` tell what became of it, `recalling` takes it back or mends it.
"""

from collections.abc import Awaitable, Callable

from handlers.announcements import recalling, receipts, sending
from handlers.announcements.asking import asked_in_words, pressed
from handlers.announcements.audience import (
    CHOICES,
    EVERYBODY,
    TO_GROUPS,
    NoAudience,
    audience_groups,
    of_these,
)
from handlers.announcements.sending import Draft, NothingToSay, announce
from handlers.turn import Turn
from storage.timers import TimerRow

FIRES: dict[str, Callable[[Turn, TimerRow], Awaitable[None]]] = {
    "announcement": sending.due,
    "announcement.receipts": receipts.due,
    **recalling.FIRES,
}

__all__ = [
    "CHOICES",
    "EVERYBODY",
    "FIRES",
    "TO_GROUPS",
    "Draft",
    "NoAudience",
    "NothingToSay",
    "announce",
    "asked_in_words",
    "audience_groups",
    "of_these",
    "pressed",
]
