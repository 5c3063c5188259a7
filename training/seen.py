"""What the models see of a sentence, and how sentences are parted."""

from collections.abc import Sequence
from functools import cache

from bot.knowledge import LEXICON, data_file
from domain.understanding.choir import Held
from domain.understanding.lexicon import Lexicon, load_lexicon
from domain.understanding.line import evened, grams, signs
from domain.understanding.plain import normal
from domain.understanding.seen import heard
from domain.understanding.training import groups_of

FOLDS = 5
SEED = 4


@cache
def lexicon() -> Lexicon:
    return load_lexicon(*(data_file(name, None) for name in LEXICON))


def seen(text: str) -> tuple[str, set[str]]:
    """A line as the table sees it: even, and what the lexicon says of it."""
    said, hits = heard(lexicon(), normal(text))
    return evened(said), signs(said, hits)


def whole(text: str) -> Held:
    """What the models see of a line that know by name what it holds."""
    even, named = seen(text)
    return [grams(even), named]


def apart(named: Sequence[tuple[str, str]], number: int) -> set[str]:
    """The texts of one of five parts, of each label a fifth; lines that begin alike are in one."""
    return {
        text
        for groups in groups_of(named, SEED)
        for at, group in enumerate(groups) if at % FOLDS == number
        for text, _ in group
    }  # fmt: skip
