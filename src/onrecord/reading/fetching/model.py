"""What fetching takes and gives: limits, an answer with its headers, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from onrecord.errors import OnrecordError

MEGABYTE = 1_000_000

LASTING = frozenset((401, 402, 403, 405, 406, 410, 414, 421, 451, 501, 505))
"""Statuses that asking again will not change soon. 404 is none of them: pages appear after the feed names them."""


class FetchingError(OnrecordError):
    """An address gave nothing that can be used; the message says why, in one line.

    `code` is one of: bad-address, not-allowed, robots, no-host, unreachable, certificate, timeout, too-large,
    packed-bomb, bad-coding, cut-off, redirects, bad-answer, stopped, xml-bomb, not-a-feed, or `http-` with the
    status. `temporary` tells whether it may well work later; `retry_after` how many seconds the site wants to be left
    alone for.
    """

    def __init__(
        self, code: str, message: str, *, temporary: bool = False, status: int | None = None,
        retry_after: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.code = code
        self.temporary = temporary
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds for connecting, for each read, for all of an answer with its redirects.

    `size` is the most bytes of an answer, unpacked. Of 181 pages of news the largest had 2 megabytes.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 20 * MEGABYTE
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: what was asked for, where it came from, when, and its bytes with their compression undone.

    `moved` is the address that is to be used from now on, where the site says so (301 or 308 from the first step on).
    `headers` are those of the last answer, without cookies. `complete` is false where the connection broke off
    before the end.
    """

    address: str
    final: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    moved: str | None = None
    complete: bool = True

    def header(self, name: str) -> str | None:
        """The first value of a header, in whatever case its name is written; null where there is none."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds in a Retry-After header, a number or a date (RFC 9110, 10.2.3); null where it says nothing usable."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def by_status(status: int, address: str, wait: float | None = None) -> FetchingError:
    """The error of an answer whose status says that there is nothing."""
    said = _STATUSES.get(status) or ("the site has an error of its own" if status >= 500 else "the site refuses it")
    return FetchingError(
        f"http-{status}", f"{address}: {said} (HTTP {status})", temporary=status not in LASTING, status=status,
        retry_after=wait,
    )  # fmt: skip


_STATUSES = {
    401: "the site wants a password for it",
    402: "the site wants to be paid for it",
    403: "the site does not let it be read",
    404: "there is no such page",
    408: "the site gave up waiting",
    410: "it is gone for good",
    429: "the site has been asked too often",
    451: "it is withheld for legal reasons",
    503: "the site is overloaded or being worked on",
}
