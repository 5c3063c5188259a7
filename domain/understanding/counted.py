"""How many households a line speaks for, how many people, and since when."""

import re

from domain.numerals import digits
from domain.understanding.plain import begun_by

_FIGURE = "[零〇一二两三四五六七八九十百千]"
_RUNS = "一二|一两|二三|两三|三四|三五|四五|五六|六七|七八|八九"
_RUN = re.compile(rf"(?:({_RUNS}))(?=[十百千]|$)")
"""`七八`, `三五`, `两三百`: from the first of the two on."""
_MORE = "(?:多|余|来|几|好几)"
_NUMBER = (
    rf"(?:(?<![\da-z.#-])(?P<figures>\d{{1,4}}[百千]?)"
    rf"|(?<![零〇一二两三四五六七八九十百千几第老小阿周])(?<!星期)(?<!礼拜)(?P<word>{_FIGURE}{{1,6}}|[俩仨]))"
)
_TO = r"(?:\s*[-~、到至]\s*(?P<to>\d{1,2}|[二两三四五六七八九十]{1,3}))?"
"""`7、8户`, `三到五家`: from the first of the two on."""
_SHOP = (
    r"\S{0,4}(?:店|馆|铺|超市|公司|厂|银行|医院|药房|摊|网吧|机构|企业|单位|食堂|物业|商户|商家|开发商|中介|门面"
    r"|学校|幼儿园|快递|平台)"
)
_COUNTED = re.compile(
    begun_by(
        r"\d零〇一二两三四五六七八九十百千俩仨",
        rf"{_NUMBER}(?P<more>{_MORE}(?:十|二十)?)?{_TO}\s*"
        rf"(?:(?P<surely>户)(?!型|口|主|外|籍|部|头|长)"
        rf"|家(?!里|属|长|庭|具|电|务|装|政|教|访|[三四五六]口|{_SHOP}))",
    )
)
_ROOM = 3  # figures that are written one by one, from which on they are a room's
_EACH = re.compile(
    r"(?:[每各]个?\S{0,2}|一[个]?[层梯]|[两\d]梯|一个(?:单元|楼道))(?:有|住|都|共|就|只)*$"
)
"""`每层4户`, `一梯四户`: how a house is built."""
_EACH_AFTER = re.compile(r"\s*(?:的?人家|人)?(?:/|[一每各1]个?)(?:层|梯|楼|单元)")
_SURELY = re.compile(r"(?:[共计有约近超]|影响|将近|大概|整[栋幢楼]|全[楼栋幢体]|上下|这|总共)\s*$")
"""Before a number of three figures that is one of households."""
_PEOPLE = re.compile(rf"(?:我家|我们|就)?(\d{{1,3}}|{_FIGURE}{{1,3}})\s*个人")


def households(text: str) -> int | None:
    """How many households a line speaks for, where it says so; of a vague number the least.

    People are no households (`五口人`), nor is a room (`301家`) or how a house is built (`一梯四户`).
    """
    found = (_counted(text, each) for each in _COUNTED.finditer(text))
    return next((number for number in found if number is not None and number > 1), None)


def _counted(text: str, found: re.Match[str]) -> int | None:
    """The number of households that is meant; None for a room, and for how a house is built."""
    before = text[: found.start()]
    if _EACH.search(before) or _EACH_AFTER.match(text, found.end()):
        return None
    written = found["figures"] or found["word"]
    room = len(written) >= _ROOM and _figure_by_figure(written) and not found["more"]
    if room and not (found["surely"] and _SURELY.search(before)):
        return None
    number, to = least(written), least(found["to"] or "")
    return None if number and to and to <= number else number


def _figure_by_figure(number: str) -> bool:
    """Whether a number is written figure by figure, as rooms are: `301`, `三零一`."""
    return not any(mark in number for mark in "十百千")


def least(number: str) -> int | None:
    """The number that a word says, of a vague one the least: `七八` is 7, `二三十` is 20."""
    run = _RUN.search(number)
    if run:
        number = number[: run.start() + 1] + number[run.end() :]
    elif len(number) > 1 and number.isalpha() and _figure_by_figure(number) and len(number) < _ROOM:
        return None  # `三六`: two figures that are no number
    figures = digits(number)
    return int(figures) if figures and figures.isdigit() else None


def heads(text: str) -> int | None:
    """How many people somebody signs up, where they say so."""
    count = _PEOPLE.search(text)
    if count:
        return least(count[1]) or 0
    return 2 if "我和" in text else None


