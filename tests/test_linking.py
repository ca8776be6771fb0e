"""Linking as a whole: groups depend on what there is, never on the order in which it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.clustering import agglomerate, components
from onrecord.linking.engine import identifier, link
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Anchor, Constraints, Decision, Group, Pair, Report, pair
from onrecord.records import Document, DocumentInfo, Extraction

Numbers = tuple[int, ...]


class Likeness:
    """Documents of numbers are alike where they share enough of them."""

    name = "story"
    version = "test"
    common = 4
    ties: tuple[float, ...] = (0.5,)
    crowd = 0

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, Numbers]]:
        yield Anchor(report.document.id), tuple(map(int, report.document.text.split()))

    def keys(self, sketch: Numbers) -> Sequence[int]:
        return sketch

    def compare(self, a: Anchor, one: Numbers, b: Anchor, other: Numbers) -> Decision | None:
        shared = len(set(one) & set(other)) / len(set(one) | set(other))
        return Decision(a, b, shared, "test") if shared > 0.2 else None

    def group(
        self, members: Mapping[Anchor, Numbers], decisions: Sequence[Decision], constraints: Constraints
    ) -> list[list[Anchor]]:
        return agglomerate(members, {(d.a, d.b): d.score for d in decisions}, 0.4, constraints)

    def pack(self, sketch: Numbers) -> bytes:
        return " ".join(map(str, sketch)).encode()

    def unpack(self, packed: bytes) -> Numbers:
        return tuple(map(int, packed.decode().split()))


class Crowded(Likeness):
    """The same, with stricter ties where more than three hang together, and scores that reach them."""

    ties: tuple[float, ...] = (0.3, 0.5, 0.7)
    crowd = 3


RELATIONS = st.sampled_from([Likeness(), Crowded()])


def report(id: str, numbers: Sequence[int]) -> Report:
    document = Document(id, " ".join(map(str, numbers)))
    return Report(document, Extraction(DocumentInfo.of(document)))


def at_once(
    reports: Sequence[Report],
    constraints: Constraints = Constraints(),  # noqa: B008
    relation: Likeness = Likeness(),  # noqa: B008
) -> Sequence[Group]:
    store = MemoryStore()
    link(relation, store, reports, constraints=constraints)
    return store.groups()


collections = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=5), min_size=1, max_size=14).map(
    lambda rows: [report(f"d{n:02}", row) for n, row in enumerate(rows)]
)


def judged(reports: Sequence[Report], data: st.DataObject) -> Constraints:
    members = [Anchor(r.document.id) for r in reports]
    pairs = st.lists(st.tuples(st.sampled_from(members), st.sampled_from(members)), max_size=3)
    both = [frozenset(pair(a, b) for a, b in data.draw(pairs) if a != b) for _ in range(2)]
    return Constraints(both[0], both[1])


@settings(max_examples=150, deadline=None)
@given(st.data(), collections)
def test_any_order_and_any_portions_give_the_same_groups(data: st.DataObject, reports: list[Report]) -> None:
    constraints, relation = judged(reports, data), data.draw(RELATIONS)
    arriving = data.draw(st.permutations(reports))
    store = MemoryStore()
    while arriving:
        count = data.draw(st.integers(1, len(arriving)))
        link(relation, store, arriving[:count], constraints=constraints)
        arriving = arriving[count:]
    assert store.groups() == at_once(reports, constraints, relation)


@settings(max_examples=100, deadline=None)
@given(st.data(), collections, collections)
def test_what_has_gone_or_changed_leaves_no_trace(
    data: st.DataObject, reports: list[Report], earlier: list[Report]
) -> None:
    store, relation = MemoryStore(), data.draw(RELATIONS)
    link(relation, store, earlier)
    gone = {r.document.id for r in earlier} - {r.document.id for r in reports}
    for one in data.draw(st.permutations(reports)):
        link(relation, store, [one])
    link(relation, store, [], gone)
    assert store.groups() == at_once(reports, relation=relation)


@settings(max_examples=100, deadline=None)
@given(st.data(), collections)
def test_a_judgement_that_is_taken_back_leaves_no_trace(data: st.DataObject, reports: list[Report]) -> None:
    constraints = judged(reports, data)
    touched = {end for both in constraints.together | constraints.apart for end in both}
    store, relation = MemoryStore(), data.draw(RELATIONS)
    link(relation, store, reports)
    before = store.groups()
    link(relation, store, [], constraints=constraints, touched=touched)
    assert store.groups() == at_once(reports, constraints, relation)
    link(relation, store, [], touched=touched)
    assert store.groups() == before


@given(collections)
def test_every_member_is_in_one_group_and_linking_again_changes_nothing(reports: list[Report]) -> None:
    store = MemoryStore()
    link(Likeness(), store, reports)
    assert sorted(m for group in store.groups() for m in group.members) == [Anchor(r.document.id) for r in reports]
    change = link(Likeness(), store, reports)
    assert not change.gone
    assert not change.made


def test_a_change_names_the_groups_that_went_and_those_in_their_place() -> None:
    store = MemoryStore()
    link(Likeness(), store, [report("a", [1, 2, 3]), report("b", [7, 8])])
    change = link(Likeness(), store, [report("c", [1, 2, 3])])
    a, c = Anchor("a"), Anchor("c")
    assert change.gone == (Group(identifier("story", a), (a,)),)
    assert change.made == (Group(identifier("story", a), (a, c)),)


def test_a_key_that_many_share_brings_nobody_together() -> None:
    few = [report(f"d{n}", [1]) for n in range(Likeness.common)]
    assert len(at_once(few)) == 1
    assert len(at_once([*few, report("one more", [1])])) == len(few) + 1


def test_a_crowd_is_parted_by_stricter_ties_and_comes_together_again_when_it_is_none() -> None:
    chain = [report(f"d{n}", [n, n + 1, n + 2]) for n in range(4)]  # neighbours share half of their numbers
    relation, store = Crowded(), MemoryStore()
    link(relation, store, chain[:3])
    assert store.groups() == at_once(chain[:3])  # three are no crowd
    link(relation, store, chain[3:])
    assert [len(group.members) for group in store.groups()] == [
        len(g.members) for g in at_once(chain, relation=relation)
    ]
    strict = Crowded()
    strict.ties = (0.3, 0.7)
    assert len(at_once(chain, relation=strict)) == 4  # by the stricter tie each is alone
    link(strict, crowded := MemoryStore(), chain)
    link(strict, crowded, [], ["d3"])
    assert crowded.groups() == at_once(chain[:3], relation=strict)


A, B, C, D = (Anchor(name) for name in "abcd")


def test_groups_merge_by_the_average_of_their_pairs() -> None:
    scores: dict[Pair, float] = {(A, B): 0.9, (B, C): 0.6}
    assert agglomerate([A, B, C], scores, 0.5) == [[A, B], [C]]
    assert agglomerate([A, B, C], scores, 0.3) == [[A, B, C]]
    assert agglomerate([A, B, C], scores, 0.5, missing=0.45) == [[A, B, C]]


def test_what_a_person_said_of_a_pair_wins_over_its_score() -> None:
    scores: dict[Pair, float] = {(A, B): 0.9}
    assert agglomerate([A, B], scores, 0.5, Constraints(apart=frozenset({(A, B)}))) == [[A], [B]]
    assert agglomerate([A, C], scores, 0.5, Constraints(together=frozenset({(A, C)}))) == [[A, C]]


def test_what_is_apart_stays_apart_whatever_lies_between() -> None:
    scores: dict[Pair, float] = {(A, B): 0.9, (B, C): 0.8}
    assert agglomerate([A, B, C], scores, 0.1, Constraints(apart=frozenset({(A, C)}))) == [[A, B], [C]]


def test_judgements_that_contradict_each_other_keep_the_pair_apart() -> None:
    both = frozenset({(A, B)})
    assert agglomerate([A, B], {}, 0.5, Constraints(both, both)) == [[A], [B]]


def test_components_are_what_pairs_tie_together() -> None:
    assert components([D, C, B, A], [(A, C), (C, D)]) == [[A, C, D], [B]]
