"""The words of single documents in the indexes of words: taken out before their rows change, and put in afterwards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from onrecord.ledger import sqlite
from onrecord.ledger.anchors import fetch
from onrecord.ledger.schema import claims, extractions, versions


def take_words_out(connection: Connection, owners: Collection[int]) -> None:
    """Take all versions and claims of documents (their keys) out of the indexes.

    The indexes keep no texts of their own: this must be done while the rows still say what was indexed.
    """
    for row in _versions(connection, owners):
        sqlite.unindex_version(connection, row.key, row.title, row.text)
    sqlite.unindex_claims(connection, _claims(connection, owners))


def put_words_in(connection: Connection, owners: Collection[int]) -> None:
    """Put all versions and claims of documents into the indexes, as their rows are now."""
    for row in _versions(connection, owners):
        sqlite.index_version(connection, row.key, row.title, row.text)
    sqlite.index_claims(connection, _claims(connection, owners))


def _versions(connection: Connection, owners: Collection[int]) -> list[Any]:
    query = select(versions.c.key, versions.c.title, versions.c.text)
    return list(fetch(connection, query, versions.c.document, sorted(owners)))


def _claims(connection: Connection, owners: Collection[int]) -> list[dict[str, object]]:
    query = (
        select(claims.c.key, claims.c.passage)
        .join(extractions, extractions.c.key == claims.c.extraction)
        .join(versions, versions.c.key == extractions.c.version)
    )
    rows = fetch(connection, query, versions.c.document, sorted(owners))
    return [{"key": row.key, "passage": row.passage} for row in rows]
