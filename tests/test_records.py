"""Records: frozen, checked, and the same after a trip through JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import (
    Claim,
    CountRange,
    Document,
    Link,
    Party,
    Place,
    Qualifier,
    Reason,
    RecordError,
    Span,
    Time,
    decode,
    dumps,
    encode,
)

TEXT = st.text(max_size=12)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99), TEXT)
PARTIES = st.builds(
    Party,
    SPANS,
    TEXT,
    st.sampled_from(["person", "organization", "country", "group", "unnamed"]),
    count=st.none() | st.integers(0, 9) | st.builds(CountRange, st.none() | st.integers(0, 9), st.none()),
    coref=st.none() | SPANS,
)
LINKS = st.builds(Link, st.sampled_from(["outlet", "person", "unnamed"]), source=st.lists(SPANS, max_size=2).map(tuple))
CLAIMS = st.builds(
    Claim,
    id=TEXT,
    trigger=SPANS,
    sentence=SPANS,
    type=st.sampled_from(["ASSAULT", "AID"]),
    mode=st.none() | TEXT,
    contexts=st.lists(TEXT, max_size=2).map(tuple),
    actors=st.lists(PARTIES, max_size=2).map(tuple),
    recipients=st.lists(PARTIES, max_size=2).map(tuple),
    stage=st.sampled_from(["done", "planned"]),
    polarity=st.sampled_from(["affirmed", "negated"]),
    certainty=st.sampled_from(["certain", "unknown"]),
    factuality=st.floats(-3, 3),
    attribution=st.lists(LINKS, max_size=2).map(tuple),
    time=st.none() | st.builds(Time, SPANS, st.just("DATE"), TEXT),
    place=st.none() | st.builds(Place, SPANS, TEXT),
    qualifiers=st.lists(st.builds(Qualifier, st.just("consent"), SPANS), max_size=1).map(tuple),
    why=st.dictionaries(
        st.sampled_from(["type", "stage"]), st.lists(st.builds(Reason, TEXT), max_size=2).map(tuple), max_size=2
    ),
    score=st.floats(0, 1),
)


@given(CLAIMS)
def test_a_claim_is_the_same_after_a_trip_through_json(claim: Claim) -> None:
    line = dumps(claim)
    again = decode(Claim, json.loads(line))
    assert again == claim
    assert dumps(again) == line


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stage": "finished"}, "Claim.stage: 'finished' should be one of demanded"),
        ({"trigger": None}, "Claim.trigger"),
        ({"factuality": "high"}, "Claim.factuality: 'high' should be a number"),
        ({"attribution": {}}, "Claim.attribution: {} should be a list"),
        ({"score": float("nan")}, "should be a finite number"),
        ({"id": 7}, "Claim.id: 7 should be a string"),
        ({"contexts": [1]}, r"Claim.contexts\[0\]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    span = {"start": 0, "end": 1, "text": "a"}
    value: dict[str, Any] = {
        "id": "x", "trigger": span, "sentence": span, "type": "AID", "mode": None, "contexts": [], "actors": [],
        "recipients": [], "stage": "done", "polarity": "affirmed", "certainty": "certain", "factuality": 3,
        "attribution": [],
    }  # fmt: skip
    decode(Claim, value)
    with pytest.raises(RecordError, match=message):
        decode(Claim, {**value, **change})


def test_a_missing_field_is_named_and_unknown_fields_are_ignored() -> None:
    with pytest.raises(RecordError, match="'text' is missing"):
        decode(Document, {"id": "a"})
    assert decode(Document, {"id": "a", "text": "b", "gold": [1]}) == Document("a", "b")


def test_records_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 1, "a").start = 2  # type: ignore[misc]


def test_json_keeps_every_field_of_the_contract() -> None:
    assert list(encode(Link("outlet"))) == [
        "kind", "name", "country", "sector", "anonymous", "count", "source", "cue", "content", "quotation",
        "addressee", "act",
    ]  # fmt: skip


def test_the_hash_of_a_document_is_that_of_its_text() -> None:
    assert Document("a", "").sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
