"""The ledger: documents, their versions, what each reading of them found, and questions over all of it."""

from onrecord.ledger.errors import (
    BusyLedgerError,
    EmptyQueryError,
    FullDiskError,
    LedgerError,
    NewerLedgerError,
    NoLedgerError,
    NotALedgerError,
    ReadOnlyLedgerError,
    UnknownClaimError,
    UnknownDocumentError,
    UnstorableError,
)
from onrecord.ledger.model import (
    ClaimFilter,
    Found,
    Known,
    Outcome,
    SourceCount,
    StoredClaim,
    StoredDocument,
    StoredExtraction,
)
from onrecord.ledger.store import Ledger

__all__ = [
    "BusyLedgerError", "ClaimFilter", "EmptyQueryError", "Found", "FullDiskError", "Known", "Ledger",
    "LedgerError", "NewerLedgerError", "NoLedgerError", "NotALedgerError", "Outcome", "ReadOnlyLedgerError",
    "SourceCount", "StoredClaim", "StoredDocument", "StoredExtraction", "UnknownClaimError", "UnknownDocumentError",
    "UnstorableError",
]  # fmt: skip
