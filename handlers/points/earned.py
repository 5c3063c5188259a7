"""What is earned by the way: a roll call, a true hazard, a wish that came true, an answer to a survey."""

from collections.abc import Collection

from domain.points import rule_code
from domain.points.claims import ClaimState, must_be_written
from domain.tickets.kinds import Kind, Sensitivity
from handlers.points import claims as verbs
from handlers.points import telling
from handlers.points.claims import Deed
from handlers.turn import Turn
from storage.points import claims, households, rules
from storage.points.files import standing
from storage.points.tables import HouseholdRow
from storage.signups import SignupEntryRow, SignupRow
from storage.tickets.tables import TicketRow

HAZARD, WISH, SURVEYED = "+13", "+10", "+24"
TIED = "h"
"""How the list of a sign-up names who is tied to a household's file."""


async def from_signup(turn: Turn, row: SignupRow, came: Collection[SignupEntryRow]) -> None:
    """Each household that was there has earned what coming is worth, once; the roll call shows it.

    Whoever held it stands for it, but not for their own household: that one waits for another to look.
    """
    if not row.rule:
        return
    day = turn.world.calendar.day_of(row.at)
    known = (await rules.rules_on(turn.session, day)).get(row.rule)
    if known is None:
        return
    own = {home.code for home in await households.households_of(turn.session, turn.actor or 0)}
    tied = {one.household[1:] for one in came if one.household.startswith(TIED)}
    for household in sorted({home.code for code in tied if (home := await _earning(turn, code))}):
        deed = Deed(
            household, row.rule, day, verbs.SIGNUP, halves=row.halves, event=f"signup/{row.id}",
            note=row.title,
        )  # fmt: skip
        found = await _claimed(turn, deed)
        if found is None or found.state != ClaimState.CLAIMED:
            continue
        if household in own or must_be_written(known[1]):
            await telling.ask_to_verify(turn, found)
        else:
            await verbs.enter(turn, found, known)
            await telling.verified_by_the_way(turn, found)


async def _earning(turn: Turn, code: str) -> HouseholdRow | None:
    """The file in which this household's deeds are written now; none once it is closed."""
    home = await standing(turn.session, code)
    return home if home and verbs.earns(home, turn.world.today(turn.now)) else None


async def _claimed(turn: Turn, deed: Deed) -> claims.ClaimRow | None:
    """The household's own claim of that day, where it was faster than the roll call; else a new one."""
    said = await claims.same_day(turn.session, deed.household, deed.rule, deed.day)
    if said is not None and not said.event:
        if said.state == ClaimState.CLAIMED:
            said.event, said.slot, said.halves = deed.event, deed.slot, deed.halves
        return said
    row, new = await verbs.claim(turn, deed)
    if new:
        row.claimed_by = None  # the household has said nothing: the roll call did
    return row


async def from_ticket(turn: Turn, ticket: TicketRow) -> None:
    """A hazard was true and is gone: whoever reported it first has earned something, once verified.

    Nobody is proposed who wanted no name, nor whoever serves; nothing private or sensitive is.
    """
    hazard = ticket.kind == Kind.HAZARD and ticket.sensitivity == Sensitivity.NORMAL
    if not hazard or ticket.repeat_of is not None or ticket.anonymous:
        return
    await _for_person(turn, ticket, ticket.reporter_id, HAZARD, verbs.TICKET)


async def from_wish(turn: Turn, ticket: TicketRow, volunteer: int | None) -> None:
    """A wish came true: the household of whoever brought it has earned something."""
    await _for_person(turn, ticket, volunteer, WISH, verbs.WISH)


async def from_survey(turn: Turn, ticket: TicketRow) -> None:
    """Whoever was called and asked has taken part, whatever they said; who called stands for it."""
    if ticket.sensitivity == Sensitivity.NORMAL and not ticket.anonymous:
        await _for_person(turn, ticket, ticket.reporter_id, SURVEYED, verbs.SURVEY)


async def _for_person(
    turn: Turn, ticket: TicketRow, person: int | None, rule: str, source: str
) -> None:
    today = turn.world.today(turn.now)
    known = (await rules.rules_on(turn.session, today)).get(rule_code(rule))
    if person is None or known is None:
        return
    serves = source != verbs.WISH and turn.world.organisation.roles_of(person)
    homes = await households.households_of(turn.session, person)
    if serves or not homes or not verbs.earns(homes[0], today):
        return
    deed = Deed(homes[0].code, rule, today, source, event=f"ticket/{ticket.id}")
    row, new = await verbs.claim(turn, deed)
    if not new:
        return
    row.claimed_by = person
    own = turn.actor is not None and await households.households_of(turn.session, turn.actor)
    if source != verbs.SURVEY or homes[0].code in {home.code for home in own or ()}:
        await telling.ask_to_verify(turn, row)
        return
    await verbs.enter(turn, row, known)
    await telling.verified_by_the_way(turn, row)
