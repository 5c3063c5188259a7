"""Counting for members: proposed by what happened or by the office, decided by a person, once."""

from collections.abc import Sequence
from datetime import date

from domain.members.reckoning import (
    BY_HAND,
    MINUS,
    Grade,
    NoSuchItem,
    allowed,
    rule_on,
    worth,
)
from domain.members.states import ClaimState, NoLongerOpen, NotSoFar, VerifiedByAnother
from domain.messages import Priority
from domain.points import Act, Book, issue, reverse
from domain.privacy import mask
from domain.refusals import Refusal, Unknown
from handlers.members.register import found
from handlers.turn import Turn
from storage import members
from storage.members import MemberClaimRow, MemberRow
from storage.points import books
from storage.points.books import Grounds

MOST_AT_ONCE = 100
NOTE = 200  # characters


class OneByOne(Refusal):
    """What takes points is decided for one person, and by itself."""


class YearIsOver(Refusal):
    """That year of this member has been judged."""


class NoPointsYet(Refusal):
    """The member has not reported in, so nothing can be counted."""


async def write_down(
    turn: Turn, number: int, item: str, day: date, note: str, level: int = 1
) -> int | None:
    """The office proposes something itself; the same day and item for one member is one.

    Raises:
        NoSuchItem, NotSoFar, NoPointsYet.

    """
    row = await found(turn, number)
    if item not in BY_HAND:
        raise NoSuchItem(item=item)
    worth(rule_on(turn.world.member_items, item, day), level)
    if day > turn.world.today(turn.now):
        raise NotSoFar(state="future")
    if row.reported_at is None:
        raise NoPointsYet
    made = await members.propose(
        turn.session, source=f"desk/{row.id}/{item}/{day}/{level}", member_id=row.id, item=item,
        level=level, day=day, note=mask(note.strip())[:NOTE], proposed_by=turn.actor,
        proposed_at=turn.now,
    )  # fmt: skip
    if made is not None:
        turn.note("member.proposed", f"member/{row.id}", item=item)
    return made


async def verify(turn: Turn, numbers: Sequence[int]) -> int:
    """Let what was proposed count; several at once, but what takes points alone.

    Who wrote down what takes points does not decide it, too.

    Raises:
        OneByOne, NoLongerOpen, VerifiedByAnother, YearIsOver.

    """
    numbers = list(dict.fromkeys(numbers))[:MOST_AT_ONCE]
    claims = [await _claim(turn, number) for number in numbers]
    if len(claims) > 1 and any(claim.item in MINUS for claim, _ in claims):
        raise OneByOne
    if any(claim.item in MINUS and claim.proposed_by == turn.actor for claim, _ in claims):
        raise VerifiedByAnother  # nobody takes points alone
    for claim, row in claims:
        await _count(turn, claim, row)
    return len(claims)


async def _claim(turn: Turn, number: int) -> tuple[MemberClaimRow, MemberRow]:
    claim = await turn.session.get(MemberClaimRow, number)
    if claim is None:
        raise Unknown
    row = await found(turn, claim.member_id)  # from here on nobody else decides for them
    await turn.session.refresh(claim)
    if claim.state != ClaimState.PROPOSED.value:
        raise NoLongerOpen
    if row.person_id == turn.actor:
        raise VerifiedByAnother
    return claim, row


async def _count(turn: Turn, claim: MemberClaimRow, row: MemberRow) -> None:
    await must_be_open(turn, row, claim.day.year)
    rule = rule_on(turn.world.member_items, claim.item, claim.day)
    person, year = row.person_id, claim.day.year
    amount = allowed(
        rule, worth(rule, claim.level), claim.day,
        await members.counted(turn.session, person, year),
        await members.balance(turn.session, person, year),
    )  # fmt: skip
    if amount:
        act = Act(f"member/claim/{claim.id}", members.holder(person, year), claim.day, claim.item,
                  claim.note or rule.name, row.community, Book.MEMBER)  # fmt: skip
        grounds = Grounds(None, claim.source, claim.proposed_by, turn.actor)
        await books.post(turn.session, [(issue(act, amount, effective=True), grounds)], turn.now)
    _decided(turn, claim, ClaimState.COUNTED)
    claim.amount = amount
    turn.note("member.counted", f"member/{row.id}", claim=claim.id, amount=amount)
    if amount:
        await turn.tell(
            person, "members/counted", subject=f"c{claim.id}", hold=True,
            priority=Priority.REMINDER, name=rule.name, day=claim.day, amount=amount,
            balance=await members.balance(turn.session, person, year),
        )  # fmt: skip


