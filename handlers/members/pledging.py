"""What members promise to do for the community: open, done, checked by another, and then shown."""

from domain.members.states import PledgeAct, PledgeState, VerifiedByAnother, pledged
from domain.messages import Priority
from domain.privacy import mask
from domain.privacy.homes import hide_home
from domain.refusals import Refusal, Unknown
from handlers.members.register import found, must_decide
from handlers.turn import Turn
from storage import members
from storage.members import MemberRow, PledgeRow

TEXT = 60  # characters
MOST_OPEN = 5  # of one member: a promise is to be kept


class TooManyPledges(Refusal):
    """What is promised already comes first."""


class PledgeNeeds(Refusal):
    """It is not said what is promised."""


async def pledge(turn: Turn, row: MemberRow, text: str) -> PledgeRow:
    """A member promises something. Raises TooManyPledges, PledgeNeeds."""
    words = hide_home(mask(text.strip()))[:TEXT]
    if not words:
        raise PledgeNeeds
    live = (PledgeState.OPEN, PledgeState.DONE)
    before = await members.pledges(turn.session, member=row.id, states=live)
    same = next((one for one, _, _ in before if one.text == words), None)
    if same is not None:
        return same  # said twice
    if len(before) >= MOST_OPEN:
        raise TooManyPledges(most=MOST_OPEN)
    made = PledgeRow(
        member_id=row.id, community=row.community, text=words, state=PledgeState.OPEN.value,
        made_at=turn.now,
    )  # fmt: skip
    turn.session.add(made)
    await turn.session.flush()
    turn.note("pledge.made", f"pledge/{made.id}")
    return made


async def write_down(turn: Turn, member: int, text: str) -> PledgeRow:
    """The office writes down what a member promised at the counter."""
    return await pledge(turn, await found(turn, member), text)


async def act(turn: Turn, number: int, what: PledgeAct) -> PledgeRow:
    """Take a step on a pledge: the member's own, or the office's.

    Raises:
        Unknown, NotAllowed, NotSoFar.
        VerifiedByAnother: what one did oneself is checked by another.

    """
    row = await members.pledge(turn.session, number)
    member = await turn.session.get(MemberRow, row.member_id) if row else None
    if row is None or member is None:
        raise Unknown
    own = member.person_id == turn.actor
    if not own:
        must_decide(turn, member.community)
    elif what in (PledgeAct.CHECK, PledgeAct.SEND_BACK):
        raise VerifiedByAnother
    after = pledged(PledgeState(row.state), what)
    row.state = after.value
    if after is PledgeState.DONE:
        row.done_at = turn.now
    elif after is PledgeState.CHECKED:
        row.checked_by = turn.actor
    row.ended_at = turn.now if after in (PledgeState.CHECKED, PledgeState.WITHDRAWN) else None
    turn.note(f"pledge.{what.value}", f"pledge/{row.id}")
    if not own and what in (PledgeAct.CHECK, PledgeAct.SEND_BACK):
        await turn.tell(
            member.person_id, "members/pledge_checked", subject=f"g{row.id}/{turn.event}",
            hold=True, priority=Priority.REMINDER, text=row.text,
            good=what is PledgeAct.CHECK,
        )  # fmt: skip
    return row


async def mine(turn: Turn, row: MemberRow) -> None:
    """`我的认领`: what a member promised, and how far it is."""
    rows = await members.pledges(turn.session, member=row.id)
    await turn.reply(
        "members/my_pledges", subject=row.id,
        lines=[(one.id, one.text, one.state) for one, _, _ in rows[:10]],
    )  # fmt: skip
