"""How a matter came to be noted: in chat, or told to somebody of the office who wrote it down."""

from enum import StrEnum


class Source(StrEnum):
    """Where its reporter said it; each is counted by itself."""

    CHAT = "chat"
    PHONE = "phone"
    WALK_IN = "walk_in"
    """At the community's counter."""
    STATION = "station"
    """At a service station (V station, party members' mobile desk)."""
    PATROL = "patrol"
    """Said to somebody of the office in the street."""
    LETTER = "letter"


BY_HAND = tuple(source for source in Source if source is not Source.CHAT)
"""What somebody of the office writes down."""
