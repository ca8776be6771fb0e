"""Commands that carry a ledger elsewhere and back: export, import."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import Asked, with_filters
from onrecord.cli.linking import link_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples

LONGEST_LINE = 1_000_000_000
"""Bytes of one line of an import: a document of the size that is read at most, with all that it says."""


class Format(StrEnum):
    """What `export` can write."""

    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="JSON Lines of documents, or CSV of claims.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="A file instead of standard output.", show_default=False),
]


@with_filters(format=(FormatOption, Format.JSONL), to=(Output, None))
def export(asked: Asked, format: Format, to: Path | None) -> None:
    """Write what the documents say, or what filters leave.

    CSV has a row for each claim that matches. JSON Lines have every document with its text and all that was
    found in it (claims, attributions, times, places), each an object of its own on one line, and `import`
    reads them again; filters leave the documents, whole, in which a claim matches. Earlier versions of documents,
    judgements and situations stay in the ledger: copy its file to keep these too.

    In the CSV column `sources` a chain stands from the outlet inwards: in "Radio Borduria > six officials
    (unnamed)" the radio passes on what the officials say. The outlet has a column of its own, and stands
    in `sources` only where nobody else speaks. A cell that a spreadsheet would run as a formula has '
    before it.
    """
    from onrecord.cli.asking import say_undated
    from onrecord.views.export import csv_lines, export_lines

    wanted = asked.claims
    if to is not None and to.exists() and asked.path.exists() and to.samefile(asked.path):
        raise typer.BadParameter("this is the ledger itself; name another file", param_hint="--output")
    with asked.opened() as opened, _writing(to) as file:
        if format is Format.CSV:
            file.writelines(csv_lines(opened.claims(wanted)))
        else:
            file.writelines(line + "\n" for line in export_lines(opened, wanted))
        say_undated(opened, wanted)


@contextmanager
def _writing(to: Path | None) -> Iterator[TextIO]:
    if to is None:
        yield sys.stdout
        return
    with to.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        yield file


def import_(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="JSON Lines that `export` wrote; - is standard input.", show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Read what `export` wrote into a ledger.

    It takes the JSON Lines with the readings as they are. A line that cannot be used is named and makes the
    exit status 1; the others are read.
    """
    from collections import Counter

    from onrecord.errors import OnrecordError
    from onrecord.ledger import Ledger
    from onrecord.reading.model import UnreadableError
    from onrecord.views.export import import_lines

    outcomes: Counter[str] = Counter()
    failures = 0
    with Ledger(ledger) as opened:
        opened.ensure_writable()
        for name in files:
            try:
                for result in import_lines(opened, _lines(name), name):
                    if isinstance(result, OnrecordError):
                        complain(str(result))
                        failures += 1
                        continue
                    where, document, outcome = result
                    outcomes[outcome.value] += 1
                    if as_json:
                        output.emit({"where": where, "document": document, "outcome": outcome.value})
            except UnreadableError as error:
                complain(f"{name}: {error}")
                failures += 1
        link_ledger(opened)
    if not as_json:
        counts = ", ".join(f"{count:,} {name}" for name, count in sorted(outcomes.items())) or "none"
        failed = f"; {failures:,} could not be used" if failures else ""
        output.console().print(f"documents: {counts}; in {ledger}{failed}", soft_wrap=True)
    if failures:
        raise typer.Exit(FAILED)


def _lines(name: str) -> Iterator[str]:
    """The lines of a file, or of standard input; gzipped or not. Raises UnreadableError where it breaks off."""
    from onrecord.reading.decoding import check_is_text, is_wide
    from onrecord.reading.lines import read_lines
    from onrecord.reading.sources import Bytes, Source

    with Bytes(Source(name, "rows"), None, LONGEST_LINE) as content:
        head = content.peek()
        if not is_wide(head):
            check_is_text(head)
        before = 0
        for line in read_lines(content, LONGEST_LINE):
            yield from [""] * (line.number - before - 1)  # blank lines count
            before = line.number
            yield line.text if line.failure is None else "?"  # which is no JSON either


EXPORT_EXAMPLES = examples(
    "onrecord export > story.jsonl",
    "onrecord export --format csv --output claims.csv",
    "onrecord export --format csv --type ASSAULT --stage planned --stage threatened",
)
IMPORT_EXAMPLES = examples(
    "onrecord import story.jsonl --ledger copy.db", "ssh host onrecord export | onrecord import -"
)
