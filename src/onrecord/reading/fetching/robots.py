"""What a site's robots.txt lets be fetched (RFC 9309), asked for once a day and site."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onrecord.reading.fetching.addresses import Address
from onrecord.reading.fetching.model import Fetched, FetchingError

TOKEN = "onrecord"
"""The name by which a robots.txt calls this program."""

SIZE = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 wants 500 KiB at least."""

_KEPT = timedelta(hours=24)  # the longest that RFC 9309 allows
_KEPT_FAILED = timedelta(minutes=10)
_MOST = 1_000
"""Sites whose rules are remembered at once."""

_LONGEST_DELAY = 60.0
"""Seconds of a Crawl-delay that are kept to; longer ones are meant for those who fetch whole sites."""


@dataclass(frozen=True, slots=True)
class _Rules:
    until: datetime
    parsed: Any = None  # null: everything is allowed
    unreachable: str | None = None


class Robots:
    """The rules of the sites that were asked, with `fetch` to ask for more."""

    def __init__(self, fetch: Callable[[str], Fetched], clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: OrderedDict[str, _Rules] = OrderedDict()

    def check(self, address: Address) -> None:
        """Raise FetchingError (robots) where the site does not want the address to be fetched, or cannot be asked."""
        rules = self._of(address)
        if rules.unreachable:
            raise FetchingError(
                "robots",
                f"{address.url}: whether it may be fetched cannot be told, since the robots.txt of the site cannot "
                f"be had ({rules.unreachable}); try again later",
                temporary=True,
            )
        if rules.parsed is not None and not rules.parsed.can_fetch(address.url, TOKEN):
            raise FetchingError(
                "robots", f"{address.url}: the site's robots.txt asks programs not to fetch it; it was left alone"
            )

    def delay(self, address: Address) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing, or was not asked yet."""
        rules = self._rules.get(address.origin)
        if rules is None or rules.parsed is None:
            return 0.0
        said = rules.parsed.crawl_delay(TOKEN)
        return min(float(said), _LONGEST_DELAY) if said and said > 0 else 0.0

    def _of(self, address: Address) -> _Rules:
        now = self._clock()
        rules = self._rules.get(address.origin)
        if rules is None or rules.until <= now:
            rules = self._asked(address, now)
            self._rules[address.origin] = rules
            while len(self._rules) > _MOST:
                self._rules.popitem(last=False)
        return rules

    def _asked(self, address: Address, now: datetime) -> _Rules:
        from protego import Protego

        try:
            answer = self._fetch(f"{address.origin}/robots.txt")
        except FetchingError as error:
            if error.code in ("not-allowed", "stopped", "no-host", "unreachable"):
                raise
            if error.status is not None and error.status < 500 and error.status != 429:
                return _Rules(now + _KEPT)  # there is none, so everything may be fetched
            if error.code in ("too-large", "bad-coding", "packed-bomb", "redirects", "bad-address"):
                return _Rules(now + _KEPT)  # nothing that could be meant as rules
            return _Rules(now + _KEPT_FAILED, unreachable=str(error))
        try:
            return _Rules(now + _KEPT, Protego.parse(answer.body[:SIZE].decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            return _Rules(now + _KEPT)
