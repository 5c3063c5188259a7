"""Two neighbours' lines: one matter at one place, or two."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.understanding import HELDOUT, PAIRS, pairs_in, told_alike
from domain.understanding.alike import LIMIT, load_likeness, shares_of
from domain.understanding.grammar import said_in
from domain.understanding.lexicon import Hits
from domain.understanding.model import NoModel
from domain.understanding.things import goes_on, things_of, wrongs_of
from domain.understanding.where import Where, apart, located, where_of
from tests.domain.understanding import village

LIFT = "三号楼二单元的电梯停在七楼不动了"


def voice(text, *, row=None):
    """A line as it is compared; `row` is what the office has registered it as."""
    return village.reader().voice(text, where(text), row)


def alike(one, other):
    return village.reader().alike(one, other)


def where(text):
    return where_of(text, said_in(text, village.PLACES, "JGY"))


@pytest.mark.parametrize(
    ("one", "other", "row"),
    [
        (LIFT, "我们3-2的梯子又罢工，爬了一身汗", "lift.stop"),
        ("6栋1单元楼道灯坏了", "六号楼一单元过道里伸手不见五指", "repair.corridorlight"),
        ("8栋全楼停电了", "8幢没电半个多钟头了", "util.power"),
        ("东门那个井盖翘起来了", "东门口窨井盖松了，车一压哐哐响", "road.manhole"),
    ],
)
def test_the_same_trouble_in_other_words_is_one_matter(one, other, row):
    assert alike(voice(one, row=row), voice(other, row=row)) >= LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LIFT, "三号楼一单元的电梯停在七楼不动了"),
        (LIFT, "五号楼二单元的电梯停在七楼不动了"),
        ("3-2的灯不亮", "3-1的灯不亮"),
        ("东门的路灯不亮", "西门的路灯不亮"),
        ("左边那部电梯关不上门", "右边电梯关不上门"),
        ("B1车库进水了", "地下二层进水了"),
        ("A6栋电梯坏了", "B区6栋电梯坏了"),
        ("我们这栋也停水了", "对面那栋也停水了"),
        ("二期6栋电梯坏了", "一期6栋电梯坏了"),
        ("4楼楼道灯坏了", "6楼楼道灯坏了"),
        ("3栋2单元1412卫生间漏水", "3栋2单元715厨房漏水"),
        ("7号桩充不进电", "9号桩充不进电"),
    ],
)
def test_places_that_contradict_are_two_however_alike_the_words(one, other):
    assert alike(voice(one), voice(other)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3栋2单元的灯不亮", "三号楼二单元黑"),
        ("3栋的灯不亮", "3-2的灯不亮"),
        ("3、5栋停电", "五栋没电"),
        ("滨河路路面塌了", "滨河路那段有坑"),
        ("灯不亮", "3栋2单元灯不亮"),
        ("3栋2单元灯不亮", "3栋2单元灯不亮,隔壁单元没事"),
    ],
)
def test_a_place_may_be_said_less_exactly_or_otherwise(one, other):
    assert not apart(where(one), where(other))
    assert not apart(where(other), where(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5栋楼道里有人养鸡", "5栋楼道里有人抽烟"),
        ("8栋停电了", "8栋停水了"),
        ("3栋2单元电梯停了", "3栋2单元能不能加装电梯"),
        ("2栋楼顶漏水", "2栋楼顶有人养鸽子"),
    ],
)
def test_another_trouble_at_the_same_place_is_another_matter(one, other):
    assert alike(voice(one), voice(other)) < LIMIT


def test_it_is_the_same_whichever_line_came_first():
    one, other = voice(LIFT), voice("3栋2单元电梯按了没反应")

    assert alike(one, other) == pytest.approx(alike(other, one), abs=0.02)


@pytest.mark.parametrize("text", [LIFT, "8栋停水了", "东门的路灯不亮", "3栋2单元下水道堵了"])
def test_the_very_same_words_at_one_place_are_one_matter(text):
    assert alike(voice(text), voice(text)) >= LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("南门路灯不亮", "南门的路灯不亮了"),
        ("6栋门口井盖坏了", "6栋门口的井盖怀了"),
        ("凉亭边上的秋千断了", "凉亭边上秋千都断啦"),
    ],
)
def test_what_carries_nothing_and_slips_by_sound_make_no_other_matter(one, other):
    assert alike(voice(one), voice(other)) >= LIMIT


@pytest.mark.parametrize(("one", "other"), [("南门没停水", "南门停水"), ("6栋灯不亮", "6栋灯太亮")])
def test_a_word_more_may_be_all_the_difference(one, other):
    assert alike(voice(one), voice(other)) < 1


def test_what_a_model_guesses_counts_half_beside_the_words():
    hits = Hits({("lift.stop", "alone"): 4})

    assert shares_of(hits, {"lift.odd": 1.0}) == {"lift.stop": 0.5, "lift.odd": 0.5}
    assert shares_of(hits) == {"lift.stop": 1.0}
    assert shares_of(Hits({}), {"lift.odd": 0.7}) == {"lift.odd": 0.7}
    assert shares_of(Hits({})) == {}


def test_a_row_that_both_may_be_speaks_for_it():
    one, other = "3栋2单元又来了", "3-2这都第三回了"

    shared = alike(voice(one, row="lift.stop"), voice(other, row="lift.stop"))
    parted = alike(voice(one, row="lift.stop"), voice(other, row="env.pest"))
    assert parted < shared


def test_the_weights_are_the_same_from_their_file():
    shipped = village.reader().judge.likeness

    assert load_likeness(shipped.dumped()) == shipped


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_holds_no_weights_is_refused(text):
    with pytest.raises(NoModel):
        load_likeness(text)


@pytest.mark.parametrize(
    "parts",
    [{"format": "huying-alike/2"}, {"lean": None}, {"lean": 1e300}, {"weights": []},
     {"weights": {"rows": "much"}}, {"weights": {"rows": 1e300}}, {"card": 5}],
)  # fmt: skip
def test_weights_that_were_damaged_are_refused(parts):
    whole = json.loads(village.reader().judge.likeness.dumped())

    with pytest.raises(NoModel):
        load_likeness(json.dumps({**whole, **parts}))


@pytest.mark.parametrize("weight", [-1e8, -1e3, 1e3, 1e8])
def test_however_far_a_weight_lies_what_comes_of_it_is_a_share(weight):
    whole = json.loads(village.reader().judge.likeness.dumped())
    far = load_likeness(json.dumps({**whole, "weights": {"rows": weight, "kinds": weight}}))

    assert 0 <= far.share(voice(LIFT), voice("3栋2单元电梯按了没反应")) <= 1


def test_the_place_of_the_tree_outranks_the_words():
    bare = where("灯不亮")

    assert apart(located(bare, "JGY/3/2", village.PLACES), where("3栋1单元灯不亮"))
    assert not apart(located(bare, "JGY/3", village.PLACES), where("3栋1单元灯不亮"))
    assert located(bare, None, village.PLACES) == bare


def test_a_line_without_a_place_says_so():
    assert not Where({}).known
    assert not where("灯不亮").known
    assert where("3栋").known


def test_things_and_troubles_go_by_many_names():
    assert "lift" in things_of("梯子又罢工") & things_of("爬了十八樓")
    assert "dark" in wrongs_of("伸手不见五指") & wrongs_of("燈不亮")
    assert things_of("早上好") == frozenset()


BIN = "8栋的垃圾桶满了没人收"


@pytest.mark.parametrize("text", ["臭得很", "都三天了", "苍蝇乱飞,臭死人", "里头还在漏"])
def test_more_of_it_says_what_is_wrong_or_since_when(text):
    assert goes_on(text, BIN)


@pytest.mark.parametrize(
    "text",
    ["晚上吃啥", "谢谢大家", "我先睡了", "电梯也停了", "面又涨价了", "我晚上不在", "臭" * 30, ""],
)
def test_small_talk_and_another_thing_are_no_more_of_it(text):
    assert not goes_on(text, BIN)


def test_of_pairs_that_teach_nothing_most_are_told_apart():
    precision, recall = told_alike(pairs_in(HELDOUT / "pairs_anew.jsonl"))

    assert precision >= 0.93
    assert recall >= 0.65


def test_a_plea_to_be_left_unnamed_tells_no_other_matter():
    bare, pleading = voice("3栋楼道的灯坏了"), voice("3栋楼道的灯坏了,别说是我说的,匿名")

    assert (pleading.text, pleading.twos, pleading.point) == (bare.text, bare.twos, bare.point)


def test_there_are_pairs_of_both_kinds_and_none_twice():
    pairs = village.pairs()

    assert PAIRS.name == "pairs.jsonl"
    assert len({(pair["a"], pair["b"]) for pair in pairs}) == len(pairs) >= 400
    assert min(sum(pair["same"] is same for pair in pairs) for same in (True, False)) > 150
