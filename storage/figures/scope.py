"""Which tickets a report looks at, and what each of its measures means to the database.

A measure is one condition. It counts, and it finds the tickets behind the number: so both agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from domain.figures import Measure
from domain.pasted import CHANNEL
from domain.tickets.delays import RequestKind, RequestState
from domain.tickets.kinds import Sensitivity
from domain.tickets.lists import NOT_SOLVED, SOLVED
from domain.tickets.ratings import Rating, Why
from domain.tickets.sources import Source
from domain.tickets.states import State
from domain.wishes.states import WishState
from storage.tickets.ratings import TicketRatingRow
from storage.tickets.tables import TicketRequestRow, TicketRow
from storage.wishes import COUNTED, WishRow


class seconds(FunctionElement[int]):  # noqa: N801 - reads as a function of SQL
    """An instant in whole seconds, the same in either database."""

    type = Integer()
    inherit_cache = True


@compiles(seconds)
def _in_postgresql(element: seconds, compiler: SQLCompiler, **more: Any) -> str:
    inside = compiler.process(element.clauses, **more)
    return f"CAST(floor(extract(epoch FROM {inside})) AS BIGINT)"


@compiles(seconds, "sqlite")
def _in_sqlite(element: seconds, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **more)}) AS INTEGER)"


class listed_part(FunctionElement[str]):  # noqa: N801 - reads as a function of SQL
    """Of a place's code what stands before the first slash: `JGY` of `JGY/3/2/301`."""

    type = String()
    inherit_cache = True


@compiles(listed_part)
def _before_slash(element: listed_part, compiler: SQLCompiler, **more: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **more)}, '/', 1)"


@compiles(listed_part, "sqlite")
def _before_slash_in_sqlite(element: listed_part, compiler: SQLCompiler, **more: Any) -> str:
    whole = f"({compiler.process(element.clauses, **more)} || '/')"
    return f"substr({whole}, 1, instr({whole}, '/') - 1)"


Asked = TypeVarTuple("Asked")
BY = "INDEXED BY"
"""A period is entered by its dates: SQLite, without statistics, walks through a community's years."""
GROUP, PRIVATE, WECHAT = "group", "private", CHANNEL
SOURCE: ColumnElement[str] = case(
    (TicketRow.source != Source.CHAT.value, TicketRow.source),
    (TicketRow.channel == CHANNEL, WECHAT),
    (TicketRow.chat.is_not(None), GROUP),
    else_=PRIVATE,
)
"""Where something was said: in a group, in a WeChat group, in private, or to somebody of the office."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tickets a report is about. Sensitive ones are in none."""

    start: datetime
    end: datetime
    now: datetime
    """What is not due yet counts in no rate."""
    communities: frozenset[str] | None = None
    """None: all of the street."""
    areas: frozenset[str | None] | None = None
    """Only what is in the hands of these areas."""
    kind: str = ""
    group: str = ""
    """The catalogue's first level."""
    categories: frozenset[str] | None = None
    places: frozenset[str | None] | None = None
    source: str = ""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """All of it but the time."""
        found: list[ColumnElement[bool]] = [
            TicketRow.sensitivity != Sensitivity.SENSITIVE.value,
            *_within(TicketRow.community, self.communities),
            *_within(TicketRow.owner_area, self.areas),
            *_within(TicketRow.category, self.categories),
            *_within(TicketRow.place, self.places),
        ]
        if self.kind:
            found.append(TicketRow.kind == self.kind)
        if self.group:
            found.append(TicketRow.category.startswith(f"{self.group}.", autoescape=True))
        if self.source:
            found.append(literal(self.source) == SOURCE)
        return found

    def made(self, tickets: Select[*Asked]) -> Select[*Asked]:
        """Of tickets, those that were registered in the period."""
        made = TicketRow.created_at
        asked = tickets.where(*self.conditions, made >= self.start, made < self.end)
        return asked.with_hint(TicketRow, f"{BY} ix_tickets_made", "sqlite")

    def due(self, tickets: Select[*Asked]) -> Select[*Asked]:
        """Of tickets, those that were to be done in the period, as far as it has gone by."""
        by = TicketRow.finish_by
        asked = tickets.where(*self.conditions, by >= self.start, by < min(self.end, self.now))
        return asked.with_hint(TicketRow, f"{BY} ix_tickets_due", "sqlite")


def _within(
    column: Any, wanted: frozenset[str] | frozenset[str | None] | None
) -> list[ColumnElement[bool]]:
    if wanted is None:
        return []
    named = (
        column.in_(sorted(value for value in wanted if value is not None)) if wanted else false()
    )
    return [or_(named, column.is_(None)) if None in wanted else named]


