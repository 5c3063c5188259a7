"""What stands in an export, field by field, masked and in full."""

import pytest
from sqlalchemy import select

from domain.areas import RoleName
from handlers.exports import Field, Period, Said, Scope, table
from handlers.exports.making import PeriodTooLong
from handlers.exports.reach import deciders, reaches
from storage.people import PersonRow
from storage.tickets.tables import TicketRow

WORDS = {name: {} for name in ("states", "kinds", "roles", "ratings", "tiers", "outcomes")}
SAID = Said("t", {field.value: field.value for field in Field}, WORDS)
LAMP = "3栋2单元301楼道灯坏了三天了"


async def made(scene, *, full=False, who="sun", columns=(), **days):
    """One row a ticket, by field."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "x", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        today = turn.world.today(scene.now)
        period = Period(days.get("first", today), days.get("last", today))
        found = await table(turn, period, Scope(), SAID, columns=columns, full=full)
        return [dict(zip(found.headings, row, strict=True)) for row in found.rows]


async def changed(scene, **values):
    async with scene.database.transaction() as session:
        ticket = await session.scalar(select(TicketRow))
        for name, value in values.items():
            setattr(ticket, name, value)


async def test_masked_the_place_ends_at_the_building(scene):
    await scene.say("li", LAMP)

    (masked,), (full,) = await made(scene), await made(scene, full=True)

    assert (masked["place"], full["place"]) == ("金桂园3栋", "金桂园3栋2单元301")
    assert "301" not in masked["text"]
    assert "301" in full["text"]


async def test_masked_names_are_their_first_sign_also_in_words(scene):
    await scene.say("li", LAMP)
    await changed(scene, result="王格换了灯,住302的张奶奶看过")

    (masked,), (full,) = await made(scene), await made(scene, full=True)

    assert (masked["owner"], full["owner"]) == ("王*", "王格")
    for hidden in ("王格", "302", "张奶奶"):
        assert hidden not in masked["result"]
    assert full["result"].startswith("王格")


async def test_masked_whoever_a_resident_names_is_hidden(scene):
    await scene.say("li", LAMP)
    await changed(scene, text="我是3栋2单元301的李桂芳,楼道灯坏了,4栋的王建国 湘A12345")

    (masked,), (full,) = await made(scene), await made(scene, full=True)

    assert masked["text"] == "我是3栋*单元***的*,楼道灯坏了,4栋的* *"
    assert full["text"].startswith("我是3栋2单元301的李桂芳")


async def test_of_a_private_matter_the_masked_table_has_no_word_and_no_building(scene):
    await scene.say("li", LAMP)
    await changed(scene, sensitivity="p")

    (masked,), (full,) = await made(scene), await made(scene, full=True)

    assert (masked["place"], masked["text"]) == ("金桂园", "")
    assert "楼道灯" in full["text"]


async def test_what_is_sensitive_stands_in_neither(scene):
    await scene.say("mei", "老公打我,我不敢回家", group=False)

    assert await made(scene) == await made(scene, full=True) == []


async def test_an_anonymous_resident_stays_so_in_full(scene):
    await scene.say("li", LAMP)
    await changed(scene, anonymous=True)

    (full,) = await made(scene, full=True)

    assert "301" not in str(full)
    assert "2单元" not in full["place"]


async def test_columns_stand_in_the_order_and_under_the_titles_of_the_form(scene):
    await scene.say("li", LAMP)
    columns = [{"title": "来源", "fixed": "网格"}, {"title": "号", "field": "number"}]

    (row,) = await made(scene, columns=columns)

    assert list(row.items()) == [("来源", "网格"), ("号", "0001")]


async def test_a_period_has_both_its_days_and_is_never_longer_than_a_year(scene):
    await scene.say("li", LAMP)
    day = scene.now.date()

    assert len(await made(scene, first=day, last=day)) == 1
    assert await made(scene, first=day.replace(day=2), last=day.replace(day=3)) == []
    for first, last in ((day.replace(year=2020), day), (day, day.replace(month=11))):
        with pytest.raises(PeriodTooLong):
            await made(scene, first=first, last=last)


async def test_reach_is_an_officers_community_and_a_managers_street(scene):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "r", scene.now, channel="console")
    ids = scene.ids

    assert [who for who in ids if reaches(turn, ids[who], "XL")] == ["sun", "boss"]
    assert [who for who in ids if reaches(turn, ids[who], None)] == ["boss"]
    assert deciders(turn, "XL", ids["sun"]) == [ids["boss"]]
    assert deciders(turn, None, ids["boss"]) == []
    assert RoleName.DISPATCHER in {
        role.role for role in turn.world.organisation.roles_of(ids["liu"])
    }


async def test_masked_nobody_is_known_by_a_whole_name_or_by_a_car(scene):
    await scene.say("li", LAMP)
    await changed(scene, text="王淑芬老师反映,楼下402张建国家狗叫,车停在东门,车牌豫A·88888")

    (masked,), (full,) = await made(scene), await made(scene, full=True)

    for hidden in ("王淑芬", "402", "张建国", "88888"):
        assert hidden not in masked["text"], masked["text"]
    assert "狗叫" in masked["text"]
    assert "豫A·88888" in full["text"]
