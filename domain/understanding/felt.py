"""Of several homes in one line the one that it is about: where a nuisance is felt, what was corrected."""

import re
from dataclasses import replace
from itertools import pairwise

from domain.understanding.homes import Home
from domain.understanding.spots import Seen

_NOT = re.compile(r"(?:不是|不在|并非|而不是|没说)(?:我们?|咱们?|你们|说)?(?:家|在)?$")
_CORRECTED = re.compile(
    r"^[,。、.;\s]*(?:哦|噢|呃|额|啊|唉)?[,\s]*(?:不对|不是|打错了?|说错了?|写错了?|错了|弄错了?|更正|更改|改成|应该是|不,|不(?=$))"
)
_OURS = re.compile(
    r"(?:我们家?|咱们?家?|俺们?家?|我家|我是|我住|家住|自家|本人|住在?|我)(?:家|是|住|在|这边?|那边?|也)*[,\s]?$"
)
_NUISANCE = re.compile(
    r"[吵闹响歌舞漏渗滴烟臭味扔狗鸡跳跑拖灰尘震噪砸挡浇吹飘泡淹敲熏照声叫喊炮油晃]|音乐|喇叭|半夜|凌晨|通宵|太亮|亮得|麻将|刺眼|灯光|装修|施工|电钻|影响|受不了|睡|琴"
)
"""What reaches one home from another. `我是5栋的,3栋门口没灯` tells of 3栋."""
_WITHIN = (
    r"(?:[\u4e00-\u9fff]{2,6}(?<=[里园苑府湾城庭邸郡区村院]))?(?:[a-zA-Z\d东西南北]{1,2}[区期])?$"
)
"""An estate or a zone before the house."""
_INTRODUCED = re.compile(
    r"(?:我是|我住在?|我家在?|家住在?|(?:我|(?<![老有家病客男女大工])人)(?:现在|这会儿?|正)?在"
    r"|(?:^|[,。;!\s])(?:本人)?住在?|本人(?:是|在|家在)?|(?:^|[,。;!:\s])[我俺咱](?:家?是|家?住在?)?)"
    + _WITHIN
)
_STANDS = re.compile(r"(?<![家住])在" + _WITHIN)
"""Who cries from 3栋 that the watch at the gate shall come is at 3栋."""
_AT_HOME = re.compile(r"[,。;!\s][^,。;!\s]{0,3}(?:家里|屋里|我们?家(?=[没停漏断被着]))")
_WHO = (
    r"(?:新搬来|刚搬来|退休|[老新小大])*(?:业主|住户|居民|租户|租客|房东|邻居|老?党员|老?师傅|楼长|楼栋长|志愿者"
    r"|大[妈爷叔姐哥]|阿姨|奶奶|爷爷|学生|[老小][\u4e00-\u9fff]|[\u4e00-\u9fff](?:[姐哥叔姨婶伯工]|老师|师傅|女士|先生|阿姨|奶奶|爷爷))"
)
_A_NEIGHBOUR = re.compile(rf"{_WHO}[,。;!\s]")
_OPENS = re.compile(r"(?:^|[,。;!:\s])(?:我是|这里是)?" + _WITHIN)
_SEEN_THERE = re.compile(
    r"(?:路过|经过|走过|走到|路经|[看瞧望]到|[看瞧望]见|发现|听[见到]|闻[见到])(?:了|隔壁|对面|楼下|那边|旁边)*[,\s]?$"
)
"""`我在3栋,听见5栋` tells of 5栋, wherever its author stands."""
_SUFFERED = re.compile(
    r"睡|受不了|吵[死得我]|影响|[天每]天|每晚|整[夜晚]|一?直在|通宵|熏|[到进]我|我家"
)
_WARNED = re.compile(
    r"^(?:的)?(?:业主|住户|邻居|朋友|家人|各位|大家|人|们)*[,\s]*(?:请|都|要)*(?:注意|小心|当心|留意|看过来|听着)"
)
"""`住3栋的注意,10栋`: those who live there are spoken to, of another house."""
_STOP = re.compile(rf"(?:这边|那边|{_WHO})?(?:[,。;!\s]|但是?|不过|可是)")
_WELL = re.compile(
    r"^(?:[都倒是也还就]|那边|这边)*(?:没事|没问题|没坏|没停[水电气]?|不停[水电气]?|好好|正常|[有来]着?[水电气网](?![味管声]))"
    r"[儿呢吧]?(?:[,。;!\s]|但|而|可是|就是)"
)
"""`9栋好好的,是12栋漏水` tells of 12栋. What has become well may be the news: `修好了` is none of these."""
_REACHES = re.compile(
    r"(?:到|得|进|影响|害|吵|熏|照|砸|淹|泡|对着|朝着?|向|冲)(?:了|我们?|咱们?|俺们?|楼下|隔壁|家|的|得)*$"
)
_SUFFERS = re.compile(
    r"^(?:家里?|这边|的?住户|整夜|整晚|一直|天天|的|人|也|都|就|天花板|屋里|阳台)*"
    r"(?:遭殃|受不了|受罪|没法|睡不|没办法|不得安宁|滴水了|滴了|湿了|泡了|淹了|被|开不了|跟着|倒霉)"
)
_THEIRS = re.compile(r"(?:楼[上下]|隔壁|对面|对门|邻居|旁边)(?:那?家|是|有|的|住)*$")
_ALSO = re.compile(r"(?:家里?)?[\s、]*(?:[和跟与及到至、-]|还有|以及)?")
_FROM_THERE = re.compile(
    r"楼?(?:旁边|后面|前面|对面|隔壁|边上|斜对面|过去|再过去)(?:那栋|一栋|就是|是)?"
)
_TELLS = re.compile(
    r"(?:旁边?|边上?|附近|对面|后面?|前面?|那边|这边|那个|那里|外面?|里面?|进[来去]?|过[来去]|往|[左右]手?边?|直走|拐)*+[^\s,。;!?]{2}"
)
"""More of a spot than that the author lives there: `我住3栋,东门旁边,楼道灯不亮` is of 3栋."""
_JOINED = re.compile(r"^[\s,、()【】:/的-]*$")


