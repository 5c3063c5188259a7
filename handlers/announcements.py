"""An officer's own announcement: previewed, expanded to its audience, each chat once."""

from dataclasses import dataclass
from datetime import datetime

from domain.announcements import asked, means_all, names_in
from domain.areas import RoleName
from domain.refusals import NotAllowed, Refusal
from handlers.turn import Asking, Offer, Turn
from storage.chats import ChatRow, bound_groups
from storage.people import roles_of, serving_as
from storage.questions import ChoiceRow, QuestionRow
from storage.schedules import AnnouncementRow
from storage.timers import TimerRow, set_timer

EVERYBODY = "all"
TO_GROUPS = "groups"
MOST_TEXT = 3500  # UTF-16 units; leaves room for a heading within one Telegram message


class NoAudience(Refusal):
    """Nobody is behind these codes."""


class NothingToSay(Refusal):
    """An announcement needs words."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of an announcement: for the command line, and for the officer."""

    id: int
    at: datetime
    chats: int
    people: int


async def audience_groups(turn: Turn, codes: list[str]) -> list[ChatRow]:
    """The groups of these areas, places or group codes; `all` is every bound group."""
    groups = await bound_groups(turn.session)
    if EVERYBODY in codes:
        return groups
    return [group for group in groups if any(_meant(turn, group, code) for code in codes)]


def _meant(turn: Turn, group: ChatRow, code: str) -> bool:
    organisation, places = turn.world.organisation, turn.world.places
    if code == group.code or group.place is None:
        return code == group.code
    if places.get(code) is not None:
        return places.covers(code, group.place)
    if code not in organisation.areas:
        return False
    inside = [group.place, *(place.code for place in places.within(group.place))]
    return any(
        code in {held.code for held in organisation.chain(area.code)}
        for place in inside
        if (area := organisation.area_of(place)) is not None
    )


async def _people(turn: Turn, codes: list[str], role: RoleName) -> list[int]:
    rows = await serving_as(turn.session, role.value)
    organisation = turn.world.organisation
    return sorted(
        {
            person
            for person, area in rows
            if EVERYBODY in codes or set(codes) & {held.code for held in organisation.chain(area)}
        }
    )


async def announce(
    turn: Turn, text: str, codes: list[str], *, to: str = TO_GROUPS, at: datetime | None = None
) -> Announced:
    """Put an announcement on its way: now, or at its time; never within the quiet hours."""
    if not text.strip():
        raise NothingToSay
    chats, people = await _reached(turn, codes, to)
    if not chats and not people:
        raise NoAudience(codes=", ".join(codes)[:80])
    row = AnnouncementRow(
        text=text.strip(), audience=codes, to=to, at=max(at or turn.now, turn.now),
        by=turn.actor, created_at=turn.now, facts={},
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("announcement.made", f"announcement/{row.id}", chats=len(chats), people=len(people))
    if row.at > turn.now:
        await set_timer(
            turn.session, f"announcement/{row.id}", "announcement", row.at, announcement=row.id
        )
    else:
        await _send(turn, row, chats, people)
    return Announced(row.id, row.at, len(chats), len(people))


async def _reached(turn: Turn, codes: list[str], to: str) -> tuple[list[ChatRow], list[int]]:
    if to == TO_GROUPS:
        return await audience_groups(turn, codes), []
    return [], await _people(turn, codes, RoleName(to))


async def due(turn: Turn, timer: TimerRow) -> None:
    """The time of an announcement has come."""
    row = await turn.session.get(AnnouncementRow, int(timer.facts["announcement"]))
    if row is not None and row.sent_at is None:
        await _send(turn, row, *await _reached(turn, row.audience, row.to))


async def _send(turn: Turn, row: AnnouncementRow, chats: list[ChatRow], people: list[int]) -> None:
    row.sent_at = turn.now
    await turn.broadcast(
        "announcements/own", groups=[chat.address for chat in chats], people=people,
        announcement=row.id, text=row.text,
    )  # fmt: skip


async def asked_in_words(turn: Turn) -> bool:
    """`通知 三个小区: …` from an officer in private: shown back before anything is sent."""
    found = asked(turn.said.text)
    if found is None or turn.in_group:
        return False
    roles = {role.role for role in await roles_of(turn.session, turn.actor or 0)}
    if not roles & {RoleName.OFFICER, RoleName.MANAGER}:
        return False
    codes = await _codes_of(turn, found.audience)
    chats = await audience_groups(turn, codes)
    if not chats:
        raise NoAudience(codes=found.audience[:60])
    facts = {"codes": codes, "text": found.text}
    await turn.reply(
        "announcements/preview", text=found.text, groups=[chat.name for chat in chats],
        offers=[[Offer("announcements.send"), Offer("announcements.cancel")]],
        asking=Asking("announcement", person=turn.actor, facts=facts),
    )  # fmt: skip
    return True


async def _codes_of(turn: Turn, words: str) -> list[str]:
    """The audience an officer named: estates, areas or groups by name or code, or all of them."""
    if means_all(words):
        return [EVERYBODY]
    named = names_in(words)
    groups = await bound_groups(turn.session)
    known = {group.name: group.code or "" for group in groups}
    known |= {place.name: place.code for place in turn.world.places}
    known |= {area.name: area.code for area in turn.world.organisation.areas.values()}
    return [known.get(part, part) for part in named]


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """The officer confirmed the preview, or not."""
    if question.person_id != turn.actor:
        raise NotAllowed(act="announce")
    if not await turn.close_question(question):
        return  # pressed twice: once sent is sent
    await turn.take_buttons_away(question)
    if choice.verb == "announcements.cancel":
        await turn.reply("announcements/cancelled")
        return
    facts = question.facts
    done = await announce(turn, str(facts["text"]), list(facts["codes"]))
    await turn.reply("announcements/on_its_way", chats=done.chats, at=turn.waking(), now=turn.now)
