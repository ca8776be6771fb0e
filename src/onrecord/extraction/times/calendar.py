"""Calendar arithmetic: TIMEX3 values, their days, their EDTF and precision."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from onrecord.records.vocabulary import TimePrecision

Days = tuple[date, date]
"""First and last day, inclusive."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"\d{3}X?")
_CENTURY = re.compile(r"\d{2}(?:XX)?")

_EDTF_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}  # EDTF (ISO 8601-2), level 1


def days_of(value: str) -> Days | None:
    """The days that a TIMEX3 value denotes; None where it names no definite ones."""
    try:
        return _days(value)
    except (ValueError, OverflowError):  # February 30; the last week of the year 9999
        return None


def _days(value: str) -> Days | None:
    if m := _DAY.fullmatch(value):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := _MONTH.fullmatch(value):
        return month_days(int(m[1]), int(m[2]))
    if m := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + timedelta(5 if m[3] else 0)), monday + timedelta(6)
    if m := _QUARTER.fullmatch(value):
        last = 3 * int(m[2])
        return date(int(m[1]), last - 2, 1), month_days(int(m[1]), last)[1]
    if m := _HALF.fullmatch(value):
        last = 6 * int(m[2])
        return date(int(m[1]), last - 5, 1), month_days(int(m[1]), last)[1]
    if _YEAR.fullmatch(value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if _DECADE.fullmatch(value):
        first = int(value[:3]) * 10
        return date(first, 1, 1), date(first + 9, 12, 31)
    if _CENTURY.fullmatch(value):
        first = int(value[:2]) * 100
        return date(first or 1, 1, 1), date(first + 99, 12, 31)
    return None


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def precision_of(value: str) -> TimePrecision:
    """How fine a TIMEX3 value is."""
    if _DAY.fullmatch(value):
        return "day"
    if _WEEK.fullmatch(value) or value.startswith("XXXX-WXX"):
        return "week" if not re.search(r"-\d$|-\dT", value) else "day"
    if _MONTH.fullmatch(value) or re.fullmatch(r"XXXX-\d\d", value):
        return "month"
    if re.fullmatch(r"XXXX-\d\d-\d\d(?:T.*)?", value) or value.startswith("XXXX-XX-XX"):
        return "day"
    if _QUARTER.fullmatch(value) or _SEASON.fullmatch(value) or re.fullmatch(r"XXXX-Q\d", value):
        return "quarter"
    if _YEAR.fullmatch(value) or _HALF.fullmatch(value):
        return "year"
    if _DECADE.fullmatch(value):
        return "decade"
    return "vague"


def edtf_of(value: str) -> str | None:
    """The value in the Extended Date/Time Format (ISO 8601-2); None where EDTF has no form for it."""
    if m := _DAY.fullmatch(value):
        return value[:10]
    if _MONTH.fullmatch(value) or (_YEAR.fullmatch(value) and value != "XXXX"):
        return value
    if m := _SEASON.fullmatch(value):
        return f"{m[1]}-{_EDTF_SEASONS[m[2]]}"
    if _DECADE.fullmatch(value):
        return value[:3] + "X"
    if _CENTURY.fullmatch(value):
        return value[:2] + "XX"
    if re.fullmatch(r"XXXX-\d\d(?:-\d\d)?", value):
        return value
    days = days_of(value)
    return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else None


def week_of(day: date) -> str:
    """The ISO week of a day: `2025-W14`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    """The month `by` months away."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def quarter_of(day: date) -> int:
    """The quarter, 1 to 4."""
    return (day.month - 1) // 3 + 1
