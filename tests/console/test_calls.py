"""The office's page of calls: who, what for, by when, and what came of them."""

from dataclasses import replace

from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.calls import CallRow
from storage.people import RoleRow
from storage.places import AreaRow, touch_revision
from storage.tickets.tables import AttachmentRow, TicketRow
from tests.console.desk import field, post

LAMP = "3栋楼道灯坏了三天了"
PAGE = "/console/calls"


async def test_the_page_shows_what_for_whom_by_when_and_which_ticket(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("li", "打电话帮我")
    await scene.say("zhang", "给我打个电话", group=False)

    async with desk.signed_in("sun") as browser:
        page, home = await browser.get(PAGE), await browser.get("/console")

    assert page.text.count("<b>想请人打个电话</b>") == 2
    assert '反映人(<a href="/console/tickets/1">0001</a> 金桂园3栋 楼道灯)' in page.text
    assert "一位居民" in page.text
    assert "12月1日(周二)上午11点前" in page.text
    assert "<b>2</b> 回电" in home.text


async def test_a_call_is_taken_made_and_gone_with_its_note_and_who_made_it(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("li", "打电话帮我")

    async with desk.signed_in("sun") as browser:
        taken = await post(browser, await browser.get(PAGE), f"{PAGE}/1/take")
        page = await browser.get(PAGE)
        made = await post(browser, page, f"{PAGE}/1/done", words="是二楼那盏,13800000001")
        after = await browser.get(PAGE)

    call = await the_call(scene)
    assert (taken.status_code, made.status_code) == (303, 303)
    assert "孙办在打" in page.text
    assert f'action="{PAGE}/1/take"' not in page.text
    assert "没有要打的电话" in after.text
    assert (call.state, call.done_by, call.note) == (
        "done", scene.ids["sun"], "是二楼那盏,138****",
    )  # fmt: skip
    assert any("是二楼那盏" in row.text for row in await scene.rows(chat="p.wang"))


async def test_whoever_was_slower_reads_why_and_changes_nothing(scene, desk):
    await scene.say("li", "打电话帮我", group=False)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await scene.press("liu", "我来打")
        answer = await post(browser, page, f"{PAGE}/1/take")

    assert answer.status_code == 409
    assert "已经有同志在打这个电话了" in answer.text
    assert (await the_call(scene)).taken_by == scene.ids["liu"]


async def test_the_office_of_another_community_neither_sees_nor_takes_it(scene, desk):
    await scene.say("li", "打电话帮我")
    await elsewhere(scene, "sun")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        token = field(await browser.get("/console"), "form_token")
        answer = await browser.post(f"{PAGE}/1/take", data={"form_token": token})

    assert "没有要打的电话" in page.text
    assert answer.status_code == 404


async def test_a_call_about_a_sensitive_matter_is_on_nobodys_page(scene, desk):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    await scene.say("mei", "打电话帮我", group=False)

    for who in ("sun", "boss"):
        async with desk.signed_in(who) as browser:
            page = await browser.get(PAGE)
            token = field(await browser.get("/console"), "form_token")
            answer = await browser.post(f"{PAGE}/1/done", data={"form_token": token})
        assert "没有要打的电话" in page.text
        assert answer.status_code == 404


async def test_a_grid_worker_has_no_such_page(scene, desk):
    await scene.say("li", "打电话帮我", group=False)

    async with desk.signed_in("wang") as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        seen = await browser.get(PAGE)
        answer = await browser.post(f"{PAGE}/1/take", data={"form_token": token})

    assert (seen.status_code, answer.status_code) == (403, 403)


async def test_what_is_no_step_or_no_call_is_not_found(scene, desk):
    await scene.say("li", "打电话帮我", group=False)

    async with desk.signed_in("sun") as browser:
        token = field(await browser.get("/console"), "form_token")
        for path in ("1/hang_up", "7/take"):
            answer = await browser.post(f"{PAGE}/{path}", data={"form_token": token})
            assert answer.status_code == 404


async def the_call(scene):
    async with scene.database.reading() as session:
        return await session.scalar(select(CallRow).order_by(CallRow.id.desc()))


async def elsewhere(scene, who):
    """Somebody serves in the next community now."""
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DX", name="东兴社区", kind="community", parent=None, covers=[]))
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids[who]))
        role.area = "DX"
        await touch_revision(session)


