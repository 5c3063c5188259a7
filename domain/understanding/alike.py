"""How likely two neighbours' lines are about the same matter at the same place.

`三号楼二单元的电梯停在七楼` and `我们3-2的梯子又罢工` share no word. What they name (`things`), what
is wrong, what rows of the catalogue they may be and where they are (`where`) is weighed, and what goes with
what: who has no power says that the lift stands, that the fridge thaws. Places that contradict decide
alone. The weights are learned from days of neighbours who tell the same and other things
(training/sets.csv).
"""

import difflib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from domain.catalogue import group_of
from domain.numerals import digits
from domain.understanding.gist import Gists, Point, near
from domain.understanding.lexicon import Hits
from domain.understanding.model import FARTHEST, NoModel, likely
from domain.understanding.nameless import but_for_its_plea
from domain.understanding.plain import normal
from domain.understanding.slips import sounds
from domain.understanding.things import Named, things_of, wrongs_of
from domain.understanding.where import Where, apart

Shares = Mapping[str, float]
"""What rows of the catalogue a line may be, and how likely each is; together at most one."""
LIMIT = 0.7
"""From here on a second author is asked whether it is what a neighbour has reported."""
UNLIKE = 0.3
"""Below this two lines of one row and place are two matters, unless both name one thing and one fault.

Of held-out pairs that are likeliest of one row this, and places that contradict, part 16 of 353 that are
one matter, and 148 of 204 that are two.
"""
FORMAT = "huying-alike/1"
MOST_ROWS = 3  # of each line by the model, which are compared with one another
SHARED = frozenset(
    {"lift", "power", "water", "foulwater", "gas", "heat", "hotwater", "door", "network", "roof"}
)
"""What the whole house has: whoever lives on another floor speaks of the same."""
LONG = 20  # characters by which two lines differ
ABOUT, TIMES, USUAL = 3.0, 2.0, 0.5
"""How near two lines are counts for more than one sign, being the sum of many: by itself, and times each
plain sign. What is nearer than usual counts once more."""
_LIKE_WORDS = 2  # characters in a row that two lines share
_LIKE_SOUNDS = 4  # characters that are one line by sound alone
_HOUSES = re.compile(
    r"[0-9a-z#一二三四五六七八九十]+\s*(?:号楼|栋|幢|单元|楼|层|#|-)|[\d\-#]+|[,.!?~…\"'“”。、\s;:]"
)
_NUMBER = re.compile("\\d+|[〇零一二两三四五六七八九十]+")
_FILLERS = re.compile("[了的啊呀啦呢吧吗都就又还也在是有个我们咱这那很太好]")


@dataclass(frozen=True, slots=True)
class Voice:
    """A line as it is compared: its words, where it is about, and what it may be."""

    text: str
    where: Where
    shares: Shares
    """What rows it may be by its words and by the model."""
    rows: Shares
    """The likeliest by the model alone."""
    kinds: Shares
    things: Named
    wrongs: Named
    twos: frozenset[str]
    """Every two characters in a row of what carries something."""
    point: Point
    """What it is about."""


def voice_of(
    text: str, where: Where, hits: Hits, rows: Shares, kinds: Shares, gists: Gists
) -> Voice:
    """A line made ready to be compared with many; who pleads to be left unnamed tells no other matter."""
    text = but_for_its_plea(text)
    likeliest = dict(sorted(rows.items(), key=lambda row: -row[1])[:MOST_ROWS])
    said = bare(text)
    twos = frozenset(said[at : at + 2] for at in range(len(said) - 1))
    return Voice(
        text, where, shares_of(hits, rows), likeliest, kinds, things_of(text), wrongs_of(text), twos,
        gists.point(said),
    )  # fmt: skip


