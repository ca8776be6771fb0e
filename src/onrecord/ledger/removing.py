"""One transaction of forgetting: rows of documents taken out of all of history, or rewritten without a name."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, select, text, update

from onrecord.ledger.addressing import event_groups
from onrecord.ledger.anchors import Anchors, chunks, fetch
from onrecord.ledger.duty_schema import audited, verdicts
from onrecord.ledger.indexing import take_words_out
from onrecord.ledger.linked import drop_keys
from onrecord.ledger.linked_schema import (
    anchors,
    decisions,
    events,
    groups,
    ids,
    judged,
    judgements,
    linked,
    memberships,
    pages,
    sketches,
    told,
)
from onrecord.ledger.schema import ENDLESS, claims, documents, extractions, readings, versions
from onrecord.ledger.summing import Teller, event_row
from onrecord.linking.linker import Summarise


def keys_of(connection: Connection, owners: Collection[int]) -> list[int]:
    """The keys of all anchors of documents."""
    rows = fetch(connection, select(anchors.c.key), anchors.c.document, sorted(owners))
    return [row.key for row in rows]


def mates_of(connection: Connection, owners: Collection[int]) -> set[int]:
    """The other documents that have an address in common with some: the press's notes on these may quote those."""
    own = {row.address for row in fetch(connection, select(pages.c.address), pages.c.document, sorted(owners))}
    found = {row.document for row in fetch(connection, select(pages.c.document), pages.c.address, sorted(own))}
    return found - set(owners)


def events_of(connection: Connection, members: Collection[int]) -> set[str]:
    """The ids of all events, present and past, that ever held one of some anchors."""
    held = event_groups(groups.c.id).join(memberships, memberships.c.group == groups.c.key)
    return {row.id for row in fetch(connection, held, memberships.c.anchor, sorted(members))}


def in_force(connection: Connection, owners: Collection[int]) -> dict[int, int]:
    """The keys of documents with those of their extractions in force."""
    query = select(readings.c.document, readings.c.extraction).where(readings.c.until == ENDLESS)
    return {row.document: row.extraction for row in fetch(connection, query, readings.c.document, sorted(owners))}


def purge(connection: Connection, owners: Collection[int]) -> tuple[Counter[str], set[str]]:
    """Take documents with all that hangs on them out of the ledger's own tables, over all of history.

    Gives how much that was, and the ids of the groups that are no more. What they had in common with others stays
    with these: former ids of events lead to claims that are left, and what repeated a report that is gone is said to
    repeat the oldest of the others that did.
    """
    counts: Counter[str] = Counter()
    members = keys_of(connection, owners)
    _repoint_ids(connection, set(members))
    _repoint_origins(connection, owners)
    counts["judgements"] = _drop_judgements(connection, owners)
    drop_keys(connection, members)
    for table, column in ((decisions, decisions.c.a), (decisions, decisions.c.b), (memberships, memberships.c.anchor),
                          (told, told.c.anchor), (sketches, sketches.c.anchor), (ids, ids.c.anchor)):  # fmt: skip
        _delete(connection, table, column, members)
    _delete(connection, anchors, anchors.c.key, members)
    for table in (pages, linked):
        _delete(connection, table, table.c.document, owners)
    counts["notes"] = _drop_notes(connection, owners)
    counts["audited claims"] = _count_audited(connection, owners)
    own = versions.c.document.in_
    for portion in chunks(sorted(owners)):
        of = select(extractions.c.key).join(versions, versions.c.key == extractions.c.version)
        listed = select(func.count()).where(claims.c.extraction.in_(of.where(own(portion))))
        counts["claims"] += connection.execute(listed).scalar_one()
        counts["versions"] += connection.execute(select(func.count()).where(own(portion))).scalar_one()
    take_words_out(connection, owners)
    counts["documents"] = _delete(connection, documents, documents.c.key, owners)  # the rest goes with it
    return counts, _drop_empty_groups(connection)


def _delete(connection: Connection, table: Table, column: Any, values: Iterable[Any]) -> int:
    done = 0
    for portion in chunks(sorted(values)):
        done += connection.execute(delete(table).where(column.in_(portion))).rowcount
    return done


