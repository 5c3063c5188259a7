"""Getting to know each other: codes that give a role or a household, and help in plain words."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from domain.areas import STAFF, RoleName
from domain.points.files import FileClosed, FileState
from domain.refusals import NoSuch, Refusal
from handlers import posters
from handlers.tickets import missed
from handlers.tickets.views import views
from handlers.turn import ANSWER_COUNTS, BUTTONS, Asking, Turn
from handlers.world import Deployment, World
from storage import outbox, people
from storage.outbox import times_said
from storage.people import InvitationRow, PersonRow, roles_of
from storage.places import touch_revision
from storage.points.files import standing
from storage.points.households import join_household
from storage.points.tables import HouseholdRow
from storage.questions import waiting_for
from storage.tickets import queries

HERE = frozenset(
    {RoleName.VOLUNTEER, RoleName.GRID_WORKER, RoleName.CHIEF, RoleName.DISPATCHER,
     RoleName.OFFICER, RoleName.PROPERTY}
)  # fmt: skip
"""Roles that are nothing without the area, or the company, in which they are held."""
CODE_SAID = re.compile(r"[^A-Za-z0-9]{0,12}([A-Za-z0-9]{12})[^A-Za-z0-9]{0,12}")
"""`码是ETCDYyeN2gDT`: the code on the paper, and few words around it."""
INVITATION_LASTS = timedelta(days=7)  # design: a one-time code, 7 days
MOST_WRONG = 5  # codes; a slip of the finger is one or two
BRAKE = timedelta(hours=1)


class CodeUsedUp(Refusal):
    """The code is unknown, old, or somebody has used it."""


class TooManyCodes(Refusal):
    """So many codes in a row that were none: it looks like guessing, and is braked."""


class NeedsArea(Refusal):
    """Who serves in a part of the community serves in a certain one."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code and the links that carry it."""

    code: str
    link: str | None
    web: str
    expires: datetime


async def invite(
    session: AsyncSession,
    world: World,
    *,
    at: datetime,
    role: RoleName | None = None,
    area: str | None = None,
    name: str | None = None,
    household: str | None = None,
    person: int | None = None,
) -> Invitation:
    """A one-time code that gives a role in an area, or ties whoever uses it to a household.

    `person` is whom it is for, where a register knows that better than name and role do.
    """
    if household is not None:
        home = await session.get(HouseholdRow, household)
        if home is None:
            raise NoSuch(code=household)
        if home.state != FileState.OPEN:
            raise FileClosed
    if area is not None and not _known_area(world, role, area):
        raise NoSuch(code=area)
    if role in HERE and area is None:
        raise NeedsArea(role=role.value)
    person = person or await _meant(session, role, area, name)
    code = secrets.token_urlsafe(9).replace("-", "x").replace("_", "y")
    expires = at + INVITATION_LASTS
    session.add(
        InvitationRow(
            code=code,
            role=role.value if role else None,
            area=area,
            name=name,
            person_id=person,
            household=household,
            expires_at=expires,
        )
    )
    return Invitation(
        code, bot_link(world.deployment, code), web_link(world.deployment, code), expires
    )


def _known_area(world: World, role: RoleName | None, area: str) -> bool:
    if role is RoleName.PROPERTY:
        return any(place.property == area for place in world.places)
    return area in world.organisation.areas


async def _meant(
    session: AsyncSession, role: RoleName | None, area: str | None, name: str | None
) -> int | None:
    """The person of the workbook whom an invitation is for, where name, role and area say so."""
    if role is None or name is None:
        return None
    return await people.with_role(session, name, role.value, area or "")


def bot_link(deployment: Deployment, code: str) -> str | None:
    """The link that opens the private chat with the code; None until the bot's name is known."""
    name = deployment.bot_name
    return f"https://t.me/{name}?start={quote(code)}" if name else None


def web_link(deployment: Deployment, code: str) -> str:
    return f"{deployment.public_url.rstrip('/')}/c/start/{quote(code)}"


async def start(turn: Turn, code: str) -> None:
    """`/start`: a greeting; with a code, the place, the role or the household that it stands for."""
    if not code:
        await _for_roles(turn, "people/hello")
        return
    place = posters.place_of(turn.world, code)
    if place is not None:
        await posters.arrived(turn, place)
        return
    if await _braked(turn):
        return
    invitation = await _use(turn, code)
    if invitation.role is not None:
        await _give_role(turn, invitation)
    if invitation.household is not None:
        await _join_household(turn, invitation)


