"""The sentences that the trained model learns from: each is well marked, and says what it is marked as."""

from __future__ import annotations

import pytest

from marked import FOLDER, MarkedClaim, MarkError, held_out, lines, read
from onrecord.records.vocabulary import EVENT_TYPES, STAGES


def test_a_line_gives_its_text_and_its_claims() -> None:
    marked = read("{1:Two aides} told {2:the Ledger} that {3:Okoro} weighs a [blockade|COERCE|considered|a=3|s=2>1].")
    text = "Two aides told the Ledger that Okoro weighs a blockade."
    assert marked.text == text
    (claim,) = marked.claims
    assert claim == MarkedClaim(
        (46, 54), "COERCE", "considered", "affirmed", "certain", True, ((31, 36),), (), ((15, 25), (0, 9))
    )
    assert [text[s:e] for s, e in (claim.trigger, *claim.actors)] == ["blockade", "Okoro"]


def test_one_word_may_hold_two_claims_and_a_phrase_may_hold_an_act() -> None:
    marked = read(
        "{1:The minister} denied that {2:his frigates} [rammed|ASSAULT|done|neg|a=2|s=1;ASSAULT|done|nc|a=2|s=-] "
        "{3:the [raid|ASSAULT|done|r=3]'s victims}."
    )
    assert [(c.polarity, c.core, c.chain) for c in marked.claims] == [
        ("negated", True, ((0, 12),)),
        ("affirmed", False, (None,)),
        ("affirmed", True, ()),
    ]
    start, end = marked.claims[-1].recipients[0]
    assert marked.text[start:end] == "the raid's victims"


def test_other_words_for_an_act_are_neither_acts_nor_none() -> None:
    marked = read("{1:Guards} [carried|*] out a [raid|COERCE|done|a=1].")
    assert [marked.text[s:e] for s, e in marked.also] == ["carried"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{1:Guards [raid|COERCE|done|a=1].", "is not ended"),
        ("Guards} [raid|COERCE|done].", "was not begun"),
        ("{1:Guards} slept.", "belongs to no act"),
        ("Guards [raid|RAID|done].", "no such type or stage"),
        ("Guards [raid|COERCE|done|a=2].", "no phrase 2"),
        ("Guards [raid|COERCE|done|often].", "unknown mark"),
        ("Guards [raid.", "not marked well"),
        ("Guards raid].", "a stray ]"),
        ("{1:Guards} and {1:aides} [raid|COERCE|done|a=1].", "a number of its own"),
    ],
)
def test_a_wrong_mark_is_named(line: str, complaint: str) -> None:
    with pytest.raises(MarkError, match=complaint.replace("]", r"\]")):
        read(line)


def test_every_line_is_well_marked_and_none_stands_twice() -> None:
    texts = [read(line).text for _, line in lines(FOLDER)]
    assert len(texts) > 8500
    assert len(set(texts)) == len(texts)


def test_the_sentences_hold_every_type_and_stage_and_plain_text_too() -> None:
    made = [read(line) for _, line in lines(FOLDER)]
    claims = [claim for marked in made for claim in marked.claims]
    for values, field in ((EVENT_TYPES, "type"), (STAGES, "stage")):
        counts = {value: sum(getattr(claim, field) == value for claim in claims) for value in values}
        assert min(counts.values()) >= 100, counts
    assert sum(not marked.claims for marked in made) > len(made) / 14
    assert sum(c.stage in ("done", "ongoing") and c.polarity == "affirmed" for c in claims) > len(claims) / 3


def test_one_line_in_twenty_is_kept_from_training() -> None:
    kept = [held_out(name) for name, _ in lines(FOLDER)]
    assert len(kept) / 22 < sum(kept) < len(kept) / 18
