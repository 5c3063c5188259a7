"""Many households, one place, one thing, within a day: it is more urgent than each of them said (a.10)."""

from domain.areas import RoleName
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.repeats import MANY, MANY_WITHIN, raised
from domain.tickets.states import LIVE, Act, Part, State
from handlers.tickets import due, pushes, telling
from handlers.tickets.record import record
from handlers.tickets.views import view
from handlers.turn import Offer, Turn
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketRow

TO_DO = frozenset(state.value for state in LIVE - {State.REPORTED})


async def look(turn: Turn, ticket: TicketRow) -> None:
    """Raise a ticket by one tier, once, when enough households have voiced it within a day.

    Those count who spoke up themselves: nobody's word for their neighbours does.
    """
    secret = ticket.sensitivity == Sensitivity.SENSITIVE
    if ticket.wish or secret or ticket.tier == Tier.E or ticket.state not in TO_DO:
        return
    voices = await repeats.households(turn.session, ticket.id, since=turn.now - MANY_WITHIN)
    if voices < MANY:
        return
    await queries.ticket(
        turn.session, ticket.id
    )  # locked: of two at once the second sees the first
    if await repeats.was_raised(turn.session, ticket.id):
        return
    await _raise(turn, ticket, voices)


async def _raise(turn: Turn, ticket: TicketRow, voices: int) -> None:
    """One tier higher with its dates; who works on it and who answers for them learn why."""
    before, ticket.tier = ticket.tier, raised(Tier(ticket.tier)).value
    higher = ticket.tier != before
    record(turn, ticket, Act.RAISE, Part.BOT,
           facts={"households": voices, "from": before, "to": ticket.tier})  # fmt: skip
    if higher:
        ticket.version += 1  # dates of its own, beside those that were set before
        await due.raised(turn, ticket)
    turn.note("ticket.raised", f"ticket/{ticket.id}", households=voices)
    await pushes.to_workers(turn, ticket, "tickets/cluster", households=voices, higher=higher)
    await _tell_above(turn, ticket, voices, higher=higher)
    await _in_the_group(turn, ticket)


async def _tell_above(turn: Turn, ticket: TicketRow, voices: int, *, higher: bool) -> None:
    """The chief of the place; where none is on duty, the community's desk."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    chiefs = [
        duty.person
        for area in organisation.chain(ticket.owner_area)
        for duty in organisation.on_duty(RoleName.CHIEF, area.code, day)
    ]
    desk = [duty.person for duty in organisation.desk(ticket.community, day)]
    knew = {*pushes.owners(turn, ticket), ticket.doer_id}
    for person in dict.fromkeys(person for person in chiefs or desk if person not in knew):
        await turn.tell(
            person, "tickets/cluster_above", or_by_hand=True, subject=f"t{ticket.id}/p{person}",
            ticket=ticket.id, priority=pushes.priority(ticket),
            hold=not Tier(ticket.tier).urgent, ticket_=view(turn, ticket, to=person),
            households=voices, higher=higher,
        )  # fmt: skip


async def _in_the_group(turn: Turn, ticket: TicketRow) -> None:
    """The receipt's own line says how many they are; no new one is added."""
    public = ticket.sensitivity == Sensitivity.NORMAL
    if ticket.line is None or telling.group_of(ticket) is None or not public:
        return
    moment = "tickets/cluster_group"
    await turn.rewrite(
        ticket.line, text=turn.words(moment, ticket_=view(turn, ticket)), moment=moment,
        subject=moment, offers=[[Offer("tickets.withdraw", {"ticket": ticket.id})]],
    )  # fmt: skip
