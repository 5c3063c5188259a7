"""What the rules make of one line: its words, one step after the other, in the order of decision."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from domain.catalogue import Catalogue, Category, PlaceRule
from domain.places import Places
from domain.tickets.kinds import WRONG, Kind, Sensitivity, Tier
from domain.understanding.alarm import is_helpless, is_real
from domain.understanding.counted import heads, households, since
from domain.understanding.denied import denies
from domain.understanding.grammar import said_in, says_only_where
from domain.understanding.inquiries import OTHER_POINTS
from domain.understanding.known import FollowUp, only_waits, overlaps
from domain.understanding.lexicon import Hits, Lexicon, signals
from domain.understanding.reading import (
    CHAT,
    LIKELY,
    SURE,
    UNSURE,
    Action,
    Ask,
    Context,
    PlaceSaid,
    Reading,
)
from domain.understanding.too import says_me_too, says_there_too
from domain.understanding.wanting import ABOUT_US, OURS, SIGNS_UP, WISHED_FOR, accuses, wants

_PAST = re.compile(r"(去年|前年|上个?月|上次|上回|那次|那年|以前|当时|小时候)")
_HERE = re.compile(r"[\d一二三四五六七八九十]+\s*(?:栋|幢|号楼|单元|#)")
_AGAIN = re.compile(
    r"(从(?:去年|前年|上个?月|以前)|又|现在(?!想|回想|看来)|今天|刚才|刚刚|这会|还在|正在|越来越)"
)
_URGENCY = {Tier.E: 0, Tier.U: 1, Tier.N: 2, Tier.C: 3, Tier.W: 4, Tier.Q: 5}
LONGEST_SIGN_UP, SHORTEST_WISH = 60, 6
ABOUT_KNOWN = signals("progress", "awaited", "awaited_of", "not_solved", "partly", "refuse")
ALSO = signals("metoo", "as_well")
ENDS = signals("called_off", "repaired")
"""What may end something known: said of it in a few words, or it is chat."""
SMALL_TALK = signals("notice", "trade", "blessing", "unreal", "neighbour", "negation", "others")
WEAK_TALK = signals("home", "figure")
"""Signs of chat that a matter said in full outweighs: `烧烤`, `打电话`, `做饭` are everywhere."""
OUTWEIGHS = 5  # the strength of a matter from which on signs of small talk do not count
WISHING = re.compile(r"(就好了|要是能|要能)")
ASKING = re.compile(r"(怎么|哪里|在哪|什么时候|几号|几点|吗|能不能|[??])")
TO_THE_DESK, POINTS, SERVICE = "gov.suggest", "gov.points", "prop.attitude"
OWN = re.compile(r"(我|查|看看|多少|够|换)")
GENTLE = re.compile(
    r"(吗|几点.{0,4}|什么时候.{0,5}|要带|怎么交|怎么办|在哪|不|么|哪类垃圾|(.)不\2)[??]?$"
)
ASKS_WHETHER = re.compile(
    r"(还|是|有|能|要|可以|收|量|测|周[一二三四五六日天末]|(?:星期|礼拜).|[今明后]天|\d号).{1,8}[不没][??]?$"
)  # `7号还理发不`, `这周六收大件不`
OPEN = re.compile(
    r"(在哪|几点|怎么办|怎么交|怎么申请|归谁管|谁管|谁负责|要带什么|去哪|多少钱|集合|能.{1,8}不$)"
)
LIGHTS = ("repair.corridorlight", "road.lamp")  # dark, too, where a home has no power
OFFERED = ("svc.", "care.")  # what nobody but the community offers: `还理发吗`
SPECIFIC = 3  # characters: what is asked for in fewer (`车`, `路`) is asked of neighbours, too


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a community has, for its lines to be read by."""

    catalogue: Catalogue
    lexicon: Lexicon
    places: Places


