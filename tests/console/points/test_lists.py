"""The month's list: public for seven days at an address that nobody guesses, then gone; and on A4."""

from datetime import timedelta

from sqlalchemy import select

from storage.points.lists import PublicityListRow
from storage.points.tables import HouseholdRow
from tests.console.desk import field, post
from tests.console.screens import DESKTOP, PHONE, beside, faults
from tests.handlers.points.homes import LI, ZHANG, ZHOU, has, told
from tests.handlers.points.test_publicity import LISTED, earned, until

LISTS, OBJECTIONS = "/console/points/lists", "/console/points/objections"


async def shown(scene, desk):
    await earned(scene, LI, ZHANG, ZHOU)
    await until(scene, LISTED)
    desk.clock.at = scene.now
    async with scene.database.reading() as session:
        return await session.scalar(select(PublicityListRow))


async def test_anybody_reads_the_list_with_masked_names_and_the_books_own_total(homes, desk):
    made = await shown(homes, desk)
    async with desk.browser() as browser:
        page = await browser.get(f"/publicity/{made.token}")

    assert page.status_code == 200
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert "西流湾社区2026年12月积分公示" in page.text
    assert "金桂园3栋·陈*" in page.text
    assert "金桂园5栋·欧阳*" in page.text
    for hidden in ("桂兰", "欧阳明", "H1", "form_token"):
        assert hidden not in page.text
    held = [await has(homes, home) for home in ("H1", "H2", "H3")]
    assert f"共{sum(public for _, public in held)}分" in page.text


async def test_two_households_of_one_house_and_surname_are_two(homes, desk):
    async with homes.database.transaction() as session:
        (await session.get(HouseholdRow, "H3")).name = "陈红"
    made = await shown(homes, desk)
    async with desk.browser() as browser:
        page = await browser.get(f"/publicity/{made.token}")

    assert page.text.count("金桂园3栋·陈*") == 2
    assert "3户 · 3条" in page.text


async def test_after_its_seven_days_the_page_is_gone(homes, desk):
    made = await shown(homes, desk)
    async with desk.browser() as browser:
        await until(homes, LISTED + timedelta(days=6), hour=23)
        desk.clock.at = homes.now
        last = await browser.get(f"/publicity/{made.token}")
        await until(homes, LISTED + timedelta(days=7), hour=0)
        desk.clock.at = homes.now
        over = await browser.get(f"/publicity/{made.token}")

    assert (last.status_code, over.status_code) == (200, 404)
    assert "陈" not in over.text


async def test_an_address_that_somebody_makes_up_shows_nothing(homes, desk):
    made = await shown(homes, desk)
    async with desk.browser() as browser:
        for token in (made.token[:-1], "1", "x" * 5000, "%00"):
            answer = await browser.get(f"/publicity/{token}")
            assert answer.status_code == 404
    assert len(made.token) >= 32


async def test_the_office_prints_what_the_public_reads(homes, desk):
    made = await shown(homes, desk)
    async with desk.signed_in("sun") as browser:
        listed = await browser.get(LISTS)
        page = await browser.get(f"{LISTS}/{made.id}")
    async with desk.signed_in("wang") as browser:
        worker = await browser.get(f"{LISTS}/{made.id}")

    assert f"{LISTS}/{made.id}" in listed.text
    assert "公示期:2027-01-04 至 2027-01-10" in page.text
    assert "陈*" in page.text
    assert "陈桂兰" not in page.text
    assert worker.status_code == 403


