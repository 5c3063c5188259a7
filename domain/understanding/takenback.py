"""What somebody says who does not want to have it noted: `莫登记咯`, `把我那个撤了吧`, `我就随口一说`.

Some words say so anywhere (they name the noting); others only under a line of huying's, for neighbours
say `算了` to each other all day. Whoever wants no name (`别记我名字`) takes nothing back.
"""

import re
from datetime import timedelta

from domain.understanding.plain import CLAUSES, each_then, made, normal
from domain.understanding.things import things_of

_TONE = r"(?:了|咯|啦|哈|哦|噢|呀|啊|呢|吧|嘛|的|哒|撒|噻|喽|嘞|咧|哩|罗|谢谢|谢了)*"
_LEAD = (
    r"(?:那|就|唉|哎|诶|哦|算了|麻烦|请|拜托|求|你|您|你们|呼应|机器人|我们?家?|俺|都?说了|真的?|还是|先|暂时"
    r"|千万|可|也|要不|没事)*"
)
_IT = (
    r"(?:把|将|给|帮)?(?:(?:我|俺|我们?家?)?(?:的|刚才|刚刚|上面|前面|昨天|今天|早上|之前|上次|上午|下午"
    r"|说|报|讲|提|登记?|发|这|那|个|条|件|事|下|哪)*)"
)
_NOT = (
    r"(?:别|莫|不要|不用|不必|不消|不需要?|不想|不愿意?|勿要?|甭|免|唔使|唔好|唔要|冇使|表|憋"
    r"|用不着|没必要|无须|无需|毋须|犯不着|休)"
)
_FOR = (
    r"(?:再|给|帮|替|为|把|我|俺|我们|你们?|急着|忙着|要|去|来|往上|什么|啥子?|这个|那个|这事|它)*"
)
_NOTE = r"(?:登记?|记录?|上?报|立案|备案)"
_WHAT = r"(?:我|俺|我们)?(?:的|家|这|那|个|条|件|事|它|上去?|下来|进去)*"
_UNDO = r"(?:撤回?|撤[消销掉]|取消|删掉?|删除|消掉?|作废|划掉|去掉)(?:掉|回|去|登记|一下|一哈)*"
_ANYWHERE = (
    rf"{_LEAD}{_IT}{_NOT}{_FOR}{_NOTE}{_WHAT}{_TONE}"
    rf"|{_LEAD}(?:我|俺)不{_FOR}{_NOTE}{_TONE}|{_LEAD}{_IT}不{_FOR}{_NOTE}了{_TONE}"
    rf"|{_LEAD}(?:又|也)?(?:没有?|不是|冇)(?:说|想|让|叫|打算|同意|答应|要求)(?:过|要|你们?|人|来|去|给我|帮我)*{_NOTE}{_WHAT}{_TONE}"
    rf"|(?:谁|哪个)(?:让|叫|要|喊|准|同意|允许)(?:你们?|人)?(?:给我|帮我|去|来)*{_NOTE}{_WHAT}{_TONE}"
    rf"|(?:撤[回消销]|取消)登记{_TONE}"
)
_MINE = r"(?!.*(?:名|姓|电话|号|门牌|地址|谁))(?=.*(?:我|俺|[那这][个条件]|刚才|刚刚|昨天|今天|上次|之前))"
_OF_MINE = (
    rf"{_LEAD}(?:给我|帮我|都|全)?(?:{_UNDO}了?)+{_TONE}"
    rf"|{_MINE}{_LEAD}{_IT}.{{0,8}}?(?:给我|帮我|都|全)?(?:{_UNDO}了?)+{_TONE}"
    rf"|{_MINE}{_LEAD}{_IT}.{{0,8}}?(?:{_NOT}|不){_FOR}{_NOTE}{_WHAT}{_TONE}"
)
_UNDER_IT = (
    rf"(?:算了{_TONE}|{_LEAD}(?:不用|不要|不必|不弄|不修|不搞|不消|免)了{_TONE}"
    rf"|(?:我|俺|也|就|只|只是|其实|不过)*(?:随口|随便|顺嘴|顺口|就是|只是|就|随便)(?:这么)?一?(?:说|讲|聊|问|吐槽|抱怨|提)"
    rf"(?:一?[下哈声嘴句]|说|讲|而已|罢了|的)*{_TONE}"
    rf"|{_LEAD}(?:这个?事?|那个?事?)?{_NOT}(?:你们?|大家|劳|再)*(?:当真|在意|管|理|操心|费心|来|麻烦|折腾)(?:你们?|您|大家|这个?|那个?)*{_TONE}"
    rf"|{_LEAD}不(?:麻烦|劳烦|用麻烦)(?:你们?|您|大家|各位)*{_TONE}"
    rf"|(?:就|你)?当(?:我|俺)?(?:没[说讲提]|没看见|没这[回个]?事)(?:过)?{_TONE}"
    rf"|(?:我|俺)?(?:这个|这条)?发错(?:群|地方|人)?{_TONE}|.{{0,3}}登记(?:个)?(?:什么|啥子?|么子)(?:鬼|东西)?{_TONE})++"
)
"""What one clause took no other may: `算了` on and on would take minutes."""
_POLITE = _TONE.removesuffix(")*") + (
    r"|真?不好意思|抱歉|对不起|打扰|麻烦|多谢|嘿|呵|嘻|大家|各位)*"
)
_NO_MATTER = (
    rf"{_LEAD}(?:刚才|刚刚|自己|眼花)*[看搞弄听认记]错{_POLITE}"
    rf"|(?:我|跟?你们|大家|就|是|都|其实|只)*(?:开个?玩笑|逗(?:你们?|大家)|[说闹]着玩儿?|[哄骗]你们?){_POLITE}"
    rf"|{_LEAD}是?个?(?:误会|虚惊)(?:一场)?{_POLITE}"
)
"""What takes back one's own line that was just registered; said later it is anybody's talk."""
_BESIDES = (
    rf"(?:(?:我|俺|还是|就|先|等下|一会儿?|明天)*(?:自己|直接|自家|再|去)+来?"
    rf"(?:找|问|打|联系|处理|解决|想|修|搞|弄|换|看|跑|买|来)[下个]?"
    rf"(?:一下|一趟|办法|师傅|物业|门卫|保安|电话|人|社区|居委会?|就行|好)*"
    rf"|(?:它|灯|门|电梯|其实|本来|根本|就|又|还|是|都)*(?:没有?|冇|莫)(?:坏|事|问题|停|漏|堵|黑|啥|什么)"
    rf"|(?:它|其实|本来|就|又|还|是|都)*(?:好着|正常|能用|可以用)"
    rf"|(?:不好意思|抱歉|对不起|打扰|麻烦|谢|多谢|哈|嘿)){_POLITE}"
)
"""What may stand beside it: who sees to it instead, that nothing is wrong, a courtesy."""
_NAMES_IT = re.compile("[登记报案]")
_MAY_TAKE_BACK = "|".join(
    (
        *"登记报案撤删划废消掉错骗哄逗",
        *each_then("算免用要必弄修搞", "了"),
        *("玩笑", "着玩", "误会", "虚惊", "当(?:我|俺)?没", "不(?:用?麻|劳)烦"),
        *each_then("口便嘴是就", "(?:这么)?一?[说讲聊问提抱吐]"),
        *each_then("别莫要用必消需想愿意勿甭免使好表憋着须休", "[你大劳再当在管理来操费麻折]"),
    )
)
"""Whatever takes anything back holds one of these; every line of every group comes through here."""
_MISTAKEN = (
    r"(?:哎呀|哎哟|啊|呃|唉|哦|嗨|那个|不好意思|真?对不起|对不住|抱歉|各位|大家|邻居们?|是|都|真|刚才|刚刚|我|俺|自己|可能|应该"
    r"|眼睛?|眼花)*(?:(?:[看弄搞认听记闻报]错|误会|误报)(?:了?(?:楼层?|情况|地方))?|(?:闹|搞|是)?(?:了?个?)乌龙|我的错|怪我)"
    + _POLITE
)
_NEVER_WRONG = (
    r"(?:其实|原来|结果|发现)?[^\s没不别错是都还就本其根并]{1,5}?(?:是|都|还|其实|本来|一直|就|根本|并)*"
    r"(?:好的|好好的?|好着的?|没有?(?:坏|停|漏|堵|黑|问题|毛病|事)|有着?[水电]|[水电]有|正常|能[用开]|亮着的?|亮的|通着|开着)"
    + _POLITE
)
"""Of a thing that is named: `没坏` alone is said to neighbours, too."""
_BY_OURSELVES = (
    r"跳闸|跳了闸|空开|总?闸|欠费|[没忘][^,\s]{0,3}(?:交|缴|充)|没钱|停机|总?阀|水龙头|插头|没[插充合按开]|忘[^,\s]{0,2}[开关合插按充带]"
    r"|消磁|掉磁|过期|遥控器|电池|灯泡|开关|保险丝|路由器|线松|自己[^,\s]{0,2}(?:关|碰|按|拔|弄)"
)
"""What may be the matter in one home alone."""
_AT_HOME = re.compile(r"[我俺咱自]己?们?家|家里|屋里")
_OURS = re.compile(r"我|俺|咱|自己|自家|家里|忘")
_MORE_THAN_OURS = re.compile(
    r"[爆漏烧焦炸裂冒淹断]|还[是没在不有]|[又也]|整[栋个]|全[楼栋]|邻居也|楼道|公共|都[停没不]|别人|[你您他]|物业|师傅|煤气|燃气|漏气|冒烟|着火|火花|触电"
    r"|[\d一二三四五六七八九十]\s?(?:栋|单元|号楼|#)"
)
_MAY_OWN_UP = re.compile("错|误|乌龙|怪我|原来")
_THEN = re.compile(r"((?:[看弄搞认听记闻报]错|误会|误报|乌龙)了?)(?!楼|情况|地方)")
OWNED_UP_WITHIN = timedelta(minutes=30)
"""As long as it may take to find the switch that has tripped at home."""
RIGHT_AFTER = timedelta(minutes=2)
"""So soon after a line of their own was registered, `算了` is about that."""
LONGEST_SECOND_THOUGHT = 30  # characters
SHORTEST = 2  # characters


