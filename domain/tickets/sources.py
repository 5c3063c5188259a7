"""How a matter came to be noted: in chat, from another system, or written down by the office."""

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
    SYSTEM = "system"
    """Filed by another system, such as the platform above."""


BY_HAND = tuple(source for source in Source if source not in (Source.CHAT, Source.SYSTEM))
"""What somebody of the office writes down."""
