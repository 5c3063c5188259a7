"""The browser's chat: the sample's chat world, and the door for residents without an app."""

from bot.channels.web.channel import Persona, WebChannel, WebConfig
from bot.channels.web.pages import routes_of

__all__ = ["Persona", "WebChannel", "WebConfig", "routes_of"]
