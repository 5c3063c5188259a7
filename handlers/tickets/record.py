"""The ticket's history: every act, by whom, from where, append-only."""

from enum import StrEnum
from typing import Any

from domain.privacy import mask
from domain.tickets.states import Part
from handlers import webhooks
from handlers.turn import Turn
from storage.tickets.tables import TicketEventRow, TicketRow


def record(
    turn: Turn,
    ticket: TicketRow,
    act: StrEnum,
    part: StrEnum,
    *,
    before: StrEnum | None = None,
    after: StrEnum | None = None,
    note: str = "",
    internal: bool = False,
    facts: dict[str, Any] | None = None,
) -> None:
    """Write down what was done to a ticket; `note` holds people's own words, masked.

    A wish has acts, parts and states of its own; `after` is where it stands then.
    """
    turn.session.add(
        TicketEventRow(
            ticket_id=ticket.id,
            at=turn.now,
            act=act.value,
            before=before.value if before else None,
            after=after.value if after else ticket.state,
            actor_id=None if part == Part.BOT else turn.actor,
            part=part.value,
            channel=turn.channel,
            note=mask(note),
            internal=internal,
            facts=facts or {},
        )
    )
    webhooks.tell(turn, ticket, act, before)
