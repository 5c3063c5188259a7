"""What residents hear of their ticket: one line in the group when it opens, one when it is done.

Everything else goes to private, or waits until they ask. In a group no room, name or result in a
worker's own words is ever repeated.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from domain.messages import Address, Op, Priority
from domain.tickets.kinds import Sensitivity
from domain.tickets.ratings import CHANGED_WITHIN
from domain.tickets.states import LIVE, Act, State
from handlers.pasted import answers
from handlers.tickets.views import view
from handlers.turn import BUTTONS, Asking, Offer, Turn
from storage import outbox, people, questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

CONFIRM, ANSWER, RATE = "confirm", "answer", "rate"
WHAT_IS_MISSING = "tickets/partly_what"
DECLINED = ("tickets/declined", "pasted/declined_group")
REOPENED = "tickets/reopened_receipt"
ANSWERABLE = timedelta(days=15)  # domain rules a.3: the reporter may reopen for 15 days
OUTCOMES = ("tickets.solve", "tickets.partly", "tickets.not_solved")
RATINGS = ("tickets.content", "tickets.so_so", "tickets.not_content")


async def reporter(
    turn: Turn, ticket: TicketRow, moment: str, *, hold: bool = True, but: int | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    """Tell everybody behind a ticket in private; who never opened the chat hears it on asking.

    Whoever works on it themselves is told as a worker, and by nobody that somebody has taken it.
    """
    for row in await queries.reporters(turn.session, ticket.id):
        if row.person_id in (but, ticket.owner_id, ticket.doer_id):
            continue
        await turn.tell(
            row.person_id, moment, subject=f"t{ticket.id}/p{row.person_id}", ticket=ticket.id,
            priority=Priority.ANSWER, hold=hold and not view(turn, ticket).urgent,
            ticket_=view(turn, ticket), **facts,
        )  # fmt: skip


def group_of(ticket: TicketRow) -> Address | None:
    """The group a ticket may be spoken of in; None for a sensitive one, or one said in private."""
    if ticket.chat is None or ticket.sensitivity == Sensitivity.SENSITIVE:
        return None
    return Address(ticket.channel, ticket.chat, ticket.thread)


async def ask_whether_solved(turn: Turn, ticket: TicketRow) -> None:
    """The one line when it is done, which is also the question: solved, partly, not?"""
    await answers.tell(turn, ticket, "pasted/done_group")
    if ticket.reporter_id is None:
        return
    where = group_of(ticket) or await people.address_of(turn.session, ticket.reporter_id)
    if where is None:
        return
    if ticket.line is not None:
        await turn.rewrite(ticket.line, subject="done")  # too late for "do not register"
    group = group_of(ticket) is not None
    await turn.say(
        "tickets/done_group" if group else "tickets/done", where, group=group,
        subject=f"t{ticket.id}", ticket=ticket.id, person=ticket.reporter_id,
        reply_to=ticket.message, hold=not view(turn, ticket).urgent,
        offers=[[Offer(verb, {"ticket": ticket.id}) for verb in OUTCOMES]],
        asking=_confirming(ticket), ticket_=view(turn, ticket),
    )  # fmt: skip


def _confirming(ticket: TicketRow) -> Asking:
    return Asking(
        CONFIRM, person=ticket.reporter_id, ticket=ticket.id, by_words=True, lasts=ANSWERABLE
    )


async def ask_once_more(turn: Turn, ticket: TicketRow) -> None:
    """Nobody has answered: in private once more, in the group by the words of the line alone."""
    if ticket.reporter_id is None:
        return
    await quietly(
        turn,
        ticket,
        "tickets/done_again",
        verbs=OUTCOMES,
        asking=_confirming(ticket),
        in_a_row=True,
    )


async def closed(turn: Turn, ticket: TicketRow, *, rated: bool) -> None:
    """The line that asked becomes the line that thanks; who is content is asked, and how much."""
    own_word = ticket.closed_by == "reporter" and ticket.sensitivity != Sensitivity.SENSITIVE
    asks = own_word and not rated
    private = await people.address_of(turn.session, ticket.reporter_id or 0)
    if private is not None or not asks:
        moment = "tickets/rechecked" if ticket.closed_by == "checker" else "tickets/thanks"
        await _answer(turn, ticket, moment, but=ticket.reporter_id if asks else None)
    else:
        # Its line asks anew.
        await questions.close_about(turn.session, ticket.id, CONFIRM, turn.now)
    if asks:
        asking = Asking(
            RATE, person=ticket.reporter_id, ticket=ticket.id, by_words=True, lasts=CHANGED_WITHIN
        )
        await quietly(turn, ticket, "ratings/how_was_it", verbs=RATINGS, asking=asking)


async def quietly(
    turn: Turn,
    ticket: TicketRow,
    moment: str,
    *,
    verbs: Iterable[str] = (),
    asking: Asking = BUTTONS,
    in_a_row: bool = False,
    **facts: Any,
) -> None:
    """Say something to the reporter in private; where that cannot be, in the group's own line.

    There its words are another moment, `…_group`, which everybody may read; no line is added.
    """
    made = [Offer(verb, {"ticket": ticket.id}) for verb in verbs]
    offers = [made] if in_a_row else [[offer] for offer in made]
    private = await people.address_of(turn.session, ticket.reporter_id or 0)
    if private is not None:
        await turn.say(
            moment, private, subject=f"t{ticket.id}", ticket=ticket.id, offers=offers,
            asking=asking, person=ticket.reporter_id, ticket_=view(turn, ticket), **facts,
        )  # fmt: skip
        return
    line, place = await own_line(turn, ticket), f"{moment}_group"
    await _say_in(turn, ticket, line, place, subject=place, offers=offers, asking=asking)


async def _say_in(
    turn: Turn, ticket: TicketRow, line: str | None, moment: str, **rest: Any
) -> None:
    """The group's own line about a ticket says this from now on, where there is one."""
    if line is not None and group_of(ticket) is not None:
        words = turn.words(moment, ticket_=view(turn, ticket))
        await turn.rewrite(line, text=words, moment=moment, **rest)


