"""What each command does; `cli` only reads its arguments and shows its result."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import backup as archives
from bot import clock as clocks
from bot import doctor as examining
from bot import hearing, second_opinion
from bot import sample as sampling
from bot.app import House, Program, opened
from bot.channels import examined_channels, learn_bot_name, made_channels
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.settings import Settings
from bot.words import Words
from domain.areas import STAFF, RoleName
from domain.messages import Address
from domain.refusals import NoSuch, NotAllowed, Refusal
from handlers import announcements, chats, corrections, logins, people, schedules, workbook
from handlers.announcements import Draft
from handlers.points import rules
from handlers.privacy import freezing
from handlers.turn import Turn
from storage import corrections as kept_corrections
from storage.chats import ChatRow, meet_group
from storage.people import find_person, roles_of
from storage.points import books
from storage.web import group_link

Result = dict[str, Any]
CHANNELS = frozenset({WebChannel.name, TelegramChannel.name})


class TimePassed(Refusal):
    """What is announced for a moment that has gone would leave at once, which nobody meant."""


def sentence(settings: Settings, refusal: Refusal) -> str:
    """A refusal in the operator's language."""
    return Words(settings.zone)(refusal.moment, settings.locale, **refusal.facts)


@asynccontextmanager
async def _turn(house: House, event: str) -> AsyncIterator[Turn]:
    """A turn of the command line's own: one transaction, nobody's person."""
    async with house.database.transaction() as session:
        now = house.clock.now()
        name = f"cli/{event}/{datetime.now(UTC).timestamp()}"
        yield await house.community.turn(session, name, now, channel="cli")


def progress(text: str) -> None:
    """Long work shows where it is, on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the operator's screen


def run(settings: Settings, *, sample: bool, parts: Sequence[str]) -> None:
    """Run until somebody stops it."""
    asyncio.run(_run(settings, sample=sample, parts=parts))


async def _run(settings: Settings, *, sample: bool, parts: Sequence[str]) -> None:
    async with opened(settings, sample=sample) as house:
        if sample:
            await sampling.settle_in(house, progress)
        channels = await made_channels(house, sample=sample)
        program = Program(house, channels, parts=parts)
        link = await _first_link(house) if sample else None
        group = await _group_link(house) if sample else None
        task = asyncio.create_task(
            program.run(ready=lambda address: _say_ready(house, address, link, group)),
            name="program",
        )
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, task.cancel)
        with suppress(asyncio.CancelledError):
            await task


def _say_ready(house: House, address: str, link: str | None, group: str | None) -> None:
    if not house.settings.public_url:
        house.community.found_at(address)
    print(f"ready {address}", flush=True)  # noqa: T201 - whoever starts it waits for this line
    if link:
        print(f"console {address}{link}", flush=True)  # noqa: T201
        print(f"group {address}{group}", flush=True)  # noqa: T201


async def _first_link(house: House) -> str:
    """A one-time link for the sample's manager, printed at each start."""
    async with house.database.transaction() as session:
        world = await house.community.world(session)
        manager = next(r.person for r in world.organisation.roles if r.role is RoleName.MANAGER)
        token = await logins.open_link(
            session, manager, at=house.clock.now(), lasts=logins.SESSION_LASTS
        )
    return f"/console/login/{token}"


async def _group_link(house: House) -> str:
    """The link by which somebody without an app enters the group that is shown first."""
    async with house.database.transaction() as session:
        first = select(ChatRow.chat).where(ChatRow.channel == "web").order_by(ChatRow.id).limit(1)
        chat = await session.scalar(first)
        token = await group_link(session, str(chat), at=house.clock.now())
    return f"/g/{token}"


async def migrate(settings: Settings) -> Result:
    async with opened(settings):
        return {}


async def import_workbook(settings: Settings, file: Path) -> Result:
    """Import a workbook: all or nothing."""
    cells = await asyncio.to_thread(workbook.read, file)  # a running program need not wait for it
    async with opened(settings) as house:
        async with _turn(house, "import") as turn:
            await rules.lay_rules(turn, house.community.rules)
            result = await workbook.take_in(turn, cells, progress=progress)
            if not result.errors:
                await schedules.plan(await house.community.turn(
                    turn.session, f"{turn.event}/plan", turn.now, channel="cli"))  # fmt: skip
        facts = {"added": result.added, "changed": result.changed, "same": result.same,
                 "errors": result.errors}  # fmt: skip
        lines = [f"{e['sheet']} {e['row']} {e['column']}: {e['message']}" for e in result.errors]
        counted = f"+{result.added} ~{result.changed} ={result.same}"
        return {**facts, "_text": "\n".join(lines) or counted, "_exit": int(bool(lines))}


async def export_workbook(settings: Settings, file: Path) -> Result:
    _must_have_folder(file)
    async with opened(settings) as house, house.database.reading() as session:
        await freezing.must_be_open(session)
        await workbook.write_out(session, file)
    return {"_text": str(file)}


