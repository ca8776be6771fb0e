"""Stories: documents about one happening stand together, others do not, whatever the order they come in."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.engine import link
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Anchor, Constraints, Report, pair
from onrecord.linking.stories import StoryRelation, StorySketch, document_nearness, same_story
from onrecord.records import Document, DocumentInfo, Extraction, Place, Span, Time

TOWNS = {"Veldorf": (901, 48.2, 11.1), "Karsk": (902, 55.1, 37.2), "Ostra": (903, 50.4, 14.9)}


def report(
    id: str, text: str, title: str | None = None, published: str | None = None, day: str | None = None
) -> Report:
    """A document as it would be read: towns resolved, and the day of what happened where one is given."""
    document = Document(id, text, title, published)
    places = []
    for town, (number, lat, lon) in TOWNS.items():
        at = text.find(town)
        if at >= 0:
            places.append(Place(Span.of(text, at, at + len(town)), town, number, lat, lon, "RU", None, 1, 1.0))
    times = (Time(Span.of(text, 0, 1), "DATE", day, day, day, day, "day"),) if day else ()
    places.sort(key=lambda place: place.span)
    return Report(document, Extraction(DocumentInfo.of(document), times=times, places=tuple(places)))


BRIDGE = [
    report(
        "bridge-1",
        "VELDORF - A truck bomb destroyed the Lindholm bridge on Monday and killed four soldiers of the Bordurian "
        "army, the defence ministry said. The driver, Anton Merz, 31, died in the blast.",
        "Truck bomb destroys Lindholm bridge",
        "2024-03-05",
        "2024-03-04",
    ),
    report(
        "bridge-2",
        "Four soldiers were killed when a truck exploded on the Lindholm bridge near Veldorf, officials said on "
        "Tuesday. Investigators named the driver as Anton Merz, a 31-year-old mechanic.",
        "Bordurian soldiers die as truck explodes on bridge",
        "2024-03-05",
        "2024-03-04",
    ),
    report(
        "bridge-3",
        "A court in Veldorf charged two brothers on Friday with helping Anton Merz to load the truck that destroyed "
        "the Lindholm bridge three weeks ago, when four soldiers were killed.",
        "Two charged over the bombing of the Lindholm bridge",
        "2024-03-29",
        "2024-03-29",
    ),
]
MARKET = [
    report(
        "market-1",
        "KARSK - Gunmen opened fire in a fish market in Karsk on Monday and killed nine traders, police said. Among "
        "the dead was Olga Varga, 44, who led the traders' guild.",
        "Nine traders shot dead in Karsk market",
        "2024-03-05",
        "2024-03-04",
    ),
    report(
        "market-2",
        "Nine people were shot dead in the fish market of Karsk. Olga Varga, the 44-year-old head of the guild of "
        "traders, died when gunmen fired from a van, witnesses said.",
        "Gunmen kill nine at fish market",
        "2024-03-06",
        "2024-03-04",
    ),
]
TALKS = [
    report(
        "talks-1",
        "OSTRA - Ruritania and Sylvania signed a treaty on river tolls in Ostra on Monday after nine months of talks. "
        "The Ruritanian envoy, Peter Halm, spoke of a fresh start.",
        "Ruritania and Sylvania sign treaty on river tolls",
        "2024-03-04",
        "2024-03-04",
    ),
    report(
        "talks-2",
        "The treaty on river tolls that Ruritania and Sylvania signed in Ostra ends a quarrel of a decade. Peter "
        "Halm, envoy of Ruritania, signed it with his Sylvanian colleague.",
        "River tolls: a quarrel ends in Ostra",
        "2024-03-05",
        "2024-03-04",
    ),
]
ALL = BRIDGE + MARKET + TALKS


def grouped(reports: list[Report], constraints: Constraints = Constraints()) -> set[frozenset[str]]:  # noqa: B008
    store = MemoryStore()
    link(StoryRelation(), store, reports, constraints=constraints)
    return {frozenset(member.document for member in group.members) for group in store.groups()}


def ids(reports: list[Report]) -> frozenset[str]:
    return frozenset(one.document.id for one in reports)


def score(one: Report, other: Report) -> float:
    return same_story(StorySketch.of(one), StorySketch.of(other))


def test_reports_of_one_happening_are_one_story() -> None:
    assert grouped(ALL) == {ids(BRIDGE), ids(MARKET), ids(TALKS)}


def test_the_oldest_document_gives_the_story_its_id() -> None:
    store = MemoryStore()
    link(StoryRelation(), store, ALL)
    assert {group.members[0].document for group in store.groups()} == {"bridge-1", "market-1", "talks-1"}


def test_documents_alone_stand_alone() -> None:
    assert grouped([BRIDGE[0], MARKET[0], TALKS[0]]) == {ids([BRIDGE[0]]), ids([MARKET[0]]), ids([TALKS[0]])}


def test_neither_order_nor_portions_matter() -> None:
    expected = grouped(ALL)
    for seed in range(5):
        order = ALL[:]
        random.Random(seed).shuffle(order)
        store = MemoryStore()
        for at in range(0, len(order), 2):
            link(StoryRelation(), store, order[at : at + 2])
        assert {frozenset(m.document for m in group.members) for group in store.groups()} == expected


def test_what_a_person_says_of_two_documents_wins() -> None:
    one, other = Anchor("bridge-1"), Anchor("bridge-2")
    apart = grouped(ALL, Constraints(apart=frozenset({pair(one, other)})))
    assert not any({"bridge-1", "bridge-2"} <= group for group in apart)
    together = grouped(ALL, Constraints(together=frozenset({pair(Anchor("talks-1"), Anchor("market-1"))})))
    assert any({"talks-1", "market-1"} <= group for group in together)


def test_the_score_is_the_same_in_either_order_and_sure_of_a_copy() -> None:
    for one, other in combinations(ALL, 2):
        assert score(one, other) == pytest.approx(score(other, one), abs=1e-12)
    for one in ALL:
        assert score(one, one) > 0.95
        assert document_nearness(StorySketch.of(one), StorySketch.of(one)) == pytest.approx(1)


def test_a_follow_up_weeks_later_is_of_the_story() -> None:
    assert score(BRIDGE[0], BRIDGE[2]) > 0.4
    assert score(BRIDGE[0], BRIDGE[2]) < score(BRIDGE[0], BRIDGE[1])


def test_another_town_tells_against_one_story() -> None:
    text = "Two men were shot in {} on Sunday night, police said. Their names were not given. Nobody was arrested."
    here = report("a", text.format("Veldorf"), "Two men shot", "2024-05-06", "2024-05-05")
    again = report("b", text.format("Veldorf"), "Two men shot", "2024-05-06", "2024-05-05")
    there = report("c", text.format("Karsk"), "Two men shot", "2024-05-06", "2024-05-05")
    assert score(here, there) < score(here, again)


def test_a_packed_sketch_is_the_sketch_again() -> None:
    relation = StoryRelation()
    for one in ALL:
        sketch = StorySketch.of(one)
        assert relation.unpack(relation.pack(sketch)) == sketch
        assert len(relation.pack(sketch)) < 4000


HOSTILE = [
    Document("empty", ""),
    Document("spaces", " \n\t\r\n "),
    Document("long", "The ministers met again in secret. " * 33_000, "x" * 100_000, "2024-03-05"),
    Document("one-word", "a" * 200_000),
    Document("no-date", "The orchestra played until midnight.", None, "yesterday"),
    Document("strange-date", "The ferry was late.", "", "9999-99-99T25:61"),
    Document("far-date", "The ferry was late.", "", "9999-12-31"),
    Document("cyrillic", "Вооружённые люди убили девять торговцев на рыбном рынке.", "Девять убитых", "2024-03-05"),
    Document("chinese", "周一，一辆卡车炸弹摧毁了大桥，四名士兵丧生。" * 200, None, "2024-03-05"),
    Document("signs", "\x00\ud800 ¶ 💥💥 \u202e 1,2,3 ,.. '’ -- ’s 99999999999999999999", "’", "0001-01-01"),
    Document("names", "Karl Merz, 0, " + "Anna Berg, 61, of Holm, " * 5_000),
]


@pytest.mark.parametrize("document", HOSTILE, ids=lambda document: document.id)
def test_hostile_documents_are_sketched_and_scored(document: Document) -> None:
    relation = StoryRelation()
    sketch = StorySketch.of(Report(document, Extraction(DocumentInfo.of(document))))
    assert relation.unpack(relation.pack(sketch)) == sketch
    assert all(-(2**63) < key < 2**63 for key in relation.keys(sketch))
    assert len(relation.keys(sketch)) < 200
    for other in (sketch, StorySketch.of(BRIDGE[0]), StorySketch()):
        assert 0 <= same_story(sketch, other) <= 1


def test_hostile_documents_are_linked_among_others() -> None:
    hostile = [Report(document, Extraction(DocumentInfo.of(document))) for document in HOSTILE]
    found = grouped([*hostile, *ALL])
    assert {ids(BRIDGE), ids(MARKET), ids(TALKS)} <= found
    assert frozenset({"empty"}) in found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.one_of(st.none(), st.dates().map(str), st.text(max_size=12)))
def test_any_text_gives_a_sketch_that_survives_packing(text: str, title: str, published: str | None) -> None:
    document = Document("any", text, title, published)
    sketch = StorySketch.of(Report(document, Extraction(DocumentInfo.of(document))))
    relation = StoryRelation()
    assert relation.unpack(relation.pack(sketch)) == sketch
    assert 0 <= same_story(sketch, StorySketch.of(BRIDGE[0])) <= 1
