"""A deduction's steps: reminded, proposed, heard, decided by two, looked at again (domain rules c.2)."""

from datetime import date, datetime, time
from typing import Any

from domain.areas import RoleName
from domain.points import AccountKind, Act, Period, Rule, reverse, rule_code, take_back
from domain.points.claims import NotThatDay
from domain.points.deductions import (
    ABSENCES,
    ABSENT,
    DECIDERS,
    FALSE_EVIDENCE,
    TO_ANSWER,
    TO_MEND,
    AnotherDecides,
    BegunAlready,
    ByRollCall,
    CommitteeDecides,
    DeductionAct,
    DeductionStands,
    DeductionState,
    ItemOff,
    NotHeardYet,
    OwnHousehold,
    TimeToMend,
    Voice,
    begins,
    moved_deduction,
    must_not_be_one,
    proposes,
    to_take,
)
from domain.points.said import OLDEST
from domain.points.times import span_of
from domain.privacy import mask
from domain.refusals import NotAllowed, Unknown
from domain.tickets.states import NeedsReason
from handlers.points import deduction_telling as telling
from handlers.points.claims import LONGEST_WORDS, SHORTEST, community_of, serves_home
from handlers.points.objections import ReviewedOnce
from handlers.projects import of_the_desk
from handlers.signups.leaving import LEAVE_ASKED
from handlers.turn import Turn
from storage import work_done
from storage.people import names_of
from storage.points import books, deductions, households, lists, rules
from storage.points.books import Grounds
from storage.points.deductions import DeductionRow, DeductionVoiceRow
from storage.points.tables import HouseholdRow, RuleRow
from storage.signups import SignupEntryRow
from storage.timers import cancel, set_timer

MENDED_BY, ANSWERED_BY = "deductions.mended_by", "deductions.answered_by"
TIED = "h"
LONGEST_ANSWER = 400


async def rule_of(turn: Turn, code: str, day: date) -> tuple[RuleRow, Rule]:
    """A minus item that is switched on for this day. Raises ItemOff."""
    found = (await rules.rules_on(turn.session, day)).get(rule_code(code))
    if found is None or found[1].points >= 0:
        raise ItemOff(code=rule_code(code))
    return found


async def begin(turn: Turn, household: str, code: str, day: date, words: str) -> DeductionRow:
    """Remind a household in writing; false evidence has nothing to mend, and is heard at once.

    Raises ItemOff, ByRollCall, NotThatDay, NeedsReason, OwnHousehold, NotAllowed, BegunAlready.
    """
    today = turn.world.today(turn.now)
    if not today - OLDEST <= day <= today:
        raise NotThatDay
    known = await rule_of(turn, code, day)
    if known[1].code == ABSENT:
        raise ByRollCall
    home = await turn.session.get(HouseholdRow, household)
    if home is None or not await serves_home(turn, household, community_of(turn, home)):
        raise Unknown
    await _not_own(turn, household)
    said = _must_say(words)
    await to_take_now(turn, household, known[1], day)
    row = await _add(turn, home, known, day, f"{household}/{known[1].code}/{day}")
    if row is None:
        raise BegunAlready
    if begins(known[1]) is DeductionState.HEARING:
        row.evidence, row.proposed_by = said, turn.actor
        await _heard(turn, row)
    else:
        row.words, row.reminded_by, row.reminded_at = said, turn.actor, turn.now
        await _timer(turn, row, MENDED_BY, turn.now + TO_MEND)
        turn.note("deduction.reminded", f"deduction/{row.id}", rule=row.rule)
        await turn.session.flush()
        await telling.household(turn, row, "reminded")
    return row


async def _add(
    turn: Turn, home: HouseholdRow, known: tuple[RuleRow, Rule], day: date, slot: str
) -> DeductionRow | None:
    return await deductions.add_deduction(
        turn.session, state=begins(known[1]).value, slot=slot, household=home.code,
        community=community_of(turn, home), rule=known[1].code, rule_id=known[0].id, day=day,
        words="", evidence="", answer="", reason="", objection="", changed_at=turn.now,
    )  # fmt: skip


