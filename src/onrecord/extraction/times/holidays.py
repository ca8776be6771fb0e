"""Holidays and the end of the year, as days."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.extraction.times.setting import Groups, Setting, Value, nearest

_HOLIDAYS = {
    "christmas eve": (12, 24), "christmas": (12, 25), "new year's day": (1, 1), "new year's eve": (12, 31),
    "independence day": (7, 4), "valentine's day": (2, 14), "halloween": (10, 31), "may day": (5, 1),
}  # fmt: skip


def holiday(g: Groups, _text: str, setting: Setting) -> Value:
    """Christmas, Thanksgiving, the last Halloween."""
    name = (g["name"] or "").replace("’", "'")
    key = next((k for k in _HOLIDAYS if name.startswith(k)), None)
    if setting.today is None:
        return Value("DATE", f"XXXX-{_HOLIDAYS[key][0]:02d}-{_HOLIDAYS[key][1]:02d}" if key else "XXXX-XX-XX")
    if key:
        month, day = _HOLIDAYS[key]
        return Value("DATE", nearest(setting, lambda year: date(year, month, day), g["lead"]).isoformat())
    if name.startswith("thanksgiving"):  # the fourth Thursday of November
        month, weekday, week = 11, 3, 3
    elif name.startswith("labor"):
        month, weekday, week = 9, 0, 0
    else:  # Memorial Day: the last Monday of May
        month, weekday, week = 5, 0, -1

    def made(year: int) -> date:
        if week < 0:
            last = date(year, month, 31)
            return last - timedelta((last.weekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * week)

    return Value("DATE", nearest(setting, made, g["lead"]).isoformat())


def year_end(_g: Groups, text: str, setting: Setting) -> Value:
    """Year-end, the end of the year."""
    day = "" if text.endswith("of the year") else "-12-31"  # "the end of May" is May, too
    if setting.today is None:
        return Value("DATE", f"XXXX{day}")
    step = -1 if setting.tense == "past" and setting.today.month < 7 else 0
    return Value("DATE", f"{setting.today.year + step:04d}{day}")
