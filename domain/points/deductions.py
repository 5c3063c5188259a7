"""How points are taken (domain rules c.2): never by one person, never by huying, never in public.

Somebody is reminded in writing and has seven days to mend it; what is not mended is proposed with what
shows it; the household is heard; two people decide who have nothing to do with it; and the street looks
once more where the household asks for it. At every step it can be dropped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.points.rules import Period, Rule
from domain.refusals import Refusal
from domain.steps import Steps

TO_MEND = timedelta(days=7)
TO_ANSWER = timedelta(days=3)
DECIDERS = 2
ABSENT = "-07"
"""Signed up and not come: no reminder, since the roll call shows it; huying only ever proposes it."""
FALSE_EVIDENCE = "-08"
"""Nothing to mend: it is heard at once, and the committee decides it."""
ABSENCES = 3  # of a household in a quarter


class DeductionState(StrEnum):
    """Where it stands; the words are in the glossary."""

    REMINDED = "reminded"
    PROPOSED = "proposed"
    HEARING = "hearing"
    AGREED = "agreed"
    """One of the two who decide has agreed; nothing is taken yet."""
    TAKEN = "taken"
    OBJECTED = "objected"
    """The household asks the street to look; what was taken stays taken meanwhile."""
    UPHELD = "upheld"
    REVERSED = "reversed"
    MENDED = "mended"
    DROPPED = "dropped"


class DeductionAct(StrEnum):
    """What is done to it."""

    PROPOSE = "propose"
    MEND = "mend"
    HEAR = "hear"
    ANSWER = "answer"
    AGREE = "agree"
    TAKE = "take"
    DROP = "drop"
    OBJECT = "object"
    UPHOLD = "uphold"
    REVERSE = "reverse"


class DeductionStands(Refusal):
    """It stands where this cannot be done any more (`state`, `act`)."""


class ItemOff(Refusal):
    """Such an item is switched off here, or there is none of this code (`code`)."""


class ByRollCall(Refusal):
    """Nobody writes absences down by hand: the roll calls count them."""


class BegunAlready(Refusal):
    """The same is under way for this household already."""


class TimeToMend(Refusal):
    """The household still has time to mend it (`until`)."""


class NotHeardYet(Refusal):
    """The household has not answered, and still has time to (`until`)."""


class AnotherDecides(Refusal):
    """Whoever proposed it, or has agreed already, does not decide as well."""


class OwnHousehold(Refusal):
    """It is about their own household: they stay out of it."""


class CommitteeDecides(Refusal):
    """False evidence is decided by the committee's own people."""


class TakenEnough(Refusal):
    """No more may be taken from a household for this item in a quarter (`most`)."""


_S, _A = DeductionState, DeductionAct
DEDUCTIONS = Steps(DeductionStands, {
    (_S.REMINDED, _A.PROPOSE): _S.PROPOSED,
    (_S.REMINDED, _A.MEND): _S.MENDED,
    (_S.PROPOSED, _A.MEND): _S.MENDED,
    (_S.PROPOSED, _A.HEAR): _S.HEARING,
    (_S.HEARING, _A.ANSWER): _S.HEARING,
    (_S.AGREED, _A.ANSWER): _S.AGREED,
    (_S.HEARING, _A.AGREE): _S.AGREED,
    (_S.AGREED, _A.TAKE): _S.TAKEN,
    (_S.TAKEN, _A.OBJECT): _S.OBJECTED,
    (_S.TAKEN, _A.UPHOLD): _S.UPHELD,
    (_S.TAKEN, _A.REVERSE): _S.REVERSED,
    (_S.OBJECTED, _A.UPHOLD): _S.UPHELD,
    (_S.OBJECTED, _A.REVERSE): _S.REVERSED,
    **{(state, _A.DROP): _S.DROPPED for state in (_S.REMINDED, _S.PROPOSED, _S.HEARING, _S.AGREED)},
})  # fmt: skip
moved_deduction = DEDUCTIONS.after
GONE = frozenset({DeductionState.MENDED, DeductionState.DROPPED})
"""Nothing was taken; the same may begin anew."""
IN_BOOKS = frozenset({DeductionState.TAKEN, DeductionState.OBJECTED, DeductionState.UPHELD})
"""The points are taken, as far as they were there."""
OVER = GONE | {DeductionState.UPHELD, DeductionState.REVERSED}
"""Nothing more becomes of it."""


def begins(rule: Rule) -> DeductionState:
    """Where a deduction by this item begins."""
    if rule.code == FALSE_EVIDENCE:
        return DeductionState.HEARING
    return DeductionState.PROPOSED if rule.code == ABSENT else DeductionState.REMINDED


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody agrees that points are taken: an officer, or a neighbour of the appraisal group.

    What a neighbour has decided is written down by somebody of the office, who answers for it and
    agrees to nothing else of this deduction.
    """

    by: int
    """The person who is signed in."""
    name: str
    """Whose voice it is; of an officer their own name."""
    neighbour: bool = False


def must_not_be_one(
    proposer: int | None, proposed: str, before: Collection[Voice], new: Voice
) -> None:
    """Two different people decide, and neither is who proposed it, under whichever name they sit.

    Raises:
        AnotherDecides: it would be the same person, or the proposer.

    """
    if new.by == proposer or new.name == proposed:
        raise AnotherDecides
    if any(one.by == new.by or one.name == new.name for one in before):
        raise AnotherDecides


def proposes(absences: int) -> int:
    """How many times a household's absences of a quarter have made up a deduction."""
    return absences // ABSENCES


def to_take(rule: Rule, taken: int) -> int:
    """How many points it takes beside what was taken for this item in the quarter.

    Raises:
        TakenEnough: the quarter's cap leaves nothing.

    """
    full = -rule.points
    most = next((cap.points for cap in rule.caps if cap.period is Period.QUARTER), None)
    if most is None:
        return full
    if taken >= most:
        raise TakenEnough(most=most)
    return min(full, most - taken)
