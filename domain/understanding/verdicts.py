"""What somebody says about a thing that is known: solved, partly, not; or they ask how it stands.

`好了个鬼` holds `好了` and says the opposite, `好是好了,就是有点暗` says half of it, `好了?` asks. Words
that mean something only as an answer (`中`, `满意`, a raised thumb) count where huying has asked.
"""

import re

from domain.understanding.answers import bare, tokens
from domain.understanding.lexicon import Hits, signals
from domain.understanding.plain import CLAUSES
from domain.understanding.reading import Verdict

LONGEST_QUESTION, LONGEST_VERDICT = 40, 24  # characters
ASKING = signals("progress", "awaited", "awaited_of")
_FIXED = "(?:修|弄|换|搞|办|处理|解决|清理?)?(?:好|完|亮|通)"
_SARCASM = re.compile(
    rf"{_FIXED}了?(?:个|你个?|他个?)(?:大头)?(?:鬼|屁|锤子|毛|头|蛋|球|铲铲|寂寞|妹|妈)"
    r"|[修弄换办搞]了?(?:个|你个?|他个?)(?:鬼|屁|锤子|毛线|蛋|球|铲铲|寂寞)|好(?:鬼|锤子)"
    r"|好[什甚]么好|好啥[好呀啊]|亮什么亮|好在哪|(?<![^\s,。!那])哪(?:里|儿|点)?(?:修|弄)?[好亮]了"
    r"|[修弄换]了?(?:等于|跟|和|像)没[修弄换]|白[修弄换]了?"
    r"|(?:这|也|就|还|能)[叫算]是?(?:修|弄|办|处理|换|解决)?[好完了]"
    r"|才怪|鬼才?信|骗鬼|扯淡|鬼扯|放屁|[胡瞎乱][说讲扯]|[撒说扯]谎|忽悠|吹牛|[鬼瞎谎假]话|(?:^|[\s,。!])[屁呸鬼扯](?:$|[\s,。!])"
)
"""The opposite of what it says: nobody says `好了个鬼` of a lamp that burns."""
_MENDED = (
    rf"(?:{_FIXED}[了咧嘞啦咯喽哩咗]|[不没]再?[漏堵吵臭响][了咧啦咯]"
    r"|解决了|恢复了|来[电水][了咧啦咯])"
)
_WORD_OF_IT = re.compile(_MENDED)
_UNTRUE = re.compile(
    rf"(?:谁|哪个|哪位|哪一?家|啥人|什么人|边个)(?:人|[跟和同对给]你们?|又|就|来|在|敢|能|竟)*"
    rf"(?:说|讲|话|告诉|通知|宣布|觉得|认为|保证)[^没不未,。!?;\s]{{0,8}}?{_MENDED}"
    rf"|哪门子的?[^没不,。!?;\s]{{0,3}}?{_FIXED}|说(?:什么|啥子?)[^没不,。!?;\s]{{0,6}}?{_MENDED}"
)
"""`谁说修好了`: who asks so has seen that it is not."""
_HEARSAY = re.compile(
    rf"听说|据说|说是|好像|似乎|貌似|应该|可能|大概|估计|也许|[不没](?:知道|晓得|确定|清楚)|还没(?:有)?(?:去)?(?:看|试)"
    rf"|(?<![跟和对])(?:说|讲|告诉我们?|通知)(?:是|已经?|都|[你您]们?|我们?|这边|那边|今天|昨天)*[^没不,。!?;\s]{{0,4}}?{_MENDED}"
    rf"|(?:怎么|咋)(?:就|能|会|可能)+(?:算|是)?[^,。!?;\s]{{0,2}}?{_MENDED}|哪个(?:人)?[修弄换搞]好"
)
"""Mended as others say, or as it seems: nothing that its reporter has seen."""
_SEEN = re.compile(r"谢|辛苦|确实|果然|真的|是真|[看试用](?:了|过)|现在|满意|点赞|给力|👍|👌")
_CONCEDES = re.compile(
    r"([好亮修换通弄行来办])倒?是\1|[好亮通行完用]了?[咧嘞啦咯]?[吧嘛]?[,。、\s]*(?:就是|不过|但|可是|只是|可惜|只不过|唯一|除了)"
    r"|[只才就][修换弄亮好来清]了?[一半几两二三个]|还[有差剩][一两几点半三二]|没[修弄换清搞亮好](?:完|全|干净|彻底|利索)"
    r"|[不没](?:怎么|太|大|咋|够|是很)(?:好|行|亮|干净|得劲|地|样|满意|理想|稳)"
    r"|差一?点意思|差不多|马马虎虎|凑合|勉强|[好亮强]了?一?[点些][了儿]?(?:$|[,。\s])|有点(?:儿)?[暗歪响漏松晃慢臭味堵卡闪滴]"
)
"""Good, but."""
_BROKEN = "[坏黑漏堵响臭停暗闪吵脏满湿冷凉松晃滴]"
_NOT = re.compile(
    rf"(?:还|仍|依然|依旧|照样|照旧)是?(?:那样|那个样|老样子|这样|{_BROKEN}|[漆黢墨乌][黑嘛麻]|不[亮行通好来能]|没[修弄换好亮来通水电人清])"
    rf"|老样子|又{_BROKEN}|又不[亮行通]|一点[也都]?[没不]|根本[没不]|没人[来修管弄理]|没(?:见|看见|看到)人"
    r"|没有?(?:修|弄|换|搞|办|处理|解决|清理)?(?:好|完|成|妥|变化|起色|见好)|没有?(?:修|弄|换|处理|解决|清理)"
    r"|不(?:亮|中|成|满意|可以|好使|管用|顶用|能用)|不得行|唔得|没用"
)
_WRONG_STILL = re.compile(
    rf"(?:还|仍|依然|依旧|照样|照旧)(?:是|在|都|有)?(?:[那这]个?样|老样子|{_BROKEN}|[漆黢墨乌][黑嘛麻]|不[亮行通好能灵转冲动]"
    rf"|没(?!来得及|[再停])[修弄换好亮来通水电人清]|[开关打用上锁推拉按刷走冲下合盖]不[了上开动下去起来严住成走])"
    r"|(?:根本|压根|明明|完全|丝毫|哪里|我看|其实|一点[儿都也]*)(?:就|都|也|还|是)*没有?(?:[修弄换搞办好亮来通清变动]|人[来修管])"
)
"""What is wrong, said behind what is said to be mended."""
_BEFORE = re.compile(
    r"[昨前]天|前[几两]天|前阵|之前|以前|原来|本来|[早今]上|[上下]午|刚才|先前|上[周个]|上次"
)
_AGAIN = re.compile(rf"又{_BROKEN}|又不[亮行通]|又没")
_ASKS = re.compile(
    r"(?:[好完亮通行修弄换成]|来[电水])[了咧咯咗]?(?:没有?|吗|么|未|冇|不|木有)[呀啊呢哇哦噢嘛咧?]*$|[了咧咯咗][??]+$"
)
_YES = frozenset((
    "好", "好了", "可以", "可以了", "行", "行了", "中", "中了", "成", "成了", "得行", "要得", "满意",
    "很满意", "非常满意", "挺满意", "蛮满意", "满意了", "挺好", "很好", "蛮好", "真好", "不错",
    "挺不错", "很不错", "蛮不错", "挺好的", "蛮好的", "没问题", "没问题了", "没得问题", "没得问题了",
    "莫得问题", "冇问题", "没毛病", "没毛病了", "ok", "ok了", "okay", "解决", "搞定", "搞掂", "妥",
    "妥了", "妥妥的", "巴适", "完美", "棒", "好用", "好用了", "好使", "好使了", "能用", "能用了",
    "可以用", "可以用了", "用得了", "正常", "正常了", "恢复", "恢复了", "亮堂", "亮堂了", "干净",
    "干净了", "没事了", "好着", "好着呢", "好得很", "好的很", "得咗", "得了", "都好了", "全好了",
    "已经好了", "确实好了", "真好了", "是好了", "可以的", "行的", "还行", "还可以", "点赞", "👍", "👌",
    "💯", "✅", "👏", "弄好", "修好", "换好",
))  # fmt: skip
_HALF = frozenset((
    "不太好", "不太行", "不咋好", "不咋地", "不咋样", "不怎么好", "不怎么样", "一般", "一般般",
    "差点意思", "差一点", "差点", "还差点", "差不多", "马马虎虎", "凑合", "勉强", "就那样", "好一点",
    "好点了", "好些了", "好一点了", "一半", "好了一半", "没完全好", "不大好", "不大行", "不太满意",
    "不是很好", "不是很满意",
))  # fmt: skip
_NO = frozenset((
    "不好", "不行", "不中", "不成", "不得行", "不可以", "没好", "没有好", "不满意", "很不满意", "没有",
    "没", "还没", "还没有", "还没好", "没弄", "没修", "没来", "屁", "个屁", "呸", "老样子", "还那样",
    "照旧", "没变化", "没变", "👎", "差", "太差", "太差了", "很差", "没用", "没解决", "冇", "冇好",
    "未", "唔得", "不",
))  # fmt: skip
_NODS = frozenset((
    "好的", "好滴", "好勒", "好嘞", "嗯", "嗯嗯", "恩", "哦", "噢", "收到", "知道了", "晓得了", "明白",
    "明白了", "知道", "是的", "对", "是", "我看看", "我去看看", "我看一下",
))  # fmt: skip
_WORST = (Verdict.SOLVED, Verdict.PARTLY, Verdict.NOT_SOLVED)


