"""What every step of a wish has in common: one move of its table, its ticket beside it, its dates."""

from typing import Any

from domain.tickets.states import State
from domain.wishes.states import (
    LIVE_WISHES,
    MIRROR,
    WishAct,
    WishPart,
    WishState,
    advance,
)
from handlers.tickets.record import record
from handlers.turn import Turn
from handlers.wishes import dates
from handlers.wishes.parts import parts, the_wish
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

ORDER = (
    WishPart.WISHER, WishPart.CLAIMER, WishPart.OFFICER, WishPart.OWNER, WishPart.VOLUNTEER,
)  # fmt: skip


async def step(
    turn: Turn, ticket: TicketRow, act: WishAct, *, note: str = "", by_huying: bool = False,
    facts: dict[str, Any] | None = None, **given: Any,
) -> WishRow:  # fmt: skip
    """Take one step of the table, on record; ticket and dates go along.

    `by_huying` where it follows by itself from what somebody else did.
    """
    wish = await the_wish(turn, ticket)
    mine = frozenset({WishPart.BOT}) if by_huying else await parts(turn, ticket)
    before = WishState(wish.state)
    stand(turn, ticket, wish, advance(before, act, mine, **given))
    record(turn, ticket, act, leading(mine), before=before, after=WishState(wish.state), note=note,
           facts=facts)  # fmt: skip
    if wish.state != before.value or act is WishAct.PROGRESS:
        await dates.set_dates(turn, ticket, wish)
    return wish


def leading(mine: frozenset[WishPart]) -> WishPart:
    """As what somebody acts who is several things to a wish."""
    return next((part for part in ORDER if part in mine), WishPart.BOT)


def stand(turn: Turn, ticket: TicketRow, wish: WishRow, state: WishState) -> None:
    """Let wish and ticket stand where they stand now; an end frees the place for the next wish."""
    wish.state = state.value
    ticket.state, ticket.version = MIRROR[state].value, ticket.version + 1
    over = state not in LIVE_WISHES
    wish.ended_at = (wish.ended_at or turn.now) if over else None
    ticket.closed_at = wish.ended_at
    if over:
        wish.slot, wish.meet = None, ""
    if ticket.state != State.CLOSED.value:
        ticket.closed_by, ticket.outcome = None, None
