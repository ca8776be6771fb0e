"""The days that a TIMEX3 value means, for peers that answer with values alone."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Days = tuple[str, str]


def days(value: str) -> Days | None:
    """First and last day (ISO) of a day, week, weekend, month, quarter, half, year, decade or century; else null."""
    try:
        return _days(value.split("T")[0])
    except ValueError:  # no such day or week
        return None


def _days(value: str) -> Days | None:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return _run(date.fromisoformat(value), date.fromisoformat(value))
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE|-[1-7])?", value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        if found[3] == "-WE":
            return _run(monday + timedelta(5), monday + timedelta(6))
        if found[3]:
            day = monday + timedelta(int(found[3][1]) - 1)
            return _run(day, day)
        return _run(monday, monday + timedelta(6))
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return _months(int(found[1]), 3 * int(found[2]) - 2, 3 * int(found[2]))
    if found := re.fullmatch(r"(\d{4})-H([12])", value):
        return _months(int(found[1]), 6 * int(found[2]) - 5, 6 * int(found[2]))
    if found := re.fullmatch(r"(\d{2,4})X{0,2}", value):
        length = 10 ** (4 - len(found[1]))
        first = int(found[1]) * length
        return _run(date(first, 1, 1), date(first + length - 1, 12, 31))
    return None


def _months(year: int, first: int, last: int) -> Days:
    return _run(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _run(first: date, last: date) -> Days:
    return first.isoformat(), last.isoformat()
