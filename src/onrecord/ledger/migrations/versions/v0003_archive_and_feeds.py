"""Original bytes, how they were fetched, and the feeds that are watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; a ledger of earlier versions has nothing to put into them."""
    op.create_table(
        "bodies",
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        _number("size"),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "fetches",
        _key(),
        _text("address"),
        _text("final"),
        _text("at"),
        _number("status"),
        _text("headers"),
        sa.Column("body", sa.Text(), sa.ForeignKey("bodies.sha256")),
        *(_text(name, nullable=True) for name in ("document", "part", "text", "reader")),
    )
    op.create_index("ix_fetches_address", "fetches", ["address", "at"])
    op.create_index("ix_fetches_document", "fetches", ["document"])
    op.create_index("ix_fetches_body", "fetches", ["body"])
    op.create_index("ix_fetches_text", "fetches", ["text"])
    op.create_table(
        "feeds",
        _key(),
        sa.Column("address", sa.Text(), nullable=False, unique=True),
        _text("current"),
        *(_text(name, nullable=True) for name in ("title", "etag", "modified")),
        _text("state"),
        _text("next", nullable=True),
        sa.Column("pause", sa.Integer()),
        _text("off", nullable=True),
        *(_number(name) for name in ("polls", "failures", "given")),
        *(_text(name, nullable=True) for name in ("polled", "succeeded", "said")),
    )
    op.create_table(
        "entries",
        sa.Column(
            "feed", sa.Integer(), sa.ForeignKey("feeds.key", ondelete="CASCADE"), primary_key=True, nullable=False
        ),
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        *(_text(name, nullable=True) for name in ("address", "canonical", "title", "mark")),
        *(_text(name) for name in ("seen", "last", "outcome")),
        *(_number(name) for name in ("tries", "readings")),
        *(_text(name, nullable=True) for name in ("next", "record", "document", "said")),
    )
    op.create_index("ix_entries_canonical", "entries", ["canonical"])
    op.create_index("ix_entries_document", "entries", ["document"])
    op.create_index("ix_entries_next", "entries", ["next"])


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key() -> sa.Column[int]:
    return sa.Column("key", sa.Integer(), primary_key=True)
