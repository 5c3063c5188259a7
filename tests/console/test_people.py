"""Who may let whom in and out, and that a number is seen by nobody in silence."""

import re

import pytest
from sqlalchemy import select

from domain.areas import RoleName
from domain.refusals import NotAllowed
from handlers import staff
from handlers.privacy.erasing import StillInHand
from storage.audit import AuditRow
from storage.people import InvitationRow, PersonRow, RoleRow
from storage.places import touch_revision
from tests.console.desk import post, unsealed
from tests.console.test_audit import acts, next_door

PAGE, INVITE = "/console/people", "/console/people/invite"
PHONE = "13812345678"


async def as_(scene, who, verb, *given):
    """A verb by one of the staff."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "console/x", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        return await verb(turn, *given)


async def roles(scene, who):
    async with scene.database.reading() as session:
        found = await session.scalars(
            select(RoleRow.role).where(RoleRow.person_id == scene.ids[who])
        )
        return set(found)


async def with_phone(scene, who):
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids[who])).phone = PHONE


async def test_an_officer_finds_the_own_people_and_nobody_elses(scene, desk):
    await next_door(scene)
    async with desk.signed_in("sun") as browser:
        text = (await browser.get(PAGE)).text
        far = await browser.get(f"{PAGE}/{scene.ids['far']}")
    async with desk.signed_in("boss") as browser:
        whole = (await browser.get(PAGE)).text

    for name in ("王格", "赵格", "陈长", "刘值", "孙办", "吴修", "郑谈"):
        assert name in text
    assert "远办" not in text
    assert "东湖社区" not in text
    assert far.status_code == 404
    assert "远办" in whole


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"q": "王"}, ["王格"]), ({"role": "grid_worker"}, ["王格", "赵格"]), ({"area": "XL-2"}, ["赵格"]),
     ({"q": "%"}, []), ({"role": "nosuch", "q": "陈长"}, ["陈长"]), ({"after": "999999"}, [])],
)  # fmt: skip
async def test_people_are_found_by_name_role_and_area(scene, desk, asked, found):
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE, params=asked)

    assert re.findall(r'/console/people/\d+">([^<]+)<', page.text) == found


async def test_one_press_makes_a_link_that_lets_somebody_in(scene, desk):
    async with desk.signed_in("sun") as browser:
        made = await post(
            browser, await browser.get(PAGE), INVITE, role="grid_worker", area="XL-2", name="钱新"
        )
        code = re.search(r"/c/start/(\w+)", made.text)[1]
        listed = unsealed(await browser.get(PAGE))

    assert "还没用的邀请" in listed
    assert "钱新" in listed
    assert code not in listed, "the link is shown once"
    await scene.say("new", f"/start {code}", group=False)
    await scene.say("late", f"/start {code}", group=False)
    assert "第二网格" in (await scene.heard("new"))[-1]
    assert "用过" in (await scene.heard("late"))[-1]
    assert (await acts(scene))[0] == "invitation.made"


async def test_a_link_that_nobody_has_used_is_taken_back(scene, desk):
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(PAGE), INVITE, role="grid_worker", area="XL-2")
        code = await code_of(scene)
        await post(browser, await browser.get(PAGE), f"{PAGE}/revoke")

    await scene.say("new", f"/start {code}", group=False)
    assert "用过" in (await scene.heard("new"))[-1]
    assert await acts(scene) == ["invitation.made", "invitation.revoked"]


@pytest.mark.parametrize(
    ("who", "role", "area"),
    [("sun", RoleName.MANAGER, None), ("sun", RoleName.OFFICER, None), ("sun", RoleName.OFFICER, "DH"),
     ("sun", RoleName.GRID_WORKER, "DH"), ("sun", RoleName.MANAGER, "XL"),
     ("sun", RoleName.PROPERTY, "别家物业"),
     ("liu", RoleName.GRID_WORKER, "XL-1"), ("wang", RoleName.VOLUNTEER, "XL-1"),
     ("chen", RoleName.CHIEF, "XL-1"),
     ("fix", RoleName.PROPERTY, "安居物业"), ("far", RoleName.OFFICER, "XL")],
)  # fmt: skip
async def test_nobody_gives_or_ends_more_than_is_theirs(scene, who, role, area):
    await next_door(scene)

    with pytest.raises(NotAllowed):
        await as_(scene, who, staff.invite, role, area, None)
    with pytest.raises(NotAllowed):
        await as_(scene, who, staff.end_role, scene.ids["boss"], role, area)

    assert await roles(scene, "boss") == {"manager"}
    assert await acts(scene) == []


async def test_a_manager_gives_every_role_everywhere(scene):
    await next_door(scene)

    for role, area in (
        (RoleName.MANAGER, None),
        (RoleName.OFFICER, "DH"),
        (RoleName.PROPERTY, "安居物业"),
    ):
        assert (await as_(scene, "boss", staff.invite, role, area, None)).code


async def test_a_role_that_ends_shuts_the_door_at_once(scene, desk):
    async with desk.signed_in("wang") as worker, desk.signed_in("sun") as browser:
        one = f"{PAGE}/{scene.ids['wang']}"
        done = await post(browser, await browser.get(one), f"{one}/end")
        after = await worker.get("/console/tickets")
        gone = await browser.get(one)

    assert done.headers["location"] == PAGE
    assert after.status_code == 303
    assert gone.status_code == 404
    assert await roles(scene, "wang") == set()
    await scene.say("li", "3栋2单元楼道灯坏了三天了")
    assert (await scene.ticket()).owner_id != scene.ids["wang"]


async def test_nobody_goes_while_others_wait_for_them(scene):
    await scene.say("li", "3栋2单元楼道灯坏了三天了")

    with pytest.raises(StillInHand):
        await as_(scene, "sun", staff.end_role, scene.ids["wang"], RoleName.GRID_WORKER, "XL-1")

    assert await roles(scene, "wang") == {"grid_worker"}


async def test_nobody_stays_deputy_who_no_longer_serves(scene):
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["zhao"]))
        row.deputy_id = scene.ids["wang"]
        await touch_revision(session)

    await as_(scene, "sun", staff.end_role, scene.ids["wang"], RoleName.GRID_WORKER, "XL-1")

    async with scene.database.reading() as session:
        assert (
            await session.scalar(
                select(RoleRow.deputy_id).where(RoleRow.person_id == scene.ids["zhao"])
            )
            is None
        )


async def test_the_last_manager_stays(scene, desk):
    one = f"{PAGE}/{scene.ids['boss']}"
    async with desk.signed_in("boss") as browser:
        answer = await post(browser, await browser.get(one), f"{one}/end")

    assert answer.status_code == 409
    assert "只剩这一位负责人" in answer.text
    assert await roles(scene, "boss") == {"manager"}


async def test_a_number_is_shown_by_a_press_and_its_owner_hears_who_saw_it(scene, desk):
    await with_phone(scene, "wang")
    one = f"{PAGE}/{scene.ids['wang']}"
    async with desk.signed_in("sun") as browser:
        listed, page = (await browser.get(PAGE)).text, await browser.get(one)
        seen = (await post(browser, page, f"{one}/phone")).text
        again = (await browser.get(one)).text

    assert PHONE not in listed + page.text + again
    assert PHONE in seen
    async with scene.database.reading() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.act, row.actor_id, row.subject) == (
        "phone.seen",
        scene.ids["sun"],
        f"person/{scene.ids['wang']}",
    )
    assert PHONE not in str(row.facts)

    await scene.say("wang", "/me", group=False)
    assert "社区工作人员看了工作号码" in (await scene.heard("wang"))[-1]


async def test_a_number_is_no_business_of_the_desk_or_of_next_door(scene):
    await next_door(scene)
    await with_phone(scene, "wang")

    for who in ("liu", "zhao", "far"):
        with pytest.raises(NotAllowed):
            await as_(scene, who, staff.see_phone, scene.ids["wang"])

    assert await acts(scene) == []


async def test_a_lost_phone_is_signed_out(scene, desk):
    one = f"{PAGE}/{scene.ids['wang']}"
    link = await desk.link("wang")
    async with (
        desk.signed_in("wang") as lost,
        desk.browser() as thief,
        desk.signed_in("sun") as browser,
    ):
        await post(browser, await browser.get(one), f"{one}/sessions")

        assert (await lost.get("/console/tickets")).status_code == 303
        assert (await thief.get(link)).status_code == 403, "what was asked for before opens nothing"


async def test_an_officer_signs_no_manager_out(scene, desk):
    async with scene.database.transaction() as session:
        session.add(RoleRow(person_id=scene.ids["boss"], role="officer", area="XL"))
        await touch_revision(session)
    async with desk.signed_in("boss") as boss:
        with pytest.raises(NotAllowed):
            await as_(scene, "sun", staff.end_sessions, scene.ids["boss"])
        assert (await boss.get("/console")).status_code == 200


async def test_a_dispatcher_reads_and_is_offered_nothing(scene, desk):
    one = f"{PAGE}/{scene.ids['wang']}"
    async with desk.signed_in("liu") as browser:
        listed, page = (await browser.get(PAGE)).text, await browser.get(one)
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        answers = [
            await browser.post(
                INVITE, data={"form_token": token, "role": "grid_worker", "area": "XL-1"}
            ),
            await browser.post(
                f"{one}/end", data={"form_token": token, "role": "grid_worker", "area": "XL-1"}
            ),
            await browser.post(f"{one}/sessions", data={"form_token": token}),
        ]

    assert "王格" in listed
    assert "请人进来" not in listed
    assert "结束这个身份" not in page.text
    assert {answer.status_code for answer in answers} == {409}
    assert await roles(scene, "wang") == {"grid_worker"}


async def test_odd_forms_get_a_plain_answer(scene, desk):
    one = f"{PAGE}/{scene.ids['wang']}"
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        for path, data in (
            (INVITE, {"role": "king"}), (INVITE, {"role": "grid_worker"}), (f"{one}/end", {"role": "king"}),
            (INVITE, {"role": "grid_worker", "area": "\x00", "name": "长" * 9999}), (f"{one}/nosuch", {}),
            (INVITE, {"role": "officer", "area": "nosuch"}), (f"{PAGE}/revoke", {"code": "\x00x"}),
            (f"{one}/end", {"role": "officer", "area": "XL"}), (f"{one}/phone", {}),
        ):  # fmt: skip
            answer = await browser.post(path, data={"form_token": token, **data})
            assert answer.status_code in (404, 409), (path, data)
        for query in ({"q": "\x00"}, {"q": "长" * 900}, {"after": "x"}, {"area": "nosuch"}):
            assert (await browser.get(PAGE, params=query)).status_code == 200


async def code_of(scene):
    async with scene.database.reading() as session:
        return await session.scalar(select(InvitationRow.code))
