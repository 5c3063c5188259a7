"""How often somebody may do something: true sliding windows, in memory."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

TIDY = 1000  # keys after which those are dropped that nobody uses any more


@dataclass(slots=True)
class Pace:
    """So many times within so many seconds, for each key by itself."""

    most: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _times: dict[str, deque[float]] = field(default_factory=dict)

    def takes(self, key: str) -> bool:
        """Whether it may happen once more now; if so, it counts."""
        now = self.clock()
        if len(self._times) > TIDY:
            self._times = {
                k: t for k, t in self._times.items() if t and now - t[-1] <= self.seconds
            }
        if self.spent(key):
            return False
        self._times.setdefault(key, deque()).append(now)
        return True

    def spent(self, key: str) -> bool:
        """Whether it may not happen once more now; asking does not count."""
        now, times = self.clock(), self._times.get(key, deque())
        while times and now - times[0] > self.seconds:
            times.popleft()
        return len(times) >= self.most

    def free_in(self, key: str) -> float:
        """In how many seconds it may happen once more; 0 where it may now."""
        if not self.spent(key):
            return 0.0
        return max(0.0, self.seconds - (self.clock() - self._times[key][0]))


def network_of(request: Request) -> str:
    """Where a browser comes from; of the newer addresses the part that a household has as a whole."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or f"{int(address) >> 64:x}")
