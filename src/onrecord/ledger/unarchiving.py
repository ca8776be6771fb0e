"""What is archived of documents, taken out: fetches, entries of feeds, and the bytes that nobody else needs."""

from __future__ import annotations

import html
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Connection, delete, or_, select, update

from onrecord.ledger.anchors import chunks, fetch
from onrecord.ledger.kept_schema import bodies, entries, fetches
from onrecord.linking.addresses import address

_PROBE = 60
"""Letters of a line by which the text of a document is known in the bytes of a feed."""


def unarchive(
    connection: Connection, documents: Collection[str], addresses: Collection[str], texts: Iterable[str]
) -> tuple[Counter[str], set[str]]:
    """Take out how documents were fetched, under whatever address, and what feeds gave of them.

    Bytes that are another document's too stay, as they are that one's own words; those of a feed go, though it had
    other articles: `part` of the fetch tells them. So do bytes that belong to no document and hold one of the texts.
    `addresses` are as `linking.addresses` has them. Gives how much went, and the addresses it had.
    """
    counts: Counter[str] = Counter()
    rows = list(fetch(connection, select(fetches), fetches.c.document, sorted(documents)))
    known = {row.key for row in rows}
    if addresses:
        listed = connection.execute(select(fetches).where(fetches.c.document.is_(None))).all()
        rows += [
            row
            for row in listed
            if row.key not in known and (address(row.address) in addresses or address(row.final) in addresses)
        ]
    seen = {page for row in rows for page in (address(row.address), address(row.final)) if page and row.part is None}
    counts["fetches"] = _delete_fetches(connection, [row.key for row in rows])
    of_feeds = {row.body for row in rows if row.part is not None and row.body}
    counts["originals"] = _drop_bodies(connection, of_feeds)
    counts["originals"] += _drop_unused(connection, {row.body for row in rows if row.body})
    counts["originals"] += drop_bodies_with(connection, _finder(texts, addresses))
    for portion in chunks(sorted(documents)):
        counts["entries"] += connection.execute(delete(entries).where(entries.c.document.in_(portion))).rowcount
    for portion in chunks(sorted({*addresses, *seen})):
        own = or_(entries.c.canonical.in_(portion), entries.c.address.in_(portion))
        counts["entries"] += connection.execute(delete(entries).where(own)).rowcount
    return counts, seen


def unname(connection: Connection, named: Callable[[str], bool], addressed: Callable[[str], bool]) -> Counter[str]:
    """Take out what is archived that names a person: whole bodies, and fetches and entries whose address does.

    Bytes that are packed in themselves (PDF, DOCX, archives) are not looked into, unless the document that was read
    from them goes.
    """
    counts: Counter[str] = Counter()
    listed = connection.execute(select(fetches.c.key, fetches.c.address, fetches.c.final, fetches.c.part)).all()
    keys = [row.key for row in listed if any(addressed(said) for said in row[1:] if said)]
    counts["fetches"] = _delete_fetches(connection, keys)
    counts["originals"] = drop_bodies_with(connection, named, orphans=False)
    columns = entries.c.feed, entries.c.id, entries.c.address, entries.c.record, entries.c.said
    for feed, id, page, record, said in connection.execute(select(*columns)).all():
        if any(addressed(part) for part in (id, page) if part) or any(named(part) for part in (record, said) if part):
            own = entries.c.feed == feed, entries.c.id == id
            counts["entries"] += connection.execute(delete(entries).where(*own)).rowcount
    return counts


def drop_originals(connection: Connection, documents: Collection[str]) -> int:
    """Take out the bytes that documents were read from; that they were fetched stays on record."""
    query = select(fetches.c.body).where(fetches.c.body.is_not(None))
    found = {row.body for row in fetch(connection, query, fetches.c.document, sorted(documents))}
    return _drop_bodies(connection, found)


def drop_bodies_with(connection: Connection, found: Callable[[str], bool], orphans: bool = True) -> int:
    """Take out bytes in which something is found; with `orphans` only of those that belong to no document."""
    query = select(bodies.c.sha256, bodies.c.packed)
    if orphans:
        of_one = select(fetches.c.body).where(fetches.c.document.is_not(None), fetches.c.body.is_not(None))
        query = query.where(bodies.c.sha256.not_in(of_one))
    digests = set()
    for row in connection.execution_options(yield_per=20).execute(query):
        try:
            body = zlib.decompress(row.packed)
        except zlib.error:
            continue
        # what cannot be decoded is no text; entities and mark-up may stand within a name
        said = body.decode("utf-8", "ignore") if b"\x00" not in body[:1000] else body.decode("utf-16", "ignore")
        if found(_plain(said)) or found(_plain(body.decode("cp1252", "ignore"))):
            digests.add(row.sha256)
    return _drop_bodies(connection, digests)


def _plain(said: str) -> str:
    return " ".join(html.unescape(html.unescape(re.sub(r"<[^>]{0,200}>", " ", said))).split())


def _finder(texts: Iterable[str], addresses: Collection[str]) -> Callable[[str], bool]:
    probes = {" ".join(line.split())[:_PROBE] for text in texts for line in text.splitlines()}
    long = {probe for probe in probes if len(probe) >= _PROBE // 2} | {page for page in addresses if "/" in page}

    def found(said: str) -> bool:
        return any(probe in said for probe in long)

    return found


def _delete_fetches(connection: Connection, keys: Collection[int]) -> int:
    done = 0
    for portion in chunks(sorted(keys)):
        done += connection.execute(delete(fetches).where(fetches.c.key.in_(portion))).rowcount
    return done


def _drop_bodies(connection: Connection, digests: Collection[str]) -> int:
    done = 0
    for portion in chunks(sorted(digests)):
        connection.execute(update(fetches).where(fetches.c.body.in_(portion)).values(body=None))
        done += connection.execute(delete(bodies).where(bodies.c.sha256.in_(portion))).rowcount
    return done


def _drop_unused(connection: Connection, digests: Collection[str]) -> int:
    left = select(fetches.c.body).distinct()
    used = {row.body for row in fetch(connection, left, fetches.c.body, sorted(digests))}
    return _drop_bodies(connection, set(digests) - used)
