"""The steps on a household's file: written down, agreed to, done; by the staff of its community only."""

from tests.console.points.test_households import FILE
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.points.homes import has
from tests.handlers.points.test_files import file
from tests.handlers.shopping import open_shop


async def step(browser, verb, **form):
    return await browser.post(f"{FILE}/{verb}", data={"code": "H1", **form})


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


async def test_moving_away_is_shown_on_the_file_and_can_be_called_off(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        today = scene.community.calendar.day_of(scene.now).isoformat()
        await step(browser, "leave", day=today)
        page = (await browser.get(FILE, params={"q": "H1"})).text
        await step(browser, "stay")

    assert "起不记新分" in page
    assert (await file(scene, "H1")).state == "open"


async def test_nobody_from_elsewhere_takes_a_step(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        assert (await step(browser, "merge", other="H2")).status_code == 303
        assert (
            await browser.post(f"{FILE}/drop", data={"code": "H3", "change": "1"})
        ).status_code == 404
        assert (await step(browser, "explode")).status_code == 404
        assert (await browser.post(f"{FILE}/merge", data={"code": "H77\0"})).status_code == 404
    async with desk.signed_in("wang") as browser:
        assert (await step(browser, "drop", change="1")).status_code == 403


async def test_the_page_with_its_steps_can_be_used_by_everybody(scene, tmp_path, desk):
    await open_shop(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        await step(browser, "merge", other="H2")
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(f"{address}{FILE}?q=H1")
        wrong = await faults(page)

    assert wrong == []
