"""Finding acts: verbs, nouns, light-verb phrases, short forms; and what only looks like an act."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.events import find_acts
from onrecord.extraction.events.slots import fillers
from onrecord.knowledge import Knowledge
from onrecord.knowledge.table import read_file
from onrecord.language import Parser

CASES = list(read_file(Path(__file__).parent / "data" / "acts.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda row: row["sentence"][:40])
def test_a_sentence_names_these_acts(parser: Parser, knowledge: Knowledge, case: dict[str, str]) -> None:
    text = parser.parse(case["sentence"])
    found = find_acts(text, knowledge)
    expected = [part.rsplit("/", 1) for part in case["acts"].split(" ") if "/" in part]
    types = [kind for _, kind in expected]
    assert [act.type for act in found] == types, [(text.span(a.trigger).text, a.type) for a in found]
    words = case["acts"]
    for act in found:
        assert act.head.text in words


def test_a_light_verb_belongs_to_the_trigger_where_they_stand_together(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("The council imposed sanctions. The council imposed new and painful sanctions.")
    first, second = find_acts(text, knowledge)
    assert text.span(first.trigger).text == "imposed sanctions"
    assert text.span(second.trigger).text == "sanctions"
    assert [t.text for t in second.also] == ["imposed"]


def test_a_short_form_takes_up_the_fuller_phrase(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("Ruritania ordered surveillance flights. These flights are being conducted with care.")
    found = find_acts(text, knowledge)
    assert [(a.head.text, a.type) for a in found if a.head.text == "flights"] == [("flights", "MOBILIZE")] * 2


def test_the_words_of_a_verb_phrase_that_stand_apart_belong_to_the_act(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("The two armies traded heavy mortar fire.")
    (act,) = find_acts(text, knowledge)
    assert (act.head.text, act.type, [t.text for t in act.also]) == ("traded", "ASSAULT", ["fire"])


def test_a_clause_knows_the_word_that_asks_for_it_through_coordination(parser: Parser) -> None:
    text = parser.parse("Ruritania asked the crews to begin to pack and leave.")
    leave = next(t for t in text.tokens if t.text == "leave")
    assert "ask" in [t.lemma for t in fillers(leave, "governor")]
    assert "ruritania" in [t.lemma for t in fillers(leave, "speaker")]


def test_a_question_on_a_line_of_its_own_is_a_heading(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("Why did Ruritania attack?\nNobody knows.")
    assert find_acts(text, knowledge) == []


def test_what_only_qualifies_with_consent_is_no_act(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("The army bombed the camp with the approval of Sylvania.")
    assert [a.type for a in find_acts(text, knowledge)] == ["ASSAULT"]


def test_a_noun_that_only_describes_another_is_no_act(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("An attack helicopter stood on the field.")
    assert find_acts(text, knowledge) == []


WORDS = st.lists(
    st.sampled_from(
        ["the", "army", "attacked", "strike", "strikes", "on", "plan", "to", "impose", "sanctions", "of", "police",
         "by", ",", "and", "who", "deported", "talks", "with", "no", "not", "if"]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(WORDS)
def test_no_two_acts_share_a_word_and_every_trigger_is_one_run(
    parser: Parser, knowledge: Knowledge, words: list[str]
) -> None:
    text = parser.parse(" ".join(words))
    seen: set[int] = set()
    for act in find_acts(text, knowledge):
        numbers = [t.i for t in act.trigger]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert act.head in act.trigger
        assert not seen & {act.head.i}
        seen.add(act.head.i)
