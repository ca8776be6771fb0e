"""The ledger: documents, their versions, what each reading of them found, and questions over all of it."""

from onrecord.ledger.errors import (
    BadMomentError,
    BusyLedgerError,
    EmptyQueryError,
    FullDiskError,
    LedgerError,
    NewerLedgerError,
    NoLedgerError,
    NotALedgerError,
    PastLedgerError,
    ReadOnlyLedgerError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEventError,
    UnknownJudgementError,
    UnknownSituationError,
    UnstorableError,
)
from onrecord.ledger.linked_model import (
    ChangeKind,
    EventChange,
    EventFilter,
    EventView,
    Lead,
    LeadKind,
    LinkOutcome,
    Situation,
    StoredGroup,
)
from onrecord.ledger.model import (
    ClaimFilter,
    Found,
    Known,
    Outcome,
    Portion,
    SourceCount,
    StoredClaim,
    StoredDocument,
    StoredExtraction,
)
from onrecord.ledger.store import Ledger

__all__ = [
    "BadMomentError", "BusyLedgerError", "ChangeKind", "ClaimFilter", "EmptyQueryError", "EventChange",
    "EventFilter", "EventView", "Found", "FullDiskError", "Known", "Lead", "LeadKind", "Ledger", "LedgerError",
    "LinkOutcome", "NewerLedgerError", "NoLedgerError", "NotALedgerError", "Outcome", "PastLedgerError", "Portion",
    "ReadOnlyLedgerError", "Situation", "SourceCount", "StoredClaim", "StoredDocument", "StoredExtraction",
    "StoredGroup", "UnknownClaimError", "UnknownDocumentError", "UnknownEventError", "UnknownJudgementError",
    "UnknownSituationError", "UnstorableError",
]  # fmt: skip
