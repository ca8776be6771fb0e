"""Estimative words stay as worded, with the band of ICD 203 beside them."""

from __future__ import annotations

import pytest

from onrecord.linking.estimates import bands, estimates
from onrecord.records import Reason, Span
from told_samples import told


@pytest.mark.parametrize(
    ("text", "words", "band"),
    [
        ("The army is very likely to attack the town.", "very likely", (80, 95)),
        ("The army will almost certainly attack the town.", "almost certainly", (95, 99)),
        ("There is a remote chance of an attack.", "remote chance", (1, 5)),
        ("Analysts see a roughly even chance of an attack.", "roughly even chance", (45, 55)),
        ("The army is not likely to attack the town.", "not likely", (20, 45)),
        ("An attack is Likely.", "Likely", (55, 80)),
    ],
)
def test_words_that_govern_a_claim_are_kept_as_worded(text: str, words: str, band: tuple[int, int]) -> None:
    (found,) = estimates([told("a", text=text, trigger="attack", start=40)])
    assert (found.words, (found.low, found.high)) == (words, band)


def test_words_of_another_clause_govern_nothing() -> None:
    assert not estimates([told("a", text="Rain is likely; the army will attack the town.", trigger="attack")])
    assert not estimates([told("a", text="The army will attack a likely hideout.", trigger="attack")])
    assert not estimates([told("a", text="The army may attack the town.", trigger="attack")])
    assert not estimates([told("a", text="Soldiers are more likely to attack than guards.", trigger="attack")])


def test_words_that_the_standing_was_read_from_govern_it_however_far_they_stand() -> None:
    text = "It is unlikely, three analysts who have followed the war for years said, that rebels would attack the town."
    assert not estimates([told("a", text=text, trigger="attack")])
    start = text.index("unlikely")
    read = Reason("speaks of something expected", (Span(start, start + 8, "unlikely"),))
    (found,) = estimates([told("a", text=text, trigger="attack", reasons=(read,))])
    assert found.words == "unlikely"


def test_bands_are_those_of_the_standard() -> None:
    assert set(bands().values()) == {(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)}
