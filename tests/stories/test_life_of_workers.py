"""People's days on Telegram: what a worker presses, and what a resident may ask for."""

from tests.bot.channels.courtyard import picture
from tests.stories.life import labels, said
from tests.stories.village import (
    CHIEF,
    COLLEAGUE,
    DESK,
    FIXER,
    GROUP,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    WORKER,
)

LAMP = "3栋2单元楼道的灯坏了"
DOOR = "1栋1单元门禁坏了,刷不开"
LEAK = "金桂园3栋2单元1701厨房漏水,水滴到楼下了"
PHONE = "13800001234"
JPEG = picture("JPEG")


async def test_a_workers_day_visits_talk_list_and_a_result_by_voice_and_photo(life):
    async with life.awake():
        await life.opened(WORKER, RESIDENT)
        await life.say(RESIDENT, LAMP, group=True)
        await life.say(RESIDENT, DOOR, group=True)
        await life.press(WORKER, "我来办", holding="0001")
        await life.press(WORKER, "约时间", holding="0001")
        await life.say(WORKER, "今天下午4点")
        said(life.news(RESIDENT), "0001", "今天下午4点到现场看")

        await life.press(WORKER, "联系居民", holding="0001")
        await life.say(WORKER, f"是进门左边那盏吗,我电话{PHONE}")
        said(life.news(RESIDENT), "办事的同志说:是进门左边那盏吗")
        await life.say(RESIDENT, "右边的,一直闪")
        said(life.news(WORKER), "居民说:右边的,一直闪")
        await life.press(WORKER, "说完了")
        assert PHONE not in life.everything(RESIDENT)
        assert "王格" not in life.everything(RESIDENT)

        await life.say(WORKER, "/tasks")
        listed = life.news(WORKER)[-1].splitlines()
        assert listed[0] == "您手上有2件:"
        assert (listed[1], listed[3]) == ("金桂园1栋", "金桂园3栋")

        life.news(WORKER)
        await life.until("2026-12-01T15:31+08:00")
        said(life.news(WORKER), "约好今天下午4点到", "0001")
        await life.press(WORKER, "办好了", holding="0001")
        await life.voice(WORKER)
        said(life.news(WORKER), "补一张办好后的照片", "编号0001")
        said(life.news(GROUP), "办过了,请您看看", "编号0001")
        await life.press(RESIDENT, "1 好了", chat=GROUP)
        said(life.news(WORKER), "居民说好了")
        sent = life.telegram.sent(WORKER)
        door = next(m for m in sent[::-1] if "0002" in m.get("text", "") and "原话" in m["text"])
        await life.photo(WORKER, JPEG, caption="读卡器换好了", reply_to=door["message_id"])
        said(life.news(WORKER), "辛苦了,已请居民看看", "编号0002")
        said(life.news(GROUP), "办过了,请您看看", "编号0002")


async def test_cannot_today_and_off_duty_the_deputy_has_it_and_the_resident_no_reason(life):
    async with life.awake():
        await life.opened(WORKER, COLLEAGUE, CHIEF, RESIDENT)
        await life.say(RESIDENT, LAMP, group=True)
        await life.press(WORKER, "我来办")
        life.news(RESIDENT)
        await life.press(WORKER, "今天去不了")
        await life.press(WORKER, "身体不舒服")
        said(life.news(COLLEAGUE), LAMP, "身体不舒服")
        said(life.news(RESIDENT), "今天改由另一位同志接着办")
        await life.press(COLLEAGUE, "我来办")
        await life.until("2026-12-02T08:46+08:00")
        said(life.news(COLLEAGUE), "他今天在,要交回给他吗")
        await life.press(COLLEAGUE, "交回给他")
        said(life.news(WORKER), LAMP, "同事转交给您", "前面的经过")
        life.news(COLLEAGUE)

        await life.say(WORKER, "/off 明天")
        said(life.news(WORKER), "您12月3日(周四)不在", "赵格")
        said(life.news(COLLEAGUE), "王格12月3日(周四)不在", "这几天先给您")
        said(life.news(CHIEF), "王格12月3日(周四)不在,由赵格接着")
        await life.until("2026-12-03T09:00+08:00")
        await life.say(NEIGHBOUR, DOOR, group=True)
        said(life.news(COLLEAGUE), DOOR, "请假,您是替补")
        await life.until("2026-12-04T09:00+08:00")
        await life.say(NEIGHBOUR, "2栋2单元楼道的灯不亮", group=True)
        said(life.news(WORKER), "2栋2单元楼道的灯不亮")
        for words in ("身体", "王格", "赵格", "退"):
            assert words not in life.everything(RESIDENT, GROUP)


