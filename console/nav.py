"""The menu of the console: what each role finds where."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.clerks import Clerk, Who


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; its word is in `templates/console/menu.html`, by its name."""

    name: str
    address: str
    who: Who = Who.OFFICE


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under one word."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def addresses(self) -> frozenset[str]:
        """Where its entries lead: a group lies open around the page that is read."""
        return frozenset(entry.address for entry in self.entries)


HOME = "/console"
MENU: tuple[Group, ...] = (
    Group("work", (
        Entry("today", HOME, Who.STAFF),
        Entry("tickets", "/console/tickets", Who.STAFF),
        Entry("entry", "/console/tickets/new", Who.STAFF),
        Entry("paste", "/console/paste", Who.GROUND),
        Entry("wishes", "/console/wishes", Who.STAFF),
        Entry("projects", "/console/projects", Who.STAFF),
        Entry("whistles", "/console/whistles", Who.STAFF),
        Entry("signups", "/console/signups"),
        Entry("rosters", "/console/rosters", Who.GROUND),
        Entry("volunteers", "/console/volunteers"),
        Entry("members", "/console/members", Who.HEADS),
        Entry("pledges", "/console/pledges", Who.HEADS),
        Entry("shop", "/console/shop"),
        Entry("points", "/console/points", Who.GROUND),
        Entry("publicity", "/console/points/lists"),
        Entry("objections", "/console/points/objections"),
        Entry("deductions", "/console/points/deductions", Who.GROUND),
        Entry("year", "/console/points/year"),
        Entry("calls", "/console/calls"),
        Entry("schedules", "/console/schedules"),
        Entry("announcements", "/console/announcements"),
        Entry("sending", "/console/sending"),
        Entry("suspended", "/console/suspended"),
    )),
    Group("figures", (
        Entry("lists", "/console/lists"),
        Entry("activities", "/console/activities"),
        Entry("figures", "/console/figures"),
        Entry("exports", "/console/exports"),
    )),
    Group("house", (
        Entry("responsibility", "/console/responsibility"),
        Entry("files", "/console/points/household"),
        Entry("people", "/console/people"),
        Entry("groups", "/console/groups"),
        Entry("posters", "/console/posters", Who.GROUND),
        Entry("workbook", "/console/workbook", Who.STREET),
    )),
    Group("settings", (
        Entry("texts", "/console/texts"),
        Entry("rules", "/console/points/rules"),
        Entry("settings", "/console/settings", Who.STREET),
        Entry("corrections", "/console/corrections"),
        Entry("api", "/console/api", Who.STREET),
        Entry("webhooks", "/console/webhooks", Who.STREET),
        Entry("parked", "/console/parked"),
        Entry("audit", "/console/audit"),
        Entry("me", "/console/me", Who.STAFF),
    )),
)  # fmt: skip
"""Kept in the order in which an office needs them; the first group lies open, the others fold."""


def menu(clerk: Clerk) -> Sequence[Group]:
    """What this clerk may open."""
    groups = (Group(g.name, tuple(e for e in g.entries if clerk.may(e.who))) for g in MENU)
    return [group for group in groups if group.entries]


def here(path: str) -> str:
    """The entry that a page belongs to: the one that says most of its address."""
    known = (entry.address for group in MENU for entry in group.entries)
    within = [at for at in known if path == at or (at != HOME and path.startswith(f"{at}/"))]
    return max(within, key=len, default="")
