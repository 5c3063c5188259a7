"""What a human does by phone: call somebody back, listen to what was spoken, ask whether it is well."""

import hashlib
from datetime import datetime
from enum import StrEnum

from domain.calendar import Calendar
from domain.refusals import Refusal
from domain.tickets.kinds import Tier
from domain.tickets.limits import limits_for

CALLED_WITHIN = 1  # hours of service: whoever asks for a call gets it in the next service hour
ASKED_WITHIN = 1  # working days: nobody waits for being asked whether they are content


class CallKind(StrEnum):
    """What the call is for."""

    CALLBACK = "callback"
    """Somebody wants to be called, or is owed an explanation."""
    VOICE = "voice"
    """A voice message waits to be listened to and written down."""
    SURVEY = "survey"
    """A resident who has not answered is asked whether they are content."""


class CallState(StrEnum):
    """Where a call stands."""

    OPEN = "open"
    TAKEN = "taken"
    """Somebody makes it right now; the others need not."""
    DONE = "done"


class CallAct(StrEnum):
    """What is done to a call."""

    TAKE = "take"
    DONE = "done"


class CalledAlready(Refusal):
    """The call has been made."""


class TakenAlready(Refusal):
    """A colleague is making the call."""


class NotYourOwnWork(Refusal):
    """Whether somebody is content, neither owner nor doer ask."""


TABLE: dict[tuple[CallState, CallAct], CallState] = {
    (CallState.OPEN, CallAct.TAKE): CallState.TAKEN,
    (CallState.OPEN, CallAct.DONE): CallState.DONE,
    (CallState.TAKEN, CallAct.DONE): CallState.DONE,
}


def advance(now: CallState, act: CallAct) -> CallState:
    """The state after the act; whoever finds a colleague at it is told so."""
    after = TABLE.get((now, act))
    if after is None:
        raise TakenAlready if now is CallState.TAKEN else CalledAlready
    return after


def sampled(ticket: int, share: int) -> bool:
    """Whether a silent reporter is asked by phone: so many in a hundred, drawn by the number alone."""
    drawn = int.from_bytes(hashlib.sha256(str(ticket).encode()).digest()[:4], "big")
    return drawn % 100 < share


def call_by(kind: CallKind, tier: Tier | None, *, at: datetime, calendar: Calendar) -> datetime:
    """By when the call is made: as soon as its ticket is urgent, else within service hours.

    A voice message is listened to in the time in which its ticket would have to be taken.
    """
    if kind is CallKind.SURVEY:
        return calendar.add_working_days(at, ASKED_WITHIN)
    if kind is CallKind.VOICE or (tier is not None and tier.urgent):
        return limits_for(tier or Tier.N, None, None, at=at, calendar=calendar).accept_by
    return calendar.add_work_hours(at, CALLED_WITHIN)
