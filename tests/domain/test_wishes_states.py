"""The table of a wish's life: whatever people try, in whatever order."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Words
from domain.refusals import Refusal
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import (
    LIVE,
    NeedsReason,
    NotByOwnHand,
    NotYours,
    State,
    TooShort,
    WrongState,
)
from domain.wishes.public import Problem
from domain.wishes.states import (
    HELD,
    LIVE_WISHES,
    MIRROR,
    WISH_TABLE,
    NotForThePublic,
    WishAct,
    WishPart,
    WishState,
    advance,
    is_wish,
    may,
)

WORDS = Words(ZoneInfo("Asia/Shanghai"))
ENDS = set(WishState) - LIVE_WISHES
EVERYTHING = {"reason": "超过五百元", "result": "送到门口了", "problems": ()}
NAMED = {"problems": (Problem.NAME,)}
STATES, ACTS = st.sampled_from(WishState), st.sampled_from(WishAct)
PARTS = st.frozensets(st.sampled_from(WishPart), min_size=1)
GIVEN = st.fixed_dictionaries(
    {
        "reason": st.sampled_from(["", " \n", "要钱"]),
        "result": st.sampled_from(["", "好", " 好了 ", "送到门口了"]),
        "problems": st.sampled_from([(), (Problem.ROOM,), (Problem.NAME, Problem.ILLNESS)]),
    }
)


@given(st.lists(st.tuples(st.integers(0, 99), PARTS, GIVEN), max_size=25))
def test_whatever_is_tried_nobody_sees_it_before_review_nor_goes_there_before_release(choices):
    state, seen = WishState.DRAFT, [WishState.DRAFT]
    for choice, parts, given_ in choices:
        state = _tried(state, _one_of(_steps(state), choice), parts, given_)
        seen.append(state)

    if WishState.PUBLISHED in seen:
        assert WishState.REVIEW in seen[: seen.index(WishState.PUBLISHED)]
    if WishState.DELIVERED in seen:
        assert WishState.RELEASED in seen[: seen.index(WishState.DELIVERED)]
    if WishState.RELEASED in seen:
        assert WishState.CLAIMED in seen[: seen.index(WishState.RELEASED)]


@given(STATES.filter(lambda state: state is not WishState.FULFILLED),
       st.lists(st.tuples(st.integers(0, 99), st.booleans()), min_size=1, max_size=20))  # fmt: skip
def test_who_brings_it_never_says_that_it_came_by_any_road(start, choices):
    state = start
    for choice, official in choices:
        parts = frozenset({WishPart.CLAIMER} | ({WishPart.OFFICER} if official else set()))
        state = _tried(state, _one_of(_steps(state), choice), parts, EVERYTHING)
        assert state is not WishState.FULFILLED


def test_it_is_fulfilled_by_the_wisher_s_word_or_an_officer_s_check_alone():
    fulfilling = {
        act: rule.who for (before, act), rule in WISH_TABLE.items()
        if rule.after is WishState.FULFILLED and before is not WishState.FULFILLED
    }  # fmt: skip

    assert fulfilling == {
        WishAct.CAME: {WishPart.WISHER}, WishAct.CHECK: {WishPart.OFFICER},
    }  # fmt: skip


def test_silence_only_ever_hands_it_on():
    by_itself = {
        (rule.before, rule.after) for rule in WISH_TABLE.values() if WishPart.BOT in rule.who
    }

    assert by_itself == {
        (WishState.DRAFT, WishState.REVIEW),
        (WishState.CLAIMED, WishState.PUBLISHED),
        (WishState.RELEASED, WishState.PUBLISHED),
    }


@pytest.mark.parametrize("state", sorted(LIVE_WISHES))
def test_from_every_living_state_it_can_still_come_true(state):
    seen, todo = set(), [state]
    while todo:
        here = todo.pop()
        seen.add(here)
        todo.extend({r.after for (b, _), r in WISH_TABLE.items() if b is here} - seen)

    assert WishState.FULFILLED in seen


@pytest.mark.parametrize("state", sorted(LIVE_WISHES))
def test_the_wisher_takes_it_back_from_every_living_state(state):
    assert advance(state, WishAct.WITHDRAW, frozenset({WishPart.WISHER})) is WishState.WITHDRAWN


@pytest.mark.parametrize("state", sorted(LIVE_WISHES - {WishState.DRAFT, WishState.REVIEW} - HELD))
def test_what_volunteers_may_read_is_nobody_s_yet(state):
    takers = WISH_TABLE[state, WishAct.CLAIM].who

    assert takers == {WishPart.VOLUNTEER, WishPart.OFFICER, WishPart.OWNER}
    assert all(may(state, WishAct.CLAIM, frozenset({part})) for part in takers)


@pytest.mark.parametrize("state", WishState)
def test_its_ticket_is_open_exactly_as_long_as_the_wish(state):
    assert (MIRROR[state] in LIVE) == (state in LIVE_WISHES)


def test_its_ticket_waits_for_the_wisher_s_word_exactly_when_the_wish_does():
    assert {state for state in WishState if MIRROR[state] is State.REPORTED} == {
        WishState.DELIVERED
    }


@given(STATES, ACTS, PARTS, GIVEN)
def test_a_refusal_says_why_in_every_language(state, act, parts, given_):
    try:
        advance(state, act, parts, **given_)
    except Refusal as refusal:
        said = {
            WORDS(refusal.moment, locale, **refusal.facts)
            for locale in ("zh-Hans", "zh-Hant", "en")
        }
        assert len(said) >= 2
        assert all(said)


@given(STATES, ACTS, PARTS)
def test_a_button_is_shown_exactly_where_its_press_would_be_taken(state, act, parts):
    assert may(state, act, parts) == (_refused(state, act, parts) is None)


@given(STATES, ACTS, PARTS)
def test_a_step_that_does_not_exist_is_told_from_one_that_is_for_somebody_else(state, act, parts):
    exists = any(may(state, act, frozenset({part})) for part in WishPart)

    answers = {None, NotYours, NotByOwnHand} if exists else {WrongState}
    assert _refused(state, act, parts) in answers


@pytest.mark.parametrize(
    ("state", "act", "part", "lacks", "refusal"),
    [
        (WishState.REVIEW, WishAct.PUBLISH, WishPart.OFFICER, NAMED, NotForThePublic),
        (WishState.REVIEW, WishAct.EDIT, WishPart.OFFICER, NAMED, NotForThePublic),
        (WishState.DRAFT, WishAct.REWORD, WishPart.WISHER, NAMED, NotForThePublic),
        (WishState.REVIEW, WishAct.UNFIT, WishPart.OFFICER, {"reason": " "}, NeedsReason),
        (WishState.PUBLISHED, WishAct.UNFULFIL, WishPart.OFFICER, {"reason": ""}, NeedsReason),
        (WishState.RELEASED, WishAct.DELIVER, WishPart.CLAIMER, {"result": "好"}, TooShort),
    ],
)  # fmt: skip
def test_what_a_step_needs_it_gets(state, act, part, lacks, refusal):
    assert _refused(state, act, frozenset({part}), **lacks) is refusal
    assert _refused(state, act, frozenset({part})) is None


@pytest.mark.parametrize(
    ("state", "act", "part"),
    [
        (WishState.DRAFT, WishAct.CONFIRM, WishPart.OFFICER),
        (WishState.REVIEW, WishAct.PUBLISH, WishPart.WISHER),
        (WishState.REVIEW, WishAct.PUBLISH, WishPart.OWNER),
        (WishState.REVIEW, WishAct.PUBLISH, WishPart.VOLUNTEER),
        (WishState.REVIEW, WishAct.UNFIT, WishPart.BOT),
        (WishState.PUBLISHED, WishAct.CLAIM, WishPart.WISHER),
        (WishState.CLAIMED, WishAct.RELEASE, WishPart.CLAIMER),
        (WishState.CLAIMED, WishAct.RELEASE, WishPart.OWNER),
        (WishState.RELEASED, WishAct.DELIVER, WishPart.OFFICER),
        (WishState.DELIVERED, WishAct.CAME, WishPart.CLAIMER),
        (WishState.DELIVERED, WishAct.CAME, WishPart.OFFICER),
        (WishState.DELIVERED, WishAct.CHECK, WishPart.VOLUNTEER),
        (WishState.PUBLISHED, WishAct.UNFULFIL, WishPart.BOT),
        (WishState.PUBLISHED, WishAct.WITHDRAW, WishPart.OFFICER),
        (WishState.FULFILLED, WishAct.THANK, WishPart.CLAIMER),
    ],
)
def test_what_is_for_others_to_say_is_refused(state, act, part):
    assert _refused(state, act, frozenset({part})) is NotYours


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (WishState.DRAFT, WishAct.PUBLISH),
        (WishState.REVIEW, WishAct.CLAIM),
        (WishState.CLAIMED, WishAct.CLAIM),
        (WishState.CLAIMED, WishAct.DELIVER),
        (WishState.PUBLISHED, WishAct.RELEASE),
        (WishState.PUBLISHED, WishAct.UNFIT),
        (WishState.PUBLISHED, WishAct.CAME),
        (WishState.CLAIMED, WishAct.UNFULFIL),
        (WishState.DELIVERED, WishAct.GIVE_BACK),
        *((state, WishAct.CLAIM) for state in sorted(ENDS)),
        *((state, WishAct.WITHDRAW) for state in sorted(ENDS)),
    ],
)
def test_no_step_is_skipped(state, act):
    assert _refused(state, act, frozenset(WishPart) - {WishPart.CLAIMER}) is WrongState


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("sensitivity", Sensitivity)
def test_only_a_wish_of_tier_w_that_is_not_sensitive_lives_by_this_table(kind, tier, sensitivity):
    expected = (kind, tier) == (Kind.WISH, Tier.W) and sensitivity is not Sensitivity.SENSITIVE

    assert is_wish(kind, tier, sensitivity) is expected


def _steps(state):
    """The steps that the table knows from here; from an end, any (all are refused)."""
    return [act for (before, act) in WISH_TABLE if before is state] or list(WishAct)


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
