"""Claims in chat: said in private by residents and workers, verified by a press."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from domain.messages import MediaKind
from domain.points.claims import (
    ClaimAct,
    ClaimStands,
    ClaimState,
    NoSuchRule,
    NotThatDay,
    OddHours,
    OwnClaim,
    must_be_written,
)
from domain.points.said import Done, asks_for_queue, done, for_household, of_oneself
from domain.refusals import Unknown
from domain.tickets.kinds import Kind
from domain.understanding import Action, Context
from handlers.points import claims as verbs
from handlers.points import telling, yearly
from handlers.points.claims import Deed
from handlers.points.finding import households_meant
from handlers.tickets.presses import must_be_asked
from handlers.turn import Asking, Offer, Turn
from storage.points import claims, households, rules
from storage.points.claims import ClaimRow
from storage.questions import ChoiceRow, QuestionRow, waiting_for
from storage.tickets import queries
from storage.wishes import carried_by

WHICH, SEEN, WHY = "points.which", "points.seen", "points.why"
FOLLOWS = timedelta(minutes=30)  # a photo that comes within it belongs to what was just claimed
USUAL = ("+03", "+02", "+23")  # offered where nothing says which item it is
MOST_OFFERED = 3
MOST_WAITING = 5  # claims that a worker is shown at once


async def said(turn: Turn) -> bool:
    """Whether a line in private tells of a deed that may be worth points; then it is written down."""
    if turn.in_group:
        return False
    if not turn.said.text:
        return bool(turn.said.media) and await _photo(turn)
    return await _for_others(turn) or await _queue(turn) or await _own(turn)


async def _own(turn: Turn) -> bool:
    today = turn.world.today(turn.now)
    found = done(turn.said.text, today)
    if found is None or _a_matter(turn, found) or await _means_work(turn):
        return False
    homes = await households.households_of(turn.session, turn.actor or 0)
    if not homes:
        if turn.world.organisation.roles_of(turn.actor or 0):
            return False  # whoever serves tells of their work all day
        await turn.reply("points/unbound")
        return True
    await _draft(turn, found, [home.code for home in homes], verbs.RESIDENT)
    return True


async def _means_work(turn: Turn) -> bool:
    """Whether it answers what huying has asked, or tells of a task or a wish in somebody's hands."""
    actor = turn.actor or 0
    if await queries.in_hands_of(turn.session, actor, ()) or await carried_by(turn.session, actor):
        return True
    waiting = await waiting_for(turn.session, turn.said.where, actor, turn.now)
    return bool(waiting) and waiting[0].kind not in WORDS and not of_oneself(turn.said.text)


def _a_matter(turn: Turn, found: Done) -> bool:
    """What is danger, or surely something else, is no deed."""
    reading = turn.world.reader.read(turn.said.text, Context(private=True))
    if reading.kind is Kind.EMERGENCY:
        return True
    return not found.codes and reading.action is Action.REGISTER


async def _for_others(turn: Turn) -> bool:
    """`申报 3栋2单元301 昨天清扫`: a worker claims for a household of theirs."""
    asked = for_household(turn.said.text)
    if asked is None or not turn.world.organisation.roles_of(turn.actor or 0):
        return False
    where, what = asked
    homes = await households_meant(turn, where, None)
    found = done(what, turn.world.today(turn.now), asked=True)
    if len(homes) != 1 or found is None:
        await turn.reply("points/for_whom", homes=len(homes), several=len(homes) > 1)
        return True
    await _draft(turn, found, [homes[0].code], verbs.WORKER)
    return True


async def _draft(turn: Turn, found: Done, homes: Sequence[str], source: str) -> None:
    """Write it down; where item or household are not clear, one short question."""
    if found.day is None:
        raise NotThatDay
    if not found.halves:
        raise OddHours
    codes = [code for code in found.codes if await _is_worth(turn, code, found.day)]
    if found.codes and not codes:
        raise NoSuchRule(code=found.codes[0])
    facts: dict[str, Any] = {
        "day": found.day.isoformat(), "halves": found.halves, "whom": found.whom, "source": source,
        "homes": list(homes), "note": turn.said.text,
        "media": [
            [one.ref, one.kind.value, one.mime] for one in turn.said.media
            if one.kind is MediaKind.PHOTO
        ],
    }  # fmt: skip
    if len(codes) == 1 and len(homes) == 1:
        await _write(turn, facts, codes[0], homes[0])
        return
    offers = await _choices(turn, codes or USUAL, homes, found.day)
    await turn.reply(
        "points/which_item", offers=offers, several=len(homes) > 1 and len(codes) == 1,
        asking=Asking(WHICH, person=turn.actor, facts=facts, by_words=True),
    )  # fmt: skip


async def _is_worth(turn: Turn, code: str, day: date) -> bool:
    return code in await rules.rules_on(turn.session, day)


async def _choices(
    turn: Turn, codes: Sequence[str], homes: Sequence[str], day: date
) -> list[list[Offer]]:
    known = await rules.rules_on(turn.session, day)
    pairs = [(code, home) for home in homes for code in codes if code in known][:MOST_OFFERED]
    names = {home: "".join(await households.heads_of(turn.session, home)) for home in homes}
    return [
        [Offer("points.item", {"rule": code, "home": home}, label=(
            f"{known[code][1].name} {names[home]}" if len(homes) > 1 else known[code][1].name
        ))]
        for code, home in pairs
    ]  # fmt: skip


