"""huying's own lines, copied by somebody: what they name is registered already, and nobody's new matter.

They are known by their own turns of speech, and nearly all by the number at their end.
"""

import re

_NUMBER = r"[^\n]{0,160}?(?:编号|no\. ?)\d{4}"
_BY = r"[^\n。]{2,24}"
_STANDS = rf"(?:负责,(?:{_BY}前办好|{_BY}再回话|已经在催)。|it is with ){_NUMBER}"
_UNKNOWN = r"(?:[^\s.!?,。]{1,12} has|i know of) no (?:building |unit |zone )?[^\s.]{1,12}\. ?"
_NONE = r"[^\n。,]{1,24}没有[^\n。,]{1,8}"
_SEEN_TO = (
    r"办过了[,。]|邻居已报过,正在办|: done, please have|has been seen to\.|这边办不了[,:]"
    r"|cannot be done here:"
)
_NOTICE = r"(?:要来的按下面,或回|press below, or reply )[^\n]{2,8}(?:\n[^\n]*(?:等\d+位| in all))?"
_OWN = re.compile(
    "|".join(
        (
            rf"又?记下了[,:]{_NUMBER}",
            rf"(?:夜里收到了[,:]|这件事邻居已报过){_NUMBER}",
            rf"(?:noted(?: again| at night)?[:.]|a neighbour has reported){_NUMBER}",
            r"积分已私信给您,请点我头像查看",
            r"报名的事请直接找社区,电话或上门都行,我这里还不能替您报",
            r"to sign up please call or visit the community; i cannot do it for you",
            r"and [^\n]{1,40}: shall i register that as well\?[^\n]{0,30}",
            rf"(?:{_NONE}。)?在哪里\?几栋几单元,直接回我",
            rf"(?:好的,我来登记|{_NONE},先问清楚再登记)。请问是(?:几栋几单元|下面哪一个)\?",
            r"[^\n.]{1,60} no [^\n.]{1,20}, so i have not registered it yet\.[^\n]{0,40}",
            rf"all right: those in charge and on duty know;{_NUMBER}",
            rf"(?:{_UNKNOWN})?where is it\? building and unit, just reply\.",
            r"cancelled: [^\n]{1,80}whoever waits has the place",
            r"[^\n.]{1,80}, does not take place\.",
            rf"(?P<where>(?:{_SEEN_TO}){_NUMBER})",
            rf"(?P<stands>{_STANDS})",
            rf"(?P<notice>{_NOTICE})",
            rf"(?P<advice>(?:已通知负责人和值班员|为了您的安全,我已请值班同志联系您)。{_NUMBER})",
            rf"(?P<advised>on duty (?:have been told|to contact you)\.{_NUMBER})",
        )
    )
)
_TRACES = re.compile(
    r"编号|no\. |请点我头像|还不能替您报|按下面,或回|press below, or|cannot do it for you|直接回我"
    r"|我来登记。|清楚再登记。|not registered it|register that as well|whoever waits|just reply"
    r"|does not take place"
)
"""Without one of these there is none: every line of every group is looked at."""
_BEFORE = {
    "where": (60, '\n“"!。'),
    "stands": (80, '\n“"!'),
    "advice": (60, '\n“"!栋幢'),
    "advised": (180, '\n“"!'),
    "notice": (260, "“!"),
}
"""What begins with a place or an advice: of so many signs, and none of these is in it.

An advice names no house and does not shout; whoever cries for help before it is heard.
"""
_ASKS = re.compile(r"\)?[.。]?\s*(?:要把您也加上吗|add you)\?[^\n]{0,30}")
_MARKS = re.compile(r"""^[\s"“”'‘’「」:,。.>]+|[\s"“”'‘’「」:,。.>]+$""")


def without_own(plain: str) -> str:
    """What a line in one width and script says besides huying's own words."""
    if _TRACES.search(plain) is None:
        return plain
    kept, at = [], 0
    for found in _OWN.finditer(plain):
        kept.append(plain[at : max(at, _begins(plain, found))])
        at = found.end()
    return _MARKS.sub("", _ASKS.sub(" ", " ".join([*kept, plain[at:]]))) if at else plain


def _begins(plain: str, found: re.Match[str]) -> int:
    most, stops = _BEFORE.get(found.lastgroup or "", (0, ""))
    before = plain[max(0, found.start() - most) : found.start()]
    stop = max((before.rfind(sign) for sign in stops), default=-1)
    return found.start() - len(before) + stop + 1
