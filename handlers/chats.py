"""Groups: the one notice on joining, tying a group to a place, and following it when it moves."""

from domain.areas import RoleName
from domain.messages import Happening, Op, SpeakerKind
from domain.places import PlaceKind
from domain.refusals import NotAllowed, Unknown
from domain.understanding import Care
from handlers.calls import numbers
from handlers.tickets import missed
from handlers.turn import Asking, Offer, Turn
from handlers.workbook.headings import value_of
from storage.chats import MODES, ChatRow, chat_at, leave, meet_group
from storage.moving import move_chat
from storage.people import close_private_chat, meet, roles_of
from storage.places import touch_revision
from storage.questions import ChoiceRow, QuestionRow


async def joined(turn: Turn) -> None:
    """Huying is in a group: it says once who runs it, what it reads and keeps, how to object (P01)."""
    said = turn.said
    chat = await meet_group(turn.session, said.where, name=said.chat_name)
    chat.here, chat.hears_all = True, said.hears_all
    chat.name = said.chat_name or chat.name
    await notice(turn, chat)


async def notice(turn: Turn, chat: ChatRow) -> None:
    """Post the notice, if this group has not had it."""
    if chat.noticed_at is None:
        chat.noticed_at = turn.now
        await turn.say(
            "chats/notice", chat.address, group=True, operator=turn.world.deployment.operator,
            elsewhere=turn.world.deployment.elsewhere,
        )  # fmt: skip


async def left(turn: Turn) -> None:
    """Huying was removed: nothing is sent there any more."""
    await leave(turn.session, turn.said.where)


async def reachable(turn: Turn) -> None:
    """Somebody opened the private chat, or let huying in again: they can be written to, and are."""
    said = turn.said
    turn.person = await meet(
        turn.session,
        said.where.channel,
        said.speaker.account,
        at=turn.now,
        private_chat=said.where.chat,
    )
    await missed.told(turn)
    await numbers.ask_who_came(turn)


async def unreachable(turn: Turn) -> None:
    """Somebody blocked huying."""
    await close_private_chat(turn.session, turn.said.where.channel, turn.said.speaker.account)


async def moved(turn: Turn) -> None:
    """The group got a new id: bindings, tickets and waiting messages follow it."""
    said = turn.said
    await move_chat(turn.session, said.where.channel, said.where.chat, said.moved_to or "")


FACTS = {
    Happening.JOINED: joined,
    Happening.LEFT: left,
    Happening.REACHABLE: reachable,
    Happening.UNREACHABLE: unreachable,
    Happening.MOVED: moved,
}


async def bind_here(turn: Turn, chat: ChatRow | None, code: str) -> None:
    """`/bind`: an officer ties this group to a place; without a code, a button for each estate."""
    if turn.said.speaker.kind is not SpeakerKind.PERSON:
        raise NotAllowed(act="bind")
    if not await _may_bind(turn, None):
        raise NotAllowed(act="bind")
    chat = chat or await meet_group(turn.session, turn.said.where, name=turn.said.chat_name)
    if code:
        await bind(turn, chat, code)
        return
    estates = [p for p in turn.world.places if p.kind is PlaceKind.ESTATE]
    offers = [
        [Offer("chats.bind", {"place": place.code}, label=place.name)]
        for place in estates
        if await _may_bind(turn, place.code)
    ]
    await turn.reply("chats/bind_where", offers=offers, asking=Asking("bind", person=turn.actor))


async def _may_bind(turn: Turn, place: str | None) -> bool:
    """Officers of the community that holds the place, and managers; with no place: any of them."""
    for role in await roles_of(turn.session, turn.actor or 0):
        if role.role is RoleName.MANAGER:
            return True
        if role.role is RoleName.OFFICER and (place is None or holds(turn, role.area, place)):
            return True
    return False


