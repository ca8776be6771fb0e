"""The ledger: documents, their versions, what each reading of them found, and questions over all of it."""

from onrecord.ledger.duty_model import (
    AUDIT_FIELDS,
    VERDICTS,
    Audit,
    AuditField,
    Delivery,
    Design,
    Removal,
    RemovalKind,
    Sampled,
    Stratum,
    Verdict,
    VerdictValue,
)
from onrecord.ledger.errors import (
    AuditError,
    BackupError,
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
    RemovalError,
    SlowQuestionError,
    UnknownAuditError,
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
    "AUDIT_FIELDS", "VERDICTS", "Audit", "AuditError", "AuditField", "BackupError", "BadMomentError",
    "BusyLedgerError", "ChangeKind", "ClaimFilter", "Delivery", "Design", "EmptyQueryError", "EventChange",
    "EventFilter", "EventView", "Found", "FullDiskError", "Known", "Lead", "LeadKind", "Ledger", "LedgerError",
    "LinkOutcome", "NewerLedgerError", "NoLedgerError", "NotALedgerError", "Outcome", "PastLedgerError", "Portion",
    "ReadOnlyLedgerError", "Removal", "RemovalError", "RemovalKind", "Sampled", "Situation", "SlowQuestionError",
    "SourceCount", "StoredClaim", "StoredDocument", "StoredExtraction", "StoredGroup", "Stratum", "UnknownAuditError",
    "UnknownClaimError", "UnknownDocumentError", "UnknownEventError", "UnknownJudgementError",
    "UnknownSituationError", "UnstorableError", "Verdict", "VerdictValue",
]  # fmt: skip
