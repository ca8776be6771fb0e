"""How surely one of two documents only repeats the other, or both the same report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.linking.origins.model import Sketch
from onrecord.linking.origins.outlets import outlet_key
from onrecord.linking.origins.sketching import lookup_names
from onrecord.linking.origins.wording import Wording, covered, told_share, wording

SHARE_BAR = 0.3
"""Share of the shorter's own words in common from which one repeats the other. Copies in the tuning half of the
pack of origins have .37 and more, except echoes; different reports .14 and less."""

ECHO_BAR = 0.6
"""Share of an echo's content words that the report has which it names."""

LONGEST_ECHO = 250
"""Words up to which a document that names another's outlet may be a mere retelling."""

ECHO_DAYS = 14
"""Days within which a report is retold."""

_FEWEST_OWN = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two documents have in common.

    `share` is the share of the shorter one's own words (outside quotation marks) that stand in runs of eight
    which the other says itself; `told` the share of the content words of an echo that the report has that it
    retells, 0 where neither is an echo of the other; `outlet` whose report that is.
    """

    share: float
    told: float = 0.0
    outlet: str = ""

    @property
    def score(self) -> float:
        """From 0 to 1; a half at the bar: `s / (s + bar)` for the surer of the two shares."""
        return max(_odds(self.share, SHARE_BAR), _odds(self.told, ECHO_BAR))


def _odds(share: float, bar: float) -> float:
    return share / (share + bar)


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Compare two documents; which comes first makes no difference."""
    a, b = wording(one.words), wording(other.words)
    share = shared_own(a, b)
    told, outlet = max(_echo(one, a, other, b), _echo(other, b, one, a))
    return Likeness(share, told, outlet)


def shared_own(a: Wording, b: Wording) -> float:
    """The share of the own words of the shorter that both documents say themselves.

    What either of them quotes counts for nothing: two reports that quote one letter do not repeat each other. A
    document that is hardly more than a quotation, such as a transcript, is compared with its quotations.
    """
    if not len(a.words) or not len(b.words):
        return 0.0
    if min(a.own, b.own) < _FEWEST_OWN or a.own < 0.2 * len(a.words) or b.own < 0.2 * len(b.words):
        one, other = (a, b) if len(a.words) <= len(b.words) else (b, a)
        if (
            min(one.own / len(one.words), other.own / len(other.words))
            < 0.5
            <= max(one.own / len(one.words), other.own / len(other.words))
        ):
            return 0.0
        return float(covered(one, other).mean())
    one, other = (a, b) if a.own <= b.own else (b, a)
    hits = covered(one, other, own=True) & ~one.quoted
    return float(hits.sum()) / one.own


def _echo(echo: Sketch, a: Wording, report: Sketch, b: Wording) -> tuple[float, str]:
    """How much of a short text that names the outlet of a report is in that report, and that outlet."""
    if len(a.words) > LONGEST_ECHO or len(a.words) > len(b.words) or not _in_time(echo.published, report.published):
        return 0.0, ""
    whose = {outlet_key(name) for name in (report.source, *report.credits)} - {""}
    if len(b.words) <= LONGEST_ECHO:  # two echoes of one report
        whose |= {outlet_key(name) for name in report.leading}
    for name in lookup_names(echo):
        if outlet_key(name) in whose:
            return told_share(a, b), name
    return 0.0, ""


def day(published: str | None) -> date | None:
    """The day of a date or date-time."""
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _in_time(echo: str | None, report: str | None) -> bool:
    """Whether a text of one date may retell a report of another: not before it, but for a day of time zones."""
    late, early = day(echo), day(report)
    return late is None or early is None or -1 <= (late - early).days <= ECHO_DAYS
