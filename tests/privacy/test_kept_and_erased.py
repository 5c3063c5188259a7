"""P10, P11: everything that is kept of me is shown at once, and goes when I say so."""

import zipfile

import pytest
from sqlalchemy import func, select

from bot.backup import backup
from domain.messages import Media, MediaKind
from domain.points import AccountKind, Act, issue
from handlers import workbook
from handlers.workbook.files import read
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.points.books import Grounds, balances, post
from storage.points.tables import HouseholdMemberRow, HouseholdRow, PostingRow
from storage.privacy.tables import DiscardedRow
from storage.tickets.tables import AttachmentRow
from tests.handlers.scene import GROUP
from tests.privacy.scenes import (
    LEAK,
    LIGHT,
    PHONE,
    contacts,
    finished,
    holding,
    in_private,
    nights_planned,
    on_record,
)

ACCOUNT = "acct7f3e9a"
"""Somebody's account, as no other word of a test is written."""
PHOTO = "media/ab/abababababababababababababababab.jpg"


async def person_of(scene, who):
    async with scene.database.reading() as session:
        found = select(PersonRow).join(IdentityRow, IdentityRow.person_id == PersonRow.id)
        return await session.scalar(found.where(IdentityRow.account == who))


async def joins_a_household(scene, who, *, name="欧阳修远"):
    """A household with points, tied to one person."""
    person = await person_of(scene, who)
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="XL-0001", place="JGY/3/2/401", name=name))
        await session.flush()
        session.add(HouseholdMemberRow(household="XL-0001", person_id=person.id))
        act = Act("e1", "XL-0001", scene.now.date(), "+03", f"{name}捡垃圾")
        await post(session, [(issue(act, 3, effective=True), Grounds())], scene.now)


async def erased(scene, who):
    await scene.say(who, "删除我的信息", group=False)
    await scene.press(who, "确认删除")
    await scene.wait(minutes=3)


async def test_p10_me_shows_at_once_and_in_private_all_that_the_database_holds(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await joins_a_household(scene, "li")
    await scene.press("wang", "看联系电话")

    await scene.say("li", "/me", group=False)

    told = (await scene.heard("li"))[-1]
    person = await person_of(scene, "li")
    for kept in (f"P{person.id}", "0001 漏水渗水", "138******78", "XL-0001", "办完30天后删"):
        assert kept in told
    assert "网格员看了电话(编号0001)" in told
    assert "王格" not in told
    assert PHONE not in told


async def test_p10_a_voice_message_is_counted_as_one_and_not_as_a_photo(scene):
    await scene.open_private("li")
    await scene.say("li", media=(Media(MediaKind.VOICE, "v1", mime="audio/ogg"),), group=False)
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", LEAK, group=False)
    await in_private(scene, "li", "/me")

    assert "您发来的照片0张,语音1段" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize(
    "words", ["查我的信息", "你们存了我什么", "查一下我的資料", "what do you keep about me?"]
)
async def test_p10_plain_words_do_the_same(scene, words):
    await scene.say("li", words, group=False)

    assert "关于您,这里存了这些" in (await scene.heard("li"))[-1]
    assert await scene.tickets() == []


async def test_p10_in_a_group_nothing_is_shown_but_the_way(scene):
    await scene.say("li", "/me")

    assert await scene.in_group() == ["有事请点我头像私聊我。"]


async def test_p10_of_somebody_else_it_shows_nothing(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await scene.say("zhang", "/me", group=False)

    told = (await scene.heard("zhang"))[-1]
    assert "漏水" not in told
    assert "138" not in told
    assert "没有登记过事" in told


async def test_p10_staff_see_their_roles_name_and_number(scene):
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids["wang"])).phone = PHONE
    await scene.say("wang", "/me", group=False)

    told = (await scene.heard("wang"))[-1]
    assert "身份:第一网格网格员" in told
    assert "王格 138******78" in told


