"""The command that writes a ready citation: cite."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import AsOf, ReportedUntil, open_ledger
from onrecord.cli.options import DEFAULT_LEDGER, LedgerPath, examples, one_of, storable

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.citation import Citation, Consulted


class Format(StrEnum):
    """What `cite` can write."""

    PLAIN = "plain"
    BIBTEX = "bibtex"
    CSL = "csl"


def cite(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Ids of events or claims, or their beginnings; ids of documents.", show_default=False
        ),
    ],
    format: Annotated[
        Format,
        typer.Option("--format", "-f", help="A line of text (APA-like), BibTeX, or CSL-JSON.", **one_of(Format)),
    ] = Format.PLAIN,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
) -> None:
    """Write ready citations of events, claims and documents.

    Each says who reports it and on whose word, which ledger has it under which id, as of when, and read by which
    version of onrecord. An id that nothing has is named and makes the exit status 1; the others are written.
    """
    from onrecord.ledger import LedgerError
    from onrecord.views.citation import Consulted, csl_lines, written

    found, failed = [], False
    with open_ledger(ledger, as_of, reported_until) as opened:
        consulted = Consulted(ledger.name, as_of or opened.last_moment())
        for id in ids:
            try:
                found.append(_cited(opened, storable(id), consulted))
            except LedgerError as error:
                complain(str(error))
                failed = True
    if format is Format.CSL:
        typer.echo(csl_lines(found), nl=False)
    else:
        for one in found:
            typer.echo(written(one, "bibtex" if format is Format.BIBTEX else "plain"), nl=False)
    if failed:
        raise typer.Exit(FAILED)


def _cited(ledger: Ledger, id: str, consulted: Consulted) -> Citation:
    """The citation of what has an id: a claim, an event, a document. Raises LedgerError."""
    from onrecord.ledger import UnknownClaimError, UnknownEventError
    from onrecord.views.citation import cite_claim, cite_document, cite_event

    if ledger.known(id) is not None:
        stored = next(iter(ledger.extractions(of=[id])))
        return cite_document(stored.extraction.document, consulted)
    try:
        return cite_claim(ledger.claim(id), consulted)
    except UnknownClaimError as error:
        try:
            return cite_event(ledger.event(id), consulted)
        except UnknownEventError:
            raise UnknownEventError(
                f"there is no event, claim or document {id!r} in {ledger.path}; `onrecord events`, `onrecord claims` "
                "and `onrecord find` list them with their ids"
            ) from error


CITE_EXAMPLES = examples(
    "onrecord cite 7bc3d8eea8",
    "onrecord cite d2c8d659ea 7bc3d8eea8 --format bibtex > onrecord.bib",
    "onrecord cite wire-0219 --format csl --as-of 2025-04-08",
)
