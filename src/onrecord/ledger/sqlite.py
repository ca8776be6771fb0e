"""Everything that is SQLite's own: connecting, locking, its full-text search, its errors."""

from __future__ import annotations

import math
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from onrecord.ledger.errors import (
    BusyLedgerError,
    EmptyQueryError,
    FullDiskError,
    LedgerError,
    NotALedgerError,
    ReadOnlyLedgerError,
    SlowQuestionError,
    UnstorableError,
)

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x6F6E7263  # "onrc": tells our files from those of other programs that use SQLite
MARK = ("\x02", "\x03")  # round the words of a snippet that match


_STEPS = 20_000
"""Instructions of SQLite's between two looks at the clock: about a millisecond."""


def connect(path: Path, wait: float, patience: float | None = None) -> Engine:
    """Give an engine for the SQLite file at `path`, which waits `wait` seconds for another writer.

    With `patience` what is done in a transaction is broken off when it is that many seconds old.
    Transactions begin where SQLAlchemy begins them; one with the execution option `writes` takes the
    write lock at once, so that it fails before it has done anything, not in its middle.
    """

    def creator() -> sqlite3.Connection:
        uri = path.absolute().as_uri()
        connection = _open(f"{uri}?mode=rwc", wait)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            connection.close()
            # A write-ahead log needs a second file beside it. In a folder that cannot be written to SQLite
            # reads without it only when told that nobody can be writing, which such a folder makes sure of.
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            if Path(f"{path}-wal").exists() or not path.exists():
                raise
            connection = _open(f"{uri}?immutable=1", wait)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -16000")
        if patience is not None:
            connection.set_progress_handler(lambda: time.monotonic() > end[0], _STEPS)
        return connection

    end = [math.inf]

    def begin(connection: Connection) -> None:
        if patience is not None:
            end[0] = time.monotonic() + patience
        _begin(connection)

    engine = create_engine("sqlite+pysqlite://", creator=creator, poolclass=QueuePool)
    event.listen(engine, "begin", begin)
    return engine


def _open(uri: str, wait: float) -> sqlite3.Connection:
    # isolation_level None: the driver begins no transactions by itself
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def looks_foreign(path: Path) -> bool:
    """Whether the file at `path` holds something, but no SQLite database."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    return bool(head) and head != MAGIC


def identify(connection: Connection) -> str | None:
    """Give the version of the ledger's tables, "" for a database of something else, None for an empty one."""
    known = "SELECT name FROM sqlite_master WHERE type = 'table'"
    tables = {row[0] for row in connection.execute(text(known))}
    if not tables:
        return None
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        return ""
    if "alembic_version" not in tables:
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def keep_log(engine: Engine) -> None:
    """Turn the write-ahead log on for a new file: readers and a writer do not wait for each other.

    Where the file system cannot do it (some network shares) SQLite keeps its slower journal.
    """
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def index_version(connection: Connection, key: int, title: str | None, body: str) -> None:
    """Make the words of a new version of a document findable."""
    insert = text("INSERT INTO document_search(rowid, title, text) VALUES (:key, :title, :body)")
    connection.execute(insert, {"key": key, "title": title, "body": body})


def index_claims(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Make the passages of new claims findable; each row has `key` and `passage`."""
    if rows:
        connection.execute(text("INSERT INTO claim_search(rowid, passage) VALUES (:key, :passage)"), rows)


def unindex_version(connection: Connection, key: int, title: str | None, body: str) -> None:
    """Take the words of a version out of the index; they must be those that it was indexed with."""
    delete = "INSERT INTO document_search(document_search, rowid, title, text) VALUES ('delete', :key, :title, :body)"
    connection.execute(text(delete), {"key": key, "title": title, "body": body})


def unindex_claims(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Take the passages of claims out of the index; rows as for `index_claims`, with what was indexed."""
    if rows:
        delete = "INSERT INTO claim_search(claim_search, rowid, passage) VALUES ('delete', :key, :passage)"
        connection.execute(text(delete), rows)


def merge_indexes(connection: Connection) -> None:
    """Write the indexes of words anew without what was taken out of them: until then that is only marked as gone.

    They are merged from what they hold, no text is read: 30 MB for 6,000 articles.
    """
    for name in ("document_search", "claim_search"):
        connection.execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))


