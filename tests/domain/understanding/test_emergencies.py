"""Emergencies as they are cried: in dialect, without marks, spoken into the phone; and what is none."""

import pytest

from domain.understanding import Action
from domain.understanding.advice import advice_for
from tests.domain.shipped import GROUP, READER


def category(text: str) -> str | None:
    """The emergency that reaches the people on duty; None where none does."""
    if not READER.gate(text):
        return None
    found = READER.read(text, GROUP)
    return found.category if found.kind == "emergency" else None


@pytest.mark.parametrize(
    "text",
    [
        "火都烧到三楼了快来人啊",
        "6栋二楼的火窜到上头去了 快打电话",
        "房子烧起来咯 快来人撒",
        "屋里头全是烟 看不清楚",
        "那个那个五栋楼下电瓶车烧着了你们快来啊",
        "火越烧越大了,没人管吗",
        "火已经烧到隔壁屋了",
        "烧到五楼了赶快",
        "我妈打电话说家里着火了快来人",
    ],
)
def test_a_fire_that_spreads_is_one(text):
    assert category(text) == "fire.fire"


@pytest.mark.parametrize(
    "text",
    [
        "火锅店烧到九点才关门",
        "孩子发烧烧到39度了怎么办",
        "这把火烧到谁身上还不一定",
        "楼道里都是烟头",
        "厨房油烟很大",
        "谁有火借一下",
        "菜烧得真好吃",
        "驴肉火烧真好吃",
        "今晚火烧云好美",
        "小心火烛",
    ],
)
def test_what_burns_only_in_words_is_no_fire(text):
    assert category(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "5栋有个人摔下楼了 流好多血",
        "4栋有人从楼上掉下去了",
        "有个娃儿从三楼窗户掉下来了",
        "工人从脚手架上摔下来了动不了",
        "老头从楼梯滚下去 头上都是血",
        "我妈摔下楼梯了 腿动不了 血流了一地",
        "7栋楼下掉下来一个人",
        "俺爹从梯子上栽下来了",
        "大爷跌落楼咗 快啲叫人",
    ],
)
def test_somebody_who_falls_is_no_thing_that_is_thrown(text):
    assert category(text) == "care.rescue"


@pytest.mark.parametrize(
    "text",
    [
        "有人从楼上掉东西下来",
        "衣服从楼上掉下去了谁捡到了",
        "猫从窗户掉下去了",
        "我手机掉下楼了",
        "孩子牙掉下来了",
        "老人说有东西从楼上掉下来",
        "流动献血车明天来",
        "抽了好多血头晕",
        "楼上掉下来一个花盆",
    ],
)
def test_a_thing_that_falls_is_nobody(text):
    assert category(text) != "care.rescue"


@pytest.mark.parametrize(
    "text",
    [
        "俺爹不中了 快叫人",
        "我爸好像快不行了 脸都青了",
        "阿婆晕咗喺门口",
        "我老汉儿不行咯 赶紧来人",
        "奶奶抽过去了怎么办",
        "孩子翻白眼了 怎么叫都没反应",
        "老伴没气了",
        "俺娘说不出话了嘴也歪了",
        "隔壁大爷喊都喊不应",
    ],
)
def test_somebody_who_may_be_dying_is_heard_in_any_dialect(text):
    assert category(text) == "care.rescue"


@pytest.mark.parametrize(
    "text",
    [
        "我爸手机不行了 想换个",
        "俺爹腿脚不中了 走不动",
        "我妈不行 学不会用手机",
        "这灯不行了",
        "股票跌得我不行了",
        "我家120平的房子",
        "一共120块钱",
        "积分120",
        "娱乐城把住户都要吵晕了",
        "出人命了这价格",
        "快来人啊超市鸡蛋打折",
    ],
)
def test_what_will_not_do_any_more_is_not_dying(text):
    assert category(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "他又打我跟娃 救救我",
        "我男人喝醉了又打我 我不敢出门",
        "老公往死里打我和孩子",
        "他又动手打我了救命",
        "俺家那口子拿皮带抽俺",
        "婆婆天天打我 我想走",
        "他把我打得浑身是血",
        "他揍我一顿还不让我出门",
    ],
)
def test_who_is_beaten_at_home_is_heard_and_nothing_is_said_aloud(text):
    assert category(text) == "safe.violence"
    assert READER.read(text, GROUP).sensitivity == "s"


