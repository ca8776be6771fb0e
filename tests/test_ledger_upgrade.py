"""A ledger of an earlier version is moved on with all that it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from ledger_samples import document, extraction, shelling, strikes
from linked_samples import linker, numbers, read
from onrecord.ledger import ClaimFilter, Ledger, Outcome, sqlite, upgrade, writing
from onrecord.records import Claim, Document


def insert(connection: Connection, table: str, **row: Any) -> int:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    made = text(f"INSERT INTO {table}({names}) VALUES ({values}) RETURNING {'key' if table != 'parties' else 'claim'}")
    return int(connection.execute(made, row).scalar_one())


def version(connection: Connection, of: Document, owner: int, number: int, recorded: str, current: bool) -> int:
    row = writing.version_row(of)
    key = insert(connection, "versions", document=owner, number=number, recorded=recorded, current=current, **row)
    sqlite.index_version(connection, key, of.title, of.text)
    return key


def reading(
    connection: Connection, of: Document, owner: int, reader: str, recorded: str, current: bool, *claims: Claim
) -> None:
    row = writing.extraction_row(extraction(of, *claims), reader)
    key = insert(connection, "extractions", version=owner, recorded=recorded, current=current, **row)
    for n, claim in enumerate(claims):
        own = insert(connection, "claims", extraction=key, **writing.claim_row(claim, n))
        for party in writing.party_rows(claim, own):
            insert(connection, "parties", **party)
        sqlite.index_claims(connection, [{"key": own, "passage": claim.sentence.text}])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as the first version of the tables had it: two versions of one document, three readings of another."""
    path = tmp_path / "onrecord.db"
    engine = sqlite.connect(path, 1)
    sqlite.keep_log(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        upgrade.migrate(connection, "0001")
        one = insert(connection, "documents", id="a")
        first = version(connection, document("a"), one, 1, "2025-04-01T10:00:00+00:00", False)
        reading(connection, document("a"), first, "1", "2025-04-01T10:00:00+00:00", True, strikes("a1"))
        changed = document("a", title="Another title")
        second = version(connection, changed, one, 2, "2025-04-03T12:00:00+02:00", True)
        reading(connection, changed, second, "1", "2025-04-03T12:00:00+02:00", True, strikes("a2"), shelling("a3"))
        other = insert(connection, "documents", id="b")
        only = version(connection, document("b"), other, 1, "2025-04-02T10:00:00+00:00", True)
        # read by 1, then by 2, then by 1 again, which was taken up without being recorded
        reading(connection, document("b"), only, "1", "2025-04-02T10:00:00+00:00", True, strikes("b1"))
        reading(connection, document("b"), only, "2", "2025-04-02T11:00:00+00:00", False, strikes("b2"))
    engine.dispose()
    return path


def claims(path: Path, as_of: str | None = None) -> list[str]:
    with Ledger(path, as_of=as_of) as ledger:
        return [one.claim.id for one in ledger.claims()]


def test_nothing_is_lost(path: Path) -> None:
    with Ledger(path) as ledger:
        assert [(one.info.id, one.info.title, one.versions) for one in ledger.documents()] == [
            ("a", "Another title", 2), ("b", "Strikes", 1),
        ]  # fmt: skip
        assert [one.claim for one in ledger.claims()] == [strikes("a2"), shelling("a3"), strikes("b1")]
        assert (ledger.claim("a1").current, ledger.claim("a1").version) == (False, 1)
        assert (ledger.claim("b2").current, ledger.claim("b2").extractor) == (False, "2")
        assert sorted(one.document.id for one in ledger.find("drone")) == ["a", "b"]
        assert [one.claim.id for one in ledger.claims(ClaimFilter(actors=("RUR",)))] == ["a2", "b1"]
        assert ledger.add(document("b"), extraction(document("b"), strikes("b1")), "1") is Outcome.UNCHANGED
        assert ledger.add(document("b"), extraction(document("b"), strikes("b2")), "2") is Outcome.REREAD


def test_what_was_in_force_when_is_found_from_what_was_recorded(path: Path) -> None:
    assert claims(path) == ["a2", "a3", "b1"]
    for as_of, found in (
        ("2025-03-31", []),
        ("2025-04-01", ["a1"]),
        ("2025-04-02T10:30", ["a1", "b1"]),
        ("2025-04-02", ["a1", "b2"]),
        ("2025-04-03", ["a2", "a3", "b1"]),
    ):
        assert claims(path, as_of) == found


def test_it_is_linked_as_one_made_now(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = sqlite.connect(path, 1)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        upgrade.migrate(connection, "0001")
        for n, id in enumerate("abc"):
            of = numbers(id, [[1, 2, 3], [n * 10]])
            owner = insert(connection, "documents", id=id)
            key = version(connection, of, owner, 1, f"2025-04-0{n + 1}T10:00:00+00:00", True)
            found = read(of)
            row = writing.extraction_row(found, "1")
            own = insert(connection, "extractions", version=key, recorded="2025-04-01", current=True, **row)
            for position, claim in enumerate(found.claims):
                insert(connection, "claims", extraction=own, **writing.claim_row(claim, position))
    engine.dispose()
    with Ledger(path) as old, Ledger(tmp_path / "new.db") as new:
        for id in "abc":
            of = numbers(id, [[1, 2, 3], ["abc".index(id) * 10]])
            new.add(of, read(of), "1")
        assert old.pending() == new.pending() == 3
        for ledger in (old, new):
            ledger.link(linker())
        assert list(old.events()) == list(new.events())


def test_shared_keys_are_the_same_when_sqlite_no_longer_looks_after_them(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = sqlite.connect(path, 1)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        upgrade.migrate(connection, "0006")
        insert(connection, "documents", id="a")
        connection.execute(text("INSERT INTO linkers VALUES (1, '1', 'shown')"))
        connection.execute(text("INSERT INTO relations VALUES (1, 1, 'event')"))
        connection.execute(text("INSERT INTO anchors VALUES (1, 1, 0, 4), (2, 1, 5, 9)"))
        kept = [(1, -(2**62), 2), (1, 3, 1), (1, 3, 2), (1, 2**62, 1)]
        connection.execute(
            text("INSERT INTO shared_keys VALUES (:a, :b, :c)"), [dict(zip("abc", row, strict=True)) for row in kept]
        )
    engine.dispose()
    with Ledger(path) as ledger:
        assert not [fault for fault in ledger.check().faults if fault.test == "keys"]
    engine = sqlite.connect(path, 1)
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text("SELECT * FROM shared_keys"))] == kept
    engine.dispose()
