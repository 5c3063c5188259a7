"""What the small models say of a line, and from which share on something is done about it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import data_file
from domain.tickets.kinds import Kind
from domain.understanding import Action, Ask, Care, Context, Reader
from domain.understanding.judge import LEAST, MODELS, NAMES, Limits, leaned, load_judge
from domain.understanding.lexicon import Hits
from domain.understanding.line import LONGEST, evened, grams, signs
from domain.understanding.model import NoModel
from domain.understanding.plain import normal
from domain.understanding.seen import Seen
from domain.understanding.sieve import Sieve, grains_of, load_sieve, paired
from tests.domain.understanding import village

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"
TEXTS = [data_file(name, None) for name in MODELS]


def with_limits(**limits):
    """A reader whose limits are these, and those that ship."""
    shipped = village.reader()
    judge = replace(shipped.judge, limits=replace(shipped.judge.limits, **limits))
    return Reader(shipped.catalogue, shipped.lexicon, judge, shipped.places)


def want(text):
    reader = village.reader()
    plain = normal(text)
    return Seen.of(reader.judge, reader.lexicon, plain).sure


# -- what a model sees of a line ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3栋电梯停了", "12栋电梯停了"),
        ("三栋电梯停了", "3栋电梯停了"),
        ("灯坏了,没人修", "灯坏了 没人修"),
        ("灯坏了。没人修!", "灯坏了,没人修!"),
        ("停了3天", "停了三天"),
    ],
)
def test_numbers_and_marks_between_clauses_are_all_alike(one, other):
    assert evened(normal(one)) == evened(normal(other))


def test_a_question_stays_a_question():
    assert evened("修好了?") != evened("修好了")


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("邻居们晚上好,地砖松了一块", "地砖松了一块"),
        ("各位街坊早!地砖松了一块", "地砖松了一块"),
        ("师傅你好 @小赵 地砖松了一块", "地砖松了一块"),
        ("hello,地砖松了一块", "地砖松了一块"),
        ("大家好16栋地砖松了一块", "16栋地砖松了一块"),
        ("地砖松了一块,谢谢大家!", "地砖松了一块"),
        ("地砖松了一块[图片]", "地砖松了一块"),
        ("地砖松了一块(如图)🙏🙏", "地砖松了一块"),
        ("书记您好,地砖松了一块,多谢", "地砖松了一块"),
    ],
)
def test_who_greets_and_thanks_is_seen_as_who_does_not(said, bare):
    assert evened(normal(said)) == evened(normal(bare))


@pytest.mark.parametrize(
    "text",
    [
        "大家好",
        "谢谢",
        "群主早上好,谢谢大家",
        "你好像走错了楼",
        "邻居好多天没出门了",
        "谢谢扶我的小伙子",
    ],
)
def test_what_is_no_more_than_a_courtesy_or_only_looks_like_one_is_seen_whole(text):
    assert evened(normal(text)) == normal(text).replace(",", " ")


def test_a_line_is_seen_in_ones_twos_and_threes_with_its_ends():
    assert grams("灯坏") == {"^", "灯", "坏", "$", "^灯", "灯坏", "坏$", "^灯坏", "灯坏$"}


def test_of_a_rant_its_beginning_and_its_end_are_seen():
    rant = "头" * LONGEST + "中" * 5000 + "尾" * LONGEST

    assert grams(evened(rant)) <= {
        *grams("头" * 9),
        *grams("尾" * 9),
        "头 尾",
        "头 ",
        " 尾",
        " ",
        "头头 ",
        " 尾尾",
    }


def test_signs_name_the_lists_that_a_line_holds_words_of_and_no_row():
    hits = Hits({("signal", "thanks"): 2, ("repair.leak", "alone"): 4})

    assert signs("漏水了谢谢", hits) == {"signal thanks", "alone", "strength 7", "length 0"}


# -- the sieve --------------------------------------------------------------------------------


def held(sieve, text):
    return sieve.weigh(grains_of(text)) >= sieve.limit


def test_a_sieve_adds_up_signs_and_pairs():
    sieve = Sieve({"灯": 2, "灯坏": 5, "哈": -4}, 3, {})

    assert sieve.weigh(grains_of("灯坏")) == 7
    assert sieve.weigh(grains_of("灯坏哈哈")) == -1
    assert held(sieve, "灯坏")
    assert not held(sieve, "灯")


@given(
    st.text("灯水管坏漏堵", max_size=12), st.lists(st.integers(-999, 999), min_size=12, max_size=12)
)
def test_two_sieves_side_by_side_hold_what_either_holds(text, weights):
    names = "灯水管坏漏堵"
    first = Sieve(dict(zip(names, weights[:6], strict=True)), 7, {})
    second = Sieve(dict(zip(names, weights[6:], strict=True)), -5, {})

    assert paired(first, second).holds(text) == (held(first, text) or held(second, text))


def test_a_sieve_is_the_same_from_its_file():
    sieve = Sieve({"灯": 2, "灯坏": 5, "谢": -4}, 3, {"texts": 9})
    assert load_sieve(sieve.dumped()) == sieve


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_is_no_sieve_is_refused(text):
    with pytest.raises(NoModel):
        load_sieve(text)


@pytest.mark.parametrize("missing", ["ask", "register", "topics", "mix"])
def test_models_without_what_their_cards_must_say_are_refused(missing):
    whole = json.loads(TEXTS[0])
    del whole["card"][missing]

    with pytest.raises(NoModel):
        load_judge(json.dumps(whole), *TEXTS[1:])


def test_next_to_nothing_that_the_judge_would_take_falls_through_the_sieve():
    """Of the lines that the rules were mended with, all that is taken passes."""
    reader = village.reader()
    taken = [line.text for line in village.residents() if want(line.text) >= LEAST]

    assert len(taken) > 50
    assert sum(not reader.judge.sieves.holds(normal(text)) for text in taken) / len(taken) < 0.05


# -- from which share on ----------------------------------------------------------------------


def test_above_the_first_limit_it_is_registered():
    found = with_limits(register=want(LAMP) - 0.001, ask=0.1).read(LAMP, village.GROUP)

    assert (found.kind, found.action) == (Kind.COMPLAINT, Action.REGISTER)
    assert found.confidence == pytest.approx(want(LAMP), abs=0.001)


def test_between_the_limits_the_author_is_asked_whether_it_is_meant():
    text = "院子里连个坐的地方都没有"
    found = with_limits(register=1.1, ask=want(text) - 0.001).read(text, village.GROUP)

    assert (found.action, found.ask) == (Action.ASK, Ask.INTENT)


def test_below_both_it_is_chat_and_does_not_pass_the_gate():
    text = "我们小区的水真难喝啊"
    reader = with_limits(register=1.1, ask=want(text) + 0.001, alarm=1.1)

    assert reader.read(text, village.GROUP).kind is Kind.CHAT
    assert not reader.gate(text)


def test_what_is_said_in_full_of_a_named_place_needs_less_certainty():
    reader = with_limits(register=1.1, ask=1.1)
    assert want(LAMP) > LEAST

    assert reader.read(LAMP, village.GROUP).action is Action.REGISTER


@given(st.integers(min_value=0, max_value=1000).map(lambda thousandths: thousandths / 1000))
def test_whoever_is_more_careful_takes_nothing_for_surer(share):
    careful, usual, keen = (leaned(share, care) for care in Care)

    assert 0 <= careful <= usual == share <= keen <= 1
    assert share in (0, 1) or careful < usual < keen


def test_a_careful_group_passes_over_what_a_keen_one_is_asked_about():
    text = "院子里连个坐的地方都没有"
    reader = with_limits(register=1.1, ask=want(text), alarm=1.1)
    done = [reader.read(text, replace(village.GROUP, care=care)).action for care in Care]

    assert done == [Action.IGNORE, Action.ASK, Action.ASK]
    assert [reader.gate(text, care) for care in Care] == [False, True, True]


def test_a_careful_group_is_asked_where_others_are_registered():
    text = "广场上没有一条长凳"
    reader = with_limits(register=want(text), ask=0.1)
    done = [reader.read(text, replace(village.GROUP, care=care)).action for care in Care]

    assert done == [Action.ASK, Action.REGISTER, Action.REGISTER]


@pytest.mark.parametrize("text", ["2栋1单元楼道里好大的煤气味", "有人晕倒在电梯口了快来人"])
def test_of_danger_every_group_hears_alike(text):
    reader = village.reader()
    found = {reader.read(text, replace(village.GROUP, care=care)) for care in Care}

    assert [reading.kind for reading in found] == [Kind.EMERGENCY]


def test_what_is_confided_is_heard_alike_however_careful_the_group():
    text = "我老公又打我了,不敢回家"
    reader = village.reader()

    assert len({reader.read(text, replace(village.GROUP, care=care)) for care in Care}) == 1


def test_in_private_the_likelier_side_decides():
    text = "洗澡的时候水小得像线一样"
    assert village.reader().read(text, Context(private=True)).action is not Action.IGNORE


def test_limits_come_from_the_cards_of_the_models():
    wanted, danger = (json.loads(TEXTS[NAMES.index(name)])["card"] for name in ("wanted", "danger"))
    judge = load_judge(*TEXTS)

    assert judge.limits == Limits(wanted["register"], wanted["ask"], danger["alarm"])
    assert 0.5 < judge.limits.ask < judge.limits.register < 1


@pytest.mark.parametrize("topics", [None, 5, "lift", {"lift": 1}, [3], [["lift"]]])
def test_topics_are_a_list_of_names(topics):
    whole = json.loads(TEXTS[0])
    whole["card"]["topics"] = topics

    with pytest.raises(NoModel):
        load_judge(json.dumps(whole), *TEXTS[1:])


def test_what_one_of_the_tables_has_not_learned_is_no_topic():
    texts = dict(zip(NAMES, TEXTS, strict=True))
    whole = json.loads(texts["danger"])
    whole["card"]["topics"].remove("lift")

    judge = load_judge(**{**texts, "danger": json.dumps(whole)})

    assert "lift" not in judge.topics
    assert "util" in judge.topics


def test_a_line_is_about_the_first_level_of_its_likeliest_row_if_the_tables_know_it():
    judge = load_judge(*TEXTS)
    stranger = replace(judge, topics=judge.topics - {"lift"})
    rows = [float(row == "lift.stop") for row in judge.wanted.model.labels]

    assert judge.topic(rows) == "lift"
    assert not stranger.topic(rows)


@settings(max_examples=300)
@given(st.text(max_size=200), st.booleans())
def test_any_text_is_read_with_a_share(text, private):
    found = village.reader().read(text, Context(group_place="JGY", private=private))

    assert 0 <= found.confidence <= 1
    assert village.reader().gate(text) in (True, False)


# -- what may hurt somebody --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "健身区那个压腿杆焊口裂开,露着尖铁皮,娃儿摸到要划手",
        "3栋楼下有条大狼狗没拴,见小孩就扑",
        "8栋楼道里堆的玻璃碎了一地,光脚出来扔垃圾的要扎到",
        "6栋单元门的弹簧太硬,夹过孩子的手",
        "树上吊着个马蜂窝,下面就是滑梯",
    ],
)
def test_what_may_hurt_somebody_is_a_hazard_though_its_row_is_of_complaints(text):
    found = village.read(text)

    assert found.kind is Kind.HAZARD
    assert village.reader().catalogue.get(found.category).kind is Kind.COMPLAINT


@pytest.mark.parametrize("text", ["3栋楼下有条大狗天天叫", "8栋楼道里堆了旧报纸,难看"])
def test_what_only_annoys_is_a_complaint_of_the_same_row(text):
    assert village.read(text).kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "煤气表接口老有味,能不能请师傅上门测一测",
        "3栋2单元扶手松得晃,盼着有人来紧一紧",
        "灶台那个软管老化开裂了,能不能喊人来换一根",
        "阳台玻璃胶都裂了,能不能叫人来看看别掉下去",
    ],
)
def test_who_asks_politely_for_what_may_hurt_tells_of_a_hazard(text):
    assert village.reader().read(text, Context()).kind is Kind.HAZARD


@pytest.mark.parametrize("text", ["能不能给2栋门口加一段扶手", "希望楼道里添两个灭火器"])
def test_what_is_new_stays_a_wish_in_a_row_of_problems(text):
    assert village.reader().read(text, Context()).kind is Kind.WISH


# -- what else speaks for a danger ------------------------------------------------------------------


@pytest.mark.parametrize("text", ["火好大啊", "家里有老人走不动"])
def test_while_a_danger_is_out_a_hint_of_one_is_enough(text):
    reader = village.reader()

    assert reader.gate(text)
    assert reader.read(text, Context(group_place="JGY")).kind is not Kind.EMERGENCY
    assert reader.read(text, Context(group_place="JGY", amid=True)).kind is Kind.EMERGENCY


@pytest.mark.parametrize("text", ["吓死我了", "大家都小心点", "我在上班"])
def test_talk_is_talk_while_a_danger_is_out(text):
    found = village.reader().read(text, Context(group_place="JGY", amid=True))

    assert found.kind is Kind.CHAT
