"""Floods in the web chat are stopped in words, by browser and by address, and stop nobody else."""

import pytest
from sqlalchemy import func, select
from starlette.requests import Request

from bot.channels.web.joining import MOST_AN_HOUR
from bot.channels.web.posting import MOST_A_MINUTE, MOST_OF_NETWORK
from console.pace import TIDY, Pace, network_of
from storage.web import WebAccountRow
from tests.bot.channels.courtyard import OTHER, Courtyard, say
from tests.handlers.scene import build

TOO_FAST = "说得太快了,请等一下再说。有危险请直接打110、119或120。"


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def test_a_flood_from_one_browser_is_stopped_in_words_and_no_other_is(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        answers = [await say(browser, "顶") for _ in range(MOST_A_MINUTE + 1)]

        assert {answer.status_code for answer in answers[:-1]} == {303}
        assert (answers[-1].status_code, answers[-1].text) == (429, TOO_FAST)
        assert (await say(other, "早")).status_code == 303


async def test_new_names_do_not_let_one_address_go_on_and_another_address_is_heard(yard):
    answers = []
    for number in range(MOST_OF_NETWORK // MOST_A_MINUTE + 1):
        async with yard.neighbour(f"陈{'甲乙丙丁'[number]}") as browser:
            answers += [await say(browser, "顶") for _ in range(MOST_A_MINUTE)]

    assert [a.status_code for a in answers].count(303) == MOST_OF_NETWORK
    assert {(a.status_code, a.text) for a in answers[MOST_OF_NETWORK:]} == {(429, TOO_FAST)}
    async with yard.browser(headers={"x-forwarded-for": "203.0.113.9"}) as other:
        await other.post(await yard.link(), data={"nickname": "王叔"})
        assert (await say(other, "早")).status_code == 303


async def test_one_address_brings_no_crowd_of_newcomers_into_a_group(yard):
    link, statuses = await yard.link(), []
    for _ in range(MOST_AN_HOUR + 1):
        async with yard.browser() as browser:
            answer = await browser.post(link, data={"nickname": "陈阿姨"})
            statuses.append(answer.status_code)

    assert statuses == [303] * MOST_AN_HOUR + [429]
    assert answer.text.startswith("一下子进来的人太多了")
    assert await yard.rows(select(func.count()).select_from(WebAccountRow)) == [MOST_AN_HOUR]
    async with yard.browser() as browser:  # the other group's door is open
        answer = await browser.post(await yard.link(OTHER), data={"nickname": "陈阿姨"})
    assert answer.status_code == 303


def test_a_window_slides():
    now = [0.0]
    pace = Pace(2, 60, clock=lambda: now[0])

    taken = []
    for at in (0, 30, 59, 61, 62, 91, 200):
        now[0] = at
        taken.append(pace.takes("a"))

    assert taken == [True, True, False, True, False, True, True]
    assert pace.takes("b")


def test_who_comes_no_more_is_forgotten():
    now = [0.0]
    pace = Pace(1, 60, clock=lambda: now[0])
    for number in range(TIDY + 1):
        pace.takes(str(number))

    now[0] = 61
    pace.takes("new")

    assert list(pace._times) == ["new"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1%eth0", True),
        ("", "", True),
    ],
)
def test_a_household_is_one_address(one, other, same):
    def coming(host):
        return network_of(Request({"type": "http", "client": (host, 1)}))

    assert (coming(one) == coming(other)) is same
