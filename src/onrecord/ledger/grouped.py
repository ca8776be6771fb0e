"""Questions about groups of documents, a portion at a time: those that are one story, those that repeat one report."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import text

from onrecord.ledger.event_questions import load_infos
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import StoredGroup
from onrecord.ledger.model import Portion

_HELD = """
WITH held AS (
  SELECT memberships."group" AS own, memberships.rank AS rank, readings.extraction AS extraction,
    versions.published AS published
  FROM groups
  JOIN relations ON relations.key = groups.relation AND relations.name = :relation
  JOIN memberships ON memberships."group" = groups.key AND memberships.since <= :at AND memberships.until > :at
  JOIN anchors ON anchors.key = memberships.anchor
  JOIN readings ON readings.document = anchors.document AND readings.since <= :at AND readings.until > :at
  JOIN extractions ON extractions.key = readings.extraction
  JOIN versions ON versions.key = extractions.version
  WHERE groups.since <= :at AND groups.until > :at
  AND (:until IS NULL OR versions.published IS NULL OR versions.published <= :until)
)
"""

_SEVERAL = _HELD + "SELECT own FROM held GROUP BY own HAVING count(*) > 1"

_SOME = (
    _HELD
    + """
, chosen AS (
  SELECT own, max(published) AS last, groups.id AS id FROM held JOIN groups ON groups.key = held.own
  GROUP BY own HAVING count(*) > 1 ORDER BY last IS NULL, last DESC, id LIMIT :limit OFFSET :offset
)
SELECT chosen.id AS id, held.extraction AS extraction FROM chosen JOIN held ON held.own = chosen.own
ORDER BY chosen.last IS NULL, chosen.last DESC, chosen.id, held.rank
"""
)


class Grouped(LedgerFile):
    """What `Ledger.stories` and `Ledger.origins` give, but for documents that stand alone, a portion of it."""

    def some_groups(
        self, relation: Literal["story", "origin"], limit: int = 50, offset: int = 0
    ) -> Portion[StoredGroup]:
        """Groups of several documents, those with the latest document first; without what decided them."""
        with self._reading() as connection:
            sight = self._sight(connection)
            until = None if sight.reported_until is None else sight.reported_until + "T~"
            values = {"relation": relation, "at": sight.at, "until": until}
            total = connection.execute(text(f"SELECT count(*) FROM ({_SEVERAL})"), values).scalar_one()
            rows = connection.execute(text(_SOME), values | {"limit": limit, "offset": offset}).all()
            infos = load_infos(connection, [row.extraction for row in rows])
        found: dict[str, list[int]] = {}
        for row in rows:
            found.setdefault(row.id, []).append(row.extraction)
        groups = tuple(StoredGroup(id, tuple(infos[key] for key in own)) for id, own in found.items())
        return Portion(groups, int(total), offset)
