"""Timelines: what a named party takes part in, over many documents, dated and in order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from onrecord.extraction.happenings import Happenings, Participant, find_happenings
from onrecord.knowledge import Knowledge
from onrecord.language import Parser
from onrecord.linking.timelines import Timeline, entity_timeline
from onrecord.linking.timelines.naming import is_named
from onrecord.records import Document, Span

PUBLISHED = "2031-05-09"  # a Friday

Dates = Callable[[str], dict[str, str | None]]


def told(parser: Parser, knowledge: Knowledge, content: str, id: str = "a", published: str = PUBLISHED) -> Happenings:
    document = Document(id, content, published=published, title="A headline")
    (text,) = parser.parse_many([(content, ())])
    return find_happenings(document, text, knowledge)


def shown(timeline: Timeline) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(entry.date, tuple(mention.span.text for mention in entry.mentions)) for entry in timeline.entries]


@pytest.fixture(scope="module")
def dates(parser: Parser, knowledge: Knowledge) -> Dates:
    def found(content: str) -> dict[str, str | None]:
        timeline = entity_timeline("Flavia Elphberg", [told(parser, knowledge, content)])
        return {mention.span.text: entry.date for entry in timeline.entries for mention in entry.mentions}

    return found


def test_verbs_and_nouns_with_those_who_take_part(dates: Dates) -> None:
    found = dates("Flavia Elphberg opened the bridge on Monday. Her speech was praised by the mayor of Zenda.")
    assert set(found) == {"opened", "speech"}


def test_a_light_verb_gives_way_to_its_noun_and_a_verb_of_phase_to_its_verb(dates: Dates) -> None:
    assert set(dates("Flavia Elphberg gave a speech on Monday and began to sell her shares.")) == {"speech", "sell"}


def test_what_did_not_happen_and_states_of_mind_are_left_out(dates: Dates) -> None:
    assert dates("Flavia Elphberg did not resign. She believes that the bridge is safe.") == {}


def test_a_past_without_a_day_is_that_of_the_news_told_before(dates: Dates) -> None:
    found = dates("Flavia Elphberg opened the bridge on Wednesday. She praised the builders. She owns a boat.")
    assert found == {"opened": "2031-05-07", "praised": "2031-05-07", "owns": PUBLISHED}


def test_the_long_past_is_no_news_that_is_carried_on(dates: Dates) -> None:
    found = dates("Flavia Elphberg founded the firm in 2004. She greeted the crowd.")
    assert found == {"founded": "2004", "greeted": PUBLISHED}


def test_a_plan_has_a_place_only_where_its_day_is_stated(parser: Parser, knowledge: Knowledge) -> None:
    reading = told(parser, knowledge, "Flavia Elphberg will visit Zenda. She will open the fair on June 3.")
    assert {(e.order, e.date) for e in entity_timeline("Flavia Elphberg", [reading]).entries} == {
        (0, None), (1, "2031-06-03")
    }  # fmt: skip


def test_the_headline_is_passed_over(parser: Parser, knowledge: Knowledge) -> None:
    content = "A headline\nFlavia Elphberg opened the bridge."
    assert [h.span.text for h in told(parser, knowledge, content).happenings] == ["opened"]


def test_without_a_day_of_publication_only_stated_days_are_known(parser: Parser, knowledge: Knowledge) -> None:
    document = Document("a", "Flavia Elphberg resigned. She was born on June 3, 1990.")
    (text,) = parser.parse_many([(document.text, ())])
    timeline = entity_timeline("Flavia Elphberg", [find_happenings(document, text, knowledge)])
    assert shown(timeline) == [(None, ("resigned",)), ("1990-06-03", ("born",))]


def test_initials_stand_for_a_name(parser: Parser, knowledge: Knowledge) -> None:
    reading = told(parser, knowledge, "Strelsau Motor Works hired Rudolf Rassendyll. SMW opened a plant in 2030.")
    assert len(entity_timeline("Strelsau Motor Works", [reading]).entries) == 2


def test_one_utterance_told_twice_is_one_entry(parser: Parser, knowledge: Knowledge) -> None:
    first = told(parser, knowledge, "Flavia Elphberg said on Monday that the northern bridge is safe again.", "a")
    second = told(parser, knowledge, "On Monday Flavia Elphberg said the northern bridge was safe.", "b")
    other = told(parser, knowledge, "On Monday Flavia Elphberg said that taxes on wine will fall.", "c")
    assert len(entity_timeline("Flavia Elphberg", [first, second, other]).entries) == 2


def test_short_forms_and_things_with_numbers(parser: Parser, knowledge: Knowledge) -> None:
    reading = told(parser, knowledge, "Hentzau Motors unveiled the Strelsau 4 on Tuesday. It has six wheels.")
    assert shown(entity_timeline("Strelsau 4", [reading]))[0] == ("2031-05-06", ("unveiled",))
    assert entity_timeline("Strelsau 5", [reading]).entries == ()


@pytest.mark.parametrize(
    ("entity", "name", "person", "same"),
    [
        ("Rudolf Rassendyll", "Rassendyll", True, True),
        ("Rudolf Rassendyll", "Rassendyll", False, False),
        ("Hentzau Store", "Hentzau Music Store", False, True),
        ("Hentzau Store", "Hentzau", False, True),
        ("Hentzau 4", "Hentzau", False, False),
        ("Hentzau 4", "4 Hentzau", False, True),
        ("Hentzau Inc.", "Hentzau", False, True),
        ("Hentzau", "Hentzau players", False, False),
    ],
)
def test_names(entity: str, name: str, person: bool, same: bool) -> None:
    assert is_named(entity, Participant("agent", Span(0, 1, "x"), (name,), person)) is same


def test_the_answer_does_not_depend_on_the_order_of_the_documents(parser: Parser, knowledge: Knowledge) -> None:
    readings = [
        told(parser, knowledge, "Flavia Elphberg resigned on Monday. She founded the firm in 2004.", "a"),
        told(parser, knowledge, "After her resignation Flavia Elphberg went home. She founded the firm.", "b"),
        told(parser, knowledge, "Flavia Elphberg resigned on May 5. She was born in 1990.", "c"),
    ]
    first = entity_timeline("Flavia Elphberg", readings)
    assert all(entity_timeline("Flavia Elphberg", order) == first for order in permutations(readings))


def test_one_event_of_several_documents_is_one_entry_with_the_date_best_known(
    parser: Parser, knowledge: Knowledge
) -> None:
    readings = [
        told(parser, knowledge, "Flavia Elphberg founded Hentzau Motors in 2004.", "a"),
        told(parser, knowledge, "Flavia Elphberg founded Hentzau Motors on June 3, 2004.", "b"),
    ]
    assert shown(entity_timeline("Flavia Elphberg", readings)) == [("2004-06-03", ("founded", "founded"))]
