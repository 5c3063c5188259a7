"""Clearing up what is unclear before anything is registered: one short question to the author."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.messages import Op, Priority
from domain.places import PlaceKind
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, State
from domain.understanding import Absent, Ask, Context, PlaceSaid, Reading
from domain.understanding.answers import asks_back, is_the_same, yes_or_no
from domain.understanding.grammar import house_in_zone, is_just_a_place, is_whereabouts, said_in
from domain.understanding.takenback import takes_back
from handlers import corrections, posters
from handlers.privacy import contacts
from handlers.tickets import filing, further, neighbours, pushes, repeats, telling, verbs
from handlers.tickets.drafts import Draft, unpacked
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from handlers.wishes import consent
from storage import outbox, questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, set_timer

GONE_AFTER = timedelta(minutes=10)  # domain rules a.2: the question leaves the group then
PLACE, INTENT, KNOWN, WHERE = "place", "intent", "known", "where"
BESIDES = "besides"
"""The moment that names what else a line tells of."""
MOST_PLACES, A_ROW = 12, 4
SHORTEST = 2  # characters that say where something is


async def ask(turn: Turn, reading: Reading, draft: Draft) -> None:
    """Ask the author where it is, or whether to register at all; the draft waits in the question."""
    if reading.ask is Ask.PLACE:
        here = await further.same_place(turn, draft.text, reading.place)
        if here is not None:  # who has just said where is not asked again
            await register(turn, replace(draft, place=here, place_words=""))
        else:
            await ask_place(turn, draft, reading.place)
        return
    offers = [[Offer("tickets.register"), Offer("tickets.leave")]]
    category = turn.world.catalogue.get(draft.category)
    if reading.ask is Ask.BESIDES and category is not None:
        await _put(turn, INTENT, draft, offers, moment=BESIDES, what=category.said)
    else:
        await _put(turn, INTENT, draft, offers)


async def ask_place(turn: Turn, draft: Draft, said: PlaceSaid | None) -> None:
    """Ask where it is, with what is likely as buttons: places only, never who lives there.

    What was said already is not asked again: `3栋2单元` lacks its estate or zone, nothing else. Of what
    does not exist it is said so, for whoever is only asked once more believes it noted.
    """
    places = turn.world.places
    absent = said.absent if said else None
    candidates = said.candidates if said else ()
    which = bool(candidates) and said is not None and said.missing == "zone"
    few = len(candidates) <= MOST_PLACES
    if not which and not few:
        candidates = await _own_places(turn, candidates)
    home = places.name_of(draft.group_place) if draft.group_place else ""
    offers = [
        Offer("tickets.place", {"place": code}, label=places.name_of(code).removeprefix(home))
        for code in candidates[:MOST_PLACES]
    ]
    rows = [offers[at : at + A_ROW] for at in range(0, len(offers), A_ROW)]
    which = which or (absent is not None and bool(rows) and few)
    facts = {"absent": absent.name, "absent_kind": absent.kind.value} if absent else None
    await _put(turn, PLACE, draft, rows, facts, which=which, absent=_lacking(turn, absent, home))


def _lacking(turn: Turn, absent: Absent | None, home: str = "") -> dict[str, str] | None:
    """What does not exist, and where not, as a sentence names it."""
    if absent is None:
        return None
    where = turn.world.places.name_of(absent.within) if absent.within else ""
    where = where.removeprefix(home) or where
    return {"kind": absent.kind.value, "name": absent.name, "where": where}


async def _own_places(turn: Turn, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """Of many, those where this person reported something before: theirs alone, nobody else's."""
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    before = [row.place or "" for row in mine]
    covers = turn.world.places.covers
    return tuple(code for code in candidates if any(covers(code, place) for place in before))


