"""The relation `story`: documents whose main event is the same happening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from onrecord.linking.clustering import agglomerate
from onrecord.linking.hashing import key
from onrecord.linking.model import Anchor, Constraints, Decision, Report
from onrecord.linking.stories.division import divide
from onrecord.linking.stories.packing import pack, unpack
from onrecord.linking.stories.scoring import document_nearness, same_story
from onrecord.linking.stories.sketch import StorySketch

LEAST = 0.4
"""The average probability of pairs from which on two groups are one story."""

TIED = 0.15
"""Pairs below this are not tied: they count as `MISSING` in an average."""

MISSING = 0.1

LEAST_NEARNESS = 0.04
"""Documents whose wording is less alike are not scored."""

NAMES = 12
WORDS = 8
"""How many names and telling words of a document make keys; of the words, every two together."""

WINDOW = 4
"""Days of half a window of publication; two documents that lie less apart always share one."""


CROWD = 300
"""Documents that may hang together by weak ties. Half of 6,000 articles of eight years did; on the 1,500 reports of the
pack, where no happening comes near to it, nothing changes."""


class StoryRelation:
    """Tells stories: documents about one happening. The members are whole documents."""

    name = "story"
    version = "3"
    common = 100
    ties = (LEAST, 0.6, 0.75, 0.9)  # no average reaches the first without a pair that does
    crowd = CROWD

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, StorySketch]]:
        """One member a document."""
        yield Anchor(report.document.id), StorySketch.of(report)

    def keys(self, sketch: StorySketch) -> Sequence[int]:
        """What documents of one story are likely to share: names, telling words by twos, a town or word in a week."""
        found = {key("person", name) for name in list(sketch.people)[:NAMES]}
        found.update(key("aged", name) for name in sketch.aged)
        towns = [spot.geonameid for spot in sketch.spots if spot.exact][:2]
        for town in towns[:1]:
            found.update(key("street", town, street) for street in sketch.streets)
            found.update(key("age", town, age) for age in sketch.ages)
        lead, body = list(sketch.lead)[:WORDS], list(sketch.body)[:WORDS]
        for few in (lead, body):
            found.update(key("words", *sorted(both)) for both in combinations(few, 2))
        if sketch.published is None:
            found.update(key("word", word) for word in lead[:6])
        else:
            half = sketch.published // WINDOW
            found.update(key("week", kind, n) for kind in (*towns, *lead) for n in (half, half + 1))
        if sketch.day is not None:
            found.update(key("day", town, sketch.day) for town in towns)
        found.update(-key("copy", *sorted(few)) for few in (lead, body) if few)
        return sorted(found)

    def compare(self, a: Anchor, one: StorySketch, b: Anchor, other: StorySketch) -> Decision | None:
        """The probability of one happening, where it is worth noting."""
        if document_nearness(one, other) < LEAST_NEARNESS:
            return None
        score = same_story(one, other)
        return Decision(a, b, score, f"{self.name} {self.version}") if score >= TIED else None

    def group(
        self, members: Mapping[Anchor, StorySketch], decisions: Sequence[Decision], constraints: Constraints
    ) -> Sequence[Sequence[Anchor]]:
        """Merge by average probability; the oldest document of a story stands first."""
        scores = {(decision.a, decision.b): decision.score for decision in decisions}
        merged = agglomerate(members, scores, LEAST, constraints, MISSING)
        held = {frozenset(both) for both in constraints.together}
        groups = [part for group in merged for part in _divided(group, members, held)]

        def age(member: Anchor) -> tuple[int, Anchor]:
            published = members[member].published
            return (published if published is not None else 10**9, member)

        return [sorted(group, key=age) for group in groups]

    def pack(self, sketch: StorySketch) -> bytes:
        """A sketch in a form of its own, about a kilobyte."""
        return pack(sketch)

    def unpack(self, packed: bytes) -> StorySketch:
        """The sketch that was packed."""
        return unpack(packed)


def _divided(
    group: list[Anchor], sketches: Mapping[Anchor, StorySketch], together: Set[frozenset[Anchor]]
) -> list[list[Anchor]]:
    """The parts of a group, unless a person has said that documents of two parts belong together."""
    parts = divide(group, sketches)
    part_of = {member: n for n, part in enumerate(parts) for member in part}
    across = any(len({part_of[member] for member in both if member in part_of}) > 1 for both in together)
    return [group] if across else parts