async def test_a_survey_is_written_down_on_the_page_and_never_by_the_owner(scene, desk):
    scene.community.deployment = replace(scene.community.deployment, survey_share=100)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "0001灯换好了", group=False)
    async with scene.database.transaction() as session:
        (await session.get(TicketRow, 1)).owner_id = scene.ids["liu"]
    await scene.wait(days=3, minutes=1)

    async with desk.signed_in("liu") as browser:
        hidden = await browser.get(PAGE)
        token = field(await browser.get("/console"), "form_token")
        refused = await browser.post(
            f"{PAGE}/1/done", data={"form_token": token, "rating": "content"}
        )
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        made = await post(
            browser, page, f"{PAGE}/1/done", rating="not_content", why="too_slow", words="等了一周"
        )

    assert "没有要打的电话" in hidden.text
    assert refused.status_code == 409
    assert "这件事是您办的" in refused.text
    assert "没有回话,请问问满意不满意" in page.text
    assert made.status_code == 303
    ticket = (await scene.tickets())[0]
    assert (ticket.state, ticket.reopened) == ("assigned", 1)
    assert (await the_call(scene)).note == "等了一周"


async def test_what_was_not_reached_is_no_rating(scene, desk):
    scene.community.deployment = replace(scene.community.deployment, survey_share=100)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "0001灯换好了", group=False)
    await scene.wait(days=3, minutes=1)

    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(PAGE), f"{PAGE}/1/done", rating="none")

    assert (await the_call(scene)).state == "done"
    assert (await scene.tickets())[0].rating is None


async def test_a_voice_is_heard_and_written_down_on_the_page(scene, desk):
    await scene.open_private("li")
    voice = Media(MediaKind.VOICE, "v1", mime="audio/ogg")
    await scene.say("li", media=(voice,), group=False)
    async with scene.database.transaction() as session:
        row = await session.scalar(select(AttachmentRow))
        row.path = desk.files.keep(b"OggS voice", "audio/ogg")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        sound = await browser.get(f"{PAGE}/1/voice")
        empty = await post(browser, page, f"{PAGE}/1/done", words="  ")
        made = await post(browser, page, f"{PAGE}/1/done", words="金桂园3栋2单元楼道灯坏了")
    async with desk.signed_in("wang") as browser:
        foreign = await browser.get(f"{PAGE}/1/voice")

    assert f'<audio controls preload="none" src="{PAGE}/1/voice">' in page.text
    assert (sound.content, sound.headers["content-type"]) == (b"OggS voice", "audio/ogg")
    assert (empty.status_code, made.status_code, foreign.status_code) == (409, 303, 403)
    ticket = (await scene.tickets())[0]
    assert ticket.text == "金桂园3栋2单元楼道灯坏了"
    assert ticket.reporter_id == (await the_call(scene)).person_id


async def test_a_spoken_result_is_heard_on_the_tickets_page(scene, desk):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    voice = Media(MediaKind.VOICE, "v2", mime="audio/ogg")
    await scene.say("wang", media=(voice,), group=False)
    async with scene.database.transaction() as session:
        row = await session.scalar(select(AttachmentRow))
        row.path = desk.files.keep(b"OggS result", "audio/ogg")

    async with desk.signed_in("sun") as browser:
        page, listed = (
            await browser.get("/console/tickets/1"),
            await browser.get("/console/tickets"),
        )
        sound = await browser.get(f"/console/tickets/1/photos/{row.id}")

    assert "(语音说明)" in page.text
    assert "<audio controls" in page.text
    assert "无照片" in page.text
    assert "无照片" in listed.text
    assert (sound.content, sound.headers["content-type"]) == (b"OggS result", "audio/ogg")