def _must_say(words: str) -> str:
    if len(words.strip()) < SHORTEST:
        raise NeedsReason(act="deduct")
    return mask(words.strip())[:LONGEST_WORDS]


async def _not_own(turn: Turn, household: str) -> None:
    homes = await households.households_of(turn.session, turn.actor or 0)
    if household in {home.code for home in homes}:
        raise OwnHousehold


async def _timer(turn: Turn, row: DeductionRow, kind: str, at: datetime) -> None:
    await set_timer(
        turn.session, f"{kind}/{row.id}", kind, at, subject=f"deduction/{row.id}", deduction=row.id
    )


async def to_take_now(turn: Turn, household: str, rule: Rule, day: date) -> int:
    """What an item takes, as far as its quarter's cap leaves. Raises TakenEnough."""
    span = span_of(Period.QUARTER, day)
    had = await deductions.taken_between(turn.session, household, rule.code, *span)
    return to_take(rule, had)


async def held(turn: Turn, number: int, *, desk: bool = True) -> DeductionRow:
    """A deduction, held; by somebody who may act on it and is not of its household.

    Raises Unknown, NotAllowed, OwnHousehold.
    """
    row = await deductions.held_deduction(turn.session, number)
    if row is None:
        raise Unknown
    if not await serves_home(turn, row.household, row.community):
        raise Unknown
    await _not_own(turn, row.household)
    if desk and not of_the_desk(turn, row.community):
        raise NotAllowed(act="deduct")
    return row


def _step(turn: Turn, row: DeductionRow, act: DeductionAct, **facts: Any) -> None:
    row.state = moved_deduction(DeductionState(row.state), act).value
    row.changed_at = turn.now
    turn.note(f"deduction.{act.value}", f"deduction/{row.id}", **facts)


async def propose(turn: Turn, number: int, evidence: str) -> DeductionRow:
    """It was not mended: whoever looks after the household proposes, with what shows it.

    Raises TimeToMend before the seven days are over.
    """
    row = await held(turn, number, desk=False)
    row.evidence = _must_say(evidence)
    if row.reminded_at is not None and turn.now < row.reminded_at + TO_MEND:
        raise TimeToMend(until=row.reminded_at + TO_MEND)
    _step(turn, row, DeductionAct.PROPOSE)
    row.proposed_by = turn.actor
    await cancel(turn.session, f"deduction/{row.id}", turn.now)
    await turn.session.flush()
    await telling.desk(turn, row, "proposed_desk")
    return row


async def mend(turn: Turn, number: int) -> DeductionRow:
    """It is as it should be again; the household is thanked, and nothing is taken."""
    row = await held(turn, number, desk=False)
    return await _ended(turn, row, DeductionAct.MEND)


async def drop(turn: Turn, number: int, reason: str) -> DeductionRow:
    """Nothing comes of it, and why; one person is enough for that."""
    row = await held(turn, number)
    row.reason = _must_say(reason)
    return await _ended(turn, row, DeductionAct.DROP)


async def _ended(turn: Turn, row: DeductionRow, act: DeductionAct) -> DeductionRow:
    told = row.reminded_at is not None or row.heard_at is not None
    _step(turn, row, act)
    row.slot = None if row.rule != ABSENT else row.slot  # the same absences are not proposed twice
    await cancel(turn.session, f"deduction/{row.id}", turn.now)
    await turn.session.flush()
    if told:
        await telling.household(turn, row, row.state)
    return row


async def hear(turn: Turn, number: int) -> DeductionRow:
    """The household is told in private what is proposed, and has three days to say what it wants.

    What huying has proposed has a proposer from here on: a person.
    """
    row = await held(turn, number)
    row.state = moved_deduction(DeductionState(row.state), DeductionAct.HEAR).value
    row.proposed_by = row.proposed_by or turn.actor
    await _heard(turn, row)
    return row