def shares_of(hits: Hits, guessed: Shares | None = None) -> Shares:
    """What rows a line may be: by the words that it holds, half and half with what a model guesses."""
    strength = {slug: hits.strength(slug) ** 2 for slug in hits.slugs()}
    held = sum(strength.values())
    said = {slug: number / held for slug, number in strength.items() if number}
    if not guessed or not said:
        return said or guessed or {}
    return {slug: (said.get(slug, 0) + guessed.get(slug, 0)) / 2 for slug in {*said, *guessed}}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What each sign weighs that two lines are one matter."""

    lean: float
    weights: Mapping[str, float]
    card: Mapping[str, Any]

    def share(self, one: Voice, other: Voice) -> float:
        """The likelihood that two lines are one matter at one place; 0 where their places contradict."""
        if contradict(one, other):
            return 0.0
        if _same_words(one.text, other.text):
            return 1.0
        weights = self.weights
        found = sum(weights.get(name, 0.0) * sign for name, sign in between(one, other).items())
        return likely(self.lean + found)

    def dumped(self) -> str:
        """The file of numbers, its card first."""
        whole = {
            "format": FORMAT, "card": self.card, "lean": self.lean,
            "weights": dict(sorted(self.weights.items())),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False)


@lru_cache(maxsize=2)
def load_likeness(text: str) -> Likeness:
    """The weights from their file. Raises NoModel."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise NoModel
        weights = {str(name): float(weight) for name, weight in whole["weights"].items()}
        found = Likeness(float(whole["lean"]), weights, dict(whole["card"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoModel from None
    if not all(abs(one) < FARTHEST for one in (found.lean, *weights.values())):
        raise NoModel
    return found


def contradict(one: Voice, other: Voice) -> bool:
    """Whether two lines are about two places, whatever they tell."""
    return apart(one.where, other.where) or _other_home(one, other) or _other_number(one, other)


def parted(one: Voice, other: Voice, share: float) -> bool:
    """Whether two lines of one row and place are two matters all the same, by the share of one matter.

    The barest lines (`下水道堵了`) have a low share, however alike: what both name speaks for itself.
    """
    named = bool(one.things & other.things and one.wrongs & other.wrongs)
    return contradict(one, other) or (share < UNLIKE and not named)


def between(one: Voice, other: Voice) -> dict[str, float]:
    """All signs that two lines are one matter, or two.

    The plain ones count as they are, and again by how near what the two lines are about is.
    """
    plain, nearness = _plain(one, other), near(one.point, other.point)
    return {
        **plain, **{f"about {name}": TIMES * nearness * sign for name, sign in plain.items()},
        "about": ABOUT * nearness, "about_much": ABOUT * max(0.0, nearness - USUAL),
        **_met(one, other), **_said(one.twos, other.twos),
    }  # fmt: skip


def _plain(one: Voice, other: Voice) -> dict[str, float]:
    """The few signs that any two lines have: what they share, and what parts them."""
    matter = _matter(one, other)
    return {
        **matter, "rows_twice": matter["rows"] ** 2, "rows_things": matter["rows"] * matter["things"],
        "groups": _both(_groups(one.shares), _groups(other.shares)),
        "likeliest_rows": _both(one.rows, other.rows),
        "likeliest_groups": _both(_groups(one.rows), _groups(other.rows)),
        "kinds": _both(one.kinds, other.kinds),
        "length": abs(len(one.text) - len(other.text)) / LONG,
        **_beside(one.text, other.text), **_place(one.where, other.where),
    }  # fmt: skip


def _met(one: Voice, other: Voice) -> dict[str, float]:
    """What goes with what: each row, each thing and each fault of one line with those of the other."""
    found: dict[str, float] = {}
    for (row, share), (its, other_share) in product(one.rows.items(), other.rows.items()):
        name = _of_both("row", row, its)
        found[name] = found.get(name, 0.0) + math.sqrt(share * other_share)
    for kind, here, there in (
        ("thing", one.things, other.things), ("wrong", one.wrongs, other.wrongs),
    ):  # fmt: skip
        found[f"no_{kind}_said"] = float(not (here and there))
        found[f"{kind}_within"] = len(here & there) / max(1, min(len(here), len(there)))
        for name, its in product(here, there):
            found[_of_both(kind, name, its)] = 1 / math.sqrt(len(here) * len(there))
    return found


def _said(mine: Named, theirs: Named) -> dict[str, float]:
    """Which words both say, and which one of them alone."""
    share = 1 / math.sqrt(max(1, len(mine) + len(theirs)))
    found = dict.fromkeys((f"both {two}" for two in mine & theirs), 2 * share)
    found |= dict.fromkeys((f"one {two}" for two in mine ^ theirs), share)
    found["words"] = len(mine & theirs) / max(1, len(mine | theirs))
    return found


def _of_both(kind: str, one: str, other: str) -> str:
    first, second = sorted((one, other))
    return f"{kind} {first} {second}"


def _groups(shares: Shares) -> Shares:
    """How likely each first level of the catalogue is."""
    found: dict[str, float] = {}
    for slug, share in shares.items():
        group = group_of(slug)
        found[group] = found.get(group, 0.0) + share
    return found


def _both(one: Shares, other: Shares) -> float:
    """How likely two lines are of the same."""
    return sum(math.sqrt(share * other.get(name, 0.0)) for name, share in one.items())


def _other_home(one: Voice, other: Voice) -> bool:
    """Whether each speaks of its own home or floor, and of nothing that a whole house shares."""
    if (one.things | other.things) & SHARED:
        return False
    mine, theirs = one.where, other.where
    homes = (mine.room, theirs.room), (mine.floor, theirs.floor)
    return any(here and there and here != there for here, there in homes)


def _other_number(one: Voice, other: Voice) -> bool:
    """The same words with another number: another place, in whatever way such places are numbered."""
    if bare(one.text) != bare(other.text):
        return False
    mine, theirs = (
        {digits(found) or found for found in _NUMBER.findall(normal(voice.text))}
        for voice in (one, other)
    )
    return not (mine <= theirs or theirs <= mine)


def _matter(one: Voice, other: Voice) -> dict[str, float]:
    return {
        "rows": _both(one.shares, other.shares),
        "row": _cosine(one.shares, other.shares),
        "things": _shared(one.things, other.things), "no_thing": _others(one.things, other.things),
        "wrongs": _shared(one.wrongs, other.wrongs), "no_wrong": _others(one.wrongs, other.wrongs),
    }  # fmt: skip


def _beside(one: str, other: str) -> dict[str, float]:
    """What each says beside the words that both say: `楼道有人养鸡` and `楼道有人抽烟` are two matters."""
    mine, theirs = bare(one), bare(other)
    same = [
        block for block in
        difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
        if block.size >= _LIKE_WORDS
    ]  # fmt: skip
    rest = _blanked(mine, [(block.a, block.size) for block in same])
    their_rest = _blanked(theirs, [(block.b, block.size) for block in same])
    marks, their_marks = _marks(rest), _marks(their_rest)
    left = sorted(len(words.replace(" ", "")) for words in (rest, their_rest))
    same_words = not left[1] and normal(one) == normal(other)
    return {
        "beside_shared": float(bool(marks & their_marks) or same_words),
        "beside_other": _others(marks, their_marks),
        "beside_nothing": float(left[0] <= 1 and not same_words),
        "alike": 2 * sum(block.size for block in same) / max(1, len(mine) + len(theirs)),
    }  # fmt: skip


def _place(one: Where, other: Where) -> dict[str, float]:
    axes = set(one.said) - {"house", "unit"}
    shared = one.spots & other.spots or any(one.names(axis) & other.names(axis) for axis in axes)
    return {
        "floors": float(bool(one.floor and other.floor and one.floor != other.floor)),
        "nowhere": float(not one.known and not other.known),
        "one_nowhere": float(one.known != other.known),
        "unit": float(bool(one.names("unit") & other.names("unit"))),
        "spot": float(bool(shared)), "no_spot": _others(one.spots, other.spots),
    }  # fmt: skip


def bare(text: str) -> str:
    """A line without the numbers of houses, marks and the words that carry nothing."""
    return _FILLERS.sub("", _HOUSES.sub("", normal(text)))


def _same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, but for what carries nothing and slips by sound."""
    mine, theirs = bare(one), bare(other)
    if mine == theirs:
        return bool(mine) or normal(one) == normal(other)
    return len(mine) == len(theirs) >= _LIKE_SOUNDS and sounds(mine) == sounds(theirs)


def _blanked(text: str, parts: list[tuple[int, int]]) -> str:
    for at, size in parts:
        text = text[:at] + " " * size + text[at + size :]
    return text.strip()


def _marks(text: str) -> Named:
    return things_of(text) | frozenset(f"!{name}" for name in wrongs_of(text))


def _shared(one: Named, other: Named) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _others(one: Named, other: Named) -> float:
    """Whether both name something, and nothing that the other names."""
    return float(bool(one and other and not one & other))


def _cosine(one: Shares, other: Shares) -> float:
    sizes = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return sum(v * other.get(slug, 0) for slug, v in one.items()) / sizes if sizes else 0.0
