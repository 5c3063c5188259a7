"""Plain words in private about oneself: what is kept, delete it, say no name, here is my number."""

from domain.privacy import Asked, asked, is_child, is_just_a_number
from handlers.privacy import contacts, erasing, freezing, kept, nameless
from handlers.tickets import pushes
from handlers.tickets.views import view
from handlers.turn import ANSWER_COUNTS, Asking, Offer, Turn
from storage import calls
from storage.privacy import contacts as left
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import set_timer

MOST_SHOWN = 5


async def answered(turn: Turn) -> bool:
    """Whether the line asks something about its author's own data; then it is done."""
    what = None if turn.in_group else asked(turn.said.text)
    if what is Asked.KEPT:
        await kept.show(turn)
    elif what is Asked.ERASE:
        await erasing.ask(turn)
    elif what is Asked.NUMBER:
        await _forget_numbers(turn)
    elif what is Asked.NAMELESS:
        await nameless.ask(turn)
    elif what is Asked.RULES:
        deployment = turn.world.deployment
        await turn.reply(
            "privacy/rules", operator=deployment.operator, elsewhere=deployment.elsewhere
        )
    elif what is Asked.FREEZE:
        return await freezing.freeze(turn)
    elif what is Asked.THAW:
        return await freezing.thaw(turn)
    return what is not None


async def _forget_numbers(turn: Turn) -> None:
    """`把我电话删了`: at once, with every matter and every call that they left one for."""
    person = turn.actor or 0
    await left.let_go(turn.session, person=person)
    for call in await calls.of_person(turn.session, person):
        call.contact = None
    turn.note("contact.deleted", f"person/{person}")
    await turn.reply("privacy/number_deleted")


async def from_a_child(turn: Turn) -> bool:
    """A child's wish is not registered without a grown-up; danger is another matter (P08)."""
    if not is_child(turn.said.text):
        return False
    await turn.reply("privacy/guardian")
    return True


async def number_alone(turn: Turn) -> bool:
    """`138…` and nothing else, in private: the way to be reached about what is open."""
    sealed = contacts.sealed_number(turn)
    if sealed is None or turn.in_group or not is_just_a_number(turn.said.text):
        return False
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now, limit=MOST_SHOWN)
    if not mine:
        await turn.reply("privacy/contact_for_what")
    elif len(mine) == 1:
        await left_for(turn, mine[0], sealed)
    else:
        await _ask_for_what(turn, mine, sealed)
    return True


async def left_for(turn: Turn, ticket: TicketRow, sealed: str) -> None:
    """A number for a ticket that exists: its owner learns that there is one now."""
    if await contacts.keep(turn, ticket, sealed):
        await contacts.promise(turn, ticket)
        await pushes.number_left(turn, ticket)
    else:
        await turn.reply("privacy/contact_not_kept", ticket_=view(turn, ticket))


async def _ask_for_what(turn: Turn, mine: list[TicketRow], sealed: str) -> None:
    shown = [view(turn, row) for row in mine]
    offers = [
        [Offer("privacy.contact_for", {"ticket": t.id}, label=f"{t.number} {t.what}")]
        for t in shown
    ]
    asking = Asking("contact", person=turn.actor, facts={"sealed": sealed})
    key = await turn.reply("privacy/contact_which", offers=offers, asking=asking)
    if key is not None:
        await set_timer(
            turn.session, f"question/{key}/over", "question.over", turn.now + ANSWER_COUNTS,
            outbox_key=key,
        )  # fmt: skip
