"""What residents hear once a manager has put a sentence in other words, and what nobody can bring about."""

import asyncio

import pytest
from sqlalchemy import select

from bot.community import Community
from bot.wording.sentences import Known
from domain.refusals import NotAllowed
from handlers import texts
from storage.audit import AuditRow
from storage.people import PersonRow
from storage.places import touch_revision
from storage.texts import TextRow
from tests.handlers.scene import WORDS

LAMP = "3栋2单元楼道灯坏了三天了"
FILED, ZH = "tickets/filed", "zh-Hans"
KNOWN = Known(WORDS, most=4096)
DEFAULT = KNOWN.one(FILED, ZH).default
OURS = DEFAULT.replace("记下了", "收到,记好了")


async def reword(scene, source, *, who="boss", moment=FILED, follows=0):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "console/x", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        await texts.reword(turn, KNOWN, moment, ZH, source, follows=follows)


async def restore(scene, *, who="boss", follows):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "console/y", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        await texts.restore(turn, FILED, ZH, follows=follows)


async def kept(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(TextRow).order_by(TextRow.id)))


async def acts(scene, act):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(AuditRow).where(AuditRow.act == act)))


async def smuggle(scene, source, moment=FILED):
    """Words that no page would take, as an update may leave them behind."""
    async with scene.database.transaction() as session:
        session.add(TextRow(locale=ZH, moment=moment, source=source, follows=0, at=scene.now))
        await touch_revision(session)


async def test_residents_hear_the_new_words_at_once(scene):
    await scene.say("li", LAMP)
    await reword(scene, OURS)
    await scene.say("mei", "6栋楼下水管漏水了")

    first, second = await scene.in_group()
    assert first.startswith("记下了")
    assert second.startswith("收到,记好了")
    assert "编号0002" in second


async def test_another_process_speaks_the_same_words(scene):
    other = Community(
        scene.database, scene.community.deployment, WORDS, scene.community.calendar,
        scene.community.seal,
    )  # fmt: skip
    async with scene.database.reading() as session:
        await other.world(session)
    await reword(scene, OURS)

    scene.community = other
    await scene.say("li", LAMP)

    assert (await scene.in_group())[0].startswith("收到,记好了")


async def test_what_holds_is_loaded_once_a_revision_and_not_for_each_line(scene):
    await reword(scene, OURS)
    await scene.say("li", LAMP)
    before = scene.community._own

    await scene.say("mei", "6栋楼下水管漏水了")
    async with scene.database.transaction() as session:
        await touch_revision(session)
    await scene.say("li", "7栋路灯不亮")

    assert scene.community._own is before


async def test_back_to_the_usual_words_by_one_press(scene):
    await reword(scene, OURS)
    await restore(scene, follows=(await kept(scene))[-1].id)

    await scene.say("li", LAMP)

    assert (await scene.in_group())[0].startswith("记下了")
    assert [row.source for row in await kept(scene)] == [OURS, None]


async def test_the_usual_words_typed_again_are_no_own_ones(scene):
    await reword(scene, OURS)
    await reword(scene, DEFAULT + "\n", follows=(await kept(scene))[-1].id)

    assert (await kept(scene))[-1].source is None
    await reword(scene, DEFAULT, follows=(await kept(scene))[-1].id)  # nothing to tell apart


async def test_who_changed_what_is_on_record_without_the_words(scene):
    await reword(scene, OURS)

    (row,) = await acts(scene, "text.changed")
    assert (row.actor_id, row.subject) == (scene.ids["boss"], f"text/{ZH}/{FILED}")
    assert "记好了" not in str(row.facts)


@pytest.mark.parametrize("who", ["sun", "liu", "wang", "fix"])
async def test_only_the_streets_managers_change_words(scene, who):
    with pytest.raises(NotAllowed):
        await reword(scene, OURS, who=who)
    with pytest.raises(NotAllowed):
        await restore(scene, who=who, follows=0)

    assert await kept(scene) == []


async def test_a_broken_edit_is_never_kept_whoever_calls_the_verb(scene):
    for broken in ("{{ ticket_.what", "{{ nosuch }}", "没有号", ""):
        with pytest.raises(texts.Refusal):
            await reword(scene, broken)
    with pytest.raises(texts.TextUnknown):
        await reword(scene, "好", moment="pieces/who")

    assert await kept(scene) == []
    assert await acts(scene, "text.changed") == []


async def test_who_has_not_seen_the_others_change_does_not_undo_it(scene):
    await reword(scene, OURS)

    with pytest.raises(texts.TextOvertaken):
        await reword(scene, DEFAULT.replace("记下了", "好的"), follows=0)

    assert [row.source for row in await kept(scene)] == [OURS]


async def test_of_two_at_once_one_is_kept_and_the_other_told(scene):
    done = await asyncio.gather(
        reword(scene, OURS),
        reword(scene, DEFAULT.replace("记下了", "好的")),
        return_exceptions=True,
    )

    assert sorted(type(d).__name__ for d in done) == ["NoneType", "TextOvertaken"]
    assert len(await kept(scene)) == 1


async def test_words_that_fail_in_the_street_lose_no_message_and_the_office_hears_of_it(scene):
    await smuggle(scene, "好了 {{ ticket_.gone_since_the_update }}")

    await scene.say("li", LAMP)

    assert (await scene.in_group())[0].startswith("记下了")
    assert (await scene.ticket()).state == "assigned"
    (row,) = await acts(scene, "text.failed")
    assert row.subject == f"text/{ZH}/{FILED}"


async def test_what_an_update_has_made_wrong_tells_the_group_nothing_more(scene):
    """Good once, refused today: the group hears the usual words, never the whole place."""
    await smuggle(scene, DEFAULT + "{{ ticket_.place }}在家")

    await scene.say("li", LAMP)

    (said,) = await scene.in_group()
    assert "在家" not in said
    assert said.startswith("记下了")
    assert len(await acts(scene, "text.failed")) == 1


async def test_a_moment_that_has_gone_with_an_update_disturbs_nobody(scene):
    await smuggle(scene, "好的", moment="tickets/of_old")

    await scene.say("li", LAMP)

    assert (await scene.in_group())[0].startswith("记下了")


async def test_a_button_in_other_words_does_what_it_did(scene):
    await reword(scene, "我来办这件", moment="choices/accept")
    await scene.say("li", LAMP)

    await scene.press("wang", "我来办这件")

    assert (await scene.ticket()).state == "accepted"
