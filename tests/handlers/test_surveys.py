"""A silent reporter is called by somebody who did not do the work, who writes down what they heard."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from storage.calls import CallRow
from storage.tickets.ratings import TicketRatingRow

LAMP = "3栋2单元楼道的灯坏了"


async def test_what_was_heard_is_kept_with_who_asked_and_how(scene):
    await silent(scene)

    await scene.press("liu", "打过了")
    assert "他怎么说" in (await scene.heard("liu"))[-1]
    await scene.press("liu", "1 满意")

    rating, ticket = (await rows(scene, TicketRatingRow))[0], await scene.ticket()
    assert (rating.rating, rating.channel, rating.asked_by) == ("content", "call", scene.ids["liu"])
    assert rating.person_id == ticket.reporter_id
    assert (ticket.rating, ticket.outcome, ticket.closed_by) == ("content", "solved", "silence")
    call = (await rows(scene, CallRow))[0]
    assert (call.state, call.done_by) == ("done", scene.ids["liu"])


@pytest.mark.parametrize(
    ("words", "rating"), [("2", "so_so"), ("还可以", "so_so"), ("很满意,一直夸", "content")]
)
async def test_it_is_written_down_by_number_or_in_words(scene, words, rating):
    await silent(scene)
    await scene.press("liu", "打过了")

    await scene.say("liu", words, group=False)

    assert [r.rating for r in await rows(scene, TicketRatingRow)] == [rating]


async def test_nobody_picked_up_is_no_rating(scene):
    await silent(scene)
    await scene.press("liu", "打过了")

    await scene.press("liu", "4 没打通")

    assert await rows(scene, TicketRatingRow) == []
    assert (await rows(scene, CallRow))[0].state == "done"
    assert (await scene.ticket()).outcome is None


@pytest.mark.parametrize("how", ["press", "words", "at once"])
async def test_not_content_for_a_reason_of_the_work_is_done_again_one_level_up(scene, how):
    await silent(scene)
    await scene.press("liu", "打过了")

    if how == "at once":
        await scene.say("liu", "不满意,根本没修", group=False)
    else:
        await scene.press("liu", "3 不满意")
        assert (await scene.ticket()).state == "closed"
        if how == "press":
            await scene.press("liu", "1 没做")
        else:
            await scene.say("liu", "他说根本没修", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["chen"])
    assert [r.reason for r in await rows(scene, TicketRatingRow)] == ["not_done"]
    assert not any("liu" in text or "刘值" in text for text in await scene.heard("chen"))


async def test_manner_heard_on_the_phone_is_for_the_officers_alone(scene):
    await silent(scene)
    before = {who: len(await scene.heard(who)) for who in ("wang", "fix", "chen")}
    await scene.press("liu", "打过了")
    await scene.press("liu", "3 不满意")

    await scene.press("liu", "4 态度")

    assert "居民对态度不满意" in (await scene.heard("sun"))[-1]
    assert before == {who: len(await scene.heard(who)) for who in before}
    assert (await scene.ticket()).state == "closed"


async def test_what_is_beyond_has_been_explained_by_the_call(scene):
    await silent(scene)
    await scene.press("liu", "打过了")
    await scene.press("liu", "3 不满意")

    await scene.press("liu", "5 要求外")

    assert [call.state for call in await rows(scene, CallRow)] == ["done"]
    assert (await scene.ticket()).state == "closed"


async def test_whoever_is_slower_changes_nothing(scene):
    await silent(scene)
    await scene.press("sun", "打过了")
    await scene.press("liu", "打过了")
    await scene.press("liu", "1 满意")

    await scene.press("sun", "3 不满意")
    await scene.press("sun", "1 没做")

    assert [r.rating for r in await rows(scene, TicketRatingRow)] == ["content"]
    assert (await scene.ticket()).state == "closed"
    assert (await scene.rows(op="answer"))[-1].text == "这个电话已经打过了。"


async def test_a_ticket_that_came_back_meanwhile_is_not_rated(scene):
    await silent(scene)
    await scene.say("li", "还是没修好", reply_to=(await scene.last_in_group()).message)
    assert (await scene.ticket()).reopened == 1
    await scene.press("liu", "打过了")

    await scene.press("liu", "1 满意")

    assert await rows(scene, TicketRatingRow) == []
    assert (await rows(scene, CallRow))[0].state == "done"


async def silent(scene):
    scene.community.deployment = replace(scene.community.deployment, survey_share=100)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    await scene.wait(days=3, minutes=1)
    assert (await scene.ticket()).closed_by == "silence"


async def rows(scene, table):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))
