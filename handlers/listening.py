"""Who listens for words of one meaning: asked for without being asked, or said in answer to a question.

The router asks them in this order; everything that needs a reading of the line stands there.
"""

from collections.abc import Awaitable, Callable

from handlers import announcements, handbook, people
from handlers.announcements.receipts import said_so
from handlers.announcements.sending import RECEIPT
from handlers.calls import asking as calls
from handlers.calls import hearing, voice
from handlers.duty import handing, leave
from handlers.members import words as member_words
from handlers.points import asking as points
from handlers.points import claiming, objections, shop
from handlers.privacy import words as privacy
from handlers.rosters import presence as posts
from handlers.rosters import words as roster_words
from handlers.schedules import words as schedule_words
from handlers.signups import words as signing
from handlers.tickets import delaying, reporting, tasks, undoing
from handlers.turn import Turn
from handlers.wishes import door
from storage.questions import QuestionRow

ASKED: tuple[Callable[[Turn], Awaitable[bool]], ...] = (
    hearing.misheard_in_words,
    announcements.asked_in_words,
    schedule_words.asked_in_words,
    privacy.answered,
    tasks.asked_in_words,
    roster_words.said,
    leave.asked_in_words,
    calls.asked_for,
    voice.heard,
    door.filed_at_the_door,
    undoing.put_right,
    member_words.said,
    signing.said,
    shop.said,
    points.asked_in_words,
    objections.said,
    claiming.said,
    people.code_said,
)
"""What is asked for in words that mean nothing else; each tells whether it was."""

ANSWERS: dict[str, Callable[[Turn, QuestionRow], Awaitable[bool]]] = {
    **dict.fromkeys(reporting.WAITED, reporting.words_for),
    delaying.REQUEST: delaying.answered,
    handbook.IN_CHARGE: handbook.building_named,
    tasks.TASKS: tasks.line_named,
    RECEIPT: said_so,
    shop.CONFIRM: shop.answered,
    shop.CHOOSE: shop.named,
    leave.UNTIL_WHEN: leave.said_until_when,
    handing.TAKEN: handing.said_about_taken,
    posts.NOTE: roster_words.note_said,
    **claiming.WORDS,
    objections.WHICH: objections.line_said,
}
"""Who reads words by what was asked, whatever else they mean; False where they are something else."""
