"""Every address as every role: walked from the table, so that a new page cannot be forgotten."""

import re
from urllib.parse import urlsplit

import pytest

from console.api import docs, table
from console.app import OPEN, PAGES, Page
from console.clerks import DESK, GROUND, OFFICE, Who
from domain.areas import STAFF, RoleName
from storage.places import touch_revision
from tests.console.desk import field

AREA = {RoleName.MANAGER: "", RoleName.GRID_WORKER: "XL-2", RoleName.CHIEF: "XL-2"}
NOT_OURS = {RoleName.VOLUNTEER, RoleName.PARTY_MEMBER, RoleName.PROPERTY}
OURS = {
    Who.STAFF: STAFF, Who.GROUND: GROUND, Who.OFFICE: OFFICE, Who.STREET: {RoleName.MANAGER},
    Who.HEADS: {RoleName.MANAGER, RoleName.OFFICER},
}  # fmt: skip
WAY_IN = "/console/sign-in"


def address_of(page: Page) -> str:
    """An address of this page: of the first row, and of a step that there is."""
    return re.sub(r"{\w+:int}", "1", re.sub(r"{\w+}", "accept", page.path))


@pytest.fixture
async def crowd(scene):
    """One person for each role there is, who has that role alone; and a ticket to knock at."""
    await scene.say("li", "3栋楼道灯坏了三天了")
    async with scene.database.transaction() as session:
        for role in RoleName:
            area = AREA.get(role, "安居物业" if role is RoleName.PROPERTY else "XL")
            await scene.serves(session, f"a.{role}", role.value, role.value, area)
        await touch_revision(session)


def addresses(method):
    return [(page, address_of(page)) for page in PAGES if method in page.methods]


async def test_whoever_is_no_staff_is_shown_the_way_in(desk, crowd):
    for role in NOT_OURS:
        async with desk.signed_in(f"a.{role}") as browser:
            for method in ("GET", "POST"):
                for page, address in addresses(method):
                    answer = await browser.request(method, address)
                    shown = (answer.status_code, answer.headers.get("location"))
                    assert shown == (303, WAY_IN), (role, page)


async def test_each_role_opens_its_own_pages_and_no_others(desk, crowd):
    for role in STAFF:
        async with desk.signed_in(f"a.{role}") as browser:
            for page, address in addresses("GET"):
                status = (await browser.get(address)).status_code
                assert (status != 403) is (role in OURS[page.who]), (role, page, status)
                assert status < 500, (role, page)


async def test_no_form_is_taken_without_its_token(desk, crowd):
    for role in (RoleName.MANAGER, RoleName.GRID_WORKER):
        async with desk.signed_in(f"a.{role}") as browser:
            for page, address in addresses("POST"):
                for given in ({}, {"form_token": "0" * 64}):
                    assert (await browser.post(address, data=given)).status_code == 403, page


async def test_a_form_with_its_token_is_still_not_for_every_role(desk, crowd):
    for role in STAFF - {RoleName.MANAGER}:
        async with desk.signed_in(f"a.{role}") as browser:
            token = field(await browser.get("/console/tickets"), "form_token")
            for page, address in addresses("POST"):
                if role not in OURS[page.who]:
                    answer = await browser.post(address, data={"form_token": token})
                    assert answer.status_code == 403, (role, page)


async def test_every_address_of_the_console_has_its_rule(desk):
    """What is routed is either in the table or one of the few that need no session."""
    known = {page.path for page in PAGES} | {route.path for route in OPEN}
    ruled = {path for path in known if path.startswith("/console")}

    routed = {route.path for route in desk.web.routes if route.path.startswith("/console")}

    assert routed == ruled
    assert all(page.who in OURS for page in PAGES)
    assert DESK < OFFICE


async def test_what_needs_no_session_is_written_down(desk):
    """A new open address is thought about, here."""
    open_ones = {
        route.path
        for route in desk.web.routes
        if not route.path.startswith(("/console/", "/c/", "/g/"))
    }

    assert {urlsplit(path).path for path in open_ones} - {"/console"} == OPEN_TO_ALL


OPEN_TO_ALL = {
    "/", "/board", "/calendar/{code}.ics", "/shop/{token}", "/publicity/{token}",
    "/publicity/year/{token}",
    "/kept", "/healthz", "/readyz", "/metrics",
    "/static",
    *(route.path for route in (*docs.OPEN, *table.routes())),
}  # fmt: skip
"""No more is open: the chat world (or the way in), the board, an area's dates, an order and a month's
points and a year's candidates by their own unguessable addresses, what is kept, health, and the API.

Which of its calls need no key, and that they tell of no ticket, is tested with the API."""
