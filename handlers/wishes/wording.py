"""A wish in public words: proposed by huying, changed by people, looked through before it is shown."""

from collections.abc import Collection

from domain.privacy import mask
from domain.wishes.public import Problem, problems, wanted
from handlers.turn import Turn
from handlers.wishes.views import WishView, wish_view
from storage import wishes
from storage.points.households import heads_of
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow


def propose(turn: Turn, ticket: TicketRow) -> str:
    """What could be told to volunteers; where the words give somebody away, just the matter's name."""
    category = turn.world.catalogue.get(ticket.category)
    said = category.said if category else ""
    return turn.words("wishes/public", what=wanted(ticket.text), said=said)


def tidy(words: str) -> str:
    """Somebody's own words as they are kept: one line, numbers masked."""
    return mask(" ".join(words.split()))


async def looked_through(turn: Turn, wish: WishRow, text: str) -> tuple[Problem, ...]:
    """What would give the wisher away; the head of their household is a name that huying knows."""
    kind, _, code = wish.holder.partition("/")
    names = await heads_of(turn.session, code) if kind == "household" else []
    return problems(text, names)


async def listed(turn: Turn, numbers: Collection[int]) -> list[WishView]:
    """Wishes to choose from."""
    rows = await wishes.with_tickets(turn.session, numbers)
    return [wish_view(ticket, wish) for ticket, wish in rows]
