"""The tables of a roster's life: of the roster, of one person's duty in it, and of a swap (d.3)."""

from enum import StrEnum

from domain.refusals import Refusal
from domain.steps import Steps


class RosterState(StrEnum):
    """Where a roster stands; the words are in the glossary."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    """Everybody in it has been told; whoever is on duty is asked."""
    OVER = "over"
    """Its last shift has ended."""
    WITHDRAWN = "withdrawn"


class RosterAct(StrEnum):
    """What is done to a roster."""

    PUBLISH = "publish"
    END = "end"
    WITHDRAW = "withdraw"


class DutyState(StrEnum):
    """Where one person's duty stands."""

    ASSIGNED = "assigned"
    STARTED = "started"
    ENDED = "ended"
    SWAPPED = "swapped"
    """Somebody else took it over, and the chief agreed."""
    LEFT = "left"
    """Given back before it began, or taken off by the office."""


class DutyAct(StrEnum):
    """What is done with one person's duty."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    SWAP = "swap"
    LEAVE = "leave"


class SwapState(StrEnum):
    """Where a wish to swap stands."""

    ASKED = "asked"
    AGREED = "agreed"
    """The other said yes; the chief decides."""
    DONE = "done"
    REFUSED = "refused"


class SwapAct(StrEnum):
    """What is done with a wish to swap."""

    AGREE = "agree"
    ALLOW = "allow"
    REFUSE = "refuse"


class RosterOver(Refusal):
    """A roster, a duty or a swap has gone on: the step is not to be taken any more."""


_R, _A = RosterState, RosterAct
TABLE = Steps(RosterOver, {
    (_R.DRAFTED, _A.PUBLISH): _R.PUBLISHED,
    (_R.PUBLISHED, _A.END): _R.OVER,
    (_R.DRAFTED, _A.WITHDRAW): _R.WITHDRAWN,
    (_R.PUBLISHED, _A.WITHDRAW): _R.WITHDRAWN,
})  # fmt: skip

_D, _B = DutyState, DutyAct
DUTIES = Steps(RosterOver, {
    (_D.ASSIGNED, _B.CHECK_IN): _D.STARTED,
    (_D.STARTED, _B.CHECK_OUT): _D.ENDED,
    (_D.ASSIGNED, _B.SWAP): _D.SWAPPED,
    (_D.ASSIGNED, _B.LEAVE): _D.LEFT,
})  # fmt: skip

_S, _C = SwapState, SwapAct
SWAPS = Steps(RosterOver, {
    (_S.ASKED, _C.AGREE): _S.AGREED,
    (_S.AGREED, _C.ALLOW): _S.DONE,
    (_S.ASKED, _C.REFUSE): _S.REFUSED,
    (_S.AGREED, _C.REFUSE): _S.REFUSED,
})  # fmt: skip

OPEN = frozenset({RosterState.DRAFTED, RosterState.PUBLISHED})
"""People may be put into it."""
HELD = frozenset({DutyState.ASSIGNED, DutyState.STARTED, DutyState.ENDED})
"""These take up a place."""