def felt(text: str, homes: list[Home]) -> Home | None:
    """The home that a line is about; a building or stairway that it does not say again is taken over."""
    said = _put_right(text, _kept_together(text, homes))
    said = [home for home in said if not _WELL.match(text[home.end : home.end + 12])] or said
    if not said:
        return None
    if len(said) == 1:
        return said[0]
    return _in_common(text, said) or _filled(_chosen(text, said), said)


def told_of(text: str, homes: list[Home], spot: Seen) -> bool:
    """Whether a spot is where the trouble is, and the one home named only where its author lives."""
    if len(homes) != 1 or homes[0].end > spot.start:
        return False
    before, after = text[: homes[0].start], text[homes[0].end : spot.start]
    if not _STOP.match(after) or not _introduces(before, after) or _STANDS.search(before):
        return False
    return _TELLS.match(text, spot.end) is not None and not _AT_HOME.search(text, spot.end)


def _introduces(before: str, after: str) -> bool:
    """`我3栋,`, `我是3栋老党员,` and `3栋业主,` say who writes."""
    return bool(_INTRODUCED.search(before) or (_OPENS.search(before) and _A_NEIGHBOUR.match(after)))


def _kept_together(text: str, homes: list[Home]) -> list[Home]:
    """One home whose parts stand in another order: `301(3栋2单元)`, `2单元3栋`."""
    together: list[Home] = []
    for home in homes:
        last = together[-1] if together else None
        if last and _completes(last, home) and _JOINED.match(text[last.end : home.start]):
            together[-1] = Home(
                last.start, home.end, home.building, last.unit or home.unit, last.room or home.room
            )
        else:
            together.append(home)
    return together


def _completes(one: Home, other: Home) -> bool:
    said_twice = (one.unit and other.unit) or (one.room and other.room)
    return not one.building and other.building is not None and not said_twice


def _put_right(text: str, homes: list[Home]) -> list[Home]:
    """Leave out what is taken back: `不是3栋是4栋`, `3栋2单元,打错了,3单元`."""
    said: list[Home] = []
    end = 0
    for home in homes:
        between = text[end : home.start]
        before = said[-1] if said else None
        end = home.end
        if len(homes) > 1 and _NOT.search(between):
            continue
        if before and _CORRECTED.match(between):
            said[-1] = home if home.building else _corrected(before, home)
        else:
            said.append(home)
    return said or homes[-1:]


def _corrected(before: Home, home: Home) -> Home:
    unit = home.unit or before.unit
    room = home.room or (None if home.unit else before.room)
    return replace(home, building=before.building, unit=unit, room=room)


def _in_common(text: str, homes: list[Home]) -> Home | None:
    """What several homes of one house have in common: `3栋1单元和2单元` is 3栋."""
    first = homes[0]
    if not (first.building or first.unit):
        return None
    for last, home in pairwise(homes):
        apart = home.building not in (None, first.building)
        if apart or not _ALSO.fullmatch(text, last.end, home.start):
            return None
    units = {home.unit or first.unit for home in homes}
    rooms = {home.room for home in homes}
    return replace(
        first, unit=first.unit if len(units) == 1 else None,
        room=first.room if len(units) == len(rooms) == 1 else None,
    )  # fmt: skip


def _chosen(text: str, homes: list[Home]) -> Home:
    """Ours before what it reaches, before who suffers, before the first that is no neighbour's."""
    if _FROM_THERE.fullmatch(text, homes[0].end, homes[1].start):
        return homes[1]  # `3栋后面的4栋`
    before = [text[(homes[n - 1].end if n else 0) : home.start] for n, home in enumerate(homes)]
    after = [text[home.end : home.end + 8] for home in homes]
    if _WARNED.match(after[0]) or _elsewhere(text, before, after[0]):
        return homes[1]
    marks = ((_OURS, before), (_REACHES, before), (_SUFFERS, after))
    for mark, around in marks:
        for home, words in zip(homes, around, strict=True):
            if mark.search(words):
                return home
    others = [home for home, words in zip(homes, before, strict=True) if not _THEIRS.search(words)]
    return (others or homes)[0]


def _elsewhere(text: str, before: list[str], after: str) -> bool:
    """Whether the first home is just where the author lives or stands, and no trouble reaches it."""
    if not (_introduces(before[0], after) and _STOP.match(after)):
        return False
    seen = _SEEN_THERE.search(before[1]) and not _SUFFERED.search(text)
    return bool(seen) or not _NUISANCE.search(text)


def _filled(home: Home, homes: list[Home]) -> Home:
    """Take the building, and the stairway, from the nearest home that says it."""
    if home.building:
        return home
    near = sorted(homes, key=lambda other: abs(other.start - home.start))
    giver = next((other for other in near if other.building), None)
    if giver is None:
        return home
    return replace(home, building=giver.building, unit=home.unit or giver.unit)
