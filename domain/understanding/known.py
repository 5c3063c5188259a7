"""Which of the things that somebody reported a line is about, and what it says of it.

`路灯还没修` is not about the lamp in the corridor, though its last sign is the same: the longest thing
that is named counts, and what differs is a thing of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.places import Places
from domain.tickets.kinds import Kind
from domain.understanding.grammar import said_in
from domain.understanding.lexicon import Hits, Lexicon, signals
from domain.understanding.reading import CHAT, LIKELY, Action, Context, Known, Reading, Verdict
from domain.understanding.takenback import owns_up, takes_back
from domain.understanding.urged import waits
from domain.understanding.verdicts import (
    ASKING,
    LONGEST_QUESTION,
    LONGEST_VERDICT,
    answer_in,
    broke_again,
    verdict_in,
)

_SPEAKS = re.compile(
    r"(?:的?(?:人|师傅|小[哥王李张]|大[姐哥])|那边|他们|经理|[今昨]天|刚才|刚刚|都|也|还|又|非|就|(?:跟|和|对|给)(?:我们?|俺))*"
    r"(?:说|讲|告诉|通知|回复)"
)
"""`物业说`: of whom it is told what they say, they are no thing that is spoken of."""
ABOUT_ONE = ASKING | signals("not_solved", "partly", "solved")
"""What is said of one thing that is known, be it named or not."""
REFERS = re.compile(r"(上次|那个|我报|我说|之前|编号|那件|我家)")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as a line names it, and the matter it is a thing of."""

    word: str
    slug: str
    begin: int

    @property
    def end(self) -> int:
        return self.begin + len(self.word)

    def inside(self, other: "Named") -> bool:
        """`灯` in `路灯` is no lamp of its own."""
        longer = len(other.word) > len(self.word)
        return longer and other.begin <= self.begin and self.end <= other.end


def things_in(text: str, hits: Hits, lexicon: Lexicon) -> list[Named]:
    """The things that a line names, without those that are only part of a longer one."""
    found = [
        Named(word, slug, text.index(word))
        for slug in hits.matters("things")
        for word in lexicon.matters[slug].things.plain
        if word in text
    ]
    return [thing for thing in found if not any(thing.inside(other) for other in found)]


def known_of(
    text: str, hits: Hits, context: Context, lexicon: Lexicon, places: Places
) -> tuple[Known, ...]:
    """Those of the author's that the words fit: one is the one that is meant, of several it is asked.

    What was replied to goes before everything.
    """
    if context.reply_to is not None:
        return (context.reply_to,)
    mine = [known for known in context.open_tickets if known.own]
    if not mine:
        return ()
    things = things_in(text, hits, lexicon)
    named = [thing for thing in things if not _SPEAKS.match(text, thing.end)]
    if not named and len(mine) == 1:
        return (mine[0],)
    fitting = [known for known in mine if _fits(known, named, hits, lexicon)]
    if len(fitting) > 1:
        here = [known for known in fitting if _there(text, known, context, places)]
        fitting = here or fitting
    return tuple(fitting)


def _fits(known: Known, named: list[Named], hits: Hits, lexicon: Lexicon) -> bool:
    slug = known.category or ""
    if not named:
        return bool(hits.longest(slug, "alone") or hits.longest(slug, "asks"))
    matter = lexicon.matters.get(slug)
    own = matter.things.plain if matter else ()
    return any(
        thing.slug == slug or any(word.endswith(thing.word) for word in own) for thing in named
    )


def _there(text: str, known: Known, context: Context, places: Places) -> bool:
    """Whether a line names the known thing's place."""
    place = said_in(text, places, context.group_place)
    if place is None or not (place.building or place.spot) or not (place.code and known.place):
        return False
    return overlaps(place.code, known.place, places)


def overlaps(one: str, other: str, places: Places) -> bool:
    """Whether one of two places lies in the other."""
    return places.covers(one, other) or places.covers(other, one)


def only_waits(text: str, context: Context, catalogue: Catalogue) -> bool:
    """Whether a line says nothing but that its author waits, and for nothing that is danger to life."""
    mine = [
        one for one in (context.reply_to, context.after, *context.open_tickets) if one and one.own
    ]
    rows = [catalogue.get(one.category or "") for one in mine]
    near = bool(rows) and not any(row is not None and row.grave for row in rows)
    return waits(text, near=near) is not None


