"""`我滴分有好多`, `換啲洗潔精`, `小红花攒了几朵`: how people speak of points and the shop, said plainly.

Only for lines that may be about points: of `额家` in another line nothing is known.
"""

import re
import unicodedata
from functools import lru_cache

from domain.understanding.plain import simplified

_MEANT: dict[str, str] = {
    # north and west
    "俺们": "我们", "俺": "我", "额们": "我们", "额家": "我家", "额滴": "我的", "额的": "我的",
    "额有": "我有",
    "咱们": "我们", "咱": "我", "啥前儿": "什么时候", "多会儿": "什么时候", "多咱": "什么时候",
    "啥": "什么",
    "中不中": "行不行", "昨儿个": "昨天", "今儿个": "今天", "前儿个": "前天", "昨儿": "昨天",
    "今儿": "今天",
    "闺女": "女儿", "干么": "做什么",
    # Sichuan and its neighbours
    "我滴": "我的", "滴分": "的分", "滴积分": "的积分", "好多个积分": "多少积分", "好多积分": "多少积分",
    "好多个分": "多少分", "好多分": "多少分", "好多道德币": "多少积分", "有好多": "有多少",
    "剩好多": "剩多少",
    "还好多": "还多少", "咋个": "怎么", "咋样": "怎么", "咋": "怎么", "啥子": "什么", "做什子": "做什么",
    "么子": "什么", "屋里头": "家", "屋头": "家", "屋里": "家", "我屋里头": "我家",
    "我屋头": "我家", "我屋里": "我家", "我屋": "我家", "家里头": "家", "家里": "家",
    "看哈": "看下", "一哈": "一下", "得不得行": "行不行", "哪点": "哪里",
    # Cantonese, its characters simplified already
    "我哋": "我们", "屋企": "家", "几多": "多少", "嘅": "的", "咗": "了", "点样": "怎么", "点换": "怎么换",
    "点先": "怎么", "乜嘢": "什么", "乜": "什么", "咩": "什么", "唔": "不", "冇": "没", "攞": "拿",
    "搵": "找",
    "喺": "在", "边度": "哪里", "几时": "什么时候", "仲": "还", "嚟": "来", "俾": "给", "啲": "些",
    "嗰": "那",
    "同埋": "和", "隔篱": "隔壁", "帮我攞": "帮我拿", "今朝": "今天", "寻日": "昨天", "琴日": "昨天",
    "个钟": "小时", "啦": "了",
    # the ear, the finger, and other names of the same thing
    "积份": "积分", "积粉": "积分", "鸡分": "积分", "道德积分": "积分", "文明积分": "积分",
    "爱心积分": "积分",
    "道德币": "积分", "文明币": "积分", "爱心币": "积分", "道德分": "积分", "文明分": "积分",
    "爱心分": "积分",
    "小红花": "积分", "德分": "积分", "分儿": "分", "几朵": "几分", "多少朵": "多少分", "几枚": "几分",
}  # fmt: skip
_ANY = re.compile("|".join(sorted(map(re.escape, _MEANT), key=len, reverse=True)))
_NOISE = re.compile(r"[^\w,。!?、~×*:/-]+|_")
"""Blanks, pictures, what no keyboard shows."""


@lru_cache(maxsize=64)
def plainly(text: str) -> str:
    """A line in one script and width, without blanks and pictures, its dialect said in Mandarin."""
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
    return _ANY.sub(lambda found: _MEANT[found[0]], simplified(bare))
