"""What the ear and the finger make of a place: `三冻` is 三栋, `3dong` too, `2但愿` is 2单元."""

import re
from functools import cache

from domain.numerals import digits
from domain.understanding.plain import made, uncovered

NUMERALS = "〇零一二两三四五六七八九十百壹贰叁幺"
_N = rf"[\d{NUMERALS}]"
_TRADITIONAL = str.maketrans(
    "棟樓號單門東區層園庫廣場間兒樂遊電車遞櫃涼後邊側貳參兩戶鄰對這們灣陽華龍業處樁內館陸",
    "栋楼号单门东区层园库广场间儿乐游电车递柜凉后边侧贰叁两户邻对这们湾阳华龙业处桩内馆陆",
) | {ord("廿"): "二十", ord("卅"): "三十"}
_OLD = re.compile("[" + "".join(map(chr, _TRADITIONAL)) + "]")
_FILLERS = re.compile(
    r"(?<!\d)的(?!士)|的(?![\d士])|[那这]个|[嗯呃额啊呀哎]|第(?=[\d一二三四五六七八九十]{1,3}[栋幢座号单])"
)
_DAN = r"(?:[丹担淡但旦蛋胆耽]|dan)\s*(?:[元圆员园原远愿源院缘猿]|yuan)|单[圆员园原远愿源院缘]"
_AFTER_NUMBER = (
    rf"[\d{NUMERALS}#栋幢楼元]\s*(?:"
    r"(?P<house>(?:(?<=[\d二三四五六七八九十])|(?<=十一))[动冻懂董咚桩幛憧楝](?![静作事])"
    r"|(?<=\d)(?:\s?[动冻懂董咚桩幛憧楝](?![静作事])|[撞壮庄斗侗](?![了人到车坏上米]))"
    rf"|(?<=[二三四五六七八九十])斗(?=[停没\d{NUMERALS}])|(?:dong|zhuang)(?![a-z]))"
    rf"|(?P<hao>号[搂娄偻耧篓]|号喽(?=\s?{_N}{{1,2}}\s?(?:单元|{_DAN}))|[好昊浩毫]楼|hao ?lou)"
    rf"|(?P<dan>{_DAN}|[但丹担旦蛋淡](?=\s?(?:\d{{3}}|[{NUMERALS}]{{3}})))"
    rf"|(?P<dash>[—–−‐_~/杠横]+\s*(?={_N}))"
    rf"|(?P<oh>(?<=[\d一二三四五六七八九])[oO](?=[\d一二三四五六七八九]))"
    rf"|(?P<like>(?<={_N})[\u4e00-\u9fff](?=\s?{_N}{{1,2}}\s?(?:单元|{_DAN}|[-门]\d)|\d{{3,4}}(?!\d))(?<![单门楼层号栋幢座]))"
    r")"
)
_SPELT = {"house": "栋", "hao": "号楼", "dan": "单元", "dash": "-", "oh": "0"}
HOUSES = frozenset({"dong", "don", "zuan", "cuan", "zuo", "dou", "ton"})
"""How a house may have been heard, by `sound`: 栋, 幢, 座, 斗 (`三斗`), 通."""
_HEARD = re.compile(
    r"[山伞似寺武舞伍午刘陆柒漆捌巴爸玖久酒依儿而叁肆拾](?=(?:[栋幢]|号楼|单元)(?!楼))"
)
_MEANT = str.maketrans(
    "山伞似寺武舞伍午刘陆柒漆捌巴爸玖久酒依儿而叁肆拾",
    "三三四四五五五五六六七七八八八九九九一二二三四十",
)
_BILLED = re.compile("[壹贰叁肆伍陆柒捌玖拾]")
_LETTERED = re.compile(r"[a-z]{2}\s?[栋幢号单]")
_LONG = re.compile(r"\d{12}")
_FORMAL = re.compile(
    r"(?<![收捡])(?:[壹贰叁肆伍陆柒捌玖拾佰零〇]{3,}|[壹贰叁肆伍陆柒捌玖拾佰零〇]{1,3}(?=[栋幢座#单号楼室门-])"
    r"|(?<=-)[壹贰叁肆伍陆柒捌玖拾]{1,2}(?![\u4e00-\u9fff]))"
)
"""As on a bill, alone beside what is numbered: the 陆 of `老陆三栋` is a name."""
_USUAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_LATIN = re.compile(r"(?<![A-Za-z])(yi|er|san|si|wu|liu|qi|ba|jiu|shi)\s?(?=栋|幢|号楼|单元)")
_LATIN_NUMBERS = {
    "yi": "一", "er": "二", "san": "三", "si": "四", "wu": "五", "liu": "六",
    "qi": "七", "ba": "八", "jiu": "九", "shi": "十",
}  # fmt: skip
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9})(?=\d{1,2}\s?(?:[栋幢#]|号楼))")
_NUMBERED = re.compile(rf"[{NUMERALS}]{{1,3}}(?=[期区]|号[门车库岗亭])")
_COMPASS = re.compile(r"([东西南北])(?:[边侧面头]大?|大)门")
_BETWEEN = re.compile(
    rf"({_N}{{1,3}})(?:栋|号楼|幢)?[、,和与跟及到-]?({_N}{{1,3}})(?:栋|号楼|幢)楼?(?:之间|中间)"
)
_A_FORM = re.compile(r"楼栋|[栋楼幢房室]号")
_FORM = re.compile(
    rf"(?:楼栋号?|[栋楼幢]号)\s?[:是为]?\s?(\d{{1,3}}|{_N}{{1,3}}|[A-Za-z]\b)(?![\d栋幢号单])"
    rf"|单(?<!{_N}单)元号?\s?[:为是]?\s?(\d{{1,2}}|[{NUMERALS}])(?![\d层户个人])"
)
"""As a form asks for it: `楼栋:3 单元:2 房号:301`."""
_ENGLISH = re.compile(r"[A-Za-z]{3}")
_WORDS = tuple(
    (re.compile(rf"(?:{words})\.?\s*#?\s*({number})", re.IGNORECASE), word)
    for words, number, word in (
        ("buildings?|bldg|block|blk|tower", r"[a-z]?\d{1,3}|[a-h]\b", "栋"),
        ("unit|entrance", r"\d{1,2}|[a-d]\b", "单元"),
        ("room|apartment|apt|flat|rm", r"\d{3,4}\b", "室"),
    )
)


def mended(text: str) -> str:
    """A line or a name in one script, width and spelling, as far as places are concerned."""
    plain = uncovered(text).lower()
    if _OLD.search(plain):
        plain = plain.translate(_TRADITIONAL)
    if _BILLED.search(plain):
        plain = _FORMAL.sub(_usual, plain)
    if _LETTERED.search(plain):
        plain = _LATIN.sub(_from_latin, plain)
    if _LONG.search(plain):
        plain = _PHONE.sub(r"\1 ", plain)
    if _ENGLISH.search(plain):
        for word, suffix in _WORDS:
            plain = word.sub(rf"\1{suffix}", plain)
    plain = made(_AFTER_NUMBER).sub(_spelt, _FILLERS.sub("", plain))
    if ("号" in plain or "楼栋" in plain) and _A_FORM.search(plain):
        plain = _FORM.sub(_as_said, plain)
    plain = _NUMBERED.sub(_figures, _HEARD.sub(_number, plain))
    if "门" in plain:
        plain = _COMPASS.sub(r"\1门", plain)
    return _BETWEEN.sub(_between, plain) if "间" in plain else plain


def _usual(found: re.Match[str]) -> str:
    return found[0].translate(_USUAL)


def _from_latin(found: re.Match[str]) -> str:
    return _LATIN_NUMBERS[found[1]]


def _spelt(found: re.Match[str]) -> str:
    kind = str(found.lastgroup)
    word = found[kind]
    if kind == "like":
        return found[0] if sound(word) not in HOUSES else found[0][0] + "栋"
    return found[0][0] + _SPELT[kind]


def _as_said(found: re.Match[str]) -> str:
    return f"{found[1]}栋" if found[1] else f"{found[2]}单元"


def _number(found: re.Match[str]) -> str:
    return found[0].translate(_MEANT)


def _figures(found: re.Match[str]) -> str:
    return digits(found[0]) or found[0]


def _between(found: re.Match[str]) -> str:
    return f"{digits(found[1])}栋与{digits(found[2])}栋之间"


@cache
def sound(character: str) -> str:
    """How a character sounds to somebody who keeps neither tones nor `zh` and `z`, `in` and `ing` apart."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - rarely needed

    said = lazy_pinyin(character)[0]
    if said[1:2] == "h":
        said = said[0] + said[2:]
    said = said.removesuffix("g") if said.endswith("ng") else said
    return "l" + said[1:] if said[:1] == "n" and len(said) > 1 else said


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of a word, in order."""
    return tuple(sound(character) for character in word)
