"""Whether a ledger is whole: the file, its indexes, and what its records promise of each other."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, OperationalError

from onrecord.ledger.addressing import extractions_at
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.moments import Sight
from onrecord.ledger.schema import ENDLESS

RESTORE = "restore the file from a copy (`onrecord backup` makes them)"
REREAD = "read the document again, or take it out with `onrecord forget document`"
RELINK = "link it again: `onrecord read` and `onrecord reread` do, and report this"
REBUILD = "the index can be made anew: see docs/duties.md; nothing that was read is lost"

_MOST = 20
"""Faults of one kind that are listed before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what was tested, where and what it is, and what to do."""

    test: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at, in numbers by test, and what it found wrong."""

    tests: dict[str, int]
    faults: tuple[Fault, ...]


class Checking(LedgerFile):
    """Tests of a ledger. They change nothing."""

    def check(self, quick: bool = False, progress: Callable[[str], None] | None = None) -> Checked:
        """Test the ledger: the file, keys that lead nowhere, indexes, spans, hashes, events, ids, current readings.

        `quick` leaves out what reads every text. `progress` is told the name of each test. Raises LedgerError where the
        file cannot be read at all.
        """
        tests: dict[str, int] = {}
        faults: list[Fault] = []
        for name, test in (QUICK if quick else TESTS).items():
            if progress is not None:
                progress(name)
            looked, found = 0, 0
            with self._reading() as connection:
                for fault in test(connection):
                    if isinstance(fault, int):
                        looked += fault
                        continue
                    found += 1
                    if found <= _MOST:
                        faults.append(Fault(name, fault[0], fault[1]))
                if found > _MOST:
                    faults.append(Fault(name, f"and {found - _MOST:,} more", ""))
            tests[name] = looked
        return Checked(tests, tuple(faults))


Found = Iterator[int | tuple[str, str]]
"""What a test gives: how much it has looked at, and faults with advice."""


def _pages(connection: Connection) -> Found:
    yield int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
        if said != "ok":
            yield f"SQLite: {said}", RESTORE


def _quick_pages(connection: Connection) -> Found:
    yield int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    for (said,) in connection.exec_driver_sql("PRAGMA quick_check(100)"):
        if said != "ok":
            yield f"SQLite: {said}", RESTORE


def _keys(connection: Connection) -> Found:
    yield 1
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: it refers to a row of {parent} that is not there", RESTORE
    # SQLite itself does not look after these, which would make every removal read all of them
    lost = "SELECT DISTINCT anchor FROM shared_keys WHERE anchor NOT IN (SELECT key FROM anchors)"
    for (anchor,) in connection.execute(text(lost)):
        yield f"shared_keys: it refers to the anchor {anchor} that is not there", RESTORE


def _indexes(connection: Connection) -> Found:
    for name in ("document_search", "claim_search"):
        yield 1
        try:
            # the second value compares the index with the texts it was made of
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        except OperationalError:
            return  # a ledger that may only be read; the test is made by way of a writing statement
        except DatabaseError as error:
            yield f"{name}: the index of words does not fit the texts ({error.orig})", REBUILD


def _spans(connection: Connection) -> Found:
    query = (
        "SELECT documents.id, versions.text, versions.number, extractions.key FROM extractions "
        "JOIN versions ON versions.key = extractions.version JOIN documents ON documents.key = versions.document"
    )
    for id, said, number, key in connection.execute(text(query)).all():
        where = f"{id}, version {number}"
        for table in ("claims", "attributions", "times", "places"):
            rows = connection.execute(text(f"SELECT record FROM {table} WHERE extraction = :key"), {"key": key})
            for (record,) in rows:
                try:
                    value = json.loads(record)
                except ValueError:
                    yield f"{where}: a record of {table} is no JSON", REREAD
                    continue
                looked, wrong = _wrong_span(value, said)
                yield looked
                if wrong:
                    yield f"{where}: in {table}, {wrong}", REREAD


def _wrong_span(value: Any, said: str) -> tuple[int, str]:
    looked, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            start, end, words = item.get("start"), item.get("end"), item.get("text")
            if isinstance(start, int) and isinstance(end, int) and isinstance(words, str):
                looked += 1
                if said[start:end] != words:
                    return looked, f"the span {start}–{end} is not its words in the text"
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return looked, ""


def _hashes(connection: Connection) -> Found:
    query = (
        "SELECT documents.id, versions.text, extractions.info FROM extractions JOIN versions ON versions.key = "
        "extractions.version JOIN documents ON documents.key = versions.document"
    )
    for id, said, info in connection.execution_options(yield_per=50).execute(text(query)):
        yield 1
        if json.loads(info)["sha256"] != hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest():
            yield f"{id}: the text is not the one that was read (its SHA-256 differs)", REREAD


def _originals(connection: Connection) -> Found:
    for digest, size, packed in connection.execution_options(yield_per=20).execute(
        text("SELECT sha256, size, packed FROM bodies")
    ):
        yield 1
        try:
            body = zlib.decompress(packed)
        except zlib.error:
            body = b""
        if len(body) != size or hashlib.sha256(body).hexdigest() != digest:
            yield f"original {digest[:12]}: its bytes are not those that were fetched", RESTORE


