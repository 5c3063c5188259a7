"""Where it really is, said by whoever just named another place: `打错了,9栋1单元`, `*10栋`."""

import re
from datetime import timedelta

from domain.places import Places
from domain.understanding.grammar import beside_place, said_in
from domain.understanding.plain import each_then, normal

WITHIN = timedelta(minutes=10)
"""So soon after a line of their own was registered, another place is that line's."""
LONGEST = 30  # characters
_DID, _NOT_SO = "打写说发输按报讲看搞弄记敲填", "不对|更正|纠正|改成|改为|不是|口误|手误|笔误"
_STAR = r"^[*✱]+|[*✱]+$"
"""As one marks a slip of the keys."""
_SAYS_SO = re.compile("|".join((*each_then(_DID, "错"), "语音错", _NOT_SO, _STAR)))
"""Whether a line holds a slip at all: every line of every group comes through here."""
_SLIP = re.compile(
    rf"(?:[{_DID}]|语音)错(?:了|啦|咯)?(?:个|一个)?(?:别?字|数字?|楼号?|楼栋|栋数?|号|地方|地址|位置|单元)?|{_NOT_SO}|{_STAR}"
)
_SOMEWHERE = re.compile(
    r"[\da-z〇零一二两三四五六七八九十]\s?(?:[栋幢座单楼号#-]|门)|[门库园场厅亭棚边]"
)
_AROUND = re.compile(
    r"(?:[\s,。.!?、;:~…的了啦咯哈呀啊哦噢喔呃额唉哎诶嗯呢吧啊]|刚才|刚刚|上面|前面|抱歉|不好意思|对不起|我|是|在|应该|而|那|这"
    r"|地址|楼号|楼栋|门牌号?|位置|地方|楼下|楼上|门口|单元|哎呀|sorry)*"
)


def may_put_right(text: str) -> bool:
    """Whether a short line may say that a place was another one, as far as its words can tell."""
    plain = normal(text)
    short = len(plain) <= LONGEST
    return short and _SAYS_SO.search(plain) is not None and _SOMEWHERE.search(plain) is not None


def puts_right(text: str, places: Places, group_place: str | None) -> bool:
    """Whether a line says that the place was another one, which it names, and nothing else."""
    if not may_put_right(text):
        return False
    plain = normal(text)
    beside = beside_place(plain, said_in(plain, places, group_place))
    if beside is None or _SAYS_SO.search(beside) is None:
        return False
    return _AROUND.fullmatch(_SLIP.sub("", beside)) is not None
