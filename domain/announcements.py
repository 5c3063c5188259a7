"""What an officer writes to have something announced."""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_WORDS = 8000
"""Signs of one announcement: two messages or three, where a platform splits it."""
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


def as_written(text: str) -> str:
    """The words with one kind of line end: a browser sends two signs for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def means_all(words: str) -> bool:
    """Whether the words mean every group: `三个小区` is how an officer says so."""
    return bool(_ALL.match(words))


def names_in(words: str) -> list[str]:
    """The names of a list as people write lists."""
    return [part for part in re.split(r"[、,;\uff0c\uff1b\s和]+", words) if part]


_CONFIRMED = re.compile(
    r"^(?:好的?|嗯+)?[,\uff0c \s]*(?:(?:已经?)?收到(?:了|啦)?|收悉|已阅|got it|received)"
    r"[,\uff0c\s]*(?:谢谢(?:您|你)?|辛苦(?:了)?|thanks)?[。.!\uff01~\s]*$",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"收到(?:请都?|都)回|收到回复|(?:请|都)回复?(?:一下)?[“\"]?收到|回复[“\"]?收到|confirm receipt",
    re.IGNORECASE,
)


def asks_receipt(text: str) -> bool:
    """`…,收到请回复`: whoever writes so wants to know who has read it."""
    return bool(_ASKS.search(text))


def confirms(text: str) -> bool:
    """`收到` and the like: nothing more than that it has been read."""
    return bool(_CONFIRMED.match(text.strip()))


class Reach(StrEnum):
    """What became of an announcement's message to one group or person."""

    DELIVERED = "delivered"
    ON_THE_WAY = "on_the_way"
    BY_HAND = "by_hand"
    """Left for a human to send."""
    DONE_BY_HAND = "done_by_hand"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_SENT = "not_sent"
    """Taken back before it left."""


REACHES = {
    "sent": Reach.DELIVERED, "waiting": Reach.ON_THE_WAY, "sending": Reach.ON_THE_WAY,
    "person": Reach.BY_HAND, "done_by_person": Reach.DONE_BY_HAND, "refused": Reach.REFUSED,
    "unreachable": Reach.REFUSED, "unknown": Reach.UNKNOWN, "dropped": Reach.NOT_SENT,
}  # fmt: skip
"""By the state of the message in the outbox."""


class Why(StrEnum):
    """Why a message did not arrive, or nobody knows."""

    NEVER_OPENED = "never_opened"
    BLOCKED = "blocked"
    NOT_THERE = "not_there"
    NO_RIGHTS = "no_rights"
    INTERRUPTED = "interrupted"
    SILENT = "silent"
    RECALLED = "recalled"
    TOO_LONG = "too_long"
    OTHER = "other"


_WHYS = (
    ("never_opened", Why.NEVER_OPENED), ("can't initiate", Why.NEVER_OPENED),
    ("blocked", Why.BLOCKED), ("deactivated", Why.NOT_THERE), ("kicked", Why.NOT_THERE),
    ("not found", Why.NOT_THERE), ("not a member", Why.NOT_THERE), ("rights", Why.NO_RIGHTS),
    ("forbidden", Why.NO_RIGHTS), ("restricted", Why.NO_RIGHTS), ("interrupted", Why.INTERRUPTED),
    ("timeout", Why.SILENT), ("timedout", Why.SILENT), ("recalled", Why.RECALLED),
    ("too long", Why.TOO_LONG),
)  # fmt: skip


def why_of(told: str) -> Why | None:
    """A platform's own words about a refusal, as one of a few that can be said; None for none."""
    said = told.casefold()
    found = next((why for mark, why in _WHYS if mark in said), Why.OTHER)
    return found if said else None


class Fate(StrEnum):
    """What became of one message when its announcement was taken back."""

    NOT_SENT = "not_sent"
    DELETED = "deleted"
    EDITED = "edited"
    UNDER_WAY = "under_way"
    KEPT_UNKNOWN = "kept_unknown"
    """Nobody knows whether it arrived, so that nothing can be done to it."""
    KEPT_BY_HAND = "kept_by_hand"
    """A human has sent it, and has to take it back."""
    KEPT = "kept"
    """Its platform does not let it be taken back."""


def fate_of(state: str, change: tuple[str, str] | None) -> Fate:
    """The fate of a message in this state, with what was last done to it and how that stands."""
    by_state = {
        "dropped": Fate.NOT_SENT, "unknown": Fate.KEPT_UNKNOWN, "done_by_person": Fate.KEPT_BY_HAND,
    }  # fmt: skip
    if state in by_state:
        return by_state[state]
    op, stands = change or ("", "")
    if stands == "sent":
        return Fate.DELETED if op == "delete" else Fate.EDITED
    return Fate.UNDER_WAY if stands in ("waiting", "sending") else Fate.KEPT
