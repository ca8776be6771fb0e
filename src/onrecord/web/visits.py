"""When a reader was here last, kept in a cookie, and since when an address asks for what changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from onrecord.web.asked import BadQueryError

VISIT = "onrecord_visit"
"""The cookie: the moment up to which all was seen, and that of the latest look, as ISO date-times."""

FIRST = timedelta(days=7)
"""How far back a first visit looks."""

_AGO = re.compile(r"(\d{1,5}) ?(h|d|w)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Visit:
    """Up to when a reader has seen what changed, and when they looked last. Both in UTC."""

    seen: datetime
    looked: datetime

    @property
    def cookie(self) -> str:
        """The visit as the cookie holds it."""
        return f"{self.seen.isoformat(timespec='seconds')}~{self.looked.isoformat(timespec='seconds')}"


def visit(cookie: str | None, now: datetime) -> Visit:
    """The visit that a look at `now` makes of the one before it.

    All looks of one day are one visit, so that going back to a page loses nothing: what was seen on an earlier day
    counts as seen, what was seen today stays until tomorrow, or until the reader says that they have seen it.
    """
    kept = _read(cookie, now)
    if kept is None:
        return Visit(now - FIRST, now)
    if kept.looked.astimezone().date() < now.astimezone().date():
        return Visit(kept.looked, now)
    return Visit(kept.seen, now)


def _read(cookie: str | None, now: datetime) -> Visit | None:
    """What a cookie says; null where it says nothing that can be."""
    try:
        seen, looked = (datetime.fromisoformat(part) for part in (cookie or "").split("~"))
        return Visit(seen, looked) if seen <= now and looked <= now else None
    except (ValueError, TypeError, OverflowError):
        return None


def is_ago(said: str) -> bool:
    """Whether a moment is given by how long ago it was."""
    return _AGO.fullmatch(said.strip().lower()) is not None


def moment_since(said: str, now: datetime) -> str:
    """A day (its beginning on this computer), a time, or one so long ago (`12h`, `7d`, `2w`), as the ledger takes it.

    Raises BadQueryError.
    """
    ago = _AGO.fullmatch(said.strip().lower())
    try:
        if ago is not None:
            return stamp(now - int(ago[1]) * _UNITS[ago[2]])
        moment = datetime.fromisoformat(said)
        return stamp(datetime.combine(moment, time()) if len(said) == len("2025-04-09") else moment)
    except (ValueError, OverflowError):
        raise BadQueryError(f"since={said!r} is no day and no time; write 2025-04-09, or 12h, 7d, 2w") from None


def stamp(moment: datetime) -> str:
    """A time in UTC, as text; one without a zone is taken for a local one."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
