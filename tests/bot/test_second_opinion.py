"""One question, one answer in time and in the one form, or none; over real HTTP."""

import asyncio
import json
from dataclasses import replace

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.second_opinion import (
    LARGEST,
    PATIENCE,
    REST,
    Endpoint,
    SecondOpinion,
    Unanswered,
    answered,
    endpoint_of,
    examined,
)
from bot.settings import Settings
from domain.opinions import Doubt, Opinion
from tests.bot.elsewhere import CHAT, KEY, LAMP, WANTED, standing
from tests.domain.test_opinions import CATALOGUE, ROWS

LINE = "某处门口草坪没人管"
DOUBT = Doubt(LINE, ROWS)


@pytest.fixture
async def there():
    async with standing() as made:
        yield made


@pytest.fixture
def endpoint(there):
    return Endpoint(f"{there.address}/v1", "small", 5.0, SecretStr(KEY))


class Hand:
    """A clock that is moved by hand."""

    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at


async def why(endpoint):
    with pytest.raises(Unanswered) as caught:
        await answered(endpoint, DOUBT)
    return str(caught.value)


@pytest.mark.parametrize(
    ("says", "opinion"),
    [(CHAT, Opinion(wanted=False)), (WANTED, Opinion(wanted=True)),
     (LAMP, Opinion(wanted=True, row="road.lamp"))],
)  # fmt: skip
async def test_an_answer_of_the_form_is_an_opinion(there, endpoint, says, opinion):
    there.opines(says)

    assert await answered(endpoint, DOUBT) == opinion


async def test_what_is_sent_is_the_line_the_rows_and_the_key_and_nothing_else(there, endpoint):
    await answered(endpoint, DOUBT)

    (body,) = there.received
    sent = json.loads(body)
    assert set(sent) == {"model", "temperature", "response_format", "messages"}
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert sent["model"] == "small"
    assert sent["messages"][1]["content"] == LINE
    assert all(row.slug in sent["messages"][0]["content"] for row in ROWS)
    (headers,) = there.headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert KEY.encode() not in body


async def test_without_a_key_none_is_sent(there, endpoint):
    await answered(replace(endpoint, key=None), DOUBT)

    assert "authorization" not in there.headers[0]


async def test_it_keeps_no_cookie_by_which_questions_could_be_joined(there, endpoint):
    await answered(endpoint, DOUBT)
    await answered(endpoint, DOUBT)

    assert ["cookie" in headers for headers in there.headers] == [False, False]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_refusal_is_no_answer_whatever_it_says(there, endpoint, status):
    there.status = status

    assert await why(endpoint) == f"status {status}"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"<html>", b"\xff\xfe\x00", b"null", b"[]", b"{}", b'{"choices": []}',
        b'{"choices": {"0": 1}}', b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": {"wanted": false, "kind": null, "row": null}}}]}',
        b'{"choices": [{"message": {"content": "no"}}]}', b"[" * 60_000,
    ],
)  # fmt: skip
async def test_a_broken_body_is_no_answer(there, endpoint, body):
    there.body = body

    assert await why(endpoint) == "not of the form"


@pytest.mark.parametrize(
    "says",
    [
        '{"wanted": false, "kind": null, "row": null, "register": true}',
        '{"wanted": true, "kind": "emergency", "row": null}',
        '{"wanted": true, "kind": "hazard", "row": "util.gasleak"}',
        '{"wanted": true, "kind": "complaint", "row": "lift.stop"}',
        '{"wanted": true, "kind": "wish", "row": "../../etc"}',
        '{"wanted": "false", "kind": null, "row": null}',
        "Sure! " + json.dumps(CHAT),
    ],
)
async def test_an_answer_that_takes_more_than_it_was_given_is_none(there, endpoint, says):
    there.says = says

    assert await why(endpoint) == "not of the form"


async def test_a_body_without_end_is_left_early(there, endpoint):
    there.endless = True

    assert await why(endpoint) == "too much"
    assert there.sent * 4096 < 100 * LARGEST


