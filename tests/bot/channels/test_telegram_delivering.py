"""Saying things on Telegram: each trap ends in the outcome that lets the sender do right."""

import socket

import pytest

from bot.channels.telegram import Rhythm
from bot.channels.telegram.pieces import parts, units
from domain.messages import Attachment, Choice, Delivery, Media, MediaKind, Op
from tests.bot.channels.telegrams import GROUP, LI, SUPERGROUP, out, speaking

CHOICES = ((Choice("t1", "接单"), Choice("t2", "转给别人")),)
FAMILY = "👩‍👩‍👧"
RARE = "𠮷"


@pytest.fixture
async def both():
    async with speaking() as both:
        yield both


async def test_a_line_is_plain_text_without_preview_and_its_id_comes_back(both):
    telegram, channel = both
    text = "_*[]()~`>#+-=|{}.! <b>&amp; https://example.org"

    outcome = await channel.deliver(out(text, silent=True))

    (said,) = telegram.sent(GROUP)
    (call,) = telegram.called("sendMessage")
    assert (outcome.state, outcome.message) == (Delivery.SENT, str(said["message_id"]))
    assert said["text"] == text
    assert "parse_mode" not in call
    assert call["link_preview_options"] == {"is_disabled": True}
    assert channel.health().last_out is not None


async def test_a_long_text_is_split_between_lines_and_the_buttons_stand_under_its_end(both):
    telegram, channel = both
    text = "\n".join(f"{number} {RARE * 30}" for number in range(200))

    outcome = await channel.deliver(out(text, choices=CHOICES))

    said = telegram.sent(GROUP)
    assert len(said) > 1
    assert outcome.message == str(said[0]["message_id"])
    assert "\n".join(part["text"] for part in said) == text
    assert ["reply_markup" in part for part in said] == [False] * (len(said) - 1) + [True]


@pytest.mark.parametrize("mark", ["一", RARE, FAMILY, "🏠"])
def test_a_line_without_end_is_cut_but_no_character_is(mark):
    made = parts(mark * 5000)

    assert "".join(made) == mark * 5000
    assert all(units(part) <= 4096 for part in made)


async def test_an_answer_goes_out_even_where_the_question_is_gone(both):
    telegram, channel = both
    asked = telegram.say(GROUP, LI, "问")

    assert (await channel.deliver(out("一", reply_to=str(asked)))).state is Delivery.SENT
    assert (await channel.deliver(out("二", reply_to="9999"))).state is Delivery.SENT
    telegram.fail(
        "sendMessage", code=400, description="Bad Request: message to be replied not found"
    )
    assert (await channel.deliver(out("三", reply_to=str(asked)))).state is Delivery.SENT

    first, second, third = telegram.sent(GROUP)
    assert first["reply_to_message"]["message_id"] == asked
    assert "reply_to_message" not in second
    assert "reply_to_message" not in third


async def test_topics_are_written_to_and_the_general_one_has_no_number(both):
    telegram, channel = both

    await channel.deliver(out("在话题里", chat=SUPERGROUP, thread="17"))
    await channel.deliver(out("在总话题里", chat=SUPERGROUP, thread="1"))

    first, second = telegram.called("sendMessage")
    assert first["message_thread_id"] == 17
    assert "message_thread_id" not in second


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_a_topic_that_was_closed_is_left_for_the_group(both, words):
    telegram, channel = both
    telegram.fail("sendMessage", code=400, description=f"Bad Request: {words}")

    outcome = await channel.deliver(out("话题没了", chat=SUPERGROUP, thread="17"))

    (said,) = telegram.sent(SUPERGROUP)
    assert (outcome.state, said.get("message_thread_id")) == (Delivery.SENT, None)


async def test_a_general_topic_that_is_closed_closes_no_group(both):
    """Other topics may be open: the message is a person's, the group is not given up."""
    telegram, channel = both
    telegram.fail("sendMessage", code=400, description="Bad Request: TOPIC_CLOSED")

    assert (await channel.deliver(out("好", chat=SUPERGROUP))).state is Delivery.REFUSED


async def test_a_link_that_telegram_refuses_as_a_button_is_text(both):
    telegram, channel = both
    choices = ((Choice("", "后台", url="http://127.0.0.1:8080/x"), Choice("t1", "好")),)

    outcome = await channel.deliver(out("打开", choices=choices))

    (said,) = telegram.sent(GROUP)
    assert outcome.state is Delivery.SENT
    assert said["text"] == "打开\n后台 http://127.0.0.1:8080/x"
    assert said["reply_markup"]["inline_keyboard"] == [[{"text": "好", "callback_data": "t1"}]]