async def ask_where(turn: Turn, ticket: TicketRow) -> None:
    """An emergency without its place: everybody has been told already, the place is asked meanwhile."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return
    asking = Asking(WHERE, person=turn.actor, ticket=ticket.id, by_words=True)
    said = said_in(ticket.text, turn.world.places, ticket.place)
    await turn.reply(
        "questions/where", subject=ticket.id, ticket=ticket.id, asking=asking,
        priority=Priority.EMERGENCY, absent=_lacking(turn, said.absent if said else None),
    )  # fmt: skip


async def offer_known(turn: Turn, draft: Draft, known: TicketRow) -> None:
    """A neighbour was faster: ask the writer whether to stand behind the same ticket."""
    offers = [[Offer("tickets.join", {"ticket": known.id}), Offer("tickets.another")]]
    await _put(turn, KNOWN, draft, offers, ticket_=view(turn, known), facts={"known": known.id})


async def _put(
    turn: Turn,
    kind: str,
    draft: Draft,
    offers: list[list[Offer]],
    facts: dict[str, Any] | None = None,
    moment: str = "",
    **words: Any,
) -> None:
    asking = Asking(
        kind, person=turn.actor, facts={"draft": draft.packed(), **(facts or {})}, by_words=True
    )
    key = await turn.reply(f"questions/{moment or kind}", offers=offers, asking=asking, **words)
    if key is None:
        return
    await set_timer(
        turn.session, f"question/{key}/over", "question.over", turn.now + asking.lasts,
        outbox_key=key,
    )  # fmt: skip
    if turn.in_group:
        await set_timer(
            turn.session, f"question/{key}", "question.gone", turn.now + GONE_AFTER, outbox_key=key
        )


async def question_gone(turn: Turn, timer: TimerRow) -> None:
    """The question leaves the group; an answer to it still counts for the day."""
    await turn.take_back(str(timer.facts["outbox_key"]))


async def question_over(turn: Turn, timer: TimerRow) -> None:
    """Nobody answered in time: what waited was no matter, and chat is not kept."""
    await questions.forget(turn.session, str(timer.facts["outbox_key"]))


async def register(turn: Turn, draft: Draft) -> TicketRow | None:
    """Register a draft, unless a neighbour has the same thing open already: then offer to join."""
    if draft.door is not None and not draft.agreed:
        await consent.ask(turn, draft)
        return None
    draft = await posters.located(turn, draft)
    known = await known_already(turn, draft)
    if known is None:
        return await repeats.register(turn, draft)
    if known.state == State.REPORTED.value and known.reporter_id == turn.actor:
        await repeats.said_again(turn, known, draft)
        return known
    if known.reporter_id == turn.actor or not await _newcomer(turn, known):
        await _add(turn, known, draft)
        return known
    if turn.overtaken:  # a backlog: nobody is asked hours later, and nobody's voice is lost
        await joined(turn, known)
        return known
    await offer_known(turn, draft, known)
    return None


async def known_already(turn: Turn, draft: Draft) -> TicketRow | None:
    """What is open already: the same thing, or what a neighbour's words are likely about, too.

    Where nobody can be asked, what is only likely stays a ticket of its own.
    """
    category = turn.world.catalogue.get(draft.category)
    if draft.place is None or draft.emergency or category is None or not category.tangible:
        return None
    known = await neighbours.same(turn, draft)
    if known is not None or turn.overtaken or draft.door is not None:
        return known
    return await neighbours.likely(turn, draft)


def is_open(ticket: TicketRow) -> bool:
    """Whether one more household may still stand behind it."""
    return State(ticket.state) in LIVE and not ticket.wish


async def _newcomer(turn: Turn, known: TicketRow) -> bool:
    rows = await queries.reporters(turn.session, known.id)
    return all(row.person_id != turn.actor for row in rows)


async def _add(turn: Turn, known: TicketRow, draft: Draft) -> None:
    """The same person says it again: one ticket, and a quiet sign that it was read."""
    where = turn.said.where
    for said in draft.messages:
        await queries.bind(
            turn.session, known.id, where, said.message, at=turn.now, album=said.album
        )
    await verbs.attach(turn, known, draft.media, stage="before")
    await verbs.add_note(turn, known, draft.text)
    if await contacts.keep(turn, known, draft.contact):
        await contacts.promise(turn, known)
        await pushes.number_left(turn, known)
    await acknowledge(turn)


async def acknowledge(turn: Turn, ticket: TicketRow | None = None) -> None:
    """A reaction instead of a line, where that says enough; of what is sensitive a group sees none."""
    sensitive = ticket is not None and ticket.sensitivity == Sensitivity.SENSITIVE
    if turn.said.message and not (turn.in_group and sensitive):
        await turn.do(
            Op.REACT, turn.said.where, target=turn.said.message, emoji="👌", group=turn.in_group
        )


def _waiting(question: QuestionRow) -> Draft:
    """The draft that a question holds. Where its group got a new id, message ids began anew."""
    draft = unpacked(question.facts["draft"])
    if draft.chat in (None, question.chat):
        return draft
    return replace(draft, chat=question.chat, message=None, messages=())


async def answered_place(turn: Turn, question: QuestionRow, place: str) -> None:
    """The author pressed a place."""
    draft = _waiting(question)
    await settle(turn, question)
    await register(turn, replace(draft, place=place))


async def answered_by_words(turn: Turn, question: QuestionRow, words: str) -> bool:
    """Plain words in answer to a question of this kind; False where they are something else."""
    if question.kind == WHERE:
        return await _located(turn, question, words)
    alone = not turn.in_group
    if takes_back(words, mine=alone, under=alone or turn.said.reply_to is not None):
        await settle(turn, question)
        await acknowledge(turn)
        return True
    if question.kind == PLACE:
        return await _place_in_words(turn, question, words)
    choice = is_the_same(words) if question.kind == KNOWN else yes_or_no(words)
    if choice is None:
        return False
    if question.kind == INTENT:
        await answered_intent(turn, question, yes=choice)
    else:
        await answered_known(turn, question, yes=choice)
    return True


async def _place_in_words(turn: Turn, question: QuestionRow, words: str) -> bool:
    draft = _waiting(question)
    context = Context(group_place=draft.group_place, private=not turn.in_group)
    reading = turn.world.reader.read(f"{words},{draft.text}", context)
    elsewhere = _house_there(turn, question, draft, words)
    place = elsewhere or reading.place or said_in(words, turn.world.places, draft.group_place)
    alone = turn.world.reader.read(words, context).category in (None, draft.category)
    if alone and (wrong := _absent_again(turn, draft, words)) is not None:
        return await _insisted(turn, question, draft, words, wrong)
    vague = place is None or (place.code in (None, draft.group_place) and not place.spot)
    replies = turn.said.reply_to is not None
    just = is_just_a_place(words, turn.world.places, draft.group_place) or (
        place is not None and place.spot is not None
        and is_whereabouts(words, turn.world.places, draft.group_place)
    )  # fmt: skip
    if vague and not (alone and await _best_they_can(turn, question)):
        return False
    if not vague and not replies and not (just and alone):
        return False  # people go on talking: a sentence about something else is no answer
    await settle(turn, question)
    said = f"{draft.text}\n{words}"
    text = draft.text if draft.door is not None else said
    if place is None or vague:  # `老李家旁边那个`: whoever gets it finds it, or asks back
        draft = replace(draft, place=draft.group_place, place_words="")
    else:
        spot = (place.spot or place.landmark or "") if not place.code else ""
        draft = replace(draft, place=place.code, place_words=spot)
    await _answered(turn, replace(draft, text=text))
    return True


def _house_there(turn: Turn, question: QuestionRow, draft: Draft, words: str) -> PlaceSaid | None:
    """The zone alone, in answer: of the house that another has not, or of a zone that is not there."""
    places, around = turn.world.places, draft.group_place
    found, kind = None, question.facts.get("absent_kind")
    if kind == PlaceKind.BUILDING.value:
        found = house_in_zone(words, question.facts["absent"], places, around)
    elif kind == PlaceKind.ZONE.value:
        said = said_in(words, places, around)
        if said is not None and said.zone and not said.building:
            found = said_in(f"{words},{draft.text}", places, around)
    return found if found is not None and found.code and found.absent is None else None


async def _answered(turn: Turn, draft: Draft) -> None:
    """Register what has its place now; the answer's own line belongs to it, for what is said next."""
    ticket = await register(turn, draft)
    if ticket is not None and turn.in_group and turn.said.message:
        await queries.bind(turn.session, ticket.id, turn.said.where, turn.said.message, at=turn.now)


