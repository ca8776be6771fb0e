"""Time expressions: values against the dateline, direction by tense, and nothing invented without a date."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.times import calendar, find_times, time_of
from onrecord.knowledge.table import read_file
from onrecord.language import Parser, Text

CASES = list(read_file(Path(__file__).parent / "data" / "times.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda row: f"{row['words']}-{row['published'] or 'undated'}-{row.line}")
def test_a_time_expression_gets_its_value_and_its_days(parser: Parser, case: dict[str, str]) -> None:
    found = [f.time for f in find_times(parser.parse(case["text"]), case["published"] or None)]
    time = next((t for t in found if t.span.text == case["words"]), None)
    assert time is not None, [t.span.text for t in found]
    assert (time.type, time.value) == (case["type"], case["value"])
    assert (time.start or "", time.end or "") == (case["start"], case["end"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The rebels may attack the port.",
        "Troops march through the town and fall back.",
        "The 19-year-old was freed.",
        "Three-quarters of the members agreed.",
        "The line runs four flights a week.",
        "He is 52 years old.",
        "The index closed at 2082.1 points.",
        "They fear future losses.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(parser: Parser, sentence: str) -> None:
    assert find_times(parser.parse(sentence), "2025-04-09") == []


def when(text: Text, word: str, published: str = "2025-04-09") -> tuple[str | None, str | None] | None:
    head = next(t for t in text.tokens if t.text == word)
    said = frozenset(t.i for t in text.tokens if t.lemma == "say")
    time = time_of(head, None, find_times(text, published), said)
    return (time.start, time.end) if time else None


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("Borduria shelled the port on Monday.", "shelled", ("2025-04-07", "2025-04-07")),
        ("Borduria has occupied the valley since March 3.", "occupied", ("2025-03-03", None)),
        ("Borduria will blockade the port until May 1.", "blockade", (None, "2025-05-01")),
        ("Borduria occupied the valley from 1991 to 1994.", "occupied", ("1991-01-01", "1994-12-31")),
        ("Borduria detained the crew between March 3 and March 9.", "detained", ("2025-03-03", "2025-03-09")),
        ("Borduria must withdraw by Friday.", "withdraw", (None, "2025-04-11")),
        ("On Monday the minister said that troops had shelled the port.", "shelled", None),
        ("Troops shelled the port.", "shelled", None),
    ],
)
def test_an_act_takes_the_time_that_hangs_on_it(
    parser: Parser, sentence: str, word: str, days: tuple[str | None, str | None] | None
) -> None:
    assert when(parser.parse(sentence), word) == days


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.sampled_from([None, "2025-04-09", "0001-01-01", "9999-12-31", "no date"]))
def test_no_text_and_no_dateline_break_it(parser: Parser, content: str, published: str | None) -> None:
    for found in find_times(parser.parse(content), published):
        span = found.time.span
        assert content[span.start : span.end] == span.text


WORDS = st.lists(
    st.sampled_from(
        [
            "last",
            "next",
            "the",
            "past",
            "this",
            "3",
            "two",
            "weeks",
            "week",
            "days",
            "ago",
            "Monday",
            "April",
            "31",
            "May",
        ]
    ),
    max_size=9,
)


@settings(max_examples=80, deadline=None)
@given(WORDS, st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_strange_combinations_give_no_impossible_date(parser: Parser, words: list[str], published: str | None) -> None:
    for found in find_times(parser.parse("Troops left " + " ".join(words) + "."), published):
        time = found.time
        assert time.start is None or time.end is None or time.start <= time.end
        if published is None and time.type in ("DATE", "TIME") and not any(c.isdigit() for c in time.span.text):
            assert time.start is None, "nothing relative is dated without a dateline"


def test_values_know_their_days() -> None:
    days = calendar.days_of("2024-02")
    assert days is not None
    assert [d.isoformat() for d in days] == ["2024-02-01", "2024-02-29"]
    assert calendar.days_of("PAST_REF") is None
    assert calendar.edtf_of("2024-SU") == "2024-22"
    assert calendar.precision_of("2024-W05") == "week"
