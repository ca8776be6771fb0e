"""Taking a person's name out of what stays: covered in documents, removed from all else that says it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.ledger.anchors import chunks, fetch
from onrecord.ledger.duty_schema import deliveries
from onrecord.ledger.errors import RemovalError
from onrecord.ledger.indexing import put_words_in, take_words_out
from onrecord.ledger.kept_schema import entries
from onrecord.ledger.linked_schema import judged, judgements, looks, pages, situations, told
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.masking import Name, masked_document, masked_extraction, masked_json
from onrecord.ledger.removing import keys_of, swept
from onrecord.ledger.schema import (
    attributions,
    claims,
    digests,
    documents,
    extractions,
    links,
    parties,
    places,
    times,
    versions,
)
from onrecord.ledger.writing import claim_row, extraction_row, layer_rows, link_rows, party_rows, version_row

_LAYERS = {"attributions": attributions, "times": times, "places": places}

_DONE = frozenset({
    "alembic_version", "removed", "moments", "bodies", "documents", "versions", "extractions", "claims", "parties",
    "links", "attributions", "times", "places", "digests", "readings", "sketches", "shared_keys", "anchors",
    "decisions", "groups", "memberships", "ids", "linked", "linkers", "relations", "pages", "looks", "judged",
    "audited",
})  # fmt: skip
"""Tables that hold no words, or only those of documents, in all of which that name the person it is covered by then."""


def cover(connection: Connection, name: Name, owners: Collection[int]) -> int:
    """Cover the name in all versions and readings of documents; gives how many documents that were.

    Offsets hold, and ids of claims and events stay: they are known by them.
    """
    query = select(extractions.c.key, extractions.c.version).join(versions, versions.c.key == extractions.c.version)
    rows = fetch(connection, query, versions.c.document, sorted(owners))
    take_words_out(connection, owners)
    for portion in chunks(sorted((row.key, row.version) for row in rows)):
        keys = [key for key, _ in portion]
        for (key, version), stored in zip(portion, load_extractions(connection, keys), strict=True):
            document = masked_document(name, stored.document)
            extraction = masked_extraction(name, stored.extraction, document)
            connection.execute(update(versions).where(versions.c.key == version).values(version_row(document)))
            _rewrite(connection, key, extraction, stored.extractor)
    put_words_in(connection, owners)
    _cover_told(connection, name, owners)
    _cover_judgements(connection, name, owners)
    return len(owners)


def _rewrite(connection: Connection, key: int, extraction: Any, extractor: str) -> None:
    row = extraction_row(extraction, extractor)
    connection.execute(update(extractions).where(extractions.c.key == key).values(row))
    for table in (*_LAYERS.values(), digests):
        connection.execute(delete(table).where(table.c.extraction == key))
    for layer, rows in layer_rows(extraction, key).items():
        if rows:
            connection.execute(insert(_LAYERS[layer]), rows)
    listed = select(claims.c.key).where(claims.c.extraction == key).order_by(claims.c.position)
    own = list(connection.execute(listed).scalars())
    for table in (parties, links):
        for portion in chunks(own):
            connection.execute(delete(table).where(table.c.claim.in_(portion)))
    for position, (claim_key, claim) in enumerate(zip(own, extraction.claims, strict=True)):
        connection.execute(update(claims).where(claims.c.key == claim_key).values(claim_row(claim, position)))
        for table, rows in ((parties, party_rows(claim, claim_key)), (links, link_rows(claim, claim_key))):
            if rows:
                connection.execute(insert(table), rows)


def _cover_told(connection: Connection, name: Name, owners: Collection[int]) -> None:
    query = (
        select(told.c.key, told.c.anchor, told.c.corrected, versions.c.text)
        .join(claims, claims.c.key == told.c.claim)
        .join(extractions, extractions.c.key == claims.c.extraction)
        .join(versions, versions.c.key == extractions.c.version)
        .where(told.c.corrected.is_not(None))
    )
    for row in fetch(connection, query, told.c.anchor, keys_of(connection, owners)):
        record = masked_json(name, row.corrected, row.text)
        connection.execute(update(told).where(told.c.key == row.key).values(corrected=record))


def _cover_judgements(connection: Connection, name: Name, owners: Collection[int]) -> None:
    listed = fetch(connection, select(judged.c.judgement), judged.c.document, sorted(owners))
    keys = {row.judgement for row in listed}
    for row in fetch(connection, select(judgements), judgements.c.key, sorted(keys)):
        values = {"record": masked_json(name, row.record)}
        if row.withdrawal is not None:
            values["withdrawal"] = masked_json(name, row.withdrawal)
        connection.execute(update(judgements).where(judgements.c.key == row.key).values(values))


def drop_questions(connection: Connection, name: Name, asking: Collection[str]) -> Counter[str]:
    """Take out situations that ask for the person, and judgements on who the person is."""
    counts: Counter[str] = Counter()
    for portion in chunks(sorted(asking)):
        own = select(situations.c.key).where(situations.c.name.in_(portion))
        connection.execute(delete(looks).where(looks.c.situation.in_(own)))
        counts["situations"] += connection.execute(delete(situations).where(situations.c.name.in_(portion))).rowcount
        connection.execute(delete(deliveries).where(deliveries.c.situation.in_(portion)))
    keys = []
    for row in connection.execute(select(judgements.c.key, judgements.c.record)).all():
        said = json.loads(row.record)
        if any(name.stands_in(said.get(part)) for part in ("party", "other_party")):
            keys.append(row.key)
    for keyed in chunks(keys):
        connection.execute(delete(judged).where(judged.c.judgement.in_(keyed)))
        counts["judgements"] += connection.execute(delete(judgements).where(judgements.c.key.in_(keyed))).rowcount
    return counts


def sweep(connection: Connection, name: Name) -> None:
    """Remove the name from every text of every table that still says it: notes, reasons, corrections, questions.

    Raises RemovalError where it stands in a key, which cannot be rewritten.
    """

    def rewrite(said: str) -> str:
        return name.removed(said, last_too=False) if name.stands_in(said) else said

    swept(connection, rewrite, _DONE)
    keyed = {documents.c.id, pages.c.address, entries.c.id, entries.c.address}
    for column in keyed:
        if any(name.in_address(said) for said in connection.execute(select(column)).scalars()):
            raise RemovalError(
                f"the name would be left in {column.table.name}.{column.name}; nothing was changed; report this"
            )
