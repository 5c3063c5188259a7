"""A linear model over pairs of characters: what a text is called, and how sure that is.

A model is a file of numbers: for each single character and pair of neighbours one small whole number
a label. They are added up for those that a text holds. To add them fast, the numbers of one feature
lie side by side in one Python integer, so that a text costs one addition a feature, whatever the
number of labels.
"""

import json
import math
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.refusals import Refusal

FORMAT = "huying-model/1"
LONGEST = 4000  # characters that are read of a text: sums of more would run into each other
FIELD = 24  # bits of one label's sum
MASK = (1 << FIELD) - 1
MIDDLE = 128  # added to each weight, so that no field is ever below zero
FINE = 16  # a squared idf is kept in sixteenths
MOST_WEIGHT = 127
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


@dataclass(frozen=True, slots=True)
class Block:
    """The features of one part of a text: what each weighs for each label, and how rare it is."""

    names: tuple[str, ...]
    weights: tuple[bytes, ...]
    """Per label one signed byte a feature."""
    rarity: tuple[int, ...]
    """A feature's idf squared, in sixteenths."""

    def packed(self) -> dict[str, int]:
        """The numbers of each feature side by side: its rarity, then each label's weight."""
        return {
            name: sum(value << FIELD * place for place, value in enumerate(column))
            for name, *column in zip(
                self.names, self.rarity, *(map(_above_zero, row) for row in self.weights),
                strict=True,
            )
        }  # fmt: skip


def _above_zero(byte: int) -> int:
    """A signed byte, moved up by `MIDDLE`."""
    return (byte + MIDDLE) % 256


class Model:
    """Tells what texts are called; see `training.train` for how one comes about."""

    def __init__(
        self, labels: Sequence[str], blocks: Sequence[Block], *, bias: Sequence[float],
        scale: float, sharpness: float, card: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.labels = tuple(labels)
        self.blocks = tuple(blocks)
        self.bias = tuple(bias)
        self.scale = scale
        self.sharpness = sharpness
        self.card = dict(card)
        self._packed = [block.packed() for block in blocks]

    def scores(self, text: str) -> list[float]:
        """How much speaks for each label, in the order of `labels`; 0 says nothing either way."""
        found = list(self.bias)
        for part, packed in zip(parts_of(text), self._packed, strict=True):
            held = [packed[name] for name in features(part) if name in packed]
            total = sum(held)
            length = math.sqrt((total & MASK) / FINE)
            if not length:
                continue
            for place in range(len(found)):
                said = (total >> FIELD * (place + 1) & MASK) - MIDDLE * len(held)
                found[place] += said * self.scale / length
        return found

    def classify(self, text: str) -> Guess:
        """The likeliest label, and how likely it is."""
        found = self.scores(text)
        best = max(range(len(found)), key=found.__getitem__)
        rest = sum(math.exp(self.sharpness * (score - found[best])) for score in found)
        return Guess(self.labels[best], 1 / rest)

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
    def read(cls, text: str) -> "Model":
        """A model from its file. Raises NoModel."""
        try:
            whole = json.loads(text)
            if whole["format"] != FORMAT:
                raise NoModel
            return cls(
                whole["labels"], [_block(block) for block in whole["blocks"]], bias=whole["bias"],
                scale=whole["scale"], sharpness=whole["sharpness"], card=whole["card"],
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NoModel from None


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
