"""What the stories about reading share: a village with many names, and what residents say in it."""

from sqlalchemy import select

from storage.tickets.tables import TicketRow
from tests.privacy.scenes import holding
from tests.stories.village import (
    CHIEF,
    COLLEAGUE,
    DESK,
    FIXER,
    GROUP,
    LARGER,
    OFFICER,
    WORKER,
)

ASKING, SILENT = -1001234567891, -1001234567892

SHEETS = LARGER | {
    "places": [
        (*LARGER["places"][0], "aliases"),
        *[(*row, "金桂苑;老糖厂宿舍" if row[0] == "JGY" else "") for row in LARGER["places"][1:]],
        ("JGY-P", "八角亭", "public", "JGY", "", "老年亭"),
        ("JXC", "锦绣城", "estate", "XL", "安居物业", "锦城"),
        *[(f"JXC/{zone}", f"{zone}区", "zone", "JXC", "", "") for zone in "AB"],
        *[(f"JXC/{z}/{n}", f"{n}栋", "building", f"JXC/{z}", "", "") for z in "AB" for n in (1, 2)],
    ],
    "areas": [
        *LARGER["areas"][:2],
        ("XL-1", "第一网格", "grid", "XL", "JGY/1;JGY/2;JGY/3;JGY/4;JGY-E;JGY-P"),
        ("XL-2", "第二网格", "grid", "XL", "JGY/5;JGY/6;JGY/7;JGY/8;JXC"),
    ],
    "groups": [
        (*LARGER["groups"][0], "mode"),
        *[(*row, "auto") for row in LARGER["groups"][1:]],
        ("ask", "telegram", ASKING, "金桂园北区群", "JGY", "ask"),
        ("quiet", "telegram", SILENT, "金桂园业主群", "JGY", "quiet"),
    ],
}  # fmt: skip
"""The larger village, where places have more names than one, and an estate has zones."""

# What is said in both: each line is of a voice of its own.
WISH = "能不能在八角亭边上添张长椅,老人走累了没处坐"
BIN = "5栋楼下的垃圾桶三天没人来收,苍蝇一堆"
MANHOLE = "4栋后面的井盖缺了个角,娃娃天天从那里跑过去"
INSURANCE = "请问医保怎么交,去社区还是手机上弄?"
POINTS = "我家的积分还剩多少,帮我查查"
SIGN_UP = "义务理发那天算我一个,腿脚不便麻烦留个位"
LIST = "接龙\n1. 张姐 2人\n2. 老周 1人\n3. 小贺一家"
DOOR = "5栋2单元的门禁刷不开,快递都进不来"
DOOR_AND_LAMP = "7栋的门禁坏了,楼道灯也不亮"
DOOR_NOW = "我报的那个门禁弄得咋样了"
FALLEN = "快来人啊,七栋一单元的老爷子倒在楼梯口,叫他没反应"

PLACES = {
    "三号楼二单元门口那盏灯这几天晚上都是黑的": "金桂园3栋2单元",
    "八动一单元的门禁刷不开": "金桂园8栋1单元",
    "金贵园六栋下水道堵了,脏水都冒到一楼来了": "金桂园6栋",
    "老糖厂宿舍2栋门口路灯不亮": "金桂园2栋",
    "老年亭的凳子断了一条腿": "金桂园八角亭",
}
"""As people write them, and as they read them back."""
ROOM = "3#2-401卫生间往楼下漏水"
NOWHERE = "九栋一单元楼道灯坏了"
FLOOR = "五楼的灯不亮了"
TWO_ZONES = "锦城2栋的路灯坏了两天"

