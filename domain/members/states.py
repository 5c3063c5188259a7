"""How claims, volunteers, hours and pledges go on: small tables, each step once."""

from enum import StrEnum

from domain.refusals import Refusal
from domain.steps import Steps


class ClaimState(StrEnum):
    """Where something stands that is to enter the books: points of a member, hours of a volunteer."""

    RUNNING = "running"
    """Checked in, not out again: only hours."""
    PROPOSED = "proposed"
    COUNTED = "counted"
    REFUSED = "refused"
    REVERSED = "reversed"


class VolunteerState(StrEnum):
    """Whether somebody is on the register of volunteers."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


class PledgeState(StrEnum):
    """How far a member is with what they promised; `checked` is what is shown as done."""

    OPEN = "open"
    DONE = "done"
    CHECKED = "checked"
    WITHDRAWN = "withdrawn"


class PledgeAct(StrEnum):
    """What is done to a pledge."""

    FINISH = "finish"
    CHECK = "check"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


class NoLongerOpen(Refusal):
    """Somebody has decided it; what is in the books is only reversed."""


class VerifiedByAnother(Refusal):
    """What somebody did, or wrote down, is verified by another."""


class NotSoFar(Refusal):
    """It is not there yet, or is over."""


_S, _A = PledgeState, PledgeAct
PLEDGES = Steps(NotSoFar, {
    (_S.OPEN, _A.FINISH): _S.DONE,
    (_S.DONE, _A.CHECK): _S.CHECKED,
    (_S.DONE, _A.SEND_BACK): _S.OPEN,
    (_S.OPEN, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.DONE, _A.WITHDRAW): _S.WITHDRAWN,
})  # fmt: skip
pledged = PLEDGES.after
