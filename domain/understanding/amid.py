"""What is said while an emergency is open: of the same danger, a mere call for people, or another one."""

from domain.understanding.plain import made, normal, simplified
from domain.understanding.whose import KIN

_CALLS = (
    r"(?:救护车|消防车?|没有|快|赶[快紧]|马上|立刻|速度?|都|再|先|还|怎么|咋|各位|大家伙?|邻居们?|兄弟们?|师傅|保安|物业|管家|网格员"
    r"|社区|有没有|有|没|冇|人|谁|哪个|能|可以|麻烦|来|到|过|下|上|去|帮|忙|把|手|一|个|点|些|几|两|多|救|命|叫|打|拨|喊|报"
    r"|警察?|电话|医生|急救|会|看|[a-d]区|119|120|110|急|十万火急|求|拜托|谢谢?|在|不|吗|么|嘛|呢|了|啊|呀|呐"
    r"|哪(?=$)|吧|哇|喂|咯|啦|哦|噢|喔|唉|诶|我们?|俺们?|咱们?|这里|这边|这儿|嚟|睇|冚"
    r"|\d+|[一二三四五六七八九十]+|[栋幢单元号楼座层]|help|us|me|please|pls|come|quick(?:ly)?|hurry|up|somebody|someone|anyone|anybody|call|now|here|an|the|ambulance|police)"
)
_A_CALL = r"来|救|叫|打|拨|喊|报|帮|119|120|110|过去|下去|上去|help|come|hurry|quick|somebody|someone|call"
_ASKS = (
    r"[??]\s*[!!。]*$|(?:吗|么|没有?|冇|不)[啊呀哦哇了]*[!!。~…]*$"
    r"|哪[里儿个栋边家户层楼座一条部]|边度|边个|谁家|谁屋|哪个屋|几栋|几楼|几号|几单元|啥情况|什么情况|咋回事|怎么回事|咩事"
    r"|是不是|真的假的|\b(?:where|which|whose|is it|is there|really)\b"
)
_CRIES = r"救(?!护车)|有人[吗么没]|[怎咋]么?办|点办|[谁哪]个?会|帮|快来|\bhelp\b"
"""A cry that ends like a question is a cry."""
_CLAUSES = r"[,,。!!;;、~\s]+|(?<=[??])"
_SHORT = 16
_RUN = 4  # signs in a row
_IN_IT = (
    r"里[头面边]|屋里|还有人|有人没|没[出下跑逃]来|出不来|下不来|困|喘不|呛|熏|窗口|窗户|阳台|逃|跑不|救出|抬|烧伤|烧到"
    r"|\binside\b|trapped|can'?t breathe"
)
HOLDS_PEOPLE = frozenset(
    {"fire.fire", "util.gasleak", "util.wire", "repair.facade", "lift.trapped"}
)
_BEFALLS = frozenset({"care.rescue", "lift.trapped"})
_OF_SOMEBODY = "care.rescue"
"""Two may fall at once: of a neighbour's line this is another one, unless it is about who lies there."""
_VICTIMS = (
    r"老人|老[太头大]|奶奶|婆婆|爷爷|大[爷妈伯]|阿[婆公姨]|孩|娃|伢|崽|女的|男的"
    r"|姑娘|小伙|师傅|工人|保安|孕妇"
)
_STILL = r"那个?[人位老孩]|还[躺趴坐倒睡]|还在[那地流]|刚才那"
_MINE = (
    rf"[我俺咱](?:们)?(?:的|家|屋|自己|房)?(?:里|头|企)?(?:的)?(?:{KIN})|[我俺咱](?:们)?(?:家|屋|房|楼上?[住的])"
    r"|(?:我|俺|我们|俺们)(?:也)?(?:[被让给]|[卡困关]|快|要|在里|出不|下不|喘不|动不|摔|晕|受伤|头晕)|救救?[我俺咱]"
    r"|\bmy\b|\b(?:i|we) (?:am|are|can'?t)\b"
)
_FROM_ELSEWHERE = r"救命|救救?[我俺咱]|help (?:me|us)|[\d一二三四五六七八九十][楼层]"
"""Of a neighbour who calls so nobody knows that they are where it happens."""
_NEAR = r"厨房|卧室|客厅|隔壁|对门|对面|楼[上下]"
"""Near whoever speaks, and nobody knows where that is."""
_SEES = r"[闻看瞧听望](?:到|见|得)|闻倒|看倒|\b(?:smell|see|hear)\b"


def _said(text: str) -> str:
    return simplified(normal(text))


def merely_calls(text: str) -> bool:
    """`快点来人啊`, `救护车叫了没`: nothing of what has happened, or to whom."""
    said = _said(text)
    rest = made(rf"{_CALLS}|[\s\W]+").sub("", said)
    return not rest and made(_A_CALL).search(said) is not None


def asks_about(text: str) -> bool:
    """`哪里着火了?`, `救护车叫了没`: a short question, after which nothing is told."""
    said = _said(text)
    if len(said) > _SHORT or made(f"{_MINE}|{_IN_IT}|{_CRIES}").search(said):
        return False
    clauses = [clause for clause in made(_CLAUSES).split(said) if clause]
    return bool(clauses) and made(_ASKS).search(clauses[-1]) is not None


def is_of_it(open_one: str, told: str, category: str | None, text: str, *, own: bool) -> bool:
    """Whether a line without a place of its own is about the emergency that is open, and was `told` of.

    Whoever reported it goes on about it (`own`). What befalls a neighbour's own is another one, and
    is registered: it is worse to lose one than to register one twice.
    """
    said = _said(text)
    if merely_calls(text):
        return own or not made(_FROM_ELSEWHERE).search(said)
    if not own and not asks_about(text) and _where_they_are(said):
        return False
    if category == open_one:
        same = own or category != _OF_SOMEBODY or asks_about(text)
        return same or _same_person(_said(told), said)
    befalls = open_one in HOLDS_PEOPLE and category in _BEFALLS
    return befalls and made(_IN_IT).search(said) is not None


def is_inside(text: str) -> bool:
    """Whether a line tells of whoever is inside what holds people."""
    return made(_IN_IT).search(_said(text)) is not None


def repeats(told: str, text: str) -> bool:
    """Whether a line says again what was told, in some of the same words: `有人触电了`, and now where."""
    before, said = _said(told), _said(text)
    runs = (before[at : at + _RUN] for at in range(len(before) - _RUN + 1))
    return any(run in said for run in runs)


def _where_they_are(said: str) -> bool:
    at_home = made(_MINE).search(said) and not made(_SEES).search(said)
    return bool(at_home or made(_NEAR).search(said))


def _same_person(told: str, said: str) -> bool:
    who = made(_VICTIMS).findall(said)
    return any(word in told for word in who) or made(_STILL).search(said) is not None
