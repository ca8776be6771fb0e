"""What `read` does: documents one by one through the extractor into the ledger, and a word on each."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from onrecord.cli.fetched import keep_answer
from onrecord.cli.machinery import with_problems
from onrecord.ledger import Known, Ledger, Outcome, UnstorableError
from onrecord.reading import ReadDocument, ReadingFailure
from onrecord.records import Document, Extraction, Problem

Extract = Callable[[Iterable[Document]], Iterator[Extraction]]


@dataclass(frozen=True, slots=True)
class Taken:
    """One document that the ledger now holds. `claims` is null where it was not read again.

    `dated` tells whether it has a date of publication, `other_tables` whether it was read again for this alone
    that the user's tables of knowledge are others, or there are none.
    """

    document: str
    where: str
    outcome: Outcome
    claims: int | None = None
    words: int = 0
    problems: tuple[Problem, ...] = ()
    dated: bool = True
    other_tables: bool = False


@dataclass(slots=True)
class Tally:
    """How a run went so far."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    claims: int = 0
    words: int = 0
    failures: int = 0
    undated: int = 0
    other_tables: int = 0

    def count(self, event: Taken | ReadingFailure) -> None:
        """Add one event."""
        if isinstance(event, ReadingFailure):
            self.failures += not event.harmless
            return
        self.outcomes[event.outcome] += 1
        self.claims += event.claims or 0
        self.words += event.words
        self.undated += not event.dated
        self.other_tables += event.other_tables
        self.failures += any(problem.code == "extraction_failed" for problem in event.problems)

    @property
    def documents(self) -> int:
        """How many documents were seen."""
        return self.outcomes.total()


def _without_tables(extractor: str) -> list[str]:
    """The version of an extractor without the fingerprints of a user's tables."""
    return [part for part in extractor.split("+") if not part.startswith("overlay-")]


def take_in(
    ledger: Ledger,
    found: Iterable[ReadDocument | ReadingFailure],
    extract: Extract,
    extractor: str,
    report: Callable[[Taken | ReadingFailure], None],
) -> None:
    """Read `found` into the ledger, each document in one transaction, and report each as soon as it is there.

    What the ledger has already is not extracted again, so that a run that was cut off goes on where it
    stopped. A document that comes without date or outlet keeps those that the ledger has for it, which an
    option gave earlier. Raises LedgerError and what the extractor raises.
    """
    waiting: deque[tuple[ReadDocument, Known | None]] = deque()

    def fresh() -> Iterator[Document]:
        for item in found:
            if isinstance(item, ReadingFailure):
                report(item)
                continue
            known = ledger.known(item.document.id)
            item = _described(item, known)
            if known and ledger.has(item.document, extractor):
                keep_answer(ledger, item)
                dated = item.document.published is not None
                report(Taken(item.document.id, item.where, Outcome.UNCHANGED, dated=dated))
            elif gone := ledger.taken_out(item.document):
                said = f"taken out of this ledger on {gone[:10]}, and not read again (`onrecord forget allow` lets it)"
                report(Taken(item.document.id, item.where, Outcome.TAKEN_OUT, problems=(Problem("taken_out", said),)))
            else:
                waiting.append((item, known))
                yield item.document

    for extraction in extract(fresh()):
        item, known = waiting.popleft()
        extraction = with_problems(extraction, item)
        try:
            outcome = ledger.add(item.document, extraction, extractor)
            keep_answer(ledger, item)
        except UnstorableError as error:  # the fault of this document alone
            report(ReadingFailure(item.where, "unstorable", str(error)))
            continue
        of = item.document
        other_tables = (
            known is not None
            and outcome is Outcome.REREAD
            and _without_tables(known.extractor) == _without_tables(extractor)
        )
        report(
            Taken(
                of.id, item.where, outcome, len(extraction.claims), of.text.count(" ") + 1, extraction.problems,
                of.published is not None, other_tables,
            )
        )  # fmt: skip


def _described(item: ReadDocument, known: Known | None) -> ReadDocument:
    of = item.document
    if known is None or (of.published, of.source) == (known.published, known.source):
        return item
    kept = replace(of, published=of.published or known.published, source=of.source or known.source)
    return replace(item, document=kept)


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
