"""Questions that a search asks: what the answers have in common, and the passages and documents with the words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from onrecord.ledger import sqlite
from onrecord.ledger.drawing import table_of
from onrecord.ledger.drawing_model import Facets, FacetValue, Hit, Passage
from onrecord.ledger.event_queries import event_list
from onrecord.ledger.event_questions import load_infos
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventFilter
from onrecord.ledger.loading import snippet_pieces
from onrecord.ledger.model import Portion
from onrecord.linking.event import Event

READ = 2_000
"""Events in which actors and sources are counted: their names stand in records, which are slow to read."""

SHOWN = 12
"""Values of a facet."""

UNNAMED = "(unnamed)"
"""What stands behind a speaker who has no name, and cannot be asked for by one (see `linking.independence`)."""


class Searching(LedgerFile):
    """Full text and facets."""

    def facets(self, wanted: EventFilter | None = None) -> Facets:
        """What the events that a filter lets through have in common.

        Facets are `type`, `stage`, `polarity`, `place` (alpha-2 codes of countries), `month` (each from that of the
        first report to that of the last), `actor` and `source` (who speaks and has a name). Raises EmptyQueryError.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            table = table_of(connection, sight, self._summarise)
            listed = event_list(sight, wanted or EventFilter(), table)
            c = table.c
            rows = _counted(connection, listed, c.type, c.stage, c.polarity, c.place_country)
            spans = _counted(connection, listed, func.substr(c.first, 1, 7), func.substr(c.last, 1, 7))
            recent = connection.execute(_recent(listed, table)).all()
        total = sum(row[-1] for row in rows)
        tallies: dict[str, Counter[str]] = {
            name: Counter() for name in ("type", "stage", "polarity", "actor", "source", "place", "month")
        }
        for *values, events in rows:
            for name, value in zip(("type", "stage", "polarity", "place"), values, strict=True):
                if value is not None:
                    tallies[name][value] += events
        for first, last, events in spans:
            for month in _months(first, last):
                tallies["month"][month] += events
        for row in recent:
            tallies["actor"].update(set(json.loads(row.actors)))
            speakers = {who for step in json.loads(row.ladder) for who in step["speakers"]}
            tallies["source"].update(who for who in speakers if not who.endswith(UNNAMED))
        return Facets(total, len(recent), {name: _values(name, tally) for name, tally in tallies.items()})

    def passages(self, events: Sequence[Event], words: str) -> dict[str, Passage]:
        """The best passage of each event in which all words stand, by the ids of the events.

        Raises EmptyQueryError.
        """
        expression = sqlite.match_expression(words)
        ids = json.dumps([event.id for event in events])
        with self._reading() as connection:
            sight = self._sight(connection)
            values = {"ids": ids, "at": sight.at, "expression": expression, "until": _until(sight.reported_until)}
            rows = connection.execute(text(_PASSAGES), values | _MARKS).all()
        found: dict[str, Passage] = {}
        for row in rows:  # the best first
            found.setdefault(row.event, Passage(row.claim, row.document, snippet_pieces(row.words)))
        return found

    def hits(self, words: str, limit: int = 20, offset: int = 0) -> Portion[Hit]:
        """The documents in whose title and text all words stand, the best first. Raises EmptyQueryError."""
        expression = sqlite.match_expression(words)
        with self._reading() as connection:
            sight = self._sight(connection)
            values = {"at": sight.at, "expression": expression, "until": _until(sight.reported_until)}
            total = connection.execute(text(f"SELECT count(*) {_FOUND}"), values).scalar_one()
            rows = connection.execute(text(_HITS), values | _MARKS | {"limit": limit, "offset": offset}).all()
            infos = load_infos(connection, [row.extraction for row in rows])
            counts = _claims_found(connection, expression, [row.extraction for row in rows])
        return Portion(
            tuple(Hit(infos[r.extraction], snippet_pieces(r.words), counts.get(r.extraction, 0)) for r in rows),
            int(total),
            offset,
        )


_MARKS = {"open": sqlite.MARK[0], "close": sqlite.MARK[1]}

