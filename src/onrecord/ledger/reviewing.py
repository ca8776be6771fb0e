"""What a queue for people is made of: rows of events as they come and go, how they hang together, who was judged."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from onrecord.ledger.addressing import event_groups, holds
from onrecord.ledger.anchors import fetch
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_schema import decisions, events, groups, judged, judgements, memberships, told
from onrecord.ledger.schema import ENDLESS, NOW, claims, moments
from onrecord.linking.event import Event
from onrecord.records import decode
from onrecord.records.vocabulary import Certainty, EventType

_ROWS = 1_000  # rows that are fetched at once


@dataclass(frozen=True, slots=True)
class Stand:
    """What the record of an event tells of its weight and its doubt; `hurt` are the dead and injured, best figures."""

    id: str
    type: EventType
    reports: int
    named: int
    certainty: Certainty
    disputed: bool
    denied: bool
    hurt: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Rows of events since a moment: those that came and hold, those that hold no longer. A row never changes.

    `moment` is the one that this is the state of, to be given the next time.
    """

    moment: int
    came: tuple[tuple[int, Stand], ...]
    gone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """How firmly an event stands: the lowest score of its claims, and of the decisions that joined them.

    Null where it rests on one claim and nothing was joined.
    """

    score: float
    joined: float | None


_STAND = (
    events.c.id,
    events.c.type,
    events.c.disputed,
    func.json_extract(
        events.c.record, "$.reports", "$.named", "$.certainty", "$.denials[0].speaker", "$.deaths.best",
        "$.injuries.best",
    ).label("told"),
)  # fmt: skip
"""One call takes a record apart once; reading whole records would take ten times as long."""


def _stand(row: Any) -> Stand:
    reports, named, certainty, denier, dead, injured = json.loads(row.told)
    hurt = (dead or 0) + (injured or 0)
    return Stand(row.id, row.type, reports, named, certainty, bool(row.disputed), denier is not None, hurt)


class Reviewing(LedgerFile):
    """Questions for a queue that follows the ledger without reading all of it again."""

    def touched(self, after: int = 0) -> Touched:
        """Rows of events that came or ended after a moment (0: all that hold)."""
        with self._reading() as connection:
            now = int(connection.execute(select(func.max(moments.c.key))).scalar() or 0)
            came = select(events.c.key, *_STAND).where(events.c.since > after, *holds(events, now))
            rows = connection.execution_options(yield_per=_ROWS).execute(came)
            found = tuple((row.key, _stand(row)) for row in rows)
            ended = select(events.c.key).where(events.c.until.between(after + 1, now), events.c.since <= after)
            return Touched(now, found, tuple(connection.execute(ended).scalars()) if after else ())

    def stands(self, ids: Collection[str]) -> tuple[Stand, ...]:
        """What the records of events tell, by their ids; those that are none now are left out."""
        with self._reading() as connection:
            query = select(*_STAND).where(*holds(events, NOW))
            return tuple(_stand(row) for row in fetch(connection, query, events.c.id, sorted(ids)))

    def events_of(self, ids: Collection[str]) -> dict[str, Event]:
        """Events by their ids, without what they rest on; those that are none now are left out."""
        with self._reading() as connection:
            query = select(events.c.id, events.c.record).where(*holds(events, NOW))
            rows = fetch(connection, query, events.c.id, sorted(ids))
            return {row.id: decode(Event, json.loads(row.record)) for row in rows}

    def footings(self, ids: Collection[str]) -> dict[str, Footing]:
        """How firmly events stand, by their ids."""
        with self._reading() as connection:
            held = (
                event_groups(groups.c.id, memberships.c.anchor, claims.c.score)
                .join(memberships, memberships.c.group == groups.c.key)
                .join(told, told.c.anchor == memberships.c.anchor)
                .join(claims, claims.c.key == told.c.claim)
                .where(*holds(groups, NOW), *holds(memberships, NOW), *holds(told, NOW))
            )
            rows = list(fetch(connection, held, groups.c.id, sorted(ids)))
            owner = {row.anchor: row.id for row in rows}
            score: dict[str, float] = {}
            for row in rows:
                score[row.id] = min(row.score, score.get(row.id, 1.0))
            query = select(decisions.c.a, decisions.c.b, decisions.c.score).where(*holds(decisions, NOW))
            # the surest decision that ties a claim to its event; the weakest of these is the weakest tie
            ties: dict[int, float] = {}
            for row in fetch(connection, query, decisions.c.a, sorted(owner)):
                if owner[row.a] == owner.get(row.b):
                    for anchor in (row.a, row.b):
                        ties[anchor] = max(row.score, ties.get(anchor, 0.0))
            weakest: dict[str, float] = {}
            for anchor, value in ties.items():
                weakest[owner[anchor]] = min(value, weakest.get(owner[anchor], 1.0))
            return {id: Footing(value, weakest.get(id)) for id, value in score.items()}

    def judged_events(self) -> frozenset[str]:
        """The ids of the events on a claim of which a judgement hangs that was not withdrawn."""
        with self._reading() as connection:
            query = (
                event_groups(groups.c.id)
                .join(memberships, memberships.c.group == groups.c.key)
                .join(judged, judged.c.anchor == memberships.c.anchor)
                .join(judgements, judgements.c.key == judged.c.judgement)
                .where(*holds(groups, NOW), *holds(memberships, NOW), judgements.c.until == ENDLESS)
            )
            return frozenset(connection.execute(query).scalars())
