"""Homes as people write them: 三号楼二单元, 3#2-401, 四-2-301, 3栋2门, 12号301室, 2单元502, 楼上802."""

import re
from dataclasses import dataclass
from functools import cache

from domain.numerals import digits
from domain.understanding.slips import NUMERALS

_C = f"[{NUMERALS}]"
_BEFORE = r"(?<![\d.年月/A-Za-z@*])(?<!\d[:号-])"
_NUMBER = (
    rf"(?:(?<![\dA-Za-z.])(?:[A-Za-z]?\d{{1,3}}[A-Za-z]?|[A-Za-z])(?![A-Za-z])|十\d|{_C}{{1,6}})"
)
_SMALL = rf"(?:\d{{1,2}}|{_C}{{1,3}})"
_COUNTED = (
    r"[多余几元块个斤米度瓦分秒次台辆岁万%月层栋幢座路步码]|人(?!家)|号(?![房门家的住户里空]|\s)|天(?![花天])|年(?!久)"
    r"|户(?![主型里家门])|平(?!台)|小时|单元|楼(?![道梯上下顶])"
)
"""`301天` is a time, `301天花板` a home."""
_SOME = (
    rf"[两俩]|{_C}{{1,4}}栋楼[都全]|一栋楼(?![道梯上下顶])|一座"
    rf"|(?<=有)(?:\d|{_C}){{1,3}}栋楼(?![道梯上下顶])|\d{{1,3}}栋楼也"
)
"""So many houses, or the whole of one: `两栋`, `三栋楼都停水`, `一栋楼的人`, `有3栋楼`."""
_MORE = rf"(?:\s*(?:(?<!\d{{3}}),|(?:栋|号楼)?[、和跟与及到至-])\s*{_SMALL}(?!\d)){{0,5}}"
"""More of the same kind, of which the first is taken: `3、5栋`, `1到3单元`."""
_HOUSE = (
    r"号院?\s*楼|栋楼(?![道梯上下顶])|栋|幢|洞(?!口)|座(?![桥山城塔庙椅位机])|#楼|#|公寓|的(?=\d{1,2}单元)"
    rf"|(?<!月)号(?=\s?{_SMALL}\s?(?:单元|门)|\s?\d{{3,4}}(?!\d|{_COUNTED})|门洞)"
    rf"|楼(?=(?:\d|{_C})(?:单元|门(?![口禁卫铃岗])))"
)
_STAIRS = r"单元(?!钱)|门洞|门(?![口禁卫铃岗外前诊锁框课功心亲艺学冰柜])"
_INNER = (
    rf"{_STAIRS}|号门(?!口)|梯(?![子户间队田])|洞(?!口)|单(?![独子位车号据身人价元])"
    r"|(?<=[A-Da-d])[座栋]"
)
"""What may only follow a house: `3栋2单`, `3栋B座`."""
_GAP = r"(?:[\s,、.:;/|的吧呢里(-]|[那这]边|[房室]间?号|房间|门牌号?|那(?=[\d一二三四五六七八九])){0,9}"
_FLOOR = rf"(?:{_GAP}(?:负|地下|-)?{_SMALL}(?:-{_SMALL})?[楼层](?![道梯上下顶口]))?"


def _stairs(tag: str, words: str) -> str:
    numbered = rf"(?P<unit{tag}>(?![两俩])(?:{_SMALL}|[A-Da-d](?![A-Za-z])))"
    named = rf"(?P<name{tag}>[东西中南北甲乙丙丁])[边头侧间]?单元"
    more = _MORE.replace("栋|号楼", "单元")
    return rf"(?:{numbered}(?P<more{tag}>{more})\s*(?:{words})|{named})"


def _room(tag: str) -> str:
    number = rf"\d{{3,4}}(?!\d)|(?:{_C}|\d){{3,6}}"
    return rf"(?:{_GAP}(?P<room{tag}>{number})(?!\d|[.-]\d|{_COUNTED})(?:号?房(?!子)|室|户)?)?"


