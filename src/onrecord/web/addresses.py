"""The permanent addresses of records: those of events and claims hold their ids, those of documents a safe key."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from onrecord.ledger import UnknownDocumentError

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_FORMS = (".json", ".csv", ".txt", ".bib")
_ENCODED = "~"
"""Stands before a key that is not the id itself."""


def event_path(id: str) -> str:
    """Where an event is shown."""
    return f"/events/{id}"


def claim_path(id: str) -> str:
    """Where a claim is shown."""
    return f"/claims/{id}"


def document_path(id: str) -> str:
    """Where a document is shown."""
    return f"/documents/{document_key(id)}"


def document_key(id: str) -> str:
    """A document's id as one segment of a path.

    Ids are whatever their makers chose, URLs and file names among them; browsers and proxies take slashes, dots and
    percent signs apart. One of plain characters stands for itself, any other one in base64 (RFC 4648, URL-safe,
    unpadded) behind a tilde.
    """
    if _PLAIN.fullmatch(id) and not id.endswith(_FORMS):
        return id
    return _ENCODED + urlsafe_b64encode(id.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def document_id(key: str) -> str:
    """The id that a key stands for. Raises UnknownDocumentError where it stands for none."""
    if not key.startswith(_ENCODED):
        return key
    packed = key.removeprefix(_ENCODED)
    try:
        return urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "surrogatepass")
    except (Error, ValueError):
        raise UnknownDocumentError(f"{key}: this is no address of a document; /documents lists them") from None
