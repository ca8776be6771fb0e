"""Finding the time expressions of a text and giving each its value."""

from __future__ import annotations

import re
from datetime import date

from onrecord.extraction.model import FoundTime
from onrecord.extraction.times import calendar
from onrecord.extraction.times.patterns import PATTERNS
from onrecord.extraction.times.resolve import resolve
from onrecord.extraction.times.setting import Setting, Value
from onrecord.extraction.times.tense import tense_of
from onrecord.language import Sentence, Text, Token
from onrecord.language.syntax import stretch_head
from onrecord.records import Span, Time

_ANY = re.compile(
    r"\d|day|week|month|year|quarter|decade|centur|hour|minute|night|morning|afternoon|evening|spring|summer|autumn|fall|"
    r"winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|now|tomorrow|recent|past|future|soon|current|present|previous|"
    r"formerly|once|noon|christmas|thanksgiving|annual|hourly|lately|moment|halloween|daily|second",
    re.IGNORECASE,
)
_RANK = {kind: n for n, (kind, _) in enumerate(PATTERNS)}
_COMPARISONS = frozenset({"shift", "year_ago"})
"""What is only compared with ("a year earlier") does not become the time that is told of."""

_SAID = frozenset({"said", "told", "reported", "announced", "added", "confirmed", "warned", "denied", "stated"})
_INTRODUCES_YEAR = frozenset(
    {"in", "since", "of", "by", "until", "till", "from", "to", "before", "after", "during", "through", "and",
     "for", "early", "late", "mid", "between", "year", "back", "around", "circa", "the", ",", "(", "-"}
)  # fmt: skip


def find_times(text: Text, published: str | None) -> list[FoundTime]:
    """Every time expression of the text, in order, read against the dateline and the tense.

    `published` is an ISO date or date-time or None; then nothing relative gets a calendar date.
    """
    today = _day(published)
    found: list[FoundTime] = []
    told: str | None = None
    for sentence in text.sentences:
        span = sentence.span
        if not _ANY.search(span.text):
            continue
        for kind, match in _matches(span.text):
            start, end = span.start + match.start(), span.start + match.end()
            tokens = text.tokens_in(start, end)
            if not tokens or not _plausible(kind, match, tokens, sentence):
                continue
            head = stretch_head(tokens)
            value = resolve(kind, match.groupdict(), match.group(), Setting(today, _tense(head, tokens), told))
            if value is None:
                continue
            time = _time(Span.of(text.content, start, end), value)
            found.append(FoundTime(tuple(tokens), time))
            if value.type in ("DATE", "TIME") and kind not in _COMPARISONS and calendar.days_of(value.value):
                told = value.value
    return found


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _matches(sentence: str) -> list[tuple[str, re.Match[str]]]:
    """The longest matches that do not overlap, in text order."""
    candidates = [
        (kind, match) for kind, pattern in PATTERNS for match in pattern.finditer(sentence) if match.group().strip()
    ]
    candidates.sort(key=lambda c: (c[1].start() - c[1].end(), c[1].start(), _RANK[c[0]]))
    taken: list[tuple[str, re.Match[str]]] = []
    for kind, match in candidates:
        if all(match.end() <= m.start() or m.end() <= match.start() for _, m in taken):
            taken.append((kind, match))
    taken.sort(key=lambda c: c[1].start())
    return taken


def _plausible(kind: str, match: re.Match[str], tokens: list[Token], sentence: Sentence) -> bool:
    """Whether the words are a time here: not the verb "may", not "1,995 people"."""
    words = match.group()
    if kind in ("month", "month_day", "day_month"):
        name = match.group("mon")
        if not name[0].isupper():
            return False
        if (
            kind == "month"
            and len(name.rstrip(".")) <= 4
            and name.lower() not in ("may", "june", "july")
            and not name.endswith(".")
        ):
            return False
        if kind == "month" and name.lower() in ("may", "march", "august"):
            return all(t.pos in ("PROPN", "NOUN", "ADP", "DET", "ADJ", "NUM") for t in tokens)
        return True
    before = sentence.text.tokens[tokens[0].i - 1] if tokens[0].i > sentence.start else None
    after = sentence.text.tokens[tokens[-1].i + 1] if tokens[-1].i + 1 < sentence.end else None
    if kind == "year":
        if len(words) > 4:
            return True
        if (
            before is not None
            and before.lower in _INTRODUCES_YEAR
            and not (after is not None and after.tag == "NNS" and before.lower not in ("in", "since"))
        ):
            return True
        return words[:2] in ("19", "20") and not (
            after is not None and (after.tag == "NNS" or after.lower in ("percent", "%", "people"))
        )
    if kind == "duration" and before is not None and before.text in ("$", "£", "€"):
        return False
    if kind == "season":
        return tokens[-1].pos in ("NOUN", "PROPN", "NUM") or bool(match.group("lead"))
    if kind == "reference":
        return _referring(words.lower(), tokens[0], after)
    return not (kind == "clock" and match.group("h24") and before is not None and before.text in ("$", "£", "€"))


def _referring(words: str, token: Token, after: Token | None) -> bool:
    if words in ("current", "recent", "future"):
        return token.dep == "amod" or (words == "future" and token.pos == "NOUN")
    if words == "now":
        return not (after is not None and after.lower == "that")
    return True


def _tense(head: Token, tokens: list[Token]) -> str:
    """The tense that decides the direction; "said Tuesday it would" is often parsed with the wrong verb."""
    at = tokens[0].i - 1
    before = head.sentence.text.tokens[at] if at >= head.sentence.start else None
    if before is not None and before.lower == "on" and at > head.sentence.start:
        before = head.sentence.text.tokens[at - 1]
    if before is not None and before.lower in ("until", "till", "by", "through"):
        told = tense_of(head)
        return "present" if told == "past" else "future"  # the edge of a stretch may lie ahead of a past act
    return "past" if before is not None and before.lower in _SAID else tense_of(head)


def _time(span: Span, value: Value) -> Time:
    days = value.days or calendar.days_of(value.value) or (None, None)
    start, end = (day.isoformat() if day else None for day in days)
    edtf = calendar.edtf_of(value.value)
    if value.days and start and end:
        edtf = f"{start}/{end}"
    if value.type in ("SET", "DURATION") and not value.days:
        edtf = None
    precision = calendar.precision_of(value.value) if value.type in ("DATE", "TIME") else "vague"
    return Time(span, value.type, value.value, start, end, edtf, precision)
