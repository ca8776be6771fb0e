"""How much one caller may ask for: a bucket of requests that fills again with time, in bounded memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST_CALLERS = 4_096
"""Callers that are remembered; the one that was silent longest is forgotten for a new one."""

_NETWORK = 64
"""Bits of an IPv6 address that tell its owner; the rest one owner chooses at will."""


class RateLimit:
    """A token bucket for each caller (RFC 2697, in the simplest of its forms): `rate` a minute, and as many at once."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, caller: str, cost: float = 1) -> int:
        """Take `cost` from what a caller has left. Gives 0, or after how many seconds it will have that much."""
        now = self._clock()
        left, seen = self._left.pop(caller, (float(self._rate), now))
        left = min(float(self._rate), left + (now - seen) * self._rate / 60)
        cost = min(cost, float(self._rate))
        missing = cost - left
        self._left[caller] = (left if missing > 0 else left - cost, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return math.ceil(missing * 60 / self._rate) if missing > 0 else 0

    def __len__(self) -> int:
        return len(self._left)


def caller_of(host: str | None) -> str:
    """Whom an address belongs to: itself, or the network that an IPv6 address is one of many in."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{int(address) >> (128 - _NETWORK):x}"
    return str(address)
