"""Two reports of one thing: one goes on, the other follows its fate, until they are told apart."""

from domain.refusals import Refusal, Unknown
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, Act, Part, State
from handlers.tickets import clusters, due, pushes, telling
from handlers.tickets.record import record
from handlers.tickets.verbs.step import must, parts, step
from handlers.turn import Turn
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketRow


class NotTogether(Refusal):
    """These two cannot be one: another community, a sensitive matter, or one that is over."""


class SameTicket(Refusal):
    """A ticket is not merged into itself."""


async def merge(turn: Turn, ticket: TicketRow, into: int) -> None:
    """One ticket is the same as another: its households stand behind that one from now on."""
    if into == ticket.id:
        raise SameTicket
    main = await _main(turn, ticket, into)
    before, part = await step(turn, ticket, Act.MERGE, target=into)
    ticket.main_id, ticket.former_state, ticket.like_id = main.id, before.value, None
    record(turn, ticket, Act.MERGE, part, before=before, facts={"main": main.id})
    await due.stop(turn, ticket)
    await pushes.lay_aside(turn, ticket)
    moved = await queries.reporters(turn.session, ticket.id)
    stood = await repeats.households(turn.session, main.id)
    for row in moved:  # each keeps the time at which it was voiced
        await queries.join(turn.session, main.id, row.person_id, row.joined_at, via=ticket.id)
    main.people += await repeats.households(turn.session, main.id) - stood
    record(turn, main, Act.NOTE, part, internal=True, facts={"merged": ticket.id})
    await telling.merged(turn, ticket, main, [row.person_id for row in moved])
    await _tell_workers(turn, ticket, main, "tickets/merged_in")
    await clusters.look(turn, main)


async def _main(turn: Turn, ticket: TicketRow, into: int) -> TicketRow:
    main = await queries.ticket(turn.session, into)
    if main is None or not await parts(turn, main) - {Part.REPORTER, Part.JOINED}:
        raise Unknown  # whoever may not see it does not learn that it exists
    secret = Sensitivity.SENSITIVE.value in (ticket.sensitivity, main.sensitivity)
    alive = State(main.state) in LIVE
    if secret or not alive or main.community != ticket.community:
        raise NotTogether
    return main


async def _tell_workers(turn: Turn, ticket: TicketRow, main: TicketRow, moment: str) -> None:
    """Who goes on hears what the other report said; who had the other, that it is over for them."""
    photos = [{"id": row.id} for row in await queries.attachments(turn.session, ticket.id)]
    going_on = {*pushes.owners(turn, main), main.doer_id, turn.actor} - {None}
    await pushes.to_workers(turn, main, moment, attachments=photos, note=ticket.text)
    await pushes.to_workers(
        turn, ticket, "tickets/merged_away", but=[p for p in going_on if p], note=f"{main.id:04d}"
    )


async def unmerge(turn: Turn, ticket: TicketRow) -> None:
    """They were two after all: it stands where it stood, and everybody is told once."""
    former = State(ticket.former_state or State.ASSIGNED)
    main_id = ticket.main_id or 0
    before, part = await step(turn, ticket, Act.UNMERGE, former=former)
    record(turn, ticket, Act.UNMERGE, part, before=before, facts={"main": main_id})
    main = await queries.ticket(turn.session, main_id)
    stood = await repeats.households(turn.session, main_id)
    await repeats.leave(turn.session, main_id, ticket.id)
    if main is not None:
        left = stood - await repeats.households(turn.session, main_id)
        main.people = max(1, main.people - left)
        record(turn, main, Act.NOTE, part, internal=True, facts={"unmerged": ticket.id})
    ticket.main_id = ticket.former_state = None
    await due.set_limits(turn, ticket)
    await telling.reporter(turn, ticket, "tickets/unmerged")
    history = await telling.history(turn, ticket)
    await pushes.task(
        turn, ticket, told=pushes.owners(turn, ticket), moment="tickets/handed_over",
        again=f"v{ticket.version}", history=history, note="",
    )  # fmt: skip


async def keep_apart(turn: Turn, ticket: TicketRow) -> None:
    """Somebody has looked: what huying proposed as the same matter is another one."""
    if ticket.like_id is None:
        raise Unknown
    await must(turn, ticket, Act.MERGE)
    before, part = await step(turn, ticket, Act.NOTE)
    record(turn, ticket, Act.NOTE, part, before=before, internal=True,
           facts={"apart": ticket.like_id})  # fmt: skip
    ticket.like_id = None
