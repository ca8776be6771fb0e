"""The text of a message without what newsletters and mail programs put round it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file
from onrecord.reading.formats.forwarded import without_header

_TABLE = Path(__file__).parent.parent / "data" / "newsletter.tsv"
_LONGEST = 240
"""Characters of a line beyond which it is prose, whatever it begins with."""
_LAST_PART = 0.4
"""A footer begins after so much of a message; the rest may be its text."""
_LINK = re.compile(
    r"\s?(?:<https?://[^\s<>]{1,4000}>|\(\s?https?://[^\s()]{1,4000}\s?\)|\[\s?https?://[^\s\[\]]{1,4000}\s?\])"
)
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S{1,4000}")
_KEYED = re.compile(r"https?://(?:\S{0,2000}[?=&#]\S{0,4000}|\S{90,4000})")
"""Links with a key of the reader's, or so long that they hold one."""
_PICTURE = re.compile(r"\[(?:image|cid|inline|logo|photo)[^\[\]]{0,200}\]", re.I)
_PADDING = re.compile(
    "[\u034f\u200b\u2007\u00ad\ufeff\u061c\u180e\u2060-\u2064]|(?<!\\w)[\u200c\u200d]|[\u200c\u200d](?!\\w)"
)
"""Signs without a width, with which newsletters fill the line that a list of messages shows; within words of Persian
and Hindi some of them belong to the spelling."""
_QUOTED = re.compile(r"\s?(?:>\s?)+")
_FULL = 55
"""Characters from which a line was broken because it was full, links included."""
_ITEM = re.compile(
    r"\s*(?:[-*•>+]|\d{1,2}[.)]|(?:from|sent|date|to|cc|subject|reply-to|von|de|datum|an|betreff|fecha|para|asunto):)\s|"
    r"[\s*_=~#+·•—–-]{3,}$",
    re.I,
)
"""Lines that begin anew however long the one before is: of lists, of the header of a message that was sent on."""
_SIGNATURE = re.compile(r"-- ?")


def plain_letter(text: str, flowed: bool, strip_space: bool) -> str:
    """The paragraphs of a plain part: lines joined, without links set beside words.

    `flowed` says that the part is in the form of RFC 3676 (format=flowed), `strip_space` its DelSp parameter.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(lines):
        if _SIGNATURE.fullmatch(line) and number > len(lines) * _LAST_PART:
            lines = lines[:number]
            break
    if flowed:
        lines = _flowed(lines, strip_space)
    found: list[str] = []
    before = ""
    for line in (_QUOTED.sub("", line, count=1) if _QUOTED.match(line) else line for line in lines):
        clean = _PICTURE.sub("", _LINK.sub("", line)).strip()
        goes_on = len(before.rstrip()) >= _FULL or clean[:1].islower()
        if found and clean and before.strip() and goes_on and not _ITEM.match(line) and not _ITEM.fullmatch(before):
            found[-1] += f" {clean}"
        else:
            found.append(clean)
        before = line
    return "\n".join(line for line in found if line)


def _flowed(lines: list[str], strip_space: bool) -> list[str]:
    """Lines that end in a space go on in the next one."""
    found: list[str] = []
    open_line = False
    for line in lines:
        line = line.removeprefix(" ")  # stuffing
        if open_line and line.strip():
            found[-1] = (found[-1][:-1] if strip_space else found[-1]) + line
        else:
            found.append(line)
        open_line = found[-1].endswith(" ") and found[-1] != "-- "
    return found


def clean_letter(text: str, recipients: Collection[str]) -> str:
    """Leave out a newsletter's own lines, those of links alone, and those that name a recipient's address."""
    lines = [_KEYED.sub("", _PADDING.sub("", line)) for line in without_header(text.split("\n"))]
    lines = [" ".join(line.split()) for line in lines]
    lines = [line for line in lines if line]
    whole, end = _patterns()
    total = sum(map(len, lines))
    found: list[str] = []
    seen = 0
    for line in lines:
        short = len(line) <= _LONGEST
        if short and end.fullmatch(line) and seen > total * _LAST_PART:
            break
        seen += len(line)
        bare = _BARE_LINK.sub("", line).strip(" :|·•*_-–—>»→")
        if short and (
            not bare
            or whole.fullmatch(bare)
            or whole.fullmatch(line)
            or any(address in line.lower() for address in recipients)
        ):
            continue
        found.append(line)
    return "\n".join(found)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = list(read_file(_TABLE))
    whole, end = (
        re.compile(
            "|".join(f"(?:{row['pattern']})" for row in rows if row.choice("place", ("line", "end")) == place), re.I
        )
        for place in ("line", "end")
    )
    return whole, end