def _absent_again(turn: Turn, draft: Draft, words: str) -> PlaceSaid | None:
    """The place in an answer that names a house or a zone which does not exist."""
    said = said_in(words, turn.world.places, draft.group_place)
    if said is None or said.absent is None or said.absent.kind is PlaceKind.UNIT:
        return None  # of a stairway the house is known, which is enough
    short = turn.said.reply_to is not None or is_just_a_place(
        words, turn.world.places, draft.group_place
    )
    return said if short else None


async def _insisted(
    turn: Turn, question: QuestionRow, draft: Draft, words: str, said: PlaceSaid
) -> bool:
    """Whoever says it twice may know better than the workbook: a human clears it up, near there."""
    assert said.absent is not None
    before = question.facts.get("absent")
    await settle(turn, question)
    if before != said.absent.name:
        await ask_place(turn, draft, said)
        return True
    text = draft.text if draft.door is not None else f"{draft.text}\n{words}"
    near = said.absent.within or said.code or draft.group_place
    await _answered(turn, replace(draft, text=text, place=near, place_words=""))
    return True


async def _best_they_can(turn: Turn, question: QuestionRow) -> bool:
    """Whether words that name no known place answer the very question where it is."""
    words = turn.said.text
    if question.facts["draft"].get("door") or asks_back(words) or len(words) < SHORTEST:
        return False
    asked = await outbox.became(turn.session, question.outbox_key)
    if turn.said.reply_to is not None:
        return asked is not None and asked.message == turn.said.reply_to
    return not turn.in_group and is_whereabouts(words, turn.world.places, None)


