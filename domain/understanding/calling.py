"""Wanting a human: `转人工`, `下午再打给我`; and not wanting to be called any more."""

import re

from domain.understanding.answers import asks_for_a_call, plain
from domain.understanding.plain import CLAUSES, normal

_LEAD = (
    r"(?:那|就|麻烦|请|求|帮个?忙?|给我|我|俺|我们|想|要|能不能|能否|可不可以|可以|有没有|有|直接"
    r"|还是|最好|只|快|赶紧|你们?|您)*"
)
_TAIL = (
    r"(?:来|吧|吗|么|嘛|呢|啊|呀|咯|呗|一下|一哈|行不行?|好不好?|可以吗|谢谢|在吗|在不在|有吗|了)*"
)
_OURS = (
    r"(?:人工(?:服务|客服|台)?|真人|活人|大活人|客服|工作人员|值班(?:员|的|同志|人员)?"
    r"|社区的?(?:人|同志|干部)|管事的|负责的?人)"
)
_TO_ME = r"(?:来|接|跟我|和我|同我|给我|说|讲|谈|处理|回复?|听|办)*"
_TALK = r"(?:说|讲|谈|沟通|通话|通个?电?话|对话|打电话|讲电话|语音)"
_HUMAN = re.compile(
    rf"{_LEAD}(?:转|接|换|找|叫|喊|派|安排|联系)?(?:一?个|一?位|下|到)?{_OURS}{_TO_ME}{_TAIL}"
    rf"|{_LEAD}(?:和|跟|同)个?(?:真|活)?人(?:来)?{_TALK}(?:一?[下哈句声])?{_TAIL}"
    rf"|{_LEAD}(?:找|来|叫|喊|换|派)(?:一?个|位)(?:真|活)?人{_TO_ME}{_TAIL}"
    rf"|{_LEAD}(?:和|跟|同)(?:你们?|您|他们|社区|网格员|{_OURS}){_TALK}{_TAIL}"
    rf"|{_LEAD}(?:用|打)?电话(?:里|上)?(?:说|讲|谈){_TAIL}|{_LEAD}回一?个电话{_TAIL}"
)
_BESIDE = re.compile(
    r"(?:你|您)?(?:是不是|是|就是)?(?:一?个)?(?:机器人?|电脑|假人)(?:吧|吗|么|啊|呀)*|(?:你|您)?(?:都)?(?:听|看|搞|说)不(?:懂|明白|清楚?)"
    r"|(?:我|俺)(?:实在|真的)?(?:不会|不太?会|打不来|不方便|写不来)(?:打|写|用|认)?(?:字|拼音|手机|微信)?|我?打字慢|你?好|在吗|急|谢谢?|求求?你们?"
)
_TIME = (
    r"(?:(?:明天|后天|今天|今晚|明早|周[一二三四五六日天末])?"
    r"(?:一?大?早上?|上午|中午|下午|晚上|傍晚|晚点|迟点|早点|等[下会]儿?|过会儿?)?(?:\d{1,2}点(?:半|钟|多)?|[一二三四五六七八九十两]{1,3}点(?:半|钟|多)?)?(?:以后|之后|左右|前)?)"
)
_WHEN = re.compile(
    rf"(?!再?(?:打|给|来))(?:那|就|要|最好|等|我)*{_TIME}(?=.)(?:再|才)?(?P<ask>.{{2,}})"
)
_AWAY = re.compile(
    rf"(?:我|俺)?{_TIME}(?:我|俺)?(?:都|才|要|得)?(?:不在(?:家|屋里)?|没空|没时间|在家|在屋里|有空|有时间|上班|睡午?觉|有事|不方便|方便|去医院|买菜)(?:了|呢|的)?"
)
_NO_CALL = re.compile(
    r"(?:那|就|你们?|您|麻烦|请|也|算了|我|我看)*(?:电话)?(?:别|莫|不用|不要|不必|不消|不需要|甭|无须|用不着|没必要|唔使|免)(?:再|给我|帮我|来|你们?|您|麻烦|特意)*"
    r"(?:打|回|拨)(?:给我|给俺)?(?:一?个|什么|啥)?(?:电话)?(?:来|过来|给我)?(?:了|咯|啦|吧|哈|哦|啊|的|谢谢)*"
)
_KIND = re.compile(
    r"谢谢?您?|多谢|麻烦(?:你们?|您)了?|算了|我?(?:没事|好)了|我?自己(?:会|能|去|来)?.{1,6}"
)


def _clauses(text: str) -> list[str]:
    return [word for part in CLAUSES.split(normal(text)) if (word := plain(part))]


def asks_for_a_human(text: str) -> bool:
    """Whether somebody in private wants a human instead of huying: all of the line is about that."""
    said = _clauses(text)
    wants = [clause for clause in said if _HUMAN.fullmatch(clause) or _calls_later(clause)]
    beside = (_BESIDE, _AWAY)
    rest = [clause for clause in said if clause not in wants]
    return bool(wants) and all(any(p.fullmatch(clause) for p in beside) for clause in rest)


def _calls_later(clause: str) -> bool:
    """`下午再打电话给我`, `有没有人能打个电话给我`: a call, said with when or whether."""
    later = _WHEN.fullmatch(clause)
    asked = re.sub(
        r"^(?:有没有|有)(?:谁|人|哪个)(?:能|可以|会)?", "", later["ask"] if later else clause
    )
    return asks_for_a_call(asked)


def when_to_call(text: str) -> str:
    """When somebody wants to be called, or not, in their words and nothing beside; empty for anytime."""
    return " ".join(
        clause
        for clause in _clauses(text)
        if _AWAY.fullmatch(clause)
        or (_WHEN.fullmatch(clause) and _calls_later(clause) and not asks_for_a_call(clause))
    )


def declines_a_call(text: str) -> bool:
    """Whether somebody does not want to be called any more: `不用打电话了`."""
    said = _clauses(text)
    declines = [clause for clause in said if _NO_CALL.fullmatch(clause)]
    return bool(declines) and all(clause in declines or _KIND.fullmatch(clause) for clause in said)
