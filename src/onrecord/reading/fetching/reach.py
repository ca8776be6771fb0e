"""Whether it is a site that cannot be reached, or our own network that is down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

_SEVERAL = 2
_TRUSTED = timedelta(hours=1)
"""How long the network counts as up after a site answered while others could not be reached."""


class Reach:
    """Remembers which hosts could not be reached since one could."""

    def __init__(self) -> None:
        self._lost: set[str] = set()
        self._up_until: datetime | None = None
        self.down = 0
        """How many rounds in a row nothing could be reached; 0 where the network is up."""

    def note(self, lost: Collection[str], reached: bool, now: datetime) -> bool:
        """Note the hosts that a round could not reach, and whether it reached any; gives whether the network is down.

        It is where several hosts in a row were lost and none answered. What a round brought is then not to be counted
        against its sites.
        """
        if reached:
            if self.down:
                self._up_until = now + _TRUSTED
            self.down = 0
            self._lost.clear()
            return False
        if not lost:
            return False
        self._lost.update(lost)
        if len(self._lost) < _SEVERAL or (self._up_until is not None and now < self._up_until):
            return False
        self.down += 1
        return True
