"""A micro wish on Telegram, from its words to the thanks, and one that is filed at a door."""

from tests.stories.life import said
from tests.stories.village import (
    GROUP,
    HELPER,
    OFFICER,
    PARTY,
    RESIDENT,
    VOLUNTEER,
    WORKER,
)

RADIO = "金桂园3栋101想请人修收音机,我有高血压不方便出门"
PUBLIC = "一位居民想请人修收音机"
AT_DOOR = "代3栋101登记心愿:修收音机"
PEOPLE = (WORKER, OFFICER, VOLUNTEER, HELPER, PARTY)


async def test_from_words_to_thanks_with_one_winner_and_the_address_last(life):
    async with life.awake():
        await life.opened(*PEOPLE, RESIDENT)
        for who in (*PEOPLE, RESIDENT):
            life.news(who)
        await life.say(RESIDENT, RADIO)
        said(life.news(RESIDENT), f"可以这样告诉志愿者吗:{PUBLIC}", "编号0001")
        said(life.news(WORKER), "社区审过才发给志愿者")
        assert life.news(VOLUNTEER) == []
        await life.say(RESIDENT, "可以")
        said(life.news(OFFICER), "请审", PUBLIC, "居民看过")
        await life.press(OFFICER, "发布")
        for who in (VOLUNTEER, HELPER, PARTY):
            told = said(life.news(who), PUBLIC, "您能帮上忙吗")
            for hidden in ("101", "3栋", "血压"):
                assert hidden not in told

        winner, loser = await both_claim(life, VOLUNTEER, HELPER)
        said(life.news(winner), "归您了", "社区把地址给您以后再去")
        said(life.news(RESIDENT), "有志愿者认领了您的心愿,社区安排好就去")
        assert "101" not in life.everything(VOLUNTEER, HELPER, PARTY)
        await life.press(OFFICER, "告诉地址")
        told = said(life.news(winner), "金桂园3栋101", "地址请别告诉别人")
        assert "血压" not in told

        await life.say(winner, "收音机修好送去了")
        said(life.news(RESIDENT), "志愿者送到了吗", "回“到了”或“没到”")
        await life.say(RESIDENT, "到了")
        said(life.news(RESIDENT), "想跟志愿者说声谢谢,直接写给我")
        await life.say(RESIDENT, "谢谢那位师傅,声音可清楚了")
        assert "声音可清楚" not in life.everything(winner)
        await life.press(RESIDENT, "转给志愿者")
        said(life.news(winner), "托我带句话", "声音可清楚了")
        assert "声音可清楚" not in life.everything(loser, OFFICER, WORKER, GROUP)
        assert life.news(GROUP) == []


async def both_claim(life, *volunteers):
    """Both press before either is answered: who has it, and who is told kindly that it is gone."""
    queries = {}
    for who in volunteers:
        queries[who] = life.telegram.press(who, life.newest(who)["message_id"], who, "我来认领")
    await life.settled()
    told = {who: life.telegram.queries[query][0] for who, query in queries.items()}
    (loser,) = [who for who in volunteers if told[who] == "已有人认领了,谢谢您的好意。"]
    (winner,) = set(volunteers) - {loser}
    return winner, loser


async def test_a_claim_that_is_not_kept_goes_back_by_itself_and_others_are_asked_again(life):
    async with life.awake():
        await life.opened(*PEOPLE)
        for who in PEOPLE:
            life.news(who)
        await life.say(WORKER, AT_DOOR)
        said(life.news(WORKER), "金桂园3栋101的心愿:修收音机", "居民本人同意登记吗")
        assert life.news(OFFICER) == []
        await life.press(WORKER, "居民本人同意")
        await life.press(WORKER, "可以")
        await life.press(OFFICER, "发布")
        await life.press(VOLUNTEER, "我来认领")
        await life.press(OFFICER, "告诉地址")
        for who in PEOPLE:
            life.news(who)

        await life.until("2026-12-06T10:01+08:00")
        said(life.news(VOLUNTEER), "有进展吗", "没有消息,就先请别的志愿者来")
        await life.until("2026-12-08T10:01+08:00")
        said(life.news(VOLUNTEER), "先请别的志愿者来办")
        said(life.news(HELPER), PUBLIC, "您能帮上忙吗")
        await life.press(HELPER, "我来认领")
        await life.press(OFFICER, "告诉地址")
        await life.say(HELPER, "修好送去了")
        said(life.news(WORKER), "志愿者送到了吗")
        await life.press(WORKER, "到了")
        await life.say(WORKER, "王奶奶让我谢谢志愿者")
        await life.press(WORKER, "转给志愿者")
        said(life.news(HELPER), "托我带句话:“王奶奶让我谢谢志愿者”")
        said(life.news(WORKER), "好,转过去了")
        assert "王奶奶" not in life.everything(VOLUNTEER, OFFICER)
        assert life.news(GROUP) == []
