"""What the office looks for in its list of tickets, and a page of it.

A page is the newest fifty below a number, and no page ever counts or skips what stands before it. What is
not archived lies in one index that holds all that is asked for. What is archived has an index in the order
of numbers for whoever may look: a community's, an area's, a person's, a matter's; their newest are put
together. Rare words are found first and looked through; frequent ones are met on the way.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    text,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.kinds import Tier
from domain.tickets.lists import ThreeList
from domain.tickets.states import LIVE, State
from storage.tickets import words
from storage.tickets.listing import BUSY, PAGE, Sight, seen_by
from storage.tickets.lists import on_list
from storage.tickets.tables import ASKED, CURRENT, TicketRequestRow, TicketRow

COUNTED = 1000
"""More than this is told as such: a page never waits for a sum."""
APART = 1000
"""Numbers and hours of registration run side by side, but two at once may cross; never so many."""


class Standing(StrEnum):
    """What an office asks for that is more than one state."""

    LIVE = "live"
    OVERDUE = "overdue"
    TODAY = "today"
    """To be finished before the day is over."""
    DECISION = "decision"
    """Returned, or something is asked for: somebody has to decide."""
    CURRENT = ""
    """All but what is archived."""
    EVER = "ever"
    """All, with the archive."""


@dataclass(frozen=True, slots=True)
class Within:
    """An area: its community, and where it is a part of one, its own areas and the places they cover."""

    community: str
    areas: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for."""

    state: str = Standing.CURRENT
    """A standing or a state."""
    kind: str = ""
    categories: tuple[str, ...] = ()
    """Rows of the catalogue; any of them."""
    group: str = ""
    """The first level that these rows are, where they are all of it."""
    list: ThreeList | None = None
    within: Within | None = None
    place: str = ""
    """Words in the place's name."""
    words: str = ""
    owner: int | None = None
    mine: bool = False
    urgent: bool = False
    since: datetime | None = None
    until: datetime | None = None
    """Registered before this instant."""
    now: datetime | None = None
    day_ends: datetime | None = None
    number: int | None = None
    """One ticket by its number, whatever else is asked for."""
    before: int | None = None
    """The number after which the page begins: pages stay fast however many there are."""

    @property
    def current(self) -> bool:
        """Whether nothing archived is asked for."""
        return self.state not in (Standing.EVER, State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way into the table: the index that it walks, and what it walks through."""

    index: str | None
    where: tuple[ColumnElement[bool], ...] = ()
    sign: str = ""
    """By which the index of words knows it."""


async def page(
    session: AsyncSession, sight: Sight, wanted: Wanted, *, limit: int = PAGE + 1
) -> list[TicketRow]:
    """One page of tickets, the newest first, and one more where there is a next page."""
    found = await _numbers(session, sight, wanted, limit)
    if not found:
        return []
    rows = await session.scalars(
        select(TicketRow).where(TicketRow.id.in_(found)).order_by(TicketRow.id.desc())
    )
    return list(rows)


async def count(session: AsyncSession, sight: Sight, wanted: Wanted) -> int | None:
    """How many there are, or one more than are counted; None where nobody knows without walking far."""
    if not wanted.current or wanted.words or wanted.place or wanted.number is not None:
        return None
    all_of_it = _walk(_branch_of_current(), seen_by(sight), _filters(session, sight, wanted))
    counted = all_of_it.limit(COUNTED + 1).subquery()
    return int(await session.scalar(select(func.count()).select_from(counted)) or 0)


async def _numbers(
    session: AsyncSession, sight: Sight, wanted: Wanted, limit: int
) -> Sequence[int]:
    """The numbers of one page."""
    seen = seen_by(sight)
    if wanted.number is not None:
        one = select(TicketRow.id).where(TicketRow.id == wanted.number, seen)
        return list(await session.scalars(one))
    filters = _filters(session, sight, wanted)
    bounds = await _bounds(session, wanted)
    branches = await _narrowed(session, wanted, list(_branches(sight, wanted)))
    parts = [
        _walk(branch, seen, [*filters, *bounds]).order_by(TicketRow.id.desc()).limit(limit)
        for branch in branches
    ]
    if len(parts) <= 1:
        return list(await session.scalars(parts[0])) if parts else []
    each = union(*(select(part.subquery().c.id) for part in parts)).subquery()
    newest = select(each.c.id).order_by(each.c.id.desc()).limit(limit)
    return list(await session.scalars(newest))


async def _narrowed(session: AsyncSession, wanted: Wanted, branches: list[Branch]) -> list[Branch]:
    """Where words are rare, only the tickets that have them; frequent ones are met on the way."""
    if not (wanted.words or wanted.place):
        return branches
    signs = words.signs_in(wanted.words) + words.signs_in(wanted.place)
    if not signs:
        return []
    signs += _facets(wanted)
    few = await words.few_with(session, signs)
    if few is not None:
        return [_these(few)]
    found = []
    for branch in branches:
        few = await words.few_with(session, [*signs, branch.sign]) if branch.sign else None
        found.append(branch if few is None else _these(few))
    return found


def _these(numbers: list[int]) -> Branch:
    return Branch(None, (TicketRow.id.in_(numbers),))


def _walk(
    branch: Branch, seen: ColumnElement[bool], filters: Collection[ColumnElement[bool]]
) -> Select[int]:
    # SQLite keeps no statistics of its own accord and would guess; PostgreSQL knows better.
    by = f"INDEXED BY {branch.index}" if branch.index else "NOT INDEXED"
    asked = select(TicketRow.id).with_hint(TicketRow, by, "sqlite")
    return asked.where(*branch.where, seen, *filters)


def _branch_of_current() -> Branch:
    return Branch("ix_tickets_current", (_CURRENT,))


_CURRENT: ColumnElement[bool] = literal_column(f"tickets.{CURRENT}")


def _branches(sight: Sight, wanted: Wanted) -> Iterator[Branch]:
    """Every way on which something may lie that is asked for."""
    if wanted.current:
        yield _branch_of_current()
    elif wanted.owner is not None:
        yield Branch("ix_tickets_of_owner", (TicketRow.owner_id == wanted.owner,))
    elif wanted.mine:
        yield from _named(sight)
    elif sight.everything:
        yield from _everywhere(wanted)
    else:
        yield from _around(sight, wanted)


def _everywhere(wanted: Wanted) -> Iterator[Branch]:
    """The ways of somebody who may see all communities."""
    if wanted.within is not None:
        yield _community(wanted.within.community)
    elif wanted.categories:
        for slug in wanted.categories:
            sign = words.facet(words.CATEGORY, slug)
            yield Branch("ix_tickets_category", (TicketRow.category == slug,), sign)
    else:
        yield Branch(None)


def _around(sight: Sight, wanted: Wanted) -> Iterator[Branch]:
    """The ways of somebody who sees their communities, their areas and what they have themselves."""
    for code in sorted(sight.communities):
        if wanted.within is None or wanted.within.community == code:
            yield _community(code)
    for code in sorted(sight.areas):
        yield Branch("ix_tickets_in_area", (TicketRow.owner_area == code,))
    yield from _named(sight)


def _community(code: str) -> Branch:
    sign = words.facet(words.COMMUNITY, code)
    return Branch("ix_tickets_in_community", (TicketRow.community == code,), sign)


def _named(sight: Sight) -> Iterator[Branch]:
    yield Branch("ix_tickets_of_owner", (TicketRow.owner_id == sight.person,))
    yield Branch("ix_tickets_of_doer", (TicketRow.doer_id == sight.person,))


def _facets(wanted: Wanted) -> Iterator[str]:
    """Signs beside the words: what else is surely true of each ticket that is asked for."""
    if wanted.kind:
        yield words.facet(words.KIND, wanted.kind)
    if wanted.group:
        yield words.facet(words.GROUP, wanted.group)
    elif len(wanted.categories) == 1:
        yield words.facet(words.CATEGORY, wanted.categories[0])
    if wanted.within is not None:
        yield words.facet(words.COMMUNITY, wanted.within.community)


async def _bounds(session: AsyncSession, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Between which numbers the page lies: so a span of days is entered where it ends."""
    low, high = 0, wanted.before
    if wanted.since is not None:
        first = await session.scalar(_first_after(wanted.since))
        low = max(0, (first or 0) - APART)
    if wanted.until is not None:
        last = await session.scalar(_first_after(wanted.until))
        if last is not None:
            high = min(last + APART, high or last + APART)
    bounds = [TicketRow.id > low]
    return bounds if high is None else [*bounds, TicketRow.id < high]


def _first_after(instant: datetime) -> Select[int]:
    return (
        select(TicketRow.id)
        .where(TicketRow.created_at >= instant)
        .order_by(TicketRow.created_at, TicketRow.id)
        .limit(1)
    )


def _filters(session: AsyncSession, sight: Sight, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Everything that is asked for, as conditions."""
    found = [*_stands(wanted)]
    if wanted.kind:
        found.append(TicketRow.kind == wanted.kind)
    if wanted.categories:
        found.append(TicketRow.category.in_(wanted.categories))
    if wanted.list is not None:
        found.append(on_list(wanted.list))
    if wanted.within is not None:
        found += _in(wanted.within)
    if wanted.owner is not None:
        found.append(TicketRow.owner_id == wanted.owner)
    if wanted.mine:
        found.append(or_(TicketRow.owner_id == sight.person, TicketRow.doer_id == sight.person))
    if wanted.urgent:
        found.append(TicketRow.tier.in_([tier.value for tier in Tier if tier.urgent]))
    if wanted.since is not None:
        found.append(TicketRow.created_at >= wanted.since)
    if wanted.until is not None:
        found.append(TicketRow.created_at < wanted.until)
    return [*found, *_said(session, wanted)]


def _stands(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    busy = TicketRow.state.in_(sorted(BUSY))
    match wanted.state:
        case Standing.EVER:
            return
        case Standing.CURRENT:
            yield _CURRENT
        case Standing.LIVE:
            yield TicketRow.state.in_(sorted(LIVE))
        case Standing.OVERDUE:
            yield and_(busy, TicketRow.finish_by < wanted.now)
        case Standing.TODAY:
            yield and_(
                busy, TicketRow.finish_by >= wanted.now, TicketRow.finish_by < wanted.day_ends
            )
        case Standing.DECISION:
            asked = select(TicketRequestRow.ticket_id).where(text(ASKED))
            yield or_(TicketRow.state == State.RETURNED.value, TicketRow.id.in_(asked))
        case state:
            yield TicketRow.state == state


def _in(within: Within) -> Iterator[ColumnElement[bool]]:
    """In a community; in a part of it, by its own areas and by the places they cover."""
    yield TicketRow.community == within.community
    if within.areas:
        inside = [
            or_(TicketRow.place == code, TicketRow.place.startswith(f"{code}/", autoescape=True))
            for code in within.places
        ]
        yield or_(TicketRow.owner_area.in_(sorted(within.areas)), *inside)


def _said(session: AsyncSession, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Words as they stand. How often cannot be guessed, so PostgreSQL is let think "often"."""
    at = func.strpos if session.get_bind().dialect.name == "postgresql" else func.instr
    if wanted.words:
        said = func.lower(TicketRow.text + " " + TicketRow.place_name)
        yield at(said, wanted.words.lower()) > 0
    if wanted.place:
        yield at(func.lower(TicketRow.place_name), wanted.place.lower()) > 0
