"""Dates of publication, as rows, pages and people write them, to ISO 8601; what is doubtful is no date."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file

_DATA = Path(__file__).parent / "data"

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MONTH = r"(?P<month>[^\W\d_]{2,16}(?: الأول| الثاني)?)"
_YEAR = r"(?P<year>[12]\d{3})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|°|-?го)?"
_MONTH2, _YEAR2, _DAY2 = (part.replace(">", "2>") for part in (_MONTH, _YEAR, _DAY))
_OF = r"(?:of\s+|de\s+|del\s+|d[’'])?"
_WORDED = re.compile(
    rf"(?<![\w/-])(?:{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}|{_DAY2}\.?\s+{_OF}{_MONTH2}\.?,?\s+{_OF}{_YEAR2})(?![\w/-])"
)
_LATER = re.compile(
    r"(?<![\w/-])(?P<year>[12]\d{3})\.?\s+(?P<month>[^\W\d_]{2,16})\.?\s+(?P<day>[0-3]?\d)\.?(?![\w/-])"
)
"""The Hungarian order, year first."""
_SIGNED = re.compile(r"([12]\d{3})\s?[年년]\s?([01]?\d)\s?[月월]\s?([0-3]?\d)\s?[日일]")
_NUMBERS = re.compile(
    r"(?<![\w./-])(?:(?P<day>[0-3]?\d)(?P<sign>[./-])(?P<month>[01]?\d)(?P=sign)(?P<year>[12]\d{3})"
    r"|(?P<year2>[12]\d{3})(?P<sign2>[./-])\s?(?P<month2>[01]?\d)(?P=sign2)\s?(?P<day2>[0-3]?\d)\.?)(?![\w/-])"
)
_SLASHED_US = re.compile(r"(?<![\w./-])(?P<month>[01]?\d)/(?P<day>[0-3]\d)/(?P<year>[12]\d{3})(?![\w/-])")
_MAIL_ZONE = re.compile(r"[0-9]:[0-9]{2} (?:GMT|UTC|[+-][0-9]{4})$")
_DIGITS = {ord(digit): str(n) for zero in "٠۰०০๐" for n, digit in enumerate(chr(ord(zero) + n) for n in range(10))}
"""Digits of other scripts: Arabic, Persian, Devanagari, Bengali, Thai."""
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


def parse_worded_date(value: str, day_first: bool = False) -> str | None:
    """The date of an article as a page or a person writes it, or null; none is before 1800.

    Like `parse_date`, and besides: "9 April 2025", "Apr 9, 2025", "20250409", the dates of e-mail, dates in the
    languages of months.tsv ("12 de mayo de 2025", "12 мая 2025 г.", "2025年5月12日"), "12.05.2025".

    "09/04/2025" stays null, for it may be of April or of September, unless `day_first` says that the text is
    written where the day comes first. So does a text with two dates.
    """
    found = _worded(value, day_first)
    return found if found and found[:4] >= EARLIEST else None


def _worded(value: str, day_first: bool) -> str | None:
    value = " ".join(value.split()).translate(_DIGITS)
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
    months = _months()
    worded = [m for m in _WORDED.finditer(value) if (m["month"] or m["month2"]).casefold() in months]
    if not worded:
        worded = [m for m in _LATER.finditer(value) if m["month"].casefold() in months]
    if len(worded) == 1:
        parts = worded[0].groupdict()
        year, month, day = (parts[name] or parts.get(f"{name}2") or "" for name in ("year", "month", "day"))
        return _day(int(year), months[month.casefold()], int(day))
    if worded:
        return None  # of two dates neither is surely the one
    return _numbered(value, day_first)


def _numbered(value: str, day_first: bool) -> str | None:
    """A date in figures alone, where their order is sure."""
    signed = _SIGNED.findall(value)
    if signed:
        return _day(*map(int, signed[0])) if len(signed) == 1 else None
    found = list(_NUMBERS.finditer(value)) or list(_SLASHED_US.finditer(value))
    if len(found) != 1:
        return None
    parts = found[0].groupdict()
    year, month, day = (int(parts[name] or parts.get(f"{name}2") or 0) for name in ("year", "month", "day"))
    if found[0].re is _SLASHED_US:
        return _day(year, month, day) if day > 12 else None
    if parts["sign"] in ("/", "-") and not day_first and day <= 12 and day != month:
        return None
    return _day(year, month, day)


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    twice: set[str] = set()
    for row in read_file(_DATA / "months.tsv"):
        for name in row.words("names"):
            number = int(row["month"])
            if months.setdefault(name.casefold(), number) != number:
                twice.add(name.casefold())
    return {name: number for name, number in months.items() if name not in twice}


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
