"""What becomes of a group: which document is first, how each of the others repeats it, and whom it relays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from onrecord.linking.dates import day
from onrecord.linking.model import Anchor
from onrecord.linking.origins.model import Origin, Repetition, RepetitionKind, Sketch
from onrecord.linking.origins.outlets import known_outlet, outlet_key
from onrecord.linking.origins.sketching import LONGEST_ECHO, lookup_names
from onrecord.linking.origins.wording import Flags, covered, word_count, wording

_WHOLE = 0.97
"""Share of words in common from which a text holds another one: a changed number or name is no cut."""

_INSERTED = 12
"""Words in a row that the report has not from which a passage was put in, and no word changed."""

_MOST_COMPARED = 40
"""Members that are measured against each other: in larger groups the first ones by date."""


def describe(id: str, members: Mapping[Anchor, Sketch]) -> Origin:
    """Tell who is first in a group of documents that repeat one report, and how the others repeat it.

    First is, by what is known: who is named by most others as their source, who has the earliest date, who
    credits nobody else; then, among equals, the text that holds the others. Depends on the set alone.
    """
    order = [anchor for anchor, _ in by_age(members)]
    first = _first(order, members)
    documents = tuple(_repetition(anchor, members, first) for anchor in order)
    if first is not None:
        documents = tuple(sorted(documents, key=lambda repetition: repetition.document != first.document))
    return Origin(id, documents, first.document if first is not None else None)


def by_age(members: Mapping[Anchor, Sketch]) -> list[tuple[Anchor, Sketch]]:
    """The members by date of publication, undated ones last; by document where that is one."""
    return sorted(members.items(), key=lambda item: (item[1].published or "~", item[0]))


def _first(order: list[Anchor], members: Mapping[Anchor, Sketch]) -> Anchor | None:
    if len(order) == 1:
        return order[0]
    votes = _votes(order, members)
    ranks = {anchor: _rank(votes[anchor], members[anchor]) for anchor in order}
    best = min(ranks.values())
    leaders = [anchor for anchor in order if ranks[anchor] == best]
    if len(leaders) == 1:
        return leaders[0]
    return _fullest(leaders, order, members)


def _rank(votes: float, sketch: Sketch) -> tuple[float, bool, str, int, str]:
    """What goes first comes first: votes, a date, the day, no credit to others, the hour where it is known."""
    own = outlet_key(sketch.source)
    taken = sum(outlet_key(name) != own for name in sketch.credits)
    when = sketch.published or ""
    on = day(sketch.published)
    return -votes, on is None, on.isoformat() if on else "", min(taken, 1), when if len(when) > 10 else ""


def _votes(order: list[Anchor], members: Mapping[Anchor, Sketch]) -> dict[Anchor, float]:
    """How many other members point at each as their source, outlet by outlet.

    A credit counts one, as does an echo's source; to be named in a longer text three quarters; a credit for help a
    half; the wire copy itself (its own credit is the agency) of an agency that others credit with help a quarter.
    """
    votes = dict.fromkeys(order, 0.0)
    by_outlet: dict[str, list[Anchor]] = {}
    by_credit: dict[str, list[Anchor]] = {}
    for anchor in order:
        by_outlet.setdefault(outlet_key(members[anchor].source), []).append(anchor)
        for name in members[anchor].credits:
            by_credit.setdefault(outlet_key(name), []).append(anchor)
    for anchor in order:
        sketch = members[anchor]
        short = word_count(sketch.words) <= LONGEST_ECHO
        weights: dict[str, float] = {}
        for names, weight in ((sketch.credits, 1.0), (sketch.leading, 1.0 if short else 0.75), (sketch.helpers, 0.5)):
            for name in names:
                key = outlet_key(name)
                weights[key] = max(weights.get(key, 0.0), weight)
        weights.pop("", None)
        weights.pop(outlet_key(sketch.source), None)
        for key, weight in sorted(weights.items()):
            for other in by_outlet.get(key, ()):
                votes[other] += weight
        for name in sketch.helpers:
            for other in by_credit.get(outlet_key(name), ()):
                if other != anchor:
                    votes[other] += 0.25
    return votes


def _fullest(leaders: list[Anchor], order: list[Anchor], members: Mapping[Anchor, Sketch]) -> Anchor | None:
    """Among equals, the one text that the others can have been made from: it holds most of what they say."""
    compared = sorted({*leaders[:_MOST_COMPARED], *order[:_MOST_COMPARED]})
    held: dict[Anchor, float] = {}
    for anchor in leaders[:_MOST_COMPARED]:
        mine = wording(members[anchor].words)
        shares = [_share(members[other], members[anchor]) for other in compared if other != anchor]
        # a text that nobody else holds may be the report with a passage put in: half of that counts against it
        strange = [1 - float(covered(mine, wording(members[other].words)).mean()) if len(mine.words) else 1.0
                   for other in compared if other != anchor]  # fmt: skip
        held[anchor] = sum(shares) / len(shares) - min(strange) / 2
    best = max(held.values())
    fullest = [anchor for anchor, value in held.items() if value > best - 0.02]
    return fullest[0] if len(fullest) == 1 else None


def _share(of: Sketch, within: Sketch) -> float:
    """The share of the words of one that stand in runs of the other."""
    one = wording(of.words)
    return float(covered(one, wording(within.words)).mean()) if len(one.words) else 0.0


def _repetition(anchor: Anchor, members: Mapping[Anchor, Sketch], first: Anchor | None) -> Repetition:
    sketch = members[anchor]
    relays = whom_it_relays(sketch)
    if anchor == first or len(members) == 1:
        return Repetition(anchor.document, "original", None, relays, 0.0)
    of = first
    if of is None:
        others = [other for other, _ in by_age(members) if other != anchor][:_MOST_COMPARED]
        of = max(others, key=lambda other: _share(sketch, members[other]))
    share = _share(sketch, members[of])
    kind = _kind(sketch, members[of], share)
    return Repetition(anchor.document, kind, of.document, relays, round(share, 4))


def whom_it_relays(sketch: Sketch) -> tuple[str, ...]:
    """The outlets that a document credits or names as its sources, by the names of the table of outlets."""
    found: dict[str, str] = {}
    certain = {outlet_key(name) for name in (*sketch.credits, *sketch.helpers, *sketch.outlets)}
    for name in (*sketch.credits, *sketch.helpers, *sketch.named):
        key = outlet_key(name)
        known = known_outlet(name)
        if key and key != outlet_key(sketch.source) and (known or key in certain):
            found.setdefault(key, known or name)
    return tuple(found.values())


def _kind(sketch: Sketch, of: Sketch, share: float) -> RepetitionKind:
    mine, other = wording(sketch.words), wording(of.words)
    if not len(mine.words) or not len(other.words):
        return "verbatim" if len(mine.words) == len(other.words) else "edited"
    back = float(covered(other, mine).mean())
    names = {outlet_key(name) for name in lookup_names(sketch)}
    short = len(mine.words) <= LONGEST_ECHO and len(mine.words) < 0.5 * len(other.words)
    if short and share < _WHOLE and outlet_key(of.source) in names:
        return "echo"
    strange = ~covered(mine, other)
    passage = _longest(strange)
    if passage >= _INSERTED and int(strange.sum()) - passage <= (1 - _WHOLE) * len(mine.words):
        return "local"
    if share >= _WHOLE:
        return "verbatim" if back >= _WHOLE else "cut"
    return "echo" if short and share < 0.5 else "edited"


def _longest(flags: Flags) -> int:
    """The length of the longest stretch that is flagged."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
