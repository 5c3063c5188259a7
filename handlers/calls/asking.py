"""`打电话帮我`: somebody wants to talk to a human, in a group or in private."""

from domain.calls import CallKind
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, Part, State
from domain.understanding.answers import asks_for_a_call
from domain.understanding.calling import asks_for_a_human, declines_a_call, when_to_call
from handlers.calls import desk, numbers
from handlers.privacy.contacts import sealed_number
from handlers.tickets import asking, binding, pushes, reporting, verbs
from handlers.tickets.parts import DESK
from handlers.turn import Turn
from storage import calls
from storage.calls import CallRow
from storage.chats import chat_at
from storage.people import address_of, roles_of
from storage.questions import open_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow

BEHIND = frozenset({Part.REPORTER, Part.JOINED})


async def asked_for(turn: Turn) -> bool:
    """`打电话帮我`: a human calls back, and nobody has to type any more. False for anything else."""
    text = turn.said.text
    if declines_a_call(text) and not turn.in_group:
        return await numbers.called_off(turn)
    asks = asks_for_a_call(text) or (not turn.in_group and await _wants_a_human(turn))
    if not asks or await _meant_for_others(turn):
        return False
    await ask_for(turn)
    return True


async def _wants_a_human(turn: Turn) -> bool:
    """`转人工` from a resident; whoever serves here is the human."""
    return asks_for_a_human(turn.said.text) and not await roles_of(turn.session, turn.actor or 0)


async def _meant_for_others(turn: Turn) -> bool:
    """Whether the line answers a neighbour, is staff's talk, or what a worker wants to say."""
    said = turn.said
    if not turn.in_group:
        return any([await open_of(turn.session, turn.actor or 0, kind, turn.now)
                    for kind in reporting.WAITED])  # fmt: skip
    if any(role.role in DESK for role in turn.world.organisation.roles_of(turn.actor or 0)):
        return True
    if said.reply_to is None or said.mentioned:
        return False
    return not await queries.by_message(turn.session, said.where, said.reply_to)


async def ask_for(turn: Turn, *, beside: bool = False) -> None:
    """Somebody wants to be called; `beside` a matter that has its own answer in the group."""
    assert turn.actor is not None
    ticket = await _theirs(turn)
    once = numbers.reason_of(turn.actor)
    when = when_to_call(turn.said.text)
    call = await desk.request(
        turn, CallKind.CALLBACK, "asked", ticket, once=once, person_id=turn.actor, note=when,
        community=await community_of(turn, ticket), contact=sealed_number(turn),
    )  # fmt: skip
    if call is None and when:
        await _another_time(turn, once, when)
    if call is not None and ticket is not None and ticket.sensitivity != Sensitivity.SENSITIVE:
        told = await desk.who_calls(turn, call, ticket)
        await pushes.to_workers(turn, ticket, "calls/owner", but=told, by=call.call_by)
    if not (beside and turn.in_group):
        await _answer(turn, call, once)


async def _another_time(turn: Turn, once: str, when: str) -> None:
    """When to call, said after the call was asked for: whoever calls learns of it."""
    waiting = await calls.waiting(turn.session, once)
    if waiting is not None and waiting.note != when:
        waiting.note = when
        await desk.push(turn, waiting, await desk.ticket_of(turn, waiting), "calls/asked")


async def _answer(turn: Turn, call: CallRow | None, once: str) -> None:
    """One kind line; in a group it says nothing about whom or what, and is a sign the second time."""
    waiting = call or await calls.waiting(turn.session, once)
    if waiting is None:
        return
    if turn.in_group and call is None:
        await asking.acknowledge(turn)
    elif turn.in_group:
        known = await address_of(turn.session, turn.actor or 0)
        await turn.reply("calls/noted_group" if known else "calls/how_group")
        await numbers.ask(turn, waiting)
    elif waiting.contact is not None:
        await turn.reply("calls/noted", by=waiting.call_by, when=waiting.note)
    else:
        await numbers.ask(turn, waiting)


async def _theirs(turn: Turn) -> TicketRow | None:
    """The ticket that the call is about: the one replied to, or the only one they have open."""
    replied = await binding.replied_to(turn)
    if replied is not None and BEHIND & await verbs.parts(turn, replied):
        return replied
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    live = [row for row in mine if State(row.state) in LIVE]
    return live[0] if len(live) == 1 else None


async def community_of(turn: Turn, ticket: TicketRow | None) -> str | None:
    """Whose desk calls: the ticket's, the group's, or that of what they reported last."""
    if ticket is not None:
        return ticket.community
    organisation = turn.world.organisation
    chat = await chat_at(turn.session, turn.said.where) if turn.in_group else None
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now, limit=1)
    place = chat.place if chat else next((row.place for row in mine), None)
    area = organisation.area_of(place) if place else None
    held = organisation.community_of(area.code) if area else organisation.only_community()
    return held.code if held else None
