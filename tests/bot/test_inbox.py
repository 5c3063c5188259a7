"""What is stored, what is dropped, and that nothing is stored twice."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot.codec import pack, unpack
from bot.inbox import StoredInbox
from bot.seal import Seal
from domain.messages import Happening, Media, MediaKind, Speaker, SpeakerKind
from domain.opinions import Opinion
from domain.understanding import Care
from storage import inbox as rows
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.people import IdentityRow, PersonRow
from storage.places import touch_revision
from storage.questions import QuestionRow
from storage.tickets.queries import bind
from storage.tickets.tables import TicketReporterRow
from tests.bot.stage import GROUP, NOON, Flaky, StandStill, said, ticket

SEAL = Seal(b"a key for tests")
PHOTO = (Media(MediaKind.PHOTO, "file1", unique="u1"),)


@pytest.fixture
async def box(database):
    async with database.transaction() as session:
        session.add(ChatRow(channel="recorder", chat=GROUP, name="", place="JGY", mode="auto"))
    return StoredInbox(database, lambda text, _: "坏" in text, StandStill().now, SEAL)


async def stored(database):
    async with database.reading() as session:
        found = await session.scalars(select(InboxRow).order_by(InboxRow.id))
        return [unpack(row.payload) for row in found]


async def append(box, *facts, **more):
    await box.append("recorder", "1", facts, **more)


async def test_chat_leaves_no_trace_but_the_offset_passes_on(box, database):
    await append(box, said(1, "早啊 暗号甲乙丙"), said(2, "吃了没"), next_offset=3)

    assert await stored(database) == []
    assert await box.offset("recorder", "1") == 3


async def test_what_may_matter_is_stored_once_however_often_it_comes(box, database):
    await append(box, said(1), next_offset=2)
    await append(box, said(1), next_offset=2)
    await append(box, said(900, message="1"), next_offset=901)  # numbers began anew

    assert len(await stored(database)) == 1


async def test_the_gate_hears_how_careful_a_group_is(box, database):
    box.gate = lambda _, care: care is Care.KEEN
    await append(box, said(1))
    async with database.transaction() as session:
        await session.execute(update(ChatRow).values(care=Care.KEEN.value))
        await touch_revision(session)
    await append(box, said(2))

    assert [fact.message for fact in await stored(database)] == ["2"]


async def test_a_group_that_is_tied_to_no_place_is_not_listened_to(box, database):
    await append(box, said(1, chat="unbound"))

    assert await stored(database) == []


async def test_three_short_lines_of_one_person_are_one_matter(box, database):
    box.gate = lambda text, _: "3栋" in text and "不亮" in text
    await append(box, said(1, "3栋2单元"))
    await append(box, said(2, "随便说说", who="somebody else"))
    await append(box, said(3, "楼道灯"))
    await append(box, said(4, "不亮"))

    (fact,) = await stored(database)
    assert [line.text for line in fact.earlier] == ["3栋2单元", "楼道灯"]


async def test_a_photo_before_the_words_rides_along_and_one_after_them_follows(box, database):
    await append(box, said(1, "", media=PHOTO))
    await append(box, said(2))
    await append(box, said(3, "", media=PHOTO))
    await append(box, said(4, "", media=PHOTO, who="somebody else"))

    words, photo = await stored(database)
    assert words.earlier[0].media == PHOTO
    assert photo.own_before == "2"


async def test_a_late_picture_of_a_known_album_passes(box, database):
    async with database.transaction() as session:
        session.add(ticket(1))
        await session.flush()
        await bind(session, 1, said(1).where, "77", at=NOON, album="a1")
    await append(box, said(5, "", media=PHOTO, album="a1"))

    assert len(await stored(database)) == 1


async def registered(database, ago):
    """Somebody's line of this group was registered some time ago."""
    async with database.transaction() as session:
        person = PersonRow(created_at=NOON)
        session.add(person)
        await session.flush()
        session.add(IdentityRow(person_id=person.id, channel="recorder", account="li",
                                private_chat=None, seen_at=NOON))  # fmt: skip
        row = ticket(1)
        row.reporter_id, row.channel, row.chat = person.id, "recorder", GROUP
        row.created_at = NOON - ago
        session.add(row)


