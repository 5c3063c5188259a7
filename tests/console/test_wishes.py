"""The office's pages of micro wishes: what is published, who has it, and how many came true."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.audit import AuditRow
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow
from tests.bot.stage import ticket as bare
from tests.console.desk import post
from tests.handlers.wishing import (
    claimed,
    delivered,
    enlist,
    in_review,
    noted,
    published,
    released,
    the_wish,
)

LIST, ONE = "/console/wishes", "/console/wishes/1"


async def _step(desk, who, verb, **given):
    """One of the page's steps, as somebody takes it who looks at it first."""
    desk.clock.at = desk.scene.now
    async with desk.signed_in(who) as browser:
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/{verb}", **given)
    await desk.scene.deliver()
    return answer


async def test_both_texts_and_all_that_happened_are_on_the_page(scene, desk):
    await in_review(scene)
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(ONE)).text

    for part in (
        "一位居民想请人修收音机",
        "金桂园3栋101想请人修收音机",
        "居民看过",
        "居民同意文字",
        "待审",
    ):
        assert part in page


async def test_a_look_at_a_private_wish_is_on_record_in_a_list_too(scene, desk):
    await in_review(scene, text="金桂园3栋101想找人陪我妈去医院看病")
    async with desk.signed_in("sun") as browser:
        await browser.get(LIST)
        await browser.get(ONE)

    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(AuditRow).order_by(AuditRow.id)))
    looks = [(row.act, row.facts["why"]) for row in rows if row.act.startswith("ticket")
             and "why" in row.facts]  # fmt: skip
    assert looks == [("tickets.listed", "list"), ("ticket.seen", "wish")]


async def test_an_officer_changes_the_words_and_publishes(scene, desk):
    await enlist(scene, "vol")
    await in_review(scene)
    assert (await _step(desk, "sun", "edit", words="一位老人想请人修收音机")).status_code == 303
    assert (await _step(desk, "sun", "publish")).status_code == 303

    wish = await the_wish(scene)
    assert (wish.state, wish.text) == ("published", "一位老人想请人修收音机")
    assert "一位老人想请人修收音机" in (await scene.heard("vol"))[-1]


async def test_words_that_give_somebody_away_are_refused_with_a_sentence_and_kept_in_the_field(
    scene, desk
):
    await in_review(scene)
    answer = await _step(desk, "sun", "edit", words="3栋101王奶奶想修收音机")

    assert answer.status_code == 409
    assert "好像有名字、门牌" in answer.text
    assert 'value="3栋101王奶奶想修收音机"' in answer.text
    assert (await the_wish(scene)).text == "一位居民想请人修收音机"


async def test_it_is_declined_with_a_reason_from_the_list_or_in_own_words(scene, desk):
    await in_review(scene)
    assert (await _step(desk, "sun", "unfit", reason="other", words="")).status_code == 409
    assert (await _step(desk, "sun", "unfit", reason="made_up")).status_code == 409
    assert (await _step(desk, "sun", "unfit", reason="dear")).status_code == 303

    assert (await the_wish(scene)).state == "declined"
    assert "问救助" in (await scene.heard("li"))[-1]


async def test_the_address_is_told_with_a_word_for_the_claimer_alone(scene, desk):
    await claimed(scene)
    assert (await _step(desk, "liu", "release", words="下午三点后在家")).status_code == 303

    assert "金桂园3栋101 下午三点后在家" in (await scene.heard("vol"))[-1]


