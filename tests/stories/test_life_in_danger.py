"""What must not wait and what nobody may see, on Telegram: danger, and what is sensitive."""

from tests.stories.life import said
from tests.stories.village import (
    CHIEF,
    COUNSELLOR,
    DESK,
    FIXER,
    GROUP,
    MANAGER,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    WORKER,
)

GAS = "2栋1单元楼道里好大的煤气味"
SHOCK = "快来人,有人触电了!"
MIND = "我最近心里难受睡不着,想找人说说话"
BEATEN = "他又打我跟娃 救救我"
STAFF = (WORKER, CHIEF, DESK, OFFICER, MANAGER, FIXER, COUNSELLOR)


async def test_gas_at_night_reaches_everybody_at_once_and_climbs_in_minutes(life):
    async with life.awake(at="2026-12-05T03:20+08:00"):
        await life.opened(*STAFF, RESIDENT)
        await life.say(RESIDENT, GAS, group=True)
        line = said(life.news(GROUP), "119", "编号0001")
        assert line.index("119") < line.index("已通知") < line.index("编号")
        for who in (WORKER, CHIEF, DESK):
            said(life.news(who), "【急】", "煤气")
        life.news(MANAGER)

        for minutes, who in ((5, CHIEF), (10, DESK), (15, MANAGER)):
            assert not any("煤气" in words for words in life.news(MANAGER))
            await life.until(f"2026-12-05T03:{20 + minutes}:30+08:00")
            said(life.news(who), "到时间没人接手,请您接着办", "煤气", "前面的经过")
        await life.press(MANAGER, "我来办")
        assert "马上联系您" in said(life.news(RESIDENT), "已有人接手")
        for who in (CHIEF, DESK):
            life.news(who)
        await life.until("+30m")
        assert life.news(CHIEF) == life.news(DESK) == life.news(GROUP) == []


async def test_taken_in_time_it_climbs_no_further_and_a_missing_place_is_asked_meanwhile(life):
    async with life.awake():
        await life.opened(WORKER, CHIEF, DESK, MANAGER)
        for who in (WORKER, CHIEF, DESK, MANAGER):
            life.news(who)
        await life.say(RESIDENT, SHOCK, group=True)
        lines = life.news(GROUP)
        assert "119" in lines[0]
        assert lines[1] == "在哪里?几栋几单元,直接回我。"
        said(life.news(DESK), "【急】", SHOCK)
        await life.say(RESIDENT, "3栋2单元", group=True)
        said(life.news(DESK), "0001 电线隐患的地点:3栋2单元")
        for who in (WORKER, CHIEF):
            said(life.news(who), "【急】金桂园3栋2单元", SHOCK)
        await life.press(DESK, "我来办")
        await life.until("+20m")
        assert life.news(MANAGER) == life.news(CHIEF) == life.news(GROUP) == []


async def test_of_a_sensitive_matter_the_group_sees_nothing_and_the_named_person_all(life):
    """Also where the author never opened the bot; and nobody else, while it is late, either."""
    async with life.awake():
        await life.opened(*STAFF, RESIDENT)
        for who in (*STAFF, RESIDENT):
            life.news(who)
        await life.say(RESIDENT, MIND, group=True)
        said(life.news(RESIDENT), "只有指定的同志看得到", "私下联系您", "编号0001")
        said(life.news(COUNSELLOR), MIND, "这类事只交给指定的人")
        await life.say(NEIGHBOUR, MIND, group=True)
        said(life.news(COUNSELLOR), MIND, "0002")
        await life.until("+3d")
        assert sum("到时间没人接手" in words for words in life.news(MANAGER)) == 2
        for who in (WORKER, CHIEF, FIXER, DESK, OFFICER):
            assert life.news(who) == []
        assert life.news(GROUP) == []
        assert life.telegram.called("setMessageReaction") == []


async def test_violence_is_as_fast_as_fire_in_private_and_silent_in_the_group(life):
    async with life.awake():
        await life.opened(*STAFF, RESIDENT)
        for who in (*STAFF, RESIDENT):
            life.news(who)
        await life.say(RESIDENT, BEATEN, group=True)
        told = said(life.news(RESIDENT), "110", "12338", "我已请值班同志联系您")
        assert told.index("110") < told.index("值班")
        said(life.news(COUNSELLOR), "【急】", BEATEN)
        duty = said(life.news(DESK), "【急】", "受伤害", "0001")
        assert BEATEN not in duty

        await life.say(NEIGHBOUR, BEATEN, group=True)
        said(life.news(COUNSELLOR), "【急】", BEATEN, "0002")
        assert life.news(GROUP) == []
        assert life.telegram.called("setMessageReaction") == []
        for who in (WORKER, CHIEF, FIXER, MANAGER):
            assert life.news(who) == []
