"""One ticket's page: two sides that nobody confuses, its steps, and who else looks at it."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from storage.tickets import queries
from storage.tickets.presence import PresenceRow
from storage.tickets.tables import AttachmentRow
from tests.console.desk import field, post, unsealed

LAMP, BESIDE = "3栋2单元楼道灯坏了三天了", "3栋1单元楼道灯也不亮"
ONE, TWO = "/console/tickets/1", "/console/tickets/2"
SECRET = "家里有狗,上门当心"


def side(page, name):
    """What stands in one of the two columns."""
    found = re.search(rf'<section class="{name}".*?</section>', page.text, re.DOTALL)
    return found[0]


async def test_what_stays_inside_and_what_the_resident_sees_stand_in_two_columns(scene, desk):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/note", words=SECRET)
        await post(browser, await browser.get(ONE), f"{ONE}/reply", words="师傅明天来")
        await scene.deliver()
        page = await browser.get(ONE)

    assert SECRET in side(page, "inside")
    assert SECRET not in side(page, "outside")
    assert "师傅明天来" in side(page, "outside")
    assert "师傅明天来" not in side(page, "inside")
    assert LAMP in side(page, "outside")
    assert not any(SECRET in text for text in [*await scene.heard("li"), *await scene.in_group()])


async def test_whether_a_message_has_arrived_is_shown_beside_it(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/reply", words="师傅明天来")
        page = await browser.get(ONE)
        errands = await browser.get("/console/sending")

    assert "待人工发送" in side(page, "outside")
    assert "已送达" in side(page, "outside")
    assert "师傅明天来" in errands.text


async def test_the_step_that_comes_next_stands_by_itself_and_others_are_folded(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        for next_, words in (("accept", {}), ("contact", {}), ("finish", {"words": "换好灯了"})):
            page = await browser.get(ONE)
            assert re.findall(r'class="verb likely"[^>]*/(\w+)"', page.text) == [next_]
            assert "<details" in page.text
            await post(browser, page, f"{ONE}/{next_}", **words)

    assert (await scene.ticket()).state == "reported"


async def test_words_of_a_refused_step_stay_in_its_form(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(ONE), f"{ONE}/return", words="不归我")

    assert answer.status_code == 409
    assert field(answer, "words", form=f"{ONE}/return") == "不归我"


async def test_a_ticket_given_to_the_wrong_one_is_taken_back_by_one_press(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        assert f"{ONE}/undo" not in page.text
        await post(browser, page, f"{ONE}/hand_over", person=str(scene.ids["zhao"]))
        page = await browser.get(ONE)
        assert "您刚才:转交" in page.text
        answer = await post(browser, page, f"{ONE}/undo")

    assert answer.status_code == 303
    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_after_ten_minutes_nothing_is_offered_to_be_taken_back(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        await post(browser, page, f"{ONE}/hand_over", person=str(scene.ids["zhao"]))
        old = await browser.get(ONE)
        desk.clock.pass_(minutes=11)
        late = await post(browser, old, f"{ONE}/undo")
        page = await browser.get(ONE)

    assert late.status_code == 409
    assert "撤不回来了" in late.text
    assert f"{ONE}/undo" not in page.text
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_what_may_be_the_same_is_merged_or_kept_apart_by_one_press(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", BESIDE)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(TWO)
        assert "可能和0001是同一件事" in page.text
        await post(browser, page, f"{TWO}/merge")
        assert (await scene.ticket()).state == "merged"
        await post(browser, await browser.get(TWO), f"{TWO}/unmerge")
        assert (await scene.ticket()).state == "assigned"
        story = re.sub(r"<[^>]+>", "", (await browser.get("/console/tickets/1")).text)
        assert "并进了 0002 孙办" in story
        assert "拆出了 0002 孙办" in story

        await scene.say("zhou", "3栋3单元楼道灯不亮")
        three = "/console/tickets/3"
        await post(browser, await browser.get(three), f"{three}/apart")
        page = await browser.get(three)

    assert "同一件事" not in page.text
    assert (await scene.ticket()).like_id is None


async def test_what_else_is_wrong_in_the_same_house_is_shown(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", "3栋电梯按钮坏了")
    await scene.say("zhou", "6栋楼下水管漏水了")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)

    beside = re.search(r'<ul class="rows alike">.*?</ul>', unsealed(page), re.DOTALL)[0]
    assert "0002" in beside
    assert "0003" not in beside


async def test_two_people_on_one_ticket_see_each_other(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as first, desk.signed_in("liu") as second:
        assert "也在看" not in (await first.get(ONE)).text
        page = await second.get(ONE)
        assert "孙办也在看" in page.text
        assert "刘值也在看" in (await first.get(f"{ONE}/present")).text

        desk.clock.pass_(seconds=41)
        assert "也在看" not in (await second.get(f"{ONE}/present")).text


async def test_who_looks_is_told_to_nobody_who_may_not_see_the_ticket(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as first, desk.signed_in("zhao") as other:
        await first.get(ONE)
        answer = await other.get(f"{ONE}/present")
        await other.get(ONE)

    assert answer.status_code == 404
    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(PresenceRow.person_id)))
    assert rows == [scene.ids["sun"]]


async def test_a_worker_reports_with_a_photo_that_tells_no_place(scene, desk):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    async with desk.signed_in("wang") as browser:
        answer = await finish(browser, [("a.jpg", picture(where=True), "image/jpeg")])
        page = await browser.get(ONE)
        kept = await photos(scene)
        shown = await browser.get(f"{ONE}/photos/{kept[0].id}")

    assert answer.status_code == 303
    assert [(row.kind, row.stage, row.mime) for row in kept] == [("photo", "after", "image/jpeg")]
    assert not Image.open(io.BytesIO(shown.content)).getexif()
    assert "办好后的照片" in page.text
    ticket = await scene.ticket()
    assert (ticket.state, ticket.no_photo) == ("reported", False)


@pytest.mark.parametrize("bad", [b"<html><script>1</script>", b"", b"GIF89a" + b"\0" * 40])
async def test_what_is_no_picture_is_refused_whatever_it_calls_itself(scene, desk, bad):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    async with desk.signed_in("wang") as browser:
        answer = await finish(browser, [("a.jpg", bad, "image/jpeg")])

    assert answer.status_code == 409
    assert "不是能看的照片" in answer.text
    assert "换好灯泡了" in answer.text
    assert (await scene.ticket()).state == "accepted"
    assert await photos(scene) == []


async def test_more_photos_than_anybody_takes_are_refused(scene, desk):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    async with desk.signed_in("wang") as browser:
        answer = await finish(browser, [(f"{n}.png", picture(), "image/png") for n in range(7)])

    assert answer.status_code == 409
    assert await photos(scene) == []


async def test_a_step_that_is_not_theirs_keeps_no_photo(scene, desk):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    async with desk.signed_in("sun") as browser:
        answer = await finish(browser, [("a.png", picture(), "image/png")])

    assert answer.status_code == 409
    assert await photos(scene) == []


async def test_urging_reaches_the_worker_and_never_the_resident(scene, desk):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    heard = await scene.heard("li")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        given = {"form_token": field(page, "form_token"), "once": "u1"}
        answer = await browser.post(f"{ONE}/urge", data=given)
    async with desk.signed_in("wang") as browser:
        own = await browser.post(
            f"{ONE}/urge", data={"form_token": field(await browser.get(ONE), "form_token")}
        )
    await scene.deliver()

    assert (answer.status_code, own.status_code) == (303, 409)
    assert "催一下" in (await scene.heard("wang"))[-1]
    assert await scene.heard("li") == heard


def picture(*, where=False):
    """A small picture; with the place where it was taken, as phones write it."""
    made, exif = io.BytesIO(), Image.Exif()
    if where:
        exif[0x8825] = {1: "N", 2: (30.0, 33.0, 0.0)}
    Image.new("RGB", (20, 20), "red").save(made, "JPEG" if where else "PNG", exif=exif)
    return made.getvalue()


async def finish(browser, files):
    """Send the form that says it is done, with these files."""
    page = await browser.get(ONE)
    given = {"form_token": field(page, "form_token"), "words": "换好灯泡了", "once": "f1"}
    return await browser.post(
        f"{ONE}/finish", data=given, files=[("photos", file) for file in files]
    )


async def photos(scene):
    async with scene.database.reading() as session:
        rows = await queries.attachments(session, 1)
        assert all(isinstance(row, AttachmentRow) for row in rows)
        return rows


async def test_a_step_that_is_sent_twice_is_taken_once_and_blames_nobody(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        first = await post(browser, page, f"{ONE}/note", words="明天去看")
        second = await post(browser, page, f"{ONE}/note", words="明天去看")
        other = await post(browser, page, f"{ONE}/note", words="后天再去看")
        shown = await browser.get(ONE)

    assert [first.status_code, second.status_code] == [303, 303]
    assert (await scene.acts()).count("note") == 1
    assert "明天去看" in shown.text
    assert other.status_code == 409, "the old page, and other words"
    assert "后天再去看" in other.text


async def test_a_form_named_by_hand_is_no_fault(scene, desk):
    await scene.say("li", LAMP)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/note", words="看过", once="\0" + "长" * 9000)

    assert answer.status_code == 303


async def test_what_staff_were_told_stands_there_to_its_end(scene, desk):
    await scene.say("li", f"{LAMP},老人上下楼看不见,孩子晚上回家也害怕,麻烦早点来看看,谢谢大家")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)

    assert "为什么是您:这里归您的“第一网格”管" in page.text.replace("&#34;", '"')
