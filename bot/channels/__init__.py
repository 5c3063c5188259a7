"""The channels: each knows its platform, and nobody else does."""

from typing import TYPE_CHECKING

from bot.channels.base import Channel
from bot.channels.web import Persona, WebChannel, WebConfig
from bot.doctor import Finding

if TYPE_CHECKING:
    from bot.app import House

PERSONAS = ("resident", "neighbour", "worker", "officer", "property")
"""Whom the sample's visitor may play: accounts of the web chat."""


def personas(house: "House") -> tuple[Persona, ...]:
    """The sample's people, by their roles' names."""

    def word(name: str) -> str:
        return house.words(f"web/{name}", house.settings.locale)

    return tuple(Persona(name, word(name), word(f"{name}_name")) for name in PERSONAS)


async def made_channels(house: "House", *, sample: bool) -> list[Channel]:
    """The channels that this deployment has: the web always, Telegram with a token."""
    config = WebConfig(house.settings.locale, personas(house) if sample else ())
    channels: list[Channel] = [
        WebChannel(house.database, config, house.clock.now, house.files, house.words)
    ]
    return channels


async def examined_channels(house: "House") -> list[Finding]:
    """What the channels' platforms say of this deployment."""
    if house.settings.telegram_token is None:
        return [Finding("ok", "no_token", {})]
    return []
