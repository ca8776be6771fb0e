"""Addresses that last: from an id, present or past, of an event or a claim, to what stands under it at a moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from onrecord.ledger import queries
from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.errors import TakenOutError, UnknownEventError
from onrecord.ledger.linked_model import Lead, LeadKind
from onrecord.ledger.linked_schema import events, groups, ids, memberships, relations, told
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.moments import Sight, time_of
from onrecord.ledger.schema import claims, documents, extractions, moments, versions
from onrecord.ledger.telling import press
from onrecord.ledger.tombstones import id_mark, removed_on
from onrecord.linking import judging
from onrecord.linking.model import Anchor
from onrecord.linking.revisions import cautions
from onrecord.records import Claim, decode

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Addressed:
    """What an id leads to: a present event, the key of its group, how it led there, and the claim it is of."""

    id: str
    group: int
    leads: tuple[Lead, ...] = ()
    claim: Anchor | None = None


def holds(table: Any, at: int) -> tuple[Any, Any]:
    """That a row holds at a moment."""
    return table.c.since <= at, table.c.until > at


def event_groups(*columns: Any) -> Select[Any]:
    """Groups of claims, of whatever version of the linker."""
    return select(*columns).join(relations, relations.c.key == groups.c.relation).where(relations.c.name == "event")


def resolve(connection: Connection, anchors: Anchors, sight: Sight, id: str, path: Path) -> Addressed:
    """The event that has an id, a former one too, or that holds the claim of that id.

    The beginning of an id does, where just one has it. Raises UnknownEventError.
    """
    begins = _one(_beginning(connection, select(events.c.id).where(*holds(events, sight.at)), events.c.id, id), id)
    if begins is not None:
        return Addressed(begins, _group(connection, begins, sight.at))
    query = event_groups(groups.c.id).where(groups.c.since <= sight.at)
    former = _one(_beginning(connection, query, groups.c.id, id), id)
    if former is not None:
        return _lead_on(connection, anchors, sight, former, path)
    return _of_claim(connection, anchors, sight, id, path)


def claims_of(connection: Connection, anchors: Anchors, sight: Sight, id: str, path: Path) -> list[tuple[Anchor, int]]:
    """Where the claims that an id stands for stand, oldest first, with the keys of their extractions.

    One, where it is the id of a claim. The one by which a former event was named comes first, so that two events
    that were joined can be parted again by their ids. Raises UnknownEventError.
    """
    rows = connection.execute(queries.claims_beginning(sight, id)).all() if id else []
    exact = [row for row in rows if row[-1] == id] or [row for row in rows if row.current] or rows
    if exact and len({row[-1] for row in exact}) == 1 and not _is_event(connection, sight, id):
        claim = decode(Claim, json.loads(exact[0].record))
        document = json.loads(exact[0].info)["id"]
        return [(Anchor(document, claim.trigger.start, claim.trigger.end), exact[0].key)]
    found = resolve(connection, anchors, sight, id, path)
    keys = members(connection, [found.group], sight.at)[found.group]
    if found.leads:
        named = connection.execute(select(ids.c.anchor).where(ids.c.id == found.leads[0].id)).scalar_one()
        keys = sorted(keys, key=lambda key: key != named)
    standing = anchors.of(keys)
    in_force = extractions_at(connection, sight, {anchor.document for anchor in standing.values()})
    return [(standing[key], in_force[standing[key].document]) for key in keys if standing[key].document in in_force]


def extractions_at(connection: Connection, sight: Sight, ids: Iterable[str]) -> dict[str, int]:
    """The keys of the extractions in force of documents."""
    query = (
        select(documents.c.id, extractions.c.key)
        .join(versions, versions.c.document == documents.c.key)
        .join(extractions, extractions.c.version == versions.c.key)
        .where(queries.in_force(sight))
    )
    return {row.id: row.key for row in fetch(connection, query, documents.c.id, sorted(set(ids)))}


def members(connection: Connection, of: Collection[int], at: int) -> dict[int, list[int]]:
    """The anchors of groups at a moment, in their order."""
    query = select(memberships.c.group, memberships.c.anchor, memberships.c.rank).where(*holds(memberships, at))
    rows = sorted(fetch(connection, query, memberships.c.group, sorted(of)), key=lambda row: (row.group, row.rank))
    found: dict[int, list[int]] = {key: [] for key in of}
    for row in rows:
        found[row.group].append(row.anchor)
    return found


def events_holding(connection: Connection, keys: Iterable[int], at: int) -> dict[int, tuple[str, int]]:
    """For each of some anchors that is in an event at a moment: the event's id, and the key of its group."""
    shown = exists().where(events.c.id == groups.c.id, *holds(events, at))
    query = (
        event_groups(memberships.c.anchor, groups.c.id, groups.c.key)
        .join(memberships, memberships.c.group == groups.c.key)
        .where(*holds(groups, at), *holds(memberships, at), shown)
    )
    return {row.anchor: (row.id, row.key) for row in fetch(connection, query, memberships.c.anchor, sorted(set(keys)))}


