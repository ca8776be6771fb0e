"""Linking as documents come and go: only what shares a key with them, and what that is tied to, is done again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.linking.clustering import components
from onrecord.linking.model import Anchor, Constraints, Decision, Group, Report, pair
from onrecord.linking.relation import COPIES, Relation


class Store(Protocol):
    """What keeps the sketches, keys, decisions and groups of one relation: memory, or a ledger."""

    def members_of(self, documents: Collection[str]) -> Sequence[Anchor]:
        """The members that documents brought."""

    def remove(self, members: Collection[Anchor]) -> None:
        """Forget members with their sketches, keys and decisions; their groups stay until they are replaced."""

    def add(self, sketched: Sequence[tuple[Anchor, Any, Sequence[int]]]) -> None:
        """Keep members with their sketches and keys."""

    def counts(self, keys: Collection[int]) -> Mapping[int, int]:
        """How many members have each of the keys; keys that none has may be left out."""

    def sharing(self, keys: Collection[int]) -> Mapping[int, Sequence[Anchor]]:
        """The members that have each of the keys."""

    def sketches(self, members: Collection[Anchor]) -> Mapping[Anchor, Any]:
        """The sketches of members."""

    def keys(self, members: Collection[Anchor]) -> Mapping[Anchor, Sequence[int]]:
        """The keys of members."""

    def decide(self, members: Collection[Anchor], decisions: Sequence[Decision]) -> None:
        """Replace all decisions that touch one of the members."""

    def decisions(self, members: Collection[Anchor], least: float = 0.0) -> Sequence[Decision]:
        """All decisions that touch one of the members and have at least this score."""

    def groups_of(self, members: Collection[Anchor]) -> Sequence[Group]:
        """The groups as they are kept now that hold one of the members."""

    def regroup(self, gone: Sequence[Group], made: Sequence[Group]) -> None:
        """Put groups in the place of others."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one round of linking did: groups that are no more, and those in their place."""

    gone: tuple[Group, ...] = ()
    made: tuple[Group, ...] = ()


def identifier(relation: str, first: Anchor) -> str:
    """The id of the group whose oldest member is `first`: it depends on nothing else."""
    words = f"{relation}\0{first.document}\0{first.start}\0{first.end}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def link(
    relation: Relation[Any],
    store: Store,
    reports: Iterable[Report],
    gone: Iterable[str] = (),
    constraints: Constraints = Constraints(),  # noqa: B008 - frozen
    touched: Iterable[Anchor] = (),
) -> Change:
    """Take in documents that are new or were read again, and leave out those of `gone`.

    `touched` are members of whose pairs a person has judged since. The groups are those that linking all
    documents at once would give. Gives what changed.
    """
    reports = list(reports)
    sketched = [
        (member, sketch, relation.keys(sketch)) for report in reports for member, sketch in relation.sketches(report)
    ]
    before = store.members_of([*gone, *(report.document.id for report in reports)])
    keys = {key for _, _, own in sketched for key in own}
    keys.update(key for own in store.keys(before).values() for key in own)
    was_common = _common(relation, store, keys)
    left_behind = _tied(relation, store, before)
    old_groups = {group.id: group for group in store.groups_of(before)}

    store.remove(before)
    store.add(sketched)

    # a key that has become common brings its members together no longer; one that has become rare does again
    turned = was_common ^ _common(relation, store, keys)
    dirty = {member for member, _, _ in sketched}
    dirty.update(member for found in store.sharing(turned).values() for member in found)
    _compare(relation, store, dirty)
    area = _area(relation, store, dirty | left_behind | set(touched), constraints)
    return _regroup(relation, store, area, old_groups, constraints)


def _common(relation: Relation[Any], store: Store, keys: Collection[int]) -> set[int]:
    return {key for key, count in store.counts(keys).items() if count > _most(relation, key)}


def _most(relation: Relation[Any], key: int) -> int:
    return relation.common if key >= 0 else COPIES


def _tied(relation: Relation[Any], store: Store, members: Collection[Anchor]) -> set[Anchor]:
    """Who is tied to one of the members, without these."""
    ends = {end for decision in store.decisions(members, relation.tie) for end in (decision.a, decision.b)}
    return ends - set(members)


def _compare(relation: Relation[Any], store: Store, dirty: Collection[Anchor]) -> None:
    """Decide anew on all pairs of which one member is dirty."""
    keys = store.keys(dirty)
    counts = store.counts({key for own in keys.values() for key in own})
    shared = store.sharing([key for key, count in counts.items() if 1 < count <= _most(relation, key)])
    near: dict[Anchor, set[Anchor]] = {}
    for member, own in keys.items():
        found = set().union(*(shared.get(key, ()) for key in own))
        # of two dirty ones the earlier one asks
        near[member] = {other for other in found if other not in keys or member < other}
    sketches = store.sketches({*near, *(other for found in near.values() for other in found)})
    decisions = []
    for member in sorted(near):
        for other in sorted(near[member]):
            a, b = pair(member, other)
            decision = relation.compare(a, sketches[a], b, sketches[b])
            if decision is not None:
                decisions.append(decision)
    store.decide(dirty, decisions)


def _area(relation: Relation[Any], store: Store, start: Iterable[Anchor], constraints: Constraints) -> set[Anchor]:
    """All members that decisions of weight, judgements or groups tie to some, directly or by others."""
    judged: dict[Anchor, set[Anchor]] = {}
    for a, b in constraints.together:
        judged.setdefault(a, set()).add(b)
        judged.setdefault(b, set()).add(a)
    reached: set[Anchor] = set()
    edge = set(start)
    while edge:
        reached |= edge
        near = {end for decision in store.decisions(edge, relation.tie) for end in (decision.a, decision.b)}
        near |= {other for member in edge for other in judged.get(member, ())}
        near |= {member for group in store.groups_of(edge) for member in group.members}
        edge = near - reached
    return reached


def _regroup(
    relation: Relation[Any],
    store: Store,
    area: set[Anchor],
    known: dict[str, Group],
    constraints: Constraints,
) -> Change:
    sketches = store.sketches(area)  # members that have gone have none
    members = sorted(sketches)
    decisions = [d for d in store.decisions(members) if d.a in sketches and d.b in sketches]
    ties = [pair(d.a, d.b) for d in decisions if d.score >= relation.tie]
    ties += [p for p in sorted(constraints.together) if p[0] in sketches and p[1] in sketches]
    by_member: dict[Anchor, int] = {}
    parts = components(members, ties)
    for number, part in enumerate(parts):
        by_member.update(dict.fromkeys(part, number))
    tied: list[list[Decision]] = [[] for _ in parts]
    for decision in decisions:
        if by_member[decision.a] == by_member[decision.b]:
            tied[by_member[decision.a]].append(decision)
    made = []
    for part, own in zip(parts, tied, strict=True):
        own.sort(key=lambda d: (d.a, d.b))
        for found in relation.group({member: sketches[member] for member in part}, own, constraints):
            made.append(Group(identifier(relation.name, found[0]), tuple(found)))
    before = known | {group.id: group for group in store.groups_of(area)}
    after = {group.id: group for group in made}
    gone_now = tuple(group for id, group in sorted(before.items()) if after.get(id) != group)
    made_now = tuple(group for id, group in sorted(after.items()) if before.get(id) != group)
    store.regroup(gone_now, made_now)
    return Change(gone_now, made_now)
