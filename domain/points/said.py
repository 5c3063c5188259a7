"""`我今天参加了楼道清扫`, `第12条不对,他没来`: what people say they did, and what they say is not so."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.numerals import CHINESE, digits
from domain.understanding.plain import normal, simplified

LONGEST = 60  # characters: whoever writes more tells of something else
OLDEST = timedelta(days=62)  # what lies longer back nobody remembers
MOST_HALVES = 24  # of one day
USUAL_HALVES = 2  # where no hours are named
_N = rf"(\d{{1,9}}|{CHINESE}{{1,3}}|两)"

ITEMS: tuple[tuple[str, str], ...] = (
    ("+09", r"(?:讲|主讲|上)了?(?:一|一次)?[堂节场次]?.{0,4}(?:课|讲座)|当(?:了|过)?(?:一次)?主讲"),
    (
        "+12",
        (
            r"(?:免费|义务|无偿)(?:给|帮|替|为)?.{0,6}(?:理发|剪头|剪发|修|磨刀|缝|量血压)"
            r"|(?:给|帮|替|为)(?!我).{1,8}(?:剪了?头发|理了?发|磨了?刀|量了?血压)"
        ),
    ),
    ("+02", r"志愿(?:活动|服务|者)|义工|公益活动"),
    (
        "+03",
        (
            r"清扫|打扫|大扫除|扫楼|楼[道梯].{0,3}扫了|扫了.{0,4}楼[道梯]|扫雪|铲雪|扫地|[捡拾].{0,3}垃圾"
            r"|清理(?:楼道|小广告|杂物|卫生)|搞卫生|垃圾(?:都|给|全)*[捡拾清]|小广告(?:都|给|全)*[清撕铲刮]"
            r"|(?:门口|院子|楼[道梯]|单元|走廊|过道|广场|台阶)(?:里|都|给|全|也)*[扫拖]"
        ),
    ),
    ("+04", r"值守|值勤|执勤|巡逻|巡查|站岗|(?:门岗|驿站|v站|V站)值班|值(?:了|完)?一?班"),
    ("+06", r"议事会|协商会|居民会|业主会|议事"),
    ("+07", r"(?:建议|提案|意见).{0,6}采纳"),
    ("+08", r"听了?.{0,6}(?:讲座|课|宣讲)|(?:参加|去)了?.{0,6}(?:讲座|宣讲)"),
    ("+11", r"(?:看望|探望|探访|陪)了?.{0,8}(?:老人|孩子|奶奶|爷爷|大爷|大妈|婆婆|阿婆)"),
    ("+14", r"调解|劝和|劝架"),
    ("+17", r"[捡拾](?:到|着|了).{0,12}(?:交|还|送)|拾金不昧"),
    ("+18", r"献了?血"),
    ("+19", r"捐(?:了|款|书|物|衣|赠)"),
    ("+20", r"防汛|抗洪|抢险|防疫|救灾"),
    ("+22", r"表彰|评为|获得?.{0,10}(?:称号|奖)"),
    (
        "+23",
        (
            r"(?:帮|替|给)(?!我).{1,8}?(?:[取拿买]了?(?:药|菜|快递|件|米|东西)|拎|搬|提|开车|接送"
            r"|跑腿|送医|送饭|换灯泡|修|缴费|排队|挂号)"
        ),
    ),
)
_ITEMS = tuple((code, re.compile(pattern)) for code, pattern in ITEMS)
_WHOM = re.compile(
    r"(?:帮|替|给)(?P<whom>.{1,8}?)(?:去|上|了)?(?:取|拿|买|拎|搬|提|开|接|跑|送|换|修|缴|排|挂)"
)
_DONE = re.compile(r"了|过|完|刚|参加|去|昨|前天|上周")
_ASKS = re.compile(
    r"[??吗么呢嘛]|怎么|多少|几分|什么|哪|能不能|可不可以|谁|要不要|想|准备|打算|报名|明天|后天|下周"
)
_GRIEVES = re.compile(
    r"没人|没有|没来|没去|还没|不|坏|脏|臭|堵|漏|吵|满|烂|掉|堆|投诉|举报|请|求|麻烦|赶紧|他们|物业"
    r"|保洁|叫人|派人|泼|洒到|弄湿|影响|挡|占"
)
_CALMED = re.compile(r"吵架|打架|吵嘴|闹矛盾|吵")
"""What is told of in a quarrel that somebody has made up."""
_THEY = re.compile(
    r"^(?:昨[天晚]|今[天早]|刚才?|上午|下午)*(?:隔壁|楼[上下]|对门|邻居|有人|别人|人家|他们?|她们?|你们?)(?!.{0,6}我)"
)
"""`隔壁打扫卫生`: others did it, and what is told is something else."""
_ANY = re.compile(
    r"做了?(?:件|一件|个)?好事|申报积分|报积分|积分申报|(?:给我家?|我家?要)(?:加|记)(?:点|个)?积?分"
)
_HOURS = re.compile(
    rf"(?P<less>[-−负])?(?:{_N}(?P<tenths>\.\d+)?|(?P<half>半))个?(?P<more>半)?(?:小时|钟头)(?P<after>半)?"
)
_DAYS = tuple(
    (re.compile(word), before)
    for word, before in (("大前[天儿日]", 3), ("前[天儿日晚]", 2), ("昨", 1), ("今(?!年)|刚", 0))
)
_ELSEWHEN = re.compile(
    r"去年|前年|上个?月|(?<!\d)\d{1,2}月份?(?!\d)|[一二三四五六七八九十]{1,2}月份?|前几天|前些天|前段|前阵"
    r"|有一次|以前|上次|上(?:个)?(?:周|星期|礼拜)(?!\S{0,1}[一二三四五六日天])|每[天周月]|天天|经常"
)
"""A time that names no day: nothing is written down for today instead."""
_DAY = rf"(\d{{1,2}}|{CHINESE}{{1,3}})"
_DATE = re.compile(rf"(?:(?:{_DAY}月份?|(?P<last>上个?月)))?{_DAY}[日号](?![楼栋幢门院])")
_WEEKDAY = re.compile(r"(上)?(?:周|星期|礼拜)([一二三四五六日天])")
_FOR = re.compile(r"^申报[\s::,]*(?P<home>\S+?)[\s,:]+(?P<rest>\S.*)$")
_NTH = rf"(\d{{1,5}}|{CHINESE}{{1,6}}|两)"
_LINE = re.compile(rf"第\s*{_NTH}\s*[条个项号行]")
_FIRST = re.compile(rf"^{_NTH}(?:[条个项号行]|(?=\W|$))")
_LONE = re.compile(r"(?<![\d.-])(\d{1,5})(?![\d.栋幢号楼单元室月日年点分岁家户人次])")
"""A number that is no house, no day and no sum, wherever it stands in an answer."""
_OBJECTS = re.compile(
    r"有异议|提异议|异议|不属实|不对|不是真|没来|没去|没参加|没做|没干|造假|假的|记错|弄错|搞错|有意见|不该"
)
_QUEUE = frozenset({"待核实", "核实积分", "待核实积分"})
_ALONE = re.compile(r"异议|公示.{0,8}(?:不对|有问题|不属实|错)")


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody says was done; `codes` are the items that it may be."""

    codes: tuple[str, ...]
    day: date | None
    halves: int
    whom: str = ""
    """Who was helped: two neighbours on one day are two deeds."""