_WITH_HOUSE = (
    rf"(?<![共几每])(?!{_SOME})(?P<house1>{_NUMBER}){_MORE}\s*(?:{_HOUSE})"
    rf"(?:{_GAP}(?:{_stairs('1', _INNER)}|(?P<half1>{_SMALL})\s*-\s*(?=\d{{3,4}}(?!\d)|{_C}{{3}})))?"
    rf"{_FLOOR}{_room('1')}"
)
_IN_THREE = (
    rf"{_BEFORE}(?P<house2>\d{{1,3}}[A-Za-z]?|[A-Za-z]\d{{0,2}}|{_C}{{1,3}})\s?(?P<gap2>[-./、,|*·]|\s)\s?"
    rf"(?P<unit2>\d{{1,2}}|{_C})\s?(?P=gap2)\s?(?P<room2>\d{{3,4}}|{_C}{{3,4}})"
    rf"(?!\d|[.:-]\d|{_COUNTED})室?"
    rf"|{_BEFORE}(?P<house7>\d{{1,3}}|{_C}{{1,3}})-(?P<unit7>\d{{1,2}}|{_C})-(?:\d{{1,2}}|{_C})(?:门|楼(?!道)|层)"
)
_NO_STAIRS = (
    rf"{_BEFORE}(?P<house3>[1-9]\d?[A-Za-z]?|[A-Za-z]\d?|{_C}{{1,2}})\s?-\s?"
    rf"(?P<room3>\d{{3,4}}|{_C}{{3,4}})(?!\d|[.:-]\d|{_COUNTED})室?"
)
_NO_ROOM = (
    rf"{_BEFORE}(?P<house4>\d{{1,3}}|[A-Za-z]|{_C}{{1,2}})\s?-\s?(?P<unit4>\d{{1,2}}|{_C})"
    rf"(?:单元|门(?![口禁卫铃岗])|(?![\d:.-]|[点期区日天报]|{_COUNTED}))"
)
_NO_HOUSE = rf"(?<![\d.有共几每]){_stairs('5', _STAIRS)}{_FLOOR}{_room('5')}"
_ROOM_ALONE = (
    rf"(?<![\d.:/A-Za-z@#*{NUMERALS}-])(?P<room6>\d{{3,4}}|{_C}{{1,2}}[零〇0]{_C}|[〇零一二三四五六七八九幺]{{3,4}})"
    rf"(?![\d:/{NUMERALS}-]|\.\d|[A-Za-z]|{_COUNTED})(?P<surely6>室|号?房(?!子|东)|家)?"
)
_ANY = f"{_WITH_HOUSE}|{_IN_THREE}|{_NO_STAIRS}|{_NO_ROOM}|{_NO_HOUSE}|{_ROOM_ALONE}"
_BEGIN = re.compile(rf"[\dA-Za-z{NUMERALS}]+|[东西中南北甲乙丙丁](?=[边头侧间]?单元)")
"""Where a home may begin; looked for first, since few lines have any."""
_DAYS = frozenset("周期拜")
_WEEK = ("周", "星期", "礼拜")  # `周二三号楼停电` is 3号楼, on a Tuesday
_NEXT_TO_IT = re.compile("(?:一二|二三|三四|四五|五六|六七|七八|八九)")
_BY_FLOOR = re.compile(rf"({_C}*十{_C}?)[零〇]([一二三四五六七八九])")
_CALLED = re.compile(
    r"(?:编号|尾号|车牌号?|电话|热线|密码|工号|单号|[拨打牌豫]|第|票|公交|国道|省道|共|报|花|交|罚|[¥$])\s?$"
)
_OF_A_HOME = re.compile(
    r"(?:楼[上下]|[楼层家户主邻居就给把让请叫那这个住是在到和与跟着的得被我们咱俺]|隔壁|对[门面]|更正|改成|房间?号|室号|门牌号?)$"
)
_A_HOME = re.compile(
    r"(?:[(的家住遭又还也都就总是里外旁隔把被放关开没漏渗滴返断厨卫窗门空吵养狗老昨今整]|业主|对门|[那这][家户]|楼[上下]|阳台"
    r"|客厅|天花|屋|装修|半夜|天天|一直|停[水电气]|跳闸|下水|马桶|水[管表]|电表|暖气|地暖|反映|小孩)"
)
_HOUSED = re.compile(r"栋|幢|号楼|单元")
ALONE = "6"  # the way of writing a room and nothing else
LINES = frozenset({"110", "119", "120", "122", "114", "315"})
HIGHEST_DOOR = 36  # of one floor, in a block of small flats: `1203` is a door, `1299` an amount


@dataclass(frozen=True, slots=True)
class Home:
    """One home, stairway or house that a line names, and where in the line."""

    start: int
    end: int
    building: str | None = None
    unit: str | None = None
    room: str | None = None


@cache
def _any() -> re.Pattern[str]:
    """The pattern of all ways; made at the first line, since it takes a tenth of an import's time."""
    return re.compile(_ANY)


def homes(text: str) -> list[Home]:
    """All homes that a line names, in order; the text is in one spelling already."""
    found: list[Home] = []
    end = 0
    pattern = _any()
    for begin in _BEGIN.finditer(text):
        at = begin.start()
        if text[at - 1 : at] in _DAYS and text.endswith(_WEEK, 0, at):
            at += 1
        match = pattern.match(text, at) if at >= end else None
        home = _home(text, match) if match else None
        if home is not None:
            found.append(home)
            end = home.end
    return found


def _home(text: str, found: re.Match[str]) -> Home | None:
    way = str(found.lastgroup)[-1]
    said = {name[:-1]: part for name, part in found.groupdict().items() if part and name[-1] == way}
    building = _house(said["house"]) if "house" in said else None
    if "house" in said and building is None:
        return None
    unit = said.get("unit") or said.get("half")
    number = digits(unit) if unit else said.get("name")
    room = _door(said["room"]) if "room" in said else None
    if way == ALONE and not _is_door(text, found):
        return None
    if "more" in said:
        number = room = None  # of several stairways none in particular
    if not (building or number or room or "more" in said):
        return None
    return Home(found.start(), found.end(), building, number, room)


def _house(word: str) -> str | None:
    """A house's number; of `三四栋` the first."""
    number = digits(word[0] if _NEXT_TO_IT.fullmatch(word) else word)
    return None if number == "0" else number


def _door(word: str) -> str | None:
    """A door's number: `三零一`, `0301`, `十二零三`."""
    by_floor = _BY_FLOOR.fullmatch(word)
    if by_floor:
        return f"{digits(by_floor[1])}0{digits(by_floor[2])}"
    return digits(word)


def _is_door(text: str, found: re.Match[str]) -> bool:
    """Whether a number that stands alone is a door: `楼上502漏水`, not `打12345`, `1299元`."""
    if found["surely6"] and found["surely6"] != "家":
        return True
    number = _door(found["room6"])
    if number is None or len(number) not in (3, 4) or _CALLED.search(text, 0, found.start()):
        return False
    padded = found["room6"][0] == "0"  # `0830` is an hour
    plausible = 0 < int(number[-2:]) <= HIGHEST_DOOR and number not in LINES and not padded
    before = text[max(0, found.start() - 3) : found.start()]
    if not plausible:
        return False
    beside = _OF_A_HOME.search(before) or _A_HOME.match(text, found.end())
    return beside is not None or (_HOUSED.search(text) is not None and not before[-1:].isalnum())
