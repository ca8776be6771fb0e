"""Finding the time expressions of a text and giving each its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.extraction.model import FoundTime
from onrecord.extraction.times import calendar
from onrecord.extraction.times.dateline import dateline_day
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
    r"formerly|once|noon|christmas|thanksgiving|annual|hourly|lately|moment|halloween|daily|second|nineteen|twenty",
    re.IGNORECASE,
)
_RANK = {kind: n for n, (kind, _) in enumerate(PATTERNS)}
_COMPARISONS = frozenset({"shift", "year_ago", "year_period"})
"""What is only compared with ("a year earlier") does not become the time that is told of."""

_SAID = frozenset({"said", "told", "reported", "announced", "added", "confirmed", "warned", "denied", "stated"})
_DAYS = frozenset({"weekday", "month_day", "day_month"})
_ENDS = frozenset({"ended", "ending", "ends"})
_ENDING = re.compile(r",?\s(?:that\s)?end(?:ed|ing|s)\s(?:on\s)?")
_ATTRIBUTES = frozenset({"compound", "nmod", "amod", "poss", "nummod"})
_COMING = frozenset({"payable", "effective", "due"})
_DEFERS = frozenset(
    {"postpone", "extend", "delay", "defer", "adjourn", "suspend", "give", "put", "push", "move", "reschedule"}
)
"""Verbs that leave something to a later day: "extended the truce to Friday"."""
_ARRANGES = frozenset({"schedule", "set", "plan", "slate", "call", "book", "fix", "arrange", "expect", "announce"})
"""Verbs before a day with "for": "called a vote for Friday"."""
_INTRODUCES_YEAR = frozenset(
    {"in", "since", "of", "by", "until", "till", "from", "to", "before", "after", "during", "through", "and",
     "for", "early", "late", "mid", "between", "year", "back", "around", "circa", "the", ",", "(", "-"}
)  # fmt: skip


def find_times(text: Text, published: str | None) -> list[FoundTime]:
    """Every time expression of the text, in order, read against the dateline and the tense.

    `published` is an ISO date or date-time or None; then nothing relative gets a calendar date. The day in a dateline
    comes first and has no tokens, for a dateline is not parsed.
    """
    today = _day(published)
    found: list[FoundTime] = []
    told = quarter = None
    dateline = dateline_day(text, today)
    if dateline is not None:
        found.append(FoundTime((), _time(*dateline)))
    for sentence in text.sentences:
        span = sentence.span
        if not _ANY.search(span.text):
            continue
        matches = _matches(span.text)
        for n, (kind, match) in enumerate(matches):
            start, end = span.start + match.start(), span.start + match.end()
            tokens = text.tokens_in(start, end)
            if not tokens or not _plausible(kind, match, tokens, sentence):
                continue
            setting = Setting(today, _tense(kind, tokens), told, quarter)
            if n + 1 < len(matches):
                setting = _with_next(setting, kind, span.text[match.end() : matches[n + 1][1].start()], *matches[n + 1])
            value = resolve(kind, match.groupdict(), match.group(), setting)
            if value is None:
                continue
            time = _time(Span.of(text.content, start, end), value)
            found.append(FoundTime(tuple(tokens), time))
            if value.type not in ("DATE", "TIME") or kind in _COMPARISONS or not calendar.days_of(value.value):
                continue
            if _word_before(tokens) in _ENDS and found[-2:-1] and found[-2].time.value in (quarter, "P1Y"):
                continue  # the end of the period that is told of
            told = value.value
            if "-Q" in told:
                quarter = told
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
        if match.group("spelled"):
            return not words.lower().startswith("two")
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
    if kind == "duration":
        if before is not None and before.text in ("$", "£", "€"):
            return False
        return not (tokens[0].lower in ("a", "an") and _is_rate(tokens))
    if kind == "adverb_set" and words.lower() == "quarterly":
        return tokens[0].dep == "advmod"
    if kind == "season":
        return tokens[-1].pos in ("NOUN", "PROPN", "NUM") or bool(match.group("lead"))
    if kind == "reference":
        return _referring(words.lower(), tokens[0], after)
    return not (kind == "clock" and match.group("h24") and before is not None and before.text in ("$", "£", "€"))


def _is_rate(tokens: Sequence[Token]) -> bool:
    """Whether it is what something is counted by: "four flights a week"."""
    head = stretch_head(tokens)
    return head.dep == "npadvmod" and head.head.i < head.i and head.head.pos in ("NOUN", "NUM", "SYM", "PROPN")


def _referring(words: str, token: Token, after: Token | None) -> bool:
    if words == "current":
        return token.dep == "amod"
    if words in ("recent", "future"):
        return words == "future" and token.pos == "NOUN"  # "recent losses" are no time
    if words == "now":
        return not (after is not None and after.lower == "that")
    return True


def _with_next(setting: Setting, kind: str, between: str, next_kind: str, following: re.Match[str]) -> Setting:
    """The setting with what the next expression says of this one: "the year ended May 31", "10 p.m. on Tuesday"."""
    if kind == "definite":
        wanted = next_kind in ("month_day", "day_month") and _ENDING.fullmatch(between) is not None
    else:
        wanted = kind == "clock" and next_kind in _DAYS and between in (" on ", ", ")
    if not wanted:
        return setting
    tense = "past" if "ended" in between else "present" if kind == "definite" else setting.tense
    value = resolve(next_kind, following.groupdict(), following.group(), replace(setting, tense=tense))
    days = calendar.days_of(value.value) if value is not None else None
    if days is None or value is None:
        return setting
    return replace(setting, ends=days[1]) if kind == "definite" else replace(setting, told=value.value)


def _word_before(tokens: Sequence[Token], back: int = 1) -> str:
    at = tokens[0].i - back
    return tokens[0].sentence.text.tokens[at].lower if at >= tokens[0].sentence.start else ""


def _tense(kind: str, tokens: list[Token]) -> str:
    """The tense that decides the direction; "said Tuesday it would" is often parsed with the wrong verb."""
    head = stretch_head(tokens)
    before = _word_before(tokens)
    if before in _COMING:
        return "future"
    if before == "since":
        return "past"
    if before == "on":
        before = _word_before(tokens, 2)
    if before in ("until", "till", "by", "through"):
        told = tense_of(head)
        if told == "past" and before in ("until", "till") and _governor(head).lemma in _DEFERS:
            return "future"
        return "present" if told == "past" else "future"  # the edge of a stretch may lie ahead of a past act
    if before in _SAID:
        return "past"
    if before in ("for", "to") and kind in _DAYS and _governor(head).lemma in _DEFERS | _ARRANGES:
        return "future"
    if kind in ("month_day", "month") and head.dep in _ATTRIBUTES and head.head.i > head.i:
        return "present"  # "the May 3 deadline" is whichever is nearer
    tense = tense_of(head)
    if tense == "past" and kind == "month_day" and not _hangs_on_verb(head):
        return "present"  # "holders of record May 3" may lie ahead of the past act
    return tense


def _hangs_on_verb(token: Token) -> bool:
    above = token.head.head if token.head.pos == "ADP" else token.head
    return above.pos in ("VERB", "AUX")


def _governor(token: Token) -> Token:
    """The verb that the token hangs under."""
    while token.pos not in ("VERB", "AUX") and token.head is not token:
        token = token.head
    return token


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
