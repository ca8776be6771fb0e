"""What can go wrong with a ledger, each with a message that says what to do."""

from __future__ import annotations

from onrecord.errors import OnrecordError


class LedgerError(OnrecordError):
    """The root of everything that the ledger raises."""


class NoLedgerError(LedgerError):
    """There is no ledger where one is to be read."""


class NotALedgerError(LedgerError):
    """The file is something else than a ledger of onrecord, or is damaged."""


class NewerLedgerError(LedgerError):
    """The ledger was written by a newer version of onrecord."""


class ReadOnlyLedgerError(LedgerError):
    """The ledger cannot be written to."""


class FullDiskError(LedgerError):
    """There is no room to write; what was written before is whole."""


class BusyLedgerError(LedgerError):
    """Another process has been writing for too long."""


class SlowQuestionError(LedgerError):
    """A question took longer than whoever opened the ledger was ready to wait."""


class UnstorableError(LedgerError):
    """A document or its extraction cannot be stored as it is."""


class UnknownClaimError(LedgerError):
    """No claim of the ledger has the id, or more than one begins with it."""


class UnknownDocumentError(LedgerError):
    """More than one document has an id with the ending."""


class EmptyQueryError(LedgerError):
    """There is no word in what is searched for."""


class PastLedgerError(LedgerError):
    """The ledger is open as it was known at a moment, and is not written to there."""


class BadMomentError(LedgerError):
    """A date or time is none that the ledger understands."""


class UnknownEventError(LedgerError):
    """No event of the ledger has, or ever had, the id, or more than one begins with it."""


class TakenOutError(UnknownClaimError, UnknownDocumentError, UnknownEventError):
    """What had the id was taken out of the ledger for good; the message says when."""


class UnknownJudgementError(LedgerError):
    """No judgement has the id."""


class WithdrawnJudgementError(UnknownJudgementError):
    """The judgement is withdrawn already."""


class UnknownSituationError(LedgerError):
    """No situation has the name, or another one has it already."""


class DamagedOriginalError(LedgerError):
    """Original bytes in the archive no longer have the hash that they were kept under."""


class UnknownAuditError(LedgerError):
    """No audit has the id, or more than one begins with it."""


class AuditError(LedgerError):
    """A sample cannot be drawn, or a verdict is none."""


class RemovalError(LedgerError):
    """What is to be taken out is not there, or is not said clearly enough to be taken out."""


class BackupError(LedgerError):
    """A copy of the ledger cannot be made where it is wanted."""