def _repoint_ids(connection: Connection, members: Collection[int]) -> None:
    """Let ids of groups that were named by one of some members stand for another that was in the group last."""
    named = list(fetch(connection, select(ids.c.id, ids.c.anchor), ids.c.anchor, sorted(members)))
    held = select(groups.c.id, memberships.c.anchor, memberships.c.until, memberships.c.rank).join(
        memberships, memberships.c.group == groups.c.key
    )
    best: dict[str, Any] = {}
    for row in fetch(connection, held, groups.c.id, sorted(row.id for row in named)):
        if row.anchor in members:
            continue
        known = best.get(row.id)
        if known is None or (row.until, -row.rank) > (known.until, -known.rank):
            best[row.id] = row
    for id, row in best.items():
        connection.execute(update(ids).where(ids.c.id == id).values(anchor=row.anchor))


def _repoint_origins(connection: Connection, owners: Collection[int]) -> None:
    query = select(told.c.key, told.c.origin, anchors.c.document).join(anchors, anchors.c.key == told.c.anchor)
    heirs: dict[int, int] = {}
    rows = [
        row for row in fetch(connection, query, told.c.origin, sorted(owners)) if row.document not in set(owners)
    ]  # fmt: skip
    for row in rows:
        heirs[row.origin] = min(row.document, heirs.get(row.origin, row.document))
    for row in rows:
        connection.execute(update(told).where(told.c.key == row.key).values(origin=heirs[row.origin]))


def _drop_judgements(connection: Connection, owners: Collection[int]) -> int:
    """Judgements quote the words that they hang on; those on two passages go with either."""
    query = select(judged.c.judgement).distinct()
    keys = {row.judgement for row in fetch(connection, query, judged.c.document, sorted(owners))}
    _delete(connection, judged, judged.c.judgement, keys)
    return _delete(connection, judgements, judgements.c.key, keys)


def _audited(owners: Collection[int]) -> Any:
    of = select(extractions.c.key).join(versions, versions.c.key == extractions.c.version)
    own = select(claims.c.key).where(claims.c.extraction.in_(of.where(versions.c.document.in_(owners))))
    return audited.c.claim.in_(own)


def _count_audited(connection: Connection, owners: Collection[int]) -> int:
    return sum(
        connection.execute(select(func.count()).where(_audited(portion))).scalar_one()
        for portion in chunks(sorted(owners))
    )


def _drop_notes(connection: Connection, owners: Collection[int]) -> int:
    """Notes on verdicts may quote what was judged."""
    done = 0
    for portion in chunks(sorted(owners)):
        places = select(audited.c.audit, audited.c.position).where(_audited(portion))
        for audit, position in connection.execute(places).all():
            own = verdicts.c.audit == audit, verdicts.c.position == position, verdicts.c.note.is_not(None)
            done += connection.execute(update(verdicts).where(*own).values(note=None)).rowcount
    return done


def _drop_empty_groups(connection: Connection) -> set[str]:
    empty = ~select(memberships.c.key).where(memberships.c.group == groups.c.key).exists()
    found = connection.execute(select(groups.c.key, groups.c.id).where(empty)).all()
    _delete(connection, groups, groups.c.key, [row.key for row in found])
    left = select(groups.c.id).distinct()
    gone = {row.id for row in found}
    gone -= {row.id for row in fetch(connection, left, groups.c.id, sorted(gone))}
    return gone


def retell_history(connection: Connection, of: Collection[str], summarise: Summarise) -> int:
    """Sum up all rows of events anew, past ones too, each by what was told when it began. Gives how many went.

    A row of which nothing is left goes.
    """
    standing = Anchors(connection)
    by_since: dict[int, list[Any]] = {}
    for row in fetch(connection, select(events.c.key, events.c.id, events.c.since), events.c.id, sorted(of)):
        by_since.setdefault(row.since, []).append(row)
    gone: list[int] = []
    for since, rows in sorted(by_since.items()):
        held = event_groups(groups.c.id, groups.c.key).where(groups.c.since <= since, groups.c.until > since)
        keys = {row.id: row.key for row in fetch(connection, held, groups.c.id, sorted(row.id for row in rows))}
        found = Teller(connection, standing, since).told(keys.values())
        for row in rows:
            own = found.get(keys.get(row.id, -1)) or []
            if not own:
                gone.append(row.key)
                continue
            values = event_row(summarise(row.id, own), own)
            connection.execute(update(events).where(events.c.key == row.key).values(values))
    return _delete(connection, events, events.c.key, gone)


