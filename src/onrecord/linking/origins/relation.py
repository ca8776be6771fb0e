"""The relation `origin`: documents that only repeat one report belong together."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.model import Anchor, Constraints, Decision, Report, pair
from onrecord.linking.origins.describing import by_age
from onrecord.linking.origins.model import Sketch
from onrecord.linking.origins.scoring import likeness
from onrecord.linking.origins.sketching import LONGEST_ECHO, make_keys, make_sketch
from onrecord.linking.origins.wording import word_count

_TIED = 0.3
"""The score from which a pair is written down: below it two documents have only set phrases in common."""

_JOINED = 0.5
"""The score from which two documents are of one origin (see `scoring.Likeness.score`)."""


class OriginRelation:
    """Which documents only repeat another one; follows `onrecord.linking.relation.Relation`."""

    name = "origin"
    version = "1"
    common = 60
    ties = (_JOINED,)
    crowd = 0

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, Sketch]]:
        """The document itself, with its sketch."""
        yield Anchor(report.document.id), make_sketch(report)

    def keys(self, sketch: Sketch) -> Sequence[int]:
        """Runs of words, and the outlet with words of the opening."""
        return make_keys(sketch)

    def compare(self, a: Anchor, one: Sketch, b: Anchor, other: Sketch) -> Decision | None:
        """How surely one repeats the other, or both the same report: .5 and more is one origin."""
        found = likeness(one, other)
        if found.score < _TIED:
            return None
        why = f"share {found.share:.3f}"
        if found.told:
            why += f", retells {found.outlet} {found.told:.3f}"
        return Decision(a, b, round(found.score, 4), f"{self.name}-{self.version}", why)

    def group(
        self, members: Mapping[Anchor, Sketch], decisions: Sequence[Decision], constraints: Constraints
    ) -> Sequence[Sequence[Anchor]]:
        """Join along the surest pairs first: who repeats a copy repeats the report, however little it kept of it."""
        joined = join([*members], _one_report_each(members, decisions), constraints)
        return [[anchor for anchor, _ in by_age({m: members[m] for m in group})] for group in joined]

    def pack(self, sketch: Sketch) -> bytes:
        """The sketch as a length, a line of JSON and the numbers of the words."""
        names = [
            sketch.title, sketch.source, sketch.published, sketch.credits, sketch.helpers, sketch.named,
            sketch.leading, sketch.outlets,
        ]  # fmt: skip
        head = json.dumps(names).encode("ascii")
        return struct.pack("<I", len(head)) + head + sketch.words

    def unpack(self, packed: bytes) -> Sketch:
        """The sketch again."""
        (length,) = struct.unpack_from("<I", packed)
        title, source, published, *names = json.loads(packed[4 : 4 + length])
        credits, helpers, named, leading, outlets = (tuple(found) for found in names)
        return Sketch(packed[4 + length :], title, source, published, credits, helpers, named, leading, outlets)


def _one_report_each(members: Mapping[Anchor, Sketch], decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without those that would let an echo tie two reports of one outlet: it echoes the likest one."""
    kept: list[Decision] = []
    best: dict[Anchor, Decision] = {}
    for decision in decisions:
        one, other = members[decision.a], members[decision.b]
        counts = word_count(one.words), word_count(other.words)
        if min(counts) > LONGEST_ECHO or likeness(one, other).repeats:
            kept.append(decision)
            continue
        echo = decision.a if counts[0] <= counts[1] else decision.b
        held = best.get(echo)
        if held is None or (-decision.score, decision.a, decision.b) < (-held.score, held.a, held.b):
            best[echo] = decision
    return [*kept, *best.values()]


def join(members: Sequence[Anchor], decisions: Sequence[Decision], constraints: Constraints) -> list[list[Anchor]]:
    """Single-link groups of members, under what people have said: `together` first, `apart` never in one group."""
    group = {member: {member} for member in sorted(members)}
    apart: dict[Anchor, set[Anchor]] = {}
    for a, b in constraints.apart:
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)

    def unite(a: Anchor, b: Anchor) -> None:
        if a not in group or b not in group or group[a] is group[b]:
            return
        small, large = sorted((group[a], group[b]), key=lambda g: (len(g), min(g)))
        if any(other in large for member in small for other in apart.get(member, ())):
            return
        large |= small
        for member in small:
            group[member] = large

    for a, b in sorted(constraints.together):
        unite(a, b)
    for decision in sorted(decisions, key=lambda d: (-d.score, pair(d.a, d.b))):
        if decision.score >= _JOINED:
            unite(decision.a, decision.b)
    found = {id(members): members for members in group.values()}
    return sorted(sorted(members) for members in found.values())
