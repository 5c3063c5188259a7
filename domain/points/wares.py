"""What people call the shop's goods: `一桶油` is 食用油1升, `肥皂盒` is no 肥皂."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from domain.numerals import CHINESE
from domain.points.plainly import plainly
from domain.understanding.plain import normal

MEASURE = r"[块条瓶桶袋包盒个只件壶支提份双把罐卷箱斤张套副升根台部床口]"
NUMBER = rf"(?:[负-]?\d{{1,9}}|(?:{CHINESE}|[千万俩仨半])(?:{CHINESE}|[千万])*)"
_SIZE = re.compile(r"[\d.(()].*$")
_SAME: dict[str, str] = {
    "香皂": "肥皂", "胰子": "肥皂", "洋碱": "肥皂", "洗碗精": "洗洁精", "洗碗液": "洗洁精",
    "洗涤灵": "洗洁精",
    "洗洁净": "洗洁精", "菜油": "食用油", "清油": "食用油", "色拉油": "食用油", "调和油": "食用油",
    "花生油": "食用油", "豆油": "食用油", "炒菜油": "食用油", "手巾": "毛巾", "面巾": "毛巾",
    "洗脸巾": "毛巾",
    "米": "大米", "手纸": "卫生纸", "卷纸": "卫生纸", "面": "面粉", "餐巾纸": "抽纸", "纸巾": "抽纸",
}  # fmt: skip
"""What a shop has under another name is found by this one; its own name comes first."""
_SLIPS = str.maketrans("晶睛静结节造灶斤金", "精精精洁洁皂皂巾巾")
_WARE = frozenset(
    ["米", "大米", "小米", "面", "面粉", "面条", "挂面", "鸡蛋", "牛奶", "酱油", "醋", "盐", "糖",
     "白糖", "油", "食用油", "菜油", "花生油", "卫生纸", "纸巾", "抽纸", "卷纸", "洗衣粉", "洗衣液",
     "洗手液", "洗发水", "洗头膏", "沐浴露", "洗洁精", "洗碗精", "牙膏", "牙刷", "肥皂", "香皂",
     "毛巾", "浴巾", "脸盆", "保温杯", "水杯", "杯子", "雨伞", "电饭锅", "电饭煲", "炒锅", "锅",
     "电视", "电视机", "手机", "电风扇", "风扇", "暖水瓶", "热水瓶", "保温瓶", "水壶", "热水壶",
     "被子", "毯子", "毛毯", "枕头", "床单", "四件套", "茶叶", "烟", "酒", "白酒", "饮料", "水果",
     "苹果", "书包", "本子", "铅笔", "蚊香", "拖把", "扫把", "扫帚", "垃圾袋", "微波炉", "电磁炉",
     "自行车", "饼干", "零食", "玩具", "手电筒", "收音机"]
)  # fmt: skip
"""What a morality shop may have; what a fitter changes in a house (灯泡, 锁, 水龙头) is none of it."""
_MUCH = r"(?:多少|几)个?(?:积?分|积分)"
_CUT = re.compile(
    rf"{_MUCH}(?:{MEASURE}(?![\u4e00-\u9fff]))?|积分|{NUMBER}{MEASURE}|{NUMBER}分"
    r"|能不能|可不可以|够不够|是不是|能|可以|够|才|就|需要|想要|想|要|得|用|花|值|还差|还缺|差|打算|兑换|换领"
    r"|换|兑|我们|我家|我|家|现在|一共|请问|麻烦|帮|给|查|看|下|那个|这个|那种|这种|那|这|什么|哪些|怎么|多少"
    r"|一样|的|了|吗|么|呢|啊|呀|嘛|哦|不|没有|没|有|是|到|来|呗|吧|去|[,。!?、~×*:/-]"
)


class Priced(Protocol):
    """Something in the shop, as it is asked for."""

    @property
    def name(self) -> str: ...

    @property
    def price(self) -> int: ...


G = TypeVar("G", bound=Priced)


def core_of(name: str) -> str:
    """A good's name without its size: `食用油1升` is 食用油."""
    plain = normal(name).replace(" ", "")
    return _SIZE.sub("", plain) or plain


def meant(noun: str, names: Mapping[str, str]) -> list[str]:
    """The goods that a word may mean, by code: the one called just so, or those whose name fits it."""
    word = plainly(noun)
    cores = {code: core_of(name) for code, name in names.items()}
    exact = [code for code, core in cores.items() if core == word]
    if exact:
        return exact
    found = [code for code, core in cores.items() if _fits(word, core)]
    return found or [code for code, core in cores.items() if core == _SAME.get(word)]


def _fits(word: str, core: str) -> bool:
    """What a thing is stands last in its name: `大桶食用油` is oil, and so is `油`; `肥皂盒` is a box."""
    if not word or not core:
        return False
    if core in word:
        return word.endswith(core)
    if word in core:
        return len(word) > 1 or core.endswith(word)
    return len(word) == len(core) > 2 and _slipped(word.translate(_SLIPS), core)  # noqa: PLR2004


def _slipped(word: str, core: str) -> bool:
    """Whether a finger or an ear missed one sign of a longer name; the last says what it is."""
    missed = sum(one != other for one, other in zip(word, core, strict=True))
    return missed <= 1 and word[-1] == core[-1]


def nouns(plain: str) -> list[str]:
    """The things that a question about points names, once all that asks is cut away."""
    parts = (_bare(part) for part in _CUT.split(plain))
    return [part for part in parts if part]


def _bare(part: str) -> str:
    """`块香皂`: the measure of one piece is no part of its name."""
    return part[1:] if len(part) > 1 and re.match(MEASURE, part) else part


def named(text: str, goods: Iterable[G]) -> list[G]:
    """The goods that a question names, the cheap ones first."""
    known = {str(number): good for number, good in enumerate(goods)}
    names = {code: good.name for code, good in known.items()}
    found = {code for noun in nouns(plainly(text)) for code in meant(noun, names)}
    return sorted((known[code] for code in found), key=lambda good: good.price)


def is_ware(noun: str) -> bool:
    """Whether a word is a thing that such a shop may have, whether this one has it or not."""
    return noun in _WARE or noun in _SAME