def drop_cautions(connection: Connection, owners: Collection[int]) -> None:
    """Take what the press said of passages, which may quote other versions of the page, out of all of history."""
    members = keys_of(connection, owners)
    for portion in chunks(members):
        connection.execute(update(told).where(told.c.anchor.in_(portion)).values(cautions="[]"))


def drop_past_decisions(connection: Connection, owners: Collection[int]) -> None:
    """Take the machine's decisions that hold no more out: their reasons may quote words."""
    members = keys_of(connection, owners)
    for column in (decisions.c.a, decisions.c.b):
        for portion in chunks(members):
            past = and_(column.in_(portion), decisions.c.until != ENDLESS)
            connection.execute(delete(decisions).where(past))


def texts_of(connection: Connection, owners: Collection[int]) -> list[Any]:
    """All versions of documents: id, text, title, url and the rest."""
    query = select(documents.c.id, versions).join(versions, versions.c.document == documents.c.key)
    return list(fetch(connection, query, documents.c.key, sorted(owners)))


def claim_ids(connection: Connection, owners: Collection[int]) -> set[str]:
    """The ids of all claims that any reading of documents made."""
    query = (
        select(claims.c.id, versions.c.document)
        .select_from(claims)
        .join(extractions, extractions.c.key == claims.c.extraction)
    )
    query = query.join(versions, versions.c.key == extractions.c.version)
    return {row.id for row in fetch(connection, query, versions.c.document, sorted(owners))}


_SAID_BY_PEOPLE = frozenset({"audits", "verdicts", "judgements", "situations", "deliveries", "feeds"})

SHORTEST_ID = 4
"""Letters of an id that is looked for in what people wrote; a shorter one stands in other words too."""


def unmention(connection: Connection, ids: Iterable[str]) -> None:
    """Take ids and addresses of what is gone out of queries, reasons and messages."""
    said = sorted((id for id in ids if len(id) >= SHORTEST_ID), key=len, reverse=True)
    if not said:
        return
    # as they are, and as JSON has them
    forms = {re.escape(form) for id in said for form in (id, json.dumps(id)[1:-1])}
    found = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w-])")
    tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    swept(connection, lambda words: found.sub("[removed]", words), set(tables) - _SAID_BY_PEOPLE)


def swept(connection: Connection, rewrite: Callable[[str], str], skipped: Collection[str]) -> Mapping[str, int]:
    """Rewrite every text of every table, but for some, with a function; gives where that changed anything.

    `rewrite` takes a text and gives what shall stand in its place; the same text where nothing shall.
    """
    found: dict[str, int] = {}
    for (table,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
        if table in skipped or table.startswith("sqlite_") or "_search" in table:
            continue
        columns = [
            row.name for row in connection.execute(text(f"PRAGMA table_info({table})")) if "TEXT" in row.type.upper()
        ]
        keyed = connection.execute(text(f"PRAGMA table_info({table})")).all()
        primary = [row.name for row in keyed if row.pk]
        for column in columns:
            if column in primary:
                continue
            names = ", ".join(f'"{name}"' for name in (*primary, column))
            rows = connection.execute(text(f'SELECT {names} FROM {table} WHERE "{column}" IS NOT NULL'))
            changed = [
                (*row[:-1], after)
                for row in rows
                if isinstance(row[-1], str) and (after := rewrite(row[-1])) != row[-1]
            ]
            for *key, after in changed:
                own = " AND ".join(f'"{name}" = :k{n}' for n, name in enumerate(primary))
                values = {f"k{n}": value for n, value in enumerate(key)} | {"after": after}
                connection.execute(text(f'UPDATE {table} SET "{column}" = :after WHERE {own}'), values)
            if changed:
                found[f"{table}.{column}"] = len(changed)
    return found
