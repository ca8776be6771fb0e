"""Sketches, keys, decisions and groups of one relation, kept in memory: for `link`, and for tests."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from onrecord.linking.keytable import KeyTable
from onrecord.linking.model import Anchor, Decision, Group


class MemoryStore:
    """A `Store` of dictionaries, with the keys in a table of their own."""

    def __init__(self, reasons: bool = True) -> None:
        """With `reasons` false decisions keep their scores alone: who decided, and why, takes most of their room."""
        self._reasons = reasons
        self._documents: dict[str, list[Anchor]] = {}
        self._sketches: dict[Anchor, Any] = {}
        self._keys: dict[Anchor, array[int]] = {}
        self._table = KeyTable()
        self._numbers: dict[Anchor, int] = {}
        self._members: list[Anchor] = []
        self._decisions: dict[Anchor, dict[Anchor, Decision | float]] = {}
        self._groups: dict[Anchor, Group] = {}

    def members_of(self, documents: Collection[str]) -> Sequence[Anchor]:
        """The members that documents brought."""
        return [member for document in documents for member in self._documents.get(document, ())]

    def remove(self, members: Collection[Anchor]) -> None:
        """Forget members with their sketches, keys and decisions."""
        self.decide(members, ())
        for member in members:
            self._documents[member.document].remove(member)
            del self._sketches[member], self._keys[member]
        self._table.remove([self._numbers[member] for member in members])

    def add(self, sketched: Sequence[tuple[Anchor, Any, Sequence[int]]]) -> None:
        """Keep members with their sketches and keys."""
        entries = []
        numbers = self.numbers([member for member, _, _ in sketched])
        for member, sketch, keys in sketched:
            self._documents.setdefault(member.document, []).append(member)
            self._sketches[member] = sketch
            own = self._keys[member] = array("q", sorted(set(keys)))
            entries.append((numbers[member], own))
        self._table.add(entries)

    def counts(self, keys: Collection[int]) -> Mapping[int, int]:
        """How many members have each of the keys."""
        return self._table.counts(keys)

    def sharing(self, keys: Collection[int]) -> Mapping[int, Sequence[Anchor]]:
        """The members that have each of the keys."""
        return {key: [self._members[n] for n in found] for key, found in self._table.members(keys).items()}

    def sketches(self, members: Collection[Anchor]) -> Mapping[Anchor, Any]:
        """The sketches of members."""
        return {member: self._sketches[member] for member in members if member in self._sketches}

    def keys(self, members: Collection[Anchor]) -> Mapping[Anchor, Sequence[int]]:
        """The keys of members."""
        return {member: self._keys[member] for member in members if member in self._keys}

    def decide(self, members: Collection[Anchor], decided: Iterable[Decision]) -> None:
        """Replace all decisions that touch one of the members."""
        for member in members:
            for other in self._decisions.pop(member, ()):
                self._decisions.get(other, {}).pop(member, None)
        for decision in decided:
            kept = decision if self._reasons else decision.score
            self._decisions.setdefault(decision.a, {})[decision.b] = kept
            self._decisions.setdefault(decision.b, {})[decision.a] = kept

    def decisions(self, members: Collection[Anchor]) -> Sequence[Decision]:
        """All decisions on two of the members."""
        asked = set(members)
        found: list[Decision] = []
        for member in asked:
            for other, kept in self._decisions.get(member, {}).items():
                if member < other and other in asked:
                    found.append(kept if isinstance(kept, Decision) else Decision(member, other, kept, ""))
        return found

    def numbers(self, members: Collection[Anchor]) -> Mapping[Anchor, int]:
        """A number for each member, and for each that was one."""
        found = {}
        for member in members:
            if member not in self._numbers:
                self._numbers[member] = len(self._members)
                self._members.append(member)
            found[member] = self._numbers[member]
        return found

    def anchors(self, numbers: Collection[int]) -> Mapping[int, Anchor]:
        """The members that have these numbers."""
        return {number: self._members[number] for number in numbers}

    def ties(self, members: Collection[int], least: float) -> Mapping[int, Sequence[tuple[int, float]]]:
        """Who is tied to each member by a decision of at least this score, and that score; by their numbers."""
        found = {}
        for number in members:
            near = self._decisions.get(self._members[number], {})
            scores = ((other, kept.score if isinstance(kept, Decision) else kept) for other, kept in near.items())
            found[number] = [(self._numbers[other], score) for other, score in scores if score >= least]
        return found

    def groups_of(self, members: Collection[Anchor]) -> Sequence[Group]:
        """The groups that hold one of the members."""
        return list({group.id: group for member in members if (group := self._groups.get(member))}.values())

    def regroup(self, gone: Sequence[Group], made: Sequence[Group]) -> None:
        """Put groups in the place of others."""
        for group in gone:
            for member in group.members:
                self._groups.pop(member, None)
        for group in made:
            for member in group.members:
                self._groups[member] = group

    def groups(self) -> Sequence[Group]:
        """All groups, by id."""
        return sorted({group.id: group for group in self._groups.values()}.values(), key=lambda group: group.id)
