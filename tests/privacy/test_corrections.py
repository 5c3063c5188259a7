"""An example has nobody in it: no name, room or number, no way back once the ticket's words have gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.corrections import Matter
from handlers import corrections
from storage.corrections import CorrectionRow
from storage.people import PersonRow
from storage.points.tables import HouseholdRow
from storage.tickets.queries import ticket as the_ticket
from tests.handlers.scene import SHANGHAI
from tests.privacy.scenes import LEAK, PHONE, finished, in_private, nights_planned

FULL = f"金桂园3栋2单元401欧阳修远家厨房漏水,漏到王奶奶家了没人管,我老李{PHONE}"
SECRET = ("401", "欧阳修远", "老李", "王奶奶", PHONE, "138", "2单元")


async def rows(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CorrectionRow)))


async def put_right(scene, read="road.lamp"):
    """As if the desk had said what the newest ticket is."""
    async with scene.database.transaction() as session:
        ticket = await the_ticket(session, (await scene.ticket()).id)
        turn = await scene.community.turn(session, "right", scene.now, channel="console")
        await corrections.recategorised(turn, ticket, Matter("complaint", read))


async def test_no_name_no_room_and_no_number_is_in_the_table_or_what_is_exported(scene):
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="H1", place=None, name="欧阳修远"))
    await in_private(scene, "li", FULL)
    await put_right(scene)

    (row,) = await rows(scene)
    exported = corrections.table([row])
    for word in SECRET:
        assert word not in row.text
        assert word not in exported
    assert "厨房漏水" in row.text


async def test_it_tells_the_day_and_no_hour(scene):
    await in_private(scene, "li", LEAK)
    await put_right(scene)

    (row,) = await rows(scene)
    assert row.day == scene.now.astimezone(SHANGHAI).date()


@pytest.mark.parametrize("text", ["心里难受,好多天睡不着,想找人谈谈", f"匿名说一下,{LEAK}"])
async def test_what_is_confidential_or_nameless_teaches_nothing(scene, text):
    await in_private(scene, "li", text)
    await put_right(scene)

    assert await scene.tickets()
    assert await rows(scene) == []


async def test_who_wants_no_name_afterwards_leaves_no_example(scene):
    await in_private(scene, "li", LEAK)
    await put_right(scene)
    assert await rows(scene)

    await in_private(scene, "li", "匿名")

    assert (await scene.ticket()).anonymous
    assert await rows(scene) == []


@pytest.mark.parametrize("over", [True, False])
async def test_p11_erasing_deletes_the_examples_of_ones_own_tickets_alone(scene, over):
    await in_private(scene, "mei", "金桂园5栋3单元的单元门关不上")
    await put_right(scene)
    await in_private(scene, "li", LEAK)
    await put_right(scene)
    if over:
        await finished(scene)

    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")

    (row,) = await rows(scene)
    assert "单元门" in row.text
    assert row.ticket_id == 1


async def test_p11_what_goes_on_namelessly_leaves_no_new_example(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")

    await put_right(scene)

    assert await rows(scene) == []


async def test_p15_when_the_tickets_words_go_the_example_leads_to_no_ticket_any_more(scene):
    await nights_planned(scene)
    await in_private(scene, "li", LEAK)
    await put_right(scene)
    await finished(scene)
    end = (await scene.ticket()).closed_at

    scene.now = end + timedelta(days=729)
    await scene.live_until(scene.now + timedelta(minutes=2))
    assert [row.ticket_id for row in await rows(scene)] == [1]
    scene.now = end + timedelta(days=731)
    await scene.live_until(scene.now + timedelta(minutes=2))

    assert (await scene.ticket()).text == ""
    (row,) = await rows(scene)
    assert row.ticket_id is None
    assert "厨房漏水" in row.text


async def test_nobody_who_put_it_right_stands_beside_it(scene):
    await in_private(scene, "li", LEAK)
    await put_right(scene)

    async with scene.database.reading() as session:
        names = [name for name in await session.scalars(select(PersonRow.name)) if name]
    (row,) = await rows(scene)
    values = repr([getattr(row, column.name) for column in CorrectionRow.__table__.columns])
    assert [name for name in names if name in values] == []


async def test_p10_me_tells_how_many_examples_lead_to_me(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "li", "/me")
    assert "留着学的话" not in (await scene.heard("li"))[-1]

    await put_right(scene)
    await in_private(scene, "li", "/me")

    assert "读错后留着学的话1句" in (await scene.heard("li"))[-1]
