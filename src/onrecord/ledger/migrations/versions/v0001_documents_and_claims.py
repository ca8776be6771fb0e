"""Documents, their versions, what was extracted from them, and the search over it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.ledger.sqlite import APPLICATION_ID

revision = "0001"
down_revision = None

TOKENIZER = "tokenize='porter unicode61 remove_diacritics 2'"


def upgrade() -> None:
    """Make all tables and their indexes."""
    _documents()
    _claims()
    _layers()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE document_search USING fts5(title, text, content='versions', "
            f"content_rowid='key', {TOKENIZER})"
        )
        op.execute(
            f"CREATE VIRTUAL TABLE claim_search USING fts5(passage, content='claims', content_rowid='key', {TOKENIZER})"
        )
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _owner(name: str, table: str, primary: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.key", ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), key, nullable=False, primary_key=primary)


def _key(name: str = "key") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True)


def _documents() -> None:
    op.create_table("documents", _key(), sa.Column("id", sa.Text(), nullable=False, unique=True))
    op.create_table(
        "versions",
        _key(),
        _owner("document", "documents"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("fingerprint"),
        _text("text"),
        _text("title", nullable=True),
        _text("source", nullable=True),
        _text("author", nullable=True),
        _text("url", nullable=True),
        _text("published", nullable=True),
        _text("lang", nullable=True),
        _text("credits"),
        _text("recorded"),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("document", "number", name="uq_versions_number"),
    )
    op.create_table(
        "extractions",
        _key(),
        _owner("version", "versions"),
        _text("extractor"),
        _text("info"),
        _text("problems"),
        _text("recorded"),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("version", "extractor", name="uq_extractions_extractor"),
    )
    op.create_index("ix_versions_document", "versions", ["document"])
    op.create_index("ix_extractions_version", "extractions", ["version"])


def _claims() -> None:
    op.create_table(
        "claims",
        _key(),
        _owner("extraction", "extractions"),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("id"),
        _text("type"),
        _text("mode", nullable=True),
        _text("stage"),
        _text("polarity"),
        _text("certainty"),
        sa.Column("factuality", sa.Float(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        _text("time_start", nullable=True),
        _text("time_end", nullable=True),
        _text("place", nullable=True),
        _text("place_country", nullable=True),
        _text("place_admin1", nullable=True),
        sa.Column("geonameid", sa.Integer()),
        sa.Column("score", sa.Float(), nullable=False),
        _text("passage"),
        _text("record"),
    )
    op.create_index("ix_claims_extraction", "claims", ["extraction", "position"])
    op.create_index("ix_claims_id", "claims", ["id"])
    op.create_index("ix_claims_type", "claims", ["type", "stage"])
    op.create_table(
        "parties",
        _owner("claim", "claims", primary=True),
        sa.Column("role", sa.Text(), primary_key=True),
        _key("position"),
        _text("name"),
        _text("words"),
        _text("kind"),
        _text("country", nullable=True),
        _text("sector", nullable=True),
    )
    op.create_table(
        "links",
        _owner("claim", "claims", primary=True),
        _key("position"),
        _text("name", nullable=True),
        _text("words"),
        _text("kind"),
        _text("country", nullable=True),
        _text("sector", nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("nearest", sa.Boolean(), nullable=False),
    )


def _layers() -> None:
    op.create_table(
        "attributions",
        _owner("extraction", "extractions", primary=True),
        _key("position"),
        _text("source"),
        _text("cue"),
        _text("record"),
    )
    op.create_table(
        "times",
        _owner("extraction", "extractions", primary=True),
        _key("position"),
        _text("type"),
        _text("start", nullable=True),
        _text("end", nullable=True),
        _text("record"),
    )
    op.create_table(
        "places",
        _owner("extraction", "extractions", primary=True),
        _key("position"),
        _text("name"),
        sa.Column("geonameid", sa.Integer()),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        _text("country", nullable=True),
        _text("admin1", nullable=True),
        _text("record"),
    )
