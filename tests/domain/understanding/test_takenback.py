"""Not to have it noted, in the words of those who do not want it; and what only sounds like it."""

import pytest

from domain.understanding.takenback import takes_back
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
