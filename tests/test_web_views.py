"""What the pages are made from: layers that overlap, the rule of review, visits, addresses of documents."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import UnknownDocumentError
from onrecord.ledger.reviewing import Stand
from onrecord.records import Span
from onrecord.records.vocabulary import EVENT_TYPES
from onrecord.views.layers import LAYERS, Note, inked, parts
from onrecord.views.review import WEIGHTS, consequence, rank
from onrecord.web.addresses import document_id, document_key
from onrecord.web.asked import BadQueryError
from onrecord.web.visits import Visit, moment_since, visit
from onrecord.web.wording import paragraphs, shown, standing_parts

NOW = datetime(2025, 4, 9, 12, tzinfo=UTC)

# --- layers --------------------------------------------------------------------------------------------

TEXT = st.text(alphabet="ab \n", max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Note]]:
    text = draw(TEXT)
    notes = []
    for layer in draw(st.lists(st.sampled_from(list(LAYERS)), max_size=8)):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        notes.append(Note(layer, (Span.of(text, start, end),), layer))
    return text, notes


@given(marked())
def test_the_pieces_of_a_text_are_the_text_however_spans_overlap(given: tuple[str, list[Note]]) -> None:
    text, notes = given
    lines = inked(text, notes)
    assert ["".join(piece.text for piece in line) for line in lines] == [l for l in text.split("\n") if l.strip()]  # noqa: E741


@given(marked())
def test_a_piece_names_all_that_covers_it_and_nothing_else(given: tuple[str, list[Note]]) -> None:
    text, notes = given
    for piece in (piece for line in inked(text, notes) for piece in line):
        start, end = piece.start, piece.start + len(piece.text)
        assert text[start:end] == piece.text
        covering = {n for n, note in enumerate(notes) if note.spans[0].start <= start and end <= note.spans[0].end}
        assert set(piece.notes) == covering
        assert set(piece.layers) == {notes[number].layer for number in covering}


def test_the_innermost_span_speaks_for_a_piece_and_what_is_said_never_does() -> None:
    text = "he said strikes go on"
    notes = [
        Note("content", (Span.of(text, 8, 21),), "what he says"),
        Note("act", (Span.of(text, 8, 15),), "act"),
    ]
    (line,) = inked(text, notes)
    assert [(piece.text, piece.leads) for piece in line] == [("he said ", None), ("strikes", 1), (" go on", None)]
    assert line[1].notes == (1, 0)
    assert line[1].begins == (1, 0)


@given(st.text(alphabet="ab\n", max_size=300), st.integers(1, 50))
def test_the_parts_of_a_long_text_follow_each_other_without_a_gap(text: str, length: int) -> None:
    found = parts(text, length)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= length for start, end in found)


# --- review --------------------------------------------------------------------------------------------


def stand(**other: Any) -> Stand:
    given: dict[str, Any] = {
        "id": "e", "type": "ASSAULT", "reports": 1, "named": 2, "certainty": "certain", "disputed": False,
        "denied": False, "hurt": 0,
    }  # fmt: skip
    return Stand(**(given | other))


def test_every_type_has_a_weight() -> None:
    assert set(WEIGHTS) == set(EVENT_TYPES)


@pytest.mark.parametrize(
    ("firm", "doubtful"),
    [
        (rank(stand(), 0.9), rank(stand(), 0.5)),
        (rank(stand()), rank(stand(named=0))),
        (rank(stand(), 1, 0.9), rank(stand(), 1, 0.55)),
        (rank(stand()), rank(stand(disputed=True))),
        (rank(stand()), rank(stand(denied=True))),
        (rank(stand()), rank(stand(certainty="possible"))),
    ],
)
def test_each_sign_of_doubt_moves_an_event_up(firm: Any, doubtful: Any) -> None:
    assert firm.doubt < doubtful.doubt < 1
    assert firm.value < doubtful.value


def test_what_weighs_more_stands_before_what_weighs_less() -> None:
    assert consequence(stand()) > consequence(stand(type="CONSULT"))
    assert consequence(stand(hurt=30)) > consequence(stand())
    assert consequence(stand(reports=40)) > consequence(stand())


def test_the_signs_are_told_in_words() -> None:
    assert rank(stand(named=0, disputed=True), 0.7).signs == (
        "independent sources differ",
        "nobody speaks with a name",
        "its weakest reading has a score of 0.70",
    )


# --- visits --------------------------------------------------------------------------------------------


def test_a_first_visit_looks_back_a_week() -> None:
    assert visit(None, NOW).seen == NOW - timedelta(days=7)


def test_all_looks_of_a_day_begin_where_the_last_day_ended() -> None:
    yesterday = Visit(NOW - timedelta(days=3), NOW - timedelta(days=1))
    morning = visit(yesterday.cookie, NOW)
    assert morning.seen == yesterday.looked
    again = visit(morning.cookie, NOW + timedelta(hours=2))
    assert again.seen == yesterday.looked
    assert visit(again.cookie, NOW + timedelta(days=1)).seen == again.looked


@given(st.text(max_size=60))
def test_no_cookie_is_an_error(cookie: str) -> None:
    assert visit(cookie, NOW).seen <= NOW


def test_a_cookie_from_the_future_counts_for_nothing() -> None:
    ahead = Visit(NOW + timedelta(days=1), NOW + timedelta(days=1))
    assert visit(ahead.cookie, NOW).seen == NOW - timedelta(days=7)


def test_since_is_a_day_a_time_or_so_long_ago() -> None:
    assert moment_since("12h", NOW) == "2025-04-09T00:00:00+00:00"
    assert moment_since("2w", NOW).startswith("2025-03-26T12:00")
    assert moment_since("2025-04-01T10:30+00:00", NOW) == "2025-04-01T10:30:00+00:00"
    with pytest.raises(BadQueryError, match="write 2025-04-09"):
        moment_since("yesterday", NOW)


# --- addresses and words -------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=80))
def test_every_id_of_a_document_has_a_key_of_one_segment_that_leads_back(id: str) -> None:
    key = document_key(id)
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", key)
    assert key not in (".", "..")
    assert not key.endswith((".json", ".csv"))
    assert document_id(key) == id


@pytest.mark.parametrize("id", ["https://example.org/a/b?c=d#e", "../../etc/passwd", "~", "a.json", "ü", "a b", "."])
def test_ids_that_paths_would_take_apart_are_packed(id: str) -> None:
    assert document_key(id).startswith("~")
    assert document_id(document_key(id)) == id


def test_a_key_that_was_not_made_here_is_unknown() -> None:
    with pytest.raises(UnknownDocumentError):
        document_id("~a")


def test_characters_that_turn_the_direction_or_control_are_shown_as_such() -> None:
    assert shown("a\u202eb\x00c\u2066") == "a\ufffdb\ufffdc\ufffd"
    assert shown("a\tb\nc d é 漢\u0301") == "a\tb\nc d é 漢\u0301"


def test_our_own_texts_become_paragraphs_and_their_markup_stays_text() -> None:
    made = str(paragraphs("One **two** <b>.\n\nThree:\n\n* four\n  five\n* <i>six"))
    assert made == ("<p>One <b>two</b> &lt;b&gt;.</p>\n<p>Three:</p>\n<ul><li>four five</li><li>&lt;i&gt;six</li></ul>")


@pytest.mark.parametrize(
    ("said", "parts_of_it"),
    [
        ("● done", ("done", "affirmed", "certain")),
        ("✕ not planned", ("planned", "negated", "certain")),
        ("◌? possibly considered", ("considered", "affirmed", "possible")),
        ("? hypothetical", ("hypothetical", "affirmed", "certain")),
        ("NBC News", None),
    ],
)
def test_a_standing_in_words_is_taken_apart_again(said: str, parts_of_it: tuple[str, str, str] | None) -> None:
    assert standing_parts(said) == parts_of_it
