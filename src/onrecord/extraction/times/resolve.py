"""From the words of a time expression to its TIMEX3 value, against the dateline and the time told last."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.extraction.times import calendar, periods
from onrecord.extraction.times.holidays import holiday, year_end
from onrecord.extraction.times.patterns import (
    DAY_WORDS,
    MONTHS,
    ORDINALS,
    PARTS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    spelled_year,
)
from onrecord.extraction.times.setting import Groups, Setting, Value, anchor, nearest, step_of
from onrecord.records.vocabulary import TimeType


def resolve(kind: str, groups: Groups, text: str, setting: Setting) -> Value | None:
    """The value of an expression of `kind` whose parts are `groups`; None where it is no time after all."""
    lowered = {name: value.lower().strip() if value else None for name, value in groups.items()}
    try:
        return _RESOLVERS[kind](lowered, text.lower(), setting)
    except (ValueError, OverflowError):  # February 30, the year 12000
        return None


def _iso(g: Groups, text: str, _setting: Setting) -> Value:
    day = date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0))
    return Value("TIME" if "t" in text else "DATE", text.upper().rstrip("Z") if "t" in text else day.isoformat())


def _slashes(g: Groups, _text: str, setting: Setting) -> Value:
    year = int(g["y"] or 0)
    if year < 100:
        latest = (setting.today.year if setting.today else 2030) % 100 + 10
        year += 2000 if year <= latest else 1900
    return Value("DATE", date(year, int(g["m"] or 0), int(g["d"] or 0)).isoformat())


def _month_day(g: Groups, _text: str, setting: Setting) -> Value:
    month = MONTHS[(g["mon"] or "").rstrip(".")]
    digits = re.sub(r"\D", "", g["d"] or "")
    day = int(digits) if digits else DAY_WORDS.index(g["d"] or "") + 1
    suffix = _part_suffix(g)
    kind: TimeType = "TIME" if suffix else "DATE"
    if g["y"]:
        return Value(kind, date(int(g["y"]), month, day).isoformat() + suffix)
    if setting.today is None:
        date(2000, month, day)  # raises where there is no such day in any year
        return Value(kind, f"XXXX-{month:02d}-{day:02d}{suffix}")
    if g.get("rel"):
        made = date(setting.today.year + step_of(g["rel"]), month, day)
    else:
        made = nearest(setting, lambda year: date(year, month, day), g.get("lead"))
    return Value(kind, made.isoformat() + suffix)


def _month(g: Groups, _text: str, setting: Setting) -> Value:
    month = MONTHS[(g["mon"] or "").rstrip(".")]
    if g["y"]:
        return Value("DATE", f"{int(g['y']):04d}-{month:02d}")
    today = setting.today
    if today is None:
        return Value("DATE", f"XXXX-{month:02d}")
    if g["rel"]:
        return Value("DATE", f"{today.year + step_of(g['rel']):04d}-{month:02d}")
    step = step_of(g["lead"])
    if step < 0:
        year = today.year if month < today.month else today.year - 1
    elif step > 0:
        year = today.year if month > today.month else today.year + 1
    elif g["lead"]:
        year = today.year
    elif setting.tense == "future":
        year = today.year if month >= today.month else today.year + 1
    elif setting.tense == "past":
        year = today.year if month <= today.month else today.year - 1
    else:
        year = min(
            (today.year - 1, today.year, today.year + 1),
            key=lambda y: abs((y - today.year) * 12 + month - today.month),
        )
    return Value("DATE", f"{year:04d}-{month:02d}")


def _weekday(g: Groups, _text: str, setting: Setting) -> Value:
    number = WEEKDAYS[(g["wd"] or "").rstrip(".").removesuffix("s") if g["wd"] not in WEEKDAYS else g["wd"] or ""]
    suffix = _part_suffix(g)
    kind: TimeType = "TIME" if suffix else "DATE"
    if setting.today is None:
        return Value(kind, f"XXXX-WXX-{number + 1}{suffix}")
    base = setting.today
    if g["lead"] and re.search(r"previous|following", g["lead"]) and setting.told:
        told = calendar.days_of(setting.told)
        base = told[0] if told else base
    step = step_of(g["lead"])
    back = (base.weekday() - number) % 7
    ahead = (number - base.weekday()) % 7
    if step < 0:
        day = base - timedelta(back or 7)
    elif step > 0:
        day = base + timedelta(ahead or 7)
    elif g["lead"] == "this":
        day = base - timedelta(base.weekday()) + timedelta(number)
    elif setting.tense == "future":
        day = base + timedelta(ahead)
    else:
        day = base - timedelta(back)
    return Value(kind, day.isoformat() + suffix)


def _part_suffix(g: Groups) -> str:
    clock = g.get("clock")
    if clock:
        hour = _clock(clock)
        if hour:
            return hour
    part = (g.get("part") or "").rstrip("s")
    return f"T{PARTS[part]}" if part else ""


def _clock(text: str) -> str:
    if text == "noon":
        return "T12:00"
    if text == "midnight":
        return "T24:00"
    found = re.match(r"(\d\d?)(?:[:.](\d\d))?\s?([ap])", text)
    if not found:
        return ""
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0)
    return f"T{hour:02d}:{found[2] or '00'}"


def _weekdays(g: Groups, _text: str, _setting: Setting) -> Value:
    number = WEEKDAYS[(g["wd"] or "").removesuffix("s")]
    suffix = _part_suffix(g)
    return Value("SET", f"XXXX-WXX-{number + 1}{suffix}")


def _deictic(g: Groups, _text: str, setting: Setting) -> Value:
    word = g["word"] or ""
    by = 0
    for name, step in (("before yesterday", -2), ("after tomorrow", 2), ("yesterday", -1), ("tomorrow", 1)):
        if name in word:
            by = step
            break
    suffix = "TNI" if "tonight" in word else _part_suffix(g)
    kind: TimeType = "TIME" if suffix else "DATE"
    if setting.today is None:
        if not suffix and by == 0:
            return Value("DATE", "PRESENT_REF")
        return Value(kind, f"XXXX-XX-XX{suffix}")
    return Value(kind, (setting.today + timedelta(by)).isoformat() + suffix)


def _part(g: Groups, _text: str, setting: Setting) -> Value:
    suffix = "TNI" if g["over"] else _part_suffix(g)
    if setting.today is None:
        return Value("TIME", f"XXXX-XX-XX{suffix}")
    before = bool(g["over"]) or g["lead"] == "last"
    return Value("TIME", (setting.today - timedelta(1 if before else 0)).isoformat() + suffix)


def _relative(g: Groups, _text: str, setting: Setting) -> Value | None:
    unit, lead = g["unit"] or "", g["lead"] or ""
    step = step_of(lead)
    anchored = re.search(r"that|same|previous|following|preceding", lead) is not None
    if unit == "day" and (lead in ("past", "current") or (step == 0 and not anchored)):
        return None  # "this day" is mostly a figure of speech
    base = anchor(setting, unit) if anchored else setting.today
    if base is None:
        return Value("DATE", {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX"}.get(unit) or "XXXX")
    stretch = lead.removeprefix("the ") in ("past", "coming") and unit not in ("day", "weekend")
    if stretch:
        return periods.window_value(1, UNITS[unit], step, setting)
    return Value("DATE", _unit_value(base, unit, step))


def _unit_value(base: date, unit: str, step: int) -> str:
    if unit == "day":
        return (base + timedelta(step)).isoformat()
    if unit == "week":
        return calendar.week_of(base + timedelta(7 * step))
    if unit == "weekend":
        # On a Monday, "the weekend" and "last weekend" are the one just over.
        return calendar.week_of(base + timedelta(7 * step)) + "-WE"
    if unit == "month":
        year, month = calendar.shift_months(base.year, base.month, step)
        return f"{year:04d}-{month:02d}"
    if unit == "quarter":
        year, month = calendar.shift_months(base.year, base.month, 3 * step)
        return f"{year:04d}-Q{(month - 1) // 3 + 1}"
    if unit == "decade":
        return f"{(base.year // 10 + step):03d}"
    if unit == "century":
        return f"{(base.year // 100 + step):02d}"
    return f"{base.year + step:04d}"


def _definite(g: Groups, _text: str, setting: Setting) -> Value:
    unit, latest = g["unit"] or "quarter", g["period"] or "latest" in (g["full"] or "")
    base = setting.today
    if base is None:
        return Value("DATE", {"weekend": "XXXX-WXX-WE", "quarter": "XXXX-QX"}.get(unit, "XXXX"))
    if unit == "weekend":
        step = 0 if setting.tense == "future" or base.weekday() >= 5 else -1
        return Value("DATE", _unit_value(base, unit, step))
    closed = setting.ends
    if unit == "quarter":
        if closed is not None:  # a quarter that ends on January 28 is the fourth
            year, month = calendar.shift_months(closed.year, closed.month, -1)
            return Value("DATE", f"{year:04d}-Q{(month - 1) // 3 + 1}")
        if setting.quarter:
            return Value("DATE", setting.quarter)
        return Value("DATE", _unit_value(base, unit, -1 if latest or setting.tense == "past" else 0))
    if closed is not None:
        first = date(closed.year - 1, closed.month, min(closed.day, 28)) + timedelta(1)
        return Value("DURATION", "P1Y", (first if closed.day <= 28 else _month_after(closed), closed))
    return Value("DATE", f"{base.year - (1 if latest else 0):04d}")


def _month_after(day: date) -> date:
    year, month = calendar.shift_months(day.year - 1, day.month, 1)
    return date(year, month, 1)


def _season(g: Groups, _text: str, setting: Setting) -> Value | None:
    code = SEASONS[g["season"] or ""]
    if g["y"]:
        return Value("DATE", f"{int(g['y']):04d}-{code}")
    if not g["lead"] and not g["rel"]:
        return None  # "fall", "spring" without anything are mostly other words
    if setting.today is None:
        return Value("DATE", f"XXXX-{code}")
    order = ("WI", "SP", "SU", "FA").index(code)
    now = setting.today.month % 12 // 3
    step = step_of(g["rel"])
    if not g["rel"]:
        step = step_of(g["lead"])
        if step < 0:
            step = 0 if order < now else -1
        elif step > 0:
            step = 0 if order > now else 1
        elif g["lead"] == "the" and setting.tense == "past" and order > now:
            step = -1
    return Value("DATE", f"{setting.today.year + step:04d}-{code}")


def _quarter(g: Groups, _text: str, setting: Setting) -> Value:
    n = ORDINALS.get(g["n"] or "", 2)  # the last or latter half
    letter = "Q" if g["unit"] == "quarter" else "H"
    if letter == "H" and n > 2:
        raise ValueError("a year has two halves")
    year = g["y"] or g["y0"]
    if year:
        return Value("DATE", f"{int(year):04d}-{letter}{n}")
    today = setting.today
    if today is None:
        return Value("DATE", f"XXXX-{letter}{n}")
    step = step_of(g["rel"] or g["lead"])
    if not (g["rel"] or g["lead"]):
        now = calendar.quarter_of(today) if letter == "Q" else (today.month - 1) // 6 + 1
        if setting.tense != "future" and n > now:
            step = -1
        elif setting.tense == "future" and n < now - 1:  # the quarter just over is still being reported on
            step = 1
    return Value("DATE", f"{today.year + step:04d}-{letter}{n}")


def _decade(g: Groups, text: str, _setting: Setting) -> Value | None:
    tens = int(g["tens"] or 0)
    if g["century"]:
        return Value("DATE", f"{g['century']}{tens // 10}")
    if not re.search(r"['’]\d0|the ", text) or (not re.search(r"['’]", text) and tens < 20):
        return None
    if re.search(r"the (?:early |late |mid-)?\d0", text) and "'" not in text and "’" not in text and tens < 20:
        return None
    return Value("DATE", f"{'20' if tens in (0, 10) else '19'}{tens // 10}")


def _century(g: Groups, _text: str, _setting: Setting) -> Value:
    return Value("DATE", f"{int(g['n'] or 1) - 1:02d}")


def _year(g: Groups, _text: str, _setting: Setting) -> Value | None:
    first = int(g["y"] or 0) or spelled_year(g["spelled"] or "")
    if not g["y2"]:
        return Value("DATE", f"{first:04d}")
    second = int(g["y2"]) if len(g["y2"]) == 4 else first // 100 * 100 + int(g["y2"])
    if second <= first:
        return None
    return Value("DATE", f"{first:04d}", (date(first, 1, 1), date(second, 12, 31)))


def _year_period(g: Groups, _text: str, setting: Setting) -> Value:
    quarter = re.search(r"-Q\d", setting.quarter or "")
    return Value("DATE", f"{g['y']}{quarter[0] if quarter else ''}")


def _clock_time(g: Groups, _text: str, setting: Setting) -> Value | None:
    if g["word"]:
        suffix = "T12:00" if g["word"] == "noon" else "T24:00"
    elif g["inpart"]:
        half = "a" if g["inpart"] == "morning" else "p"
        suffix = _clock(f"{g['h']}:{g['min'] or '00'} {half}")
    elif g["h24"]:
        suffix = f"T{g['h24']}:{g['min24']}"
    else:
        if not 1 <= int(g["h"] or 0) <= 12:
            return None
        suffix = _clock(f"{g['h']}:{g['min'] or '00'} {g['half']}")
    base = anchor(setting, "day")
    if g["deictic"] and setting.today:
        base = setting.today + timedelta({"yesterday": -1, "tomorrow": 1}.get(g["deictic"], 0))
    return Value("TIME", (base.isoformat() if base else "XXXX-XX-XX") + suffix)


_RESOLVERS: dict[str, Callable[[Groups, str, Setting], Value | None]] = {
    "iso": _iso,
    "slashes": _slashes,
    "month_day": _month_day,
    "day_month": _month_day,
    "month": _month,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "deictic": _deictic,
    "part": _part,
    "relative": _relative,
    "definite": _definite,
    "season": _season,
    "shift": periods.shift,
    "year_ago": periods.year_ago,
    "year_period": _year_period,
    "window": periods.window,
    "duration": periods.duration,
    "vague_duration": periods.vague_duration,
    "bare_units": periods.bare_units,
    "for_units": periods.for_units,
    "quarter": _quarter,
    "decade": _decade,
    "century": _century,
    "year": _year,
    "clock": _clock_time,
    "set": periods.every,
    "adverb_set": periods.adverb_set,
    "reference": periods.reference,
    "holiday": holiday,
    "year_end": year_end,
}