GAS = "屋里瓦斯味大得很,我不敢开灯了"
SHUT_IN = "电梯里关着个老太太,门打不开,快叫人来"
NO_DANGER = {
    "drill": "明天下午消防演习,楼下会放烟,大家莫慌",
    "film": "昨晚那部片子里整栋楼烧起来,看得我手心冒汗",
    "memory": "去年夏天那回煤气味,吓得我三天没敢做饭",
    "figure": "这菜辣得我嗓子都着火了",
    "joke": "我家那口子做饭,厨房差点被他点着,笑死",
    "news": "新闻里说外地有个小区燃气炸了,太惨了",
}
CHAT = {
    "thanks": "谢谢楼长,帮我把菜提上来了",
    "joke": "哈哈哈老李又钓了个寂寞",
    "forward": "转发:喝柠檬水能治百病,赶快告诉家人",
    "ad": "新店开业全场八折,地址就在菜场旁边,扫码领鸡蛋",
    "spam": "刷单日结三百加微信kkk889",
    "greeting": "大家早上好,今天降温记得加衣",
    "over": "楼上装修总算收工了,耳朵清净了",
    "solved": "前天那个堵了的下水道,通了",
    "denied": "我家没停水啊,你们呢",
    "refused": "别登记,我就随口说说",
    "wishes": "祝大家冬至快乐心想事成",
    "neighbours": "哪位邻居家有多余的扳手借我使一下",
    "second-hand": "出一台九成新的电饭煲,自提六十",
    "group-buy": "草莓团购最后十斤,要的接龙",
    "notice": "【通知】因管网检修,12月3日8时至17时停水,请提前储水",
    "elsewhere": "我娘家那边的电梯坏了半个月了",
    "hypothetical": "要是哪天电梯停了,我这八楼可咋爬",
    "polluted": "澳门新葡京注册送88,六合彩内部资料,加群领红包 www.xpj88.com",
}
LONE = ("1", "+1")

SURE = "7栋楼道里堆的纸箱子越来越多"
UNSURE = "八角亭的椅子好像有点晃"
UNSURE_TOO = "快递柜那里的路晚上有点看不清"
FAINT = "我们这边的快递柜总是满的"
UNSURE_AT_HOME = "住3栋301 门口那盏灯有点暗"
ASKED = "要帮您登记这件事吗"

LAMP = "6栋1单元楼道的灯不亮了"
LAMP_ANEW = "六号楼一单元楼梯间黑漆漆的看不见"
LAMP_THERE = "6栋2单元的灯也不亮"

RANT = (
    "我就想问问这个院子到底还有没有人来打理,我在这里住了二十几年,从前不是这个样子的。" * 38
    + "说到底还是那件事:2栋1单元的下水道堵了,脏水漫到楼道里,老人出门都要踮着脚。"
    + "我说了不止一回两回,回回都是点头,点完头又没了下文,年年交钱年年受气。" * 42
)
WORDINGS = {
    "三號樓二單元樓道裡的燈壞咗幾日了,冇人理": "金桂园3栋2单元 楼道灯",
    "5栋2单元电梯停了,按钮都不亮": "金桂园5栋2单元 电梯停运",
    "The elevator in building 6 is not working": "金桂园6栋 电梯停运",
    "八栋二单元冇水啦,饭都煮不成": "金桂园8栋2单元 停水",
    "七栋一单元莫得电了,冰箱头的肉都要臭了": "金桂园7栋1单元 停电",
    "5栋1单元下水道赌了,脏水往上返": "金桂园5栋1单元 下水堵塞",
    "我跟你们讲我们四栋一单元这个门禁啊从昨晚开始一直刷不开我妈买菜回来站了好久": "金桂园4栋1单元 单元门",
    "1栋2单元路燈(lù dēng)壞(huài)了💡": "金桂园1栋2单元 路灯",
    RANT: "金桂园2栋1单元 下水堵塞",
}
"""However it is written, and what is read back of it."""


async def tickets(life):
    return await life.rows(select(TicketRow).order_by(TicketRow.id))


async def kept(life, *lines):
    """The rows of the whole database in which any of these lines stands."""
    return await holding(life.house.database, *lines)


STAFF = (WORKER, COLLEAGUE, CHIEF, DESK, OFFICER, FIXER)
AUNT, UNCLE, STUDENT, COOK, NURSE, DRIVER, TAILOR = range(701, 708)


async def gathered(life, *people):
    """Staff and these people have opened the private chat, and nobody has anything to read."""
    await life.opened(*STAFF, *people)
    for who in (*STAFF, *people, GROUP):
        life.news(who)


def silence(life, *chats):
    for chat in chats or (GROUP, *STAFF):
        assert life.news(chat) == []