async def _heard(turn: Turn, row: DeductionRow) -> None:
    row.heard_at = row.changed_at = turn.now
    await _timer(turn, row, ANSWERED_BY, turn.now + TO_ANSWER)
    turn.note("deduction.hear", f"deduction/{row.id}", rule=row.rule)
    await turn.session.flush()
    await telling.household(turn, row, "hearing")


async def answer(turn: Turn, row: DeductionRow, words: str) -> None:
    """What the household says to it, kept beside what was said before."""
    _step(turn, row, DeductionAct.ANSWER)
    said = "\n".join(filter(None, (row.answer, _must_say(words))))
    row.answer, row.answered_at = said[:LONGEST_ANSWER], turn.now
    await turn.session.flush()
    await telling.desk(turn, row, "answered_desk")


async def answer_at_desk(turn: Turn, number: int, words: str) -> None:
    """The household says it at the desk, or at its door, and it is written down."""
    await answer(turn, await held(turn, number, desk=False), words)


async def agree(turn: Turn, number: int, reason: str = "", neighbour: int = 0) -> DeductionRow:
    """One of the two who decide agrees; with the second, and never before, points are taken.

    Raises NotHeardYet, AnotherDecides, OwnHousehold, CommitteeDecides, NotAllowed.
    """
    row = await held(turn, number)
    if row.state not in (DeductionState.HEARING, DeductionState.AGREED):
        raise DeductionStands(state=row.state, act=DeductionAct.AGREE.value)
    assert row.heard_at is not None
    if row.answered_at is None and turn.now < row.heard_at + TO_ANSWER:
        raise NotHeardYet(until=row.heard_at + TO_ANSWER)
    voice, before = (
        await _voice(turn, row, neighbour),
        await deductions.voices(turn.session, row.id),
    )
    names = await names_of(turn.session, {row.proposed_by} if row.proposed_by else set())
    must_not_be_one(
        row.proposed_by, names.get(row.proposed_by or 0, ""),
        [Voice(one.by_id, one.name, one.neighbour) for one in before], voice,
    )  # fmt: skip
    if not row.reason or reason.strip():
        row.reason = _must_say(reason)
    turn.session.add(
        DeductionVoiceRow(deduction_id=row.id, by_id=voice.by, name=voice.name,
                          neighbour=voice.neighbour, at=turn.now)
    )  # fmt: skip
    await turn.session.flush()
    if len(before) + 1 < DECIDERS:
        _step(turn, row, DeductionAct.AGREE)
        await turn.session.flush()
        await telling.desk(turn, row, "second_desk")
    else:
        await _take(turn, row)
    return row


async def _voice(turn: Turn, row: DeductionRow, neighbour: int) -> Voice:
    """Whose voice it is: an officer's own, or a neighbour's whom nothing ties to the household."""
    actor = turn.actor or 0
    roles = turn.world.organisation.roles_of(actor)
    if not neighbour:
        mine = any(r.role is RoleName.OFFICER and r.area == row.community for r in roles)
        if not mine or turn.person is None or not turn.person.name:
            raise NotAllowed(act="deduct")
        return Voice(actor, turn.person.name)
    if row.rule == FALSE_EVIDENCE:
        raise CommitteeDecides
    here = [r for r in roles if r.role is not RoleName.MANAGER and r.area == row.community]
    one = await turn.session.get(lists.AppraiserRow, neighbour)
    if not here or one is None or one.community != row.community:
        raise NotAllowed(act="deduct")
    if one.household == row.household:
        raise OwnHousehold
    return Voice(actor, one.name, neighbour=True)


async def _take(turn: Turn, row: DeductionRow) -> None:
    """Take the points, as far as they are there: nobody is ever in debt."""
    known = await rule_of(turn, row.rule, row.day)
    row.amount = await to_take_now(turn, row.household, known[1], row.day)
    _step(turn, row, DeductionAct.TAKE, points=row.amount)
    row.decided_at = turn.now
    free = await books.balances(turn.session, row.household)
    act = Act(key_of(row), row.household, row.day, row.rule, community=row.community)
    entry = take_back(act, row.amount, free[AccountKind.SPENDABLE])
    grounds = Grounds(known[0].id, f"deduction/{row.id}", row.proposed_by, turn.actor)
    await books.post(turn.session, [(entry, grounds)], turn.now)
    await cancel(turn.session, f"deduction/{row.id}", turn.now)
    await turn.session.flush()
    await telling.household(turn, row, "taken")


