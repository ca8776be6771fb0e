"""A claim in one line of plain words: who, how far, what, on whose word, when and where.

The words are the record's own. What is planned, threatened, supposed or denied is never worded as done:
the stage stands before the act, as a word and as a mark that differs in shape.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from itertools import groupby

from onrecord.linking.wording import (
    act,
    clean,
    excerpt,
    listed,
    name_link,
    names,
    publisher,
    standing_of,
    unstated,
)
from onrecord.records import Claim, DocumentInfo, Link
from onrecord.records.vocabulary import Certainty, Polarity, Stage

__all__ = [
    "MARKS", "NEGATED_MARK", "UNCERTAIN", "Line", "act", "clean", "counted", "date", "excerpt", "interval", "listed",
    "mark", "mark_of", "name_link", "names", "publisher", "sources", "standing", "standing_of", "unstated", "word",
]  # fmt: skip

MARKS: dict[Stage, str] = {
    "done": "●",
    "ongoing": "◐",
    "attempted": "◍",
    "halted": "■",
    "planned": "○",
    "considered": "◌",
    "threatened": "▲",
    "demanded": "△",
    "hypothetical": "?",
}
NEGATED_MARK = "✕"
UNCERTAIN = "?"


@dataclass(frozen=True, slots=True)
class Line:
    """The parts of a claim's line, each plain text on one line; empty where the text says nothing."""

    mark: str
    standing: str
    actors: str
    act: str
    source: str
    date: str
    place: str

    @property
    def sentence(self) -> str:
        """All in one: `US government · planned · drone strikes on cartels — says NBC News citing officials`."""
        who = f"{self.actors} · " if self.actors else ""
        when = "".join(f" · {part}" for part in (self.date, self.place) if part)
        return f"{who}{self.standing} · {self.act} — {self.source}{when}"


def word(claim: Claim, document: DocumentInfo) -> Line:
    """Put a claim into words."""
    return Line(
        mark=mark(claim),
        standing=standing(claim),
        actors=names(claim.actors),
        act=act(claim),
        source=sources(claim.attribution, document),
        date=date(claim),
        place=clean(claim.place.name) if claim.place else "",
    )


def mark(claim: Claim) -> str:
    """The mark of a claim's standing: a shape for each stage, a cross for what is denied or did not happen.

    A question mark behind it tells that the source is not certain.
    """
    return mark_of(claim.stage, claim.polarity, claim.certainty)


def mark_of(stage: Stage, polarity: Polarity, certainty: Certainty = "certain") -> str:
    """The mark of a standing; see `mark`."""
    shape = NEGATED_MARK if polarity == "negated" else MARKS[stage]
    return shape if certainty == "certain" or shape == UNCERTAIN else shape + UNCERTAIN


def standing(claim: Claim) -> str:
    """Stage, polarity and certainty in two or three words: `possibly done`, `not planned`."""
    return standing_of(claim.stage, claim.polarity, claim.certainty)


def sources(chain: tuple[Link, ...], document: DocumentInfo) -> str:
    """Who says it, outermost first, without the publisher where somebody else is quoted."""
    quoted = [name for name, _ in groupby(name_link(link) for link in chain[1:])]
    if not quoted:
        return publisher(chain, document)
    return "says " + " citing ".join(quoted)


def date(claim: Claim) -> str:
    """When: a calendar date or interval where there is one, else the words of the text in quotation marks."""
    time = claim.time
    if time is None:
        return ""
    return interval(time.start, time.end) or f"“{clean(time.span.text)}”"


def interval(start: str | None, end: str | None) -> str:
    """A day, month, year or stretch of days as one writes it; empty where both sides are unknown."""
    start, end = (start or "")[:10], (end or "")[:10]
    if start and start == end:
        return start
    if start and end:
        return _period(start, end)
    if start or end:
        return f"from {start}" if start else f"until {end}"
    return ""


def _period(start: str, end: str) -> str:
    if start[:7] == end[:7] and start.endswith("-01") and end.endswith(_last_day(end)):
        return start[:7]
    if start.endswith("-01-01") and end.endswith("-12-31") and start[:4] == end[:4]:
        return start[:4]
    return f"{start}/{end}"


def _last_day(of: str) -> str:
    try:
        return f"-{monthrange(int(of[:4]), int(of[5:7]))[1]}"
    except ValueError:  # no month of the calendar: shown as it stands
        return "none"


def counted(number: int, noun: str) -> str:
    """How many of something: `1 report`, `2,000 reports`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
