"""Being there: when a worker comes, and who goes instead of one who cannot."""

from domain.refusals import Refusal
from domain.tickets.kinds import Tier
from domain.tickets.routing import Reason
from domain.tickets.states import Act, Part, State, may
from domain.tickets.visits import NEWS_WITHIN, SOON_BEFORE, Visit
from handlers.tickets import pushes, telling
from handlers.tickets.appointments import shown
from handlers.tickets.colleagues import stand_in
from handlers.tickets.record import record
from handlers.tickets.verbs.doing import accept
from handlers.tickets.verbs.step import (
    assigned_anew,
    contacted,
    give_to,
    must,
    next_word_by,
    parts,
    step,
)
from handlers.turn import Turn
from storage.tickets.tables import TicketRow
from storage.timers import cancel, set_timer


class NobodyElse(Refusal):
    """There is nobody who could go instead today."""


async def arrive(turn: Turn, ticket: TicketRow, visit: Visit) -> None:
    """A worker says when they will be there: the first contact, told in private, reminded of."""
    if may(State(ticket.state), Act.ACCEPT, await parts(turn, ticket)):
        await accept(turn, ticket, silently=True)  # whoever says when has taken it
    before, part = await step(turn, ticket, Act.ARRIVE, until=visit.begins)
    contacted(turn, ticket)
    ticket.arrives_at, ticket.arrives_until = visit.begins, visit.ends
    ticket.arrives_by = turn.actor
    record(turn, ticket, Act.ARRIVE, part, before=before,
           facts={"until": visit.begins.isoformat()})  # fmt: skip
    await _remind_of(turn, ticket, visit)
    # Read in the morning, where the night holds it back: `tomorrow` is another day then.
    read_at = turn.now if Tier(ticket.tier).urgent else turn.waking()
    told = shown(turn, visit, read_at=read_at)
    await telling.reporter(turn, ticket, "tickets/arriving", visit=told)
    await pushes.to_workers(
        turn, ticket, "tickets/colleague_arrives", but=[turn.actor or 0], visit=told
    )


async def _remind_of(turn: Turn, ticket: TicketRow, visit: Visit) -> None:
    """Half an hour before, and once if it passes without news; an earlier promise is forgotten."""
    subject = f"visit/{ticket.id}"
    await cancel(turn.session, subject, turn.now)
    due = {"soon": visit.begins - SOON_BEFORE, "passed": visit.ends + NEWS_WITHIN}
    for name, at in due.items():
        if at > turn.now:
            await set_timer(
                turn.session, f"{subject}/{ticket.version}/{name}", f"visit.{name}", at,
                subject=subject, ticket=ticket.id, begins=visit.begins.isoformat(),
            )  # fmt: skip


async def not_today(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """Whoever has it cannot come today: the deputy goes on, and may give it back tomorrow."""
    mine = await parts(turn, ticket)
    if Part.OWNER not in mine and Part.DOER in mine:
        await _doer_cannot(turn, ticket, reason)
        return
    former, to = ticket.owner_id, stand_in(turn, ticket, turn.actor)
    await must(turn, ticket, Act.HAND_OVER)
    if to is None:
        raise NobodyElse
    before, part = await step(turn, ticket, Act.HAND_OVER, target=to)
    give_to(turn, ticket, to, Reason("not_today"))
    record(turn, ticket, Act.HAND_OVER, part, before=before, note=reason, internal=True,
           facts={"to": to, "not_today": True})  # fmt: skip
    await assigned_anew(turn, ticket, (to,), "tickets/handed_over", note=reason)
    await telling.reporter(turn, ticket, "tickets/other_comes", by=next_word_by(turn, ticket))
    await _may_come_back(turn, ticket, former or turn.actor)


async def _doer_cannot(turn: Turn, ticket: TicketRow, reason: str) -> None:
    """The owner decides what follows: they answer for it."""
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, note=reason, internal=True,
           facts={"not_today": True})  # fmt: skip
    await pushes.to_workers(turn, ticket, "tickets/doer_cannot", but=[turn.actor or 0], note=reason)


async def _may_come_back(turn: Turn, ticket: TicketRow, former: int | None) -> None:
    """On the next working day whoever stood in is asked whether to give it back."""
    calendar = turn.world.calendar
    day = calendar.next_working(turn.world.today(turn.now))
    opens = calendar.hours.sessions[0][0]
    await set_timer(
        turn.session, f"back/{ticket.id}/{ticket.version}", "visit.back",
        calendar.instant(day, opens), subject=f"visit/{ticket.id}", ticket=ticket.id,
        former=former, holder=ticket.owner_id,
    )  # fmt: skip
