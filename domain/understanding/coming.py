"""What a worker's words say about coming: `我下午3点到`, `今天去不了`; else what `answers` reads."""

import re
import unicodedata

from domain.understanding.answers import worker_says
from domain.understanding.handed import nods, says_not_mine, successor

_TIME = re.compile(
    r"\d{1,2}\s*[点:号日]|[一二两三四五六七八九十]点|半个?小时|小时|分钟|今[天晚早日]|明[天晚早日]|后天"
    r"|上午|下午|中午|晚上|早上|傍晚|[周期拜][一二三四五六日天末]"
)
_GOES = re.compile(
    r"(?:到|去|来|过去|过来|上门|赶到)(?:现场|场|看+|看一看|看一?下|处理|维?修|办|一趟|你们?那[边里]?|那边|那里)*$"
    r"|(?:去|来|上门|过去|过来|到场)(?:给.{0,6})?(?:看|修|处理|维修|检查|换|办|装|量|弄)"
)
_NO_VISIT = re.compile(
    r"零件|配件|材料|货|快递|资金|款|厂家|等|才能|\?|吗|没|不|未|昨|前天|刚|已经?|过了|去过|来过|了$"
)
_CANNOT = re.compile(
    r"(?:去|来|到|赶|过去|过来|上门)不了|[去来赶]不成|[去来赶]不及|走不开|脱不开身|(?:今天|今儿|上午|下午|今晚|现在)"
    r"(?:实在|真的?)?(?:没空|没时间|不在|去不)"
)
_NOT_ME = re.compile(r"零件|配件|材料|货|快递|厂家|师傅|物业|居民|住户|他|她")
_ASKS = re.compile(r"(?:\?|吗)$")
_END = " ,。.!、~吧哈啊哦"


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).strip(_END)


def says_visit(words: str) -> bool:
    """`我下午3点到`, `明天上午去看`: when somebody will be there, and nothing else that may come."""
    plain = _plain(words)
    return bool(_TIME.search(plain) and _GOES.search(plain)) and not _NO_VISIT.search(plain)


def says_cannot(words: str) -> bool:
    """`今天去不了`: the one who speaks cannot come; a part or a plumber who cannot is something else."""
    plain = _plain(words)
    found = _CANNOT.search(plain)
    return found is not None and not (_NOT_ME.search(plain[: found.end()]) or _ASKS.search(plain))


PUTS_OFF = frozenset({"not_mine", "pass_on"})
"""It is somebody else's: a step by itself, and no word of it is for the resident."""


def worker_means(words: str, *, shown: bool = False) -> str:
    """What a worker's plain words do: `accept`, `arrive`, `not_today`, `finish`, else a `note`.

    `not_mine` and `pass_on` say whose it should be; a `nod` says nothing but that it was read.
    """
    means = worker_says(words, shown=shown)
    if means == "accept":
        return means
    if says_cannot(words):
        return "not_today"
    if says_visit(words):
        return "arrive"
    return _whose(words) if means == "note" else means


def _whose(words: str) -> str:
    """Words that report nothing: whose it should be, or only that they were read."""
    named = successor(words)
    if named is not None and named.clear:
        return "pass_on"
    if says_not_mine(words):
        return "not_mine"
    return "nod" if nods(words) else "note"
