"""Until when what is kept: after that it goes by itself, every night (P15)."""

from datetime import datetime, timedelta
from enum import StrEnum


class Class(StrEnum):
    """What is let go of, one kind at a time; the names stand in the report as well."""

    TEXTS = "texts"
    """Words, place and people of a ticket; what is counted stays."""
    TALKS = "talks"
    """The same of a confidential talk."""
    PHOTOS = "photos"
    CONTACTS = "contacts"
    """A phone number that somebody left as the way to be reached."""
    MESSAGES = "messages"
    """What huying said about a matter that is over."""
    QUESTIONS = "questions"
    """What huying asked, with the drafts and buttons that waited for an answer."""
    EVENTS = "events"
    """Traces of updates that were dealt with, and due moments that were lived."""
    NOTES = "notes"
    """Words beside an entry in the ledger; the entry stays."""
    LINKS = "links"
    """Invitations and ways into the console that nobody can use any more."""
    ACCOUNTS = "accounts"
    """Residents who have not been seen for long and have nothing open."""


KEPT: dict[Class, timedelta] = {
    Class.TEXTS: timedelta(days=730),
    Class.TALKS: timedelta(days=30),
    Class.PHOTOS: timedelta(days=90),
    Class.CONTACTS: timedelta(days=30),
    Class.MESSAGES: timedelta(days=90),
    Class.QUESTIONS: timedelta(days=90),
    Class.EVENTS: timedelta(days=90),
    Class.NOTES: timedelta(days=1095),
    Class.LINKS: timedelta(days=30),
    Class.ACCOUNTS: timedelta(days=730),
}
"""Counted from the end of the matter, where there is one (domain rules P04, P09, P15)."""


def over(what: Class, now: datetime) -> datetime:
    """What ended before this instant has been kept long enough."""
    return now - KEPT[what]
