"""What a question wants to know, where that alone decides who may answer it, or from what."""

import re
import unicodedata

from domain.understanding.plain import begun_by, normal

_DAY = (
    r"(?:[这下本]个?)?(?:周|星期|礼拜)[一二三四五六日天末]|[昨今明后]天|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]"
    r"|初[一二三四五六七八九十]|周末|[这下本上]个?(?:月|周|星期|礼拜)"
)
_ENDS = (
    r"(?:[吗么嘛不没冇伐啵咩冒唦吧]|没有|没得|不得|不啦|不哇|不呀|没啊|不咧|[咯阿]有)[??呀啊哇哈]*$"
)
"""How a question whether something is so ends, from north to south."""
_WHICH_DAY = re.compile(
    r"哪一?天|几[号时]|(?:星期|周|礼拜)几|(?:什么|啥子?|么|嘛|哪个)(?:时候|时间|时辰|辰光|日子)|几时|多会儿?|多咱|几点|下[一]?次|哪个?(?:周|星期|礼拜)|什么时间"
)
_WHETHER = re.compile(
    rf"(?:{_DAY}).{{0,10}}?{_ENDS}|(.)[不没唔]\1|是不是|还.{{1,8}}{_ENDS}|了(?:没有?|吗|么|伐)[??呀啊]*$"
    rf"|(?:{_DAY}).{{0,8}}呢[??]*$|在?(?:哪里|哪儿|哪块|啥地方|什么地方)|在.{{1,6}}还是"
    rf"|(?:{_DAY})还是.{{0,3}}(?:{_DAY})"
)
_GRIEVES = re.compile(
    r"还(?:没|不)|没人|(?<!来)[没不]来(?!得)|堆|[臭脏]|满了|到底|怎么还|管不管|都.{1,6}了|天天|老是|一直|再不|多久了|[坏漏堵黑]"
)


def asks_when(text: str) -> bool:
    """`大件垃圾哪天收`, `这周六收大件不`: a date is asked for, and nothing is said to be wrong."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。!~ ")
    if _GRIEVES.search(plain):
        return False
    return bool(_WHICH_DAY.search(plain) or _WHETHER.search(plain))


OTHER_POINTS = re.compile(
    begun_by(
        "考期语数英比高中成及录分驾扣几多月作满学德打评积话流游手王排信芝落入会商超移联电京淘天支美拼沃永航加银物低党足"
        "篮球国彩麻老花孩牛",
        r"考了|考试|期[中末]|语文|数学|英语|比赛|高考|中考|考研|成绩|及格|录取|分数线|驾照|扣分|几分[钟之]|多少分[钟之]"
        r"|月考|作文|满分|学分|德育|驾驶证|打分|评分|积分[卡榜]|话费|流量|游戏|手游|王者|排位|信用|芝麻|落户|入户|入学|会员|商场"
        r"|超市的?积分|(?:移动|联通|电信|京东|淘宝|天猫|支付宝|美团|拼多多|沃尔玛|永辉|航空|加油|(?<!道德)银行)的?(?:卡|积分)"
        r"|物业.{0,6}分|低分|高分|比分|党员积分|足球|篮球|球队|国足|球赛|彩票|电影|麻将|老师.{0,4}[分花]|[花分].{0,3}老师|孩子的?小红花|牛排",
    )
)
"""Other things that are counted in points, and minutes."""
DOUBTS_POINTS = re.compile(
    r"积分.{0,10}(?:[有是]?假|作弊|骗|糊弄|黑幕|公[平正]|不信|没意思|没用|意义|形式|忽悠|靠谱|当真|真的)"
)
"""`积分是不是有假的`: neighbours who wonder; nothing of it can be looked after."""
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严覃武戴莫孔向汤]"
)
_KIN = (
    "(?:叔|婶|姨|阿姨|大爷|大妈|大娘|大叔|大婶|大姐|大哥|奶奶|爷爷|婆婆"
    "|伯|伯伯|哥|姐|嫂|老师|师傅|主任|总|家)"
)
_OTHERS = re.compile(
    rf"{_SURNAME}{_KIN}|[老小]{_SURNAME}|{_SURNAME}[\u4e00-\u9fff]{{1,2}}(?:家|的|有|还有|现在|一共|今年)"
    r"|隔壁|对门|楼[上下](?!贴|公示)|邻居|别人|别家|人家|他们?家?|她们?家?|你们?家|你们?的?(?:有|还|积|分)|谁家|哪家|哪户|大家|各家|每家|每户"
    r"|\d{3,4}(?:室|号|户)?(?:家|的|有|那户|那家|还有|现在)|[栋幢号]\S{0,6}\d{3,4}|第一名?是谁|谁(?:的?积分|最多|最高|排|第一)"
)
_KIN_OF_MINE = re.compile(
    r"我的?(?:妈妈?|爸爸?|父母|爸妈|哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿|闺女|婆婆|公公|岳[父母]|丈[人母]|亲家|舅舅?|姑姑?|姨妈?|叔叔?|伯伯?"
    r"|奶奶|爷爷|外婆|外公|姥姥|姥爷|朋友|同事|侄[儿女子]?|孙[子女])(?:家|那边|那里|他们|她们|的积?分|有|还有|还剩|现在|一共|积分)"
)
"""Who is near, and may have a household's file of their own."""
_POINTS = r"(?:有|还有|还剩|现在|是|得了|攒了|一共|总共|多少|几|排第几|的积分|的分|积分)"
_OWN = re.compile(
    r"(?:我家?|俺家?|咱家?|咱们家|我们家?|自家|本人|自己)(?:的|有|还有|现在|今年|一共|总共|能|可以)?(?:还有|有|得)?(?:多少|几|积分|分)"
)
_GENERAL = re.compile(
    r"(?:多少|几)分?(?:积分)?(?:才?能|可以|换|兑)|怎么|如何|加几分|加多少|扣几分|扣多少|能换"
)


