"""The ledger's questions about events, stories and origins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from onrecord.ledger import hearing
from onrecord.ledger.addressing import extractions_at, holds, members, resolve
from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.changes import changes
from onrecord.ledger.errors import UnknownEventError
from onrecord.ledger.event_queries import conditions, event_list
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventChange, EventFilter, EventView, StoredGroup
from onrecord.ledger.linked_schema import decisions, events, groups, relations
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.model import StoredClaim
from onrecord.ledger.moments import Sight, key_at, read_moment, time_of
from onrecord.ledger.reported import Reported, both_sides, cut_events
from onrecord.ledger.schema import UNBORN, extractions
from onrecord.ledger.summing import SUMMED, Teller, portions
from onrecord.ledger.telling import press
from onrecord.linking import judging, revisions
from onrecord.linking.event import Event, Told
from onrecord.linking.judgement import Judgement
from onrecord.linking.model import Decision
from onrecord.records import DocumentInfo, decode


class EventQuestions(LedgerFile):
    """What can be asked about what was linked. All is as `Ledger.link` left it last."""

    def events(self, wanted: EventFilter | None = None) -> Iterator[Event]:
        """The events that a filter lets through (all without one), those reported last first.

        Raises EmptyQueryError.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            table = events
            if sight.reported_until is not None:
                Reported(connection, Anchors(connection), sight, self._summarise).fill()
                table = cut_events
            if self._counted is not None:
                yield from self._recounted(connection, sight, wanted or EventFilter(), table)
                return
            query = event_list(sight, wanted or EventFilter(), table)
            for row in connection.execution_options(yield_per=SUMMED).execute(query):
                yield decode(Event, json.loads(row.record))

    def _recounted(self, connection: Connection, sight: Sight, wanted: EventFilter, table: Any) -> Iterator[Event]:
        """The events that a filter lets through when their origins are counted as the reader wants."""
        # where an event stands, and whether it is disputed, may be another thing by that count
        anyhow = replace(wanted, stages=(), polarity=None, disputed=None)
        query = event_list(sight, anyhow, table)
        stands = EventFilter(stages=wanted.stages, polarity=wanted.polarity, disputed=wanted.disputed)
        if asked := conditions(stands, table):
            query = query.where(or_(func.json_extract(table.c.record, "$.reports") > 1, and_(*asked)))
        look = self._reported(connection, sight)
        for rows in portions(connection.execute(query.execution_options(yield_per=SUMMED)), SUMMED):
            for event in look.recounted([decode(Event, json.loads(row.record)) for row in rows]):
                if _stands(event, wanted):
                    yield event

    def event(self, id: str) -> EventView:
        """The event whose id is, or alone begins with, `id`; with the claims that it rests on.

        An id that an event once had leads on to what became of it, as the view's `led_from` says; the id of a
        claim gives its event. Raises UnknownEventError.
        """
        with self._reading() as connection:
            sight, anchors = self._sight(connection), Anchors(connection)
            found = resolve(connection, anchors, sight, id, self.path)
            record = select(events.c.record).where(events.c.id == found.id, *holds(events, sight.at))
            event = decode(Event, json.loads(connection.execute(record).scalar_one()))
            told = Teller(connection, anchors, sight.at).told([found.group])[found.group]
            if self._counted is not None and sight.reported_until is None:
                (event,) = self._reported(connection, sight).recounted([event])
                told = list(self._counted(told))
            if sight.reported_until is not None:
                cut = self._reported(connection, sight).cut([event])
                if event.id not in cut:
                    raise UnknownEventError(f"{id}: nobody had reported this event by {sight.reported_until}")
                event, told = cut[event.id]
            own = members(connection, [found.group], sight.at)[found.group]
            return EventView(
                event,
                tuple(told),
                _judgements(connection, anchors, sight, own),
                _decisions(connection, anchors, sight, own),
                found.leads,
            )

    def accounts(self, of: Iterable[Event]) -> Iterator[tuple[Event, tuple[Told, ...]]]:
        """Events, each with the claims that it rests on, in their order: as `event` gives them, many at a time."""
        for portion in portions(list(of), SUMMED):
            with self._reading() as connection:
                sight = self._sight(connection)
                found = self._reported(connection, sight).told(e.id for e in portion)
            for event in portion:
                yield event, tuple(found.get(event.id, ()))

    def changes(self, since: str, until: str | None = None, latest: int | None = None) -> Iterator[EventChange]:
        """What moved after one moment and up to another (now): ISO dates (the end of the day) or date-times.

        Mere repeats move nothing. What moved last comes first; `latest` looks only at so many events that were
        touched last. Raises BadMomentError.
        """
        with self._reading() as connection:
            now = self._sight(connection).at
            after = now if until is None else min(now, key_at(connection, read_moment(until)))
            before = key_at(connection, read_moment(since))
            at = Sight(before, self._reported_until), Sight(after, self._reported_until)
            yield from changes(
                connection, before, after, both_sides(connection, *at, self._summarise, self._counted), latest
            )

    def last_moved(self) -> str | None:
        """When an event last came, changed or went: an ISO date-time in UTC; null where there never was one."""
        with self._reading() as connection:
            at = self._sight(connection).at
            latest = [
                connection.execute(select(func.max(column)).where(column <= min(at, UNBORN - 2))).scalar()
                for column in (events.c.since, events.c.until)
            ]
            key = max((found for found in latest if found is not None), default=None)
            return None if key is None else time_of(connection, key)

    def origins(self) -> Iterator[StoredGroup]:
        """The groups of documents that only repeat one report, the report itself first in each."""
        yield from self._groups("origin")

    def stories(self) -> Iterator[StoredGroup]:
        """The groups of documents whose main event is the same, the oldest first in each."""
        yield from self._groups("story")

    def cautions(self, stored: StoredClaim) -> tuple[str, ...]:
        """What the press has said of, or done to, the passage of a claim since, one line each.

        For a claim that was replaced too: what a retracted article once said was said, and is retracted.
        """
        with self._reading() as connection:
            document = stored.document.id
            owner = Anchors(connection).document_keys([document])[document]
            happened = press(connection, [owner], self._sight(connection))
        return revisions.cautions(stored.claim, happened.get(document, ()))

    def documents_of(self, event_id: str) -> tuple[DocumentInfo, ...]:
        """The documents that report an event, in the order of its claims. Raises UnknownEventError."""
        told = self.event(event_id).told
        return tuple({one.document.id: one.document for one in told}.values())

    def _reported(self, connection: Connection, sight: Sight) -> Reported:
        return Reported(connection, Anchors(connection), sight, self._summarise, self._counted)

    def _groups(self, relation: str) -> Iterator[StoredGroup]:
        with self._reading() as connection:
            sight = self._sight(connection)
            named = select(relations.c.key).where(relations.c.name == relation)
            query = select(groups.c.key, groups.c.id).where(
                groups.c.relation.in_(named), *holds(groups, sight.at)
            )  # fmt: skip
            held = connection.execute(query.order_by(groups.c.id)).all()
        for rows in portions(held, SUMMED):
            with self._reading() as connection:
                yield from stored_groups(connection, sight, {row.key: row.id for row in rows})


