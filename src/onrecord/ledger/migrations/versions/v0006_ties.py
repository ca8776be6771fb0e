"""Indexes of decisions that hold all that ties are made of."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the two indexes of decisions anew, with the score and the other end."""
    for end, other in (("a", "b"), ("b", "a")):
        op.drop_index(f"ix_decisions_{end}", "decisions")
        op.create_index(f"ix_decisions_{end}", "decisions", [end, "relation", "until", "score", other])
