"""Audits of a sample of claims, and notes of what was taken out."""

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
        _text("made"),
        _text("author"),
        _number("seed"),
        _number("population"),
        _text("query"),
    )
    op.create_table(
        "audited",
        _audit(primary=True),
        sa.Column("position", sa.Integer(), primary_key=True, nullable=False),
        _text("claim"),
        _text("document"),
        _text("record"),
    )
    op.create_table(
        "verdicts",
        _key(),
        _audit(),
        _number("position"),
        _text("field"),
        _text("verdict"),
        sa.Column("note", sa.Text()),
        _text("author"),
        _text("at"),
    )
    op.create_table("removals", _key(), _text("at"), _text("author"), _text("kind"), _text("reason"), _text("counts"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key() -> sa.Column[int]:
    return sa.Column("key", sa.Integer(), primary_key=True)


def _audit(primary: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("audits.key", ondelete="CASCADE")
    return sa.Column("audit", sa.Integer(), key, primary_key=primary, nullable=False)
