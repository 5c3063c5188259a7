"""What volunteers may read of a wish: said so that nobody can tell whose it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wishes.public import Problem, problems, wanted


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("想给家里老人要个放大镜", "想要一个放大镜"),
        ("家里老人想要一盏台灯", "想要一盏台灯"),
        ("健身区那边能不能弄个遮阳棚啥的", "希望健身区那边能弄个遮阳棚"),
        ("广场上可不可以装几个秋千", "希望广场上能装几个秋千"),
        ("能否在凉亭边上摆几张棋牌桌呢", "希望能在凉亭边上摆几张棋牌桌"),
        ("需要一个放大镜", "想要一个放大镜"),
        ("想有个放大镜就好了", "想要一个放大镜"),
        ("奶奶一直想要一台收音机听戏", "想要一台收音机听戏"),
        ("希望有人帮我修收音机", "想请人帮忙修收音机"),
        ("能不能帮我换个灯泡", "想请人帮忙换个灯泡"),
        ("3栋101想请人修收音机", "想请人修收音机"),
        ("修收音机", "想请人修收音机"),
        ("想请志愿者教我用手机", "想请人教用手机"),
        ("要是能有人陪我聊聊天就好了", "想请人陪聊聊天"),
        ("想借个梯子用用", "想借一个梯子用用"),
        ("想给孩子找几本旧书", "想要几本旧书"),
        ("希望社区给老人送点报纸", "希望社区给老人送点报纸"),
        ("我叫王小明,想要个书包", "想要一个书包"),
        ("王奶奶想要一副老花镜", "想要一副老花镜"),
        ("有糖尿病,想要个轮椅", "想要一个轮椅"),
        ("金桂园3栋2单元301,我13812345678,想要一台电风扇", "想要一台电风扇"),
    ],
)
def test_a_wish_is_told_without_whose_it_is(said, told):
    assert wanted(said) == told


@pytest.mark.parametrize(
    "said", ["想找人陪我妈去医院看病", "想让志愿者来我家3栋101修灯", "今天天气好", "", "想要"]
)
def test_where_the_words_give_somebody_away_nothing_is_proposed(said):
    assert wanted(said) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("王奶奶想要一盏台灯", Problem.NAME),
        ("张建国想要一盏台灯", Problem.NAME),
        ("老李想要一副棋", Problem.NAME),
        ("一位居民想要台灯,我叫刘芳", Problem.NAME),
        ("3栋一位老人想要台灯", Problem.ROOM),
        ("三号楼一位老人想要台灯", Problem.ROOM),
        ("101室的老人想要台灯", Problem.ROOM),
        ("三〇一的老人想要台灯", Problem.ROOM),
        ("3-2-301的老人想要台灯", Problem.ROOM),
        ("二单元的老人想要台灯", Problem.ROOM),
        ("一位居民想请人修收音机,电话13812345678", Problem.NUMBER),
        ("一位居民想请人修收音机,微信号:wang_123", Problem.NUMBER),
        ("有糖尿病的老人想要血糖仪", Problem.ILLNESS),
        ("一位瘫痪的老人想要一张床", Problem.ILLNESS),
        ("一位刚做完手术的居民想要拐杖", Problem.ILLNESS),
        ("低保户想要一袋米", Problem.AID),
        ("一位失业的居民想要一辆自行车", Problem.AID),
        ("灯", Problem.LENGTH),
        ("一位居民想要" + "很" * 60 + "多书", Problem.LENGTH),
    ],
)
def test_what_would_give_somebody_away_is_found(text, problem):
    assert problem in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "一位居民想要一个放大镜",
        "一位独居老人想要一盏台灯",  # the example of the rules (d.1)
        "一位居民想要一双42码的鞋",
        "一位老人想要一副200度的老花镜",
        "一位居民想要一台500元以内的电风扇",
        "一位居民想学用5G手机",
        "一位居民想要三四本旧书",
        "一位居民想要高压锅",
        "一位居民想要一张方桌",
        "想请老师傅修锅",
        "一位居民想要一位老师教书法",
    ],
)
def test_what_gives_nobody_away_is_left_alone(text):
    assert problems(text) == ()


def test_a_name_that_huying_knows_around_the_wish_is_a_name():
    assert problems("欧阳震华想要一盏台灯", ["欧阳震华"]) == (Problem.NAME,)
    assert problems("一位居民想要一盏台灯", ["欧阳震华", ""]) == ()


WISHES = st.sampled_from(
    ["想要一个放大镜", "想请人修收音机", "希望有人教我用手机", "能不能帮我换灯泡"]
)
PRIVATE = st.sampled_from(
    ["3栋101", "金桂园3栋2单元301室", "王奶奶", "我叫李小芳", "13812345678", "有高血压", "低保户",
     "刚出院", "三单元"]
)  # fmt: skip
MARKS = st.sampled_from([",", "。", " ", "", "\n", "的"])


@given(st.lists(PRIVATE, max_size=3), MARKS, WISHES, MARKS, st.lists(PRIVATE, max_size=2))
def test_what_is_proposed_never_gives_anybody_away(before, mark, wish, end, after):
    told = wanted(f"{mark.join(before)}{mark}{wish}{end}{end.join(after)}")

    assert told is None or problems(f"一位居民{told}") == ()