async def test_one_photo_carries_the_words_and_the_buttons(both):
    telegram, channel = both

    outcome = await channel.deliver(
        out("楼道灯", attachments=(Attachment("media/a.jpg"),), choices=CHOICES)
    )

    (said,) = telegram.sent(GROUP)
    assert (said["caption"], outcome.message) == ("楼道灯", str(said["message_id"]))
    assert said["reply_markup"]["inline_keyboard"][0][0]["text"] == "接单"
    assert telegram.files[said["photo"][0]["file_id"]] == b"media/a.jpg"
    edited = await channel.deliver(out("修好了", op=Op.EDIT, target=outcome.message))
    assert edited.state is Delivery.SENT
    assert telegram.sent(GROUP)[0]["caption"] == "修好了"


async def test_several_photos_are_an_album_before_the_words(both):
    telegram, channel = both
    photos = tuple(Attachment(f"media/{number}.jpg") for number in range(11))

    outcome = await channel.deliver(out("看图", attachments=photos, choices=CHOICES))

    said = telegram.sent(GROUP)
    assert len(said) == 12
    assert (said[-1]["text"], outcome.message) == ("看图", str(said[-1]["message_id"]))


async def test_a_voice_is_played_before_the_words_that_have_the_buttons(both):
    telegram, channel = both
    voice = Attachment("media/a.ogg", MediaKind.VOICE, "audio/ogg")

    outcome = await channel.deliver(out("请听一下", attachments=(voice,), choices=CHOICES))

    assert outcome.state is Delivery.SENT, outcome
    spoken, said = telegram.sent(GROUP)
    assert telegram.files[spoken["voice"]["file_id"]] == b"media/a.ogg"
    assert (said["text"], outcome.message) == ("请听一下", str(said["message_id"]))
    assert said["reply_markup"]["inline_keyboard"]


async def test_a_photo_that_is_gone_does_not_hold_the_words_back():
    def gone(path):
        raise FileNotFoundError(path)

    async with speaking(read_file=gone) as (telegram, channel):
        outcome = await channel.deliver(out("字还在", attachments=(Attachment("media/a.jpg"),)))

        assert outcome.state is Delivery.SENT
        assert telegram.sent(GROUP)[0]["text"] == "字还在"


async def test_the_same_words_again_are_no_change_and_no_fault(both):
    _, channel = both
    sent = await channel.deliver(out("登记了", choices=CHOICES))
    again = out("登记了", op=Op.EDIT, target=sent.message, choices=CHOICES)

    assert (await channel.deliver(again)).state is Delivery.SENT


async def test_an_edit_without_choices_takes_the_buttons_away(both):
    telegram, channel = both
    sent = await channel.deliver(out("登记了", choices=CHOICES))

    await channel.deliver(out("办好了", op=Op.EDIT, target=sent.message))

    (said,) = telegram.sent(GROUP)
    assert said["text"] == "办好了"
    assert "reply_markup" not in said


async def test_what_is_taken_back_is_gone_and_twice_is_no_fault(both):
    telegram, channel = both
    sent = await channel.deliver(out("错了"))

    first = await channel.deliver(out(op=Op.DELETE, target=sent.message))
    second = await channel.deliver(out(op=Op.DELETE, target=sent.message))

    assert (first.state, second.state) == (Delivery.SENT, Delivery.SENT)
    assert telegram.sent(GROUP) == []


@pytest.mark.parametrize("emoji", ["👀", "✍", "👌", "👍", "🙏", "🫡"])
async def test_each_sign_that_huying_uses_is_one_that_telegram_has(both, emoji):
    telegram, channel = both
    message = telegram.say(GROUP, LI, "灯坏了")

    outcome = await channel.deliver(out("", op=Op.REACT, target=str(message), emoji=emoji))

    assert (outcome.state, outcome.why) == (Delivery.SENT, "")


async def test_a_sign_that_a_group_does_not_allow_is_let_be(both):
    telegram, channel = both
    telegram.no_reactions.add(GROUP)
    message = telegram.say(GROUP, LI, "灯坏了")

    outcome = await channel.deliver(out("", op=Op.REACT, target=str(message), emoji="👀"))

    assert outcome.state is Delivery.SENT
    assert outcome.why.upper() == "REACTION_INVALID"


async def test_a_pressed_button_is_settled_and_too_late_is_no_fault(both):
    telegram, channel = both
    sent = await channel.deliver(out("任务", choices=CHOICES))
    query = telegram.press(GROUP, int(sent.message), LI, "接单")

    known = await channel.deliver(out("好" * 300, op=Op.ANSWER, target=query))
    stale = await channel.deliver(out("好", op=Op.ANSWER, target="long-ago"))

    assert (known.state, stale.state) == (Delivery.SENT, Delivery.SENT)
    assert telegram.queries[query][0] == "好" * 200


async def test_a_flood_pauses_for_as_long_as_telegram_says(both):
    telegram, channel = both
    telegram.fail("sendMessage", code=429, parameters={"retry_after": 2282})

    outcome = await channel.deliver(out())

    assert (outcome.state, outcome.flood, outcome.after) == (Delivery.RETRY, True, 2282)


