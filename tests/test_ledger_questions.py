"""Questions that the ledger answers: claims by filters, words found, who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_samples import TEXT, document, extraction, shelling, span, strikes
from onrecord.ledger import ClaimFilter, EmptyQueryError, Known, Ledger, UnknownDocumentError
from onrecord.records import Extraction, Time


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "onrecord.db")
    first = document("a/1")
    ledger.add(first, extraction(first, strikes("s1"), shelling("d1")), "1")
    second = document("a/2", title="Nothing new in Borduria")
    undated = replace(strikes("s2"), time=Time(span("March 3"), "DATE", "PAST_REF"), stage="considered")
    ledger.add(second, extraction(second, undated), "1")
    third = document("b", text="A meeting was cancelled — naïvely, some thought.", title=None)
    ledger.add(third, Extraction(extraction(third).document), "1")
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ClaimFilter(), ["s1", "d1", "s2"]),
        (ClaimFilter(types=("ASSAULT",)), ["s1", "d1", "s2"]),
        (ClaimFilter(types=("AID", "COERCE")), []),
        (ClaimFilter(stages=("planned",)), ["s1"]),
        (ClaimFilter(stages=("planned", "considered")), ["s1", "s2"]),
        (ClaimFilter(polarity="negated"), ["d1"]),
        (ClaimFilter(actors=("ruritania",)), ["s1", "s2"]),
        (ClaimFilter(actors=("RURITÁNIA",)), ["s1", "s2"]),  # in any case, with or without accents
        (ClaimFilter(actors=("SYL",)), ["d1"]),  # a country code
        (ClaimFilter(actors=("MIL",)), ["d1"]),  # a sector code
        (ClaimFilter(actors=("its navy",)), ["d1"]),  # the words of the passage
        (ClaimFilter(recipients=("smugglers",)), ["s1", "s2"]),
        (ClaimFilter(recipients=("%",)), []),
        (ClaimFilter(sources=("radio borduria",)), ["s1", "s2"]),
        (ClaimFilter(sources=("six officials",), stages=("planned",)), ["s1"]),
        (ClaimFilter(anonymous=True), ["s1", "s2"]),
        (ClaimFilter(anonymous=False), ["d1"]),
        (ClaimFilter(places=("strelsau",)), ["s1", "s2"]),
        (ClaimFilter(places=("ru",)), ["s1", "s2"]),
        (ClaimFilter(after="2025-03-03"), ["s1"]),  # what has no date is left out
        (ClaimFilter(after="2025-03-04"), []),
        (ClaimFilter(before="2025-03-03"), ["s1"]),
        (ClaimFilter(before="2025-03-02"), []),
        (ClaimFilter(documents=("a/2",)), ["s2"]),
        (ClaimFilter(documents=("a/",)), ["s1", "d1", "s2"]),
        (ClaimFilter(documents=("/2",)), ["s2"]),  # an ending that one id alone has
        (ClaimFilter(documents=("/3",)), []),
        (ClaimFilter(after="2025-03", before="2025-03"), ["s1"]),
        (ClaimFilter(after="2025", before="2025"), ["s1"]),
        (ClaimFilter(after="2025-04"), []),
        (ClaimFilter(before="2025-02"), []),
        (ClaimFilter(after="2026"), []),
        (ClaimFilter(before="2024"), []),
    ],
)
def test_claims_are_filtered(ledger: Ledger, wanted: ClaimFilter, found: list[str]) -> None:
    assert [stored.claim.id for stored in ledger.claims(wanted)] == found


def test_an_open_interval_reaches_beyond_its_end(tmp_path: Path) -> None:
    since = Time(span("March 3"), "DATE", "2025-03-03", start="2025-03-03", end=None)
    with Ledger(tmp_path / "onrecord.db") as ledger:
        ledger.add(document(), extraction(document(), replace(strikes(), time=since)), "1")
        assert list(ledger.claims(ClaimFilter(after="2030-01-01")))
        assert not list(ledger.claims(ClaimFilter(before="2025-03-02")))


@pytest.mark.parametrize(
    ("start", "end", "wanted", "kept"),
    [
        ("2025-03-03", None, ClaimFilter(after="2030"), True),
        ("2025-03-03", None, ClaimFilter(before="2025-03-02"), False),
        ("2025-03-03", None, ClaimFilter(before="2025-03-03"), True),
        (None, "2025-03-03", ClaimFilter(after="2025-03-04"), False),
        (None, "2025-03-03", ClaimFilter(after="2025-03-03"), True),
        (None, "2025-03-03", ClaimFilter(before="2025-03-02"), True),
        (None, "2025-03-03", ClaimFilter(after="2025-03-04", before="2025-04"), False),
    ],
)
def test_what_is_open_at_one_side_is_compared_by_the_other(
    tmp_path: Path, start: str | None, end: str | None, wanted: ClaimFilter, kept: bool
) -> None:
    time = Time(span("March 3"), "DATE", "2025-03-03", start=start, end=end)
    with Ledger(tmp_path / "onrecord.db") as ledger:
        ledger.add(document(), extraction(document(), replace(strikes(), time=time)), "1")
        assert bool(list(ledger.claims(wanted))) is kept


def test_claims_that_dates_leave_out_for_having_none_are_counted(ledger: Ledger) -> None:
    assert ledger.undated(ClaimFilter(after="2025-03-03")) == 2
    assert ledger.undated(ClaimFilter(before="2025", stages=("considered",))) == 1
    assert ledger.undated(ClaimFilter()) == 0


def test_an_ending_that_several_documents_share_is_refused_with_their_ids(tmp_path: Path) -> None:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        for id in ("x/a.txt", "y/a.txt"):
            ledger.add(document(id), extraction(document(id), strikes(id)), "1")
        assert [c.document.id for c in ledger.claims(ClaimFilter(documents=("y/a.txt",)))] == ["y/a.txt"]
        with pytest.raises(UnknownDocumentError, match=r"more than one .* 'a\.txt': x/a\.txt, y/a\.txt;"):
            list(ledger.claims(ClaimFilter(documents=("a.txt",))))


def test_documents_are_given_whole_where_one_of_their_claims_is_asked_for(ledger: Ledger) -> None:
    found = list(ledger.extractions(wanted=ClaimFilter(polarity="negated")))
    assert [(f.document.id, len(f.extraction.claims)) for f in found] == [("a/1", 2)]


def test_a_ledger_tells_what_it_knows_of_a_document(ledger: Ledger) -> None:
    assert ledger.known("a/1") == Known(None, "The Harbour Ledger", "1")
    assert ledger.known("z") is None


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("drone", ["a/1", "a/2"]),
        ("strike", ["a/1", "a/2"]),  # in any of its forms
        ('"drone strikes"', ["a/1", "a/2"]),
        ('"strikes drone"', []),
        ("smug*", ["a/1", "a/2"]),
        ("drone meeting", []),
        ("naively", ["b"]),
        ("nothing", ["a/2"]),  # in the title alone
        ("AND OR NOT (drone", []),  # a search language's words and signs are words
        ("drone:strikes^2", []),
        ('"', ["empty"]),
        ("—", ["empty"]),
    ],
)
def test_words_are_found_in_titles_and_texts(ledger: Ledger, query: str, documents: list[str]) -> None:
    if documents == ["empty"]:
        with pytest.raises(EmptyQueryError):
            list(ledger.find(query))
        return
    assert sorted(found.document.id for found in ledger.find(query)) == documents


def test_what_is_found_brings_its_best_words_and_the_claims_there(ledger: Ledger) -> None:
    (found, *_) = ledger.find("denied", limit=1)
    assert [claim.id for claim in found.claims] == ["d1"]
    assert [piece for piece, matched in found.snippet if matched] == ["denied"]
    assert "".join(piece for piece, _ in found.snippet).strip(" …") in TEXT


def test_only_the_last_version_is_found(tmp_path: Path) -> None:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        ledger.add(document(), extraction(document(), strikes()), "1")
        changed = document(text="All calm.", title="Calm")
        ledger.add(changed, Extraction(extraction(changed).document), "1")
        assert [list(ledger.find(word)) == [] for word in ("drone", "calm")] == [True, False]


def test_sources_are_counted_by_what_rests_on_them_and_what_they_pass_on(ledger: Ledger) -> None:
    counts = {s.name: (s.claims, s.relays, s.documents, s.anonymous) for s in ledger.sources()}
    assert counts == {
        "The Harbour Ledger": (0, 3, 2, False),
        "Radio Borduria": (0, 2, 2, False),
        "six officials": (2, 0, 2, True),
        "Sylvania": (1, 0, 1, False),
    }
