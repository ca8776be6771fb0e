"""Copies of a ledger, made while others read and write it, and checked before they take their place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.ledger import sqlite
from onrecord.ledger.errors import BackupError, LedgerError, NoLedgerError, NotALedgerError


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made: where, of how many bytes, and which version its tables have."""

    path: Path
    size: int
    tables: str


def backup(ledger: Path, to: Path, force: bool = False, wait: float = 30.0) -> Copied:
    """Copy a ledger to a file, as it is at one moment, and check the copy.

    Uses SQLite's online backup: who reads or writes meanwhile need not stop. The ledger is not moved on to the tables
    of this version, so that a copy can be made before a new version opens it. The copy is written beside its place
    and renamed when it is whole: an earlier copy is never lost to a failed one. With `force` it takes the place of a
    file that is there; in a folder it gets the ledger's name.

    Raises NoLedgerError, NotALedgerError, BackupError and what `sqlite.translated` names.
    """
    if not ledger.is_file():
        raise NoLedgerError(f"{ledger}: there is no ledger here; name yours with --ledger")
    if sqlite.looks_foreign(ledger):
        raise NotALedgerError(f"{ledger}: this file is no ledger of onrecord; name another with --ledger")
    if to.is_dir():
        to = to / ledger.name
    if to.exists():
        if to.samefile(ledger):
            raise BackupError(f"{to}: this is the ledger itself; name another file")
        if not force:
            raise BackupError(f"{to}: there is a file already; name another, or replace it with --force")
    if not to.parent.is_dir():
        raise BackupError(f"{to}: the folder {to.parent} does not exist; make it first")
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with sqlite.translated(ledger):
            tables = _copy(ledger, part, wait)
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        size = part.stat().st_size
        part.replace(to)
        # a log that belonged to the file that was replaced would be taken for the copy's own
        for ending in ("-wal", "-shm"):
            Path(f"{to}{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(f"{to}: the copy cannot be written ({error.strerror}); the ledger is as it was") from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{part}{ending}").unlink(missing_ok=True)
    return Copied(to, size, tables)


def _copy(ledger: Path, part: Path, wait: float) -> str:
    source = sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True, timeout=wait)
    with closing(source), closing(sqlite3.connect(part)) as copy:
        if source.execute("PRAGMA application_id").fetchone()[0] != sqlite.APPLICATION_ID:
            raise NotALedgerError(f"{ledger}: this database belongs to another program; name a ledger with --ledger")
        source.backup(copy)  # in one step: one moment of the ledger, which writers do not wait for
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file, with nothing in a log beside it
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise LedgerError(
                f"{ledger}: the copy is damaged, as the ledger may be ({' '.join(found.split())}); see `onrecord check`"
            )
        tables = str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        copy.execute("PRAGMA journal_mode = WAL")
        return tables
