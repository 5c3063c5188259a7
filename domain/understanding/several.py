"""Several matters in one line: `3栋灯坏了 5栋水管爆了` is two, each at its own house."""

import re
from dataclasses import replace

from domain.tickets.kinds import WRONG, Sensitivity
from domain.understanding.grammar import said_in
from domain.understanding.plain import normal
from domain.understanding.reader import Reader
from domain.understanding.reading import Action, Ask, Context, PlaceSaid, Reading
from domain.understanding.stands import place_at
from domain.understanding.things import things_of

_BREAK = re.compile(r"[\s,。.;!?、,;!?]+")


def several(text: str, reader: Reader, context: Context) -> list[tuple[str, Reading]]:
    """The parts of a line that each tell what is wrong at a house of its own; none where it is one."""
    parts = _parts(text, reader, context)
    if len(parts) == 1:
        return []
    found = [(part, reader.read(part, context)) for part in parts]
    if any(
        reading.kind not in WRONG or reading.action is not Action.REGISTER for _, reading in found
    ):
        return []
    if not found:
        return []
    apart = {reading.place.code if reading.place else None for _, reading in found}
    return found if len(apart) == len(found) else []


_NOBODY = "(?:管|理|问|来|应|接|修|看|吭|处理|解决|负责|当回事|说句)"
_ADDS = re.compile(rf"也(?!许|好|罢|不知|是|太|没人{_NOBODY})|还有|另外|再就是|再有|顺便|同时|捎带")
_NEGLECT = re.compile(
    rf"(?:不|没|没有|没人|懒得|从不|无人)(?:去|来|给|人)?{_NOBODY}|装(?:没|作|瞎|聋)|打不通|没反应|推来推去|踢皮球"
)
"""`保安看到也不管` says who lets it be so, and is no trouble of its own."""

_AT_THE_DOOR = re.compile("(?:单元)?门[口前边]")
"""Where something is: `单元门口路灯坏了` says nothing of the door."""


def one_more(
    text: str, reading: Reading, reader: Reader, context: Context
) -> list[tuple[str, Reading]]:
    """`8栋的门禁坏了,楼道灯也不亮`: the line as it is, and what else it says is wrong there; else none.

    The author is asked about the second: one trouble is often told by all that comes of it.
    """
    place, clauses = reading.place, [part for part in _BREAK.split(text) if part]
    if place is None or not (place.building or place.spot):
        return []
    for at, clause in enumerate(clauses[1:], start=1):
        if _ADDS.search(clause) is None or _NEGLECT.search(clause):
            continue
        more = reader.read(f"{_words(place)}{clause}", context)
        before = " ".join(clauses[:at])
        for rest in dict.fromkeys((" ".join(clauses[:at] + clauses[at + 1 :]), before)):
            first = reader.read(rest, context)
            if _apart(first, more) and things_of(clause) - things_of(_AT_THE_DOOR.sub(" ", rest)):
                asked = replace(more, action=Action.ASK, ask=Ask.BESIDES, place=place)
                return [(text, replace(first, place=place)), (clause, asked)]
    return []


_FIRST_OF_ALL = re.compile(
    r"^(?:[哦噢啊嗯诶欸]*对了|还有(?:就是|一个|个事)?|另外|而且|再就是|再有|顺便|顺带)(?:说一[下声句])?[\s,。:]*"
)


def what_else(text: str, place: str, reader: Reader, context: Context) -> Reading | None:
    """What a line that goes on (`对了 扶手也松了`) says is wrong at the place of the line before it.

    The author is asked about it, for by itself it would be talk.
    """
    plain = normal(text)
    rest = _FIRST_OF_ALL.sub("", plain)
    said, own = place_at(place, reader.places), said_in(rest, reader.places, context.group_place)
    elsewhere = own is not None and (own.building or own.spot)
    if rest == plain or elsewhere or not (said.building or said.spot):
        return None
    more = reader.read(f"{_words(said)}{rest}", context)
    wrong = more.kind in WRONG and more.action is Action.REGISTER
    if not wrong or more.sensitivity is not Sensitivity.NORMAL or not things_of(rest):
        return None
    return replace(more, action=Action.ASK, ask=Ask.BESIDES, place=replace(said, code=place))


def _words(place: PlaceSaid) -> str:
    house = f"{place.building}栋" if place.building else place.spot or ""
    return f"{house}{place.unit}单元" if place.building and place.unit else house


_WITHOUT_POWER = ("lift.", "util.water", "util.heat", "repair.corridorlight", "repair.door")
"""What stands still where the power is off is no trouble of its own."""


def _apart(first: Reading, more: Reading) -> bool:
    """Whether each by itself says what is wrong, openly, and they are two rows of the catalogue."""
    both = (first, more)
    wrong = all(one.kind in WRONG and one.action is Action.REGISTER for one in both)
    rows = {one.category or "" for one in both}
    if "util.power" in rows and any(row.startswith(_WITHOUT_POWER) for row in rows):
        return False
    return wrong and len(rows) > 1 and more.sensitivity is Sensitivity.NORMAL


_BESIDES = re.compile(r"但|不过|可是|只是|就是|又|还有|另外|可惜|倒是")


def besides(text: str) -> tuple[str, ...]:
    """Where something else may be told of: behind `但是`, or in the whole line that has such a word."""
    contrast = _BESIDES.search(text)
    return (text[contrast.end() :], text) if contrast else ()


def _parts(text: str, reader: Reader, context: Context) -> list[str]:
    """A line cut before each clause that names a house; what stands before the first belongs to it."""
    parts: list[str] = []
    placed = False
    for clause in filter(None, _BREAK.split(text)):
        said = said_in(clause, reader.places, context.group_place)
        here = said is not None and said.building is not None
        if not parts or (here and placed):
            parts.append(clause)
        else:
            parts[-1] = f"{parts[-1]} {clause}"
        placed = placed or here
    return parts
