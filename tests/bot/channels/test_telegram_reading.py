"""Telegram's updates as facts: who speaks where, to whom, and what comes along."""

from datetime import UTC, datetime

import pytest

from bot.channels.telegram.parse import Me, fact
from domain.messages import ChatKind, Happening, MediaKind, SpeakerKind
from tests.bot.channels.telegrams import GROUP, LI, NOW, SUPERGROUP
from tests.botapi import ANONYMOUS, START, Telegram

FORWARDED = {"sender_chat": {"id": -9}, "is_automatic_forward": True}
ME = Me(1, "huying_bot", reads_all=True)


@pytest.fixture
def telegram():
    return Telegram()


def read(telegram, me=ME):
    """The last update's fact."""
    return fact(telegram.updates[-1], me, NOW)


def test_a_line_carries_where_when_and_who(telegram):
    telegram.say(GROUP, telegram.user(LI, last_name="李"), "3栋楼道灯坏了")

    said = read(telegram)

    assert (said.what, said.chat_kind) == (Happening.MESSAGE, ChatKind.GROUP)
    assert said.at == datetime.fromtimestamp(START, UTC)
    assert (said.speaker.account, said.speaker.name) == ("501", "Person 501 李")
    assert (said.chat_name, said.message, said.mentioned) == ("Group -100", "1", False)


def test_numbers_of_phones_are_masked_and_kept_apart_only_in_private(telegram):
    telegram.say(GROUP, LI, "打13812345678给我")
    group = read(telegram)
    telegram.say(LI, LI, "打13812345678给我")
    private = read(telegram)

    assert group.text == private.text == "打138****给我"
    assert (group.contact, private.contact) == (None, "13812345678")


@pytest.mark.parametrize("before", ["", "你好", "👩‍👩‍👧 𠮷", "🏠🏠🏠"])
def test_a_mention_counts_emoji_and_rare_characters_as_telegram_does(telegram, before):
    telegram.say(GROUP, LI, f"{before}@Huying_Bot 灯坏了".replace("Huying_Bot", "huying_bot"))

    assert read(telegram).mentioned


def test_another_name_is_no_mention(telegram):
    telegram.username = "other_bot"
    telegram.say(GROUP, LI, "@other_bot 灯坏了")

    assert not read(telegram).mentioned


def test_a_person_without_a_user_name_can_be_mentioned_and_so_can_huying(telegram):
    entity = {"type": "text_mention", "offset": 0, "length": 2, "user": {"id": ME.id}}
    telegram.say(GROUP, LI, "呼应 灯坏了", entities=[entity])

    assert read(telegram).mentioned


def test_an_answer_to_huying_is_for_huying_and_one_to_a_neighbour_is_not(telegram):
    ours = telegram.message(GROUP, {"id": 1, "is_bot": True, "first_name": "h"}, text="登记了")
    telegram.say(GROUP, LI, "好", reply_to=ours["message_id"])
    to_us = read(telegram)
    theirs = telegram.say(GROUP, LI, "早")
    telegram.say(GROUP, LI, "早", reply_to=theirs)

    assert (to_us.mentioned, to_us.reply_to) == (True, str(ours["message_id"]))
    assert not read(telegram).mentioned


def test_a_topic_is_a_place_and_a_thread_of_answers_is_none(telegram):
    telegram.say(SUPERGROUP, LI, "话题里", message_thread_id=17, is_topic_message=True)
    topic = read(telegram)
    telegram.say(SUPERGROUP, LI, "答", message_thread_id=4)

    assert topic.where.thread == "17"
    assert read(telegram).where.thread is None


def test_a_line_in_a_topic_is_no_answer_to_its_beginning(telegram):
    begun = telegram.message(SUPERGROUP, LI, forum_topic_created={"name": "报修"})
    number = begun["message_id"]
    telegram.say(
        SUPERGROUP, LI, "灯坏了", reply_to=number, message_thread_id=number, is_topic_message=True
    )

    assert read(telegram).reply_to is None


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("/mine@huying_bot", "/mine"), ("/bind@HUYING_bot H1 x", "/bind H1 x"), ("/help", "/help")],
)
def test_a_command_for_huying_loses_the_address(telegram, written, read_as):
    telegram.say(GROUP, LI, written)

    assert read(telegram).text == read_as


