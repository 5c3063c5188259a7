"""What templates may know of a wish. Volunteers are shown this alone, never the ticket."""

from dataclasses import dataclass
from datetime import datetime

from storage.tickets.tables import TicketRow
from storage.wishes import WishRow


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish as anybody may see it: no place, no words of the wisher but those they agreed to."""

    id: int
    number: str
    state: str
    text: str
    confirmed: bool
    round: int
    by_proxy: bool
    due: datetime
    """Until when somebody may fulfil it; then an officer acts."""
    reason: str
    words: str
    thanks: str


def wish_view(ticket: TicketRow, wish: WishRow) -> WishView:
    """A wish's facts at this moment."""
    same = ("state", "text", "confirmed", "round", "by_proxy", "reason", "words", "thanks")
    return WishView(
        id=ticket.id,
        number=f"{ticket.id:04d}",
        due=ticket.finish_by,
        **{name: getattr(wish, name) for name in same},
    )
