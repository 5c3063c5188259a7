"""The one table of a wish's life: who may do what, and what it needs (domain rules a.3 and d.1).

A wish is a ticket, too: number, owner and date exist from the draft on. `MIRROR` says where its
ticket stands meanwhile, so that lists, questions and the archive treat both alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.refusals import Refusal
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import (
    RESULT_LENGTH,
    Act,
    NeedsReason,
    NotByOwnHand,
    NotYours,
    State,
    TooShort,
    WrongState,
)
from domain.wishes.public import Problem


class WishState(StrEnum):
    """Where a wish stands; the words are in the glossary."""

    DRAFT = "draft"
    """Noted, with number, owner and date; the wisher has not seen its public words yet."""
    REVIEW = "review"
    PUBLISHED = "published"
    CLAIMED = "claimed"
    """One volunteer has it, and does not know yet whose it is."""
    RELEASED = "released"
    """The volunteer knows where to go."""
    DELIVERED = "delivered"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    UNFULFILLED = "unfulfilled"
    WITHDRAWN = "withdrawn"


class WishAct(StrEnum):
    """What is done to a wish."""

    NOTE_DOWN = "note_down"
    CONFIRM = "confirm"
    REWORD = "reword"
    """The wisher says it in their own words."""
    PASS_ON = "pass_on"  # noqa: S105 - an act
    """No word from the wisher: the officer edits the text at review."""
    EDIT = "edit"
    PUBLISH = "publish"
    UNFIT = "unfit"
    """No wish for a volunteer: money, debts, trade … with the way to go instead."""
    CLAIM = "claim"
    RELEASE = "release"
    PROGRESS = "progress"
    GIVE_BACK = "give_back"
    """The claimer cannot, or was not heard of: it is published again."""
    DELIVER = "deliver"
    CAME = "came"
    """The wisher says that it came."""
    CHECK = "check"
    """An officer has asked, or looked: it came."""
    NOT_ARRIVED = "not_arrived"
    UNFULFIL = "unfulfil"
    """Nobody could; an officer has talked to the wisher."""
    WITHDRAW = "withdraw"
    THANK = "thank"


class WishPart(StrEnum):
    """What somebody is to a wish."""

    WISHER = "wisher"
    """Who voiced it; for a resident at the door the worker who filed it."""
    CLAIMER = "claimer"
    VOLUNTEER = "volunteer"
    """A volunteer or party member of the community."""
    OWNER = "owner"
    OFFICER = "officer"
    """At the community's desk, or a manager of the street; never for a wish of their own."""
    BOT = "bot"


class WishNeed(StrEnum):
    """What an act must bring."""

    TEXT = "text"
    """Public words that give nobody away."""
    REASON = "reason"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class WishRule:
    """One line of the table."""

    before: WishState
    act: WishAct
    after: WishState
    who: frozenset[WishPart]
    needs: frozenset[WishNeed] = frozenset()


class WishesGoTheirWay(Refusal):
    """A wish does not take this step of an ordinary ticket."""


class NotForThePublic(Refusal):
    """The public words would give somebody away."""


LIVE_WISHES = frozenset(
    {WishState.DRAFT, WishState.REVIEW, WishState.PUBLISHED, WishState.CLAIMED,
     WishState.RELEASED, WishState.DELIVERED}
)  # fmt: skip
"""States in which somebody owes somebody something."""
HELD = frozenset({WishState.CLAIMED, WishState.RELEASED, WishState.DELIVERED})
"""A volunteer has it."""
MIRROR: dict[WishState, State] = {
    WishState.DRAFT: State.ASSIGNED,
    WishState.REVIEW: State.ASSIGNED,
    WishState.PUBLISHED: State.WORKING,
    WishState.CLAIMED: State.WORKING,
    WishState.RELEASED: State.WORKING,
    WishState.DELIVERED: State.REPORTED,
    WishState.FULFILLED: State.CLOSED,
    WishState.UNFULFILLED: State.CLOSED,
    WishState.DECLINED: State.DECLINED,
    WishState.WITHDRAWN: State.WITHDRAWN,
}
"""Where a wish's ticket stands; only the archive goes on from there by itself."""
SHARED_ACTS = frozenset({Act.NOTE, Act.REPLY, Act.ASK_BACK, Act.HAND_OVER, Act.RATE, Act.ARCHIVE})
"""Steps of an ordinary ticket that a wish takes, too; none but the archive moves it."""

_W, _C, _V, _O = WishPart.WISHER, WishPart.CLAIMER, WishPart.VOLUNTEER, WishPart.OWNER
_K, _B = WishPart.OFFICER, WishPart.BOT
_S, _A = WishState, WishAct


