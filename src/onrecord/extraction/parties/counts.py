"""How many a noun phrase speaks of: "six sources", "nearly 30", "one of the aides", "hundreds"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.language import Token
from onrecord.records import Count, CountRange

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: n for n, word in enumerate(_UNITS)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9}
_PLURAL_SCALES = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}

_AT_MOST = frozenset({"nearly", "almost", "under", "below"})
_AT_LEAST = frozenset({"over", "above"})


def number(words: Sequence[str]) -> int | float | None:
    """The value of a row of number words ("two", "dozen"; "1,200"; "3.5", "million"), null where there is none."""
    total: float = 0
    current: float = 0
    seen = False
    for word in words:
        for part in word.lower().replace(",", "").split("-"):
            value = _NUMBERS.get(part)
            if value is not None:
                current += value
            elif part in _SCALES:
                current = (current or 1) * _SCALES[part]
                if _SCALES[part] >= 1_000:
                    total, current = total + current, 0
            elif _is_figure(part):
                current += float(part)
            else:
                continue
            seen = True
    if not seen:
        return None
    result = total + current
    return int(result) if result == int(result) else result


def _is_figure(part: str) -> bool:
    return part.isascii() and part.replace(".", "", 1).isdigit() and len(part) < 16


def count_of(head: Token) -> Count | None:
    """The number that the noun phrase of `head` states; null for a bare plural and for what is not counted."""
    figures = [c for c in head.children if c.dep == "nummod" and c.i < head.i]
    if not figures:
        plural = _PLURAL_SCALES.get(head.lower)
        if plural is not None:
            return CountRange(min=plural)
        return number(_number_words(head)) if head.pos == "NUM" else None
    figure = figures[0]
    value = number(_number_words(figure))
    if value is None:
        return None
    before = {c.lower for c in figure.children if c.i < figure.i} | {
        c.lower for c in head.children if c.i < figure.i and c.dep in ("advmod", "quantmod", "amod", "prep", "det")
    }
    for c in figure.children:
        before.update(d.lower for d in c.children)
    if before & _AT_MOST or {"up", "to"} <= before or {"fewer", "than"} <= before or {"less", "than"} <= before:
        return CountRange(max=value)
    if before & _AT_LEAST or {"more", "than"} <= before or {"at", "least"} <= before:
        return CountRange(min=value)
    return value


def _number_words(figure: Token) -> list[str]:
    parts = [c for c in figure.children if c.dep in ("compound", "nummod", "quantmod") and c.i < figure.i]
    after = [c for c in figure.children if c.i > figure.i and c.lower in _SCALES]  # "two" with "dozen" hung on it
    return [c.text for c in parts] + [figure.text] + [c.text for c in after]
