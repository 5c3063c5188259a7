"""Who may grant what an owner asks for: somebody else, and the second time the street (a.6)."""

from domain.refusals import Refusal
from domain.tickets.delays import RequestKind
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import Act, Part
from handlers.turn import Turn
from storage.tickets.tables import TicketRequestRow, TicketRow

ACTS = {RequestKind.EXTENSION: Act.EXTEND, RequestKind.SUSPENSION: Act.SUSPEND}


class NobodyToGrant(Refusal):
    """There is nobody else who could grant it, or nobody who may know of it."""


class StreetGrants(Refusal):
    """A second extension is for the street to grant."""


def granters(turn: Turn, ticket: TicketRow, kind: RequestKind) -> list[int]:
    """Who is asked: the desk, else the street; never owner or doer.

    Raises:
        NobodyToGrant: all of them work on it themselves, or may not know of it.

    """
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    street = organisation.street(day)
    desk = [] if _for_the_street(turn, ticket, kind) else organisation.desk(ticket.community, day)
    working = {ticket.owner_id, ticket.doer_id, turn.actor}
    named_only = ticket.sensitivity == Sensitivity.SENSITIVE
    for duties in () if named_only else (desk, street):
        others = [duty.person for duty in duties if duty.person not in working]
        if others:
            return list(dict.fromkeys(others))
    raise NobodyToGrant


def _for_the_street(turn: Turn, ticket: TicketRow, kind: RequestKind) -> bool:
    there = turn.world.organisation.street(turn.world.today(turn.now))
    return kind is RequestKind.EXTENSION and ticket.extended > 0 and bool(there)


def must_be_granter(
    turn: Turn, ticket: TicketRow, asked: TicketRequestRow, mine: frozenset[Part]
) -> None:
    """Whether somebody with these parts may answer; the table knows the rest.

    Raises:
        StreetGrants: they are of the desk, and it is the second time.

    """
    kind = RequestKind(asked.kind)
    if Part.DESK in mine and Part.STREET not in mine and _for_the_street(turn, ticket, kind):
        raise StreetGrants(act=ACTS[kind].value)
