"""A claim's life: from somebody's word to points that count (domain rules c.3).

It is claimed, verified by somebody of another household, shown for seven days, and counts; or it is
objected to, and a group of neighbours upholds or cancels it. What it is worth is reckoned when it is
verified, by the rule that held on the day when it was done, as far as the caps leave room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.points.rules import Cap, Period, Rule
from domain.refusals import Refusal, Unknown
from domain.signups.words import COMPOUND
from domain.steps import Steps

WHOLE = 2  # half units: an hour is two of them, everything else is done once
BY_HOUR = "每小时"
"""In its name, an item says that it is worth its points for every hour."""


class ClaimState(StrEnum):
    """Where a claim stands; the words are in the glossary."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    CAPPED = "capped"
    """True, and worth nothing: the household has reached what this item gives in a period."""
    PUBLIC = "public"
    OBJECTED = "objected"
    UPHELD = "upheld"
    EFFECTIVE = "effective"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClaimAct(StrEnum):
    """What is done to a claim."""

    VERIFY = "verify"
    CAP = "cap"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    OBJECT = "object"
    UPHOLD = "uphold"
    CANCEL = "cancel"
    COUNT = "count"
    OVERTURN = "overturn"
    """The street, once: what was upheld is cancelled after all."""
    RESTORE = "restore"
    """The street, once: what was cancelled counts after all."""


class ClaimStands(Refusal):
    """It stands where this cannot be done any more (`state`, `act`)."""


class OwnClaim(Refusal):
    """Nobody verifies what they claimed themselves, or what their own household did."""


class NoSuchHome(Unknown):
    """No household here is meant by what was typed, or more than one."""


class NoSuchRule(Refusal):
    """No such item is worth anything on that day (`code`)."""


class NeedsSeen(Refusal):
    """For this item whoever verifies writes down what they have seen (`evidence`)."""


class NeedsLevel(Refusal):
    """Whose commendation it was decides what it is worth."""


class NotThatDay(Refusal):
    """It was not yet done, or so long ago that nobody can verify it."""


_S, _A = ClaimState, ClaimAct
CLAIMS = Steps(ClaimStands, {
    (_S.CLAIMED, _A.VERIFY): _S.VERIFIED,
    (_S.CLAIMED, _A.CAP): _S.CAPPED,
    (_S.CLAIMED, _A.REFUSE): _S.REFUSED,
    (_S.CLAIMED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.VERIFIED, _A.PUBLISH): _S.PUBLIC,
    (_S.PUBLIC, _A.OBJECT): _S.OBJECTED,
    (_S.PUBLIC, _A.COUNT): _S.EFFECTIVE,
    (_S.OBJECTED, _A.OBJECT): _S.OBJECTED,  # another household objects as well
    (_S.OBJECTED, _A.UPHOLD): _S.UPHELD,
    (_S.OBJECTED, _A.CANCEL): _S.CANCELLED,
    (_S.UPHELD, _A.COUNT): _S.EFFECTIVE,
    (_S.UPHELD, _A.OVERTURN): _S.CANCELLED,
    (_S.EFFECTIVE, _A.OVERTURN): _S.CANCELLED,
    (_S.CANCELLED, _A.RESTORE): _S.EFFECTIVE,
})  # fmt: skip
GONE = frozenset({ClaimState.REFUSED, ClaimState.WITHDRAWN})
"""It was never in the books, and the same may be claimed anew."""
OVER = GONE | {ClaimState.CAPPED, ClaimState.EFFECTIVE, ClaimState.CANCELLED}
"""Nothing more becomes of it, but for the street's one review."""
IN_PUBLICITY = frozenset({ClaimState.PUBLIC, ClaimState.OBJECTED, ClaimState.UPHELD})
"""On a list that people can read, or were able to."""

WRITTEN = frozenset({"证明", "两户见证", "评议小组", "会议记录", "调解记录", "探访记录"})
"""Evidence of which whoever verifies writes down what they saw; the rest is one press."""
moved_claim = CLAIMS.after


@dataclass(frozen=True, slots=True)
class Worth:
    """What a claim gives, and which cap left no room for more."""

    points: int
    full: int
    """What it would give without caps."""
    cap: Cap | None = None


def worth(rule: Rule, had: Mapping[Period, int], *, halves: int = WHOLE, level: int = 0) -> Worth:
    """What an act gives its household, by the tightest of the rule's caps.

    `had` is what the household had for this item already in each period that a cap speaks of.

    Raises:
        NeedsLevel: the rule has levels, and none of them is named.

    """
    if rule.levels and level not in rule.levels:
        raise NeedsLevel(code=rule.code)
    full = level if rule.levels else _full(rule, halves)
    tightest: Cap | None = None
    points = full
    for cap in rule.caps:
        left = max(0, cap.points - had.get(cap.period, 0))
        if left < points:
            points, tightest = left, cap
    return Worth(points, full, tightest)


def _full(rule: Rule, halves: int) -> int:
    """Only what counts by the hour is worth more the longer it took; a long morning is one sweeping."""
    return rule.points * halves // WHOLE if BY_HOUR in rule.name else rule.points


def must_be_written(rule: Rule) -> bool:
    """Whether a press is not enough to verify this item."""
    return bool(WRITTEN & set(rule.evidence.split(";")))


def masked(name: str) -> str:
    """A head of household as a public list names them: `陈*`."""
    return f"{name[:2] if name[:2] in COMPOUND else name[:1]}*"
