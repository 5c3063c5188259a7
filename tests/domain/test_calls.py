"""Calls: who makes them at once, and by when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar
from domain.calls import CallAct, CalledAlready, CallKind, CallState, TakenAlready, advance, call_by
from domain.tickets.kinds import Tier

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("kind", "tier", "asked", "by"),
    [
        (CallKind.CALLBACK, None, at(1, 10), at(1, 11)),
        (CallKind.CALLBACK, Tier.N, at(1, 11, 30), at(1, 14, 30)),  # over noon
        (CallKind.CALLBACK, None, at(1, 23), at(2, 9, 30)),
        (CallKind.CALLBACK, None, at(4, 17, 30), at(7, 9, 30)),  # Friday evening
        (CallKind.CALLBACK, Tier.U, at(1, 10), at(1, 10, 30)),
        (CallKind.CALLBACK, Tier.E, at(1, 23), at(1, 23, 5)),
        (CallKind.VOICE, None, at(1, 10), at(1, 16)),  # four hours of service
        (CallKind.VOICE, Tier.E, at(1, 23), at(1, 23, 5)),
        (CallKind.SURVEY, Tier.U, at(4, 10), at(7, 17, 30)),
    ],
)
def test_a_call_is_made_in_service_hours_and_an_urgent_one_at_once(kind, tier, asked, by):
    assert call_by(kind, tier, at=asked, calendar=Calendar(SHANGHAI)) == by


def test_a_call_is_taken_once_and_made_once():
    assert advance(CallState.OPEN, CallAct.TAKE) is CallState.TAKEN
    assert advance(CallState.OPEN, CallAct.DONE) is CallState.DONE
    assert advance(CallState.TAKEN, CallAct.DONE) is CallState.DONE
    with pytest.raises(TakenAlready):
        advance(CallState.TAKEN, CallAct.TAKE)
    for act in CallAct:
        with pytest.raises(CalledAlready):
            advance(CallState.DONE, act)
