"""What small models see of a line: its signs in ones, twos and threes, and the lists that it touches."""

import re
from collections.abc import Sequence
from operator import add

from domain.understanding.dialect import in_mandarin
from domain.understanding.lexicon import Hits
from domain.understanding.plain import begun_by, simplified

LONGEST = 300  # signs of a line's beginning, and of its end: a rant says what it wants at either
STEP, LAST_STEP = 6, 8  # how long a line is counts in steps
STRONGEST = 8
LONGEST_THANKS = 16  # signs before a line's end
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"[一二三四五六七八九十两0]+(?=[栋幢座号楼单层区期室米户天月年个点])")
_FIGURES = re.compile(r"[\d一二两三四五六七八九十]")
_MAY_BE_UNSAID = re.compile(r"[(<]|://|www\.")
_UNSAID = re.compile(
    r"(?:https?://|www\.)[!-~]+|<[^<>]{1,200}>|(?<=[\u3400-\u9fff])\([^()\d\u3400-\u9fff]{1,40}\)"
)
"""Links, markup that was copied along, and how a sign is spelt: `路燈(lù dēng)`."""
_WORD = re.compile(r"[a-z]{2,15}")
_SIGN = re.compile(rf"{_WORD.pattern}|.", re.DOTALL)
STEM = 5
"""Letters of a word that say what it is about."""
_MARKS = re.compile(r"""[,。、;:\s.~…!"“”'‘’()《》【】—·-]+""")
_WHOM = (
    "各位|诸位|所有|亲爱的?|大家|大伙儿?|你|您|邻居|邻里|街坊|家人|业主|群友|朋友|姐妹|兄弟|群主|物业|社区|居委会"
    "|同志|师傅|老师|书记|主任|管家|网格员|管理员|领导|早上|上午|中午|下午|晚上|新年|周末|节日"
)
_GREETING = re.compile(
    begun_by(
        "各诸所亲大你您邻街家业群朋姐妹兄弟物社居同师老书主管网领早上中下晚新周节哈h@",
        rf"(?:(?:(?:{_WHOM})(?:们|的)?)+\s?(?:好|早|安)[啊呀哈哦]?|哈喽|hello|hi|hey|@[^\s\d]{{1,8}})"
        r"(?=[\s\d我请想问]|@)\s*",
    )
)
_THANKS = re.compile(
    begun_by(
        r"\s先多非谢感t3\[(图视照见如🙏",
        r"\s?(?:(?:先|多|非常)?(?:谢谢|感谢|多谢|谢了|谢过|thanks|thx|3q)(?:大家|各位|你们?|您|了|啦|哈|!|🙏|\s)*"
        r"|[\[(]?(?:图片|视频|照片|见图|如图)[\])]|(?<=\s)(?:图片|视频|见图|如图)|如图|🙏+)$",
    )
)
"""Who greets and who thanks has said nothing of the matter yet, and a short one would drown in it."""


def told(plain: str) -> str:
    """A line as the models hear it: simplified, Cantonese in Mandarin, without what nobody says aloud."""
    if _MAY_BE_UNSAID.search(plain):
        plain = _UNSAID.sub("", plain)
    if not _is_national(plain):
        plain = simplified(plain)
    return in_mandarin(plain)


def _is_national(plain: str) -> bool:
    """Whether all signs are of the national set, which has simplified ones alone; nearly always."""
    try:
        plain.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def without_courtesies(even: str) -> str:
    """An even line without greetings before it and thanks or pictures after it, if anything is left."""
    start = 0
    while found := _GREETING.match(even, start):
        start = found.end()
    rest = even[start:]
    while found := _THANKS.search(rest, len(rest) - LONGEST_THANKS):
        rest = rest[: found.start()]
    return rest.strip() or even


def evened(plain: str) -> str:
    """A line in one width and script, made more like others.

    Numbers are all alike, and so are the marks between clauses: some write none.
    """
    if len(plain) > 2 * LONGEST:
        plain = f"{plain[:LONGEST]} {plain[-LONGEST:]}"
    if _FIGURES.search(plain):
        plain = _COUNTED.sub("0", _DIGITS.sub("0", plain))
    return without_courtesies(_MARKS.sub(" ", plain).strip())


def in_signs(even: str) -> Sequence[str]:
    """An even line sign by sign, its ends too; a word in Latin letters is one, as a Chinese one is."""
    text = f"^{even}$"
    return _SIGN.findall(text) if _WORD.search(text) else text


def grams(even: str) -> set[str]:
    """Each sign of an even line, and each two and three neighbours."""
    if not even:
        return set()
    text = in_signs(even)
    twos = list(map(add, text, text[1:]))
    return {*text, *twos, *map(add, twos, text[2:])}


def signs(plain: str, hits: Hits) -> set[str]:
    """Which lists of the lexicon a line holds words of, how much of it says what is wrong, its length.

    How words in Latin letters begin, too: `lights` are a `light`.
    """
    found = {f"{slug} {name}" if slug == "signal" else name for slug, name in hits.found}
    strongest = max((hits.strength(slug) for slug in hits.slugs()), default=0)
    found.add(f"strength {min(strongest, STRONGEST)}")
    found.add(f"length {min(len(plain) // STEP, LAST_STEP)}")
    found.update(f"word {word[:STEM]}" for word in _WORD.findall(plain))
    return found
