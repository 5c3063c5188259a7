"""The workbook in the browser: taken along whole, sent, looked through, and taken in."""

import asyncio
import io
import secrets

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import Office, number_in, office_of
from console.reading import for_reader, sentence
from domain.refusals import Refusal
from handlers import schedules, workbook
from handlers.privacy import freezing
from handlers.tables import KINDS
from handlers.workbook import Difference, keeping
from handlers.workbook.archives import TooLarge, Unreadable
from handlers.workbook.files import Cells
from storage import workbooks
from storage.workbooks import WorkbookRow

HERE = "/console/workbook"
MOST_BYTES = 20 * 1024 * 1024  # of a file as it is sent
LONGEST_NAME = 80


class NoFile(Refusal):
    """No file was chosen."""


class Gone(Refusal):
    """What was looked through lies here no longer."""


async def index(request: Request, clerk: Clerk) -> Response:
    """Take it along, or send one."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, *, refused: Refusal | None = None) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
    told = sentence(request, turn, refused) if refused else ""
    asked = request.query_params
    counts = [number_in(asked.get(name, "")) for name in ("added", "changed")]
    facts = {"clerk": clerk, "refused": told, "difference": None, "key": "", "file": "",
             "done": None if None in counts else counts}  # fmt: skip
    return office.pages(request, "workbook.html", facts, status=409 if refused else 200)


async def download(request: Request, clerk: Clerk) -> Response:
    """The whole workbook; nothing leaves while exports are frozen, and it is on record."""
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            await freezing.must_be_open(session)
            turn = for_reader(request, await office.turn(session), clerk)
            turn.note("workbook.exported", "workbook")
        async with office.database.reading() as session:
            data = await workbook.as_xlsx(session)
    except Refusal as refusal:
        return await _page(request, clerk, refused=refusal)
    day = office.clock.now().date().isoformat()
    return Response(
        data, media_type=KINDS["xlsx"],
        headers={"Content-Disposition": f"attachment; filename=huying-{day}.xlsx"},
    )  # fmt: skip


async def send(request: Request, clerk: Clerk) -> Response:
    """A workbook is sent: what it would change is shown, and nothing is changed."""
    office = office_of(request)
    try:
        name, data = await _sent(await request.form())
        cells = await asyncio.to_thread(_cells, name, data)
    except Refusal as refusal:
        return await _page(request, clerk, refused=refusal)
    key = secrets.token_urlsafe(16)
    async with office.database.transaction() as session:
        turn = for_reader(request, await office.turn(session), clerk)
        found = await workbook.difference(turn, cells)
        if found.changes:
            await keeping.keep(turn, key, name, data, found.mark)
    status = 409 if found.errors else 200
    return _shown(request, office, clerk, key, name, found, status=status)


def _shown(
    request: Request, office: Office, clerk: Clerk, key: str, name: str, found: Difference, *,
    refused: str = "", status: int = 200,
) -> Response:  # fmt: skip
    facts = {"clerk": clerk, "refused": refused, "difference": found, "key": key, "file": name,
             "done": None}  # fmt: skip
    return office.pages(request, "workbook.html", facts, status=status)


async def _sent(form: FormData) -> tuple[str, bytes]:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoFile
    name = file.filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1][-LONGEST_NAME:]
    data = await file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge(file=name)
    if not data:
        raise Unreadable(file=name)
    return name, data


def _cells(name: str, data: bytes) -> Cells:
    return workbook.read_file(name, io.BytesIO(data))


async def take_in(request: Request, clerk: Clerk) -> Response:
    """Take in what was looked through, if it still changes exactly that."""
    office, form = office_of(request), await request.form()
    key = str(form.get("key", ""))
    try:
        held = await _held(request, clerk, key)
        if held.taken is not None:
            return _done(*held.taken)
        cells = await asyncio.to_thread(_cells, held.name, held.data)
        async with office.database.transaction() as session:
            turn = for_reader(request, await office.turn(session), clerk)
            taken = await workbook.take_in(turn, cells, progress=lambda _: None, shown=held.mark)
            await workbooks.empty(session, key, taken.added, taken.changed)
        async with office.database.transaction() as session:  # with the world as it is now
            await schedules.plan(await office.turn(session, f"workbook/{key}"))
    except workbook.NotAsShown as refusal:
        return await _again(request, clerk, key, refusal)
    except Refusal as refusal:
        return await _page(request, clerk, refused=refusal)
    office.wake()
    return _done(taken.added, taken.changed)


def _done(added: int, changed: int) -> Response:
    return RedirectResponse(f"{HERE}?added={added}&changed={changed}", status_code=303)


async def _held(request: Request, clerk: Clerk, key: str) -> WorkbookRow:
    office = office_of(request)
    async with office.database.reading() as session:
        held = await workbooks.sent(session, key, clerk.person.id, office.clock.now())
    if held is None:
        raise Gone
    return held


async def _again(request: Request, clerk: Clerk, key: str, refusal: Refusal) -> Response:
    """It would be another difference by now: that one is shown."""
    office = office_of(request)
    held = await _held(request, clerk, key)
    if held.taken is not None:  # pressed twice at once
        return _done(*held.taken)
    cells = await asyncio.to_thread(_cells, held.name, held.data)
    async with office.database.transaction() as session:
        turn = for_reader(request, await office.turn(session), clerk)
        found = await workbook.difference(turn, cells)
        row = await workbooks.sent(session, key, clerk.person.id, turn.now)
        if row is None:
            raise HTTPException(404)
        row.mark = found.mark
    told = sentence(request, turn, refusal)
    return _shown(request, office, clerk, key, held.name, found, refused=told, status=409)
