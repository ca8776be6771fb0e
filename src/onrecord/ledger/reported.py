"""The second clock: events as they were reported by a day, made anew of the claims that were out by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, MetaData, Select, and_, func, insert, not_, or_, select
from sqlalchemy.schema import CreateTable, DropTable

from onrecord.ledger.addressing import event_groups, holds
from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.linked_schema import events, groups, memberships, told
from onrecord.ledger.moments import Sight
from onrecord.ledger.schema import claims, extractions, versions
from onrecord.ledger.summing import SUMMED, Teller, event_row, portions
from onrecord.ledger.telling import press
from onrecord.linking.event import Event, Told
from onrecord.linking.linker import Summarise
from onrecord.linking.outlets import Counting
from onrecord.linking.revisions import cautions

cut_events = events.to_metadata(MetaData(), schema="temp", name="reported")
cut_events.indexes.clear()


def by_then(told: Iterable[Told], sight: Sight) -> list[Told]:
    """What was reported by the day that is looked at; a document whose date is unknown counts as reported."""
    if sight.reported_until is None:
        return list(told)
    end = sight.reported_until + "T~"
    return [one for one in told if one.document.published is None or one.document.published <= end]


class Reported:
    """Sums events up by what was reported by a day, with origins counted as the reader wants."""

    def __init__(
        self,
        connection: Connection,
        anchors: Anchors,
        sight: Sight,
        summarise: Summarise | None,
        counted: Counting | None = None,
    ) -> None:
        self._connection = connection
        self._counted = counted
        self._sight = sight
        self._summarise = summarise or standard_summary()
        self._anchors = anchors
        self._teller = Teller(connection, anchors, sight.at)

    def told(self, ids: Iterable[str]) -> dict[str, list[Told]]:
        """What was told in events by the day, by their ids; of the origins by which they are counted."""
        found = self._told(ids)
        return found if self._counted is None else {id: list(self._counted(own)) for id, own in found.items()}

    def _told(self, ids: Iterable[str]) -> dict[str, list[Told]]:
        query = event_groups(groups.c.key, groups.c.id).where(*holds(groups, self._sight.at))
        keys = {row.key: row.id for row in fetch(self._connection, query, groups.c.id, sorted(set(ids)))}
        kept = {keys[key]: by_then(told, self._sight) for key, told in self._teller.told(keys).items()}
        happened = self._press({one.document.id for own in kept.values() for one in own if one.cautions})
        return {
            id: [
                replace(one, cautions=cautions(one.claim, happened.get(one.document.id, ()))) if one.cautions else one
                for one in own
            ]
            for id, own in kept.items()
        }

    def _press(self, documents: Collection[str]) -> Mapping[str, Any]:
        """What the press had said of documents by the day; for many at once, for it is asked of all that they share."""
        owners = self._anchors.document_keys(documents)
        if not owners or self._sight.reported_until is None:
            return {}
        return press(self._connection, set(owners.values()), self._sight)

    def cut(self, found: Iterable[Event]) -> dict[str, tuple[Event, list[Told]]]:
        """Events as they were reported by the day, by their ids; those that were not are left out."""
        told = self.told(event.id for event in found)
        return {id: (self._summarise(id, own), own) for id, own in told.items() if own}

    def recounted(self, found: Sequence[Event]) -> list[Event]:
        """Events that are summed up by the day already, with their origins counted as the reader wants."""
        several = [event.id for event in found if event.reports > 1]  # one report has one origin
        if self._counted is None or not several:
            return list(found)
        made = {}
        for id, own in self._told(several).items():
            counted = self._counted(own)
            if list(counted) != own:
                made[id] = self._summarise(id, counted)
        return [made.get(event.id, event) for event in found]

    def seen(self, found: Sequence[Event]) -> dict[str, Event]:
        """Events of the ledger as they are looked at, by their ids: by the day, and counted as the reader wants."""
        if self._sight.reported_until is None:
            return {event.id: event for event in self.recounted(found)}
        return {id: event for id, (event, _) in self.cut(found).items()}

    def fill(self) -> None:
        """Make the table `cut_events`: whole events as they are, those that go on after the day cut off at it."""
        self.empty()
        self._connection.execute(CreateTable(cut_events))
        end = f"{self._sight.reported_until}T~"
        held = holds(events, self._sight.at)
        # what the press says of an article may be of a later day than the article
        untouched = func.json_array_length(events.c.record, "$.cautions") == 0
        complete = and_(untouched, or_(events.c.last.is_(None), events.c.last <= end))
        whole = select(*events.c).where(*held, complete)
        self._connection.execute(insert(cut_events).from_select([c.name for c in events.c], whole))
        # of what began to be reported later nothing is left, unless a document without a date tells of it
        begun = or_(events.c.first.is_(None), events.c.first <= end, events.c.id.in_(self._undated()))
        later = select(events.c.id, events.c.key, events.c.since, events.c.until).where(*held, not_(complete), begun)
        for rows in portions(self._connection.execute(later).all(), SUMMED):
            of: Mapping[str, Any] = {row.id: row for row in rows}
            told = self.told(of)
            made = [
                event_row(self._summarise(id, own), own)
                | {"key": of[id].key, "since": of[id].since, "until": of[id].until}
                for id, own in told.items()
                if own
            ]
            if made:
                self._connection.execute(insert(cut_events), made)

    def _undated(self) -> Select[Any]:
        """The ids of events that a document without a date tells of."""
        at = self._sight.at
        told_in = event_groups(groups.c.id).join(memberships, memberships.c.group == groups.c.key)
        told_in = told_in.join(told, told.c.anchor == memberships.c.anchor).join(claims, claims.c.key == told.c.claim)
        told_in = told_in.join(extractions, extractions.c.key == claims.c.extraction)
        told_in = told_in.join(versions, versions.c.key == extractions.c.version)
        return told_in.where(
            *holds(groups, at), *holds(memberships, at), *holds(told, at), versions.c.published.is_(None)
        )

    def empty(self) -> None:
        """Drop the table again."""
        self._connection.execute(DropTable(cut_events, if_exists=True))


def recounted(
    connection: Connection, sight: Sight, found: Sequence[Event], summarise: Summarise | None, counted: Counting | None
) -> tuple[Event, ...]:
    """Some events with their origins counted as the reader wants; they are summed up by the day already."""
    if counted is None:
        return tuple(found)
    return tuple(Reported(connection, Anchors(connection), sight, summarise, counted).recounted(found))


def both_sides(
    connection: Connection, before: Sight, after: Sight, summarise: Summarise | None, counted: Counting | None
) -> tuple[Reported, Reported] | None:
    """How events are summed up at two moments that are compared; nothing where they are as they are kept."""
    if before.reported_until is None and after.reported_until is None and counted is None:
        return None
    anchors = Anchors(connection)
    return (
        Reported(connection, anchors, before, summarise, counted),
        Reported(connection, anchors, after, summarise, counted),
    )


def standard_summary() -> Summarise:
    """How events are summed up where nobody says otherwise; loaded when it is needed first."""
    from onrecord.linking.summary import summarise

    return summarise
