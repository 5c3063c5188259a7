"""The courier: what other systems are told leaves here, signed, and tried for about a day.

An address is looked up anew for each message, judged by what it leads to, and called by exactly that:
a name cannot lead into the house after it was looked at.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.faults import place_of
from bot.seal import Seal
from domain.webhooks import Network, may_go_to, pause_after, signature
from handlers.privacy import freezing
from handlers.privacy.outward import may_leave
from storage import webhooks
from storage.alone import Still, alone
from storage.audit import AuditRow
from storage.database import Database
from storage.places import touch_revision
from storage.tickets.tables import TicketRow
from storage.webhooks import DeliveryRow, DeliveryState, WebhookRow

LONGEST = 10.0  # seconds for one try, from looking the name up to the answer's first line
LOOK_AGAIN = 0.5  # seconds: rows that another process wrote, or whose time has come
STILL_OURS = 5.0  # seconds between two looks at whether this process is still the one
RECOVER = 2.0  # seconds after the database failed
GRACE = 5.0  # seconds for what is under way when the program is asked to end
TIDY = 3600.0  # seconds between two looks at what is old
SETTLE_AGAIN = (0.1, 0.5, 2.0, 5.0, 15.0)  # seconds: how a try ended must not be forgotten
KEPT = timedelta(days=30)
PORTS = {"https": 443, "http": 80}

log = structlog.get_logger()


class Inside(Exception):  # noqa: N818 - reads as what it is
    """The address leads into the house."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one try."""

    status: int | None = None
    why: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)

    @property
    def gone(self) -> bool:
        """Whether the other side says that it will never want to be told again."""
        return self.status == HTTPStatus.GONE


class Courier:
    """Takes messages to other systems, one at a time to each, and writes down what became of them."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        seal: Seal,
        inside: Sequence[Network],
    ) -> None:
        self.database = database
        self.now = now
        self.seal = seal
        self.inside = tuple(inside)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._landed = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way in this process."""
        return not self._busy

    async def run(self) -> None:
        """Carry until cancelled; what is under way then may still arrive."""
        try:
            while True:
                try:
                    async with alone(self.database, "webhooks") as still:
                        await self._carry_on(still)
                except Exception as fault:  # noqa: BLE001 - a database that comes back finds us here
                    log.error("courier.failed", fault=place_of(fault))
                    await asyncio.sleep(RECOVER)
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self.landed()

    async def _carry_on(self, still: Still) -> None:
        async with self.database.transaction() as session:
            await webhooks.take_over(session)
        checked, tidied = time.monotonic(), float("-inf")
        while True:
            if time.monotonic() - tidied > TIDY:
                await self.tidy()
                tidied = time.monotonic()
            if time.monotonic() - checked > STILL_OURS:
                await still()
                checked = time.monotonic()
            self._landed.clear()
            if not await self.round():
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self._landed.wait()

    async def landed(self) -> None:
        """Wait for everything that is under way."""
        if self._busy:
            await asyncio.wait(self._busy.values())

    async def tidy(self) -> None:
        """Delete what is thirty days old."""
        async with self.database.transaction() as session:
            await webhooks.forget(session, self.now() - KEPT)

    async def round(self) -> int:
        """Let leave whatever may leave now; how many did."""
        async with self.database.reading() as session:
            if await freezing.frozen(session):
                return 0  # after a leak nothing leaves the house; it waits
            due = await webhooks.due(session, self.now(), tuple(self._busy))
        if not due:
            return 0
        async with self.database.transaction() as session:
            rows = await webhooks.claim(session, due, self.now())
        for row in rows:
            self._busy[row.webhook_id] = asyncio.create_task(self._carry(row))
        return len(rows)

    async def _carry(self, row: DeliveryRow) -> None:
        try:
            await self._settle(row.id, await self._tried(row))
        finally:
            self._busy.pop(row.webhook_id, None)
            self._landed.set()  # the next one to the same address may go

    async def _tried(self, row: DeliveryRow) -> Answered | None:
        try:
            return await self._attempt(row)
        except Exception as fault:  # noqa: BLE001 - one message's fault stops no other
            log.error("webhook.failed", delivery=row.id, fault=place_of(fault))
            return Answered(why="fault")

    async def _attempt(self, row: DeliveryRow) -> Answered | None:
        """One try; None where there is nothing to tell any more."""
        async with self.database.reading() as session:
            hook = await session.get(WebhookRow, row.webhook_id)
            ticket = await session.get(TicketRow, row.ticket_id) if row.ticket_id else None
        if hook is None or hook.ended_at is not None:
            return None
        if row.ticket_id is not None and (ticket is None or not may_leave(ticket)):
            return None
        body, at = row.body.encode(), int(time.time())
        signed = [signature(key, row.message, at, body) for key in self._secrets(hook)]
        if not signed:
            return Answered(why="sealed")
        headers = {
            "webhook-id": row.message, "webhook-timestamp": str(at),
            "webhook-signature": " ".join(signed),
        }  # fmt: skip
        return await posted(hook.address, body, headers, self.inside)

    def _secrets(self, hook: WebhookRow) -> list[str]:
        """What the message is signed with: also the secret before, for a day."""
        sealed = [hook.secret]
        if hook.old_secret and hook.old_until and self.now() < hook.old_until:
            sealed.append(hook.old_secret)
        return [secret for one in sealed if (secret := self.seal.open(one))]

    async def _settle(self, number: int, answered: Answered | None) -> None:
        """Write down how it ended, whatever the database says at first."""
        for pause in SETTLE_AGAIN:
            try:
                async with self.database.transaction() as session:
                    await self._write_down(session, number, answered)
            except Exception as fault:  # noqa: BLE001 - kept in mind until it is written down
                log.error("webhook.unsettled", delivery=number, fault=place_of(fault))
                await asyncio.sleep(pause)
            else:
                return

    async def _write_down(
        self, session: AsyncSession, number: int, answered: Answered | None
    ) -> None:
        row = await session.get(DeliveryRow, number)
        if row is None:
            return
        if answered is None:
            row.state = DeliveryState.DROPPED.value
            return
        row.attempts += 1
        row.status, row.why = answered.status, answered.why
        if answered.arrived:
            row.state = DeliveryState.ARRIVED.value
        elif answered.gone:
            row.state, row.not_before = DeliveryState.GIVEN_UP.value, self.now()
            await self._gone(session, row.webhook_id)
        else:
            self._later(row)
        log.info("webhook.tried", delivery=number, status=answered.status, why=answered.why)

    def _later(self, row: DeliveryRow) -> None:
        pause = pause_after(row.attempts, row.message)
        if pause is None:
            row.state = DeliveryState.GIVEN_UP.value
            row.not_before = self.now()
            log.warning("webhook.given_up", delivery=row.id, hook=row.webhook_id)
            return
        row.state = DeliveryState.WAITING.value
        row.not_before = self.now() + pause

    async def _gone(self, session: AsyncSession, number: int) -> None:
        """The other side wants nothing any more: it is told nothing, and the office sees why."""
        hook = await webhooks.hook(session, number)
        if hook is not None and hook.ended_at is None:
            hook.ended_at, hook.why = self.now(), "gone"
            await webhooks.drop(session, number)
            await touch_revision(session)
            session.add(AuditRow(
                at=self.now(), act="webhook.closed", subject=f"webhook/{number}",
                channel="webhooks", facts={"why": "gone"},
            ))  # fmt: skip


