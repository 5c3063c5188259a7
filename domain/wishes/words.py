"""What people answer about a wish, in plain words and dialect; only ever read where it is about one."""

import re
import unicodedata
from dataclasses import dataclass

from domain.numerals import digits
from domain.privacy.asked import GUARDIAN_UNDER
from domain.understanding.answers import plain, yes_or_no
from domain.understanding.takenback import takes_back
from domain.wishes.public import wanted

SHORTEST_THANKS = 4  # characters
_TONE = r"(?:了|咯|啦|喽|哒|嘞|哩|唻|噻|哈)"
_BREAK = re.compile(r"[,.;!\s。、]+")
_ASKS = re.compile(r"(?:[吗么嘛?]|没有?|不)$")
_NOT_THERE = re.compile(
    r"(?:没有?|冇|无|莫|木有?|未|不曾|没得|甭)(?:有)?(?:人)?(?:收|拿|送|见|看|等|得|修|办|来|领|教|弄)?(?:到|来|着|好|见|得|成|人|影)"
    r"|^(?:都|也)?(?:还|尚)?(?:没有?|冇|木有|未|没得|莫得)(?:呢|哩|咧|嘞|呐)?$"
    r"|[不没](?:合适|合用|对头?)$|^(?:东西|牌子|型号|大小|尺寸|颜色)?(?:不对|错了|送错)|([来送修换装弄教])倒?是\1|还是(?:没|不|冇|那样|坏)"
    r"|没[人影来见修送]|不见(?:人|东西)|还?在等|不是[我这]?要?的|坏的|送错|一直没"
)  # fmt: skip
_THERE = re.compile(
    rf"(?:收|拿|送|领|带|取|办|搬|修|装|换|弄|得|来|教|陪|理|寄|用上)(?:到|好|来|去|过去|过来|过|完|成|齐)*{_TONE}"
    rf"|^(?:已经?|都|早就?)?(?:到|收到|拿到|成|好|有)(?:手|位|货)?{_TONE}*$|到手|到位{_TONE}"
)  # fmt: skip


def _clauses(text: str) -> list[str]:
    return [plain(part) for part in _BREAK.split(unicodedata.normalize("NFKC", text)) if part]


def _asks(text: str) -> bool:
    return _ASKS.search(unicodedata.normalize("NFKC", text).strip()) is not None


def arrived(text: str) -> bool | None:
    """Whether somebody says that it came; None where the words say neither, or ask."""
    clauses = _clauses(text)
    if any(_NOT_THERE.search(clause) for clause in clauses):
        return False
    if _asks(text):
        return None
    return True if any(_THERE.search(clause) for clause in clauses) else None


_DROPS = re.compile(
    r"不登|别登|不要登|不想登|不要了|不想要|不需要了|算[了咯啦]|撤回|取消|不用了|不许了"
)
_OWN_WORDS = re.compile(
    r"^(?:请|那|你)*(?:(?:换|改)一?个?(?:说法|讲法)[::,,\s]*)?"
    r"(?:改成|改为|就说|就写|就讲|写成|说成|讲成|这[样么](?:说|写|讲)|改一?下|应该是|(?:换|改)一?个?(?:说法|讲法))"
    r"\s*[::,,\s]*(.{2,})$",
    re.DOTALL,
)
_ANOTHER = re.compile(r"^(?:我?还|另外|另|再|又|顺便|对了)")
_GIVES_UP = re.compile(
    r"[来去做办帮送修搞弄]不(?:了|成|来|赢)|让给|没(?:空|时间|办法|法子)|不(?:认领|接单?|做)了|让别人|换(?:个|别)人|退(?:掉|了|回)?$|顾不上"
)
_CLAIMS = re.compile(
    r"^(?:我)?(?:可以|能|愿意|乐意)(?:帮|去|来|修|送|陪|教|买)+(?:忙|一下|他|她|老人家?)*(?:的|吧)*$|^算我的?$|^我(?:认|接|揽)了"
    r"|^(?:这个|这件)?(?:我|让我|算我)(?:们)?(?:来|去|要|想|可以|能|愿意|接|认领|报名|有|帮|送|修|买|一个)*"
    r"(?:吧|了|这个|一个|心愿|单|忙|他|她|一台|一把)*$|认领|^接$|交给我"
)


