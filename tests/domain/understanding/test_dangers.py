"""Dangers in the words of those who stand beside them, and days like any other."""

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action
from tests.domain.shipped import GROUP, READER
from tests.domain.understanding.test_emergencies import category


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("老头子胸口痛得厉害 手都是麻的", "care.rescue"),
        ("外公心口绞痛 满头汗", "care.rescue"),
        ("有人掉池塘里了", "care.rescue"),
        ("小孩滑到水沟里去了", "care.rescue"),
        ("老大爷栽进窨井了", "care.rescue"),
        ("六号楼电梯里有个娃娃在哭 门打不开", "lift.trapped"),
        ("电梯里头有个婆婆在喊 开不了门", "lift.trapped"),
        ("煤气罐在呲呲响", "util.gasleak"),
        ("液化气阀门那里滋滋的 关不住", "util.gasleak"),
        ("5栋顶楼有人坐在边边上", "care.mind"),
        ("有人爬到天台栏杆外面去了", "care.mind"),
        ("药都吃下去了", "care.mind"),
        ("她把一瓶药喝下去了", "care.mind"),
        ("活着没意思 想一了百了", "care.mind"),
        ("我天天睡不着 觉得活着没劲", "care.mind"),
        ("我爸喝醉了要杀我妈", "safe.violence"),
        ("老公说要杀我全家", "safe.violence"),
    ],
)
def test_a_danger_in_the_words_of_who_stands_beside_it(text, meant):
    assert category(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "手机掉水里了",
        "钥匙掉下水道了",
        "宠物狗掉进水沟里了",
        "妈妈拿刀切菜",
        "树砍了算了 一了百了",
        "胸口的扣子掉了 有人会补衣服吗",
        "电梯里老人多 门关得太快",
        "楼顶有人坐着晒太阳",
        "孩子把饭都吃下去了",
        "天天上班 没劲",
        "老公要杀鱼",
        "燃气表要换电池吗",
    ],
)
def test_what_sounds_like_a_danger_and_is_a_day_like_any_other(text):
    assert category(text) is None


@pytest.mark.parametrize(
    ("text", "category", "tier"),
    [
        ("5栋外墙瓷砖掉下来差点砸到我孙子", "repair.facade", "U"),
        ("电线垂下来差点碰到头 3栋", "util.wire", "U"),
        ("3栋二单元一楼那个大爷把煤气罐放楼道里", "fire.exit", "U"),
        ("7栋这边停了一晚上电了娃儿都在哭", "util.power", "U"),
        ("3栋下水道盖盖不见了 好危险", "road.manhole", "U"),
        ("5栋有人往楼下甩烟头", "safe.throw", "U"),
    ],
)
def test_a_hazard_that_has_hurt_nobody_yet_is_registered(text, category, tier):
    assert READER.gate(text)
    found = READER.read(text, GROUP)
    assert (found.category, found.action, found.tier) == (category, Action.REGISTER, tier)


@pytest.mark.parametrize(
    "text", ["上次墙皮掉下来差点砸到人", "差点没笑死我", "哪里着火了?", "幸好没掉下来"]
)
def test_what_nearly_happened_once_is_a_memory(text):
    assert not READER.gate(text) or READER.read(text, GROUP).action is Action.IGNORE


@pytest.mark.parametrize(
    "text", ["三楼小孩一个人爬到窗户外面去了,大人不在家!", "3栋有个娃娃爬到阳台外头了 没人管"]
)
def test_a_child_that_climbs_out_is_to_be_rescued_and_wants_no_talk(text):
    found = READER.read(text, GROUP)

    assert (found.kind, found.category) == (Kind.EMERGENCY, "care.rescue")
