"""Parsing: offsets are the document's own, paragraphs never run together, what is left out has no tokens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language import ModelMissingError, Parser
from onrecord.language.syntax import noun_phrase, subtree

MESSY = st.text(st.sampled_from("ab .,\n\t\r\u2028\u00a0“”'’-–$9éЖ漢😀\u200b\u202e"), max_size=200)


@settings(max_examples=80, deadline=None)
@given(MESSY)
def test_every_token_quotes_the_text_and_stands_in_one_sentence(parser: Parser, content: str) -> None:
    text = parser.parse(content)
    end = 0
    for number, token in enumerate(text.tokens):
        assert token.i == number
        assert content[token.start : token.end] == token.text
        assert token.start >= end
        assert not token.text.isspace()
        end = token.end
        assert token.sentence.start <= token.i < token.sentence.end
        assert token.sentence.start <= token.head.i < token.sentence.end
    assert sum(len(s.tokens) for s in text.sentences) == len(text.tokens)
    for sentence in text.sentences:
        assert sentence.root.head is sentence.root
        assert "\n" not in sentence.span.text


def test_what_is_left_out_has_no_tokens(parser: Parser) -> None:
    content = "Troops left. Read more: ten facts. They returned."
    start = content.index("Read")
    text = parser.parse(content, [(start, start + len("Read more: ten facts."))])
    assert [t.text for t in text.tokens] == ["Troops", "left", ".", "They", "returned", "."]


def test_a_long_line_is_read_in_pieces(parser: Parser) -> None:
    content = "Troops left the town. " * 2000
    text = parser.parse(content)
    assert len(text.tokens) == 10_000


def test_texts_come_back_in_order_however_they_are_batched(parser: Parser) -> None:
    contents = [f"Report {n}.\n" * (n % 7) for n in range(60)]
    assert [t.content for t in parser.parse_many((c, ()) for c in contents)] == contents


def test_a_missing_model_is_said_in_one_line() -> None:
    with pytest.raises(ModelMissingError, match="'no_such_model' is not installed"):
        Parser("no_such_model")


def test_a_noun_phrase_is_its_head_with_plain_modifiers(parser: Parser) -> None:
    text = parser.parse("Two senior officials of the harbour ministry, who asked for silence, arrested the pilot.")
    officials = next(t for t in text.tokens if t.text == "officials")
    assert [t.text for t in noun_phrase(officials)] == ["Two", "senior", "officials"]
    assert len(subtree(officials)) > 8