async def posted(
    address: str, body: bytes, headers: dict[str, str], inside: Sequence[Network]
) -> Answered:
    """Send once; nothing is followed, kept or read beyond the answer's first line. Never raises."""
    try:
        async with asyncio.timeout(LONGEST):
            return await _post(urlsplit(address), body, headers, inside)
    except (TimeoutError, httpx.TimeoutException):
        return Answered(why="too_late")
    except Inside:
        return Answered(why="inside")
    except socket.gaierror:
        return Answered(why="no_such_name")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return Answered(why="no_connection")


async def _post(
    parts: SplitResult, body: bytes, headers: dict[str, str], inside: Sequence[Network]
) -> Answered:
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    found = await _led_to(host, port)
    if not found or not all(may_go_to(one, inside) for one in found):
        raise Inside
    if parts.scheme == "http" and not all(_named(one, inside) for one in found):
        raise Inside  # without encryption only where the operator has said so
    own = {
        "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "huying",
        "Accept-Encoding": "identity", **headers,
    }  # fmt: skip
    target = httpx.URL(scheme=parts.scheme, host=found[0], port=port, raw_path=_path(parts))
    async with (
        httpx.AsyncClient(timeout=LONGEST, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST", target, content=body, headers=own, extensions={"sni_hostname": host}
        ) as answer,
    ):
        return Answered(answer.status_code)


def _path(parts: SplitResult) -> bytes:
    return ((parts.path or "/") + (f"?{parts.query}" if parts.query else "")).encode("ascii")


def _named(address: str, inside: Sequence[Network]) -> bool:
    return any(ip_address(address) in network for network in inside)


async def _led_to(host: str, port: int) -> list[str]:
    """The addresses in figures that a name leads to now."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]).partition("%")[0] for *_, where in found]
