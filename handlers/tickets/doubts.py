"""A line of which huying is unsure: what may be asked about it elsewhere, and what an answer changes.

Nothing here writes: it is looked at before the line's own turn begins, so that no transaction waits.
"""

from dataclasses import replace

from domain.areas import RoleName
from domain.messages import Happening, SpeakerKind
from domain.opinions import Doubt, in_doubt, proposable
from domain.outside import outside
from domain.privacy import is_child
from domain.understanding import Reading
from domain.understanding.answers import asks_for_a_call
from handlers.tickets.around import context_of
from handlers.tickets.drafts import Draft, full_text
from handlers.turn import Turn
from storage.chats import chat_at
from storage.people import person_of, serving_names
from storage.questions import waiting_for


async def doubt_about(turn: Turn) -> Doubt | None:
    """What a model elsewhere may be asked about a line; None where huying does without."""
    if not _may_be_asked(turn):
        return None
    said = turn.said
    chat = await chat_at(turn.session, said.where)
    if chat is None or chat.place is None or chat.mode == "quiet":
        return None
    turn.person = await person_of(turn.session, said.where.channel, said.speaker.account)
    if await waiting_for(turn.session, said.where, turn.actor or 0, turn.now):
        return None  # it may be an answer, and that is between the two of us
    context = await context_of(turn, chat)
    if context.staff or context.reply_to is not None:
        return None
    reading = turn.world.reader.read(full_text(said), context)
    if not in_doubt(reading):
        return None
    names = await serving_names(turn.session, tuple(RoleName))
    text = outside(full_text(said), names=names, places=turn.world.places)
    return Doubt(text, proposable(turn.world.catalogue, reading)) if text else None


def _may_be_asked(turn: Turn) -> bool:
    """A resident's own line in a group, said to the group; what is said to huying gets its answer."""
    said = turn.said
    return (
        said.what is Happening.MESSAGE
        and turn.in_group
        and said.speaker.kind is SpeakerKind.PERSON
        and bool(said.text)
        and not said.mentioned
        and not said.text.startswith("/")
        and not said.late
        and not is_child(full_text(said))
        and not asks_for_a_call(said.text, beside=True)
    )


def passes_as_chat(turn: Turn, reading: Reading) -> bool:
    """Whether the question is spared the group: nothing is wanted, as somebody else sees it, too."""
    opinion = turn.said.opinion
    return opinion is not None and not opinion.wanted and in_doubt(reading)


def as_proposed(turn: Turn, reading: Reading, draft: Draft) -> Draft:
    """The draft that the author is asked about, of the row that was proposed, if it may be that."""
    opinion = turn.said.opinion
    if opinion is None or not in_doubt(reading):
        return draft
    rows = proposable(turn.world.catalogue, reading)
    row = next((row for row in rows if row.slug == opinion.row), None)
    if row is None:
        return draft
    return replace(draft, kind=row.kind, category=row.slug, tier=row.tier)
