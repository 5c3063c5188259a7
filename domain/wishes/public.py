"""What volunteers may read of a wish: no name, no room, no number, no illness, no need of aid (d.1)."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from domain.privacy import mask

LONGEST, SHORTEST = 60, 4  # characters
_N = r"[\dA-Za-z〇零一二两三四五六七八九十百]"
_ROOM = re.compile(
    rf"{_N}+\s*(?:栋|幢|号楼|座楼|单元|室|号院|门牌|#|弄)|{_N}+\s*号(?!码|线|召|称)"
    r"|\d+\s*[-—－]\s*\d+|(?<!\d)\d{3,4}(?!\d|\s*[元块年米人字本页度克次件只毫])"
    r"|[〇零一二三四五六七八九]{3,4}(?:室|房)?(?!\d)|(?:building|room|flat|unit)\s*\d+",
    re.IGNORECASE,
)  # fmt: skip
_LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}\d|微信号?\s*[:是]?\s*[\w-]{4,}|[\w.]+@[\w.]+|QQ\s*\d+")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = (
    r"(?:奶奶|爷爷|大爷|大妈|大娘|大婶|阿姨|叔叔|婶婶|婆婆|公公|老伯|伯伯|老师|师傅|先生|女士|太太|小姐|同志|医生"
    r"|书记|主任|老太太|老爷子|老太|大姐|大哥|姐|哥|嫂|姨|叔|婶|伯|婆|爹|妈|总|工|老)"
)
_LONG_TITLES = r"(?:奶奶|爷爷|大爷|大妈|大娘|阿姨|叔叔|老师|师傅|先生|女士|同志|医生)"
"""After a whole name; shorter ones would be found in too much."""
_NAME = re.compile(
    rf"(?<!小)(?:[{SURNAMES}][\u4e00-\u9fff]{{2}}{_LONG_TITLES}|[{SURNAMES}][\u4e00-\u9fff]?{_TITLES}(?![\u4e00-\u9fff]{{0,1}}(?:用|款|鞋|机|镜))"
    rf"|[老小阿][{SURNAMES}](?![\u4e00-\u9fff]?(?:板|椅|凳|狗|桌|药|花|包|箱))"
    rf"|(?:^|[,.;:])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=想[要请借]|希望|需要)"
    rf"|(?:我叫|名叫|叫做|名字是?|姓名[:是]?|姓(?=[{SURNAMES}]))\s*[\u4e00-\u9fff]{{1,4}})"
)
_ILLNESS = re.compile(
    r"病|癌|瘤|瘫|中风|糖尿|血压|血糖|透析|抑郁|残疾|残障|伤残|住院|手术|化疗|放疗|骨折|癫痫|痴呆|精神分裂|艾滋|肝炎|心脏|心梗|脑梗"
    r"|尿毒|帕金森|失明|盲人|眼盲|聋|哑|截肢|失禁|褥疮|胰岛素|降压药|吃药|康复|偏瘫|智力|自闭|白内障|hiv|cancer|diabet|disabled",
    re.IGNORECASE,
)
_AID = re.compile(r"低保|特困|困难户|贫困|五保|救助|欠债|欠款|失业|下岗|离异|刑满|服刑|吸毒|上访")


class Problem(StrEnum):
    """Why public words may not be shown."""

    NAME = "name"
    ROOM = "room"
    NUMBER = "number"
    ILLNESS = "illness"
    AID = "aid"
    LENGTH = "length"


def problems(text: str, names: Collection[str] = ()) -> tuple[Problem, ...]:
    """All that would give somebody away; `names` are those that huying knows around this wish."""
    plain = unicodedata.normalize("NFKC", text).strip()
    named = any(name and name in plain for name in names)
    found = {
        Problem.NAME: named or _NAME.search(plain) is not None,
        Problem.ROOM: _ROOM.search(plain) is not None,
        Problem.NUMBER: mask(plain) != plain or _LONG_NUMBER.search(plain) is not None,
        Problem.ILLNESS: _ILLNESS.search(plain) is not None,
        Problem.AID: _AID.search(plain) is not None,
        Problem.LENGTH: not SHORTEST <= len(plain) <= LONGEST,
    }
    return tuple(problem for problem, there in found.items() if there)


_HOUSE_OF = re.compile(
    rf"[老小阿][{SURNAMES}](?=家)|(?<=[\d*室户])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=家)"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-Za-z]\s?[·•・.-]?\s?"
    r"(?=[A-Za-z0-9]{0,5}\d)[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
"""A car's plate: whoever reads it knows whose it is."""


