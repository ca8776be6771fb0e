"""What is told of a claim as a member of an event: as corrected by people, of which origin, under which cautions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.hearing import Heard
from onrecord.ledger.linked import close
from onrecord.ledger.linked_schema import anchors as places
from onrecord.ledger.linked_schema import pages, told
from onrecord.ledger.moments import Sight
from onrecord.ledger.queries import published
from onrecord.ledger.schema import ENDLESS, claims, documents, extractions, readings, versions
from onrecord.linking import judging
from onrecord.linking.addresses import address
from onrecord.linking.model import Anchor, Report
from onrecord.linking.revisions import Revision, Version, cautions, histories, revisions
from onrecord.records import dumps

CROWDED = 50
"""An address that more documents have is a home page or a feed, and none of them is a version of another."""

_SAID = ("claim", "origin", "corrected", "fields", "cautions")


class Telling:
    """Keeps the rows of `told` inside one transaction, and which anchors have come to other ones."""

    def __init__(self, connection: Connection, anchors: Anchors, moment: int) -> None:
        self._connection = connection
        self._anchors = anchors
        self._moment = moment
        self.touched: set[int] = set()

    def note_pages(self, reports: Sequence[Report]) -> set[int]:
        """Keep the addresses of documents; gives the keys of other documents that have one of them."""
        owners = self._anchors.document_keys({report.document.id for report in reports})
        rows = [
            {"address": page, "document": owners[report.document.id]}
            for report in reports
            if (page := address(report.document.url))
        ]
        if not rows:
            return set()
        self._connection.execute(insert(pages).prefix_with("OR IGNORE"), rows)
        own = set(owners.values())
        return {key for group in _pages(self._connection, own).values() for key in group} - own

    def tell(
        self, reports: Sequence[tuple[Report, int]], members: Collection[Anchor], origins: Mapping[str, str],
        heard: Sequence[Heard],
    ) -> None:  # fmt: skip
        """Say anew what is told in some documents, each with the key of its extraction.

        `members` are all members of events in them, `origins` the documents that they only repeat.
        """
        if not reports:
            return
        judgements = _about(heard)
        by_extraction = self._claims([key for _, key in reports])
        standing = self._anchors.made(members)
        owners = self._anchors.document_keys({*origins.values(), *(report.document.id for report, _ in reports)})
        own = {owners[report.document.id] for report, _ in reports}
        happened = press(self._connection, own)
        rows: dict[int, dict[str, Any]] = {}
        for report, extraction in reports:
            document = report.document.id
            keys = by_extraction.get(extraction, [])
            for position, claim in enumerate(report.extraction.claims):
                anchor = Anchor(document, claim.trigger.start, claim.trigger.end)
                key = standing.get(anchor)
                if key is None or key in rows:
                    continue
                result = judging.corrected(claim, judgements.get(anchor, ()))
                if result is None:
                    continue
                after, fields = result
                rows[key] = {
                    "claim": keys[position],
                    "origin": owners[origins.get(document, document)],
                    "corrected": None if after == claim else dumps(after),
                    "fields": json.dumps(fields),
                    "cautions": json.dumps(cautions(claim, happened.get(document, ())), ensure_ascii=False),
                }
        self._replace(self._rows(own), rows)

    def repeat(self, origins: Mapping[str, str]) -> None:
        """Say of all that is told in documents that it is of another origin."""
        owners = self._anchors.document_keys({*origins, *origins.values()})
        of = {owners[document]: owners[origin] for document, origin in origins.items()}
        changed = [row for row in self._rows(of) if row.origin != of[row.document]]
        self._replace(changed, {row.anchor: _said(row) | {"origin": of[row.document]} for row in changed})

    def _replace(self, before: Sequence[Any], rows: Mapping[int, Mapping[str, Any]]) -> None:
        same = {row.anchor for row in before if _said(row) == rows.get(row.anchor)}
        close(self._connection, told, [row.key for row in before if row.anchor not in same], self._moment)
        new = [
            {"anchor": anchor, **row, "since": self._moment, "until": ENDLESS}
            for anchor, row in rows.items()
            if anchor not in same
        ]
        if new:
            self._connection.execute(insert(told), new)
        self.touched.update(row.anchor for row in before if row.anchor not in same)
        self.touched.update(row["anchor"] for row in new)

    def _rows(self, owners: Iterable[int]) -> list[Any]:
        query = select(places.c.document, *told.c).join(told, told.c.anchor == places.c.key)
        query = query.where(told.c.until == ENDLESS)
        return list(fetch(self._connection, query, places.c.document, sorted(set(owners))))

    def _claims(self, extractions: Collection[int]) -> dict[int, list[int]]:
        """The keys of the claims of extractions, in the order of the text."""
        query = select(claims.c.extraction, claims.c.key).order_by(claims.c.extraction, claims.c.position)
        found: dict[int, list[int]] = {}
        for row in fetch(self._connection, query, claims.c.extraction, extractions):
            found.setdefault(row.extraction, []).append(row.key)
        return found


def press(
    connection: Connection,
    owners: Collection[int],
    sight: Sight = Sight(),  # noqa: B008 - frozen
) -> dict[str, tuple[Revision, ...]]:
    """What became of articles, by the ids of their documents, as far as it can be seen.

    From all their versions, and those of all documents of the same address.
    """
    mates = set(owners) | {key for group in _pages(connection, owners).values() for key in group}
    query = select(documents.c.id, versions.c.text, versions.c.published, versions.c.recorded, versions.c.url).join(
        versions, versions.c.document == documents.c.key
    )
    read = select(extractions.c.version).join(readings, readings.c.extraction == extractions.c.key)
    query = query.where(versions.c.key.in_(read.where(readings.c.since <= sight.at)), published(sight))
    rows = fetch(connection, query, documents.c.key, sorted(mates))
    found: dict[str, tuple[Revision, ...]] = {}
    for history in histories(Version(row.id, row.text, row.published, row.recorded, row.url) for row in rows):
        happened = revisions(history)
        found.update((version.document, happened) for version in history)
    return found


def _pages(connection: Connection, owners: Collection[int]) -> dict[str, set[int]]:
    """The addresses of documents, each with all documents that have it; what is crowded is left out."""
    query = select(pages.c.address).distinct()
    own = {row.address for row in fetch(connection, query, pages.c.document, sorted(owners))}
    found: dict[str, set[int]] = {}
    for row in fetch(connection, select(pages), pages.c.address, sorted(own)):
        found.setdefault(row.address, set()).add(row.document)
    return {page: group for page, group in found.items() if 1 < len(group) <= CROWDED}


def _said(row: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in _SAID}


def _about(heard: Sequence[Heard]) -> dict[Anchor, list[Any]]:
    found: dict[Anchor, list[Any]] = {}
    for one in heard:
        for anchor, judgements in judging.about([one.judgement], one.places).items():
            found.setdefault(anchor, []).extend(judgements)
    return found
