"""Announcements on the office's pages: looked at first, sent once, followed, taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage.announcements import AnnouncementRow
from storage.chats import ChatRow
from storage.outbox import OutboxRow
from storage.tickets.tables import AttachmentRow
from tests.console.announcing import ALL, NEW, STOP, look, press_send, send, with_photo
from tests.console.desk import field, post
from tests.handlers.announcing import OTHER, neighbours
from tests.handlers.rosters.watch import at, published
from tests.handlers.scene import GROUP


@pytest.fixture
async def office(scene, desk):
    await neighbours(scene)
    return desk


async def _count(scene, table=OutboxRow):
    async with scene.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_it_is_looked_at_and_only_then_sent(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await look(browser)

        assert "会发到2个群" in shown.text
        assert "网页聊天" in shown.text
        assert "按下去马上发" in shown.text
        assert await _count(scene) == 0
        assert await _count(scene, AnnouncementRow) == 0
        answer = await press_send(browser, shown)
        await scene.deliver()

        assert answer.status_code == 303
        page = await browser.get(answer.headers["location"])
    assert "一共2处" in page.text
    assert "已送到2" in page.text
    assert await scene.in_group() == [STOP]
    assert await scene.rows(chat=OTHER) == []


async def test_the_same_form_sent_twice_is_sent_once(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await look(browser)
        for _ in range(3):
            answer = await press_send(browser, shown)
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
        shown = await look(browser)
        again = await press_send(browser, shown, **changed)
        assert again.status_code == 200
        assert "发出去是这样" in again.text
        assert await _count(scene) == 0

        answer = await press_send(browser, again, **changed)

    assert answer.status_code == 303
    assert await _count(scene, AnnouncementRow) == 1


async def test_without_a_look_nothing_is_sent(scene, office):
    async with office.signed_in("sun") as browser:
        page = await browser.get(NEW)
        answer = await press_send(browser, page)

    assert answer.status_code == 200
    assert await _count(scene) == 0


async def test_a_photo_is_shown_in_the_preview_and_goes_along(scene, office):
    async with office.signed_in("sun") as browser:
        shown = await with_photo(browser)
        assert shown.status_code == 200
        number = field(shown, "photo", form=ALL)
        picture = await browser.get(f"{ALL}/photos/{number}")
        assert picture.headers["content-type"] == "image/jpeg"
        assert "照片和字在一条里" in shown.text
        answer = await press_send(browser, shown)

        assert answer.status_code == 303
    [row] = await scene.rows(chat=GROUP)
    assert row.attachments == [{"id": int(number)}]
    async with office.signed_in("qian") as browser:
        assert (await browser.get(f"{ALL}/photos/{number}")).status_code == 404


async def test_what_is_no_picture_is_refused_and_the_words_stay(scene, office):
    async with office.signed_in("sun") as browser:
        answer = await with_photo(browser, photo={"photos": ("x.png", b"no", "image/png")})

    assert answer.status_code == 409
    assert STOP in answer.text
    assert await _count(scene) == 0


async def test_a_photo_of_somebodys_matter_is_no_photo_of_an_announcement(scene, office):
    async with scene.database.transaction() as session:
        session.add(AttachmentRow(ticket_id=None, channel="web", ref="media/aa/x.jpg", kind="photo",
                                  path="media/aa/x.jpg", at=scene.now))  # fmt: skip
    async with office.signed_in("boss") as browser:
        assert (await browser.get(f"{ALL}/photos/1")).status_code == 404
        shown = await look(browser, photo="1")
        await press_send(browser, shown, photo="1")

    assert [row.attachments for row in await scene.rows(chat=GROUP)] == [[]]


async def test_words_too_long_for_a_caption_are_said_to_be_two_messages(scene, office):
    async with scene.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=scene.now))  # fmt: skip
    async with office.signed_in("sun") as browser:
        shown = await with_photo(browser, "停水通知,请提前接水。" * 120)

    assert "先发照片,再发字" in shown.text
    assert shown.text.count("照片和字在一条里") == 1  # the web chat
    assert "照片要另外发" in shown.text  # what is copied for WeChat


async def test_at_night_the_preview_names_the_morning(scene, office):
    office.clock.at = scene.now = scene.now + timedelta(hours=12)
    async with office.signed_in("sun") as browser:
        shown = await look(browser)

        answer = await press_send(browser, shown)
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
        shown = (await look(browser, words=words)).text

    assert ("里面像是有" in shown) is bool(named)
    assert named in shown


async def test_a_plan_for_later_waits_and_can_be_taken_back(scene, office):
    async with office.signed_in("sun") as browser:
        answer = await send(browser, when="at", at="2026-12-02T09:00")
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
        answer = await look(browser, when="at", at=at)

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
        answer = await look(browser, **given)
        await press_send(browser, answer, **given)

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
        await send(browser, codes=[f"chat/{number}"])

    assert len(await scene.rows(chat="tied")) == 1
    assert await scene.rows(chat=GROUP) == []


async def test_four_thousand_signs_go_whole_and_far_more_are_refused_with_their_number(
    scene, office
):
    long = "长" * 3999 + "。"
    more = long * 2 + "尾"
    async with office.signed_in("sun") as browser:
        await send(browser, words=long)
        await scene.deliver()
        assert await scene.in_group() == [long]
        shown = await look(browser, words=more)

    assert shown.status_code == 409
    assert "太长了:8001个字,最多8000个。" in shown.text
    assert f"{more}</textarea>" in shown.text
    assert 'maxlength="2000"' not in shown.text  # a browser would cut what is pasted


async def test_a_correction_that_is_too_long_is_refused_and_not_cut(scene, office):
    async with office.signed_in("sun") as browser:
        where = (await send(browser)).headers["location"]
        await scene.deliver()
        page = await browser.get(where)
        shown = await post(browser, page, f"{where}/correct", words="改" * 8001)
        await scene.deliver()

    assert shown.status_code == 409
    assert "8001个字" in shown.text
    assert await scene.in_group() == [STOP]


async def test_without_anybody_ticked_it_is_asked_whom_it_is_for(office):
    async with office.signed_in("sun") as browser:
        nobody = await look(browser, codes=[])
        none_there = await look(browser, codes=[], to="volunteer", areas=["XL-1"])

    assert "请选一下发给谁。" in nobody.text
    assert "没有找到“XL-1”" not in none_there.text  # the office knows it by its name
    assert "没有找到“" in none_there.text


async def test_the_preview_tells_how_many_are_at_a_post(scene, office):
    await published(scene, "值班室 8:00-16:00 1人", people=("zhao",), put=[("zhao", "值班室", 8)])
    await at(scene, 5, 9)
    office.clock.at = scene.now
    async with office.signed_in("sun") as browser:
        shown = await look(browser, codes=[], to="on_duty", areas=["XL"])

    assert "其中1位按值班表那时在岗,夜里也马上送到" in shown.text
