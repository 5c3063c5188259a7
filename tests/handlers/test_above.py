"""Chief, desk and street speak under a ticket; a worker answers in the group; a former owner speaks."""

import pytest

from domain.messages import Media, MediaKind
from storage.people import RoleRow
from storage.places import touch_revision
from tests.handlers.at_work import at_work, tell

LAMP = "3栋2单元楼道的灯坏了"


async def overdue(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.wait(days=10)


@pytest.mark.parametrize(
    ("who", "as_"), [("chen", "网格长"), ("liu", "社区"), ("sun", "社区"), ("boss", "街道")]
)
async def test_what_is_said_above_reaches_the_workers_and_no_resident(scene, who, as_):
    await overdue(scene)
    before = len(await scene.heard("li"))

    await tell(scene, who, "居民等急了,今天务必去一趟")

    assert f"{as_}说:居民等急了,今天务必去一趟" in (await scene.heard("wang"))[-1]
    assert f"{as_}说:居民等急了,今天务必去一趟" in (await scene.heard("fix"))[-1]
    assert len(await scene.heard("li")) == before
    assert len(await scene.tickets()) == 1


async def test_the_desk_gives_it_to_somebody_else_by_name(scene):
    await overdue(scene)

    await tell(scene, "liu", "给赵格办")

    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_a_nod_from_above_is_told_to_nobody(scene):
    await overdue(scene)
    before = len(await scene.heard("wang"))

    await tell(scene, "chen", "收到")

    assert len(await scene.heard("wang")) == before
    assert "要报修" not in (await scene.heard("chen"))[-1]


async def test_another_thing_said_in_reply_is_a_matter_of_its_own(scene):
    await overdue(scene)

    await tell(scene, "liu", "金桂园5栋楼下井盖没盖")

    assert len(await scene.tickets()) == 2


async def test_a_worker_who_answers_in_the_group_takes_it_and_finishes_it(scene):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    before = len(await scene.in_group())

    await scene.say("wang", "收到,马上去", reply_to=line)
    assert (await scene.ticket()).state == "accepted"
    assert len(await scene.in_group()) == before

    photo = Media(MediaKind.PHOTO, "p1", mime="image/jpeg")
    await scene.say("wang", "灯泡换好了", reply_to=line, media=(photo,))
    ticket = await scene.ticket()
    assert (ticket.state, ticket.result, ticket.no_photo) == ("reported", "灯泡换好了", False)
    assert len(await scene.in_group()) == before + 1  # the line that asks


@pytest.mark.parametrize("words", ["这个找物业", "快好了", "今天忙"])
async def test_other_words_of_a_worker_in_the_group_stay_talk(scene, words):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    before = len(await scene.in_group())

    await scene.say("wang", words, reply_to=line)

    assert (await scene.ticket()).state == "assigned"
    assert len(await scene.in_group()) == before


@pytest.mark.parametrize("words", ["0001 我来办", "0001 修好了", "0001 不归我管"])
async def test_who_lost_it_to_the_next_level_is_told_so_and_the_resident_hears_nothing(
    scene, words
):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.wait(hours=8)
    assert (await scene.ticket()).owner_id == scene.ids["chen"]
    before = len(await scene.heard("li"))

    await scene.say("wang", words, group=False)

    assert "负责这件事的人" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


async def test_a_worker_who_asks_how_it_stands_is_shown_the_task(scene):
    await at_work(scene)
    before = len(await scene.heard("li"))

    await tell(scene, "wang", "怎么样了")

    assert "原话" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


@pytest.mark.parametrize("words", ["延期到12月20号", "这个不归我管"])
async def test_what_is_laid_aside_is_not_put_off_again(scene, words):
    await at_work(scene)
    await tell(scene, "wang", "挂账到1月10号,等维修基金")
    await scene.say("wang", "等维修基金批下来", group=False)
    await scene.press("liu", "同意")
    before = len(await scene.heard("li"))

    await tell(scene, "wang", words)

    assert "暂时办不了" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


async def test_who_reads_along_and_reported_it_says_themselves_whether_it_is_solved(scene):
    async with scene.database.transaction() as session:
        session.add(RoleRow(person_id=scene.ids["zhao"], role="grid_worker", area="XL-1"))
        await touch_revision(session)
    await scene.open_private("zhao")
    await scene.say("zhao", f"金桂园{LAMP}", group=False)
    owner = "wang" if (await scene.ticket()).owner_id == scene.ids["wang"] else None
    assert owner, "the other one of the grid has more in hand"
    await tell(scene, "wang", "灯泡换好了")

    await scene.say("zhao", "好了", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by) == ("closed", "reporter")
