"""The console's pages in three languages: written once in simplified Chinese, read in any of them.

A template says `_('…')` (or `{% trans %}` where facts stand inside a sentence). Traditional Chinese is
turned from that by OpenCC; English is looked up in `templates/console/en/*.toml`, one file a page.
"""

import functools
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

import templates
from console.nav import here, menu

FOLDER = Path(templates.__file__).parent / "console"
LOCALES = ("zh-Hans", "zh-Hant", "en")
WRITTEN_IN = LOCALES[0]
LANGUAGE_COOKIE, TYPE_COOKIE = "huying_language", "huying_type"
LARGE = "large"


class Clocking(Protocol):
    """Says an instant in a language."""

    def __call__(self, moment: datetime, locale: str) -> str: ...


class Pages:
    """Renders a page in its reader's language, with the menu that their roles have."""

    def __init__(self, clock: Clocking, locale: str = WRITTEN_IN) -> None:
        self.locale = locale if locale in LOCALES else WRITTEN_IN
        self.views = {name: Jinja2Templates(env=_environment(name, clock)) for name in LOCALES}

    def locale_of(self, request: Request) -> str:
        """The language that somebody chose in this browser; else the deployment's."""
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        return chosen if chosen in LOCALES else self.locale

    def __call__(
        self, request: Request, name: str, facts: Mapping[str, Any], *, status: int = 200
    ) -> Response:
        """The page of this name as an answer."""
        locale, clerk = self.locale_of(request), facts.get("clerk")
        around = {
            "locale": locale, "locales": LOCALES, "path": request.url.path,
            "large": request.cookies.get(TYPE_COOKIE) == LARGE,
            "menu": menu(clerk) if clerk else (), "here": here(request.url.path), "clerk": clerk,
        }  # fmt: skip
        return self.views[locale].TemplateResponse(
            request, name, {**around, **facts}, status_code=status
        )

    def words(self, request: Request, name: str) -> Mapping[str, Any]:
        """What a template that holds nothing but words has set, by name."""
        return vars(self.views[self.locale_of(request)].get_template(name).module)


class _Compiled(BytecodeCache):
    """What the pages were compiled to, for every language alike: their words are looked up later.

    Compiling takes some fifty times as long as taking up what was compiled.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


def _environment(locale: str, clock: Clocking) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED,
    )
    say = translator(locale)
    made.install_gettext_callables(say, lambda one, many, n: say(one if n == 1 else many))  # type: ignore[attr-defined]
    made.filters["clock"] = functools.partial(clock, locale=locale)
    return made


def translator(locale: str) -> Callable[[str], str]:
    """Turns a page's words into a language; what nobody has translated stays as it was written."""
    if locale == WRITTEN_IN:
        return str
    if locale == "en":
        words = english()
        return lambda said: words.get(said, said)
    return _traditional


@functools.cache
def english() -> Mapping[str, str]:
    """Every sentence of the pages in English.

    Raises:
        ValueError: Two files translate the same sentence differently.

    """
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "en").glob("*.toml")):
        for said, meant in tomllib.loads(path.read_text("utf-8")).items():
            if found.setdefault(said, meant) != meant:
                raise ValueError(f"{path.name}: {said}")
    return found


@functools.cache
def _traditional(said: str) -> str:
    turned: str = _converter().convert(said)
    return turned


@functools.cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - its tables are read when somebody wants them

    return OpenCC("s2t")