@dataclass(frozen=True, slots=True)
class Objects:
    """An entry that somebody calls wrong; its number on the list, where they say it."""

    line: int | None


def done(text: str, today: date, *, asked: bool = False) -> Done | None:
    """What a line says was done; None where it tells of no deed. `asked`: it answers which one it was."""
    plain = simplified(normal(text))
    if not plain or len(plain) > LONGEST:
        return None
    if not asked and _ANY.search(plain):
        return Done(deeds_in(plain), said_day(plain, today), _halves(plain))
    codes = deeds_in(plain)
    told = _CALMED.sub("", plain) if "+14" in codes else plain
    if _ASKS.search(plain) or _GRIEVES.search(told) or not (asked or _DONE.search(plain)):
        return None
    if not asked and _THEY.search(plain):
        return None
    if not codes:
        return None
    whom = _WHOM.search(plain) if "+23" in codes else None
    return Done(codes, said_day(plain, today), _halves(plain), whom["whom"] if whom else "")


def deeds_in(plain: str) -> tuple[str, ...]:
    """The items that a line names, whether they were done or are asked about."""
    return tuple(code for code, pattern in _ITEMS if pattern.search(plain))


def said_day(plain: str, today: date) -> date | None:
    """The past day that is named; today where none is; None where it cannot be one."""
    year = today.year - 1 if "去年" in plain else None
    if found := _DATE.search(plain):
        month = _number(found[1]) if found[1] else None
        if found["last"]:
            month = (today.month - 2) % 12 + 1
        return _dated(month, _number(found[3]), today, year)
    if year is None:
        for word, before in _DAYS:
            if word.search(plain):
                return today - timedelta(days=before)
    if found := _WEEKDAY.search(plain):
        back = (today.weekday() - "一二三四五六日".index(found[2].replace("天", "日"))) % 7
        monday = today - timedelta(days=today.weekday())
        day = today - timedelta(days=back)
        return day - timedelta(days=7) if found[1] and day >= monday else day
    return None if _ELSEWHEN.search(plain) else today


