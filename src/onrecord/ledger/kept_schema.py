"""The tables of what was fetched and how: original bytes, fetches, feeds and what each of them gave.

They say how the ledger came to a text. Nothing here is changed by reading or linking, and only `forget` takes out.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from onrecord.ledger.schema import metadata

bodies = Table(
    "bodies",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

fetches = Table(
    "fetches",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("final", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", Text, ForeignKey("bodies.sha256")),
    Column("document", Text),
    Index("ix_fetches_address", "address", "at"),
    Index("ix_fetches_document", "document"),
    Index("ix_fetches_body", "body"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("state", Text, nullable=False),
    Column("next", Text),
    Column("polls", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("given", Integer, nullable=False),
    Column("polled", Text),
    Column("succeeded", Text),
    Column("said", Text),
)

entries = Table(
    "entries",
    metadata,
    Column("feed", Integer, ForeignKey("feeds.key", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("address", Text),
    Column("seen", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("document", Text),
)
