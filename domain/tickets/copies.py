"""Who reads along: several people look after one grid, and one of them owns what happens there."""

from collections.abc import Collection
from datetime import date

from domain.areas import AreaKind, RoleName
from domain.organisation import OnDuty, Organisation
from domain.tickets.kinds import Sensitivity

READERS: dict[Sensitivity, tuple[RoleName, ...]] = {
    Sensitivity.NORMAL: (
        RoleName.GRID_WORKER, RoleName.OFFICER, RoleName.PARTY_MEMBER, RoleName.VOLUNTEER,
    ),
    # What is private in a home is not for neighbours, also not for those who volunteer.
    Sensitivity.PRIVATE: (RoleName.GRID_WORKER, RoleName.OFFICER),
    Sensitivity.SENSITIVE: (),
}  # fmt: skip


def copied(
    organisation: Organisation,
    place: str | None,
    area: str | None,
    sensitivity: Sensitivity,
    day: date,
    *,
    but: Collection[int | None] = (),
) -> tuple[OnDuty, ...]:
    """Those who serve in a ticket's grid and micro-grid beside whoever has it: they read, no more."""
    here = organisation.area_of(place) if place else None
    found: dict[int, OnDuty] = {}
    for held in organisation.chain(here.code if here else area):
        if held.kind is AreaKind.COMMUNITY:
            break  # from here on it is the desk, which has rights of its own
        for role in READERS[sensitivity]:
            for duty in organisation.on_duty(role, held.code, day):
                if duty.person not in but:
                    found.setdefault(duty.person, duty)
    return tuple(found.values())
