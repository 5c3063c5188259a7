"""A month after its end a ticket is archived: it can be read, and nothing can be done to it."""

from datetime import timedelta

import pytest

from domain.messages import Media, MediaKind
from storage.tickets import wanted
from storage.tickets.listing import Sight
from storage.tickets.wanted import Wanted
from tests.handlers.at_work import LAMP, answers, at_work, tell, token
from tests.handlers.scene import GROUP

MONTH = timedelta(days=30)
HAZARD = "1栋楼顶有块瓷砖松了,快要掉下来了"


async def closed(scene, words=LAMP):
    said = await at_work(scene, words)
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    await scene.say("li", "好了")
    assert (await scene.ticket()).state == "closed"
    return said


async def test_thirty_days_after_its_end_and_not_before(scene):
    await closed(scene)

    await scene.live_until(scene.now + MONTH - timedelta(minutes=1))
    assert (await scene.ticket()).state == "closed"

    await scene.wait(minutes=2)
    assert (await scene.ticket()).state == "archived"
    assert (await scene.acts())[-1] == "archive"


@pytest.mark.parametrize("how", ["withdrawn", "declined", "silence"])
async def test_whatever_end_it_had(scene, how):
    said = await scene.say("li", LAMP)
    if how == "withdrawn":
        await scene.say("li", "别登记", reply_to=said)
    elif how == "declined":
        await scene.press("wang", "不归我管")
        await scene.press("wang", "不属本部门职责")
        await scene.press("liu", "不归社区")
        await scene.say("liu", "请打供电公司95598", group=False)
    else:
        await scene.press("wang", "我来办")
        await scene.press("wang", "办好了")
        await scene.say("wang", "换了灯管", group=False)
    await scene.wait(days=45)

    assert (await scene.ticket()).state == "archived"


async def test_reopened_in_between_it_is_not_archived(scene):
    await closed(scene)
    await scene.wait(days=10)
    await scene.say("li", "那个灯还是没修好", reply_to=(await scene.last_in_group()).message)
    assert (await scene.ticket()).reopened == 1

    await scene.wait(days=25)

    assert (await scene.ticket()).state != "archived"


async def test_nobody_is_told(scene):
    await closed(scene)
    await scene.wait(days=29)
    people = ("li", "wang", "fix", "chen", "liu", "boss")
    before = [len(await scene.heard(who)) for who in people]
    group = await scene.in_group()

    await scene.wait(days=3)

    assert (await scene.ticket()).state == "archived"
    assert [len(await scene.heard(who)) for who in people] == before
    assert await scene.in_group() == group


@pytest.mark.parametrize(
    ("who", "label"),
    [
        ("wang", "我来办"),
        ("wang", "办好了"),
        ("wang", "转交"),
        ("wang", "一时办不完"),
        ("wang", "不归我管"),
        ("fix", "不归我做"),
    ],
)
async def test_every_button_is_refused_with_its_sentence(scene, who, label):
    await closed(scene)
    chosen = await token(scene, who, label)
    await scene.wait(days=31)
    before = await scene.acts()

    await scene.press_token(who, chosen, scene.private(who))

    assert (await answers(scene))[-1] == "这件事现在是“已归档”,这一步不用做了。"
    assert await scene.acts() == before


async def test_a_workers_words_and_photos_change_nothing(scene):
    await closed(scene)
    await scene.wait(days=31)
    before = await scene.acts()

    await tell(scene, "wang", "又去看了一次")
    assert "已归档" in (await scene.heard("wang"))[-1]
    rows = [row for row in await scene.rows(chat="p.wang") if row.ticket_id and row.message]
    photo = Media(MediaKind.PHOTO, "after-9", mime="image/jpeg")
    await scene.say("wang", group=False, media=(photo,), reply_to=rows[-1].message)

    assert await scene.acts() == before
    assert (await scene.ticket()).state == "archived"


async def test_a_neighbour_does_not_join_what_is_archived(scene):
    said = await closed(scene)
    await scene.wait(days=31)

    await scene.say("zhang", "我家也是", reply_to=said, chat=GROUP)

    assert (await scene.tickets())[0].people == 1


async def test_a_hazard_that_is_archived_keeps_its_reporter(scene):
    await scene.open_private("li")
    said = await scene.say("li", HAZARD)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "敲掉了,拉了警戒线", group=False)
    await scene.say("li", "好了")
    await scene.wait(days=31)
    assert (await scene.ticket()).state == "archived"

    await scene.say("li", "别登记", reply_to=said)

    assert (await scene.ticket()).reporter_id is not None


async def test_it_is_out_of_the_lists_and_found_by_its_number_or_its_state(scene):
    await closed(scene)
    await scene.wait(days=31)
    everything = Sight(0, everything=True)

    async with scene.database.reading() as session:
        found = [
            [row.id for row in await wanted.page(session, everything, asked)]
            for asked in (
                Wanted(),
                Wanted(state="live"),
                Wanted(number=1),
                Wanted(state="archived"),
            )
        ]

    assert found == [[], [], [1], [1]]
