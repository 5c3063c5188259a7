"""`通知 三个小区: …` from an officer in private: shown back before anything is sent."""

from domain.announcements import asked, asks_receipt, means_all, names_in
from domain.messages import MediaKind
from domain.refusals import NotAllowed
from handlers.announcements.audience import EVERYBODY, speaks_for
from handlers.announcements.receipts import confirmed, remind_pressed
from handlers.announcements.sending import GOT_IT, Draft, announce, preview
from handlers.turn import Asking, Offer, Turn
from storage import announcements
from storage.chats import bound_groups
from storage.questions import ChoiceRow, QuestionRow

REMIND = "announcements.remind"


async def asked_in_words(turn: Turn) -> bool:
    """An announcement in words, its photo with it."""
    found = asked(turn.said.text)
    if found is None or turn.in_group or speaks_for(turn) == set():
        return False
    codes = await _codes_of(turn, found.audience)
    shown = await preview(turn, Draft(found.text, codes))
    photo = next((one for one in turn.said.media if one.kind is MediaKind.PHOTO), None)
    facts = {"codes": codes, "text": found.text, "photo": photo.ref if photo else None}
    receipt = asks_receipt(found.text)
    await turn.reply(
        "announcements/preview", text=found.text, groups=list(shown.groups),
        photo=photo is not None, receipt=receipt, at=shown.at, now=turn.now,
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
    """The officer confirmed the preview, or not; or somebody confirmed what was announced."""
    if choice.verb == GOT_IT:
        await confirmed(turn, question)
        return
    if question.person_id != turn.actor:
        raise NotAllowed(act="announce")
    if not await turn.close_question(question):
        return  # pressed twice: once sent is sent
    await turn.take_buttons_away(question)
    if choice.verb == REMIND:
        await remind_pressed(turn, int(choice.facts["announcement"]))
        return
    if choice.verb == "announcements.cancel":
        await turn.reply("announcements/cancelled")
        return
    facts, photo = question.facts, None
    if facts.get("photo"):
        photo = await announcements.keep_photo(
            turn.session, question.channel, str(facts["photo"]), turn.now
        )
    text = str(facts["text"])
    draft = Draft(text, list(facts["codes"]), photo=photo, receipt=asks_receipt(text))
    done = await announce(turn, draft)
    await turn.reply("announcements/on_its_way", chats=done.chats, at=turn.waking(), now=turn.now)
