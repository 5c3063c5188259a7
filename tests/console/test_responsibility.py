"""Who looks after what: seen as two trees, what is missing in red, and changed now or from a day on."""

import re
from datetime import timedelta
from html import unescape

from sqlalchemy import select

from domain.areas import AreaKind
from domain.posts import overlaps, without_grid
from handlers.responsibility import Kind
from storage.audit import AuditRow
from storage.changes import ChangeRow
from storage.people import RoleRow
from storage.places import AreaRow, PlaceRow, touch_revision
from tests.console.desk import field, post

PAGE = "/console/responsibility"
AREA, PLACE, CHANGE = f"{PAGE}/area?code=XL-1", f"{PAGE}/place?code=JGY/9", f"{PAGE}/change"
LAMP = "3栋2单元楼道灯坏了三天了"


async def send(browser, scene, **form):
    """One of the forms; by default of the first grid."""
    token = field(await browser.get(AREA), "form_token")
    return await browser.post(
        CHANGE, data={"form_token": token, "area": "XL-1", "back": AREA, **form}
    )


async def roles(scene, area):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(RoleRow).where(RoleRow.area == area))
        return {(row.person_id, row.role): row for row in rows}


async def covers(scene, area):
    async with scene.database.reading() as session:
        return (await session.get(AreaRow, area)).covers


async def waiting(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(ChangeRow).order_by(ChangeRow.id)))


def text_of(answer):
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


async def a_house_more(scene, code="JGY/9"):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code=code, name="9栋", kind="building", parent="JGY", aliases=[]))
        await touch_revision(session)


def day(scene, days):
    return (scene.now + timedelta(days=days)).date().isoformat()


async def test_both_trees_show_who_is_where(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        area, place = await browser.get(AREA), await browser.get(f"{PAGE}/place?code=JGY")

    text = text_of(page)
    for told in ("西流湾社区", "第一网格", "王格", "陈长", "金桂园", "安居物业", "飞地,由江南区的部门办",
                 "周街"):  # fmt: skip
        assert told in text, told
    assert "金桂园1栋" in text_of(area)
    assert "第一网格" in text_of(place)


async def test_a_building_without_a_grid_is_red_and_mended_by_one_press(scene, desk):
    await a_house_more(scene)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        assert "没有网格的地方" in page.text
        assert re.search(r'class="grow late">金桂园9栋', page.text)
        assert 'name="place" value="JGY/9"' in page.text
        mended = await send(browser, scene, kind="cover", place="JGY/9", area="XL-2", back=PAGE)
        after = await browser.get(mended.headers["location"])

    assert mended.status_code == 303
    assert "JGY/9" in await covers(scene, "XL-2")
    assert "改好了" in after.text
    assert "金桂园9栋" not in after.text
    await scene.say("li", "9栋楼道灯坏了三天了")
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_an_estate_of_which_no_building_has_a_grid_is_one_gap(scene):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="LX/1", name="1栋", kind="building", parent="LX", aliases=[]))
        await touch_revision(session)
    async with scene.database.reading() as session:
        world = await scene.community.world(session)

    assert [place.code for place in without_grid(world.organisation)] == ["LX"]


async def test_a_place_covered_twice_is_red_and_one_of_the_two_keeps_it(scene, desk):
    async with scene.database.transaction() as session:
        row = await session.get(AreaRow, "XL-2")
        row.covers = [*row.covers, "JGY/3"]
        await touch_revision(session)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        assert "两边都管的地方" in page.text
        twice = page.text[page.text.index('id="twice"') :]
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', twice[twice.index("XL-2") - 400 :]))
        kept = await browser.post(
            CHANGE,
            data={"form_token": form["form_token"], "area": "XL-2", "kind": "cover",
                  "place": "JGY/3", "take_over": "1", "back": PAGE},
        )  # fmt: skip

    assert kept.status_code == 303
    assert (await covers(scene, "XL-2")).count("JGY/3") == 1
    assert "JGY/3" not in await covers(scene, "XL-1")


