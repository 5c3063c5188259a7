"""What somebody is to a ticket: the rights of every press, word and console button come from here."""

from datetime import date

from domain.areas import Role, RoleName
from domain.organisation import Organisation
from domain.tickets.copies import copied
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import Part
from storage.tickets.tables import TicketReporterRow, TicketRow

DESK = frozenset({RoleName.DISPATCHER, RoleName.OFFICER})
NAMED = frozenset({Part.REPORTER, Part.OWNER, Part.DOER, Part.JOINED, Part.CONTACT})


def parts_of(
    ticket: TicketRow,
    person: int,
    organisation: Organisation,
    reporters: list[TicketReporterRow],
    day: date,
) -> frozenset[Part]:
    """All that a person is to a ticket.

    Who owns or does it never counts as its reporter or checker: who did the work never closes it.
    A sensitive ticket knows only the named.
    """
    roles = organisation.roles_of(person)
    parts = _official(ticket, roles, organisation)
    if _owns(ticket, person, organisation, day):
        parts.add(Part.OWNER)
    if ticket.doer_id == person:
        parts.add(Part.DOER)
    working = parts & {Part.OWNER, Part.DOER}
    if working or _same_firm(ticket, roles, organisation):
        parts.discard(Part.CHECKER)
    elif ticket.reporter_id == person:
        parts.add(Part.REPORTER)
    if ticket.contact_id == person and roles:
        parts.add(Part.CONTACT)
    if any(row.person_id == person and not row.first for row in reporters):
        parts.add(Part.JOINED)
    if not working and _reads_along(ticket, person, organisation, day):
        parts.add(Part.COPIED)
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        parts &= NAMED
        if ticket.checker_id == person and not working:
            parts.add(Part.CHECKER)
    return frozenset(parts)


def _official(ticket: TicketRow, roles: tuple[Role, ...], organisation: Organisation) -> set[Part]:
    parts: set[Part] = set()
    home = {area.code for area in organisation.chain(ticket.owner_area)}
    for role in roles:
        here = role.area is not None and role.area in (ticket.community, ticket.owner_area)
        grid = role.area == ticket.owner_area != ticket.community  # linked to it: reads along
        if role.role in DESK and here and not grid:
            parts |= {Part.DESK, Part.CHECKER}
        if role.role is RoleName.CHIEF and (here or role.area in home):
            parts |= {Part.CHIEF, Part.CHECKER}
        if role.role is RoleName.MANAGER:
            parts |= {Part.STREET, Part.CHECKER}
    return parts


def _owns(ticket: TicketRow, person: int, organisation: Organisation, day: date) -> bool:
    """The named owner; where a desk owns together, everybody at it."""
    if ticket.owner_id is not None:
        return ticket.owner_id == person
    if ticket.owner_role == RoleName.MANAGER:
        return any(duty.person == person for duty in organisation.street(day))
    return any(duty.person == person for duty in organisation.desk(ticket.owner_area, day))


def _reads_along(ticket: TicketRow, person: int, organisation: Organisation, day: date) -> bool:
    readers = copied(
        organisation, ticket.place, ticket.owner_area, Sensitivity(ticket.sensitivity), day,
        but=(ticket.owner_id, ticket.doer_id),
    )  # fmt: skip
    return any(duty.person == person for duty in readers)


def _same_firm(ticket: TicketRow, roles: tuple[Role, ...], organisation: Organisation) -> bool:
    """Whether the person works for the company whose person does the work."""
    if ticket.doer_id is None:
        return False
    firms = {r.area for r in organisation.roles_of(ticket.doer_id) if r.role is RoleName.PROPERTY}
    return any(role.role is RoleName.PROPERTY and role.area in firms for role in roles)


def may_see(ticket: TicketRow, parts: frozenset[Part], roles: tuple[Role, ...]) -> bool:
    """Whether somebody may read a ticket: whoever is something to it, and nobody else (P13)."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return bool(parts & NAMED)
    return bool(parts) or any(role.role is RoleName.MANAGER for role in roles)