def waits_here(text: str, context: Context) -> Verdict | None:
    """What somebody says who waits, as far as it can be about what they reported."""
    near = context.private or context.reply_to is not None
    return waits(text, near=near or (context.after is not None and context.after.own))


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A line as words about a ticket that exists."""

    text: str
    hits: Hits
    context: Context
    lexicon: Lexicon
    places: Places
    wrong: Callable[[], str | None]
    """The matter of which the line says that something is wrong, whatever is known."""

    def reading(self) -> Reading | None:
        """What it says of which ticket; None where it is about none."""
        fitting = self._known()
        known = fitting[0] if len(fitting) == 1 else None
        verdict = self._verdict(known)
        if verdict is None or (known is None and verdict is not Verdict.PROGRESS):
            return self._unknown()
        if known is None and not fitting and (thing := self._thing()):
            return Reading(Kind.FOLLOWUP, thing, LIKELY, Action.ANSWER, verdict=verdict)
        return Reading(
            Kind.FOLLOWUP, known.category if known else None, LIKELY, Action.ANSWER,
            known=known.ticket if known else None, verdict=verdict,
        )  # fmt: skip

    def _unknown(self) -> Reading | None:
        """Words about something known, where it is not clear what: asked of, or left alone."""
        if self._of_several() or self._waits_for_some():
            return Reading(Kind.FOLLOWUP, None, LIKELY, Action.ANSWER)
        told = self.hits.has("refuse") or takes_back(self.text) or waits(self.text) is not None
        return CHAT if told else None

    def _waits_for_some(self) -> bool:
        """`催一下`, with several things open, or none: which is asked, or told that none is known."""
        mine = any(known.own for known in self.context.open_tickets)
        here = self.context.reply_to is None and (mine or self.context.private)
        return here and waits_here(self.text, self.context) is not None

    def _takes_back(self, known: Known | None = None) -> bool:
        """Whether they do not want it noted, in words that tell of nothing else."""
        under = self.context.reply_to is not None
        if under and known is not None and known.kind is not Kind.EMERGENCY and owns_up(self.text):
            return True
        same = (None, known.category if known else None)
        if len(self.text) > LONGEST_QUESTION or not (under or self.wrong() in same):
            return False
        return takes_back(self.text, mine=self.context.private, under=under)

    def _of_several(self) -> bool:
        """`没好` in private, from somebody with several things open: which one is asked.

        `修好喽` from somebody who has none is told kindly that none was found.
        """
        said = self.hits.any_of(ABOUT_ONE)
        mine = any(known.own for known in self.context.open_tickets)
        short = len(self.text) <= LONGEST_VERDICT
        about = (said and mine) or self.hits.has("repaired")
        return (
            (about or (mine and self._takes_back()))
            and short and self.context.private and self.wrong() is None
        )  # fmt: skip

    def _known(self) -> tuple[Known, ...]:
        context = self.context
        if context.reply_to is None and waits_here(self.text, context) is not None:
            after = context.after
            mine = tuple(known for known in context.open_tickets if known.own)
            return (after,) if after is not None and after.own else mine
        return known_of(self.text, self.hits, self.context, self.lexicon, self.places)

    def _thing(self) -> str | None:
        """The matter of the thing that a line names: `电梯修好没`."""
        named = things_in(self.text, self.hits, self.lexicon)
        return named[0].slug if named else None

    def _verdict(self, known: Known | None) -> Verdict | None:
        own, has = known is not None and known.own, self.hits.has
        if own and (has("refuse") or self._takes_back(known)):
            return Verdict.WITHDRAW
        if own and (waiting := waits_here(self.text, self.context)) is not None:
            return waiting
        said = (answer_in if self.context.asked else verdict_in)(self.text, self.hits)
        if said is None and own and self.context.reply_to is not None:
            said = broke_again(self.text)  # `又黑了`, under one's own matter
        if said is Verdict.PROGRESS:
            return said if own or REFERS.search(self.text) or self._awaits() else None
        if not own or (self._names_a_place() and self.context.reply_to is None):
            return None
        return said

    def _awaits(self) -> bool:
        """`电梯修好没` asks after something known; `电梯修好没,又卡住了` tells of something new."""
        things = things_in(self.text, self.hits, self.lexicon)
        faulty = any(self.hits.longest(thing.slug, "faults") for thing in things)
        asks = self.hits.has("awaited") or (self.hits.has("awaited_of") and bool(things))
        return asks and not faulty

    def _names_a_place(self) -> bool:
        """A place in the words makes it a matter of its own, unless it is the known one's."""
        place = said_in(self.text, self.places, self.context.group_place)
        if place is None or not (place.building or place.spot) or place.code is None:
            return False
        homes = [k.place for k in self.context.open_tickets if k.own and k.place]
        return not any(overlaps(place.code, home, self.places) for home in homes)
