"""What a worker's words say about whose it is: not mine, somebody else's, or taken with a nod.

None of it is for the resident: they hear who does it now, never who would not (domain rules a.5).
"""

import re
from dataclasses import dataclass

from domain.understanding.answers import tokens
from domain.understanding.plain import normal

_OURS = "(?:我|我们|咱|咱们|俺|本|这边|这里|我这)"
_NOT_MINE = re.compile(
    rf"(?:不|没)(?:该|应该|应)?(?:是|归|属于?|由|在|找){_OURS}(?:们|边|这边|这里)?(?!家)"
    rf"|{_OURS}(?:们|边|这边|这里)?(?:可|也|真)?(?:管不了|管不着|不管|不负责|没权|无权)(?:这|那|的|啊|呀|$)"
    r"|不(?:归|属于?)(?:物业|社区|居委会?|网格)(?:管|负责|的?事)?$"
    r"|(?:发|派|推|转|找|送|分)错(?:人|了|地方|网格|单|对象)|不归(?:口|管)|不该(?:归|我)"
    r"|(?:网格|片区|辖区|责任区|小区|社区|范围)(?:不对|错了|弄错)"
)
_ANOTHERS = re.compile(
    r"^(?:这|这个|这事|这件事?|那|那个)?(?:应该|该|得|要|是)?(?:归|由|找|是)?"
    r"(?:物业|城管|供电|电力|自来水|水务|燃气|派出所|交警|消防|街道|社区|居委会?|业委会|环卫|市政|园林|房管|隔壁网格"
    r"|[^\s,。]{1,6}(?:公司|局|所|队|站|办|部门|网格|中心))(?:的?(?:事|活|职责|范围)|来?(?:管|负责|处理)(?:的)?)(?:吧|啊|的)?$"
    r"|^(?:应该|该|得|要)?(?:归|找)(?:物业|城管|供电局?|电力|自来水|水务|燃气|派出所|交警|街道)(?:吧|啊|去)?$"
)
_BREAK = re.compile(r"[\s,。;;!、]+")
_NODS = re.compile(
    "(?:好的?|好滴|行的?|嗯|恩|哦|噢|喔|是的?|对|收到|收悉|已阅|明白了?|了解|知道了?|晓得了?|可以|没问题|ok(?:ay)?|k|来了"
    "|马上(?:就?[来去])?|这就[来去]|得令|遵命|在的?|呐|哈|嘞|[👌👍🙏✅])+|1"
)


def says_not_mine(words: str) -> bool:
    """`这个不归我管`, `发错人了`, `这是供电局的事`: whoever has it says that it is not theirs."""
    text = normal(words)
    if "?" in text:
        return False
    return any(_NOT_MINE.search(part) or _ANOTHERS.search(part) for part in _BREAK.split(text))


def nods(words: str) -> bool:
    """`好的`, `嗯`, `1`, a raised thumb: heard or taken, and nothing that anybody should be told."""
    said = tokens(words)
    return bool(said) and all(_NODS.fullmatch(token) for token in said)


_WHERE = re.compile(r"(?:哪|几)(?:栋|个?单元|楼|层|户|号楼?|盏|间|扇)(?:的|啊|呀)?[?]*$")
_ASKS = re.compile(
    r"[?]\s*$|(?:吗|么)[。~\s]*$|(?:哪|几)(?:个|边|里|位)(?:的|啊|呀)?$|在不在家"
    r"|(?:什么时候|几点|哪天|啥时候?)(?:方便|有空|在家)"
)
LONGEST_WHERE = 8  # characters: more may be a question of its own
_OF_HUYING = re.compile(
    r"怎么(?:延|转|弄|办|操作|退|挂|填|报|用|改)|按哪|哪个按钮|呼应|谁(?:派|发|报)的"
)


def asks(words: str) -> bool:
    """`几单元的?`, `什么时候方便`: a worker asks the resident something, not huying how to do it."""
    text = normal(words)
    found = _ASKS.search(text) or _WHERE.search(text)
    return found is not None and not _OF_HUYING.search(text)


_ABOUT_THEM = re.compile(
    r"居民|业主(?!大会|委员|投票|签字|同意)|住户|反映人|报事人|当事人|投诉人|(?:这|那|他|她|人)家(?!具|电)|(?:这|那)(?:户|个?人)|老(?:太太|太婆|头|大爷|大妈)|投诉"
    r"|领导|上级|主任|书记|街道|系统|测试|[点按发填选]错|取消|撤回|误(?:操作|点|按)|呼应|开会|在忙|太忙|重复|并[到入进]|同?一件事|编号\d"
)
"""The resident as a third person, or the office: said to colleagues, not to whoever reported it."""


def for_the_resident(words: str) -> bool:
    """Whether a worker's words are news that may be read out to whoever reported it."""
    return bool(tokens(words)) and not _ABOUT_THEM.search(normal(words))


