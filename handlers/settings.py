"""What a street decides while the program runs: kept in the database, above what the operator has set."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from domain import settings
from domain.areas import RoleName
from domain.calendar import Calendar, ServiceHours
from domain.refusals import NotAllowed, Refusal
from domain.settings import NotASetting, Setting
from handlers.turn import Turn
from handlers.world import Deployment
from storage.people import roles_of
from storage.places import get_state, set_state, touch_revision

KEPT = "settings"
LONGEST = 40


class NotThisWay(Refusal):
    """What was written for a setting cannot be meant (`value`)."""


async def kept(session: AsyncSession) -> Mapping[str, str]:
    """What has been decided here, as it was written."""
    found: dict[str, str] = await get_state(session, KEPT, {})
    return found


def applied(
    deployment: Deployment, calendar: Calendar, decided: Mapping[str, str]
) -> tuple[Deployment, Calendar]:
    """The operator's choices with the street's above them; what cannot be read any more is passed over."""
    with suppress(KeyError, NotASetting):
        deployment = replace(deployment, quiet=settings.quiet(decided[Setting.QUIET]))
    with suppress(KeyError, NotASetting):
        deployment = replace(deployment, survey_share=settings.share(decided[Setting.SURVEY]))
    with suppress(KeyError, NotASetting):
        hours = ServiceHours(settings.hours(decided[Setting.HOURS]))
        calendar = replace(calendar, hours=hours)
    return deployment, calendar


def present(deployment: Deployment, calendar: Calendar) -> dict[Setting, str]:
    """What holds, as it is written."""
    quiet = deployment.quiet
    return {
        Setting.QUIET: settings.written((quiet,)) if quiet else settings.OFF[0],
        Setting.HOURS: settings.written(calendar.hours.sessions),
        Setting.SURVEY: str(deployment.survey_share),
    }


async def decide(turn: Turn, name: Setting, value: str | None) -> None:
    """Decide something from now on; None is back to what the operator has set."""
    roles = await roles_of(turn.session, turn.actor or 0)
    if not any(role.role is RoleName.MANAGER for role in roles):
        raise NotAllowed(act="setting")
    await touch_revision(turn.session)  # before it is read: of two at once neither undoes the other
    decided = dict(await kept(turn.session))
    before = decided.pop(name.value, None)
    if value is not None:
        try:
            decided[name.value] = settings.tidy(name, value)
        except NotASetting:
            raise NotThisWay(value=value[:LONGEST]) from None
    await set_state(turn.session, KEPT, decided)
    turn.note("setting.changed", f"setting/{name}", before=before, now=decided.get(name.value))