async def test_p11_it_asks_once_more_and_no_leaves_everything(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    assert "删了找不回来" in (await scene.heard("li"))[-1]

    await scene.say("li", "不要", group=False)

    assert (await scene.heard("li"))[-1] == "好的,什么都没删。"
    assert (await person_of(scene, "li")).erased_at is None


async def test_p11_words_confirm_as_well_as_the_button(scene):
    await scene.say("li", "你好", group=False)
    number = (await person_of(scene, "li")).id
    await scene.say("li", "删除我的信息", group=False)

    await scene.say("li", "确认删除", group=False)

    assert f"回执:P{number}" in (await scene.heard("li"))[-1]
    assert await person_of(scene, "li") is None


async def test_p11_somebody_else_s_press_deletes_nobody(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    ask = (await scene.rows(chat="p.li"))[-1]

    await scene.press_token("zhang", ask.choices[0][0]["token"], scene.private("zhang"))

    assert (await person_of(scene, "li")).erased_at is None


async def test_p11_afterwards_account_name_and_number_are_in_no_table(scene):
    """Ended and open tickets, a number, a photo, a household, a question that waits."""
    await in_private(scene, ACCOUNT, f"{LEAK},打我电话{PHONE}")
    await finished(scene, reporter=ACCOUNT)
    await in_private(scene, ACCOUNT, "金桂园5栋3单元的单元门关不上")
    await scene.say(ACCOUNT, "2栋楼道里全是水", group=True)
    await joins_a_household(scene, ACCOUNT)
    await in_private(scene, ACCOUNT, "楼道的灯坏了好几天了")
    assert await holding(scene.database, ACCOUNT)
    assert await holding(scene.database, "欧阳修远")

    await erased(scene, ACCOUNT)

    assert await holding(scene.database, ACCOUNT, "欧阳修远", PHONE, "厨房漏水") == []


async def test_p11_nor_in_an_export_or_a_backup(scene, tmp_path):
    await in_private(scene, ACCOUNT, f"{LEAK},打我电话{PHONE}")
    await finished(scene, reporter=ACCOUNT)
    await joins_a_household(scene, ACCOUNT)

    await erased(scene, ACCOUNT)

    await backup(scene.database, tmp_path, tmp_path / "b.zip", lambda *_: None)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        stored = "".join(archive.read(name).decode() for name in archive.namelist())
    async with scene.database.reading() as session:
        await workbook.write_out(session, tmp_path / "w.xlsx")
    exported = repr(read(tmp_path / "w.xlsx"))
    for word in (ACCOUNT, "欧阳修远", PHONE, "厨房漏水"):
        assert word not in stored
        assert word not in exported
    assert "XL-0001" in exported


async def test_p11_the_receipt_arrives_and_names_what_goes_on(scene):
    await in_private(scene, "li", LEAK)
    number = (await person_of(scene, "li")).id
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")

    receipt = (await scene.heard("li"))[-1]
    assert f"回执:P{number}" in receipt
    assert "0001按匿名居民接着办" in receipt

    await scene.wait(minutes=3)
    assert await scene.rows(chat="p.li") == []


async def test_p11_what_is_open_goes_on_as_an_anonymous_resident_s(scene):
    await in_private(scene, "li", LEAK)
    await erased(scene, "li")

    await scene.press("wang", "我来办")
    await scene.say("wang", "/tasks", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.anonymous) == ("accepted", True)
    assert ticket.text
    assert "401" not in (await scene.heard("wang"))[-1]


async def test_p11_and_is_emptied_in_the_night_after_its_end(scene):
    await scene.say("li", "3栋2单元401厨房漏水,漏到楼下了")
    await nights_planned(scene)
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "401换了水管", group=False)
    await scene.wait(days=3, hours=1)
    assert (await scene.ticket()).state == "closed"

    await scene.wait(days=1)

    ticket = await scene.ticket()
    assert (ticket.text, ticket.result, ticket.place) == ("", None, "JGY/3")
    assert await holding(scene.database, "401") == []


async def test_p11_what_was_over_keeps_what_is_counted_and_nothing_else(scene):
    photo = Media(MediaKind.PHOTO, PHOTO, unique=PHOTO, mime="image/jpeg")
    await scene.say("li", LEAK, group=False, media=(photo,))
    await finished(scene)
    before = await scene.ticket()
    await erased(scene, "li")

    ticket = await scene.ticket()
    same = ("kind", "category", "tier", "state", "outcome", "closed_at", "finish_by", "owner_id")
    assert [getattr(ticket, name) for name in same] == [getattr(before, name) for name in same]
    assert (ticket.text, ticket.place, ticket.reporter_id) == ("", "JGY/3", None)
    async with scene.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AttachmentRow)) == 0
        assert list(await session.scalars(select(DiscardedRow.path))) == [PHOTO]


async def test_p11_the_ledger_stays_balanced_and_the_household_keeps_its_points(scene):
    await scene.say("li", "你好", group=False)
    await joins_a_household(scene, "li")
    await erased(scene, "li")

    async with scene.database.reading() as session:
        assert await session.scalar(select(func.sum(PostingRow.amount))) == 0
        assert (await balances(session, "XL-0001"))[AccountKind.SPENDABLE] == 3
        assert await session.scalar(select(func.count()).select_from(HouseholdMemberRow)) == 0


