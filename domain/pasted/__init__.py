"""Chat that somebody copied out of WeChat: who said what and when, and what of it is to be registered."""

from domain.pasted.lines import MOST_LINES, Copied, Line, Quote, TooMuchPasted, lines_of
from domain.pasted.matters import Matter, matters_of
from domain.pasted.names import shown_name, stands_by_name

CHANNEL = "wechat"
"""The channel of a ticket that was pasted: huying can write to nobody there."""

__all__ = [
    "CHANNEL",
    "MOST_LINES",
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