def _is_event(connection: Connection, sight: Sight, id: str) -> bool:
    query = event_groups(groups.c.id).where(groups.c.since <= sight.at)
    return bool(_beginning(connection, query, groups.c.id, id))


def _beginning(connection: Connection, query: Any, column: Any, id: str) -> list[str]:
    if not id:
        return []
    chosen = query.where(column >= id, column < id + "\U0010ffff")
    return list(connection.execute(chosen.distinct().order_by(column).limit(_SHOWN + 1)).scalars())


def _one(found: list[str], id: str) -> str | None:
    if id in found:
        return id
    if len(found) > 1:
        raise UnknownEventError(
            f"more than one event begins with {id!r}: {', '.join(found[:_SHOWN])}"
            f"{', …' if len(found) > _SHOWN else ''}; write more of the id"
        )
    return found[0] if found else None


def _group(connection: Connection, id: str, at: int) -> int:
    query = event_groups(groups.c.key).where(groups.c.id == id, *holds(groups, at))
    return int(connection.execute(query).scalar_one())


def _lead_on(connection: Connection, anchors: Anchors, sight: Sight, id: str, path: Path) -> Addressed:
    """What has become of an event whose id is none now."""
    last = connection.execute(
        event_groups(groups.c.key, groups.c.until)
        .where(groups.c.id == id, groups.c.since <= sight.at)
        .order_by(groups.c.until.desc())
        .limit(1)
    ).one()
    own = members(connection, [last.key], min(last.until - 1, sight.at))[last.key]
    own_anchor = connection.execute(select(ids.c.anchor).where(ids.c.id == id)).scalar_one()
    now = events_holding(connection, own, sight.at)
    moved = not now
    if moved:
        now = events_holding(connection, _found_again(connection, anchors, sight, own), sight.at)
    if not now:
        raise UnknownEventError(f"{path}: {id} is no event any more: {_why_gone(connection, anchors, sight, id, own)}")
    counts = Counter(now.values())
    best, _ = max(counts.items(), key=lambda item: (item[0] == now.get(own_anchor), item[1], item[0]))
    at = time_of(connection, last.until) if last.until <= sight.at else ""
    kind: LeadKind
    if len(counts) > 1:
        kind = "split"
    elif moved or own_anchor not in now:
        kind = "corrected"
    elif _joined(connection, best[1], last.key, last.until, sight.at):
        kind = "merged"
    else:
        kind = "older"
    to = (best[0], *sorted(event for event, _ in counts if event != best[0]))
    return Addressed(best[0], best[1], (Lead(id, kind, to, at),))


def _why_gone(connection: Connection, anchors: Anchors, sight: Sight, id: str, own: Collection[int]) -> str:
    """Why an event is none now, in the outlet's own words where it gives any, and how to see what it was."""
    query = select(told.c.anchor, claims.c.record).join(claims, claims.c.key == told.c.claim)
    query = query.where(told.c.since <= sight.at).order_by(told.c.key)
    said = {row.anchor: decode(Claim, json.loads(row.record)) for row in fetch(connection, query, told.c.anchor, own)}
    standing = anchors.of(said)
    owners = anchors.document_keys({anchor.document for anchor in standing.values()})
    happened = press(connection, set(owners.values()), sight)
    notes = [note for key, claim in said.items() for note in cautions(claim, happened.get(standing[key].document, ()))]
    why = "; ".join(dict.fromkeys(notes)) or "its claims were judged to be none, or its documents say so no longer"
    ended = select(func.max(events.c.until)).where(events.c.id == id, events.c.until <= sight.at).scalar_subquery()
    before = connection.execute(select(func.max(moments.c.at)).where(moments.c.key < ended)).scalar()
    return f"{why}; " + (f"--as-of {before} shows what it was" if before else "--as-of shows what it was")


