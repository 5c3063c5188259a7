"""Short answers to something huying asked: only ever read where it did ask."""

import re
import unicodedata

from domain.numerals import digits
from domain.understanding.done import says_done, says_unfinished
from domain.understanding.plain import CLAUSES, each_then, made, normal

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
_PARTING = re.compile(r"(谢谢|麻烦了|辛苦了|呢|吧|啦|哦|噢|呀)+$")
_MENU = re.compile(r"^(?:回|选)?([1-9])[.。)、]?$")


def plain(text: str) -> str:
    """A short answer without width, marks and politeness around it."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = _TRIM.sub("", _TRIM.sub("", text))
    return _PARTING.sub("", text)


_TOKEN = re.compile(r"[👍👌👏💯✅👎🙏🌹❤😊😄🎉]|[^\s,.。!?、;:~…👍👌👏💯✅👎🙏🌹❤😊😄🎉\ufe0f]+")
_TONE = re.compile(r"(?<=.)(?:嘞|哈|噻|喽|哟|咧|哒|撒|咯|哩|的呢|呢|吧|啊|呀|哦|噢|哇)+$")
_COURTEOUS = re.compile(
    r"(?:谢谢|感谢|多谢|谢了|辛苦|辛苦了|麻烦了|麻烦|您|你|你们|师傅|师傅们|大家|物业|啊|了|哈|哈哈|非常|太|🙏|🌹|❤|😊|😄|🎉)+"
)


def tokens(text: str) -> list[str]:
    """The words and signs of a short answer, courtesies left out."""
    found = _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    return [token for token in found if not _COURTEOUS.fullmatch(token)]


def bare(word: str) -> str:
    """A word of an answer without what is only tone: `好咧` is `好了`, `没呢` is `没`."""
    word = re.sub(
        r"(?<=[好亮通完行中成定])[咧喽啦咯哩咗]$",
        "了",
        plain(word) if word[0] not in "👍👌👏💯✅👎" else word,
    )
    return re.sub(r"^(.{1,3}?)\1+$", r"\1", _TONE.sub("", word) or word)


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


_LINE = re.compile(r"^(?:打开|看|查)?第?(10|[1-9]|[一二三四五六七八九十])(?:件|条|个)?$")
_WORK = r"(?:任务|单子?|工单|待办|活儿?|事儿?情?)"
_LEFT = r"(?:没|未|要|该)(?:办|干|弄|做|处理|完)(?:好|完|掉)?"
_HOW_MANY = r"(?:什么|啥|哪些|哪几|几|多少)(?:个|件|样)?"
_TASKS = (
    rf"^(?:请问|看看?|查查?|查一下|看一下|列一?下|发一?下)?我?(?:的|们)?(?:手上|手里|手头|名下|今天|今儿|现在|目前|这边)?"
    rf"(?:的)?(?:还|都)?(?:有|剩)?(?:{_HOW_MANY})?(?:{_WORK})?(?:还|都)?(?:有|剩|是)?(?:{_HOW_MANY})?(?:{_LEFT})?(?:的)?(?:{_WORK})?"
    rf"(?:清单|列表|有哪些|没)?$|^(?:今天|现在)?(?:我)?(?:该|要)?干(?:啥|什么|嘛)(?:活)?$"
)
_OWN = re.compile(
    r"手上|手里|手头|名下|任务|单子|工单|活|干[啥什嘛]|[没未要该](?:办|干|弄|做|处理|完)"
)
_ASKING = re.compile(rf"{_HOW_MANY}|任务|待办|单子|工单|清单|手[上里头]的?[事活]|干[啥嘛]")


_TALK_OVER = frozenset(
    ["说完了", "讲完了", "问完了", "结束", "结束对话", "不聊了", "不用转了", "先这样", "就这样"]
)


def ends_talk(text: str) -> bool:
    """Whether somebody ends a talk that huying passes on; `没有了` is still an answer."""
    return plain(text) in _TALK_OVER


def line_number(text: str) -> int | None:
    """The line of a numbered list that somebody names: `10`, `第三件`; only as the whole message."""
    found = _LINE.match(plain(text))
    return int(digits(found[1]) or 0) if found else None


def asks_tasks(text: str) -> bool:
    """`我手上有什么`, `还有哪些没办完的`: a worker asks what is to be done."""
    asked = plain(text)
    return bool(made(_TASKS).match(asked) and _ASKING.search(asked)) and bool(
        _OWN.search(asked) or "待办" in asked
    )


_TAKEN = re.compile(
    r"^(?=.*[来去接收到])(?:(?:好的?|行|嗯+|收到|我?(?:来|去)(?:办|看看?|看一下|处理|一趟)?|我?接(?:了|单|手)?"
    r"|签收|我?(?:马上|现在|这就|等下|一会儿?)(?:就?(?:去|来|办|到|过去|过来|处理))?(?:看看?|看一下|一趟)?|过去看看)[,。!、\s]*)+$"
)
_BEFOREHAND = re.compile(r"[之以修换办理改洁]前|前的?(照片|样子)|现场|情况|查看|勘查|看过|看了")
SHORTEST_CAPTION = 3  # characters: under a photo so many say what was done


def worker_says(text: str, *, shown: bool = False) -> str:
    """What a worker's plain words do: `accept`, `finish` or, in doubt, just a `note`.

    Under a photo (`shown`) any words tell the result, unless they say not yet, or beforehand.
    """
    word = plain(text)
    if _TAKEN.match(word):
        return "accept"
    told = shown and len(word) >= SHORTEST_CAPTION and not _BEFOREHAND.search(word)
    return "finish" if says_done(text) or (told and not says_unfinished(text)) else "note"


_COURTESY = re.compile(r"谢|辛苦|麻烦|点赞|给力|收到|好的|知道了|ok|哈哈|👍|🙏|🌹", re.IGNORECASE)
SHORTEST_DETAIL = 5  # characters


def is_detail(text: str) -> bool:
    """Whether words under huying's own line add something, beyond thanks and nods."""
    return len(plain(text)) >= SHORTEST_DETAIL and not _COURTESY.search(text)