async def code_said(turn: Turn) -> bool:
    """The code on the paper, sent as it stands there: nobody is asked for a command."""
    found = None if turn.in_group else CODE_SAID.fullmatch(turn.said.text.strip())
    if found is None or found[1].islower() or found[1].isupper() or found[1].isdigit():
        return False
    await start(turn, found[1])
    return True


async def _braked(turn: Turn) -> bool:
    """Whether this account has guessed too often; it is told once, by what it has been told before."""
    where, since = turn.said.where, turn.now - BRAKE
    if await times_said(turn.session, where, CodeUsedUp().moment, since) < MOST_WRONG:
        return False
    if not await times_said(turn.session, where, TooManyCodes().moment, since):
        raise TooManyCodes
    return True


async def _use(turn: Turn, code: str) -> InvitationRow:
    """Use a code up; of two at once only one gets it, and the same person may repeat it."""
    first = await people.use_invitation(turn.session, code, turn.actor or 0, turn.now)
    invitation = await turn.session.get(InvitationRow, code, populate_existing=True)
    if invitation is None or (not first and invitation.used_by != turn.actor):
        raise CodeUsedUp
    return invitation


async def _give_role(turn: Turn, invitation: InvitationRow) -> None:
    person = turn.person
    assert person is not None
    if invitation.person_id is not None and invitation.person_id != person.id:
        await _become(turn, invitation.person_id)
        invitation.used_by = invitation.person_id
        person = turn.person
        assert person is not None
    person.name = person.name or invitation.name or turn.said.speaker.name or None
    await people.give_role(turn.session, person.id, invitation.role or "", invitation.area or "")
    await touch_revision(turn.session)
    turn.note("role.given", f"person/{person.id}", role=invitation.role, area=invitation.area)
    area = turn.world.organisation.areas.get(invitation.area or "")
    await turn.reply(
        "people/role_given", role=invitation.role,
        area=area.name if area else (invitation.area or ""),
    )  # fmt: skip
    await missed.told(turn)


async def _become(turn: Turn, person_id: int) -> None:
    """The account belongs to somebody the workbook knows: their row takes the account over."""
    said = turn.said
    where = said.where
    await people.hand_account(turn.session, where.channel, said.speaker.account, person_id)
    turn.person = await turn.session.get(PersonRow, person_id)


async def _join_household(turn: Turn, invitation: InvitationRow) -> None:
    home = await standing(turn.session, invitation.household or "")
    if home is None:
        raise FileClosed
    await join_household(turn.session, home.code, turn.actor or 0)
    turn.note("household.joined", f"household/{home.code}")
    await turn.reply("people/household_joined")


async def help_with(turn: Turn) -> None:
    """What huying can do, in a few lines; staff see theirs."""
    if turn.in_group:
        await turn.reply("people/help_group", link=turn.world.deployment.bot_name)
        return
    await _for_roles(turn, "people/help")


async def _for_roles(turn: Turn, moment: str) -> None:
    """Who serves is told how tasks come; the console is spoken of to those who may open it."""
    roles = {role.role for role in await roles_of(turn.session, turn.actor or 0)}
    if roles:
        await turn.reply(f"{moment}_staff", office=bool(roles & STAFF))
    else:
        await turn.reply(moment)


async def not_understood(turn: Turn) -> None:
    """A private message that is no matter of the community: a kind word, and what can be done here.

    Where huying waits for an answer it says what it has asked, for that is what was meant; who has
    work in hand may have meant that, and is told how to say so.
    """
    asked = await _last_asked(turn)
    if asked is None:
        in_hand = await queries.in_hands_of(turn.session, turn.actor or 0, ())
        await turn.reply("people/not_understood", number=len(in_hand))
    else:
        staff = bool(await roles_of(turn.session, turn.actor or 0))
        await turn.reply("people/asked_before", words=asked, staff=staff)


async def _last_asked(turn: Turn) -> str | None:
    """The first line of what was asked last in this chat and may be answered in words."""
    waiting = await waiting_for(turn.session, turn.said.where, turn.actor or 0, turn.now)
    lately = [question for question in waiting if turn.now - question.asked_at <= ANSWER_COUNTS]
    text = await outbox.text_of(turn.session, lately[0].outbox_key) if lately else None
    return text.splitlines()[0] if text else None


async def which_one(turn: Turn, asking: Asking = BUTTONS) -> None:
    """A question about a ticket, where it is not clear which: list what this person has open."""
    rows = await queries.of_reporter(turn.session, turn.actor or 0, turn.now, limit=5)
    if turn.in_group:
        if rows:
            await turn.reply("tickets/which_group", asking=asking)
        return
    moment = "tickets/which" if rows else "tickets/none_of_yours"
    await turn.reply(moment, tickets=await views(turn, rows), asking=asking)