def test_a_command_for_another_bot_is_nothing_to_us(telegram):
    telegram.say(GROUP, LI, "/start@other_bot")

    assert read(telegram) is None


@pytest.mark.parametrize(
    ("who", "more", "kind", "account"),
    [
        (ANONYMOUS, {"sender_chat": {"id": GROUP, "title": "g"}}, "anonymous_admin", "-100"),
        (ANONYMOUS, {}, "anonymous_admin", "1087968824"),
        ({"id": 136817688, "is_bot": True}, {"sender_chat": {"id": -9}}, "channel", "-9"),
        ({"id": 777000}, FORWARDED, "channel", "-9"),
        ({"id": 777000}, {}, "channel", "777000"),
        ({"id": 99, "is_bot": True, "first_name": "b"}, {}, "bot", "99"),
    ],
)  # fmt: skip
def test_only_people_are_people(telegram, who, more, kind, account):
    telegram.say(GROUP, who, "通知", **more)

    speaker = read(telegram).speaker

    assert (speaker.kind, speaker.account) == (SpeakerKind(kind), account)


def test_an_anonymous_admin_who_presses_a_button_is_known(telegram):
    shown = telegram.message(GROUP, {"id": 1, "is_bot": True}, text="任务")
    telegram.press_data(GROUP, shown, LI, "token")

    pressed = read(telegram)

    assert (pressed.what, pressed.press, pressed.press_id) == (Happening.PRESS, "token", "query1")
    assert (pressed.speaker.kind, pressed.speaker.account) == (SpeakerKind.PERSON, "501")
    assert pressed.at == NOW


def test_a_button_under_a_message_that_is_no_longer_to_be_had_still_works(telegram):
    old = {"chat": telegram.chat(GROUP), "message_id": 5, "date": 0}
    telegram.press_data(GROUP, old, LI, "token")

    assert read(telegram).message == "5"


def test_the_largest_photo_comes_along_with_its_caption(telegram):
    telegram.photo(GROUP, LI, caption="灯坏了", data=b"12345")

    said = read(telegram)
    (photo,) = said.media

    assert (said.text, photo.kind, photo.ref) == ("灯坏了", MediaKind.PHOTO, "file1")
    assert (photo.unique, photo.size) == ("ufile1", 5)


def test_the_pictures_of_an_album_know_each_other(telegram):
    telegram.album(GROUP, LI, 3, caption="三处")

    facts = [fact(update, ME, NOW) for update in telegram.updates]

    assert len({said.album for said in facts}) == 1
    assert [said.text for said in facts] == ["三处", "", ""]


@pytest.mark.parametrize(
    ("content", "kind", "ref"),
    [
        ({"video": {"file_id": "v"}}, "video", "v"),
        ({"voice": {"file_id": "o", "mime_type": "audio/ogg"}}, "voice", "o"),
        ({"document": {"file_id": "d", "mime_type": "image/png"}}, "photo", "d"),
        ({"location": {"latitude": 31.2, "longitude": 121.4}}, "location", "31.2,121.4"),
    ],
)
def test_other_things_come_along_too(telegram, content, kind, ref):
    telegram.update("message", telegram.message(GROUP, LI, **content))

    (media,) = read(telegram).media

    assert (media.kind, media.ref) == (MediaKind(kind), ref)


@pytest.mark.parametrize(
    "content",
    [{"new_chat_members": [{"id": 5}]}, {"sticker": {}}, {"pinned_message": {}},
     {"document": {"file_id": "d", "mime_type": "application/pdf"}}],
)  # fmt: skip
def test_what_says_nothing_is_nothing(telegram, content):
    telegram.update("message", telegram.message(GROUP, LI, **content))

    assert read(telegram) is None


