"""Copies of a ledger that are whole, and tests that find what is broken and name what to do."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cli_samples import Command, row, runner
from ledger_samples import TEXT, FakeMachinery, document, extraction, shelling, strikes
from onrecord.ledger import BackupError, Ledger, LedgerError, NoLedgerError, NotALedgerError, sqlite
from onrecord.ledger.backup import backup
from onrecord.ledger.kept_model import KeptFetch
from onrecord.linking.standard import standard_linker


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    with Ledger(path) as ledger:
        for id in ("a", "b"):
            of = document(id, published="2025-03-01")
            ledger.add(of, extraction(of, strikes(f"{id}c0ffee01"), shelling(f"{id}c0ffee02")), "1")
        ledger.link(standard_linker())
        ledger.keep(KeptFetch("https://harbour.example/", "https://harbour.example/", "2025", 200), b"bytes" * 20)
    return path


@pytest.fixture
def onrecord(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


# copies


def test_a_copy_holds_all_and_is_one_file(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "copy.db")
    assert made.size == (tmp_path / "copy.db").stat().st_size
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith((".", "copy"))) == ["copy.db"]
    with Ledger(path) as one, Ledger(tmp_path / "copy.db") as other:
        assert list(one.claims()) == list(other.claims())
        assert list(one.events()) == list(other.events())
        assert other.check().faults == ()


def test_a_copy_is_made_while_another_writes(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        with Ledger(path) as ledger:
            while not stop.is_set():
                of = document(f"w{len(written)}")
                ledger.add(of, extraction(of, strikes(f"{len(written):04}")), "1")
                written.append(of.id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copy = backup(path, tmp_path / f"copy{number}.db").path
            with Ledger(copy) as ledger:
                held = [one.info.id for one in ledger.documents() if one.info.id.startswith("w")]
                assert ledger.check(quick=True).faults == ()
            assert set(held) <= set(written)
    finally:
        stop.set()
        writer.join()
    assert written


def test_a_copy_takes_no_place_that_is_taken(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "copy.db"
    there.write_text("mine")
    with pytest.raises(BackupError, match="--force"):
        backup(path, there)
    assert there.read_text() == "mine"
    backup(path, there, force=True)
    with pytest.raises(BackupError, match="the ledger itself"):
        backup(path, path, force=True)
    with pytest.raises(BackupError, match="make it first"):
        backup(path, tmp_path / "none" / "copy.db")
    folder = tmp_path / "copies"
    folder.mkdir()
    assert backup(path, folder).path == folder / "onrecord.db"


def test_what_is_no_ledger_is_not_copied(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    (tmp_path / "notes.txt").write_text("Dear diary")
    with pytest.raises(NotALedgerError):
        backup(tmp_path / "notes.txt", tmp_path / "copy.db")
    change(tmp_path / "other.db", "CREATE TABLE t (x)")
    with pytest.raises(NotALedgerError, match="another program"):
        backup(tmp_path / "other.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_ledger_does_not_replace_a_good_copy(path: Path, tmp_path: Path) -> None:
    good = backup(path, tmp_path / "copy.db").path.read_bytes()
    change(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    broken = bytearray(path.read_bytes())
    broken[8192:40960] = b"\xff" * 32768
    path.write_bytes(broken)
    with pytest.raises(LedgerError, match="damaged"):
        backup(path, tmp_path / "copy.db", force=True)
    assert (tmp_path / "copy.db").read_bytes() == good


def test_a_ledger_of_another_version_is_copied_as_it_is(path: Path, tmp_path: Path) -> None:
    change(path, "UPDATE alembic_version SET version_num = '0003'")
    assert backup(path, tmp_path / "copy.db").tables == "0003"


# tests


def test_a_whole_ledger_has_no_faults(path: Path) -> None:
    with Ledger(path) as ledger:
        found = ledger.check()
        assert found.faults == ()
        assert all(found.tests[name] for name in ("spans", "hashes of texts", "hashes of originals", "events", "ids"))
        assert ledger.check(quick=True).faults == ()


@pytest.mark.parametrize(
    ("statements", "test"),
    [
        (["UPDATE versions SET text = replace(text, 'drone', 'crane') WHERE document = 1"], "hashes of texts"),
        (["UPDATE versions SET text = replace(text, 'drone', 'crane') WHERE document = 1"], "spans"),
        (["UPDATE versions SET text = replace(text, 'drone', 'crane') WHERE document = 1"], "indexes of words"),
        (["UPDATE bodies SET packed = x'00'"], "hashes of originals"),
        (["UPDATE readings SET until = 1 WHERE document = 1"], "current readings"),
        (["INSERT INTO readings(document, extraction, since, until) SELECT document, extraction, since, until "
          "FROM readings"], "current readings"),
        (["DELETE FROM ids"], "ids"),
        (["DELETE FROM memberships"], "ids"),
        (["DELETE FROM told"], "events"),
        (["UPDATE moments SET at = '1999' WHERE key = (SELECT max(key) FROM moments)"], "moments"),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM claims WHERE key = 1"], "keys"),
        (["DROP INDEX ix_claims_id", "CREATE INDEX ix_claims_id ON claims(id) WHERE 0", "PRAGMA writable_schema = ON",
          "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_claims_id ON claims(id)' WHERE name = 'ix_claims_id'"],
         "pages of the file"),
    ],
)  # fmt: skip
def test_what_is_broken_is_found_and_comes_with_advice(path: Path, statements: list[str], test: str) -> None:
    change(path, *statements)
    before = path.read_bytes()
    with Ledger(path) as ledger:
        found = [fault for fault in ledger.check().faults if fault.test == test]
    assert found
    assert all(fault.advice for fault in found)
    assert path.read_bytes() == before


def test_many_faults_of_a_kind_are_counted(tmp_path: Path) -> None:
    with Ledger(tmp_path / "many.db") as ledger:
        for number in range(30):
            of = document(str(number))
            ledger.add(of, extraction(of, strikes(f"{number:08}")), "1")
    change(tmp_path / "many.db", "UPDATE versions SET text = text || '!'")
    with Ledger(tmp_path / "many.db") as ledger:
        found = [fault.what for fault in ledger.check().faults if fault.test == "hashes of texts"]
    assert (len(found), found[-1]) == (21, "and 10 more")


# the commands


@pytest.mark.parametrize("options", [[], ["--quick"], ["--json"]])
def test_the_exit_status_tells(path: Path, onrecord: Command, options: list[str]) -> None:
    assert onrecord("check", *options, "-l", path).status == 0
    change(path, "DELETE FROM ids")
    told = onrecord("check", *options, "-l", path)
    assert told.status == 1
    assert "leads to no claim" in told.out


def test_a_copy_by_the_command(path: Path, tmp_path: Path, onrecord: Command) -> None:
    told = onrecord("backup", tmp_path / "copy.db", "-l", path)
    assert (told.status, "checked" in told.out) == (0, True)
    again = onrecord("backup", tmp_path / "copy.db", "-l", path)
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert onrecord("backup", tmp_path / "copy.db", "--force", "-l", path).status == 0


def test_forgetting_only_shows_what_it_would_do(path: Path, onrecord: Command) -> None:
    told = onrecord("forget", "document", "a", "-l", path)
    assert (told.status, "Nothing was changed" in told.out) == (0, True)
    assert "b" in told.out  # the copy that stays
    with Ledger(path) as ledger:
        assert len(list(ledger.documents())) == 2


def test_several_documents_go_at_once_and_the_file_is_written_anew_once(
    path: Path, onrecord: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bool] = []
    scrub = sqlite.scrub

    def counted(engine: Engine) -> bool:
        written.append(scrub(engine))
        return written[-1]

    monkeypatch.setattr(sqlite, "scrub", counted)
    assert onrecord("forget", "document", "a", "none", "--yes", "-m", "licence ended", "-l", path).status == 1
    with Ledger(path) as ledger:
        assert len(list(ledger.documents())) == 2
    told = onrecord("forget", "document", "a", "b", "a", "--yes", "-m", "licence ended", "--json", "-l", path)
    assert [(note["counts"]["documents"], note["finished"]) for note in told.rows] == [(1, True), (1, True)]
    assert written == [True]
    with Ledger(path) as ledger:
        assert list(ledger.documents()) == []


def test_the_file_may_be_written_anew_later(path: Path, onrecord: Command) -> None:
    told = onrecord("forget", "document", "a", "--yes", "--later", "-m", "licence ended", "-l", path)
    assert (told.status, "still to be cleaned: onrecord forget finish" in " ".join(told.out.split())) == (0, True)
    assert onrecord("check", "--quick", "-l", path).status == 1
    assert onrecord("forget", "finish", "-l", path).status == 0
    assert onrecord("check", "--quick", "-l", path).status == 0


def test_forgetting_needs_a_reason_and_a_choice(path: Path, onrecord: Command) -> None:
    assert onrecord("forget", "document", "a", "--yes", "-l", path).status == 2
    assert onrecord("forget", "person", "Anna Example", "--yes", "-m", "x", "-l", path).status == 2
    assert onrecord("forget", "person", "Anna Example", "--mask", "--documents", "-l", path).status == 2
    assert onrecord("forget", "person", "Anna Example", "-l", path).status == 1
    assert onrecord("forget", "person", "An", "-l", path).status == 1


def test_forgetting_by_the_command(path: Path, onrecord: Command, tmp_path: Path) -> None:
    told = onrecord("forget", "document", "a", "--yes", "-m", "licence ended", "--author", "A. Reader", "-l", path)
    assert told.status == 0
    (note,) = onrecord("forget", "list", "--json", "-l", path).rows
    assert (note["kind"], note["reason"], note["counts"]["documents"]) == ("document", "licence ended", 1)
    assert "licence ended" in onrecord("forget", "list", "-l", path).out
    assert "nothing to clean" in onrecord("forget", "finish", "-l", path).out
    assert onrecord("forget", "allow", "a", "-l", path).status == 0
    assert onrecord("forget", "allow", "never", "-l", path).status == 1


def test_reading_the_same_file_again_says_that_it_was_taken_out(
    tmp_path: Path, onrecord: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    path, rows = tmp_path / "read.db", tmp_path / "rows.jsonl"
    rows.write_text(row("a") + row("b", TEXT + " More."))
    onrecord("read", rows, "-l", path)
    onrecord("forget", "document", "a", "--yes", "-m", "licence ended", "-l", path)
    told = onrecord("read", rows, "-l", path)
    assert told.status == 0
    assert "1 taken out, 1 unchanged" in told.out
    assert "not read again" in told.err
    assert [one["outcome"] for one in onrecord("read", rows, "--json", "-l", path).rows] == ["taken out", "unchanged"]
    onrecord("forget", "allow", "a", "-l", path)
    assert "1 new" in onrecord("read", rows, "-l", path).out
