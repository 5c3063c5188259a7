"""What a line is, by principles: several ways of saying each that no word list was written for."""

from dataclasses import replace

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action, Context, Known, Reading
from domain.understanding.reading import CHAT
from tests.domain.shipped import GROUP, READER

LAMP = Known(7, Kind.COMPLAINT, "repair.corridorlight", "JGY/3")


def read(text: str, context: Context = GROUP) -> Reading:
    """A line as a group reads it: the gate comes first."""
    return READER.read(text, context) if READER.gate(text) else CHAT


def acted_upon(text: str) -> bool:
    return read(text).action in (Action.REGISTER, Action.ASK)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("3栋一单元的灯憋了三天了\uff0c黑咕隆咚", "repair.corridorlight"),
        ("5号楼电梯又罢工了\uff0c八十岁老人爬十二楼", "lift.stop"),
        ("7栋厨房天花板一直往下滴水", "repair.leak"),
        ("西门那个井盖翘起来了\uff0c晚上骑车差点翻", "road.manhole"),
        ("2栋门口垃圾桶爆满三天没人清了", "env.rubbish"),
        ("5栋电梯老出问题\uff0c有安全隐患", "lift.stop"),
        ("4栋消防通道又让私家车堵死了", "fire.exit"),
    ],
)
def test_a_fault_is_registered_under_its_matter_with_a_place(text, category):
    found = read(text)
    assert (found.category, found.action) == (category, Action.REGISTER)


@pytest.mark.parametrize(
    "text",
    [
        "3栋灯没坏\uff0c是灯泡松了拧紧就亮了",
        "5栋没有停电\uff0c是你家跳闸了吧",
        "我看了\uff0c7栋没漏水",
        "6栋门禁没坏\uff0c刷脸就行",
    ],
)
def test_what_is_denied_is_not_registered(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "去年3栋停水那次\uff0c大家都去公园接水",
        "上个月5栋电梯坏了半天\uff0c把我妈累得够呛",
        "小时候停电就点蜡烛\uff0c现在想想挺好",
        "以前我们院的路灯老坏",
    ],
)
def test_memories_are_not_registered(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "3栋的灯终于修好了\uff0c谢谢小李师傅",
        "感谢物业\uff0c电梯今天恢复了",
        "水来了\uff0c辛苦抢修的师傅们",
        "5栋门禁修好了\uff0c点赞",
    ],
)
def test_thanks_for_what_is_done_opens_nothing(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "真行啊\uff0c3栋的灯坏了一个月了还没人管",
        "物业真是厉害\uff0c5栋电梯又停了",
        "2栋垃圾堆成山了\uff0c太棒了",
    ],
)
def test_irony_is_the_complaint_that_it_is(text):
    assert acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "要是停水了就去我家接",
        "如果3栋电梯坏了可怎么上楼",
        "万一停电冰箱里的肉就完了",
        "假如路灯坏了找谁",
    ],
)
def test_what_might_be_is_not_registered(text):
    assert read(text).action is not Action.REGISTER


@pytest.mark.parametrize(
    "text",
    [
        "【通知】明天上午9点3栋停水检修\uff0c请各位提前储水",
        "接上级通知\uff1a本周六电梯年检暂停使用",
        "通知\uff1a明天3栋消防演练\uff0c届时会有烟雾",
        "【供电公司】5栋今晚停电两小时\uff0c敬请谅解",
    ],
)
def test_drills_and_forwarded_notices_are_not_registered(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "谁家有梯子借我用一下",
        "谁的快递放我家门口了",
        "有没有人一起拼车去火车站",
        "楼上的邻居\uff0c你家阳台滴水滴到我被子了",
        "手机快没电了先不聊了",
        "晚上一起去跳舞呀",
        "我去接孩子了",
        "希望孩子考个好大学",
        "想要这个表情包",
    ],
)
def test_what_neighbours_settle_among_themselves_is_left_alone(text):
    assert read(text).action is not Action.REGISTER


