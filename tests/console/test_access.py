"""Who may open which page of the office."""

import re
from datetime import timedelta

from sqlalchemy import select

from console.app import PAGES
from handlers import logins
from storage.logins import ConsoleSessionRow, LoginRow
from storage.people import RoleRow
from storage.places import touch_revision
from tests.console.desk import field, post

LAMP, PIPE = "3栋楼道灯坏了三天了", "6栋楼下水管漏水了"
WAY_IN = "/console/sign-in"
FOR_THE_OFFICE = ("/console/sending", "/console/parked")


async def test_a_stranger_is_shown_the_way_in_wherever_they_knock(scene, desk):
    await scene.say("li", LAMP)

    async with desk.browser() as browser:
        answers = await walk(browser)

    assert {(a.status_code, a.headers.get("location")) for a in answers} == {(303, WAY_IN)}


async def test_a_resident_with_a_link_is_still_no_staff(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("li") as browser:
        answers = await walk(browser)

    assert {(a.status_code, a.headers.get("location")) for a in answers} == {(303, WAY_IN)}


async def test_who_no_longer_serves_is_out_at_once(scene, desk):
    async with desk.signed_in("wang") as browser:
        assert (await browser.get("/console/tickets")).status_code == 200
        async with scene.database.transaction() as session:
            role = await session.scalar(
                select(RoleRow).where(RoleRow.person_id == scene.ids["wang"])
            )
            await session.delete(role)
            await touch_revision(session)

        assert (await browser.get("/console/tickets")).headers["location"] == WAY_IN


async def test_a_worker_sees_the_own_grid_and_not_the_next(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", PIPE)

    async with desk.signed_in("zhao") as browser:
        listed = await browser.get("/console/tickets")
        others, own = (
            await browser.get("/console/tickets/1"),
            await browser.get("/console/tickets/2"),
        )

    assert LAMP not in listed.text
    assert PIPE in listed.text
    assert others.status_code == 404
    assert LAMP not in others.text
    assert own.status_code == 200


async def test_a_worker_can_neither_step_in_another_grid_nor_do_the_offices_errands(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", PIPE)

    async with desk.signed_in("zhao") as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        step = await browser.post("/console/tickets/1/accept", data={"form_token": token})
        errands = [await browser.get(path) for path in FOR_THE_OFFICE]
        errands += [
            await browser.post(f"{path}/1", data={"form_token": token}) for path in FOR_THE_OFFICE
        ]

    assert step.status_code == 404
    assert {answer.status_code for answer in errands} == {403}
    assert (await scene.tickets())[0].state == "assigned"


async def test_an_officer_sees_the_community_but_nothing_sensitive(scene, desk):
    await scene.say("li", LAMP)
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    private = (await scene.tickets())[-1]
    assert private.sensitivity == "s"

    async with desk.signed_in("sun") as browser:
        listed = await browser.get("/console/tickets?state=")
        page = await browser.get(f"/console/tickets/{private.id}")

    assert LAMP in listed.text
    assert "老公" not in listed.text
    assert page.status_code == 404


async def test_a_link_works_once(scene, desk):
    link = await desk.link("sun")

    async with desk.browser() as first, desk.browser() as second:
        assert (await first.get(link)).headers["location"] == "/console"
        again = await second.get(link)

    assert again.status_code == 403
    assert "用过了或者过期了" in again.text
    assert "set-cookie" not in again.headers


async def test_a_link_is_good_for_ten_minutes(scene, desk):
    link, late = await desk.link("sun"), await desk.link("sun")

    async with desk.browser() as browser:
        desk.clock.pass_(minutes=9)
        assert (await browser.get(link)).status_code == 303
        browser.cookies.clear()
        desk.clock.pass_(minutes=2)
        assert (await browser.get(late)).status_code == 403


async def test_a_preview_does_not_use_a_link_up(scene, desk):
    link = await desk.link("sun")
    looks = [
        ("HEAD", {}),
        ("GET", {"user-agent": "TelegramBot (like TwitterBot)"}),
        ("GET", {"sec-purpose": "prefetch;prerender"}),
        ("GET", {"purpose": "prefetch"}),
    ]

    async with desk.browser() as browser:
        for method, headers in looks:
            look = await browser.request(method, link, headers=headers)
            assert look.status_code == 200
            assert "set-cookie" not in look.headers
        assert (await browser.get(link)).status_code == 303


async def test_an_invented_link_opens_nothing(scene, desk):
    async with desk.browser() as browser:
        answer = await browser.get("/console/login/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_whoever_reads_the_database_can_sign_in_with_nothing_in_it(scene, desk):
    link = await desk.link("sun")
    async with desk.browser() as browser:
        cookie = (await browser.get(link)).headers["set-cookie"]
    async with scene.database.reading() as session:
        kept = [
            *await session.scalars(select(LoginRow)),
            *await session.scalars(select(ConsoleSessionRow)),
        ]

    digests = [row.digest for row in kept]
    assert len(digests) == 2
    assert not any(digest in link or digest in cookie for digest in digests)


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(scene, desk):
    async with desk.browser() as browser:
        cookie = (await browser.get(await desk.link("sun"))).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_over_https_the_cookie_never_goes_in_the_clear(scene, desk):
    async with desk.browser() as browser:
        answer = await browser.get(f"https://127.0.0.1{await desk.link('sun')}")

    assert "secure" in answer.headers["set-cookie"].lower()


async def test_a_session_ends_by_itself(scene, desk):
    async with desk.signed_in("sun") as browser:
        desk.clock.at += logins.SESSION_LASTS - timedelta(minutes=1)
        assert (await browser.get("/console")).status_code == 200
        desk.clock.pass_(minutes=2)
        assert (await browser.get("/console")).headers["location"] == WAY_IN


async def test_signing_out_ends_the_session_and_not_only_its_cookie(scene, desk):
    async with desk.signed_in("sun") as browser:
        cookies = dict(browser.cookies)
        left = await post(browser, await browser.get("/console"), "/console/sign-out")
        assert left.headers["location"] == WAY_IN

        browser.cookies.update(cookies)  # somebody has kept a copy
        assert (await browser.get("/console")).headers["location"] == WAY_IN


async def test_a_form_without_this_sessions_token_is_refused(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("wang") as browser, desk.signed_in("sun") as other:
        foreign = field(await other.get("/console/tickets"), "form_token")
        for data in ({}, {"form_token": ""}, {"form_token": foreign}, {"form_token": "é"}):
            answer = await browser.post("/console/tickets/1/accept", data=data)
            assert answer.status_code == 403

    assert (await scene.ticket()).state == "assigned"


async def test_a_form_sent_from_another_site_is_refused_whatever_it_holds(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("wang") as browser:
        token = field(await browser.get("/console/tickets/1"), "form_token")
        for origin in ("cross-site", "same-site"):
            answer = await browser.post(
                "/console/tickets/1/accept",
                data={"form_token": token}, headers={"sec-fetch-site": origin},
            )  # fmt: skip
            assert answer.status_code == 403

    assert (await scene.ticket()).state == "assigned"


async def test_no_step_is_taken_by_looking(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("wang") as browser:
        for method in ("GET", "HEAD"):
            answer = await browser.request(method, "/console/tickets/1/accept")
            assert answer.status_code == 405

    assert (await scene.ticket()).state == "assigned"


async def test_every_page_keeps_foreign_scripts_and_frames_out(scene, desk):
    async with desk.signed_in("sun") as browser:
        for path in ("/console", "/console/tickets", "/console/tickets/77", WAY_IN):
            headers = (await browser.get(path)).headers
            assert "default-src 'self'" in headers["content-security-policy"]
            assert "unsafe-inline" not in headers["content-security-policy"]
            assert headers["x-frame-options"] == "SAMEORIGIN"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"


async def test_what_the_office_sees_is_kept_by_no_cache(scene, desk):
    """On a computer that several people use, the back button shows nothing after signing out."""
    async with desk.signed_in("sun") as browser:
        for path in ("/console", "/console/tickets"):
            assert "no-store" in (await browser.get(path)).headers["cache-control"]


async def walk(browser):
    """Every address behind the door, in each way that it can be asked for."""
    answers = []
    for page in PAGES:
        for method in page.methods:
            answers += [await browser.request(method, address_of(page))]
    assert len(answers) > 8
    return answers


def address_of(page):
    """An address of this page: of the first row, and of a step that there is."""
    return re.sub(r"{\w+:int}", "1", page.path.replace("{verb}", "accept"))


async def test_what_was_written_when_the_session_ended_comes_back_and_changes_nothing(scene, desk):
    await scene.say("li", LAMP)
    reply, own = "/console/tickets/1/reply", {"sec-fetch-site": "same-origin"}
    async with desk.browser() as browser:
        answer = await browser.post(reply, data={"words": "明天上午<b>来换灯"}, headers=own)
        forged = await browser.post(
            reply, data={"words": "明天"}, headers={"sec-fetch-site": "cross-site"}
        )
        large = await browser.post(reply, data={"words": "字" * 30_000}, headers=own)

    assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"
    assert "明天上午&lt;b&gt;来换灯</textarea>" in answer.text
    assert {(a.status_code, a.headers["location"]) for a in (forged, large)} == {(303, WAY_IN)}
    assert await scene.acts() == ["assign"]
