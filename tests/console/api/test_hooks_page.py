"""Who is told of tickets, on the console's page: added, tried out, looked into, ended."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.webhooks import networks
from storage.webhooks import DeliveryRow, WebhookRow
from tests.console.api.systems import on_record
from tests.console.desk import field, post

HOOKS = "/console/webhooks"
THERE = "https://platform.example.org/news"
ALL = ["ticket.registered", "ticket.closed"]
LAMP = "3栋楼道灯坏了三天了"


async def added(browser, **more):
    """A system that is told; the page that shows its secret."""
    given = {"name": "市平台", "address": THERE, "event": ALL, **more}
    return await post(browser, await browser.get(HOOKS), HOOKS, **given)


async def test_the_secret_of_a_new_one_is_shown_once(scene, desk):
    async with desk.signed_in("boss") as browser:
        made = await added(browser)
        later, listed = await browser.get(f"{HOOKS}/1"), await browser.get(HOOKS)

    secret = re.search(r"whsec_[\w+/=]{44}", made.text)[0]
    assert secret not in later.text + listed.text
    assert THERE in listed.text
    (row,) = await on_record(scene, "webhook.opened")
    assert row.actor_id == scene.ids["boss"]


async def test_what_happens_from_then_on_waits_for_it(scene, desk):
    await scene.say("mei", "6栋楼下水管漏水了")
    async with desk.signed_in("boss") as browser:
        await added(browser)
        await scene.say("li", LAMP)
        page, listed = await browser.get(f"{HOOKS}/1"), await browser.get(HOOKS)

    assert [row.ticket_id for row in await deliveries(scene)] == [2]
    assert "/console/tickets/2" in page.text
    assert "等着送" in page.text
    assert LAMP not in page.text
    assert "市平台" in listed.text


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"address": "http://platform.example.org/"}, "https://"),
        ({"address": "ftp://platform.example.org/"}, "https://"),
        ({"address": "https://"}, "https://"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"address": "https://u:p@platform.example.org/"}, "https://"),
        ({"address": "https://platform.example.org/ a"}, "https://"),
        ({"address": "https://platform.example.org/\r\nX: y"}, "https://"),
        ({"address": "https://例子.org/"}, "https://"),
        ({"address": "https://platform.example.org:99999/"}, "https://"),
        ({"address": "https://[::1/"}, "https://"),
        ({"address": "https://x.org/" + "a" * 600}, "https://"),
        ({"address": "https://127.0.0.1/"}, "内网"),
        ({"address": "https://localhost/"}, "内网"),
        ({"address": "https://10.1.2.3:8443/x"}, "内网"),
        ({"address": "https://169.254.169.254/latest/"}, "内网"),
        ({"address": "https://[fe80::1]/"}, "内网"),
        ({"name": ""}, "哪个系统"),
        ({"name": "x" * 61}, "60"),
        ({"event": []}, "至少选一种"),
        ({"event": ["test", "ticket.stolen"]}, "至少选一种"),
        ({"community": "MARS"}, "没有这个社区"),
    ],
)
async def test_what_could_not_or_must_not_be_told_is_refused_and_what_was_typed_is_kept(
    scene, desk, given, word
):
    async with desk.signed_in("boss") as browser:
        answer = await added(browser, **given)

    assert answer.status_code == 409
    assert word in answer.text
    assert 'role="alert"' in answer.text
    if "address" not in given:
        assert THERE in answer.text
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(WebhookRow))) == []


async def test_where_the_operator_allows_it_also_inside_and_without_encryption(scene, desk):
    allowed = networks("127.0.0.1/32")
    scene.community.deployment = replace(scene.community.deployment, inside=allowed)
    async with desk.signed_in("boss") as browser:
        here = await added(browser, address="http://127.0.0.1:8000/x")
        beside = await added(browser, address="http://10.0.0.1/")

    assert (here.status_code, beside.status_code) == (200, 409)


async def test_a_trial_is_sent_about_nothing(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await added(browser)
        answer = await post(browser, page, f"{HOOKS}/1/test")

    (row,) = await deliveries(scene)
    assert (answer.status_code, row.happened, row.ticket_id) == (303, "test", None)


async def test_one_that_ended_is_told_nothing_more_and_not_what_waited(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await added(browser)
        await scene.say("li", LAMP)
        await post(browser, page, f"{HOOKS}/1/off")
        await scene.say("mei", "6栋楼下水管漏水了")
        shown = await browser.get(f"{HOOKS}/1")

    assert [row.state for row in await deliveries(scene)] == ["dropped"]
    assert "停用了" in shown.text
    assert f'action="{HOOKS}/1/test"' not in shown.text
    assert len(await on_record(scene, "webhook.closed")) == 1


async def test_a_new_secret_is_shown_once_too(scene, desk):
    async with desk.signed_in("boss") as browser:
        made = await added(browser)
        renewed = await post(browser, made, f"{HOOKS}/1/secret")
        later = await browser.get(f"{HOOKS}/1")

    first, second = (re.search(r"whsec_[\w+/=]{44}", one.text)[0] for one in (made, renewed))
    assert first != second
    assert second not in later.text


async def test_what_did_not_arrive_is_on_the_first_page_and_sent_again_by_a_press(scene, desk):
    async with desk.signed_in("boss") as browser:
        await added(browser)
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            row = await session.scalar(select(DeliveryRow))
            row.state, row.status, row.attempts, row.why = "given_up", 503, 9, ""
        home, page = await browser.get("/console"), await browser.get(f"{HOOKS}/1")
        answer = await post(browser, page, f"{HOOKS}/1/again/1")
        twice = await post(browser, page, f"{HOOKS}/1/again/1")
        calm = await browser.get("/console")

    assert "没送到别的系统" in home.text
    assert "没送到别的系统" not in calm.text
    assert "503" in page.text
    assert (answer.status_code, twice.status_code) == (303, 404)
    (row,) = await deliveries(scene)
    assert (row.state, row.attempts) == ("waiting", 0)


async def test_the_officers_first_page_is_not_troubled_with_it(scene, desk):
    async with desk.signed_in("boss") as browser:
        await added(browser)
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await session.scalar(select(DeliveryRow))).state = "given_up"
    async with desk.signed_in("sun") as browser:
        home = await browser.get("/console")

    assert "没送到别的系统" not in home.text


@pytest.mark.parametrize("who", ["sun", "wang"])
async def test_only_managers_decide_who_is_told(scene, desk, who):
    async with desk.signed_in("boss") as browser:
        await added(browser)
    async with desk.signed_in(who) as browser:
        token = {"form_token": field(await browser.get("/console/tickets"), "form_token")}
        answers = [await browser.get(HOOKS), await browser.get(f"{HOOKS}/1")]
        writes = (HOOKS, f"{HOOKS}/1/off", f"{HOOKS}/1/secret", f"{HOOKS}/1/again/1")
        answers += [await browser.post(path, data=token) for path in writes]

    assert {answer.status_code for answer in answers} == {403}


async def test_what_there_is_not_is_not_found(scene, desk):
    async with desk.signed_in("boss") as browser:
        await added(browser)
        token = {"form_token": field(await browser.get(HOOKS), "form_token")}
        answers = [await browser.get(f"{HOOKS}/{number}") for number in ("7", "9" * 25)]
        writes = ("7/off", "1/steal", "1/again/7", f"1/again/{'9' * 25}", "7/again/1")
        answers += [await browser.post(f"{HOOKS}/{path}", data=token) for path in writes]
        odd = await browser.get(f"{HOOKS}/1?before=%00x")

    assert {answer.status_code for answer in answers} == {404}
    assert odd.status_code == 200


async def test_many_messages_are_shown_page_by_page(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await added(browser)
        for _ in range(53):
            await post(browser, page, f"{HOOKS}/1/test")
        first = await browser.get(f"{HOOKS}/1")
        more = re.search(r'href="(\?before=\d+)"', first.text)[1]
        second = await browser.get(f"{HOOKS}/1{more}")

    assert first.text.count("<tr>") - 1 == 50
    assert second.text.count("<tr>") - 1 == 3


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_the_apis_own_page_is_read_in_every_language_without_a_key(desk, language):
    async with desk.browser(cookies={"huying_language": language}) as browser:
        page = await browser.get("/api/docs")

    assert page.status_code == 200
    assert "/api/open311/v2/requests/{service_request_id}.{format}" in page.text
    assert "webhook-signature" in page.text
    assert "expected_datetime" in page.text


async def deliveries(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))
