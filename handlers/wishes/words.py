"""What people say under a message about a wish, or where they carry just one."""

from domain.tickets.kinds import Kind
from domain.tickets.states import Act
from domain.understanding import Action, Reading, Verdict
from domain.understanding.answers import without_number, worker_says
from domain.wishes.states import HELD, LIVE_WISHES, WishPart, WishState
from domain.wishes.words import (
    agrees,
    arrived,
    claims,
    drops,
    fails_again,
    gives_up,
    nobody_home,
    own_words,
    thanks,
)
from handlers.tickets import asking
from handlers.tickets.around import JUST_NOW
from handlers.tickets.binding import bind, keep
from handlers.tickets.record import record
from handlers.tickets.views import view
from handlers.turn import Turn
from handlers.wishes import answers, presses, telling, verbs
from handlers.wishes.parts import parts, the_wish
from storage import outbox, wishes
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

TRIED = HELD | {WishState.FULFILLED}
"""Somebody has it in hand, or had."""
OFFICIAL = frozenset({WishPart.OFFICER, WishPart.OWNER})


async def about(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Do what the words mean for this wish; False where they mean nothing for it."""
    wish, mine = await the_wish(turn, ticket), await parts(turn, ticket)
    private = not turn.in_group
    if WishPart.CLAIMER in mine and private and WishState(wish.state) in HELD:
        return await _by_claimer(turn, ticket, wish)
    if WishPart.WISHER in mine:
        return await _by_wisher(turn, ticket, wish, reading)
    if WishPart.OFFICER in mine and private and await _by_officer(turn, ticket, wish):
        return True
    if WishPart.VOLUNTEER in mine and private and claims(_said(turn)):
        await verbs.claim(turn, ticket)
        return True
    if reading.verdict is Verdict.PROGRESS:
        await telling.standing(turn, ticket, wish)
    elif reading.kind is Kind.METOO:
        await turn.reply("wishes/your_own")
    elif mine & OFFICIAL and private and _said(turn):
        await _note(turn, ticket, wish)
        await asking.acknowledge(turn)
    else:
        return False
    return True


def _said(turn: Turn) -> str:
    return without_number(turn.said.text)


async def _by_claimer(turn: Turn, ticket: TicketRow, wish: WishRow) -> bool:
    """Delivered, cannot, or a word for the other side."""
    await bind(turn, ticket)
    words, released = _said(turn), wish.state == WishState.RELEASED.value
    done = arrived(words) is True or worker_says(words) == "finish" if words else True
    if words and gives_up(words):
        await verbs.give_back(turn, ticket, words=words)
    elif released and done:
        await answers.deliver(turn, ticket, words)
    elif words and wish.state != WishState.DELIVERED.value:
        await verbs.progress(turn, ticket, words)
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    else:
        await keep(turn, ticket, "after")
        await asking.acknowledge(turn)
    return True


async def _by_wisher(turn: Turn, ticket: TicketRow, wish: WishRow, reading: Reading) -> bool:
    said, state = _said(turn), WishState(wish.state)
    if reading.verdict is Verdict.PROGRESS:
        await telling.standing(turn, ticket, wish)
    elif state in LIVE_WISHES and (reading.verdict is Verdict.WITHDRAW or drops(said)):
        await verbs.withdraw(turn, ticket)
        await _settled(turn, ticket, "drop")
    elif (came := _came(said, reading, state)) is not None:
        await _whether_it_came(turn, ticket, wish, came=came)
    elif state is WishState.FULFILLED and thanks(said):
        await verbs.thank(turn, ticket, said)
    elif state in LIVE_WISHES and (said or turn.said.media):
        return await _added(turn, ticket, wish, reading)
    else:
        return False
    return True


def _came(said: str, reading: Reading, state: WishState) -> bool | None:
    """Whether it came; `不响了` of a radio that nobody has touched yet says why it is wished for."""
    if state not in TRIED:
        return arrived(said)
    if reading.verdict in (Verdict.NOT_SOLVED, Verdict.PARTLY) or fails_again(said):
        return False
    came = arrived(said)
    return True if came is None and reading.verdict is Verdict.SOLVED else came


async def _settled(turn: Turn, ticket: TicketRow, what: str) -> None:
    if turn.in_group:
        await asking.acknowledge(turn)
    else:
        await presses.noted(turn, ticket, what)


async def _whether_it_came(turn: Turn, ticket: TicketRow, wish: WishRow, *, came: bool) -> None:
    """Their word fulfils what a volunteer has; what they got elsewhere needs no volunteer any more."""
    state, words = WishState(wish.state), turn.said.text
    if came and state in HELD:
        await verbs.came(turn, ticket, words=words)
    elif came and state in LIVE_WISHES:
        await verbs.withdraw(turn, ticket)
        await _settled(turn, ticket, "drop")
        return
    elif not came and state in (WishState.DELIVERED, WishState.FULFILLED):
        await verbs.not_arrived(turn, ticket, words=words)
        await _settled(turn, ticket, "missing")
        return
    else:
        await telling.standing(turn, ticket, wish)
        return
    await asking.acknowledge(turn)


async def _added(turn: Turn, ticket: TicketRow, wish: WishRow, reading: Reading) -> bool:
    """More about the wish: to the claimer once they know each other, else to whoever answers for it."""
    if turn.in_group and reading.kind is Kind.CHAT and not turn.said.mentioned:
        return False  # small talk under a wish's line stays small talk
    await keep(turn, ticket, "before")
    known = wish.state in (WishState.RELEASED.value, WishState.DELIVERED.value)
    if known and not turn.in_group and turn.said.text:
        record(turn, ticket, Act.NOTE, WishPart.WISHER, note=turn.said.text)
        await verbs.say_to_claimer(turn, ticket, turn.said.text)
    else:
        await _note(turn, ticket, wish)
    if turn.in_group:
        await asking.acknowledge(turn)
    else:
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _note(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """Something is added: whoever answers for the wish learns of it."""
    words = turn.said.text
    part = WishPart.WISHER if ticket.reporter_id == turn.actor else WishPart.OFFICER
    record(turn, ticket, Act.NOTE, part, note=words)
    owner = ticket.owner_id
    if owner is None or owner == turn.actor:
        return
    await telling.desk(
        turn, ticket, wish, "tickets/added", people=[owner], note=words, edited=False
    )


async def _by_officer(turn: Turn, ticket: TicketRow, wish: WishRow) -> bool:
    """An officer's plain words: publish, change the words, tell the address, it came or not."""
    words, came = _said(turn), arrived(_said(turn))
    match WishState(wish.state):
        case WishState.REVIEW if agrees(words):
            await verbs.publish(turn, ticket)
            await presses.noted(turn, ticket, "publish")
        case WishState.REVIEW if (text := own_words(words)) is not None:
            await answers.edit(turn, ticket, text)
        case WishState.CLAIMED if agrees(words):
            await verbs.release(turn, ticket)
            await presses.noted(turn, ticket, "release")
        case WishState.DELIVERED if came is not None:
            await (verbs.check if came else verbs.not_arrived)(turn, ticket, words=words)
            await presses.noted(turn, ticket, "check" if came else "missing")
        case _:
            return False
    return True


async def in_hand(turn: Turn, reading: Reading) -> TicketRow | None:
    """The wish that a claimer's words in private are about, though nobody pressed "reply".

    A report is about what huying just spoke of, else about the only one they carry; words that mean
    nothing else are for the wisher, right after huying spoke of one.
    """
    said = turn.said
    if turn.in_group or said.reply_to:
        return None
    reports = gives_up(said.text) or arrived(said.text) is not None if said.text else said.media
    carried = await wishes.carried_by(turn.session, turn.actor or 0)
    last = await outbox.last_about(turn.session, said.where, turn.now - JUST_NOW)
    if last in carried and (reports or reading.action is Action.IGNORE):
        return await queries.ticket(turn.session, last)
    if reports and len(carried) == 1:
        return await queries.ticket(turn.session, carried[0])
    return await _to_decide(turn, last)


async def _to_decide(turn: Turn, last: int | None) -> TicketRow | None:
    """The wish that an officer's `可以发` is about: the one that huying just laid before them."""
    said = turn.said.text
    if last is None or not (agrees(said) or own_words(said)):
        return None
    ticket = await queries.ticket(turn.session, last)
    if ticket is None or not ticket.wish or not OFFICIAL & await parts(turn, ticket):
        return None
    state = WishState((await the_wish(turn, ticket)).state)
    return ticket if state in (WishState.REVIEW, WishState.CLAIMED) else None


async def nobody_there(turn: Turn) -> bool:
    """A claimer stood before a closed door: the wisher hears of it, and nobody is alarmed."""
    if turn.in_group or not nobody_home(turn.said.text):
        return False
    carried = await wishes.carried_by(turn.session, turn.actor or 0)
    ticket = await queries.ticket(turn.session, carried[0]) if len(carried) == 1 else None
    if ticket is None:
        return False
    await _by_claimer(turn, ticket, await the_wish(turn, ticket))
    return True


async def late_photo(turn: Turn, ticket: TicketRow) -> None:
    """One more picture of an album: the claimer's shows what was brought."""
    mine = await parts(turn, ticket)
    await keep(turn, ticket, "after" if WishPart.CLAIMER in mine else "before")
