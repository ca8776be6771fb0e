"""From the rows of the ledger's tables back to records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, select

from onrecord.ledger import queries
from onrecord.ledger.errors import UnknownDocumentError
from onrecord.ledger.model import ClaimFilter, SourceCount, StoredClaim, StoredDocument, StoredExtraction
from onrecord.ledger.moments import Sight
from onrecord.ledger.schema import attributions, claims, places, times
from onrecord.ledger.sqlite import MARK
from onrecord.ledger.writing import fold
from onrecord.records import (
    Attribution,
    Claim,
    Document,
    DocumentInfo,
    Extraction,
    Place,
    Problem,
    Time,
    decode,
)

_CLAIMS = 200
"""Claims that are read at once."""


class Describer:
    """Reads descriptions of documents, each once while rows of the same document follow each other."""

    def __init__(self) -> None:
        self._key: int | None = None
        self._info: DocumentInfo | None = None

    def __call__(self, key: int, info: str) -> DocumentInfo:
        """The description in the JSON `info`, which belongs to the extraction `key`."""
        if self._info is None or key != self._key:
            self._key, self._info = key, decode(DocumentInfo, json.loads(info))
        return self._info


def problems(said: str) -> tuple[Problem, ...]:
    """The problems in a JSON list of them."""
    return decode(tuple[Problem, ...], json.loads(said))


def load_extractions(connection: Connection, keys: Sequence[int]) -> list[StoredExtraction]:
    """Put the extractions `keys` together again from their rows, in this order."""
    layers = {
        table.name: _records(connection, table, kind, keys)
        for table, kind in ((claims, Claim), (attributions, Attribution), (times, Time), (places, Place))
    }
    rows = {row.key: row for row in connection.execute(queries.extractions_of(keys))}
    return [_put_together(rows[key], {name: found.get(key, ()) for name, found in layers.items()}) for key in keys]


def _put_together(row: Any, layers: dict[str, tuple[Any, ...]]) -> StoredExtraction:
    document = Document(
        row.id, row.text, row.title, row.published, row.source, row.author, row.url, row.lang,
        tuple(json.loads(row.credits)),
    )  # fmt: skip
    extraction = Extraction(
        document=decode(DocumentInfo, json.loads(row.info)),
        problems=problems(row.problems),
        **layers,
    )
    return StoredExtraction(document, extraction, row.extractor)


def _records(connection: Connection, table: Table, kind: type[Any], keys: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """The records of a table by the extraction that they belong to."""
    query = (
        select(table.c.extraction, table.c.record)
        .where(table.c.extraction.in_(keys))
        .order_by(table.c.extraction, table.c.position)
    )
    found: dict[int, list[Any]] = {}
    for key, record in connection.execute(query):
        found.setdefault(key, []).append(decode(kind, json.loads(record)))
    return {key: tuple(records) for key, records in found.items()}


def snippet_pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Split a snippet at its marks into pieces, those that match true."""
    opening, closing = MARK
    pieces: list[tuple[str, bool]] = []
    for part in snippet.split(opening):
        matched, mark, rest = part.partition(closing)
        pieces += [(matched, bool(mark)), (rest, False)]
    return tuple(piece for piece in pieces if piece[0])


def counted_sources(rows: Iterable[Any]) -> tuple[SourceCount, ...]:
    """Add up the rows of `queries.source_list`: names that differ in case only are one source."""
    spoken: Counter[tuple[Any, ...]] = Counter()
    relayed: Counter[tuple[Any, ...]] = Counter()
    heard: dict[tuple[Any, ...], set[int]] = {}
    shown: dict[tuple[Any, ...], Counter[str]] = {}
    for name, kind, country, sector, anonymous, nearest, extraction, count in rows:
        key = (fold(name or ""), kind, country, sector, bool(anonymous))
        (spoken if nearest else relayed)[key] += count
        heard.setdefault(key, set()).add(extraction)
        shown.setdefault(key, Counter())[name or ""] += count
    found = [
        SourceCount(
            min(names, key=lambda name: (-names[name], name)), kind, country, sector, anonymous,
            spoken[key], relayed[key], len(heard[key]),
        )
        for key, names in shown.items()
        for _, kind, country, sector, anonymous in (key,)
    ]  # fmt: skip
    return tuple(sorted(found, key=_order))


def _order(source: SourceCount) -> tuple[Any, ...]:
    heard = -(source.claims + source.relays)
    return (heard, source.name, source.kind, source.country or "", source.sector or "", source.anonymous)


def stored_claim(describe: Describer, row: Any) -> StoredClaim:
    """A claim of a row of `queries.claim_list`."""
    key, info, extractor, number, current, record = row[:6]
    return StoredClaim(describe(key, info), decode(Claim, json.loads(record)), extractor, number, bool(current))


def load_claims(connection: Connection, sight: Sight, keys: Sequence[int]) -> Iterator[StoredClaim]:
    """The claims that have these keys, in this order, some at a time."""
    describe = Describer()
    for start in range(0, len(keys), _CLAIMS):
        chosen = keys[start : start + _CLAIMS]
        rows = {row[-1]: row for row in connection.execute(queries.claims_of(sight, chosen))}
        for key in chosen:
            yield stored_claim(describe, rows[key])


def stored_document(describe: Describer, key: int, row: Any) -> StoredDocument:
    """A document of a row of `queries.document_list`; `key` tells it from others."""
    info, number, extractor, count, said = row[:5]
    return StoredDocument(describe(key, info), number, extractor, count, problems(said))


def with_whole_ids(connection: Connection, sight: Sight, wanted: ClaimFilter) -> ClaimFilter:
    """The filter with whole ids in place of the endings of ids. Raises UnknownDocumentError."""
    resolved = []
    for value in wanted.documents:
        found = connection.execute(queries.documents_like(sight, value)).all()
        if len(found) > 1 and not found[0][1]:
            raise UnknownDocumentError(
                f"more than one document ends with {value!r}: {', '.join(row[0] for row in found[:5])}"
                f"{', …' if len(found) > 5 else ''}; write more of the id"
            )
        resolved.append(found[0][0] if found and not found[0][1] else value)
    return replace(wanted, documents=tuple(resolved)) if resolved else wanted