_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4}|[俩仨])"
_VAGUE = (
    rf"(?:(?:大|小)?半拉?|整整一?|一?整|好?几|好些|好多|{_N}(?:[-~、到至]{_N})?(?:多|来|几|余)?)"
)
_NIGHTS = "[一二三四五六七]夜"
_SPAN_UNIT = (
    r"(?:年(?!级|代|龄|纪|轻|货|初|底|[一1]度|四季)|(?:个[多来把]?|(?<=[两俩仨几多半来拉]))月(?!份|饼|亮|初|底|中|大|嫂)"
    r"|个?季度|个?多?(?:星期|礼拜)(?![一二三四五六日天])|周(?![岁年一二三四五六日末边围])"
    r"|天(?!天|气|花|井|台|窗|线|然|桥|色)|日(?!子|常)|个?(?:小时|钟头)|分钟"
    r"|个?(?:晚上|上午|下午|早上|白天)|晚|(?<!半)夜|宿|会儿)"
)
_NO_SPAN = r"(?!之?内|以内|两头|到[晚头]|一[次回趟小大换]|以?后|之后|[出里天])"
"""`三天两头`, `一天到晚`, `三天内`: how often, or by when."""
_SPAN = (
    rf"(?<![\d第每隔过限前后.:月])(?<!住了)(?<!用了)(?<!干了)(?<!再过){_VAGUE}个?半?多?{_SPAN_UNIT}"
    rf"(?:零?半|多|{_NIGHTS})?{_NO_SPAN}(?:[之以]?前)?(?:了|多了)?"
)
_LONG = (
    r"(?:(?:好|很|许|老|太)久(?:好久|很久)*|(?<!那)(?:好|有|这)?一?(?:段(?:时间|日子)|阵子)"
    r"|(?:好|老|很)长时间|(?:好|有)些(?:天|日子|年头)|有年头)了?"
)
_PART = r"(?:大?清早|早[上晨]?|凌晨|后?半夜|上午|中午|下午|傍晚|晚上?|夜里|夜)"
_CLOCK = rf"(?:{_N}(?:点半?|点[钟多]|时)(?:{_N}分?)?|\d{{1,2}}:\d{{2}})"
_WEEKDAY = "(?:[一二三四五六日天末])"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月"
_DAY = (
    rf"(?:大?[前昨](?:[天日]|儿个?|晚|夜)|今(?:早|晨)|前(?:几|两|些)天|前一?(?:阵子?|段时间)|[这近]几天|[这近]两天"
    rf"|上+个?(?:周|星期|礼拜){_WEEKDAY}?|上+个?月(?:初|中旬|底|末)?|大?前年|去年(?:[春夏秋冬]天|年?底|年?初|{_MONTH}份?)?"
    rf"|(?<![\d一二两三四五六七八九十几半多每过])年前|过年前|(?:今年)?年初|(?:去)?年底|(?:这个)?月初|\d{{4}}年(?:{_MONTH}份?)?"
    rf"|(?<![\d个]){_MONTH}(?:份|初|底|[上中下]旬|{_N}[日号])|今天(?={_PART}))"
)
_FEAST = (
    r"(?:国庆|中秋|春节|元旦|清明|端午|五一|十一|劳动节|元宵|除夕|重阳|腊八|小年|立[春夏秋冬]|入[春夏秋冬伏]|开[春学]"
    r"|暑假|寒假|冬至|夏至|三伏)节?"
)
_NOT_DAILY = "(?<!每)(?<!每天)(?<!天天)"
_POINT = (
    rf"(?:{_DAY}{_PART}?{_CLOCK}?|{_FEAST}(?:放假)?(?:[之以]?(?:前后|[前后])|期间|那[天阵])"
    rf"|{_NOT_DAILY}{_PART}{_CLOCK}(?=就[^是])|{_MONTH}(?=就))"
)
_ON = r"(?:以来|开始(?!修)|起(?!火|来|床|码|雾|诉|先|身|重)|到现在|至今)"
_SINCE_WHAT = r"[^\s,。!?;:~…]{1,12}?(?:以来|以后|之后|开始|起(?!火|来)|后|(?=就|[\s,。!?;]|$))"
_LASTS = (
    rf"(?:自打|自从|打从){_SINCE_WHAT}|[从自打](?:{_POINT}|{_FEAST}|{_MONTH}份?|今天){_ON}?"
    rf"|{_NOT_DAILY}[从自打]?(?:{_PART}{_CLOCK}?|(?<![晚上午早夜里]){_CLOCK}|{_MONTH}份?|{_FEAST}|今天){_ON}"
    rf"|(?:搬(?:进|过)?来|装修|交房|入住|长期|一直|今年|[这近][几两]?年)(?:以来|到现在|至今)"
)
_BEGINS = (
    r"\d一二两三四五六七八九十百俩仨几好多大小半整很许老太长有段阵自打从清早凌后上中下傍晚夜今昨前去过这近年月"
    "国春元端劳除重腊立入开暑寒冬夏搬装交"
)
_SINCE = re.compile(begun_by(_BEGINS, rf"{_LASTS}|{_POINT}{_ON}?|{_SPAN}|{_LONG}"))


def since(text: str) -> str | None:
    """Since when, in the resident's words."""
    found = _SINCE.search(text)
    return found[0] if found else None
