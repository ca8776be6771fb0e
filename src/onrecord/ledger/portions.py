"""The ledger's questions a portion at a time, so that a page of a large ledger costs what it shows."""

from __future__ import annotations

import json
from typing import Literal

from sqlalchemy import func, select

from onrecord.ledger import queries
from onrecord.ledger.addressing import holds
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.event_queries import event_list
from onrecord.ledger.event_questions import stored_groups
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventFilter, StoredGroup
from onrecord.ledger.linked_schema import events, groups, memberships, relations
from onrecord.ledger.loading import Describer, load_claims, stored_document, with_whole_ids
from onrecord.ledger.model import ClaimFilter, Portion, StoredClaim, StoredDocument
from onrecord.ledger.moments import time_of
from onrecord.ledger.reported import Reported, cut_events, recounted
from onrecord.ledger.schema import moments
from onrecord.linking.event import Event
from onrecord.records import decode

EventOrder = Literal["report", "date"]
GroupRelation = Literal["origin", "story"]


class Portions(LedgerFile):
    """What `Ledger.events`, `claims` and `documents` give, a portion of it, and how many there are in all."""

    def some_events(
        self, wanted: EventFilter | None = None, limit: int = 50, offset: int = 0, by: EventOrder = "report"
    ) -> Portion[Event]:
        """Events that a filter lets through, those reported last first. Raises EmptyQueryError.

        `by` the `date` they stand by their own dates, the earliest first, those without one last. The filter, and how
        many there are, go by what is kept, however the reader wants origins counted.
        """
        with self._reading() as connection:
            sight, table = self._sight(connection), events
            if sight.reported_until is not None:
                Reported(connection, Anchors(connection), sight, self._summarise).fill()
                table = cut_events
            listed = event_list(sight, wanted or EventFilter(), table)
            if by == "date":
                day = func.coalesce(table.c.start, table.c.end)
                listed = listed.order_by(None).order_by(day.is_(None), day, table.c.end, table.c.id)
            keys = listed.with_only_columns(table.c.key).order_by(None)
            total = connection.execute(select(func.count()).select_from(keys.subquery())).scalar_one()
            # sorting keys alone keeps the records, which are long, out of the sorter
            chosen = listed.with_only_columns(table.c.key).limit(limit).offset(offset)
            order = list(connection.execute(chosen).scalars())
            rows = connection.execute(select(table.c.key, table.c.record).where(table.c.key.in_(order)))
            records = {row.key: row.record for row in rows}
            found = [decode(Event, json.loads(records[key])) for key in order]
            return Portion(recounted(connection, sight, found, self._summarise, self._counted), total, offset)

    def some_claims(self, wanted: ClaimFilter | None = None, limit: int = 50, offset: int = 0) -> Portion[StoredClaim]:
        """Current claims that a filter lets through, in the order of the texts. Raises UnknownDocumentError."""
        with self._reading() as connection:
            sight = self._sight(connection)
            listed = queries.claim_keys(sight, with_whole_ids(connection, sight, wanted or ClaimFilter()))
            total = connection.execute(select(func.count()).select_from(listed.order_by(None).subquery())).scalar_one()
            keys = connection.execute(listed.limit(limit).offset(offset)).scalars().all()
            return Portion(tuple(load_claims(connection, sight, keys)), total, offset)

    def some_documents(self, limit: int = 50, offset: int = 0) -> Portion[StoredDocument]:
        """Documents as they are now, by id."""
        with self._reading() as connection:
            listed = queries.document_list(self._sight(connection))
            total = connection.execute(select(func.count()).select_from(listed.order_by(None).subquery())).scalar_one()
            describe = Describer()
            rows = enumerate(connection.execute(listed.limit(limit).offset(offset)))
            return Portion(tuple(stored_document(describe, key, row) for key, row in rows), total, offset)

    def some_groups(
        self, relation: GroupRelation, limit: int = 50, offset: int = 0, alone: bool = False
    ) -> Portion[StoredGroup]:
        """Origins or stories, by id; only with `alone` those of one document too."""
        with self._reading() as connection:
            sight = self._sight(connection)
            named = select(relations.c.key).where(relations.c.name == relation)
            listed = select(groups.c.key, groups.c.id).where(groups.c.relation.in_(named), *holds(groups, sight.at))
            if not alone:
                held = select(func.count()).where(memberships.c.group == groups.c.key, *holds(memberships, sight.at))
                listed = listed.where(held.correlate(groups).scalar_subquery() > 1)
            total = connection.execute(select(func.count()).select_from(listed.subquery())).scalar_one()
            rows = connection.execute(listed.order_by(groups.c.id).limit(limit).offset(offset)).all()
            found = stored_groups(connection, sight, {row.key: row.id for row in rows})
            return Portion(tuple(found), total, offset)

    def last_moment(self) -> str | None:
        """When the ledger was last written to, as far as it is looked at; null for one that never was.

        It is an ISO date-time in UTC, and another one after every change.
        """
        with self._reading() as connection:
            key = connection.execute(
                select(func.max(moments.c.key)).where(moments.c.key <= self._sight(connection).at)
            ).scalar()
            return None if key is None else time_of(connection, key)