async def test_p11_a_household_with_others_in_it_keeps_its_name(scene):
    await scene.say("li", "你好", group=False)
    await joins_a_household(scene, "li")
    await scene.say("zhang", "你好", group=False)
    zhang = await person_of(scene, "zhang")
    async with scene.database.transaction() as session:
        session.add(HouseholdMemberRow(household="XL-0001", person_id=zhang.id))

    await erased(scene, "li")

    assert await holding(scene.database, "欧阳修远")


async def test_p11_the_audit_keeps_the_number_and_whoever_writes_again_is_new(scene):
    await in_private(scene, "li", LEAK)
    old = (await person_of(scene, "li")).id
    await erased(scene, "li")

    await scene.say("li", "/me", group=False)

    (record,) = await on_record(scene, "person.erased")
    assert (record.actor_id, record.subject) == (old, f"person/{old}")
    assert (await person_of(scene, "li")).id != old
    assert "没有登记过事" in (await scene.heard("li"))[-1]
    async with scene.database.reading() as session:
        gone = await session.get(PersonRow, old)
        assert (gone.name, gone.phone, gone.key, gone.code) == (None, None, None, None)
        assert gone.erased_at is not None


async def test_p11_what_somebody_new_writes_within_that_minute_is_theirs_and_stays(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")
    await scene.wait(seconds=20)
    await scene.say("li", "楼道的灯坏了好几天了", group=False)

    await scene.wait(minutes=5)
    await scene.say("li", "金桂园6栋", group=False)

    assert [t.place for t in await scene.tickets()] == ["JGY/3/2/401", "JGY/6"]
    assert (await scene.tickets())[1].reporter_id == (await person_of(scene, "li")).id


async def test_p11_a_neighbour_behind_the_same_matter_loses_nothing(scene):
    await scene.say("li", "3栋2单元楼道的灯坏了")
    await scene.say("zhang", "3栋2单元楼道的灯坏了")
    await scene.open_private("zhang")
    await erased(scene, "li")

    ticket = (await scene.tickets())[0]
    assert ticket.text
    assert ticket.state == "assigned"


async def test_p11_who_has_work_in_hand_hands_it_over_first(scene):
    await scene.say("li", LIGHT)
    await scene.say("wang", "删除我的信息", group=False)

    assert "0001" in (await scene.heard("wang"))[-1]
    assert "先转交" in (await scene.heard("wang"))[-1]
    assert (await person_of(scene, "wang")).name == "王格"


async def test_p11_staff_without_work_leave_no_name_either_and_serve_no_more(scene):
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids["zhao"])).phone = PHONE
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["wang"]))
        role.deputy_id = scene.ids["zhao"]
    await scene.say("li", LIGHT)
    await scene.press("wang", "转交")
    assert await holding(scene.database, "赵格")

    await erased(scene, "zhao")

    assert await holding(scene.database, "赵格", PHONE, "'zhao'", "p.zhao") == []
    world_roles = (await _world(scene)).organisation.roles
    assert all(scene.ids["zhao"] not in (role.person, role.deputy) for role in world_roles)


async def _world(scene):
    async with scene.database.reading() as session:
        return await scene.community.world(session)


async def test_p11_pressed_twice_is_erased_once(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")
    row = next(
        r for r in await scene.rows(chat="p.li") if r.choices and "确认删除" in str(r.choices)
    )

    await scene.press_token("li", row.choices[0][0]["token"], scene.private("li"))

    assert len(await on_record(scene, "person.erased")) == 1


async def test_p11_a_receipt_that_cannot_leave_is_waited_for_a_day(scene):
    await in_private(scene, "li", LEAK)
    await scene.say("li", "删除我的信息", group=False)
    scene.deliver = _nothing_leaves
    await scene.press("li", "确认删除")

    await scene.wait(hours=5)
    assert [row.moment for row in await scene.rows(chat="p.li")][-1] == "privacy/erased"
    await scene.wait(hours=20)

    assert await scene.rows(chat="p.li") == []
    assert await holding(scene.database, "'p.li'", "p.li/") == []


async def _nothing_leaves():
    pass


async def test_p11_group_lines_and_contacts_of_others_stay(scene):
    await in_private(scene, "zhang", f"{LEAK},打我电话{PHONE}")
    await scene.say("li", LIGHT)
    before = await scene.in_group()
    await erased(scene, "li")

    assert await scene.in_group() == before
    assert len(await contacts(scene)) == 1
    assert (await scene.rows(chat=GROUP))[0].text
