"""Situations: standing questions that a ledger keeps, and when each was last looked at."""

from __future__ import annotations

from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import Situation


class Situations(LedgerFile):
    """Named questions, kept over time."""

    def add_situation(self, name: str, query: str) -> Situation:
        """Keep a question, as JSON, under a name that none has yet. Raises UnknownSituationError."""
        raise NotImplementedError

    def situations(self) -> tuple[Situation, ...]:
        """All situations by name, each with the time of the last look at it."""
        raise NotImplementedError

    def remove_situation(self, name: str) -> None:
        """Keep a question no longer. Raises UnknownSituationError."""
        raise NotImplementedError

    def look(self, name: str) -> str | None:
        """Note that a situation is looked at now; gives when that was done last. Raises UnknownSituationError."""
        raise NotImplementedError