def erase_deleted(connection: Connection) -> None:
    """Let what is deleted from now on be overwritten in the file, not only marked as free."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")


def scrub(engine: Engine) -> bool:
    """Write the file anew without its free pages and empty its log, so that no deleted word is left in either.

    False where another program that reads the ledger kept the log from being emptied.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.close()


def match_expression(query: str) -> str:
    """Put what a person types into FTS5's language: all words, "phrases" kept, `word*` for beginnings.

    Raises EmptyQueryError where there is no word in it.
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|(\S+)', query):
        term = phrase or word.replace('"', "")
        if not any(c.isalnum() for c in term):
            continue
        prefix = "*" if word.endswith("*") else ""
        terms.append('"' + term.rstrip("*").replace("\x00", "") + '"' + prefix)
    if not terms:
        raise EmptyQueryError("there is no word to search for; write some, e.g. onrecord find 'drone strikes'")
    return " ".join(terms)


def search_documents(
    connection: Connection, expression: str, limit: int, at: int, published: str | None
) -> list[tuple[int, str]]:
    """Give the extraction and the best words of each document that matches as it is at a moment, best first.

    `published` leaves out those published later.
    """
    found = text(
        "SELECT extractions.key, snippet(document_search, -1, :open, :close, ' … ', 24) "
        "FROM document_search JOIN versions ON versions.key = document_search.rowid "
        "JOIN extractions ON extractions.version = versions.key "
        "JOIN readings ON readings.extraction = extractions.key AND readings.since <= :at AND readings.until > :at "
        "JOIN documents ON documents.key = versions.document "
        "WHERE document_search MATCH :expression "
        "AND (:published IS NULL OR versions.published IS NULL OR versions.published <= :published) "
        "ORDER BY bm25(document_search, 4.0, 1.0), documents.id "
        "LIMIT :limit"
    )
    values = {"open": MARK[0], "close": MARK[1], "expression": expression, "limit": limit} | {
        "at": at, "published": None if published is None else published + "T~"
    }  # fmt: skip
    return [(row[0], row[1]) for row in connection.execute(found, values)]


def search_claims(connection: Connection, expression: str, extraction: int) -> list[str]:
    """Give the records of the claims of an extraction whose passages match, in the order of the text."""
    found = text(
        "SELECT claims.record FROM claims WHERE claims.extraction = :extraction AND claims.key IN "
        "(SELECT rowid FROM claim_search WHERE claim_search MATCH :expression) ORDER BY claims.position"
    )
    values = {"extraction": extraction, "expression": expression}
    return [row[0] for row in connection.execute(found, values)]


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the ledger's own exceptions, with messages that say what to do."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise UnstorableError(
            "a document has broken characters (half of a surrogate pair) in its text or description; "
            "mend its encoding and read it again"
        ) from error
    except OverflowError as error:
        raise UnstorableError("a number in it is too large to keep; mend it and read it again") from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", None)
        if isinstance(cause, UnicodeEncodeError | sqlite3.DataError):
            raise UnstorableError(str(cause)) from error
        raise _explain(path, code, str(cause)) from error


def _explain(path: Path, code: int | None, said: str) -> LedgerError:
    primary = code & 0xFF if code is not None else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyLedgerError(
            f"{path}: another process is writing to this ledger; wait until it has finished, then run this again"
        )
    if primary == sqlite3.SQLITE_INTERRUPT:
        return SlowQuestionError(f"{path}: this question takes too long; ask for less, by filters or a shorter range")
    if primary == sqlite3.SQLITE_FULL or code in (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC):
        return FullDiskError(
            f"{path}: there is no room left to write (the disk is full, or a quota is reached); free "
            "some and run this again, it goes on where it stopped; what was written is whole"
        )
    if primary == sqlite3.SQLITE_READONLY:
        return ReadOnlyLedgerError(
            f"{path}: this ledger is read-only; make the file and its folder writable, or name another with --ledger"
        )
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return NotALedgerError(
            f"{path}: this file is damaged, or no ledger of onrecord; name another with --ledger, or restore "
            "it from a copy"
        )
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return LedgerError(f"{path}: this ledger cannot be opened; check that it and its folder may be read")
    return LedgerError(f"{path}: the ledger cannot be used ({said})")