async def invite(
    settings: Settings,
    *,
    role: str | None,
    area: str | None,
    name: str | None,
    household: str | None,
) -> Result:
    if role is not None and role not in set(RoleName):
        raise NoSuch(code=role)
    async with opened(settings) as house:
        if not house.community.deployment.bot_name:
            await learn_bot_name(house)
        async with _turn(house, "invite") as turn:
            made = await people.invite(
                turn.session, turn.world, at=turn.now, role=RoleName(role) if role else None,
                area=area, name=name, household=household,
            )  # fmt: skip
            turn.note("invitation.made", f"role/{role}" if role else f"household/{household}")
        if made.link is None:
            token = settings.telegram_token is not None
            progress(house.words("people/no_bot_link", settings.locale, token=token))
    facts = {"code": made.code, "link": made.link, "web": made.web, "expires": made.expires}
    return {**facts, "_text": "\n".join(str(part) for part in facts.values() if part)}


async def announce(
    settings: Settings, *, audience: str, text: str, at: str | None, to: str
) -> Result:
    if to not in announcements.CHOICES and to not in set(RoleName):
        raise NoSuch(code=to)
    async with opened(settings) as house, _turn(house, "announce") as turn:
        when = clocks.parse_time(at, turn.now) if at else None
        if when is not None and when < turn.now:
            raise TimePassed(text=at)
        codes = [code for part in audience.split(";") for code in part.split(",") if code.strip()]
        draft = Draft(text, [code.strip() for code in codes], to=to, at=when)
        made = await announcements.announce(turn, draft)
    facts = {"id": made.id, "at": made.at, "chats": made.chats, "people": made.people}
    return {**facts, "_text": f"{made.id}: {made.chats} + {made.people}"}


async def login(settings: Settings, wanted: str) -> Result:
    async with opened(settings) as house, _turn(house, "login") as turn:
        person = await find_person(turn.session, wanted)
        if person is None:
            raise NoSuch(code=wanted)
        if not {role.role for role in await roles_of(turn.session, person.id)} & STAFF:
            raise NotAllowed(act="console")
        token = await logins.open_link(turn.session, person.id, at=turn.now)
        turn.note("login.made", f"person/{person.id}")
        link = logins.address(turn.world.deployment, token)
    return {"link": link, "expires": turn.now + logins.LASTS, "_text": link}


async def bind(settings: Settings, channel: str, chat: str, place: str) -> Result:
    if channel not in CHANNELS:
        raise NoSuch(code=channel)
    async with opened(settings) as house, _turn(house, "bind") as turn:
        group = await meet_group(turn.session, Address(channel, chat))
        await chats.bind(turn, group, place)
        facts = {"group": group.name or group.chat, "place": turn.world.places.name_of(place)}
    return {**facts, "_text": f"{facts['group']} → {facts['place']}"}


async def write_corrections(settings: Settings, file: Path) -> Result:
    """What people's corrections taught, as a table to train by; nothing leaves while it is frozen."""
    _must_have_folder(file)
    async with opened(settings) as house, _turn(house, "corrections") as turn:
        await freezing.must_be_open(turn.session)
        rows = await kept_corrections.everything(turn.session, None)
        turn.note("corrections.exported", "corrections", rows=len(rows))
    whole = corrections.table(rows)
    await asyncio.to_thread(file.write_text, whole, encoding="utf-8-sig", newline="")
    return {"rows": len(rows), "_text": f"{file}: {len(rows)}"}


async def doctor(settings: Settings, *, reckon: bool = False) -> Result:
    async with opened(settings) as house:
        if reckon:
            async with house.database.transaction() as session:
                await books.rebuild(session)
        async with house.database.reading() as session:
            world = await house.community.world(session)
            found = await examining.examine(session, world, settings.data)
        kind = "SQLite" if house.database.is_sqlite else "PostgreSQL"
        found.insert(0, examining.Finding("ok", "database", {"kind": kind}))
        found += await examined_channels(house)
        found += await second_opinion.examined(settings, house.community.knowledge.catalogue)
        found += await hearing.examined(settings)
        shown = [examining.told(finding, house.words, settings.locale) for finding in found]
    ok = all(finding["level"] != "error" for finding in shown)
    marks = {"ok": "✓", "warning": "!", "error": "✗"}
    text = "\n".join(
        f"{marks[f['level']]} {f['what']}" + (f"\n  → {f['remedy']}" if f["remedy"] else "")
        for f in shown
    )
    return {"ok": ok, "findings": shown, "_text": text, "_exit": int(not ok)}


def _must_have_folder(file: Path) -> None:
    """A disk that is not there is told of before any work, and not made up as a folder."""
    if not file.absolute().parent.is_dir():
        raise NoSuch(code=file.absolute().parent)


async def backup(settings: Settings, file: Path) -> Result:
    _must_have_folder(file)
    async with opened(settings) as house:
        async with house.database.reading() as session:
            await freezing.must_be_open(session)
        rows = await archives.backup(house.database, settings.data, file, _counted)
    return {"_text": f"{file}: {rows}"}


async def restore(settings: Settings, file: Path) -> Result:
    async with opened(settings) as house:
        rows = await archives.restore(house.database, settings.data, file, _counted)
    return {"_text": f"{file}: {rows}"}


def _counted(table: str, rows: int) -> None:
    if rows:
        progress(f"{table} {rows}")


async def clock(settings: Settings, then: str) -> Result:
    async with opened(settings) as house:
        now = await clocks.set_clock(house.database, then, rehearsal=settings.rehearsal)
    return {"now": now, "_text": now.astimezone(settings.zone).isoformat()}