@pytest.mark.parametrize(
    "text",
    [
        "打我电话就行",
        "又打我电话推销",
        "你别打我主意",
        "孩子打羽毛球去了",
        "打扫卫生的老人辛苦了",
        "打电话叫孩子回家吃饭",
        "打针的孩子在那边排队",
        "花盆砸我头上了",
    ],
)
def test_not_every_blow_is_one(text):
    assert category(text) != "safe.violence"


@pytest.mark.parametrize(
    "text",
    [
        "我妈喝药了",
        "吃了一瓶安眠药",
        "我儿子抑郁了 割腕",
        "有人要跳楼 4栋楼顶",
        "她把一瓶安眠药都吃了",
        "我老婆喝农药了快来人",
        "俺媳妇喝药咧",
        "儿子吞了一大把安定",
        "我姐割手腕了",
        "我闺女站在楼顶边上",
        "5栋天台有人要往下跳",
        "女朋友吃了好多安眠药叫不醒",
        "邻居上吊了",
        "不想活了 活够了",
        "我爸把药全吃了",
    ],
)
def test_who_harms_themselves_is_an_emergency_of_which_a_group_sees_nothing(text):
    assert category(text) == "care.mind"
    found = READER.read(text, GROUP)
    assert (found.tier, found.sensitivity, found.action) == ("E", "s", Action.REGISTER)


@pytest.mark.parametrize(
    "text",
    [
        "奶奶该喝药了",
        "我妈喝药了没",
        "孩子喝药了刚睡着",
        "喝了感冒药好多了",
        "医生让我吃半片安眠药",
        "跳楼大甩卖最后三天",
        "股票跌得想死",
        "想死你了",
        "有人在天台晒被子",
        "站在楼顶看烟花真好看",
        "楼顶上有人种菜",
        "天台上吊灯坏了",
        "孩子作业写到十点,真崩溃",
    ],
)
def test_medicine_roofs_and_despair_of_homework_are_none(text):
    assert category(text) is None
    assert READER.read(text, GROUP).sensitivity != "s"


def test_a_worry_of_the_mind_is_still_heard_in_confidence():
    found = READER.read("我最近很抑郁,心里难受,社区有没有人能陪我说说话", GROUP)
    assert (found.category, found.tier) == ("care.mind", "U")


@pytest.mark.parametrize(
    "text",
    [
        "地下车库进水了 有人困在车里",
        "有人困在地下室出不来",
        "孩子锁在车里了 太阳很大",
        "水漫进来了有老人困在一楼屋里",
        "有个工人被压在下面了",
        "小孩掉进池塘里了",
        "娃掉河里头了",
    ],
)
def test_who_is_trapped_comes_before_the_water(text):
    assert category(text) == "care.rescue"


@pytest.mark.parametrize(
    "text",
    [
        "老公也被困在了衡阳回不来",
        "下雨被困在家里了",
        "车被困在车位里出不来",
        "坐电梯上来困了",
        "电梯卡消磁了刷不了人进不去",
        "地下车库进水了",
    ],
)
def test_who_is_tired_or_stays_at_home_is_not_trapped(text):
    assert category(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我婆婆早上出去买菜到现在没回来",
        "孩子放学以后就找不到人了",
        "老爷子糊涂 走出去一天了还没回家",
        "我家小孩一转眼不见了",
        "老人找不见咯",
        "俺爹有老年痴呆走丢了",
    ],
)
def test_somebody_missing(text):
    assert category(text) == "safe.missing"


