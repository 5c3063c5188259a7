"""`我报名`, `+1`, `去不了了` or a 接龙: which sign-up is meant, and what whoever wrote it hears."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from domain.dates_said import when_said
from domain.signups.words import Passed, Said, declines, heard, names, parted, passed, shared
from domain.tickets.kinds import WRONG, Kind
from domain.understanding import Action, Context, Reading
from handlers import schedules
from handlers.announcements import audience_groups
from handlers.signups import asking, codes, joining, leaving, opening
from handlers.signups.telling import hear
from handlers.signups.views import GotView, view
from handlers.turn import Asking, Offer, Turn
from storage import signups
from storage.chats import chat_at
from storage.questions import waiting_for
from storage.signups import SignupRow
from storage.tickets import queries

MOST_OFFERED = 3
WHICH = "signup.which"
MATTERS = WRONG | {Kind.EMERGENCY}


async def said(turn: Turn) -> bool:
    """Whether a line is about a sign-up that is open here; then it is done."""
    if await asking.asked_in_words(turn) or await codes.asked(turn):
        return True
    if await _beside(turn):
        return False
    text = turn.said.text
    want, listed = heard(text), passed(text)
    if want is None and listed is None:
        return False
    if _a_matter(turn, listed=listed is not None) or await _of_a_ticket(turn):
        return False
    if listed is not None:
        return await _passed(turn, listed)
    assert want is not None
    return await (_leaves if want.leaves else _joins)(turn, want)


async def _beside(turn: Turn) -> bool:
    """`3栋电梯坏了去不了了`: the place is given back, and what is broken is still to be heard."""
    both = parted(turn.said.text)
    if both is None:
        return False
    want, rest = both
    reading = turn.world.reader.read(rest, Context(private=not turn.in_group))
    if reading.kind not in MATTERS or reading.action not in (Action.REGISTER, Action.ASK):
        return False
    if reading.kind is not Kind.EMERGENCY:  # danger goes before anything
        await (_leaves if want.leaves else _joins)(turn, want)
    turn.incoming = replace(turn.said, text=rest)
    return True


def _a_matter(turn: Turn, *, listed: bool) -> bool:
    """What is read as a matter is one, whatever signs stand in it; danger goes before anything."""
    reading = turn.world.reader.read(turn.said.text, Context(private=not turn.in_group))
    if reading.action is not Action.REGISTER:
        return False
    return reading.kind is Kind.EMERGENCY or not listed


async def _of_a_ticket(turn: Turn) -> bool:
    """`+1` under somebody's broken lamp stands behind the lamp."""
    reply = turn.said.reply_to
    if reply is None:
        bare = heard(turn.said.text)
        return turn.said.after is not None and bare is not None and bare.bare
    return bool(await queries.by_message(turn.session, turn.said.where, reply))


async def _here(turn: Turn) -> list[SignupRow]:
    """What people can sign up for in this chat: in a group what it was told of."""
    rows = await signups.open_ones(turn.session, turn.now)
    if not turn.in_group or not rows:
        return rows
    chat = await chat_at(turn.session, turn.said.where)
    told: dict[tuple[str, ...], bool] = {}
    for row in rows:
        audience = tuple(row.audience)
        if audience not in told:
            groups = await audience_groups(turn, row.audience)
            told[audience] = chat is not None and any(group.id == chat.id for group in groups)
    return [row for row in rows if told[tuple(row.audience)]]


async def _meant(turn: Turn, rows: Sequence[SignupRow], text: str) -> list[SignupRow]:
    """Those that a line may mean: by the notice it answers, the thing it names, the day it says."""
    if turn.said.reply_to:
        rows = await _answered(turn, rows) or rows
    rows = _narrowed(turn, rows, text)
    nearest: dict[str, SignupRow] = {}
    for row in rows:
        nearest.setdefault(row.series or f"r{row.id}", row)
    return list(nearest.values())


async def _answered(turn: Turn, rows: Sequence[SignupRow]) -> list[SignupRow]:
    reply = turn.said.reply_to or ""
    return await signups.told_by(turn.session, rows, turn.said.where, reply)


