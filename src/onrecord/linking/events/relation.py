"""The relation `event`: claims, or mentions that are given, about the same act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.clustering import agglomerate
from onrecord.linking.events import packing
from onrecord.linking.events.explaining import why
from onrecord.linking.events.keys import keys
from onrecord.linking.events.scoring import comparable, features, same_act
from onrecord.linking.events.sketch import EventSketch, sketches
from onrecord.linking.model import Anchor, Constraints, Decision, Pair, Report, pair

VERSION = "2"

COMMON = 100
"""Claims that may share a key and be compared for it; forty reports of one act share all of theirs."""

TIED = 0.1
"""The probability from which on two claims are tied, so that groups are formed over both."""

LEAST = 0.3
"""The mean probability between two groups from which on they are one. Chosen on the odd topics of ECB+."""


SURE = 0.5
"""The probability that at least one pair of claims must reach for two groups to be looked at together. With less,
half of a large collection hangs together by way of others; on ECB+ .5 gains .002 to .007 CoNLL over `LEAST`."""


class EventRelation:
    """Claims of one or of several documents about the same act, whatever stage each gives it."""

    name = "event"
    version = VERSION
    common = COMMON
    tie = SURE

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
        if score < TIED:
            return None
        return Decision(a, b, round(score, 4), f"event {VERSION}", why(one, other, values))

    def group(
        self, members: Mapping[Anchor, EventSketch], decisions: Sequence[Decision], constraints: Constraints
    ) -> Sequence[Sequence[Anchor]]:
        """Merge as long as the mean probability between two groups is high enough; the oldest claim stands first."""
        scores: dict[Pair, float] = {pair(d.a, d.b): d.score for d in decisions}
        found = agglomerate(members, scores, LEAST, constraints)
        return sorted(sorted(group, key=lambda anchor: _age(anchor, members[anchor])) for group in found)

    def pack(self, sketch: EventSketch) -> bytes:
        """A sketch as it is stored."""
        return packing.pack(sketch)

    def unpack(self, packed: bytes) -> EventSketch:
        """A sketch as it was stored."""
        return packing.unpack(packed)


def _age(anchor: Anchor, sketch: EventSketch) -> tuple[int, Anchor]:
    """Older reports first; those without a date last."""
    return (sketch.published if sketch.published is not None else 10_000_000, anchor)