async def _write(turn: Turn, facts: dict[str, Any], code: str, home: str) -> None:
    deed = Deed(
        home, code, date.fromisoformat(facts["day"]), facts["source"], halves=facts["halves"],
        what=facts["whom"], note=facts["note"],
    )  # fmt: skip
    row, new = await verbs.claim(turn, deed)
    for ref, kind, mime in facts["media"]:
        await claims.add_photo(turn.session, row.id, turn.channel, ref, kind, mime, turn.now)
    await turn.session.flush()
    about = await verbs.view_of(turn, row)
    offers = [[Offer("points.withdraw", verbs.facts_of(row))]] if new else []
    await turn.reply(
        "points/claimed" if new else "points/claimed_before", subject=row.id, claim=about,
        offers=offers, asking=Asking("points.claimed", person=turn.actor),
        own=facts["source"] == verbs.RESIDENT, photo=not facts["media"],
    )  # fmt: skip
    if new:
        await telling.ask_to_verify(turn, row)


async def _queue(turn: Turn) -> bool:
    """`待核实`: what waits for somebody who serves, the oldest first."""
    if not asks_for_queue(turn.said.text) or turn.person is None:
        return False
    roles = turn.world.organisation.roles_of(turn.person.id)
    if not roles:
        return False
    communities = {
        area.code for role in roles
        if (area := turn.world.organisation.community_of(role.area)) is not None
    }  # fmt: skip
    rows = await claims.waiting_claims(turn.session, communities)
    mine = [row for row in rows if await verbs.looks_after(turn, row)]
    for row in mine[:MOST_WAITING]:
        await telling.show(turn, row, turn.person.id)
    await turn.reply("points/queue", number=len(mine), more=max(0, len(mine) - MOST_WAITING))
    return True


async def _photo(turn: Turn) -> bool:
    """A photo that follows what was just claimed."""
    actor = turn.actor or 0
    newest = await claims.newest_by(turn.session, actor, turn.now - FOLLOWS)
    filed = await queries.of_reporter(turn.session, actor, turn.now, limit=1)
    if newest is None or (filed and filed[0].created_at > newest.made_at):
        return False
    row = await claims.held_claim(turn.session, newest.id)
    if row is None or row.state != ClaimState.CLAIMED:
        return False
    for one in turn.said.media:
        await claims.add_photo(
            turn.session, row.id, turn.channel, one.ref, one.kind.value, one.mime, turn.now
        )
    await turn.session.flush()
    await turn.reply("points/photo_kept", subject=row.id)
    await telling.ask_to_verify(turn, row)
    return True


async def which_said(turn: Turn, question: QuestionRow) -> bool:
    """An item named in words after it was asked for."""
    found = done(turn.said.text, turn.world.today(turn.now), asked=True)
    if found is None or len(found.codes) != 1 or len(question.facts["homes"]) != 1:
        return False
    if await turn.close_question(question):
        await _write(turn, question.facts, found.codes[0], question.facts["homes"][0])
    return True


async def seen_said(turn: Turn, question: QuestionRow) -> bool:
    """What a verifier saw, or why it is not so."""
    number = int(question.facts["claim"])
    if not await turn.close_question(question):
        return True
    if question.kind == SEEN:
        await telling.verified(turn, await verbs.verify(turn, number, seen=turn.said.text))
    else:
        await telling.refused(turn, await verbs.refuse(turn, number, turn.said.text))
    return True


async def _item(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    if await turn.close_question(question):
        await turn.take_buttons_away(question)
        await _write(turn, question.facts, choice.facts["rule"], choice.facts["home"])


async def _true(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    number = int(choice.facts["claim"])
    row = await claims.claim(turn.session, number)
    if row is None:
        raise Unknown
    if row.state == ClaimState.CLAIMED and await _must_write(turn, row):
        await _ask(turn, row, SEEN, "points/what_was_seen")
        return
    await telling.verified(turn, await verbs.verify(turn, number))
    await turn.take_buttons_away(question)


async def _must_write(turn: Turn, row: ClaimRow) -> bool:
    _, rule = await verbs.rule_of(turn, row.rule, row.day)
    return must_be_written(rule)


async def _untrue(turn: Turn, choice: ChoiceRow, _: QuestionRow) -> None:
    row = await claims.claim(turn.session, int(choice.facts["claim"]))
    if row is None:
        raise Unknown
    if row.state != ClaimState.CLAIMED:
        raise ClaimStands(state=row.state, act=ClaimAct.REFUSE.value)
    if row.claimed_by == turn.actor:
        raise OwnClaim
    await _ask(turn, row, WHY, "points/why_not")


async def _ask(turn: Turn, row: ClaimRow, kind: str, moment: str) -> None:
    await turn.reply(
        moment, subject=row.id, claim=await verbs.view_of(turn, row),
        asking=Asking(kind, person=turn.actor, facts=verbs.facts_of(row), by_words=True),
    )  # fmt: skip


async def _withdraw(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    row = await verbs.withdraw(turn, int(choice.facts["claim"]))
    await turn.take_buttons_away(question)
    await turn.reply("points/withdrawn", subject=row.id)


PRESSES: dict[str, Callable[[Turn, ChoiceRow, QuestionRow], Awaitable[None]]] = {
    "points.item": _item,
    "points.so": _true,
    "points.not_so": _untrue,
    "points.withdraw": _withdraw,
    **yearly.PRESSES,
}


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of a button about points; only by whom it was offered to."""
    must_be_asked(turn, choice, question)
    does = PRESSES.get(choice.verb)
    if does is None:
        raise Unknown
    await does(turn, choice, question)


WORDS = {WHICH: which_said, SEEN: seen_said, WHY: seen_said}
"""Who reads plain words after a question about points."""
