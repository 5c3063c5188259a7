"""Taking places: each once, in the order in which people come."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice

from domain.places import PlaceKind
from domain.privacy import mask
from domain.refusals import Unknown
from domain.signups.book import is_full, seated
from domain.signups.states import (
    ACTIVE,
    HELD,
    LIVE,
    EntryState,
    SignupAct,
    SignUpOver,
    SignupState,
    advance,
)
from domain.signups.words import Listed, Said, surname
from handlers.signups.opening import show_soon
from handlers.signups.views import GotView, coming, seats, terms, waiting
from handlers.turn import Turn
from storage import signups
from storage.points.households import households_of
from storage.signups import SignupEntryRow, SignupRow

BUTTON, WORDS, LIST, DESK = "button", "words", "list", "desk"


@dataclass(frozen=True, slots=True)
class Comer:
    """Who wants to come, as far as it is known."""

    household: str
    source: str
    person: int | None = None
    called: str = ""
    whom: str = ""
    building: str = ""


async def to_join(turn: Turn, number: int, *, late: bool = False) -> SignupRow:
    """The sign-up, held for this turn alone; `late`: staff may still write somebody down."""
    row = await signups.held(turn.session, number)
    if row is None:
        raise Unknown
    over = row.state not in HELD if late else (row.state not in LIVE or row.closes_at <= turn.now)
    if over:
        raise SignUpOver(state=row.state)
    return row


async def join(turn: Turn, number: int, said: Said, source: str) -> tuple[SignupRow, GotView]:
    """Somebody signs up: themselves, whom they name, or more than one."""
    row = await to_join(turn, number)
    rows = await signups.entries(turn.session, row.id)
    comer = await _comer(turn, said, source)
    mine = [one for one in rows if one.person_id == turn.actor and one.whom == said.whom]
    heads = said.heads or 1
    new = heads if said.more else max(0, heads - len(_active(mine)))
    held = {one.slot for one in rows}
    start = f"p{turn.actor}/{said.whom}/"
    free = (slot for n in count(1) if (slot := f"{start}{n}") not in held)
    return row, await _seat(turn, row, rows, comer, list(islice(free, new)), known=_active(mine))


async def _comer(turn: Turn, said: Said, source: str) -> Comer:
    """Somebody who is tied to a household is on the list by its name; of others it has none."""
    assert turn.actor is not None
    homes = await households_of(turn.session, turn.actor)
    home = homes[0] if homes else None
    places = turn.world.places
    house = places.above(home.place, PlaceKind.BUILDING) if home and home.place else None
    return Comer(
        household=f"h{home.code}" if home else f"p{turn.actor}", source=source, person=turn.actor,
        called="" if said.whom else home.name[:1] if home else _surname(turn), whom=said.whom,
        building=said.building or (house.name if house else ""),
    )  # fmt: skip


def _surname(turn: Turn) -> str:
    """What the file of somebody says who belongs to no household; of most it says nothing."""
    return surname(turn.person.name or "") if turn.person else ""


def _active(rows: Sequence[SignupEntryRow]) -> list[SignupEntryRow]:
    return [row for row in rows if row.state in ACTIVE]


async def _seat(
    turn: Turn, row: SignupRow, rows: list[SignupEntryRow], comer: Comer, wanted: list[str],
    *, known: Sequence[SignupEntryRow] = (),
) -> GotView:  # fmt: skip
    outcome = seated(terms(row), seats(rows), comer.household, wanted)
    new = [
        SignupEntryRow(
            signup_id=row.id, slot=slot, person_id=comer.person, household=comer.household,
            called=comer.called, whom=comer.whom, building=comer.building, state=state.value,
            source=comer.source, by_id=turn.actor, made_at=turn.now, changed_at=turn.now,
        )
        for slot, state in outcome.new
    ]  # fmt: skip
    turn.session.add_all(new)
    await turn.session.flush()
    rows += new
    if new:
        turn.note("signup.joined", f"signup/{row.id}", places=len(new))
        await counted(turn, row, rows)
    return _got(rows, new or list(known), outcome.over, known=not new)


def _got(
    rows: list[SignupEntryRow], mine: list[SignupEntryRow], over: int, *, known: bool
) -> GotView:
    have, wait = coming(mine), waiting(mine)
    place = coming(rows).index(have[0]) + 1 if have else 0
    turn = waiting(rows).index(wait[0]) + 1 if wait else 0
    return GotView(len(have), place, len(wait), turn, known and bool(mine), over)


async def counted(turn: Turn, row: SignupRow, rows: Sequence[SignupEntryRow]) -> None:
    """Keep "full" true, and let the groups see how many come."""
    full = is_full(terms(row), seats(rows))
    if row.state == SignupState.OPEN and full:
        row.state = advance(SignupState.OPEN, SignupAct.FILL).value
    elif row.state == SignupState.FULL and not full:
        row.state = advance(SignupState.FULL, SignupAct.FREE).value
    await show_soon(turn, row)


async def write_down(turn: Turn, number: int, listed: Sequence[Listed], source: str) -> GotView:
    """Those on a list, or at the counter, are added; nobody is taken off, and nobody added twice."""
    row = await to_join(turn, number, late=source == DESK)
    rows = await signups.entries(turn.session, row.id)
    added, over = [], 0
    for one in listed:
        before = len(rows)
        comer = _listed(one, source)
        slots = [f"{comer.household}/{n}" for n in range(1, one.heads + 1)]
        got = await _seat(turn, row, rows, comer, slots)
        added += rows[before:]
        over += got.over
    return _got(rows, added, over, known=not added)


def _listed(one: Listed, source: str) -> Comer:
    name = mask(one.name)
    return Comer(
        household=f"n{name}/{one.building}", source=source, called=name, building=one.building
    )


async def pass_on(turn: Turn, number: int, listed: Sequence[Listed]) -> tuple[SignupRow, GotView]:
    """A 接龙 that somebody passed on. A single new line is their own, by which they can be told.

    Where they had signed up already, that line only says what they are called.
    """
    row = await to_join(turn, number)
    rows = await signups.entries(turn.session, row.id)
    held = {one.household for one in rows}
    new = [one for one in listed if _listed(one, LIST).household not in held]
    mine = [one for one in _active(rows) if one.person_id == turn.actor and not one.whom]
    unnamed = [one for one in mine if not one.called]
    if len(new) == 1 and unnamed and new[0].heads <= len(mine):
        home = _listed(new[0], LIST)
        for n, one in enumerate(unnamed, 1):
            one.called, one.building = home.called, home.building or one.building
            one.household, one.slot = home.household, f"{home.household}/{n}"
        await show_soon(turn, row)
        return row, _got(rows, mine, 0, known=True)
    got = await write_down(turn, number, listed, LIST)
    if len(new) == 1 and not mine:
        home = _listed(new[0], LIST)
        for one in await signups.entries(turn.session, row.id):
            if one.household == home.household and one.state != EntryState.CANCELLED:
                one.person_id = turn.actor
    return row, got
