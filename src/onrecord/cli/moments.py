"""Days and times as they are typed: for what the ledger knew, what was reported, and since when something moved."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import typer

_REST = {4: "-01-01", 7: "-01"}
"""What makes a day of a year and of a month, by their lengths."""

_AGO = re.compile(r"(\d{1,5}) ?(h|d|w)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def day(value: str | None) -> str | None:
    """A day, month or year as it is compared with days, as text."""
    if value is None:
        return None
    rest = _REST.get(len(value), "")
    try:
        return date.fromisoformat(value + rest).isoformat().removesuffix(rest)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2025-04-09, 2025-04 or 2025") from None


LAST = "last"
"""In place of a time: since one asked last."""


def recorded_since_last(value: str | None) -> str | None:
    """What `recorded_since` takes, or `last`."""
    return LAST if value is not None and value.strip().lower() == LAST else recorded_since(value)


def recorded_by(value: str | None) -> str | None:
    """The end of a day (in the time zone of this computer), or a time, in UTC."""
    return None if value is None else _moment(value, "2025-04-09 or 2025-04-09T10:30", time.max)


def recorded_since(value: str | None) -> str | None:
    """The beginning of a day (in the time zone of this computer), a time, or one so long ago, in UTC."""
    if value is None:
        return None
    ago = _AGO.fullmatch(value.strip().lower())
    if ago is None:
        return _moment(value, "2025-04-09, 2025-04-09T10:30, or 12h, 7d, 2w for so long ago", time())
    try:
        return _stamp(datetime.now(UTC) - int(ago[1]) * _UNITS[ago[2]])
    except OverflowError:
        raise typer.BadParameter(f"{value!r} is longer ago than there are dates; give a date") from None


def _moment(value: str, shapes: str, of_day: time) -> str:
    try:
        if len(value) == len("2025-04-09"):
            moment = datetime.combine(date.fromisoformat(value), of_day)
        else:
            moment = datetime.fromisoformat(value)
        return _stamp(moment)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{value!r} is no day and no time; write it as {shapes}") from None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")  # without a zone it is taken for a local one
