"""Five households, one place, one thing, within a day: one tier more urgent, once, and all know why."""

import asyncio

from sqlalchemy import select

from storage.people import person_of
from storage.points.tables import HouseholdMemberRow, HouseholdRow
from storage.tickets.tables import TicketEventRow

LAMP = "3栋2单元楼道的灯坏了"
NEIGHBOURS = ("zhang", "zhou", "ma", "he")


async def test_the_fifth_household_makes_it_urgent_with_stricter_dates(scene):
    await scene.say("li", LAMP)
    before = await scene.ticket()
    await _too(scene, *NEIGHBOURS[:3])
    assert (await scene.ticket()).tier == "N"
    await _too(scene, "he")

    after = await scene.ticket()
    assert (after.tier, after.people) == ("U", 5)
    assert after.accept_by < before.accept_by
    assert after.respond_by < before.respond_by
    assert after.finish_by < before.finish_by
    assert after.owner_id == before.owner_id


async def test_owner_doer_and_chief_are_told_why_each_once(scene):
    await _cluster(scene)

    for who in ("wang", "fix"):
        [told] = [text for text in await scene.heard(who) if "5户报了同一件事" in text]
        assert "改为急件" in told
        assert "前接手" in told
    [told] = [text for text in await scene.heard("chen") if "5户报了同一件事" in text]
    assert "升一级" in told
    for who in ("sun", "liu", "zhao"):
        assert not [text for text in await scene.heard(who) if "5户" in text]


async def test_it_is_on_record_by_huyings_own_hand(scene):
    await _cluster(scene)

    [event] = await _raised(scene)
    assert (event.part, event.actor_id) == ("bot", None)
    assert event.facts == {"households": 5, "from": "N", "to": "U"}


async def test_the_group_reads_it_in_the_receipts_own_line(scene):
    await scene.say("li", LAMP)
    lines = await scene.in_group()
    await _too(scene, *NEIGHBOURS)

    assert await scene.in_group() == lines
    [edit] = await scene.rows(op="edit")
    assert "已有5户反映" in edit.text
    assert "编号0001" in edit.text
    assert [choice["label"] for row in edit.choices for choice in row] == ["别登记"]


async def test_the_sixth_and_the_tenth_raise_nothing_more(scene):
    await _cluster(scene)
    await _too(scene, "guo", "luo", "song", "tang", "xu")

    assert (await scene.ticket()).people == 10
    assert len(await _raised(scene)) == 1
    assert (await scene.ticket()).tier == "U"


async def test_of_many_at_once_one_raises_it_and_each_household_counts(scene):
    said = await scene.say("li", LAMP)
    crowd = [*NEIGHBOURS, "guo", "luo", "song", "tang"]
    await asyncio.gather(*(scene.say(who, "我家也是", reply_to=said) for who in crowd))

    assert (await scene.ticket()).people == 9
    assert len(await _raised(scene)) == 1
    assert len([text for text in await scene.heard("chen") if "报了同一件事" in text]) == 1


async def test_more_than_a_day_apart_they_are_no_cluster(scene):
    await scene.say("li", LAMP)
    await _too(scene, "zhang", "zhou")
    await scene.wait(hours=25)
    await _too(scene, "ma", "he")

    ticket = await scene.ticket()
    assert (ticket.people, ticket.tier) == (5, "N")
    assert await _raised(scene) == []


async def test_one_voice_that_speaks_for_five_is_one_voice(scene):
    await scene.say("li", "3栋2单元楼道的灯坏了,我们五户都看不见")

    assert (await scene.ticket()).people == 5
    assert await _raised(scene) == []


async def test_two_of_one_household_make_no_fifth(scene):
    await scene.say("li", LAMP)
    await _too(scene, *NEIGHBOURS[:3])
    await scene.say("he", "大家早")
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="H1", place="JGY/3/2/301", name="李家"))
        await session.flush()
        for who in ("li", "he"):
            person = await person_of(session, "web", who)
            session.add(HouseholdMemberRow(household="H1", person_id=person.id))
    await _too(scene, "he")

    ticket = await scene.ticket()
    assert (ticket.people, ticket.tier) == (4, "N")


async def test_what_is_urgent_already_stays_so_and_all_learn_of_the_many(scene):
    await scene.say("li", "3栋2单元停水了")
    await _too(scene, *NEIGHBOURS)

    assert (await scene.ticket()).tier == "U"
    [told] = [text for text in await scene.heard("wang") if "5户报了同一件事" in text]
    assert "改为" not in told
    [event] = await _raised(scene)
    assert event.facts["from"] == event.facts["to"]


async def test_what_is_done_and_waits_for_a_word_is_not_raised(scene):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "灯泡换好了", group=False)
    for who in NEIGHBOURS:
        await scene.say(who, "我家也是", reply_to=line)

    assert await _raised(scene) == []


async def test_a_raised_one_that_nobody_takes_climbs_by_its_new_date(scene):
    await _cluster(scene)
    await scene.wait(minutes=31)

    assert (await scene.ticket()).level == 1


async def test_reports_merged_by_staff_make_a_cluster_too_by_when_they_were_voiced(scene):
    await scene.say("li", LAMP)
    await _too(scene, *NEIGHBOURS[:3])
    await scene.say("guo", "3栋1单元楼道灯也不亮")
    assert await _raised(scene) == []
    await scene.press("wang", "并到0001")

    main = (await scene.tickets())[0]
    assert (main.people, main.tier) == (5, "U")


async def test_a_report_of_days_ago_is_none_of_today_when_it_is_merged(scene):
    await scene.say("guo", "3栋1单元楼道灯也不亮")
    await scene.wait(days=2)
    said = await scene.say("li", LAMP)
    for who in NEIGHBOURS[:3]:
        await scene.say(who, "我家也是", reply_to=said)
    await scene.press("wang", "并到0001")

    main, other = await scene.tickets()
    assert (main.people, main.tier, other.state) == (5, "N", "merged")


async def _cluster(scene):
    await scene.say("li", LAMP)
    await _too(scene, *NEIGHBOURS)


async def _too(scene, *accounts):
    line = (await scene.rows(chat="jgy"))[0].message
    for who in accounts:
        await scene.say(who, "我家也是", reply_to=line)


async def _raised(scene):
    async with scene.database.reading() as session:
        found = select(TicketEventRow).where(TicketEventRow.act == "raise")
        return list(await session.scalars(found))
