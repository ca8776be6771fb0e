"""Windows: a text cut into stretches of word pieces, every token once, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.language import Parser
from onrecord.language.encoder import FOLDER
from onrecord.language.windows import CONTEXT, OWN, PIECES_A_TOKEN, Pieces, windows

WORDS = st.sampled_from(
    ["The", "minister", "said", "“", "we", "shall", "not", "strike", "”", ".", "\n", "Wolkenkratzer" * 30, "x" * 400,
     "über", "北京", "—", "…", "\u200b", "https://example.org/" + "a/" * 100, "1,200", "drones"]
)  # fmt: skip


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(Tokenizer.from_file(str(FOLDER / "tokenizer.json")))


@given(words=st.lists(WORDS, max_size=400))
def test_every_token_is_some_windows_own_exactly_once_and_no_window_is_too_long(
    words: list[str], parser: Parser, pieces: Pieces
) -> None:
    text = parser.parse(" ".join(words))
    own: list[int] = []
    for window in windows(text, pieces):
        own += range(window.own, window.end)
        assert window.start <= window.own <= window.end
        assert len(window.first) == window.end - window.start
        assert len(window.pieces) <= OWN + CONTEXT + 2 + PIECES_A_TOKEN
        assert list(window.first) == sorted(set(window.first))
    assert own == list(range(len(text.tokens)))


def test_a_window_takes_whole_sentences_while_they_fit(parser: Parser, pieces: Pieces) -> None:
    text = parser.parse("The envoys met in Port Sylvan on Monday and signed nothing at all. " * 40)
    starts = {sentence.start for sentence in text.sentences}
    made = list(windows(text, pieces))
    assert len(made) > 1
    assert all(window.own in starts for window in made)


def test_a_window_begins_with_the_end_of_what_went_before(parser: Parser, pieces: Pieces) -> None:
    text = parser.parse("The envoys met in Port Sylvan on Monday and signed nothing at all. " * 40)
    first, second = list(windows(text, pieces))[:2]
    assert first.start == first.own == 0
    assert second.own == first.end
    assert 0 < second.own - second.start <= CONTEXT


def test_a_text_without_words_has_no_window(parser: Parser, pieces: Pieces) -> None:
    assert list(windows(parser.parse(" \n "), pieces)) == []