async def test_ten_reminders_of_a_night_are_one_message_that_opens_each(life):
    async with life.awake(at="2026-12-01T21:00+08:00"):
        await life.opened(WORKER)
        life.news(WORKER)
        for number in (1, 2, 3):
            await life.say(RESIDENT, f"{number}栋2单元楼道的灯坏了", group=True)
        assert life.news(WORKER) == []
        lines = life.news(GROUP)
        assert len(lines) == 3
        assert all("夜里收到了" in line and "明早8点半前有人联系您" in line for line in lines)
        await life.until("2026-12-02T07:31+08:00")
        told = said(life.news(WORKER), "夜里有3件")
        assert "办" not in "".join(life.news(GROUP))
        assert labels(life.newest(WORKER)) == ["1", "2", "3"]
        assert all(f"000{number}" in told for number in (1, 2, 3))
        await life.press(WORKER, "2")
        said(life.news(WORKER), "2栋2单元楼道的灯坏了")
        assert "我来办" in labels(life.newest(WORKER))


async def test_a_resident_asks_for_a_call_speaks_leaves_a_number_and_answers_in_plain_words(life):
    async with life.awake():
        await life.opened(WORKER, DESK, FIXER, RESIDENT)
        life.news(RESIDENT)
        await life.say(RESIDENT, "打电话帮我", group=True)
        assert life.news(GROUP) == ["好的,会有人联系您。"]
        said(life.news(RESIDENT), "12月1日(周二)上午11点前给您打电话", "打哪个号码")
        said(life.news(DESK), "有位居民想请人打个电话", "上午11点前")
        await life.say(RESIDENT, PHONE)
        said(life.news(DESK), "那位居民留了号码")
        await life.press(DESK, "看号码")
        said(life.news(DESK), f"号码:{PHONE}", "10分钟后这条会收回")
        await life.until("+11m")
        assert PHONE not in life.everything(DESK, GROUP)
        await life.press(DESK, "打过了", holding="留了号码")

        life.news(RESIDENT)
        await life.voice(RESIDENT)
        said(life.news(RESIDENT), "语音收到了", "前有同志听,听完接着办")
        said(life.news(DESK), "有位居民发来语音")
        assert any("voice" in message for message in life.telegram.sent(DESK))
        await life.press(DESK, "听完了,写下来")
        await life.say(DESK, LEAK)
        said(life.news(RESIDENT), "记下了", "3栋2单元1701 漏水", "编号0001")
        said(life.news(WORKER), LEAK)

        await life.say(RESIDENT, f"我电话{PHONE}")
        said(life.news(RESIDENT), "电话收好了", "谁看过都有记录", "30天后删掉")
        said(life.news(WORKER), "居民留了电话,要打时按下面的按钮")
        await life.press(WORKER, "看联系电话")
        said(life.news(WORKER), f"联系电话:{PHONE}", "这次查看已记录")
        await life.until("+11m")
        assert PHONE not in life.everything(WORKER, FIXER, GROUP)
        await life.say(RESIDENT, "/me")
        told = said(life.news(RESIDENT), "0001 漏水渗水", "138******34")
        assert "网格员看了电话(编号0001)" in told


async def test_plain_words_rate_it_who_says_nothing_is_asked_once_more_and_then_by_a_human(life):
    async with life.awake(survey_share=100):
        await life.opened(WORKER, CHIEF, DESK, OFFICER, RESIDENT, NEIGHBOUR)
        await life.say(RESIDENT, LAMP, group=True)
        await life.say(NEIGHBOUR, DOOR, group=True)
        for number in ("0001", "0002"):
            await life.press(WORKER, "我来办", holding=number)
            await life.press(WORKER, "办好了", holding=number)
            await life.say(WORKER, "换好了,能用了")
        for who in (WORKER, CHIEF, RESIDENT, NEIGHBOUR, DESK, OFFICER):
            life.news(who)
        await life.say(RESIDENT, "好了", group=True)
        said(life.news(RESIDENT), "这次办得您满意吗", "回1满意,2基本满意,3不满意")
        await life.say(RESIDENT, "不满意,态度太差")
        said(life.news(RESIDENT), "只有社区工作人员看得到,办事的人看不到")
        said(life.news(OFFICER), "居民对态度不满意", "也不要告诉他是谁说的")
        assert life.news(WORKER) == ["0001 金桂园3栋2单元 楼道灯:居民说好了。辛苦!"]

        await life.until("+2d")
        said(life.news(NEIGHBOUR), "想再问您一声", "好了没有", "编号0002")
        await life.until("+2d")
        said(life.news(DESK), "给反映人打个电话", "0002", "他一直没有回话")
        assert life.news(WORKER) == life.news(CHIEF) == life.news(NEIGHBOUR) == []
        await life.press(DESK, "打过了")
        said(life.news(DESK), "他怎么说", "2基本满意", "4没打通")
        await life.press(DESK, "2 基本满意")
        said(life.news(DESK), "记下了")
        assert "满意" not in life.everything(GROUP, WORKER)
