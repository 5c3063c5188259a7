"""An objection to an entry of the list: it is frozen, and a group of neighbours decides (c.3)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.messages import Priority
from domain.points import AccountKind, Entry, issue, reverse, take_back
from domain.points.claims import (
    ClaimAct,
    ClaimStands,
    ClaimState,
    moved_claim,
)
from domain.points.said import line_named, objects
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal, Unknown
from domain.tickets.states import NeedsReason
from handlers.points import claims as verbs
from handlers.points import publicity
from handlers.points.finding import NoSuchHousehold, the_household
from handlers.projects import of_the_desk
from handlers.turn import Asking, Turn
from storage.points import books, claims, households, lists
from storage.points.claims import ClaimRow
from storage.points.lists import AppraiserRow, ObjectionRow, PublicityListRow
from storage.points.tables import HouseholdRow
from storage.questions import QuestionRow
from storage.timers import TimerRow, cancel, set_timer

WHICH = "points.which_line"
ANSWERED_IN = 5  # working days (c.3)
FEWEST, MOST = 3, 7  # people of the appraisal group
ANSWER = "points.answer"
UPHELD, CANCELLED = "upheld", "cancelled"


class NothingShown(Refusal):
    """No list is out now to which this household could object."""


class NoSuchLine(Refusal):
    """The list has no entry of this number (`line`)."""


class NeedsAppraiser(Refusal):
    """A member of the group needs a name that no other has."""


class GroupTooSmall(Refusal):
    """The appraisal group has three to seven people, and three of them must sit."""


class Concerned(Refusal):
    """Somebody of the group belongs to a household that it is about, and stays out (`names`)."""


class ReviewedOnce(Refusal):
    """The street has looked at it once, and that was final."""


async def said(turn: Turn) -> bool:
    """`有异议`, `第12条不对,他没来`: in private, by anybody of a household, while the list is out."""
    found = None if turn.in_group else objects(turn.said.text)
    if found is None:
        return False
    homes = await households.households_of(turn.session, turn.actor or 0)
    if not homes:
        await turn.reply("points/unbound")
        return True
    shown = await _shown(turn, homes)
    if not shown:
        raise NothingShown
    if found.line is None:
        await turn.reply(
            "points/which_line", link=publicity.link_of(turn.world, shown[0]),
            asking=Asking(WHICH, person=turn.actor, by_words=True),
        )  # fmt: skip
        return True
    await _object(turn, shown, homes, found.line)
    return True


async def _shown(turn: Turn, homes: Sequence[HouseholdRow]) -> list[PublicityListRow]:
    communities = {verbs.community_of(turn, home) for home in homes}
    return await lists.shown_lists(turn.session, communities, turn.world.today(turn.now))


async def line_said(turn: Turn, question: QuestionRow) -> bool:
    """The number that was asked for, with or without a reason."""
    line = line_named(turn.said.text)
    homes = await households.households_of(turn.session, turn.actor or 0)
    shown = await _shown(turn, homes)
    if line is None or not shown:
        return False
    if await turn.close_question(question):
        await _object(turn, shown, homes, line)
    return True


async def _object(
    turn: Turn, shown: Sequence[PublicityListRow], homes: Sequence[HouseholdRow], line: int
) -> None:
    for made in shown:
        row = await lists.line_of(turn.session, made.id, line)
        if row is not None:
            mine = [home for home in homes if verbs.community_of(turn, home) == made.community]
            answer_by = await object_to(
                turn, row.id, mine[0].code, turn.said.text, person=turn.actor
            )
            await turn.reply("points/objected", subject=row.id, line=line, answer_by=answer_by)
            return
    raise NoSuchLine(line=line)


async def object_at_desk(
    turn: Turn, made: PublicityListRow, line: int, home: HouseholdRow, words: str
) -> ClaimRow:
    """Somebody has come to the desk while the list is out: their household objects.

    Raises NotAllowed, NothingShown, NoSuchLine, NoSuchHousehold, NeedsReason, ClaimStands.
    """
    if not of_the_desk(turn, made.community):
        raise NotAllowed(act="appraise")
    if not publicity.is_shown(turn, made):
        raise NothingShown
    if verbs.community_of(turn, home) != made.community:
        raise NoSuchHousehold(said=home.code, several=False)
    if len(words.strip()) < verbs.SHORTEST:
        raise NeedsReason(act="object")
    row = await lists.line_of(turn.session, made.id, line)
    if row is None:
        raise NoSuchLine(line=line)
    await object_to(turn, row.id, home.code, words)
    return row


async def object_to(
    turn: Turn, number: int, household: str, words: str, *, person: int | None = None
) -> datetime:
    """Freeze an entry until the group has decided; the household that it is about hears so, not who.

    `person` is who hears the answer; whose words were taken at the desk, all of the household do.
    Returns until when it is answered.
    """
    row = await claims.held_claim(turn.session, number)
    if row is None:
        raise Unknown
    row.state = moved_claim(ClaimState(row.state), ClaimAct.OBJECT).value
    answer_by = turn.world.calendar.add_working_days(turn.now, ANSWERED_IN)
    made = await lists.object_to(
        turn.session, claim_id=row.id, household=household, person_id=person,
        words=mask(words)[: verbs.LONGEST_WORDS], made_at=turn.now, answer_by=answer_by,
        outcome="", reason="", sat="",
    )  # fmt: skip
    if made is None:
        return answer_by
    row.changed_at = turn.now
    turn.note("claim.objected", f"claim/{row.id}")
    await set_timer(
        turn.session, f"{ANSWER}/{row.id}", ANSWER, answer_by - timedelta(hours=8),
        subject=f"objection/{row.id}", claim=row.id,
    )  # fmt: skip
    await _tell_objected(turn, row, household, answer_by)
    return answer_by


async def _tell_objected(turn: Turn, row: ClaimRow, household: str, answer_by: datetime) -> None:
    """The desk hears once; the household once that a neighbour doubts, and not of its own words."""
    before = {one.household for one in await lists.objections_to(turn.session, row.id)} - {
        household
    }
    if not before:
        await _tell_desk(turn, row, "points/objected_desk")
    if household != row.household and not before - {row.household}:
        about = await verbs.view_of(turn, row)
        await _tell_household(turn, row, "points/objected_yours", claim=about, answer_by=answer_by)


async def _tell_household(turn: Turn, row: ClaimRow, moment: str, **facts: Any) -> None:
    for person in await households.members_of(turn.session, row.household):
        await turn.tell(person, moment, subject=f"claim{row.id}/p{person}", hold=True, **facts)


async def _tell_desk(turn: Turn, row: ClaimRow, moment: str) -> None:
    about = await verbs.view_of(turn, row)
    for duty in turn.world.organisation.desk(row.community, turn.world.today(turn.now)):
        await turn.tell(
            duty.person, moment, subject=f"claim{row.id}/p{duty.person}", hold=True,
            priority=Priority.TASK, claim=about, line=row.line,
        )  # fmt: skip


async def answer_due(turn: Turn, timer: TimerRow) -> None:
    """The last day on which the group has to answer: the desk hears of it."""
    row = await claims.claim(turn.session, int(timer.facts["claim"]))
    if row is not None and row.state == ClaimState.OBJECTED:
        await _tell_desk(turn, row, "points/answer_today")


async def decide(
    turn: Turn, number: int, *, upheld: bool, reason: str, sat: Collection[int]
) -> ClaimRow:
    """The group has decided; both sides hear what and why, and the objector's name is told to nobody.

    Raises NeedsReason, GroupTooSmall, Concerned, ClaimStands.
    """
    row = await claims.held_claim(turn.session, number)
    if row is None:
        raise Unknown
    if not of_the_desk(turn, row.community):
        raise NotAllowed(act="appraise")
    if len(reason.strip()) < verbs.SHORTEST:
        raise NeedsReason(act="appraise")
    objections = await lists.objections_to(turn.session, row.id)
    names = await _sitting(turn, row, objections, sat)
    act = ClaimAct.UPHOLD if upheld else ClaimAct.CANCEL
    row.state, row.changed_at = moved_claim(ClaimState(row.state), act).value, turn.now
    for one in objections:
        one.outcome, one.reason = UPHELD if upheld else CANCELLED, mask(reason)
        one.sat, one.decided_by, one.decided_at = "、".join(names), turn.actor, turn.now
    await cancel(turn.session, f"objection/{row.id}", turn.now)
    turn.note("claim.decided", f"claim/{row.id}", upheld=upheld, sat=len(names))
    if not upheld:
        await _undo(turn, row)
    elif await _is_over(turn, row):
        await publicity.count(turn, [row])
    await turn.session.flush()
    await _tell_decided(turn, row, objections, upheld=upheld, reason=mask(reason))
    return row


async def _sitting(
    turn: Turn, row: ClaimRow, objections: Sequence[ObjectionRow], sat: Collection[int]
) -> list[str]:
    """Who decides: enough of the group, and nobody of a household that it is about."""
    group = await lists.appraisers(turn.session, row.community)
    here = [one for one in group if one.id in sat]
    if not FEWEST <= len(group) <= MOST or len(here) < FEWEST:
        raise GroupTooSmall(number=len(group))
    parties = {row.household, *(one.household for one in objections)}
    concerned = [one.name for one in here if one.household in parties]
    if concerned:
        raise Concerned(names="、".join(concerned))
    return [one.name for one in here]


async def _is_over(turn: Turn, row: ClaimRow) -> bool:
    made = await turn.session.get(PublicityListRow, row.list_id) if row.list_id else None
    return made is not None and made.settled_at is not None


async def _undo(turn: Turn, row: ClaimRow) -> None:
    """Take out of publicity what was put there; both entries stay in the books."""
    entry = await books.entry_of(turn.session, f"claim/{row.id}/issued")
    assert entry is not None
    undone = reverse(entry, key=f"claim/{row.id}/cancelled", day=row.day)
    await books.post(turn.session, [(undone, verbs.grounds(row, turn.actor))], turn.now)


async def _tell_decided(
    turn: Turn, row: ClaimRow, objections: Sequence[ObjectionRow], *, upheld: bool, reason: str
) -> None:
    about = await verbs.view_of(turn, row)
    facts: dict[str, Any] = {
        "claim": about,
        "upheld": upheld,
        "reason": reason,
        "line": row.line or 0,
    }
    await _tell_household(turn, row, "points/decided_yours", **facts)
    for one in objections:
        if one.household == row.household:
            continue
        theirs = [one.person_id] if one.person_id else None
        for person in theirs or await households.members_of(turn.session, one.household):
            await turn.tell(
                person, "points/decided", subject=f"claim{row.id}/p{person}", hold=True, **facts
            )


async def review(turn: Turn, number: int, *, upheld: bool, reason: str) -> ClaimRow:
    """The street looks at a decision once, and what it says is final.

    Raises NotAllowed, NeedsReason, ReviewedOnce, ClaimStands.
    """
    row = await claims.held_claim(turn.session, number)
    if row is None:
        raise Unknown
    if not of_the_desk(turn, None):
        raise NotAllowed(act="review")
    if len(reason.strip()) < verbs.SHORTEST:
        raise NeedsReason(act="review")
    objections = await lists.objections_to(turn.session, row.id)
    if not objections or objections[0].decided_at is None:
        raise ClaimStands(state=row.state, act="review")
    if objections[0].reviewed_at is not None:
        raise ReviewedOnce
    for one in objections:
        one.outcome, one.reason = UPHELD if upheld else CANCELLED, mask(reason)
        one.reviewed_by, one.reviewed_at = turn.actor, turn.now
    await _reviewed(turn, row, upheld=upheld)
    turn.note("claim.reviewed", f"claim/{row.id}", upheld=upheld)
    await _tell_decided(turn, row, objections, upheld=upheld, reason=mask(reason))
    return row


async def _reviewed(turn: Turn, row: ClaimRow, *, upheld: bool) -> None:
    stands = row.state != ClaimState.CANCELLED
    if stands == upheld:
        return
    before = ClaimState(row.state)
    act = ClaimAct.RESTORE if upheld else ClaimAct.OVERTURN
    row.state, row.changed_at = moved_claim(before, act).value, turn.now
    if before is ClaimState.UPHELD:
        await _undo(turn, row)
    else:
        entry = _given(row) if upheld else await _taken(turn, row)
        await books.post(turn.session, [(entry, verbs.grounds(row, turn.actor))], turn.now)
    await turn.session.flush()


def _given(row: ClaimRow) -> Entry:
    return issue(verbs.act_of(row, "restored"), row.points or 0, effective=True)


async def _taken(turn: Turn, row: ClaimRow) -> Entry:
    """What has counted may have been spent: nobody is ever in debt."""
    free = await books.balances(turn.session, row.household)
    act = verbs.act_of(row, "overturned")
    return take_back(act, row.points or 0, free[AccountKind.SPENDABLE])


async def appoint(turn: Turn, community: str, name: str, household: str) -> None:
    """Write a neighbour down for the appraisal group.

    Raises GroupTooSmall where it is full, NoSuchHousehold, NeedsAppraiser, NotAllowed.
    """
    if not of_the_desk(turn, community):
        raise NotAllowed(act="appraise")
    group = await lists.appraisers(turn.session, community)
    if len(name) < verbs.SHORTEST or any(one.name == name for one in group):
        raise NeedsAppraiser
    if len(group) >= MOST:
        raise GroupTooSmall(number=len(group))
    home = await the_household(turn, household, {community}) if household else None
    code = home.code if home is not None else ""
    turn.session.add(AppraiserRow(community=community, name=name, household=code))
    await turn.session.flush()
    turn.note("appraiser.appointed", f"community/{community}")


async def dismiss(turn: Turn, number: int) -> None:
    """Somebody sits in the group no longer, and their name goes."""
    one = await turn.session.get(AppraiserRow, number)
    if one is None:
        raise Unknown
    if not of_the_desk(turn, one.community):
        raise NotAllowed(act="appraise")
    await turn.session.delete(one)
    turn.note("appraiser.dismissed", f"community/{one.community}")


FIRES = {ANSWER: answer_due}
