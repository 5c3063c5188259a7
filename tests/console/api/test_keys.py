"""Keys: shown once, kept as a hash, for one thing and one community, revoked at once, and never guessed."""

import logging
import re

import pytest
import structlog
from sqlalchemy import select

from console.office import CALLS, FILED, STRANGERS, TRIES
from storage.api import ApiKeyRow
from storage.people import RoleRow
from storage.places import AreaRow, PlaceRow, touch_revision
from storage.tables import METADATA
from tests.console.api.systems import REQUESTS, V2, System, errors, key_for, on_record, system
from tests.console.desk import field, post

KEYS = "/console/api"


async def test_a_manager_makes_a_key_that_opens_the_api(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await browser.get(KEYS)
        made = await post(browser, page, KEYS, name="市12345平台", may=["read", "create"])
        later = await browser.get(KEYS)
    key = re.search(r"hy_[0-9a-f]{12}_[\w-]{32}", made.text)[0]
    async with desk.browser() as browser:
        filed = await System(browser, key).file()
    async with desk.signed_in("boss") as browser:
        used = await browser.get(KEYS)

    assert key not in later.text
    assert "市12345平台" in later.text
    assert "没用过" in later.text
    assert filed.status_code == 201
    assert "没用过" not in used.text
    (row,) = await on_record(scene, "api.key_made")
    assert row.actor_id == scene.ids["boss"]


async def test_whoever_reads_the_database_has_no_key(scene, desk):
    async with system(desk) as platform:
        await platform.file(mark="my-mark")
        key = platform.key

    for word in (key, key.split("_", 2)[2], "my-mark"):  # the secret part may hold a line itself
        assert not [row async for row in rows(scene) if word in row]


async def test_a_key_that_was_revoked_opens_nothing_from_that_moment_on(scene, desk):
    async with system(desk) as platform:
        before = await platform.get(REQUESTS)
        async with desk.signed_in("boss") as browser:
            page = await browser.get(KEYS)
            answer = await post(browser, page, f"{KEYS}/1/revoke")
            again = await post(browser, page, f"{KEYS}/1/revoke")
            shown = await browser.get(KEYS)
        after, filed = await platform.get(REQUESTS), await platform.file()

    assert (before.status_code, answer.status_code, again.status_code) == (200, 303, 303)
    assert (after.status_code, filed.status_code) == (403, 403)
    assert "停用了" in shown.text
    assert len(await on_record(scene, "api.key_revoked")) == 1
    assert await scene.tickets() == []


@pytest.mark.parametrize(
    "given",
    [
        {}, {"name": "x"}, {"may": "read"}, {"name": "x" * 61, "may": "read"},
        {"name": "x", "may": "everything"}, {"name": "x", "may": "read", "community": "MARS"},
        {"name": "   ", "may": "read"},
    ],
)  # fmt: skip
async def test_a_key_for_nobody_or_nothing_is_not_made(scene, desk, given):
    async with desk.signed_in("boss") as browser:
        answer = await browser.post(
            KEYS, data={"form_token": field(await browser.get(KEYS), "form_token"), **given}
        )  # fmt: skip

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(ApiKeyRow))) == []


@pytest.mark.parametrize("who", ["sun", "wang", "liu"])
async def test_only_managers_see_keys(scene, desk, who):
    async with desk.signed_in(who) as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        answers = [
            await browser.get(KEYS),
            await browser.post(KEYS, data={"form_token": token, "name": "x", "may": "read"}),
            await browser.post(f"{KEYS}/1/revoke", data={"form_token": token}),
        ]

    assert {answer.status_code for answer in answers} == {403}


async def test_a_key_that_was_revoked_twice_or_never_made_is_not_found(scene, desk):
    async with desk.signed_in("boss") as browser:
        token = field(await browser.get(KEYS), "form_token")
        for number in ("77", "9" * 30):
            answer = await browser.post(f"{KEYS}/{number}/revoke", data={"form_token": token})
            assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "method"),
    [(REQUESTS, "GET"), (REQUESTS, "POST"), (f"{V2}/requests/1.json", "GET"),
     (f"{V2}/tokens/x.json", "GET"), (f"{V2}/requests/1.xml", "GET")],
)  # fmt: skip
@pytest.mark.parametrize(
    "key", ["", "nobody", "hy_", "hy_000000000000_x", "x" * 9999, "hy_é_x".encode(), "hy_a\t_b"]
)
async def test_without_a_key_that_is_known_no_ticket_is_told_of(scene, desk, path, method, key):
    await scene.say("li", "3栋楼道灯坏了三天了")
    prefix = b"Bearer " if isinstance(key, bytes) else "Bearer "
    async with desk.browser() as browser:
        answer = await browser.request(
            method, path, headers={"Authorization": prefix + key} if key else {},
            **({"data": {"service_code": "road.lamp"}} if method == "POST" else {}),
        )  # fmt: skip

    assert answer.status_code == 403
    assert "楼道灯" not in answer.text
    if path.endswith("json"):
        assert errors(answer) == [403]


