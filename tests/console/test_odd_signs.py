"""Signs that no database keeps, or that turn a line around: in addresses and in forms."""

from console.app import PAGES
from tests.console.desk import post

LAMP = "3栋2单元楼道灯坏了三天了"
ONE = "/console/tickets/1"
QUERY = ("q", "area", "owner", "category", "place", "micro", "since", "kind", "list", "state", "community",
         "first", "last", "of", "group", "who", "what", "day", "person", "tickets", "code", "locale",
         "where", "part", "before", "role")  # fmt: skip
FORMS = (
    ("note", {"words": "看\0过"}), ("move", {"words": "2栋\0"}), ("merge", {"words": "1\0"}),
    ("recategorise", {"kind": "complaint\0", "choice": "\0"}), ("reply", {"words": "好\0的"}),
    ("hand_over", {"person": "1\0", "words": "\0"}), ("decline", {"words": "请找\0电力公司"}),
)  # fmt: skip
PLAIN = sorted({page.path for page in PAGES if "GET" in page.methods and "{" not in page.path})


async def test_a_sign_that_no_database_keeps_is_no_fault_in_an_address(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("boss") as browser:
        answers = {
            path: (await browser.get(path, params=dict.fromkeys(QUERY, "灯\0'"))).status_code
            for path in PLAIN
        }

    assert {path: status for path, status in answers.items() if status >= 500} == {}


async def test_nor_in_a_form(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        for verb, given in FORMS:
            page = await browser.get(ONE)
            answer = await post(browser, page, f"{ONE}/{verb}", **given)
            assert answer.status_code in (303, 409), verb
        shown = await browser.get(ONE)

    assert "看过" in shown.text
    assert "\0" not in shown.text
