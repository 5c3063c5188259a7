"""Announcements on the office's pages: written, looked at as each platform shows them, and followed."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import uploads
from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import named, number_of, taken, to_made, words_of
from domain.announcements import as_written
from domain.refusals import Refusal
from domain.wishes.public import problems
from handlers.announcements import audience, recalling, receipts, sending
from handlers.announcements.audience import CHOICES, TO_GROUPS
from handlers.announcements.reached import readers, tally
from handlers.announcements.sending import Draft, Preview
from handlers.schedules.private import NOT_IN_A_GROUP
from handlers.tickets.colleagues import serving
from handlers.turn import Turn
from storage import announcements
from storage.announcements import PAGE, AnnouncementRow
from storage.chats import bound_groups, every_group
from storage.people import names_of

MOST_CODES = 400
MOST_KEPT = 20_000  # characters that stand in the form again; more than that nobody writes
NAMED = 300  # people and groups on one page, those with something to do first


class NeedsHour(Refusal):
    """A day and an hour that lie ahead are needed."""


@dataclass(frozen=True, slots=True)
class Written:
    """The form as it was filled in."""

    text: str = ""
    to: str = TO_GROUPS
    codes: Sequence[str] = ()
    areas: Sequence[str] = ()
    when: str = "now"
    at: str = ""
    photo: int = 0
    receipt: bool = False
    follows: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """What a preview was of: whatever is changed afterwards is looked at again."""
        parts = (self.text, self.to, *self.meant, self.when, self.at if self.when == "at" else "",
                 str(self.photo), str(self.receipt), str(self.follows))  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]

    @property
    def meant(self) -> Sequence[str]:
        return self.codes if self.to == TO_GROUPS else self.areas


async def index(request: Request, clerk: Clerk) -> Response:
    """The newest, and what became of each."""
    office = office_of(request)
    async with office.database.reading() as session:
        near = None if clerk.is_street else clerk.communities
        before = number_in(request.query_params.get("before", ""))
        rows = await announcements.page(session, near, clerk.person.id, before=before)
        counts = await announcements.tallies(session, [row.id for row in rows])
        names = await names_of(session, {row.by for row in rows if row.by})
    facts = {
        "clerk": clerk, "rows": rows[:PAGE], "counts": counts, "names": names,
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "announcements.html", facts)


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for one more."""
    return await _form(request, clerk, Written())


async def begin(request: Request, clerk: Clerk) -> Response:
    """Show the form's preview; what is sent is what was looked at."""
    form = await request.form()
    try:
        written = await _written(request, form)
    except Refusal as refusal:
        return await _form(request, clerk, _typed(form), refused=refusal)
    if form.get("step") != "send" or form.get("seen") != written.seen:
        return await _form(request, clerk, written, look=True)

    async def work(turn: Turn) -> int:
        return (await sending.announce(turn, await _draft(turn, written))).id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _form(request, clerk, written, refused=refused)
    return to_made("/console/announcements", made)


def _typed(form: FormData) -> Written:
    to = words_of(form, "to")
    return Written(
        text=as_written(_words(form)), to=to if to in CHOICES else TO_GROUPS,
        codes=_several(form, "codes"), areas=_several(form, "areas"),
        when="at" if form.get("when") == "at" else "now",
        at=words_of(form, "at")[:30], photo=number_of(form, "photo"),
        receipt=bool(form.get("receipt")), follows=number_of(form, "follows"),
    )  # fmt: skip


def _words(form: FormData) -> str:
    """All that was written, so that too much of it is refused and not cut."""
    return str(form.get("words", "")).replace("\0", "")[:MOST_KEPT]


def _several(form: FormData, name: str) -> list[str]:
    return [str(code).replace("\0", "")[:80] for code in form.getlist(name)][:MOST_CODES]


async def _written(request: Request, form: FormData) -> Written:
    """What was filled in, its photo stored. Raises NoPicture, PictureTooLarge."""
    office, written = office_of(request), _typed(form)
    if form.get("no_photo"):
        written = replace(written, photo=0)
    given = await uploads.photos(office, form)
    if not given:
        return written
    if isinstance(given[0], Refusal):
        raise given[0]
    path = given[0]
    async with office.database.transaction() as session:
        now = office.clock.now()
        photo = await announcements.keep_photo(session, "console", path, now, path=path)
    return replace(written, photo=photo)


async def _draft(turn: Turn, written: Written) -> Draft:
    """The same as huying takes it. Raises NeedsHour."""
    photo = await announcements.photo(turn.session, written.photo)
    people = {one for code, _ in audience.near(turn) for one in serving(turn, code)}
    return Draft(
        written.text, written.meant, written.to,
        _instant(turn, written.at) if written.when == "at" else None,
        photo.id if photo else None, written.receipt,
        written.follows if written.follows in people else None,
    )  # fmt: skip


def _instant(turn: Turn, text: str) -> datetime:
    try:
        local = datetime.fromisoformat(text.strip())
        at = turn.world.calendar.instant(local.date(), time(local.hour, local.minute))
        ahead = turn.now <= at <= turn.now + sending.AHEAD
    except (ValueError, OverflowError):
        raise NeedsHour from None
    if not ahead:
        raise NeedsHour
    return at


