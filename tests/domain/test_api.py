"""What other systems may ask for, and how they are told where a ticket stands."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.api import SPAN, Status, exact_enough, offered, states_of, status_of, window
from domain.catalogue import PlaceRule
from domain.places import PlaceKind
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, State
from tests.domain.shipped import CATALOGUE

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


def test_open_is_whatever_somebody_still_owes_somebody():
    assert {state for state in State if status_of(state) is Status.OPEN} == LIVE
    assert states_of(frozenset(Status)) == frozenset(State)
    assert states_of(frozenset()) == frozenset()


def test_what_is_confided_or_wished_for_is_not_taken_from_other_systems():
    for row in CATALOGUE:
        if row.sensitivity is Sensitivity.SENSITIVE or (row.kind == "wish" and row.tier is Tier.W):
            assert not offered(row), row.slug
        else:
            assert offered(row), row.slug


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_a_place_is_exact_enough_where_somebody_can_be_sent(kind):
    rows = {row.place_rule: row for row in CATALOGUE}
    wide = kind in (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE)

    assert exact_enough(rows[PlaceRule.PUBLIC], kind) is not wide
    assert exact_enough(rows[PlaceRule.PRIVATE], kind) is not wide
    assert exact_enough(rows[PlaceRule.NONE], kind)


def test_without_dates_the_last_ninety_days_are_meant():
    assert window(None, None, NOW) == (NOW - SPAN, NOW)
    assert window(NOW, None, NOW) == (NOW, NOW + SPAN)
    assert window(None, NOW, NOW) == (NOW - SPAN, NOW)


def test_no_more_than_ninety_days_are_looked_through():
    assert window(NOW - SPAN, NOW, NOW) == (NOW - SPAN, NOW)
    assert window(NOW - SPAN - timedelta(seconds=1), NOW, NOW) is None
    assert window(NOW, NOW - timedelta(days=1), NOW) == (NOW, NOW - timedelta(days=1))
