"""Whether a worker's words report that the work is done.

Read clause by clause: `快好了`, `修了一半`, `灯亮了但是开关还坏着` hold words of being done, and it is not
done. In doubt nothing is: the resident would be asked to look at what nobody has finished.
"""

import re

from domain.understanding.plain import made, normal

_LE = "[了咯啦咧喽]"
_REPAIR = "[换修装补焊清拧盖铺刷扫剪锯捞扶铲喷抹粘钉洗疏]"
_MOVE = "[拆搬封贴砍拖挪移抬撕绑接]"
"""What others do, too: `拆了承重墙` is no result, `拆走了` and `拆了` are."""
_NAMED = "(?:更换|清理|疏通|加固|安装|维修|修剪|清运|粉刷|消杀|打扫|处理|清洗|归位|复位)"
_WORK = f"(?:{_REPAIR}|{_MOVE}|{_NAMED})"
_DONE = (
    rf"(?:(?<![约买借系说谈量备订定排])好|完|掉|通|走|平|[接缝]上|干净|解决|恢复.{{0,4}}|修复|到位|完成"
    rf"|更换|清理|处理|搞定|复位|妥|完事|ok){_LE}"
    rf"|(?:{_REPAIR}|{_NAMED})(?:好|上|完|紧|掉|走|净|平|通|干净)?(?:[^\s,了好完没不]{{0,6}}){_LE}"
    rf"|{_MOVE}(?:好|上|完|紧|掉|走|开|下来)?{_LE}$"
    rf"|{_WORK}(?:好|完|上|紧)(?!吗)|不[漏堵吵臭滴晃闪卡渗黑掉冒](?:水|味|烟)?{_LE}"
    r"|已(?:经)?(?:修|换|办|处理|解决|清|疏通|恢复|完成|更换|清理|安装|加固|关闭|劝|救|联系上)"
    rf"|(?:办结|完成|搞定|完工|完事|修复|亮{_LE}|通{_LE}|妥妥的?|正常{_LE}"
    rf"|没(?:有)?(?:什么|啥)?(?:问题|毛病){_LE}?)$"
)
_LATER = re.compile(
    r"明[天早晚日]|后天|下[周个]|改天|回头|准备|打算|计划|争取|尽量|即将|才[能会]|等.{0,6}[再才]"
)
_SOON = re.compile(
    r"(?:快|马上|就要|就能|能|(?:一会儿?|待会儿?|等下|稍后|下午|晚上|中午)(?:就|能|会|可以|再)+|会|可以)"
    rf"(?:就|能|会|可以|要)*(?:给)?{_WORK}?(?:好|完|到|通)(?:{_LE}|$)"
)
_AHEAD = re.compile(r"下午|晚上|中午|待会|一会儿?")
_HEDGED = re.compile(r"好像|应该|可能|估计|大概|也许|貌似|似乎|感觉|不确定|不知道|不晓得|说是|听说")
_PART = re.compile(
    r"一半|部分|一点点|差不多|还(?:差|剩|缺|有)|剩(?:下|余|的|了)|[差缺](?:一?[个点些]|两|几)|暂时|临时|应急|凑合"
    r"|先(?:用|拿|把|简单|围|拉|堆|顶|挡)"
)
_NOT = re.compile(
    r"没(?!(?:有)?(?:什么|啥|任何)?(?:问题|毛病|事)|再|有?再)|未(?!来)|尚未|不(?:用|必|需|要|让|肯|给|能|了|成|亮|通|好|行|出水|动|够|到)"
    r"|[又还](?:是|在)?(?:坏|漏|堵|黑|响|臭|停|掉|松|歪|卡|滴|晃|闪|不)"
)
_BY_OTHERS = re.compile(
    r"有人|不知(?:道)?(?:是)?谁|谁家|被(?:人|谁)|被.{0,6}[堵占偷砸撞锁拆挖挪]|偷|私(?:自)?[拆装搭建]|乱[堆停扔拉贴]"
)
_ASIDE = re.compile(r"照片|图片|相片|视频|[拍传发]图")
"""A clause about the photo: it may come later than the work."""
_BREAK = re.compile(r"[\s,。;;!、…~]+")
_ASKS = re.compile(r"(?:\?|[吗么]|了没)[\s?!。~]*$")


def says_done(words: str) -> bool:
    """Whether the words say that it is done, all of it, and by now."""
    clauses = _clauses(words)
    return any(map(made(_DONE).search, clauses)) and not (
        _asks(words) or any(map(_holds_back, clauses))
    )


def says_unfinished(words: str) -> bool:
    """Whether the words say, or ask, about something that is not done yet."""
    return _asks(words) or any(map(_holds_back, _clauses(words)))


def _clauses(words: str) -> list[str]:
    found = _BREAK.split(normal(words))
    return [part for part in found if part and not _ASIDE.search(part)]


def _asks(words: str) -> bool:
    text = normal(words)
    return "?" in text or bool(_ASKS.search(text))


def _holds_back(clause: str) -> bool:
    """Whether a part of what is said means that it is not done, or not all of it."""
    if any(like.search(clause) for like in (_LATER, _SOON, _HEDGED, _PART, _NOT, _BY_OTHERS)):
        return True
    return bool(_AHEAD.search(clause)) and not made(_DONE).search(clause)