def _stands(event: Event, wanted: EventFilter) -> bool:
    """Whether an event stands where a filter asks for, and is disputed or not as it asks."""
    return (
        (not wanted.stages or event.stage in [stage.lower() for stage in wanted.stages])
        and (not wanted.polarity or event.polarity == wanted.polarity.lower())
        and wanted.disputed in (None, event.disputed)
    )


def stored_groups(connection: Connection, sight: Sight, of: dict[int, str]) -> Iterator[StoredGroup]:
    """Groups of documents, by their keys with their ids, as they stood at a moment; in the order of the ids."""
    anchors = Anchors(connection)
    own = members(connection, list(of), sight.at)
    standing = anchors.of({key for keys in own.values() for key in keys})
    in_force = extractions_at(connection, sight, {anchor.document for anchor in standing.values()})
    read = load_infos(connection, in_force.values())
    decided = _decisions_of(connection, anchors, sight, {key for keys in own.values() for key in keys})
    for key, id in sorted(of.items(), key=lambda item: item[1]):
        documents = [standing[member].document for member in own[key]]
        infos = tuple(read[in_force[document]] for document in documents if document in in_force)
        if infos:
            mine = set(own[key])
            yield StoredGroup(id, infos, tuple(d for (a, b), d in decided if a in mine and b in mine))


def load_infos(connection: Connection, keys: Iterable[int]) -> dict[int, DocumentInfo]:
    """The descriptions of documents by the keys of their extractions."""
    query = select(extractions.c.key, extractions.c.info)
    rows = fetch(connection, query, extractions.c.key, sorted(keys))
    return {row.key: decode(DocumentInfo, json.loads(row.info)) for row in rows}


def _decisions_of(
    connection: Connection, anchors: Anchors, sight: Sight, own: set[int]
) -> list[tuple[tuple[int, int], Decision]]:
    query = select(decisions).where(*holds(decisions, sight.at))
    rows = [row for row in fetch(connection, query, decisions.c.a, sorted(own)) if row.b in own]
    standing = anchors.of({end for row in rows for end in (row.a, row.b)})
    found = [((row.a, row.b), Decision(standing[row.a], standing[row.b], row.score, row.by, row.why)) for row in rows]
    return sorted(found, key=lambda item: (item[1].a, item[1].b, item[1].by))


def _decisions(connection: Connection, anchors: Anchors, sight: Sight, own: list[int]) -> tuple[Decision, ...]:
    return tuple(decision for _, decision in _decisions_of(connection, anchors, sight, set(own)))


def _judgements(connection: Connection, anchors: Anchors, sight: Sight, own: list[int]) -> tuple[Judgement, ...]:
    """The judgements that hang on members of a group, by where their passages stood at the moment."""
    listed = hearing.load(connection, sight)
    standing = set(anchors.of(own).values())
    ids = {anchor.document for anchor in standing}
    targets = judging.targets(listed, ids)
    if not targets:
        return ()
    in_force = extractions_at(connection, sight, {target.document for target in targets})
    read = {one.document.id: one for one in load_extractions(connection, list(in_force.values()))}
    places = {}
    for target in targets:
        one = read.get(target.document)
        if one is not None:
            places[target] = judging.find_again(target, one.document.text, one.extraction.claims)
    return tuple(
        judgement
        for judgement in listed
        if any(target and places.get(target) in standing for target in hearing.sides(judgement))
    )
