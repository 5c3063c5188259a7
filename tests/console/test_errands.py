"""What machines could not do: messages for people to send, and events that were parked."""

from sqlalchemy import select

from bot.settling import settle
from domain.messages import Delivery, Outcome
from storage.audit import AuditRow
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow, touch_revision
from tests.console.desk import field, post

LAMP = "3栋楼道灯坏了三天了"
SENDING, PARKED = "/console/sending", "/console/parked"


async def test_what_could_not_be_delivered_waits_with_its_words_and_a_number_to_call(scene, desk):
    await scene.say("li", LAMP)
    row = await given_up(scene, "wang", Delivery.REFUSED)
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids["wang"])).phone = "13800000001"

    async with desk.signed_in("sun") as browser:
        page = await browser.get(SENDING)
        home = await browser.get("/console")

    assert LAMP in page.text
    assert "王格" in page.text
    assert 'href="tel:13800000001"' in page.text
    assert "平台拒收" in page.text
    assert f'action="{SENDING}/{row}"' in page.text
    assert "<b>1</b> 待人工发送" in home.text


async def test_a_sent_message_leaves_the_page_and_who_sent_it_is_on_record(scene, desk):
    await scene.say("li", LAMP)
    row = await given_up(scene, "wang", Delivery.UNKNOWN)

    async with desk.signed_in("sun") as browser:
        answer = await post(browser, await browser.get(SENDING), f"{SENDING}/{row}")
        page = await browser.get(SENDING)

    async with scene.database.reading() as session:
        stored = await session.get(OutboxRow, row)
    assert answer.headers["location"] == SENDING
    assert "没有要人工发的" in page.text
    assert (stored.state, stored.settled_by) == ("done_by_person", scene.ids["sun"])
    assert ("sending.done", scene.ids["sun"]) in await record(scene)


async def test_a_message_is_settled_once_and_only_when_it_waits(scene, desk):
    await scene.say("li", LAMP)
    row = await given_up(scene, "wang", Delivery.UNREACHABLE)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(SENDING)
        await post(browser, page, f"{SENDING}/{row}")
        token = field(page, "form_token")
        for number in (row, row - 1, 77, "9" * 30):
            answer = await browser.post(f"{SENDING}/{number}", data={"form_token": token})
            assert answer.status_code == 404


async def test_the_office_of_another_community_does_not_read_it(scene, desk):
    await scene.say("li", LAMP)
    row = await given_up(scene, "wang", Delivery.REFUSED)
    await elsewhere(scene, "sun")

    async with desk.signed_in("sun") as browser:
        page, home = await browser.get(SENDING), await browser.get("/console")
        token = field(home, "form_token")
        answer = await browser.post(f"{SENDING}/{row}", data={"form_token": token})

    assert LAMP not in page.text
    assert "<b>0</b> 待人工发送" in home.text
    assert answer.status_code == 404


async def test_of_a_sensitive_matter_only_the_call_is_asked_for_and_not_a_word_is_shown(
    scene, desk
):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    row = await given_up(scene, "heart", Delivery.UNREACHABLE)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(SENDING)
        answer = await post(browser, page, f"{SENDING}/{row}")

    assert "老公" not in page.text
    assert "郑谈" in page.text
    assert "有一件只给本人看的事" in page.text
    assert "/console/tickets/1" not in page.text
    assert answer.status_code == 303


async def test_hostile_words_are_shown_and_not_run(scene, desk):
    await scene.say("li", f"{LAMP}<script>alert(1)</script>")
    await given_up(scene, "wang", Delivery.REFUSED)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(SENDING)

    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text


async def test_a_parked_event_shows_why_and_never_what_was_said(scene, desk):
    await parked(scene)

    async with desk.signed_in("sun") as browser:
        page, home = await browser.get(PARKED), await browser.get("/console")

    assert "ValueError handlers/router.py:31" in page.text
    assert LAMP not in page.text
    assert "<b>1</b> 停下的事件" in home.text


async def test_a_parked_event_is_tried_again_and_that_is_on_record(scene, desk):
    row = await parked(scene)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PARKED)
        answer = await post(browser, page, f"{PARKED}/{row}")
        again = await post(browser, page, f"{PARKED}/{row}")

    async with scene.database.reading() as session:
        stored = await session.get(InboxRow, row)
    assert (answer.status_code, again.status_code) == (303, 404)
    assert (stored.state, stored.attempts, stored.not_before) == ("open", 0, None)
    assert ("event.retried", scene.ids["sun"]) in await record(scene)


async def given_up(scene, who, how):
    """The newest message to somebody did not arrive; the number of its row."""
    async with scene.database.transaction() as session:
        row = await session.scalar(
            select(OutboxRow)
            .where(OutboxRow.chat == f"p.{who}", OutboxRow.op == "send")
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        await settle(session, row, Outcome(how, why="test"), scene.now)
        return row.id


async def parked(scene):
    """An event that failed five times; the number of its row."""
    async with scene.database.transaction() as session:
        row = InboxRow(
            channel="web", account="web", key="k", chat="jgy", payload={"text": LAMP}, attempts=5,
            received_at=scene.now, state="parked", error="ValueError handlers/router.py:31",
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def record(scene):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(AuditRow))
        return [(row.act, row.actor_id) for row in rows]


async def elsewhere(scene, who):
    """Somebody now serves in another community."""
    async with scene.database.transaction() as session:
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids[who]))
        session.add(AreaRow(code="YH", name="银湖社区", kind="community", parent=None, covers=[]))
        role.area = "YH"
        await touch_revision(session)
