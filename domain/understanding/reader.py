"""The reader of residents' lines: what is it, where, how urgent, and what huying does with it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from domain.catalogue import Catalogue, Category, PlaceRule
from domain.numerals import digits
from domain.places import Places
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.understanding.grammar import said_in
from domain.understanding.lexicon import Lexicon, Matter
from domain.understanding.reading import (
    CHAT,
    Action,
    Ask,
    Context,
    Known,
    PlaceSaid,
    Reading,
    Verdict,
)

SHORTEST = 2
SURE, LIKELY, UNSURE = 0.92, 0.8, 0.55
_TRADITIONAL = re.compile("[們這個樓燈電關門開無沒壞還請問嗎來車裡燒煙點廣場機線總發為會過後]")
_SINCE = re.compile(
    r"(?:从?昨天|前天|今早|上周|上个月|一直)|[\d一二两三四五六七八九十几好]{1,3}个?(?:多)?(?:天|周|星期|礼拜|月|年|小时|晚上)(?:了|多了)?"
)
_HOUSEHOLDS = re.compile(r"([\d一二两三四五六七八九十]{1,3})\s*(?:户|家人|家)(?!里|属|长|庭)")
_PEOPLE = re.compile(r"(?:我家|我们|就)?([\d一二两三四五六七八九十]{1,3})\s*个人")
_PAST = re.compile(r"(去年|前年|上个?月|上次|上回|那次|那年|以前|当时|小时候)")
_DANGER = re.compile(r"(不想活|自杀|跳楼|割腕|轻生|想死|不如死)")
_URGENCY = {Tier.E: 0, Tier.U: 1, Tier.N: 2, Tier.C: 3, Tier.W: 4, Tier.Q: 5}
HELP = re.compile(r"(摔倒|摔了|晕|叫不应|没动静|敲门没人|不省人事|抽搐|起不来)")


class Reader:
    """Reads residents' lines against one community's catalogue, words and places."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, places: Places) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self.places = places

    def with_places(self, places: Places) -> "Reader":
        """Read on with another tree of places, after the workbook has changed."""
        return Reader(self.catalogue, self.lexicon, places)

    def gate(self, text: str, context: Context) -> bool:  # noqa: ARG002 - deeper forms look around
        """Whether a line may matter; False is surely chat and leaves no trace."""
        if len(text) < SHORTEST:
            return False
        plain = normal(text)
        return self.lexicon.anything.search(plain) is not None or HELP.search(plain) is not None

    def read(self, text: str, context: Context) -> Reading:
        """Tell what a line is, where, how urgent, and what huying does with it."""
        plain = normal(text)
        if not plain.strip():
            return CHAT
        found = self._emergency(plain, context)
        for step in (self._follow_up, self._me_too, self._refused, self._chat, self._sign_up,
                     self._points, self._matter):  # fmt: skip
            found = found or step(plain, context)
        return found or CHAT

    # -- emergencies -------------------------------------------------------------------------

    def _emergency(self, text: str, context: Context) -> Reading | None:
        has = self.lexicon.has
        if any(has(name, text) for name in ("unreal", "figure", "negation", "notice")):
            return None
        if any(has(name, text) for name in ("conditional", "elsewhere", "solved")):
            return None
        matter = self._urgent_matter(text)
        if matter is None:
            return None
        category = self.catalogue.get(matter)
        assert category is not None
        return Reading(
            Kind.EMERGENCY, category.slug, SURE, Action.REGISTER, self._place(text, context),
            people=households(text), since=since(text), tier=Tier.E,
            sensitivity=category.sensitivity,
        )  # fmt: skip

    def _urgent_matter(self, text: str) -> str | None:
        for category in self.catalogue:
            if category.tier is Tier.E and self._says(self.lexicon.matters.get(category.slug), text):
                return category.slug
        if HELP.search(text) and re.search(r"(老人|奶奶|爷爷|大爷|大妈|阿姨|有人|邻居|妈|爸|孩子)", text):
            return "care.rescue"
        return "care.mind" if _DANGER.search(text) else None

    def _says(self, matter: Matter | None, text: str) -> bool:
        """A problem by itself, or a thing together with its fault close by."""
        if matter is None:
            return False
        if matter.alone and matter.alone.search(text):
            return True
        return self._strength(matter, text) > 0

    def _strength(self, matter: Matter, text: str) -> int:
        """How much of a text speaks of a matter: letters of what it says by itself, or with a fault."""
        if matter.alone and (found := _longest(matter.alone, text)):
            return 3 + found
        if matter.things and matter.faults:
            thing, fault = _longest(matter.things, text), _longest(matter.faults, text)
            if thing and fault:
                return thing + fault
        return 0

    # -- known tickets -----------------------------------------------------------------------

    def _follow_up(self, text: str, context: Context) -> Reading | None:
        known = self._known(text, context)
        verdict = self._verdict(text, known)
        if verdict is None:
            return None
        if known is None and verdict is not Verdict.PROGRESS:
            return None
        return Reading(
            Kind.FOLLOWUP, known.category if known else None, LIKELY, Action.ANSWER,
            known=known.ticket if known else None, verdict=verdict,
        )  # fmt: skip

    def _known(self, text: str, context: Context) -> Known | None:
        if context.reply_to is not None:
            return context.reply_to
        mine = [known for known in context.open_tickets if known.own]
        fitting = [k for k in mine if self._about(k, text)]
        if len(mine) == 1:
            return mine[0] if self._about(mine[0], text) or not self._names_other(text) else None
        return fitting[0] if len(fitting) == 1 else None

    def _about(self, known: Known, text: str) -> bool:
        matter = self.lexicon.matters.get(known.category or "")
        if matter is None:
            return False
        words = (matter.alone, matter.things, matter.asks)
        return any(pattern is not None and pattern.search(text) for pattern in words)

    def _names_other(self, text: str) -> bool:
        """Whether the line speaks of some other thing by its name."""
        return any(
            matter.things is not None and matter.things.search(text)
            for matter in self.lexicon.matters.values()
        )

    def _verdict(self, text: str, known: Known | None) -> Verdict | None:
        has = self.lexicon.has
        own = known is not None and known.own
        if own and has("refuse", text):
            return Verdict.WITHDRAW
        if has("progress", text) and len(text) <= 40:  # noqa: PLR2004 - a question, not a story
            refers = re.search(r"(上次|那个|我报|我说|之前|编号|那件|我家)", text) is not None
            return Verdict.PROGRESS if own or refers else None
        if not own:
            return None
        if has("not_solved", text):
            return Verdict.NOT_SOLVED
        if has("partly", text):
            return Verdict.PARTLY
        short = len(text) <= 24  # noqa: PLR2004 - a verdict is short
        return Verdict.SOLVED if short and has("solved", text) else None

    def _me_too(self, text: str, context: Context) -> Reading | None:
        known = context.reply_to or context.after
        if known is None or not self.lexicon.has("metoo", text) or known.own:
            return None
        place = said_in(text, self.places, context.group_place)
        if place and place.building and known.place and place.code:
            same = self.places.covers(place.code, known.place) or self.places.covers(known.place, place.code)
            if not same:
                return None
        return Reading(Kind.METOO, known.category, SURE, Action.ANSWER, known=known.ticket)

    # -- chat --------------------------------------------------------------------------------

    def _refused(self, text: str, _: Context) -> Reading | None:
        return CHAT if self.lexicon.has("refuse", text) else None

    def _chat(self, text: str, context: Context) -> Reading | None:
        has = self.lexicon.has
        names = ("notice", "trade", "blessing", "home", "figure", "unreal", "neighbour", "negation")
        if any(has(name, text) for name in names) and not has("points", text):
            return CHAT
        if (has("thanks", text) or has("solved", text)) and not has("rhetorical", text):
            return CHAT if not has("wish", text) else None
        if has("elsewhere", text) and said_in(text, self.places, None) is None:
            return CHAT
        wishing = re.search(r"(就好了|要是能|要能)", text)
        if has("conditional", text) and not wishing:
            return CHAT
        return CHAT if _PAST.search(text) and not context.private else None

    # -- asking ------------------------------------------------------------------------------

    def _sign_up(self, text: str, _: Context) -> Reading | None:
        if not self.lexicon.has("signup", text) or len(text) > 60:  # noqa: PLR2004
            return None
        if re.search(r"(怎么|哪里|在哪|什么时候|几号|吗|能不能|[??])", text):
            return None
        count = _PEOPLE.search(text)
        heads = int(digits(count[1]) or 0) if count else None
        if heads is None and "我和" in text:
            heads = 2
        return Reading(Kind.SIGNUP, "svc.event", LIKELY, Action.ANSWER, people=heads)

    def _points(self, text: str, _: Context) -> Reading | None:
        if not self.lexicon.has("points", text):
            return None
        if self.lexicon.has("ask", text) or re.search(r"(我|查|看看|多少|够)", text):
            return Reading(Kind.POINTS, "gov.points", SURE, Action.ANSWER)
        return None

    # -- what somebody should do something about ---------------------------------------------

    def _matter(self, text: str, context: Context) -> Reading | None:
        best = max(self._scored(text), default=None, key=lambda pair: pair[0])
        wishing, asking = self.lexicon.has("wish", text), self.lexicon.has("ask", text)
        if best is not None and not (asking and self._only_asks(text, best[1])):
            if wishing and best[1].kind is Kind.WISH:
                return self._wish(text, best[1], context)
            return self._problem(text, best[1], context)
        needed = self._first(text, "needs")
        if wishing and not (asking and self._first(text, "asks") and needed is None):
            return self._wish(text, needed or self.catalogue.get("svc.wish"), context)
        asked = self._first(text, "asks")
        if asking and asked is not None:
            return Reading(Kind.QUESTION, asked.slug, LIKELY, Action.ANSWER, self._place(text, context, asks=True),
                           tier=Tier.Q, sensitivity=asked.sensitivity)  # fmt: skip
        return self._open_question(text, context)

    def _open_question(self, text: str, context: Context) -> Reading | None:
        """A question that no matter names: answered in private, in a group only about the community."""
        asks = re.search(r"(在哪|几点|怎么办|怎么交|怎么申请|归谁管|谁管|谁负责|要带什么|去哪|多少钱|集合)", text)
        if asks and (context.private or re.search(r"(社区|居委会|物业|交|办|证|活动|志愿|这|我们)", text)):
            return Reading(Kind.QUESTION, "gov.policy", LIKELY, Action.ANSWER, tier=Tier.Q)
        return None

    def _only_asks(self, text: str, category: Category) -> bool:
        """A question without any sign that something is wrong: `7号还理发吗`."""
        if self.lexicon.has("rhetorical", text):
            return False
        matter = self.lexicon.matters[category.slug]
        strong = matter.alone is not None and matter.alone.search(text)
        gentle = re.search(r"(吗|几点|什么时候|要带|怎么交|怎么办|在哪)[??]?$", text)
        return bool(gentle) and (not strong or category.kind is Kind.QUESTION)

    def _scored(self, text: str) -> Iterator[tuple[tuple[int, int], Category]]:
        """Matters that a text says is wrong: the more said of it the better, then the more urgent."""
        for matter in self.lexicon.matters.values():
            category = self.catalogue.get(matter.slug)
            strength = self._strength(matter, text)
            if category is not None and strength and category.tier is not Tier.E:
                yield (strength, -_URGENCY[category.tier]), category

    def _first(self, text: str, words: str) -> Category | None:
        found = [
            (length, slug)
            for slug, matter in self.lexicon.matters.items()
            if (pattern := getattr(matter, words)) and (length := _longest(pattern, text))
        ]
        return self.catalogue.get(max(found)[1]) if found else None

    def _problem(self, text: str, category: Category, context: Context) -> Reading:
        kind = category.kind if category.kind in (Kind.COMPLAINT, Kind.HAZARD) else Kind.COMPLAINT
        reading = Reading(
            kind, category.slug, SURE, Action.REGISTER, self._place(text, context),
            people=households(text), since=since(text), tier=category.tier,
            sensitivity=category.sensitivity,
        )  # fmt: skip
        return self._asked(reading, category, context)

    def _wish(self, text: str, category: Category | None, context: Context) -> Reading | None:
        if category is None or len(text) < 6:  # noqa: PLR2004 - `希望如此`
            return None
        reading = Reading(
            Kind.WISH, category.slug, LIKELY, Action.REGISTER, self._place(text, context),
            tier=category.tier, sensitivity=category.sensitivity,
        )  # fmt: skip
        return reading if category.slug != "svc.wish" else replace(
            reading, confidence=UNSURE, action=Action.ASK, ask=Ask.INTENT
        )

    def _asked(self, reading: Reading, category: Category, context: Context) -> Reading:
        """Where the place is not known well enough, the author is asked before anything is registered."""
        place = reading.place
        if category.place_rule is PlaceRule.NONE or category.sensitivity is Sensitivity.SENSITIVE:
            return reading
        enough = place is not None and (
            place.spot or place.landmark or (place.building and not place.missing)
            or (place.zone and category.place_rule is PlaceRule.PUBLIC)
        )  # fmt: skip
        if enough:
            return reading
        return replace(reading, action=Action.ASK, ask=Ask.PLACE, confidence=LIKELY)

    def _place(self, text: str, context: Context, *, asks: bool = False) -> PlaceSaid | None:
        place = said_in(text, self.places, context.group_place)
        if place is None or (asks and not (place.building or place.spot)):
            return None
        return place


def normal(text: str) -> str:
    """A line in one width and one script."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _TRADITIONAL.search(plain):
        plain = _simplified(plain)
    return plain


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - only for those who write traditional characters

    return OpenCC("t2s")


def _longest(pattern: re.Pattern[str], text: str) -> int:
    return max((len(found[0]) for found in pattern.finditer(text)), default=0)


def households(text: str) -> int | None:
    """How many households a line speaks for, where it says so."""
    found = _HOUSEHOLDS.search(text)
    number = digits(found[1]) if found else None
    return int(number) if number and number.isdigit() and int(number) > 1 else None


def since(text: str) -> str | None:
    """Since when, in the resident's words."""
    found = _SINCE.search(text)
    return found[0] if found else None
