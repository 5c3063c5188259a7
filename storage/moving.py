"""A group that got a new id: everything that knew the old one follows, in one transaction."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Address
from storage.calls import CallRow
from storage.chats import ChatRow, chat_at
from storage.inbox import InboxRow
from storage.outbox import OutboxRow, PauseRow, SendState
from storage.places import touch_revision
from storage.questions import QuestionRow
from storage.tickets.tables import TicketRow

FOLLOWING = (InboxRow, QuestionRow, TicketRow, CallRow)


async def move_chat(session: AsyncSession, channel: str, old: str, new: str) -> None:
    """Rename a chat wherever it is named. Told twice, or by both ways, it moves once.

    Message ids begin anew in the new group: bindings of old messages stay with the old id.
    """
    if not new or old == new:
        return
    former = await chat_at(session, Address(channel, old))
    newcomer = await chat_at(session, Address(channel, new))
    if former is not None and newcomer is None:
        former.chat = new
    elif former is not None and newcomer is not None:
        _merge(former, newcomer)
    for table in FOLLOWING:
        await session.execute(
            update(table).where(table.channel == channel, table.chat == old).values(chat=new)
        )
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.channel == channel,
            OutboxRow.chat == old,
            OutboxRow.state.in_([SendState.WAITING.value, SendState.SENDING.value]),
        )
        .values(chat=new, reply_to=None)
    )
    paused = await session.get(PauseRow, (channel, old))
    if paused is not None and await session.get(PauseRow, (channel, new)) is None:
        paused.chat = new  # a pause of the new id counts more
    await touch_revision(session)


def _merge(former: ChatRow, newcomer: ChatRow) -> None:
    """The new id was met before the move was known: it takes over what the old one was tied to."""
    newcomer.place = newcomer.place or former.place
    newcomer.mode = former.mode
    newcomer.noticed_at = newcomer.noticed_at or former.noticed_at
    newcomer.bound_at = newcomer.bound_at or former.bound_at
    code, former.code = former.code, None
    newcomer.code = newcomer.code or code
    former.place, former.here = None, False
