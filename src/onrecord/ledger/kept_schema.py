"""The tables of what was fetched and how: original bytes, fetches, feeds and what each of them gave.

They say how the ledger came to a text. Nothing here is changed by reading or linking, and only `forget` takes out.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from onrecord.ledger.schema import metadata

# The bytes of an answer, once for all fetches that brought the same ones: compressed (zlib), by the hash of what
# they are when unpacked, which `size` counts.
bodies = Table(
    "bodies",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

# One answer and the document that was read from it. `part` is the entry of a feed whose text it is, where the
# bytes are those of the feed; `text` the hash of the text that `reader` (a version of onrecord) made of them.
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
    Column("part", Text),
    Column("text", Text),
    Column("reader", Text),
    Index("ix_fetches_address", "address", "at"),
    Index("ix_fetches_document", "document"),
    Index("ix_fetches_body", "body"),
    Index("ix_fetches_text", "text"),
)

# `address` is the one that the user watches, `current` where the feed has moved to for good; `pause` the seconds that
# the feed asks to be left alone for, `off` the hours and days at which it does; `said` the last message.
feeds = Table(
    "feeds",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("current", Text, nullable=False),
    Column("title", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("state", Text, nullable=False),
    Column("next", Text),
    Column("pause", Integer),
    Column("off", Text),
    Column("polls", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("given", Integer, nullable=False),
    Column("polled", Text),
    Column("succeeded", Text),
    Column("said", Text),
)

# `canonical` is the address without what changes while the page is the same, `mark` what tells that the entry was
# changed; `seen` when it first stood in the feed, `last` when it last did; `next` when it is tried again, and
# `record` what the feed says of it, as long as it is to be read.
entries = Table(
    "entries",
    metadata,
    Column("feed", Integer, ForeignKey("feeds.key", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("address", Text),
    Column("canonical", Text),
    Column("title", Text),
    Column("mark", Text),
    Column("seen", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("readings", Integer, nullable=False),
    Column("next", Text),
    Column("record", Text),
    Column("document", Text),
    Column("said", Text),
    Index("ix_entries_canonical", "canonical"),
    Index("ix_entries_document", "document"),
    Index("ix_entries_next", "next"),
)
