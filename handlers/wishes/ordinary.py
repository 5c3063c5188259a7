"""What the steps of an ordinary ticket mean for a wish: its own step, or a sentence that says no."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from domain.wishes.states import WishPart
from handlers.turn import Turn
from handlers.wishes import verbs
from handlers.wishes.parts import parts
from storage.tickets.tables import TicketRow

P = ParamSpec("P")
Verb = Callable[Concatenate[Turn, TicketRow, P], Coroutine[Any, Any, None]]


def unless_a_wish(of_a_wish: Verb[P]) -> Callable[[Verb[P]], Verb[P]]:
    """A verb that does the wish's own step where the ticket is a wish."""

    def made(own: Verb[P]) -> Verb[P]:
        @wraps(own)
        async def either(
            turn: Turn, ticket: TicketRow, /, *args: P.args, **given: P.kwargs
        ) -> None:
            await (of_a_wish if ticket.wish else own)(turn, ticket, *args, **given)

        return either

    return made


async def solve(
    turn: Turn,
    ticket: TicketRow,
    *,
    words: str = "",
    rated: bool = False,  # noqa: ARG001
) -> None:
    """It came: by the wisher's word, or by an officer's check."""
    by_wisher = WishPart.WISHER in await parts(turn, ticket)
    await (verbs.came if by_wisher else verbs.check)(turn, ticket, words=words)


async def partly(turn: Turn, ticket: TicketRow, *, missing: str = "") -> None:
    """Something is missing: it has not come yet."""
    await verbs.not_arrived(turn, ticket, words=missing)


async def decline(
    turn: Turn,
    ticket: TicketRow,
    *,
    reason: str,
    moment: str = "",  # noqa: ARG001
) -> None:
    """It is none for volunteers, in an officer's own words."""
    await verbs.unfit(turn, ticket, verbs.OTHER, reason)
