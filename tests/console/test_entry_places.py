"""Where it is and whose it becomes, when somebody writes down what they were told."""

import re

from storage.places import PlaceRow, touch_revision
from tests.console.test_entry import LAMP, NEW, filed
from tests.handlers.wishing import household


async def three_more(scene):
    """A third building of the same number, in a grid that nobody of the estate looks after."""
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="LX/3", name="3栋", kind="building", parent="LX", aliases=[]))
        await touch_revision(session)


async def test_of_several_places_a_worker_s_own_is_meant_unless_another_is_chosen(scene, desk):
    await three_more(scene)
    read = await filed(desk, "wang", step="read")
    assert re.search(r'value="JGY/3" checked', read.text)
    assert 'value="LX/3"' in read.text

    await filed(desk, "wang")
    ticket = await scene.ticket()
    assert (ticket.place, ticket.owner_id) == ("JGY/3/2", scene.ids["wang"])

    await filed(desk, "wang", at="LX/3", text="3栋2单元的门禁坏了")
    assert (await scene.tickets())[-1].place.startswith("LX/3")


async def test_what_a_known_household_says_of_no_place_is_said_of_its_home(scene, desk):
    await household(scene, "XL-0007", place="JGY/3/2/501")
    chosen = {"who": "XL-0007", "caller": "household/XL-0007"}
    await filed(desk, text="家里的水管漏水了", **chosen)
    await filed(desk, text="6栋楼下水管漏水了", **chosen)

    at_home, elsewhere = await scene.tickets()
    assert (at_home.place, at_home.owner_id) == ("JGY/3/2/501", scene.ids["wang"])
    assert elsewhere.place == "JGY/6"


async def test_of_several_places_the_one_where_the_household_lives_is_meant(scene, desk):
    await three_more(scene)
    await household(scene, "XL-0007", place="LX/3/2/501")
    await filed(desk, who="XL-0007", caller="household/XL-0007")

    assert (await scene.ticket()).place.startswith("LX/3")


async def test_a_worker_is_told_the_date_of_what_went_to_the_desk_and_not_that_it_is_secret(
    scene, desk
):
    answer = await filed(desk, "wang", text="有人说水管漏水了,不知道在哪")
    async with desk.signed_in("wang") as browser:
        told = await browser.get(answer.headers["location"])
        page = await browser.get("/console/tickets/1")
    async with desk.signed_in("zhao") as browser:
        other = await browser.get(answer.headers["location"])

    assert page.status_code == 404
    assert "前会有人联系" in told.text
    assert "内容您这里看不到" not in told.text
    assert "前会有人联系" not in other.text


async def test_of_what_goes_elsewhere_nobody_says_that_it_is_secret(scene, desk):
    """Whoever may not read a ticket cannot tell from this page why, either."""
    await filed(desk, text="老公打我,我不敢回家")
    async with desk.signed_in("sun") as browser:
        hidden, elsewhere = [(await browser.get(f"{NEW}?filed={n}")).text for n in (1, 77)]

    for page in (hidden, elsewhere):
        assert "有人会联系,内容您这里看不到" in page
        assert "专人" not in page


async def test_what_is_pressed_reads_as_something_to_do_in_english(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", "en")
        form = re.sub(r"\s+", " ", (await browser.get(NEW)).text)
        sheet = (await browser.get("/console/tickets/1")).text

    assert "<h1>Register for somebody</h1>" in form
    assert ">Register it</button>" in form
    assert ">Merge</button>" in sheet
    assert "wrote down for somebody" not in form
