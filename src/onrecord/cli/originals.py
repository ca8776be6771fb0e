"""The command that shows from which bytes a document was read, and proves it: original."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import open_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, StoredExtraction
    from onrecord.ledger.kept_model import KeptFetch


def original(
    document: Annotated[
        str,
        typer.Argument(metavar="DOCUMENT", help="Id of a document, or an ending of it.", show_default=False),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the original bytes here.", show_default=False),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Read the original bytes again and compare the text with the ledger's."),
    ] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Show how a document was fetched, and its original bytes.

    For each time: the moment, the address that was asked and the one that answered, status and headers, and the
    SHA-256 of the bytes, which is computed anew. With --check the bytes are read again as `read` reads them; where
    the text that comes out is not the ledger's, and where a passage of a claim is not in it, the exit status is 1.
    """
    with open_ledger(ledger) as opened:
        id = opened.document_like(storable(document))
        fetches = opened.fetches(id)
        if not fetches:
            complain(f"{id}: it was not fetched from the network, so that no original is kept")
            raise typer.Exit(FAILED)
        stored = next(iter(opened.extractions(of=[id])))
        bodies = [opened.original(fetch.sha256) if fetch.sha256 else None for fetch in fetches]  # verifies each hash
        checked = [_checked(opened, fetch, stored) if check else None for fetch in fetches]
    if to is not None:
        last = next((body for body in reversed(bodies) if body is not None), None)
        if last is None:
            complain(f"{id}: the archive has no bytes of it")
            raise typer.Exit(FAILED)
        to.write_bytes(last)
    for fetch, result in zip(fetches, checked, strict=True):
        if as_json:
            output.emit(_value(fetch, result))
        else:
            _print(fetch, result)
    if to is not None and not as_json:
        output.console().print(f"the bytes were written to {to}", soft_wrap=True)
    # earlier fetches may be of earlier versions; the last must give what the ledger has now
    if check and not (checked[-1] or {}).get("proved"):
        raise typer.Exit(FAILED)


def _checked(ledger: Ledger, fetch: KeptFetch, stored: StoredExtraction) -> dict[str, object]:
    """What reading the bytes of a fetch again gives, against the text in the ledger."""
    from onrecord.cli.fetched import text_again
    from onrecord.records import Document

    text, why = text_again(ledger, fetch, stored.document.id)
    claims = stored.extraction.claims
    if text is None:
        return {"proved": False, "same_text": False, "as_then": False, "passages": 0, "claims": len(claims), "why": why}
    again = Document(id=stored.document.id, text=text).sha256
    plain = " ".join(text.split())
    passages = sum(" ".join(claim.sentence.text.split()) in plain for claim in claims)
    same = again == stored.document.sha256
    return {
        "proved": same or (passages == len(claims) and bool(claims)),
        "same_text": same,
        "as_then": again == fetch.text,
        "passages": passages,
        "claims": len(claims),
        "why": None,
    }


def _value(fetch: KeptFetch, result: dict[str, object] | None) -> dict[str, object]:
    value: dict[str, object] = {
        "document": fetch.document,
        "address": fetch.address,
        "final": fetch.final,
        "at": fetch.at,
        "status": fetch.status,
        "headers": [list(pair) for pair in fetch.headers],
        "sha256": fetch.sha256,
        "size": fetch.size,
        "part": fetch.part,
        "reader": fetch.reader,
    }
    return value if result is None else value | {"check": result}


def _print(fetch: KeptFetch, result: dict[str, object] | None) -> None:
    console = output.console()
    rows = [("fetched", f"{fetch.at}, HTTP {fetch.status}"), ("asked for", fetch.address)]
    if fetch.final != fetch.address:
        rows.append(("came from", fetch.final))
    if fetch.part is not None:
        rows.append(("entry", fetch.part))
    rows += [(name.lower(), value) for name, value in fetch.headers if name.lower() in _SHOWN]
    if fetch.sha256:
        rows.append(("sha256", f"{fetch.sha256} (computed anew; {fetch.size:,} bytes)"))
    if fetch.reader:
        rows.append(("read by", f"onrecord {fetch.reader}"))
    if result is not None:
        rows.append(("check", _said(result)))
    for name, value in rows:
        output.hang(console, [(name, 14)], value)
    console.print()


_SHOWN = ("content-type", "date", "last-modified", "etag", "server")


def _said(result: dict[str, object]) -> str:
    if result["why"]:
        return f"not proved: {result['why']}"
    if result["same_text"]:
        return "proved: these bytes give the text of the ledger, word for word"
    claims = f"{result['passages']} of the {result['claims']} passages of its claims stand in these bytes"
    if result["as_then"]:
        return f"they give the text that was read then; the ledger has a later version of the document ({claims})"
    return f"this version of onrecord reads another text out of them than the ledger has; {claims}"


ORIGINAL_EXAMPLES = examples(
    "onrecord original https://harbourledger.example/ferry",
    "onrecord original ferry --check",
    "onrecord original ferry --output ferry.html && sha256sum ferry.html",
)
