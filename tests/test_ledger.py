"""The ledger keeps whole documents, every version of them and every reading of each version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_samples import document, extraction, extractions, shelling, strikes
from onrecord.ledger import ClaimFilter, Ledger, Outcome, UnknownClaimError, UnstorableError
from onrecord.records import Document, Extraction, dumps


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        yield ledger


def contents(ledger: Ledger) -> list[str]:
    return [dumps(found.extraction) + found.document.text + found.extractor for found in ledger.extractions()]


def test_a_document_comes_out_as_it_went_in(ledger: Ledger) -> None:
    made = extraction(document(), strikes(), shelling())
    assert ledger.add(document(), made, "1") is Outcome.NEW
    (found,) = ledger.extractions()
    assert (found.document, found.extraction, found.extractor) == (document(), made, "1")
    assert [stored.claim for stored in ledger.claims()] == [strikes(), shelling()]


def test_reading_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.add(document(), extraction(document(), strikes()), "1")
    before = ledger.path.read_bytes(), contents(ledger)
    assert ledger.has(document(), "1")
    assert ledger.add(document(), extraction(document(), strikes()), "1") is Outcome.UNCHANGED
    assert (ledger.path.read_bytes(), contents(ledger)) == before


@pytest.mark.parametrize(
    "changed",
    [
        document(text="Something else."),
        document(title="Another title"),
        document(source="Another outlet"),
        document(published="2025-04-08"),
    ],
)
def test_a_changed_article_is_a_new_version_of_the_same_document(ledger: Ledger, changed: Document) -> None:
    ledger.add(document(), extraction(document(), strikes()), "1")
    assert not ledger.has(changed, "1")
    found = Extraction(extraction(changed).document, (shelling(),))
    assert ledger.add(changed, found, "1") is Outcome.CHANGED
    (stored,) = ledger.documents()
    assert (stored.info.id, stored.versions, stored.claims) == ("a", 2, 1)
    assert [found.claim.id for found in ledger.claims()] == [shelling().id]
    assert not ledger.claim(strikes().id).current  # what the earlier version said is not lost
    assert ledger.claim(strikes().id).version == 1


def test_language_and_credits_that_a_reader_finds_make_no_new_version(ledger: Ledger) -> None:
    ledger.add(document(), extraction(document(), strikes()), "1")
    assert ledger.has(replace(document(), lang="en", credits=("AP",)), "1")


def test_another_extractor_reads_again_and_the_earlier_reading_stays(ledger: Ledger) -> None:
    ledger.add(document(), extraction(document(), strikes("aaaa")), "1")
    assert not ledger.has(document(), "2")
    assert ledger.add(document(), extraction(document(), strikes("bbbb")), "2") is Outcome.REREAD
    assert [found.claim.id for found in ledger.claims()] == ["bbbb"]
    assert (ledger.claim("aaaa").extractor, ledger.claim("aaaa").current) == ("1", False)
    assert ledger.add(document(), extraction(document(), strikes("aaaa")), "1") is Outcome.REREAD
    assert [found.claim.id for found in ledger.claims()] == ["aaaa"]
    (stored,) = ledger.documents()
    assert stored.versions == 1


def test_what_another_extractor_read_is_listed_as_unread(ledger: Ledger) -> None:
    for id, extractor in (("a", "1"), ("b", "2"), ("c", "1")):
        ledger.add(document(id), extraction(document(id)), extractor)
    assert [found.document.id for found in ledger.extractions(unread_by="2")] == ["a", "c"]


def test_an_extraction_of_another_text_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UnstorableError, match="extract the document again"):
        ledger.add(document(), extraction(document(text="Something else.")), "1")
    assert list(ledger.documents()) == []


def test_text_that_is_no_unicode_is_refused_whole(ledger: Ledger) -> None:
    broken = document(text="half a pair: \ud800")
    with pytest.raises(UnstorableError, match="encoding"):
        ledger.add(broken, Extraction(extraction(broken).document), "1")
    assert list(ledger.documents()) == []
    assert ledger.add(document(), extraction(document()), "1") is Outcome.NEW


def test_documents_come_in_the_order_of_their_ids(ledger: Ledger) -> None:
    for id in ("b", "a", "c"):
        ledger.add(document(id), extraction(document(id)), "1")
    assert [stored.info.id for stored in ledger.documents()] == ["a", "b", "c"]


def test_the_clock_of_recording_never_comes_out(tmp_path: Path) -> None:
    found = []
    for year in (2024, 2025):
        clock = partial(datetime, year, 1, 1, tzinfo=UTC)
        with Ledger(tmp_path / f"{year}.db", clock=clock) as ledger:
            ledger.add(document(), extraction(document(), strikes()), "1")
            found.append(contents(ledger))
    assert found[0] == found[1]


def test_documents_may_be_added_while_they_are_listed(ledger: Ledger) -> None:
    for id in ("a", "b", "c"):
        ledger.add(document(id), extraction(document(id)), "1")
    for found in ledger.extractions():
        ledger.add(found.document, found.extraction, "2")
    for claim in ledger.claims():
        assert claim.extractor == "2"


@given(st.lists(extractions(), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_extracted_comes_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Document, Extraction]]
) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "onrecord.db") as ledger:
        last: dict[str, Extraction] = {}
        for of, found in made:
            ledger.add(of, found, "1")
            last[of.id] = found
        before = contents(ledger)
        for stored in list(ledger.extractions()):
            assert ledger.add(stored.document, stored.extraction, stored.extractor) is Outcome.UNCHANGED
        assert contents(ledger) == before
        assert [found.document.id for found in ledger.extractions()] == sorted(last)
        claims = [stored.claim for stored in ledger.claims(ClaimFilter())]
        assert claims == [claim for found in ledger.extractions() for claim in found.extraction.claims]


def test_a_claim_is_found_by_the_beginning_of_its_id(ledger: Ledger) -> None:
    ledger.add(document(), extraction(document(), strikes("abc1"), shelling("abd2")), "1")
    assert ledger.claim("abc").claim.id == "abc1"
    assert ledger.claim("abd2").document.id == "a"
    with pytest.raises(UnknownClaimError, match="more than one claim begins with 'ab': abc1, abd2; write more"):
        ledger.claim("ab")
    for unknown in ("", "zz", "%", "_"):
        with pytest.raises(UnknownClaimError, match="there is no claim"):
            ledger.claim(unknown)
