"""The day in a dateline, which stands before the words that are parsed."""

from __future__ import annotations

import re
from datetime import date

from onrecord.extraction.times.patterns import PATTERNS
from onrecord.extraction.times.resolve import resolve
from onrecord.extraction.times.setting import Setting, Value
from onrecord.language import Text
from onrecord.records import Span

_KINDS = tuple((kind, pattern) for kind, pattern in PATTERNS if kind in ("month_day", "day_month"))
_PLACE = re.compile(r"\W*[A-Z][\w.’'/ -]*,\s+(?:[A-Z][\w.’' -]*,\s+)?")
_LONGEST = 120
"""Characters of a dateline."""


def dateline_day(text: Text, today: date | None) -> tuple[Span, Value] | None:
    """The day that "STRELSAU, May 3 (Agency) --" names right before the first parsed word; None without one."""
    if not text.tokens:
        return None
    end = text.tokens[0].start
    start = max(0, end - _LONGEST)
    before = text.content[start:end].rstrip()
    at = before.rfind("\n") + 1
    begin, line = start + at, before[at:]
    place = _PLACE.match(line)
    if place is None or not line.endswith(("-", "–", "—", "_", ":", ")")):
        return None
    for kind, pattern in _KINDS:
        match = pattern.match(line, place.end())
        if match is not None:
            value = resolve(kind, match.groupdict(), match.group(), Setting(today, "present"))
            if value is not None:
                return Span.of(text.content, begin + match.start(), begin + match.end()), value
    return None
