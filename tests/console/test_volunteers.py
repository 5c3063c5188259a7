"""Volunteers on the office's pages: accepted, found by skill, hours verified, a certificate drawn."""

import io

import pytest
from PIL import Image

from console.reports.fonts import NoFont, chinese_font
from tests.console.desk import field, post
from tests.handlers.members.register import enlisted, hours, minutes, volunteer

PAGE, ONE = "/console/volunteers", "/console/volunteers/1"


async def asked(scene, who="zhang"):
    await scene.say(who, "我会修电器,想当志愿者", group=False)


async def given(scene, *, length=150):
    """A volunteer has given time, and waits."""
    await enlisted(scene)
    await scene.say("zhang", "签到 扫雪", group=False)
    await scene.wait(minutes=length)
    await scene.say("zhang", "签退", group=False)


async def test_who_waits_is_accepted_with_name_skills_and_team(scene, desk):
    await asked(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/team", name="红马甲队", community="XL")
        page = await browser.get(PAGE)
        assert "修电器" in page.text
        answer = await post(
            browser, page, f"{ONE}/accept", name="张建国", skills="修电器、电焊", community="XL",
            team="1",
        )  # fmt: skip
        listed = await browser.get(f"{PAGE}?team=1")

    row = await self_row(scene)
    assert answer.status_code == 303
    assert (row.state, row.skills, row.team_id) == ("accepted", ["修电器", "电焊"], 1)
    assert "张建国" in listed.text
    assert "<b>1</b>红马甲队" in listed.text


async def self_row(scene, account="zhang"):
    from sqlalchemy import select  # noqa: PLC0415

    from storage.people import IdentityRow  # noqa: PLC0415

    async with scene.database.reading() as session:
        scene.ids[account] = await session.scalar(
            select(IdentityRow.person_id).where(IdentityRow.account == account)
        )
    return await volunteer(scene, account)


async def test_without_a_name_nobody_is_accepted(scene, desk):
    await asked(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, f"{ONE}/accept", name="12345", community="XL")
        abroad = await post(browser, page, f"{ONE}/accept", name="张", community="MARS")

    assert (answer.status_code, abroad.status_code) == (409, 409)
    assert "请写上姓名" in answer.text
    assert (await self_row(scene)).state == "pending"


async def test_who_is_declined_is_gone_from_the_page(scene, desk):
    await asked(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{ONE}/decline")
        page = await browser.get(PAGE)

    assert "等接收的" not in page.text


async def test_s0_17_staff_search_by_skill(scene, desk):
    await enlisted(scene)
    await enlisted(scene, "li", "李明", skills=("理发",))
    async with desk.signed_in("liu") as browser:
        found = await browser.get(f"{PAGE}?skill=电工")
        nobody = await browser.get(f"{PAGE}?skill=潜水")

    assert "张建国" in found.text
    assert "李明" not in found.text
    assert "没有找到这样的人" in nobody.text


@pytest.mark.parametrize("who", ["wang", "fix", "heart"])
async def test_s0_17_nobody_but_the_desk_sees_the_register(scene, desk, who):
    await enlisted(scene)
    async with desk.signed_in(who) as browser:
        pages = [await browser.get(p) for p in (PAGE, f"{PAGE}?skill=电工", ONE)]

    assert not any("张建国" in page.text for page in pages)
    assert not any(page.status_code == 200 for page in pages)


async def test_hours_are_verified_and_may_be_put_right_before(scene, desk):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        assert 'value="150"' in page.text
        answer = await post(browser, page, f"{PAGE}/hours/1/verify", minutes="120")
        again = await post(browser, page, f"{PAGE}/hours/1/refuse")
        one = await browser.get(ONE)

    assert (answer.status_code, again.status_code) == (303, 409)
    assert await minutes(scene) == 120
    assert 'id="total">2小时' in one.text


@pytest.mark.parametrize("given_", ["0", "-5", "x", "9" * 30, "721", "1.5"])
async def test_odd_lengths_count_nothing(scene, desk, given_):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, f"{PAGE}/hours/1/verify", minutes=given_)

    assert answer.status_code == 409
    assert await minutes(scene) == 0


async def test_who_wrote_hours_down_needs_another_to_verify_them(scene, desk):
    await enlisted(scene)
    async with desk.signed_in("liu") as browser:
        page = await browser.get(ONE)
        await post(browser, page, f"{ONE}/write_down", day="2026-12-01", words="扫雪", minutes="60")
        page = await browser.get(PAGE)
        refused = await post(browser, page, f"{PAGE}/hours/1/verify")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/hours/1/verify")

    assert refused.status_code == 409
    assert "另一位同志核实" in refused.text
    assert await minutes(scene) == 60


async def test_what_was_counted_wrongly_is_taken_back(scene, desk):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/hours/1/verify")
        page = await browser.get(ONE)
        await post(browser, page, f"{PAGE}/hours/1/take_back")

    assert await minutes(scene) == 0
    assert [row.state for row in await hours(scene)] == ["reversed"]


@pytest.mark.parametrize("size", ["picture", "paper"])
async def test_a_certificate_names_who_and_how_long_and_no_number(scene, desk, size):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/hours/1/verify")
        if size == "paper":
            paper = await browser.get(f"{ONE}/certificate")
            said = paper.text
        else:
            try:
                chinese_font()
            except NoFont:
                pytest.skip("no font here knows Chinese")
            answer = await browser.get(f"{ONE}/certificate.png")
            picture = Image.open(io.BytesIO(answer.content))
            assert answer.headers["content-type"] == "image/png"
            assert picture.width == 1080
            said = picture.info["Description"]

    assert "张建国" in said
    assert "2" in said
    assert "30" in said
    assert "志愿服务证明" in said
    assert "西流湾社区" in said


async def test_the_officer_of_another_community_sees_none_of_them(scene, desk):
    await given(scene)
    async with scene.database.transaction() as session:
        from storage.places import AreaRow, touch_revision  # noqa: PLC0415

        session.add(AreaRow(code="YH", name="银河社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "远办", "officer", "YH")
        await touch_revision(session)
    async with desk.signed_in("far") as browser:
        page, found = await browser.get(PAGE), await browser.get(f"{PAGE}?skill=电工")
        form = {"form_token": field(page, "form_token"), "once": "x", "minutes": "60"}
        tried = [
            await browser.get(ONE), await browser.get(f"{ONE}/certificate"),
            await browser.post(f"{PAGE}/hours/1/verify", data=form),
            await browser.post(f"{PAGE}/hours/1/dance", data=form),
        ]  # fmt: skip

    assert "张建国" not in page.text + found.text
    assert {answer.status_code for answer in tried} == {404}
    assert await minutes(scene) == 0


@pytest.mark.parametrize("query", ["?team=x", "?skill=%00", "?after=-1", "?skill=" + "电" * 500])
async def test_odd_addresses_are_answered(scene, desk, query):
    await enlisted(scene)
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"{PAGE}{query}")).status_code == 200


async def test_somebody_is_taken_off_the_register(scene, desk):
    await enlisted(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/leave")
        gone = await browser.get(ONE)

    assert answer.headers["location"] == PAGE
    assert gone.status_code == 404
    assert (await volunteer(scene)).state == "left"


async def test_who_left_still_gets_a_certificate_of_what_they_gave(scene, desk):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(PAGE), f"{PAGE}/hours/1/verify")
        await post(browser, await browser.get(ONE), f"{ONE}/leave")
        page, paper = await browser.get(ONE), await browser.get(f"{ONE}/certificate")

    assert f"{ONE}/certificate" in page.text
    assert "2小时30分钟" in paper.text.replace(" ", "").replace("\n", "")


async def test_whoever_verifies_sees_who_told_of_it_and_what_may_be_the_same(scene, desk):
    await given(scene)
    async with desk.signed_in("sun") as browser:
        alone = await browser.get(PAGE)
        await scene.say("wang", "老张今天扫雪2小时", group=False)
        both = await browser.get(PAGE)
        number = (await hours(scene))[-1].id
        await post(browser, both, f"{PAGE}/hours/{number}/refuse")
        after = await browser.get(PAGE)

    assert "本人签到,从" in alone.text
    assert "别记两遍" not in alone.text
    assert "王格记的" in both.text
    assert both.text.count("别记两遍") == 2
    assert "别记两遍" not in after.text
