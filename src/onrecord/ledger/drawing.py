"""Questions that drawings ask: events by their own dates, and how many there are by month and by place."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, or_, select

from onrecord.ledger.anchors import Anchors
from onrecord.ledger.drawing_model import MonthCount, PlaceCount
from onrecord.ledger.event_queries import event_list
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventFilter
from onrecord.ledger.linked_schema import events
from onrecord.ledger.model import Portion
from onrecord.ledger.moments import Sight
from onrecord.ledger.reported import Reported, cut_events, recounted
from onrecord.linking.event import Event
from onrecord.linking.linker import Summarise
from onrecord.records import decode


def table_of(connection: Connection, sight: Sight, summarise: Summarise | None) -> Any:
    """The table of events as they are looked at: `events`, or one made anew where later reports are left out."""
    if sight.reported_until is None:
        return events
    Reported(connection, Anchors(connection), sight, summarise).fill()
    return cut_events


def records_of(connection: Connection, table: Any, keys: list[int]) -> list[Event]:
    """Events by their keys, in this order."""
    rows = connection.execute(select(table.c.key, table.c.record).where(table.c.key.in_(keys)))
    records = {row.key: row.record for row in rows}
    return [decode(Event, json.loads(records[key])) for key in keys if key in records]


class Drawing(LedgerFile):
    """What timelines and maps are drawn from."""

    def event_months(self, wanted: EventFilter | None = None) -> tuple[MonthCount, ...]:
        """How many events begin in each month, by standing; those without a date last. Raises EmptyQueryError."""
        with self._reading() as connection:
            sight = self._sight(connection)
            table = table_of(connection, sight, self._summarise)
            month = func.substr(func.coalesce(table.c.start, table.c.end), 1, 7)
            columns = month.label("month"), table.c.stage, table.c.polarity
            listed = event_list(sight, wanted or EventFilter(), table).with_only_columns(*columns, func.count())
            rows = connection.execute(listed.group_by(*columns).order_by(None)).all()
        return tuple(sorted((MonthCount(*row) for row in rows), key=_by_month))

    def dated_events(self, wanted: EventFilter | None = None, limit: int = 50, offset: int = 0) -> Portion[Event]:
        """Events whose own date is known, those that begin last first. Raises EmptyQueryError."""
        with self._reading() as connection:
            sight = self._sight(connection)
            table = table_of(connection, sight, self._summarise)
            listed = event_list(sight, wanted or EventFilter(), table)
            listed = listed.where(or_(table.c.start.is_not(None), table.c.end.is_not(None)))
            counted = listed.with_only_columns(func.count()).order_by(None)
            total = int(connection.execute(counted).scalar_one())
            begins = func.coalesce(table.c.start, table.c.end)
            ordered = listed.with_only_columns(table.c.key).order_by(None)
            ordered = ordered.order_by(begins.desc(), table.c.end.desc(), table.c.id).limit(limit).offset(offset)
            keys = list(connection.execute(ordered).scalars())
            found = records_of(connection, table, keys)
            return Portion(recounted(connection, sight, found, self._summarise, self._counted), total, offset)

    def event_places(self, wanted: EventFilter | None = None) -> tuple[PlaceCount, ...]:
        """How many events are at each place, by standing, the places with most events first.

        Events whose place is not known, or not found on the map, are counted too. Raises EmptyQueryError.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            table = table_of(connection, sight, self._summarise)
            c = table.c
            columns = c.geonameid, c.place, c.place_country, c.lat, c.lon, c.precision, c.stage, c.polarity
            listed = event_list(sight, wanted or EventFilter(), table).with_only_columns(*columns, func.count())
            rows = connection.execute(listed.group_by(*columns).order_by(None)).all()
        return tuple(sorted((PlaceCount(*row) for row in rows), key=_by_place))

    def events_placed(self, wanted: EventFilter, at: int | None, limit: int = 50, offset: int = 0) -> Portion[Event]:
        """Events at a place of GeoNames (null: at none that is on the map), those reported last first."""
        with self._reading() as connection:
            sight = self._sight(connection)
            table = table_of(connection, sight, self._summarise)
            there = table.c.lat.is_(None) if at is None else table.c.geonameid == at
            listed = event_list(sight, wanted, table).where(there)
            counted = listed.with_only_columns(func.count()).order_by(None)
            total = int(connection.execute(counted).scalar_one())
            keys = connection.execute(listed.with_only_columns(table.c.key).limit(limit).offset(offset)).scalars()
            found = records_of(connection, table, list(keys))
            return Portion(recounted(connection, sight, found, self._summarise, self._counted), total, offset)


def _by_month(count: MonthCount) -> tuple[bool, str, str, str]:
    return count.month is None, count.month or "", count.polarity, count.stage


def _by_place(count: PlaceCount) -> tuple[Any, ...]:
    return -count.events, count.name or "", count.geonameid or 0, count.polarity, count.stage, count.precision or 0
