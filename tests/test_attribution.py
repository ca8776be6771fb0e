"""Attributions in the text: cues in every position, sources and contents whole, quotations that run on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.attribution import find_attributions, layer
from onrecord.extraction.model import FoundAttribution
from onrecord.knowledge import Knowledge
from onrecord.language import Parser, Token

PASSAGES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "attributions.jsonl").read_text("utf-8").splitlines()
]

PIECES = (
    "He said", "they", "the minister", "“", "”", '"', ",", ".", ":", "\n", "told", "that", "according to", "as",
    "the navy", "threatened to", "strike", "“", "Reuters", "reportedly", "claim", "of", "’s", "who", "citing",
    "two officials", "added", "X:", "(", ")", "—", "it", "was", "by", "asked",
    "whether", "", "\u200b", "😀", "and", "in a statement",
)  # fmt: skip


def words(found: FoundAttribution, role: str, content: str) -> str:
    tokens: tuple[Token, ...] = getattr(found, role)
    if not tokens:
        return ""
    spans = tokens[0].sentence.text.spans(tokens)
    return " // ".join(span.text for span in spans)


@pytest.mark.parametrize("passage", PASSAGES, ids=[p["text"][:60] for p in PASSAGES])
def test_the_attributions_of_a_passage(parser: Parser, knowledge: Knowledge, passage: dict[str, Any]) -> None:
    text = parser.parse(passage["text"])
    got = [
        [words(a, role, passage["text"]) for role in ("source", "cue", "content")]
        for a in layer(find_attributions(text, knowledge))
    ]
    assert got == passage["attributions"]


def test_nested_attributions_are_found_but_not_in_the_layer(parser: Parser, knowledge: Knowledge) -> None:
    found = find_attributions(parser.parse("An aide said the envoy had claimed that it rained."), knowledge)
    assert [a.cue_head.lower for a in found] == ["said", "claimed"]
    assert [a.cue_head.lower for a in layer(found)] == ["said"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_well_formed_attributions(parser: Parser, knowledge: Knowledge, content: str) -> None:
    text = parser.parse(content)
    found = find_attributions(text, knowledge)
    for a in found:
        assert a.cue and a.content
        assert a.cue_head in a.cue
        roles = [{t.i for t in a.source}, {t.i for t in a.cue}, {t.i for t in a.content}]
        assert sum(map(len, roles)) == len(set().union(*roles)), "a word has one role in an attribution"
        for tokens in (a.source, a.cue, a.content, a.addressee):
            assert [t.i for t in tokens] == sorted({t.i for t in tokens})
            for span in text.spans(tokens):
                assert content[span.start : span.end] == span.text
        assert (a.source_head is None) == (not a.source)
    again = find_attributions(parser.parse(content), knowledge)
    assert [(a.rule, *(tuple(t.i for t in r) for r in (a.source, a.cue, a.content))) for a in found] == [
        (a.rule, *(tuple(t.i for t in r) for r in (a.source, a.cue, a.content))) for a in again
    ]


def test_a_sentence_of_many_thousand_words_stays_linear(parser: Parser, knowledge: Knowledge) -> None:
    content = "the envoy said that " * 2_500 + "it rained."
    found = find_attributions(parser.parse(content), knowledge)
    assert sum(len(a.content) for a in found) < 500 * len(found) + 10
