"""A Bot API of our own over real HTTP, as strict as Telegram's where we use it."""

from tests.botapi.server import served
from tests.botapi.telegram import ANONYMOUS, START, Telegram

__all__ = ["ANONYMOUS", "START", "Telegram", "served"]
