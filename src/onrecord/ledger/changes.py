"""What moved between two moments: each event as it was beside the event as it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, exists, or_, select

from onrecord.ledger.addressing import event_groups, holds
from onrecord.ledger.anchors import fetch
from onrecord.ledger.linked_model import ChangeKind, EventChange
from onrecord.ledger.linked_schema import events, groups, memberships
from onrecord.ledger.moments import time_of
from onrecord.ledger.reported import Reported
from onrecord.ledger.summing import SUMMED, portions
from onrecord.linking.event import Event
from onrecord.linking.model import Anchor
from onrecord.records import decode

_SHORT = 8
"""Digits of an id in a note."""


def changes(
    connection: Connection,
    before: int,
    after: int,
    reported: tuple[Reported, Reported] | None = None,
    latest: int | None = None,
    of: Collection[str] | None = None,
) -> Iterator[EventChange]:
    """What moved in the events after one moment and up to another, what was recorded last first.

    `reported` sums the events at each of the two up as they are looked at: by what had been reported by a day, or with
    other origins. With `latest` only so many
    events that were touched last are looked at, which costs what is shown and not what was loaded in one morning; `of`
    are the ids of the only ones to look at.
    """
    if after <= before:
        return
    ids = _touched(connection, before, after) if latest is None else _last_touched(connection, before, after, latest)
    ids = ids if of is None else [id for id in ids if id in of]
    was, now = _keys(connection, ids, before), _keys(connection, ids, after)
    came = _came_from(connection, now.keys(), before, after)
    went = _went_to(connection, was.keys(), before, after)
    # an event that is gone is told of by the one that took its claims in
    shown = sorted(now.keys() | {id for id in was if id not in now and not went.get(id)})
    order = sorted(shown, key=lambda id: (-(now.get(id) or was[id])[1], id))
    for portion in portions(order, SUMMED):
        wanted = [pair[0] for id in portion for pair in (was.get(id), now.get(id)) if pair]
        for id in portion:
            if id not in was and len(came.get(id, ())) == 1:
                (other,) = came[id]
                found = _keys(connection, [other], before).get(other)
                if found:
                    was[id] = found
                    wanted.append(found[0])
        read = _read(connection, wanted)
        earlier = {read[was[id][0]].id: read[was[id][0]] for id in portion if id in was}
        later = {id: read[now[id][0]] for id in portion if id in now}
        if reported is not None:
            earlier = reported[0].seen(list(earlier.values()))
            later = reported[1].seen(list(later.values()))
        for id in portion:
            old = earlier.get(read[was[id][0]].id) if id in was else None
            new = later.get(id) if id in now else None
            if old is None and new is None:
                continue
            kinds, notes = _moved(old, new, came.get(id, set()), went.get(id, set()), now.keys())
            if kinds:
                at = time_of(connection, now[id][1] if id in now else was[id][2])
                yield EventChange(new or old, old, kinds, at, notes)  # type: ignore[arg-type]


def _touched(connection: Connection, before: int, after: int) -> Sequence[str]:
    """The events of which something came or ended between two moments."""
    moved = or_(
        events.c.since.between(before + 1, after), events.c.until.between(before + 1, after)
    )  # fmt: skip
    query = select(events.c.id).where(moved, events.c.since <= after)
    return connection.execute(query.distinct()).scalars().all()


def _last_touched(connection: Connection, before: int, after: int, most: int) -> Sequence[str]:
    """The last few of them: of those that still are events then, and of those that are not."""
    came = select(events.c.id).where(events.c.since.between(before + 1, after), events.c.until > after)
    came = came.order_by(events.c.since.desc(), events.c.id).limit(most)
    now = events.alias()
    still = exists().where(now.c.id == events.c.id, *holds(now, after))
    went = select(events.c.id).where(events.c.until.between(before + 1, after), events.c.since <= before, ~still)
    went = went.order_by(events.c.until.desc(), events.c.id).limit(most)
    found = [*connection.execute(came).scalars(), *connection.execute(went).scalars()]
    return list(dict.fromkeys(found))


def _keys(connection: Connection, ids: Collection[str], at: int) -> dict[str, tuple[int, int, int]]:
    """The row of each event at a moment, since when and until when it held."""
    query = select(events.c.id, events.c.key, events.c.since, events.c.until).where(*holds(events, at))
    return {row.id: (row.key, row.since, row.until) for row in fetch(connection, query, events.c.id, sorted(ids))}


def _read(connection: Connection, keys: Collection[int]) -> dict[int, Event]:
    query = select(events.c.key, events.c.record)
    rows = fetch(connection, query, events.c.key, sorted(set(keys)))
    return {row.key: decode(Event, json.loads(row.record)) for row in rows}


def _came_from(connection: Connection, ids: Collection[str], before: int, after: int) -> dict[str, set[str]]:
    """For events at one moment, the ids of the other events that their claims were in at an earlier one."""
    return _moved_members(connection, ids, after, before)


def _went_to(connection: Connection, ids: Collection[str], before: int, after: int) -> dict[str, set[str]]:
    """For events at one moment, the ids of the other events that their claims are in at a later one."""
    return _moved_members(connection, ids, before, after)


def _moved_members(connection: Connection, ids: Collection[str], here: int, there: int) -> dict[str, set[str]]:
    held = event_groups(groups.c.id, memberships.c.anchor).join(memberships, memberships.c.group == groups.c.key)
    mine = held.where(*holds(groups, here), *holds(memberships, here))
    owner = {row.anchor: row.id for row in fetch(connection, mine, groups.c.id, sorted(ids))}
    theirs = held.where(*holds(groups, there), *holds(memberships, there))
    found: dict[str, set[str]] = {}
    for row in fetch(connection, theirs, memberships.c.anchor, sorted(owner)):
        if row.id != owner[row.anchor]:
            found.setdefault(owner[row.anchor], set()).add(row.id)
    return found


def _moved(
    old: Event | None, new: Event | None, came: set[str], went: set[str], present: Any
) -> tuple[tuple[ChangeKind, ...], tuple[str, ...]]:
    found: dict[ChangeKind, str] = {}
    if new is None:
        return ("gone",), ("no longer an event",)
    joined = sorted(id for id in came if id not in present and not (old and id == old.id))
    parted = sorted(id for id in went if id in present) if old is not None and old.id == new.id else []
    if old is None and not came:
        return ("new",), ()
    if joined:
        found["merged"] = f"took in {', '.join(id[:_SHORT] for id in joined)}"
    if parted:
        found["split"] = f"parted from {', '.join(id[:_SHORT] for id in parted)}"
    if old is None:
        still = sorted(id for id in came if id in present)
        if still:
            found["split"] = f"parted from {', '.join(id[:_SHORT] for id in still)}"
        return tuple(found), tuple(found.values())
    if old.id != new.id and not joined and old.id in present:
        found["split"] = f"parted from {old.id[:_SHORT]}"
    _compare(old, new, found)
    return tuple(found), tuple(found.values())


def _compare(old: Event, new: Event, found: dict[ChangeKind, str]) -> None:
    reached = {(step.stage, step.polarity) for step in old.ladder}
    steps = [step for step in new.ladder if (step.stage, step.polarity) not in reached and step.polarity == "affirmed"]
    if steps or (old.stage, old.polarity) != (new.stage, new.polarity):
        said = ", ".join(step.stage for step in steps)
        found["stage"] = (
            f"{_standing(old)} → {_standing(new)}" if _standing(old) != _standing(new) else f"also told as {said}"
        )
    known = {denial.claim for denial in old.denials}
    denials = [denial for denial in new.denials if denial.claim not in known]
    if denials:
        speakers = ", ".join(dict.fromkeys(denial.speaker for denial in denials if denial.speaker))
        found["denied"] = f"denied by {speakers}" if speakers else "denied"
    if new.origins > old.origins:
        found["confirmed"] = f"{old.origins} → {new.origins} independent origins"
    if new.disputed != old.disputed:
        found["disputed" if new.disputed else "settled"] = "now disputed" if new.disputed else "no longer disputed"
    fresh = [caution for caution in new.cautions if caution not in old.cautions]
    if fresh:
        found["corrected"] = "; ".join(fresh)
    elif _what(old) != _what(new) and set(_kept(old)) >= set(_kept(new)) and "stage" not in found:
        found["corrected"] = "corrected"


def _standing(event: Event) -> str:
    return event.stage if event.polarity == "affirmed" else f"{event.stage}, denied"


def _what(event: Event) -> tuple[Any, ...]:
    return event.type, event.actors, event.recipients, event.stage, event.polarity


def _kept(event: Event) -> tuple[Anchor, ...]:
    return event.claims