_CALLED_OFF = re.compile(
    r"[看弄搞听闻]错|误会|虚惊|误报|解除|没有?(?:着火|起火|漏气)|不是(?:着火|起火|漏气|煤气)|不要紧了"
    r"|(?:没啥|没得|莫得|没有|没|莫|冇|木)事(?:儿)?(?:了|咧|啦|咯|哩|$)|人没事|醒(?:过来)?[了咧啦咯]|醒过来|缓过[来劲]|好过来"
    r"|[找寻](?:到|着|见|回来)[了咧啦咯]|(?:人|孩子|老人|已经|自己|都|找)回[来家]了|到家了"
    r"|[救劝放拉接背][出下]来|(?<![冒流烟火漏喷窜味血水])出来[了咧啦]|(?<![掉摔砸倒跌坠塌流滴滚])下来[了咧啦]"
    r"|(?<![灯电])[灭熄][了掉]|扑灭|不烧了|没烧|没有?[烟火味](?:道)?了|味道?[散没]了"
)
_STILL_ON = re.compile(
    r"还没|尚未|没(?:能|有)?[找救醒灭]|不是(?:误|虚惊|看错|弄错|搞错|闹着)|又(?:烧|着|晕|冒|漏|不见|开始|昏|打)"
    r"|[叫喊]不|不醒|醒不|出不来|下不来|灭不|救不|有没有|能不能|希望|但愿|快.{0,4}[出下]来|才能|[吗么吧??][??!。~]*$|就没事"
)


def calls_off(text: str) -> bool:
    """Whether somebody says that an emergency was none, or is over."""
    plain_text = unicodedata.normalize("NFKC", text)
    return bool(_CALLED_OFF.search(plain_text)) and not _STILL_ON.search(plain_text)


_OTHER = re.compile(
    r"另外?一?(?:件|个|回事|码事)|不(?:是)?(?:同一|一样|一回事|一码事)|两(?:回|码|件)事?"
)
_SAME = re.compile(r"(也是|一样|也这样|也有|也漏|也黑|也没|同样|[+＋]1|加一)")


def is_the_same(text: str) -> bool | None:
    """Whether a neighbour stands behind what was reported already; None where it is unclear."""
    if (clear := yes_or_no(text)) is not None:
        return clear
    if _OTHER.search(text):
        return False
    return True if _SAME.search(text) else None


_ASKS_BACK = re.compile(r"[??吗么]|不知道|不晓得|不清楚|为什么|关你")


def asks_back(text: str) -> bool:
    """Whether somebody who was asked asks in turn, or does not know: `你问哪一个?`."""
    return _ASKS_BACK.search(text) is not None


