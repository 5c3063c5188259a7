"""A full export needs a second person's yes, with the same reach, within a day; it is fetched once."""

from dataclasses import dataclass

from domain.messages import Priority
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal
from handlers.exports.making import Period, Said, Scope, registered, table
from handlers.exports.reach import deciders, reaches
from handlers.privacy import freezing, looks
from handlers.tables import KINDS, Table
from handlers.turn import Turn
from storage import exports
from storage.exports import AGREED, ASKED, REFUSED, ExportRow, FormRow
from storage.people import names_of

LONGEST_WHY = 200  # characters


class SayWhy(Refusal):
    """Whoever decides wants to know what it is for."""


class NobodyToAgree(Refusal):
    """Nobody else has the same reach."""


class NotYourOwn(Refusal):
    """Nobody agrees to their own export."""


class DecidedAlready(Refusal):
    """It was decided already, or a day has gone by."""


class NotToFetch(Refusal):
    """Nobody has agreed, it was fetched already, or a day has gone by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A full export as somebody asks for it."""

    period: Period
    scope: Scope
    form: int | None
    format: str
    why: str


async def ask(turn: Turn, asked: Asked) -> ExportRow:
    """Ask for everything that is known of a period's tickets; whoever may agree hears of it."""
    await freezing.must_be_open(turn.session)
    asked.period.must_be_sound()
    community = asked.scope.community
    if not reaches(turn, turn.actor, community) or asked.format not in KINDS:
        raise NotAllowed(act="export")
    if not asked.why.strip():
        raise SayWhy
    others = deciders(turn, community, turn.actor)
    if not others:
        raise NobodyToAgree
    row = ExportRow(
        asked_by=turn.actor, asked_at=turn.now, first=asked.period.first, last=asked.period.last,
        community=community, form_id=asked.form, format=asked.format, state=ASKED,
        why=mask(asked.why.strip()[:LONGEST_WHY]),
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("export.asked", f"export/{row.id}", community=community,
              first=row.first.isoformat(), last=row.last.isoformat())  # fmt: skip
    name = (await names_of(turn.session, {turn.actor or 0})).get(turn.actor or 0, "")
    for person in others:
        await turn.tell(
            person, "exports/asked", subject=f"x{row.id}/p{person}", priority=Priority.TASK,
            hold=True, name=name, first=row.first, last=row.last, why=row.why,
        )  # fmt: skip
    return row


async def decide(turn: Turn, number: int, *, yes: bool) -> None:
    """Somebody else with the same reach says yes or no."""
    row = await turn.session.get(ExportRow, number)
    if row is None or not reaches(turn, turn.actor, row.community):
        raise NotAllowed(act="export")
    if row.asked_by == turn.actor:
        raise NotYourOwn
    state = AGREED if yes else REFUSED
    assert turn.actor is not None
    if not await exports.decide(turn.session, number, by=turn.actor, state=state, at=turn.now):
        raise DecidedAlready
    turn.note(f"export.{state}", f"export/{number}")
    await turn.tell(
        row.asked_by,
        "exports/decided",
        subject=f"x{number}",
        yes=yes,
        first=row.first,
        last=row.last,
    )


async def fetch(turn: Turn, number: int, said: Said) -> tuple[ExportRow, Table]:
    """What was agreed to, once; who was looked at in it is on record."""
    await freezing.must_be_open(turn.session)
    row = await turn.session.get(ExportRow, number)
    if row is None or turn.actor is None or not reaches(turn, turn.actor, row.community):
        raise NotToFetch
    if not await exports.fetch(turn.session, number, by=turn.actor, at=turn.now):
        raise NotToFetch
    form = await turn.session.get(FormRow, row.form_id) if row.form_id else None
    made = await table(
        turn, Period(row.first, row.last), Scope(row.community), said,
        columns=form.columns if form else (), full=True,
    )  # fmt: skip
    rows = await registered(turn, Period(row.first, row.last), Scope(row.community))
    looks.over(turn, rows, why="export")
    turn.note("export.fetched", f"export/{number}", rows=len(list(made.rows)))
    return row, made
