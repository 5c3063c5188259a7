"""What a resident thinks of how it was done, and why not (domain rules d.7)."""

import re
from datetime import timedelta
from enum import StrEnum

from domain.understanding.answers import plain
from domain.understanding.plain import normal

CHANGED_WITHIN = timedelta(days=7)  # d.7: a changed rating in 7 days replaces the old one


class Rating(StrEnum):
    """How content somebody is."""

    CONTENT = "content"
    SO_SO = "so_so"
    NOT_CONTENT = "not_content"


class Why(StrEnum):
    """Why somebody is not content."""

    NOT_DONE = "not_done"
    BADLY = "badly"
    TOO_SLOW = "too_slow"
    ATTITUDE = "attitude"
    """For the community's officers alone."""
    OUTSIDE = "outside"
    """What was hoped for is beyond what could be asked: explained, and not done again."""

    @property
    def reopens(self) -> bool:
        """Whether the work is done once more, one level up."""
        return self in (Why.NOT_DONE, Why.BADLY, Why.TOO_SLOW)


_NOT = r"(?:没有|冇得|不|没|冇|莫|弗|勿|唔)(?:太|大|怎么|咋|很|够|那么|特别|算|觉得|感到|是)*"
_TONE = r"(?:的|了|啊|呀|哦|哈|吧|呢|咧|嘞|噻|撒|嘛|滴|得|很)*"
_MUCH = (
    r"(?:我|俺|都|还|蛮|挺|很|非常|十分|相当|特别|真|太|总体|整体|一点|反正|就是|说实话|老实说"
    r"|对?(?:这次|这回|这件事|这个事|你们|结果|处理|服务)(?:的|是)?|办得|做得|修得)*"
)
_CLEAR = (
    (Rating.NOT_CONTENT, rf"{_MUCH}(?:{_NOT}满意|失望|差评){_TONE}"),
    (Rating.SO_SO, rf"{_MUCH}(?:基本|还算|比较|大体|勉强|一般|凑合|将就)上?满意{_TONE}"),
    (Rating.CONTENT, rf"{_MUCH}满意{_TONE}"),
)
_LOOSE = (
    (
        Rating.NOT_CONTENT,
        rf"{_MUCH}(?:{_NOT}(?:好|得?行|中|成|理想|样|地道|巴适)|差劲?|孬|糟糕?|烂|撇){_TONE}",
    ),
    (
        Rating.SO_SO,
        rf"(?:也|勉强)*(?:就那样|[行可]以?吧|凑合|将就|过得去|(?:马马)?(?:马虎|虎虎)|一般般?|差不多|还[行好成中]|还可以){_TONE}",
    ),
    (
        Rating.CONTENT,
        rf"{_MUCH}(?:好|不错|可以|行|中|成|要|巴适|安逸|老好|可好|赞|棒|没得说|没意见|没问题|到位){_TONE}",
    ),
)
"""Words that say it only where huying has asked; `要得`, `好得很` are some of them."""
_ASKS = re.compile(r"(?:吗|么|不满意不|满不满意|[??])\s*[。.!]*$")
_TWICE = re.compile(r"^(.{2,}?)\1+$")
_BREAK = re.compile(r"[\s,。.!、;:~…]+")


def rating_in(text: str, *, asked: bool) -> Rating | None:
    """How content somebody says they are; None where they say something else.

    `满意` in some form is always understood; `巴适`, `还行`, `不中` only where huying did ask.
    """
    line = normal(text).replace("滿", "满")
    if _ASKS.search(line):
        return None
    clauses = [_TWICE.sub(r"\1", plain(part)) for part in _BREAK.split(line) if part]
    clear = _first(_CLEAR, clauses)
    return clear if clear or not asked else _first(_LOOSE, clauses[:1])


def _first(patterns: tuple[tuple[Rating, str], ...], clauses: list[str]) -> Rating | None:
    found = (r for r, words in patterns for part in clauses if re.fullmatch(words, part))
    return next(found, None)


_MANNER = "态度|凶|骂|吼|不耐烦|不理人|没礼貌|脸色|说话(?:难听|冲)|摆架子|爱[搭答]?理不理"
_WHY = (
    (Why.ATTITUDE, re.compile(_MANNER)),
    (Why.OUTSIDE, re.compile(r"要求外|别的要求|想要的|没答应|不给|不肯|不同意|赔|补偿")),
    (Why.TOO_SLOW, re.compile(r"慢|拖|太久|好久|等了|半天|这么多天|磨蹭|不及时|晚了|太晚")),
    (
        Why.NOT_DONE,
        re.compile(
            r"没(?:有)?(?:做|办|修|弄|来|处理|解决|人来|动)(?!好|完)"
            r"|根本没|压根没|白跑|还是(?:老样子|原样|不)|没变"
        ),
    ),
    (
        Why.BADLY,
        re.compile(
            r"(?:做|办|修|弄|搞)得?(?:不好|不行|太差|很差|差|马虎|不牢|不干净|不彻底|糊弄)"
            r"|没(?:做|办|修|弄|搞)(?:好|完|全)|糊弄|敷衍|应付|又坏|粗糙|不好|太差"
        ),
    ),
)


def why_in(text: str) -> Why | None:
    """Why somebody is not content, in their words; None where a human has to ask."""
    line = normal(text)
    return next((why for why, words in _WHY if words.search(line)), None)


_PRAISE = re.compile(
    r"(?:不|没|冇|莫)(?:算|怎么|太)?(?:慢|拖|凶|骂|吼|晚|等)|(?:态度|说话)(?:都|也|很|真|蛮|挺|非常|特别)*(?:好|不错|可以|客气|和气|耐心)"
)
LONGEST_REPROACH = 14  # characters: `态度差得很`, `太慢了`


def reproach_in(text: str) -> Rating | None:
    """Not content, said by the reason alone where huying asked how content they are."""
    reproach = why_in(text) in (Why.ATTITUDE, Why.TOO_SLOW, Why.BADLY)
    short = len(text.strip()) <= LONGEST_REPROACH
    return Rating.NOT_CONTENT if reproach and short and not _PRAISE.search(normal(text)) else None