async def own_line(turn: Turn, ticket: TicketRow) -> str | None:
    """Huying's newest line about a ticket in its group: the one that asked, else the receipt."""
    for question in await questions.newest_of_each_chat(turn.session, ticket.id, CONFIRM):
        if question.chat == ticket.chat:
            return question.outbox_key
    return ticket.line


async def reopened(turn: Turn, ticket: TicketRow, *, missing_asked: bool) -> None:
    """Say what happens next, in the place of the question; ask what is missing where nobody said."""
    moment = WHAT_IS_MISSING if missing_asked else REOPENED
    await _answer(turn, ticket, moment)


async def _answer(turn: Turn, ticket: TicketRow, moment: str, *, but: int | None = None) -> None:
    await questions.close_about(turn.session, ticket.id, CONFIRM, turn.now)
    asked = await questions.newest_of_each_chat(turn.session, ticket.id, CONFIRM)
    for question in asked:
        await _edit(turn, ticket, question, moment)
    if not asked and ticket.line is not None and group_of(ticket) is not None:
        words = turn.words(
            moment, ticket_=view(turn, ticket)
        )  # of their own matter nobody was asked
        await turn.rewrite(ticket.line, text=words, moment=moment, subject=moment)
    if asked and moment == WHAT_IS_MISSING:
        await _listen_for_what_is_missing(turn, ticket, asked)
    elif asked and moment == REOPENED and group_of(ticket) is None:
        await _listen_in_private(turn, ticket, asked)
    if group_of(ticket) is None and ticket.reporter_id is not None:
        await reporter(turn, ticket, moment, hold=False, but=but)


async def _listen_for_what_is_missing(
    turn: Turn, ticket: TicketRow, asked: list[QuestionRow]
) -> None:
    """What is missing is said where the answer was given."""
    here = turn.incoming.where.chat if turn.incoming else None
    question = next((one for one in asked if one.chat == here), asked[0])
    asking = Asking(
        ANSWER, person=ticket.reporter_id, ticket=ticket.id, facts={"next": True}, by_words=True
    )
    await turn.listen(question.outbox_key, Address(question.channel, question.chat), asking)


async def _listen_in_private(turn: Turn, ticket: TicketRow, asked: list[QuestionRow]) -> None:
    """Whoever said in private that it is not done goes on about it: no older question takes that."""
    asking = Asking(ANSWER, person=ticket.reporter_id, ticket=ticket.id, by_words=True)
    question = asked[0]
    await turn.listen(question.outbox_key, Address(question.channel, question.chat), asking)


async def _edit(turn: Turn, ticket: TicketRow, question: QuestionRow, moment: str) -> None:
    words = turn.words(moment, ticket_=view(turn, ticket)) if group_of(ticket) else None
    await turn.rewrite(question.outbox_key, text=words, moment=moment, subject=moment)