async def test_half_a_key_and_a_key_with_a_wrong_end_open_nothing(scene, desk):
    async with system(desk) as platform:
        key = platform.key
        for wrong in (key[:-1], key + "x", key.upper(), key.rpartition("_")[0], f" {key} x"):
            platform.key = wrong
            assert (await platform.get(REQUESTS)).status_code == 403


async def test_the_key_may_stand_where_the_specification_has_it(scene, desk):
    key = await key_for(scene)
    async with desk.browser() as browser:
        asked = await browser.get(REQUESTS, params={"api_key": key})
        filed = await browser.post(
            REQUESTS, data={"api_key": key, "service_code": "road.lamp", "address_id": "JGY-E"}
        )
        by_address = await browser.post(
            f"{REQUESTS}?api_key={key}", data={"service_code": "road.lamp", "address_id": "JGY-E"}
        )

    assert (asked.status_code, filed.status_code) == (200, 201)
    assert by_address.status_code == 403  # of a form the address is no place for a key


@pytest.mark.parametrize(("may", "reads", "files"), [("read", 200, 403), ("create", 403, 201)])
async def test_a_key_is_for_what_it_was_made_for(scene, desk, may, reads, files):
    async with system(desk, may) as platform:
        asked, filed = await platform.get(REQUESTS), await platform.file()

    assert (asked.status_code, filed.status_code) == (reads, files)


async def test_a_key_of_one_community_neither_sees_nor_files_in_another(scene, desk):
    await another_community(scene)
    await scene.say("li", "3栋楼道灯坏了三天了")
    async with system(desk, community="YH") as platform, system(desk, community="XL") as own:
        listed, one = await platform.get(REQUESTS), await platform.look(1)
        filed = await platform.file()
        theirs = await platform.file(address_id="YHY/1")
        seen = await own.look(1)
        hidden = await own.look(2)

    assert listed.json() == []
    assert (one.status_code, filed.status_code, theirs.status_code) == (404, 403, 201)
    assert (seen.status_code, hidden.status_code) == (200, 404)
    assert [ticket.community for ticket in await scene.tickets()] == ["XL", "YH"]
    assert len(await on_record(scene, "api.filed")) == 1


async def test_more_than_may_be_is_told_to_wait_and_for_how_long(scene, desk):
    office = desk.web.state.office
    now = [1000.0]
    office.calls.clock = lambda: now[0]
    async with system(desk) as platform:
        answers = [await platform.look(1) for _ in range(CALLS)]
        over = await platform.look(1)
        now[0] += 61
        later = await platform.look(1)

    assert {answer.status_code for answer in answers} == {404}
    assert (over.status_code, later.status_code) == (429, 404)
    assert 1 <= int(over.headers["retry-after"]) <= 60
    assert errors(over) == [429]


async def test_another_key_is_not_held_up_by_it(scene, desk):
    async with system(desk) as busy, system(desk, name="另一家") as calm:
        for _ in range(FILED):
            await busy.file(service_code="no.such")
        over, other = await busy.file(), await calm.file()

    assert (over.status_code, other.status_code) == (429, 201)


async def test_whoever_guesses_keys_must_wait_though_the_next_one_were_right(scene, desk):
    async with system(desk) as platform:
        right = platform.key
        platform.key = "hy_000000000000_guess"
        for _ in range(TRIES):
            assert (await platform.get(REQUESTS)).status_code == 403
        platform.key = right
        answer = await platform.get(REQUESTS)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 60


async def test_strangers_may_look_at_the_services_only_so_often(scene, desk):
    async with desk.browser() as browser:
        for _ in range(STRANGERS):
            assert (await browser.get(f"{V2}/services/no.json")).status_code == 404
        answer = await browser.get(f"{V2}/services.json")

    assert answer.status_code == 429


async def test_no_log_holds_a_key(scene, desk, caplog, capsys):
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as said:
        async with system(desk) as platform:
            await platform.file()
            await platform.browser.get(REQUESTS, params={"api_key": "hy_000000000000_wrong"})
            secret = platform.key.split("_", 2)[2]  # it may hold the sign itself

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert {one["event"] for one in said} >= {"api.refused"}
    everything = str(said) + "".join(ours) + capsys.readouterr().err
    assert secret not in everything
    assert "hy_000000000000_wrong" not in everything


async def rows(scene):
    """Every row of every table, as a text."""
    async with scene.database.reading() as session:
        for table in METADATA.sorted_tables:
            for row in await session.execute(select(table)):
                yield str(row)


async def another_community(scene):
    async with scene.database.transaction() as session:
        session.add(
            AreaRow(code="YH", name="银湖社区", kind="community", parent=None, covers=["YH"])
        )
        for code, name, kind, parent in (
            ("YH", "银湖社区", "community", "YQ"), ("YHY", "银湖苑", "estate", "YH"),
            ("YHY/1", "1栋", "building", "YHY"),
        ):  # fmt: skip
            session.add(PlaceRow(code=code, name=name, kind=kind, parent=parent, aliases=[]))
        session.add(RoleRow(person_id=scene.ids["boss"], role="officer", area="YH"))
        await touch_revision(session)
