"""A roster from its first line to the hand-over note: over Telegram, and in the web chat."""

import re
from contextlib import asynccontextmanager

from tests.console.desk import post
from tests.stories.life import said
from tests.stories.village import CHIEF, DESK, GROUP, HELPER, OFFICER, RESIDENT, VOLUNTEER, WORKER
from tests.stories.visitors import street

PAGE = "/console/rosters"
NIGHTS = "值班室 22:00-6:00 1人\n东门 8:00-16:00 1人"
FIRE = "3栋2单元着火了,快来人"


@asynccontextmanager
async def signed_in(life, link):
    """The office's pages, before somebody with a link."""
    async with life.pages() as office:
        await office.get(re.search(r"/console/login/\S+", link)[0])
        yield office


async def made(office, lines, *, title="年底值守", first="2026-12-02", last="2026-12-02", **more):
    """Pasted, proposed, taken over and published, as an officer does it: four presses."""
    form = await office.get(f"{PAGE}/new")
    given = {"title": title, "first": first, "last": last, "shifts": lines, "names": "莫愿、何愿",
             "people": "", "answers": "1", **more}  # fmt: skip
    where = (await post(office, form, PAGE, **given)).headers["location"]
    shown = await office.get(f"{where}?propose=1")
    await post(office, shown, f"{where}/take_over")
    await post(office, await office.get(where), f"{where}/publish")
    return where


async def test_a_night_is_proposed_swapped_reminded_lived_through_and_handed_over(life):
    """S1-09: at two in the night an emergency reaches whoever is on the roster, and nobody at home."""
    async with life.awake():
        await life.opened(WORKER, CHIEF, DESK, OFFICER, VOLUNTEER, HELPER, RESIDENT)
        await life.say(OFFICER, "/console")
        async with signed_in(life, life.newest(OFFICER)["text"]) as office:
            where = await made(office, NIGHTS)
            page = await office.get(where)
            assert "要2人次,排上了2" in page.text
        await life.settled()
        night = next(n for n in (VOLUNTEER, HELPER) if "值班室" in life.newest(n)["text"])
        day = HELPER if night == VOLUNTEER else VOLUNTEER
        said(life.news(night), "12月2日(周三)晚上10点到12月3日(周四)上午6点 值班室")
        said(life.news(day), "12月2日(周三)上午8点到下午4点 东门")

        await life.say(day, "我什么时候值班")
        said(life.news(day), "12月2日(周三)上午8点到下午4点 东门")
        await life.until("2026-12-02T07:05+08:00")
        said(life.news(day), "一个小时后值班:12月2日(周三)上午8点")
        await life.press(day, "到岗了")
        said(life.news(day), "到岗记下了:东门")
        await life.until("2026-12-02T15:58+08:00")
        await life.say(day, "交班 钥匙在门卫")
        said(life.news(day), "交班记下了")

        await life.until("2026-12-02T21:05+08:00")
        assert any("一个小时后值班" in line for line in life.news(night))
        await life.until("2026-12-02T22:16+08:00")
        said(life.news(OFFICER), "值班室还没见到", "晚上10点")
        await life.press(OFFICER, "已联系")
        await life.say(night, "到岗了")
        said(life.news(night), "到岗记下了:值班室")
        await life.until("2026-12-03T02:00+08:00")
        life.news(DESK)
        await life.say(RESIDENT, FIRE, group=True)
        said(life.news(night), "着火")
        assert not any("着火" in line for line in life.news(day) + life.news(DESK))
        group = life.everything(GROUP)
        for hidden in ("值班室", "莫愿", "何愿", "交班", "钥匙"):
            assert hidden not in group


async def test_two_swap_on_telegram_and_the_officer_in_charge_agrees(life):
    async with life.awake():
        await life.opened(OFFICER, VOLUNTEER, HELPER)
        await life.say(OFFICER, "/console")
        async with signed_in(life, life.newest(OFFICER)["text"]) as office:
            await made(office, "东门 8:00-16:00 1人", first="2026-12-05", last="2026-12-05")
        await life.settled()
        mine = next(n for n in (VOLUNTEER, HELPER) if life.lines(n, "东门"))
        other = HELPER if mine == VOLUNTEER else VOLUNTEER
        for who in (mine, other, OFFICER):
            life.news(who)

        await life.press(mine, "换班")
        await life.press(mine, "何愿" if other == HELPER else "莫愿")
        said(life.news(mine), "想请谁替您")
        await life.press(other, "我来替")
        await life.press(OFFICER, "同意换")

        said(life.news(mine), "换好了,这个班不用来了")
        said(life.news(other), "换好了,这个班归您", "12月5日(周六)上午8点")
        await life.say(other, "我的班")
        said(life.news(other), "12月5日(周六)上午8点到下午4点 东门")


async def test_in_the_web_chat_a_volunteer_takes_a_shift_in_words_and_gives_it_back(life):
    async with street(life, "孙办", "莫愿") as (_, officer, helper):
        await officer.says("/console")
        link = next(line for line in (await officer.hears())[::-1] if "/console/login/" in line)
        async with signed_in(life, link) as office:
            form = await office.get(f"{PAGE}/new")
            given = {"title": "周末值守", "first": "2026-12-05", "last": "2026-12-06",
                     "shifts": "东门 8:00-12:00 1人", "all_volunteers": "1"}  # fmt: skip
            where = (await post(office, form, PAGE, **given)).headers["location"]
            await post(office, await office.get(where), f"{where}/publish")

            await helper.says("这周还有哪些班没人")
            await helper.reads("还有2个班可以值,其中2个缺人")
            await helper.says("我来值周六上午")
            await helper.reads("记下了,这个班是您的:12月5日(周六)上午8点到中午12点 东门")
            await helper.says("我的班")
            assert (
                "莫愿" in (await office.get(where)).text.split("一周</h2>")[1].split("</table>")[0]
            )

            await helper.presses("这个班来不了")
            await helper.reads("好的,这个班不排您了")
            await officer.reads("莫愿来不了:12月5日(周六)上午8点到中午12点 东门")
            assert "排上了0" in (await office.get(where)).text
