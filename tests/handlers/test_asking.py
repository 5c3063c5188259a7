"""What is unclear is asked once, shortly, of its author alone; unanswered it leaves no trace."""

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.base import Base
from storage.chats import ChatRow
from storage.places import PlaceRow, touch_revision
from storage.tickets.tables import AttachmentRow

NO_PLACE = "楼道的灯坏了好几天了"
UNSURE = "要是院子里能有个让老人下棋的地方就好了"


async def test_a_place_that_is_missing_is_asked_with_places_as_buttons(scene):
    said = await scene.say("li", NO_PLACE)

    line = await scene.last_in_group()
    assert line.reply_to == said
    assert "几栋" in line.text
    assert await scene.tickets() == []


async def test_the_author_s_press_registers_it_and_the_question_goes(scene):
    await scene.press("li", await _asked_where(scene), group=True)

    assert (await scene.ticket()).place == "JGY/3"
    assert (await scene.ticket()).text.startswith(NO_PLACE)
    assert len(await scene.rows(op="delete")) == 1


@pytest.mark.parametrize("words", ["6栋", "就是6栋2单元的", "六号楼"])
async def test_the_author_s_words_register_it(scene, words):
    await scene.say("li", NO_PLACE)
    await scene.say("li", words)

    assert (await scene.ticket()).place.startswith("JGY/6")
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_the_photo_that_came_with_it_waits_for_the_place_and_is_the_tickets_then(scene):
    await scene.say("li", NO_PLACE, media=(Media(MediaKind.PHOTO, "p1", mime="image/jpeg"),))
    await scene.say("li", "6栋")

    async with scene.database.reading() as session:
        (photo,) = await session.scalars(select(AttachmentRow))
    assert (photo.ticket_id, photo.kind, photo.ref) == ((await scene.ticket()).id, "photo", "p1")


async def test_nobody_else_answers_for_the_author(scene):
    await scene.press("zhang", await _asked_where(scene), group=True)
    assert (await scene.rows(op="answer"))[-1].text
    await scene.say("zhang", "6栋")

    assert len(await scene.tickets()) == 1
    assert await scene.rows(op="delete") == []


async def test_what_is_likely_is_buildings_and_nobody_who_lives_there(scene):
    await scene.say("zhang", "7栋1单元401的陈阿姨家下水道堵了")
    await _asked_where(scene)

    assert all(label.endswith("栋") for label in await _buttons(scene))
    assert "陈阿姨" not in (await scene.last_in_group()).text


async def test_the_press_counts_once(scene):
    there = await _asked_where(scene)
    await scene.press("li", there, group=True)
    await scene.press("li", there, group=True)

    assert len(await scene.tickets()) == 2


async def test_a_press_after_the_day_is_too_late(scene):
    there = await _asked_where(scene)
    await scene.wait(hours=25)
    await scene.press("li", there, group=True)

    assert len(await scene.tickets()) == 1
    assert "过期" in (await scene.rows(op="answer"))[-1].text


async def test_the_question_leaves_the_group_after_ten_minutes_and_counts_for_a_day(scene):
    await scene.say("li", NO_PLACE)
    await scene.wait(minutes=11)
    assert len(await scene.rows(op="delete")) == 1

    await scene.wait(hours=20)
    await scene.say("li", "6栋")
    assert len(await scene.tickets()) == 1


async def test_after_a_day_the_answer_comes_too_late(scene):
    await scene.say("li", NO_PLACE)
    await scene.wait(hours=25)

    await scene.say("li", "6栋")

    assert await scene.tickets() == []


async def test_of_a_building_that_does_not_exist_it_is_said_so_with_those_that_do(scene):
    await scene.say("li", "88栋2单元的水管爆了")

    assert await scene.tickets() == []
    assert (await scene.last_in_group()).text == (
        "金桂园没有88栋,先问清楚再登记。请问是下面哪一个?"
    )
    assert await _buttons(scene) == [f"{n}栋" for n in range(1, 9)]
    await scene.press("li", "6栋", group=True)
    assert (await scene.ticket()).place == "JGY/6"


@pytest.mark.parametrize("again", ["就是15栋", "15栋", "15栋啊", "是15栋呀", "15号楼"])
async def test_whoever_says_so_twice_is_noted_near_there_for_a_human_to_clear_up(scene, again):
    await scene.say("li", "15栋停水了")
    await scene.say("li", again)

    assert ((await scene.ticket()).place, (await scene.ticket()).text) == (
        "JGY", f"15栋停水了\n{again}",
    )  # fmt: skip
    assert len(await scene.rows(op="delete")) == 1


async def test_another_building_that_does_not_exist_is_asked_about_once_more(scene):
    await scene.say("li", NO_PLACE)
    await scene.say("li", "11栋")
    assert "金桂园没有11栋" in (await scene.in_group())[-1]
    await scene.say("li", "打错了,12栋")
    assert "金桂园没有12栋" in (await scene.in_group())[-1]
    await scene.say("li", "哦 2栋")

    assert (await scene.ticket()).place == "JGY/2"


