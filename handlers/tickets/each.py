"""A line that tells of several houses, or of two troubles at one, is several matters."""

from collections.abc import Iterator
from dataclasses import replace

from domain.tickets.kinds import WRONG
from domain.understanding import Action, Context, Reading
from domain.understanding.several import one_more, several
from handlers.tickets.drafts import full_text
from handlers.turn import Turn


def each_of(turn: Turn, reading: Reading, context: Context) -> Iterator[Reading]:
    """What is read from a line, matter by matter; meanwhile the turn holds that one's words alone.

    Its photos belong to the first, for nobody can tell.
    """
    whole = turn.said
    text, reader = full_text(whole), turn.world.reader
    found = several(text, reader, context)
    sure = reading.kind in WRONG and reading.action is Action.REGISTER
    if not found and sure and not context.staff:
        found = one_more(text, reading, reader, context)
    for at, (words, one) in enumerate(found):
        earlier = tuple(replace(line, text="") for line in whole.earlier) if at == 0 else ()
        media = whole.media if at == 0 else ()
        turn.incoming = replace(whole, text=words, earlier=earlier, media=media)
        yield one
    turn.incoming = whole
    if not found:
        yield reading
