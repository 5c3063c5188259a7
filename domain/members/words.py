"""`报到`, `我会修电器,想当志愿者`, `老张今天扫雪2小时`: what members and volunteers write in private."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from domain.numerals import CHINESE, digits
from domain.signups.words import COMPOUND
from domain.understanding.plain import simplified

LONGEST = 60  # characters; whoever writes more tells of something else
MOST_SKILLS, LONGEST_SKILL = 6, 16
MOST_MINUTES = 12 * 60
LEAST_MINUTES = 10
HOUR = 60

_END = r"[。.!~]*"
_REPORTS = re.compile(
    rf"(?:在职)?(?:党员)?(?:我?来?|我?要)(?:双|到?社区)?报到(?:[,:\s]*([A-Za-z0-9_-]{{8,40}}))?{_END}"
)
_POINTS = re.compile(
    rf"(?:查(?:一下|询)?)?(?:(?:我的?)?(?:今年)?的?有?多少(?:党员)?服务积?分"
    rf"|(?:我的?)?(?:今年)?的?(?:党员)?(?:服务积?分|党员积分)(?:登记表)?(?:(?:是|有)?多少|怎么(?:少|扣|多|加)分?了?)?)"
    rf"分?了?[??]?{_END}|(?i:my service points){_END}"
)
_MUCH = "(?:多少|几)个?(?:小时|钟头)?"
_HOURS = re.compile(
    rf"(?:查(?:一下|询)?)?我?的?(?:今年|一共|总共)?的?(?:(?:志愿(?:者|服务)?|服务)(?:时长|时间|小时)(?:是?多少|有多少)?"
    rf"|有多少(?:志愿|服务)(?:服务)?(?:时长|时间|小时)|(?:做|干)了{_MUCH}的?志愿(?:者|服务)?"
    rf"|(?:志愿)?服务了?{_MUCH}|时长(?:是?多少)?)了?[??]?{_END}|(?i:my hours){_END}"
)
_CERTIFICATE = re.compile(
    r"(?:我?[想要]要?|请|麻烦|能不能|可以|能)?(?:给我|帮我)?(?:开|发|办|要|看)?(?:一?[张个份])?(?:我的?)?"
    rf"志愿(?:者|服务)?(?:时长)?(?:证明|证书)(?:吗)?[??]?{_END}|我的证书{_END}|(?i:my certificate){_END}"
)
_AS = "(?:一?[名个])?(?:社区)?(?:义工|志愿者?队|志愿者)队?"
_VOLUNTEER = re.compile(
    rf"(?:我)?(?:也)?(?:(?:想|要|愿意|希望)(?:来|去|也|报名|申请)*(?:当|做|成为|加入|报名)"
    rf"|(?:报名|加入|申请(?!志愿者(?:来|上门|接送|陪|帮|照|送)))(?:当|做)?|^我来?[当做](?=.{{0,8}}$)|^我可以(?:来)?[当做]){_AS}(?!.{{0,4}}活动|时长)"
    rf"|(?:想|要|愿意)(?:来|去)?(?:参加|做)志愿服务(?!活动)|(?:算|加)我一个(?:社区)?志愿者|^志愿者报名(?=$|[,。!])"
)
_OF_ANOTHER = re.compile(
    r"我?(?:家)?(?:孩子|儿子|女儿|老伴|老公|老婆|爱人|妈|爸|父亲|母亲|朋友|邻居|孙子|孙女)(?:也)?(?:想|要|愿意)|又怕|没时间|没空|现在不"
)
"""Who speaks for another, or against it, is not put on the register."""
_LEAVES = re.compile(
    r"(?:.{0,12}[,。])?(?:以后|今后)?我?(?:以后)?(?:想|要)?(?:"
    r"(?:不(?:想|再|能)?(?:再)?|别|没法|当?不了)(?:继续)?(?:当|做)?|退出)(?:社区)?志愿者?(?:队|队伍)?(?:名册)?(?:了|啦|吧)?[。.!~]*"
    r"|(?:取消|注销)(?:我的)?志愿者(?:身份|资格)?[。.!~]*|志愿者我?不(?:想)?[当做干]了[。.!~]*"
    r"|把我从志愿者(?:里|名单里?|名册里?)?(?:面)?(?:删|去|拿)(?:掉|了|除)?[。.!~]*"
)
_ASKS = re.compile(r"[??]|怎么|咋|如何|吗|哪里|谁|(?<!不会)什么|多少|要是|如果|不想|不要")
_CAN = re.compile(
    r"(?:以前|平时|退休前)?(?:(?<!不)会|擅长|懂|能|可以|愿意(?:义务)?|学过|当过|做过|是)"
    r"(?:一?点儿?|一?些)?|(?=教|陪)"
)
_SKILL_ENDS = re.compile(r"[,,、;;。!和跟及]|(?=还会|也会)")
_WEAK = re.compile(r"^(?:帮忙|帮助?|点|一点|的|了|也|还|都|来)+|(?:的|了|什么的|等等?)$")
_IN = re.compile(
    rf"(?:我来?)?(?:志愿(?:服务)?|服务)?(?:签到|打卡|(?i:check in))了?(?:[,:\s]+(.{{1,20}}?))?{_END}"
)
_OUT = re.compile(
    rf"(?i:check out)|(?:我)?(?:志愿(?:服务)?|服务)?(?:签退了?|做完了|服务结束|结束服务){_END}"
)
_SPAN = re.compile(
    rf"(?P<half>半个?小时)|(?P<hours>\d{{1,2}}(?:\.\d)?|{CHINESE}{{1,3}})个?(?P<more>半)?(?:小时|钟头)"
    rf"(?:(?P<after>半)|(?P<beside>\d{{1,2}})分钟?)?|(?P<minutes>\d{{1,3}})分钟"
)
_WRONG = re.compile(
    r"坏|没|堵|漏|吵|闹|投诉|举报|不[亮通够了下出动行]|受伤|摔|跌|晕|昏|倒[了在地]|困[住在]|被[困骗偷打]|打[架人]"
    r"|[着起失]火|冒烟|塌|爆[了裂管]|走失|失踪|失联|流血|救命|发现|违建|聚众|赌博|取消|改期|推迟|延期|停[水电气]|装修"
    r"|麻将|晚点|等电梯"
)
"""What is wrong, or did not take place, is work for somebody and no deed to be counted."""
_TITLES = "师傅|阿姨|叔叔?|大爷|姐|哥|老师"
_WHO = re.compile(
    rf"^(?:志愿者)?(?P<who>[老小][\u3400-\u9fff]|[\u3400-\u9fff]{{1,4}}?)(?P<title>{_TITLES})?"
    r"(?=今[天日早晚]|昨天?|前天|上午|下午|\d{1,2}(?:月|号))"
)
_DAY = re.compile(
    r"^(?:今[天日早晚]|昨天?|前天|上午|下午|早上|晚上|\d{1,2}月\d{1,2}[日号]|\d{1,2}号)+"
)
_TALLY = re.compile(r"^[\s,了]+|[\s,了]*(?:一共|总共|共计|共)?[\s,]*$")
_PLEDGE = re.compile(
    r"^我来?(?:认领|承诺)(?!了|的|过|个|那.*了$)(?:一件事)?[:,\s]*(?P<what>(?!\d+号?$)(?!.*心愿).{4,60})$"
)
_PLEDGE_DONE = re.compile(
    r"^(?:认领|承诺)\s*(?P<number>\d{1,6})\s*号?[,:]?\s*"
    rf"(?:[办做]好了?|[办做]完了?|完成了?|兑现了?){_END}$"
)
_PLEDGE_BACK = re.compile(
    rf"^(?:我?(?:不|没法|不能)(?:再)?|撤回|撤销|取消)(?:认领|承诺)\s*(?P<number>\d{{1,6}})\s*号?了?{_END}$"
)
_PLEDGES = re.compile(rf"^我的(?:认领|承诺){_END}$")


@dataclass(frozen=True, slots=True)
class Reported:
    """Somebody reports in; with the code that they were given, where they write it."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class Wants:
    """Somebody wants to be a volunteer, and what they say they can do."""

    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """`老张今天扫雪2小时`: who, what, how long; the day is read elsewhere."""

    who: str
    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A volunteer begins, and says with what."""

    what: str


def plain(text: str) -> str:
    """A line as it is read: one width, one script, no spaces at its ends."""
    return simplified(unicodedata.normalize("NFKC", text)).strip()


def reports_in(text: str) -> Reported | None:
    """`报到`, alone or with a code."""
    found = _REPORTS.fullmatch(plain(text))
    return Reported(found[1] or "") if found else None


def asks_points(text: str) -> bool:
    """`我的服务积分`."""
    return bool(_POINTS.fullmatch(plain(text)))


def asks_hours(text: str) -> bool:
    """`我的志愿时长`."""
    return bool(_HOURS.fullmatch(plain(text)))


def wants_to_help(text: str) -> Wants | None:
    """`我会修电器,想当志愿者`; who asks how that goes has not decided yet."""
    line = plain(text)
    found = _VOLUNTEER.search(line)
    if found is None or len(line) > LONGEST or _ASKS.search(line) or _OF_ANOTHER.search(line):
        return None
    rest = line[: found.start()] + "," + line[found.end() :]
    return Wants(skills_in(rest))


def asks_certificate(text: str) -> bool:
    """`我的志愿服务证明`."""
    return bool(_CERTIFICATE.fullmatch(plain(text)))


def pledge_taken_back(text: str) -> int | None:
    """`撤回认领2`: the number of the pledge that will not be kept."""
    found = _PLEDGE_BACK.match(plain(text))
    return int(found["number"]) if found else None


def stops_helping(text: str) -> bool:
    """`我不当志愿者了`."""
    return bool(_LEAVES.fullmatch(plain(text)))


def skills_in(text: str) -> tuple[str, ...]:
    """What somebody says they can do, thing by thing, in their own words."""
    line = plain(text)
    found: list[str] = []
    for part in _SKILL_ENDS.split(line):
        said = _CAN.search(part)
        words = part[said.end() :] if said else part if found else ""
        words = _WEAK.sub("", words.strip(" ,我"))
        if 1 < len(words) <= LONGEST_SKILL and words not in found:
            found.append(words)
    return tuple(found[:MOST_SKILLS])


ALIKE = (
    ("电器", "家电", "电工", "电路", "冰箱", "洗衣机", "电视", "空调", "水电"),
    ("水管", "水暖", "管道", "下水", "水电"),
    ("理发", "剪头", "剃头"),
    ("医生", "护士", "护理", "量血压", "急救", "看病", "陪诊"),
    ("辅导", "作业", "教书", "老师", "教师", "带孩子", "看孩子"),
    ("手机", "电脑", "上网"),
    ("开车", "司机", "驾驶", "接送"),
    ("做饭", "厨师", "烧菜", "包饺子", "食堂"),
    ("法律", "律师", "调解", "普法"),
    ("心理", "谈心", "聊天"),
    ("唱歌", "跳舞", "乐器", "书法", "画画", "摄影"),
    ("打扫", "清扫", "扫雪", "保洁", "捡垃圾"),
    ("巡逻", "保安", "值守", "退伍", "当兵"),
    ("翻译", "英语", "手语", "方言"),
    ("缝补", "裁缝", "改衣服", "织毛衣"),
)
"""Words for one skill: whoever looks for an electrician finds who mends household appliances."""


def skilled(skills: tuple[str, ...], wanted: str) -> bool:
    """Whether what somebody can do answers to what is looked for."""
    looked = plain(wanted)
    groups = [group for group in ALIKE if any(word in looked for word in group)]
    return any(
        looked in skill or any(word in skill for group in groups for word in group)
        for skill in map(plain, skills)
    )


def checks_in(text: str) -> CheckedIn | None:
    """`签到`, or `志愿服务签到 扫雪`."""
    found = _IN.fullmatch(plain(text))
    return CheckedIn((found[1] or "").strip()) if found else None


def checks_out(text: str) -> bool:
    """`签退`."""
    return bool(_OUT.fullmatch(plain(text)))


def span(text: str) -> int | None:
    """The minutes of `2小时`, `两个半小时`, `半小时` or `40分钟`; None where a line names none."""
    found = _SPAN.search(plain(text))
    if found is None:
        return None
    if found["half"]:
        return HOUR // 2
    if found["minutes"]:
        return int(found["minutes"])
    said = found["hours"]
    hours = float(said) if said[0].isdigit() else float(digits(said) or 0)
    half = HOUR // 2 if found["more"] or found["after"] else 0
    return int(hours * HOUR) + half + int(found["beside"] or 0)


def served(text: str) -> Served | None:
    """`老张今天扫雪2小时`, from whoever saw it."""
    line = plain(text).rstrip("。.!")
    found, minutes = _WHO.match(line), span(line)
    if found is None or minutes is None or len(line) > LONGEST or _ASKS.search(line):
        return None
    if tells_of_trouble(line):
        return None
    if found["who"] in ("我", "我们", "他", "她", "大家"):
        return None
    what = _SPAN.sub("", line[found.end() :])
    what = _TALLY.sub("", _DAY.sub("", what))
    return Served(found["who"] + (found["title"] or ""), what, minutes) if what else None


_SAID_DAY = re.compile(
    r"(?P<now>今[天日早晚]|上午|下午|早上|晚上)|(?P<one>昨[天日]?)|(?P<two>前天)"
    r"|(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]"
)


def tells_of_trouble(text: str) -> bool:
    """Whether a line tells of something wrong, or of what did not take place."""
    return bool(_WRONG.search(plain(text)))


def past_day(text: str, today: date) -> date:
    """The day that a line tells of: today where it names none, and never one that lies ahead."""
    found = _SAID_DAY.search(plain(text))
    if found is None or found["now"]:
        return today
    if found["one"] or found["two"]:
        return today - timedelta(days=1 if found["one"] else 2)
    back = today
    for _ in range(366):  # the newest such day
        if back.day == int(found["day"]) and found["month"] in (None, str(back.month)):
            return back
        back -= timedelta(days=1)
    return today


def bare_name(called: str) -> str:
    """`老张`, `张师傅` and `张姐` without their titles; what is left begins their name."""
    return re.sub(rf"^[老小阿]|(?:{_TITLES})$", "", called)


def meant(called: str, name: str) -> bool:
    """Whether `老张`, `张师傅` or `张建国` may mean somebody of this name."""
    short = bare_name(called)
    if not short:
        return False
    return name == short or (len(short) <= 1 + (name[:2] in COMPOUND) and name.startswith(short))


def pledges(text: str) -> str | None:
    """`我认领:每周扫一次3栋楼道`: what is promised."""
    found = _PLEDGE.match(plain(text))
    return found["what"].strip() if found and not _ASKS.search(found["what"]) else None


def pledge_done(text: str) -> int | None:
    """`认领12办好了`: the number of the pledge that is kept."""
    found = _PLEDGE_DONE.match(plain(text))
    return int(found["number"]) if found else None


def asks_pledges(text: str) -> bool:
    """`我的认领`."""
    return bool(_PLEDGES.match(plain(text)))
