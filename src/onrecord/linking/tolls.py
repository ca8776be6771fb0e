"""Deaths and injuries of an event as best, low and high, in the manner of UCDP GED; nothing where no text gives any.

A claim gives a figure where it tells an attack or a protest as done. Its figure is the least where the text says
"at least", the most where it says "up to", both ends of a range; words such as "dozens" stand for the numbers of
`data/tolls.tsv`. Of an outlet its latest report counts, and of a document its greatest figure (smaller ones are
parts). **Best** is the figure of the latest day, on one day that of most origins, then the lower one, as UCDP
prefers; a most ("up to 30") is best only where nothing else is told. **Low** and **high** are the lowest
and highest that are told; where a toll is said to have risen, lower figures of earlier days are out of date.
(Sundberg & Melander 2013; UCDP GED Codebook, section on fatality estimates.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.linking.event import Told, Toll
from onrecord.linking.figures import Figure, Harm, added, figures_in, harms_of
from onrecord.linking.independence import reported
from onrecord.linking.model import Anchor
from onrecord.records import Claim, CountRange

_VIOLENT = ("ASSAULT", "PROTEST", "COERCE")
"""Types of acts in which people die; elsewhere "killed" is what happens to bills and deals."""


@dataclass(frozen=True, slots=True)
class Count:
    """The figure of one claim, with where and when it was reported."""

    figure: Figure
    anchor: Anchor
    day: str
    outlet: str
    origin: str


def toll(told: Iterable[Told], harm: Harm) -> Toll | None:
    """Deaths or injuries that the claims of an event tell of, or nothing."""
    found = [
        Count(figure, m.anchor, reported(m), m.document.source or m.origin, m.origin)
        for m in sorted(told, key=lambda member: member.anchor)
        if (figure := figure_of(m.claim, harm)) is not None
    ]
    counts = _latest(_of_documents(found))
    if not counts:
        return None
    exact = [count for count in counts if count.figure.low is not None] or counts
    last = max(count.day for count in exact)
    origins: dict[int, set[str]] = {}
    for count in exact:
        if count.day == last:
            origins.setdefault(count.figure.best, set()).add(count.origin)
    best = min(origins, key=lambda value: (-len(origins[value]), value))
    low = min([count.figure.least for count in counts] + [best])
    high = max([count.figure.most for count in counts] + [best])
    return Toll(best, low, high, tuple(sorted(count.anchor for count in counts)))


def _of_documents(counts: Iterable[Count]) -> list[Count]:
    """Of each document the greatest figure."""
    kept: dict[str, Count] = {}
    for count in counts:
        held = kept.get(count.anchor.document)
        if held is None or count.figure.best > held.figure.best:
            kept[count.anchor.document] = count
    return list(kept.values())


def _latest(counts: list[Count]) -> list[Count]:
    """Of each outlet and each origin the latest figures, without those that a toll has risen above since."""
    last: dict[str, str] = {}
    for count in counts:
        for key in (count.outlet, count.origin):
            last[key] = max(last.get(key, ""), count.day)
    kept = [count for count in counts if count.day == last[count.outlet] == last[count.origin]]
    risen = [count for count in kept if count.figure.rising]
    return [
        count for count in kept if not any(new.day > count.day and new.figure.best > count.figure.best for new in risen)
    ]


def figure_of(claim: Claim, harm: Harm) -> Figure | None:
    """How many died, or were hurt, as one claim tells it; nothing for what is not told as done.

    By the words of its sentence, else by the counts of those to whom its own act, a killing or wounding, was done.
    """
    happened = claim.stage in ("done", "ongoing") and claim.polarity == "affirmed"
    if not happened or claim.type not in _VIOLENT or claim.certainty not in ("certain", "probable"):
        return None
    offset = claim.sentence.start
    found = figures_in(claim.sentence.text, claim.trigger.start - offset, claim.trigger.end - offset)
    if harm in found:
        return found[harm]
    return _by_recipients(claim) if harm in harms_of(claim.trigger.text) else None


def _by_recipients(claim: Claim) -> Figure | None:
    """The number of those to whom a killing or wounding was done; nothing where one of them is not counted."""
    figures = []
    for party in claim.recipients:
        count = party.count
        if isinstance(count, CountRange):
            low, high = count.min, count.max
            best = low if low is not None else high
        else:
            low = high = best = count if count is not None else 1 if party.kind == "person" else None
        if best is None or best != int(best):
            return None
        figures.append(
            Figure(
                int(best),
                int(low) if low is not None else None,
                int(high) if high is not None else None,
            )
        )
    return added(figures) if figures else None