async def history(turn: Turn, ticket: TicketRow) -> list[dict[str, Any]]:
    """What the next one needs to know: each step, when, as what, and the words that came with it."""
    shown = {Act.ACCEPT, Act.FINISH, Act.PARTLY, Act.NOT_SOLVED, Act.HAND_OVER, Act.NOTE,
             Act.ESCALATE, Act.ASK_BACK, Act.RETURN, Act.PASS_BACK, Act.ARRIVE}  # fmt: skip
    await turn.session.flush()
    return [
        {"at": row.at, "act": row.act, "part": row.part, "note": row.note}
        for row in await queries.history(turn.session, ticket.id)
        if row.act in shown and (row.note or row.act != Act.NOTE)
    ]


def night(turn: Turn) -> datetime | None:
    """When the quiet hours end, if it is quiet now."""
    waking = turn.waking()
    return waking if waking > turn.now else None


async def joined(turn: Turn, ticket: TicketRow) -> None:
    """Tell somebody that they stand behind a neighbour's ticket now; in the group a sign is enough."""
    if turn.in_group and turn.said.message:
        await turn.do(Op.REACT, turn.said.where, target=turn.said.message, emoji="👌", group=True)
    elif turn.incoming is not None:
        await turn.reply("tickets/joined", ticket=ticket.id, ticket_=view(turn, ticket))


async def merged(turn: Turn, ticket: TicketRow, main: TicketRow, people: Iterable[int]) -> None:
    """Whoever reported what was merged hears once, in private, under which number it goes on."""
    for person in people:
        await turn.tell(
            person, "tickets/merged", subject=f"t{ticket.id}/p{person}", ticket=main.id,
            hold=True, ticket_=view(turn, ticket), main=view(turn, main),
        )  # fmt: skip


async def standing(turn: Turn, ticket: TicketRow) -> None:
    """Say where a ticket stands, to somebody who asks; nothing private in a group."""
    group = turn.in_group
    if group and ticket.sensitivity != Sensitivity.NORMAL:
        told = await turn.tell(
            turn.actor or 0, "tickets/standing", ticket=ticket.id, ticket_=view(turn, ticket)
        )
        if ticket.sensitivity == Sensitivity.SENSITIVE:
            return  # of that a group sees no trace at all
        if told:
            await turn.reply("tickets/in_private")
        else:  # the same line whatever it is about (P07)
            await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
        return
    moment = "tickets/standing_group" if group else "tickets/standing"
    await turn.reply(moment, ticket=ticket.id, ticket_=view(turn, ticket))


async def declined(turn: Turn, ticket: TicketRow, reason: str) -> None:
    """Nothing will be done: nobody behind it waits on, and the group's line promises nothing more.

    Whoever cannot be written to is told by a human, unless that would tell the office who it is.
    """
    known = not ticket.anonymous and ticket.sensitivity != Sensitivity.SENSITIVE
    in_wechat = known and await answers.tell(turn, ticket, DECLINED[1], note=reason)
    by_hand = known and not in_wechat
    await reporter(turn, ticket, DECLINED[0], hold=False, or_by_hand=by_hand, note=reason)
    line = await own_line(turn, ticket)
    await questions.close_about(turn.session, ticket.id, CONFIRM, turn.now)
    await _say_in(turn, ticket, line, "tickets/ended_group", subject=f"ended{ticket.version}")


async def taken_up(turn: Turn, ticket: TicketRow) -> None:
    """What was declined is done after all: where somebody read the one, they read the other."""
    moment = "tickets/taken_up"
    if not await outbox.unsay(turn.session, ticket.id, DECLINED):  # else nobody has read it yet
        in_wechat = await answers.tell(turn, ticket, f"{moment}_group")
        known = not ticket.anonymous and ticket.sensitivity != Sensitivity.SENSITIVE
        await reporter(turn, ticket, moment, hold=False, or_by_hand=known and not in_wechat)
    line = await own_line(turn, ticket)
    await _say_in(turn, ticket, line, f"{moment}_group", subject=f"up{ticket.version}")


async def withdrawn(turn: Turn, ticket: TicketRow, line: str | None) -> None:
    """The receipt's own line says that it was taken back; no new one is added."""
    if line is not None:
        moment = _without_them(ticket)
        words = turn.words(moment, ticket_=view(turn, ticket))
        await turn.rewrite(line, text=words, moment=moment)


async def taken_back(turn: Turn, ticket: TicketRow) -> None:
    """Somebody took it back in words: the receipt's line says so, and in private a sentence."""
    if turn.in_group:
        await withdrawn(turn, ticket, ticket.line)
    else:
        await turn.reply(_without_them(ticket), ticket=ticket.id, ticket_=view(turn, ticket))


def _without_them(ticket: TicketRow) -> str:
    """Where neighbours stand behind it, one of whom is its reporter now, it goes on."""
    goes_on = State(ticket.state) in LIVE and ticket.reporter_id is not None
    return "tickets/goes_on" if goes_on else "tickets/taken_back"
