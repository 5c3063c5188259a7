"""Lines of JSON as a shell hands them over: an answer each, and a bad one stops no other."""

import json
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

Asked = dict[str, Any]
MARK = (
    "\ufeff"  # editors put it before the first line of a file; of joined files, before others, too
)
WRONG = {"error": "not a JSON object with a text"}


def _number(said: str) -> float:
    """A number that JSON can say again: the library would read and write `NaN`, `Infinity` and `1e999`."""
    number = float(said)
    if not math.isfinite(number):
        raise ValueError(said)
    return number


_JSON = json.JSONDecoder(parse_constant=_number, parse_float=_number)


def said(lines: Iterable[str]) -> Iterator[str]:
    """The lines that hold anything, without the mark of an editor."""
    for line in lines:
        bare = line.removeprefix(MARK)
        if bare.strip():
            yield bare


def answered(lines: Iterable[str], answer: Callable[[Asked], Asked]) -> Iterator[str]:
    """Each object with a text is answered under its own id; what is none is told so."""
    for line in said(lines):
        asked = _object(line)
        facts = answer(asked) if isinstance(asked.get("text"), str) else WRONG
        yield written({"id": asked.get("id"), **facts})


def _object(line: str) -> Asked:
    """The object of a line; an empty one where the line is none."""
    try:
        found = _JSON.decode(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def put(lines: Iterable[str], target: TextIO) -> None:
    """Each on a line of its own."""
    target.writelines(line + "\n" for line in lines)
    target.flush()


def written(facts: Asked) -> str:
    """One line of JSON that UTF-8 can carry: half a sign, which it cannot, stays as it was escaped."""
    return json.dumps(facts, ensure_ascii=False).encode(errors="backslashreplace").decode()
