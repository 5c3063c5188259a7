"""`删除我的信息`: the person becomes a number, what is open goes on without a name (P11)."""

from datetime import datetime, timedelta

from domain.privacy import confirms, stays
from domain.refusals import Refusal
from domain.understanding.answers import yes_or_no
from handlers.privacy import looks
from handlers.privacy.spots import spot_of
from handlers.rosters import assigning
from handlers.signups import leaving
from handlers.turn import Asking, Offer, Turn
from storage import calls, corrections, members, pasted, posters, volunteers
from storage.people import PersonRow
from storage.places import touch_revision
from storage.points import deductions, lists
from storage.privacy import contacts, erasing, letting_go
from storage.privacy.erasing import Account
from storage.questions import QuestionRow
from storage.timers import TimerRow, set_timer

CONFIRM = "erase"
SWEEP_AFTER = timedelta(minutes=1)  # the receipt is on its way meanwhile
GIVE_UP_AFTER = timedelta(days=1)  # the platform is away: then nobody gets the receipt


class StillInHand(Refusal):
    """Somebody has open tickets of others in hand; without them these would be nobody's."""


async def ask(turn: Turn) -> None:
    """Say what would happen, and ask once more."""
    await _must_have_free_hands(turn, turn.actor or 0)
    open_now = await erasing.reported(turn.session, turn.actor or 0, over=False)
    await turn.reply(
        "privacy/erase_sure", open=len(open_now),
        offers=[[Offer("privacy.erase"), Offer("privacy.keep")]],
        asking=Asking(CONFIRM, person=turn.actor, by_words=True),
    )  # fmt: skip


async def _must_have_free_hands(turn: Turn, person: int) -> None:
    busy = await erasing.in_hand(turn.session, person)
    if busy:
        raise StillInHand(tickets=[f"{number:04d}" for number in busy[:5]])


async def answered_by_words(turn: Turn, question: QuestionRow, words: str) -> bool:
    """`确认` or `算了`; False where the words are something else."""
    choice = False if stays(words) else True if confirms(words) else yes_or_no(words)
    if choice is None:
        return False
    await answered(turn, question, yes=choice)
    return True


async def answered(turn: Turn, question: QuestionRow, *, yes: bool) -> None:
    """The person has decided; pressed twice is once."""
    if not await turn.close_question(question):
        return
    await turn.take_buttons_away(question)
    if not yes:
        await turn.reply("privacy/not_erased")
        return
    person = turn.person
    assert person is not None
    await _must_have_free_hands(turn, person.id)
    went_on = await erase(turn, person)
    await turn.reply(
        "privacy/erased", number=person.id, tickets=[f"{number:04d}" for number in went_on]
    )


async def erase(turn: Turn, person: PersonRow) -> list[int]:
    """Erase a person. Returns their open tickets, which go on as an anonymous resident's."""
    session = turn.session
    accounts = await erasing.accounts_of(session, person.id)
    over = await erasing.reported(session, person.id, over=True)
    still_open = await erasing.reported(session, person.id, over=False)
    await corrections.forget(session, [row.id for row in (*over, *still_open)])
    await letting_go.anonymise(session, {row.id: spot_of(turn, row) for row in over}, turn.now)
    for row in still_open:
        row.anonymous = True
    await erasing.silence(session, person.id)
    await contacts.let_go(session, person=person.id)
    await erasing.forget_calls(session, person.id)
    await posters.forget(session, person=person.id)
    await pasted.unname(session, person.id)
    for row in still_open:
        if not looks.keeps_voice(row):
            await calls.unheard(session, row.id)
    await leaving.leave_all(turn, person.id)
    await assigning.leave_all(turn, person.id)
    await lists.forget_words(session, person.id)
    await deductions.forget_words(session, person.id)
    await erasing.leave_households(session, person.id)
    await members.forget(session, person.id)
    await volunteers.forget(session, person.id, person.name)
    await erasing.hush(session, person.id)
    if await erasing.unseat(session, person.id):
        await touch_revision(session)
    await erasing.unname(session, person, turn.now)
    turn.note("person.erased", f"person/{person.id}", tickets=len(over), open=len(still_open))
    await _sweep_later(turn, person.id, accounts, turn.now)
    return [row.id for row in still_open]


async def _sweep_later(
    turn: Turn, person: int, accounts: list[Account], until: datetime, again: int = 0
) -> None:
    """What carries the receipt there still names the account: it goes once that has left."""
    await set_timer(
        turn.session, f"privacy/sweep/{person}/{again}", "privacy.sweep", turn.now + SWEEP_AFTER,
        person=person, again=again, until=until.isoformat(),
        accounts=[[a.channel, a.account, a.chat] for a in accounts],
    )  # fmt: skip


async def sweep_due(turn: Turn, timer: TimerRow) -> None:
    """Delete the last traces of an account, unless its receipt is still on its way."""
    facts, until = timer.facts, datetime.fromisoformat(str(timer.facts["until"]))
    accounts = [Account(*account) for account in facts["accounts"]]
    timer.facts = {}
    waits = [await erasing.under_way(turn.session, account, until) for account in accounts]
    if any(waits) and turn.now - until < GIVE_UP_AFTER:
        again = int(facts["again"]) + 1
        await _sweep_later(turn, int(facts["person"]), accounts, until, again)
        return
    for account in accounts:
        await erasing.wipe(turn.session, account, until)
