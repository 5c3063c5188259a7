"""Huying's sentences in the deployment's own words: a manager changes one, takes it back, sees its past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.areas import RoleName
from domain.refusals import NotAllowed, Refusal
from handlers.turn import Turn
from storage import texts
from storage.people import roles_of
from storage.places import touch_revision

LOCALES = ("zh-Hans", "zh-Hant", "en")


class TextSyntax(Refusal):
    """The brackets of a sentence do not close, or stand where they cannot (`line`)."""


class TextUnknown(Refusal):
    """A sentence names something that is not known at its moment (`name`, `line`)."""


class TextNotAllowed(Refusal):
    """A sentence does more than tell words and facts (`name`, `line`): a loop of its own, a call."""


class TextTellsMore(Refusal):
    """A fact stands outside the condition that guards it (`name`, `line`): others would hear it, too."""


class TextMissing(Refusal):
    """What a sentence must tell is gone (`name`): its number, its link, whom to call."""


class TextPersonal(Refusal):
    """Somebody's phone, identity or card number stands in the words themselves (`line`)."""


class TextEmpty(Refusal):
    """A sentence says nothing, at least in one case."""


class TextTooLong(Refusal):
    """A sentence is longer than a channel takes (`most`, `number`)."""


class TextFails(Refusal):
    """A sentence cannot be said with facts as they come (`name`)."""


class TextOvertaken(Refusal):
    """Somebody else has changed this sentence meanwhile."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it would be heard, in one case."""

    text: str
    choices: tuple[str, ...] = ()
    """What could be pressed under it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of huying's sentences, as it comes with the program."""

    moment: str
    locale: str
    default: str
    group: bool
    """Whether residents hear it in their group; else it is said in private."""
    example: str = ""
    """As it is heard with the usual facts."""
    known: tuple[tuple[str, str], ...] = ()
    """The facts that it may tell, each with what it might be."""
    must: tuple[str, ...] = ()
    """The facts that it has to tell."""


class Sentences(Protocol):
    """Knows every sentence, and what may be made of it."""

    def all(self, locale: str) -> Sequence[Sentence]:
        """Every sentence that may be said in other words, by capability."""
        ...

    def one(self, moment: str, locale: str) -> Sentence | None: ...

    def heard(self, moment: str, locale: str, source: str) -> str:
        """Some words with the usual facts; the words themselves where they cannot be said."""
        ...

    def check(self, moment: str, locale: str, source: str) -> str:
        """The words as they are kept.

        Raises:
            Refusal: They cannot be said, or tell what they must not; it says where and why.

        """
        ...

    def tried(self, moment: str, locale: str, source: str) -> Sequence[Said]:
        """What would be heard, in the usual case and in others."""
        ...


async def reword(
    turn: Turn, known: Sentences, moment: str, locale: str, source: str, *, follows: int
) -> None:
    """Say a sentence in other words from now on; what could not be said is never kept."""
    await _may_change(turn)
    sentence = known.one(moment, locale)
    if sentence is None:
        raise TextUnknown(name=moment[:60], line=0)
    words: str | None = known.check(moment, locale, source)
    if words == sentence.default:
        words = None
    await _write(turn, moment, locale, words, follows)


async def restore(turn: Turn, moment: str, locale: str, *, follows: int) -> None:
    """Back to the words that come with the program."""
    await _may_change(turn)
    await _write(turn, moment, locale, None, follows)


async def _write(turn: Turn, moment: str, locale: str, source: str | None, follows: int) -> None:
    now = await texts.present(turn.session, moment, locale)
    if now is None and source is None:
        return
    change = texts.TextRow(
        moment=moment, locale=locale, source=source, follows=follows, at=turn.now, by=turn.actor,
    )  # fmt: skip
    if (now.id if now else 0) != follows or not await texts.add(turn.session, change):
        raise TextOvertaken
    await touch_revision(turn.session)
    turn.note("text.changed" if source is not None else "text.restored", f"text/{locale}/{moment}")


async def _may_change(turn: Turn) -> None:
    roles = await roles_of(turn.session, turn.actor or 0)
    if not any(role.role is RoleName.MANAGER for role in roles):
        raise NotAllowed(act="text")


Own = Mapping[tuple[str, str], str]
"""The sentences in the deployment's own words, by locale and moment."""
