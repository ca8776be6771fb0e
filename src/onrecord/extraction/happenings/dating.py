"""On which day what happens happened: as stated, as told around it, or as published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from onrecord.extraction.happenings.model import Ground
from onrecord.extraction.happenings.predicates import Predicate
from onrecord.extraction.model import FoundTime
from onrecord.extraction.times import calendar
from onrecord.extraction.times.attach import time_of
from onrecord.extraction.times.tense import tense_of
from onrecord.language import Token
from onrecord.language.syntax import subtree
from onrecord.records import Time

NEWS = 14
"""Days before publication within which a stated day is that of the report's own happening, which goes on being told."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PART = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|T)")
_FROM = frozenset({"after", "since", "before", "following", "until", "despite", "till"})
_UNDER = frozenset({"xcomp", "pcomp", "advcl"})

Dated = tuple[str | None, Ground]


class Dating:
    """Dates the predicates of one document, which must be asked for in text order."""

    def __init__(
        self,
        published: str | None,
        times: Sequence[FoundTime],
        cues: frozenset[int],
        known: Mapping[int, Predicate],
        phases: frozenset[str],
    ) -> None:
        """Take the day of publication, the time expressions, the tokens that are verbs of saying, all predicates.

        `phases` are the verbs of phase, whose infinitive happens when they do.
        """
        self._phases = phases
        self._published = (published or "")[:10] or None
        self._times = times
        self._days = [found for found in times if found.time.type in ("DATE", "TIME") and _DAY.match(found.time.value)]
        self._cues = cues
        self._known = known
        self._told = self._dateline() or self._published
        self._dates: dict[int, Dated] = {}

    def date(self, predicate: Predicate) -> Dated:
        """The date of a predicate (ISO day, month or year; null where none is known) and how it is known."""
        dated = self._dates.get(predicate.head.i)
        if dated is None:
            dated = self._dates[predicate.head.i] = self._date(predicate)
        return dated

    def _date(self, predicate: Predicate) -> Dated:
        head = predicate.head
        if head.dep == "amod" or (predicate.noun and predicate.light is None and _measured_from(head)):
            return self._own(head)
        time = self._time_of(predicate)
        stated = self._stated(time)
        if stated is not None:
            if _DAY.fullmatch(stated) and self._is_news(stated) and tense_of(head) == "past":
                self._told = stated
            return stated, "stated"
        if time is not None and time.value not in ("PRESENT_REF",) and time.type != "DURATION":
            return None, "unknown"
        above = self._above(predicate)
        if above is not None:
            found, ground = self.date(above)
            return found, "carried" if ground in ("stated", "carried") else ground
        return self._by_tense(predicate.light or head)

    def _own(self, head: Token) -> Dated:
        """The date that stands with the word itself."""
        within = {t.i for t in subtree(head)}
        for found in self._times:
            if found.tokens and found.tokens[0].i in within and (stated := self._stated(found.time)) is not None:
                return stated, "stated"
        return None, "unknown"

    def _time_of(self, predicate: Predicate) -> Time | None:
        """The expression that says when: a day where one does, before "this year" or the like."""
        for times in (self._days, self._times):
            time = time_of(predicate.head, predicate.light, times, self._cues)
            if time is not None:
                return time
        return None

    def _above(self, predicate: Predicate) -> Predicate | None:
        """The predicate at whose time this one is told: over a participle, an infinitive, or joined by "and"."""
        token = predicate.light or predicate.head
        if predicate.noun and predicate.light is None:
            for _ in range(4):
                if token.head is token:
                    return None
                token = token.head
                if token.pos in ("VERB", "AUX"):
                    return self._known.get(token.i)
            return None
        if token.dep in _UNDER and token.tag in ("VBG", "VB", "VBN") and not _finite(token):
            above = token.head
            for _ in range(3):
                if above.i in self._known:
                    return self._known[above.i]
                if above.pos in ("VERB", "AUX") and above.lemma not in self._phases:
                    break  # what is wanted, or about to be
                above = above.head
        if token.dep == "conj":
            first = self._known.get(token.head.i)
            if first is not None and (not _has_subject(token) or self._in_the_past(first, token)):
                return first
        return None

    def _in_the_past(self, first: Predicate, second: Token) -> bool:
        """Whether a clause goes on telling of a time long past: "a year later she left, and he founded a club"."""
        dated, ground = self.date(first)
        news = dated is not None and _DAY.fullmatch(dated) is not None and self._is_news(dated)
        return ground == "stated" and not news and second.tag == "VBD" and tense_of(first.head) == "past"

    def _by_tense(self, verb: Token) -> Dated:
        helpers = {c.lower for c in verb.children if c.dep in ("aux", "auxpass")}
        if "had" in helpers:
            return None, "unknown"
        tense = tense_of(verb)
        if tense == "future" or (tense == "past" and _in_background(verb)):
            return None, "unknown"
        if tense == "present" or helpers & {"has", "have", "'ve", "’ve"}:
            return self._published, "published"
        return self._told, "carried" if self._told != self._published else "published"

    def _stated(self, time: Time | None) -> str | None:
        """The time as an ISO day, month or year; a week as its month, where it lies in one."""
        if time is None or time.type in ("SET",):
            return None
        match = _PART.match(time.value)
        if match is not None:
            return match.group()
        days = calendar.days_of(time.value)
        if days is None:
            return None
        first, last = days
        if (last - first).days <= 7:  # a week is in the month of its Thursday, as ISO 8601 puts it in a year
            return (first + timedelta(3)).isoformat()[:7]
        if (first.year, first.month) == (last.year, last.month):
            return first.isoformat()[:7]
        return str(first.year) if first.year == last.year else None

    def _is_news(self, day: str) -> bool:
        if self._published is None:
            return False
        try:
            return 0 <= (date.fromisoformat(self._published) - date.fromisoformat(day)).days <= NEWS
        except ValueError:
            return False

    def _dateline(self) -> str | None:
        for found in self._times:
            if not found.tokens and _DAY.fullmatch(found.time.value) and self._is_news(found.time.value):
                return found.time.value
        return None


def _measured_from(noun: Token) -> bool:
    """Whether the noun is what another time is measured from: "a year after the vote", "since its launch"."""
    above = noun
    for _ in range(4):
        above = above.head
        if above.pos in ("VERB", "AUX"):
            return False
        if above.lower in _FROM:
            return True
    return False


def _in_background(verb: Token) -> bool:
    """Whether the clause only says which one is meant, or measures time: "founded by", "when she first met them"."""
    words = {c.lower for c in verb.children if c.dep in ("advmod", "mark") and c.i < verb.i}
    if verb.dep == "relcl":
        return not words & {"where", "when"}
    return verb.dep == "acl" or (verb.dep == "advcl" and bool(words & {"when", "after", "before", "since", "until"}))


def _finite(verb: Token) -> bool:
    return _has_subject(verb) or any(c.dep == "aux" and c.tag in ("MD", "VBD", "VBZ", "VBP") for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(c.dep in ("nsubj", "nsubjpass") for c in verb.children)
