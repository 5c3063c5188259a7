"""Copied chat, line by line: phones, desktops, forwarded records and WeCom each write it their own way."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.pasted.clutter import entries_in, is_system, is_title, strip_signs, without_mentions
from domain.pasted.headers import Header, headers_in, separator_in
from domain.pasted.times import UNKNOWN, When
from domain.refusals import Refusal

MOST_LINES = 10_000
MOST_SIGNS = 600_000
JOINED = ("#接龙", "接龙", "「")
"""How a message begins that goes over several rows."""
MOST_OF_ONE = 2000  # characters of one message; longer ones are notices that go round


class TooMuchPasted(Refusal):
    """More lines at once than somebody could look through."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a message answers: who had said it, and the beginning of their words."""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a copied chat."""

    sender: str
    """As the group shows it; empty where the copy names nobody."""
    text: str
    when: When = UNKNOWN
    photos: int = 0
    quote: Quote | None = None
    entries: int = 0
    """How many have put themselves on a 接龙."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was pasted, as messages; what WeChat itself writes in between is only counted."""

    lines: tuple[Line, ...]
    others: int = 0
    """Messages without words: pictures, voice, stickers, and WeChat's own lines."""


_QUOTE = re.compile(
    r"^「(?P<who>[^「」\n:\uff1a]{1,40})[:\uff1a]\s*(?P<text>.*?)」[ \t]*\n"
    r"(?:[ \t]*[-—–─_=][-—–─_=\s]*\n)?",
    re.DOTALL,
)
_QUOTED = re.compile(
    r"(?:^|\n)\s*[\[【]?引用[\]】]?\s*(?P<who>[^\n:\uff1a]{0,40}?)\s*(?:的消息)?\s*[:\uff1a]\s*(?P<text>[^\n]*)\n?"
)


def lines_of(pasted: str, today: date) -> Copied:
    """The messages of what somebody pasted, in its order; the same one twice is one.

    Raises:
        TooMuchPasted: There are more than `MOST_LINES` lines.

    """
    rows = _rows(pasted)
    if len(rows) > MOST_LINES or len(pasted) > MOST_SIGNS:
        raise TooMuchPasted(most=MOST_LINES)
    lines, others = [], 0
    seen: set[tuple[str, str, str]] = set()
    for said in _messages(rows, today):
        line = _read(said)
        mark = (line.sender, str(line.when), line.text)
        if not line.text:
            others += 1
        elif line.when is UNKNOWN or mark not in seen:
            seen.add(mark)
            lines.append(line)
    return Copied(tuple(lines), others)


def _rows(pasted: str) -> list[str]:
    """Its rows, without what nobody can see; a row of blanks is empty."""
    text = pasted.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept = "".join(" " if sign == "\t" else sign for sign in text if _shows(sign))
    return [" ".join(row.split()) for row in kept.split("\n")]


def _shows(sign: str) -> bool:
    return sign in "\n\t\u200d" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True, slots=True)
class _Message:
    sender: str
    when: When
    rows: tuple[str, ...]


def _messages(rows: list[str], today: date) -> Iterator[_Message]:
    """Cut at each row that says who speaks; where none does, at each row."""
    headers = headers_in(rows)
    named = any(headers)
    day: date | None = None
    sender, when, body = "", UNKNOWN, list[str]()
    for row, header in zip(rows, headers, strict=True):
        found = None if header else separator_in(row, today)
        if header is None and found is None:
            if not named and body and not _goes_on(row, body):
                yield _Message("", when, tuple(body))
                body = []
            if _is_text(row, start=not body and not sender):
                body.append(row)
            continue
        if found is not None and sender and not body:
            when = found if found.clock else when  # a name in one row, its time in the next
            continue
        if body or sender:
            yield _Message(sender, when, tuple(body))
        if header is None:
            assert found is not None
            sender, when, body, day = "", found, [], found.day or day
        else:
            sender, when = header.name, _time_of(header, when, today, day)
            body = [header.text] if header.text else []
    if body or sender:
        yield _Message(sender, when, tuple(body))


def _goes_on(row: str, body: list[str]) -> bool:
    """Where nobody is named: what a row quotes, and those on a 接龙, belong to the row above."""
    return bool(row) and (body[0].startswith(JOINED) or row.startswith("引用"))


def _time_of(header: Header, before: When, today: date, day: date | None) -> When:
    """The time beside a name; where none stands, that of the separator above."""
    if header.when:
        return header.time(today, day)
    return before


def _is_text(row: str, *, start: bool) -> bool:
    """Whether somebody wrote a row: it is neither WeChat's own, nor the title of a record."""
    return bool(row) and not is_system(row) and not (start and is_title(row))


def _read(said: _Message) -> Line:
    text, quote = _without_quote("\n".join(said.rows))
    text, photos = strip_signs(text)
    title, entries = entries_in(text)
    words = without_mentions(title)
    words = "\n".join(_filled(words.split("\n")))[:MOST_OF_ONE]
    return Line(said.sender, words, said.when, photos, quote, entries)


def _filled(rows: Iterable[str]) -> Iterator[str]:
    return (row.strip() for row in rows if row.strip())


def _without_quote(text: str) -> tuple[str, Quote | None]:
    """A message without what it quotes: those are another's words, read where they were said."""
    for form in (_QUOTE, _QUOTED):
        found = form.search(text)
        if found is not None:
            rest = f"{text[: found.start()]}\n{text[found.end() :]}"
            return rest.strip("\n"), Quote(found["who"].strip(), strip_signs(found["text"])[0])
    return text, None