async def test_a_body_that_would_swell_is_not_unpacked(there, endpoint):
    there.body = b"\x1f\x8b" + b"\x00" * 100

    assert await why(endpoint) == "not of the form"
    assert there.headers[0]["accept-encoding"] == "identity"


async def test_nobody_is_followed_elsewhere(there, endpoint):
    there.elsewhere = True

    assert await why(endpoint) == "status 307"
    assert len(there.received) == 1


async def test_an_answer_that_comes_late_is_none_and_is_not_asked_for_again(there, endpoint):
    there.hold = asyncio.Event()

    assert await why(replace(endpoint, seconds=0.2)) == "too late"
    assert len(there.received) == 1


async def test_where_nobody_listens_there_is_no_answer():
    assert await why(Endpoint("http://127.0.0.1:9/v1", "small", 5.0)) == "ConnectError"


async def test_a_key_that_no_header_can_hold_is_no_fault(endpoint):
    assert await why(replace(endpoint, key=SecretStr("密钥"))) == "UnicodeEncodeError"


async def test_after_three_failures_in_a_row_it_is_left_alone_for_a_minute(there, endpoint):
    hand = Hand()
    second = SecondOpinion(endpoint, hand)
    there.status = 500

    for _ in range(PATIENCE + 4):
        assert await second.on(DOUBT) is None

    assert len(there.received) == PATIENCE
    hand.at = REST - 1
    there.status = 200
    assert await second.on(DOUBT) is None
    hand.at = REST
    assert await second.on(DOUBT) == Opinion(wanted=False)
    assert len(there.received) == PATIENCE + 1


async def test_one_more_failure_after_the_rest_is_enough_for_another(there, endpoint):
    hand = Hand()
    second = SecondOpinion(endpoint, hand)
    there.status = 500
    for _ in range(PATIENCE):
        await second.on(DOUBT)
    hand.at = REST

    for _ in range(3):
        await second.on(DOUBT)

    assert len(there.received) == PATIENCE + 1


async def test_failures_that_are_not_in_a_row_do_not_count_together(there, endpoint):
    second = SecondOpinion(endpoint, Hand())

    for status in (500, 500, 200, 500, 500, 200, 200):
        there.status = status
        await second.on(DOUBT)

    assert len(there.received) == 7


async def test_the_log_tells_what_came_of_it_and_nothing_of_what_was_said(there, endpoint):
    second = SecondOpinion(endpoint, Hand())
    with capture_logs() as told:
        await second.on(DOUBT)
        there.says = f"{LINE} {KEY}"
        for _ in range(PATIENCE):
            await second.on(DOUBT)

    assert [entry["event"] for entry in told] == [
        "opinion.given", "opinion.missed", "opinion.missed", "opinion.missed", "opinion.rested",
    ]  # fmt: skip
    assert told[0]["wanted"] is False
    assert told[1]["why"] == "not of the form"
    assert LINE not in str(told)
    assert KEY not in str(told)


def test_without_an_address_there_is_nobody_to_ask():
    assert endpoint_of(Settings(_env_file=None, llm_key="k", llm_model="m")) is None


async def test_the_doctor_says_nothing_of_what_is_off(there):
    assert await examined(Settings(_env_file=None), CATALOGUE) == []
    assert there.received == []


async def test_the_doctor_asks_nobodys_question_and_tells_the_host_alone(there):
    set_ = Settings(_env_file=None, llm_url=f"{there.address}/v1/", llm_key=KEY, llm_model="m")
    there.opines(WANTED)

    (well,) = await examined(set_, CATALOGUE)
    there.status = 401
    (ill,) = await examined(set_, CATALOGUE)

    assert (well.level, well.facts) == ("ok", {"host": "127.0.0.1", "why": ""})
    assert (ill.level, ill.facts) == ("warning", {"host": "127.0.0.1", "why": "status 401"})
    assert KEY not in str((well, ill))
    assert set(there.lines) == {"The lamp in the corridor is broken, please have it mended."}
