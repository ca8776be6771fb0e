"""Linking as documents come and go: only what shares a key with them, and what that is tied to, is done again."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from onrecord.linking.model import Anchor, Constraints, Decision, Group, Report, pair
from onrecord.linking.parts import Parts
from onrecord.linking.relation import COPIES, Relation

PORTION = 2_000
"""Members whose neighbours are looked up at once."""

Sketched = tuple[Anchor, Any, Sequence[int]]
"""A member with its sketch and keys."""


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

    def decide(self, members: Collection[Anchor], decided: Iterable[Decision]) -> None:
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
    return relink(relation, store, sketched(relation, reports), gone, constraints, touched)


def sketched(relation: Relation[Any], reports: Iterable[Report]) -> dict[str, list[Sketched]]:
    """The members that documents bring, by document, each with its sketch and keys. A later report of one counts."""
    return {
        report.document.id: [
            (member, sketch, array("q", relation.keys(sketch))) for member, sketch in relation.sketches(report)
        ]
        for report in reports
    }


def relink(
    relation: Relation[Any],
    store: Store,
    arriving: Mapping[str, Sequence[Sketched]],
    gone: Iterable[str] = (),
    constraints: Constraints = Constraints(),  # noqa: B008 - frozen
    touched: Iterable[Anchor] = (),
) -> Change:
    """As `link`, with documents that are sketched already, by their ids."""
    come = [one for own in arriving.values() for one in own]
    before = store.members_of([*gone, *arriving])
    keys = [*(own for _, _, own in come), *store.keys(before).values()]
    was_common = _common(relation, store, keys)
    left_behind = _tied(relation, store, before)
    old_groups = {group.id: group for group in store.groups_of(before)}

    store.remove(before)
    store.add(come)

    # a key that has become common brings its members together no longer; one that has become rare does again
    turned = was_common ^ _common(relation, store, keys)
    new = {member for member, _, _ in come}
    turning = {member for found in store.sharing(turned).values() for member in found} - new
    judged = set(touched)
    earlier = [both for both in constraints.together if not judged.issuperset(both)]
    start = new | turning | left_behind | judged
    start |= _crowding(Parts(relation, store, earlier, without=new), turning | judged)
    dirty = new | turning
    _compare(relation, store, dirty)
    beside = _tied(relation, store, dirty) | {end for both in earlier if dirty.intersection(both) for end in both}
    start |= _crowding(Parts(relation, store, earlier, without=dirty), beside - dirty)
    parts = Parts(relation, store, constraints.together)
    return _regroup(relation, store, _area(store, parts, start), parts, old_groups, constraints)


def _crowding(parts: Parts, members: Collection[Anchor]) -> set[Anchor]:
    """All who hung together with some members as things were: a crowd that they have become may part them."""
    return parts.around(members) if parts.levels > 1 else set()


def _common(relation: Relation[Any], store: Store, keys: Sequence[Sequence[int]]) -> set[int]:
    """Which of the keys that members have are shared by too many."""
    found: set[int] = set()
    for start in range(0, len(keys), PORTION):
        counts = store.counts(set().union(*keys[start : start + PORTION]))
        found.update(key for key, count in counts.items() if count > _most(relation, key))
    return found


def _most(relation: Relation[Any], key: int) -> int:
    return relation.common if key >= 0 else COPIES


def _tied(relation: Relation[Any], store: Store, members: Collection[Anchor]) -> set[Anchor]:
    """Who is tied to one of the members, without these."""
    ends = {end for decision in store.decisions(members, relation.ties[0]) for end in (decision.a, decision.b)}
    return ends - set(members)


def _compare(relation: Relation[Any], store: Store, dirty: Collection[Anchor]) -> None:
    """Decide anew on all pairs of which one member is dirty."""
    found = (_decisions(relation, store, portion, dirty) for portion in _portions(sorted(dirty)))
    store.decide(dirty, chain.from_iterable(found))


def _portions(members: Sequence[Anchor]) -> Iterator[Sequence[Anchor]]:
    return (members[start : start + PORTION] for start in range(0, len(members), PORTION))


def _decisions(
    relation: Relation[Any], store: Store, portion: Collection[Anchor], dirty: Collection[Anchor]
) -> Iterator[Decision]:
    keys = store.keys(portion)
    counts = store.counts({key for own in keys.values() for key in own})
    shared = store.sharing([key for key, count in counts.items() if 1 < count <= _most(relation, key)])
    near: dict[Anchor, set[Anchor]] = {}
    for member, own in keys.items():
        found = set().union(*(shared.get(key, ()) for key in own))
        # of two dirty ones the earlier one asks
        near[member] = {other for other in found if other not in dirty or member < other}
    sketches = store.sketches({*near, *(other for found in near.values() for other in found)})
    for member in sorted(near):
        for other in sorted(near[member]):
            a, b = pair(member, other)
            decision = relation.compare(a, sketches[a], b, sketches[b])
            if decision is not None:
                yield decision


def _area(store: Store, parts: Parts, start: Collection[Anchor]) -> set[Anchor]:
    """All who hang together with some members, and those who were grouped with one of these."""
    area = parts.around(start)
    edge = set(area)
    while edge:
        edge = {member for group in store.groups_of(edge) for member in group.members} - area
        edge = parts.around(edge) - area
        area |= edge
    return area


def _regroup(
    relation: Relation[Any],
    store: Store,
    area: set[Anchor],
    hanging: Parts,
    known: dict[str, Group],
    constraints: Constraints,
) -> Change:
    made: list[Group] = []
    waiting: list[list[Anchor]] = []
    for part in hanging.divided(sorted(area)):
        waiting.append(part)
        if sum(map(len, waiting)) >= PORTION:
            made += _grouped(relation, store, waiting, constraints)
            waiting = []
    made += _grouped(relation, store, waiting, constraints)
    before = known | {group.id: group for group in store.groups_of(area)}
    after = {group.id: group for group in made}
    gone_now = tuple(group for id, group in sorted(before.items()) if after.get(id) != group)
    made_now = tuple(group for id, group in sorted(after.items()) if before.get(id) != group)
    store.regroup(gone_now, made_now)
    return Change(gone_now, made_now)


def _grouped(
    relation: Relation[Any], store: Store, parts: Sequence[Sequence[Anchor]], constraints: Constraints
) -> Iterator[Group]:
    """The groups that some parts are divided into."""
    sketches = store.sketches({member for part in parts for member in part})  # members that have gone have none
    part_of = {member: number for number, part in enumerate(parts) for member in part if member in sketches}
    own: list[list[Decision]] = [[] for _ in parts]
    for decision in store.decisions(list(part_of)):
        number = part_of.get(decision.a)
        if number is not None and number == part_of.get(decision.b):
            own[number].append(decision)
    for part, decisions in zip(parts, own, strict=True):
        decisions.sort(key=lambda d: (d.a, d.b))
        members = {member: sketches[member] for member in part if member in sketches}
        for found in relation.group(members, decisions, constraints) if members else ():
            yield Group(identifier(relation.name, found[0]), tuple(found))
