"""When a matter came to its end, as conditions of a query."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from domain.tickets.states import LIVE, State
from storage.tickets.tables import TicketRow

LIVE_STATES = tuple(state.value for state in LIVE)


def ended_at() -> ColumnElement[datetime]:
    """The end of a ticket; one that was merged ends with the one it was merged into."""
    merged = TicketRow.state == State.MERGED.value
    return func.coalesce(case((merged, _of_main("closed_at"))), TicketRow.closed_at)


@cache  # asked many times a night, and always the same
def is_over() -> ColumnElement[bool]:
    """Whether nobody owes anybody anything about a ticket any more."""
    followed = and_(
        TicketRow.state == State.MERGED.value,
        or_(_of_main("closed_at").is_(None), _of_main("state").in_(LIVE_STATES)),
    )
    return and_(TicketRow.state.not_in(LIVE_STATES), ended_at().is_not(None), ~followed)


def over_since(before: datetime) -> ColumnElement[bool]:
    """Whether a ticket ended before an instant."""
    return and_(is_over(), ended_at() < before)


@cache
def _of_main(column: str) -> ScalarSelect[object]:
    main = aliased(TicketRow)
    return (
        select(getattr(main, column))
        .where(main.id == TicketRow.main_id)
        .correlate(TicketRow)
        .scalar_subquery()
    )
