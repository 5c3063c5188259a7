"""A wish is a ticket, too: what other tickets' steps mean for it, and what they must not do."""

import pytest

from domain.refusals import Refusal
from domain.tickets.returns import ReturnReason
from domain.tickets.states import LIVE, State
from domain.wishes.states import MIRROR, WishState
from handlers.tickets import verbs
from storage.people import PersonRow
from storage.tickets import queries
from tests.handlers.wishing import ROADS, delivered, in_review, noted, released, the_wish

SIGNS = {"wang": "owner", "sun": "officer", "li": "wisher", "vol": "claimer"}


async def _does(scene, who, verb, *args, **given):
    """One of an ordinary ticket's verbs, as console or chat would call it; the refusal's name, if any."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(
            session, f"t/{verb.__name__}/{who}", scene.now, channel="test"
        )
        turn.person = await session.get(PersonRow, scene.ids.get(who) or await _id(scene, who))
        ticket = await queries.ticket(session, 1)
        try:
            await verb(turn, ticket, *args, **given)
        except Refusal as refusal:
            await session.rollback()
            return refusal.moment
    await scene.deliver()
    return None


async def _id(scene, who):
    return (await scene.ticket()).reporter_id


@pytest.mark.parametrize(
    ("verb", "args", "given"),
    [
        (verbs.accept, (), {}),
        (verbs.contact, (), {}),
        (verbs.give_back, (), {"reason": ReturnReason.NOT_MY_DUTY}),
        (verbs.decide, (4,), {}),
    ],
)
@pytest.mark.parametrize("state", ["review", "released"])
async def test_steps_that_wishes_do_not_take_are_refused_with_a_sentence(
    scene, state, verb, args, given
):
    await ROADS[state](scene)
    for who in ("wang", "sun"):
        refused = await _does(scene, who, verb, *args, **given)
        assert refused in ("errors/wishes_go_their_way", "errors/time_passed", "errors/not_yours")

    assert (await the_wish(scene)).state == state


@pytest.mark.parametrize("state", list(ROADS))
async def test_the_ticket_mirrors_the_wish_wherever_it_is(scene, state):
    await ROADS[state](scene)

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert ticket.state == MIRROR[WishState(wish.state)].value
    assert (ticket.closed_at is None) == (State(ticket.state) in LIVE)


async def test_to_solve_it_is_the_wisher_s_word_or_an_officer_s_check(scene):
    await delivered(scene)
    assert await _does(scene, "vol", verbs.solve) == "errors/not_yours"
    assert await _does(scene, "sun", verbs.solve, words="打电话问过") is None

    assert (await scene.acts())[-1] == "check"


async def test_not_solved_and_partly_send_it_back_to_the_claimer(scene):
    await delivered(scene)
    assert await _does(scene, "li", verbs.partly, missing="还差一节电池") is None

    assert (await the_wish(scene)).state == "released"
    assert "还差一节电池" in (await scene.heard("vol"))[-1]


async def test_to_finish_it_is_for_the_claimer(scene):
    await released(scene)
    assert await _does(scene, "wang", verbs.finish, result="换了灯管") == "errors/not_yours"
    assert await _does(scene, "vol", verbs.finish, result="修好送去了") is None

    assert (await the_wish(scene)).state == "delivered"


async def test_to_decline_it_is_the_officer_s_own_words(scene):
    await in_review(scene)
    assert await _does(scene, "wang", verbs.decline, reason="可以找厂家") == "errors/not_yours"
    assert await _does(scene, "sun", verbs.decline, reason="可以找厂家") is None

    assert "可以找厂家" in (await scene.heard("li"))[-1]


async def test_a_wish_is_handed_to_another_owner_and_stays_where_it_is(scene):
    await released(scene)
    assert await _does(scene, "wang", verbs.hand_over, scene.ids["zhao"], reason="我休假") is None

    wish, ticket = await the_wish(scene), await scene.ticket()
    assert (wish.state, ticket.state, ticket.owner_id) == ("released", "working", scene.ids["zhao"])
    told = (await scene.rows(chat="p.zhao"))[-1]
    assert "收音机" in told.text
    assert told.choices == []


async def test_a_question_back_reaches_the_wisher_and_moves_nothing(scene):
    await in_review(scene)
    assert await _does(scene, "wang", verbs.ask_back, question="什么牌子的") is None

    assert "什么牌子的" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).state == "assigned"


async def test_the_owner_s_words_are_a_note_and_no_step(scene):
    await noted(scene)
    push = (await scene.rows(chat="p.wang"))[-1]
    await scene.say("wang", "我来办", group=False, reply_to=push.message)

    assert ((await the_wish(scene)).state, (await scene.ticket()).state) == ("draft", "assigned")
    assert (await scene.acts())[-1] == "note"


async def test_an_ordinary_task_is_not_confused_by_a_wish_in_the_same_hands(scene):
    await noted(scene)
    await scene.say("mei", "3栋2单元的路灯不亮")
    await scene.press("wang", "我来办")
    await scene.wait(hours=3)
    await scene.say("wang", "灯换好了", group=False)

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "reported"]


async def test_nothing_ends_a_wish_by_the_clock_of_other_tickets(scene):
    await delivered(scene)
    await scene.wait(days=5)

    assert (await scene.ticket()).state == "reported"
    assert "lapse" not in await scene.acts()
