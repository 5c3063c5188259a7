"""A platform above files over HTTP, a worker on Telegram gets it, and the platform is told of each step."""

import json
import re

from sqlalchemy import select

from handlers import logins
from storage.people import PersonRow
from tests.bot.elsewhere import standing
from tests.bot.stage import until
from tests.botapi import served
from tests.console.desk import post
from tests.stories.machine import Town
from tests.stories.village import WORKER

REQUESTS = "/api/open311/v2/requests.json"
LAMP = "3栋2单元楼道灯不亮"


async def test_what_a_platform_files_is_done_by_a_worker_and_told_back(home, tmp_path):
    folder, database_url = home
    with served() as telegram:
        town = Town(folder, telegram)
        async with (
            standing("/news") as platform,
            town.awake(webhooks_inside="127.0.0.1/32", database_url=database_url),
        ):
            await town.greeted()

            async def told_twice():
                return len(platform.received) > 1

            key = await connected(town, f"{platform.address}/news")
            async with town.pages() as pages:
                filed = await pages.post(
                    REQUESTS, headers={"Authorization": f"Bearer {key}"},
                    data={"service_code": "repair.corridorlight", "description": LAMP,
                          "address_string": "金桂园3栋2单元"},
                )  # fmt: skip
                task = await town.told(WORKER, LAMP)
                telegram.press(WORKER, task["message_id"], WORKER, "我来办")
                await until(told_twice)
                seen = await pages.get(
                    f"{REQUESTS}?service_request_id=0001&api_key={key}"
                )  # fmt: skip

    told = [json.loads(body) for body in platform.received]
    assert filed.status_code == 201
    assert [one["type"] for one in told] == ["ticket.registered", "ticket.changed"]
    assert [one["data"]["state"] for one in told] == ["assigned", "accepted"]
    assert {one["data"]["address"] for one in told} == {"金桂园3栋2单元"}
    assert seen.json()[0]["status_notes"] == "已签收"
    assert all(headers["webhook-signature"].startswith("v1,") for headers in platform.headers)


async def connected(town, address):
    """A manager has the platform told, and makes its key."""
    async with town.house.database.transaction() as session:
        person = await session.scalar(select(PersonRow.id).where(PersonRow.name == "周街"))
        token = await logins.open_link(session, person, at=town.house.clock.now())
    async with town.pages() as browser:
        await browser.get(f"/console/login/{token}")
        hooks, keys = "/console/webhooks", "/console/api"
        given = {
            "name": "市平台",
            "address": address,
            "event": ["ticket.registered", "ticket.changed"],
        }
        added = await post(browser, await browser.get(hooks), hooks, **given)
        assert added.status_code == 200, added.text
        page = await browser.get(keys)
        made = await post(browser, page, keys, name="市平台", may=["read", "create"])
    return re.search(r"hy_[0-9a-f]{12}_[\w-]{32}", made.text)[0]
