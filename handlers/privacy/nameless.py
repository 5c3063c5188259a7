"""`别说是我说的`: nobody who works on it learns who, or where beyond the building (a.10)."""

from datetime import timedelta

from domain.messages import Address, Op
from domain.privacy import hide_home
from domain.tickets.kinds import Tier
from domain.tickets.states import LIVE, State
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import calls, corrections, outbox
from storage.outbox import OutboxRow, SendState
from storage.privacy import contacts
from storage.privacy.kept import seen_since
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, set_timer

TOLD_AFTER = timedelta(hours=2)  # domain rules a.4: an emergency is under control by then


async def ask(turn: Turn) -> None:
    """Hide who said the newest thing; what the whole group has read cannot be hidden any more."""
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    own = [t for t in mine if t.reporter_id == turn.actor and State(t.state) in LIVE]
    if not own:
        await turn.reply("privacy/nameless_how")
    elif own[0].chat is not None:
        await turn.reply("privacy/nameless_in_group", ticket_=view(turn, own[0]))
    else:
        await hide(turn, own[0])


async def hide(turn: Turn, ticket: TicketRow) -> None:
    """From now on it is an anonymous resident's; what workers were told already is changed."""
    if not ticket.anonymous:
        ticket.anonymous = True
        await corrections.forget(turn.session, [ticket.id])
        turn.note("ticket.anonymous", f"ticket/{ticket.id}")
        if ticket.tier == Tier.E:
            await shown_in_danger(turn, ticket)
        else:
            await contacts.let_go(turn.session, ticket=ticket.id)
            await calls.unheard(turn.session, ticket.id)
            for row in await outbox.of_ticket(turn.session, ticket.id):
                if not row.group:
                    await _rewrite(turn, row, told=row.person_id != ticket.reporter_id)
    await turn.reply("privacy/nameless", subject=ticket.id, ticket_=view(turn, ticket))


async def _rewrite(turn: Turn, row: OutboxRow, *, told: bool) -> None:
    """A message about it, without the home in it, since the office reads what was said to whom.

    A worker's is changed where they read it as well (`told`); the buttons that it still has stay.
    """
    text = hide_home(row.text, unit=True)
    if text == row.text:
        return
    row.text = text
    changes = await outbox.changes_of(turn.session, row.key)
    for change in changes:
        change.text = hide_home(change.text, unit=True)
    if told and row.state == SendState.SENT.value:
        await turn.do(
            Op.EDIT, Address(row.channel, row.chat, row.thread), target_key=row.key, text=text,
            choices=[] if changes else row.choices, subject="nameless", ticket=row.ticket_id,
        )  # fmt: skip


async def shown_in_danger(turn: Turn, ticket: TicketRow) -> None:
    """Where life is at risk rescuers see home and number: on record, and told afterwards (P24)."""
    turn.note("ticket.shown_in_danger", f"ticket/{ticket.id}")
    await set_timer(
        turn.session, f"privacy/told/{ticket.id}", "privacy.told", turn.now + TOLD_AFTER,
        ticket=ticket.id,
    )  # fmt: skip


async def told_due(turn: Turn, timer: TimerRow) -> None:
    """The danger is over: whoever called for help learns what was shown to whom."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    if ticket is None or ticket.reporter_id is None:
        return
    number = await seen_since(turn.session, "contact.seen", ticket.id, ticket.created_at)
    if ticket.anonymous or number:
        await turn.tell(
            ticket.reporter_id, "privacy/shown_in_danger", subject=f"t{ticket.id}", hold=True,
            ticket=ticket.id, home=ticket.anonymous, number=number, ticket_=view(turn, ticket),
        )  # fmt: skip
