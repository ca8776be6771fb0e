"""Lets a document be taken out without reading all that links the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Find what hangs on an anchor by indexes, and let the shared keys refer to anchors without a check.

    SQLite looks for rows that refer to one that goes in every table that may have some. In `shared_keys`, which has
    some fifty rows an anchor, an index for that would be as large as the table itself.
    """
    for table in ("sketches", "ids"):
        op.create_index(f"ix_{table}_anchor", table, ["anchor"])
    op.create_table(
        "shared_keys_anew",
        sa.Column("relation", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("anchor", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO shared_keys_anew(relation, key, anchor) "
        "SELECT relation, key, anchor FROM shared_keys ORDER BY relation, key, anchor"
    )
    op.drop_table("shared_keys")
    op.rename_table("shared_keys_anew", "shared_keys")