def key_of(row: DeductionRow) -> str:
    """Why its entry is in the books."""
    return f"deduction/{row.id}"


async def objected(turn: Turn, row: DeductionRow, words: str) -> None:
    """The household does not agree: the street looks at it, once."""
    _step(turn, row, DeductionAct.OBJECT)
    row.objection = _must_say(words)
    await turn.session.flush()
    await telling.street(turn, row, "objected_street")


async def object_at_desk(turn: Turn, number: int, words: str) -> None:
    """The household objects at the desk, and it is written down."""
    await objected(turn, await held(turn, number, desk=False), words)


async def review(turn: Turn, number: int, *, upheld: bool, reason: str) -> DeductionRow:
    """The street looks once, and what it says is final; where it was wrong an entry gives all back.

    Raises NotAllowed, NeedsReason, ReviewedOnce, AnotherDecides, OwnHousehold.
    """
    row = await held(turn, number)
    if not of_the_desk(turn, None):
        raise NotAllowed(act="review")
    if row.reviewed_at is not None:
        raise ReviewedOnce
    decided = {row.proposed_by, *(v.by_id for v in await deductions.voices(turn.session, row.id))}
    if turn.actor in decided:
        raise AnotherDecides
    _step(turn, row, DeductionAct.UPHOLD if upheld else DeductionAct.REVERSE)
    row.reason = _must_say(reason)
    row.reviewed_by, row.reviewed_at = turn.actor, turn.now
    if not upheld:
        entry = await books.entry_of(turn.session, key_of(row))
        assert entry is not None
        undone = reverse(entry, key=f"{key_of(row)}/reversed", day=row.day)
        grounds = Grounds(row.rule_id, f"deduction/{row.id}", row.proposed_by, turn.actor)
        await books.post(turn.session, [(undone, grounds)], turn.now)
    await turn.session.flush()
    await telling.household(turn, row, "reviewed", upheld=upheld)
    return row


async def count_absences(turn: Turn, entries: list[SignupEntryRow], day: date) -> None:
    """A roll call is settled: with every third absence of a quarter huying proposes, and no more."""
    if ABSENT not in await rules.rules_on(turn.session, day):
        return
    known = await rule_of(turn, ABSENT, day)
    for code in sorted({one.household[1:] for one in entries if one.household.startswith(TIED)}):
        await _propose_absent(turn, code, day, known)


async def _propose_absent(turn: Turn, code: str, day: date, known: tuple[RuleRow, Rule]) -> None:
    home = await turn.session.get(HouseholdRow, code)
    missed = await _missed(turn, code, day)
    times = proposes(missed)
    if home is None or not times or missed % ABSENCES:
        return
    first, _ = span_of(Period.QUARTER, day)
    row = await _add(turn, home, known, day, f"{code}/{ABSENT}/{first}/{times}")
    if row is not None:
        turn.note("deduction.proposed_by_count", f"deduction/{row.id}", rule=row.rule)
        await telling.desk(turn, row, "absent_desk")


async def _missed(turn: Turn, code: str, day: date) -> int:
    """In how many things of this quarter the household was missed; who said so beforehand is not."""
    first, last = span_of(Period.QUARTER, day)
    calendar = turn.world.calendar
    found = await deductions.absences_of(
        turn.session, f"{TIED}{code}", calendar.instant(first, time.min),
        calendar.instant(last, time.max),
    )  # fmt: skip
    missed = {
        signup for signup, person in found
        if person is None
        or not await work_done.on_record(turn.session, LEAVE_ASKED, f"signup/{signup}", person)
    }  # fmt: skip
    return len(missed)
