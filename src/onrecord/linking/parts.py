"""What hangs together, and so is divided into groups by itself: by weak ties among few, by strict ones in a crowd."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any, Protocol

from onrecord.linking.model import Anchor, Pair
from onrecord.linking.relation import Relation

_JUDGED = float("inf")
"""The strength of the tie between two that a person has said belong together."""


class Tied(Protocol):
    """What knows who is tied to whom: the part of a `Store` that is needed here."""

    def numbers(self, members: Collection[Anchor]) -> Mapping[Anchor, int]:
        """A number for each member, by which ties are looked up; one that never was a member may have none."""

    def ties(self, members: Collection[int], least: float) -> Mapping[int, Sequence[tuple[int, float]]]:
        """Who is tied to each member by a decision of at least this score, and that score; by their numbers."""


class Parts:
    """The parts of a graph of decisions, over the numbers of members.

    A member's part are those that the weakest of the relation's `ties` join with it, directly or by others; where
    these are more than its `crowd`, those that the next one joins, and so on; the last holds however many it joins.
    Parts by a stricter tie lie within those by a weaker one, and a crowd is one for all who are in it: so parts never
    overlap, they depend on the decisions alone, and finding one looks at no more than a crowd at each step.

    `without` are members that are left out. A graph that was made with some left out can be the `begun` of the whole
    one: what was looked up is not looked up again, and who was in a crowd still is.
    """

    def __init__(
        self,
        relation: Relation[Any],
        store: Tied,
        together: Iterable[Pair],
        without: Set[int] = frozenset(),
        begun: Parts | None = None,
    ) -> None:
        self._ties, self._crowd = relation.ties, relation.crowd
        self._store = store
        self._without = without
        self._near: dict[int, list[tuple[int, float]]] = {}
        self._judged: dict[int, list[tuple[int, float]]] = {}
        self._crowded: list[set[int]] = [set() for _ in relation.ties]
        if begun is None:
            self._judged = _judged(store, together)
        else:
            self._near, self._judged = begun._near, begun._judged
            self._crowded = [set(crowded) for crowded in begun._crowded]
        self._part: dict[int, set[int]] = {}
        self._level: dict[int, int] = {}

    def around(self, members: Collection[int]) -> set[int]:
        """All who are in a part with one of the members."""
        found: set[int] = set()
        self._load(members)
        for member in members:
            if member not in found:
                found |= self._of(member)
        return found

    def divided(self, members: Sequence[int]) -> list[list[int]]:
        """Members by their parts, in the order in which they come. All members of a part are among them."""
        found: dict[int, list[int]] = {}
        for member in members:
            found.setdefault(id(self._of(member)), []).append(member)
        return list(found.values())

    def ends(self, members: Collection[int]) -> dict[int, float]:
        """Who is tied to one of the members, without these, and by how strong a tie at most."""
        self._load(members)
        found: dict[int, float] = {}
        for member in members:
            for near, score in self._near[member]:
                if near not in members and score > found.get(near, 0.0):
                    found[near] = score
        return found

    def moved(self, ends: Mapping[int, float]) -> set[int]:
        """Of members with the strongest tie that each has got or lost, those whose part may have changed by it.

        With a part that is no crowd by its tie come all who are in it: it may have become one, and so be parted.
        """
        self._load(ends.keys())
        found: set[int] = set()
        for member, strength in ends.items():
            if member not in found and strength >= self._ties[0]:
                found |= self._standing(member, strength)
        return found

    def _standing(self, member: int, strength: float) -> set[int]:
        """A member's part, where it is one by ties that are no stricter than this strength."""
        if member in self._part:
            return self._part[member] if self._ties[self._level[member]] <= strength else set()
        for level, tie in enumerate(self._ties):
            if tie > strength:
                break
            if level == len(self._ties) - 1:
                return {member}  # what hangs together by the strictest tie only grows, and holds the member still
            reached = self._reached(member, level)
            if reached is not None:
                return self._noted(reached, level)
        return set()

    def _of(self, member: int) -> set[int]:
        if member in self._part:
            return self._part[member]
        level, reached = 0, self._reached(member, 0)
        while reached is None:
            level += 1
            reached = self._reached(member, level)
        return self._noted(reached, level)

    def _noted(self, part: set[int], level: int) -> set[int]:
        self._part.update(dict.fromkeys(part, part))
        self._level.update(dict.fromkeys(part, level))
        for crowded in self._crowded[:level]:
            crowded |= part
        return part

    def _reached(self, member: int, level: int) -> set[int] | None:
        """Who is tied to a member, directly or by others; nothing where they are a crowd that stricter ties part."""
        tie, last, crowded = self._ties[level], level == len(self._ties) - 1, self._crowded[level]
        if member in crowded:
            return None
        reached = edge = {member}
        while edge:
            self._load(edge)
            edge = {near for one in edge for near, score in self._near[one] if score >= tie} - reached - self._without
            reached = reached | edge
            if not last and (len(reached) > self._crowd or not crowded.isdisjoint(edge)):
                crowded |= reached
                return None
        return reached

    def _load(self, members: Collection[int]) -> None:
        lacking = [member for member in members if member not in self._near]
        if lacking:
            found = self._store.ties(lacking, self._ties[0])
            for member in lacking:
                self._near[member] = [*self._judged.get(member, ()), *found.get(member, ())]


def _judged(store: Tied, together: Iterable[Pair]) -> dict[int, list[tuple[int, float]]]:
    """The ties between those that people have said belong together."""
    pairs = list(together)
    numbers = store.numbers({end for both in pairs for end in both})
    found: dict[int, list[tuple[int, float]]] = {}
    for a, b in pairs:
        if a in numbers and b in numbers:
            found.setdefault(numbers[a], []).append((numbers[b], _JUDGED))
            found.setdefault(numbers[b], []).append((numbers[a], _JUDGED))
    return found
