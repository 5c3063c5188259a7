"""The two tables of a sign-up's life: of the thing itself, and of each place in it (d.2)."""

from enum import StrEnum

from domain.refusals import Refusal
from domain.steps import Steps


class SignupState(StrEnum):
    """Where a sign-up stands; the words are in the glossary."""

    OPEN = "open"
    FULL = "full"
    """Every place is taken: whoever comes now waits."""
    CLOSED = "closed"
    """Its closing time is over; who comes is known."""
    SETTLED = "settled"
    """Who was there is written down; only from here on may attendance be worth anything."""
    CALLED_OFF = "called_off"


class SignupAct(StrEnum):
    """What is done to a sign-up."""

    FILL = "fill"
    FREE = "free"
    CLOSE = "close"
    SETTLE = "settle"
    CALL_OFF = "call_off"


class EntryState(StrEnum):
    """Where one place stands."""

    IN = "in"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


class EntryAct(StrEnum):
    """What is done to one place."""

    MOVE_UP = "move_up"
    CANCEL = "cancel"
    ATTEND = "attend"
    UNDO = "undo"
    """Ticked by mistake at the door."""
    MISS = "miss"


class SignUpOver(Refusal):
    """Nobody can sign up, or change who comes, any more."""


LIVE = frozenset({SignupState.OPEN, SignupState.FULL})
"""Somebody can sign up."""
HELD = LIVE | {SignupState.CLOSED}
"""It takes place, and is not settled yet."""
COMING = frozenset({EntryState.IN, EntryState.ATTENDED})
"""These take up a place."""
ACTIVE = COMING | {EntryState.WAITING}

_S, _A = SignupState, SignupAct
TABLE = Steps(SignUpOver, {
    (_S.OPEN, _A.FILL): _S.FULL,
    (_S.FULL, _A.FREE): _S.OPEN,
    (_S.OPEN, _A.CLOSE): _S.CLOSED,
    (_S.FULL, _A.CLOSE): _S.CLOSED,
    (_S.CLOSED, _A.SETTLE): _S.SETTLED,
    (_S.OPEN, _A.CALL_OFF): _S.CALLED_OFF,
    (_S.FULL, _A.CALL_OFF): _S.CALLED_OFF,
    (_S.CLOSED, _A.CALL_OFF): _S.CALLED_OFF,
})  # fmt: skip

_E, _D = EntryState, EntryAct
ENTRIES = Steps(SignUpOver, {
    (_E.WAITING, _D.MOVE_UP): _E.IN,
    (_E.IN, _D.CANCEL): _E.CANCELLED,
    (_E.WAITING, _D.CANCEL): _E.CANCELLED,
    (_E.IN, _D.ATTEND): _E.ATTENDED,
    (_E.WAITING, _D.ATTEND): _E.ATTENDED,  # came all the same, and there was room
    (_E.ATTENDED, _D.UNDO): _E.IN,
    (_E.IN, _D.MISS): _E.ABSENT,
})  # fmt: skip
advance = TABLE.after

moved = ENTRIES.after
