"""Where somebody hears what became of their words: in private where that is open, else on the spot."""

from typing import Any

from domain.messages import Op
from handlers.tickets.asking import acknowledge
from handlers.turn import Turn
from storage.people import address_of


async def hear(
    turn: Turn, moment: str, subject: object, *, more: dict[str, Any], **facts: Any
) -> None:
    """Tell whoever spoke or pressed; a group is not disturbed where the private chat is open."""
    if turn.in_group and turn.said.press_id:
        words = turn.words(moment, **facts)
        await turn.do(
            Op.ANSWER, turn.said.where, target=turn.said.press_id, moment=moment, text=words
        )
    if not turn.in_group:
        await turn.reply(moment, subject=subject, **more, **facts)
    elif await address_of(turn.session, turn.actor or 0) is not None:
        await turn.tell(turn.actor or 0, moment, subject=subject, **more, **facts)
        await acknowledge(turn)
    elif not turn.said.press_id:
        await turn.reply(moment, subject=subject, **facts)
