"""When a host may be asked again: a gap between two requests, longer where the site asks for it."""

from __future__ import annotations

from collections import OrderedDict

_MOST = 10_000
"""Hosts that are remembered; those that were asked longest ago are forgotten first."""


class Pace:
    """The moment (in seconds, of whatever clock) from which each host may be asked again."""

    def __init__(self, gap: float = 1.0) -> None:
        self.gap = gap
        self._ready: OrderedDict[str, float] = OrderedDict()

    def ready(self, host: str) -> float:
        """When a host may be asked again; 0 where it was not asked yet."""
        return self._ready.get(host, 0.0)

    def asked(self, host: str, now: float, delay: float = 0.0) -> None:
        """Note that a host was asked at `now`, and wants `delay` seconds between requests or until the next one."""
        self._ready[host] = max(self._ready.pop(host, 0.0), now + max(self.gap, delay))
        while len(self._ready) > _MOST:
            self._ready.popitem(last=False)
