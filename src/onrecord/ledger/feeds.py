"""The feeds that are watched: what is known of each, and which of their entries are still to be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from onrecord.ledger.file import LedgerFile
from onrecord.ledger.keeping import keep_fetch
from onrecord.ledger.kept_model import KeptFetch
from onrecord.ledger.kept_schema import bodies, entries, feeds, fetches
from onrecord.ledger.moments import stamp
from onrecord.ledger.tombstones import page_removed_on
from onrecord.linking.addresses import address as canonical
from onrecord.reading.fetching.feed_model import FeedEntry
from onrecord.reading.fetching.polling import MOST_READINGS, EntryState, FeedState, Outcome
from onrecord.records import decode, dumps

KEPT = timedelta(days=60)
"""How long an entry is remembered after it last stood in its feed; after that its article is known by its address."""


class Watched(LedgerFile):
    """Feeds and their entries, so that nothing is lost and nothing is read twice, however often watching is cut off."""

    def feed_states(self) -> tuple[FeedState, ...]:
        """All feeds that were ever watched in this ledger, in the order in which they came."""
        with self._reading() as connection:
            return tuple(_state(row) for row in connection.execute(select(feeds).order_by(feeds.c.key)))

    def note_poll(
        self, state: FeedState, found: Sequence[FeedEntry] = (), answer: KeptFetch | None = None, body: bytes = b""
    ) -> int:
        """Write down what a poll changed and the entries that it found, all or nothing; gives how many are to be read.

        A new entry is to be read at once, and a known one again when it has changed. The answer is kept as long as
        the text that it carries may be needed in place of a page.
        """
        with self._writing() as (connection, _):
            key = _put(connection, state)
            if not found or state.polled is None:
                return 0
            now = stamp(state.polled)
            known = {
                row.id: row
                for start in range(0, len(found), 500)
                for row in connection.execute(
                    select(entries).where(
                        entries.c.feed == key, entries.c.id.in_([entry.id for entry in found[start : start + 500]])
                    )
                )
            }
            fresh = 0
            digest: str | None = None
            gone = {entry.id for entry in found if page_removed_on(connection, None, entry.address)}
            for entry in found:
                row = known.get(entry.id)
                if entry.id in gone and row is None:
                    continue
                if row is not None and not _is_other(row, entry):
                    if not self._see_again(connection, row, entry, now):
                        continue
                elif row is not None:  # the feed uses an id again, for another article
                    entry = replace(entry, id=f"{entry.id}\n{entry.address}")
                    twin = entries.c.feed == key, entries.c.id == entry.id
                    if connection.execute(update(entries).where(*twin).values(last=now)).rowcount:
                        continue
                # the bytes are not kept where what was taken out of the ledger stands in them
                if digest is None and answer is not None and not gone and (entry.content or entry.summary):
                    digest = keep_fetch(connection, answer, body)
                values = _waiting_row(entry, now, answer, digest if entry.content or entry.summary else None)
                if row is not None and row.id == entry.id:
                    held = entries.c.feed == key, entries.c.id == entry.id
                    connection.execute(update(entries).where(*held).values(**values))
                else:
                    started = {"feed": key, "id": entry.id, "seen": now, "readings": 0, "document": None}
                    connection.execute(insert(entries).values(started | values))
                fresh += 1
            return fresh

    def _see_again(self, connection: Connection, row: Any, entry: FeedEntry, now: str) -> bool:
        """Note that an entry still stands in its feed; whether it is to be read again, since it has changed."""
        changed: bool = row.mark != entry.mark and row.outcome != "waiting" and row.readings < MOST_READINGS
        if not changed:
            held = entries.c.feed == row.feed, entries.c.id == row.id
            values: dict[str, Any] = {"last": now}
            if row.outcome != "waiting":
                values["mark"] = entry.mark
            connection.execute(update(entries).where(*held).values(**values))
        return changed

    def waiting(self, now: datetime, busy: Sequence[str] = ()) -> tuple[EntryState, ...]:
        """Of each feed (but the `busy` ones) the entry whose turn it is now, those that wait longest first."""
        due = (
            select(entries.c.feed, entries.c.id, func.min(entries.c.next).label("first"))
            .join(feeds, feeds.c.key == entries.c.feed)
            .where(entries.c.outcome == "waiting", entries.c.next <= stamp(now), feeds.c.address.not_in(busy))
            .group_by(entries.c.feed)
            .subquery()
        )
        query = (
            select(entries, feeds.c.address.label("of"))
            .join(due, (due.c.feed == entries.c.feed) & (due.c.id == entries.c.id))
            .join(feeds, feeds.c.key == entries.c.feed)
            .order_by(due.c.first, entries.c.feed)
        )
        with self._reading() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def next_entry(self, now: datetime) -> datetime | None:
        """When after `now` the next entry is to be tried; null where none waits for that."""
        with self._reading() as connection:
            later = entries.c.outcome == "waiting", entries.c.next > stamp(now)
            query = select(func.min(entries.c.next)).where(*later)
            found = connection.execute(query).scalar()
        return datetime.fromisoformat(found) if found else None

    def count_waiting(self) -> dict[str, int]:
        """How many entries of each feed are still to be read, by the feed's address."""
        query = (
            select(feeds.c.address, func.count())
            .join(entries, entries.c.feed == feeds.c.key)
            .where(entries.c.outcome == "waiting")
            .group_by(feeds.c.address)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def settle(self, entry: EntryState, outcome: Outcome, document: str | None = None, said: str | None = None) -> None:
        """Write down how an entry ended; one that was `read` counts among what its feed gave."""
        with self._writing() as (connection, _):
            key = select(feeds.c.key).where(feeds.c.address == entry.feed).scalar_subquery()
            values = {
                "outcome": outcome,
                "document": document or entry.document,
                "said": said,
                "next": None,
                "record": None,
                "tries": entry.tries + 1,
                "readings": entry.readings + (outcome in ("read", "known")),
            }
            held = entries.c.feed == key, entries.c.id == entry.entry.id
            connection.execute(update(entries).where(*held).values(**values))
            if outcome == "read":
                one = feeds.c.address == entry.feed
                connection.execute(update(feeds).where(one).values(given=feeds.c.given + 1))

    def postpone(self, entry: EntryState, until: datetime, tries: int, said: str | None = None) -> None:
        """Let an entry wait until a moment, after so many tries."""
        with self._writing() as (connection, _):
            key = select(feeds.c.key).where(feeds.c.address == entry.feed).scalar_subquery()
            held = entries.c.feed == key, entries.c.id == entry.entry.id
            connection.execute(update(entries).where(*held).values(next=stamp(until), tries=tries, said=said))

    def document_at(self, url: str | None, but: EntryState | None = None) -> str | None:
        """The document that was read for another entry with the same address; null where there is none."""
        found = canonical(url)
        if found is None:
            return None
        query = select(entries.c.document, entries.c.id, feeds.c.address).join(feeds, feeds.c.key == entries.c.feed)
        query = query.where(entries.c.canonical == found, entries.c.document.is_not(None))
        with self._reading() as connection:
            for row in connection.execute(query):
                if but is None or (row.id, row.address) != (but.entry.id, but.feed):
                    return str(row.document)
        return None

    def is_of_another(self, document: str, entry: EntryState) -> bool:
        """Whether a document was read for an entry with another address than this one."""
        query = select(entries.c.canonical).where(entries.c.document == document, entries.c.canonical.is_not(None))
        with self._reading() as connection:
            found = set(connection.execute(query).scalars())
        return bool(found) and canonical(entry.entry.address) not in found

    def prune_feeds(self, now: datetime) -> int:
        """Forget settled entries that left their feeds long ago, and answers of feeds whose text nobody needs now.

        What a document was read from stays. Gives how many entries were forgotten.
        """
        with self._writing() as (connection, _):
            old = entries.c.outcome != "waiting", entries.c.last < stamp(now - KEPT)
            count = connection.execute(delete(entries).where(*old)).rowcount
            asked = entries.c.record.is_not(None) & (func.json_extract(entries.c.record, "$.body") == fetches.c.body)
            watched = fetches.c.address.in_(select(feeds.c.current)) | fetches.c.address.in_(select(feeds.c.address))
            spare = fetches.c.document.is_(None), watched, ~select(entries.c.id).where(asked).exists()
            gone = list(connection.execute(select(fetches.c.key, fetches.c.body).where(*spare)))
            for key, body in gone:
                connection.execute(delete(fetches).where(fetches.c.key == key))
                used = select(fetches.c.key).where(fetches.c.body == body)
                if connection.execute(used.limit(1)).first() is None:
                    connection.execute(delete(bodies).where(bodies.c.sha256 == body))
            return int(count)


def _is_other(row: Any, entry: FeedEntry) -> bool:
    """Whether an entry with a known id is another article: another address under another headline."""
    if not entry.address or not row.address or row.canonical == canonical(entry.address):
        return False
    return bool(entry.title) and row.title != entry.title


def _waiting_row(entry: FeedEntry, now: str, answer: KeptFetch | None, body: str | None) -> dict[str, Any]:
    record = {
        "entry": json.loads(dumps(replace(entry, content=None, summary=None) if body else entry)),
        "at": answer.at if answer else None,
        "final": answer.final if answer else None,
        "body": body,
    }
    return {
        "address": entry.address,
        "canonical": canonical(entry.address),
        "title": entry.title,
        "mark": entry.mark,
        "last": now,
        "outcome": "waiting",
        "tries": 0,
        "next": now,
        "record": json.dumps(record),
        "said": None,
    }


def _entry(row: Any) -> EntryState:
    record = json.loads(row.record)
    return EntryState(
        feed=row.of,
        entry=decode(FeedEntry, record["entry"]),
        tries=row.tries,
        readings=row.readings,
        next=datetime.fromisoformat(row.next),
        document=row.document,
        at=record["at"],
        body=record["body"],
        final=record["final"],
    )


def _put(connection: Connection, state: FeedState) -> int:
    """Write the row of a feed, a new one where there is none; what it has given is counted elsewhere."""
    values = {
        "current": state.current,
        "title": state.title,
        "etag": state.etag,
        "modified": state.modified,
        "state": state.condition,
        "next": _moment(state.next),
        "pause": state.pause,
        "off": json.dumps([sorted(state.skip_hours), sorted(state.skip_days)]),
        "polls": state.polls,
        "failures": state.failures,
        "polled": _moment(state.polled),
        "succeeded": _moment(state.succeeded),
        "said": state.said,
    }
    held = feeds.c.address == state.address
    if not connection.execute(update(feeds).where(held).values(**values)).rowcount:
        connection.execute(insert(feeds).values(values | {"address": state.address, "given": state.given}))
    return int(connection.execute(select(feeds.c.key).where(held)).scalar_one())


def _state(row: Any) -> FeedState:
    hours, days = json.loads(row.off) if row.off else ([], [])
    return FeedState(
        address=row.address,
        current=row.current,
        title=row.title,
        etag=row.etag,
        modified=row.modified,
        condition=row.state,
        next=_time(row.next),
        pause=row.pause,
        skip_hours=frozenset(hours),
        skip_days=frozenset(days),
        polls=row.polls,
        failures=row.failures,
        given=row.given,
        polled=_time(row.polled),
        succeeded=_time(row.succeeded),
        said=row.said,
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def _time(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)
