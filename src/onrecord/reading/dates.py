"""Dates of publication, as rows, pages and people write them, to ISO 8601; what is doubtful is no date."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>[A-Za-z]{3,9})"
_YEAR = "(?P<year>[12][0-9]{3})"
_DAY = "(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_MONTH2, _YEAR2, _DAY2 = (part.replace(">", "2>") for part in (_MONTH, _YEAR, _DAY))
_WORDED = re.compile(
    rf"(?<![\w/-])(?:{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}|{_DAY2}\s+(?:of\s+)?{_MONTH2}\.?,?\s+{_YEAR2})(?![\w/-])"
)
_MAIL_ZONE = re.compile(r"[0-9]:[0-9]{2} (?:GMT|UTC|[+-][0-9]{4})$")
EARLIEST = "1800"
"""The first year of publication that is believed: systems write "0001-01-01" for no date at all."""
_COMPACT = re.compile(r"([12]\d{3})([01]\d)([0-3]\d)")


def parse_date(value: str) -> str | None:
    """Give the ISO date or date-time in `value`, or null where it is none, or an impossible one.

    Follows ISO 8601 in the extended form of RFC 3339; seconds and time zone may be left out.
    """
    found = _ISO.fullmatch(value.strip())
    if not found:
        return None
    day, time, zone = found.groups()
    try:
        date.fromisoformat(day)
        if time is None:
            return day
        # Fractions of a second say nothing about an article.
        time = re.split("[.,]", time)[0]
        if zone in (None, ""):
            zone = ""
        elif zone in ("Z", "z", "UTC", "GMT"):
            zone = "Z"
        elif ":" not in zone:
            zone = f"{zone[:3]}:{zone[3:]}"
        written = f"{day}T{time}{zone}"
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written


def date_as_written(value: str) -> str | None:
    """The value itself where it is an ISO date or date-time that Python reads too, else as `parse_date` gives it."""
    found = parse_date(value)
    if found is None:
        return None
    try:
        datetime.fromisoformat(value.strip())
    except ValueError:
        return found
    return value.strip()


def parse_worded_date(value: str) -> str | None:
    """The date of an article as a page or a person writes it, or null; none is before 1800.

    Like `parse_date`, and besides: "9 April 2025", "Apr 9, 2025", "20250409", and the dates of e-mail.

    "09/04/2025" stays null: it may be of April or of September. So does a text with two dates.
    """
    found = _worded(value)
    return found if found and found[:4] >= EARLIEST else None


def _worded(value: str) -> str | None:
    value = " ".join(value.split())
    if len(value) > 80:
        return None
    exact = parse_date(value)
    if exact:
        return exact
    compact = _COMPACT.fullmatch(value)
    if compact:
        return _day(*map(int, compact.groups()))
    if _MAIL_ZONE.search(value):
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        # A year of two digits is a guess of the library, so the year must stand in the text.
        return moment.isoformat() if f"{moment.year:04}" in value else None
    found = [m for m in _WORDED.finditer(value) if (m["month"] or m["month2"]).lower() in _MONTHS]
    if len(found) != 1:
        return None  # of two dates neither is surely the one
    year, month, day = (found[0][name] or found[0][f"{name}2"] for name in ("year", "month", "day"))
    return _day(int(year), _MONTHS[month.lower()], int(day))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
