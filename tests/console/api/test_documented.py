"""What docs/api.md shows works as it stands there: its curl commands are run, its Python is believed."""

import json
import re
import shlex
import time

from bot.settings import Settings
from console.api.document import SCHEMAS
from console.office import CALLS, FILED, STRANGERS, TRIES, TRIES_SECONDS
from domain.api import LONGEST_TEXT, MOST
from domain.webhooks import EVENTS, PAUSES, Happened, signature
from tests.console.api.systems import key_for
from tests.console.desk import HERE
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


async def curl(browser, command, known):
    """What a curl command would send, sent."""
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    address, headers, fields, asks = "", {}, [], False
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "--data-urlencode":
            fields.append(tuple(next(words).split("=", 1)))
        elif word == "-G":
            asks = True
        else:
            assert not word.startswith("-"), word
            address = word
    if asks:
        return await browser.get(address, params=fields, headers=headers)
    if fields:
        return await browser.post(address, data=dict(fields), headers=headers)
    return await browser.get(address, headers=headers)


async def test_every_command_of_the_page_does_what_it_says(scene, desk):
    known = {"HUYING": HERE, "KEY": await key_for(scene), "NUMBER": "0001"}
    async with desk.browser() as browser:
        answers = [await curl(browser, command, known) for command in blocks("sh")]

    services, definition, filed, one, several = (answer.json() for answer in answers)
    assert [answer.status_code for answer in answers] == [200, 200, 201, 200, 200]
    assert len(services) > 70
    assert definition["attributes"][0]["code"] == "place"
    assert filed[0]["service_request_id"] == one[0]["service_request_id"] == "0001"
    assert several == one
    assert one[0]["address"] == "金桂园3栋2单元"


def test_the_pages_python_believes_a_message_that_is_ours_and_no_other():
    (code,) = blocks("python")
    there = {}
    exec(code, there)
    secret, body, now = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"a":1}', int(time.time())

    def believed(at=now, *, sent=body, signed=body):
        head = {"webhook-id": "msg_1", "webhook-timestamp": str(at),
                "webhook-signature": f"v1,x {signature(secret, 'msg_1', at, signed)}"}  # fmt: skip
        return there["is_ours"](secret, head, sent)

    assert believed()
    assert not believed(sent=b'{"a":2}')
    assert not believed(now - 301)
    assert not believed(now + 301)


def test_the_message_that_the_page_shows_has_the_fields_that_are_sent():
    (shown,) = (json.loads(text) for text in blocks("json"))
    schema = SCHEMAS["Told"]

    assert set(shown) == set(schema["required"])
    assert set(shown["data"]) == set(schema["properties"]["data"]["required"])


def test_the_numbers_on_the_page_are_the_programs():
    for told in (
        f"{CALLS} calls a minute", f"{FILED} of them new requests", f"a network has {STRANGERS}",
        f"After {TRIES} wrong", f"{LONGEST_TEXT:,} characters", f"at most {MOST:,}",
    ):  # fmt: skip
        assert told in PAGE.replace("\n", " ")
    assert TRIES_SECONDS == 600
    hours = [pause.total_seconds() / 3600 for pause in PAUSES]
    assert hours[-4:] == [2, 5, 8, 9]
    assert len(hours) == 8
    assert [event for event in EVENTS if f"`{event.value}`" not in PAGE] == []
    assert Happened.TEST.value not in [event.value for event in EVENTS]
    assert "webhooks_inside" in Settings.model_fields
