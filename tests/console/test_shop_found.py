"""Who comes is found however it is typed; what was not found is said in words; nobody guesses codes."""

import pytest

from console.office import TRIES
from tests.console.desk import post
from tests.handlers.shopping import HOUSEHOLDS, open_shop, orders, placed, points, stock

SHOP, FILE = "/console/shop", "/console/points/household"
ROOMS = [
    ["code", "name", "kind", "parent"],
    ["LX/3", "3栋", "building", "LX"],
    ["JGY/3/2", "2单元", "unit", "JGY/3"],
    ["JGY/3/2/301", "301", "room", "JGY/3/2"],
]
HOMES = [
    HOUSEHOLDS[0],
    ["H1", "JGY/3/2/301", "陈桂兰", ""], *HOUSEHOLDS[2:], ["H4", "LX/3", "郑平", ""],
    ["H5", "JGY/3", "孟青", ""],
]  # fmt: skip


@pytest.fixture
async def shop(scene, desk, tmp_path):
    await open_shop(scene, tmp_path, places=ROOMS, households=HOMES)
    desk.clock.at = scene.now
    return scene


TYPED = (
    "3栋2单元301", "金桂园3栋2单元301", "h1", "Ｈ１", " H1 ", "陈桂兰", "３栋２单元３０１",
)  # fmt: skip


async def test_a_household_is_found_by_its_door_without_the_estate_and_in_either_width(shop, desk):
    async with desk.signed_in("sun") as browser:
        found = [(await browser.get(SHOP, params={"q": typed})).text for typed in TYPED]
        files = [(await browser.get(FILE, params={"q": typed})).text for typed in TYPED]

    assert all("household?code=H1" in page and "code=H4" not in page for page in found)
    assert all("H1 · 陈桂兰" in page for page in files)


async def test_a_door_that_several_estates_have_shows_each(shop, desk):
    async with desk.signed_in("boss") as browser:
        found = await browser.get(FILE, params={"q": "3栋"})

    assert f"{FILE}?q=H4" in found.text
    assert f"{FILE}?q=H5" in found.text


async def test_what_was_not_found_is_said_with_what_may_be_typed(shop, desk):
    async with desk.signed_in("sun") as browser:
        pages = [await browser.get(path, params={"q": "陈<桂"}) for path in (SHOP, FILE)]

    assert all("没有找到“陈&lt;桂”" in page.text for page in pages)
    assert all("户主全名、门牌(如3栋2单元301)或户号" in page.text for page in pages)


@pytest.mark.parametrize(
    ("home", "told"),
    [("没这家", "没有找到“没这家”这一户"), ("李明", "“李明”不止一户,请写户号")],
)
async def test_a_claim_for_a_household_that_is_not_clear_names_what_was_typed(
    scene, desk, tmp_path, home, told
):
    await open_shop(scene, tmp_path, households=[*HOUSEHOLDS, ["H9", "JGY/6", "李明", ""]])
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/points")
        answer = await post(
            browser, page, "/console/points", home=home, rule="+03", day="2026-12-20"
        )

    assert answer.status_code == 409
    assert told in answer.text


async def test_a_common_name_elsewhere_hides_nobody_here(scene, desk, tmp_path):
    areas = [
        ["code", "name", "kind", "parent", "covers"],
        ["DL", "东流社区", "community", "", "LX"],
    ]
    others = [[f"A{n:02}", "LX", "陈桂兰", ""] for n in range(12)]
    await open_shop(scene, tmp_path, areas=areas, households=[*HOUSEHOLDS, *others])
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        found = await browser.get(SHOP, params={"q": "陈桂兰"})

    assert "household?code=H1" in found.text
    assert "code=A0" not in found.text


async def test_six_digits_are_read_as_people_write_them(shop, desk):
    number = await placed(shop)
    await shop.say("li", "让邻居代领", group=False)
    code = (await orders(shop))[0].proxy_code
    wide = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    async with desk.signed_in("sun") as browser:
        found = [
            await browser.get(SHOP, params={"q": typed})
            for typed in (f" {code} ", wide, f"{code[:3]} {code[3:]}")
        ]

    assert {one.headers["location"] for one in found} == {f"{SHOP}/orders/{number}?code={code}"}


async def test_whoever_guesses_codes_must_wait_and_is_told_while_names_still_open(shop, desk):
    await placed(shop)
    await shop.say("li", "让邻居代领", group=False)
    code = (await orders(shop))[0].proxy_code
    wrong = [f"{n:06}" for n in range(TRIES + 1) if f"{n:06}" != code][:TRIES]
    async with desk.signed_in("sun") as browser:
        for guess in wrong:
            assert "没有找到" in (await browser.get(SHOP, params={"q": guess})).text
        right = await browser.get(SHOP, params={"q": code})
        named = await browser.get(SHOP, params={"q": "陈桂兰"})

    assert right.status_code == 200
    assert "试错太多次了" in right.text
    assert "household?code=H1" in named.text


async def test_pieces_in_full_width_are_pieces(shop, desk):
    home = f"{SHOP}/household?code=H1"
    async with desk.signed_in("sun") as browser:
        answer = await post(browser, await browser.get(home), home, **{"good-soap": "２"})

    assert answer.status_code == 303
    assert (await points(shop), await stock(shop, "soap")) == ((38, 30), (58, 2))
