"""Which claim of one reading is which claim of another: one to one, with the largest total likeness."""

from __future__ import annotations

from collections.abc import Sequence

from answers import Answer, Source, meet, overlap

DIRECT, INDIRECT = 200.0, 100.0
"""The likeness of triggers that overlap, and of a trigger that only overlaps another mention of the event. Everything
else together weighs less than the step between them, so the trigger decides first."""


def touch(gold: Answer, found: Answer) -> float:
    """How the claim found meets the words for the labelled event: `DIRECT`, `INDIRECT` or 0."""
    if overlap(gold.trigger, found.trigger):
        return DIRECT
    if meet(gold.also, (found.trigger,)) or meet((gold.trigger,), found.also):
        return INDIRECT
    return 0.0


def same_source(one: Source, other: Source) -> bool:
    """Whether two links name one source: overlapping words, the same name, or both without an owner."""
    if not one.spans or not other.spans:
        return not one.spans and not other.spans
    if meet(one.spans, other.spans):
        return True
    return bool(one.name and other.name and one.name.casefold() == other.name.casefold())


def same_innermost(one: Answer, other: Answer) -> bool:
    """Whether the nearest source is the same, or both are the outlet's own voice."""
    if not one.chain or not other.chain:
        return not one.chain and not other.chain
    return same_source(one.chain[-1], other.chain[-1])


def same_chain(one: Answer, other: Answer) -> bool:
    """Whether the chains are as long and the same link for link."""
    return len(one.chain) == len(other.chain) and all(map(same_source, one.chain, other.chain))


def likeness(gold: Answer, found: Answer) -> float:
    """0 for claims of different words, else more the more they say the same; polarity before source before stage."""
    words = touch(gold, found)
    if not words:
        return 0.0
    return (
        words
        + 8 * (gold.polarity == found.polarity)
        + 4 * same_innermost(gold, found)
        + 2 * any(stage in gold.stages for stage in found.stages)
        + any(kind in gold.types for kind in found.types)
        + 0.5 * gold.core
    )


def match(gold: Sequence[Answer], found: Sequence[Answer]) -> dict[int, int]:
    """Pair claims of `gold` with claims of `found` (index by index) so that the total likeness is largest.

    Claims without any likeness stay alone.
    """
    weights = [[likeness(one, other) for other in found] for one in gold]
    partner: dict[int, int] = {}  # of found, to gold
    while (path := _better_path(weights, partner)) is not None:
        for i, j in path:
            partner[j] = i
    return {i: j for j, i in sorted(partner.items(), key=lambda pair: pair[1])}


def _better_path(weights: list[list[float]], partner: dict[int, int]) -> list[tuple[int, int]] | None:
    """The chain of new pairs that starts from a free claim of gold and gains most, or null where none gains.

    Bellman and Ford's way: gold claims give away the partners that others take from them.
    """
    given = {i: j for j, i in partner.items()}
    gain = {i: 0.0 for i in range(len(weights)) if i not in given}
    came: dict[int, int] = {}  # the claim found that a gold claim has lost -> who took it
    for _ in range(len(weights)):
        changed = False
        for i in list(gain):
            for j, weight in enumerate(weights[i]):
                owner = partner.get(j)
                if not weight or owner is None or owner == i:
                    continue
                total = gain[i] + weight - weights[owner][j]
                if total > gain.get(owner, float("-inf")) + 1e-9:
                    gain[owner], came[owner], changed = total, i, True
        if not changed:
            break
    ends = [(gain[i] + w, i, j) for i in gain for j, w in enumerate(weights[i]) if w and j not in partner]
    if not ends:
        return None
    best, i, j = max(ends, key=lambda end: (end[0], -end[1], -end[2]))
    if best <= 1e-9:
        return None
    path = [(i, j)]
    while i in given:
        j = given[i]
        i = came[i]
        path.append((i, j))
    return path
