"""Whose it is, in a worker's words; a nod; and a question that is for the resident."""

import pytest

from domain.understanding.coming import worker_means
from domain.understanding.handed import asks, nods, says_not_mine, successor


@pytest.mark.parametrize(
    "words",
    ["这个不归我管", "不是我的网格", "你们发错人了", "不归我,归物业", "找物业", "这是供电局的事", "派错了",
     "应该归城管管", "我们这边管不了", "不属于我们小区", "这片不归我", "这该隔壁网格管", "這個不歸我管"],
)  # fmt: skip
def test_it_is_not_mine(words):
    assert says_not_mine(words)
    assert worker_means(words) == "not_mine"


@pytest.mark.parametrize(
    "words",
    ["已联系物业", "物业的人来看过了", "师傅说不是灯泡的问题", "供电局在抢修", "不是我家的灯",
     "街道已经派人", "找物业借了梯子", "找不到人", "去派出所备案了", "我不管刮风下雨都去", "这个归谁管?"],
)  # fmt: skip
def test_others_are_named_and_it_stays_mine(words):
    assert not says_not_mine(words)


@pytest.mark.parametrize(
    "words",
    ["👌", "嗯", "1", "ok", "马上", "来了", "知道了", "好的收到", "嗯呐", "OK!", "收到,谢谢"],
)
def test_a_nod_tells_nobody_anything(words):
    assert nods(words)
    assert worker_means(words) in ("nod", "accept")


@pytest.mark.parametrize("words", ["好了", "行了", "不行", "知道了,要换灯头", "10", "收到货了"])
def test_more_than_a_nod(words):
    assert not nods(words)


@pytest.mark.parametrize(
    ("words", "name", "clear"),
    [("转给赵勇", "赵勇", True), ("麻烦转给老赵", "赵勇", True), ("派给赵师傅", "赵勇", True),
     ("让小赵去吧", "赵勇", False), ("叫赵勇去", "赵勇", False), ("走不开,让老赵去", "赵勇", False)],
)  # fmt: skip
def test_a_colleague_is_named_by_name_or_as_colleagues_call_each_other(words, name, clear):
    named = successor(words)
    assert named is not None
    assert named.fits(name)
    assert not named.fits("王秀英")
    assert named.clear is clear


@pytest.mark.parametrize(
    "words",
    ["转物业了", "给居民打电话", "让他等等", "给业主回话", "让居民拍照", "灯泡换好了", "给个时间"],
)
def test_nobody_is_named_to_go_on_with_it(words):
    assert successor(words) is None


@pytest.mark.parametrize(
    "words", ["哪个单元?", "具体几楼", "您明天在家吗", "什么时候方便", "哪一盏?", "居民在不在家"]
)
def test_a_question_for_the_resident(words):
    assert asks(words)


@pytest.mark.parametrize(
    "words", ["怎么延期?", "按哪个?", "在外地呢", "到三楼看过", "怎么转给别人?"]
)
def test_no_question_for_the_resident(words):
    assert not asks(words)


@pytest.mark.parametrize("words", ["给赵勇汇报了", "让赵勇知道一下", "请赵勇帮忙", "给老赵说过了"])
def test_a_colleague_who_is_only_told_gets_nothing(words):
    named = successor(words)
    assert named is None or not named.fits("赵勇")