async def test_a_step_that_is_over_shows_its_sentence(scene, desk):
    await in_review(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        await scene.press("liu", "发布")
        answer = await post(browser, page, f"{ONE}/publish")

    assert answer.status_code == 409
    assert "刚刚有别人改了" in answer.text


async def test_an_officer_checks_what_the_wisher_does_not_say(scene, desk):
    await delivered(scene)
    assert (await _step(desk, "sun", "check")).status_code == 303

    assert (await the_wish(scene)).state == "fulfilled"


async def test_it_is_taken_from_a_claimer_and_closed_as_not_done_with_a_reason(scene, desk):
    await released(scene)
    assert (await _step(desk, "sun", "give_back", words="联系不上")).status_code == 303
    assert (await the_wish(scene)).state == "published"
    assert (await _step(desk, "sun", "unfulfil", words=" ")).status_code == 409
    assert (await _step(desk, "sun", "unfulfil", words="已和居民说好,换新的")).status_code == 303

    assert (await the_wish(scene)).state == "unfulfilled"
    assert "已和居民说好" in (await scene.heard("li"))[-1]


async def test_a_draft_that_lies_is_taken_up_by_an_officer_but_not_out_of_turn(scene, desk):
    await noted(scene)
    await scene.say("li", "金桂园3栋101想请人换灯泡", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/wishes/2")
        answer = await post(browser, page, "/console/wishes/2/pass_on")
    assert answer.status_code == 409
    assert "办完那个就办这个" in answer.text

    assert (await _step(desk, "sun", "pass_on")).status_code == 303


@pytest.mark.parametrize("who", ["wang", "chen"])
async def test_who_is_no_officer_reads_and_decides_nothing(scene, desk, who):
    await in_review(scene)
    async with desk.signed_in(who) as browser:
        page = await browser.get(ONE)

    assert page.status_code == 200
    assert f'action="{ONE}/publish"' not in page.text


async def test_a_grid_worker_of_another_grid_sees_nothing_of_it(scene, desk):
    await in_review(scene)
    async with desk.signed_in("zhao") as browser:
        assert (await browser.get(ONE)).status_code == 404
        assert "收音机" not in (await browser.get(LIST)).text


async def test_a_ticket_that_is_no_wish_has_no_such_page(scene, desk):
    await scene.say("li", "3栋2单元的路灯不亮")
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(ONE)).status_code == 404
        assert (await browser.get("/console/wishes/77")).status_code == 404


async def test_the_ticket_s_page_leads_to_the_wish_and_offers_no_step_that_it_does_not_take(
    scene, desk
):
    await in_review(scene)
    async with desk.signed_in("wang") as browser:
        page = (await browser.get("/console/tickets/1")).text

    assert ONE in page
    for verb in ("accept", "finish", "return", "decline"):
        assert f'action="/console/tickets/1/{verb}"' not in page
    assert 'action="/console/tickets/1/note"' in page


async def test_the_list_is_narrowed_by_state(scene, desk):
    await published(scene)
    await in_review(scene, who="mei", text="金桂园3栋102想请人换灯泡", vol=())
    async with desk.signed_in("sun") as browser:
        everything = (await browser.get(LIST)).text
        review = (await browser.get(LIST, params={"state": "review"})).text
        nonsense = (
            await browser.get(LIST, params={"state": "x", "first": "x", "before": "x"})
        ).text

    assert "收音机" in everything
    assert "换个灯泡" not in review or "收音机" not in review
    assert "收音机" not in review
    assert "收音机" in nonsense


@pytest.mark.parametrize(
    ("states", "printed"),
    [
        ([], "—"),
        (["fulfilled"] * 24 + ["unfulfilled"], "96.0%(24/25)"),
        (["fulfilled"] * 24 + ["published"], "96.0%(24/25)"),
        (["fulfilled"] * 2 + ["declined", "withdrawn"], "100.0%(2/2)"),
        (["unfulfilled"], "0.0%(0/1)"),
        (["declined"], "—"),
    ],
)
async def test_the_rate_is_of_what_was_published_and_due_with_its_figures(
    scene, desk, states, printed
):
    await _rows(scene, states)
    async with desk.signed_in("sun") as browser:
        page = (await browser.get(LIST)).text

    assert f'<strong id="rate">{printed}</strong>' in page


async def test_what_is_not_due_yet_or_was_never_published_is_in_no_rate(scene, desk):
    await _rows(scene, ["fulfilled", "published"], due=timedelta(days=3))
    async with desk.signed_in("sun") as browser:
        assert '<strong id="rate">—</strong>' in (await browser.get(LIST)).text


async def test_the_rate_is_of_the_days_asked_for(scene, desk):
    await _rows(scene, ["fulfilled"] * 3 + ["unfulfilled"])
    async with desk.signed_in("sun") as browser:
        within = await browser.get(LIST, params={"first": "2026-11-30", "last": "2026-11-30"})
        before = await browser.get(LIST, params={"first": "2026-11-01", "last": "2026-11-29"})
        nobody = await browser.get(LIST, params={"first": "2027-01-01", "last": "2026-01-01"})

    assert "75.0%(3/4)" in within.text
    assert '<strong id="rate">—</strong>' in before.text
    assert nobody.status_code == 200


async def test_another_community_s_wishes_are_not_in_my_rate(scene, desk):
    await _rows(scene, ["unfulfilled"], community="OTHER")
    async with desk.signed_in("sun") as browser:
        assert '<strong id="rate">—</strong>' in (await browser.get(LIST)).text


async def test_a_wish_lived_to_its_end_counts_once_its_thirty_days_are_over(scene, desk):
    await delivered(scene)
    await scene.press("li", "到了")
    await scene.wait(days=31)
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        page = await browser.get(LIST, params={"first": "2026-12-01"})
    assert "100.0%(1/1)" in page.text


async def _rows(scene, states, *, due=-timedelta(days=1), community="XL"):
    async with scene.database.transaction() as session:
        for number, state in enumerate(states, start=1):
            row = bare(number)
            row.wish, row.community, row.kind = True, community, "wish"
            row.finish_by = scene.now + due
            session.add(row)
            session.add(WishRow(ticket_id=number, state=state, holder=f"h{number}", text="想要书",
                                published_at=scene.now - timedelta(days=31)))  # fmt: skip


def test_the_rows_that_these_tests_lay_are_wishes():
    assert {"wish", "finish_by"} <= set(TicketRow.__table__.columns.keys())
