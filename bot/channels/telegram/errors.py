"""What Telegram's errors mean for one attempt to say something."""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from domain.messages import Delivery, Outcome

WRONG_TOKEN_PAUSE = 60.0  # seconds; a wrong token does not become right by asking often
LONGEST_WHY = 200  # characters of Telegram's own words
NEVER_LEFT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError,
    httpx.UnsupportedProtocol,
)  # fmt: skip
"""The connection never stood, so that nothing can have arrived."""
SAME_AS_BEFORE = "message is not modified"
REPLY_GONE = ("message to be replied not found", "replied message not found")
THREAD_GONE = ("message thread not found", "topic_closed", "topic_deleted")
TOO_LATE = ("query is too old", "query id is invalid")
CHAT_GONE = ("chat not found", "user not found", "not enough rights", "have no rights",
             "group chat was deactivated", "chat_write_forbidden", "peer_id_invalid",
             "chat_restricted", "need administrator rights")  # fmt: skip
"""Refusals that are about the place, not about what was to be said there."""


def outcome_of(error: TelegramError) -> Outcome:
    """The outcome that an error stands for; BadRequest first, a NetworkError to the library."""
    match error:
        case RetryAfter():
            return Outcome(Delivery.RETRY, after=pause_of(error), flood=True, why="flood")
        case ChatMigrated():
            return Outcome(Delivery.MOVED, moved_to=str(error.new_chat_id), why="migrated")
        case InvalidToken() | EndPointNotFound():
            return Outcome(Delivery.RETRY, after=WRONG_TOKEN_PAUSE, why="token")
        case Forbidden() | BadRequest():
            return _refused(error)
        case Conflict():
            return Outcome(Delivery.RETRY, why="conflict")
    return _lost(error)


def _refused(error: Forbidden | BadRequest) -> Outcome:
    """Repeating it never helps: the person or group is closed to us, or the message is wrong."""
    closed = isinstance(error, Forbidden) or says(error, *CHAT_GONE)
    state = Delivery.UNREACHABLE if closed else Delivery.REFUSED
    return Outcome(state, why=str(error)[:LONGEST_WHY])


def _lost(error: TelegramError) -> Outcome:
    """No answer: surely not sent if the connection never stood, otherwise nobody knows."""
    cause = error.__cause__
    state = Delivery.RETRY if isinstance(cause, NEVER_LEFT) else Delivery.UNKNOWN
    return Outcome(state, why=type(cause or error).__name__)


def pause_of(error: RetryAfter) -> float:
    """How many seconds Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def says(error: TelegramError, *texts: str) -> bool:
    """Whether Telegram's text is one of these; it has no codes for them."""
    told = str(error).casefold()
    return any(text in told for text in texts)
