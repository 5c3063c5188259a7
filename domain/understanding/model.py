"""A linear model over pairs of characters: what a text is called, and how sure that is.

A model is a file of numbers: for each single character and pair of neighbours one small whole number
a label. They are added up for those that a text holds (see `choir`).
"""

import json
import math
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.refusals import Refusal
from domain.understanding.choir import Block, Choir, Held, Numbers

FORMAT = "huying-model/1"
LONGEST = 4000  # characters that are read of a text, lest anybody wait for a longer one
MOST_WEIGHT = 127
SURE = 60.0  # log-odds beyond which nothing is any surer
FARTHEST = 1e9  # no score, nor anything that makes one, comes near
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")


class NoModel(Refusal):
    """The file is no model, or one of another version."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text is called, and the share of such guesses that are right."""

    label: str
    confidence: float


def parts_of(text: str) -> tuple[str, str]:
    """A text's first line and the whole of it, with numbers and spaces evened out.

    The first line of a letter says what it is about, so it speaks for itself once more.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).strip().lower()
    first, _, rest = plain.partition("\n")
    return _even(first), _even(plain) if rest.strip() else ""


def _even(text: str) -> str:
    return _DIGITS.sub("0", _SPACES.sub(" ", text.replace("\0", " "))).strip()


def features(text: str) -> set[str]:
    """Each character of an even text, and each pair of neighbours; its ends are characters, too."""
    if not text:
        return set()
    marked = f"^{text}$"
    return {*marked, *map(str.__add__, marked, marked[1:])}


def as_letter(text: str) -> Held:
    """The features of a text that has a title, or is one."""
    return [features(part) for part in parts_of(text)]


class Model:
    """Tells what texts are called; see `training.train` for how one comes about."""

    def __init__(
        self, labels: Sequence[str], blocks: Sequence[Block], *, bias: Sequence[float],
        scale: float, sharpness: float, card: Mapping[str, Any],
        reads: Callable[[str], Held] = as_letter,
    ) -> None:  # fmt: skip
        self.labels = tuple(labels)
        self.blocks = tuple(blocks)
        self.bias = tuple(bias)
        self.scale = scale
        self.sharpness = sharpness
        self.card = dict(card)
        self.reads = reads

    def scores(self, text: str) -> list[float]:
        """How much speaks for each label, in the order of `labels`; 0 says nothing either way."""
        return self.weigh(self.reads(text))

    def weigh(self, texts: Held) -> list[float]:
        """The same of a text whose features are known."""
        (found,) = self._alone.weigh(texts)
        return found

    @property
    def numbers(self) -> Numbers:
        """What it adds up, for a choir."""
        return Numbers(self.bias, self.scale, self.blocks)

    @cached_property
    def _alone(self) -> Choir:
        return Choir([self.numbers])

    def classify(self, text: str) -> Guess:
        """The likeliest label, and how likely it is."""
        return self.guess(self.reads(text))

    def guess(self, texts: Held) -> Guess:
        """The same of a text whose features are known."""
        shares = self.shares(texts)
        label = max(shares, key=shares.__getitem__)
        return Guess(label, shares[label])

    def shares(self, texts: Held) -> dict[str, float]:
        """How likely each label is; together one."""
        return self.shares_of(self.weigh(texts))

    def shares_of(self, scores: Sequence[float]) -> dict[str, float]:
        """The same of a text whose scores are known."""
        return dict(zip(self.labels, shared(scores, self.sharpness), strict=True))

    def dumped(self) -> str:
        """The file of numbers, its card first."""
        blocks = [
            {
                "names": "\n".join(block.names),
                "rarity": list(block.rarity),
                "weights": [b64encode(row).decode() for row in block.weights],
            }
            for block in self.blocks
        ]
        whole = {
            "format": FORMAT, "card": self.card, "labels": self.labels, "bias": self.bias,
            "scale": self.scale, "sharpness": self.sharpness, "blocks": blocks,
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False)

    @classmethod
    def read(cls, text: str, reads: Callable[[str], Held] = as_letter) -> "Model":
        """A model from its file, and how it reads texts. Raises NoModel."""
        try:
            whole = json.loads(text)
            if whole["format"] != FORMAT:
                raise NoModel
            made = cls(
                whole["labels"], [_block(block) for block in whole["blocks"]], bias=whole["bias"],
                scale=whole["scale"], sharpness=whole["sharpness"], card=whole["card"],
                reads=reads,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NoModel from None
        if not made.fits():
            raise NoModel
        return made

    def fits(self) -> bool:
        """Whether its parts fit one another: a file may be damaged, or half written."""
        number = len(self.labels)
        return (
            all(isinstance(label, str) for label in self.labels)
            and 0 < number == len(set(self.labels)) == len(self.bias)
            and all(map(_is_sane, (*self.bias, self.scale, self.sharpness)))
            and min(self.scale, self.sharpness) > 0
            and len(self.blocks) > 0
            and all(block.fits(number) for block in self.blocks)
        )


def _is_sane(number: object) -> bool:
    return isinstance(number, int | float) and abs(number) < FARTHEST


def likely(odds: float) -> float:
    """The share of these log-odds, however far they lie on either side."""
    return 1.0 / (1.0 + math.exp(-max(-SURE, min(SURE, odds))))


def shared(scores: Sequence[float], sharpness: float) -> list[float]:
    """Scores as shares that together are one."""
    most = max(scores)
    steep = [math.exp(sharpness * (score - most)) for score in scores]
    whole = sum(steep)
    return [one / whole for one in steep]


def _block(raw: Mapping[str, Any]) -> Block:
    names = tuple(raw["names"].split("\n")) if raw["names"] else ()
    weights = tuple(b64decode(row, validate=True) for row in raw["weights"])
    return Block(names, weights, tuple(raw["rarity"]))


def quantised(weights: Iterable[Sequence[float]], scale: float) -> tuple[bytes, ...]:
    """Weights as signed bytes, in steps of `scale`; what is beyond is as far as a byte goes."""
    return tuple(
        bytes(max(-MOST_WEIGHT, min(MOST_WEIGHT, round(value / scale))) % 256 for value in row)
        for row in weights
    )
