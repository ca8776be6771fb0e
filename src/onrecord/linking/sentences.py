"""Lines and sentences of a plain text without a parser: enough to compare two versions of it."""

from __future__ import annotations

import re

Range = tuple[int, int]

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(r"[.!?…][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,2}[A-Z0-9À-ÖØ-Þ])")
_SHORTENED = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|Mrs?|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Brig|Sen|Rep|Gov"
    r"|Pres|Hon|Rev|Fr|St|Mt|No|Nos|Jr|Sr|Inc|Ltd|Co|Corp|vs|cf|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
)


def lines_of(text: str) -> list[Range]:
    """Where the lines with words stand, without the spaces at their ends."""
    found = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return found


def sentences_of(text: str, line: Range) -> list[Range]:
    """Where the sentences of one line stand; a point after a title, an initial or a month ends none."""
    start, end = line
    found = []
    for match in _END.finditer(text, start, end):
        if text[match.start()] == "." and _SHORTENED.search(text[max(start, match.start() - 12) : match.start()]):
            continue
        stop = match.end()
        while text[stop - 1].isspace():
            stop -= 1
        found.append((start, stop))
        start = match.end()
    if start < end:
        found.append((start, end))
    return found
