"""Events as they are summed up: the claims of a group put together, and the row that its event is found by."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.linked import close
from onrecord.ledger.linked_schema import events, memberships, told
from onrecord.ledger.schema import ENDLESS, NOW, claims, documents, extractions
from onrecord.ledger.writing import fold
from onrecord.linking.event import Event, Told
from onrecord.linking.linker import Summarise
from onrecord.records import Claim, DocumentInfo, Link, Party, Place, decode, dumps

KEPT = 3000
"""Claims that are kept decoded between events: a claim is told again whenever its event grows."""

SUMMED = 500
"""Events that are held at once."""


class Teller:
    """Puts together what is told in groups, as it was at a moment. Keeps some claims decoded."""

    def __init__(self, connection: Connection, anchors: Anchors, at: int = NOW) -> None:
        self._connection = connection
        self._anchors = anchors
        self._at = at
        self._claims: OrderedDict[int, Claim] = OrderedDict()
        self._infos: OrderedDict[int, DocumentInfo] = OrderedDict()

    def told(self, groups: Collection[int]) -> dict[int, list[Told]]:
        """What is told in groups, by their keys, in the order of their members."""
        query = (
            select(
                memberships.c.group, memberships.c.rank, told.c.anchor, told.c.claim, told.c.corrected, told.c.fields,
                told.c.cautions, documents.c.id.label("origin"), claims.c.extraction,
            )
            .join(told, told.c.anchor == memberships.c.anchor)
            .join(claims, claims.c.key == told.c.claim)
            .join(documents, documents.c.key == told.c.origin)
            .where(memberships.c.since <= self._at, memberships.c.until > self._at)
            .where(told.c.since <= self._at, told.c.until > self._at)
        )  # fmt: skip
        rows = list(fetch(self._connection, query, memberships.c.group, sorted(groups)))
        read = self._read(claims.c.key, claims.c.record, Claim, {row.claim for row in rows}, self._claims)
        infos = self._read(
            extractions.c.key, extractions.c.info, DocumentInfo, {row.extraction for row in rows}, self._infos
        )
        standing = self._anchors.of({row.anchor for row in rows})
        found: dict[int, list[Told]] = {key: [] for key in groups}
        for row in sorted(rows, key=lambda row: (row.group, row.rank)):
            claim = read[row.claim] if row.corrected is None else decode(Claim, json.loads(row.corrected))
            found[row.group].append(
                Told(
                    standing[row.anchor], claim, infos[row.extraction], row.origin,
                    tuple(json.loads(row.fields)), tuple(json.loads(row.cautions)),
                )
            )  # fmt: skip
        return found

    def _read(
        self, key: Any, column: Any, kind: type[Any], wanted: Collection[int], kept: OrderedDict[int, Any]
    ) -> dict[int, Any]:
        found = {}
        for n in wanted:
            if n in kept:
                kept.move_to_end(n)
                found[n] = kept[n]
        for row in fetch(self._connection, select(key, column), key, sorted(set(wanted) - found.keys())):
            found[row[0]] = kept[row[0]] = decode(kind, json.loads(row[1]))
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return found


def summed(
    connection: Connection, teller: Teller, groups: Mapping[int, str], gone: Iterable[str], summarise: Summarise,
    moment: int,
) -> None:  # fmt: skip
    """Sum up groups, by their keys with their ids, anew, and keep those that come out otherwise.

    A group in which nothing is told, because its claims were judged to be no event, is none; `gone` are the ids
    of groups that are no more.
    """
    after: dict[str, dict[str, Any]] = {}
    for key, own in teller.told(groups).items():
        if own:
            after[groups[key]] = event_row(summarise(groups[key], own), own)
    ids = {*groups.values(), *gone}
    query = select(events.c.key, *(column for column in events.c if column.name in _ROW)).where(
        events.c.until == ENDLESS
    )
    ended = []
    for row in fetch(connection, query, events.c.id, sorted(ids)):
        found = after.get(row.id)
        if found is not None and all(row._mapping[name] == value for name, value in found.items()):
            del after[row.id]
        else:
            ended.append(row.key)
    close(connection, events, ended, moment)
    if after:
        rows = [row | {"since": moment, "until": ENDLESS} for row in after.values()]
        connection.execute(insert(events), rows)


_ROW = frozenset(column.name for column in events.c) - {"key", "since", "until"}


def event_row(event: Event, own: Sequence[Told]) -> dict[str, Any]:
    """The columns of `events` of an event and the claims that it rests on."""
    actors = [party for one in own for party in one.claim.actors]
    recipients = [party for one in own for party in one.claim.recipients]
    links = [link for one in own for link in one.claim.attribution]
    stood = [one.claim.place for one in own if one.claim.place]
    return {
        "id": event.id,
        "type": event.type,
        "stage": event.stage,
        "polarity": event.polarity,
        "disputed": event.disputed,
        "actors": _words(*event.actors, *map(_party, actors)),
        "actor_codes": _codes(actors),
        "recipients": _words(*event.recipients, *map(_party, recipients)),
        "recipient_codes": _codes(recipients),
        "sources": _words(*map(_link, links)),
        "source_codes": _codes(links),
        "places": _words(event.place or "", *(f"{place.name} {place.span.text}" for place in stood)),
        "place_codes": _spaced({event.place_country, *(place.country for place in stood)}),
        "start": event.start,
        "end": event.end,
        "first": event.first,
        "last": event.last,
        "record": dumps(event),
        "geonameid": event.geonameid,
        "precision": _precision(event, stood),
        "lat": event.lat,
        "lon": event.lon,
        "place": event.place,
        "place_country": event.place_country,
    }


def _precision(event: Event, places: Iterable[Place]) -> int | None:
    """How exact the place of an event is: as exact as a claim of it tells that place."""
    own = [place.precision for place in places if place.geonameid == event.geonameid and place.precision]
    return min(own, default=None) if event.geonameid is not None else None


def _words(*said: str) -> str:
    return "\n".join(sorted({folded for words in said if (folded := fold(words))}))


def _party(party: Party) -> str:
    return f"{party.name} {party.span.text} {party.coref.text if party.coref else ''}"


def _link(link: Link) -> str:
    return f"{link.name or ''} {' … '.join(span.text for span in link.source)}"


def _codes(named: Iterable[Party | Link]) -> str:
    return _spaced({code for one in named for code in (one.country, one.sector)})


def _spaced(codes: Iterable[str | None]) -> str:
    return " ".join(["", *sorted({code for code in codes if code}), ""])


def portions(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Values in portions of a size."""
    portion: list[Any] = []
    for value in values:
        portion.append(value)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
