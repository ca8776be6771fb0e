"""What was taken out, known again without being kept: salted digests of ids, addresses and texts.

A digest can be checked by who knows the id, and tells nothing to who does not; who has the file can try ids that he
suspects, and that is what it is for: the same file read again is to be recognised.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from onrecord.ledger.anchors import chunks
from onrecord.ledger.duty_model import Removal
from onrecord.ledger.duty_schema import removals, removed
from onrecord.ledger.schema import documents, versions
from onrecord.ledger.writing import fingerprint
from onrecord.linking.addresses import address
from onrecord.records import Document

ID_DIGITS = 10
"""Digits of the ids of claims and events that are digested: as many as are shown, so that a short id is known too."""


def salt_of(connection: Connection) -> str | None:
    """The salt of this ledger; nothing where nothing was ever taken out."""
    return connection.execute(select(removals.c.salt).order_by(removals.c.key).limit(1)).scalar()


def digest(salt: str, kind: str, value: str) -> str:
    """The digest of an id, an address or the hash of a text."""
    said = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(salt), said, hashlib.sha256).hexdigest()


def marks_of(document: Document) -> list[tuple[str, str]]:
    """By what a document is known again: its id, its address, its text."""
    page = address(document.url)
    found = [("document", document.id), ("text", document.sha256)]
    return [*found, ("address", page)] if page else found


def note_removal(
    connection: Connection, at: str, author: str, kind: str, reason: str, counts: Mapping[str, int]
) -> tuple[int, str]:
    """Leave the dated note; gives its key and the salt of the ledger."""
    salt = salt_of(connection) or secrets.token_hex(16)
    row = {"at": at, "author": author, "kind": kind, "reason": reason, "salt": salt, "state": "open"}
    made = insert(removals).values(row | {"counts": json.dumps(dict(counts))}).returning(removals.c.key)
    return int(connection.execute(made).scalar_one()), salt


def mark(connection: Connection, removal: int, salt: str, marks: Iterable[tuple[str, str]]) -> None:
    """Keep digests of what was taken out."""
    found = {digest(salt, kind, value): kind for kind, value in marks}
    rows = [{"removal": removal, "digest": own, "kind": kind} for own, kind in sorted(found.items())]
    for portion in chunks(rows):
        connection.execute(insert(removed).prefix_with("OR IGNORE"), list(portion))


def removed_on(connection: Connection, marks: Collection[tuple[str, str]]) -> str | None:
    """When one of some things was taken out (the last time); nothing where none was."""
    salt = salt_of(connection)
    if salt is None:
        return None
    digests = [digest(salt, kind, value) for kind, value in marks]
    query = select(removals.c.at).join(removed, removed.c.removal == removals.c.key)
    query = query.where(removed.c.digest.in_(digests)).order_by(removals.c.key.desc()).limit(1)
    return connection.execute(query).scalar()


def id_mark(id: str) -> tuple[str, str]:
    """The mark of a claim or event by its id or by the beginning that is shown."""
    return ("id", id[:ID_DIGITS])


def document_removed_on(connection: Connection, document: Document) -> str | None:
    """When a document was taken out; one that the ledger holds is only known by its id, and not where it is the same.

    So what a name was covered in can be read again as it is, and as it was not. One that was allowed again is read
    whatever its text and address.
    """
    if salt_of(connection) is None:
        return None
    marks = marks_of(document)
    if removed_on(connection, [("allowed", value) for _, value in marks]):
        return None
    query = select(versions.c.fingerprint).join(documents, documents.c.key == versions.c.document)
    held = connection.execute(query.where(documents.c.id == document.id)).scalars().all()
    if fingerprint(document) in held:
        return None
    return removed_on(connection, marks[:1] if held else marks)


def page_removed_on(connection: Connection, document: str | None, *addresses: str | None) -> str | None:
    """When what is fetched for a document, or from one of some addresses, was taken out.

    The address does not count for a document that the ledger holds, nor where it was allowed again.
    """
    if salt_of(connection) is None:
        return None
    marks = [("document", document)] if document else []
    held = connection.execute(select(documents.c.key).where(documents.c.id == document)).first()
    if not held:
        marks += [("address", page) for given in addresses if (page := address(given))]
    if not marks or removed_on(connection, [("allowed", value) for _, value in marks]):
        return None
    return removed_on(connection, marks)


def allow(connection: Connection, marks: Collection[tuple[str, str]]) -> int:
    """Let things be read again; gives how many of them had been taken out."""
    salt = salt_of(connection)
    if salt is None:
        return 0
    done = 0
    for kind, value in marks:
        query = select(removed.c.removal).where(removed.c.digest == digest(salt, kind, value))
        owner = connection.execute(query.order_by(removed.c.removal.desc()).limit(1)).scalar()
        if owner is not None:
            mark(connection, owner, salt, [("allowed", value)])
            connection.execute(delete(removed).where(removed.c.digest == digest(salt, kind, value)))
            done += 1
    return done


def listed(connection: Connection) -> tuple[Removal, ...]:
    """All notes, the oldest first."""
    return tuple(
        Removal(row.at, row.author, row.kind, row.reason, json.loads(row.counts), row.state == "done")
        for row in connection.execute(select(removals).order_by(removals.c.key))
    )
