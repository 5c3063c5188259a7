"""The steps on a household's file: written down, agreed to, done; by the staff of its community only."""

from sqlalchemy import select

from storage.audit import AuditRow
from storage.people import RoleRow
from storage.places import AreaRow, touch_revision
from tests.console.points.test_households import FILE
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.points.homes import has
from tests.handlers.points.test_files import file
from tests.handlers.shopping import open_shop


async def step(browser, verb, **form):
    page = await browser.get(FILE, params={"q": "H1"})
    token = page.text.split('name="form_token" value="')[1].split('"')[0]
    given = {"form_token": token, "code": "H1", **form}
    return await browser.post(f"{FILE}/{verb}", data=given)


async def test_a_household_is_divided_step_by_step(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        form = {"new": "H1-2", "name": "陈小明", "points": "40"}
        assert (await step(browser, "split", **form)).status_code == 303
        page = (await browser.get(FILE, params={"q": "H1"})).text
        early = await step(browser, "do", change="1")
        await step(browser, "agree", change="1", side="giving", who="陈桂兰")
        await step(browser, "agree", change="1", side="other", who="陈小明")
        done = await step(browser, "do", change="1")
        after = (await browser.get(FILE, params={"q": "H1"})).text

    assert "带走40分" in page
    assert "两边都同意了才能办" in early.text
    assert early.status_code == 409
    assert done.status_code == 303
    assert await has(scene, "H1-2") == (40, 0)
    assert "陈桂兰" in after
    assert "分户 H1 → H1-2" in after


async def test_the_office_makes_the_code_on_paper_that_ties_a_member(shop, desk):
    async with desk.signed_in("sun") as browser:
        made = await step(browser, "code", once="paper")
        again = await step(browser, "code", once="paper")
        later = (await browser.get(FILE, params={"q": "H1"})).text
    code = made.text.split("/start ")[1].split(",")[0]
    await shop.say("wang", f"/start {code}", group=False)

    assert again.status_code == 303
    assert code not in later
    assert "连着1个账号" in later
    assert "连着2个账号" in await _seen(desk)
    async with shop.database.reading() as session:
        [row] = await session.scalars(select(AuditRow).where(AuditRow.act == "invitation.made"))
    assert (row.subject, row.actor_id) == ("household/H1", shop.ids["sun"])


async def _seen(desk):
    async with desk.signed_in("sun") as browser:
        return (await browser.get(FILE, params={"q": "H1"})).text


async def test_the_code_of_another_communitys_household_is_not_made(wide, desk):
    desk.clock.at = wide.now
    async with desk.signed_in("qian") as browser:
        page = await browser.get(FILE)
        token = page.text.split('name="form_token" value="')[1].split('"')[0]
        answer = await browser.post(f"{FILE}/code", data={"form_token": token, "code": "H1"})

    assert answer.status_code == 404
    assert "/start" not in answer.text


async def test_an_old_tab_is_told_that_the_change_was_done_already(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        await step(browser, "split", new="H1-2", name="陈小明", points="40")
        for side, who in (("giving", "陈桂兰"), ("other", "陈小明")):
            await step(browser, "agree", change="1", side=side, who=who)
        await step(browser, "do", change="1")
        again = [await step(browser, verb, change="1") for verb in ("do", "drop")]
        nobodys = await step(browser, "do", change="99")

    assert {one.status_code for one in again} == {409}
    assert all("已经处理过了" in one.text and "H1 · 陈桂兰" in one.text for one in again)
    assert nobodys.status_code == 404
    assert await has(scene, "H1-2") == (40, 0)


async def test_what_is_refused_is_told_and_what_was_typed_stays(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        many = await step(browser, "split", new="H1-2", name="陈小明", points="9999")
        odd = await step(browser, "split", new="H1-2", name="陈小明", points="x")
        other = await step(browser, "merge", other="H77")
        day = await step(browser, "leave", day="gestern")

    assert "可以分出0到68分" in many.text
    assert 'value="9999"' in many.text
    assert {one.status_code for one in (many, odd, other, day)} == {409}
    assert "“H77”不行" in other.text


async def test_another_household_is_named_as_it_is_typed_anywhere_else(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        taken = await step(browser, "split", new="ｈ２", name="陈小明", points="1")
        joined = await step(browser, "merge", other="h2")
        page = (await browser.get(FILE, params={"q": "H1"})).text

    assert taken.status_code == 409
    assert joined.status_code == 303
    assert "H1 → H2" in page


async def test_moving_away_is_shown_on_the_file_and_can_be_called_off(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        today = scene.community.calendar.day_of(scene.now).isoformat()
        await step(browser, "leave", day=today)
        page = (await browser.get(FILE, params={"q": "H1"})).text
        await step(browser, "stay")

    assert "起不记新分" in page
    assert (await file(scene, "H1")).state == "open"


async def test_nobody_takes_a_step_on_another_s_file(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        assert (await step(browser, "merge", other="H2")).status_code == 303
        other = await step(browser, "drop", code="H3", change="1")
        none = await step(browser, "explode")
        unknown = await step(browser, "merge", code="H77\0")
    async with desk.signed_in("wang") as browser:
        worker = await browser.post(f"{FILE}/drop", data={"code": "H1", "change": "1"})
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["chen"]))
        role.area, role.role = "DB", "officer"
        await touch_revision(session)
    async with desk.signed_in("chen") as browser:
        page = await browser.get("/console/points/household")
        elsewhere = page.text.split('name="form_token" value="')[1].split('"')[0]
        form = {"form_token": elsewhere, "code": "H1", "change": "1"}
        foreign = await browser.post(f"{FILE}/drop", data=form)

    assert [one.status_code for one in (other, none, unknown, worker, foreign)] == [
        404, 404, 404, 403, 404,
    ]  # fmt: skip


async def test_every_step_is_on_record(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        await step(browser, "merge", other="H2")
        await step(browser, "agree", change="1", side="giving", who="陈桂兰")
        await step(browser, "agree", change="1", side="other", who="李明")
        await step(browser, "do", change="1")
        closed = (await browser.get(FILE, params={"q": "H1"})).text

    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow.act).where(AuditRow.subject == "household/H1").order_by(AuditRow.id)
        )
        acts = [act for act in rows if act != "household.seen"]
    assert acts[-4:] == [
        "household.change_proposed", "household.agreed", "household.agreed", "household.merge",
    ]  # fmt: skip
    assert "并到H2,以前的记录留在这里" in closed
    assert "分出一户" not in closed


async def test_the_page_with_its_steps_can_be_used_by_everybody(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        await step(browser, "merge", other="H2")
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(f"{address}{FILE}?q=H1")
        wrong = await faults(page)

    assert wrong == []
