"""Saying a moment in the deployment's own words, and in the usual ones where these fail."""

import re
from collections.abc import Callable, Collection
from typing import Any

import structlog
from jinja2 import ChoiceLoader, DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.wording.reading import FILTERS
from bot.words import Words
from handlers.texts import Own

log = structlog.get_logger()

INCLUDED = re.compile(r"locale ~ ['\"]/([a-z_]+/(?:[a-z_]+\.j2)?)")
"""Other sentences, or the beginning of their names, that stand inside one."""
FAILS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Everything that words can do wrong while they are made; whatever else is huying's own fault."""
Failed = Callable[[str, str], None]
"""Is told the moment and locale of words that failed."""


class SpoiledError(ValueError):
    """Own words that would be refused today."""


class OwnWords:
    """All sentences as this deployment says them, as of one revision."""

    def __init__(
        self, words: Words, own: Own, *, spoiled: Collection[tuple[str, str]] = ()
    ) -> None:
        self.words = words
        self.own = own
        self.spoiled = frozenset(spoiled)
        """What was good once and no longer is, since an update made the usual words others."""
        self.environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([
                DictLoader({
                    f"{locale}/{moment}.j2": said for (locale, moment), said in own.items()
                    if (locale, moment) not in self.spoiled
                }),
                words.loader,
            ]),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False,
        )  # fmt: skip
        mine = words.environment.filters
        self.environment.filters = {name: mine[name] for name in FILTERS}
        self.environment.globals.clear()
        self._touched: dict[tuple[str, str], bool] = {}

    def says(self, moment: str, locale: str) -> bool:
        """Whether a moment, or another sentence inside it, has words of its own here."""
        key = (locale, moment)
        if key not in self._touched:
            self._touched[key] = key in self.own or self._inside(moment, locale)
        return self._touched[key]

    def _inside(self, moment: str, locale: str) -> bool:
        parts = INCLUDED.findall(self.words.source(moment, locale))
        mine = [
            f"{name}.j2"
            for language, name in self.own
            if language == locale and (language, name) not in self.spoiled
        ]
        return any(name.startswith(part) for name in mine for part in parts)

    def render(self, moment: str, locale: str, **facts: Any) -> str:
        """The words, without blank edges; whatever fails comes through.

        Raises:
            SpoiledError: They would be refused today.

        """
        if (locale, moment) in self.spoiled:
            raise SpoiledError(moment)
        template = self.environment.get_template(f"{locale}/{moment}.j2")
        return template.render(locale=locale, **facts).strip()


class Speech:
    """How one turn speaks: in own words where there are any that can be said."""

    def __init__(self, own: OwnWords, failed: Failed) -> None:
        self.own = own
        self.failed = failed

    def __call__(self, moment: str, locale: str, **facts: Any) -> str:
        """The words of a moment; a message is never lost to somebody's wording."""
        usual = self.own.words
        if not self.own.says(moment, locale):
            return usual(moment, locale, **facts)
        try:
            said = self.own.render(moment, locale, **facts)
        except FAILS as error:
            log.error("text.failed", moment=moment, locale=locale, kind=type(error).__name__)
            said = ""
        if said:
            return said
        known = usual(moment, locale, **facts)
        if known:  # some moments say nothing at times, whatever their words
            self.failed(moment, locale)
        return known
