"""Turning moments into words: Jinja2 over `templates/chat`, where every sentence lives."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

import templates

FALLBACK = "zh-Hans"
NOON, EVENING = 12, 18


class Words:
    """Renders a moment in a locale; a missing fact is a fault, a missing locale falls back."""

    def __init__(self, zone: ZoneInfo, *, folder: Path | None = None) -> None:
        self.zone = zone
        self.folder = folder or Path(templates.__file__).parent / "chat"
        self.loader = FileSystemLoader(self.folder)
        self.environment = Environment(
            loader=self.loader,
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - plain text; each channel escapes for its own markup
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self.environment.filters.update(
            clock=self.clock, day=self.day, hour=self.hour, mask_phone=mask_phone, cut=cut
        )

    def __call__(self, moment: str, locale: str, **facts: Any) -> str:
        """The words of a moment, without blank edges."""
        try:
            template = self.environment.get_template(f"{locale}/{moment}.j2")
        except TemplateNotFound:
            template = self.environment.get_template(f"{FALLBACK}/{moment}.j2")
        return template.render(locale=locale, **facts).strip()

    def source(self, moment: str, locale: str) -> str:
        """The template of a moment, as it comes with the program."""
        return (self.folder / locale / f"{moment}.j2").read_text("utf-8")

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime, locale: str = FALLBACK) -> str:
        """An instant as people say it: `12月3日(周四)下午5:30`."""
        local = self._local(moment)
        return f"{self.day(local.date(), locale)}{self._space(locale)}{self.hour(local.time(), locale)}"

    def day(self, day: date, locale: str = FALLBACK) -> str:
        """A date with its weekday; of an instant, the local day."""
        local = self._local(day).date() if isinstance(day, datetime) else day
        return self._piece("day", locale, day=local)

    def hour(self, at: time | str, locale: str = FALLBACK) -> str:
        """A time of day."""
        moment = time.fromisoformat(at) if isinstance(at, str) else at
        return self._piece("hour", locale, at=moment)

    def _piece(self, name: str, locale: str, **facts: Any) -> str:
        return self.environment.get_template(f"{locale}/pieces/{name}.j2").render(**facts).strip()

    @staticmethod
    def _space(locale: str) -> str:
        return " " if locale == "en" else ""


def mask_phone(number: str) -> str:
    """A phone number that may be shown: its first three and last two digits."""
    return f"{number[:3]}******{number[-2:]}" if len(number) > 5 else "***"  # noqa: PLR2004


def cut(text: str, length: int = 60) -> str:
    """A text's beginning, for where space is short."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