@pytest.mark.parametrize(
    "text",
    [
        "路灯坏了老人看不见路",
        "字太小老人看不见",
        "爷爷耳朵听不见门铃",
        "我妈瞧不见小字 报纸能不能印大点",
        "奶奶望不见公交车来没来",
        "雾大孩子看不见红绿灯",
        "孩子的书包不见了",
        "老人手机找不到了",
        "娃的自行车不见了谁看见",
        "孩子找不到工作",
        "物业电话打了找不到人修",
        "周末不知道去哪玩",
        "你怎么还没回家",
    ],
)
def test_what_is_not_seen_and_what_is_mislaid_is_nobody_missing(text):
    assert category(text) is None


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("有人要跳楼 4栋楼顶", "care_mind_jumps"),
        ("5栋天台有人要往下跳", "care_mind_jumps"),
        ("我闺女站在楼顶边上", "care_mind_jumps"),
        ("那个男的坐在栏杆外面", "care_mind_jumps"),
        ("我想跳楼", "care_mind"),
        ("吃了一瓶安眠药", "care_mind_harmed"),
        ("我妈喝药了", "care_mind_harmed"),
        ("我姐割手腕了", "care_mind_harmed"),
        ("我爸把药全吃了", "care_mind_harmed"),
        ("不想活了", "care_mind"),
    ],
)
def test_who_stands_on_a_roof_needs_other_advice_than_who_took_pills(text, advice):
    assert advice_for("care.mind", text) == advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("有人困在车里", "care_rescue_trapped"),
        ("小孩掉进池塘里了", "care_rescue_trapped"),
        ("奶奶摔倒了叫不应", "care_rescue"),
        ("有人从楼上掉下去了", "care_rescue"),
    ],
)
def test_who_is_trapped_needs_the_fire_brigade(text, advice):
    assert advice_for("care.rescue", text) == advice


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("老头子直接栽倒了喘不上来气", "care.rescue"),
        ("孙子吞了个纽扣电池", "care.rescue"),
        ("有人躺在3栋门口不动", "care.rescue"),
        ("井盖没了有孩子掉进去了", "care.rescue"),
        ("我老妈突然不会说话了 手也抬不起来", "care.rescue"),
        ("她吃了老鼠药", "care.mind"),
        ("女儿发信息说再见了爸妈联系不上", "safe.missing"),
        ("爸爸把妈妈打出血了", "safe.violence"),
        ("有陌生男人跟着我女儿进楼道", "safe.fight"),
        ("我爸心脏病犯了 挂号挂不上 快来人", "care.rescue"),
        ("昨天就困人了 今天电梯又关人了 快来人", "lift.trapped"),
    ],
)
def test_a_danger_that_is_told_in_a_roundabout_way(text, meant):
    assert category(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "狂犬疫苗在哪打",
        "心脏病能报销吗",
        "中风病人康复补贴怎么申请",
        "骨折了能报医保吗",
        "小区能不能装个急救箱",
        "火灾保险怎么买",
        "爆炸头真好看",
        "有人打架子鼓吵死了",
        "老人跌倒险能买吗",
        "烟花爆炸声太吵",
        "谁有烫伤膏借一下",
        "抽搐怎么办 挂哪个科",
        "我想咨询下心梗支架报销",
        "举报黑救护车",
    ],
)
def test_who_asks_about_papers_and_insurance_has_nobody_lying_there(text):
    assert category(text) is None


@pytest.mark.parametrize(
    "text",
    ["昨天电梯困人了", "电梯困人的事物业给个说法", "3栋电梯经常关人没人管", "2栋电梯三天两头困人"],
)
def test_a_lift_that_traps_people_now_and_then_is_a_hazard_and_nobody_is_in_it(text):
    found = READER.read(text, GROUP)
    assert (found.category, found.tier) == ("lift.odd", "U")
