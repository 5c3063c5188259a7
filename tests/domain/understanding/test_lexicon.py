"""The small language of the word tables: gaps, classes, what a word may not follow, and innocent words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.lexicon import Hits, any_of, load_lexicon, words_of

WORDS = """
[faults]
broken = ["坏"]
[innocent]
words = ["看不见", "献血"]
[classes]
done = ["了", "咧"]
[signals]
solved = ["修好{done}", "好没$"]
"""
MATTERS = """
[classes]
who = ["老人", "孩子"]
soon = ["快", "要"]
thing = ["书包", "车"]
["safe.missing"]
alone = ["{who}~!{thing}不见", "{who}~~没回"]
["care.rescue"]
alone = ["{who}{soon?}不中了", "流*血"]
["care.mind"]
alone = ["难受"]
grave = ["吃了一瓶药$"]
["lift.stop"]
things = ["电梯"]
faults = ["broken"]
asks = ["年检"]
"""
LEXICON = load_lexicon(MATTERS, WORDS)


def found(text: str) -> Hits:
    return LEXICON.look(text)


@pytest.mark.parametrize("text", ["老人早上不见了", "孩子不见", "一个孩子转眼就不见了"])
def test_any_word_of_a_class_and_soon_after_it_the_rest(text):
    assert found(text).longest("safe.missing", "alone")


@pytest.mark.parametrize(
    "text", ["我孩子的书包不见了", "老人看不见", "老人走了,去买一点菜和米油盐,不见", "大人不见"]
)
def test_not_right_after_a_thing_nor_inside_another_word_nor_too_far(text):
    assert not found(text).longest("safe.missing", "alone")


def test_two_gaps_reach_twice_as_far():
    assert found("老人早上六点多出去到现在都没回").longest("safe.missing", "alone")


@pytest.mark.parametrize("text", ["老人不中了", "孩子快不中了"])
def test_what_may_be_missing_may_be_there(text):
    assert found(text).longest("care.rescue", "alone")


def test_between_stands_nothing_else():
    assert not found("老人腿不中了").longest("care.rescue", "alone")


@pytest.mark.parametrize("text", ["吃了一瓶药", "吃了一瓶药,快来", "吃了一瓶药啊"])
def test_the_clause_ends_there(text):
    assert found(text).longest("care.mind", "grave")


def test_the_clause_goes_on():
    assert not found("吃了一瓶药膏").longest("care.mind", "grave")


def test_what_is_grave_counts_as_said_in_full():
    assert found("吃了一瓶药").strength("care.mind") > found("难受").strength("care.mind")


def test_a_signal_may_be_made_of_classes_too():
    assert found("修好咧").has("solved")
    assert found("好没").has("solved")
    assert not found("好没有人").has("solved")


def test_an_innocent_word_holds_nothing_but_what_stands_beside_it_counts():
    assert not found("流动献血车").longest("care.rescue", "alone")
    assert found("看不见电梯坏").strength("lift.stop")


def test_the_longest_of_patterns_that_begin_alike_counts():
    lexicon = load_lexicon('["a"]\nalone = ["灯~坏", "灯~坏了"]', "[faults]\n[signals]")

    assert lexicon.look("灯全坏了").longest("a", "alone") == 4


def test_tables_without_classes_or_innocent_words_are_read_as_before():
    lexicon = load_lexicon(
        '["a"]\nthings = ["灯"]\nfaults = ["x"]', '[faults]\nx = ["坏"]\n[signals]'
    )

    assert lexicon.look("灯坏").strength("a") == 2


def test_a_word_at_the_very_end_is_as_long_as_it_is():
    lexicon = load_lexicon('["a"]\nalone = ["电梯", "电梯停了"]', "[faults]\n[signals]")

    assert lexicon.look("又是电梯").longest("a", "alone") == 2
    assert lexicon.look("电梯停了").longest("a", "alone") == 4


def test_lists_are_found_in_the_order_of_the_line_and_then_of_the_table():
    lexicon = load_lexicon(
        '["b"]\nthings = ["灯泡"]\n["a"]\nthings = ["灯泡", "电梯"]', "[faults]\n[signals]"
    )

    assert list(lexicon.look("电梯灯泡").matters("things")) == ["a", "b"]
    assert list(lexicon.look("灯泡电梯").matters("things")) == ["b", "a"]


@pytest.mark.parametrize("text", ["修好咧", "老人不见了", "书包在电梯", "没有什么"])
def test_a_quick_look_misses_nothing_that_a_close_one_finds(text):
    assert LEXICON.may_hold(text) or not found(text).found


def test_where_nothing_may_be_nothing_is_looked_for():
    assert not LEXICON.may_hold("早上好")
    assert not load_lexicon("", "[faults]\n[signals]").may_hold("早上好")


@given(st.lists(st.text("灯水[]^-.(", min_size=1, max_size=4)), st.text("灯水[]^-.(", max_size=8))
def test_any_of_many_words_is_found_however_they_begin(words, text):
    assert (any_of(words).search(text) is not None) == any(word in text for word in words)


def test_what_either_of_two_readings_holds_is_held_at_its_longest():
    lexicon = load_lexicon('[a]\nalone = ["灯坏", "全坏了"]\n', "[signals]\n[faults]\n")
    both = lexicon.look("灯坏") | lexicon.look("灯全坏了")

    assert both.longest("a", "alone") == 3


def test_a_class_alone_is_each_of_its_words():
    words = words_of(["{who}"], {"who": ("甲", "乙")})

    assert [gapped.longest("甲乙", 0) for gapped in words.gapped] == [1, 0]
