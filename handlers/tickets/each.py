"""A line that tells of several houses is several matters, one after the other."""

from collections.abc import Iterator
from dataclasses import replace

from domain.understanding import Context, Reading
from domain.understanding.several import several
from handlers.tickets.drafts import full_text
from handlers.turn import Turn


def each_of(turn: Turn, reading: Reading, context: Context) -> Iterator[Reading]:
    """What is read from a line, matter by matter; meanwhile the turn holds that one's words alone.

    Its photos belong to the first, for nobody can tell.
    """
    whole = turn.said
    found = several(full_text(whole), turn.world.reader, context)
    for at, (words, one) in enumerate(found):
        earlier = tuple(replace(line, text="") for line in whole.earlier) if at == 0 else ()
        media = whole.media if at == 0 else ()
        turn.incoming = replace(whole, text=words, earlier=earlier, media=media)
        yield one
    turn.incoming = whole
    if not found:
        yield reading
