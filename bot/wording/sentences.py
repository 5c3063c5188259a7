"""Every sentence that may be said in other words, with what may be made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bot.wording import checking
from bot.wording.own import FAILS, OwnWords
from bot.wording.reading import Reading, reading_of
from bot.wording.trying import cases, example
from bot.words import FALLBACK, Words
from domain.messages import Limits
from domain.refusals import Refusal
from domain.wires import units
from handlers.texts import LOCALES, Own, Said, Sentence, TextEmpty, TextFails, TextTooLong

APART = frozenset({"pieces", "web", "doctor", "commands", "sample"})
"""What is part of other sentences, or said by a page or a command and not in a chat."""
LABEL = 20  # characters: more does not fit on a button of a phone
MOST_TRIED = 4

Samples = Mapping[str, Any]


class Known:
    """All sentences of one house."""

    def __init__(self, words: Words, *, most: int = Limits().text) -> None:
        self.words = words
        self.most = most
        self.environment = OwnWords(words, {}).environment
        self._standards: dict[tuple[str, str], checking.Standard] = {}
        self._sentences: dict[tuple[str, str], Sentence] = {}

    @cached_property
    def moments(self) -> tuple[str, ...]:
        folder = self.words.folder / FALLBACK
        found = sorted(
            p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.j2")
        )
        return tuple(name for name in found if name.partition("/")[0] not in APART)

    @cached_property
    def imports(self) -> frozenset[str]:
        """How pieces of words are fetched, anywhere."""
        return frozenset(
            shape
            for moment in self.moments for shape in self._reading(moment, FALLBACK).shapes
            if shape.startswith("import ")
        )  # fmt: skip

    def all(self, locale: str) -> Sequence[Sentence]:
        """Every sentence in one language, by capability; what they may tell is read one by one."""
        return [self._short(moment, locale) for moment in self.moments]

    def one(self, moment: str, locale: str) -> Sentence | None:
        """One sentence, where there is such a one."""
        if moment not in self.moments or locale not in LOCALES:
            return None
        standard, facts = self.standard(moment, locale), self._facts(moment)
        must = [*(checking.shown(use.path) for use in standard.must), *standard.urgent]
        known = {
            checking.shown(path): example(facts, path, self.words, locale)
            for path in checking.facts_of(standard)
        }
        return replace(
            self._short(moment, locale), known=tuple(known.items()), must=tuple(dict.fromkeys(must))
        )

    def _short(self, moment: str, locale: str) -> Sentence:
        """A sentence without what it may tell, which takes its time."""
        key = (moment, locale)
        if key not in self._sentences:
            default = checking.tidy(self.words.source(moment, locale))
            heard = self._usual(moment, locale) or default
            self._sentences[key] = Sentence(moment, locale, default, in_group(moment), heard)
        return self._sentences[key]

    def _usual(self, moment: str, locale: str) -> str:
        try:
            return self.words(moment, locale, **self._facts(moment))
        except FAILS:  # the facts are invented, and do not go together in every moment
            return ""

    def heard(self, moment: str, locale: str, source: str) -> str:
        """Some words with the usual facts; the words themselves where they cannot be said."""
        try:
            own = OwnWords(self.words, {(locale, moment): source})
            return own.render(moment, locale, **self._facts(moment)) or source
        except FAILS:
            return source

    def _reading(self, moment: str, locale: str) -> Reading:
        return reading_of(self.environment.parse(self.words.source(moment, locale)))

    def standard(self, moment: str, locale: str) -> checking.Standard:
        """What a sentence says as it comes with the program."""
        key = (moment, locale)
        if key not in self._standards:
            readings = {name: self._reading(moment, name) for name in LOCALES}
            self._standards[key] = checking.Standard(tuple(readings.values()), readings[locale])
        return self._standards[key]

    def check(self, moment: str, locale: str, source: str) -> str:
        """The words as they are kept; a refusal says where and why they cannot be."""
        tidy = checking.tidy(source)
        self._tried(moment, locale, tidy, self._checked(moment, locale, tidy))
        return tidy

    def _checked(self, moment: str, locale: str, tidy: str) -> Reading:
        if not tidy.strip():
            raise TextEmpty
        tree = checking.parse(self.environment, tidy)
        return checking.check(tree, self.standard(moment, locale), self.imports)

    def spoiled(self, own: Own) -> set[tuple[str, str]]:
        """Own words that would be refused today: an update may have made the usual ones others."""
        return {key for key, source in own.items() if not self._holds(*key, source)}

    def _holds(self, locale: str, moment: str, source: str) -> bool:
        try:
            self._checked(moment, locale, source)
        except (Refusal, OSError):  # refused, or its moment has gone
            return False
        return True

    def _tried(self, moment: str, locale: str, source: str, reading: Reading) -> list[str]:
        """What is heard in each case in which the usual words can be said.

        Raises:
            Refusal: In one of them the words fail, say nothing or too much.

        """
        own, said = OwnWords(self.words, {(locale, moment): source}), []
        for facts in cases(self._facts(moment), reading, self.standard(moment, locale).own):
            try:
                usual = self.words(moment, locale, **facts)
            except FAILS:
                continue  # no such case
            said.append(self._said(own, moment, locale, facts, usual=usual))
        return said

    def _said(
        self, own: OwnWords, moment: str, locale: str, facts: Samples, *, usual: str
    ) -> str:  # fmt: skip
        try:
            text = own.render(moment, locale, **facts)
        except FAILS as error:
            raise TextFails(name=str(error)[:80]) from None
        if usual and not text:
            raise TextEmpty
        most = LABEL if moment.startswith("choices/") else self.most
        if units(text) > max(most, units(usual)):
            raise TextTooLong(most=most, number=units(text))
        return text

    def tried(self, moment: str, locale: str, source: str) -> Sequence[Said]:
        """What would be heard, the usual case first; each once."""
        tidy = checking.tidy(source)
        reading = self._checked(moment, locale, tidy)
        said = dict.fromkeys(text for text in self._tried(moment, locale, tidy, reading) if text)
        choices = self._choices(moment, locale)
        return [Said(text, choices) for text in list(said)[:MOST_TRIED]]

    def _choices(self, moment: str, locale: str) -> tuple[str, ...]:
        from samples.heard import CHOICES  # noqa: PLC0415 - only whoever edits needs them

        facts = self._facts(moment)
        return tuple(
            self.words(f"choices/{name}", locale, **facts) for name in CHOICES.get(moment, ())
        )

    @staticmethod
    def _facts(moment: str) -> Samples:
        from samples.facts import FACTS, OWN  # noqa: PLC0415 - only whoever edits needs them

        return {**FACTS, **OWN.get(moment, {})}


def in_group(moment: str) -> bool:
    """Whether residents hear a moment in their group."""
    from samples.heard import IN_GROUP  # noqa: PLC0415 - only whoever edits needs them

    return moment.endswith("_group") or moment in IN_GROUP
