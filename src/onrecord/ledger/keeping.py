"""The archive: original bytes by their hash, and when, from where and how each of them was fetched."""

from __future__ import annotations

import hashlib
import json
import zlib

from sqlalchemy import ColumnElement, Connection, insert, select

from onrecord.ledger import queries
from onrecord.ledger.errors import DamagedOriginalError, UnknownDocumentError
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.kept_model import KeptFetch
from onrecord.ledger.kept_schema import bodies, fetches
from onrecord.ledger.tombstones import page_removed_on

_LEVEL = 6
"""Of zlib: pages shrink to a fifth; higher levels take twice the time for one hundredth of the size."""


class Kept(LedgerFile):
    """What was fetched, byte for byte, so that a passage can be proved later."""

    def keep(self, fetch: KeptFetch, body: bytes | None) -> str | None:
        """Keep an answer and, once, its bytes; gives their SHA-256, null where there are none.

        `sha256` and `size` of the fetch are those of `body`, whatever it says. The same fetch (its address, time,
        bytes, document and part) is kept once. Raises FullDiskError, BusyLedgerError, ReadOnlyLedgerError.
        """
        with self._writing() as (connection, _):
            return keep_fetch(connection, fetch, body)

    def fetches(self, document: str) -> tuple[KeptFetch, ...]:
        """How the document of an id was fetched, the first time first; empty where it did not come from the network."""
        with self._reading() as connection:
            return _fetches(connection, fetches.c.document == document)

    def fetch_of(self, sha256: str) -> KeptFetch | None:
        """The first fetch that brought these bytes; null where none did."""
        with self._reading() as connection:
            return next(iter(_fetches(connection, fetches.c.body == sha256)), None)

    def document_like(self, id: str) -> str:
        """The whole id of the one document whose id is, begins or ends with this. Raises UnknownDocumentError."""
        with self._reading() as connection:
            found = list(connection.execute(queries.documents_like(self._sight(connection), id)).scalars())
        exact = [one for one in found if one == id]
        if len(exact or found) == 1:
            return str((exact or found)[0])
        if not found:
            raise UnknownDocumentError(
                f"there is no document {id!r} in {self.path}; its id is its address, or an ending"
            )
        listed = ", ".join(found[:5])
        raise UnknownDocumentError(
            f"more than one document has {id!r} in its id: {listed}{', …' if len(found) > 5 else ''}; write more of it"
        )

    def original(self, sha256: str) -> bytes | None:
        """The bytes that have this hash, null where the archive has none. Raises DamagedOriginalError."""
        with self._reading() as connection:
            row = connection.execute(select(bodies).where(bodies.c.sha256 == sha256)).first()
        if row is None:
            return None
        try:
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(row.packed, row.size + 1)
        except zlib.error:
            body = b""
        if len(body) != row.size or hashlib.sha256(body).hexdigest() != sha256:
            raise DamagedOriginalError(
                f"{self.path}: the original {sha256[:12]} is damaged: its bytes no longer have the hash that they were "
                "kept under; restore the ledger from a copy"
            )
        return body

    def with_text(self, sha256: str) -> tuple[KeptFetch, ...]:
        """The fetches of which a text of this hash was read, the first one first."""
        with self._reading() as connection:
            return _fetches(connection, fetches.c.text == sha256, fetches.c.document.is_not(None))


def _fetches(connection: Connection, *where: ColumnElement[bool]) -> tuple[KeptFetch, ...]:
    query = select(fetches, bodies.c.size).outerjoin(bodies, bodies.c.sha256 == fetches.c.body).where(*where)
    return tuple(
        KeptFetch(
            address=row.address,
            final=row.final,
            at=row.at,
            status=row.status,
            headers=tuple((name, value) for name, value in json.loads(row.headers)),
            sha256=row.body,
            size=row.size,
            document=row.document,
            part=row.part,
            text=row.text,
            reader=row.reader,
        )
        for row in connection.execute(query.order_by(fetches.c.at, fetches.c.key))
    )


def keep_fetch(connection: Connection, fetch: KeptFetch, body: bytes | None) -> str | None:
    """Do what `Kept.keep` does inside a transaction; nothing where the document or the page was taken out."""
    pages = (fetch.address, fetch.final) if fetch.part is None else ()
    if page_removed_on(connection, fetch.document, *pages):
        return None
    digest = None
    if body is not None:
        digest = hashlib.sha256(body).hexdigest()
        if connection.execute(select(bodies.c.sha256).where(bodies.c.sha256 == digest)).first() is None:
            row = {"sha256": digest, "size": len(body), "packed": zlib.compress(body, _LEVEL)}
            connection.execute(insert(bodies).values(row))
    row = {
        "address": fetch.address,
        "final": fetch.final,
        "at": fetch.at,
        "status": fetch.status,
        "headers": json.dumps(fetch.headers),
        "body": digest,
        "document": fetch.document,
        "part": fetch.part,
        "text": fetch.text,
        "reader": fetch.reader,
    }
    same = [fetches.c[name].is_not_distinct_from(row[name]) for name in ("address", "at", "body", "document", "part")]
    if connection.execute(select(fetches.c.key).where(*same)).first() is None:
        connection.execute(insert(fetches).values(row))
    return digest
