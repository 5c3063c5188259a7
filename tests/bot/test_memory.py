"""What is remembered for two minutes: the lines around the one that matters, and no longer."""

import pytest

from bot.memory import KEPT, LINES, RIDES_ALONG, Memory
from domain.messages import Media, MediaKind
from tests.bot.stage import said

PHOTO = (Media(MediaKind.PHOTO, "file1"),)


@pytest.fixture
def memory():
    return Memory()


def texts(lines):
    return [line.text for line in lines]


def test_only_the_senders_own_lines_of_this_chat_are_before_a_line(memory):
    memory.keep(said(1, "mine"), 0, mattered=False)
    memory.keep(said(2, "theirs", who="somebody"), 1, mattered=False)
    memory.keep(said(3, "elsewhere", chat="g2"), 2, mattered=False)

    assert texts(memory.before(said(4), 3)) == ["mine"]


def test_three_lines_of_a_minute_and_no_more(memory):
    for n in range(6):
        memory.keep(said(n, f"{n}"), n, mattered=False)

    assert texts(memory.before(said(9), 10)) == ["3", "4", "5"][-LINES:]
    assert texts(memory.before(said(9), 4 + RIDES_ALONG)) == ["4", "5"]
    assert memory.before(said(9), 6 + RIDES_ALONG) == ()


def test_what_one_line_took_along_is_not_taken_again(memory):
    memory.keep(said(1, "before"), 0, mattered=False)
    memory.keep(said(2, "matters"), 1, mattered=True)
    memory.keep(said(3, "after"), 2, mattered=False)

    assert texts(memory.before(said(4), 3)) == ["after"]


def test_the_same_line_told_again_is_answered_as_before(memory):
    memory.keep(said(0, "theirs", who="somebody"), 0, mattered=True)
    memory.keep(said(1, "before"), 0, mattered=False)
    memory.keep(said(1, "before"), 0, mattered=False)
    assert texts(memory.before(said(2), 1)) == ["before"]

    memory.keep(said(2), 1, mattered=True)

    assert texts(memory.before(said(2), 2)) == ["before"]
    assert memory.own_before(said(2), 2) is None
    assert memory.after(said(2), 2) is None
    assert memory.own_before(said(3), 2) == "2"


def test_a_line_is_after_what_was_said_just_before_if_that_mattered(memory):
    memory.keep(said(1), 0, mattered=True)
    assert memory.after(said(2, who="somebody"), 1) == "1"
    assert memory.after(said(2, who="somebody"), 1 + KEPT) is None

    memory.keep(said(2, "chat", who="somebody"), 1, mattered=False)
    assert memory.after(said(3), 2) is None


def test_an_album_is_known_by_its_first_picture_that_mattered(memory):
    memory.keep(said(1, media=PHOTO, album="a"), 0, mattered=True)
    memory.keep(said(2, media=PHOTO, album="b"), 0, mattered=False)

    assert memory.knows_album(said(3, "", media=PHOTO, album="a"))
    assert not memory.knows_album(said(3, "", media=PHOTO, album="b"))
    assert not memory.knows_album(said(3, "", media=PHOTO, album="a", chat="g2"))
    assert not memory.knows_album(said(3, "", media=PHOTO))


def test_private_words_are_never_remembered(memory):
    memory.keep(said(1, group=False), 0, mattered=False)

    assert memory.before(said(2, group=False), 1) == ()


def test_after_two_quiet_minutes_nothing_is_left(memory):
    memory.keep(said(1, who="quiet"), 0, mattered=False)
    memory.keep(said(2, album="a"), 0, mattered=True)
    memory.keep(said(3, chat="g2"), 0, mattered=False)
    memory.keep(said(4, who="talks on"), KEPT - 1, mattered=False)

    memory.forget(KEPT + 1)

    (chat,) = memory._chats.values()
    assert set(chat.senders) == {"talks on"}
    assert chat.albums == {}

    memory.forget(2 * KEPT + 1)
    assert memory._chats == {}
