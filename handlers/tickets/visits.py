"""`约时间` and `今天去不了`: asked, answered in words or by a press, and reminded of."""

from datetime import datetime, timedelta

from domain.messages import Priority
from domain.tickets.kinds import Tier
from domain.tickets.states import Act, NeedsDate, State
from domain.tickets.visits import SOON_BEFORE, Cannot, Visit, offered, visit_said
from handlers.tickets import pushes, verbs
from handlers.tickets.appointments import promised, shown
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage import people
from storage.people import address_of
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow

ARRIVE, NOT_TODAY = "arrive", "not_today"
LONGEST_TIME = 14  # characters: longer words that name no time are something else
STARTED = frozenset({State.ASSIGNED.value, State.ACCEPTED.value, State.WORKING.value})


async def ask_when(turn: Turn, ticket: TicketRow, _: QuestionRow, choice: ChoiceRow) -> None:
    """Ask when the worker will be there; the next parts of working days are there to be pressed."""
    begins = choice.facts.get("begins")
    if begins is not None:
        ends = str(choice.facts["ends"])
        await _arrange(turn, ticket, Visit(*map(datetime.fromisoformat, (str(begins), ends))))
        return
    await verbs.must(turn, ticket, Act.ARRIVE)
    offers = [
        [Offer("tickets.arrive", _facts(ticket, visit), label=_label(turn, visit))]
        for visit in offered(turn.now, turn.world.calendar)
    ]
    asks = Asking(ARRIVE, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply("tickets/what_time", subject=ticket.id, ticket=ticket.id, offers=offers,
                     asking=asks, ticket_=view(turn, ticket))  # fmt: skip


def _facts(ticket: TicketRow, visit: Visit) -> dict[str, object]:
    times = {"begins": visit.begins.isoformat(), "ends": visit.ends.isoformat()}
    return {"ticket": ticket.id, **times}


def _label(turn: Turn, visit: Visit) -> str:
    return turn.words("pieces/visit", visit=shown(turn, visit))


async def said_when(turn: Turn, ticket: TicketRow, words: str, *, asked: bool) -> bool:
    """Take the time in a worker's words; False where there is none and nobody asked for it."""
    visit = visit_said(words, turn.now, turn.world.calendar)
    if visit is not None:
        await _arrange(turn, ticket, visit)
        return True
    if asked and len(words) <= LONGEST_TIME:
        raise NeedsDate(act=Act.ARRIVE.value)
    return False


async def _arrange(turn: Turn, ticket: TicketRow, visit: Visit) -> None:
    await verbs.arrive(turn, ticket, visit)
    reaches = ticket.reporter_id is not None and await address_of(turn.session, ticket.reporter_id)
    await turn.reply(
        "tickets/visit_noted", ticket=ticket.id, visit=shown(turn, visit), told=bool(reaches),
        offers=await pushes.offers(turn, ticket, await verbs.parts(turn, ticket), turn.actor),
        ticket_=view(turn, ticket),
    )  # fmt: skip


async def cannot_today(turn: Turn, ticket: TicketRow, _: QuestionRow, choice: ChoiceRow) -> None:
    """Ask why, for whoever goes instead; the resident is told that somebody else comes, no more."""
    reason = choice.facts.get("reason")
    if reason is not None:
        await go_instead(turn, ticket, turn.words(f"reasons/{Cannot(str(reason))}"))
        return
    await verbs.must(turn, ticket, Act.HAND_OVER)
    offers = [
        [Offer("tickets.not_today", {"ticket": ticket.id, "reason": why.value},
               label=turn.words(f"reasons/{why}"))]
        for why in Cannot
    ]  # fmt: skip
    asks = Asking(NOT_TODAY, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply("tickets/why_not_today", subject=ticket.id, ticket=ticket.id, offers=offers,
                     asking=asks, ticket_=view(turn, ticket))  # fmt: skip


async def go_instead(turn: Turn, ticket: TicketRow, reason: str) -> None:
    """Somebody else goes today; whoever cannot hears who."""
    await verbs.not_today(turn, ticket, reason=reason)
    owner = ticket.owner_id or 0
    name = (await people.names_of(turn.session, {owner})).get(owner, "")
    await turn.reply(
        "tickets/somebody_goes", ticket=ticket.id, ticket_=view(turn, ticket),
        name="" if owner == turn.actor else name, role=ticket.owner_role,
    )  # fmt: skip


async def soon(turn: Turn, timer: TimerRow) -> None:
    """Half an hour before: the worker is reminded; too late it helps nobody."""
    ticket = await _as_promised(turn, timer)
    if ticket is not None:
        await _remind(turn, ticket, "tickets/visit_soon", stale=2 * SOON_BEFORE)


async def passed(turn: Turn, timer: TimerRow) -> None:
    """The time has gone by: one gentle question, unless something was heard since."""
    ticket = await _as_promised(turn, timer)
    if ticket is None or ticket.arrives_at is None:
        return
    since = ticket.arrives_at - SOON_BEFORE
    events = await queries.history(turn.session, ticket.id)
    if not any(e.at >= since and e.actor_id == ticket.arrives_by for e in events):
        await _remind(turn, ticket, "tickets/visit_passed")


async def _as_promised(turn: Turn, timer: TimerRow) -> TicketRow | None:
    """The timer's ticket, as long as the same visit of whoever has it is meant."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    visit = promised(ticket) if ticket is not None else None
    same = visit is not None and visit.begins.isoformat() == timer.facts["begins"]
    return ticket if same else None


async def _remind(
    turn: Turn, ticket: TicketRow, moment: str, stale: timedelta | None = None
) -> None:
    visit, person = promised(ticket), ticket.arrives_by
    assert visit is not None
    assert person is not None
    held = not Tier(ticket.tier).urgent
    await turn.tell(
        person, moment, subject=f"t{ticket.id}/p{person}", ticket=ticket.id,
        priority=Priority.REMINDER, hold=held, gather=held and stale is None, stale=stale,
        ticket_=view(turn, ticket, to=person),
        offers=await pushes.offers(turn, ticket, pushes.working(ticket, person), person),
        visit=shown(turn, visit, read_at=turn.waking() if held else None),
    )  # fmt: skip


async def back(turn: Turn, timer: TimerRow) -> None:
    """On the next working day: whoever stood in may give it back with a press."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    former, holder = timer.facts.get("former"), timer.facts.get("holder")
    day = turn.world.today(turn.now)
    if ticket is None or former is None or ticket.state not in STARTED:
        return
    if ticket.owner_id != holder or not turn.world.organisation.is_here(int(former), day):
        return
    name = (await people.names_of(turn.session, {int(former)})).get(int(former), "")
    label = turn.words("choices/give_again")
    await turn.tell(
        int(holder or 0), "tickets/back_today", subject=f"t{ticket.id}", ticket=ticket.id,
        priority=Priority.REMINDER, hold=True, gather=True, name=name,
        ticket_=view(turn, ticket, to=int(holder or 0)),
        offers=[[Offer("tickets.hand_over", {"ticket": ticket.id, "to": former}, label=label)]],
    )  # fmt: skip


FIRES = {"visit.soon": soon, "visit.passed": passed, "visit.back": back}
PRESSES = {"arrive": ask_when, "not_today": cannot_today}
