"""What another system sends, read without trust: a short form, dates with a zone, lists of codes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import Request

from console.api.answers import Wrong, bad
from console.office import number_in

LARGEST_BODY = 64 * 1024  # bytes: four thousand characters, each percent-encoded, and the rest
MOST_FIELDS = 100
MOST_LISTED = 100  # codes or numbers in one parameter
FORM = "application/x-www-form-urlencoded"
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r") | {"\x7f"}


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form; the first of a name counts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise bad("not_a_form")
    try:
        text = (await _body(request)).decode()
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise bad("unreadable") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


async def _body(request: Request) -> bytes:
    """The body, unless it is larger than any request of ours."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise Wrong(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    return body


def words_in(form: Mapping[str, str], name: str, *, most: int) -> str:
    """A field's words; signs that no text has are refused, as is what is too long."""
    text = form.get(name, "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise bad("too_long", name)
    if CONTROLS & set(text):
        raise bad("bad_signs", name)
    return text


def instant(given: Mapping[str, str], name: str) -> datetime | None:
    """An instant with its zone; None where none is named."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:  # a plus sign that nobody encoded arrives as a space
        found = datetime.fromisoformat(text.replace(" ", "+")).astimezone(UTC)
        zoned = datetime.fromisoformat(text.replace(" ", "+")).tzinfo is not None
    except (ValueError, OverflowError):
        raise bad("bad_date", name) from None
    if not zoned:
        raise bad("no_zone", name)
    return found


def listed(given: Mapping[str, str], name: str) -> list[str]:
    """What stands in a parameter, separated by commas."""
    found = [part.strip() for part in given.get(name, "").split(",") if part.strip()]
    if len(found) > MOST_LISTED:
        raise bad("too_many", name)
    return found


def numbers(given: Mapping[str, str], name: str) -> list[int]:
    """Tickets' numbers in a parameter; what is no number is nobody's."""
    return [number for part in listed(given, name) if (number := number_in(part)) is not None]


def at_most(given: Mapping[str, str], name: str, most: int) -> int:
    """A count in a parameter; by default as many as there may be."""
    text = given.get(name, "").strip()
    if not text:
        return most
    number = number_in(text)
    if number is None or not 1 <= number <= most:
        raise bad("bad_count", name)
    return number
