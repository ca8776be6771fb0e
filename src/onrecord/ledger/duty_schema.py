"""The tables of what people with duties leave behind: audits of a sample of claims, and notes of what was taken out."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from onrecord.ledger.schema import metadata

audits = Table(
    "audits",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("made", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("population", Integer, nullable=False),
    Column("query", Text, nullable=False),
)

audited = Table(
    "audited",
    metadata,
    Column("audit", Integer, ForeignKey("audits.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("record", Text, nullable=False),
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
)