@pytest.mark.parametrize(
    "text", ["希望早点瘦下来", "我也想要这么好的手机", "他们能不能别再演这种戏了"]
)
def test_a_wish_that_no_community_could_grant_is_not_even_asked_about(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    [
        "外婆想要一副老花镜",
        "要是能给我爸理个发就好了",
        "希望院子里给老人摆张桌子",
        "楼下能不能给孩子们弄个沙坑",
    ],
)
def test_a_small_wish_for_ones_own_or_for_the_yard_is_taken_up(text):
    assert read(text).kind is Kind.WISH


@pytest.mark.parametrize("text", ["我去接你", "今天我回不去了", "我去,这么贵"])
def test_going_somewhere_is_no_signing_up(text):
    assert read(text).kind is not Kind.SIGNUP


@pytest.mark.parametrize("text", ["1", "2", "1\u3002", "3", "66", "\U0001f44d", "好", "?"])
def test_a_bare_digit_or_a_nod_means_nothing_by_itself(text):
    assert read(text) is CHAT or read(text).action is Action.IGNORE


@pytest.mark.parametrize("text", ["+1", "我家也是", "我们单元也不亮", "一样\uff0c也黑着", "同求"])
def test_a_reply_to_a_ticket_joins_it(text):
    found = read(text, replace(GROUP, reply_to=LAMP))
    assert (found.kind, found.known) == (Kind.METOO, 7)


@pytest.mark.parametrize("text", ["+1", "我家也是", "同求"])
def test_without_a_ticket_there_is_nothing_to_join(text):
    assert not acted_upon(text)


@pytest.mark.parametrize(
    "text",
    ["这个月7号还理发吗", "下次理发几号", "7号还有没有理发", "明天停水到几点", "电费在哪交"],
)
def test_a_question_about_what_is_offered_opens_nothing(text):
    assert read(text).action is Action.ANSWER


@pytest.mark.parametrize(
    "text", ["周六植树我报名", "讲座算我一个", "我报名\uff0c两个人", "义诊帮我报一个"]
)
def test_signing_up_is_answered(text):
    assert read(text).kind is Kind.SIGNUP


@pytest.mark.parametrize(
    "text", ["7栋3楼着火了\uff0c在冒黑烟", "8栋老人摔倒了起不来", "5栋电梯里关着人"]
)
def test_an_emergency_comes_before_anything_else(text):
    assert read(text, replace(GROUP, reply_to=LAMP)).kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "楼道黑灯瞎火的",
        "3栋楼梯间黑咕隆咚 老人下楼抓瞎",
        "过道乌漆嘛黑看不见",
        "走廊漆黑一片",
        "黑灯瞎火的楼道怎么走",
        "晚上上楼黢黑黢黑的 摸黑",
        "门洞里伸手不见五指",
    ],
)
def test_a_dark_corridor_is_no_power_cut(text):
    assert read(text).category == "repair.corridorlight"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("3栋停电了\uff0c楼道里黑灯瞎火", "util.power"),
        ("家里黑灯瞎火的", "util.power"),
        ("整栋楼黑灯瞎火", "util.power"),
        ("4栋黑灯瞎火的", "util.power"),
        ("跳闸了\uff0c屋里漆黑\uff0c楼道也没亮", "util.power"),
        ("小区里路上黑灯瞎火", "road.lamp"),
        ("院子里黑漆漆的 路灯坏了", "road.lamp"),
        ("家里没停电\uff0c就是3栋楼道灯不亮", "repair.corridorlight"),
    ],
)
def test_homes_without_power_and_dark_paths_stay_what_they_are(text, category):
    assert read(text).category == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("5栋电梯坏了,物业电话也打不通", "lift.stop"),
        ("3栋垃圾没人收,物业电话打不通", "env.rubbish"),
        ("2栋楼道灯不亮,跟物业说了也不管", "repair.corridorlight"),
        ("物业电话打不通", "prop.attitude"),
        ("物业态度太差了", "prop.attitude"),
    ],
)
def test_what_is_broken_is_the_matter_and_who_does_not_answer_is_beside_it(text, category):
    assert read(text).category == category
