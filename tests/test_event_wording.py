"""How near in meaning two sentences are, word by word: what tells one act in other words from another act."""

from __future__ import annotations

import pytest

from onrecord.linking.events.vectors import alignment, vector
from onrecord.linking.stories.words import number

WEIGHT = 20


def words(*found: str) -> dict[int, int]:
    """Words of a sentence as a sketch keeps them."""
    return {number(word): WEIGHT for word in found}


def test_the_same_words_are_wholly_alike() -> None:
    one = words("ministry", "bridge", "wizna")
    most, least, _, _, wording = alignment(one, vector(["bombed"]), one, vector(["bombed"]))
    assert most == least == 1.0
    assert wording == pytest.approx(1.0, abs=1e-4)


def test_a_word_without_a_vector_is_like_itself_alone() -> None:
    assert alignment(words("dbrnouk"), b"", words("dbrnouk"), b"")[0] == 1.0
    assert alignment(words("dbrnouk"), b"", words("wizna"), b"")[0] == 0.0


def test_kindred_wording_is_nearer_than_other_wording() -> None:
    one = words("soldiers", "village")
    kindred = alignment(one, b"", words("troops", "town"), b"")
    other = alignment(one, b"", words("budget", "vote"), b"")
    assert kindred[0] > other[0] + 0.2
    assert kindred[4] > other[4]


def test_an_act_is_found_among_the_words_of_the_other_sentence() -> None:
    told = alignment(words("village", "raid"), vector(["attacked"]), words("village"), vector(["vote"]))
    assert told[2] > told[3]


def test_the_order_of_the_two_does_not_matter() -> None:
    one, other = words("soldiers", "village", "wizna"), words("troops", "wizna")
    acts = vector(["attacked"]), vector(["raid"])
    assert alignment(one, acts[0], other, acts[1]) == pytest.approx(alignment(other, acts[1], one, acts[0]), abs=1e-6)


def test_a_sentence_without_telling_words_is_like_none() -> None:
    assert alignment({}, vector(["vote"]), words("village"), vector(["raid"])) == (0.0, 0.0, 0.0, 0.0, 0.0)
