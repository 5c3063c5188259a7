"""Telegram. The library python-telegram-bot is known to this package alone."""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.poll import Rhythm
from bot.channels.telegram.wire import TelegramConfig

__all__ = ["Rhythm", "TelegramChannel", "TelegramConfig"]