_FOUND = """
FROM document_search JOIN versions ON versions.key = document_search.rowid
JOIN extractions ON extractions.version = versions.key
JOIN readings ON readings.extraction = extractions.key AND readings.since <= :at AND readings.until > :at
JOIN documents ON documents.key = versions.document
WHERE document_search MATCH :expression
AND (:until IS NULL OR versions.published IS NULL OR versions.published <= :until)
"""

# the words are cut out of the documents of one portion only
_HITS = f"""
WITH chosen AS (
  SELECT document_search.rowid AS found, extractions.key AS extraction, bm25(document_search, 4.0, 1.0) AS rank,
    documents.id AS id {_FOUND} ORDER BY rank, id LIMIT :limit OFFSET :offset
)
SELECT chosen.extraction, snippet(document_search, -1, :open, :close, ' … ', 32) AS words
FROM chosen JOIN document_search ON document_search.rowid = chosen.found
WHERE document_search MATCH :expression ORDER BY chosen.rank, chosen.id
"""

_PASSAGES = """
SELECT groups.id AS event, claims.id AS claim, documents.id AS document,
  snippet(claim_search, 0, :open, :close, ' … ', 48) AS words
FROM json_each(:ids) AS wanted
JOIN groups ON groups.id = wanted.value AND groups.since <= :at AND groups.until > :at
JOIN relations ON relations.key = groups.relation AND relations.name = 'event'
JOIN memberships ON memberships."group" = groups.key AND memberships.since <= :at AND memberships.until > :at
JOIN told ON told.anchor = memberships.anchor AND told.since <= :at AND told.until > :at
JOIN claims ON claims.key = told.claim
JOIN extractions ON extractions.key = claims.extraction
JOIN versions ON versions.key = extractions.version
JOIN documents ON documents.key = versions.document
JOIN claim_search ON claim_search.rowid = told.claim
WHERE claim_search MATCH :expression
AND (:until IS NULL OR versions.published IS NULL OR versions.published <= :until)
ORDER BY bm25(claim_search), claims.key
"""

_CLAIMS = """
SELECT claims.extraction, count(*) FROM claim_search JOIN claims ON claims.key = claim_search.rowid
WHERE claim_search MATCH :expression AND claims.extraction IN (SELECT value FROM json_each(:extractions))
GROUP BY claims.extraction
"""


def _claims_found(connection: Connection, expression: str, of: Sequence[int]) -> dict[int, int]:
    values = {"expression": expression, "extractions": json.dumps(list(of))}
    return {row[0]: row[1] for row in connection.execute(text(_CLAIMS), values)}


def _recent(listed: Select[Any], table: Any) -> Select[Any]:
    chosen = listed.with_only_columns(table.c.key).limit(READ).scalar_subquery()
    parts = (func.json_extract(table.c.record, f"$.{name}").label(name) for name in ("actors", "ladder"))
    return select(*parts).where(table.c.key.in_(chosen))


def _counted(connection: Connection, listed: Select[Any], *columns: Any) -> Sequence[Any]:
    """How many events there are of each set of values; the number comes last in a row."""
    counted = listed.with_only_columns(*columns, func.count().label("events")).group_by(*columns)
    return connection.execute(counted.order_by(None)).all()


def _months(first: str | None, last: str | None) -> Iterator[str]:
    """The months from that of the first report to that of the last."""
    if first is None or last is None:
        return
    try:
        start, end = (12 * int(said[:4]) + int(said[5:7] or 1) - 1 for said in (first, last))
    except ValueError:  # no date of the calendar
        return
    for month in range(start, end + 1):
        yield f"{month // 12:04}-{month % 12 + 1:02}"


def _values(name: str, tally: Counter[str]) -> tuple[FacetValue, ...]:
    if name == "month":  # a calendar, the last months of it
        return tuple(FacetValue(month, tally[month]) for month in sorted(tally, reverse=True)[:SHOWN])
    ordered = sorted(tally, key=lambda value: (-tally[value], value))
    return tuple(FacetValue(value, tally[value]) for value in (ordered if name == "type" else ordered[:SHOWN]))


def _until(day: str | None) -> str | None:
    return None if day is None else day + "T~"
