"""Updates that are not as Telegram promises: none of them stops the good ones around it."""

import copy
import itertools
import json

import pytest
import structlog
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.channels.telegram.fields import UNREADABLE, words
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.parse import Me, fact
from bot.codec import pack
from bot.inbox import StoredInbox
from bot.seal import Seal
from storage.chats import ChatRow
from storage.inbox import InboxRow
from tests.bot.channels.telegrams import GROUP, LI, NOW, SUPERGROUP, WANG, Remembering, listening
from tests.botapi import Telegram, served

ME = Me(1, "huying_bot", reads_all=True)
HALF, NUL = "\ud83d", "\0"
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 5}]


def specimens():
    """An update of each kind that huying reads, with every field that it looks at."""
    telegram = Telegram()
    telegram.say(LI, telegram.user(LI, last_name="李"), "打13812345678给我,灯坏了")
    first = telegram.say(SUPERGROUP, LI, "@huying_bot 灯坏了", message_thread_id=7,
                         is_topic_message=True)  # fmt: skip
    named = {"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 1}}
    theirs = telegram.say(GROUP, WANG, "门坏了")
    telegram.say(GROUP, LI, "见上", reply_to=theirs, forward_date=1, entities=[named])
    telegram.album(GROUP, LI, 1, caption="灯")
    telegram.edit(SUPERGROUP, first, "@huying_bot 门坏了")
    for content in (
        {"voice": {"file_id": "v", "mime_type": "audio/ogg"}}, {"video": {"file_id": "v"}},
        {"document": {"file_id": "d", "mime_type": "image/png"}},
        {"location": {"latitude": 31.2, "longitude": 121.4}},
        {"text": "通知", "sender_chat": {"id": -9, "title": "频道"}},
    ):  # fmt: skip
        telegram.update("message", telegram.message(GROUP, LI, **content))
    telegram.press_data(GROUP, telegram.message(GROUP, {"id": 1}, text="任务"), LI, "token")
    telegram.member(GROUP, "administrator")
    telegram.block(LI)
    telegram.migrate(GROUP, SUPERGROUP)
    telegram.update("channel_post", telegram.message(SUPERGROUP, LI, text="公告"))
    return telegram.updates


def places(value, path=()):
    """Every place inside a value, as the way there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in inside:
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, name))


def changed(update, path, value):
    """The update with something else at one place; with `...` it lacks it."""
    made = copy.deepcopy(update)
    inside = made
    for name in path[:-1]:
        inside = inside[name]
    if value is ...:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return made


SPECIMENS = specimens()
ANYWHERE = st.sampled_from([(u, p) for u in SPECIMENS for p in places(u) if p != ("update_id",)])
TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)  # NUL and halves, too
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**30, -(10**30), 2**63, 2**31])
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.just(...),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
).filter(lambda value: "Ellipsis" not in repr(value) or value is ...)
MALFORMED = st.builds(lambda at, value: changed(*at, value), ANYWHERE, ANYTHING)


@settings(max_examples=500)
@given(MALFORMED)
def test_whatever_an_update_holds_it_is_read_as_texts_that_can_be_kept_or_not_at_all(update):
    try:
        said = fact(update, ME, NOW)
    except UNREADABLE:
        return
    if said is not None:
        kept = json.dumps(pack(said), ensure_ascii=False, allow_nan=False)
        assert NUL not in kept
        assert "\\u0000" not in kept
        assert (kept + said.key + (said.contact or "")).encode()


counted = itertools.count(100)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(update=MALFORMED)
@example(update=changed(SPECIMENS[0], ("message", "text"), f"灯坏了{HALF}"))
@example(update=changed(SPECIMENS[0], ("message", "from", "first_name"), NUL))
@example(update=changed(SPECIMENS[4], ("message", "media_group_id"), {"a": 1}))
async def test_whatever_an_update_holds_those_around_it_are_stored(database, update):
    inbox = stored_inbox(database)
    before, after = _good(next(counted)), _good(next(counted))

    await _intake().take(inbox, [before, update, after], next_offset=5)

    keys = [row.key for row in await rows(database)]
    assert {f"message:{LI}/{u['message']['message_id']}" for u in (before, after)} <= set(keys)


@pytest.mark.parametrize(
    ("half", "whole"),
    [
        ("灯坏了\ud83d", "灯坏了\ufffd"),
        ("灯\ude00坏了", "灯\ufffd坏了"),
        ("灯\0坏了", "灯坏了"),
        ("灯坏了\ud83d\ude00", "灯坏了😀"),
        ("灯坏了😀𠮷", "灯坏了😀𠮷"),
    ],
)
async def test_half_a_character_becomes_a_sign_for_it_and_nul_nothing(database, half, whole):
    inbox = stored_inbox(database)
    with served() as telegram:
        telegram.say(GROUP, telegram.user(LI, last_name=half), "/help", entities=[])
        telegram.say(LI, LI, half, entities=[])
        telegram.chat(SUPERGROUP)["title"] = half
        telegram.join(SUPERGROUP)
        telegram.press_data(LI, telegram.message(LI, {"id": 1}, text="?"), LI, half)
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)

    name, line, group, press = [row.payload for row in await rows(database)]
    assert name["speaker"]["name"] == f"Person 501 {whole}"
    assert (line["text"], group["chat_name"], press["press"]) == (whole, whole, whole)
    assert (words(half), words(f"{half}1")) == (whole, f"{whole}1")


NUMBERED = (2**63 + 5, 2**31, "abc", 900000.5, None, True, -5, {"a": 1})


@pytest.mark.parametrize("number", NUMBERED, ids=repr)
async def test_a_number_that_is_none_confirms_nothing_and_stops_nothing(database, number):
    """It cannot be confirmed: it comes again, is not taken twice, and what comes later is heard."""
    inbox = stored_inbox(database)
    with served() as telegram:
        telegram.say(LI, LI, "甲")
        telegram.say(LI, LI, "乙")
        telegram.updates[0]["update_id"] = number
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: len(telegram.updates) <= 1)
            telegram.say(LI, LI, "丙")
            later = telegram.updates[-1]
            await telegram.wait_for(lambda: later not in telegram.updates)

    assert [row.payload["text"] for row in await rows(database)] == ["甲", "乙", "丙"]


async def test_what_is_no_update_at_all_stops_nothing(database):
    inbox = stored_inbox(database)
    with served() as telegram:
        telegram.updates += [1, "x", None, [], {}]
        telegram.say(LI, LI, "后面的话")
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: len(telegram.updates) == 5)

    assert [row.payload["text"] for row in await rows(database)] == ["后面的话"]


async def test_only_what_nobody_can_store_is_passed_over_and_its_number_is_told(database):
    """Whatever the fault is: here the gate breaks at a word."""
    inbox = stored_inbox(database, names_place=_breaks_at("毒"), gate=_breaks_at("毒"))
    await _bound(database)
    with served() as telegram, structlog.testing.capture_logs() as logs:
        for text in ("灯坏了", "毒", "门坏了"):
            telegram.say(GROUP, LI, text)
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)

    assert [row.payload["text"] for row in await rows(database)] == ["灯坏了", "门坏了"]
    assert await inbox.offset("telegram", "1") == 1004
    (told,) = [line for line in logs if line["event"] == "update.passed_over"]
    assert (told["update"], told["log_level"]) == (1002, "error")
    assert "毒" not in str(logs)


@pytest.mark.parametrize(
    "fault",
    [
        OSError("disk full"),
        TimeoutError(),
        OperationalError("", {}, OSError("gone")),
        DBAPIError("", {}, Exception("the database system is starting up")),
        Exception("something that nobody has thought of"),
    ],
    ids=repr,
)
async def test_while_the_database_is_away_nothing_is_passed_over(fault):
    inbox = Remembering()
    inbox.failures = [fault]

    with pytest.raises(type(fault)):
        await _intake().take(inbox, [_good(1), _good(2)], next_offset=5)

    assert (inbox.facts, inbox.offsets) == ([], [])


async def test_where_the_database_goes_away_in_between_all_comes_again():
    inbox = Remembering()
    inbox.failures = [ValueError("a text"), ValueError("a text"), OSError("disk full")]

    with pytest.raises(OSError, match="disk full"):
        await _intake().take(inbox, [_good(1), _good(2)], next_offset=5)

    assert inbox.offsets == []


def _intake():
    async def refresh():
        pass

    made = Intake("1", lambda: NOW, refresh)
    made.me = ME
    return made


def _good(number):
    telegram = Telegram()
    telegram._message = itertools.count(number)
    telegram.say(LI, LI, "好话")
    return telegram.updates[0]


def stored_inbox(database, **more):
    gate = more.pop("gate", lambda *_: True)
    return StoredInbox(database, gate, lambda: NOW, Seal(b"k" * 32), **more)


def _breaks_at(word):
    def gate(text, *_):
        if word in text:
            raise RecursionError
        return True

    return gate


async def _bound(database):
    async with database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat=str(GROUP), name="", place="JGY"))


async def rows(database):
    async with database.reading() as session:
        return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))
