"""Times by Microsoft's recognizers-text, line by line, the past preferred where it leaves both open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from recognizers_date_time import recognize_datetime

from answering import Found, answer_times, lines

KINDS = {
    "date": "DATE", "daterange": "DATE", "datetime": "TIME", "datetimerange": "TIME", "time": "TIME",
    "timerange": "TIME", "duration": "DURATION", "set": "SET",
}  # fmt: skip

QUARTERS = ("01-01", "04-01", "07-01", "10-01")


def find(text: str, published: str | None) -> Iterator[Found]:
    """It gives TIMEX values, some of them open or as ranges, and days for each reading."""
    reference = datetime.fromisoformat(published) if published else None
    for offset, line in lines(text):
        for one in recognize_datetime(line, "en-us", reference=reference):
            kind = KINDS.get(one.type_name.rpartition(".")[2])
            readings = (one.resolution or {}).get("values", [])
            if kind is None or not readings:
                continue
            yield offset + one.start, offset + one.end + 1, kind, _value(readings, published)


def _value(readings: list[dict[str, Any]], published: str | None) -> str:
    past = [one for one in readings if published and _resolved(one) <= published]
    one = (past or readings)[-1 if past else 0]
    timex, resolved = str(one.get("timex", "")), _resolved(one)
    if not resolved or not resolved[0].isdigit():  # a set, or nothing
        return timex
    if re.fullmatch(r"XXXX(-\d\d){1,2}", timex):  # a month, or a day of the year
        return resolved[:4] + timex[4:]
    if timex.endswith(",P3M)") and resolved[5:] in QUARTERS:
        return f"{resolved[:4]}-Q{QUARTERS.index(resolved[5:]) + 1}"
    return resolved if re.search(r"[X(]", timex) else timex


def _resolved(reading: dict[str, Any]) -> str:
    return str(reading.get("value") or reading.get("start") or reading.get("end") or "")


if __name__ == "__main__":
    answer_times(find)
