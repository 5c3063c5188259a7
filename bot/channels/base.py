"""What a channel is to the rest of the house."""

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from domain.messages import Can, Health, Incoming, Limits, Media, Outcome, Outgoing


class Inbox(Protocol):
    """Where a channel hands its facts over: stored before they are confirmed to the platform."""

    async def offset(self, channel: str, account: str) -> int:
        """The next update to ask the platform for; 0 at the very start."""
        ...

    async def append(
        self,
        channel: str,
        account: str,
        batch: Sequence[Incoming],
        *,
        next_offset: int | None = None,
    ) -> None:
        """Store what matters of a batch, and the offset, in one commit."""
        ...


class Channel(Protocol):
    """A way to residents: it turns updates into facts and carries messages out, and decides nothing."""

    name: str
    can: Can
    limits: Limits

    async def run(self, inbox: Inbox) -> None:
        """Receive until cancelled; trouble with the platform shows in `health`, never as an error."""
        ...

    async def deliver(self, out: Outgoing) -> Outcome:
        """One attempt; never raises for the platform's errors."""
        ...

    async def fetch(self, media: Media) -> bytes:
        """The bytes of something that was sent along."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """Addresses to mount: a webhook, pages; may be none."""
        ...

    def health(self) -> Health:
        """How it is doing now."""
        ...