CLOSED_ONCE = TicketRow.closed_by.is_not(None) | (TicketRow.wish & TicketRow.outcome.is_not(None))
"""Of an archived one: that it was closed before, and not declined or withdrawn."""
WAS_CLOSED = or_(
    TicketRow.state == State.CLOSED.value,
    and_(TicketRow.state == State.ARCHIVED.value, CLOSED_ONCE),
)
NOBODY_COULD = and_(WAS_CLOSED, TicketRow.outcome.is_not(None), TicketRow.outcome == NOT_SOLVED)
"""A wish that was not carried out: closed, and yet not done."""
IS_DONE = and_(or_(TicketRow.finished_at.is_not(None), WAS_CLOSED), ~NOBODY_COULD)
DONE_AT = func.coalesce(TicketRow.finished_at, TicketRow.closed_at)
ON_NO_LIST = or_(
    TicketRow.state.in_([State.DECLINED.value, State.MERGED.value, State.WITHDRAWN.value]),
    and_(TicketRow.state == State.ARCHIVED.value, ~CLOSED_ONCE),
)
"""Declined, merged or withdrawn: in no rate and on no list."""
_granted = (
    select(TicketRequestRow.id)
    .where(
        TicketRequestRow.ticket_id == TicketRow.id,
        TicketRequestRow.kind == RequestKind.SUSPENSION.value,
        TicketRequestRow.state == RequestState.GRANTED.value,
        TicketRequestRow.decided_at == TicketRow.suspended_at,
        TicketRequestRow.before_deadline.is_(true()),
    )
    .exists()
)
SUSPENDED_IN_TIME = and_(TicketRow.state == State.SUSPENDED.value, _granted)
POPULATION = and_(~ON_NO_LIST, ~SUSPENDED_IN_TIME)
_newest = (
    select(TicketRatingRow.reason)
    .where(TicketRatingRow.ticket_id == TicketRow.id)
    .order_by(TicketRatingRow.id.desc())
    .limit(1)
    .scalar_subquery()
)
BEYOND = and_(
    func.coalesce(TicketRow.rating, "") == Rating.NOT_CONTENT.value,
    func.coalesce(_newest, "") == Why.OUTSIDE.value,
)
"""Hoped for more than could be asked: explained, and left out of what is solved or not (d.7)."""
SURVEYED = and_(TicketRow.outcome.is_not(None), ~BEYOND)
IS_WISH = and_(WishRow.ticket_id.is_not(None), COUNTED)

MADE: Mapping[Measure, ColumnElement[bool]] = {
    Measure.REGISTERED: true(),
    Measure.REPEATED: TicketRow.repeat_of.is_not(None),
}
"""Measures of what was registered in the period."""
DUE: Mapping[Measure, ColumnElement[bool]] = {
    Measure.DUE: true(),
    Measure.RESPONDED: TicketRow.contacted_at <= TicketRow.respond_by,
    Measure.SURVEYED: SURVEYED,
    Measure.SOLVED: and_(SURVEYED, TicketRow.outcome == SOLVED),
    Measure.PARTLY: and_(SURVEYED, TicketRow.outcome == "partly"),
    Measure.NOT_SOLVED: and_(SURVEYED, TicketRow.outcome == NOT_SOLVED),
    Measure.RATED: TicketRow.rating.is_not(None),
    Measure.CONTENT: TicketRow.rating == Rating.CONTENT.value,
    Measure.SO_SO: TicketRow.rating == Rating.SO_SO.value,
    Measure.NOT_CONTENT: TicketRow.rating == Rating.NOT_CONTENT.value,
    Measure.ON_TIME: and_(IS_DONE, TicketRow.finish_by >= DONE_AT),
    Measure.CLOSED: and_(WAS_CLOSED, IS_DONE),
    Measure.STRAIGHT: and_(
        WAS_CLOSED, IS_DONE, TicketRow.returned == 0, TicketRow.reopened == 0
    ),
    Measure.REOPENED: TicketRow.reopened > 0,
    Measure.RETURNED: TicketRow.returned > 0,
    Measure.CONTACTED: TicketRow.contacted_at.is_not(None),
    Measure.DONE: IS_DONE,
    Measure.WISHES_DUE: IS_WISH,
    Measure.WISHES_FULFILLED: and_(IS_WISH, WishRow.state == WishState.FULFILLED.value),
}  # fmt: skip
"""Measures of the population whose date lies in the period."""