async def test_a_neighbour_and_another_topic_are_no_answer_to_it(scene):
    await scene.say("li", "15栋停水了")
    await scene.say("zhang", "就是15栋")
    await scene.say("li", "15栋那个老陈昨天请客吃饭真热闹")

    assert await scene.tickets() == []
    assert len(await scene.in_group()) == 1


async def _zoned(scene):
    """A group of its own in an estate of two zones; units of one house are listed."""
    rows = [("LX/A", "A区", "zone", "LX"), ("LX/B", "B区", "zone", "LX")]
    rows += [(f"LX/A/{n}", f"{n}栋", "building", "LX/A") for n in range(1, 10)]
    rows += [(f"LX/B/{n}", f"{n}栋", "building", "LX/B") for n in range(1, 5)]
    rows += [(f"LX/B/1/{n}", f"{n}单元", "unit", "LX/B/1") for n in range(1, 4)]
    async with scene.database.transaction() as session:
        for code, name, kind, parent in rows:
            session.add(PlaceRow(code=code, name=name, kind=kind, parent=parent, aliases=[]))
        group = ChatRow(
            channel="web", chat="lx", code="lx", name="新苑", place="LX", bound_at=scene.now
        )
        session.add(group)
        await touch_revision(session)


@pytest.mark.parametrize(
    ("words", "said", "first"),
    [
        ("B区8栋电梯坏了", "B区没有8栋", "A区8栋"),
        ("C区2栋电梯坏了", "林湘新苑没有C区", "A区2栋"),
        ("三期4栋楼道灯不亮", "林湘新苑没有3期", "A区4栋"),
        ("B区1栋7单元门禁坏了", "B区1栋没有7单元", "B区1栋1单元"),
    ],
)
async def test_what_a_zone_or_a_house_does_not_have_is_named(scene, words, said, first):
    await _zoned(scene)
    await scene.say("li", words, chat="lx")

    line = (await scene.rows(chat="lx"))[-1]
    assert line.text.startswith(said)
    assert line.choices[0][0]["label"] == first


@pytest.mark.parametrize(
    ("answer", "place"),
    [("A区的", "LX/A/8"), ("就是B区8栋", "LX/B"), ("4栋", "LX/B/4"), ("A区8栋", "LX/A/8")],
)
async def test_the_answer_is_read_with_what_was_said(scene, answer, place):
    await _zoned(scene)
    await scene.say("li", "B区8栋电梯坏了", chat="lx")
    await scene.say("li", answer, chat="lx")

    assert (await scene.ticket()).place == place


@pytest.mark.parametrize(
    ("said", "answer", "place"),
    [
        ("C区4栋灯坏了", "A区的", "LX/A/4"),
        ("C区4栋灯坏了", "B区", "LX/B/4"),
        ("B区1栋7单元门禁坏了", "B区的", "LX/B/1"),
    ],
)
async def test_of_a_zone_or_a_stairway_that_is_not_there_the_house_is_kept(
    scene, said, answer, place
):
    await _zoned(scene)
    await scene.say("li", said, chat="lx")
    await scene.say("li", answer, chat="lx")

    assert (await scene.ticket()).place == place


async def test_in_an_emergency_too_it_is_said_what_does_not_exist(scene):
    await scene.say("li", "15栋楼道里好大的煤气味")

    assert (await scene.ticket()).tier == "E"
    assert "金桂园没有15栋" in (await scene.in_group())[-1]


async def test_a_new_matter_is_no_answer_to_where(scene):
    await scene.say("li", NO_PLACE)

    await scene.say("li", "对了,7栋1单元的下水道也堵了,臭死了")

    assert [t.place for t in await scene.tickets()] == ["JGY/7/1"]


async def test_a_vague_wish_is_asked_about_and_the_author_s_yes_registers_it(scene):
    await scene.say("li", UNSURE)
    assert await scene.tickets() == []

    await scene.press("li", "要", group=True)

    assert (await scene.ticket()).kind == "wish"
    assert len(await scene.rows(op="delete")) == 1


@pytest.mark.parametrize("words", ["要", "好的,登记吧", "需要,麻烦了", "要登记的,谢谢"])
async def test_the_author_s_plain_yes_registers_it(scene, words):
    await scene.say("li", UNSURE)
    await scene.say("li", words)

    assert (await scene.ticket()).kind == "wish"


@pytest.mark.parametrize("words", ["不用", "没事,不用了", "算了,谢谢", "不用登记"])
async def test_the_author_s_plain_no_leaves_it(scene, words):
    await scene.say("li", UNSURE)
    await scene.say("li", words)
    await scene.say("li", "要")

    assert await scene.tickets() == []
    assert len(await scene.rows(op="delete")) == 1