def takes_back(text: str, *, mine: bool = False, under: bool = False) -> bool:
    """Whether somebody does not want to have it noted.

    `mine` where the words can only be about something that they reported, `under` where they answer
    the very line.
    """
    if not (mine or under) and _NAMES_IT.search(text) is None:
        return False  # nearly always: every line of every group comes through here
    clauses = [clause for clause in CLAUSES.split(normal(text)) if len(clause) >= SHORTEST]
    return any(
        made(_ANYWHERE).fullmatch(clause)
        or ((mine or under) and made(_OF_MINE).fullmatch(clause))
        or (under and made(_UNDER_IT).fullmatch(clause))
        for clause in clauses
    )


def thinks_better(text: str) -> bool:
    """Whether a line does nothing but take back what its author has just said: `算了,我自己找物业`."""
    plain = normal(text)
    if len(plain) > LONGEST_SECOND_THOUGHT or made(_MAY_TAKE_BACK).search(plain) is None:
        return False
    back = False
    for clause in filter(None, CLAUSES.split(plain)):
        if _takes_own_back(clause):
            back = True
        elif len(clause) >= SHORTEST and made(_BESIDES).fullmatch(clause) is None:
            return False
    return back


def _takes_own_back(clause: str) -> bool:
    grammars = (_ANYWHERE, _OF_MINE, _UNDER_IT, _NO_MATTER)
    return len(clause) >= SHORTEST and any(made(words).fullmatch(clause) for words in grammars)


