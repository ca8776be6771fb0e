"""What a removal would take out: documents by id, address or the person whom they name, and what else names her."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.ledger import queries
from onrecord.ledger.anchors import fetch
from onrecord.ledger.duty_model import Plan, Planned, RemovalKind
from onrecord.ledger.errors import RemovalError
from onrecord.ledger.kept_schema import fetches
from onrecord.ledger.linked_schema import situations
from onrecord.ledger.masking import Name
from onrecord.ledger.moments import Sight
from onrecord.ledger.schema import claims, documents, extractions, links, parties, versions
from onrecord.linking.addresses import address
from onrecord.records import DocumentInfo

SHORTEST = 3
"""Letters of a name at least: a shorter one stands in half of all texts."""


def plan(connection: Connection, kind: RemovalKind, value: str, also: Sequence[str] = (), whole: bool = True) -> Plan:
    """What would go. `whole` tells whether documents that name a person go, or only lose the name.

    Raises RemovalError where a value is none of its kind.
    """
    if kind == "person":
        return _of_person(connection, name_of(value, also), whole)
    page = _page(value) if kind == "address" else ""
    owners = _by_address(connection, page) if kind == "address" else [_by_id(connection, value)]
    found = _planned(connection, owners)
    archived = 0
    if kind == "address":
        listed = select(fetches.c.address, fetches.c.final).where(fetches.c.document.is_(None))
        archived = sum(page in (address(row.address), address(row.final)) for row in connection.execute(listed))
    return Plan(kind, tuple(found), copies=tuple(_copies(connection, owners)), fetches=archived)


def name_of(value: str, also: Sequence[str], number: int = 1) -> Name:
    """A person's name with its other forms; `number` tells whose it is when it is gone.

    Raises RemovalError where one is too short to be looked for.
    """
    for form in (value, *also):
        if sum(sign.isalnum() for sign in form) < SHORTEST:
            raise RemovalError(f"{form!r} is too short for a name that is looked for everywhere; write the whole name")
    return Name(value, also, number)


def keys_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The keys of documents."""
    query = select(documents.c.id, documents.c.key)
    return {row.id: row.key for row in fetch(connection, query, documents.c.id, sorted(ids))}


def _by_id(connection: Connection, value: str) -> int:
    exact = connection.execute(select(documents.c.key).where(documents.c.id == value)).scalar()
    if exact is not None:
        return int(exact)
    found = connection.execute(queries.documents_like(Sight(), value)).all() if value else []
    if len(found) != 1:
        what = f"more than one document is meant by {value!r}" if found else f"there is no document {value!r}"
        raise RemovalError(f"{what}; write its whole id (`onrecord export --format csv` lists them)")
    return int(connection.execute(select(documents.c.key).where(documents.c.id == found[0][0])).scalar_one())


def _page(value: str) -> str:
    page = address(value)
    if page is None:
        raise RemovalError(f"{value!r} is no address of a page; write it as https://outlet.example/2025/article")
    return page


def _by_address(connection: Connection, page: str) -> list[int]:
    query = select(versions.c.document, versions.c.url).where(versions.c.url.is_not(None)).distinct()
    found = {row.document for row in connection.execute(query) if address(row.url) == page}
    listed = select(fetches.c.document, fetches.c.address, fetches.c.final).where(
        fetches.c.document.is_not(None), fetches.c.part.is_(None)
    )
    ids = {row.document for row in connection.execute(listed) if page in (address(row.address), address(row.final))}
    return sorted(found | set(keys_by_id(connection, ids).values()))


def _of_person(connection: Connection, name: Name, whole: bool) -> Plan:
    named: dict[int, int] = {}
    addressed: set[int] = set()
    last_alone: set[int] = set()
    query = select(documents.c.id, versions).join(versions, versions.c.document == documents.c.key)
    for row in connection.execution_options(yield_per=50).execute(query):
        if name.in_address(row.id) or name.in_address(row.url):
            addressed.add(row.document)
        about = (row.title, row.source, row.author, *json.loads(row.credits))
        if name.stands_in(row.text) or any(name.stands_in(said) for said in about):
            named.setdefault(row.document, 0)
        elif name.last_alone(row.text):
            last_alone.add(row.document)
    for owner in _resolved(connection, name):
        named.setdefault(owner, 0)
    fetched = select(fetches.c.document, fetches.c.address, fetches.c.final).where(fetches.c.document.is_not(None))
    ids = {row[0] for row in connection.execute(fetched) if any(name.in_address(said) for said in row[1:])}
    addressed |= set(keys_by_id(connection, ids).values())
    owners = sorted({*named, *addressed})
    for row in fetch(connection, select(versions.c.document, versions.c.text), versions.c.document, owners):
        named[row.document] = len(name.spans(row.text, last_too=True))  # of the last version in the end
    found = _planned(connection, owners, named, addressed if not whole else set(owners))
    kept = connection.execute(select(situations.c.name, situations.c.query)).all()
    asking = {row.name for row in kept if name.stands_in(row.name) or name.in_address(row.name)
              or name.stands_in(row.query)}  # fmt: skip
    return Plan(
        "person", tuple(found), situations=tuple(sorted(asking)), alone=len(last_alone - set(owners))
    )  # fmt: skip


def _resolved(connection: Connection, name: Name) -> set[int]:
    """The documents in which words were read as the person's, whatever the words: `the president` as who it was."""
    found: set[int] = set()
    for table in (parties, links):
        names = connection.execute(select(table.c.name).where(table.c.name.is_not(None)).distinct()).scalars()
        meant = [said for said in names if name.stands_in(said)]
        query = (
            select(versions.c.document)
            .select_from(table)
            .join(claims, claims.c.key == table.c.claim)
            .join(extractions, extractions.c.key == claims.c.extraction)
            .join(versions, versions.c.key == extractions.c.version)
        )
        found.update(row.document for row in fetch(connection, query, table.c.name, meant))
    return found


def _planned(
    connection: Connection, owners: Sequence[int], mentions: Any = None, whole: set[int] | None = None
) -> list[Planned]:
    count = select(func.count()).where(claims.c.extraction == extractions.c.key).correlate(extractions)
    query = (
        select(documents.c.key, documents.c.id, versions, count.scalar_subquery().label("found"))
        .join(versions, versions.c.document == documents.c.key)
        .join(extractions, extractions.c.version == versions.c.key)
    )
    last: dict[int, Any] = {}
    total: dict[int, int] = {}
    for row in fetch(connection, query, documents.c.key, owners):
        total[row.document] = total.get(row.document, 0) + row.found
        if row.document not in last or row.number >= last[row.document].number:
            last[row.document] = row
    return [
        Planned(
            DocumentInfo(row.id, row.title, row.source, row.author, row.url, row.published),
            row.number, total[owner], (mentions or {}).get(owner, 0), whole is None or owner in whole,
        )
        for owner, row in sorted(last.items(), key=lambda item: str(item[1].id))
    ]  # fmt: skip


def _copies(connection: Connection, owners: Sequence[int]) -> list[str]:
    """Other documents that have the same text, by their ids."""
    texts = [row.text for row in fetch(connection, select(versions.c.text), versions.c.document, owners)]
    query = select(documents.c.id, documents.c.key).join(versions, versions.c.document == documents.c.key)
    found = {row.id for text in texts for row in connection.execute(query.where(versions.c.text == text))
             if row.key not in owners}  # fmt: skip
    return sorted(found)
