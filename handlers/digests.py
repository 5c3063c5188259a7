"""One message instead of ten: what waited through the night, or came within the same ten minutes."""

from datetime import datetime

from domain.messages import Address, Priority
from handlers.tickets.tasks import A_ROW, LASTS, TASKS
from handlers.turn import BUTTONS, TOGETHER_BEFORE, Asking, Offer, Turn
from storage import bundles
from storage.outbox import OutboxRow
from storage.timers import TimerRow

FEWEST = 2
LINE = 80  # characters of each message's first line


async def due(turn: Turn, timer: TimerRow) -> None:
    """Just before they leave: several become one message, a single one goes as it is.

    All of it is one transaction: a process that dies in between has changed nothing.
    """
    person, at = int(timer.facts["person"]), datetime.fromisoformat(str(timer.facts["at"]))
    by_chat: dict[Address, list[OutboxRow]] = {}
    for row in await bundles.together(turn.session, person, at):
        by_chat.setdefault(Address(row.channel, row.chat, row.thread), []).append(row)
    for to, rows in by_chat.items():
        if len(rows) >= FEWEST:
            await _tell(turn, person, to, rows, at)


async def _tell(turn: Turn, person: int, to: Address, rows: list[OutboxRow], at: datetime) -> None:
    calendar, quiet = turn.world.calendar, turn.world.deployment.quiet
    night = calendar.is_quiet(at - TOGETHER_BEFORE, quiet)
    serves = bool(turn.world.organisation.roles_of(person))
    buttons = [
        Offer("tickets.open", {"ticket": row.ticket_id}, label=str(number))
        for number, row in enumerate(rows, start=1)
    ]
    key = await turn.say(
        "digests/night" if night else "digests/together", to, person=person, not_before=at,
        priority=Priority(min(row.priority for row in rows)),
        offers=[buttons[start : start + A_ROW] for start in range(0, len(buttons), A_ROW)],
        # A resident's bare number answers what huying asked them, never a list.
        asking=Asking(TASKS, person=person, by_words=True, lasts=LASTS) if serves else BUTTONS,
        number=len(rows), lines=[row.text.partition("\n")[0][:LINE] for row in rows],
    )  # fmt: skip
    if key is not None:
        bundles.bundle(rows, key)


FIRES = {"digest": due}
