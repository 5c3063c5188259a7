"""One announcement's page: whom it reached, who confirmed it, and what is taken back or mended."""

import pytest
from sqlalchemy import select

from storage.announcements import AnnouncementRow
from storage.people import IdentityRow
from tests.console.announcing import ALL, STOP, look, send
from tests.console.desk import field, post
from tests.handlers.announcing import announced, became, neighbours
from tests.handlers.scene import GROUP


@pytest.fixture
async def office(scene, desk):
    await neighbours(scene)
    return desk


async def test_another_desk_sees_and_touches_nothing_of_ours(scene, office):
    number = await announced(scene, "sun", STOP)
    async with office.signed_in("qian") as browser:
        listed = await browser.get(ALL)
        assert STOP not in listed.text
        assert (await browser.get(f"{ALL}/{number}")).status_code == 404
        token = field(listed, "form_token")
        for verb in ("recall", "correct", "remind"):
            answer = await browser.post(
                f"{ALL}/{number}/{verb}", data={"form_token": token, "words": "x"}
            )
            assert answer.status_code == 404, verb
    async with office.signed_in("boss") as browser:
        assert STOP in (await browser.get(ALL)).text

    assert await scene.rows(op="delete") == []


async def test_one_page_tells_group_by_group_what_became_of_it_and_the_figures_add_up(
    scene, office
):
    number = await announced(scene, "boss", STOP, ["all"])
    await became(scene, number, state="unreachable", where={"chat": GROUP},
                 why="Forbidden: bot was kicked from the supergroup chat")  # fmt: skip
    await became(scene, number, state="unknown", where={"chat": "lx"}, why="timeout")

    async with office.signed_in("boss") as browser:
        page = (await browser.get(f"{ALL}/{number}")).text
        listed = (await browser.get(ALL)).text

    assert "一共3处" in page
    assert all(words in page for words in ("已送到1", "没有送到1", "不确定送到没有1"))
    assert "群或账号已经不在" in page
    assert "平台没有回话" in page
    assert "没送到或不确定2" in listed
    assert "bot was kicked" not in page


async def test_people_who_cannot_be_reached_are_left_for_a_human_and_linked(scene, office):
    async with scene.database.transaction() as session:
        await scene.serves(session, "mo", "莫愿", "volunteer", "XL")
        row = await session.scalar(select(IdentityRow).where(IdentityRow.account == "mo"))
        row.private_chat = None
    async with office.signed_in("sun") as browser:
        shown = await look(browser, to="volunteer", areas=["XL"])
        assert "没有和呼应私聊过" in shown.text
        answer = await send(browser, to="volunteer", areas=["XL"])
        page = (await browser.get(answer.headers["location"])).text
        assert "等人转告1" in page
        assert 'href="/console/sending"' in page
        assert STOP in (await browser.get("/console/sending")).text
    async with office.signed_in("qian") as browser:
        assert STOP not in (await browser.get("/console/sending")).text


async def test_who_confirmed_is_listed_and_who_not_is_reminded_once(scene, office):
    number = await announced(scene, "sun", STOP, to="grid_worker", receipt=True)
    await scene.press("wang", "收到")
    async with office.signed_in("sun") as browser:
        page = await browser.get(f"{ALL}/{number}")
        assert "私下1位说收到,1位还没有" in page.text
        assert "还没有的:赵格" in page.text
        await post(browser, page, f"{ALL}/{number}/remind")
        await scene.deliver()
        again = await browser.get(f"{ALL}/{number}")
        assert "提醒过一次" in again.text
        assert f"{ALL}/{number}/remind" not in again.text
        answer = await post(browser, page, f"{ALL}/{number}/remind", once="other")
        assert answer.status_code == 409

    assert len([line for line in await scene.heard("zhao") if "还没看到您回" in line]) == 1


async def test_taken_back_each_place_says_what_became_of_it(scene, office):
    number = await announced(scene, "sun", STOP)
    await became(scene, number, state="unknown", where={"chat": "lx"}, why="timeout")
    async with office.signed_in("sun") as browser:
        page = await browser.get(f"{ALL}/{number}")
        await post(browser, page, f"{ALL}/{number}/recall", how="")
        await scene.deliver()
        after = await browser.get(f"{ALL}/{number}")
        again = await post(browser, page, f"{ALL}/{number}/recall", how="", once="other")

    assert "已删除" in after.text
    assert "撤不回" in after.text
    assert again.status_code == 409
    assert "已经撤回了" in again.text
    assert len(await scene.rows(op="delete")) == 1


async def test_a_wrong_word_is_mended_and_a_refusal_keeps_what_was_typed(scene, office):
    number = await announced(scene, "sun", STOP)
    async with office.signed_in("sun") as browser:
        page = await browser.get(f"{ALL}/{number}")
        await post(browser, page, f"{ALL}/{number}/correct", words="后天停水")
        await scene.deliver()
        assert "后天停水" in (await browser.get(f"{ALL}/{number}")).text
        refused = await post(browser, page, f"{ALL}/{number}/correct", words="  ", once="b")
        assert refused.status_code == 409

    assert {row.text for row in await scene.rows(op="edit")} == {"后天停水"}


@pytest.mark.parametrize(
    "path",
    [
        "/0",
        "/999999999",
        "/99999999999999999999",
        "/photos/99999999999999999999",
        "/1/nothing",
        "/photos/0",
        "?before=x",
        "?before=9",
    ],
)
async def test_addresses_that_lead_nowhere_say_so(scene, office, path):
    async with office.signed_in("sun") as browser:
        answer = await browser.get(ALL + path)

    assert answer.status_code == {"?": 200}.get(path[0], 405 if "nothing" in path else 404)


async def test_more_than_a_page_goes_on_on_the_next(scene, office):
    async with scene.database.transaction() as session:
        for number in range(52):
            session.add(AnnouncementRow(text=f"第{number}条", audience=["XL"], to="groups", community="XL",
                                        at=scene.now, created_at=scene.now, facts={}))  # fmt: skip
    async with office.signed_in("sun") as browser:
        first = (await browser.get(ALL)).text
        assert "第51条" in first
        assert "第1条" not in first
        second = (await browser.get(f"{ALL}?before=3")).text

    assert "第1条" in second
    assert "第2条" not in second