@dataclass(frozen=True)
class Line:
    """One line under the eyes of a reader; its steps are tried in the order of decision."""

    by: Grounds
    text: str
    hits: Hits
    context: Context

    def reading(self) -> Reading:
        """What the rules read: the first step that finds something."""
        return self.emergency() or self.calm_reading()

    def calm_reading(self) -> Reading:
        """The same of a line that is no emergency, whatever it names."""
        for step in (
            self.follow_up, self.me_too, self.chat, self.sign_up, self.points, self.matter,
        ):  # fmt: skip
            found = step()
            if found is not None:
                return found
        return CHAT

    # -- emergencies -------------------------------------------------------------------------

    def emergency(self) -> Reading | None:
        if not self.alarming() or self.waits():
            return None  # `还是没动静` is said of the lamp
        category = self.by.catalogue.get(self.urgent())
        return None if category is None else self.emergency_of(category, SURE)

    def emergency_of(self, category: Category, sure: float) -> Reading:
        """An emergency of this row."""
        return Reading(
            Kind.EMERGENCY, category.slug, sure, Action.REGISTER, self.place,
            people=households(self.text), since=since(self.text), tier=Tier.E,
            sensitivity=category.sensitivity,
        )  # fmt: skip

    def alarming(self) -> bool:
        """Whether an emergency is named, and is one: here, now, and not taken back."""
        if self.urgent() is None or self._remembered():
            return False
        return is_real(self.text, self.hits, self.by.lexicon, self._names_one)

    def waits(self) -> bool:
        """Whether somebody says only that they wait: nobody is in danger."""
        return only_waits(self.text, self.context, self.by.catalogue)

    def names_house(self) -> bool:
        """Whether a line says in which house."""
        return self.place is not None and bool(self.place.building)

    def _names_one(self, text: str, hits: Hits) -> bool:
        return replace(self, text=text, hits=hits).urgent() is not None

    def _remembered(self) -> bool:
        """`上个月电梯困人那次` is a memory; `上个月那个煤气味又来了` is not."""
        return _PAST.search(self.text) is not None and _AGAIN.search(self.text) is None

    def urgent(self) -> str | None:
        """The most pressing danger that is named; of two, the one that must not be said aloud."""
        found = [
            (category.sensitivity is Sensitivity.SENSITIVE, strength, category.slug)
            for category in self._categories
            if (strength := self._danger(category))
        ]
        if found:
            return max(found)[2]
        return "care.rescue" if is_helpless(self.text) else None

    def _danger(self, category: Category) -> int:
        grave = self.hits.longest(category.slug, "grave")
        return self.hits.strength(category.slug) if grave or category.tier is Tier.E else 0

    @cached_property
    def _categories(self) -> list[Category]:
        """The rows of the catalogue of which the line holds anything."""
        held = self.hits.slugs()
        return [category for category in self.by.catalogue if category.slug in held]

    # -- known tickets -----------------------------------------------------------------------

    def follow_up(self) -> Reading | None:
        """What the line says about a ticket that is known."""
        lexicon, places = self.by.lexicon, self.by.places
        said = FollowUp(self.text, self.hits, self.context, lexicon, places, self._wrong)
        return said.reading()

    def _wrong(self) -> str | None:
        return worst.slug if (worst := self._worst()) else None

    def me_too(self) -> Reading | None:
        known = self.context.reply_to or self.context.after
        if known is None or known.own:
            return None
        answers, place = self.context.reply_to is not None, self.place
        mine = self.hits.has("metoo") or says_me_too(self.text, answers=answers)
        named = place.code if place and place.building else None
        if named and known.place and not overlaps(named, known.place, self.by.places):
            return self._there_too(known.category)  # another house is a matter of its own
        too = Reading(Kind.METOO, known.category, SURE, Action.ANSWER, known=known.ticket)
        return too if mine else None

    @cached_property
    def there_too(self) -> bool:
        """Whether it is said to be so there, too, whatever it is."""
        return self.hits.any_of(ALSO) or says_there_too(self.text)

    def _there_too(self, slug: str | None) -> Reading | None:
        """`3栋3单元的也不亮`, right after the lamp of another stairway: the same thing at that place."""
        category = self.by.catalogue.get(slug or "")
        if category is None or self._worst() is not None or not self.there_too:
            return None
        return self.problem(category)

    # -- chat --------------------------------------------------------------------------------

    def chat(self) -> Reading | None:
        has = self.hits.has
        pressing = has("rhetorical") or has("wish")
        if is_talk(self.hits, self.text) or (not pressing and (has("solved") or denies(self.text))):
            return CHAT
        if has("thanks") and not pressing and self._worst() is None:
            return CHAT  # who says what is wrong and thanks for it beforehand is polite
        if has("elsewhere") and said_in(self.text, self.by.places, None) is None:
            return CHAT
        if has("conditional") and not pressing and not WISHING.search(self.text):
            return CHAT
        return CHAT if self._remembered() and not self.context.private else None

    # -- asking ------------------------------------------------------------------------------

    def sign_up(self) -> Reading | None:
        if not self.hits.has("signup") or len(self.text) > LONGEST_SIGN_UP:
            return None
        if not (self.context.private or SIGNS_UP.search(self.text)):
            return None  # `以后不去了`, `我也去` may be about anything
        return None if ASKING.search(self.text) else self.of_sign_up()

    def of_sign_up(self) -> Reading:
        """Somebody signs up, for as many as they say."""
        return Reading(Kind.SIGNUP, "svc.event", LIKELY, Action.ANSWER, people=heads(self.text))

    def points(self) -> Reading | None:
        if OTHER_POINTS.search(self.text) or WISHED_FOR.search(self.text):
            return None
        if self.hits.has("points") and (self.hits.has("ask") or OWN.search(self.text)):
            return self.of_points()
        return None

    def of_points(self) -> Reading:
        """Somebody asks for their points, or wishes for something that gives some."""
        row = self.by.catalogue.get(POINTS)
        if row is not None and WISHED_FOR.search(self.text):
            return self.wish_for(row)
        return Reading(Kind.POINTS, POINTS, SURE, Action.ANSWER)

    # -- what somebody should do something about ---------------------------------------------

    def matter(self) -> Reading | None:
        best = self._worst()
        if best is None and (spared := self._spared()) is not None:
            return self.problem(spared)
        wishing, asking = self.hits.has("wish"), asks(self.hits, self.text)
        if best is not None and not (asking and self._only_asks(best)):
            if wishing and best.kind is Kind.WISH:
                return self._wish(best)
            return self.problem(best)
        needed, asked = self._first("needs"), self._asked_for()
        if needed is None and not self._of_ours():
            wishing = False  # `希望瘦下来`: nothing that a community could do about
        if wishing and (needed is not None or not (asking and asked is not None)):
            return self._wish(needed or self.by.catalogue.get("svc.wish"))
        if asking and asked is not None:
            return self.question(asked)
        return self._open_question() or self._said_to_huying()

    def question(self, category: Category) -> Reading:
        """A question about this row."""
        return Reading(
            Kind.QUESTION, category.slug, LIKELY, Action.ANSWER, self._asked_place(),
            tier=Tier.Q, sensitivity=category.sensitivity,
        )  # fmt: skip

    def _spared(self) -> Category | None:
        """`外墙皮掉了一块差点砸到人`: nobody was hurt, and the wall comes down all the same."""
        if not self.hits.has("nearly") or self._remembered() or asks(self.hits, self.text):
            return None
        held = [c for c in self._categories if c.tier is Tier.E and c.tangible]
        return next((c for c in held if self.hits.strength(c.slug)), None)

    def _said_to_huying(self) -> Reading | None:
        """`我想理个发`, `投诉王格`: in private it is said to huying, so it is asked whether to register."""
        if not self.context.private or self.context.staff or len(self.text) < SHORTEST_WISH:
            return None
        if accuses(self.text):  # whoever is accused may look after that very place
            category = self.by.catalogue.get(TO_THE_DESK)
            return None if category is None else Reading(
                Kind.COMPLAINT, category.slug, UNSURE, Action.ASK, ask=Ask.INTENT,
                tier=category.tier, sensitivity=category.sensitivity,
            )  # fmt: skip
        if wants(self.text) and not ASKING.search(self.text):
            return self._wish(self.by.catalogue.get("svc.wish"))
        return None

    def _worst(self) -> Category | None:
        """What is most said to be wrong, of two alike the more urgent; that nobody answers is beside it."""
        cut = self.hits.has("cut")
        found = [
            ((category.slug != SERVICE, strength, -_URGENCY[category.tier]), category)
            for category in self._categories
            if category.tier is not Tier.E
            and not (cut and category.slug in LIGHTS)
            and (strength := self.hits.strength(category.slug))
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _first(self, name: str) -> Category | None:
        found = self.hits.matters(name)
        return self.by.catalogue.get(max(found, key=lambda slug: found[slug])) if found else None

    def _asked_for(self) -> Category | None:
        """The matter somebody asks about; in a group it must be plain that it is the community's."""
        asked = self._first("asks")
        if asked is None or self.context.private or ABOUT_US.search(self.text):
            return asked
        ours = asked.slug.startswith(OFFERED) or self.hits.longest(asked.slug, "asks") >= SPECIFIC
        return asked if ours or self._asked_place() else None

    def _of_ours(self) -> bool:
        """Whether a wish that no matter names is one for the community: said to it, or of a place."""
        if self.context.private or ABOUT_US.search(self.text) or OURS.search(self.text):
            return True
        return self._asked_place() is not None

    def _only_asks(self, category: Category) -> bool:
        """A question without any sign that something is wrong: `7号还理发吗`."""
        if self.hits.has("rhetorical"):
            return False
        strong = self.hits.longest(category.slug, "alone")
        strong = strong and not self.hits.longest(category.slug, "asks")
        return bool(GENTLE.search(self.text)) and (not strong or category.kind is Kind.QUESTION)

    def _open_question(self) -> Reading | None:
        """A question that no matter names: answered in private, in a group only about the community."""
        if OPEN.search(self.text) and (self.context.private or ABOUT_US.search(self.text)):
            return Reading(Kind.QUESTION, "gov.policy", LIKELY, Action.ANSWER, tier=Tier.Q)
        return None

    def problem(self, category: Category) -> Reading:
        """Something of this row is wrong; what is no emergency now is still urgent."""
        kind = category.kind if category.kind in WRONG else Kind.COMPLAINT
        reading = Reading(
            kind, category.slug, SURE, Action.REGISTER, self.place,
            people=households(self.text), since=since(self.text),
            tier=Tier.U if category.tier is Tier.E else category.tier,
            sensitivity=category.sensitivity,
        )  # fmt: skip
        return self._asked(reading, category)

    def _wish(self, category: Category | None) -> Reading | None:
        if category is None or len(self.text) < SHORTEST_WISH:
            return None
        return self.wish_for(category)

    def wish_for(self, category: Category) -> Reading:
        """A wish of this row; what fits no other row is asked about."""
        if category.slug == POINTS and WISHED_FOR.search(self.text):
            category = self.by.catalogue.get("svc.wish") or category
        reading = Reading(
            Kind.WISH, category.slug, LIKELY, Action.REGISTER, self.place,
            tier=category.tier, sensitivity=category.sensitivity,
        )  # fmt: skip
        if category.slug != "svc.wish":
            return reading
        return replace(reading, confidence=UNSURE, action=Action.ASK, ask=Ask.INTENT)

    def says_no_matter(self) -> bool:
        """`3栋2单元`, `我们3单元的也是`, `没这回事`: where, or so there, too, or not at all."""
        too = self.hits.any_of(ALSO) and not self.hits.slugs()
        said = too or denies(self.text) or self.waits()
        return said or says_only_where(self.text, self.place)

    def _asked(self, reading: Reading, category: Category) -> Reading:
        """Where the place is not known well enough, the author is asked before anything is registered."""
        place = reading.place
        if category.place_rule is PlaceRule.NONE or category.sensitivity is Sensitivity.SENSITIVE:
            return reading
        enough = place is not None and (
            place.spot or place.landmark or (place.building and not place.missing)
            or (place.zone and not place.absent and category.place_rule is PlaceRule.PUBLIC)
        )  # fmt: skip
        if enough:
            return reading
        return replace(reading, action=Action.ASK, ask=Ask.PLACE, confidence=LIKELY)

    @cached_property
    def place(self) -> PlaceSaid | None:
        """Where a line says that it is."""
        return said_in(self.text, self.by.places, self.context.group_place)

    def _asked_place(self) -> PlaceSaid | None:
        """The same of a question: an estate alone is no place that it asks about."""
        place = self.place
        return place if place and (place.building or place.spot) else None


def ends(hits: Hits) -> bool:
    """`修好咧`, `没事了`, `灯亮了`: the author may mean what they reported."""
    return hits.any_of(ENDS) or (hits.has("solved") and bool(hits.matters("things")))


def asks(hits: Hits, text: str) -> bool:
    return hits.has("ask") or ASKS_WHETHER.search(text) is not None


def is_talk(hits: Hits, text: str) -> bool:
    """Whether a line shows signs of chat that nothing in it outweighs."""
    if hits.has("points"):
        return False
    if hits.any_of(SMALL_TALK):
        return True
    if not hits.any_of(WEAK_TALK):
        return False
    enough = 1 if _HERE.search(text) else OUTWEIGHS  # `3栋灯坏了,哈哈` says all there is to say
    return all(hits.strength(slug) < enough for slug in hits.slugs())
