"""The state table of a ticket: whatever people try, in whatever order."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Words
from domain.refusals import Refusal
from domain.tickets.states import (
    BY_ANOTHER,
    LIVE,
    TABLE,
    Act,
    NeedsDate,
    NeedsReason,
    NeedsTarget,
    NotByOwnHand,
    NotYours,
    OnlyCopied,
    Part,
    State,
    TooShort,
    WrongState,
    advance,
    may,
)

WORDS = Words(ZoneInfo("Asia/Shanghai"))
ENDS = {State.ARCHIVED}
PUTS_IN_HANDS = {Act.ASSIGN, Act.REASSIGN, Act.HAND_OVER, Act.ESCALATE}
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
EVERYTHING = {"reason": "地址写错了", "result": "换了灯管", "target": 7, "until": NOON}

STATES, ACTS = st.sampled_from(State), st.sampled_from(Act)
PARTS = st.frozensets(st.sampled_from(Part), min_size=1)
GIVEN = st.fixed_dictionaries(
    {
        "reason": st.sampled_from(["", " \n", "地址写错了"]),
        "result": st.sampled_from(["", "好", " 好了 ", "换了灯管"]),
        "target": st.sampled_from([None, 7]),
        "until": st.sampled_from([None, NOON]),
    }
)
WORKERS = st.frozensets(st.sampled_from([Part.OWNER, Part.DOER]), min_size=1)


@given(st.lists(st.tuples(st.integers(0, 99), PARTS, GIVEN), max_size=20))
def test_whatever_is_tried_a_living_ticket_is_in_somebody_s_hands(choices):
    state, held = State.OPEN, False
    for choice, parts, given_ in choices:
        act = _one_of(_steps(state), choice)
        before, state = state, _tried(state, act, parts, given_)
        held = held or (state is not before and act in PUTS_IN_HANDS)
        assert held or state is State.OPEN, f"{act} left {before} without putting it in hands"


@pytest.mark.parametrize("state", [State.OPEN, State.REOPENED])
def test_a_new_or_reopened_ticket_can_only_be_put_in_somebody_s_hands(state):
    steps = {(act, rule.after) for (before, act), rule in TABLE.items() if before is state}

    assert {act for act, _ in steps} <= PUTS_IN_HANDS
    assert {after for _, after in steps} == {State.ASSIGNED}


@given(STATES.filter(lambda state: state is not State.CLOSED),
       st.lists(st.tuples(st.integers(0, 99), WORKERS), min_size=1, max_size=20))  # fmt: skip
def test_who_works_on_it_never_closes_it_by_any_road(start, choices):
    state = start
    for choice, parts in choices:
        state = _tried(state, _one_of(_steps(state), choice), parts, EVERYTHING)
        assert state is not State.CLOSED


def test_only_the_reporter_a_checker_or_silence_closes():
    closing = {act: rule.who for (before, act), rule in TABLE.items()
               if rule.after is State.CLOSED and before is not State.CLOSED}  # fmt: skip

    assert closing.keys() == {Act.SOLVE, Act.LAPSE}
    assert closing[Act.SOLVE] <= {Part.REPORTER, Part.CHECKER}
    assert closing[Act.LAPSE] == {Part.BOT}


@pytest.mark.parametrize("state", State)
def test_every_state_but_the_ends_can_be_left(state):
    assert bool(_next(state)) == (state not in ENDS)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_from_every_living_state_an_end_can_be_reached(state):
    seen, todo = set(), [state]
    while todo:
        here = todo.pop()
        seen.add(here)
        todo.extend(_next(here) - seen)

    assert seen & ENDS
    assert State.CLOSED in seen


@pytest.mark.parametrize("state", sorted(LIVE))
def test_no_living_state_waits_for_the_resident_alone(state):
    official = {part for (before, act), rule in TABLE.items()
                if before is state and rule.after is not before for part in rule.who}  # fmt: skip

    assert official & {Part.OWNER, Part.DESK, Part.STREET, Part.CHECKER, Part.BOT}


@given(STATES, ACTS, PARTS, GIVEN)
def test_a_refusal_says_why_in_every_language(state, act, parts, given_):
    try:
        advance(state, act, parts, **given_)
    except Refusal as refusal:
        said = {WORDS(refusal.moment, locale, **refusal.facts) for locale in ("zh-Hans", "en")}
        assert len(said) == 2
        assert all(said)


@given(STATES, ACTS, PARTS)
def test_a_button_is_shown_exactly_where_its_press_would_be_taken(state, act, parts):
    assert may(state, act, parts) == (_refused(state, act, parts) is None)


@given(STATES, ACTS, PARTS)
def test_a_step_that_does_not_exist_is_told_from_one_that_is_for_somebody_else(state, act, parts):
    exists = any(may(state, act, frozenset({part})) for part in Part)

    answers = {None, NotYours, OnlyCopied, NotByOwnHand} if exists else {WrongState}
    assert _refused(state, act, parts) in answers


@given(st.text(max_size=6), st.sampled_from([State.ACCEPTED, State.WORKING]))
def test_a_result_is_three_characters_that_can_be_read(result, state):
    refused = _refused(state, Act.FINISH, frozenset({Part.DOER}), result=result)

    assert refused is (None if len(result.strip()) >= 3 else TooShort)


@pytest.mark.parametrize("act", [Act.RETURN, Act.PASS_BACK, Act.ASK_BACK, Act.DECLINE])
def test_what_somebody_else_has_to_understand_needs_a_reason(act):
    who = frozenset({Part.OWNER, Part.DOER, Part.DESK})

    assert _refused(State.ASSIGNED, act, who, reason=" ") is NeedsReason
    assert _refused(State.ASSIGNED, act, who) is None


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.ASSIGNED, Act.HAND_OVER),
        (State.WORKING, Act.MERGE),
        (State.RETURNED, Act.REASSIGN),
    ],
)
def test_what_goes_to_somebody_needs_to_know_to_whom(state, act):
    who = frozenset({Part.OWNER, Part.DESK})

    assert _refused(state, act, who, target=None) is NeedsTarget
    assert _refused(state, act, who) is None


@pytest.mark.parametrize("act", sorted(BY_ANOTHER))
@pytest.mark.parametrize("own", [Part.OWNER, Part.DOER])
def test_what_a_worker_asks_for_somebody_else_grants(act, own):
    assert _refused(State.WORKING, act, frozenset({own, Part.DESK})) is NotByOwnHand
    assert _refused(State.WORKING, act, frozenset({Part.DESK})) is None


@pytest.mark.parametrize(
    "act", [Act.ARRIVE, Act.ASK_EXTENSION, Act.EXTEND, Act.ASK_SUSPENSION, Act.SUSPEND, Act.FORWARD]
)
def test_what_waits_for_a_day_needs_the_day(act):
    who = frozenset({Part.OWNER}) if act not in BY_ANOTHER else frozenset({Part.STREET})

    assert _refused(State.WORKING, act, who, until=None) is NeedsDate


@pytest.mark.parametrize("former", [State.ASSIGNED, State.WORKING, State.SUSPENDED])
def test_what_is_no_longer_merged_stands_where_it_stood(former):
    assert advance(State.MERGED, Act.UNMERGE, frozenset({Part.DESK}), former=former) is former


@pytest.mark.parametrize(
    ("state", "act", "part"),
    [
        (State.WORKING, Act.SUSPEND, Part.CHIEF),
        (State.WORKING, Act.EXTEND, Part.REPORTER),
        (State.MERGED, Act.UNMERGE, Part.OWNER),
        (State.CLOSED, Act.RATE, Part.OWNER),
        (State.CLOSED, Act.RATE, Part.JOINED),
        (State.REPORTED, Act.SOLVE, Part.OWNER),
        (State.REPORTED, Act.SOLVE, Part.JOINED),
        (State.REPORTED, Act.NOT_SOLVED, Part.JOINED),
        (State.ASSIGNED, Act.WITHDRAW, Part.JOINED),
        (State.ASSIGNED, Act.DECLINE, Part.BOT),
        (State.ASSIGNED, Act.RETURN, Part.DOER),
        (State.RETURNED, Act.REASSIGN, Part.OWNER),
    ],
)
def test_what_is_for_others_to_say_is_refused(state, act, part):
    assert _refused(state, act, frozenset({part})) is NotYours


def _steps(state):
    """The steps that the table knows from here; from an end, any (all are refused)."""
    return [act for (before, act) in TABLE if before is state] or list(Act)


def _one_of(acts, choice):
    return acts[choice % len(acts)]


def _tried(state, act, parts, given_):
    try:
        return advance(state, act, parts, **given_)
    except Refusal:
        return state


def _refused(state, act, parts, **given_):
    """The kind of refusal, with all that could be needed at hand unless said otherwise."""
    try:
        advance(state, act, parts, **{**EVERYTHING, **given_})
    except Refusal as refusal:
        return type(refusal)
    return None


def _next(state):
    return {rule.after for (before, _), rule in TABLE.items() if before is state} - {state}