def _lines(
    before: tuple[WishState, ...],
    act: WishAct,
    after: WishState | None,
    who: set[WishPart],
    *needs: WishNeed,
) -> Iterator[WishRule]:
    """One rule for each state it starts from; `after=None` stays where it is."""
    for state in before:
        yield WishRule(state, act, after or state, frozenset(who), frozenset(needs))


def _table() -> Iterator[WishRule]:
    yield from _lines((_S.DRAFT,), _A.CONFIRM, _S.REVIEW, {_W})
    yield from _lines((_S.DRAFT, _S.REVIEW), _A.REWORD, _S.REVIEW, {_W}, WishNeed.TEXT)
    yield from _lines((_S.DRAFT,), _A.PASS_ON, _S.REVIEW, {_B, _K})
    yield from _lines((_S.REVIEW,), _A.EDIT, None, {_K}, WishNeed.TEXT)
    yield from _lines((_S.REVIEW,), _A.PUBLISH, _S.PUBLISHED, {_K}, WishNeed.TEXT)
    yield from _lines((_S.DRAFT, _S.REVIEW), _A.UNFIT, _S.DECLINED, {_K}, WishNeed.REASON)
    yield from _lines((_S.PUBLISHED,), _A.CLAIM, _S.CLAIMED, {_V, _K, _O})
    yield from _lines((_S.CLAIMED,), _A.RELEASE, _S.RELEASED, {_K})
    yield from _lines((_S.CLAIMED, _S.RELEASED), _A.PROGRESS, None, {_C})
    yield from _lines((_S.CLAIMED, _S.RELEASED), _A.GIVE_BACK, _S.PUBLISHED, {_C, _K, _B})
    yield from _lines((_S.RELEASED,), _A.DELIVER, _S.DELIVERED, {_C}, WishNeed.RESULT)
    yield from _lines(tuple(sorted(HELD)), _A.CAME, _S.FULFILLED, {_W})
    yield from _lines((_S.DELIVERED,), _A.CHECK, _S.FULFILLED, {_K})
    yield from _lines((_S.DELIVERED,), _A.NOT_ARRIVED, _S.RELEASED, {_W, _K})
    yield from _lines((_S.FULFILLED,), _A.NOT_ARRIVED, _S.RELEASED, {_W})
    yield from _lines((_S.PUBLISHED,), _A.UNFULFIL, _S.UNFULFILLED, {_K}, WishNeed.REASON)
    yield from _lines(tuple(sorted(LIVE_WISHES)), _A.WITHDRAW, _S.WITHDRAWN, {_W})
    yield from _lines((_S.FULFILLED,), _A.THANK, None, {_W})


WISH_TABLE = {(rule.before, rule.act): rule for rule in _table()}


def is_wish(kind: Kind, tier: Tier, sensitivity: Sensitivity) -> bool:
    """Whether a new ticket lives by this table: a wish of tier W that is not sensitive (a.3)."""
    return kind is Kind.WISH and tier is Tier.W and sensitivity is not Sensitivity.SENSITIVE


def advance(
    now: WishState,
    act: WishAct,
    parts: frozenset[WishPart],
    *,
    reason: str = "",
    result: str = "",
    problems: tuple[Problem, ...] = (),
) -> WishState:
    """The state after the act; `problems` are those of the public words.

    Raises:
        WrongState: the table has no such step from here.
        NotYours: none of the person's parts may do it.
        NotByOwnHand: whoever brought it says itself that it came.
        NotForThePublic, NeedsReason, TooShort: what the step needs is missing.

    """
    rule = WISH_TABLE.get((now, act))
    if rule is None:
        raise WrongState(state=now.value, act=act.value)
    if not rule.who & parts:
        raise NotYours(state=now.value, act=act.value)
    if act is WishAct.CHECK and WishPart.CLAIMER in parts:
        raise NotByOwnHand(state=now.value, act=act.value)
    if WishNeed.TEXT in rule.needs and problems:
        raise NotForThePublic(problems=[problem.value for problem in problems])
    if WishNeed.REASON in rule.needs and not reason.strip():
        raise NeedsReason(state=now.value, act=act.value)
    if WishNeed.RESULT in rule.needs and len(result.strip()) < RESULT_LENGTH:
        raise TooShort(state=now.value, act=act.value)
    return rule.after


def may(now: WishState, act: WishAct, parts: frozenset[WishPart]) -> bool:
    """Whether a button for this act is worth showing to somebody with these parts."""
    rule = WISH_TABLE.get((now, act))
    own = act is WishAct.CHECK and WishPart.CLAIMER in parts
    return rule is not None and bool(rule.who & parts) and not own
