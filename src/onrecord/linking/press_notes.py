"""What a newspaper says in a text of its own about that text: corrections, retractions, updates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from onrecord.knowledge.table import read_file
from onrecord.linking.sentences import Range, lines_of, sentences_of
from onrecord.records import Span

NoteKind = Literal["correction", "retraction", "update"]

_TEXT = (
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z.]{0,6} \d{1,2} )?"
    "(?:article|story|report|post|piece|column|dispatch|item|page|essay|op-ed|interview|news item|blog post|blog"
    "|newsletter|video|podcast|transcript|analysis|profile|review|copy)"
)
_VERSION = (
    r"(?:(?:an?|the|our) )?(?:earlier|previous|prior|original|initial|first|former) (?:\w{1,20} )?version"
    rf"(?:s)?(?: of (?:this|the|our) (?:\w{{1,20}} )?{_TEXT}| of this)?"
)
_TOP: Final = 3
"""Paragraphs at the beginning among which a note may stand that no opening word marks."""
_BOTTOM: Final = 6
"""The same at the end, where credits and other notes may follow it."""
_LONGEST_NOTE: Final = 900
"""Characters of a paragraph that may be a note as a whole; a longer one holds the article too."""
_SHORT_OPENING: Final = 60
"""Characters of a line that only opens a note ("Correction, April 9, 2025"): the next line is its text."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?t?" for name in _MONTHS) + r")\.?"
_DATES = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>(?:19|20)\d\d)\b)?", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?:,? (?P<year>(?:19|20)\d\d)\b)?", re.I),
)
_DATED = re.compile(
    r"(?:correct|amend|retract|withdr|updat|edit|remov|revis|clarif|taken down|publish|chang)\w* (?:on|at)? ?$"
    r"|^\W*(?:editor\S* note|correction|clarification|update|updated|retraction)\w*\W{0,4}(?:on )?$",
    re.I,
)
_QUOTED = re.compile(r"[“\"][^”\"]*$")


@dataclass(frozen=True, slots=True)
class Note:
    """A note within a text; `dated` is the day that it gives for itself (ISO), or month and day (`--04-09`)."""

    kind: NoteKind
    span: Span
    dated: str | None = None


def find_notes(text: str) -> tuple[Note, ...]:
    """The notes on itself that a news text carries, in text order, by the words of `data/press_notes.tsv`.

    A note is opened by such words as "Correction:", or stands near the top or the bottom. What is said of
    another text ("the journal retracted his paper"), or within quotation marks, is no note.
    """
    rules = _rules()
    lines = lines_of(text)
    found: list[Note] = []
    taken = -1
    for number, (start, end) in enumerate(lines):
        if start < taken:
            continue
        edge = number < _TOP or number >= len(lines) - _BOTTOM
        for first, last in _spans(rules, text, (start, end), edge):
            if last - first <= _SHORT_OPENING and last == end and number + 1 < len(lines):
                following = lines[number + 1]
                if _kind(rules, text[slice(*following)], True) or rules.opened(text[first:last]):
                    last = following[1]
                    taken = last
            words = text[first:last]
            kind = _kind(rules, words, True)
            if kind is not None:
                found.append(Note(kind, Span.of(text, first, last), _date(words)))
    return tuple(found)


def is_stamp(line: str) -> bool:
    """Whether a line only says when its page was published or changed."""
    return len(line) < 200 and _rules().stamp.fullmatch(line.strip()) is not None


def is_counter(line: str) -> bool:
    """Whether a line only counts shares and comments, or says how long it takes to read the page."""
    return len(line) < 100 and _rules().counter.fullmatch(line.strip()) is not None


@dataclass(frozen=True, slots=True)
class _Rules:
    kinds: tuple[tuple[str, str, re.Pattern[str]], ...]
    opener: re.Pattern[str]
    more: re.Pattern[str]
    stamp: re.Pattern[str]
    counter: re.Pattern[str]

    def opened(self, words: str) -> bool:
        """Whether words open a note, and say no more."""
        bare = words.strip(" \t([*_–—-")
        return any(
            place == "start" and (found := pattern.match(bare)) is not None and len(bare) - found.end() < 24
            for _, place, pattern in (*self.kinds, ("opener", "start", self.opener))
        )


def _spans(rules: _Rules, text: str, line: Range, edge: bool) -> Iterator[Range]:
    """The stretches of a line that are notes."""
    start, end = line
    whole = text[start:end]
    if is_stamp(whole):
        return
    sentences = sentences_of(text, line)
    n = 0
    while n < len(sentences):
        first, last = sentences[n]
        kind = _kind(rules, text[first:last], edge)
        opened = rules.opener.match(text[first:last].lstrip(" ([*_–—-")) is not None
        if kind is None and not opened:
            n += 1
            continue
        if _QUOTED.search(text[start:first]):  # somebody is quoted
            n += 1
            continue
        # what follows "Update:" is news, and is compared as such
        if kind != "update" and end - first <= _LONGEST_NOTE and (n == 0 or edge):
            yield first, end
            return
        n += 1
        while n < len(sentences) and (
            rules.more.match(text[slice(*sentences[n])]) or _kind(rules, text[slice(*sentences[n])], edge)
        ):
            last = sentences[n][1]
            n += 1
        yield first, last


def _kind(rules: _Rules, words: str, edge: bool) -> NoteKind | None:
    """What kind of note words are, by the first row that matches them."""
    bare = words.strip().lstrip("([*_–—- ")
    for kind, place, pattern in rules.kinds:
        if place == "start":
            if pattern.match(bare) or pattern.match(words.strip()):
                return cast(NoteKind, kind)
        elif edge:
            found = pattern.search(words)
            if found is not None and not _QUOTED.search(words[: found.start()]):
                return cast(NoteKind, kind)
    return None


def _date(words: str) -> str | None:
    """The day on which a note says that the text was changed: right after such a word, or after its opening."""
    for pattern in _DATES:
        for found in pattern.finditer(words):
            if not _DATED.search(words[: found.start()]):
                continue
            parts = found.groupdict()
            number = int(parts["number"]) if parts.get("number") else _month(parts["month"])
            day = int(parts["day"])
            if 1 <= number <= 12 and 1 <= day <= 31:
                return f"{parts['year'] or '-'}-{number:02d}-{day:02d}"
    return None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month[:3] == name[:3].lower())


@cache
def _rules() -> _Rules:
    kinds: list[tuple[str, str, re.Pattern[str]]] = []
    others: dict[str, list[str]] = {"opener": [], "more": [], "stamp": [], "counter": []}
    for row in read_file(Path(__file__).parent / "data" / "press_notes.tsv"):
        place = row.choice("place", ("start", "any", "line"))
        kind = row.choice("kind", ("correction", "retraction", "update", *others))
        pattern = row["pattern"].replace("{text}", _TEXT).replace("{version}", _VERSION)
        try:
            compiled = re.compile(pattern, re.I | re.M)  # an opening line stands before the note
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error})") from error
        if kind in others:
            others[kind].append(pattern)
        else:
            kinds.append((kind, place, compiled))
    joined = {kind: re.compile("|".join(f"(?:{p})" for p in found), re.I) for kind, found in others.items()}
    return _Rules(tuple(kinds), joined["opener"], joined["more"], joined["stamp"], joined["counter"])
