"""Exports as CSV tables with a Frictionless Data Package that describes them, in one zip file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from onrecord import __version__
from onrecord.views.exports.jsontext import dumps, encoded
from onrecord.views.exports.material import accounts, claim_filter, discretion_of
from onrecord.views.exports.membership import anchor_of, events_by_claim
from onrecord.views.exports.model import Options
from onrecord.views.exports.registry import FORMATS
from onrecord.views.exports.tables import (
    TABLES,
    Row,
    claim_row,
    columns,
    document_row,
    event_row,
    link_rows,
    party_rows,
)
from onrecord.views.exports.tabletext import csv_record, csv_row

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.exports.model import Wanted

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip, the earliest that it can hold: the same contents give the same bytes."""

_PIECE = 1 << 18  # octets that are handed on at a time

FOREIGN: Final[dict[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]]] = {
    "claims": ((("document",), "documents", ("id",)), (("event",), "events", ("id",))),
    "parties": ((("document", "claim"), "claims", ("document", "id")),),
    "links": ((("document", "claim"), "claims", ("document", "id")),),
}
"""The foreign keys of each table: its columns, the table that they point into, and the columns there."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """The zip file in pieces: five tables, their schemas in `datapackage.json`, a README. Raises ExportUseError."""
    with ExitStack() as stack:
        files: dict[str, IO[bytes]] = {table: stack.enter_context(TemporaryFile()) for table in TABLES}
        for table in TABLES:
            files[table].write(csv_row(column.name for column in columns(table)))
        _fill(files, ledger, wanted, options)
        descriptions = [_resource(table, files[table]) for table in TABLES]
        about = [*FORMATS["csv-package"].losses, *options.tally.lines()]
        yield from _zipped(
            [
                *((f"{table}.csv", _pieces(files[table])) for table in TABLES),
                ("README.md", [_readme(about, options)]),
                ("datapackage.json", [encoded(dumps(_package(descriptions, about)) + "\n")]),
            ]
        )


def _fill(files: dict[str, IO[bytes]], ledger: Ledger, wanted: Wanted, options: Options) -> None:
    chosen, discretion = claim_filter(wanted), discretion_of(ledger, options)
    belongs = events_by_claim(ledger)
    infos = {} if chosen is not None else {stored.info.id: stored.info for stored in ledger.documents()}
    asked: set[str] = set()
    for stored in ledger.claims(chosen):
        options.tally.count("claim")
        event = belongs.get(anchor_of(stored))
        if event is not None:
            asked.add(event)
        infos.setdefault(stored.document.id, stored.document)
        shown = stored if discretion is None else discretion.claim(stored)
        _put(files, "claims", claim_row(shown, event))
        for row in party_rows(shown.claim, shown.document.id):
            _put(files, "parties", row)
        for row in link_rows(shown.claim, shown.document.id):
            _put(files, "links", row)
    for _, info in sorted(infos.items()):
        _put(files, "documents", document_row(info if discretion is None else discretion.info(info)))
    quiet = Options(public=options.public, discretion=discretion)  # what events hide, their claims were counted for
    for account, told in accounts(ledger, (event for event in ledger.events() if event.id in asked), quiet):
        _put(files, "events", event_row(account, told))


def _put(files: dict[str, IO[bytes]], table: str, row: Row) -> None:
    names = [column.name for column in columns(table)]
    files[table].write(csv_record(names, {name: _cell(value) for name, value in row.items()}))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _resource(table: str, file: IO[bytes]) -> dict[str, Any]:
    digest, size = sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": schema(table),
    }


def schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table: its fields with types and descriptions, its keys."""
    fields = []
    for column in columns(table):
        field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
        constraints: dict[str, Any] = {"required": True} if column.primary else {}
        if column.terms:
            constraints["enum"] = list(column.terms)
        if constraints:
            field["constraints"] = constraints
        fields.append(field)
    made: dict[str, Any] = {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": [column.name for column in columns(table) if column.primary],
    }
    if table in FOREIGN:
        made["foreignKeys"] = [
            {"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}}
            for own, other, theirs in FOREIGN[table]
        ]
    return made


def _package(resources: list[dict[str, Any]], about: list[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "onrecord-ledger",
        "title": "Claims from a ledger of news reports",
        "description": "Who is reported to have done, or to be about to do, what to whom, and on whose word. "
        + " ".join(about),
        "version": __version__,
        "resources": resources,
    }


def _readme(about: list[str], options: Options) -> bytes:
    lines = [
        "# Claims from a ledger of news reports",
        "",
        f"Written by onrecord {__version__}" + (f", the ledger as of {options.as_of}." if options.as_of else "."),
        "",
        "`datapackage.json` describes each table and column (Frictionless Data Package, Table Schema). A claim is one",
        "event as one sentence reports it; an event is one act, as all claims about it tell it. `links` is the chain",
        "of sources of each claim, from the publisher inwards. What the text does not say is an empty cell.",
        "",
        *(["This copy is for the public: places by region, private persons without their names.", ""]
          if options.public else []),
        "What it does not hold:",
        "",
        *(f"- {line}" for line in about),
    ]  # fmt: skip
    return encoded("\n".join(lines) + "\n")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


class _Sink:
    """What a zip file is written into, and taken out of piece by piece."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def _zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, pieces in members:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield sink.taken()
    yield sink.taken()
