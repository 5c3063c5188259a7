"""What people ask about their own data, in their own words; and what only sounds like it."""

import pytest

from domain.privacy import Asked, asked, confirms, is_child, wants_to_be_nameless


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        (
            Asked.KEPT,
            ["查我的信息", "你们存了我什么", "你们都存了我哪些信息?", "查一下我的資料",
             "我要看看我的信息", "查查我的记录",
             "呼应知道我的什么", "Show my data"],
        ),
        (
            Asked.ERASE,
            ["删除我的信息", "把我的信息都删掉", "請刪除我的信息", "注销我的信息吧",
             "我要删掉我的个人信息", "我想把我的资料全删了",
             "please delete my data"],
        ),
        (Asked.NAMELESS, ["匿名", "别说是我说的", "请千万别说是我说的啊",
        "不要让物业知道是我反映的", "anonymous"]),
        (Asked.RULES, ["隐私", "问一下隐私", "隱私政策", "Privacy"]),
        (Asked.FREEZE, ["冻结导出", "凍結導出"]),
        (Asked.THAW, ["恢复导出", "解除冻结导出"]),
    ],
)  # fmt: skip
def test_what_is_asked_is_understood(what, lines):
    assert [asked(line) for line in lines] == [what] * len(lines)


@pytest.mark.parametrize(
    "line",
    [
        "删除我的小广告", "查一下我家的电表", "你们知道我家灯坏了吗", "有人匿名举报我",
        "恢复供水", "我的信息栏坏了",
        "3栋2单元的灯坏了,别说是我说的", "匿名反映一下物业不管事", "小区公告栏里有隐私", "",
    ],
)  # fmt: skip
def test_a_matter_of_the_community_is_none_of_it(line):
    assert asked(line) is None


@pytest.mark.parametrize(
    ("line", "wants"),
    [
        ("5栋楼上天天装修,别说是我说的", True),
        ("匿名反映:物业不管事", True),
        ("狗天天叫,不要让他家知道是我", True),
        ("千万别透露我", True),
        ("被匿名电话骚扰", False),
        ("有人匿名骂我", False),
        ("3栋2单元的灯坏了", False),
        ("这事别说了", False),
    ],
)
def test_no_name_is_heard_beside_a_matter(line, wants):
    assert wants_to_be_nameless(line) is wants


@pytest.mark.parametrize("line", ["确认", "确认删除", "确定", "删吧", "删除", "我同意", "確認刪除"])
def test_it_is_confirmed_in_words(line):
    assert confirms(line)


@pytest.mark.parametrize("line", ["算了", "不删", "别删", "删除3栋的登记", "我再想想"])
def test_anything_else_confirms_nothing(line):
    assert not confirms(line)


@pytest.mark.parametrize(
    "line",
    [
        "我今年10岁",
        "我8岁了,家里灯坏了",
        "我十二岁",
        "我读三年级",
        "我在上小学",
        "我是小学生",
        "我才5岁",
        "我是一个小学生",
    ],
)
def test_a_child_says_so(line):
    assert is_child(line)


@pytest.mark.parametrize(
    "line",
    ["我今年80岁", "我十四岁", "我女儿今年10岁", "我家孩子在上小学", "我上小学的时候",
     "我小学同学", "我在小学上班", "我是小学老师",
     "我妈70岁", "我接三年级的孩子"],
)  # fmt: skip
def test_who_speaks_of_a_child_is_none(line):
    assert not is_child(line)
