"""What is answered and what is read: the same tree in JSON and XML, and no trust in what comes in."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from console.api.answers import ONE_OF, Wrong, answer, document
from console.api.asked import (
    LARGEST_BODY,
    MOST_FIELDS,
    at_most,
    form_of,
    instant,
    listed,
    numbers,
    words_in,
)
from console.pace import Pace

ANY = st.text(max_size=40)
FORM = b"application/x-www-form-urlencoded"


@given(ANY)
def test_any_words_at_all_make_xml_that_can_be_read(words):
    found = ET.fromstring(document("services", [{"service_name": words, "group": "a"}]))

    assert found.findtext("service/group") == "a"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_words_that_xml_can_hold_come_back_as_they_were(words):
    assert ET.fromstring(document("errors", [{"description": words}]))[0][0].text == words


@pytest.mark.parametrize(
    "words",
    ["<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;", "]]>", "<![CDATA[x]]>", "&amp;",
     "</description><description>", "'\"<>&", "<?xml version='1.0'?>"],
)  # fmt: skip
def test_words_that_look_like_markup_are_words(words):
    found = ET.fromstring(document("errors", [{"code": 1, "description": words}]))

    assert [one.tag for one in found[0]] == ["code", "description"]
    assert found.findtext("error/description") == words


def test_every_list_names_its_pieces_as_the_specification_does():
    tree = {
        "service_code": "a", "attributes": [{"values": [{"key": "k", "name": "n"}], "order": 1,
                                             "required": False}],
    }  # fmt: skip

    found = ET.fromstring(document("service_definition", tree))

    assert found.findtext("attributes/attribute/values/value/key") == "k"
    assert found.findtext("attributes/attribute/required") == "false"
    assert set(ONE_OF.values()) >= {"service", "request", "attribute", "value", "error"}


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_not_known_is_an_empty_element(nothing):
    written = document("service_requests", [{"zipcode": nothing}])

    assert "<zipcode/>" in written
    assert json.loads(answer("json", "x", [{"zipcode": nothing}]).body) == [{"zipcode": nothing}]


def test_an_answer_is_kept_by_no_cache_and_says_what_it_is():
    for form, kind in (("json", "application/json"), ("xml", "text/xml")):
        made = answer(form, "errors", [], status=404, headers={"Allow": "GET"})
        assert made.headers["content-type"] == f"{kind}; charset=utf-8"
        assert made.headers["cache-control"] == "no-store"
        assert (made.status_code, made.headers["allow"]) == (404, "GET")


def posted(*pieces, kind=FORM):
    """A request whose body comes in pieces, without a word on how long it is."""
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return waiting.pop(0)

    headers = [(b"content-type", kind)] if kind else []
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def test_a_form_may_come_in_pieces_and_the_first_of_a_name_counts():
    form = await form_of(posted(b"a=1&b=%E7%81%AF", b"&a=2&c=+x+&d"))

    assert form == {"a": "1", "b": "灯", "c": " x ", "d": ""}


@pytest.mark.parametrize(
    "kind", [b"application/x-www-form-urlencoded; charset=utf-8", FORM.upper()]
)
async def test_a_form_may_name_its_signs(kind):
    assert await form_of(posted(b"a=1", kind=kind)) == {"a": "1"}


async def test_a_body_that_never_ends_is_not_read_to_its_end():
    pieces = [b"x" * 1024] * 10_000
    request = posted(*pieces)

    with pytest.raises(Wrong) as wrong:
        await form_of(request)

    assert wrong.value.status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert LARGEST_BODY < 1024 * 10_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"a=%ff", FORM), (b"\xff", FORM), (b"a&" * (MOST_FIELDS + 1), FORM), (b"a=1", b"text/plain"),
     (b"a=1", b""), (b"<a/>", b"application/xml")],
)  # fmt: skip
async def test_what_is_no_form_is_refused(body, kind):
    with pytest.raises(Wrong) as wrong:
        await form_of(posted(body, kind=kind))

    assert wrong.value.status is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-01T10:00:00+08:00", datetime(2026, 12, 1, 2, tzinfo=UTC)),
        ("2026-12-01T10:00:00 08:00", datetime(2026, 12, 1, 2, tzinfo=UTC)),
        ("2026-12-01T02:00:00Z", datetime(2026, 12, 1, 2, tzinfo=UTC)),
        ("2026-11-30T21:00:00-05:00", datetime(2026, 12, 1, 2, tzinfo=UTC)),
        (" 2026-12-01T02:00:00.5Z ", datetime(2026, 12, 1, 2, 0, 0, 500_000, tzinfo=UTC)),
        ("", None), ("   ", None),
    ],
)  # fmt: skip
def test_an_instant_is_read_with_its_zone(said, meant):
    assert instant({"start_date": said}, "start_date") == meant


@given(ANY)
def test_any_words_for_an_instant_are_one_or_are_refused(words):
    with suppress(Wrong):
        found = instant({"d": words}, "d")
        assert found is None or found.tzinfo is UTC


@given(ANY)
def test_any_words_for_numbers_are_numbers_or_nobodys(words):
    assert all(0 <= number < 10**9 for number in numbers({"n": words}, "n"))


@given(ANY, st.integers(1, 1000))
def test_any_words_for_a_count_are_one_within_its_limit_or_are_refused(words, most):
    with suppress(Wrong):
        assert 1 <= at_most({"n": words}, "n", most) <= most


def test_a_list_leaves_out_what_is_empty():
    assert listed({"c": " a, ,b,, c "}, "c") == ["a", "b", "c"]
    assert listed({}, "c") == []


def test_words_keep_their_lines_and_lose_what_surrounds_them():
    assert words_in({"d": "  一\r\n二\t三 "}, "d", most=10) == "一\n二\t三"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x0b"])
def test_signs_that_no_text_has_are_refused(sign):
    with pytest.raises(Wrong) as wrong:
        words_in({"d": f"a{sign}b"}, "d", most=10)

    assert (wrong.value.code, wrong.value.names) == ("bad_signs", "d")


def test_a_pace_says_when_it_is_free_again():
    now = [0.0]
    pace = Pace(2, 60, clock=lambda: now[0])
    assert pace.free_in("a") == 0
    pace.takes("a")
    now[0] = 10
    pace.takes("a")

    assert (pace.free_in("a"), pace.free_in("b")) == (50, 0)
    now[0] = 60.5
    assert pace.free_in("a") == 0
