"""What a ticket can be: its kind, its urgency and who may know of it (domain rules a.4 and b)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is; only the first four become tickets (an emergency is filed as a hazard)."""

    WISH = "wish"
    COMPLAINT = "complaint"
    HAZARD = "hazard"
    QUESTION = "question"
    CHAT = "chat"
    POINTS = "points"
    SIGNUP = "signup"
    METOO = "metoo"
    FOLLOWUP = "followup"
    EMERGENCY = "emergency"


WRONG = frozenset({Kind.COMPLAINT, Kind.HAZARD})
"""Kinds that say that something is wrong."""


class Tier(StrEnum):
    """How urgent: its limits are in `domain.tickets.limits`."""

    E = "E"
    U = "U"
    N = "N"
    C = "C"
    Q = "Q"
    W = "W"

    @property
    def urgent(self) -> bool:
        """Whether it may disturb people's rest."""
        return self in (Tier.E, Tier.U)


class Sensitivity(StrEnum):
    """Who may learn of it: anybody in the group, only number and receipt, or named persons alone."""

    NORMAL = "n"
    PRIVATE = "p"
    SENSITIVE = "s"
