"""What an announcement's words mean, and what became of its messages on each platform."""

from datetime import timedelta

import pytest

from domain.announcements import (
    REACHES,
    Fate,
    Reach,
    Why,
    as_written,
    asks_receipt,
    confirms,
    fate_of,
    why_of,
)
from domain.messages import Can
from domain.wires import WIRES, Means, Shape, means_of, shape_of, units, wire_of
from storage.outbox import SendState


@pytest.mark.parametrize(
    "text",
    [
        "收到",
        "收到!",
        "收到。",
        "好的,收到",
        "已收到",
        "收到了,谢谢您",
        "收悉",
        "已阅",
        "嗯 收到",
        "Got it",
    ],
)
def test_a_few_words_say_that_it_has_been_read(text):
    assert confirms(text)


@pytest.mark.parametrize(
    "text",
    [
        "没收到",
        "收到货坏了",
        "好",
        "好的",
        "快递收到了吗",
        "收到,3栋灯坏了",
        "还没收到通知",
        "",
        "1",
    ],
)
def test_others_do_not(text):
    assert not confirms(text)


@pytest.mark.parametrize(
    "text", ["周六停电,收到请回复", "看到请回复收到", "收到回复", "收到请都回"]
)
def test_who_wants_to_know_who_has_read_it_says_so(text):
    assert asks_receipt(text)


@pytest.mark.parametrize(
    "text", ["周六停电", "快递已收到", "请回复时间", "旧衣回收到社区", "收到回信"]
)
def test_who_does_not_say_so_does_not_ask(text):
    assert not asks_receipt(text)


def test_a_browser_s_line_ends_are_one_sign_each():
    assert as_written(" a\r\nb\rc\n ") == "a\nb\nc"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("never_opened", Why.NEVER_OPENED),
        ("Forbidden: bot can't initiate conversation with a user", Why.NEVER_OPENED),
        ("Forbidden: bot was blocked by the user", Why.BLOCKED),
        ("Forbidden: user is deactivated", Why.NOT_THERE),
        ("Forbidden: bot was kicked from the supergroup chat", Why.NOT_THERE),
        ("Chat not found", Why.NOT_THERE),
        ("not enough rights to send photos to the chat", Why.NO_RIGHTS),
        ("interrupted", Why.INTERRUPTED), ("timeout", Why.SILENT), ("TimedOut", Why.SILENT),
        ("recalled", Why.RECALLED), ("message is too long", Why.TOO_LONG),
        ("can't parse entities", Why.OTHER), ("", None),
    ],
)  # fmt: skip
def test_a_platform_s_words_are_one_of_a_few_reasons(told, why):
    assert why_of(told) is why


def test_every_state_of_a_message_stands_for_one_of_the_figures():
    assert set(REACHES) | {"bundled"} == {state.value for state in SendState}
    assert set(REACHES.values()) == set(Reach)


@pytest.mark.parametrize(
    ("state", "change", "fate"),
    [
        ("dropped", None, Fate.NOT_SENT), ("unknown", None, Fate.KEPT_UNKNOWN),
        ("unknown", ("delete", "dropped"), Fate.KEPT_UNKNOWN),
        ("done_by_person", None, Fate.KEPT_BY_HAND),
        ("sent", ("delete", "sent"), Fate.DELETED), ("sent", ("edit", "sent"), Fate.EDITED),
        ("sent", ("delete", "waiting"), Fate.UNDER_WAY),
        ("sending", ("edit", "sending"), Fate.UNDER_WAY),
        ("sent", ("delete", "refused"), Fate.KEPT), ("sent", None, Fate.KEPT),
    ],
)  # fmt: skip
def test_what_became_of_a_message_that_was_taken_back(state, change, fate):
    assert fate_of(state, change) is fate


@pytest.mark.parametrize(
    ("channel", "length", "photo", "shape"),
    [
        ("telegram", 1024, True, Shape.CAPTION), ("telegram", 1025, True, Shape.PHOTO_FIRST),
        ("telegram", 4096, False, Shape.WORDS), ("telegram", 4097, False, Shape.PARTS),
        ("web", 4097, False, Shape.WORDS), ("web", 4097, True, Shape.CAPTION),
        ("none", 9, True, Shape.WORDS_ALONE), ("none", 9999, False, Shape.WORDS),
    ],
)  # fmt: skip
def test_how_it_arrives_follows_what_the_platform_bears(channel, length, photo, shape):
    assert shape_of("字" * length, wire_of(channel), photo=photo) is shape


def test_an_emoji_counts_as_two():
    assert units("水💧") == 3


@pytest.mark.parametrize(
    ("channel", "hours", "delete", "means"),
    [
        ("telegram", 47, True, Means.DELETE), ("telegram", 48, True, Means.EDIT),
        ("telegram", 1, False, Means.EDIT), ("web", 9999, True, Means.DELETE),
        ("web", 1, False, Means.EDIT), ("none", 1, True, Means.NONE),
    ],
)  # fmt: skip
def test_taking_back_is_deleting_where_that_can_still_be(channel, hours, delete, means):
    assert means_of(wire_of(channel), timedelta(hours=hours), delete=delete) is means


def test_a_platform_that_nobody_knows_bears_nothing():
    assert wire_of("pigeon").can == Can(0)
    assert set(WIRES) == {"telegram", "web"}
