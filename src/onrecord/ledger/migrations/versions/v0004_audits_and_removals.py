"""Audits of a sample of claims, notes of what was taken out, and what was sent to webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables; a ledger of earlier versions has nothing to put into them."""
    op.create_table(
        "audits",
        _key(),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        *(_text(name) for name in ("made", "author")),
        _number("seed"),
        *(_text(name) for name in ("design", "strata", "query", "version")),
    )
    op.create_table(
        "audited",
        _owner("audit", "audits"),
        sa.Column("position", sa.Integer(), primary_key=True, nullable=False),
        _text("stratum"),
        sa.Column("claim", sa.Integer(), sa.ForeignKey("claims.key", ondelete="SET NULL")),
    )
    op.create_index("ix_audited_claim", "audited", ["claim"])
    op.create_table(
        "verdicts",
        _key(),
        sa.Column("audit", sa.Integer(), sa.ForeignKey("audits.key", ondelete="CASCADE"), nullable=False),
        _number("position"),
        *(_text(name) for name in ("field", "verdict")),
        sa.Column("note", sa.Text()),
        *(_text(name) for name in ("author", "at")),
    )
    op.create_index("ix_verdicts_audit", "verdicts", ["audit", "position"])
    op.create_table(
        "removals", _key(), *(_text(name) for name in ("at", "author", "kind", "reason", "counts", "salt", "state"))
    )
    op.create_table(
        "removed",
        _owner("removal", "removals"),
        sa.Column("digest", sa.Text(), primary_key=True, nullable=False),
        _text("kind"),
    )
    op.create_index("ix_removed_digest", "removed", ["digest"])
    op.create_table(
        "deliveries",
        _key(),
        *(_text(name) for name in ("hook", "situation")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("since", "until")),
        _text("state"),
        _number("tries"),
        _text("at"),
        sa.Column("said", sa.Text()),
    )
    op.create_index("ix_deliveries_hook", "deliveries", ["hook", "situation", "until"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key() -> sa.Column[int]:
    return sa.Column("key", sa.Integer(), primary_key=True)


def _owner(name: str, table: str) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.key", ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), key, primary_key=True, nullable=False)