async def test_twenty_a_minute_are_taken_and_the_next_is_asked_to_wait(both):
    telegram, channel = both
    telegram.group_limit = 20

    outcomes = [await channel.deliver(out(str(number))) for number in range(21)]

    assert {outcome.state for outcome in outcomes[:20]} == {Delivery.SENT}
    assert outcomes[20].flood
    assert 0 < outcomes[20].after <= 61


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"code": 403, "description": "Forbidden: bot was blocked by the user"}, "unreachable"),
        ({"code": 403, "description": "Forbidden: user is deactivated"}, "unreachable"),
        ({"code": 400, "description": "Bad Request: chat not found"}, "unreachable"),
        ({"code": 400, "description": "Bad Request: can't parse entities: x"}, "refused"),
        ({"code": 401}, "retry"),
        ({"code": 404, "description": "Not Found"}, "retry"),
        ({"code": 502}, "unknown"),
        ({"drop": True}, "unknown"),
    ],
)
async def test_what_goes_wrong_has_its_outcome(both, fault, state):
    telegram, channel = both
    telegram.fail("sendMessage", **fault)

    outcome = await channel.deliver(out())

    assert outcome.state.value == state
    assert telegram.faults == []
    assert len(telegram.called("sendMessage")) == 1


async def test_a_wrong_token_is_tried_again_after_a_minute(both):
    telegram, channel = both
    telegram.fail("sendMessage", code=401)

    assert (await channel.deliver(out())).after == 60


async def test_a_group_that_became_a_supergroup_says_where_it_went(both):
    telegram, channel = both
    telegram.migrate(GROUP, SUPERGROUP, told=())

    outcome = await channel.deliver(out())

    assert (outcome.state, outcome.moved_to) == (Delivery.MOVED, str(SUPERGROUP))


async def test_a_lost_answer_is_unknown_and_the_message_stands_once(both):
    telegram, channel = both
    telegram.fail("sendMessage", done=True, drop=True)

    outcome = await channel.deliver(out("一次"))

    assert outcome.state is Delivery.UNKNOWN
    assert [said["text"] for said in telegram.sent(GROUP)] == ["一次"]


async def test_a_call_that_hangs_ends_and_may_have_arrived():
    async with speaking(rhythm=Rhythm(speak=0.2)) as (telegram, channel):
        telegram.fail("sendMessage", done=True, hang=30)

        outcome = await channel.deliver(out("一次"))

        assert (outcome.state, outcome.why) == (Delivery.UNKNOWN, "timeout")


async def test_what_may_be_done_twice_is_simply_tried_again(both):
    telegram, channel = both
    sent = await channel.deliver(out("登记了"))
    telegram.fail("editMessageText", done=True, drop=True)
    change = out("办好了", op=Op.EDIT, target=sent.message)

    tried = [(await channel.deliver(change)).state]
    while (
        tried[-1] is Delivery.RETRY and len(tried) < 4
    ):  # a line that was cut may be met once more
        tried.append((await channel.deliver(change)).state)

    assert (tried[0], tried[-1]) == (Delivery.RETRY, Delivery.SENT)


async def test_a_connection_that_never_stood_is_tried_again():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with speaking(api_url=address) as (_, channel):
            outcome = await channel.deliver(out())

    assert (outcome.state, outcome.why) == (Delivery.RETRY, "ConnectError")


async def test_a_message_of_parts_goes_on_where_it_had_to_stop(both):
    telegram, channel = both
    text = "\n".join("长" * 1000 for _ in range(10))
    telegram.group_limit = 1

    first = await channel.deliver(out(text))
    telegram.group_limit = 0
    second = await channel.deliver(out(text))

    said = telegram.sent(GROUP)
    assert (first.state, first.flood, second.state) == (Delivery.RETRY, True, Delivery.SENT)
    assert "\n".join(part["text"] for part in said) == text
    assert second.message == str(said[0]["message_id"])


async def test_a_photo_is_fetched_and_what_has_no_bytes_is_said_so(both):
    telegram, channel = both
    telegram.photo(GROUP, LI, data=b"picture")
    (file,) = telegram.files

    assert await channel.fetch(Media(MediaKind.PHOTO, file)) == b"picture"
    with pytest.raises(LookupError):
        await channel.fetch(Media(MediaKind.LOCATION, "31.2,121.4"))
    with pytest.raises(OSError, match="BadRequest"):
        await channel.fetch(Media(MediaKind.PHOTO, "unknown"))


async def test_an_empty_message_is_refused_here_and_not_by_telegram(both):
    telegram, channel = both

    assert (await channel.deliver(out(" "))).state is Delivery.REFUSED
    assert telegram.called("sendMessage") == []


async def test_doctor_is_told_of_the_token_and_of_what_huying_hears():
    async with speaking() as (telegram, channel):
        assert [(f.level, f.code) for f in await channel.examine()] == [
            ("ok", "token"), ("ok", "clock")]  # fmt: skip
        telegram.reads_all = False
        assert [f.code for f in await channel.examine()] == ["token", "privacy", "clock"]
        telegram.fail("getMe", code=401)
        assert [(f.level, f.facts["why"]) for f in await channel.examine()] == [("error", "401")]
