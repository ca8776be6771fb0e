"""How surely one of two documents only repeats the other, or both the same report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.linking.dates import day
from onrecord.linking.origins.model import Sketch
from onrecord.linking.origins.outlets import looks_like_outlet, outlet_key
from onrecord.linking.origins.sketching import ECHO_DAYS, LONGEST_ECHO, lookup_names
from onrecord.linking.origins.wording import (
    Wording,
    content_words,
    covered,
    fingerprints,
    told_share,
    word_count,
    wording,
)

SHARE_BAR = 0.3
"""Share of the shorter's own words in common from which one repeats the other. In the tuning half of the pack of
origins repeats have .54 and more, except echoes, and other reports .18 and less: harder edited ones are let in."""

EXCERPT_BAR = 0.6
"""The same where both have long passages of their own: an article with excerpts of another one is its own report."""

HOUSE_BAR = 0.7
"""The same where both are of one outlet, whose reports share paragraphs of background and boxes."""

LATE_BAR = 0.9
"""The same where more than `LATE_DAYS` lie between them: copy is repeated within days, or else whole."""

LATE_DAYS = 30

SHORT_BAR = 0.6
"""The same where the shorter has few words of its own, of which one sentence of an agency's makes a third."""

_SHORT = 100
"""Words of a document's own below which it is short."""

_OWN_PASSAGE = 30
"""Words in a row that the other has not from which they are a passage of a document's own."""

_OWN_PASSAGES = 0.4
"""Share of such passages from which a document has something of its own to report; of repeats the most is .3."""

ECHO_BAR = 0.6
"""Share of an echo's content words that the report has which it names."""

_WORTH_A_LOOK = 0.15

_FEWEST_OWN = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two documents have in common.

    `share` is the share of the shorter one's own words (outside quotation marks) that stand in runs of eight
    which the other says itself; `bar` the share from which that makes a repeat; `told` the share of the content
    words of an echo that the report has which it retells, 0 where neither is an echo of the other; `outlet` whose
    report that is.
    """

    share: float
    bar: float = SHARE_BAR
    told: float = 0.0
    outlet: str = ""

    @property
    def score(self) -> float:
        """From 0 to 1; a half at the bar: `s / (s + bar)` for the surer of the two shares."""
        return max(_odds(self.share, self.bar), _odds(self.told, ECHO_BAR))

    @property
    def repeats(self) -> bool:
        """Whether one has the other's words, whomever it names."""
        return self.share >= self.bar


def _odds(share: float, bar: float) -> float:
    return share / (share + bar)


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Compare two documents; which comes first makes no difference."""
    retold = _whose(one, other) or _whose(other, one)
    if not retold and not np.isin(fingerprints(one.words), fingerprints(other.words), kind="sort").any():
        return Likeness(0.0)  # most pairs that share words of their openings end here
    a, b = wording(one.words), wording(other.words)
    share = shared_own(a, b) if _has_report(one, a) and _has_report(other, b) else 0.0
    told, outlet = max(_echo(one, a, other, b), _echo(other, b, one, a))
    return Likeness(share, _bar(one, a, other, b) if share >= _WORTH_A_LOOK else SHARE_BAR, told, outlet)


def _has_report(sketch: Sketch, wording: Wording) -> bool:
    """Whether the words can be the report: not where few are left, and none of its headline's is among them.

    So it is with pages of which only boxes were saved, the same on all pages of a publisher.
    """
    if len(wording.words) >= _SHORT or not sketch.title:
        return True
    headline = content_words(sketch.title)
    return not len(headline) or bool(np.isin(headline, wording.content, kind="sort").any())


def _bar(one: Sketch, a: Wording, other: Sketch, b: Wording) -> float:
    late, early = day(one.published), day(other.published)
    if late and early and abs((late - early).days) > LATE_DAYS:
        return LATE_BAR
    if outlet_key(one.source) and outlet_key(one.source) == outlet_key(other.source):
        return HOUSE_BAR
    if min(int(a.own.sum()), int(b.own.sum())) < _SHORT:
        return SHORT_BAR
    return EXCERPT_BAR if min(_own_passages(a, b), _own_passages(b, a)) > _OWN_PASSAGES else SHARE_BAR


def _own_passages(one: Wording, other: Wording) -> float:
    """The share of a document's words that stand in passages of its own."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], covered(one, other), [True])).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return float(lengths[lengths >= _OWN_PASSAGE].sum()) / len(one.words)


def shared_own(a: Wording, b: Wording) -> float:
    """The share of the own words of the shorter that both documents say themselves.

    What either of them quotes counts for nothing: two reports that quote one letter do not repeat each other. A
    document that is hardly more than a quotation, such as a transcript, is compared with its quotations.
    """
    own = {id(wording): int(wording.own.sum()) for wording in (a, b)}
    mainly = [own[id(wording)] >= max(_FEWEST_OWN, 0.2 * len(wording.words)) for wording in (a, b)]
    if not any(mainly):  # two transcripts, or two texts of a few words
        one, other = (a, b) if len(a.words) <= len(b.words) else (b, a)
        return float(covered(one, other).mean()) if len(one.words) else 0.0
    if not all(mainly):
        return 0.0
    one, other = (a, b) if own[id(a)] <= own[id(b)] else (b, a)
    return float((covered(one, other, own=True) & one.own).sum()) / own[id(one)]


def _echo(echo: Sketch, a: Wording, report: Sketch, b: Wording) -> tuple[float, str]:
    """How much of a short text that names the outlet of a report is in that report, and that outlet."""
    outlet = _whose(echo, report)
    return (told_share(a, b), outlet) if outlet else (0.0, "")


def _whose(echo: Sketch, report: Sketch) -> str:
    """The outlet of the report, where one document may be an echo of the other: a short text that names it."""
    short, long = word_count(echo.words), word_count(report.words)
    if short > LONGEST_ECHO or short > long or not _in_time(echo.published, report.published):
        return ""
    whose = {outlet_key(name) for name in (report.source, *report.credits)} - {""}
    if long <= LONGEST_ECHO:  # two echoes of one report
        whose |= {outlet_key(name) for name in report.leading if name in report.outlets or looks_like_outlet(name)}
    return next((name for name in lookup_names(echo) if outlet_key(name) in whose), "")


def _in_time(echo: str | None, report: str | None) -> bool:
    """Whether a text of one date may retell a report of another: not before it, but for a day of time zones."""
    late, early = day(echo), day(report)
    return late is None or early is None or -1 <= (late - early).days <= ECHO_DAYS