SENT = {
    "sticker": {"file_id": "sticker.webp"},
    "contact": {"phone_number": "13800001111", "first_name": "王阿姨"},
    "poll": {"question": "几点?"},
    "document": {"file_id": "bill.pdf", "mime_type": "application/pdf"},
    "audio": {"file_id": "song.mp3"},
}


@pytest.mark.parametrize("kind", SENT)
def test_in_private_whatever_is_sent_is_heard_and_nothing_of_it_is_kept(telegram, kind):
    telegram.update("message", telegram.message(LI, LI, **{kind: SENT[kind]}))

    said = read(telegram)

    assert (said.what, said.text, said.media, said.contact) == (Happening.MESSAGE, "", (), None)
    assert not any(str(value) in repr(said) for value in SENT[kind].values())


@pytest.mark.parametrize("kind", SENT)
def test_in_a_group_it_is_nothing(telegram, kind):
    telegram.update("message", telegram.message(GROUP, LI, **{kind: SENT[kind]}))

    assert read(telegram) is None


@pytest.mark.parametrize("kind", ["pinned_message", "message_auto_delete_timer_changed"])
def test_what_telegram_notes_in_a_private_chat_is_nothing(telegram, kind):
    telegram.update("message", telegram.message(LI, LI, **{kind: {}}))

    assert read(telegram) is None


def test_what_is_passed_on_loses_where_it_came_from(telegram):
    origin = {"type": "user", "sender_user": {"id": 9, "first_name": "王"}}
    telegram.say(GROUP, LI, "转一下", forward_origin=origin)

    said = read(telegram)

    assert said.forwarded
    assert "王" not in repr(said)


def test_a_changed_line_is_an_edit_of_the_same_message(telegram):
    message = telegram.say(GROUP, LI, "3栋灯坏了")
    telegram.edit(GROUP, message, "4栋灯坏了")

    edited = read(telegram)

    assert (edited.what, edited.message, edited.text) == (Happening.EDIT, "1", "4栋灯坏了")


def test_a_group_that_moves_says_so_in_both_places(telegram):
    telegram.migrate(GROUP, SUPERGROUP, told=("new", "old"))

    facts = [fact(update, ME, NOW) for update in telegram.updates]

    assert {(f.what, f.where.chat, f.moved_to) for f in facts} == {
        (Happening.MOVED, str(GROUP), str(SUPERGROUP))
    }


@pytest.mark.parametrize(
    ("status", "more", "reads_all", "what", "hears"),
    [
        ("member", {}, True, "joined", True),
        ("member", {}, False, "joined", False),
        ("administrator", {}, False, "joined", True),
        ("restricted", {"is_member": True}, None, "joined", None),
        ("kicked", {}, True, "left", None),
        ("left", {}, True, "left", None),
    ],
)
def test_coming_going_and_rights_are_told_with_what_is_heard(
    telegram, status, more, reads_all, what, hears
):
    telegram.member(GROUP, status, **more)

    told = read(telegram, Me(1, "huying_bot", reads_all))

    assert (told.what, told.hears_all) == (Happening(what), hears)


def test_a_person_who_blocks_huying_cannot_be_written_to_until_they_come_back(telegram):
    telegram.block(LI)
    blocked = read(telegram)
    telegram.unblock(LI)

    assert (blocked.what, blocked.chat_kind) == (Happening.UNREACHABLE, ChatKind.PRIVATE)
    assert read(telegram).what is Happening.REACHABLE


def test_a_post_in_a_channel_is_nobodys(telegram):
    post = telegram.message(SUPERGROUP, LI, text="公告")
    del post["from"]
    telegram.update("channel_post", post)

    assert read(telegram).speaker.kind is SpeakerKind.CHANNEL


def test_kinds_of_updates_that_come_one_day_are_nothing(telegram):
    telegram.update("brand_new_thing", {"a": 1})

    assert read(telegram) is None
