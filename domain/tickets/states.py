"""The one table of a ticket's life: who may do what, and what it needs (domain rules a.2-a.3).

Code, tests and the diagram in docs/tickets.md are made from `TABLE`. Two rules stand above it:
who did the work never closes it, and nothing is ever without an owner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from domain.refusals import Refusal


class State(StrEnum):
    """Where a ticket stands; the words are in the glossary."""

    OPEN = "open"
    """Number issued; never seen outside the transaction that assigns it."""
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    WORKING = "working"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    REPORTED = "reported"
    CLOSED = "closed"
    REOPENED = "reopened"
    """Only within the transaction that assigns it anew."""
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


LIVE = frozenset(
    {State.OPEN, State.ASSIGNED, State.ACCEPTED, State.WORKING, State.RETURNED, State.SUSPENDED,
     State.REPORTED, State.REOPENED}
)  # fmt: skip
"""States in which somebody owes somebody something."""


class Act(StrEnum):
    """What is done to a ticket."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    CONTACT = "contact"
    """First contact with the reporter, or work started."""
    HAND_OVER = "hand_over"
    PASS_BACK = "pass_back"  # noqa: S105 - an act
    """The doer says that it is not theirs; the owner goes on, no return."""
    RETURN = "return"
    ASK_BACK = "ask_back"
    ARRIVE = "arrive"
    """A worker says when they will be there; that is the first contact."""
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    ASK_SUSPENSION = "ask_suspension"
    SUSPEND = "suspend"
    REFUSE = "refuse"
    """An extension or suspension that was asked for is not granted."""
    RESUME = "resume"
    """A suspended ticket's review date has come, or the desk takes it up before; or what the desk had
    declined is done after all."""
    FORWARD = "forward"
    """Somebody outside acts on it; the owner stays and chases them."""
    NOTE = "note"
    REPLY = "reply"
    """Somebody of the office answers the reporter in the reporter's own channel."""
    FINISH = "finish"
    SOLVE = "solve"
    """The reporter (or a checker) says that it is solved."""
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
    REASSIGN = "reassign"
    """After a reopening: the same owner, or one level up."""
    ESCALATE = "escalate"
    RAISE = "raise"
    """Many households voiced it within a day: one tier higher."""
    DECLINE = "decline"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    """Three days' silence after evidence."""
    RECATEGORISE = "recategorise"
    """What huying read it as was wrong: the desk says what it is."""
    MOVE = "move"
    """Where huying read it to be was wrong: the desk says where it is."""
    RATE = "rate"
    """The reporter says whether they are content with how it was done."""
    ARCHIVE = "archive"


class Part(StrEnum):
    """What somebody is to a ticket."""

    REPORTER = "reporter"
    JOINED = "joined"
    OWNER = "owner"
    DOER = "doer"
    CHIEF = "chief"
    DESK = "desk"
    """Dispatchers and officers of the ticket's community."""
    STREET = "street"
    CONTACT = "contact"
    """Who had it before: the resident's contact until somebody else has taken it (首接负责)."""
    CHECKER = "checker"
    """Any officer or chief who is neither owner nor doer."""
    COPIED = "copied"
    """Serves in the same grid beside the owner: reads, and does nothing."""
    BOT = "bot"


