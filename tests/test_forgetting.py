"""Forgetting: what is taken out is in no table, index or page of the file, and what rested on others stays."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from ledger_samples import TEXT, document, extraction, shelling, strikes
from onrecord.ledger import (
    ClaimFilter,
    Ledger,
    Outcome,
    RemovalError,
    UnknownClaimError,
    UnknownEventError,
)
from onrecord.ledger.kept_model import KeptFetch
from onrecord.ledger.masking import COVER, Name, masked_document, masked_extraction
from onrecord.linking.linker import Linker
from onrecord.linking.standard import standard_linker
from onrecord.reading.fetching.feed_model import FeedEntry
from onrecord.reading.fetching.polling import FeedState
from onrecord.records import Claim, Document, Extraction, Link, Party, Span

WORDS = "Quartermaster Zsigmond Pelikan waited at the Tarnish bridge."
"""A sentence that stands in one document alone."""
NAME = "Zsigmond Pelikan"


def told(
    id: str, more: str = "", url: str | None = None, title: str = "Strikes", published: str = "2025-03-01"
) -> Document:
    return document(id, f"{TEXT}\n{more}" if more else TEXT, url=url, title=title, published=published)


def read(of: Document, who: str = "") -> Extraction:
    """What was found in it; with `who` the first claim's actor is that person, said by that person."""
    claims = [replace(strikes(f"{of.id}c0ffee01"), why={}), shelling(f"{of.id}c0ffee02")]
    if who:
        at = of.text.index(who)
        span = Span.of(of.text, at, at + len(who))
        claims[0] = replace(
            claims[0],
            actors=(Party(span, NAME, "person", "RUR", "GOV"),),
            attribution=(*claims[0].attribution, Link("person", NAME, "RUR", "GOV", source=(span,))),
        )
    return extraction(of, *claims)


def clock() -> Iterator[datetime]:
    at = datetime(2025, 4, 1, tzinfo=UTC)
    while True:
        yield at
        at += timedelta(hours=1)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return standard_linker()


@pytest.fixture
def path(tmp_path: Path, linker: Linker) -> Path:
    """Three reports of the same: `a` and `b` alike, `c` with a sentence and an address of its own."""
    path = tmp_path / "onrecord.db"
    ticking = clock()
    with Ledger(path, clock=lambda: next(ticking)) as ledger:
        secret = told("secret-c", WORDS, "https://harbour.example/2025/tarnish?utm_source=x", "Tarnish bridge")
        for of in (told("a"), told("b", "The port was closed for a week.")):
            ledger.add(of, read(of), "1")
        ledger.link(linker)
        ledger.add(secret, read(secret), "1")
        ledger.link(linker)
        newer = replace(secret, text=secret.text + " It rained on Tarnish.")
        ledger.add(newer, read(newer), "1")
        ledger.link(linker)
    return path


