"""The channels: each knows its platform, and nobody else does."""

from typing import TYPE_CHECKING

from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel, TelegramConfig
from bot.channels.web import Persona, WebChannel, WebConfig, routes_of
from bot.doctor import Finding
from storage.places import set_state

if TYPE_CHECKING:
    from bot.app import House

PERSONAS = ("resident", "neighbour", "worker", "officer", "property")
"""Whom the sample's visitor may play: accounts of the web chat."""
COMMANDS = ("start", "help", "mine", "me", "tasks", "off", "on", "console", "bind", "mode")
LOCALES = ("zh-Hans", "zh-Hant", "en")
NAME_WITHIN = 5.0  # seconds that somebody at a shell may wait for a name


def personas(house: "House") -> tuple[Persona, ...]:
    """The sample's people, by their roles' names."""

    def word(name: str) -> str:
        return house.words(f"web/{name}", house.settings.locale)

    return tuple(Persona(name, word(name), word(f"{name}_name")) for name in PERSONAS)


async def made_channels(house: "House", *, sample: bool) -> list[Channel]:
    """The channels that this deployment has: the web always, Telegram with a token."""
    config = WebConfig(
        house.settings.locale, personas(house) if sample else (), house.settings.operator,
        elsewhere=house.community.deployment.elsewhere,
    )  # fmt: skip
    channels: list[Channel] = [
        WebChannel(
            house.database, config, house.clock.now, house.files, house.words, pages=routes_of
        )
    ]
    telegram = _telegram(house)
    return channels if telegram is None else [*channels, telegram]


def _telegram(house: "House") -> TelegramChannel | None:
    settings = house.settings
    if settings.telegram_token is None:
        return None
    secret = settings.telegram_webhook_secret
    config = TelegramConfig(
        token=settings.telegram_token.get_secret_value(), api_url=settings.telegram_api_url,
        proxy=settings.telegram_proxy or None, webhook_url=settings.telegram_webhook_url or None,
        webhook_secret=secret.get_secret_value() if secret else None,
    )  # fmt: skip
    commands = {
        locale: {name: house.words(f"commands/{name}", locale) for name in COMMANDS}
        for locale in LOCALES
    }

    async def named(name: str) -> None:
        house.community.named(name)
        async with house.database.transaction() as session:
            await set_state(session, "bot.name", name)

    return TelegramChannel(
        config, now=house.clock.now, read_file=house.files.read, commands=commands,
        locale=settings.locale, on_named=named,
    )  # fmt: skip


async def examined_channels(house: "House") -> list[Finding]:
    """What the channels' platforms say of this deployment."""
    telegram = _telegram(house)
    if telegram is None:
        return [Finding("ok", "no_token", {})]
    try:
        return await telegram.examine()
    finally:
        await telegram.close()


async def learn_bot_name(house: "House") -> None:
    """Ask Telegram once for the bot's name, for whoever makes a link before huying first ran."""
    telegram = _telegram(house)
    if telegram is None:
        return
    try:
        await telegram.tell_name(within=NAME_WITHIN)
    finally:
        await telegram.close()
