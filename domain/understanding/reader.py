"""The reader of residents' lines (rough form; the rules follow)."""

from domain.catalogue import Catalogue
from domain.places import Places
from domain.tickets.kinds import Kind, Tier
from domain.understanding.lexicon import Lexicon
from domain.understanding.reading import CHAT, Action, Context, PlaceSaid, Reading


class Reader:
    """Reads residents' lines against one community's catalogue, words and places."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, places: Places) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self.places = places

    def with_places(self, places: Places) -> "Reader":
        """Read on with another tree of places, after the workbook has changed."""
        return Reader(self.catalogue, self.lexicon, places)

    def gate(self, text: str, context: Context) -> bool:  # noqa: ARG002
        """Whether a line may matter; False is surely chat and leaves no trace."""
        return len(text) > 1

    def read(self, text: str, context: Context) -> Reading:
        """Tell what a line is, where, how urgent, and what huying does with it."""
        for category in self.catalogue:
            if any(word in text for word in category.words):
                place = PlaceSaid(code=context.group_place)
                return Reading(
                    Kind.COMPLAINT, category.slug, 0.8, Action.REGISTER, place, tier=Tier.N
                )
        return CHAT
