"""What an officer writes to have something announced."""

import re
from dataclasses import dataclass

# The full-width marks of a Chinese keyboard are spelt by number: they look like the narrow ones.
_ASKED = re.compile(
    r"^(?:通知|公告|announce)\s*([^:\uff1a\n]{1,60})[:\uff1a]\s*(.+)$", re.IGNORECASE | re.DOTALL
)
_ALL = re.compile(
    r"^(?:(?:所有|全部|全体|大家|各)(?:小区|群|居民群|网格|社区)?"
    r"|[一二两三四五六七八九十\d]+个(?:小区|群)|all)$"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom an announcement is for, in the officer's words, and what it says."""

    audience: str
    text: str


def asked(text: str) -> Asked | None:
    """`通知 三个小区: …` taken apart; None where it is no announcement."""
    found = _ASKED.match(text.strip())
    return Asked(found[1].strip(), found[2].strip()) if found else None


def means_all(words: str) -> bool:
    """Whether the words mean every group: `三个小区` is how an officer says so."""
    return bool(_ALL.match(words))


def names_in(words: str) -> list[str]:
    """The names of a list as people write lists."""
    return [part for part in re.split(r"[、,;\uff0c\uff1b\s和]+", words) if part]
