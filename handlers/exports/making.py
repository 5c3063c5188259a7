"""Making the table: the tickets of a period in one community, or in the whole street."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.refusals import Refusal
from handlers.exports.fields import VALUES, Field, One, Words
from handlers.tables import Table
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.people import names_of
from storage.tickets import many
from storage.tickets.tables import TicketRow

MOST_ROWS = 50_000  # a spreadsheet that somebody still opens; a sub-district has some 10,000 a year
LONGEST = timedelta(days=366)


class PeriodTooLong(Refusal):
    """The period is over a year, or ends before it begins."""


class TooManyRows(Refusal):
    """More tickets than a spreadsheet is good for."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted."""

    first: date
    last: date

    def must_be_sound(self) -> None:
        """Refuse what nobody means.

        Raises:
            PeriodTooLong.

        """
        if not timedelta() <= self.last - self.first <= LONGEST:
            raise PeriodTooLong


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose tickets: one community's, or all."""

    community: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The words of the table: titles by field, values by closed set."""

    title: str
    titles: Mapping[str, str]
    words: Words


Columns = Sequence[Mapping[str, Any]]
"""Each with a `title` and either a `field` or a `fixed` value."""


async def table(
    turn: Turn,
    period: Period,
    scope: Scope,
    said: Said,
    *,
    columns: Columns = (),
    full: bool = False,
) -> Table:
    """The tickets that were registered in a period; what is sensitive is in no table at all.

    Raises:
        PeriodTooLong, TooManyRows.

    """
    rows = await registered(turn, period, scope)
    names = await names_of(turn.session, {row.owner_id for row in rows if row.owner_id})
    chosen = columns or [{"title": said.titles[field], "field": field.value} for field in Field]
    return Table(
        said.title, [str(column["title"]) for column in chosen],
        list(_rows(turn, rows, names, said.words, chosen, full=full)),
    )  # fmt: skip


async def registered(turn: Turn, period: Period, scope: Scope) -> list[TicketRow]:
    """The tickets of a period that may stand in a table.

    Raises:
        PeriodTooLong, TooManyRows.

    """
    period.must_be_sound()
    begins, ends = _bounds(turn, period)
    rows = await many.registered(
        turn.session, begins, ends, community=scope.community, limit=MOST_ROWS + 1
    )
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return rows


def _bounds(turn: Turn, period: Period) -> tuple[datetime, datetime]:
    calendar = turn.world.calendar
    day_after = period.last + timedelta(days=1)
    return calendar.instant(period.first, time(0)), calendar.instant(day_after, time(0))


def _rows(
    turn: Turn, rows: Sequence[TicketRow], names: Mapping[int, str], words: Words, columns: Columns,
    *, full: bool,
) -> Iterator[list[Any]]:  # fmt: skip
    for row in rows:
        one = One(turn, row, view(turn, row), names, words, full)
        yield [_value(one, column) for column in columns]


def _value(one: One, column: Mapping[str, Any]) -> Any:
    if "field" not in column:
        return column.get("fixed", "")
    return VALUES[Field(column["field"])](one)
