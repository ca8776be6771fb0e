"""What `read` does: documents one by one through the extractor into the ledger, and a word on each."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.cli.machinery import with_problems
from onrecord.ledger import Ledger, Outcome, UnstorableError
from onrecord.reading import ReadDocument, ReadingFailure
from onrecord.records import Document, Extraction, Problem

Extract = Callable[[Iterable[Document]], Iterator[Extraction]]


@dataclass(frozen=True, slots=True)
class Taken:
    """One document that the ledger now holds. `claims` is null where it was not read again."""

    document: str
    where: str
    outcome: Outcome
    claims: int | None = None
    words: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Tally:
    """How a run went so far."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    claims: int = 0
    words: int = 0
    failures: int = 0

    def count(self, event: Taken | ReadingFailure) -> None:
        """Add one event."""
        if isinstance(event, ReadingFailure):
            self.failures += 1
            return
        self.outcomes[event.outcome] += 1
        self.claims += event.claims or 0
        self.words += event.words
        self.failures += any(problem.code == "extraction_failed" for problem in event.problems)

    @property
    def documents(self) -> int:
        """How many documents were seen."""
        return self.outcomes.total()


def take_in(
    ledger: Ledger,
    found: Iterable[ReadDocument | ReadingFailure],
    extract: Extract,
    extractor: str,
    report: Callable[[Taken | ReadingFailure], None],
) -> None:
    """Read `found` into the ledger, each document in one transaction, and report each as soon as it is there.

    What the ledger has already is not extracted again, so that a run that was cut off goes on where it
    stopped. Raises LedgerError and what the extractor raises.
    """
    waiting: deque[ReadDocument] = deque()

    def fresh() -> Iterator[Document]:
        for item in found:
            if isinstance(item, ReadingFailure):
                report(item)
            elif ledger.has(item.document, extractor):
                report(Taken(item.document.id, item.where, Outcome.UNCHANGED))
            else:
                waiting.append(item)
                yield item.document

    for extraction in extract(fresh()):
        item = waiting.popleft()
        extraction = with_problems(extraction, item)
        try:
            outcome = ledger.add(item.document, extraction, extractor)
        except UnstorableError as error:  # the fault of this document alone
            report(ReadingFailure(item.where, "unstorable", str(error)))
            continue
        words = item.document.text.count(" ") + 1
        report(Taken(item.document.id, item.where, outcome, len(extraction.claims), words, extraction.problems))


def stored_documents(ledger: Ledger, extractor: str) -> Iterator[ReadDocument]:
    """The ledger's documents that another extractor read, with the problems that reading them had."""
    for stored in ledger.extractions(unread_by=extractor):
        kept = tuple(p for p in stored.extraction.problems if p.code not in EXTRACTION_PROBLEMS)
        yield ReadDocument(stored.document, kept, stored.document.id)


def unread(ledger: Ledger, extractor: str) -> int:
    """How many documents `stored_documents` gives."""
    return sum(stored.extractor != extractor for stored in ledger.documents())


EXTRACTION_PROBLEMS = ("empty", "not_english", "extraction_failed")
"""Problems that the extractor finds itself, and finds again when it reads again."""