def raw(path: Path) -> bytes:
    """Every byte of the file and of what SQLite keeps beside it."""
    return b"".join(Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-shm") if Path(f"{path}{end}").exists())


def forget(path: Path, linker: Linker, kind: str, value: str, **more: object) -> None:
    with Ledger(path) as ledger:
        assert ledger.forget(kind, value, "A. Reader", "asked for", linker, **more).finished  # type: ignore[arg-type]


def test_a_document_is_in_no_page_of_the_file(path: Path, linker: Linker) -> None:
    assert b"Tarnish" in raw(path)
    forget(path, linker, "document", "secret-c")
    left = raw(path).lower()
    for words in (b"tarnish", b"quartermaster", b"pelikan", b"secret-c"):
        assert words not in left
    with Ledger(path) as ledger:
        assert [stored.info.id for stored in ledger.documents()] == ["a", "b"]
        assert list(ledger.find("Strelsau"))
        assert ledger.check().faults == ()


def indexed(path: Path) -> bytes:
    """All that the indexes of words hold."""
    connection = sqlite3.connect(path)
    rows = [connection.execute(f"SELECT block FROM {name}_search_data").fetchall() for name in ("document", "claim")]
    connection.close()
    return b"".join(block for found in rows for (block,) in found)


def test_its_words_leave_the_indexes_without_the_texts_being_read_anew(path: Path, linker: Linker) -> None:
    assert b"tarnish" in indexed(path)
    statements: list[str] = []

    def note(*said: Any) -> None:
        statements.append(said[2])

    with Ledger(path) as ledger:
        event.listen(Engine, "before_cursor_execute", note)
        done = ledger.forget("document", "secret-c", "A. Reader", "asked for", linker, finish=False)
        event.remove(Engine, "before_cursor_execute", note)
        assert not done.finished
        assert b"tarnish" not in indexed(path)
        assert not any("rebuild" in statement for statement in statements)
        assert [one.document.id for one in ledger.find("Strelsau")] == ["a", "b"]
        assert {fault.test for fault in ledger.check().faults} == {"removals"}
        assert [one.finished for one in ledger.finish_removals()] == [True]
    assert b"Tarnish" not in raw(path)


def test_nothing_that_links_is_left_of_it(path: Path, linker: Linker) -> None:
    connection = sqlite3.connect(path)
    (before,) = connection.execute("SELECT count(*) FROM shared_keys").fetchone()
    forget(path, linker, "document", "secret-c")
    (after,) = connection.execute("SELECT count(*) FROM shared_keys").fetchone()
    lost = "SELECT count(*) FROM shared_keys WHERE anchor NOT IN (SELECT key FROM anchors)"
    assert 0 < after < before
    assert connection.execute(lost).fetchone() == (0,)
    connection.execute("INSERT INTO shared_keys(relation, key, anchor) VALUES (1, 2, 999999)")
    connection.commit()
    connection.close()
    with Ledger(path) as ledger:
        assert [fault.test for fault in ledger.check().faults] == ["keys"]


def test_no_step_of_a_removal_reads_all_that_links(path: Path, linker: Linker) -> None:
    """What hangs on an anchor is found by an index, in every table that refers to anchors."""
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    refers = [
        (table, row[3])
        for table in tables
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
        if row[2] == "anchors"
    ]
    assert {table for table, _ in refers} >= {"sketches", "decisions", "memberships", "told", "ids"}
    for table, column in refers:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1").fetchone()[3]
        assert plan.startswith("SEARCH") or table == "judged", (table, plan)
    connection.close()


def test_the_words_are_gone_while_another_program_has_the_ledger_open(path: Path, linker: Linker) -> None:
    other = sqlite3.connect(path)
    other.execute("SELECT count(*) FROM documents").fetchone()
    forget(path, linker, "document", "secret-c")
    assert b"Tarnish" not in raw(path)
    other.close()


def test_a_reader_in_the_middle_of_its_work_leaves_the_note_open(path: Path, linker: Linker) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM documents").fetchone()
    with Ledger(path, wait=0.1) as ledger:
        done = ledger.forget("document", "secret-c", "A. Reader", "asked for", linker)
        assert not done.finished
        assert [fault.test for fault in ledger.check(quick=True).faults] == ["removals"]
        other.execute("COMMIT")
        other.close()
        assert [one.finished for one in ledger.finish_removals()] == [True]
    assert b"Tarnish" not in raw(path)


def test_a_dated_note_stays_that_names_nothing(path: Path, linker: Linker) -> None:
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        (note,) = ledger.removals()
    assert (note.kind, note.author, note.reason, note.finished) == ("document", "A. Reader", "asked for", True)
    assert (note.counts["documents"], note.counts["versions"], note.counts["claims"]) == (1, 2, 4)


def test_events_that_rest_on_others_stay_at_every_moment(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger:
        before = {event.id: event for event in ledger.events()}
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        after = {event.id: event for event in ledger.events()}
        assert after.keys() <= before.keys()
        assert all(event.reports == 2 for event in after.values())
    for moment in ("2025-04-01T05:00", "2025-04-02"):
        with Ledger(path, as_of=moment) as ledger:
            then = list(ledger.events())
            assert then
            assert all(event.reports <= 2 for event in then)
            assert all("secret-c" not in str(event) for event in then)
            for event in then:
                ledger.event(event.id)


def test_the_id_of_an_event_leads_on_where_the_document_that_named_it_goes(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger:
        named = {event.id: {one.document for one in event.claims} for event in ledger.events()}
    forget(path, linker, "document", "a")
    with Ledger(path) as ledger:
        for id, documents in named.items():
            if documents - {"a"}:
                assert ledger.event(id).event.reports == len(documents - {"a"})
        assert ledger.check().faults == ()


def test_an_id_that_is_gone_says_since_when(path: Path, linker: Linker) -> None:
    forget(path, linker, "document", "secret-c")
    forget(path, linker, "document", "a")
    forget(path, linker, "document", "b")
    with Ledger(path) as ledger:
        today = ledger.removals()[0].at[:10]
        with pytest.raises(UnknownClaimError, match=f"taken out on {today}"):
            ledger.claim("secret-cc0ffee01")
        with pytest.raises(UnknownEventError, match=f"taken out on {today}"):
            ledger.event("ac0ffee01")
        assert ledger.taken_out_id("secret-c")
        assert ledger.taken_out_id("never") is None
        assert list(ledger.events()) == []


def test_the_same_file_read_again_does_not_bring_it_back(path: Path, linker: Linker) -> None:
    gone = told("secret-c", WORDS, "https://harbour.example/2025/tarnish")
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        moved = replace(gone, id="renamed")
        elsewhere = replace(gone, id="third", text=TEXT + " Another text.")
        for of in (gone, moved, elsewhere):
            assert ledger.taken_out(of)
            assert ledger.add(of, read(of), "1") is Outcome.TAKEN_OUT
        assert ledger.taken_out_address("http://www.harbour.example/2025/tarnish?utm_medium=mail")
        other = told("d", "Something else.")
        assert ledger.add(other, read(other), "1") is Outcome.NEW
    assert b"Tarnish" not in raw(path)


def test_a_document_that_stays_may_have_the_address_of_one_that_went(path: Path, linker: Linker) -> None:
    mate = told("mate", "The same page.", "https://harbour.example/2025/tarnish")
    with Ledger(path) as ledger:
        ledger.add(mate, read(mate), "1")
    forget(path, linker, "document", "secret-c")
    newer = replace(mate, text=mate.text + " And more.")
    with Ledger(path) as ledger:
        assert ledger.add(newer, read(newer), "1") is Outcome.CHANGED
    assert b"Tarnish bridge" not in raw(path)


def test_what_was_taken_out_may_be_allowed_again(path: Path, linker: Linker) -> None:
    forget(path, linker, "document", "secret-c")
    again = told("secret-c", WORDS, "https://harbour.example/2025/tarnish")
    with Ledger(path) as ledger:
        with pytest.raises(RemovalError, match="was not taken out"):
            ledger.allow_again("document", "b")
        ledger.allow_again("document", "secret-c")
        assert ledger.add(again, read(again), "1") is Outcome.NEW


def test_an_address_takes_all_its_documents_and_fetches(path: Path, linker: Linker) -> None:
    page = b"<p>The Tarnish bridge</p>" * 40
    with Ledger(path) as ledger:
        fetch = KeptFetch(
            "https://harbour.example/2025/tarnish", "https://harbour.example/2025/tarnish", "2025-04-01", 200
        )
        ledger.keep(replace(fetch, document="secret-c"), page)
        ledger.keep(replace(fetch, at="2025-04-02"), page + b"2")
        assert ledger.plan_removal("address", "http://harbour.example/2025/tarnish").documents
    forget(path, linker, "address", "http://harbour.example/2025/tarnish#top")
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM fetches").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM bodies").fetchone() == (0,)
    connection.close()
    assert b"Tarnish" not in raw(path)


def test_bytes_that_another_document_was_read_from_stay(path: Path, linker: Linker) -> None:
    page = b"<p>one page, two documents</p>" * 40
    with Ledger(path) as ledger:
        fetch = KeptFetch("https://harbour.example/x", "https://harbour.example/x", "2025-04-01", 200)
        digest = ledger.keep(replace(fetch, document="secret-c"), page)
        ledger.keep(replace(fetch, document="b"), page)
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        assert digest and ledger.original(digest) == page
        assert ledger.fetches("secret-c") == ()


def test_bytes_of_a_feed_go_with_the_article_that_it_carried(path: Path, linker: Linker) -> None:
    feed = f"<rss><item>{WORDS}</item><item>{TEXT}</item></rss>".encode()
    with Ledger(path) as ledger:
        fetch = KeptFetch("https://harbour.example/rss", "https://harbour.example/rss", "2025-04-01", 200)
        ledger.keep(replace(fetch, document="secret-c", part="1"), feed)
        ledger.keep(replace(fetch, document="b", part="2"), feed)
        ledger.keep(replace(fetch, at="2025-04-02"), feed + b"<!-- polled again -->")
    forget(path, linker, "document", "secret-c")
    connection = sqlite3.connect(path)
    held = [zlib.decompress(packed) for (packed,) in connection.execute("SELECT packed FROM bodies")]
    connection.close()
    assert not any(b"Tarnish" in body for body in held)


def test_what_is_fetched_again_is_not_archived_again(path: Path, linker: Linker) -> None:
    page = "https://harbour.example/2025/tarnish"
    forget(path, linker, "document", "secret-c")
    body = WORDS.encode() * 20
    with Ledger(path) as ledger:
        fetch = KeptFetch(page, page, "2025-04-09", 200)
        assert ledger.keep(replace(fetch, document="secret-c"), body) is None
        assert ledger.keep(fetch, body) is None
        state = FeedState("https://harbour.example/rss", "https://harbour.example/rss", polled=datetime.now(UTC))
        entries = [FeedEntry("1", page, title="Tarnish", content=WORDS), FeedEntry("2", "https://harbour.example/2")]
        answer = KeptFetch("https://harbour.example/rss", "https://harbour.example/rss", "2025-04-09", 200)
        assert ledger.note_poll(state, entries, answer, body) == 1
        assert [one.entry.id for one in ledger.waiting(datetime.now(UTC) + timedelta(days=1))] == ["2"]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM bodies").fetchone() == (0,)
    connection.close()
    assert b"Tarnish" not in raw(path)


def test_judgements_that_quote_it_go_and_others_stay(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger:
        ledger.judge("stage", "A. Reader", "the Tarnish passage", "secret-cc0ffee01", value="done")
        kept = ledger.judge("stage", "A. Reader", "as it says", "bc0ffee01", value="considered")
        ledger.link(linker)
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        assert [one.id for one in ledger.judgements()] == [kept.id]
    assert b"Tarnish" not in raw(path)


def test_an_audit_keeps_its_verdicts_and_no_word_of_what_went(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger:
        audit = ledger.draw_audit("A. Reader", 6, 1, "1", ClaimFilter(documents=("secret-c",)))
        ledger.give_verdicts(audit.id, 1, "A. Reader", {"event": "right"}, "the Tarnish one")
    forget(path, linker, "document", "secret-c")
    with Ledger(path) as ledger:
        assert all(one.claim is None for one in ledger.sampled(audit.id))
        assert [(one.verdict, one.note) for one in ledger.verdicts(audit.id)] == [("right", None)]
        assert ledger.audit(audit.id).query == {"documents": ["[removed]"]}
    assert b"secret-c" not in raw(path)


def test_nothing_to_take_out_changes_nothing(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger:
        for kind, value in (("document", "none"), ("person", "Nobody Atall"), ("address", "https://no.example/where")):
            with pytest.raises(RemovalError):
                ledger.forget(kind, value, "A. Reader", "asked for", linker)  # type: ignore[arg-type]
        assert ledger.removals() == ()


def test_the_reason_must_not_say_what_is_forgotten(path: Path, linker: Linker) -> None:
    with Ledger(path) as ledger, pytest.raises(RemovalError, match="without naming"):
        ledger.forget("person", NAME, "A. Reader", f"{NAME.upper()} asked for it", linker)


# persons


@pytest.fixture
def named(tmp_path: Path, linker: Linker) -> Path:
    """A person in the text of one document, as who another's words were read as, and in the id of a third."""
    path = tmp_path / "persons.db"
    with Ledger(path) as ledger:
        first = told("first", f"{WORDS} Then Pelikan left. ZSIGMOND PELIKÁN, too.", title=f"What {NAME} did")
        second = told("second", "The quartermaster spoke.")
        third = told("https://harbour.example/zsigmond-pelikan-waits", "No name here.")
        fourth = told("fourth", "A pelikan flew by. Pelikan is a town.")
        for of, who in ((first, NAME), (second, "quartermaster"), (third, ""), (fourth, "")):
            ledger.add(of, read(of, who), "1")
        ledger.link(linker)
        ledger.add_situation("pelikan", '[["party", ["Zsigmond Pelikan"], false]]')
        ledger.judge("actor", "A. Reader", f"it is {NAME}", "fourthc0ffee01", value=NAME)
        ledger.judge("party_identifier", "A. Reader", "who it is", NAME, value="Q42")
        ledger.link(linker)
    return path


def test_the_documents_that_name_a_person_are_listed_first(named: Path) -> None:
    with Ledger(named) as ledger:
        plan = ledger.plan_removal("person", "zsigmond pelikan", whole=False)
    assert {one.document.id: (one.whole, one.mentions) for one in plan.documents} == {
        "first": (False, 3),
        "second": (False, 0),
        "https://harbour.example/zsigmond-pelikan-waits": (True, 0),
    }
    assert plan.situations == ("pelikan",)
    assert plan.alone == 1


def test_a_masked_person_is_in_no_page_of_the_file(named: Path, linker: Linker) -> None:
    forget(named, linker, "person", NAME, whole=False)
    left = raw(named).decode("utf-8", "replace").casefold()
    assert "zsigmond" not in left
    assert "pelikán" not in left
    with Ledger(named) as ledger:
        assert [stored.info.id for stored in ledger.documents()] == ["first", "fourth", "second"]
        first = next(one for one in ledger.extractions() if one.document.id == "first")
        assert len(first.document.text) == len(told("first", f"{WORDS} Then Pelikan left. ZSIGMOND PELIKÁN, too.").text)
        assert "Quartermaster ████████ ███████ waited" in first.document.text
        assert "Then ███████ left" in first.document.text
        assert {party.name for claim in first.extraction.claims for party in claim.actors} >= {"[name removed 1]"}
        assert first.extraction.claims[0].attribution[-1].name == "[name removed 1]"
        assert "pelikan flew by. Pelikan is" in next(
            one.document.text for one in ledger.extractions() if one.document.id == "fourth"
        )
        assert ledger.situations() == ()
        assert [one.kind for one in ledger.judgements()] == ["actor"]
        assert ledger.check().faults == ()
        assert list(ledger.events())


def test_a_masked_document_is_not_read_again_as_it_was(named: Path, linker: Linker) -> None:
    forget(named, linker, "person", NAME, whole=False)
    again = told("first", f"{WORDS} Then Pelikan left. ZSIGMOND PELIKÁN, too.", title=f"What {NAME} did")
    with Ledger(named) as ledger:
        assert ledger.add(again, read(again, NAME), "1") is Outcome.TAKEN_OUT
        held = next(one for one in ledger.extractions() if one.document.id == "first")
        assert ledger.taken_out(held.document) is None
        assert ledger.add(held.document, held.extraction, "2") is Outcome.REREAD


def test_a_person_with_all_documents(named: Path, linker: Linker) -> None:
    forget(named, linker, "person", NAME)
    left = raw(named).decode("utf-8", "replace").casefold()
    assert "zsigmond" not in left
    assert "quartermaster" not in left
    with Ledger(named) as ledger:
        assert [stored.info.id for stored in ledger.documents()] == ["fourth"]


def test_originals_that_name_the_person_go(named: Path, linker: Linker) -> None:
    with Ledger(named) as ledger:
        fetch = KeptFetch("https://harbour.example/", "https://harbour.example/", "2025-04-01", 200)
        ledger.keep(fetch, b"<p>Zsigmond&nbsp;<b>Pelikan</b> again</p>" * 30)
        ledger.keep(replace(fetch, document="first", at="2"), b"%PDF packed")
        kept = ledger.keep(replace(fetch, document="fourth", at="3"), b"<p>nobody</p>")
    forget(named, linker, "person", NAME, whole=False)
    with Ledger(named) as ledger:
        connection = sqlite3.connect(named)
        assert connection.execute("SELECT sha256 FROM bodies").fetchall() == [(kept,)]
        connection.close()
        assert [one.sha256 for one in ledger.fetches("first")] == [None]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Zsigmond Pelikan left.", "████████ ███████ left."),
        ("PELIKAN, ZSIGMOND left", "████████ ████████ left"),
        ("Zsigmond K. Pelikan's aunt", "████████ ██ ███████'s aunt"),
        ("Zsigmond\u00a0Pelika\u0301n", "████████\u00a0████████"),
        ("zSIGMOND\npelikan", "████████\n███████"),
        ("Zsigmonds Pelikane", "Zsigmonds Pelikane"),
        ("Pelikan left; a pelikan flew", "███████ left; a pelikan flew"),
        ("Zsigmond left; Zsigmond Kovacs stayed", "████████ left; Zsigmond Kovacs stayed"),
    ],
)
def test_names_are_found_as_people_write_them(text: str, covered: str) -> None:
    assert Name(NAME).covered(text) == covered


@pytest.mark.parametrize(
    ("name", "text"), [("Jörg Strauß", "JORG STRAUSS"), ("Ole Søby", "OLE SØBY"), ("Ana Łuk", "Ana ŁUK")]
)
def test_names_are_found_whatever_their_letters(name: str, text: str) -> None:
    assert Name(name).stands_in(f"There {text} spoke – twice.")
    assert not Name(name).stands_in("There another spoke – twice.")


@given(st.text(), st.sampled_from([NAME, "zsigmond  PELIKÁN", "Pelikan, Zsigmond"]), st.text())
def test_a_mask_is_as_long_as_the_name(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    covered = Name(NAME).covered(text)
    assert len(covered) == len(text)
    assert not Name(NAME).stands_in(covered)
    assert COVER in covered


def test_a_masked_extraction_obeys_its_text() -> None:
    of = told("x", f"{WORDS} Pelikan spoke.")
    name = Name(NAME)
    masked = masked_document(name, of)
    found = masked_extraction(name, read(of, NAME), masked)
    assert found.document.sha256 == masked.sha256
    assert all(span.text == masked.text[span.start : span.end] for claim in found.claims for span in _spans(claim))


def _spans(claim: Claim) -> list[Span]:
    return [claim.trigger, claim.sentence, *(party.span for party in (*claim.actors, *claim.recipients))]
