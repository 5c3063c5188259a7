"""Chat that somebody copied out of WeChat: who said what and when, and what of it is to be registered."""

from datetime import timedelta

from domain.pasted.lines import MOST_LINES, Copied, Line, Quote, TooMuchPasted, lines_of
from domain.pasted.matters import Matter, matters_of
from domain.pasted.names import shown_name, stands_by_name

CHANNEL = "wechat"
"""The channel of a ticket that was pasted: huying can write to nobody there."""

MARKS_KEPT = timedelta(days=14)
"""How long a line that was filed is known again: nobody copies a group's older talk."""
UNDO = timedelta(minutes=10)
"""How long what was filed can be taken back, as everywhere."""

__all__ = [
    "CHANNEL",
    "MARKS_KEPT",
    "MOST_LINES",
    "UNDO",
    "Copied",
    "Line",
    "Matter",
    "Quote",
    "TooMuchPasted",
    "lines_of",
    "matters_of",
    "shown_name",
    "stands_by_name",
]
