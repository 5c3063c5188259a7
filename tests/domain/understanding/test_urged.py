"""Who waits for what they reported: a line that names nobody and nothing is about that, and no cry."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.tickets.kinds import Kind
from domain.understanding import Action, Context, Known, Verdict, urged
from tests.domain.shipped import GROUP, READER

LAMP = Known(7, Kind.COMPLAINT, "repair.corridorlight", "JGY/3", own=True)
LIFT = Known(8, Kind.COMPLAINT, "lift.stop", "JGY/5", own=True)
OPEN = replace(GROUP, open_tickets=(LAMP,))
RIGHT_AFTER = replace(OPEN, after=LAMP)
PRIVATE = replace(OPEN, private=True)
ALONE = replace(GROUP, private=True)
IN_VAIN = [
    "怎么还没动静",
    "怎么没动静了",
    "怎么还没反应",
    "人呢?怎么没反应",
    "咋一点动静都没有",
    "还没人管吗",
    "催一下",
    "能不能帮我再催一下师傅",
    "到现在都没人理我",
    "都半天了还没人来修",
    "几天了没个音信",
    "抓紧处理一下",
    "没人管了是吧",
]
ASKED = ["有人来看吗", "有没有人管啊", "到底管不管", "三天了\uff0c有人管没有", "啥时候能有人来看看"]
VAGUE = ["人呢", "师傅怎么还不来", "有人来吗", "来人了没"]


@pytest.mark.parametrize("text", IN_VAIN)
@pytest.mark.parametrize("context", [OPEN, RIGHT_AFTER, PRIVATE])
def test_who_waits_in_vain_urges_their_own(text, context):
    found = READER.read(text, context)

    assert READER.gate(text)
    assert (found.kind, found.known, found.verdict) == (Kind.FOLLOWUP, 7, Verdict.NOT_SOLVED)


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("context", [OPEN, RIGHT_AFTER, PRIVATE])
def test_who_asks_whether_anybody_comes_asks_how_their_own_stands(text, context):
    found = READER.read(text, context)

    assert READER.gate(text)
    assert (found.kind, found.known, found.verdict) == (Kind.FOLLOWUP, 7, Verdict.PROGRESS)


@pytest.mark.parametrize("text", VAGUE)
def test_what_neighbours_say_of_anything_is_theirs_only_where_they_just_spoke_of_it(text):
    assert READER.read(text, OPEN).kind is Kind.CHAT
    assert READER.read(text, RIGHT_AFTER).verdict is Verdict.PROGRESS
    assert READER.read(text, PRIVATE).verdict is Verdict.PROGRESS


@pytest.mark.parametrize("text", IN_VAIN + ASKED + VAGUE)
def test_of_several_it_is_asked_which(text):
    found = READER.read(text, replace(PRIVATE, open_tickets=(LIFT, LAMP)))

    assert (found.kind, found.known, found.category) == (Kind.FOLLOWUP, None, None)


@pytest.mark.parametrize("text", IN_VAIN + ASKED + VAGUE)
def test_where_nothing_is_known_it_is_chat_and_in_private_told_so(text):
    assert READER.read(text, GROUP).kind is Kind.CHAT
    found = READER.read(text, ALONE)
    assert (found.kind, found.known, found.category) == (Kind.FOLLOWUP, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "老人怎么没动静了",
        "对门大爷好几天没动静了",
        "我妈在屋里怎么没反应",
        "喊他没反应",
        "孩子怎么没反应",
        "隔壁屋里没动静",
    ],
)
@pytest.mark.parametrize("context", [GROUP, RIGHT_AFTER, PRIVATE, ALONE])
def test_somebody_who_does_not_stir_is_an_emergency(text, context):
    assert READER.read(text, context).kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text", ["有人来打球吗", "下楼没人", "有人吗\uff0c三缺一", "没人", "人都到齐了没", "不来了"]
)
def test_small_talk_waits_for_nothing(text):
    assert READER.read(text, OPEN).action is Action.IGNORE


def test_a_line_long_enough_for_more_is_read_for_itself():
    context = Context(group_place="JGY", open_tickets=(LAMP,))

    found = READER.read("怎么还没人来修,5栋的电梯也停了", context)

    assert found.known is None


@pytest.mark.parametrize("text", ["没动静了", "人不见了"])
@pytest.mark.parametrize("context", [GROUP, ALONE])
def test_a_body_without_a_sign_of_life_waits_for_nobody(text, context):
    assert READER.gate(text)
    assert READER.read(text, context).kind is Kind.EMERGENCY


def test_whoever_is_in_danger_does_not_just_wait():
    fall = replace(LAMP, category="care.rescue", kind=Kind.HAZARD)

    assert (
        READER.read("没动静了", replace(GROUP, open_tickets=(fall,), after=fall)).kind
        is Kind.EMERGENCY
    )


@pytest.mark.parametrize(
    "grammar",
    [urged._IN_VAIN, urged._URGES, urged._ASKS, urged._WHERE_ARE_THEY],
    ids=["in vain", "urges", "asks", "where are they"],
)
def test_whatever_waits_is_looked_at(grammar):
    """Lines are looked through for a few words first: no way of waiting is without all of them."""

    @settings(max_examples=1000, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(re.compile(grammar), fullmatch=True))
    def looked_at(text):
        assert urged._MAY_WAIT.search(text)

    looked_at()


@pytest.mark.parametrize("text", ["都不看", "怎么还不看", "还不查"])
def test_who_grumbles_that_somebody_does_not_look_waits_for_nothing_of_ours(text):
    assert READER.read(text, OPEN).action is Action.IGNORE