async def test_an_area_without_anybody_on_duty_is_red(scene, desk):
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.area == "XL-2"))
        row.away_from = scene.now.date()
        await touch_revision(session)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)

    assert re.search(r'id="empty".*?class="grow late">第二网格', page.text, re.DOTALL)
    assert 'class="grow late">第一网格' not in page.text


async def test_a_place_that_another_grid_has_is_refused_with_its_name(scene, desk):
    async with desk.signed_in("sun") as browser:
        refused = await send(browser, scene, kind="cover", place="金桂园6栋")
        taken = await send(browser, scene, kind="cover", place="金桂园6栋", take_over="1")

    assert refused.status_code == 409
    assert "“金桂园6栋”已经归“第二网格”管" in refused.text
    assert taken.status_code == 303
    assert "JGY/6" in await covers(scene, "XL-1")
    assert "JGY/6" not in await covers(scene, "XL-2")


async def test_what_is_open_goes_along_with_the_place_or_stays(scene, desk):
    for who, house in (("li", "6栋"), ("mei", "7栋")):
        await scene.say(who, f"{house}楼下水管漏水了")

    async with desk.signed_in("sun") as browser:
        await send(browser, scene, kind="cover", place="JGY/6", take_over="1", move="1", why="调整")
        await send(browser, scene, kind="cover", place="JGY/7", take_over="1")

    first, second = await scene.tickets()
    assert (first.owner_id, second.owner_id) == (scene.ids["wang"], scene.ids["zhao"])
    assert first.owner_area == "XL-1"
    assert "hand_over" in await scene.acts()
    await scene.deliver()
    assert any("调整" in told for told in await scene.heard("wang"))