async def must_be_open(turn: Turn, row: MemberRow, year: int) -> None:
    """Raises YearIsOver, NoPointsYet."""
    if row.reported_at is None:
        raise NoPointsYet
    if await members.year_of(turn.session, row.id, year) is not None:
        raise YearIsOver(year=year)


def _decided(turn: Turn, claim: MemberClaimRow, state: ClaimState) -> None:
    claim.state, claim.decided_by, claim.decided_at = state.value, turn.actor, turn.now


async def refuse(turn: Turn, number: int) -> None:
    """What was proposed is not counted. Raises NoLongerOpen, VerifiedByAnother."""
    claim, row = await _claim(turn, number)
    _decided(turn, claim, ClaimState.REFUSED)
    turn.note("member.refused", f"member/{row.id}", claim=claim.id)


async def take_back(turn: Turn, number: int) -> None:
    """What was counted by mistake is reversed by an entry that names it; both stay on the sheet.

    Raises:
        Unknown, VerifiedByAnother, NoLongerOpen, YearIsOver, NotEnough.

    """
    claim = await turn.session.get(MemberClaimRow, number)
    if claim is None:
        raise Unknown
    row = await found(turn, claim.member_id)
    await turn.session.refresh(claim)
    if row.person_id == turn.actor:
        raise VerifiedByAnother
    if claim.state != ClaimState.COUNTED.value:
        raise NoLongerOpen
    await must_be_open(turn, row, claim.day.year)
    entry = await books.entry_of(turn.session, f"member/claim/{claim.id}")
    if entry is not None:
        undone = reverse(entry, key=f"member/claim/{claim.id}/undo", day=entry.day, note=entry.note)
        grounds = Grounds(evidence=claim.source, approved_by=turn.actor)
        await books.post(turn.session, [(undone, grounds)], turn.now)
        year = claim.day.year
        await turn.tell(
            row.person_id, "members/taken_back", subject=f"c{claim.id}", hold=True,
            priority=Priority.REMINDER, name=entry.note, day=claim.day,
            balance=await members.balance(turn.session, row.person_id, year),
        )  # fmt: skip
    _decided(turn, claim, ClaimState.REVERSED)
    turn.note("member.reversed", f"member/{row.id}", claim=claim.id)


async def judge(turn: Turn, number: int, year: int, grade: Grade) -> None:
    """A person says how a member's year was; nothing of that year is counted any more.

    Raises:
        NotSoFar: the year is not over.
        NoLongerOpen, VerifiedByAnother, NoPointsYet.

    """
    row = await found(turn, number)
    if row.person_id == turn.actor:
        raise VerifiedByAnother
    if year >= turn.world.today(turn.now).year:
        raise NotSoFar(state="year")
    if row.reported_at is None or not await members.entries(turn.session, row.person_id, year):
        raise NoPointsYet
    if await members.open_claims(turn.session, None, member=row.id, year=year):
        raise StillToDecide
    done = await members.judge(
        turn.session, member_id=row.id, year=year, grade=grade.value, by_id=turn.actor,
        balance=await members.balance(turn.session, row.person_id, year), at=turn.now,
    )  # fmt: skip
    if not done:
        raise NoLongerOpen
    turn.note("member.judged", f"member/{row.id}", year=year, grade=grade.value)


class StillToDecide(Refusal):
    """Something of that year still waits for a decision."""
