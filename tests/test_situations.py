"""Standing questions: how they are asked, which events they ask for, and what is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord.demo
from onrecord.linking.asking import FIELDS, Query, QueryError, Term, from_json, parse, to_json, written
from onrecord.linking.event import Event, Told
from onrecord.linking.situations import matches, standing
from onrecord.records import Place, Span
from told_samples import party, told

DATA = Path(onrecord.demo.__file__).parent / "data"


# how a question is asked


def test_a_question_has_terms_that_hold_together_and_values_of_which_one_is_enough() -> None:
    query = parse('type:assault|COERCE party:"United States" place:MX drone* -exercise')
    assert query.terms == (
        Term("type", ("ASSAULT", "COERCE")),
        Term("party", ("United States",)),
        Term("place", ("MX",)),
        Term("words", ("drone*",)),
        Term("words", ("exercise",), excluded=True),
    )


def test_phrases_alternatives_and_hyphens() -> None:
    query = parse('“drone strike*”|raid hand-over -source:"Radio Borduria"')
    assert [(term.field, term.values, term.excluded) for term in query.terms] == [
        ("words", ("drone strike*", "raid"), False),
        ("words", ("hand-over",), False),
        ("source", ("Radio Borduria",), True),
    ]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("tpye:ASSAULT", "did you mean type"),
        ("type:ASSALT", "did you mean ASSAULT"),
        ("stage:", "stage:planned"),
        ('party:"United States', "not closed"),
        ("after:April", "after:2025-04-01"),
        ("after:2025-13", "after:2025-04-01"),
        ("", "type:ASSAULT"),
        ("-drone", "type:ASSAULT"),
        ("type:ASSAULT type:COERCE", "type:ASSAULT|COERCE"),
        ("a||b", "one|other"),
        ("drone|", "for example drone*"),
        (":x", "field:value"),
        ("party:a:b", "field:value"),
        ('party:"a"b', "put a space"),
        ('party:""', "empty"),
        ("party:*", "no letter"),
        ("-", "missing"),
    ],
)
def test_a_question_that_cannot_be_read_is_answered_with_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(QueryError, match=instead.replace("*", r"\*").replace("|", r"\|")):
        parse(text)


@given(st.text())
def test_any_text_is_a_question_or_refused_by_name(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert parse(written(query)) == query
    assert from_json(to_json(query)) == query


WORDS = st.text("ab* -'é", min_size=1, max_size=8).map(lambda word: "x" + " ".join(word.split()))
TERMS = st.builds(
    Term,
    st.sampled_from(["words", "party", "place", "source", "act", "country"]),
    st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple),
    st.booleans(),
)


@given(st.lists(TERMS, max_size=4))
def test_a_question_is_written_as_it_is_read(terms: list[Term]) -> None:
    query = Query((Term("type", ("ASSAULT",)), *terms))
    assert parse(written(query)) == query
    assert from_json(to_json(query)) == query


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"terms": [{"field": "colour", "values": ["red"]}]}', '{"terms": []}']
)
def test_json_that_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        from_json(text)


def test_every_field_has_a_term() -> None:
    values = {
        "type": "AID",
        "stage": "done",
        "polarity": "negated",
        "context": "military",
        "after": "2025",
        "before": "2025",
    }
    for field in FIELDS:
        assert matches(parse(f"{field}:{values.get(field, 'nobody')}"), event([told("a")])) in (True, False)


# which events it asks for

PLACE = Place(Span(0, 8, "Strelsau"), "Strelsau", country="MX")
STRIKE = told("a", actors=(party("US Navy", country="USA"),), place=PLACE, published="2025-03-04")


def event(members: list[Told], **more: object) -> Event:
    made = Event(
        id="e1", sentence="A Navy strikes rebels", type="ASSAULT", mode="drone", contexts=("military",),
        actors=("US Navy",), recipients=("rebels",), countries=("USA",), start=None, end=None, place="Strelsau",
        place_country="MX", geonameid=None, lat=None, lon=None, stage="planned", polarity="affirmed",
        certainty="certain", disputed=False, deciding=(), ladder=(), denials=(), reports=1, origins=1, speakers=1,
        named=1, first="2025-03-04", last="2025-03-09", credibility=6,
        claims=tuple(member.anchor for member in members),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("type:ASSAULT", True), ("type:AID", False), ("strikes -type:AID", True), ("mode:drone stage:planned", True),
        ("stage:done|planned", True), ("context:military", True), ("polarity:negated", False),
        ('party:"United States"', True), ("party:USA", True), ("party:US", True), ("actor:navy", True),
        ("recipient:navy", False), ("recipient:rebel*", True), ("party:rebel", False), ("party:Canada", False),
        ("place:MX", True), ("place:Mexico", True), ("place:strelsau", True), ("place:CA", False),
        ("country:MEX", True), ("country:USA", True), ("country:Canada", False), ("country:Zenda", False),
        ("strike*", True), ("strike", False), ("act:strikes", True), ("act:rebels", False),
        ("rebels act:strikes", True),
        ('"strikes rebels"', True), ('"rebels strikes"', False), ("strikes rabbits", False), ("-rabbits", None),
        ("type:ASSAULT -rebels", False), ("type:ASSAULT -rabbits", True), ("ruritanian ÁRMY", True),
        ("source:Courier", True), ("source:Hentzau", False),
        ("after:2025-03", True), ("after:2025-03-10", False), ("before:2025-03", True), ("before:2025-02", False),
    ],
)  # fmt: skip
def test_what_a_question_asks_for(question: str, asked: bool | None) -> None:
    if asked is None:
        with pytest.raises(QueryError):
            parse(question)
        return
    assert matches(parse(question), event([STRIKE]), [STRIKE]) == asked


def test_words_stand_together_in_one_claim() -> None:
    other = told("b", text="The fleet sails to Zenda and shells a fort.", trigger="shells")
    members = [STRIKE, other]
    assert matches(parse("fleet shells"), event(members), members)
    assert not matches(parse("fleet rebels"), event(members), members)
    assert not matches(parse("fleet act:strikes"), event(members), members)


def test_without_its_claims_an_event_is_asked_by_its_own_words() -> None:
    assert matches(parse('party:navy rebels party:"United States" place:MX'), event([]))
    assert not matches(parse("sailors"), event([]))


# what is answered


@dataclass(frozen=True)
class Change:
    event: Event
    before: Event | None


def test_what_stands_and_what_is_planned_and_who_speaks() -> None:
    done = told("b", "done", published="2025-03-07", by=("Rupert Hentzau",))
    again = told("c", "done", published="2025-03-08", by=("Rupert Hentzau",))
    aid = told("d", type="AID", by=("(officials)",))
    events = [
        (event([STRIKE]), [STRIKE]),
        (event([done, again], id="e2", stage="done"), [done, again]),
        (event([], id="e3", polarity="negated", sentence="strikes"), []),
        (event([aid], id="e4", type="AID"), [aid]),
    ]
    fresh = Change(event([], id="e2", stage="done"), None)
    elsewhere = Change(event([aid], id="e4", type="AID"), None)
    turned = Change(event([], id="e9", type="AID"), event([], id="e9"))
    query = parse("type:ASSAULT strikes")
    found = standing(query, events, [fresh, elsewhere, turned])
    assert [e.id for e in found.stands] == ["e2"]
    assert [e.id for e in found.planned] == ["e1"]
    assert [e.id for e in found.denied] == ["e3"]
    assert found.changed == (fresh, turned)
    assert [(who.name, who.events, who.documents, who.last) for who in found.speakers] == [
        ("Rupert Hentzau", 1, 2, "2025-03-08"),
        ("a Courier", 1, 1, "2025-03-04"),
    ]
    assert standing(query, events[::-1], [fresh, elsewhere, turned]) == found


# the example


def test_the_questions_of_the_bundled_story_can_be_read() -> None:
    lines = [json.loads(line) for line in (DATA / "situations.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["name"] for line in lines] == ["strikes", "surveillance", "hand-overs", "tariffs"]
    for line in lines:
        assert line["asks"].endswith("?")
        assert written(parse(line["query"])) == line["query"]