async def test_somebody_takes_over_from_another_with_all_that_is_open(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        done = await send(browser, scene, kind="give", role="grid_worker", person=scene.ids["zhao"],
                          other=scene.ids["wang"], move="1", why="换岗")  # fmt: skip

    assert done.status_code == 303
    assert set(await roles(scene, "XL-1")) == {
        (scene.ids["zhao"], "grid_worker"), (scene.ids["chen"], "chief")}  # fmt: skip
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    async with scene.database.reading() as session:
        audit = list(await session.scalars(select(AuditRow).where(AuditRow.subject == "area/XL-1")))
    assert {row.act for row in audit} == {"responsibility.changed", "responsibility.moved"}
    assert {row.actor_id for row in audit} == {scene.ids["sun"]}


async def test_a_planned_change_waits_for_its_day_and_is_listed_as_coming(scene, desk):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    later = {"kind": "give", "role": "grid_worker", "move": "1", "day": day(scene, 3),
             "person": scene.ids["zhao"], "other": scene.ids["wang"]}  # fmt: skip
    async with desk.signed_in("sun") as browser:
        planned = await send(browser, scene, **later)
        again = await send(browser, scene, **later)
        page = await browser.get(PAGE)

    assert planned.status_code == 303
    assert "已经定在这一天" in again.text
    assert f"{day(scene, 3)} 第一网格:赵格接替王格(网格员),没办完的一起转" in text_of(page)
    assert (scene.ids["wang"], "grid_worker") in await roles(scene, "XL-1")

    await scene.wait(days=2)
    assert (scene.ids["wang"], "grid_worker") in await roles(scene, "XL-1")
    await scene.wait(days=1)
    assert (scene.ids["wang"], "grid_worker") not in await roles(scene, "XL-1")
    assert [row.state for row in await waiting(scene)] == ["done"]
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_a_planned_change_can_be_called_off(scene, desk):
    async with desk.signed_in("sun") as browser:
        await send(browser, scene, kind="uncover", place="JGY/3", day=day(scene, 1))
        page = await browser.get(PAGE)
        (row,) = await waiting(scene)
        called = await post(browser, page, f"{PAGE}/changes/{row.id}")
        after = await browser.get(PAGE)

    assert called.status_code == 303
    assert "不再管" not in text_of(after)
    await scene.wait(days=2)
    assert "JGY/3" in await covers(scene, "XL-1")
    assert [row.state for row in await waiting(scene)] == ["cancelled"]


async def test_what_cannot_be_on_its_day_is_told_and_changes_nothing(scene, desk):
    async with desk.signed_in("sun") as browser:
        await send(browser, scene, kind="uncover", place="JGY/3", day=day(scene, 1))
        await send(browser, scene, kind="uncover", place="JGY/3")
        await scene.wait(days=1)
        page = await browser.get(PAGE)

    assert [row.state for row in await waiting(scene)] == ["failed", "done"]
    assert "到了日子没改成" in page.text


async def test_a_deputy_is_set_and_takes_what_comes_on_leave(scene, desk):
    async with desk.signed_in("sun") as browser:
        set_ = await send(browser, scene, kind="deputy", role="grid_worker", person=scene.ids["wang"],
                          other=scene.ids["zhao"])  # fmt: skip
        away = await send(browser, scene, kind="leave", person=scene.ids["wang"], move="1",
                          day=day(scene, 0), until=day(scene, 2))  # fmt: skip
        page = await browser.get(AREA)

    assert (set_.status_code, away.status_code) == (303, 303)
    assert f"请假到{day(scene, 2)}" in text_of(page)
    assert "替补赵格" in text_of(page)
    await scene.say("li", LAMP)
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    async with desk.signed_in("sun") as browser:
        await send(browser, scene, kind="back", person=scene.ids["wang"])
    await scene.say("mei", "2栋楼道灯坏了三天了")
    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_a_leave_that_begins_later_hands_on_what_nobody_took_on_its_day(scene, desk):
    async with desk.signed_in("sun") as browser:
        await send(browser, scene, kind="leave", person=scene.ids["wang"], move="1",
                   day=day(scene, 1), until=day(scene, 1))  # fmt: skip
    await scene.say("li", "3栋2单元楼道灯坏了")
    assert (await scene.ticket()).owner_id == scene.ids["wang"]

    await scene.wait(hours=15)

    assert (await scene.ticket()).owner_id != scene.ids["wang"]


REFUSED = (
    ({"kind": "cover", "place": "不存在的地方"}, "没找到"),
    ({"kind": "uncover", "place": "JGY/8"}, "不归“第一网格”管"),
    ({"kind": "end", "role": "grid_worker", "person": "5"}, "没有做这个"),
    ({"kind": "give", "role": "mayor", "person": "2"}, "没找到"),
    ({"kind": "give", "role": "dispatcher", "person": "2"}, "没有这个岗位"),
    ({"kind": "give", "role": "grid_worker", "person": "1"}, "已经做这个"),
    ({"kind": "give", "role": "grid_worker", "person": "999999999"}, "没找到"),
    ({"kind": "give", "role": "officer", "person": "2"}, "相应的工作人员"),
    ({"kind": "deputy", "role": "grid_worker", "person": "1", "other": "1"}, "没找到"),
    ({"kind": "uncover", "place": "JGY/1", "day": "2026-11-30"}, "今天或以后"),
    ({"kind": "uncover", "place": "JGY/1", "day": "2099-01-01"}, "今天或以后"),
    ({"kind": "uncover", "place": "JGY/1", "day": "soon\x00"}, "今天或以后"),
    ({"kind": "explode"}, "相应的工作人员"),
    (
        {"kind": "leave", "person": "1", "day": "2026-12-05", "until": "2026-12-01"},
        "今天或以后",
    ),
    ({"kind": "leave", "person": "6"}, "没找到"),
)
"""Each with the words that its sender reads."""


async def test_what_cannot_be_is_refused_with_a_sentence(scene, desk):
    before = await covers(scene, "XL-1"), len(await roles(scene, "XL-1"))

    async with desk.signed_in("sun") as browser:
        answers = [await send(browser, scene, **form) for form, _ in REFUSED]

    for answer, (form, told) in zip(answers, REFUSED, strict=True):
        assert answer.status_code == 409, form
        assert told in text_of(answer), form
    assert (await covers(scene, "XL-1"), len(await roles(scene, "XL-1"))) == before
    assert await waiting(scene) == []


async def another_community(scene):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="GX", name="桂香社区", kind="community", parent="YQ", aliases=[]))
        session.add(PlaceRow(code="GHY", name="桂花苑", kind="estate", parent="GX", aliases=[]))
        session.add(AreaRow(code="GX", name="桂香社区", kind="community", covers=["GX"]))
        session.add(AreaRow(code="GX-1", name="桂香网格", kind="grid", parent="GX", covers=["GHY"]))
        await scene.serves(session, "luo", "罗军", "grid_worker", "GX-1")
        await touch_revision(session)


