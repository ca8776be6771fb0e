"""Ledger files in every state: new, old, newer, foreign, damaged, read-only, full, shared."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from ledger_samples import document, extraction, strikes
from onrecord.ledger import (
    BusyLedgerError,
    FullDiskError,
    Ledger,
    LedgerError,
    NewerLedgerError,
    NoLedgerError,
    NotALedgerError,
    Outcome,
    ReadOnlyLedgerError,
)
from onrecord.ledger.schema import metadata
from onrecord.ledger.upgrade import REVISIONS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    with Ledger(path) as ledger:
        ledger.add(document(), extraction(document(), strikes()), "1")
    return path


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_ledger_is_made_where_there_is_none(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a ledger?#100%.db") as ledger:
        assert list(ledger.documents()) == []
    assert (tmp_path / "a ledger?#100%.db").exists()


def test_asking_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError, match="onrecord read"):
        Ledger(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_migrations_lead_to_the_tables_that_the_program_knows(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
        return not (kind == "table" and name and "_search" in name)  # made by FTS5

    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_migration_is_known_in_its_order() -> None:
    from alembic.script import ScriptDirectory

    import onrecord.ledger

    folder = Path(onrecord.ledger.__file__).parent / "migrations"
    revisions = [script.revision for script in ScriptDirectory(str(folder)).walk_revisions()]
    assert tuple(reversed(revisions)) == REVISIONS


def test_opening_a_ledger_that_is_up_to_date_loads_no_migrations(path: Path) -> None:
    code = f"""
        import sys
        from onrecord.ledger import Ledger
        with Ledger({str(path)!r}) as ledger:
            assert len(list(ledger.documents())) == 1
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_a_ledger_of_a_newer_version_is_left_alone(path: Path) -> None:
    change(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(NewerLedgerError, match=r"newer version of onrecord.*install that version"):
        Ledger(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear diary,\n", b"{}", b"\x00" * 4096, b"SQLite format 3\x00garbage" * 300])
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(NotALedgerError):
        Ledger(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    change(path, "CREATE TABLE alembic_version (version_num TEXT)")
    before = path.read_bytes()
    with pytest.raises(NotALedgerError, match="belongs to another program"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(NotALedgerError, match="folder"):
        Ledger(tmp_path)


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="make it first"):
        Ledger(tmp_path / "none" / "onrecord.db")


def test_a_damaged_ledger_is_named(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(NotALedgerError, match="damaged"), Ledger(path) as ledger:
        list(ledger.claims())


def use_read_only(path: Path, answer: int) -> None:
    """In a process of its own: ask the ledger, then write to it, and send what it says to that."""
    if os.getuid() == 0:
        os.setuid(65534)  # root may write everything
    with Ledger(path) as ledger:
        assert [stored.claim.id for stored in ledger.claims()] == ["c0ffee01"]
        for write in (
            ledger.ensure_writable,
            lambda: ledger.add(document("b"), extraction(document("b"), strikes()), "1"),
        ):
            try:
                write()
            except ReadOnlyLedgerError as error:
                os.write(answer, f"{error}\n".encode())
    os._exit(0)


@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
def test_a_read_only_ledger_is_read_and_not_written(path: Path, folder_mode: int) -> None:
    modes = {folder: folder.stat().st_mode for folder in path.parents if "pytest" in str(folder)}
    for folder in modes:  # pytest closes its folders to others
        folder.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(folder_mode)
    reader, writer = os.pipe()
    child = multiprocessing.get_context("fork").Process(target=use_read_only, args=(path, writer))
    child.start()
    child.join(30)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    for folder, mode in modes.items():
        folder.chmod(mode)
    assert said.count("this ledger is read-only; make the file and its folder writable") == 2


def test_a_full_disk_loses_nothing(path: Path) -> None:
    code = f"""
        import resource, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from ledger_samples import document, extraction, strikes
        from onrecord.ledger import FullDiskError, Ledger
        with Ledger({str(path)!r}) as ledger:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            done = 0
            try:
                while True:
                    of = document(f"d{{done}}")
                    ledger.add(of, extraction(of, *[strikes()] * 20), "1")
                    done += 1
            except FullDiskError as error:
                print(done, error)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
    done, _, message = ended.stdout.partition(" ")
    assert "no room left" in message, ended.stderr
    with Ledger(path) as ledger:
        assert len(list(ledger.documents())) == int(done) + 1
        assert all(stored.claims in (1, 20) for stored in ledger.documents())
        assert ledger.add(document("z"), extraction(document("z")), "1") is Outcome.NEW


def test_a_full_database_is_a_full_disk(path: Path) -> None:
    with Ledger(path) as ledger, pytest.raises(FullDiskError):
        with ledger._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 60")
        for number in range(500):
            of = document(str(number))
            ledger.add(of, extraction(of, *[strikes()] * 20), "1")


def test_a_writer_that_takes_too_long_is_named(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger(path, wait=0.1) as ledger:
        assert len(list(ledger.claims())) == 1  # reading goes on meanwhile
        with pytest.raises(BusyLedgerError, match="another process is writing"):
            ledger.add(document("b"), extraction(document("b")), "1")
        other.execute("COMMIT")
        assert ledger.add(document("b"), extraction(document("b")), "1") is Outcome.NEW
    other.close()


def write_many(path: Path, name: str) -> None:
    with Ledger(path) as ledger:
        for number in range(25):
            for of in (document(f"{name}{number}"), document(f"shared{number}")):
                ledger.add(of, extraction(of, strikes()), "1")
    os._exit(0)


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"  # which both of them make
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_many, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with Ledger(path) as ledger:
        assert [(d.versions, d.claims) for d in ledger.documents()] == [(1, 1)] * 75
