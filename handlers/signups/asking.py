"""An officer opens a sign-up in private, in plain words; it is shown back before anything is sent."""

from datetime import datetime

from domain.areas import RoleName
from domain.refusals import NotAllowed
from domain.signups.asked import asked
from domain.signups.book import Shows
from handlers.announcements import NoAudience, audience_groups
from handlers.signups.opening import Plan, open_up, row_of, usual_closing
from handlers.signups.views import view
from handlers.turn import Asking, Offer, Turn
from storage.people import roles_of
from storage.questions import ChoiceRow, QuestionRow

ASKED = "signup.open"
OPENS = frozenset({RoleName.OFFICER, RoleName.DISPATCHER})


async def asked_in_words(turn: Turn) -> bool:
    """`接龙 12月5日上午10点 包饺子 20人` from the desk: shown as the group would hear it."""
    if turn.in_group or turn.actor is None:
        return False
    plan = await _plan(turn, turn.said.text, turn.now)
    if plan is None:
        return False
    groups = await audience_groups(turn, list(plan.audience))
    if not groups:
        raise NoAudience(codes=", ".join(plan.audience)[:80])
    about = view(row_of(turn, plan), [])
    await turn.reply(
        "signups/preview", groups=[group.name for group in groups],
        text=turn.words("signups/notice_group", signup=about, until=None),
        offers=[[Offer("signups.send"), Offer("signups.cancel")]],
        asking=Asking(ASKED, person=turn.actor, facts={"text": turn.said.text}),
    )  # fmt: skip
    return True


async def _plan(turn: Turn, text: str, at: datetime) -> Plan | None:
    """For the community at whose desk they work; None where they are at none, or ask for nothing.

    `at` is when they said it: a yes after midnight means the same Saturday.
    """
    said = asked(text, at, turn.world.calendar)
    roles = await roles_of(turn.session, turn.actor or 0) if said else ()
    community = next((role.area for role in roles if role.role in OPENS and role.area), None)
    if said is None or community is None:
        return None
    closes = usual_closing(said.at, turn.now)
    return Plan(
        said.title, said.at, closes, closes, [community], community, place=said.place,
        places=said.places, per_household=said.per_household, conditions=said.conditions,
        shows=Shows.SURNAMES if said.named else Shows.COUNTS,
    )  # fmt: skip


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """The officer confirmed it, or not."""
    if not await turn.close_question(question):
        return  # pressed twice: once sent is sent
    await turn.take_buttons_away(question)
    if choice.verb == "signups.cancel":
        await turn.reply("announcements/cancelled")
        return
    plan = await _plan(turn, str(question.facts["text"]), question.asked_at)
    if plan is None:
        raise NotAllowed(act="signup")
    [row] = await open_up(turn, plan)
    await turn.reply(
        "announcements/on_its_way", chats=len(row.notices), at=turn.waking(), now=turn.now
    )