def _joined(connection: Connection, group: int, former: int, moment: int, at: int) -> bool:
    """Whether those in a group at one moment were, just before an earlier one, in other groups than a former one."""
    mine = select(memberships.c.anchor).where(memberships.c.group == group, *holds(memberships, at))
    query = (
        event_groups(groups.c.key)
        .join(memberships, memberships.c.group == groups.c.key)
        .where(memberships.c.anchor.in_(mine), groups.c.key != former, *holds(memberships, moment - 1))
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _found_again(connection: Connection, anchors: Anchors, sight: Sight, keys: Collection[int]) -> list[int]:
    """Where the words of anchors stand in the readings in force of their documents, however they were read since."""
    query = select(told.c.anchor, claims.c.extraction).join(claims, claims.c.key == told.c.claim)
    query = query.where(told.c.since <= sight.at).order_by(told.c.key)
    read_from = {row.anchor: row.extraction for row in fetch(connection, query, told.c.anchor, sorted(keys))}
    standing = anchors.of(read_from)
    pairs = [(standing[key], extraction) for key, extraction in read_from.items()]
    return list(anchors.keys(place for place in _stand_now(connection, sight, pairs) if place).values())


def _stand_now(connection: Connection, sight: Sight, read_from: Collection[tuple[Anchor, int]]) -> list[Anchor | None]:
    """Where words that stood somewhere in one reading stand now."""
    in_force = extractions_at(connection, sight, {anchor.document for anchor, _ in read_from})
    keys = sorted({*in_force.values(), *(extraction for _, extraction in read_from)})
    read = dict(zip(keys, load_extractions(connection, keys), strict=True))
    found: list[Anchor | None] = []
    for anchor, extraction in read_from:
        if anchor.document not in in_force:
            found.append(None)
            continue
        target = judging.target(anchor.document, read[extraction].document.text, anchor.start, anchor.end)
        now = read[in_force[anchor.document]]
        found.append(judging.find_again(target, now.document.text, now.extraction.claims))
    return found


def _of_claim(connection: Connection, anchors: Anchors, sight: Sight, id: str, path: Path) -> Addressed:
    gone = removed_on(connection, [id_mark(id)])
    unknown = (
        TakenOutError(f"{id!r} is no longer in {path}: it was taken out on {gone[:10]}")
        if gone
        else UnknownEventError(
            f"there is no event and no claim {id!r} in {path}; `onrecord events` and `onrecord claims` list them "
            "with their ids"
        )
    )
    rows = connection.execute(queries.claims_beginning(sight, id)).all() if id else []
    exact = [row for row in rows if row[-1] == id] or [row for row in rows if row.current] or rows
    found = {row[-1] for row in exact}
    if not found:
        raise unknown
    if len(found) > 1:
        raise UnknownEventError(f"more than one claim begins with {id!r}; write more of the id")
    claim = decode(Claim, json.loads(exact[0].record))
    anchor = Anchor(json.loads(exact[0].info)["id"], claim.trigger.start, claim.trigger.end)
    (place,) = _stand_now(connection, sight, [(anchor, exact[0].key)])
    key = anchors.keys([place]).get(place) if place else None
    if place and key is None:
        raise UnknownEventError(f"the claim {id!r} is not linked yet; `onrecord read` and `onrecord link` do that")
    now = {} if key is None else events_holding(connection, [key], sight.at)
    if not now:
        raise UnknownEventError(f"the claim {id!r} is in no event: it was judged to be none, or was replaced since")
    ((event, group),) = now.values()
    return Addressed(event, group, claim=anchor)
