"""Letters without their accents, by which names and words are compared."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """The text in compatible letters (NFKD) without the marks that combine with them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
