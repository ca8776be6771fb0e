"""Where members of groups stand, as rows: anchors and their keys, each fetched once a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from onrecord.ledger.linked_schema import anchors
from onrecord.ledger.schema import documents
from onrecord.linking.model import Anchor

T = TypeVar("T")

CHUNK = 900
"""Values of one question: SQLite takes 32,766 and short questions are compiled once."""


def chunks(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """Values in portions that one question takes."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def fetch(connection: Connection, query: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    """The rows of a query for which a column has one of the values, in portions."""
    for portion in chunks(values):
        yield from connection.execute(query.where(column.in_(portion))).all()


class Anchors:
    """The anchors of a ledger by their keys, and the other way round."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._keys: dict[Anchor, int] = {}
        self._anchors: dict[int, Anchor] = {}
        self._documents: dict[str, int] = {}

    def document_keys(self, ids: Iterable[str]) -> dict[str, int]:
        """The keys of documents, as far as the ledger has them."""
        wanted = set(ids)
        lacking = sorted(wanted - self._documents.keys())
        query = select(documents.c.id, documents.c.key)
        self._documents.update((row.id, row.key) for row in fetch(self._connection, query, documents.c.id, lacking))
        return {id: self._documents[id] for id in wanted if id in self._documents}

    def of(self, keys: Iterable[int]) -> dict[int, Anchor]:
        """The anchors of keys."""
        wanted = set(keys)
        lacking = sorted(wanted - self._anchors.keys())
        query = select(anchors.c.key, documents.c.id, anchors.c.start, anchors.c.end).join(
            documents, documents.c.key == anchors.c.document
        )
        for key, document, start, end in fetch(self._connection, query, anchors.c.key, lacking):
            self._note(key, Anchor(document, start, end))
        return {key: self._anchors[key] for key in wanted}

    def keys(self, members: Iterable[Anchor]) -> dict[Anchor, int]:
        """The keys of anchors, as far as they have one."""
        wanted = set(members)
        lacking = {member.document for member in wanted if member not in self._keys}
        if lacking:
            self.standing(lacking)
        return {member: self._keys[member] for member in wanted if member in self._keys}

    def standing(self, ids: Iterable[str]) -> dict[int, Anchor]:
        """All anchors of documents, by their keys."""
        own = {key: id for id, key in self.document_keys(ids).items()}
        query = select(anchors.c.key, anchors.c.document, anchors.c.start, anchors.c.end)
        found = {}
        for key, document, start, end in fetch(self._connection, query, anchors.c.document, sorted(own)):
            found[key] = Anchor(own[document], start, end)
            self._note(key, found[key])
        return found

    def made(self, members: Collection[Anchor]) -> dict[Anchor, int]:
        """The keys of anchors; those that have none yet get one."""
        found = self.keys(members)
        new = sorted(set(members) - found.keys())
        if new:
            own = self.document_keys({member.document for member in new})
            rows = [{"document": own[m.document], "start": m.start, "end": m.end} for m in new]
            made = insert(anchors).returning(anchors.c.key, sort_by_parameter_order=True)
            for member, key in zip(new, self._connection.execute(made, rows).scalars(), strict=True):
                self._note(key, member)
                found[member] = key
        return found

    def _note(self, key: int, anchor: Anchor) -> None:
        self._keys[anchor] = key
        self._anchors[key] = anchor
