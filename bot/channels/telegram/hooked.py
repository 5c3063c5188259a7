"""What Telegram says of its posting to us: whether it arrives, and how much waits."""

from datetime import datetime, timedelta
from itertools import pairwise

from telegram import WebhookInfo

from bot.doctor import Finding

RECENT = timedelta(minutes=15)  # Telegram tells its last error for ever
LATELY = timedelta(hours=1)  # for whoever asks just once
MANY = 10  # updates; a few are always on their way
LOOKS = 3  # looks at which more wait than before, until it is no coincidence
LONGEST_WHY = 200  # characters of Telegram's own words


class Posting:
    """How Telegram's posting goes, from look to look; what it posts is the best sign."""

    def __init__(self) -> None:
        self.failing = False
        self._well_at: datetime | None = None
        self._waiting: list[int] = []

    def arrives(self, at: datetime | None) -> None:
        """Something was posted, or the address was just told: older errors are over."""
        self.failing = False
        self._well_at = at

    def look(self, info: WebhookInfo, now: datetime) -> None:
        """Telegram has been asked."""
        self._waiting = [*self._waiting, info.pending_update_count][-LOOKS:]
        failed = info.last_error_date
        news = failed is not None and (self._well_at is None or failed > self._well_at)
        lately = failed is not None and now - failed < RECENT
        self.failing = (news and lately) or self._more_and_more()

    def _more_and_more(self) -> bool:
        seen = self._waiting
        grows = all(earlier < later for earlier, later in pairwise(seen))
        return len(seen) == LOOKS and grows and seen[-1] >= MANY


def hook_finding(info: WebhookInfo, url: str, now: datetime) -> Finding:
    """What an operator has to know, who asks once: is it set here, and does it arrive?"""
    if info.url != url:
        return Finding("error", "webhook_elsewhere", {"url": info.url})
    waiting, failed = info.pending_update_count, info.last_error_date
    lately = failed is not None and now - failed < LATELY
    why = (info.last_error_message or "")[:LONGEST_WHY] if lately else ""
    level = "ok"
    if why or waiting >= MANY:
        level = "error" if why and waiting else "warning"
    return Finding(level, "webhook", {"why": why, "number": waiting})