SECOND_THOUGHTS = [
    ("算了", timedelta(minutes=1), 1), ("算了", timedelta(minutes=3), 0),
    ("打错了,9栋", timedelta(minutes=9), 1), ("打错了,9栋", timedelta(minutes=11), 0),
    ("吃了没", timedelta(minutes=1), 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ago", "passes"), SECOND_THOUGHTS)
async def test_second_thoughts_pass_soon_after_ones_own_line_was_registered(
    box, database, text, ago, passes
):
    await registered(database, ago)

    await append(box, said(1, text), said(2, text, who="wang"), said(3, text, chat="g2"))

    assert [fact.key for fact in await stored(database)] == ["update:1"][:passes]


async def test_second_thoughts_pass_while_the_line_before_is_not_yet_registered(box, database):
    await append(box, said(1, "灯坏了"), said(2, "算了"), said(3, "算了", who="wang"))

    assert [fact.key for fact in await stored(database)] == ["update:1", "update:2"]


async def test_an_edit_matters_only_where_the_message_does(box, database):
    await append(box, said(5, "改了", what=Happening.EDIT, message="99"))

    assert await stored(database) == []


async def test_a_number_left_in_private_lies_sealed(box, database):
    await append(box, said(1, "打我电话138******", group=False, chat="p", contact="13800001234"))

    async with database.reading() as session:
        row = await session.scalar(select(InboxRow))
        assert "13800001234" not in str(row.payload)
        assert SEAL.open(row.contact) == "13800001234"


def test_a_fact_survives_its_way_through_the_database():
    fact = said(1, media=PHOTO, reply_to="5", album="a", press="t", late=True)
    assert unpack(pack(fact)) == fact


def test_what_others_make_of_a_fact_is_not_stored_with_it():
    fact = said(1, opinion=Opinion(wanted=True, row="road.lamp"))
    assert "road.lamp" not in str(pack(fact))
    assert unpack(pack(fact)) == said(1)


async def test_a_chat_that_waits_holds_its_own_lane_back_and_no_other(box, database):
    await append(box, said(1, "坏1"), said(2, "坏2"), said(3, "坏3", chat="p", group=False))
    async with database.transaction() as session:
        first = await rows.oldest(session, "recorder", GROUP)
        first.not_before = NOON.replace(year=2030)

    async with database.reading() as session:
        assert await rows.waiting_chats(session, NOON) == [("recorder", "p")]
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 3


async def test_an_edit_of_what_nobody_has_come_to_yet_matters(box, database):
    await append(box, said(1), said(2, "改了,是4栋", what=Happening.EDIT, message="1"))
    await append(box, said(3, "又改了", what=Happening.EDIT, message="1"))

    assert [fact.text for fact in await stored(database)] == [
        "3栋楼道灯坏了",
        "改了,是4栋",
        "又改了",
    ]


async def test_where_it_is_said_in_a_line_of_its_own_belongs_to_the_line_after_it(box, database):
    box.names_place = lambda text: "栋" in text
    await append(box, said(1, "3栋2单元"), said(2, "早上好啊大家"), said(3, "灯坏了"))
    await append(box, said(4, "吃饭了"), said(5, "5栋灯坏了", who="wang"))
    await append(box, said(6, "我家住3栋" + "说来话长" * 9), said(7, "门坏了"))

    facts = await stored(database)
    assert [[line.text for line in fact.earlier] for fact in facts] == [["3栋2单元"], [], []]


async def test_a_place_alone_that_passes_belongs_to_the_next_line_unless_it_answers(box, database):
    box.gate = lambda text, _: "栋" in text or "坏" in text
    box.names_place = box.waits_for_more = lambda text: text.endswith("单元")
    await append(box, said(1, "3栋2单元"), said(2, "灯坏了"), said(3, "门坏了"))
    await append(box, said(4, "5栋1单元", reply_to="9", who="wang"), said(5, "门坏了", who="wang"))
    await append(box, said(6, "7栋路灯坏了", who="zhou"), said(7, "门坏了", who="zhou"))

    facts = await stored(database)
    assert [[line.text for line in fact.earlier] for fact in facts] == [
        [], ["3栋2单元"], [], [], [], [], [],
    ]  # fmt: skip


async def test_what_comes_again_after_the_database_was_away_is_stored_as_it_would_have_been(
    box, database
):
    lines = [said(1, "", media=PHOTO), said(2)]
    flaky = box.database = Flaky(database)
    flaky.fail(1)
    with pytest.raises(OperationalError):
        await append(box, *lines, next_offset=3)
    assert await stored(database) == []

    await append(box, *lines, next_offset=3)

    (fact,) = await stored(database)
    assert (fact.earlier[0].media, fact.own_before, fact.after) == (PHOTO, None, None)


async def test_the_next_line_of_somebody_whom_huying_asked_passes(box, database):
    async with database.transaction() as session:
        person = PersonRow(created_at=NOON)
        session.add(person)
        await session.flush()
        session.add(IdentityRow(person_id=person.id, channel="recorder", account="li",
                                private_chat=None, seen_at=NOON))  # fmt: skip
        session.add(QuestionRow(kind="place", channel="recorder", chat=GROUP, by_words=True,
                                person_id=person.id, asked_at=NOON, facts={}, outbox_key="k",
                                expires_at=NOON.replace(year=2027)))  # fmt: skip

    await append(box, said(1, "3栋"), said(2, "3栋", who="wang"), said(3, "3栋", chat="g2"))

    assert [fact.key for fact in await stored(database)] == ["update:1"]


@pytest.mark.parametrize(
    "fact",
    [
        said(1, "/mine"),
        said(1, "在吗", mentioned=True),
        said(1, "在吗", group=False, chat="p"),
        said(1, "", what=Happening.PRESS, press="token", message=None),
        said(1, "", what=Happening.JOINED, chat="new", message=None),
        said(1, "", what=Happening.MOVED, moved_to="-100", message=None),
        said(1, "", what=Happening.UNREACHABLE, group=False, message=None),
    ],
    ids=lambda fact: f"{fact.what}-{fact.text}",
)
async def test_what_is_said_to_huying_or_happens_to_it_always_matters(box, database, fact):
    await append(box, fact)

    assert len(await stored(database)) == 1


@pytest.mark.parametrize(
    "kind", [SpeakerKind.ANONYMOUS_ADMIN, SpeakerKind.CHANNEL, SpeakerKind.BOT]
)
async def test_whoever_is_no_person_is_not_listened_to_in_a_group(box, database, kind):
    await append(box, said(1, "/bind JGY", speaker=Speaker("1087968824", kind)))

    assert await stored(database) == []


async def test_a_quiet_group_is_heard_only_where_huying_is_named(box, database):
    async with database.transaction() as session:
        (await session.scalar(select(ChatRow))).mode = "quiet"

    await append(box, said(1), said(2, "呼应在吗", mentioned=True))

    assert [fact.key for fact in await stored(database)] == ["update:2"]


async def test_a_reply_to_a_message_of_a_ticket_matters_whatever_it_says(box, database):
    async with database.transaction() as session:
        session.add(ticket(1))
        await session.flush()
        await bind(session, 1, said(1).where, "77", at=NOON, ours=True)

    await append(box, said(5, "嗯", reply_to="77"), said(6, "嗯", reply_to="78"))

    assert [fact.key for fact in await stored(database)] == ["update:5"]


async def test_the_number_of_ones_own_ticket_matters_and_a_neighbours_does_not(box, database):
    async with database.transaction() as session:
        session.add(PersonRow(id=7, created_at=NOON))
        await session.flush()
        session.add(IdentityRow(person_id=7, channel="recorder", account="li", seen_at=NOON))
        session.add(ticket(42))
        await session.flush()
        session.add(TicketReporterRow(ticket_id=42, person_id=7, first=True, joined_at=NOON))

    theirs = [said(n, "0042 好了", speaker=Speaker(who)) for n, who in enumerate(("li", "x"))]
    await append(box, *theirs, said(5, "0043 好了", speaker=Speaker("li")))

    assert [fact.key for fact in await stored(database)] == ["update:0"]


async def test_the_pump_is_woken_by_what_is_new_and_by_nothing_else(box):
    await append(box, said(1, "早"), next_offset=2)
    assert not box.arrived.is_set()

    await append(box, said(2))
    assert box.arrived.is_set()
    box.arrived.clear()

    await append(box, said(2))
    assert not box.arrived.is_set()


async def test_a_thousand_lines_of_chat_are_dropped_in_a_moment(box):
    lines = [said(n, "今天天气不错", who=f"p{n % 50}") for n in range(1000)]

    start = time.process_time()
    for first in range(0, 1000, 100):
        await append(box, *lines[first : first + 100], next_offset=first + 100)

    assert time.process_time() - start < 1.0
