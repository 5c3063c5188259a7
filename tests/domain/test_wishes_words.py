"""What people answer about a wish, in plain words and dialect."""

import pytest

from domain.wishes.words import (
    agrees,
    arrived,
    at_the_door,
    claims,
    drops,
    gives_up,
    means_another,
    own_words,
    thanks,
)


@pytest.mark.parametrize(
    "text",
    ["到了", "到咯", "收到了", "收到", "拿到啦", "送来了,谢谢", "到了,谢谢好心人", "修好送去了", "修好了",
     "来过了", "有了", "已经拿到手了", "到手哩", "都到了"],
)  # fmt: skip
def test_it_came(text):
    assert arrived(text) is True


@pytest.mark.parametrize(
    "text",
    ["没到", "冇到", "木有", "还没来", "没得", "没收到", "没人来", "好像没到", "还没有呢",
     "未到", "没送来", "坏的", "还没", "没有"],
)  # fmt: skip
def test_it_did_not_come(text):
    assert arrived(text) is False


@pytest.mark.parametrize(
    "text", ["到了吗", "送到了吗?", "今天天气好", "快递", "谢谢", "什么时候来"]
)
def test_neither_is_said(text):
    assert arrived(text) is None


@pytest.mark.parametrize(
    "text", ["我来", "我来认领", "认领", "我可以送", "算我一个", "让我来吧", "我愿意", "我要认领"]
)
def test_a_volunteer_takes_it(text):
    assert claims(text)


@pytest.mark.parametrize(
    "text", ["我来不了", "今天下雨", "我家有一台", "我想问一下", "谁来", "没空"]
)
def test_a_volunteer_does_not_take_it(text):
    assert not claims(text)


@pytest.mark.parametrize("text", ["我来不了", "没空", "做不了", "让别人吧", "没时间去了"])
def test_a_claimer_gives_up(text):
    assert gives_up(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [("不登了", True), ("算了", True), ("不要了", True), ("要的", False), ("可以", False)],
)
def test_the_wisher_drops_it(text, gone):
    assert drops(text) is gone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("改成:一位老人想要台灯", "一位老人想要台灯"),
        ("就说一位老人想要台灯", "一位老人想要台灯"),
        ("这样说,想借个梯子", "想借个梯子"),
        ("一位老人想要台灯", None),
        ("改成", None),
    ],
)
def test_own_words_are_told_from_other_words(text, words):
    assert own_words(text) == words


@pytest.mark.parametrize("text", ["发布", "可以发", "同意", "可以", "没问题", "给他地址"])
def test_an_officer_agrees(text):
    assert agrees(text)


@pytest.mark.parametrize("text", ["不行", "再看看", "发布会几点", "不同意", "告诉他别来"])
def test_an_officer_does_not_agree(text):
    assert not agrees(text)


@pytest.mark.parametrize(
    ("text", "thank"), [("谢谢志愿者", True), ("太感谢了", True), ("谢", False), ("灯很亮", False)]
)
def test_thanks_are_told_from_other_words(text, thank):
    assert thanks(text) is thank


@pytest.mark.parametrize(
    ("text", "where", "wish"),
    [
        ("代3栋101登记心愿:修收音机", "3栋101", "修收音机"),
        ("代3栋101登记心愿\uff1a修收音机", "3栋101", "修收音机"),
        ("代3栋101登记心愿 修收音机", "3栋101", "修收音机"),
        ("代3栋101心愿:修收音机", "3栋101", "修收音机"),
        ("帮3栋101王奶奶登记一个微心愿:想要放大镜", "3栋101王奶奶", "想要放大镜"),
        ("替金桂园3栋2单元301的老人报个心愿,想要台灯", "金桂园3栋2单元301的老人", "想要台灯"),
        ("入户登记:3栋101想修收音机", "3栋101", "想修收音机"),
        ("敲门行动 3栋101 心愿 修收音机", "3栋101", "修收音机"),
        ("登记心愿 3栋101 修收音机", "3栋101", "修收音机"),
        ("3栋101心愿:修收音机,代登记", "3栋101", "修收音机"),
        ("3栋101的王奶奶想要个放大镜,我代她登记", "3栋101的王奶奶", "想要个放大镜"),
        ("代登记:3栋101,修收音机", "3栋101", "修收音机"),
    ],
)
def test_a_worker_files_for_somebody_in_many_wordings(text, where, wish):
    door = at_the_door(text)

    assert (door.where, door.wish, door.child) == (where, wish, False)


@pytest.mark.parametrize(
    "text", ["代3栋101小朋友(8岁)登记心愿:书包", "代3栋101的小学生登记心愿:书包"]
)
def test_a_child_at_the_door_is_known(text):
    assert at_the_door(text).child


@pytest.mark.parametrize(
    "text",
    ["给3栋101换了灯泡", "帮我登记一下3栋灯坏了", "3栋101想请人修收音机", "代电工去了",
     "我来办", "3栋楼道灯坏了"],
)  # fmt: skip
def test_a_worker_s_other_words_file_nothing_at_a_door(text):
    assert at_the_door(text) is None


@pytest.mark.parametrize(
    ("text", "more"), [("还想要一盏台灯", True), ("另外想借个梯子", True), ("想要一盏台灯", False)]
)
def test_one_more_wish_is_told_from_the_same_in_other_words(text, more):
    assert means_another(text) is more
