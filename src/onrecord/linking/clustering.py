"""Dividing a graph of scored pairs into groups, under what people have said of pairs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from onrecord.linking.model import Anchor, Constraints, Pair, pair


def agglomerate(
    members: Iterable[Anchor],
    scores: Mapping[Pair, float],
    least: float,
    constraints: Constraints = Constraints(),  # noqa: B008 - frozen
    missing: float = 0.0,
) -> list[list[Anchor]]:
    """Merge the two groups whose members are tied most surely on average, until no average reaches `least`.

    `scores` lie between 0 and 1 for pairs in their order; a pair without a score counts as `missing`, which is
    below `least`. Pairs `together` are merged first, whatever their score; groups that hold a pair `apart` are
    never merged by score. Where the two contradict each other, `apart` is heard for its pair alone and the
    pairs `together` in their order. Ties are broken by the order of the members, so that the answer depends on
    the set alone. Takes time n log n in the number of scores. Groups come sorted, each sorted.
    """
    return _Groups(sorted(set(members)), scores, least, constraints, missing).merged()


class _Groups:
    """Groups that are being merged: for each its members, the scores to its neighbours, and whom it may not join."""

    def __init__(
        self,
        members: list[Anchor],
        scores: Mapping[Pair, float],
        least: float,
        constraints: Constraints,
        missing: float,
    ) -> None:
        self._number = {member: n for n, member in enumerate(members)}
        self._members = {n: [member] for n, member in enumerate(members)}
        self._least, self._missing = least, missing
        self._sums: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in self._members}
        self._apart: dict[int, set[int]] = {n: set() for n in self._members}
        for (a, b), score in sorted(scores.items()):
            self._tie(a, b, score)
        for a, b in sorted(constraints.apart):
            if a in self._number and b in self._number and a != b:
                self._apart[self._number[a]].add(self._number[b])
                self._apart[self._number[b]].add(self._number[a])
        self._of = {n: n for n in self._members}
        for a, b in sorted(constraints.together):
            if a in self._number and b in self._number:
                one, other = self._root(self._number[a]), self._root(self._number[b])
                if one != other and other not in self._apart[one]:
                    self._merge(min(one, other), max(one, other))

    def _tie(self, a: Anchor, b: Anchor, score: float) -> None:
        if a not in self._number or b not in self._number or a == b:
            return
        one, other = self._number[a], self._number[b]
        self._sums[one][other] = self._sums[other][one] = (score, 1)

    def _root(self, n: int) -> int:
        while self._of[n] != n:
            n = self._of[n]
        return n

    def merged(self) -> list[list[Anchor]]:
        """Merge as long as there is anything to merge."""
        heap = [(-self._mean(a, b), a, b) for a, near in self._sums.items() for b in near if a < b and self._may(a, b)]
        heapq.heapify(heap)
        while heap:
            found, a, b = heapq.heappop(heap)
            if a not in self._members or b not in self._members or not self._may(a, b):
                continue
            mean = self._mean(a, b)
            if -found != mean:  # one of the two has grown since: an entry with the new mean stands in the heap
                continue
            if mean < self._least:
                break
            self._merge(a, b)
            for near in self._sums[a]:
                if self._may(a, near):
                    heapq.heappush(heap, (-self._mean(a, near), min(a, near), max(a, near)))
        return sorted(sorted(group) for group in self._members.values())

    def _may(self, a: int, b: int) -> bool:
        return b not in self._apart[a]

    def _mean(self, a: int, b: int) -> float:
        total, count = self._sums[a][b]
        pairs = len(self._members[a]) * len(self._members[b])
        return (total + (pairs - count) * self._missing) / pairs

    def _merge(self, kept: int, gone: int) -> None:
        """Let `kept` take in `gone`."""
        self._of[gone] = kept
        self._members[kept] += self._members.pop(gone)
        for near, (total, count) in self._sums.pop(gone).items():
            del self._sums[near][gone]
            if near == kept:
                continue
            before, counted = self._sums[kept].get(near, (0.0, 0))
            self._sums[kept][near] = self._sums[near][kept] = (before + total, counted + count)
        for other in self._apart.pop(gone):
            self._apart[other].discard(gone)
            if other != kept:
                self._apart[other].add(kept)
                self._apart[kept].add(other)


def components(members: Iterable[Anchor], pairs: Iterable[Pair]) -> list[list[Anchor]]:
    """The members that pairs tie together, directly or by others; sorted, each sorted."""
    parent = {member: member for member in members}

    def root(member: Anchor) -> Anchor:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for a, b in pairs:
        one, other = pair(root(a), root(b))
        parent[other] = one
    found: dict[Anchor, list[Anchor]] = {}
    for member in sorted(parent):
        found.setdefault(root(member), []).append(member)
    return sorted(found.values())