def without_accounts(text: str, instead: str) -> str:
    """A line in which nobody can be reached: no long number, account, mail or plate."""
    return without_plates(_LONG_NUMBER.sub(instead, text), instead)


def without_plates(text: str, instead: str) -> str:
    """The same text with cars' plates replaced."""
    return _PLATE.sub(instead, text)


def without_names(text: str, instead: str, names: Collection[str] = ()) -> str:
    """A line without those names that are known, or that stand as names do: `王奶奶`, `我叫张伟`."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, instead)
    return _HOUSE_OF.sub(instead, _NAME.sub(instead, text))


_BREAK = re.compile(r"[,。;!?、,;!?\n]+")
_SPACED = re.compile(r"[,。;!?、,;!?\s]+")
"""Many write a space for every mark: tried where the longer clause would give somebody away."""
_HELP = r"(?:来|帮我们?|帮忙|帮)*"
_ASKS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?:帮我们?|帮忙|帮个忙|帮着?)(?:给?我们?家?)?(.{2,})", "想请人帮忙{}"),
        (rf"(?:希望|盼着?|巴望|要是|最好)(?:能)?有人能?{_HELP}(.{{2,}})", "想请人{}"),
        (rf"(?:想请|想找|想让)(?:个?人|志愿者|师傅)?{_HELP}(.{{2,}})", "想请人{}"),
        (r"想(?:给.{0,8}?)?借(?:一下)?(.{2,})", "想借{}"),
        (r"希望((?:社区|居委会?|街道|物业|你们).{2,})", "希望{}"),
        (
            (
                r"(?:想要?|希望|盼着?|要是|需要|缺|求)(?:能?给.{1,8}?(?=[要买找添换]))?"
                r"(?:能|能够|要|有|得到|买|找|添)*(.{2,})"
            ),
            "想要{}",
        ),
    )
)
"""How people say that they wish for something, and how it is told to others."""
_DO = re.compile(
    r"^(?:给?我们?家?的?)?"
    r"((?:修|换|装|教|陪|送|理|剪|补|缝|搬|擦|读|打扫|疏通|通|洗|代|取|拿|看|调|磨).{1,})"
)
_TAIL = re.compile(
    r"(?:(?:啥|什么|之类)的|就好了?|行不行|可以吗|好吗|行吗|吗|呢|吧|啊|呀|啦|哦|嘛|谢谢.*|麻烦.*|了)+$"
)
_MIGHT = re.compile("能不能|可不可以|可以不可以|能否|可否|是不是可以|是否可以|能不可以")
"""`楼下能不能弄个遮阳棚` wishes that it could be."""
_OWN = re.compile(r"我[们]?(?:家)?(?:的|里)?|咱们?家?|俺们?")
_MEASURED = re.compile(
    r"^(想要|想借)(?=[个台副双把本张件条只辆床盏部瓶箱套根支块袋盒顶](?![\u4e00-\u9fff]?人))"
)


def wanted(text: str) -> str | None:
    """A wish in words for everybody: `想给家里老人要个放大镜` → `想要一个放大镜`.

    None where nothing can be said that gives nobody away: then the matter's own name has to do.
    """
    plain = unicodedata.normalize("NFKC", text)
    for clause in (*_BREAK.split(plain), *_SPACED.split(plain)):
        said = _said(clause)
        if said and not problems(f"一位居民{said}"):
            return said
    return None


def _said(clause: str) -> str | None:
    clause = _TAIL.sub("", clause.strip())
    for pattern, words in _ASKS:
        if found := pattern.search(clause):
            return _counted(words.format(_cleaned(found[1])))
    found = _DO.search(clause)
    if found:
        return f"想请人{_cleaned(found[1])}"
    might = _MIGHT.search(clause)
    return f"希望{_cleaned(_MIGHT.sub('能', clause, count=1))}" if might else None


def _cleaned(words: str) -> str:
    return _OWN.sub("", _TAIL.sub("", words)).strip()


def _counted(words: str) -> str:
    return _MEASURED.sub(r"\1一", words)
