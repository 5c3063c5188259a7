"""Plain words in answer to what huying asked about a wish: they do what the buttons do."""

from collections.abc import Awaitable, Callable

from domain.tickets.kinds import Kind
from domain.understanding import Action, Reading
from domain.understanding.answers import number_in, plain, without_number, yes_or_no
from domain.wishes.states import WishAct, WishState, may
from domain.wishes.words import (
    agrees,
    arrived,
    claims,
    consents,
    delegates,
    drops,
    keeps,
    means_another,
    otherwise,
    own_words,
)
from handlers.tickets import asking
from handlers.tickets.binding import keep
from handlers.tickets.views import view
from handlers.turn import Turn
from handlers.wishes import board, consent, dates, presses, telling, verbs, wording
from handlers.wishes.parts import parts, the_wish
from handlers.wishes.views import wish_view
from storage import questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

Answer = Callable[[Turn, TicketRow, Reading], Awaitable[bool]]
ALONE = 4  # characters: in a group only so short a line answers without being a reply


async def answered(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """Whether these words answer a question about a wish; what is a new matter never does."""
    if question.kind == consent.DOOR:
        return await _consented(turn, question)
    number = number_in(turn.said.text)
    if number is not None and number != question.ticket_id:
        return False  # about another one
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    act, answer = ANSWERS[question.kind]
    if ticket is None or not await _still_waited(turn, ticket, act):
        await turn.close_question(question)
        return False
    anew = reading.action is Action.REGISTER and reading.kind is not Kind.WISH
    if anew or not await answer(turn, ticket, reading):
        return False
    await turn.close_question(question)
    if turn.in_group:
        await asking.acknowledge(turn)
    else:
        await turn.take_buttons_away(question)
    return True


async def _still_waited(turn: Turn, ticket: TicketRow, act: WishAct) -> bool:
    state = WishState((await the_wish(turn, ticket)).state)
    return may(state, act, await parts(turn, ticket))


async def _consented(turn: Turn, question: QuestionRow) -> bool:
    agreed = consents(turn.said.text)
    if agreed is not None:
        await (consent.agreed if agreed else consent.not_agreed)(turn, question)
    return agreed is not None


def _words_of(turn: Turn) -> str:
    """What was said, without the number that says about what."""
    return without_number(turn.said.text)


def _once_more(ticket: TicketRow, reading: Reading, said: str) -> bool:
    """The wish in other words: of the same kind, without an address, and not one more."""
    same = reading.kind is Kind.WISH and reading.category == ticket.category
    placed = reading.place is not None and bool(reading.place.building)
    return same and not placed and not means_another(said)


async def _proposed(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Yes, not at all, or other words: those too that sound like the wish said once more."""
    said = _words_of(turn)
    words = own_words(said)
    again = _once_more(ticket, reading, said)
    if drops(said):
        await verbs.withdraw(turn, ticket)
        await presses.noted(turn, ticket, "drop")
    elif agrees(said) or delegates(said):
        await verbs.confirm(turn, ticket)
    elif words is None and otherwise(said):
        await presses.ask_words(turn, ticket, telling.WORDS, "wishes/your_words", WishAct.REWORD)
    elif words or again or (turn.said.reply_to and yes_or_no(said) is None):
        await verbs.reword(turn, ticket, words or said)
    elif yes_or_no(said) is False:
        await presses.ask_words(turn, ticket, telling.WORDS, "wishes/your_words", WishAct.REWORD)
    else:
        return False
    return True


async def _words(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    if drops(_words_of(turn)):
        await verbs.withdraw(turn, ticket)
        await presses.noted(turn, ticket, "drop")
    else:
        await verbs.reword(turn, ticket, own_words(_words_of(turn)) or _words_of(turn))
    return True


async def _edited(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await edit(turn, ticket, own_words(_words_of(turn)) or _words_of(turn))
    return True


async def edit(turn: Turn, ticket: TicketRow, words: str) -> None:
    """Change the public words, and show the officer what would be published now."""
    await verbs.edit(turn, ticket, words)
    wish, mine = await the_wish(turn, ticket), await parts(turn, ticket)
    await turn.reply(
        "wishes/review", ticket=ticket.id, ticket_=view(turn, ticket),
        wish=wish_view(ticket, wish), by=dates.review_by(turn, turn.now), problems=[],
        offers=telling.offers(ticket, WishState(wish.state), mine),
    )  # fmt: skip


async def _unfit(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await verbs.unfit(turn, ticket, verbs.OTHER, _words_of(turn))
    await presses.noted(turn, ticket, "unfit")
    return True


async def _meet(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await verbs.release(turn, ticket, _words_of(turn))
    await presses.noted(turn, ticket, "release")
    return True


async def _progress(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await verbs.progress(turn, ticket, _words_of(turn))
    await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _delivered(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await deliver(turn, ticket, _words_of(turn))
    return True


async def deliver(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The claimer's word or photo that it is done."""
    kept = await keep(turn, ticket, "after")
    result = words or (turn.words("wishes/by_photo") if kept else "")
    await verbs.deliver(turn, ticket, result=result)
    await presses.noted(turn, ticket, "deliver")


async def _unfulfilled(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    await verbs.unfulfil(turn, ticket, reason=_words_of(turn))
    await presses.noted(turn, ticket, "unfulfil")
    return True


async def _asked(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    said = turn.said
    words = _words_of(turn)
    meant = said.reply_to or said.mentioned or len(plain(words)) <= ALONE
    came = arrived(words)
    if came is None or (turn.in_group and not meant):
        return False
    await (verbs.came if came else verbs.not_arrived)(turn, ticket, words=words)
    if not came:
        await presses.noted(turn, ticket, "missing")
    return True


async def _thanks(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    answer = yes_or_no(_words_of(turn))
    if reading.kind is Kind.WISH or answer is True:
        return False
    if answer is False:
        await presses.noted(turn, ticket, "keep")
    else:
        await verbs.thank(turn, ticket, _words_of(turn))
    return True


async def _forward(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    keep = keeps(_words_of(turn))
    if not keep and not agrees(_words_of(turn)):
        return False
    if not keep:
        await verbs.forward_thanks(turn, ticket)
    await presses.noted(turn, ticket, "keep" if keep else "forward_thanks")
    return True


async def _offered(turn: Turn, ticket: TicketRow, _: Reading) -> bool:
    """`我来认领`: clear where one wish is on offer, else they are asked which."""
    if not claims(_words_of(turn)):
        return False
    offered = await questions.open_of(turn.session, turn.actor or 0, board.OFFERED, turn.now)
    if len(offered) > 1 and not turn.said.reply_to:
        numbers = sorted({question.ticket_id or 0 for question in offered})
        await turn.reply("wishes/which", wishes=await wording.listed(turn, numbers))
        return True
    await verbs.claim(turn, ticket)
    return True


ANSWERS: dict[str, tuple[WishAct, Answer]] = {
    telling.PROPOSED: (WishAct.CONFIRM, _proposed),
    telling.WORDS: (WishAct.REWORD, _words),
    telling.EDITED: (WishAct.EDIT, _edited),
    telling.UNFIT: (WishAct.UNFIT, _unfit),
    telling.MEET: (WishAct.RELEASE, _meet),
    telling.PROGRESS: (WishAct.PROGRESS, _progress),
    telling.DELIVERED: (WishAct.DELIVER, _delivered),
    telling.UNFULFIL: (WishAct.UNFULFIL, _unfulfilled),
    telling.ASKED: (WishAct.CAME, _asked),
    telling.THANKS: (WishAct.THANK, _thanks),
    telling.FORWARD: (WishAct.THANK, _forward),
    board.OFFERED: (WishAct.CLAIM, _offered),
}
KINDS = frozenset({*ANSWERS, consent.DOOR})