async def _form(
    request: Request, clerk: Clerk, written: Written, *, refused: Refusal | str = "",
    look: bool = False,
) -> Response:  # fmt: skip
    office = office_of(request)
    shown: Preview | None = None
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        if look:
            try:
                shown = await sending.preview(turn, await _draft(turn, written))
            except Refusal as refusal:
                refused = refusal
        if isinstance(refused, Refusal):
            refused = turn.words(refused.moment, **refused.facts)
        facts = {
            "clerk": clerk, "written": written, "refused": refused, "shown": shown,
            "audiences": await _audiences(turn), "choices": CHOICES, "near": audience.near(turn),
            "private": sorted(set(problems(shown.draft.text)) & NOT_IN_A_GROUP) if shown else [],
            "areas": _areas(turn), "once": secrets.token_hex(8),
            "people": list(dict.fromkeys([
                one for code, _ in audience.near(turn)
                for one in await named(turn, serving(turn, code))
            ])),
        }  # fmt: skip
    return office.pages(request, "announcement_new.html", facts, status=409 if refused else 200)


async def _audiences(turn: Turn) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The communities that are theirs who writes, each with its groups."""
    groups = await bound_groups(turn.session)
    return [
        (code, name, [(audience.code_of(one), one.name) for one in
                      audience.of_these(turn, groups, [code])])
        for code, name in audience.near(turn)
    ]  # fmt: skip


def _areas(turn: Turn) -> list[tuple[str, str]]:
    """Communities and grids whose people can be written to."""
    organisation = turn.world.organisation
    mine = {code for code, _ in audience.near(turn)}
    held = {code: organisation.community_of(code) for code in organisation.areas}
    return [
        (area.code, area.name) for area in organisation.areas.values()
        if (community := held[area.code]) is not None and community.code in mine
    ]  # fmt: skip


async def photo(request: Request, clerk: Clerk) -> Response:
    """A photo that was added to an announcement."""
    office = office_of(request)
    async with office.database.reading() as session:
        row = await announcements.photo(session, int(request.path_params["photo"]))
        told = await announcements.with_photo(session, row.id) if row else []
    if row is None or row.path is None or (told and not any(_theirs(one, clerk) for one in told)):
        raise HTTPException(404)
    try:
        data = office.read_file(row.path)
    except OSError:
        raise HTTPException(404) from None
    return Response(data, media_type=row.mime, headers={"cache-control": "private, no-store"})


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them: whom it has reached, who has confirmed it, and what can still be done."""
    return await _page(request, clerk)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> AnnouncementRow:
    row = await turn.session.get(AnnouncementRow, int(request.path_params["number"]))
    if row is None or not _theirs(row, clerk):
        raise HTTPException(404)
    return row


def _theirs(row: AnnouncementRow, clerk: Clerk) -> bool:
    return row.by == clerk.person.id or clerk.answers_for(row.community)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", typed: str | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        row = await _found(turn, request, clerk)
        told = await readers(turn, row)
        got = await receipts.receipts_of(turn, row, told)
        people = {one.person for one in told if one.person} | {row.by or 0, row.follows_id or 0}
        groups = {(one.channel, one.chat): one for one in await every_group(session)}
        facts = {
            "clerk": clerk, "row": row, "told": told, "figures": tally(told), "got": got,
            "said": set(got.confirmed), "groups": groups, "names": await names_of(session, people),
            "may": await audience.may_speak_for(turn, row.audience), "refused": refused,
            "shown": sorted(told, key=lambda one: one.reach in QUIET)[:NAMED],
            "typed": row.text if typed is None else typed, "once": secrets.token_hex(8),
            "waking": turn.waking(), "now": turn.now,
        }  # fmt: skip
    return office.pages(request, "announcement.html", facts, status=409 if refused else 200)


QUIET = ("delivered", "done_by_hand", "not_sent")
"""Of these nothing is left to do: they stand below the others."""


async def act(request: Request, clerk: Clerk) -> Response:
    """Take it back, mend it, or remind who has not confirmed it."""
    form, verb = await request.form(), request.path_params["verb"]
    step = STEPS.get(verb)
    if step is None:
        raise HTTPException(404)

    async def work(turn: Turn) -> None:
        await step(turn, (await _found(turn, request, clerk)).id, form)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused, _words(form) if verb == "correct" else None)
    number = request.path_params["number"]
    return RedirectResponse(f"/console/announcements/{number}", status_code=303)


async def _recall(turn: Turn, number: int, form: FormData) -> None:
    await recalling.recall(turn, number, delete=form.get("how") != "edit")


async def _correct(turn: Turn, number: int, form: FormData) -> None:
    await recalling.correct(turn, number, _words(form))


async def _remind(turn: Turn, number: int, _: FormData) -> None:
    await receipts.remind(turn, number)


STEPS: dict[str, Callable[[Turn, int, FormData], Awaitable[None]]] = {
    "recall": _recall, "correct": _correct, "remind": _remind,
}  # fmt: skip
