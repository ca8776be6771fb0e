"""Linking inside the ledger: what has come, changed or been judged since it was last done."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import LinkOutcome
from onrecord.linking.linker import Linker


class Linking(LedgerFile):
    """Brings events, stories and origins up to date."""

    def link(self, linker: Linker, progress: Callable[[int, int], None] | None = None) -> LinkOutcome:
        """Link what was added, changed, read again or judged since; all of it, where the linker is another version.

        The result is that of linking everything at once. `progress` is told how many documents are done, of how
        many. Works in transactions of a bounded number of documents, so that a run that is cut off goes on where
        it stopped. Raises PastLedgerError, FullDiskError, BusyLedgerError, ReadOnlyLedgerError.
        """
        raise NotImplementedError

    def pending(self) -> int:
        """How many documents and judgements have come or changed since `link` last ran."""
        raise NotImplementedError
