"""Digests: what each document brings to the lists of sources and parties, kept so that it is put together once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select, text

from onrecord.ledger.anchors import chunks
from onrecord.ledger.drawing_model import Digest
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.loading import counted_sources, load_extractions
from onrecord.ledger.model import SourceCount, StoredExtraction
from onrecord.ledger.moments import Sight
from onrecord.ledger.queries import in_force
from onrecord.ledger.schema import digests, documents, extractions, versions
from onrecord.ledger.writing import link_rows
from onrecord.linking.model import Report
from onrecord.linking.origins.graph import Hop, Relayed, relayed_by
from onrecord.linking.parties.sightings import Sighting, sightings
from onrecord.records import dumps

VERSION = 1
"""Counts up whenever digests come out otherwise, so that kept ones are made again."""

_READ = 50  # extractions that are held at once


def note(connection: Connection, of: Iterable[tuple[Report, int]]) -> None:
    """Keep the digests of documents as they were read; with the keys of their extractions."""
    rows = [
        {"extraction": key, "version": VERSION, "record": dumps(_packed(digest(report, key)))} for report, key in of
    ]
    if rows:
        connection.execute(
            text("INSERT OR REPLACE INTO digests(extraction, version, record) VALUES (:extraction, :version, :record)"),
            rows,
        )


def digest(report: Report, key: int) -> Digest:
    """What a document brings, made from its extraction, whose key is `key`."""
    heard: Counter[tuple[Any, ...]] = Counter()
    for n, claim in enumerate(report.extraction.claims):
        named = ("name", "kind", "country", "sector", "anonymous", "nearest")
        # a source that stands twice in a chain is heard once in the claim
        heard.update({tuple(row[name] for name in named) for row in link_rows(claim, n)})
    sources = tuple((*source, count) for source, count in heard.items())
    return Digest(key, sightings(report), relayed_by(report), sources)


def lacking(sight: Sight) -> Select[Any]:
    """The keys of extractions in force that have no digest of this version."""
    kept = select(digests.c.extraction).where(digests.c.version == VERSION)
    joined = select(extractions.c.key).join(versions, versions.c.key == extractions.c.version)
    return joined.where(in_force(sight), extractions.c.key.not_in(kept)).order_by(extractions.c.key)


def read(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[Report, int]]:
    """Documents by the keys of their extractions, few at a time."""
    for start in range(0, len(keys), _READ):
        portion = list(keys[start : start + _READ])
        for key, stored in zip(portion, load_extractions(connection, portion), strict=True):
            yield _report(stored), key


class Digests(LedgerFile):
    """Lists over all documents, from what was put together of each when it was linked."""

    def digests(self) -> tuple[Digest, ...]:
        """What each document brings, by the ids of the documents.

        Those of documents that were not linked since are made now, which takes some milliseconds each.
        """
        with self._reading() as connection:
            missing = self._lacking(connection, self._sight(connection))
        made: dict[int, Digest] = {}
        for portion in chunks(missing):
            with self._reading() as connection:
                made.update((key, digest(report, key)) for report, key in read(connection, portion))
        with self._reading() as connection:
            sight = self._sight(connection)
            query = (
                select(extractions.c.key, documents.c.id, versions.c.published, versions.c.source, digests.c.record)
                .join(versions, versions.c.key == extractions.c.version)
                .join(documents, documents.c.key == versions.c.document)
                .join(digests, digests.c.extraction == extractions.c.key)
                .where(in_force(sight), digests.c.version == VERSION)
            )
            found = {row.key: (row.id, _unpacked(row)) for row in connection.execute(query)}
        found.update((key, (one.relayed.document, one)) for key, one in made.items())
        return tuple(one for _, one in sorted(found.values(), key=lambda both: both[0]))

    def repeated(self) -> dict[str, str]:
        """The documents that only repeat a report, each with the document that the report is known by."""
        with self._reading() as connection:
            rows = connection.execute(text(_REPEATED), {"at": self._sight(connection).at}).all()
        return dict(sorted((row[0], row[1]) for row in rows))

    def _lacking(self, connection: Connection, sight: Sight) -> list[int]:
        return list(connection.execute(lacking(sight)).scalars())


_REPEATED = """
WITH ranked AS (
  SELECT memberships."group" AS held, anchors.document AS document,
    row_number() OVER (PARTITION BY memberships."group" ORDER BY memberships.rank) AS place
  FROM memberships
  JOIN groups ON groups.key = memberships."group"
  JOIN relations ON relations.key = groups.relation AND relations.name = 'origin'
  JOIN anchors ON anchors.key = memberships.anchor
  WHERE memberships.since <= :at AND memberships.until > :at AND groups.since <= :at AND groups.until > :at
)
SELECT other.id, first.id FROM ranked AS a JOIN ranked AS b ON b.held = a.held AND b.place = 1 AND a.place > 1
JOIN documents AS other ON other.key = a.document JOIN documents AS first ON first.key = b.document
"""


def count_sources(of: Iterable[Digest]) -> tuple[SourceCount, ...]:
    """Who speaks, those who speak most often first: as `Ledger.sources`."""
    return counted_sources((*source[:6], one.extraction, source[6]) for one in of for source in one.sources)


def _report(stored: StoredExtraction) -> Report:
    return Report(stored.document, stored.extraction)


def _packed(found: Digest) -> list[Any]:
    seen = [
        [s.node, s.name, s.kind, s.country, s.sectors, s.titles, s.actor, s.recipient, s.source]
        for s in found.sightings
    ]
    chains = [[[hop.kind, hop.name, int(hop.named)] for hop in own] for own in found.relayed.chains]
    return [seen, found.relayed.credits, chains, found.sources]


def _unpacked(row: Any) -> Digest:
    seen, credits, chains, sources = json.loads(row.record)
    published = row.published[:10] if row.published else None
    return Digest(
        row.key,
        tuple(
            Sighting(
                (node[0], node[1], node[2]), name, kind, country, tuple(sectors), tuple(titles), row.id, published,
                *counts,
            )
            for node, name, kind, country, sectors, titles, *counts in seen
        ),
        Relayed(
            row.id,
            row.source,
            tuple(credits),
            tuple(tuple(Hop(kind, name, bool(named)) for kind, name, named in own) for own in chains),
        ),
        tuple(tuple(source) for source in sources),
    )  # fmt: skip


def keep(connection: Connection, most: int) -> int:
    """Make up to so many digests that are lacking; gives how many there were."""
    keys = list(connection.execute(lacking(Sight()).limit(most)).scalars())
    for portion in chunks(keys):
        note(connection, read(connection, portion))
    return len(keys)
