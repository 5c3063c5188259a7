"""What somebody says who waits for what they reported: nothing comes of it, does anybody come, hurry.

Such a line names no thing, no place and nobody who might be in danger: `怎么还没动静` is said of the lamp,
`老人怎么没动静了` of an old man.
"""

import re

from domain.understanding.counted import since
from domain.understanding.plain import CLAUSES, each_then, made
from domain.understanding.reading import Verdict

LONGEST, VAGUE = 24, 3  # characters
_TONE = r"(?:了|啊|呀|呢|咧|哩|嘞|哦|噢|的|吗|么|嘛|吧|哈|是吧|啦|咯|谢谢)*"
_NOTHING = r"(?:没有?|冇得?|莫得|没得|木有|毫无|未见|不见)"
_COMES = (
    r"(?:[来管理问修弄看瞧查搞]|处理|过来|上门|回复?|答复|联系)"
    r"(?:管|理|问|修|弄|看看?|瞧|查|处理|解决|一?下|一眼|过|我们?|俺|的)*"
)
_SOMEBODY = r"(?:人|师傅|工作人员|谁|哪个)"
_SIGN_OF_LIFE = (
    r"(?:动静|音讯|音信|回音|回信|消息|信儿?|下文|反应|进展|回应|回复|结果|人影|影子"
    rf"|人(?:{_COMES})?)"
)
_STILL = (
    r"(?:怎么|咋个?|为什么|唉|哎|喂|这|都|也|还是?|仍然?|依然|依旧|到现在|至今|现在|一直|完全|根本|愣是|硬是|已经"
    r"|了|就是|连|到底|究竟|半天|好久|这么久|那么久|老半天)*"
)
_BIT = r"(?:一?丁?点儿?|半点|一丝|任何|啥|什么|半?个)?"
_IN_VAIN = (
    rf"{_STILL}{_NOTHING}{_BIT}{_SIGN_OF_LIFE}(?:来|过)?{_TONE}"
    rf"|{_STILL}{_BIT}{_SIGN_OF_LIFE}(?:都|也)?(?:还|是)?"
    rf"(?:{_NOTHING}|(?:没|不|冇|看不)(?:来|[看瞧]?见[到着]?|到|看到)){_TONE}"
)
"""`半点消息没得`."""
_URGES = (
    r"(?:帮|替|给|再|麻烦|请|劳烦|拜托|能不能|能否|可不可以|可以|快|去|来|我们?|你们?|您|俺|多|赶紧|要|想)*"
    r"催(?:催|促|一催|一?[下哈]|一?下子)(?:他们|师傅|物业|进度|那边|人|啊|一下|下|呗)*"
    + _TONE
    + r"|(?:能不能|能否|可不可以|麻烦|请|你们?|都|再)*(?:抓紧|尽快|抓点紧|搞快点|快点儿?|赶快|赶紧)"
    r"(?:时间|给|帮|我们?|安排|派人|来人|人|来)*(?:修|处理|弄|办|解决|看)(?:修|看|一?下|好|呗)*"
    + _TONE
)
_ASKS = (
    rf"{_STILL}(?:会|能|可|要)?有(?:没有)?{_SOMEBODY}(?:会|要|能|肯|在)*{_COMES}(?:没有?|不)?{_TONE}"
    rf"|{_STILL}(?:来|有)没(?:来|有)人{_TONE}|{_STILL}(管|来|修|理)(?:人)?不\1(?:人)?(?:我们?)?{_TONE}"
    rf"|(?:什么|啥|几)时候?(?:才|能|会|可以|有|个)*(?:{_SOMEBODY}|派人)?(?:才|能|会)*{_COMES}{_SOMEBODY}?{_TONE}"
)
_WHERE_ARE_THEY = (
    rf"(?:维修的?|修的|物业的?)?(?:人|师傅|工人)(?:都)?(?:呢|[死跑]?(?:哪儿?|哪里|到哪)去?了?|怎么还?不来|来了?没有?){_TONE}"
    rf"|{_STILL}(?:来|派)(?:过)?人(?:来)?了?(?:没有?|吗|不){_TONE}"
    rf"|(?:怎么|咋个?|为什么|还|都|到现在|到底)+不(?:给|来|派)*(?:人|{_COMES}){_TONE}"
)
"""Neighbours say so of a game of cards, too: theirs only where it can be about nothing else."""
_FILLS = rf"{_STILL}{_TONE}"
_NOBODY_LEFT = re.compile(r"人影?(?:都|也)?(?:没有?了|看?不见了?|没影)")
"""Somebody is gone, which is another matter than nobody who comes."""
_WONDERS = re.compile(
    r"怎么|咋|为什么|还|都|也|到现在|至今|一直|半天|连|到底|[催管理修]|抓紧|赶[快紧]|处理|解决|来看|[几啥]时|什么时"
    r"|[天周月]了?没|音[讯信]|回[音信应复]|消息|下文|进展|结果"
)
"""Without one of these `没动静了` may be said of a body: it waits only under something reported."""
_SAYS = re.compile("[动音回消信下反进应结影人师催抓快赶管来修理处搞尽]")
_NONE = "(?:都|也)?(?:还|是)?[没冇莫木毫未不看]"
_MAY_WAIT = re.compile(
    "|".join(
        (
            *each_then("没冇有得无见", rf"{_BIT}[动音回消信下反进结人影]"),
            *each_then("静讯信音儿息文应展复果影子", _NONE),
            rf"人[来管理问修弄看瞧查搞处过上门回复答联系一下眼我们俺的解决]*{_NONE}",
            *("催", "抓紧", "抓点紧", "尽快", "快点", "赶快", "赶紧", "什么时", "啥时", "几时"),
            *each_then("有", f"(?:没有?)?{_SOMEBODY}"),
            *each_then("来有", "没[来有]人"),
            *each_then("来派", "过?人"),
            *each_then("管来修理", "人?不[管来修理]"),
            *each_then("人傅", "都?(?:呢|[死跑]?到?哪|怎么|来了?没)"),
            *each_then("不", f"[给来派]*(?:人|{_COMES})"),
        )
    )
)
"""Whoever waits says one of these as well: all that the grammars take holds one. Every line of every group
comes through here, and a third of them hold one of the signs.
"""
_SERVICE = re.compile(r"[管修理]|处理|弄|看|查|解决|办")