async def test_whether_it_is_a_matter_nobody_else_says(scene):
    await scene.say("li", UNSURE)
    await scene.press("zhang", "要", group=True)
    await scene.press("wang", "不用", group=True)
    await scene.say("zhang", "要")
    assert await scene.tickets() == []

    await scene.press("li", "要", group=True)
    assert len(await scene.tickets()) == 1


async def test_a_matter_that_waits_for_a_word_is_pushed_to_nobody(scene):
    await scene.say("li", UNSURE)
    await scene.say("li", NO_PLACE)

    assert [row.chat for row in await scene.rows()] == ["jgy", "jgy"]


@pytest.mark.parametrize("said", [NO_PLACE, UNSURE])
@pytest.mark.parametrize("group", [True, False])
async def test_after_silence_nothing_of_the_words_is_kept(scene, said, group):
    await scene.say("li", said, group=group)
    assert await _kept(scene, said)

    await scene.wait(hours=25)

    assert await scene.tickets() == []
    assert await _kept(scene, said) == []


async def test_after_no_nothing_of_the_words_is_kept(scene):
    await scene.say("li", UNSURE)
    await scene.press("li", "不用", group=True)

    assert await _kept(scene, UNSURE) == []


async def test_after_the_answer_the_words_are_the_ticket_s_alone(scene):
    await scene.press("li", await _asked_where(scene), group=True)

    assert "questions" not in await _kept(scene, NO_PLACE)


async def test_the_most_specific_area_owns_and_the_reason_is_said(scene):
    await scene.say("li", "3栋2单元的下水道堵了")
    await scene.say("li", "7栋1单元的下水道堵了")

    assert [t.owner_area for t in await scene.tickets()] == ["XL-1", "XL-2"]
    assert "第一网格" in (await scene.heard("wang"))[-1]
    assert "第二网格" in (await scene.heard("zhao"))[-1]


async def test_a_public_spot_of_the_estate_goes_to_somebody(scene):
    await scene.say("li", "东门的路灯不亮了")

    ticket = await scene.ticket()
    assert ticket.place == "JGY-E"
    told = [*await scene.heard("wang"), *await scene.heard("zhao"), *await scene.heard("liu")]
    assert any("东门" in text for text in told)


async def test_an_exclave_is_served_here_and_its_department_is_elsewhere(scene):
    await scene.say("li", "林湘新苑2栋下水道堵了,一楼到处是脏水")

    ticket = await scene.ticket()
    assert (ticket.community, ticket.place) == ("XL", "LX/2")
    task = (await scene.heard("liu"))[-1]
    assert "西流湾社区" in task
    assert "江南区" in task


async def test_at_home_no_other_district_is_named(scene):
    await scene.say("li", "3栋2单元的下水道堵了")

    assert "江南区" not in (await scene.heard("wang"))[-1]


async def _asked_where(scene):
    """Somebody who reported at 3栋 before names no place; returns the button's words for 3栋."""
    await scene.say("li", "3栋2单元的下水道堵了")
    await scene.say("li", NO_PLACE)
    return next(label for label in await _buttons(scene) if label.endswith("3栋"))


async def _buttons(scene):
    line = await scene.last_in_group()
    return [button["label"] for row in line.choices for button in row]


async def _kept(scene, words):
    """The tables that hold these words anywhere."""
    kept = []
    async with scene.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).all()
            if any(words in str(value) for row in rows for value in row):
                kept.append(table.name)
    return kept


LEAK = "3栋2单元的下水道堵了"


async def test_a_neighbour_who_says_the_same_is_asked_whether_to_stand_behind_it(scene):
    await scene.say("li", LEAK)
    await scene.say("zhang", LEAK)

    assert "邻居已报过" in (await scene.in_group())[-1]
    assert (await scene.ticket()).people == 1


async def test_a_neighbour_whose_line_had_waited_is_joined_without_a_question(scene):
    await scene.say("li", LEAK)
    before = await scene.in_group()
    said = await scene.say("zhang", LEAK, late=True)

    assert await scene.in_group() == before
    assert len(await scene.tickets()) == 1
    assert (await scene.ticket()).people == 2
    assert [row.target for row in await scene.rows(op="react")] == [said]
    assert await scene.rows(chat="p.zhang") == []


async def test_who_was_joined_through_an_outage_is_told_when_it_is_done(scene):
    await scene.open_private("zhang")
    await scene.say("li", LEAK)
    await scene.say("zhang", LEAK, late=True)
    await scene.press("wang", "我来办")

    assert "已有人接手" in (await scene.heard("zhang"))[-1]


async def test_in_private_a_late_neighbour_is_still_asked(scene):
    """Nobody else is disturbed there, and whoever writes in private waits for an answer."""
    await scene.say("li", LEAK)
    await scene.say("zhang", f"金桂园{LEAK}", group=False, late=True)

    assert "邻居已报过" in (await scene.heard("zhang"))[-1]
