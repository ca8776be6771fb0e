"""Claims about the same act become one event, whatever stage each gives it; other acts stay apart."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.engine import link
from onrecord.linking.events import EventRelation
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Report
from onrecord.records import Claim, Document, DocumentInfo, Extraction, Party, Place, Span, Time
from onrecord.records.vocabulary import EventType, PartyKind


def claim(
    text: str,
    trigger: str,
    type: EventType = "ASSAULT",
    actors: tuple[Party, ...] = (),
    recipients: tuple[Party, ...] = (),
    time: Time | None = None,
    place: Place | None = None,
    **fields: Any,
) -> Claim:
    start = text.index(trigger)
    first = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
    last = text.find(".", start)
    sentence = Span.of(text, first, len(text) if last < 0 else last + 1)
    made = Claim(
        f"{start}", Span.of(text, start, start + len(trigger)), sentence, type, None, (), actors, recipients,
        "done", "affirmed", "certain", 3.0, (), time, place,
    )  # fmt: skip
    return replace(made, **fields)


def report(id: str, text: str, *claims: Claim, published: str | None = None) -> Report:
    document = Document(id, text, published=published)
    return Report(document, Extraction(DocumentInfo.of(document), tuple(claims)))


def party(name: str, kind: PartyKind = "organization", country: str | None = None) -> Party:
    return Party(Span(0, len(name), name), name, kind, country)


def day(date: str) -> Time:
    return Time(Span(0, 1, "x"), "DATE", date, date, date, date, "day")


def grouped(reports: list[Report]) -> set[frozenset[tuple[str, int]]]:
    store = MemoryStore()
    link(EventRelation(), store, reports)
    return {frozenset((m.document, m.start) for m in group.members) for group in store.groups()}


STRIKE = "Bordurian jets bombed the fuel depot at Klow harbour on Tuesday night."
AGAIN = "The bombing of the fuel depot at Klow harbour by Bordurian jets killed four dockers."
OTHER = "Voters in Zubrowka elected a new mayor. Police arrested a baker for arson in Lutz."


def three() -> list[Report]:
    jets = party("Bordurian air force", country="BRD")
    return [
        report("a", STRIKE, claim(STRIKE, "bombed", actors=(jets,)), published="2031-03-05"),
        report("b", AGAIN, claim(AGAIN, "bombing", actors=(jets,)), published="2031-03-06"),
        report("c", OTHER, claim(OTHER, "arrested", "COERCE"), published="2031-03-06"),
    ]


def test_two_reports_of_one_act_are_one_event_and_a_report_of_another_is_not() -> None:
    groups = grouped(three())
    assert frozenset({("a", STRIKE.index("bombed")), ("b", AGAIN.index("bombing"))}) in groups
    assert len(groups) == 2


def test_a_decision_says_why_in_plain_words() -> None:
    relation = EventRelation()
    (a, one), (b, other), _ = (next(iter(relation.sketches(report))) for report in three())
    decision = relation.compare(a, one, b, other)
    assert decision is not None
    assert "kindred words: bombed, bombing" in decision.why
    assert decision.by.startswith("event ")


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter_and_every_claim_is_in_just_one_event(chance: random.Random) -> None:
    reports = three()
    chance.shuffle(reports)
    store = MemoryStore()
    for one in reports:
        link(EventRelation(), store, [one])
    members = [member for group in store.groups() for member in group.members]
    assert len(members) == len(set(members)) == 3
    assert {frozenset((m.document, m.start) for m in group.members) for group in store.groups()} == grouped(three())


def test_a_sketch_comes_back_as_it_was_packed() -> None:
    relation = EventRelation()
    for one in three():
        for _, sketch in relation.sketches(one):
            assert relation.unpack(relation.pack(sketch)) == sketch
            assert relation.pack(relation.unpack(relation.pack(sketch))) == relation.pack(sketch)


def test_the_score_is_the_same_in_either_order() -> None:
    relation = EventRelation()
    (a, one), (b, other), _ = (next(iter(relation.sketches(report))) for report in three())
    ahead, back = relation.compare(a, one, b, other), relation.compare(a, other, b, one)
    assert ahead is not None and back is not None and ahead.score == back.score