def waits(text: str, *, near: bool = True) -> Verdict | None:
    """What a line says that is about nothing but waiting: not solved yet, or how it stands.

    `near` where it can only be about what they reported: in private, under it or right after it.
    """
    if len(text) > LONGEST or _SAYS.search(text) is None or _MAY_WAIT.search(text) is None:
        return None
    if _NOBODY_LEFT.search(text):
        return None
    if not near and _WONDERS.search(text) is None:
        return None
    rest = text.replace(since(text) or " ", " ")
    clauses = [clause for clause in CLAUSES.split(rest) if not made(_FILLS).fullmatch(clause)]
    said = [_said(clause) for clause in clauses]
    if not said or None in said or not (near or any(map(_plainly, clauses))):
        return None
    return Verdict.NOT_SOLVED if Verdict.NOT_SOLVED in said else Verdict.PROGRESS


def _said(clause: str) -> Verdict | None:
    if made(_IN_VAIN).fullmatch(clause) or made(_URGES).fullmatch(clause):
        return Verdict.NOT_SOLVED
    asks = made(_ASKS).fullmatch(clause) or made(_WHERE_ARE_THEY).fullmatch(clause)
    return Verdict.PROGRESS if asks else None


def _plainly(clause: str) -> bool:
    """Whether words that wait say for what by themselves: `还没人管吗`, and not `人呢` or `没人`."""
    if _SERVICE.search(clause) or made(_URGES).fullmatch(clause):
        return True
    vague = made(_ASKS).fullmatch(clause) or made(_WHERE_ARE_THEY).fullmatch(clause)
    return not vague and len(clause) > VAGUE