def drops(text: str) -> bool:
    """Whether the wisher wants it no more."""
    return _DROPS.search(plain(text)) is not None or takes_back(text, mine=True)


def means_another(text: str) -> bool:
    """Whether somebody wishes for one more thing, instead of saying the same in other words."""
    return _ANOTHER.search(plain(text)) is not None


def own_words(text: str) -> str | None:
    """What somebody wants to be said instead: `改成:…`."""
    found = _OWN_WORDS.match(unicodedata.normalize("NFKC", text).strip())
    return found[1].strip() if found else None


def gives_up(text: str) -> bool:
    """Whether a claimer says that they cannot."""
    return _GIVES_UP.search(plain(text)) is not None


def claims(text: str) -> bool:
    """Whether a volunteer says that they take it: `我来`, `认领`."""
    if gives_up(text) or _asks(text):
        return False
    return any(_CLAIMS.search(clause) for clause in (plain(text), *_clauses(text)))


_AGE_OF_ANOTHER = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?:周)?[岁歲]|小朋友|小学生|孩子"
)


def _young(age: str | None) -> bool:
    return age is not None and age.isdigit() and int(age) < GUARDIAN_UNDER


@dataclass(frozen=True, slots=True)
class Door:
    """A wish that a worker files for the resident before whose door they stand."""

    where: str
    wish: str
    child: bool
    """For a child the guardian agrees."""

    @property
    def readable(self) -> str:
        """The wish as a whole sentence: `修收音机` alone is none."""
        return wanted(self.wish) or self.wish


_VERB = r"(?:(?:登记|登个|登|报个?|提个?|申请|记个?|许个?|填)(?:一?个|一下|一件|一条)?)"
_WISH = r"(?:的)?(?:微?心愿|愿望|小心愿)(?:单|卡)?"
_WHERE = r"(?P<where>[^:;。,\n]{2,30}?)"
_DOORS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"^我?(?:代|替|帮|给|为)(?:一下)?{_WHERE}(?:(?:{_VERB}{_WISH}|{_WISH}{_VERB}?)\s*(?:是|想)?[::,\s]*|{_VERB}\s*[::])(?P<wish>.{{2,}})$",
        rf"^(?:入户|上门|敲门|走访|代办|代人|代)(?:行动|登记|收集)*(?:{_WISH})?(?:登记)?[::,\s]+{_WHERE}\s*(?:{_WISH})?(?:登记)?(?:[::,\s]+|(?=想|希望|需要|要))(?P<wish>.{{2,}})$",
        rf"^{_VERB}{_WISH}[::,\s]+{_WHERE}[::,\s]+(?P<wish>.{{2,}})$",
        rf"^{_WHERE}{_WISH}[::,\s]+(?P<wish>.+?)[,。\s]*我?(?:代|替)(?:他们?|她|ta|老人家?|其|居民)?{_VERB}.*$",
        rf"^{_WHERE}(?=想|希望|需要)(?P<wish>.+?)[,。\s]*我?(?:代|替|帮)(?:他们?|她|ta|老人家?|其|居民|奶奶|爷爷)?{_VERB}.*$",
    )
)  # fmt: skip


def at_the_door(text: str) -> Door | None:
    """`代3栋101登记心愿:修收音机` taken apart; None where it is no wish filed for somebody else."""
    said = unicodedata.normalize("NFKC", text).strip()
    for pattern in _DOORS:
        found = pattern.match(said)
        if found:
            ages = [digits(a[1]) for a in _AGE_OF_ANOTHER.finditer(said) if a[1]]
            child = any(_young(age) for age in ages) or "小朋友" in said or "小学生" in said
            return Door(found["where"].strip(), found["wish"].strip(), child)
    return None


