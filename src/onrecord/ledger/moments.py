"""The clock of recording: moments as they are asked for, and the one that a transaction stands at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, func, insert, select

from onrecord.ledger.errors import BadMomentError
from onrecord.ledger.schema import NOW, moments


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen: rows that hold at the moment `at`, of documents published no later than a day."""

    at: int = NOW
    reported_until: str | None = None


def stamp(moment: datetime) -> str:
    """A time as the ledger keeps it: UTC, to the microsecond, so that times compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(said: str) -> str:
    """A date (its end) or date-time (UTC, where it names no zone) as the ledger keeps times. Raises BadMomentError."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return stamp(datetime.combine(date.fromisoformat(said), time.max, UTC))
        moment = datetime.fromisoformat(said)
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise BadMomentError(
            f"{said!r} is no date; write one as 2025-04-08, or a date and time as 2025-04-08T17:30"
        ) from error


def read_day(said: str) -> str:
    """A year, month, day or date-time, such as publication dates are compared with. Raises BadMomentError."""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", said):
        return said
    read_moment(said)
    return said


def key_at(connection: Connection, at: str) -> int:
    """The key of the last moment that had been recorded at a time; 0 before the first."""
    query = select(func.max(moments.c.key)).where(moments.c.at <= at)
    return connection.execute(query).scalar() or 0


def time_of(connection: Connection, key: int) -> str:
    """When a moment was; an ISO date-time in UTC."""
    return str(connection.execute(select(moments.c.at).where(moments.c.key == key)).scalar_one())


class Stamp:
    """The moment of one transaction, recorded when it is first asked for: what changes nothing leaves no moment.

    A clock that was set back does not reorder what was recorded: no moment is earlier than the one before it.
    """

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock
        self._key: int | None = None
        self._at = ""

    @property
    def key(self) -> int:
        """The key of the moment."""
        if self._key is None:
            last = self._connection.execute(select(func.max(moments.c.at))).scalar() or ""
            self._at = max(stamp(self._clock()), last)
            made = insert(moments).values(at=self._at).returning(moments.c.key)
            self._key = int(self._connection.execute(made).scalar_one())
        return self._key

    @property
    def at(self) -> str:
        """Its time."""
        return self._at if self.key else ""