def _readings(connection: Connection) -> Found:
    held = {"open": ENDLESS}
    yield int(connection.execute(text("SELECT count(*) FROM documents")).scalar_one())
    query = (
        "SELECT documents.id, count(readings.key) FROM documents LEFT JOIN readings ON readings.document = "
        "documents.key AND readings.until = :open GROUP BY documents.key HAVING count(readings.key) <> 1"
    )
    for id, count in connection.execute(text(query), held):
        yield f"{id}: it has {count} current readings and not one", REREAD
    query = (
        "SELECT documents.id FROM readings JOIN extractions ON extractions.key = readings.extraction JOIN versions "
        "ON versions.key = extractions.version JOIN documents ON documents.key = readings.document "
        "WHERE versions.document <> readings.document"
    )
    for (id,) in connection.execute(text(query)):
        yield f"{id}: a reading of it is one of another document", RESTORE


def _events(connection: Connection) -> Found:
    query = text("SELECT id, record FROM events WHERE until = :open")
    rows = connection.execute(query, {"open": ENDLESS}).all()
    yield len(rows)
    query = text(
        'SELECT documents.id, anchors.start, anchors."end" FROM told JOIN anchors ON anchors.key = told.anchor '
        "JOIN documents ON documents.key = anchors.document WHERE told.until = :open"
    )
    anchors = {tuple(row) for row in connection.execute(query, {"open": ENDLESS})}
    grouped = set(
        connection.execute(
            text(
                "SELECT groups.id FROM groups JOIN relations ON relations.key = groups.relation "
                "WHERE relations.name = 'event' AND groups.until = :open"
            ),
            {"open": ENDLESS},
        ).scalars()
    )
    seen: set[str] = set()
    for id, record in rows:
        if id in seen:
            yield f"event {id}: it stands twice", RELINK
        seen.add(id)
        if id not in grouped:
            yield f"event {id}: there is no group of claims of this id", RELINK
        for claim in json.loads(record)["claims"]:
            if (claim["document"], claim["start"], claim["end"]) not in anchors:
                yield f"event {id}: a claim of it in {claim['document']} is not there", RELINK


def _told(connection: Connection) -> Found:
    """That what events tell is read in the readings in force."""
    rows = connection.execute(
        text(
            "SELECT documents.id, claims.extraction FROM told JOIN anchors ON anchors.key = told.anchor JOIN documents "
            "ON documents.key = anchors.document JOIN claims ON claims.key = told.claim WHERE told.until = :open"
        ),
        {"open": ENDLESS},
    ).all()
    yield len(rows)
    waiting = {
        row[0]
        for row in connection.execute(
            text(
                "SELECT documents.id FROM readings JOIN documents ON documents.key = readings.document "
                "LEFT JOIN linked ON linked.document = readings.document AND linked.extraction = readings.extraction "
                "WHERE readings.until = :open AND linked.document IS NULL"
            ),
            {"open": ENDLESS},
        )
    }
    in_force = extractions_at(connection, Sight(), {row[0] for row in rows})
    for id in sorted({id for id, extraction in rows if in_force.get(id) != extraction and id not in waiting}):
        yield f"{id}: events tell of an earlier reading of it", RELINK


def _ids(connection: Connection) -> Found:
    yield int(connection.execute(text("SELECT count(*) FROM ids")).scalar_one())
    query = "SELECT DISTINCT id FROM groups WHERE id NOT IN (SELECT id FROM ids)"
    for (id,) in connection.execute(text(query)):
        yield f"group {id}: its id leads to no claim or document", RELINK
    query = (
        "SELECT id FROM groups WHERE until = :open AND NOT EXISTS (SELECT 1 FROM memberships "
        'WHERE memberships."group" = groups.key AND memberships.until = :open)'
    )
    for (id,) in connection.execute(text(query), {"open": ENDLESS}):
        yield f"group {id}: it has no member", RELINK


def _moments(connection: Connection) -> Found:
    yield int(connection.execute(text("SELECT count(*) FROM moments")).scalar_one())
    query = "SELECT b.key FROM moments AS a JOIN moments AS b ON b.key = a.key + 1 WHERE b.at < a.at"
    for (key,) in connection.execute(text(query)):
        yield f"moment {key}: it is earlier than the one before it", RESTORE
    for table in ("readings", "groups", "memberships", "told", "events", "decisions"):
        query = f"SELECT count(*) FROM {table} WHERE since >= until AND since < :open - 1"
        count = connection.execute(text(query), {"open": ENDLESS}).scalar_one()
        if count:
            yield f"{table}: {count:,} rows end before they begin", RESTORE


def _removals(connection: Connection) -> Found:
    yield int(connection.execute(text("SELECT count(*) FROM removals")).scalar_one())
    for (at,) in connection.execute(text("SELECT at FROM removals WHERE state <> 'done'")):
        yield (
            f"what was taken out on {at[:10]} may still stand in free pages of the file",
            "close other programs that use the ledger and run `onrecord forget finish`",
        )


_Tests = dict[str, Callable[[Connection], Found]]

_ALWAYS: _Tests = {
    "current readings": _readings,
    "ids": _ids,
    "moments": _moments,
    "removals": _removals,
}

QUICK: _Tests = {"pages of the file": _quick_pages, **_ALWAYS}
"""The tests that read no record and no text, by their names: on 6,000 articles they take some twenty seconds."""

TESTS: _Tests = {
    "pages of the file": _pages,
    **_ALWAYS,
    "keys": _keys,
    "events": _events,
    "claims of events": _told,
    "indexes of words": _indexes,
    "spans": _spans,
    "hashes of texts": _hashes,
    "hashes of originals": _originals,
}
"""All tests, in the order in which they are made."""