def verdict_in(text: str, hits: Hits) -> Verdict | None:
    """What a line says about something known, whether or not huying asked; None for nothing."""
    has = hits.has
    solved = has("solved")
    if solved and (_SARCASM.search(text) or _UNTRUE.search(text)):
        return Verdict.NOT_SOLVED
    asks = hits.any_of(ASKING) or (solved and _ASKS.search(text.rstrip("。!~ ")))
    if asks and len(text) <= LONGEST_QUESTION:
        return Verdict.PROGRESS
    if (solved or has("partly")) and _CONCEDES.search(text) and not _AGAIN.search(text):
        return Verdict.PARTLY
    if has("not_solved"):
        return Verdict.NOT_SOLVED
    if has("partly"):
        return Verdict.PARTLY
    return _mended(text) if solved else None


def _mended(text: str) -> Verdict | None:
    """What a line says that holds words of being mended: solved only where nothing speaks against it."""
    said = list(_WORD_OF_IT.finditer(text))
    seen = _SEEN.search(text)
    doubts = "?" in text or (_HEARSAY.search(text) is not None and seen is None)
    if said and len(text) <= LONGEST_QUESTION and _wrong_still(text[said[-1].end() :]):
        return Verdict.NOT_SOLVED if doubts else Verdict.PARTLY
    if len(text) > LONGEST_VERDICT:
        return None
    return Verdict.PROGRESS if doubts and _HEARSAY.search(text) else Verdict.SOLVED


