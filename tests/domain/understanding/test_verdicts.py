"""What somebody says of a thing that is known: solved, partly, not, or a question that closes nothing."""

from dataclasses import replace

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Context, Known, Verdict
from domain.understanding.verdicts import is_nod
from tests.domain.shipped import GROUP, READER

LAMP = Known(7, Kind.COMPLAINT, "repair.corridorlight", "JGY/3", own=True)
LIFT = Known(8, Kind.COMPLAINT, "lift.stop", "JGY/5", own=True)
REPLY = replace(GROUP, reply_to=LAMP)
ASKED = replace(REPLY, asked=True)
OPEN = replace(GROUP, open_tickets=(LAMP,))


def verdict(text: str, context: Context = ASKED) -> Verdict | None:
    return READER.read(text, context).verdict


@pytest.mark.parametrize(
    "text",
    [
        "好了个鬼",
        "好个屁",
        "修好个锤子",
        "修了个寂寞",
        "这也叫修好了?",
        "哪里好了",
        "好什么好",
        "修了跟没修一样",
        "屁\uff0c还是黑的",
        "才怪",
        "亮什么亮",
        "就这还算修好了",
    ],
)
def test_irony_is_not_solved(text):
    assert verdict(text) is Verdict.NOT_SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "好是好了就是有点暗",
        "修是修了\uff0c还有一盏不亮",
        "亮倒是亮了\uff0c不过一闪一闪的",
        "好了但是声音有点大",
        "通是通了可是有点慢",
        "修好了一半",
        "不太好",
        "差不多了",
        "还有一层没亮",
        "没弄完",
    ],
)
def test_good_but_is_partly(text):
    assert verdict(text) is Verdict.PARTLY


@pytest.mark.parametrize(
    "text",
    [
        "好了吗?",
        "好了\uff1f",
        "修好了没",
        "好没",
        "修好没有啊",
        "灯亮了没",
        "弄好了不",
        "修好咗未",
        "处理好了么",
    ],
)
@pytest.mark.parametrize("context", [ASKED, REPLY, OPEN])
def test_a_question_asks_where_it_stands_and_closes_nothing(text, context):
    assert verdict(text, context) is Verdict.PROGRESS


@pytest.mark.parametrize(
    "text",
    [
        "好啦",
        "修好咧",
        "修好喽",
        "可以了",
        "没问题了",
        "好嘞 谢谢",
        "中",
        "中咧",
        "满意",
        "非常满意\uff0c谢谢师傅",
        "\U0001f44d",
        "\U0001f44d\U0001f44d",
        "得行",
        "要得",
        "巴适",
        "搞定了",
        "冇问题",
        "还行",
        "嗯 好了",
        "亮了 完全没有闪了",
        "修好了 完全没噪音了",
        "修好了,其实没什么",
    ],
)
def test_what_was_asked_is_answered_in_few_words(text):
    assert verdict(text) is Verdict.SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "没有",
        "没呢",
        "还是老样子",
        "还黑着呢",
        "没见人来修",
        "不行啊",
        "又不亮了",
        "不得行",
        "\U0001f44e",
        "没好",
    ],
)
def test_not_yet_in_few_words(text):
    assert verdict(text) is Verdict.NOT_SOLVED


@pytest.mark.parametrize("text", ["中", "满意", "可以了", "\U0001f44d", "好啦", "不太好", "没有"])
@pytest.mark.parametrize("context", [REPLY, OPEN, GROUP])
def test_where_nothing_was_asked_a_nod_means_nothing(text, context):
    assert verdict(text, context) is None


@pytest.mark.parametrize("text", ["好的", "收到", "嗯嗯", "知道了\uff0c谢谢", "谢谢"])
def test_who_has_heard_it_has_not_looked_yet(text):
    assert verdict(text) is None


def test_a_nod_is_told_from_an_answer():
    assert is_nod("好的")
    assert not is_nod("好了")
    assert not is_nod("")


@pytest.mark.parametrize(
    "text", ["师傅姓啥", "今天天气真好", "我家猫还没回来", "晚上看看", "孩子睡着了", "明天去买菜"]
)
def test_talk_is_no_answer(text):
    assert verdict(text) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("电梯修好没", 8),
        ("楼道灯修好没", 7),
        ("灯修好咧", 7),
        ("那个灯咋样啦", 7),
        ("电梯好了没啊", 8),
        ("梯灯弄好没得", 7),
        ("5栋电梯还没修", 8),
    ],
)
def test_of_several_the_thing_that_is_named_is_meant(text, known):
    found = READER.read(text, replace(GROUP, open_tickets=(LAMP, LIFT)))
    assert (found.kind, found.known) == (Kind.FOLLOWUP, known)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("灯修好咧", Verdict.SOLVED),
        ("修好喽", Verdict.SOLVED),
        ("弄好嘞", Verdict.SOLVED),
        ("修好没", Verdict.PROGRESS),
        ("修好了吗", Verdict.PROGRESS),
        ("修好咧没", Verdict.PROGRESS),
    ],
)
def test_a_tone_says_solved_and_a_negation_at_the_end_asks(text, says):
    assert verdict(text, OPEN) is says


