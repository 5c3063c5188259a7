"""The browser's chat: the sample's chat world, and the door for residents without an app."""

from bot.channels.web.channel import Persona, WebChannel, WebConfig

__all__ = ["Persona", "WebChannel", "WebConfig"]
