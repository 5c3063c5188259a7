"""What Telegram would refuse, by its own reference (methods.json) and in its own words."""

import json
from functools import cache
from pathlib import Path

INTEGERS = {"Integer", "Float"}
PLAIN = {"String", "InputFile"}
CALLBACK_DATA = 64  # bytes


class Refused(Exception):  # noqa: N818 - reads as what it is
    """An answer that is not ok."""

    def __init__(self, code, description, **parameters):
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(text):
    return Refused(400, f"Bad Request: {text}")


@cache
def reference():
    path = Path(__file__).with_name("methods.json")
    return json.loads(path.read_text(encoding="utf-8"))


def units(text):
    return len(text.encode("utf-16-le")) // 2


def name_of(written):
    """Telegram does not look at the case of a method's name."""
    names = {name.lower(): name for name in reference()["methods"]}
    return names.get(written.lower())


def parameters(method, given):
    """The parameters as values; refuses unknown, missing and misshapen ones."""
    fields = reference()["methods"][method]
    if unknown := set(given) - set(fields):
        # Telegram ignores these; a product that sends them has a spelling mistake.
        raise bad(f"unknown parameters {sorted(unknown)}")
    for name, types in fields.items():
        if types.startswith("!") and given.get(name) in (None, ""):
            raise bad(_missing(method, name))
    return {name: _value(name, fields[name].lstrip("!"), value) for name, value in given.items()}


def _missing(method, name):
    if name == "text":
        return "message text is empty"
    return f'parameter "{name}" is required' if name != "chat_id" else "chat_id is empty"


def _value(name, types, value):
    kinds = set(types.split("|"))
    if not isinstance(value, str) or kinds <= PLAIN:
        return value
    if kinds & INTEGERS and value.lstrip("-").isdigit():
        return int(value)
    if "String" in kinds:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name}: expected {types}") from None


def text(value, most, *, empty="message text is empty", long="message is too long"):
    if not value.strip():
        raise bad(empty)
    if units(value) > most:
        raise bad(long)


def keyboard(markup):
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            _button(button)


def _button(button):
    if not button.get("text"):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed")
    if len(button.get("callback_data", "").encode()) > CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url and ("127.0.0.1" in url or "localhost" in url):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def reaction(signs):
    if len(signs) > 1 or any(sign["emoji"] not in reference()["reactions"] for sign in signs):
        raise bad("REACTION_INVALID")
