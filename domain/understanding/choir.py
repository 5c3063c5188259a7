"""Several models that read the same of a text: what each says of it is added up in one pass.

The numbers of one feature, of every label of every model, lie side by side in one Python integer, so that a
text costs one addition a feature, whatever the number of labels.
"""

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from operator import itemgetter
from typing import Any

MIDDLE = 128  # added to each weight, so that none is below zero
ABOVE_ZERO = bytes((byte + MIDDLE) % 256 for byte in range(256))
FINE = 16  # a squared idf is kept in sixteenths
RAREST = (1 << 16) - 1  # so that the sum of as many as are added up at once has room in its field
MOST = 255  # features whose weights are added up at once: the sum fits a field of two bytes
Held = Sequence[AbstractSet[str]]
"""What a text holds: the features of each of its parts."""


def sum_at(numbers: Mapping[str, int] | bytes, places: Sequence[Any]) -> int:
    """The sum of the numbers at these places, a place as often as it is named."""
    if len(places) > 1:  # of one place alone it gives the number itself
        return sum(itemgetter(*places)(numbers))
    return sum(numbers[place] for place in places)


@dataclass(frozen=True)
class Block:
    """The features of one part of a text: what each weighs for each label, and how rare it is."""

    names: tuple[str, ...]
    weights: tuple[bytes, ...]
    """Per label one signed byte a feature."""
    rarity: tuple[int, ...]
    """A feature's idf squared, in sixteenths."""

    @cached_property
    def places(self) -> dict[str, int]:
        """Where the numbers of each feature lie."""
        return dict(zip(self.names, range(len(self.names)), strict=True))

    def fits(self, labels: int) -> bool:
        """Whether it has of each feature all numbers, and none that adds up to nonsense."""
        size = len(self.names)
        return (
            len(self.places) == len(self.rarity) == size
            and set(map(type, self.rarity)) <= {int}
            and (not size or (min(self.rarity) > 0 and max(self.rarity) <= RAREST))
            and len(self.weights) == labels
            and all(len(row) == size for row in self.weights)
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a model adds up."""

    bias: tuple[float, ...]
    scale: float
    blocks: tuple[Block, ...]


class Choir:
    """Models whose features are added up together."""

    def __init__(self, models: Sequence[Numbers]) -> None:
        self._models = models
        most = max((len(model.blocks) for model in models), default=0)
        self._parts = [
            _Packed([_block_of(model, part) for model in models]) for part in range(most)
        ]

    def weigh(self, texts: Held) -> list[list[float]]:
        """How much speaks for each label of each model; 0 says nothing either way."""
        found = [list(model.bias) for model in self._models]
        for part, names in zip(self._parts, texts, strict=False):
            for at, (rarity, sums) in enumerate(part.sums(names)):
                if rarity:
                    step = self._models[at].scale / math.sqrt(rarity / FINE)
                    found[at] = [score + said * step for score, said in zip(found[at], sums)]  # noqa: B905
        return found


def _block_of(model: Numbers, part: int) -> Block:
    """What a model knows of a part of a text; another may read fewer parts."""
    known = model.blocks[part : part + 1]
    return known[0] if known else Block((), (b"",) * len(model.bias), ())


def _by_feature(block: Block) -> bytes:
    """All weights of a block, above zero, those of one feature side by side."""
    turned = bytearray(len(block.names) * len(block.weights))
    for label, row in enumerate(block.weights):
        turned[label :: len(block.weights)] = row
    return bytes(turned.translate(ABOVE_ZERO))


class _Packed(dict[str, int]):
    """The features of one part that were met, packed: most of a model is never met."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = tuple(blocks)
        self._by_feature = [_by_feature(block) for block in blocks]
        self._known = frozenset(chain.from_iterable(block.names for block in blocks))
        sizes = [len(block.weights) for block in blocks]
        self._fields = struct.Struct("<" + "".join(f"I{size}h" for size in sizes))
        ends = list(accumulate(size + 1 for size in sizes))
        self._spans = [(end - size, end) for end, size in zip(ends, sizes, strict=True)]
        self._middles = self._in_each(MIDDLE)
        self._signs = self._in_each(-1 << 15)

    def __reduce__(self) -> "tuple[type[_Packed], tuple[Sequence[Block]]]":
        """Made anew where another process takes a model over."""
        return _Packed, (self._blocks,)

    def _in_each(self, number: int) -> int:
        """A number in the field of each label, and none of how rare it is."""
        return self._joined((0, [number] * len(block.weights)) for block in self._blocks)

    def _joined(self, rows: Iterable[tuple[int, Iterable[int]]]) -> int:
        numbers = [number for rarity, weights in rows for number in (rarity, *weights)]
        return int.from_bytes(self._fields.pack(*numbers), "little")

    def __missing__(self, name: str) -> int:
        packed = self[name] = self._joined(self._rows(name)) - self._middles
        return packed

    def _rows(self, name: str) -> Iterator[tuple[int, bytes]]:
        """For each model how rare a feature is, and its weight for each label, above zero."""
        for block, by_feature in zip(self._blocks, self._by_feature, strict=True):
            place, labels = block.places.get(name), len(block.weights)
            if place is None:
                yield 0, bytes([MIDDLE]) * labels
            else:
                yield block.rarity[place], by_feature[place * labels : (place + 1) * labels]

    def sums(self, names: AbstractSet[str]) -> list[tuple[int, Sequence[int]]]:
        """For each model how rare the features are that it knows, and the sum of each label's weights."""
        listed = list(filter(self._known.__contains__, names))
        first, *rest = (
            self._fields.unpack(self._total(listed[at : at + MOST]))
            for at in range(0, len(listed) or 1, MOST)
        )
        found = list(map(sum, zip(first, *rest, strict=True))) if rest else first
        return [(found[begin - 1], found[begin:end]) for begin, end in self._spans]

    def _total(self, names: Sequence[str]) -> bytes:
        """The sums of at most `MOST` features; a bit is lent to each label, so that none is below zero."""
        total = sum_at(self, names)
        return (total + self._signs ^ self._signs).to_bytes(self._fields.size, "little")