def owns_up(text: str) -> bool:
    """Whether somebody says that nothing was wrong but at their own home: `弄错了,是我自己家跳闸`."""
    plain = normal(text)
    if len(plain) > LONGEST_SECOND_THOUGHT or _MAY_OWN_UP.search(plain) is None:
        return False
    clauses = [part for part in CLAUSES.split(_THEN.sub(r"\1,", plain)) if len(part) >= SHORTEST]
    mistaken = [made(_MISTAKEN).fullmatch(part) is not None for part in clauses]
    told = [part for part, slip in zip(clauses, mistaken, strict=True) if not slip]
    told = [part for part in told if made(_BESIDES).fullmatch(part) is None or _fine(part)]
    if not told or not (any(mistaken) or told[0].startswith("原来")):
        return False
    ours = _OURS.search(plain) is not None
    return all(_fine(part) or (ours and _ours_alone(part)) for part in told)


def owns_up_of(text: str, told: str) -> bool:
    """The same of a matter that was told of a while ago: the same thing is named, or one's home alone."""
    same = things_of(text) & things_of(told) or _AT_HOME.search(normal(text))
    return owns_up(text) and bool(same)


def _fine(clause: str) -> bool:
    return made(_NEVER_WRONG).fullmatch(clause) is not None


def _ours_alone(clause: str) -> bool:
    found = made(_BY_OURSELVES).search(clause) is not None
    return found and _MORE_THAN_OURS.search(clause) is None
