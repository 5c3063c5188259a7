"""Short answers to something huying asked: only ever read where it did ask."""

import re
import unicodedata

YES = frozenset(
    [
        "要",
        "是",
        "是的",
        "对",
        "对的",
        "好",
        "好的",
        "好啊",
        "可以",
        "行",
        "嗯",
        "嗯嗯",
        "登记",
        "要登记",
        "要登记的",
        "需要",
        "登记一下",
        "麻烦登记",
        "麻烦登记一下",
        "帮我登记",
        "帮我登记一下",
        "加上",
        "加我",
        "算我",
        "算我一个",
        "要的",
        "yes",
        "y",
        "ok",
        "可以的", "行的", "要得", "得行", "中", "成", "对头", "恩", "好滴", "是滴", "嗯呐",
    ]
)  # fmt: skip
NO = frozenset(
    [
        "不用",
        "不要",
        "不是",
        "不用了",
        "不必",
        "别",
        "不必了",
        "别登记",
        "不登记",
        "不用登记",
        "不要登记",
        "不需要",
        "算了",
        "不",
        "没事",
        "不对",
        "另一件",
        "不是一件",
        "no",
        "n",
        "不消", "不成", "不中", "莫得事", "木事", "冇事", "甭", "甭了", "免了", "用不着", "没必要",
    ]
)  # fmt: skip
_BREAK = re.compile(r"[\s,。!、,.!]+")
_TRIM = re.compile(r"[\s,。!?~、.,!?~…]+$|^[\s,。]+")
_MENU = re.compile(r"^(?:回|选)?([1-9])[.。)、]?$")


def plain(text: str) -> str:
    """A short answer without width, marks and politeness around it."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = _TRIM.sub("", _TRIM.sub("", text))
    return re.sub(r"(谢谢|麻烦了|辛苦了|呢|吧|啦|哦|噢|呀)+$", "", text)


def yes_or_no(text: str) -> bool | None:
    """Whether a short answer says yes or no; None where it says something else, or both."""
    text = unicodedata.normalize("NFKC", text)  # or a Chinese comma breaks nothing
    parts = {word for part in _BREAK.split(text) if (word := _once(plain(part)))}
    if parts and parts <= YES:
        return True
    return False if parts and parts <= NO else None


def _once(word: str) -> str:
    """`好的好的` and `行嘞` without what is only tone."""
    word = re.sub(r"(?<=.)(嘞|哈|噻|喽|哟)+$", "", word)
    return re.sub(r"^(.{2,}?)\1+$", r"\1", word)


def menu_number(text: str) -> int | None:
    """The choice that a bare number names, only when it is the whole message.

    `1号楼3单元没电` and `2楼漏水了` are never answers to a menu.
    """
    found = _MENU.match(plain(text))
    return int(found[1]) if found else None


_TAKEN = re.compile(
    r"^(?=.*[来去接收到])(?:(?:好的?|行|嗯+|收到|我?(?:来|去)(?:办|看看?|看一下|处理|一趟)?|我?接(?:了|单|手)?"
    r"|签收|我?(?:马上|现在|这就|等下|一会儿?)(?:就?(?:去|来|办|到|过去|过来|处理))?(?:看看?|看一下|一趟)?|过去看看)[,。!、\s]*)+$"
)
_DONE = re.compile(
    r"(好|完|掉|通|走|干净|解决|恢复|到位|完成|更换|清理|处理)了"
    r"|(换|修|装|补|接|焊|拆|搬|疏通|加固|清|拧|封)(好|上|完|紧|掉|走)?了"
    r"|已(经)?(修|换|办|处理|解决|清|疏通|恢复|完成|更换|清理|安装|加固|关闭|劝|救|联系上)"
    r"|(办结|完成|搞定|完工|亮了|通了)(了)?$"
)  # fmt: skip
_NOT_DONE = re.compile(
    r"还没|没有|没(修|换|弄|办|处|解|清)|未|不能|等.{0,6}(再|才)|明天|下午|准备|打算|[??]"
)


def worker_says(text: str) -> str:
    """What a worker's plain words do: `accept`, `finish` or, in doubt, just a `note`."""
    word = plain(text)
    if _TAKEN.match(word):
        return "accept"
    asks = re.search(r"(\?|[吗么]|了没)[\s?!。]*$", unicodedata.normalize("NFKC", text))
    if _DONE.search(word) and not _NOT_DONE.search(word) and not asks:
        return "finish"
    return "note"


_COURTESY = re.compile(r"谢|辛苦|麻烦|点赞|给力|收到|好的|知道了|ok|哈哈|👍|🙏|🌹", re.IGNORECASE)
SHORTEST_DETAIL = 5  # characters


def is_detail(text: str) -> bool:
    """Whether words under huying's own line add something, beyond thanks and nods."""
    return len(plain(text)) >= SHORTEST_DETAIL and not _COURTESY.search(text)


_CALLED_OFF = re.compile(
    r"看错|弄错|搞错|听错|闻错|误会|虚惊|误报|没有?(着火|起火|漏气|事了?$)|不是(着火|漏气|煤气)|已经?没事|没事了|找到了|救出来|出来了"
)


_STILL_ON = re.compile(r"还没|尚未|没(?:能|有)?(?:找|救)|不是(?:误|虚惊|看错|弄错|搞错)")


def calls_off(text: str) -> bool:
    """Whether somebody says that an emergency was none, or is over."""
    plain_text = unicodedata.normalize("NFKC", text)
    return bool(_CALLED_OFF.search(plain_text)) and not _STILL_ON.search(plain_text)


_SAME = re.compile(r"(也是|一样|也这样|也有|也漏|也黑|也没|同样|[+＋]1|加一)")


def is_the_same(text: str) -> bool | None:
    """Whether a neighbour stands behind what was reported already; None where it is unclear."""
    if (clear := yes_or_no(text)) is not None:
        return clear
    return True if _SAME.search(text) else None


_NUMBER = re.compile(
    r"(?:编号|工单|单号|#|No\.?)\s*(\d{1,7})|^\s*(\d{4,7})(?!\d)(?!\s*[-#栋号单幢楼元年室房弄])",
    re.IGNORECASE,
)


def number_in(text: str) -> int | None:
    """A ticket's number in somebody's words: `编号0317`, or four digits at the very start."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", text))
    return int(found[1] or found[2]) if found else None


_LEADING = re.compile(r"^[\s,。.、:,::]+")


def without_number(text: str) -> str:
    """What somebody says behind a ticket's number: `0317 收到`."""
    return _LEADING.sub("", _NUMBER.sub("", text)) if number_in(text) else text


_IN_CHARGE = re.compile(
    r"(网格员|物业|居委会?|社区)的?(电话|联系方式|号码)|(归|是)谁(来)?管|谁(来)?(管|负责)(这|我们)|(网格员|楼长|负责人)是谁|找(谁|哪个)(网格员|管)"
)


def asks_who_is_in_charge(text: str) -> bool:
    """`我们这栋归谁管`: a question about who looks after a place."""
    return bool(_IN_CHARGE.search(unicodedata.normalize("NFKC", text)))