def holds(turn: Turn, community: str | None, place: str) -> bool:
    """Whether a community's areas cover a place or anything inside it."""
    organisation, places = turn.world.organisation, turn.world.places
    inside = [place, *(inner.code for inner in places.within(place))]
    for code in inside:
        area = organisation.area_of(code)
        held = organisation.community_of(area.code) if area else None
        if held is not None and held.code == community:
            return True
    return False


async def theirs(turn: Turn, place: str | None) -> bool:
    """Whether a group that is tied to this place, or to none yet, is this person's to look after."""
    if place is None:
        return any(
            r.role is RoleName.MANAGER for r in await roles_of(turn.session, turn.actor or 0)
        )
    return await _may_bind(turn, place)


async def bind(turn: Turn, chat: ChatRow, code: str) -> None:
    """Tie a group to a place; a second binding replaces the first, on record."""
    place = turn.world.places.get(code.strip())
    if place is None:
        raise NoSuchPlace(code=code.strip()[:40])
    if turn.person is not None and not await _may_bind(turn, place.code):
        raise NotAllowed(act="bind")
    before = chat.place
    chat.place, chat.bound_at, chat.here = place.code, turn.now, True
    await touch_revision(turn.session)
    turn.note("chat.bound", f"chat/{chat.id}", before=before, place=place.code)
    if turn.incoming is not None:
        await turn.reply("chats/bound", place=turn.world.places.name_of(place.code))


class NoSuchPlace(Unknown):
    """There is no place with this code."""


class NoSuchMode(Unknown):
    """No mode and no care of a group has this name."""


async def behave_here(turn: Turn, chat: ChatRow | None, word: str) -> None:
    """`/mode`: an officer says when huying speaks in this group; without a word, a button for each way."""
    if chat is None or chat.place is None:
        await bind_here(turn, chat, "")  # it has to be somebody's group first
        return
    if not await _may_bind(turn, chat.place):
        raise NotAllowed(act="mode")
    if word:
        await behave(turn, chat, value_of(word))
        return
    offers = [[Offer(f"chats.{way}") for way in ways] for ways in (MODES, tuple(Care))]
    await turn.reply(
        "chats/mode_which", mode=chat.mode, care=chat.care, offers=offers,
        asking=Asking("mode", person=turn.actor),
    )  # fmt: skip


async def behave(turn: Turn, chat: ChatRow, way: str) -> None:
    """Change a group's mode or its care, on record."""
    before = {"mode": chat.mode, "care": chat.care}
    if way in MODES:
        chat.mode = way
    elif way in tuple(Care):
        chat.care = way
    else:
        raise NoSuchMode(word=way[:40])
    await touch_revision(turn.session)
    turn.note("chat.mode", f"chat/{chat.id}", before=before, mode=chat.mode, care=chat.care)
    if turn.incoming is not None:
        await turn.reply("chats/mode", mode=chat.mode, care=chat.care)


async def rule(turn: Turn, chat: ChatRow, *, place: str = "", way: str = "") -> None:
    """The office ties a group to another place or changes how it behaves, as in the group itself."""
    if chat.place is not None and not await _may_bind(turn, chat.place):
        raise NotAllowed(act="bind")
    if place and place != chat.place:
        await bind(turn, chat, place)
    if way and way not in (chat.mode, chat.care):
        if not await _may_bind(turn, chat.place):
            raise NotAllowed(act="mode")
        await behave(turn, chat, way)


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """An estate was pressed under `/bind`, or a way under `/mode`; whoever asked may."""
    if question.person_id != turn.actor:
        raise NotAllowed(act=question.kind)
    chat = await chat_at(turn.session, turn.said.where)
    if chat is None:
        raise Unknown
    await turn.close_question(question)
    if question.kind == "bind":
        await bind(turn, chat, str(choice.facts["place"]))
    elif await _may_bind(turn, chat.place):
        await behave(turn, chat, choice.verb.rpartition(".")[2])
    await turn.do(Op.DELETE, turn.said.where, target_key=question.outbox_key, group=True)
