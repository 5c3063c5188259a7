"""What recurs and who comes: from the officer's words to who was there, on Telegram and in the web chat."""

import re

from sqlalchemy import select

from storage.outbox import OutboxRow
from tests.bot.channels.courtyard import press
from tests.console.desk import post
from tests.stories.life import labels, said
from tests.stories.village import COLLEAGUE, GROUP, NEIGHBOUR, OFFICER, RESIDENT
from tests.stories.visitors import street

ARRANGED = "每月7号上午9点到11点 金桂园 义务理发、磨刀"
OPENED = "接龙 12月7日下午2点 义务理发 社区一楼 2人"
ON = ("七号剃头还有伐", "这个月剃脑壳还搞不", "磨刀是不是七号啊", "下趟剪头发啥辰光")
"""As people write: in dialect, by another word, and of the other service of the day."""
GRANNY, UNCLE = 503, 504


async def test_a_date_is_made_asked_about_moved_signed_up_for_and_come_to(life):
    async with life.awake():
        people = (OFFICER, COLLEAGUE, RESIDENT, NEIGHBOUR, GRANNY, UNCLE)
        await life.opened(*people)
        await life.say(UNCLE, "大家早上好", group=True)
        for who in (*people, GROUP):
            life.news(who)
        await _arranged_and_asked(life)
        await _moved(life)
        await _signed_up(life)
        codes = await _on_the_eve(life)
        await _at_the_door(life, codes)


async def _arranged_and_asked(life):
    await life.say(OFFICER, ARRANGED)
    shown = said(life.news(OFFICER), "往后几次")
    assert "12月7日(周一)" in shown
    assert life.news(GROUP) == []
    await life.press(OFFICER, "对,排上")
    await life.until("2026-12-04T09:05+08:00")
    said(life.news(GROUP), "12月7日(周一)上午9点到上午11点 义务理发、磨刀", "金桂园")
    for words in ON:
        await life.say(RESIDENT, words, group=True)
        said(life.news(GROUP), "12月7日(周一)上午9点")


async def _moved(life):
    await life.say(OFFICER, "7号的理发改到下午两点")
    said(life.news(OFFICER), "会在2个群里说一句", "下午2点到下午4点")
    await life.press(OFFICER, "就这样")
    await life.until("+1m")
    said(life.news(GROUP), "12月7日(周一)的义务理发、磨刀改到下午2点到下午4点")
    change, first = life.newest(GROUP), life.lines(GROUP, "上午9点到上午11点 义务理发")[0]
    assert change["reply_to_message"]["message_id"] == first["message_id"]
    await life.say(RESIDENT, "7号剃头还有伐", group=True)
    said(life.news(GROUP), "改了钟点", "下午2点")


async def _signed_up(life):
    await life.say(OFFICER, OPENED)
    await life.press(OFFICER, "发出去")
    said(life.news(GROUP), "义务理发:12月7日(周一)下午2点", "名额2个")
    notice = life.newest(GROUP)
    await life.press(RESIDENT, "我报名", chat=GROUP)
    said(life.news(RESIDENT), "报上名了", "排第1位")
    await life.say(NEIGHBOUR, "+1", group=True, reply_to_message=notice)
    said(life.news(NEIGHBOUR), "报上名了", "排第2位")
    await life.say(GRANNY, "我也报名理发", group=True)
    said(life.news(GRANNY), "先候补", "候补第1位")
    await life.say(UNCLE, "#接龙 义务理发\n1. 陈阿姨\n2. 老周 5栋", group=True)
    assert "候补" in said(life.news(UNCLE), "名单上原来有的都还在")
    await life.until("2026-12-04T09:10+08:00")
    assert "2个名额满了,还可以候补" in life.lines(GROUP, "义务理发:12月7日")[-1]["text"]
    await life.say(NEIGHBOUR, "3栋2单元楼道灯坏了,去不了了", group=True)
    read = life.news(NEIGHBOUR)
    said(read, "取消好了")
    said(life.news(GRANNY), "有空位了,排上了")
    said(life.news(GROUP), "记下了", "编号0001")


async def _on_the_eve(life):
    await life.until("2026-12-06T17:05+08:00")
    said(life.news(GRANNY), "明天义务理发", "到了报第2位")
    said(life.news(RESIDENT), "明天义务理发", "到了报第1位")
    assert not any("明天" in line for line in life.news(NEIGHBOUR))
    assert "我去不了" in labels(life.newest(RESIDENT))
    await life.press(RESIDENT, "我的签到码")
    said(life.news(RESIDENT), "义务理发的签到码", "当天有效")
    assert "photo" in life.newest(RESIDENT)
    await life.say(GRANNY, "我的签到码给看看")
    assert "photo" in life.newest(GRANNY)
    rows = await life.rows(select(OutboxRow).where(OutboxRow.moment == "signups/code"))
    return {row.chat: row.attachments[0]["code"] for row in rows}


async def _at_the_door(life, codes):
    await life.until("2026-12-07T14:01+08:00")
    said(life.news(GROUP), "今天12月7日(周一)下午2点")
    await life.say(OFFICER, "/console")
    link = re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0]
    code = codes[str(RESIDENT)]
    path = code[code.index("/console") :]
    async with life.pages() as phone:
        assert (await phone.get(path)).status_code == 303  # whoever is not signed in sees nothing
        await phone.get(link)
        page = await phone.get(path)
        assert "第1位" in page.text
        await post(phone, page, path)
        assert "签过到了" in (await phone.get(path)).text
        signup = path.partition("/door/")[0]
        await post(phone, await phone.get(signup), f"{signup}/settle", entry="")
        settled = (await phone.get(signup)).text
    assert settled.count("到了</span>") == 1
    assert settled.count("没来</span>") == 1
    assert life.everything(RESIDENT).count("签到码,") == 1


async def test_in_the_web_chat_the_same_and_the_code_is_a_picture_on_the_page(life):
    async with street(life, "孙办", "莫愿") as (aunt, officer, other):
        await officer.says("每周三下午2点半 金桂园 量血压 请带医保卡")
        await officer.presses("对,排上")
        await aunt.says("下次量血压啥时候,要带啥子", group=True)
        await aunt.reads("量血压12月2日(周三)下午2:30", "医保卡", group=True)
        await aunt.says("初七量血压伐", group=True)
        await aunt.reads("您说的是农历吗", group=True)
        await officer.says("明天量血压取消,医生请假")
        await officer.presses("就这样")
        await officer.says("接龙 12月9日下午2点半 量血压 社区一楼 1人")
        await officer.presses("发出去")
        await aunt.presses("我报名", group=True)
        await aunt.reads("报上名了")
        await other.says("给我报个名吧,量血压")
        await other.reads("先候补")
        await officer.says("9号的量血压推迟一个小时")
        await officer.presses("就这样")
        await life.until("+1m")
        for who in (aunt, other):
            await who.reads("量血压改到12月9日(周三)下午3:30")
        await life.until("2026-12-08T17:05+08:00")
        await aunt.reads("明天量血压", "下午3:30")
        await aunt.presses("我的签到码")
        page = (await aunt.browser.get(f"/c/{aunt.private}")).text
        picture = re.findall(r'/c/[^"]+/photos/[^"]+', page)[-1]
        shown = await aunt.browser.get(picture)
        assert shown.headers["content-type"] == "image/png"
        assert shown.content.startswith(b"\x89PNG")
        await press(aunt.browser, page, "我去不了", chat=aunt.private)
        await life.settled()
        await officer.presses("让出名额")  # so late the organiser decides
        await other.reads("有空位了")
