"""The office answers a resident: in their own channel, at any hour, and without giving anybody away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.tickets.states import NeedsReason, NotYours
from handlers.tickets import verbs
from handlers.tickets.reaching import Reach
from handlers.tickets.verbs import NobodyToAnswer
from storage.outbox import OutboxRow
from storage.people import PersonRow
from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"
ANSWER = "师傅明天上午来换灯"


async def test_an_answer_reaches_the_reporter_in_private_and_the_group_hears_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    group = await scene.in_group()

    assert await _reply(scene, "sun", ANSWER) is Reach.PRIVATE

    told = (await scene.heard("li"))[-1]
    assert f"社区答复:{ANSWER}" in told
    assert "编号0001" in told
    assert await scene.in_group() == group
    assert (await scene.acts())[-1] == "reply"


async def test_what_the_resident_writes_back_goes_to_whoever_works_on_it(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await _reply(scene, "sun", ANSWER)

    await scene.say("li", "我上午不在家,下午来行不行", group=False)

    assert any("下午来行不行" in text for text in await scene.heard("wang"))
    assert len(await scene.tickets()) == 1


async def test_an_answer_is_not_held_back_at_night(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.live_until(scene.now + timedelta(hours=12))
    before = len(await scene.heard("li"))

    await _reply(scene, "sun", ANSWER)

    assert any(ANSWER in text for text in (await scene.heard("li"))[before:])


async def test_who_cannot_be_written_to_is_told_by_hand(scene):
    await scene.say("li", LAMP)

    assert await _reply(scene, "sun", ANSWER) is Reach.BY_HAND

    row = await _by_hand(scene)
    assert ANSWER in row.text
    assert row.person_id == (await scene.ticket()).reporter_id


async def test_whoever_wants_no_name_is_not_given_away_by_an_errand(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await queries.ticket(session, 1)).anonymous = True

    assert await _reply(scene, "sun", ANSWER) is Reach.GROUP

    assert await _by_hand(scene) is None
    assert ANSWER not in "".join(await scene.in_group())


async def test_numbers_in_an_answer_are_stars(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await _reply(scene, "sun", "请打13800001234找师傅")

    assert "13800001234" not in "".join([*await scene.heard("li"), *await _notes(scene)])
    assert "请打" in (await scene.heard("li"))[-1]


async def test_nobody_is_answered_where_nobody_is_known(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await queries.ticket(session, 1)).reporter_id = None

    with pytest.raises(NobodyToAnswer):
        await _reply(scene, "sun", ANSWER)
    assert "reply" not in await scene.acts()


@pytest.mark.parametrize(("who", "words", "refusal"), [
    ("sun", " ", NeedsReason), ("zhao", ANSWER, NotYours), ("heart", ANSWER, NotYours),
])  # fmt: skip
async def test_an_answer_has_words_and_comes_from_whoever_has_to_do_with_it(
    scene, who, words, refusal
):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    heard = await scene.heard("li")

    with pytest.raises(refusal):
        await _reply(scene, who, words)
    assert await scene.heard("li") == heard


async def test_an_answer_of_the_owner_is_the_first_contact_and_one_of_the_desk_is_not(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await _reply(scene, "sun", ANSWER)
    assert (await scene.ticket()).contacted_at is None

    await _reply(scene, "wang", ANSWER)
    assert (await scene.ticket()).contacted_at == scene.now


async def _reply(scene, who, words):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"test/{who}", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        reach = await verbs.reply(turn, await queries.ticket(session, 1), words)
    await scene.deliver()
    return reach


async def _by_hand(scene):
    async with scene.database.reading() as session:
        return await session.scalar(select(OutboxRow).where(OutboxRow.state == "person"))


async def _notes(scene):
    async with scene.database.reading() as session:
        return [row.note for row in await queries.history(session, 1)]


async def _two_matters(scene):
    """One that the resident was written to about, twice; another that is said to be done."""
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", "金桂园2栋301楼上每天半夜拖椅子,吵得睡不着", group=False)
    await _reply(scene, "sun", ANSWER)
    await _ask(scene, "wang", "是整个单元都不亮吗?")
    await scene.deliver()


async def test_one_answer_is_for_all_that_was_asked_about_a_matter(scene):
    await _two_matters(scene)
    await scene.say("li", "只有二楼不亮", group=False)
    before = len(await scene.heard("wang"))
    await scene.say("li", "楼上今天又拖了一夜", group=False)

    assert not any("0001" in text for text in (await scene.heard("wang"))[before:])


async def test_who_says_that_it_is_not_done_goes_on_about_that_and_not_about_another(scene):
    await _two_matters(scene)
    await _done(scene, 2)
    await scene.say("li", "3", group=False)
    await scene.say("li", "楼上今天又拖了一夜", group=False)

    assert "编号0002" in (await scene.heard("li"))[-1]
    async with scene.database.reading() as session:
        notes = {
            number: [row.note for row in await queries.history(session, number)]
            for number in (1, 2)
        }
    assert "楼上今天又拖了一夜" in notes[2]
    assert "楼上今天又拖了一夜" not in notes[1]


async def _ask(scene, who, words):
    await _step(scene, who, 1, lambda turn, ticket: verbs.ask_back(turn, ticket, question=words))


async def _done(scene, number):
    await _step(scene, "wang", number, verbs.accept)
    await _step(
        scene, "wang", number,
        lambda turn, ticket: verbs.finish(turn, ticket, result="上门劝过了,铺了地垫"),
    )  # fmt: skip


async def _step(scene, who, number, step):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(
            session, f"test/{who}/{number}/{id(step)}", scene.now, channel="console"
        )
        turn.person = await session.get(PersonRow, scene.ids[who])
        await step(turn, await queries.ticket(session, number))
    await scene.deliver()
