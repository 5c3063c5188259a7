"""Whose it is, said by a button or in words: `不归我管`, `转给赵勇`.

No word of it reaches the resident, who hears who does it now (domain rules a.5).
"""

from domain.tickets.returns import ReturnReason, reason_in
from domain.tickets.states import Act, Part, State, may
from domain.understanding.handed import Successor, same_as, successor
from handlers.tickets import returns, verbs
from handlers.tickets.colleagues import colleagues
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage import people
from storage.tickets.tables import TicketRow

MOST_COLLEAGUES = 8  # what fits under a message
WHY = "return"
GIVES = ((Act.HAND_OVER, "tickets.hand_over"), (Act.REASSIGN, "tickets.decide"))
"""By which step, and which button, somebody gives it to a colleague."""


async def said(
    turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str, means: str
) -> bool:
    """Whether the words gave it to somebody, or said that it is not theirs; then that is done."""
    named, state = successor(words), State(ticket.state)
    verb = next((verb for act, verb in GIVES if may(state, act, parts)), None)
    if named is not None and verb is not None and await _given(turn, ticket, verb, named):
        return True
    main = same_as(words)
    if main is not None and main != ticket.id and may(state, Act.MERGE, parts):
        await verbs.merge(turn, ticket, main)
        await turn.reply(
            "tickets/merged_so", ticket=ticket.id, ticket_=view(turn, ticket), number=f"{main:04d}"
        )
        return True
    if means == "not_mine":
        return await _not_mine(turn, ticket, parts, words)
    if means == "pass_on" and Part.DOER in parts and verb is None:
        return await _passed_back(turn, ticket, parts, words)
    return False


async def _given(turn: Turn, ticket: TicketRow, verb: str, named: Successor) -> bool:
    """To the only colleague of that name; where nobody or several may be meant, they are offered."""
    near = await _names(turn, ticket, verb)
    meant = [
        person for person, (name, role) in near.items() if named.fits(name) or named.said == role
    ]
    if len(meant) == 1:
        give = verbs.decide if verb == "tickets.decide" else verbs.hand_over
        await give(turn, ticket, meant[0])
        await turn.reply("tickets/handed_on", ticket=ticket.id, ticket_=view(turn, ticket))
        return True
    if meant or named.clear:
        await offer_colleagues(turn, ticket, verb)
        return True
    return False


async def _not_mine(turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str) -> bool:
    """An owner returns it, a doer gives it back; who has taken it hands it over instead."""
    state = State(ticket.state)
    if may(state, Act.RETURN, parts):
        reason = reason_in(words)
        if reason is None:
            await ask_why(turn, ticket)
            return True
        await verbs.give_back(turn, ticket, reason=reason, words=words)
        await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))
        return True
    if may(state, Act.HAND_OVER, parts):
        await offer_colleagues(turn, ticket, "tickets.hand_over")
        return True
    return await _passed_back(turn, ticket, parts, words)


async def _passed_back(turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str) -> bool:
    if not may(State(ticket.state), Act.PASS_BACK, parts):
        return False
    await verbs.pass_back(turn, ticket, reason=words)
    await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def ask_why(turn: Turn, ticket: TicketRow) -> None:
    """Ask the owner for one of the reasons; whoever may not return it is told at once."""
    await verbs.must(turn, ticket, Act.RETURN)
    if (why := await returns.refusal(turn, ticket, turn.actor)) is not None:
        raise why
    offers = [[Offer("tickets.return", {"ticket": ticket.id, "reason": r.value},
                     label=turn.words(f"reasons/{r}"))] for r in ReturnReason]  # fmt: skip
    asks = Asking(WHY, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply(
        "tickets/why_return", ticket=ticket.id, offers=offers, asking=asks,
        ticket_=view(turn, ticket),
    )  # fmt: skip


async def offer_colleagues(turn: Turn, ticket: TicketRow, verb: str) -> None:
    """Colleagues by name, since colleagues see it."""
    offers = [
        [Offer(verb, {"ticket": ticket.id, "to": person}, label=f"{name} {role}".strip())]
        for person, (name, role) in list((await _names(turn, ticket, verb)).items())[:MOST_COLLEAGUES]
    ]  # fmt: skip
    await turn.reply("tickets/to_whom", ticket=ticket.id, offers=offers, ticket_=view(turn, ticket))


async def _names(turn: Turn, ticket: TicketRow, verb: str) -> dict[int, tuple[str, str]]:
    """Who may get it, by name and role.

    The desk may also decide that it stays with whoever returned it.
    """
    but = {turn.actor} if verb == "tickets.decide" else {turn.actor, ticket.owner_id}
    near = {p: role for p, role in colleagues(turn, ticket).items() if p not in but}
    names = await people.names_of(turn.session, set(near))
    return {
        p: (names.get(p, ""), turn.words(f"roles/{role.role.value}")) for p, role in near.items()
    }
