"""Durations, stretches up to or from publication, shifts and sets, as TIMEX3 values."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extraction.times import calendar
from onrecord.extraction.times.patterns import MONTHS, ORDINALS, PARTS, SEASONS, UNITS, WEEKDAYS, number_of
from onrecord.extraction.times.setting import Groups, Setting, Value, anchor, step_of

_FINE = {"S": "day", "M0": "day", "H": "day", "D": "day", "W": "day", "F": "week", "M": "month", "Q": "quarter"}
"""How fine the time told before must be for a shift by this unit."""


def shift(g: Groups, _text: str, setting: Setting) -> Value | None:
    """Two days ago, a year earlier, three weeks later."""
    n, unit, way = number_of(g["n"] or ""), _unit_code(g["unit"]), g["way"] or ""
    before = way in ("ago", "earlier", "before", "previously")
    if n is None:
        return Value("DATE", "PAST_REF" if before else "FUTURE_REF")
    now = way in ("ago", "from now", "hence", "from today")
    sign = -1 if before else 1
    quarter = re.fullmatch(r"(\d{4})-Q(\d)", setting.quarter or "")
    if unit == "Y" and n == 1 and quarter and before:
        return Value("DATE", f"{int(quarter[1]) - 1}-Q{quarter[2]}")
    base = setting.today if now else anchor(setting, _FINE.get(unit, "year"))
    if base is None:
        return Value("DATE", "PAST_REF" if before else "FUTURE_REF")
    return Value("DATE", _moved(base, unit, sign * n))


def _moved(base: date, unit: str, by: float) -> str:
    """The value `by` units away, at the granularity of the unit."""
    if unit in ("S", "M0", "H"):
        return base.isoformat()
    if unit == "D":
        return (base + timedelta(int(by))).isoformat()
    if unit in ("W", "F"):
        return calendar.week_of(base + timedelta(round(7 * by * (2 if unit == "F" else 1))))
    if unit == "M":
        year, month = calendar.shift_months(base.year, base.month, int(by))
        return f"{year:04d}-{month:02d}"
    if unit == "Q":
        year, month = calendar.shift_months(base.year, base.month, 3 * int(by))
        return f"{year:04d}-Q{(month - 1) // 3 + 1}"
    years = by * {"Y": 1, "E": 10, "C": 100}[unit]
    if abs(years) < 1:
        year, month = calendar.shift_months(base.year, base.month, int(12 * years))
        return f"{year:04d}-{month:02d}"
    return f"{base.year + int(years):04d}"


def _unit_code(unit: str | None) -> str:
    word = (unit or "").rstrip("s") if (unit or "") not in ("centuries",) else "centurie"
    if word == "minute":
        return "M0"  # told apart from months
    return UNITS[word]


def year_ago(_g: Groups, text: str, setting: Setting) -> Value:
    """The year-ago quarter, the year-earlier period."""
    named = re.search(r"(first|second|third|fourth) quarter", text)
    quarter = re.fullmatch(r"(\d{4})-Q(\d)", setting.quarter or "")
    if named and setting.today:
        return Value("DATE", f"{setting.today.year - 1}-Q{ORDINALS[named[1]]}")
    if quarter:
        return Value("DATE", f"{int(quarter[1]) - 1}-Q{quarter[2]}")
    base = setting.today
    return Value("DATE", f"{base.year - 1:04d}" if base else "XXXX")


def _period(n: float | None, unit: str) -> str:
    """An ISO 8601 duration; X where the number is vague."""
    if unit == "Q":
        unit, n = "M", n and 3 * n
    elif unit == "E":
        unit, n = ("Y", 10 * n) if n else ("E", None)
    elif unit == "C":
        unit, n = ("Y", 100 * n) if n else ("C", None)
    elif unit == "F":
        unit, n = "W", n and 2 * n
    prefix = "P"
    if unit in ("S", "H", "M0"):
        prefix, unit = "PT", unit[0]
    if n is not None and n != int(n):
        parts = {
            ("P", "Y"): (12, "M"),
            ("P", "D"): (24, "H"),
            ("PT", "H"): (60, "M"),
            ("PT", "M"): (60, "S"),
        }.get((prefix, unit))
        if parts and int(n):
            inner = "T" if unit == "D" else ""
            return f"{prefix}{int(n)}{unit}{inner}{int((n - int(n)) * parts[0])}{parts[1]}"
        if parts:
            return f"{'PT' if unit == 'D' else prefix}{int(n * parts[0])}{parts[1]}"
    number = "X" if n is None else f"{n:g}" if n != int(n) else str(int(n))
    return f"{prefix}{number}{unit}"


def _number(text: str | None) -> float | None:
    first = re.split(r"\s(?:to|or)\s", text or "")[0]
    return number_of(first)


def window(g: Groups, _text: str, setting: Setting) -> Value | None:
    """The past three months, the next two weeks."""
    lead = g["lead"] or ""
    if lead in ("first", "final", "recent", "latest"):
        return Value("DURATION", _period(_number(g["n"]), _unit_code(g["unit"])))
    return window_value(_number(g["n"]), _unit_code(g["unit"]), step_of(lead) or -1, setting)


def window_value(n: float | None, unit: str, step: int, setting: Setting) -> Value:
    """A stretch that ends, or begins, at publication: "the past three months", "the coming week"."""
    days: tuple[date | None, date | None] | None = None
    today = setting.today
    if today is not None and n is not None and unit not in ("S", "M0"):
        other = _edge(today, unit, step * n)
        days = (other, today) if step < 0 else (today, other)
    return Value("DURATION", _period(n, unit), days)


def _edge(today: date, unit: str, by: float) -> date:
    if unit == "H":
        return today + timedelta(hours=0, days=int(by / 24))
    if unit in ("D", "W", "F"):
        return today + timedelta(round(by * {"D": 1, "W": 7, "F": 14}[unit]))
    months = int(by * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit])
    year, month = calendar.shift_months(today.year, today.month, months)
    last = calendar.month_days(year, month)[1].day
    return date(year, month, min(today.day, last))


def duration(g: Groups, text: str, _setting: Setting) -> Value | None:
    """Three years, a two-week, 24 hours."""
    unit = _unit_code(g["unit"])
    if unit == "S" and (g["n"] or "") in ("a", "an"):
        return None
    if unit == "Q" and "-" in text:
        return None  # "three-quarters" is a share
    n = _number(g["n"])
    if n is not None and "and a half" in text:
        n += 0.5
    return Value("DURATION", _period(n, unit))


def vague_duration(g: Groups, _text: str, setting: Setting) -> Value:
    """Recent years, the coming weeks."""
    unit = _unit_code(g["unit"])
    step = 1 if re.search("coming|future", g["lead"] or "") else -1
    return window_value(None, unit, step, setting)


def bare_units(g: Groups, text: str, _setting: Setting) -> Value:
    """Years ago, weeks later, decades-long."""
    if g["long"]:
        unit = _unit_code(g["long"])
        return Value("DURATION", _period(None if text.startswith(f"{g['long']}s") or unit == "C" else 1, unit))
    return Value("DATE", "FUTURE_REF" if g["way"] == "later" else "PAST_REF")


def for_units(g: Groups, _text: str, _setting: Setting) -> Value:
    """For decades, in years."""
    unit = g["unit"] or g["unit2"] or g["unit3"]
    return Value("DURATION", _period(None, _unit_code(unit)))


def every(g: Groups, _text: str, _setting: Setting) -> Value:
    """Every day, twice a week, each July."""
    unit = g["unit"] or ""
    if unit in WEEKDAYS:
        return Value("SET", f"XXXX-WXX-{WEEKDAYS[unit] + 1}")
    if unit in SEASONS:
        return Value("SET", f"XXXX-{SEASONS[unit]}")
    if unit.rstrip(".") in MONTHS:
        return Value("SET", f"XXXX-{MONTHS[unit.rstrip('.')]:02d}")
    if unit in PARTS:
        return Value("SET", f"XXXX-XX-XXT{PARTS[unit]}")
    n = 2.0 if g["n"] == "other" else None if g["n"] == "few" else number_of(g["n"]) if g["n"] else 1.0
    return Value("SET", _period(n, _unit_code(unit)))


def adverb_set(g: Groups, _text: str, _setting: Setting) -> Value:
    """Daily, annually."""
    units = {
        "daily": "P1D",
        "hourly": "PT1H",
        "weekly": "P1W",
        "monthly": "P1M",
        "quarterly": "P3M",
        "nightly": "P1D",
    }
    return Value("SET", units.get(g["word"] or "", "P1Y"))


def reference(g: Groups, _text: str, _setting: Setting) -> Value:
    """Now, recently, soon."""
    return Value("DATE", "PRESENT_REF" if g["now"] else "PAST_REF" if g["past"] else "FUTURE_REF")
