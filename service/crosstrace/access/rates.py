"""How many requests one caller may send in a minute.

A sliding window holds two counters a caller and forgets them; an exact log of the last
minute would hold every request, and the library never lets go of a caller it has seen.
"""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from crosstrace.access.principal import Principal

_IPV6_NETWORK = 64
"""One customer has a network of this size, and could use a new address for each request."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller: whether this request is allowed, and the figures to tell."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


class Rates:
    """Counts the requests of each caller, in this process."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def take(self, caller: str) -> Allowance:
        """Count one request of `caller`."""
        allowed = self._limiter.hit(self._item, caller)
        window = self._limiter.get_window_stats(self._item, caller)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        return Allowance(allowed, self._item.amount, window.remaining, seconds)


def caller(principal: Principal | None, address: str | None) -> str:
    """Under what name requests are counted: the credential's, or else where they come from."""
    if principal is not None and principal.via in ("key", "oidc"):
        return f"{principal.via} {principal.organization} {principal.actor}"
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "address unknown"
    if found.version == 6:
        return f"address {ipaddress.ip_network((found, _IPV6_NETWORK), strict=False)}"
    return f"address {found}"
