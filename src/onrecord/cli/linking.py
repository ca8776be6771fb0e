"""How documents hang together: the command link, which needs no ledger, and linking inside one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED
from onrecord.cli.options import Files, Jobs, Knowledge, Model, Published, Source, examples
from onrecord.cli.streams import Documents

if TYPE_CHECKING:
    from onrecord.cli.machinery import Machinery
    from onrecord.ledger import Ledger
    from onrecord.ledger.linked_model import LinkOutcome
    from onrecord.linking.model import Report


def link(
    files: Files,
    jobs: Jobs = 0,
    published: Published = None,
    source: Source = None,
    knowledge: Knowledge = None,
    model: Model = None,
) -> None:
    """Write which documents and claims belong together.

    One line of JSON on standard output: `events` group claims about one act, `stories` documents whose main event
    is the same, `origins` documents that only repeat one report, `first` is that report. The order of the
    documents does not matter. Where a document has `"probes": [{"id", "start", "end"}]`, mentions of events, these
    are grouped in place of the claims that are found.
    """
    from onrecord.cli.machinery import Machinery
    from onrecord.linking.standard import standard_linker
    from onrecord.linking.whole import link_reports

    documents = Documents(files, published, source)
    output.emit(link_reports(_reports(documents, Machinery(knowledge, model, jobs)), standard_linker()))
    if documents.failures:
        raise typer.Exit(FAILED)


def link_ledger(ledger: Ledger, quiet: bool = False) -> LinkOutcome:
    """Bring the events, stories and origins of a ledger up to date, showing how far it has come."""
    from onrecord.linking.standard import standard_linker

    with output.progress("linking", ledger.pending, quiet) as update:
        return ledger.link(standard_linker(), lambda done, _: update(done, 0))


PORTION = 50
"""Documents with probes that are read at once; others stream."""


def _reports(documents: Documents, machinery: Machinery) -> Iterator[Report]:
    from onrecord.linking.model import Report

    extractions = machinery.extract(documents)
    while portion := list(islice(extractions, PORTION)):
        taken = [documents.waiting.popleft().document for _ in portion]
        asked = [document for document in taken if document.probes]
        mentions = dict(zip([d.id for d in asked], machinery.mentions(asked), strict=True)) if asked else {}
        for document, extraction in zip(taken, portion, strict=True):
            yield Report(document, extraction, mentions.get(document.id, ()))


LINK_EXAMPLES = examples(
    "onrecord link articles/ > linked.json", "onrecord link wire.jsonl local.jsonl | jq '.origins | length'"
)