def _wrong_still(words: str) -> bool:
    """`我看还是坏的`, and not `前天还漏`, which tells of what was."""
    clauses = CLAUSES.split(words)
    return any(_WRONG_STILL.search(one) and not _BEFORE.search(one) for one in clauses)


def answer_in(text: str, hits: Hits) -> Verdict | None:
    """What a line answers to "please look whether it is solved"; None for what is no answer."""
    if _SARCASM.search(text) or _UNTRUE.search(text):
        return Verdict.NOT_SOLVED
    if _ASKS.search(text.rstrip("。!~ ")):
        return Verdict.PROGRESS
    if is_nod(text):
        return Verdict.SOLVED if _thanks(text) else None
    return _in_words(text) or verdict_in(text, hits) or _by_fault(text)


def _in_words(text: str) -> Verdict | None:
    """`嗯 好了`: nothing but words that answer; of several the one that wants more."""
    said = [_alone(word) for word in _words(text)]
    known = [verdict for verdict in said if verdict is not None]
    return max(known, key=_WORST.index) if known and len(known) == len(said) else None


def _by_fault(text: str) -> Verdict | None:
    """`还黑着呢`: what is still wrong, in a few words that would say nothing by themselves."""
    if len(text) > LONGEST_VERDICT:
        return None
    if _CONCEDES.search(text):
        return Verdict.PARTLY
    return Verdict.NOT_SOLVED if _NOT.search(text) else None


def broke_again(text: str) -> Verdict | None:
    """`又黑了`, a few words under one's own matter: said of that one, though nobody has asked."""
    again = len(text) <= LONGEST_VERDICT and _AGAIN.search(text)
    return Verdict.NOT_SOLVED if again else None


def is_nod(text: str) -> bool:
    """`好的`, `收到`: heard, and nothing said of whether it is solved."""
    words = _words(text)
    return bool(words) and all(word in _NODS for word in words)


def _thanks(text: str) -> bool:
    """`好嘞 谢谢` thanks for what was done; `收到 谢谢` for the news."""
    return "谢" in text and not any(word in ("收到", "知道了", "晓得了") for word in _words(text))


def _words(text: str) -> list[str]:
    return [word for token in tokens(text) if (word := bare(token))]


def _alone(word: str) -> Verdict | None:
    if word in _NO:
        return Verdict.NOT_SOLVED
    if word in _HALF:
        return Verdict.PARTLY
    return Verdict.SOLVED if word in _YES else None