async def _joins(turn: Turn, want: Said) -> bool:
    rows = await _meant(turn, await _here(turn), turn.said.text)
    if want.about:
        rows = [row for row in rows if shared(want.about, row.title)]
    if len(rows) == 1:
        await join(turn, rows[0].id, want)
    elif rows:
        await _ask_which(turn, rows, "signups.this_one", want)
    return bool(rows)


async def join(turn: Turn, number: int, want: Said, source: str = joining.WORDS) -> None:
    """Sign somebody up, and say where on the list they stand."""
    row, got = await joining.join(turn, number, want, source)
    await answer(turn, row, got)


async def _ask_which(turn: Turn, rows: Sequence[SignupRow], verb: str, want: Said) -> None:
    facts = asdict(want)
    offers = [
        [Offer(verb, {"signup": row.id, "said": facts}, label=_label(turn, row))]
        for row in rows[:MOST_OFFERED]
    ]
    asking = Asking(WHICH, person=turn.actor, by_words=True)
    await turn.reply("signups/which", offers=offers, asking=asking, leaves=want.leaves)


def _label(turn: Turn, row: SignupRow) -> str:
    return turn.words("signups/label", title=row.title, at=row.at)


async def _leaves(turn: Turn, want: Said) -> bool:
    assert turn.actor is not None
    rows = await signups.of_person(turn.session, turn.actor, turn.now)
    answered = await _answered(turn, rows) if turn.said.reply_to else []
    if want.bare and not answered and (turn.in_group or await _is_asked(turn)):
        return False  # `取消` alone may be about anything
    if want.about:
        rows = [row for row in rows if shared(want.about, row.title)]
    rows = answered or _narrowed(turn, rows, turn.said.text)
    if len(rows) == 1:
        await leaving.leave(
            turn, rows[0].id, whom=want.whom, loosely=want.loosely, heads=want.heads
        )
    elif rows:
        await _ask_which(turn, rows, "signups.not_this_one", want)
    return bool(rows)


def _narrowed(turn: Turn, rows: Sequence[SignupRow], text: str) -> list[SignupRow]:
    """Those of the thing that a line names most of, and of the day it says."""
    most = max((shared(text, row.title) for row in rows), default=0)
    rows = [row for row in rows if shared(text, row.title) == most]
    calendar = turn.world.calendar
    day = when_said(text, turn.now, calendar)
    if day is not None and day.dated:
        rows = [row for row in rows if calendar.local(row.at).date() == day.day] or rows
    return list(rows)


async def _is_asked(turn: Turn) -> bool:
    return bool(await waiting_for(turn.session, turn.said.where, turn.actor or 0, turn.now))


async def _passed(turn: Turn, listed: Passed) -> bool:
    """A 接龙 belongs to the sign-up that its header names, or to the only one where it names none."""
    rows = await _here(turn)
    named = [row for row in rows if names(listed.header, row.title)]
    if turn.said.reply_to:
        named = await _answered(turn, rows) or named
    rows = named or ([] if listed.header else rows)
    if len(rows) != 1:
        return False
    row, got = await joining.pass_on(turn, rows[0].id, listed.lines)
    await answer(turn, row, got, listed=True)
    return True


async def answer(turn: Turn, row: SignupRow, got: GotView, *, listed: bool = False) -> None:
    """Tell them where on the list they stand: in private where that is open, else where they are."""
    rows = await signups.entries(turn.session, row.id)
    facts: dict[str, Any] = {"signup": view(row, rows), "got": got, "listed": listed}
    offers = [[opening.cannot_come(row)]] if got.seats or got.waits else []
    more: dict[str, Any] = {"offers": offers, "asking": Asking(opening.EVE, person=turn.actor)}
    await hear(turn, "signups/joined", row.id, more=more, **facts)


async def in_doubt(turn: Turn, reading: Reading) -> None:
    """Somebody means a sign-up, and in no words that are known: they are asked for which."""
    want = heard(turn.said.text)
    rows = await _meant(turn, await _here(turn), turn.said.text)
    if (want is not None and want.leaves) or declines(turn.said.text):
        if not turn.in_group:
            await turn.reply("signups/none_of_yours")
    elif rows:
        await _ask_which(turn, rows, "signups.this_one", Said(heads=reading.people))
    else:
        await schedules.sign_up_later(turn)
