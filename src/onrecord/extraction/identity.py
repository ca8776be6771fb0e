"""The ids of claims: hashes of what they are made from, so that the same input gives the same id."""

from __future__ import annotations

import hashlib

from onrecord.records import Document, Span

_DIGITS = 20
"""Hexadecimal digits kept: 80 bits, so that a ledger of a billion claims has no two alike by chance."""


def claim_id(document: Document, version: str, trigger: Span, kind: str, number: int) -> str:
    """The id of the claim whose trigger is given; `number` tells claims on the same words apart."""
    parts = (
        document.id, document.sha256, document.published or "", version,
        str(trigger.start), str(trigger.end), kind, str(number),
    )  # fmt: skip
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_DIGITS]
