"""Who may be called what in a web group."""

import re

import pytest
from sqlalchemy import select

from storage.people import PersonRow, RoleRow
from storage.web import WebAccountRow
from tests.bot.channels.courtyard import Courtyard, say, shown
from tests.handlers.scene import GROUP, MORNING, build

LAMP = "3栋2单元楼道灯坏了三天了"


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


@pytest.mark.parametrize("name", ["", "   ", "13812345678", "\u200b", "🌸"])
async def test_without_a_name_nobody_enters_and_the_page_says_what_is_missing(yard, name):
    answer = await entering(yard, name)

    assert answer.status_code == 422
    assert "请写一个邻居认得出的称呼" in answer.text


@pytest.mark.parametrize(
    "name",
    ["呼应", "呼\u200b应", "\u202e呼应", "呼 应", "呼應", "huying", "王格", "网格员", "網格員小王",
     "ｏｆｆｉｃｅｒ", "社区工作人员", "Grid worker", "机器人"],
)  # fmt: skip
async def test_nobody_enters_as_huying_or_staff_and_hears_kindly_why(yard, name):
    answer = await entering(yard, name)

    assert answer.status_code == 422
    assert "邻居会认错人。请换一个" in answer.text
    assert await yard.rows(select(WebAccountRow.id)) == []


async def test_a_refused_name_stands_in_the_field_to_be_changed(yard):
    answer = await entering(yard, "王格")

    assert re.search(r'<input[^>]*value="王格"[^>]*autofocus', answer.text)


async def test_a_neighbour_may_be_called_like_a_volunteer_who_lives_there(yard):
    async with yard.scene.database.transaction() as session:
        person = PersonRow(name="钱大妈", created_at=MORNING)
        session.add(person)
        await session.flush()
        session.add(RoleRow(person_id=person.id, role="volunteer", area="XL"))

    assert (await entering(yard, "钱大妈")).headers["location"] == f"/c/{GROUP}"


async def test_huyings_lines_carry_a_badge_that_no_nickname_can(yard):
    async with yard.neighbour("b 机器 b") as browser:
        await say(browser, LAMP)
        page = await shown(browser, "编号")

    lines = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert [('class="badge">机器人<' in line) for line in lines] == [False, True]


async def entering(yard, name):
    async with yard.browser() as browser:
        link = await yard.link()
        await browser.get(link)
        answer = await browser.post(link, data={"nickname": name})
        if answer.status_code == 422:
            assert (await browser.get(f"/c/{GROUP}")).status_code == 404
        return answer