async def test_whoever_comes_to_the_desk_objects_there_and_is_answered_at_home(homes, desk):
    made = await shown(homes, desk)
    at = f"{LISTS}/{made.id}"
    async with desk.signed_in("sun") as browser:
        page = await browser.get(at)
        given = {"line": "1", "home": "没有这家", "words": "那天她在外地"}
        nobody = await post(browser, page, f"{at}/object", **given)
        wrong = await post(browser, page, f"{at}/object", **given | {"home": "H2", "line": "9"})
        unread = await post(
            browser, page, f"{at}/object", **given | {"home": "H2", "line": "下面那个"}
        )
        taken = await post(browser, page, f"{at}/object", **given | {"home": "欧阳明"})
        queue = await browser.get(OBJECTIONS)
    await homes.wait(minutes=1)

    assert "没有找到" in nobody.text
    assert "没有第9条" in wrong.text
    assert "写个数字" in unread.text
    assert 'value="那天她在外地"' in wrong.text
    assert taken.status_code == 303
    assert "H2:那天她在外地" in queue.text
    assert "有疑问" in await told(homes, LI)
    assert all("异议" not in text for text in await homes.heard(ZHANG))


async def test_nobody_objects_at_the_desk_when_the_list_is_over_or_another_s(homes, desk):
    made = await shown(homes, desk)
    at = f"{LISTS}/{made.id}"
    async with desk.signed_in("wang") as browser:
        worker = await browser.post(f"{at}/object", data={"line": "1"})
    await until(homes, LISTED + timedelta(days=8))
    desk.clock.at = homes.now
    async with desk.signed_in("sun") as browser:
        page = await browser.get(at)
        form = {"form_token": field(page, "form_token"), "once": "o", "line": "1", "home": "H2",
                "words": "那天她在外地"}  # fmt: skip
        late = await browser.post(f"{at}/object", data=form)

    assert worker.status_code == 403
    assert f"{at}/object" not in page.text
    assert "不在公示期里" in late.text


async def test_an_objection_is_decided_by_the_group_on_its_page(homes, desk):
    await shown(homes, desk)
    await homes.say(ZHANG, "第1条不对,他没来", group=False)
    async with desk.signed_in("sun") as browser:
        for name, household in (("刘姨", ""), ("孔师傅", ""), ("马叔", ""), ("田老师", "H1")):
            page = await browser.get(OBJECTIONS)
            given = {"name": name, "household": household}
            await post(browser, page, f"{OBJECTIONS}/group", **given)
        page = await browser.get(OBJECTIONS)
        wrong = await post(
            browser, page, f"{OBJECTIONS}/1/decide", sat=["1", "2", "4"], outcome="cancelled",
            reason="没有签到",
        )  # fmt: skip
        answer = await post(
            browser, page, f"{OBJECTIONS}/1/decide", sat=["1", "2", "3"], outcome="cancelled",
            reason="没有签到",
        )  # fmt: skip
        after = await browser.get(OBJECTIONS)

    assert "他没来" in page.text
    assert wrong.status_code == 409
    assert "回避" in wrong.text
    assert answer.status_code == 303
    assert "没有签到" in after.text
    assert await has(homes, "H1") == (0, 0)
    async with desk.signed_in("sun") as browser:
        shown_now = await browser.get(f"{LISTS}/1")
    assert "已取消" in shown_now.text
    assert "共6分" in shown_now.text  # what the books hold, without the cancelled one


async def test_whoever_leaves_the_group_is_forgotten(homes, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(OBJECTIONS)
        await post(browser, page, f"{OBJECTIONS}/group", name="刘姨", household="")
        again = await post(
            browser, await browser.get(OBJECTIONS), f"{OBJECTIONS}/group", name="刘姨"
        )
        page = await browser.get(OBJECTIONS)
        await post(browser, page, f"{OBJECTIONS}/group/1")
        after = await browser.get(OBJECTIONS)

    assert again.status_code == 409
    assert "刘姨" in page.text
    assert "刘姨" not in after.text


async def test_the_public_page_can_be_read_by_everybody(homes, desk):
    made = await shown(homes, desk)
    async with beside(desk) as (browser, address):
        wrong = []
        for size in (PHONE, DESKTOP):
            page = await (await browser.new_context(bypass_csp=True, viewport=size)).new_page()
            await page.goto(f"{address}/publicity/{made.token}")
            wrong += await faults(page)

    assert wrong == []
