"""Whether the words for an emergency mean one here and now, beside words that usually mean none.

A word of calm (a drill, a figure of speech, `差点`) undoes what is said in its own clause. Beside
a clause that says plainly that something burns at 3栋, a phone call or a joke undoes nothing.
"""

import re
from collections.abc import Callable

from domain.understanding.lexicon import Hits, Lexicon, signals

FIGURES = ("figure", "elsewhere", "trade", "blessing")
UNDOING = signals("negation", "conditional", "nearly", "solved", "habit")
CALM = signals(*FIGURES, "unreal", "notice") | UNDOING
TAKES_BACK = signals("negation", "nearly", "solved")
_CLAUSE = re.compile(r"[,。!?;:、\n…~ ]+")
_NO_DRILL = re.compile(r"(?:不是|并非|可不是)(?:什么)?(?:消防)?(?:演[练习]|模拟|测试|开玩笑)")
_HERE = re.compile(r"(?:\d|[一二三四五六七八九十])\s*(?:栋|幢|号楼|单元|#)")
_NOW = re.compile(
    r"快来|来人|快叫|快点来|快跑|快救|救命|救人|救救|出人命|正在|还在|赶紧|赶快|马上|现在(?!想|回想|看来|才知)|这会儿?在"
)
_FRAIL = re.compile(r"(老人|奶奶|爷爷|大爷|大妈|阿姨|有人|邻居|妈|爸|孩子)")
_HELP = re.compile(r"(摔倒|摔了|晕|叫不应|没动静|敲门没人|不省人事|抽搐|起不来)")


def is_helpless(text: str) -> bool:
    """Whether words that name no danger tell of somebody who cannot help themselves."""
    return bool(_HELP.search(text) and _FRAIL.search(text))


def is_real(text: str, hits: Hits, lexicon: Lexicon, names: Callable[[str, Hits], bool]) -> bool:
    """Whether a line that names an emergency tells of one that is happening.

    `names` says whether words name one at all.
    """
    if _enquires(text, hits):
        return False
    if not hits.any_of(CALM):
        return True
    text = _NO_DRILL.sub(" ", text)
    hits = lexicon.look(text)
    now = _NOW.search(text) is not None
    if hits.has("unreal") or (hits.has("notice") and not now):
        return False
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    looked = [lexicon.look(clause) for clause in clauses]
    for at, (clause, here) in enumerate(zip(clauses, looked, strict=True)):
        if not _says(clause, here, lexicon, names):
            continue
        taken_back = any(later.any_of(TAKES_BACK) for later in looked[at + 1 :])
        if (_HERE.search(clause) or now) and (now or not taken_back):
            return True
    return False


def _enquires(text: str, hits: Hits) -> bool:
    """`心脏病能报销吗` asks about papers; whoever has somebody lying there does not."""
    asks = hits.has("affairs") and hits.has("ask")
    return asks and not (_HERE.search(text) or _NOW.search(text))


def _says(clause: str, hits: Hits, lexicon: Lexicon, names: Callable[[str, Hits], bool]) -> bool:
    """Whether a clause names an emergency that nothing in it undoes: not `像着火似的`."""
    if hits.any_of(UNDOING):
        return False
    if not hits.any_of(signals(*FIGURES)):
        return names(clause, hits)
    rest = lexicon.without(clause, FIGURES)
    plainly = _HERE.search(clause) or _NOW.search(clause)
    return plainly is not None and names(rest, lexicon.look(rest))
