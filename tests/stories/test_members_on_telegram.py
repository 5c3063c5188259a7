"""A member and a volunteer on Telegram and at the desk: the real program and a real Bot API."""

import re
from contextlib import asynccontextmanager

import httpx

from tests.botapi import served
from tests.console.desk import post
from tests.stories.program import running
from tests.stories.test_telegram_story import told
from tests.stories.village import GROUP, OFFICER, PARTY, RESIDENT, WORKER

MEMBERS, VOLUNTEERS = "/console/members", "/console/volunteers"


@asynccontextmanager
async def town_and_desk(home):
    """A running huying on Telegram, and the officer's browser."""
    folder, database_url = home
    with served() as telegram:
        settings = {
            "HUYING_TELEGRAM_TOKEN": telegram.token, "HUYING_TELEGRAM_API_URL": telegram.address,
            "HUYING_DATABASE_URL": database_url, "HUYING_QUIET": "off",
        }  # fmt: skip
        async with (
            running(folder, **settings) as program,
            httpx.AsyncClient(base_url=program.address, follow_redirects=True) as browser,
        ):
            for who in (OFFICER, WORKER, RESIDENT, PARTY):
                telegram.start(who)
            await told(telegram, PARTY)
            telegram.say(OFFICER, OFFICER, "/console")
            said = (await told(telegram, OFFICER, "/console/login/"))["text"]
            await browser.get(re.search(r"/console/login/\S+", said)[0])
            yield telegram, browser


async def test_a_member_reports_in_and_a_volunteer_gives_two_hours(home):
    async with town_and_desk(home) as (town, desk):
        page = await desk.get(f"{MEMBERS}/1")
        made = await post(desk, page, f"{MEMBERS}/1/invite")
        code = made.text.split('<code id="code">')[1].split("</code>")[0]

        town.say(PARTY, PARTY, f"报到 {code}")
        assert "10分" in (await told(town, PARTY, "报到好了"))["text"]
        town.say(PARTY, PARTY, "我的服务积分")
        assert "10分" in (await told(town, PARTY, "年服务积分"))["text"]
        town.say(PARTY, PARTY, "我认领:每周扫一次3栋楼道")
        await told(town, PARTY, "认领1办好了")

        town.say(RESIDENT, RESIDENT, "我的服务积分")
        town.say(RESIDENT, RESIDENT, "我会修电器,想当志愿者")
        await told(town, RESIDENT, "已经登记")
        page = await desk.get(VOLUNTEERS)
        given = {"name": "张建国", "skills": "修电器", "community": "XL"}
        await post(desk, page, f"{VOLUNTEERS}/1/accept", **given)
        assert "张建国" in (await desk.get(f"{VOLUNTEERS}?skill=电工")).text
        town.say(WORKER, WORKER, "老张今天扫雪2小时")
        await told(town, WORKER, "张建国")
        page = await desk.get(VOLUNTEERS)
        await post(desk, page, f"{VOLUNTEERS}/hours/1/verify")
        town.say(RESIDENT, RESIDENT, "我的志愿时长")
        assert "2小时" in (await told(town, RESIDENT, "您的志愿时长"))["text"]

        town.say(WORKER, WORKER, "今天3栋楼道清扫,5个人")
        await told(town, WORKER, "环境整治")
        assert 'id="total">1次' in (await desk.get("/console/activities")).text

        residents = [message.get("text", "") for message in town.sent(RESIDENT)]
        assert not any("服务积分" in line or "党员" in line for line in residents)
        assert not any("分" in m.get("text", "") and "3栋" in m["text"] for m in town.sent(GROUP))
