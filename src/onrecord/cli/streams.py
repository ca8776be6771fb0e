"""Commands that need no ledger: documents in, JSON Lines out, in the same order: extract, assess, locate."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.options import Files, Jobs, Knowledge, Model, Published, Source, examples

if TYPE_CHECKING:
    from onrecord.reading import ReadDocument
    from onrecord.records import Document


class Documents:
    """The documents of files as a stream; what cannot be read is named on standard error, and counted."""

    def __init__(self, files: list[str], published: str | None = None, source: str | None = None) -> None:
        self._files = files
        self._options = (published, source)
        self.failures = 0
        self.waiting: deque[ReadDocument] = deque()
        """Documents that were handed out and not yet taken back, in order."""

    def __iter__(self) -> Iterator[Document]:
        from onrecord.cli.machinery import read_files
        from onrecord.reading import ReadingFailure

        for item in read_files(self._files, *self._options):
            if isinstance(item, ReadingFailure):
                self.failures += not item.harmless
                complain(str(item))
            else:
                self.waiting.append(item)
                yield item.document


def extract(
    files: Files,
    jobs: Jobs = 0,
    published: Published = None,
    source: Source = None,
    knowledge: Knowledge = None,
    model: Model = None,
) -> None:
    """Write what documents say as JSON Lines.

    One extraction a document, in order, on standard output.
    """
    from onrecord.cli.machinery import Machinery, with_problems

    documents = Documents(files, published, source)
    for extraction in Machinery(knowledge, model, jobs).extract(documents):
        output.emit(with_problems(extraction, documents.waiting.popleft()))
    _end(documents)


def assess(files: Files, knowledge: Knowledge = None, model: Model = None) -> None:
    """Judge the predicates that probes point at.

    The answers are stage, polarity, certainty and factuality. Each row has `"probes": [{"id", "start",
    "end"}]` beside the document's fields.
    """
    from onrecord.cli.machinery import Machinery

    documents = Documents(files)
    for answer in Machinery(knowledge, model).assess(documents):
        documents.waiting.popleft()
        output.emit(answer)
    _end(documents)


def locate(files: Files, knowledge: Knowledge = None, model: Model = None) -> None:
    """Locate the toponyms that probes point at.

    Each row has `"probes": [{"id", "start", "end"}]` beside the document's fields.
    """
    from onrecord.cli.machinery import Machinery

    documents = Documents(files)
    for answer in Machinery(knowledge, model).locate(documents):
        documents.waiting.popleft()
        output.emit(answer)
    _end(documents)


def _end(documents: Documents) -> None:
    if documents.failures:
        raise typer.Exit(FAILED)


EXTRACT_EXAMPLES = examples(
    "onrecord extract article.txt --published 2025-04-09", "cat rows.jsonl | onrecord extract - --jobs 2 | jq .claims"
)
ASSESS_EXAMPLES = examples("onrecord assess probes.jsonl", "cat probes.jsonl | onrecord assess - > answers.jsonl")
LOCATE_EXAMPLES = examples("onrecord locate probes.jsonl", "cat probes.jsonl | onrecord locate - > answers.jsonl")
