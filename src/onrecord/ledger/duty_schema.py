"""The tables of what people with duties leave behind: audits of claims, notes of what was taken out, and deliveries.

An audit points at the claims that it drew and copies none of their words, so that `forget` finds them in one place;
a position whose claim was taken out stays, with the verdicts on it. `removals` are the dated notes, `removed` salted
digests of ids and addresses, by which what was taken out is known again without being kept. `deliveries` are the
spans of the ledger's clock that were sent to a webhook.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from onrecord.ledger.schema import metadata

audits = Table(
    "audits",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("made", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("design", Text, nullable=False),
    Column("strata", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("version", Text, nullable=False),
)

audited = Table(
    "audited",
    metadata,
    Column("audit", Integer, ForeignKey("audits.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("stratum", Text, nullable=False),
    Column("claim", Integer, ForeignKey("claims.key", ondelete="SET NULL")),
    Index("ix_audited_claim", "claim"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("audit", Integer, ForeignKey("audits.key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("note", Text),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("ix_verdicts_audit", "audit", "position"),
)

removals = Table(
    "removals",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("state", Text, nullable=False),
)

removed = Table(
    "removed",
    metadata,
    Column("removal", Integer, ForeignKey("removals.key", ondelete="CASCADE"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Index("ix_removed_digest", "digest"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("hook", Text, nullable=False),
    Column("situation", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("said", Text),
    Index("ix_deliveries_hook", "hook", "situation", "until"),
)
