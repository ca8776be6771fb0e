"""Which time expression says when an act is, and the true interval of since, until, by, from and to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.extraction.model import FoundTime
from onrecord.extraction.times.tense import tense_of
from onrecord.language import Token
from onrecord.language.syntax import has_subject, stretch_head
from onrecord.records import Span, Time

_EDGES = frozenset(
    {"since", "until", "till", "by", "before", "after", "from", "through", "starting", "beginning", "as"}
)
_BACKGROUND = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})


def time_of(
    head: Token, light: Token | None, times: Sequence[FoundTime], cues: frozenset[int] = frozenset()
) -> Time | None:
    """When the act is (to be): the expression that hangs on it, its light verb, its object, or its clause; else None.

    What hangs on a verb of saying over the act is when it was said, and is not taken; `cues` holds the numbers of the
    tokens that are such verbs.
    """
    sentence = head.sentence
    best: tuple[tuple[int, int], FoundTime] | None = None
    times = [found for found in times if found.tokens]  # not the dateline's
    for found in times:
        if found.tokens[0].i < sentence.start or found.tokens[0].i >= sentence.end:
            continue
        if found.time.type == "SET" or found.time.value in _BACKGROUND or _only_measures(found):
            continue
        distance = _distance(found, head, light, cues)
        if distance is None:
            continue
        rank = (
            distance + (2 if found.time.type == "DURATION" and not found.time.start else 0),
            abs(found.tokens[0].i - head.i),
        )
        if best is None or rank < best[0]:
            best = (rank, found)
    if best is None:
        return None
    return _with_edges(best[1], times)


def _only_measures(found: FoundTime) -> bool:
    """Whether a duration only measures a distance ("two days after the vote"), with no "for" or the like before it."""
    if found.time.type != "DURATION" or found.time.start is not None:
        return False
    first = found.tokens[0]
    before = first.sentence.text.tokens[first.i - 1].lower if first.i > first.sentence.start else ""
    return before not in ("for", "over", "during", "in", "within", "about", "some", "nearly", "lasted")


def _distance(found: FoundTime, head: Token, light: Token | None, cues: frozenset[int]) -> int | None:
    """0 where it hangs on the act, 1 on its light verb, 2 on the clause in which the act is a subject or object."""
    token = stretch_head(found.tokens)
    anchors = [token]
    while token.head is not token:
        token = token.head
        anchors.append(token)
        if token.pos in ("VERB", "AUX") or token is head:
            break
    if head in anchors:
        return 0
    verb = anchors[-1]
    if light is not None and verb is light:
        return 1
    if verb.dep == "conj" and verb.head is head and not has_subject(verb):
        return 3
    if verb.pos not in ("VERB", "AUX") or (verb.i in cues and tense_of(verb) != "future"):
        return None  # what is yet to be announced on a day is at that day, as far as the text tells
    above = head
    for steps in range(4):
        if above.head is above or above.dep in ("relcl", "advcl", "ccomp", "acl"):
            return None
        above = above.head
        if above is verb:
            return 2 + steps
        if above.pos in ("VERB", "AUX") and above.dep != "xcomp":
            return None
    return None


def _with_edges(found: FoundTime, times: Sequence[FoundTime]) -> Time:
    """The time with the interval that the words before it give it."""
    time, first = found.time, found.tokens[0]
    text = first.sentence.text
    before = text.tokens[first.i - 1] if first.i > first.sentence.start else None
    if before is None or (before.lower not in _EDGES and before.lower not in ("between", "and", "to")):
        return time
    start, end = _date(time.start), _date(time.end)
    span = Span.of(text.content, before.start, time.span.end)
    word = before.lower
    partner = _partner(found, times)
    if word in ("from", "between") and partner is not None:
        whole = Span.of(text.content, before.start, partner.time.span.end)
        return _interval(time, whole, start, _date(partner.time.end))
    if word in ("to", "and", "until", "till", "through") and (earlier := _partner(found, times, back=True)) is not None:
        whole = Span.of(text.content, earlier.time.span.start, time.span.end)
        return _interval(time, whole, _date(earlier.time.start), end)
    if start is None or end is None or word in ("and", "to", "between", "as"):
        return time
    if word in ("since", "from", "starting", "beginning"):
        return _interval(time, span, start, None)
    if word in ("until", "till", "by", "through"):
        return _interval(time, span, None, end)
    if time.type == "TIME":
        return time  # "shortly after midnight" is still that day
    if word == "before":
        return _interval(time, span, None, _shifted(start, -1))
    return _interval(time, span, _shifted(end, 1), None)


def _shifted(day: date, by: int) -> date:
    """The day before or after; at the ends of the calendar the day itself."""
    try:
        return day + timedelta(by)
    except OverflowError:
        return day


def _partner(found: FoundTime, times: Sequence[FoundTime], back: bool = False) -> FoundTime | None:
    """The other end of "from X to Y" or "between X and Y"."""
    tokens = found.tokens[0].sentence.text.tokens
    for other in times:
        first, last = (other, found) if back else (found, other)
        gap = last.tokens[0].i - first.tokens[-1].i
        if gap == 2 and tokens[first.tokens[-1].i + 1].lower in ("to", "and", "until", "till", "through"):
            opener = tokens[first.tokens[0].i - 1].lower if first.tokens[0].i else ""
            if opener in ("from", "between"):
                return other
    return None


def _interval(time: Time, span: Span, start: date | None, end: date | None) -> Time:
    edges = [day.isoformat() if day else None for day in (start, end)]
    edtf = f"{edges[0] or '..'}/{edges[1] or '..'}" if start or end else None
    return replace(time, span=span, start=edges[0], end=edges[1], edtf=edtf)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