def asks_of_others(text: str) -> bool:
    """`王叔家有多少积分`: another household's points, which are nobody's business."""
    plain = unicodedata.normalize("NFKC", text)
    if _OWN.search(plain):
        return False
    if _KIN_OF_MINE.search(plain):
        return bool(re.search(_POINTS, plain))
    if _GENERAL.search(plain):
        return False
    return bool(_OTHERS.search(plain) and re.search(_POINTS, plain))


_WHERE = re.compile(
    "(?:在|去|到|上)?(?:哪里|哪儿|哪点|哪块|哪凯|哪搭|哪哈|哪边|哪个地方|哪个?塌塌|啥地方|什么地方|何处|边度|哪(?!个|家|天|位))"
)
_TONE = re.compile(
    r"[啊呀呢嘛吗哦噢喔哈咯嘞咧哎诶滴的地得了\s,。.?!、~…]+|请问|想问一?下?|问一?下|晓得|知道|谁"
)
_FRAME = re.compile("在哪|交|缴|办|怎么|如何|几点|多少|什么时候")


_SAME = (("物管", "物业"), ("停车位", "停车"), ("车位", "停车"))
"""Two words for one thing that is paid for."""
MATTER = 4  # characters of what a short question is about


def as_asked(text: str) -> str:
    """A question in the words of the handbook: `水费在哪点缴啊` asks 水费在哪交."""
    plain = _WHERE.sub("在哪", _TONE.sub("", normal(text)))
    return plain.replace("缴", "交")


def asks_of_another(one: str, other: str) -> bool:
    """Whether two short questions differ in their very matter: 水费在哪交, 电费在哪交."""
    mine, theirs = _matter(one), _matter(other)
    short = min(len(mine), len(theirs)) > 0 and max(len(mine), len(theirs)) <= MATTER
    return short and not mine <= theirs and not theirs <= mine


def _matter(asked: str) -> frozenset[str]:
    """The characters of what it is about: 水电费 holds those of 水费."""
    for word, same in _SAME:
        asked = asked.replace(word, same)
    return frozenset(_FRAME.sub("", asked))
