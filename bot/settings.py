"""Everything an operator sets, from the environment or `.env`; docs/operations.md lists it."""

import os
import secrets
import shlex
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.webhooks import Network, networks

KEY_FILE = "secret.key"
PARTS = ("intake", "work", "send", "schedule", "web")
"""What the program is made of; all run in one process, or some in each of several."""
OWN_FILE_MODE = 0o600
UNSEEN = frozenset({
    "database_url", "telegram_token", "telegram_api_url", "telegram_proxy", "telegram_webhook_url",
    "telegram_webhook_secret", "llm_url", "llm_key", "secret_key", "transcribe",
})  # fmt: skip
"""What may hold a password, or a way around one."""
FILE = "{file}"
"""Where a command is given a file's path."""


class Settings(BaseSettings):
    """The operator's choices; names in the environment begin with HUYING_."""

    model_config = SettingsConfigDict(env_prefix="HUYING_", env_file=".env", extra="ignore")

    data: Path = Path("data")
    """SQLite file, photos, backups and the generated secret key."""
    database_url: str = ""
    """Empty: the SQLite file in `data`. Outgrown: postgresql+asyncpg://…"""
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy: str | None = None
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    """Empty: http://HOST:PORT."""
    timezone: str = "Asia/Shanghai"
    locale: Literal["zh-Hans", "zh-Hant", "en"] = "zh-Hans"
    operator: str = ""
    """Who runs it, as the notice in a group says."""
    quiet: str = "20:30-07:30"
    """Quiet hours, local; `off` for none."""
    llm_url: str = ""
    """An OpenAI-compatible endpoint that is asked about lines in doubt; empty: nobody is asked."""
    llm_key: SecretStr | None = None
    llm_model: str = ""
    llm_seconds: float = Field(default=4, gt=0, le=10)
    """Until when an answer counts; meanwhile the line's own chat waits, and no other."""
    transcribe: str = ""
    """A command that prints what is said in a voice message; empty: a human listens."""
    transcribe_seconds: float = Field(default=30, gt=0, le=300)
    """How long it may take for one; meanwhile the message's own chat waits, and no other."""
    survey_share: int = Field(default=30, ge=0, le=100)
    """Of a hundred tickets that ended in silence, how many reporters are asked by phone."""
    font: str = ""
    """A font file that knows Chinese, for pictures; empty: one that this machine has."""
    webhooks_inside: str = ""
    """Networks of the house into which tickets' news may be sent; empty: into none."""
    secret_key: SecretStr | None = None
    """Seals numbers left in private; empty: generated once in `data`."""
    rehearsal: bool = False
    log: Literal["text", "json"] = "text"

    @field_validator(
        "telegram_token", "telegram_webhook_secret", "secret_key", "llm_key", mode="before"
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("llm_url")
    @classmethod
    def _over_http(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("no address of the web")
        return value.rstrip("/")

    @field_validator("transcribe")
    @classmethod
    def _names_the_file(cls, value: str) -> str:
        if value and not any(FILE in part for part in shlex.split(value)[1:]):
            raise ValueError(f"does not say where the file's name goes: {FILE}")
        return value

    @field_validator("webhooks_inside")
    @classmethod
    def _networks(cls, value: str) -> str:
        networks(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("no such time zone") from error
        return value

    @field_validator("quiet")
    @classmethod
    def _readable(cls, value: str) -> str:
        quiet_hours(value)
        return value

    @property
    def inside(self) -> tuple[Network, ...]:
        return networks(self.webhooks_inside)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'huying.db'}"

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        return quiet_hours(self.quiet)

    def shown(self) -> list[tuple[str, str | None]]:
        """Each setting's name and value as the office may see it: no secret, no address with one in it."""
        fields, hidden = type(self).model_fields, UNSEEN & self._decided()
        return [
            (name, None if name in hidden else str(getattr(self, name) or "")) for name in fields
        ]

    def _decided(self) -> set[str]:
        """What the operator has set in another way than it comes."""
        fields = type(self).model_fields.items()
        return {name for name, field in fields if getattr(self, name) != field.default}

    def key(self) -> bytes:
        """The secret key; generated on first use, readable by its owner alone."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.data / KEY_FILE
        if not path.exists():
            self._make_key(path)
        return path.read_text().strip().encode()

    def _make_key(self, path: Path) -> None:
        """Two commands at the first start agree on one key, and none ever reads half of it."""
        self.data.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{KEY_FILE}.{secrets.token_hex(4)}")
        draft.touch(mode=OWN_FILE_MODE)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()


def quiet_hours(text: str) -> tuple[time, time] | None:
    """`20:30-07:30` as two local times; `off` is none."""
    if text.strip().lower() == "off":
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
