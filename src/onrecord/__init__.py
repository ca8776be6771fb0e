"""A ledger of who is reported to have done, or to be about to do, what to whom, and on whose word.

`extract(documents)` reads documents into extractions; `Ledger(path)` keeps them; `Document` and the other records are
in `onrecord.records`. Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.ledger import ClaimFilter, Ledger, LedgerError, Outcome, StoredClaim
    from onrecord.records import Document, Extraction

__all__ = [
    "ClaimFilter", "Document", "Extraction", "Ledger", "LedgerError", "Outcome", "StoredClaim", "__version__",
    "extract",
]  # fmt: skip


def extract(
    documents: Iterable[Document], jobs: int = 1, knowledge: Iterable[Path] = (), model: str | None = None
) -> Iterator[Extraction]:
    """Read documents into extractions, one each, in their order.

    `jobs` is the number of processes (0: one a core), `knowledge` folders of tables over the shipped ones, `model` an
    installed spaCy model of English. Raises KnowledgeError, ModelMissingError and WorkerLostError; what is wrong with a
    single document is among the problems of its extraction.
    """
    from onrecord.extraction import parallel

    return parallel.extract(documents, jobs, tuple(knowledge), model)


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name in ("ClaimFilter", "Ledger", "LedgerError", "Outcome", "StoredClaim"):
        from onrecord import ledger

        return getattr(ledger, name)
    if name in ("Document", "Extraction"):
        from onrecord import records

        return getattr(records, name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
