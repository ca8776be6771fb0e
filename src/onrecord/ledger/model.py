"""What goes into the ledger's questions and what comes out of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from onrecord.records import Claim, Document, DocumentInfo, Extraction, Problem

Item = TypeVar("Item")


class Outcome(StrEnum):
    """What adding a document did to the ledger."""

    NEW = "new"
    """the document was not there"""
    UNCHANGED = "unchanged"
    """the ledger had it, word for word, as this extractor reads it"""
    CHANGED = "changed"
    """its text or description changed: a new version of the same document"""
    TAKEN_OUT = "taken out"
    """it was taken out of the ledger before (`Ledger.forget`) and is not taken in again"""
    REREAD = "reread"
    """the ledger had it, as another extractor read it; that reading is kept beside the new one"""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to give: those for which every field that is set holds; one of several values is enough.

    `actors`, `recipients`, `sources` match a part of a name in any case, or a whole country or sector code
    (`MEX`, `GOV`); `places` a part of a name, or an alpha-2 country code. `after` and `before` are ISO
    dates, months or years, inclusive: the time of the event overlaps what lies between them, as far as it
    is known; an open side reaches any distance, and a claim without a date is left out. `documents` are
    ids, their beginnings, or an ending that one id alone has.
    """

    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    anonymous: bool | None = None
    places: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    polarity: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a document before it is read again: how it was described, and who read it."""

    published: str | None
    source: str | None
    extractor: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the ledger holds it now, the number of its versions, and what was read from the last."""

    info: DocumentInfo
    versions: int
    extractor: str
    claims: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class StoredExtraction:
    """A document with its text, and what `extractor` found in it."""

    document: Document
    extraction: Extraction
    extractor: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with the document that makes it; not `current` where a later version or reading replaced it."""

    document: DocumentInfo
    claim: Claim
    extractor: str
    version: int
    current: bool


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a source speaks: as the nearest source of `claims`, and as one who passes on (`relays`).

    `name` is the canonical name, or for sources that are not named the words that stand for them.
    """

    name: str
    kind: str
    country: str | None
    sector: str | None
    anonymous: bool
    claims: int
    relays: int
    documents: int


@dataclass(frozen=True, slots=True)
class Found:
    """A document that answers a search: its best words in pieces (true: matching), and its claims there."""

    document: DocumentInfo
    snippet: tuple[tuple[str, bool], ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Portion(Generic[Item]):
    """Some of what a question gives: `items` in their order, beginning at the number `offset`, out of `total`."""

    items: tuple[Item, ...]
    total: int
    offset: int = 0
