"""What moved, in steps that feeds list, and what of it was sent to webhooks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, union, update

from onrecord.ledger.changes import changes
from onrecord.ledger.duty_model import Delivery
from onrecord.ledger.duty_schema import deliveries
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventChange
from onrecord.ledger.linked_schema import events
from onrecord.ledger.moments import Sight, key_at, read_moment, stamp
from onrecord.ledger.reported import both_sides
from onrecord.ledger.schema import ENDLESS, moments

PAUSE = timedelta(minutes=5)
"""What moves the ledger again within this time belongs to the same step: a run that reads and links takes minutes."""
LONGEST = timedelta(hours=1)
"""A step ends after this time, however much still moves."""
CLAIMED = timedelta(minutes=15)
"""For so long a delivery is left to who took it up; longer than all its tries take."""
MOST = 2_000
"""Events of one step of a feed, or of one message, above which a step is cut and a message parted."""
_KEPT = 100
"""Deliveries to one webhook that stay on record."""


@dataclass(frozen=True, slots=True)
class Step:
    """All that moved in one run, or in several close together: from when until when, and the events."""

    first: str
    last: str
    changes: tuple[EventChange, ...]


class Notifying(LedgerFile):
    """Steps of what moved, and deliveries of it."""

    def identity(self) -> str:
        """What tells this ledger from others, in copies of it too: the digest of its first moment."""
        with self._reading() as connection:
            first = connection.execute(select(moments.c.at).order_by(moments.c.key).limit(1)).scalar()
        return hashlib.sha256(f"ledger {first or 'empty'}".encode()).hexdigest()[:12]

    def begun(self) -> str | None:
        """When the first thing was recorded."""
        with self._reading() as connection:
            return connection.execute(select(moments.c.at).order_by(moments.c.key).limit(1)).scalar()

    def steps(self, since: str | None = None, of: Callable[[], Collection[str]] | None = None) -> Iterator[Step]:
        """What moved after a moment (ever), step by step, the last step first.

        A step has the same `first` whenever it is asked for. In one that moved more events than MOST, as the first
        filling of a large ledger, only those touched last are given or, with `of`, those whose ids it gives. Raises
        BadMomentError.
        """
        with self._reading() as connection:
            after = 0 if since is None else key_at(connection, read_moment(since))
            found = _stretches(connection, self._sight(connection).at)
        for stretch in reversed(found):
            if stretch[-1].key <= after:
                return
            with self._reading() as connection:
                before, until = stretch[0].key - 1, stretch[-1].key
                large = _touched(connection, before, until) > MOST
                only = of() if large and of is not None else None
                looks = both_sides(connection, Sight(before), Sight(until), self._summarise, self._counted)
                most = None if only is not None else MOST
                moved = tuple(changes(connection, before, until, looks, latest=most, of=only))
            if moved:
                yield Step(stretch[0].at, stretch[-1].at, moved)

    def next_delivery(self, hook: str, situation: str) -> Delivery | None:
        """What is to be sent to a webhook next; nothing where all was, or another process is at it.

        The first call only notes from where on. One that was begun and not ended comes again, with the same key and
        span, before anything that moved later.
        """
        with self._writing() as (connection, _):
            own = deliveries.c.hook == hook, deliveries.c.situation == situation
            last = connection.execute(select(deliveries).where(*own).order_by(deliveries.c.key.desc()).limit(1)).first()
            newest = _newest(connection)
            at = self._at()
            if last is None:
                row = _row(hook, situation, newest, newest, "sent", 0, at)
                connection.execute(insert(deliveries).values(row))
                return None
            if last.state == "sent":
                if newest <= last.until:
                    return None
                until = _portion(connection, last.until, newest)
                row = _row(hook, situation, last.until, until, "sending", 1, at)
                key = connection.execute(insert(deliveries).values(row).returning(deliveries.c.key)).scalar_one()
                return Delivery(key=key, **row)
            if last.state == "sending" and last.at > stamp(datetime.fromisoformat(at) - CLAIMED):
                return None
            change = {"state": "sending", "tries": last.tries + 1, "at": at}
            connection.execute(update(deliveries).where(deliveries.c.key == last.key).values(change))
            return _delivery(last, **change)

    def content(self, delivery: Delivery) -> tuple[EventChange, ...]:
        """What moved in the span of a delivery."""
        with self._reading() as connection:
            at = Sight(delivery.since), Sight(delivery.until)
            looks = both_sides(connection, *at, self._summarise, self._counted)
            return tuple(changes(connection, delivery.since, delivery.until, looks))

    def end_delivery(self, delivery: Delivery, sent: bool, said: str | None = None) -> None:
        """Note that a delivery arrived, or did not and is to be tried again."""
        with self._writing() as (connection, _):
            values = {"state": "sent" if sent else "open", "at": self._at(), "said": said}
            connection.execute(update(deliveries).where(deliveries.c.key == delivery.key).values(values))
            own = deliveries.c.hook == delivery.hook, deliveries.c.situation == delivery.situation
            old = select(deliveries.c.key).where(*own).order_by(deliveries.c.key.desc()).offset(_KEPT)
            connection.execute(delete(deliveries).where(deliveries.c.key.in_(old)))

    def deliveries(self) -> tuple[Delivery, ...]:
        """The last delivery to each webhook for each situation."""
        last = select(func.max(deliveries.c.key)).group_by(deliveries.c.hook, deliveries.c.situation)
        with self._reading() as connection:
            query = select(deliveries).where(deliveries.c.key.in_(last))
            rows = connection.execute(query.order_by(deliveries.c.hook, deliveries.c.situation)).all()
        return tuple(_delivery(row) for row in rows)


def _moving() -> Any:
    began = select(events.c.since.label("key")).where(events.c.since < ENDLESS - 1)
    ended = select(events.c.until.label("key")).where(events.c.until < ENDLESS)
    return union(began, ended).subquery()


def _newest(connection: Connection) -> int:
    return int(connection.execute(select(func.max(_moving().c.key))).scalar() or 0)


def _touched(connection: Connection, before: int, after: int) -> int:
    """How often an event came, changed or went after one moment and up to another."""
    between = or_(events.c.since.between(before + 1, after), events.c.until.between(before + 1, after))
    return int(connection.execute(select(func.count()).select_from(events).where(between)).scalar_one())


def _portion(connection: Connection, before: int, newest: int) -> int:
    """Up to which moment a delivery goes: so far that not too much moved, and by one moment at least."""
    moving = _moving()
    later = select(moving.c.key).where(moving.c.key > before, moving.c.key <= newest).order_by(moving.c.key)
    until = before
    for key in connection.execute(later).scalars().all():
        if until > before and _touched(connection, before, key) > MOST:
            return until
        until = key
    return newest


def _stretches(connection: Connection, now: int) -> list[list[Any]]:
    """The moments at which events moved, those close together in one stretch, the oldest first."""
    moving = _moving()
    query = select(moments.c.key, moments.c.at).join(moving, moving.c.key == moments.c.key)
    found: list[list[Any]] = []
    for row in connection.execute(query.where(moments.c.key <= now).order_by(moments.c.key)):
        if found:
            first, before = found[-1][0], found[-1][-1]
            gap = datetime.fromisoformat(row.at) - datetime.fromisoformat(before.at)
            length = datetime.fromisoformat(row.at) - datetime.fromisoformat(first.at)
            if gap <= PAUSE and length <= LONGEST:
                found[-1].append(row)
                continue
        found.append([row])
    return found


def _row(hook: str, situation: str, since: int, until: int, state: str, tries: int, at: str) -> dict[str, Any]:
    return {
        "hook": hook, "situation": situation, "since": since, "until": until, "state": state, "tries": tries, "at": at,
    }  # fmt: skip


def _delivery(row: Any, **changed: Any) -> Delivery:
    return Delivery(**({name: row._mapping[name] for name in row._mapping} | changed))
