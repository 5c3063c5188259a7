"""`没这回事`: what a line names did not happen, says its author."""

import re

_DENIES = re.compile(
    r"没有?[这那]么?(?:一?回|种|个|码子?)?事|没有?的事|哪有?[这那]?(?:回)?事|冇[这呢]?(?:回|样)事|莫得[这那](?:回)?事"
    r"|(?:是|属|纯|都)谣言|辟谣|(?:别|莫|不要|不得|少|勿)(?:再|在群里|乱)?(?:造谣|传谣|信谣)"
    r"|(?:别|莫|不要)(?:听|信)[^\s,。!?]{0,5}?(?:瞎|乱|胡)(?:说|讲|扯|传|编)|假消息"
)
_BUT = re.compile(
    r"但|可(?:是|我|他|它)|明明|却|结果|实际上|还在|还是|照样|真[的是]?[漏坏停堵黑着有]|[吗么?]\s*$"
)
"""What says that there is something after all, or asks."""
_SAID_BY = re.compile(
    r"(?:物业|保安|前台|客服|社区|居委会?|开发商|师傅|管家|网格员|他们?|她们?|对方|邻居|楼[上下])[^\s,。!?]{0,6}(?:说|讲|称|回复|告诉)"
)
"""Who is told that there is nothing tells of it because there is."""


def denies(text: str) -> bool:
    """Whether a line denies what it names: a rumour is no matter."""
    found = _DENIES.search(text)
    if found is None or _BUT.search(text):
        return False
    told = _SAID_BY.search(text)
    return told is None or told.end() > found.start()
