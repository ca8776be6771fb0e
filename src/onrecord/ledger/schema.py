"""The tables of the ledger as they are after the last migration.

A document has versions (its text changed), a version has extractions (one for each extractor that read
it), an extraction has claims and the other layers. Each record is kept whole as JSON beside the columns
that questions are asked of. Which extraction of which version was in force from when until when stands in
`readings`, by the clock of recording: `moments` has one row for each transaction that changed something, and
`since` and `until` everywhere are keys of it. A row holds from `since` up to, but without, `until`. What links
claims and documents stands in `linked_schema`.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

ENDLESS: Final = 2**62
"""The `until` of a row that holds still; greater than the key of any moment."""
UNBORN: Final = ENDLESS - 1
"""The `since` of a row that is being prepared and does not hold yet."""
NOW: Final = ENDLESS - 2
"""What to ask for in order to get the rows that hold still."""


def _key(name: str, table: str) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{table}.key", ondelete="CASCADE"), nullable=False)


def period() -> tuple[Column[int], Column[int]]:
    """From which moment a row holds, and up to which."""
    return Column("since", BigInteger, nullable=False), Column("until", BigInteger, nullable=False)


def _layer() -> tuple[Column[int], Column[int]]:
    owner = Column("extraction", Integer, ForeignKey("extractions.key", ondelete="CASCADE"), primary_key=True)
    return owner, Column("position", Integer, primary_key=True)


documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)

versions = Table(
    "versions",
    metadata,
    Column("key", Integer, primary_key=True),
    _key("document", "documents"),
    Column("number", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("source", Text),
    Column("author", Text),
    Column("url", Text),
    Column("published", Text),
    Column("lang", Text),
    Column("credits", Text, nullable=False),
    Column("recorded", Text, nullable=False),
    UniqueConstraint("document", "number", name="uq_versions_number"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("key", Integer, primary_key=True),
    _key("version", "versions"),
    Column("extractor", Text, nullable=False),
    Column("info", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("recorded", Text, nullable=False),
    UniqueConstraint("version", "extractor", name="uq_extractions_extractor"),
)

moments = Table(
    "moments",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Index("ix_moments_at", "at"),
)

readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    _key("document", "documents"),
    _key("extraction", "extractions"),
    *period(),
    Index("ix_readings_document", "document", "until"),
    Index("ix_readings_extraction", "extraction"),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Integer, primary_key=True),
    _key("extraction", "extractions"),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("stage", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("factuality", Float, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("time_start", Text),
    Column("time_end", Text),
    Column("place", Text),
    Column("place_country", Text),
    Column("place_admin1", Text),
    Column("geonameid", Integer),
    Column("score", Float, nullable=False),
    Column("passage", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index("ix_claims_extraction", "extraction", "position"),
    Index("ix_claims_id", "id"),
    Index("ix_claims_type", "type", "stage"),
)

parties = Table(
    "parties",
    metadata,
    Column("claim", Integer, ForeignKey("claims.key", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
)

links = Table(
    "links",
    metadata,
    Column("claim", Integer, ForeignKey("claims.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text),
    Column("words", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("anonymous", Boolean, nullable=False),
    Column("nearest", Boolean, nullable=False),
)

attributions = Table(
    "attributions",
    metadata,
    *_layer(),
    Column("source", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("record", Text, nullable=False),
)

times = Table(
    "times",
    metadata,
    *_layer(),
    Column("type", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("record", Text, nullable=False),
)

places = Table(
    "places",
    metadata,
    *_layer(),
    Column("name", Text, nullable=False),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", Text),
    Column("admin1", Text),
    Column("record", Text, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("extraction", Integer, ForeignKey("extractions.key", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

Index("ix_versions_document", versions.c.document)
Index("ix_extractions_version", extractions.c.version)