_HOME = r"(?!\d)(?!\s*(?:[-#栋号单幢楼元年室房弄]|building|bldg|block|unit))"
"""`3#2-401` and `No. 6 building` name homes."""
_NUMBER = re.compile(
    rf"(?:编号|工单|单号)\s*(\d{{1,7}})"
    rf"|(?:(?<![\da-z一二三四五六七八九十栋幢座区])#|No\.?)\s*(\d{{1,7}}){_HOME}"
    rf"|^\s*(\d{{4,7}}){_HOME}",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")


def number_in(text: str) -> int | None:
    """A ticket's number in somebody's words: `编号0317`, or four digits at the very start."""
    line = unicodedata.normalize("NFKC", text)
    found = _NUMBER.search(line) if _FIGURE.search(line) else None
    return int(next(filter(None, found.groups()))) if found else None


_LEADING = re.compile(r"^[\s,。.、:,::]+")


def without_number(text: str) -> str:
    """What somebody says behind a ticket's number: `0317 收到`."""
    return _LEADING.sub("", _NUMBER.sub("", text)) if number_in(text) else text


def is_number_alone(text: str) -> bool:
    """`0001`, asked which is meant: nothing is said of it yet."""
    return number_in(text) is not None and not without_number(text).strip()


_IN_CHARGE = re.compile(
    r"(网格员|物业|居委会?|社区)[\u4e00-\u9fff]{0,4}?的?(电话|联系方式|号码)|(归|是)谁(来)?管|谁(来)?(管|负责)(这|我们)|(网格员|楼长|负责人)是谁|找(谁|哪个)(网格员|管)"
)


def asks_who_is_in_charge(text: str) -> bool:
    """`我们这栋归谁管`: a question about who looks after a place."""
    return bool(_IN_CHARGE.search(unicodedata.normalize("NFKC", text)))


_POLITE = (
    r"(?:那|就|麻烦|请|劳烦|拜托|求|能不能|能否|可不可以|可以|可|能|要不|还是|最好|希望|我?想|我?要|快|赶紧"
    r"|尽快|现在|今天|明天|有空|方便的?时候?|让|叫|喊|找|派|安排)"
)
_OURS = (
    r"(?:你们?|您|社区|居委会?|物业|网格员|工作人员|值班的?|同志|(?:个|一个)?(?:真?人|谁)|哪位|来)"
)
_ME = r"(?:我们?家?|俺|咱们?|偶)"
_A_CALL = r"(?:打|挂|通|来|回)(?:一?个|一?通|只)?(?:电话|手机|语音)"
_CALL_ME = (
    rf"(?:{_POLITE}|{_OURS})*(?:"
    rf"(?:给|跟|和|帮|与){_ME}(?:再)?(?:{_A_CALL}|(?:打|回|拨)过来)"
    rf"|{_A_CALL}(?:来|过来)?(?:帮帮?|给|拨|畀|俾|教|跟|找){_ME}(?:说)?"
    rf"|(?:打|回|畀|俾)(?:给|畀|俾|拨){_ME}"
    rf"|{_A_CALL}(?:过来|来)|来一?个电话"
    rf"|电话(?:联系|打给|通知|跟){_ME}"
    rf"|(?:{_POLITE}|{_OURS})(?:打过来|打{_ME}(?:的)?(?:电话|手机)|回{_ME}电话|(?:用|打)?电话(?:里)?(?:说|讲|聊))"
    r")(?:吧|吗|么|嘛|不|咯|呗|啊|呀|哦|噢|呢|哈|撒|噻|好|行|中|成|得|可以|方便|一下|一趟|说|讲|聊|谈|详细|谢|了?再说"
    r"|我(?:慢慢)?(?:说|讲)|给你们?听|跟[你您]们?)*"
)
_OF_CALLS = re.compile(
    "|".join(["电话", "手机", "语音", *each_then("打回拨畀俾", "(?:过来|[给給畀俾拨我俺咱偶])")])
)
"""Each way of asking for a call holds one of these; every line of every group comes through here."""
_BESIDE_A_CALL = (
    rf"(?:(?:你|您|大家)?好|在吗|有人(?:在)?吗|谢了?|多谢|麻烦了|辛苦了|{_OURS}(?:的?同志)?"
    r"|(?:我|俺)?(?:实在|真的)?(?:不会|不太?会|打不来|不方便|不识|认不得|写不来|手抖)(?:打|写|用|认)?(?:字|拼音|手机|微信)?(?:太?慢)?"
    r"|(?:我|俺)?(?:眼睛|眼|手)(?:不好|看不清|花|不方便|不好使)|(?:我|俺)?看不清(?:字)?|(?:我|俺)?打字(?:太|很)?(?:慢|累|不方便)"
    r"|(?:我|俺)?(?:有|是)?(?:点|个)?(?:急|要紧)?事(?:情)?(?:找|要说)?|(?:打字)?(?:一句两句)?说不(?:清楚?|明白)|急|年纪大了|(?:我的?)?(?:电话|号码|手机号?)?(?:是)?1[\d*]+)*(?:的|啊|呀|了)?"
)


def asks_for_a_call(text: str, *, beside: bool = False) -> bool:
    """Whether somebody wants to be called by a human: `打电话帮我`, `我不会打字 你们打过来`.

    All of the line is about that; with `beside` a part of it is enough: `灯坏了,给我打个电话`.
    Who is named before it (`老王,给我打个电话`) is a neighbour, and none of ours.
    """
    line = normal(text)
    if not _OF_CALLS.search(line):
        return False
    words = [_once(plain(part)) for part in CLAUSES.split(line.replace("給", "给")) if part]
    asks = [word for word in words if word and made(_CALL_ME).fullmatch(word)]
    if beside or not asks:
        return bool(asks)
    return all(word in asks or made(_BESIDE_A_CALL).fullmatch(word) for word in words)


_CALL_MADE = re.compile(
    r"^(?:电话|已经?|刚刚?|我|都)*(?:[打回]过(?:去|电话)?了?|打了|打通了|打完了|回了电话|联系(?:过|上)了|通过话了)(?:[\s,。;:、]+(.*))?$",
    re.DOTALL,
)


def call_made(text: str) -> str | None:
    """What came of a call that somebody says they made, may be nothing; None where they say no such."""
    found = _CALL_MADE.match(normal(text))
    return (found[1] or "").strip() if found else None
