"""The furniture of a news page within its text: credits, bylines, datelines, teasers, share bars, rights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file

Range = tuple[int, int]

_DATA = Path(__file__).parent / "data"
_FIRST_LINES = 4
"""Lines with words among which a dateline or a byline may stand."""
_LONGEST_LINE = 400
"""Characters beyond which a line as a whole is prose, whatever it begins with."""
_TAIL = 700
"""Characters at the end of a long line in which furniture is looked for."""
_HEADLINE = 140
_ENOUGH_PROSE = 5
_MOST_TEASERS = 3
"""Headlines taken with a marker in the middle of a text; at its end there may be any number."""

_EDGE = re.compile(r"[.!?…)\]\"”’|*]\s*|[a-z0-9](?=[A-Z(])|\s(?=\()")
"""Where furniture may begin within a line: after a sentence, or glued to a word."""
_NAME = r"[A-Z][\w’'&-]{0,25}(?: (?:of|the|and|[A-Z][\w’'&-]{0,25})){0,4}"
_SENTENCE_END = re.compile(r"[.!;:,…。][\"”’')\]]{0,3}$|[?][\"”’')\]]{1,3}$")
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_AND_THE_LIKE = re.compile(r"\b(?:news )?(?:agencies|agency inputs|wire services|wires|wire reports)\b", re.I)
_CREDIT_EDGE = re.compile(r"^(?:the|The)\s+|[\s.,;:)]+$")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What of a text is furniture.

    `ranges` are the character ranges to leave out, in order, apart from each other; `credits` the agencies and
    outlets that they credit with the report, in the order in which they come, by the names of `agencies.tsv`
    ("agencies" where none is named); `dateline` the range of the place that the dateline names.
    """

    ranges: tuple[Range, ...] = ()
    credits: tuple[str, ...] = ()
    dateline: Range | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of furniture.tsv, those of one place joined into one; the groups tell credits."""

    line: re.Pattern[str]
    credit_line: re.Pattern[str]
    list: re.Pattern[str]
    dateline: tuple[re.Pattern[str], ...]
    first: re.Pattern[str]
    start: re.Pattern[str]
    end: re.Pattern[str]
    credit_end: re.Pattern[str]
    agency: re.Pattern[str]
    names: dict[str, str]
    outlet: re.Pattern[str]


def find_furniture(text: str) -> Furniture:
    """Find what of `text`, a news text with its paragraphs apart by newlines, is furniture and makes no claims.

    Precision goes first: what may be prose stays. Linear in the length of the text.
    """
    rules = _rules()
    ranges: list[Range] = []
    credits: dict[str, None] = {}
    dateline: Range | None = None
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    seen = 0
    teasers: list[Range] = []  # lines after a marker that may belong to it
    after_marker = False
    left_over: list[Range] = []  # the lines that are not furniture as a whole
    for start, end in lines:
        start, end = _trim(text, start, end)
        whole = (start, end)
        if seen < _FIRST_LINES and dateline is None:
            found = _dateline(rules, text, start, min(end, start + 200))
            if found:
                cut, place = found
                _credit(rules, text[start:cut], credits, named=True)
                ranges.append((start, cut))
                dateline = place
                start, _ = _trim(text, cut, end)
        hidden = _peel(rules, text, start, end, seen < _FIRST_LINES, credits)
        is_marker = hidden == [(start, end)] and _is_list(rules, text[start:end])
        ranges.extend(hidden)
        left = (end - start) - sum(b - a for a, b in hidden)
        if left > 0 and whole[0] < start:
            seen = _FIRST_LINES  # a line after its dateline is the report
        if left > 0:
            left_over.append((start, end))
        if left <= 0:
            after_marker = after_marker or is_marker
            continue
        seen += 1
        if after_marker and not hidden and _is_headline(text[start:end]):
            teasers.append((start, end))
            continue
        if teasers:
            ranges.extend(teasers[:_MOST_TEASERS])
        teasers, after_marker = [], False
    ranges.extend(teasers)
    ranges.extend(_trailing_headlines(text, left_over))
    return Furniture(_joined(text, ranges), tuple(credits), dateline)


def credited(byline: str | None) -> tuple[str, ...]:
    """The agencies that a byline names, such as the author of a page's metadata: "Jane Doe, Associated Press"."""
    credits: dict[str, None] = {}
    if byline:
        _credit(_rules(), byline, credits, named=False)
    return tuple(credits)


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _dateline(rules: _Rules, text: str, start: int, end: int) -> tuple[int, Range | None] | None:
    """Where the dateline of this line ends, and its place."""
    for pattern in rules.dateline:
        found = pattern.match(text, start, end)
        if found:
            place = found.span("place") if "place" in pattern.groupindex else None
            return found.end(), place
    return None