async def _located(turn: Turn, question: QuestionRow, words: str) -> bool:
    """The place of an emergency, in whatever words: they go on to everybody at once."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None:
        return False
    replies = turn.said.reply_to is not None
    if not replies and not is_whereabouts(words, turn.world.places, ticket.place):
        return False
    context = Context(group_place=ticket.place, private=not turn.in_group)
    alone = turn.world.reader.read(words, context)
    if not replies and alone.category not in (None, ticket.category):
        return False  # a matter of its own, and its own place
    place = turn.world.reader.read(f"{words},{ticket.text}", context).place
    await turn.close_question(question)
    await verbs.locate(turn, ticket, words, place.code if place and place.building else None)
    await acknowledge(turn)
    return True


async def answered_intent(turn: Turn, question: QuestionRow, *, yes: bool) -> None:
    """The author says whether to register. After a no nothing of the words is kept (P02)."""
    draft = _waiting(question)
    await settle(turn, question)
    ticket = await register(turn, draft) if yes else None
    if ticket is not None and ticket.text == draft.text:  # else a neighbour's, or an old one
        await corrections.confirmed(turn, ticket)


async def answered_known(turn: Turn, question: QuestionRow, *, yes: bool) -> None:
    """The writer stands behind the neighbour's ticket, or has another thing."""
    draft = _waiting(question)
    known = await queries.ticket(turn.session, int(question.facts["known"]))
    await settle(turn, question)
    if yes and known is not None:
        await joined(turn, known)
        return
    await filing.file(turn, draft, reporter=turn.actor)


async def joined(turn: Turn, known: TicketRow) -> None:
    """One more household behind a ticket: a sign where it was said, the news in private."""
    if await verbs.join(turn, known) and turn.said.message:
        await queries.bind(turn.session, known.id, turn.said.where, turn.said.message, at=turn.now)
    await telling.joined(turn, known)


async def settle(turn: Turn, question: QuestionRow) -> None:
    """Close the question; in a group its line goes, so that only the answer to it stays.

    The words that waited are the ticket's now, or nobody's.
    """
    await turn.close_question(question)
    await questions.forget(turn.session, question.outbox_key)
    if turn.in_group or question.chat != turn.said.where.chat:
        await turn.take_back(question.outbox_key)
    else:
        await turn.take_buttons_away(question)