def _dated(month: int | None, day: int, today: date, year: int | None) -> date | None:
    """`11月28日` or `28号`: the last such day that has been, or the one of the year that is named."""
    for back in range(13 if month is None else 2):
        if month is None:
            before, index = divmod(today.year * 12 + today.month - 1 - back, 12)
            wanted = (before, index + 1)
        else:
            wanted = (year or today.year - back, month)
        try:
            found = date(*wanted, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _halves(plain: str) -> int:
    """Half hours; 0 where the hours that are named cannot be counted by halves of one day."""
    found = _HOURS.search(plain)
    if found is None:
        return USUAL_HALVES
    if found["less"]:
        return 0
    whole = 0 if found["half"] else 2 * _number(found[2])
    more = bool(found["half"] or found["more"] or found["after"]) + 2 * float(found["tenths"] or 0)
    halves = whole + more
    return int(halves) if halves <= MOST_HALVES and halves % 1 == 0 else 0


def hours_written(text: str) -> int:
    """Hours of a form as half hours: `1.5`, `半`, `两个半小时`; 0 where they cannot be counted so."""
    plain = simplified(normal(text)).replace(" ", "")
    if not plain:
        return USUAL_HALVES
    if plain.endswith(("个半", "半")) and not plain.startswith("半"):
        return _halves(plain.removesuffix("半").removesuffix("个") + "个半小时")
    worded = plain if _HOURS.search(plain) else f"{plain}小时"
    return _halves(worded) if _HOURS.fullmatch(worded) else 0


def _number(said: str) -> int:
    return int(digits(said.replace("两", "2")) or 0)


def for_household(text: str) -> tuple[str, str] | None:
    """`申报 陈桂兰 昨天清扫`: whose household, and what they did."""
    found = _FOR.match(text.strip())
    return (found["home"], found["rest"]) if found else None


def objects(text: str) -> Objects | None:
    """Whether a line calls an entry of the list wrong."""
    plain = simplified(normal(text))
    if len(plain) > 2 * LONGEST or not _OBJECTS.search(plain):
        return None
    line = _LINE.search(plain)
    if line is None and not _ALONE.search(plain):
        return None
    return Objects(_number(line[1]) if line else None)


def line_named(text: str) -> int | None:
    """The entry that somebody names when asked which one: `3`, `第三条`, `3号,他12月3日没来`."""
    plain = simplified(normal(text))
    found = _LINE.search(plain) or _FIRST.search(plain) or _LONE.search(plain)
    return _number(found[1]) if found else None


def asks_for_queue(text: str) -> bool:
    """`待核实`: what waits for whoever serves."""
    return simplified(normal(text)) in _QUEUE


def of_oneself(text: str) -> bool:
    """`我…`: whoever begins so tells of themselves, whatever was asked before."""
    return text.startswith(("我", "俺", "咱"))