_MET = re.compile(
    r"(?:联系|沟通|回访)(?:过|上|到|了|居民|业主|住户)|[打通](?:过|了)(?:一?个)?电话|[约说谈讲](?:好|过|定|妥)"
    r"|(?:约|找|问)(?:了|过)(?:居民|业主|住户)|商量|上门|到过|去过|见(?:到|了|过|着)"
)


def says_contact(words: str) -> bool:
    """`已联系居民,约好明天`: the first contact was made, as a worker notes it down."""
    text = normal(words)
    return bool(_MET.search(text)) and not re.search(r"[没未不别](?!是)", text)


_AT_IT = re.compile(
    r"(?:去|来|到|看|查|问|联系|安排|约|派|叫|报)(?:过|了|好|到|上)|安排|派人|派(?:师傅|电工|水工)|正在|在(?:修|弄|办|处理|路上|现场)"
)


def says_at_it(words: str) -> bool:
    """`去看过了,线路老化`, `收到,安排人`: whoever says so has taken it."""
    text = normal(words)
    first = next((part for part in _BREAK.split(text) if part), "")
    return bool(_AT_IT.search(text)) or (first != text and nods(first))


_SAME_AS = re.compile(
    r"(?:并[到入进给]|归到)(?:编号|#|工单)?(\d{4,7})(?!\d)"
    r"|(?:和|跟|与|同)(?:编号|#|工单)?(\d{4,7})(?!\d).{0,4}(?:重复|一样|一件|一回事|同一|相同|合并)"
)


def same_as(words: str) -> int | None:
    """`和0001重复`, `并到0001`: the number of the matter that it is the same as."""
    found = _SAME_AS.search(normal(words))
    return int(found[1] or found[2]) if found else None


_STANDING = re.compile(
    r"^(?:这(?:个|件|事|件事)?|那个|现在|它)?(?:怎么样了?|咋样了?|[什啥]么?情况|到哪一?步了?|办到哪(?:里|儿|了)*|什么进度|怎么回事)[?啊呀]*$"
)


def asks_standing(words: str) -> bool:
    """`怎么样了`, `什么情况`: a worker asks huying where it stands."""
    return bool(_STANDING.match(normal(words)))


def asks_where(words: str) -> bool:
    """`几单元的?`: so short that it can only be about what huying just spoke of."""
    text = normal(words)
    return len(text) <= LONGEST_WHERE and bool(_WHERE.search(text))


_GIVEN = re.compile(
    r"^(?P<which>[\d一二三四五六七八九十]{1,3}(?:栋|号楼|幢|座)(?:那个|那件|的)?)?"
    r"(?:那|就|我|先|麻烦|请|还是|要不|最好|直接|把?这(?:个|件|事|件事)?)*"
    r"(?P<how>转交给|转给|移交给?|交给|派给|改派给?|改给|分给|换成?|给|让|叫|喊|请|由)"
    r"(?P<whom>[^\s,。;!?]{2,8}?)"
    r"(?:(?:去|来|办|处理|接手?|跟进?|弄|看看?|负责|管|做|一下|一趟|吧|好了|更合适|比较好)+)?$"
)
_NOBODY = re.compile(r"居民|住户|业主|群众|他们?|她|你|您|我|师傅[^\s]|电话|回话|答复|时间")
_TITLE = re.compile(r"^[老小大阿](.)$|^(.)(?:师傅|主任|书记|哥|姐|叔|姨|站长|队长|经理|老师|工)$")
_AS = re.compile(r"(?:网格[员长]|师傅|主任|书记|同志|那边|那里)?")
STRONG = frozenset(
    ("转交给", "转给", "移交", "移交给", "交给", "派给", "改派", "改派给", "改给", "分给")
)


@dataclass(frozen=True, slots=True)
class Successor:
    """Whom a worker names to go on with it."""

    said: str
    clear: bool
    """Whether nothing else can be meant, even where nobody of that name is here."""

    def fits(self, name: str) -> bool:
        """Whether a colleague's name is meant: `赵勇`, `老赵`, `赵师傅`, `赵勇网格员`."""
        if name and self.said.startswith(name):
            return bool(_AS.fullmatch(self.said[len(name) :]))
        found = _TITLE.match(self.said)
        surname = found and (found[1] or found[2])
        return bool(surname) and name.startswith(str(surname))


def successor(words: str) -> Successor | None:
    """`转给赵勇`, `让老赵去吧`: to whom it should go; None where nobody is named."""
    for part in _BREAK.split(normal(words)):
        found = _GIVEN.match(part)
        if found and not _NOBODY.search(found["whom"]):
            return Successor(found["whom"], clear=found["how"] in STRONG or bool(found["which"]))
    return None