def _peel(rules: _Rules, text: str, start: int, end: int, first: bool, credits: dict[str, None]) -> list[Range]:
    """What of one line is furniture: all of it, or pieces of its ends, taken off until prose is met."""
    hidden: list[Range] = []
    while start < end:
        line = text[start:end]
        if len(line) <= _LONGEST_LINE and rules.credit_line.fullmatch(line):
            _credit(rules, line, credits, named=True)
            return [*hidden, (start, end)]
        if len(line) <= _LONGEST_LINE and (rules.line.fullmatch(line) or rules.list.fullmatch(line)):
            return [*hidden, (start, end)]
        found = (rules.first.match(line) if first else None) or rules.start.match(line)
        if found and found.end():
            hidden.append((start, start + found.end()))
            _credit(rules, found[0], credits, named=False)
            start, _ = _trim(text, start + found.end(), end)
            continue
        cut = _end(rules, text, start, end)
        if cut is None:
            break
        if cut.re is rules.credit_end:
            outlet = next((name for name in cut.groups() if name), None)
            _credit(rules, cut[0], credits, named=True, outlet=outlet)
        hidden.append((cut.start(), end))
        _, end = _trim(text, start, cut.start())
    return hidden


def _end(rules: _Rules, text: str, start: int, end: int) -> re.Match[str] | None:
    """The longest piece of furniture with which the line text[start:end] ends."""
    tail = max(start, end - _TAIL)
    edges = [edge.end() for edge in _EDGE.finditer(text, tail, end)]
    for at in [start, *edges] if tail == start else edges:
        if at < end:
            found = rules.credit_end.fullmatch(text, at, end) or rules.end.fullmatch(text, at, end)
            if found:
                return found
    return None


def _is_list(rules: _Rules, line: str) -> bool:
    return rules.list.fullmatch(line) is not None


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE and not _SENTENCE_END.search(line)


def _trailing_headlines(text: str, lines: list[Range]) -> list[Range]:
    """The headlines of other stories that stand at the end without a word of introduction.

    Only in a text that is punctuated, and only two or more of them: the last line of a text often lacks its
    point, and a list that a colon introduces belongs to the report.
    """
    at = len(lines)
    while at and _is_headline(text[slice(*lines[at - 1])]) and text[slice(*lines[at - 1])].count(" ") >= 2:
        at -= 1
    prose = [text[start:end] for start, end in lines[:at]]
    if len(lines) - at < 2 or len(prose) < _ENOUGH_PROSE or prose[-1].endswith(":"):
        return []
    if any("signed" in text[start:end].lower() or "@" in text[start:end] for start, end in lines[at:]):
        return []  # who signs a communiqué or a quoted message is its source
    punctuated = sum(_SENTENCE_END.search(line) is not None for line in prose)
    return lines[at:] if punctuated >= len(prose) * 0.8 else []


def _credit(rules: _Rules, piece: str, credits: dict[str, None], named: bool, outlet: str | None = None) -> None:
    """Add the agencies named in a piece of furniture, or else the outlet that it names as its own source."""
    found = {rules.names[m[0]]: None for m in rules.agency.finditer(piece)}
    if not found and outlet:
        name = _CREDIT_EDGE.sub("", _CREDIT_EDGE.sub("", outlet))
        if rules.outlet.search(name) or name.isupper():
            found[name] = None
    if not found and named and _AND_THE_LIKE.search(piece):
        found["agencies"] = None
    credits.update(found)


def _joined(text: str, ranges: list[Range]) -> tuple[Range, ...]:
    """The ranges in order, those with nothing but space between them made one."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@cache
def _rules() -> _Rules:
    names: dict[str, str] = {}
    for row in read_file(_DATA / "agencies.tsv"):
        for variant in (row["name"], *row.words("variants")):
            names[variant] = row["name"]
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    agency = "(?:" + "|".join(map(re.escape, longest_first)) + ")"
    words = "|".join(row["word"] for row in read_file(_DATA / "outlet_words.tsv"))
    patterns: dict[str, list[str]] = {}
    for row in read_file(_DATA / "furniture.tsv"):
        place = row.choice("place", ("line", "list", "dateline", "first", "start", "end"))
        credit = row["kind"] == "credit" and place in ("line", "end")
        pattern = row["pattern"].replace("{agency}", agency).replace("{outlet}", f"(?:{_NAME})")
        try:
            re.compile(pattern)
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error})") from error
        patterns.setdefault("credit_" * credit + place, []).append(pattern)
    joined = {place: "|".join(f"(?:{p})" for p in found) for place, found in patterns.items()}
    return _Rules(
        line=re.compile(joined["line"], re.I),
        credit_line=re.compile(joined["credit_line"], re.I),
        list=re.compile(joined["list"], re.I),
        dateline=tuple(re.compile(p) for p in patterns["dateline"]),
        first=re.compile(joined["first"]),
        start=re.compile(joined["start"]),
        end=re.compile(joined["end"]),
        credit_end=re.compile(joined["credit_end"].replace("(?P<credit>", "(")),
        agency=re.compile(rf"(?<!\w){agency}(?!\w)"),
        names=names,
        outlet=re.compile(rf"\b(?:{words})\b"),
    )
