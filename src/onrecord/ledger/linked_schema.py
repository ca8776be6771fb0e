"""The tables that link claims to events and documents to stories and origins, after the last migration.

What linking works on (`sketches`, `shared_keys`, `linked`) is as it is now; what people are shown (`decisions`,
`groups`, `memberships`, `told`, `events`, `situations`) is kept over time: rows are closed, never overwritten.
Another version of the linker makes another set of rows, which takes the place of the earlier one when it is whole.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from onrecord.ledger.schema import metadata, period


def _refer(name: str, table: str, primary: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{table}.key"), nullable=False, primary_key=primary)


linkers = Table(
    "linkers",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
)

relations = Table(
    "relations",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("linker", "linkers"),
    Column("name", Text, nullable=False),
    UniqueConstraint("linker", "name", name="uq_relations_name"),
)

linked = Table(
    "linked",
    metadata,
    _refer("linker", "linkers", primary=True),
    _refer("document", "documents", primary=True),
    _refer("extraction", "extractions"),
    sqlite_with_rowid=False,
)

anchors = Table(
    "anchors",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("document", "documents"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    UniqueConstraint("document", "start", "end", name="uq_anchors_place"),
)

sketches = Table(
    "sketches",
    metadata,
    _refer("relation", "relations", primary=True),
    _refer("anchor", "anchors", primary=True),
    Column("packed", LargeBinary, nullable=False),
    Column("keys", LargeBinary, nullable=False),
    Index("ix_sketches_anchor", "anchor"),
)

# which anchors have a key in common; refers to relations and anchors, but lets SQLite not look for that: it has some
# fifty rows an anchor, and an index by anchors would be as large as the table. `sketches.keys` tells an anchor's own
shared_keys = Table(
    "shared_keys",
    metadata,
    Column("relation", Integer, primary_key=True, nullable=False, autoincrement=False),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("anchor", Integer, primary_key=True, nullable=False, autoincrement=False),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("relation", "relations"),
    _refer("a", "anchors"),
    _refer("b", "anchors"),
    Column("score", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    *period(),
    # with all that ties are made of, so that following them reads no rows
    Index("ix_decisions_a", "a", "relation", "until", "score", "b"),
    Index("ix_decisions_b", "b", "relation", "until", "score", "a"),
)

groups = Table(
    "groups",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("relation", "relations"),
    Column("id", Text, nullable=False),
    *period(),
    Index("ix_groups_id", "id", "until"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("group", "groups"),
    _refer("anchor", "anchors"),
    Column("rank", Float, nullable=False),
    *period(),
    Index("ix_memberships_group", "group", "until"),
    Index("ix_memberships_anchor", "anchor", "until"),
)

ids = Table(
    "ids",
    metadata,
    Column("id", Text, primary_key=True),
    _refer("anchor", "anchors"),
    Index("ix_ids_anchor", "anchor"),
)

pages = Table(
    "pages",
    metadata,
    Column("address", Text, primary_key=True),
    _refer("document", "documents", primary=True),
    sqlite_with_rowid=False,
)

told = Table(
    "told",
    metadata,
    Column("key", Integer, primary_key=True),
    _refer("anchor", "anchors"),
    _refer("claim", "claims"),
    _refer("origin", "documents"),
    Column("corrected", Text),
    Column("fields", Text, nullable=False),
    Column("cautions", Text, nullable=False),
    *period(),
    Index("ix_told_anchor", "anchor", "until"),
    Index("ix_told_claim", "claim"),
)

events = Table(
    "events",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("actors", Text, nullable=False),
    Column("actor_codes", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("recipient_codes", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("source_codes", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("place_codes", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("first", Text),
    Column("last", Text),
    Column("record", Text, nullable=False),
    *period(),
    Column("geonameid", Integer),
    Column("precision", Integer),
    Column("lat", Float),
    Column("lon", Float),
    Column("place", Text),
    Column("place_country", Text),
    Index("ix_events_id", "id", "until"),
    Index("ix_events_until", "until"),
    Index("ix_events_since", "since"),
    # holds all that events are filtered, counted and sorted by, so that the long records are not read for it: a name
    # is found in 65,000 events in 25 ms instead of 220, for 2 % of the file
    Index(
        "ix_events_drawn", "until", "since", "stage", "polarity", "type", "disputed", "start", "end", "first", "last",
        "geonameid", "lat", "lon", "place", "place_country", "precision", "id", "actors", "actor_codes",
        "recipients", "recipient_codes", "sources", "source_codes", "places", "place_codes",
    ),
)  # fmt: skip

judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False),
    Column("withdrawal", Text),
    Column("heard", Boolean, nullable=False),
    *period(),
)

judged = Table(
    "judged",
    metadata,
    _refer("judgement", "judgements", primary=True),
    Column("side", Integer, primary_key=True),
    _refer("document", "documents"),
    Column("anchor", Integer, ForeignKey("anchors.key")),
    Index("ix_judged_document", "document"),
)

situations = Table(
    "situations",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    *period(),
    Index("ix_situations_name", "name", "until"),
)

looks = Table(
    "looks",
    metadata,
    _refer("situation", "situations", primary=True),
    _refer("moment", "moments", primary=True),
    sqlite_with_rowid=False,
)
