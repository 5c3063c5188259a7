"""Pleas to be left unnamed: `别说是我说的`, `匿名`."""

import re

from domain.understanding.plain import normal

_NAMELESS = re.compile(
    r"匿名|\banonymous\b|[别莫]说(?:是|出)?我|不要说(?:是|出)?我|(?:别|不要|不能|不想|莫|勿|不许)(?:给|叫|让).{1,8}(?:知道|晓得|发现|看出|猜到|听出)(?:来)?是?(?:我|俺)"
    r"|(?:替|帮|给|为)(?:我|俺)保(?:个)?密|(?:请|要|千万|一定)(?:要|给我|替我)?保密|(?:别|莫|不要|勿)(?:说|讲|传)出去"
    r"|(?:别|莫|不要|不能|不想|不许|勿|不准)(?:跟|和|对|给)?(?:告诉|讲给|说给|告知)?(?:物业|邻居|他们?|她们?|别人|人家|楼[上下]的?|对门|网格员|任何人|任何)(?:讲|说|晓得|知道)?是?(?:我|俺)"
    r"|(?:我|俺)?(?:不想|不愿意?|别|莫|勿|不要)(?:留|写|报|署|露|记|登|讲|用)(?:我|俺)?家?的?(?:真|实|姓)?(?:名字?|门牌号?|房号)"
    r"|(?:别|不要|请勿)(?:透露|暴露|泄露|提)我|保密我的(?:名字|身份)|(?:别|不要)(?:写|留|报)我(?:的)?名"
)
_ROUND = re.compile(
    rf"{_NAMELESS.pattern}|请|千万|麻烦|帮我|我?[要想]|一?下|[刚那这]才?(?:一?件)?事?|(?:说|讲|报|反映|投诉|举报)(?:的|了)?"
    r"|处理|登记|[的了啊呀吧哦嗯哈,。.!~\s]"
)
_NOT_ME = re.compile(r"匿名(?:信|电话|举报)?(?:我|骂|骚扰|威胁)|(?:被|有人|谁)匿名")
PARTS = re.compile(r"[\s,。.!?;]+")
FEW = 1  # characters that `千万别说是我说的` may hold beside it; with a matter there are more


def wants_to_be_nameless(text: str) -> bool:
    """Whether somebody asks, beside whatever else they say, that nobody learns who said it."""
    line = normal(text)
    return _NAMELESS.search(line) is not None and not _NOT_ME.search(line)


def but_for_its_plea(text: str) -> str:
    """A line without the clauses that ask for nothing but that nobody learns who said it."""
    kept = [part for part in PARTS.split(normal(text)) if not is_plea(part)]
    return ",".join(kept) if wants_to_be_nameless(text) else text


def is_plea(part: str) -> bool:
    """Whether a clause asks for nothing else."""
    return wants_to_be_nameless(part) and len(_ROUND.sub("", part)) <= FEW
