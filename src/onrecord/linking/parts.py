"""What hangs together, and so is divided into groups by itself: by weak ties among few, by strict ones in a crowd."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from onrecord.linking.model import Anchor, Decision, Pair
from onrecord.linking.relation import Relation

_JUDGED = float("inf")
"""The strength of the tie between two that a person has said belong together."""


class Decided(Protocol):
    """What knows decisions: the part of a `Store` that is needed here."""

    def decisions(self, members: Collection[Anchor], least: float = 0.0) -> Sequence[Decision]:
        """All decisions that touch one of the members and have at least this score."""


class Parts:
    """The parts of a graph of decisions.

    A member's part are those that the weakest of the relation's `ties` join with it, directly or by others; where
    these are more than its `crowd`, those that the next one joins, and so on; the last holds however many it joins.
    Parts by a stricter tie lie within those by a weaker one, and a crowd is one for all who are in it: so parts never
    overlap, they depend on the decisions alone, and finding one looks at no more than a crowd at each step.
    """

    def __init__(
        self, relation: Relation[Any], store: Decided, together: Iterable[Pair], without: Collection[Anchor] = ()
    ) -> None:
        self.levels = len(relation.ties)
        self._ties, self._crowd = relation.ties, relation.crowd
        self._store = store
        self._without = without
        self._near: dict[Anchor, list[tuple[Anchor, float]]] = {}
        self._judged: dict[Anchor, list[tuple[Anchor, float]]] = {}
        for a, b in together:
            self._judged.setdefault(a, []).append((b, _JUDGED))
            self._judged.setdefault(b, []).append((a, _JUDGED))
        self._crowded: list[set[Anchor]] = [set() for _ in relation.ties]
        self._part: dict[Anchor, set[Anchor]] = {}

    def around(self, members: Collection[Anchor]) -> set[Anchor]:
        """All who are in a part with one of the members."""
        found: set[Anchor] = set()
        self._load(members)
        self._load({near for member in members for near, _ in self._near[member]})
        for member in members:
            if member not in found:
                found |= self._of(member)
        return found

    def divided(self, members: Sequence[Anchor]) -> list[list[Anchor]]:
        """Members by their parts, in the order in which they come. All members of a part are among them."""
        found: dict[int, list[Anchor]] = {}
        for member in members:
            found.setdefault(id(self._of(member)), []).append(member)
        return list(found.values())

    def _of(self, member: Anchor) -> set[Anchor]:
        if member in self._part:
            return self._part[member]
        for tie, crowded in zip(self._ties, self._crowded, strict=True):
            if member in crowded:
                continue
            reached = self._reached(member, tie)
            if tie != self._ties[-1] and len(reached) > self._crowd:
                crowded |= reached
                continue
            break
        self._part.update(dict.fromkeys(reached, reached))
        return reached

    def _reached(self, member: Anchor, tie: float) -> set[Anchor]:
        """Who is tied to a member, directly or by others; with weaker ties than the last no more than show a crowd."""
        reached = edge = {member}
        while edge and (tie == self._ties[-1] or len(reached) <= self._crowd):
            self._load(edge)
            edge = {near for one in edge for near, score in self._near[one] if score >= tie} - reached
            reached = reached | edge
        return reached

    def _load(self, members: Collection[Anchor]) -> None:
        lacking = {member for member in members if member not in self._near}
        for member in lacking:
            self._near[member] = [one for one in self._judged.get(member, ()) if one[0] not in self._without]
        for decision in self._store.decisions(lacking, self._ties[0]):
            for one, other in ((decision.a, decision.b), (decision.b, decision.a)):
                if one in lacking and other not in self._without:
                    self._near[one].append((other, decision.score))