class Need(StrEnum):
    """What an act must bring."""

    REASON = "reason"
    RESULT = "result"
    TARGET = "target"
    UNTIL = "until"
    """An instant: a new date, a review date, when to chase, when to arrive."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    before: State
    act: Act
    after: State
    who: frozenset[Part]
    needs: frozenset[Need] = frozenset()

    @property
    def undoes(self) -> bool:
        """Whether it goes back to the state that the ticket had before; `after` is only the usual one."""
        return self.act is Act.UNMERGE


RESULT_LENGTH = 3  # characters: a.3, "note of at least three characters"


class WrongState(Refusal):
    """A ticket in this state does not take this step."""


class NotYours(Refusal):
    """The step exists, but it is for somebody else to do."""


class OnlyCopied(NotYours):
    """Somebody who was sent a copy reads it; the step is for whoever has it."""


class NeedsReason(Refusal):
    """The step needs a reason."""


class TooShort(Refusal):
    """A result of at least three characters is needed."""


class NeedsTarget(Refusal):
    """The step needs somebody, or another ticket, that it goes to."""


class NeedsDate(Refusal):
    """The step needs a date."""


class NotByOwnHand(Refusal):
    """What owner or doer ask for, somebody else grants."""


_MISSING: dict[Need, type[Refusal]] = {
    Need.REASON: NeedsReason,
    Need.RESULT: TooShort,
    Need.TARGET: NeedsTarget,
    Need.UNTIL: NeedsDate,
}

_B, _R, _O, _P = Part.BOT, Part.REPORTER, Part.OWNER, Part.DOER
_D, _S, _C, _V = Part.DESK, Part.STREET, Part.CHIEF, Part.CHECKER
_STARTED = (State.ASSIGNED, State.ACCEPTED, State.WORKING)
BY_ANOTHER = frozenset({Act.EXTEND, Act.SUSPEND, Act.REFUSE})
"""Decided by somebody who neither owns the ticket nor does the work (a.3, a.6)."""


def _lines(
    before: tuple[State, ...],
    act: Act,
    after: State | None,
    who: set[Part],
    *needs: Need,
) -> Iterator[Rule]:
    """One rule for each state it starts from; `after=None` stays where it is."""
    for state in before:
        yield Rule(state, act, after or state, frozenset(who), frozenset(needs))


def _table() -> Iterator[Rule]:
    yield from _lines((State.OPEN,), Act.ASSIGN, State.ASSIGNED, {_B, _D})
    yield from _lines((State.ASSIGNED,), Act.ACCEPT, State.ACCEPTED, {_O, _P})
    yield from _lines((State.ACCEPTED,), Act.CONTACT, State.WORKING, {_O, _P})
    yield from _lines(_STARTED, Act.HAND_OVER, State.ASSIGNED, {_O, _D, _S, _B}, Need.TARGET)
    yield from _lines(_STARTED, Act.PASS_BACK, None, {_P}, Need.REASON)
    yield from _lines((State.ASSIGNED,), Act.RETURN, State.RETURNED, {_O}, Need.REASON)
    yield from _lines((State.RETURNED,), Act.REASSIGN, State.ASSIGNED, {_D, _S}, Need.TARGET)
    yield from _lines(_STARTED, Act.ASK_BACK, None, {_O, _P}, Need.REASON)
    yield from _lines(
        (State.ACCEPTED, State.WORKING), Act.ARRIVE, State.WORKING, {_O, _P}, Need.UNTIL
    )
    yield from _lines((State.WORKING,), Act.ASK_EXTENSION, None, {_O}, Need.REASON, Need.UNTIL)
    yield from _lines((State.WORKING,), Act.EXTEND, None, {_D, _S}, Need.UNTIL)
    yield from _lines((State.WORKING,), Act.ASK_SUSPENSION, None, {_O}, Need.REASON, Need.UNTIL)
    yield from _lines(
        (State.WORKING,), Act.SUSPEND, State.SUSPENDED, {_D, _S}, Need.REASON, Need.UNTIL
    )
    yield from _lines((State.WORKING,), Act.REFUSE, None, {_D, _S, _B})
    yield from _lines((State.SUSPENDED,), Act.RESUME, State.WORKING, {_B, _D})
    yield from _lines(
        (State.WORKING,), Act.FORWARD, None, {_O}, Need.REASON, Need.TARGET, Need.UNTIL
    )
    yield from _lines(
        (*_STARTED, State.RETURNED, State.SUSPENDED, State.REPORTED),
        Act.NOTE, None, {_R, Part.JOINED, _O, _P, _C, _D, _S, Part.CONTACT},
    )  # fmt: skip
    # A finish passes `working` by itself (a.3).
    yield from _lines(
        (State.ACCEPTED, State.WORKING), Act.FINISH, State.REPORTED, {_O, _P}, Need.RESULT
    )
    yield from _lines((*_STARTED, State.SUSPENDED, State.REPORTED), Act.SOLVE, State.CLOSED, {_R})
    yield from _lines((State.REPORTED,), Act.SOLVE, State.CLOSED, {_V})
    yield from _lines((State.REPORTED, State.CLOSED), Act.PARTLY, State.REOPENED, {_R})
    yield from _lines((State.REPORTED, State.CLOSED), Act.NOT_SOLVED, State.REOPENED, {_R})
    yield from _lines((State.REPORTED,), Act.NOT_SOLVED, State.REOPENED, {_V})
    # Whoever has called the reporter writes down what they said: neither owner nor doer asks.
    yield from _lines((State.CLOSED,), Act.NOT_SOLVED, State.REOPENED, {_V})
    yield from _lines((State.REPORTED, State.CLOSED), Act.RATE, None, {_R, _V})
    yield from _lines((State.REOPENED,), Act.REASSIGN, State.ASSIGNED, {_B})
    yield from _lines(_STARTED, Act.ESCALATE, State.ASSIGNED, {_B})
    yield from _lines((State.RETURNED,), Act.ESCALATE, State.ASSIGNED, {_B})
    yield from _lines((*_STARTED, State.RETURNED), Act.DECLINE, State.DECLINED, {_D}, Need.REASON)
    yield from _lines(
        (*_STARTED, State.RETURNED, State.SUSPENDED),
        Act.MERGE,
        State.MERGED,
        {_O, _D},
        Need.TARGET,
    )
    yield from _lines((State.MERGED,), Act.UNMERGE, State.ASSIGNED, {_D})
    yield from _lines(
        (*_STARTED, State.RETURNED, State.SUSPENDED, State.REPORTED),
        Act.WITHDRAW,
        State.WITHDRAWN,
        {_R},
    )
    yield from _lines((State.REPORTED,), Act.LAPSE, State.CLOSED, {_B})
    for ended in (State.CLOSED, State.DECLINED, State.WITHDRAWN):
        yield from _lines((ended,), Act.ARCHIVE, State.ARCHIVED, {_B})


def _corrections() -> Iterator[Rule]:
    """Where huying read wrongly, or the desk declined; who works on it asks the desk for it."""
    yield from _lines((State.DECLINED,), Act.RESUME, State.ASSIGNED, {_D})
    for act in (Act.RECATEGORISE, Act.MOVE):
        yield from _lines(
            (*_STARTED, State.RETURNED, State.SUSPENDED), act, None, {_D, _S}, Need.TARGET
        )


def _answers() -> Iterator[Rule]:
    """Whoever has to do with it for the office answers its reporter, also after the end."""
    yield from _lines(
        (*_STARTED, State.RETURNED, State.SUSPENDED, State.REPORTED, State.CLOSED),
        Act.REPLY, None, {_O, _P, _C, _D, _S, Part.CONTACT}, Need.REASON,
    )  # fmt: skip


def _joined(rules: Iterator[Rule]) -> dict[tuple[State, Act], Rule]:
    """Lines of the same step with other people are one rule."""
    table: dict[tuple[State, Act], Rule] = {}
    for rule in rules:
        known = table.get((rule.before, rule.act))
        who = rule.who | (known.who if known else frozenset())
        table[rule.before, rule.act] = Rule(rule.before, rule.act, rule.after, who, rule.needs)
    return table


TABLE = _joined(chain(_table(), _answers(), _corrections()))


def advance(
    now: State,
    act: Act,
    parts: frozenset[Part],
    *,
    reason: str = "",
    result: str = "",
    target: object | None = None,
    until: datetime | None = None,
    former: State | None = None,
) -> State:
    """The state after the act; `former` is what a merged ticket goes back to.

    Raises:
        WrongState: the table has no such step from here.
        NotYours: none of the person's parts may do it (`OnlyCopied` where they read along).
        NotByOwnHand: owner or doer grant what they asked for themselves.
        NeedsReason, TooShort, NeedsTarget, NeedsDate: something the step needs is missing.

    """
    rule = TABLE.get((now, act))
    if rule is None:
        raise WrongState(state=now.value, act=act.value)
    if not rule.who & parts:
        kind = OnlyCopied if Part.COPIED in parts else NotYours
        raise kind(state=now.value, act=act.value)
    if act in BY_ANOTHER and parts & {Part.OWNER, Part.DOER}:
        raise NotByOwnHand(state=now.value, act=act.value)
    given = {
        Need.REASON: bool(reason.strip()),
        Need.RESULT: len(result.strip()) >= RESULT_LENGTH,
        Need.TARGET: target is not None,
        Need.UNTIL: until is not None,
    }
    for need in sorted(rule.needs):
        if not given[need]:
            raise _MISSING[need](state=now.value, act=act.value)
    return former if rule.undoes and former else rule.after


def may(now: State, act: Act, parts: frozenset[Part]) -> bool:
    """Whether a button for this act is worth showing to somebody with these parts."""
    rule = TABLE.get((now, act))
    own = act in BY_ANOTHER and bool(parts & {Part.OWNER, Part.DOER})
    return rule is not None and bool(rule.who & parts) and not own
