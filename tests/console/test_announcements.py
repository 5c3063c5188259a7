"""Announcements on the office's pages: looked at first, sent once, followed, taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from storage.announcements import AnnouncementRow
from storage.chats import ChatRow
from storage.outbox import OutboxRow
from storage.people import IdentityRow
from storage.tickets.tables import AttachmentRow
from tests.console.desk import field, post
from tests.handlers.announcing import OTHER, announced, became, neighbours
from tests.handlers.scene import GROUP

ALL, NEW = "/console/announcements", "/console/announcements/new"
STOP = "明天上午检修水管,九点到十一点停水"


@pytest.fixture
async def office(scene, desk):
    await neighbours(scene)
    return desk


def _png():
    data = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG")
    return {"photos": ("pipe.png", data.getvalue(), "image/png")}


FILLED = {"words": STOP, "codes": ["XL"], "areas": [], "to": "groups", "when": "now", "at": "",
          "receipt": "", "follows": "", "no_photo": ""}  # fmt: skip
"""The form as somebody leaves it who ticks one box."""


async def _look(browser, **given):
    return await post(browser, await browser.get(NEW), ALL, **FILLED | {"step": "look"} | given)


async def _press_send(browser, shown, **given):
    return await post(browser, shown, ALL, **FILLED | {"step": "send"} | given)


async def _send(browser, **given):
    shown = await _look(browser, **given)
    assert shown.status_code == 200, shown.text
    return await _press_send(browser, shown, **given)


async def _with_photo(browser, words=STOP, photo=None):
    page = await browser.get(NEW)
    hidden = {name: field(page, name, form=ALL) for name in ("form_token", "once", "seen")}
    given = FILLED | hidden | {"words": words, "step": "look"}
    return await browser.post(ALL, data=given, files=photo or _png())


async def _count(scene, table=OutboxRow):
    async with scene.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_it_is_looked_at_and_only_then_sent(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await _look(browser)

        assert "会发到2个群" in shown.text
        assert "网页聊天" in shown.text
        assert "按下去马上发" in shown.text
        assert await _count(scene) == 0
        assert await _count(scene, AnnouncementRow) == 0
        answer = await _press_send(browser, shown)
        await scene.deliver()

        assert answer.status_code == 303
        page = await browser.get(answer.headers["location"])
    assert "一共2处" in page.text
    assert "已送到2" in page.text
    assert await scene.in_group() == [STOP]
    assert await scene.rows(chat=OTHER) == []


async def test_the_same_form_sent_twice_is_sent_once(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await _look(browser)
        for _ in range(3):
            answer = await _press_send(browser, shown)
            assert answer.status_code == 303

    assert await _count(scene, AnnouncementRow) == 1
    assert len(await scene.rows(chat=GROUP)) == 1


@pytest.mark.parametrize(
    "changed",
    [{"words": "今晚停电"}, {"codes": ["lx"]}, {"receipt": "1"}, {"when": "at", "at": "2026-12-02T09:00"},
     {"to": "grid_worker", "areas": ["XL"]}],
)  # fmt: skip
async def test_what_was_changed_after_the_preview_is_looked_at_again(scene, office, changed):
    async with office.signed_in("sun") as browser:
        shown = await _look(browser)
        again = await _press_send(browser, shown, **changed)
        assert again.status_code == 200
        assert "发出去是这样" in again.text
        assert await _count(scene) == 0

        answer = await _press_send(browser, again, **changed)

    assert answer.status_code == 303
    assert await _count(scene, AnnouncementRow) == 1


async def test_without_a_look_nothing_is_sent(scene, office):
    async with office.signed_in("sun") as browser:
        page = await browser.get(NEW)
        answer = await _press_send(browser, page)

    assert answer.status_code == 200
    assert await _count(scene) == 0


async def test_a_photo_is_shown_in_the_preview_and_goes_along(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await _with_photo(browser)
        assert shown.status_code == 200
        number = field(shown, "photo", form=ALL)
        picture = await browser.get(f"{ALL}/photos/{number}")
        assert picture.headers["content-type"] == "image/jpeg"
        assert "照片和字在一条里" in shown.text
        answer = await _press_send(browser, shown)

        assert answer.status_code == 303
    [row] = await scene.rows(chat=GROUP)
    assert row.attachments == [{"id": int(number)}]
    async with office.signed_in("qian") as browser:
        assert (await browser.get(f"{ALL}/photos/{number}")).status_code == 404


async def test_what_is_no_picture_is_refused_and_the_words_stay(scene, office):
    async with office.signed_in("sun") as browser:
        answer = await _with_photo(browser, photo={"photos": ("x.png", b"no", "image/png")})

    assert answer.status_code == 409
    assert STOP in answer.text
    assert await _count(scene) == 0


async def test_a_photo_of_somebodys_matter_is_no_photo_of_an_announcement(scene, office):
    async with scene.database.transaction() as session:
        session.add(AttachmentRow(ticket_id=None, channel="web", ref="media/aa/x.jpg", kind="photo",
                                  path="media/aa/x.jpg", at=scene.now))  # fmt: skip
    async with office.signed_in("boss") as browser:
        assert (await browser.get(f"{ALL}/photos/1")).status_code == 404
        shown = await _look(browser, photo="1")
        await _press_send(browser, shown, photo="1")

    assert [row.attachments for row in await scene.rows(chat=GROUP)] == [[]]


async def test_words_too_long_for_a_caption_are_said_to_be_two_messages(scene, office):
    async with scene.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=scene.now))  # fmt: skip
    async with office.signed_in("sun") as browser:
        shown = await _with_photo(browser, "停水通知,请提前接水。" * 120)

    assert "先发照片,再发字" in shown.text
    assert shown.text.count("照片和字在一条里") == 1  # the web chat
    assert "照片要另外发" in shown.text  # what is copied for WeChat


async def test_at_night_the_preview_names_the_morning(scene, office):
    office.clock.at = scene.now = scene.now + timedelta(hours=12)
    async with office.signed_in("sun") as browser:
        shown = await _look(browser)

        answer = await _press_send(browser, shown)
        page = (await browser.get(answer.headers["location"])).text

    assert "现在是休息时间" in shown.text
    assert "7:30" in shown.text
    assert "正在发2" in page
    assert "7:30发出" in page
    assert "已发出" not in page


@pytest.mark.parametrize(
    ("words", "named"), [("3栋2单元1701请来拿", "门牌"), ("找13800001234", "号码"), (STOP, "")]
)
async def test_what_may_be_somebody_s_own_is_pointed_out_before_it_is_sent(
    scene, office, words, named
):
    async with office.signed_in("sun") as browser:
        shown = (await _look(browser, words=words)).text

    assert ("里面像是有" in shown) is bool(named)
    assert named in shown


async def test_a_plan_for_later_waits_and_can_be_taken_back(scene, office):
    async with office.signed_in("sun") as browser:
        answer = await _send(browser, when="at", at="2026-12-02T09:00")
        where = answer.headers["location"]
        assert "还没到时间" in (await browser.get(where)).text
        await post(browser, await browser.get(where), f"{where}/recall")
        assert "已撤回" in (await browser.get(where)).text
    await scene.wait(days=2)

    assert await scene.in_group() == []


@pytest.mark.parametrize(
    "at", ["", "gestern", "2020-01-01T09:00", "9999-12-31T23:59", "2026-12-02"]
)
async def test_a_time_that_is_none_or_over_is_refused(scene, office, at):
    async with office.signed_in("sun") as browser:
        answer = await _look(browser, when="at", at=at)

    if at != "2026-12-02":
        assert answer.status_code == 409
        assert "以后的日子和时间" in answer.text
    assert await _count(scene) == 0


@pytest.mark.parametrize(
    "given",
    [{"codes": ["DH"]}, {"codes": [OTHER]}, {"codes": ["XL", "DH"]}, {"codes": []},
     {"codes": ["nowhere"]}, {"to": "chief", "areas": ["DH"]}, {"to": "manager", "areas": ["XL"]},
     {"codes": ["x" * 10_000]}, {"words": "\0"}],
)  # fmt: skip
async def test_nobody_writes_to_others_or_to_nobody(scene, office, given):
    async with office.signed_in("sun") as browser:
        answer = await _look(browser, **given)
        await _press_send(browser, answer, **given)

    if "manager" not in given.values():
        assert answer.status_code == 409
        assert await _count(scene, AnnouncementRow) == 0
    assert await scene.rows(chat=OTHER) == []


async def test_the_form_offers_ones_own_groups_and_areas_alone(scene, office):
    async with office.signed_in("sun") as browser:
        page = (await browser.get(NEW)).text
    assert "金桂园居民群" in page
    assert "第一网格" in page
    assert "银湖群" not in page
    assert "东湖社区" not in page
    async with office.signed_in("boss") as browser:
        assert "银湖群" in (await browser.get(NEW)).text


async def test_a_group_without_a_name_of_its_own_can_be_ticked(scene, office):
    async with scene.database.transaction() as session:
        session.add(ChatRow(channel="web", chat="tied", code=None, name="新群", place="JGY",
                            bound_at=scene.now))  # fmt: skip
        await session.flush()
        number = await session.scalar(select(ChatRow.id).where(ChatRow.chat == "tied"))
    async with office.signed_in("sun") as browser:
        await _send(browser, codes=[f"chat/{number}"])

    assert len(await scene.rows(chat="tied")) == 1
    assert await scene.rows(chat=GROUP) == []


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
        shown = await _look(browser, to="volunteer", areas=["XL"])
        assert "没有和呼应私聊过" in shown.text
        answer = await _send(browser, to="volunteer", areas=["XL"])
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
