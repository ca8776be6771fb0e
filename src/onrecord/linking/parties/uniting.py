"""Uniting names into parties, while what people judged to be two parties is kept apart."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.linking.parties.sightings import Node


class Uniting:
    """Disjoint sets of names; the first ones united are those that count."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._of = {node: node for node in nodes}
        self._members = {node: [node] for node in self._of}
        self._apart: dict[Node, set[Node]] = {}

    def keep_apart(self, a: Node, b: Node) -> None:
        """Never let two names be one party."""
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def unite(self, a: Node, b: Node) -> None:
        """Make two names one party's, unless some names of theirs are to be kept apart."""
        one, other = sorted((self._root(a), self._root(b)))
        if one == other:
            return
        there = set(self._members[other])
        if any(self._apart.get(member, set()) & there for member in self._members[one]):
            return
        self._of[other] = one
        self._members[one] += self._members.pop(other)

    def groups(self) -> list[list[Node]]:
        """The names of each party, sorted."""
        return sorted(sorted(members) for members in self._members.values())

    def _root(self, node: Node) -> Node:
        while self._of[node] != node:
            self._of[node] = self._of[self._of[node]]
            node = self._of[node]
        return node