@pytest.mark.parametrize(
    "text",
    [
        "电梯修好没",
        "楼道灯修好没",
        "灯修好咧",
        "修好喽",
        "路灯好了没",
        "单元门弄好没得",
        "水管修好了没有",
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_what_is_asked_of_a_known_thing_opens_nothing_where_none_is_known(text, private):
    found = READER.read(text, replace(GROUP, private=private))
    assert found.action not in ("register", "ask")


@pytest.mark.parametrize("text", ["电梯修好没", "楼道灯修好没", "修好喽", "灯修好咧"])
def test_in_private_it_is_answered_that_none_was_found(text):
    found = READER.read(text, replace(GROUP, private=True))
    assert (found.kind, found.known) == (Kind.FOLLOWUP, None)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("5栋电梯刚修好没几天又坏了", "lift.stop"),
        ("3栋电梯修好没,又卡住了", "lift.stop"),
        ("5栋电梯坏了没人修", "lift.stop"),
        ("3栋楼道灯坏了还没修", "repair.corridorlight"),
        ("2栋水管还在漏", "repair.leak"),
        ("路灯什么时候来修,一直不亮", "road.lamp"),
    ],
)
def test_a_complaint_beside_such_words_stays_one(text, category):
    found = READER.read(text, GROUP)
    assert found.category == category
    assert found.action in ("register", "ask")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("路灯还没修\uff0c都7天了", "road.lamp"),
        ("东门路灯还是不亮", "road.lamp"),
        ("小区院灯还没好 黑漆漆", "road.lamp"),
        ("单元门还没修好", "repair.door"),
        ("井盖还没修 都松了", "road.manhole"),
        ("电梯还没修好,天天坏", "lift.stop"),
    ],
)
def test_another_thing_is_a_matter_of_its_own(text, category):
    found = READER.read(text, OPEN)
    assert (found.known, found.category) == (None, category)
    assert found.action in ("register", "ask")


@pytest.mark.parametrize(
    "text", ["灯还没修", "楼道灯还没修\uff0c都7天了", "还没修", "那盏灯还是不亮", "3栋灯还没好"]
)
def test_the_same_thing_is_meant_by_its_short_name(text):
    assert READER.read(text, OPEN).known == 7


def test_a_lamp_in_the_street_is_meant_by_lamp_where_only_that_is_known():
    street = Known(9, Kind.COMPLAINT, "road.lamp", "JGY/W", own=True)

    assert READER.read("灯修好没", replace(GROUP, open_tickets=(street, LIFT))).known == 9


def test_of_two_lamps_the_place_chooses():
    other = Known(9, Kind.COMPLAINT, "repair.corridorlight", "JGY/6", own=True)

    found = READER.read("6栋的灯修好没", replace(GROUP, open_tickets=(LAMP, other)))

    assert found.known == 9


def test_of_two_lamps_without_a_place_it_is_asked_which():
    other = Known(9, Kind.COMPLAINT, "repair.corridorlight", "JGY/6", own=True)

    found = READER.read("灯修好没", replace(GROUP, open_tickets=(LAMP, other)))

    assert (found.kind, found.known, found.category) == (Kind.FOLLOWUP, None, None)


def test_the_lamp_at_another_gate_is_another_lamp():
    gate = Known(9, Kind.COMPLAINT, "road.lamp", "JGY/5", own=True)

    found = READER.read("西门的路灯还没修", replace(GROUP, open_tickets=(gate,)))

    assert found.known is None


@pytest.mark.parametrize(
    "text", ["修好咧", "灯修好啦", "没事了", "电梯好了没", "修好没", "醒过来了", "看错了"]
)
def test_the_gate_lets_through_what_may_end_something(text):
    assert READER.gate(text)


@pytest.mark.parametrize("text", ["好了 不说了", "满意", "中", "好啦好啦", "饭好了", "可以了"])
def test_the_gate_does_not_keep_what_neighbours_say_to_each_other(text):
    assert not READER.gate(text)


@pytest.mark.parametrize(
    "text",
    [
        "谁说修好了",
        "哪个说修好了?还是开不了",
        "物业说修好了\uff0c我看根本没修",
        "谁告诉你换好了啊",
        "哪个讲的弄好喽",
        "哪门子修好了",
        "师傅说换好了\uff0c我回来一看还黑着",
        "说是弄好了\uff0c门还关不上",
        "通了?我看还堵着呢",
        "怎么就修好了\uff0c灯还黑着",
        "瞎说\uff0c修好了我能不知道",
        "你们说什么解决了\uff0c明明没动过",
    ],
)
@pytest.mark.parametrize("context", [ASKED, REPLY, OPEN])
def test_who_doubts_that_it_is_mended_says_it_is_not_solved(text, context):
    assert verdict(text, context) is Verdict.NOT_SOLVED


@pytest.mark.parametrize(
    "text", ["听说修好了\uff0c还没去看", "好像亮了", "应该是修好了吧", "师傅说修好了", "估计弄好了"]
)
@pytest.mark.parametrize("context", [ASKED, REPLY, OPEN])
def test_mended_by_hearsay_closes_nothing(text, context):
    assert verdict(text, context) is Verdict.PROGRESS


@pytest.mark.parametrize(
    "text",
    [
        "昨天还黑着\uff0c现在亮了",
        "修好了\uff0c前天还漏得厉害",
        "通了\uff0c没再堵",
        "修好了\uff0c谁修的呀",
        "灯亮了\uff0c还是师傅厉害",
        "物业说修好了\uff0c我去看了确实亮了",
        "真的修好了",
        "师傅说换好了\uff0c谢谢",
    ],
)
@pytest.mark.parametrize("context", [ASKED, REPLY, OPEN])
def test_what_was_wrong_before_leaves_it_solved(text, context):
    assert verdict(text, context) is Verdict.SOLVED
