"""`附议`, `➕1`, `me too`: somebody has the same, in words that say so only right under what was told."""

import re

from domain.understanding.plain import CLAUSES, normal

LONGEST = 24  # characters: whoever writes more tells of something else
_WE = r"(?:我们?|俺们?|咱们?|偶)(?:家|屋里?|这|那|边|里|儿|块|栋|楼|层|单元|院|头)*(?:里|边)?"
_TONE = r"(?:的|了|啊|呀|哦|噢|呢|哈|哒|撒|噻|嘞|咧|哩|喔|耶)*"
_SAME = (
    r"(?:是|一样|如此|这样|同样|一个样|是这样|是如此|(?:遇|碰)[到上]|中招"
    r"|有(?:同样|一样|这个?|这种)的?(?:问题|情况|毛病|困扰))"
)
_TOO = re.compile(
    rf"(?:(?:{_WE})?(?:\+|加)[1一]个?|附议|附和|同感|同上|同款|同样(?:的?(?:问题|情况|遭遇))?|{_WE}也?{_SAME}|{_WE}同(?:样|上|感|求)"
    rf"|me ?(?:too|2)|same(?: ?here| ?(?:issue|problem))?|us ?too|ditto)(?:{_TONE})"
)
_HOW = r"(?:了|啦|咯|过|这|那|个|股|种|声音?|味道?|儿|动静)*"
_SENSES = re.compile(
    rf"(?:{_WE})?[也都][闻听](?:见|到|倒|着|得到){_HOW}{_TONE}[\s!。~]*(?:好[大重浓吵响臭]\S{{0,3}})?[\s!。~]*"
)
"""`我也闻到了`: a line of nothing else; what is only seen may be a notice, or somebody who comes."""
_MAY = re.compile("[+➕加附同样是招遇碰有闻听]|me|us|ditto")
"""Without one of these no line says so: nearly none of a group's does."""
_THERE = re.compile(
    r"(?![也都])[^不没说讲\s]{1,8}?(?:[也都](?:是|一样|同样|这样)|也?(?:同样|同上|一样)|也差不多|\+1"
    r"|也(?:没(?!有?(?:事|用|要|好|修|错|坏|停|漏|断|堵|问题|毛病))|不(?!是|用|要|错|坏|停|漏|堵|吵|响|臭|黑|脏)"
    rf"|坏|停|漏|堵|黑|脏|臭|吵|响|断|掉)\S{{0,4}}){_TONE}"
)
_BACKS = re.compile(rf"(?:强烈|坚决|绝对|必须|我|举双手|完全)*(?:支持|赞成|顶|赞同){_TONE}")
"""`支持`, `顶`: only in answer to it, for right after it they may be said of anything."""


def says_me_too(text: str, *, answers: bool) -> bool:
    """Whether a line says that its author has the same; `answers` where it replies to the very matter."""
    if len(text) > LONGEST or not (answers or _MAY.search(text)):
        return False
    plain = normal(text).replace("➕", "+")
    plain = re.sub(r"\b(me|us|same) +", r"\1", plain)  # one word each, or the line falls apart
    clauses = [clause for clause in CLAUSES.split(plain) if clause]
    if any(_TOO.fullmatch(clause) for clause in clauses) or _SENSES.fullmatch(plain):
        return True
    return answers and len(clauses) == 1 and _BACKS.fullmatch(clauses[0]) is not None


def says_there_too(text: str) -> bool:
    """`5栋也是`, `我们2栋也没人收`: nothing but where, and that it is the same there."""
    return _THERE.fullmatch(normal(text)) is not None
