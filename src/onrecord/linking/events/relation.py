"""The relation `event`: claims, or mentions that are given, about the same act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.linking.clustering import agglomerate
from onrecord.linking.events import packing
from onrecord.linking.events.explaining import why
from onrecord.linking.events.keys import keys
from onrecord.linking.events.scoring import FEATURES, comparable, contrary, features, points_back, same_act
from onrecord.linking.events.sketch import EventSketch, sketches
from onrecord.linking.model import Anchor, Constraints, Decision, Pair, Report, pair

VERSION = "7"

COMMON = 100
"""Claims that may share a key and be compared for it; forty reports of one act share all of theirs."""

TIED = 0.1
"""The probability from which on two claims are tied, so that groups are formed over both."""

LEAST = 0.22
"""The mean probability between two groups from which on they are one. With weights fitted on either half of the topics
of ECB+, .22 is better than .25 on the other half, by .001 to .002 CoNLL, and .2 by less than .001 more."""

ALIKE = 0.3
"""How alike documents are of which it is kept that claims in them contradict each other; others are far anyway."""

NAMES = FEATURES.index("names")

NEVER = 0.0
"""The probability of two claims that contradict each other on who does what to whom: their groups stay apart."""

SURE = 0.5
"""The probability that at least one pair of claims must reach for two groups to be looked at together. With less,
half of a large collection hangs together by way of others; on ECB+ .5 gains .002 to .007 CoNLL over `LEAST`."""

CROWD = 400
"""Claims that may hang together by weak ties. In a dense stream more do: of 60,000 claims of 3,000 articles on one
country's year 6,000, by chains of generic words. No happening of the packs comes near to it."""

SMALL = 100
"""Claims that hang together of which all pairs are compared; on ECB+ that gains .004 CoNLL, and costs little time."""


class EventRelation:
    """Claims of one or of several documents about the same act, whatever stage each gives it."""

    name = "event"
    version = VERSION
    common = COMMON
    ties = (SURE, 0.6, 0.7, 0.8, 0.9)
    crowd = CROWD

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, EventSketch]]:
        """The claims of a document, or the mentions given in it, at their triggers."""
        return sketches(report)

    def keys(self, sketch: EventSketch) -> Sequence[int]:
        """The act's words and type, each with telling words of the document and the sentence, and with parties."""
        return keys(sketch)

    def compare(self, a: Anchor, one: EventSketch, b: Anchor, other: EventSketch) -> Decision | None:
        """The probability that two claims tell of the same act, where they are tied at all."""
        if not comparable(one, other):
            return None
        values = features(one, other)
        score = same_act(values)
        if contrary(one, other):
            if values[NAMES] < ALIKE:
                return None
            score = NEVER
        elif points_back(one, other):
            score = max(score, SURE)
        elif score < TIED:
            return None
        return Decision(a, b, round(score, 4), f"event {VERSION}", why(one, other, values))

    def group(
        self, members: Mapping[Anchor, EventSketch], decisions: Sequence[Decision], constraints: Constraints
    ) -> Sequence[Sequence[Anchor]]:
        """Merge as long as the mean probability between two groups is high enough; the oldest claim stands first."""
        scores: dict[Pair, float] = {pair(d.a, d.b): d.score for d in decisions}
        judged = {end for ends in constraints.together | constraints.apart for end in ends}
        alike = {member: by for member, by in _copies(members, scores).items() if member not in judged}
        telling = {member: sketch for member, sketch in members.items() if member not in alike}
        if len(telling) <= SMALL:
            scores |= self._others(telling, scores)
        named = {member: by for member, by in _references(telling, scores).items() if member not in judged}
        never = frozenset(ends for ends, score in scores.items() if score == NEVER)
        found = agglomerate(
            telling.keys() - named.keys(), scores, LEAST, Constraints(constraints.together, constraints.apart | never)
        )
        of = {member: group for group in found for member in group}
        for followers in (named, alike):
            for member, by in sorted(followers.items()):
                of[member] = of[by]
                of[by].append(member)
        return sorted(sorted(group, key=lambda anchor: _age(anchor, members[anchor])) for group in found)

    def _others(self, members: Mapping[Anchor, EventSketch], scores: Mapping[Pair, float]) -> dict[Pair, float]:
        """The probabilities of the pairs that share no key, and so were not compared: theirs is not naught for that."""
        pairs = (ends for ends in combinations(sorted(members), 2) if ends not in scores)
        made = (self.compare(a, members[a], b, members[b]) for a, b in pairs)
        return {pair(d.a, d.b): d.score for d in made if d is not None}

    def pack(self, sketch: EventSketch) -> bytes:
        """A sketch as it is stored."""
        return packing.pack(sketch)

    def unpack(self, packed: bytes) -> EventSketch:
        """A sketch as it was stored."""
        return packing.unpack(packed)


def _copies(members: Mapping[Anchor, EventSketch], scores: Mapping[Pair, float]) -> Mapping[Anchor, Anchor]:
    """The claims that only repeat another one in the same words, each with the first such claim.

    They follow it and weigh nothing: by which words an act is told does not hang on how often these are copied.
    """
    first: dict[Anchor, Anchor] = {}
    for (a, b), score in sorted(scores.items()):
        if score >= SURE and a.document != b.document and _same_words(members[a], members[b]):
            first.setdefault(b, first.get(a, a))
    return {b: a for b, a in first.items() if a not in first}


def _same_words(one: EventSketch, other: EventSketch) -> bool:
    """Whether trigger and sentence are the same."""
    return one.label == other.label and one.stage == other.stage and one.near.keys() == other.near.keys()


def _references(members: Mapping[Anchor, EventSketch], scores: Mapping[Pair, float]) -> Mapping[Anchor, Anchor]:
    """The claims that only refer to an act, each with that of its document that most surely names it.

    They follow it: their own wording tells nothing of other documents' acts.
    """
    best: dict[Anchor, tuple[float, Anchor]] = {}
    for (a, b), score in sorted(scores.items()):
        if score >= SURE and a in members and b in members and points_back(members[a], members[b]):
            generic, telling = (a, b) if members[a].generic else (b, a)
            if generic not in best or score > best[generic][0]:
                best[generic] = (score, telling)
    return {generic: telling for generic, (_, telling) in best.items()}


def _age(anchor: Anchor, sketch: EventSketch) -> tuple[int, Anchor]:
    """Older reports first; those without a date last."""
    return (sketch.published if sketch.published is not None else 10_000_000, anchor)
