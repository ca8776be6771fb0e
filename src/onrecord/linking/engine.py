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

    def decisions(self, members: Collection[Anchor]) -> Sequence[Decision]:
        """All decisions on two of the members; who decided, and why, may be left out."""

    def numbers(self, members: Collection[Anchor]) -> Mapping[Anchor, int]:
        """A number for each member, by which ties are looked up; one that never was a member may have none.

        It stays the same while others are added and removed.
        """

    def anchors(self, numbers: Collection[int]) -> Mapping[int, Anchor]:
        """The members that have these numbers."""

    def ties(self, members: Collection[int], least: float) -> Mapping[int, Sequence[tuple[int, float]]]:
        """Who is tied to each member by a decision of at least this score, and that score; by their numbers.

        Members without such ties may be left out.
        """

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
    judged = set(touched)
    lost = Parts(relation, store, constraints.together).ends(set(store.numbers({*before, *judged}).values()))
    old_groups = {group.id: group for group in store.groups_of(before)}

    store.remove(before)
    store.add(come)

    # a key that has become common brings its members together no longer; one that has become rare does again
    turned = was_common ^ _common(relation, store, keys)
    new = {member for member, _, _ in come}
    turning = {member for found in store.sharing(turned).values() for member in found} - new
    if turning:
        _strengthen(lost, Parts(relation, store, ()).ends(set(store.numbers(turning).values())))
    dirty = new | turning
    _compare(relation, store, dirty)

    changing = set(store.numbers(dirty | judged).values())
    standing = Parts(relation, store, constraints.together, without=changing)
    _strengthen(lost, standing.ends(changing))
    moved = standing.moved({end: strength for end, strength in lost.items() if end not in changing})
    parts = Parts(relation, store, constraints.together, begun=standing)
    area, held = _area(store, parts, changing | moved)
    return _regroup(relation, store, area, parts, old_groups | held, constraints)


def _strengthen(ends: dict[int, float], others: Mapping[int, float]) -> None:
    for end, strength in others.items():
        ends[end] = max(strength, ends.get(end, 0.0))


def _common(relation: Relation[Any], store: Store, keys: Sequence[Sequence[int]]) -> set[int]:
    """Which of the keys that members have are shared by too many."""
    found: set[int] = set()
    for start in range(0, len(keys), PORTION):
        counts = store.counts(set().union(*keys[start : start + PORTION]))
        found.update(key for key, count in counts.items() if count > _most(relation, key))
    return found


def _most(relation: Relation[Any], key: int) -> int:
    return relation.common if key >= 0 else COPIES


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


def _area(store: Store, parts: Parts, start: Collection[int]) -> tuple[dict[int, Anchor], dict[str, Group]]:
    """All who hang together with some members, and those who were grouped with one of these; and the groups so far."""
    area: dict[int, Anchor] = {}
    held: dict[str, Group] = {}
    edge = parts.around(start)
    while edge:
        own = store.anchors(edge)
        area |= own
        groups = store.groups_of(list(own.values()))
        held |= {group.id: group for group in groups}
        members = {member for group in groups for member in group.members}
        edge = set(store.numbers(members).values()) - area.keys()
        edge = parts.around(edge) - area.keys()
    return area, held


def _regroup(
    relation: Relation[Any],
    store: Store,
    area: Mapping[int, Anchor],
    hanging: Parts,
    before: Mapping[str, Group],
    constraints: Constraints,
) -> Change:
    made: list[Group] = []
    waiting: list[list[Anchor]] = []
    for part in hanging.divided(sorted(area, key=lambda number: area[number])):
        waiting.append([area[number] for number in part])
        if sum(map(len, waiting)) >= PORTION:
            made += _grouped(relation, store, waiting, constraints)
            waiting = []
    made += _grouped(relation, store, waiting, constraints)
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
        number = part_of[decision.a]
        if number == part_of[decision.b]:
            own[number].append(decision)
    for part, decisions in zip(parts, own, strict=True):
        decisions.sort(key=lambda d: (d.a, d.b))
        members = {member: sketches[member] for member in part if member in sketches}
        for found in relation.group(members, decisions, constraints) if members else ():
            yield Group(identifier(relation.name, found[0]), tuple(found))
