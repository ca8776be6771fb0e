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

    def spend(self, caller: str) -> int:
        """Take one request from what a caller has left. Gives 0, or after how many seconds it will have one."""
        left = self._had(caller)
        self._keep(caller, left if left < 1 else left - 1)
        return math.ceil((1 - left) * 60 / self._rate) if left < 1 else 0

    def charge(self, caller: str, cost: int) -> None:
        """Take as many as `cost` from what a caller has left, as far as it has them."""
        self._keep(caller, max(0.0, self._had(caller) - cost))

    def _had(self, caller: str) -> float:
        most = float(self._rate)
        left, seen = self._left.get(caller, (most, 0.0))
        return min(most, left + (self._clock() - seen) * self._rate / 60)

    def _keep(self, caller: str, left: float) -> None:
        self._left.pop(caller, None)
        self._left[caller] = (left, self._clock())
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)

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
