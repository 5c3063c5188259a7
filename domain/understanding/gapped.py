"""Words with gaps between them, as the lexicon's tables write them: `电梯~关人`."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

REACH = 8
"""Signs that may stand between two words of a pattern, if no sentence ends there."""
END_SIGNS = r"。!?;\n"
_ENDED = re.compile(f"[{END_SIGNS}]")


@dataclass(frozen=True)
class Gapped:
    """Patterns of one list that begin alike, tried together where that beginning occurs."""

    first: str
    later: tuple[str, ...]
    """Words that may come soon after it, as in nearly all: they are found without any pattern."""
    rests: tuple[str, ...]
    """Patterns that may come right after it."""

    def longest(self, text: str, at: int) -> int:
        """How many signs the longest of them takes there; 0 where none fits."""
        if not text.startswith(self.first, at):
            return 0
        begin = at + len(self.first)
        end = self._end_of_later(text, begin) if self.later else 0
        if self.rests:
            end = max(end, self._end_of_rest(text, begin))
        return end - at if end else 0

    def _end_of_later(self, text: str, begin: int) -> int:
        """Where the last of the words ends that come soon; 0 where none does."""
        end = 0
        for word in self.later:
            found = text.find(word, begin, begin + REACH + len(word))
            if found + len(word) > end and found >= 0 and not _ENDED.search(text, begin, found):
                end = found + len(word)
        return end

    def _end_of_rest(self, text: str, begin: int) -> int:
        """Where the longest of the patterns ends; 0 where none fits."""
        if not _pattern_of(self._any).match(text, begin):
            return 0  # nearly always: one look instead of one for each
        return max(
            found.end() for rest in self.rests if (found := _pattern_of(rest).match(text, begin))
        )

    @cached_property
    def _any(self) -> str:
        return "|".join(f"(?:{rest})" for rest in self.rests)


@cache
def _pattern_of(text: str) -> re.Pattern[str]:
    """What follows is the same after each word of a class, and slow to make ready."""
    return re.compile(text)
