"""Not to have it noted, in the words of those who do not want it; and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import takenback
from domain.understanding.plain import made
from domain.understanding.takenback import SHORTEST, owns_up, owns_up_of, takes_back, thinks_better
from tests.domain.shipped import READER


@pytest.mark.parametrize(
    "text",
    [
        "莫登记咯,我就是讲一哈", "不消登记了", "不要帮我登记哦", "别给我登记", "我没说要登记啊",
        "那个不报了",
        "你别记我的", "唉别记了 我自己搞好了", "不要登!", "唔使登记", "谁让你登记的", "我不登记",
        "求你别登记我的", "这件事别报上去", "先别登记", "别登記", "取消登记", "别登记", "不用登记了",
    ],
)  # fmt: skip
def test_it_is_taken_back_wherever_it_is_said_and_passes_the_gate(text):
    assert takes_back(text)
    assert READER.gate(text)


@pytest.mark.parametrize(
    "text",
    [
        "把我昨天说的地砖撤了吧", "我撤了", "取消吧", "撤销", "把这个删了吧", "删掉删掉", "帮我撤回",
        "那个路灯取消掉", "我报的那个给我撤了", "那个垃圾的不报了",
    ],
)  # fmt: skip
def test_of_ones_own_matter_it_is_taken_back_and_said_to_neighbours_it_is_talk(text):
    assert takes_back(text, mine=True)
    assert not takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "算了", "算了算了不用了", "我就随口一说", "登记什么呀 我随便说说的", "随口一说的别当真",
        "这个不用你们管", "不麻烦你们了 我自己修", "我发错群了", "就当我没说", "我只是吐槽一下",
    ],
)  # fmt: skip
def test_under_the_very_line_less_is_enough(text):
    assert takes_back(text, under=True)
    assert not takes_back(text)
    assert not takes_back(text, mine=True) or text.startswith("登记什么")


@pytest.mark.parametrize(
    "text",
    [
        "别记我名字", "不要登记我的电话", "别登我家门牌", "我的名字别登记", "别报警", "保安不登记随便进",
        "来访不登记", "我不报名", "取消报名", "把垃圾桶撤了,没地方扔", "公交站取消了", "撤掉了一个凳子",
        "不用修路灯我看还能用", "登记什么材料", "报了没人来", "他们随便停车", "删了我的电话",
    ],
)  # fmt: skip
def test_whoever_wants_no_name_or_complains_takes_nothing_back(text):
    assert not takes_back(text, mine=True, under=True)


@pytest.mark.parametrize(
    "text",
    [
        "算了", "算了算了", "算了不用了,我自己找物业", "取消", "撤了吧", "我看错了,没坏",
        "看错了", "搞错了不好意思", "开玩笑的,别当真", "逗你们的", "误会一场", "不用了谢谢",
        "发错群了,不好意思", "当我没说", "别登记,我自己去找师傅",
    ],
)  # fmt: skip
def test_right_after_ones_own_line_light_words_take_it_back(text):
    assert thinks_better(text)


@pytest.mark.parametrize(
    "text",
    [
        "算了,我们去跳舞吧", "算了,不跟他一般见识", "取消订单", "我自己去找物业", "没坏", "哈哈",
        "好的", "谢谢", "看错了日子", "他开玩笑的吧", "取消了,改到周六跳", "别当真,是5栋", "误会解开了就好",
        "我认错人了", "算了" * 40, "哈" * 29 + "x", "",
    ],
)  # fmt: skip
def test_what_tells_of_anything_else_takes_nothing_back(text):
    assert not thinks_better(text)


@pytest.mark.parametrize("grammar", ["_ANYWHERE", "_OF_MINE", "_UNDER_IT", "_NO_MATTER"])
def test_whatever_takes_anything_back_is_looked_at(grammar):
    """The quick look that most lines end at lets through whatever any of the grammars takes."""

    @given(st.from_regex(made(getattr(takenback, grammar)), fullmatch=True))
    def looked_at(clause):
        hint = made(takenback._MAY_TAKE_BACK).search(clause)
        assert hint is not None or len(clause) < SHORTEST

    looked_at()


@pytest.mark.parametrize("text", ["看错了,我自己弄", "没坏,看错了", "我自己修,不用了"])
def test_what_is_said_beside_it_may_come_first_or_last(text):
    assert thinks_better(text)


@pytest.mark.parametrize("text", ["算了,明天跳舞", "明天跳舞,算了", "不好意思,谢谢"])
def test_a_courtesy_alone_or_anything_else_beside_it_takes_nothing_back(text):
    assert not thinks_better(text)


@pytest.mark.parametrize(
    "text",
    [
        "弄错了 是我自己家跳闸 不好意思", "搞错了,是我家自己跳闸了", "看错了,电梯是好的",
        "不好意思弄错了,我家水阀关了", "哎呀搞错了,原来是我家欠费了", "弄错了,门没坏,是我卡消磁了",
        "弄错了是我家没交电费", "是我自己弄错了,家里阀门没开", "我的错,忘交电费了",
        "原来是我家跳闸了,不好意思", "闹乌龙了,是自己家开关坏了", "看错楼层了,电梯没坏",
    ],
)  # fmt: skip
def test_who_says_what_it_was_instead_takes_it_back(text):
    assert owns_up(text)
    assert READER.gate(text)


@pytest.mark.parametrize(
    "text",
    [
        "拿错卡了", "拿错卡了,好的", "弄错了,是3栋", "你搞错了,灯就是坏的", "物业搞错了,把我家电停了",
        "看错了,不是漏水是漏气", "弄错了,又停电了", "弄错了,我家还是没水", "弄错了,整栋都跳闸了",
        "弄错了,灯是好的,门坏了", "看错了,我家灯泡也坏了", "搞错了,你家才欠费", "原来是这样",
        "说错了,不是灯坏是门坏", "是不是搞错了", "我家跳闸了", "弄错了,我家煤气阀门漏气", "我看错了,没坏",
    ],
)  # fmt: skip
def test_what_is_still_wrong_or_others_mistake_is_not_taken_back(text):
    assert not owns_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "原来是我家水龙头坏了一直漏",
        "弄错了,是我家开关冒火",
        "搞错了 是我家开关漏电",
        "原来是我家总阀爆了",
    ],
)
def test_what_is_broken_at_home_is_no_mistake(text):
    assert not owns_up(text)


@pytest.mark.parametrize(
    ("text", "told", "meant"),
    [
        ("搞错了,是我家自己跳闸了", "8栋1单元没电了", True),
        ("不好意思弄错了,我家水阀关了", "6栋没水", True),
        ("看错了,电梯是好的", "3栋电梯坏了", True),
        ("看错了 电梯能用", "3栋楼道灯不亮", False),
        ("听错了 电影院是好的", "3栋楼道灯不亮", False),
        ("看错了,我忘带钥匙", "3栋楼道灯不亮", False),
    ],
)
def test_a_while_later_it_is_of_the_thing_that_was_told(text, told, meant):
    assert owns_up_of(text, told) is meant


@pytest.mark.parametrize(
    "text",
    ["我" * 300, "算了" * 40 + "吃饭", "我随便说" * 40 + "吃", "我" * 27 + "错的", "我你们" * 100],
)
def test_no_line_keeps_it_busy(text):
    """Each sign more doubled what one with thirty took: nobody waits a minute here."""
    assert not takes_back(text, under=True)
    assert not thinks_better(text)
