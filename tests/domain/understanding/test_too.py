"""Me-too, waiting in vain, denials and sign-ups in other words: only where they are said of something."""

from dataclasses import replace

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action, Known, Verdict
from domain.understanding.talk import Spoken, Talk
from domain.understanding.too import says_there_too
from tests.domain.shipped import GROUP, READER

LAMP = Known(7, Kind.COMPLAINT, "repair.corridorlight", "JGY/3")
MINE = replace(LAMP, own=True)
UNDER, AFTER = replace(GROUP, reply_to=LAMP), replace(GROUP, after=LAMP)
UNDER_MINE = replace(GROUP, reply_to=MINE, open_tickets=(MINE,))
AFTER_MINE = replace(GROUP, after=MINE, open_tickets=(MINE,))


@pytest.mark.parametrize("context", [UNDER, AFTER])
@pytest.mark.parametrize(
    "text",
    [
        "加一",
        "加1!",
        "➕1",
        "ME TOO",
        "same here~",
        "附议",
        "附议,我是3栋的",
        "同感",
        "我们这边也遇到了",
        "俺家也这样",
        "咱们楼也中招了",
        "我也闻到了",
        "我也闻到啦",
        "我们这边也听见了 好大声",
    ],
)
def test_the_same_in_other_words_stands_behind_it(text, context):
    found = READER.read(text, context)

    assert (found.kind, found.known) == (Kind.METOO, 7)


@pytest.mark.parametrize(
    "text",
    [
        "加一把锁吧",
        "我也看到那个帖子了",
        "收到,我也看到了",
        "我也听到了,是楼上装修",
        "same to you",
        "我们也去",
        "附议什么呀没看懂",
        "加一点盐",
        "1",
    ],
)
def test_what_only_sounds_like_it_is_none(text):
    assert READER.read(text, UNDER).kind is not Kind.METOO


@pytest.mark.parametrize("text", ["加一", "附议", "me too", "我们这边也遇到了"])
def test_where_nothing_was_told_it_is_talk(text):
    assert READER.read(text, GROUP).kind is Kind.CHAT


def test_who_backs_it_says_so_in_answer_to_it_alone():
    assert READER.read("坚决支持!", UNDER).kind is Kind.METOO
    assert READER.read("坚决支持!", AFTER).kind is Kind.CHAT
    assert READER.read("支持国货", UNDER).kind is Kind.CHAT


@pytest.mark.parametrize("context", [UNDER_MINE, AFTER_MINE])
@pytest.mark.parametrize(
    "text",
    [
        "还没动静",
        "五天了还是没动静",
        "半点消息没得",
        "一点反应都没有",
        "到现在也没人上门",
        "至今没人管",
        "人影都没见到",
    ],
)
def test_who_waits_in_vain_says_it_is_not_solved(text, context):
    found = READER.read(text, context)

    assert (found.kind, found.verdict, found.known) == (Kind.FOLLOWUP, Verdict.NOT_SOLVED, 7)


@pytest.mark.parametrize("context", [GROUP, UNDER, AFTER])
def test_in_vain_waits_nobody_but_its_reporter(context):
    assert READER.read("半点消息没得", context).kind is Kind.CHAT


def test_an_old_father_who_does_not_stir_is_no_lamp():
    assert READER.read("我爸在屋里没动静", UNDER_MINE).kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "谁说6栋停水了,没有的事,我家水好好的",
        "群里传4栋电梯掉下来了,没这回事,我天天坐",
        "9栋漏水纯属谣言",
        "莫听他乱讲,西门的路灯亮着",
        "哪有这回事,2栋的门禁好用得很",
    ],
)
def test_what_is_denied_is_no_matter(text):
    assert READER.read(text, GROUP).kind is Kind.CHAT


@pytest.mark.parametrize(
    "text",
    [
        "物业说没这回事,可6栋就是漏水,墙都湿了",
        "别听物业瞎说,4栋电梯明明还是坏的",
    ],
)
def test_what_is_denied_by_others_is_still_one(text):
    assert READER.read(text, GROUP).kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "希望在5栋旁边放一个旧衣回收箱,能积分换洗衣液那种",
        "建议东门加装一台净水机,可以用积分兑水的",
    ],
)
def test_points_by_the_way_make_a_wish_no_question(text):
    assert READER.read(text, GROUP).kind is Kind.WISH


def test_points_are_still_asked_for():
    assert READER.read("我家现在积分多少", GROUP).kind is Kind.POINTS


def heard(*lines: tuple[str, str | None]) -> list[tuple[Kind, int | None] | None]:
    """What each line of a talk is; the second says which earlier one it answers."""
    talk = Talk(READER)
    found = []
    for number, (text, answers) in enumerate(lines):
        reading = talk.read(Spoken(text, str(number), f"s{number}", answers), GROUP)
        chat = reading is None or reading.action is Action.IGNORE
        found.append(None if chat or reading is None else (reading.kind, reading.people))
    return found


def test_who_answers_an_invitation_signs_up():
    assert heard(
        ("周日下午活动室做月饼,想参加的邻居回一声", None),
        ("做月饼我来一个", "0"),
        ("给我留个座", "1"),
        ("我家两个人", "0"),
        ("有点远啊", "0"),
    ) == [None, (Kind.SIGNUP, 1), (Kind.SIGNUP, None), (Kind.SIGNUP, 2), None]


@pytest.mark.parametrize(
    "text", ["我也去,帮我占个座", "给我留个座", "那家店以后不去了", "做月饼我来一个"]
)
def test_where_nobody_was_invited_nobody_signs_up(text):
    assert heard(("今天风真大", None), (text, "0"), (text, None)) == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "5栋也是",
        "我们三单元也一样",
        "西门也没",
        "东边也不亮",
        "4栋同样",
        "我们2栋也没人收",
        "6栋一样",
    ],
)
def test_too_is_said_in_a_few_words(text):
    assert says_there_too(text)


@pytest.mark.parametrize(
    "text",
    [
        "5栋也是咱们小区的老房子",
        "我们3栋不是",
        "3栋不一样",
        "3栋也没坏",
        "5栋也有电",
        "3栋也没问题",
        "物业说3栋是",
        "也是",
        "5栋 也是",
        "5栋的灯坏了",
        "6栋也好了",
        "7栋也没事",
        "2栋也修了",
    ],
)
def test_more_words_or_none_are_no_mere_too(text):
    assert not says_there_too(text)


@pytest.mark.parametrize("context", [UNDER, AFTER])
@pytest.mark.parametrize(
    ("text", "place"),
    [("5栋也是", "JGY/5"), ("我们6栋也黑", "JGY/6"), ("4栋同样", "JGY/4"), ("8栋一样的", "JGY/8"),
     ("我们7栋也没人管", "JGY/7")],
)  # fmt: skip
def test_the_same_at_another_house_is_a_matter_of_its_own(context, text, place):
    assert READER.gate(text)

    found = READER.read(text, context)

    assert (found.kind, found.category) == (Kind.COMPLAINT, "repair.corridorlight")
    assert found.action is Action.REGISTER
    assert found.place.code == place


@pytest.mark.parametrize("text", ["5栋也好了", "6栋也来电了", "4栋也有猫", "8栋也没人在家吧"])
def test_what_is_said_of_another_house_without_anything_before_is_talk(text):
    assert READER.read(text, GROUP).action is Action.IGNORE
