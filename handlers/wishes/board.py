"""Wishes on offer: one message to each volunteer of the community, and none left to press in vain."""

from datetime import timedelta

from domain.messages import Op, Priority
from domain.wishes.states import WishState
from handlers.turn import Asking, Offer, Turn
from handlers.wishes.parts import helpers
from handlers.wishes.views import wish_view
from storage import outbox, questions, wishes
from storage.outbox import SendState
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

OFFERED, MOMENT = "wish_offered", "wishes/board"
ON_OFFER = timedelta(days=60)  # longer than any wish is on offer; taking it down closes it


async def post(turn: Turn, ticket: TicketRow, wish: WishRow, *, but: int | None = None) -> None:
    """Offer a wish to volunteers and party members of the community, in private."""
    wish.round += 1
    people = [person for person in helpers(turn, ticket) if person != but]
    await turn.invite(
        people, MOMENT, start=_start(ticket, wish),
        offer=Offer("wishes.claim", {"ticket": ticket.id}),
        asking=Asking(OFFERED, ticket=ticket.id, by_words=True, lasts=ON_OFFER),
        wish=wish_view(ticket, wish),
    )  # fmt: skip


def _start(ticket: TicketRow, wish: WishRow) -> str:
    return f"wish/{ticket.id}/{wish.round}/"


async def take_down(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """It is on offer no longer: the messages say so, and those that had not left yet never do."""
    start = _start(ticket, wish)
    await questions.close_about(turn.session, ticket.id, OFFERED, turn.now)
    await wishes.offer_no_more(turn.session, ticket.id, start)
    claimed = wish.state == WishState.CLAIMED.value
    text = turn.words(
        "wishes/board_taken" if claimed else "wishes/board_closed", wish=wish_view(ticket, wish)
    )
    await outbox.put_all(
        turn.session,
        [
            {
                "key": f"{turn.event}/edit/{row.key}", "channel": row.channel, "chat": row.chat,
                "thread": row.thread, "group": False, "op": Op.EDIT.value,
                "text": row.text if row.person_id == wish.claimer_id else text,
                "priority": int(Priority.BROADCAST), "moment": "edit", "choices": [],
                "target_key": row.key, "not_before": turn.now, "created_at": turn.now,
                "state": SendState.WAITING.value, "why": "",
            }
            for row in await wishes.offered(turn.session, ticket.id, start)
        ],
    )  # fmt: skip