async def test_another_community_is_neither_seen_nor_changed(scene, desk):
    await another_community(scene)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        hidden = [
            await browser.get(f"{PAGE}/{path}")
            for path in ("area?code=GX-1", "place?code=GHY", "area?code=", "place?code=%00")
        ]
        tried = [
            await send(browser, scene, area="GX-1", kind="cover", place="JGY/3"),
            await send(browser, scene, kind="cover", place="GHY", take_over="1"),
            await send(browser, scene, kind="leave", person=scene.ids["luo"]),
        ]
    async with desk.signed_in("boss") as browser:
        await send(browser, scene, area="GX-1", kind="uncover", place="GHY", day=day(scene, 1))
    (planned,) = await waiting(scene)
    async with desk.signed_in("sun") as browser:
        own = await browser.get(PAGE)
        foreign = await browser.post(
            f"{PAGE}/changes/{planned.id}", data={"form_token": field(own, "form_token")}
        )

    assert "桂香" not in page.text
    assert "罗军" not in page.text
    assert {answer.status_code for answer in hidden} == {404}
    assert {answer.status_code for answer in tried} <= {404, 409}
    assert foreign.status_code == 404
    assert await covers(scene, "GX-1") == ["GHY"]
    assert [row.state for row in await waiting(scene)] == ["waiting"]


async def test_workers_do_not_open_these_pages(desk):
    async with desk.signed_in("wang") as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        answers = [await browser.get(PAGE), await browser.get(AREA),
                   await browser.post(CHANGE, data={"form_token": token, "kind": "cover"})]  # fmt: skip

    assert {answer.status_code for answer in answers} == {403}


async def test_a_forged_way_back_leads_nowhere_else(scene, desk):
    async with desk.signed_in("sun") as browser:
        answers = [
            await send(browser, scene, kind="uncover", place=f"JGY/{number}", back=back)
            for number, back in enumerate(
                ("https://evil.example", "//evil.example", f"{PAGE}/area?code=X\r\nSet-Cookie: a"),
                start=1,
            )
        ]

    assert {answer.headers["location"] for answer in answers} == {f"{PAGE}?done=1"}


async def test_two_thousand_microgrids_are_one_short_page_and_each_branch_another(scene, desk):
    async with scene.database.transaction() as session:
        session.add_all(
            AreaRow(code=f"B-{n}", name=f"第{n}网格", kind="grid", parent="XL", covers=[])
            for n in range(61)
        )
        session.add_all(
            AreaRow(
                code=f"B-{n % 61}-{n}",
                name=f"微{n}",
                kind="microgrid",
                parent=f"B-{n % 61}",
                covers=[],
            )
            for n in range(2038)
        )
        await touch_revision(session)

    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        branch = await browser.get(f"{PAGE}/area?code=B-7")

    assert "微7<" not in page.text
    assert page.text.count("hx-get") >= 61
    assert 'id="below"' in branch.text
    assert "微7<" in branch.text
    assert len(page.content) < 400_000


async def test_overlaps_are_of_one_kind_and_by_the_places_own_code(scene):
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)

    assert overlaps(world.organisation) == ()
    assert {area.kind for area in world.organisation.areas.values()} == {
        AreaKind.COMMUNITY, AreaKind.GRID}  # fmt: skip
    assert set(Kind) == {"cover", "uncover", "give", "end", "deputy"}