_AGREES = re.compile(
    r"(?:(?:可以|就|直接|那|你们?|您|帮我|给我|同意)*(?:转(?:过去|达|告|给)?(?:他|她|志愿者|人家)*|发布|发吧|发出去|发|同意|没问题|没得问题|没意见|通过|这[样么](?:写|说|讲|发|登|行|可以)*)"
    r"(?:吧|了|好了|行|可以|出去)*)+"
)
_KEEPS = re.compile(r"^(?:不|别|莫|不用|不要|不必|甭)转")
_FAILS_AGAIN = re.compile(r"又(?:不|没|坏|停|漏|卡)")
_DELEGATES = re.compile(
    r"(?:随便|随你们?|都可以|都行|都好|(?:你们?|您|社区)(?:看着|来)?(?:定|决定|办|发|弄|写)(?:吧|就行|就好|了)*)"
)
_OTHERWISE = re.compile(
    r"^(?:这[样么个])?不(?:行|妥|好|太好|合适|同意|满意|愿意|可以|得行|中)$|^(?:你们?|请|也)?(?:不要|别|莫|不用|不能|甭|勿)(?:写|说|讲|提|告诉|透露|登|公开)"
)
_NOBODY_HOME = re.compile(
    r"(?:我|俺|刚|刚才|又|来|去|按|敲|拍|打|喊|叫|了|半天|几次|几遍|好久|好几次|门铃?|门口)*(?:没人|不在)(?:在?家|开门?|应|答应|接|理)?(?:里|啊|呢|了)?"
)
_THEIRS = r"(?:他|她|老人家?|本人|居民|人家|奶奶|爷爷|大爷|大妈|婆婆|家里人?|监护人|[妈爸]妈?|都|也|自己)*"
_CONSENTS = re.compile(
    rf"{_THEIRS}(?:已经|当面|口头)?(?:同意|答应|愿意|点头|说(?:可以|好|行|要得|同意))(?:了|的|登记|呢|啊)*"
)
_REFUSES = re.compile(
    rf"{_THEIRS}(?:不|没|没有|还没|冇|莫)(?:同意|答应|愿意|肯|想)(?:登记|登|了|的)*"
)
_TELLS = re.compile(r"^(?:可以)?(?:告诉|给)(?:他|她|TA|ta|对方|志愿者)*(?:地址|吧)*$")
_THANKS = re.compile(r"谢|感激|感恩|辛苦|好人")


def agrees(text: str) -> bool:
    """Whether an officer lets it go on: published, or the address told."""
    if yes_or_no(text) is True or _TELLS.match(plain(text)):
        return True
    clauses = _clauses(text)
    return bool(clauses) and all(
        _AGREES.fullmatch(clause) or yes_or_no(clause) is True for clause in clauses
    )


def keeps(text: str) -> bool:
    """Whether somebody wants their thanks not to be passed on."""
    return yes_or_no(text) is False or _KEEPS.match(plain(text)) is not None


def fails_again(text: str) -> bool:
    """`又不响了`, of what somebody has mended."""
    return _FAILS_AGAIN.search(text) is not None


def consents(text: str) -> bool | None:
    """Whether the resident at the door said yes, as the worker writes it; None for anything else."""
    clauses = _clauses(text)
    if yes_or_no(text) is False or drops(text) or any(map(_REFUSES.fullmatch, clauses)):
        return False
    said = bool(clauses) and all(
        _CONSENTS.fullmatch(clause) or yes_or_no(clause) is True for clause in clauses
    )
    return True if said or agrees(text) else None


def delegates(text: str) -> bool:
    """Whether a wisher leaves the words to the community: `你们看着发`, `随便`."""
    clauses = _clauses(text)
    return bool(clauses) and all(
        _DELEGATES.fullmatch(clause) or _AGREES.fullmatch(clause) for clause in clauses
    )


def otherwise(text: str) -> bool:
    """Whether a wisher does not want it said like this: `不妥`, `莫写我住哪`."""
    return _OTHERWISE.match(plain(text)) is not None


def nobody_home(text: str) -> bool:
    """`敲门没人`, from whoever came to bring something: nobody is in danger for that."""
    return all(_NOBODY_HOME.fullmatch(clause) for clause in _clauses(text)) and bool(text)


def thanks(text: str) -> bool:
    """Whether somebody thanks, in words worth passing on."""
    return len(text.strip()) >= SHORTEST_THANKS and _THANKS.search(text) is not None
