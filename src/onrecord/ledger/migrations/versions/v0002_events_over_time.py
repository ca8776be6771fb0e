"""What links claims and documents, who judged it, and when each reading was in force."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ENDLESS = 2**62


def upgrade() -> None:
    """Make the tables, and find from when until when each reading was in force."""
    _over_time()
    _keep_readings()
    op.execute("ALTER TABLE versions DROP COLUMN current")
    op.execute("ALTER TABLE extractions DROP COLUMN current")
    _linking()
    _shown()
    _people()


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _key() -> sa.Column[int]:
    return sa.Column("key", sa.Integer(), primary_key=True)


def _refer(name: str, table: str, primary: bool = False, whole: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.key", ondelete="CASCADE" if whole else None)
    return sa.Column(name, sa.Integer(), key, nullable=False, primary_key=primary)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _period() -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column("since", sa.BigInteger(), nullable=False), sa.Column("until", sa.BigInteger(), nullable=False)


def _over_time() -> None:
    op.create_table("moments", _key(), _text("at"))
    op.create_index("ix_moments_at", "moments", ["at"])
    op.create_table(
        "readings",
        _key(),
        _refer("document", "documents", whole=True),
        _refer("extraction", "extractions", whole=True),
        *_period(),
    )
    op.create_index("ix_readings_document", "readings", ["document", "until"])
    op.create_index("ix_readings_extraction", "readings", ["extraction"])


def _keep_readings() -> None:
    """A reading was in force until the next one of its document came.

    Where one that is in force again was not the last to come, when it was taken up again was not recorded: no
    later than the last moment that the ledger knows.
    """
    connection = op.get_bind()
    query = (
        "SELECT versions.document, extractions.key, extractions.recorded, versions.current AND extractions.current "
        "FROM extractions JOIN versions ON versions.key = extractions.version "
        "ORDER BY versions.document, versions.number, extractions.key"
    )
    rows = [(document, key, _utc(at), now) for document, key, at, now in connection.execute(sa.text(query))]
    if not rows:
        return
    times = sorted({at for _, _, at, _ in rows})
    number = {at: n for n, at in enumerate(times, 1)}
    connection.execute(
        sa.text("INSERT INTO moments(key, at) VALUES (:n, :at)"), [{"n": number[t], "at": t} for t in times]
    )
    found = []
    by_document: dict[int, list[tuple[int, int, bool]]] = {}
    for document, key, at, now in rows:
        by_document.setdefault(document, []).append((key, number[at], bool(now)))
    for document, own in by_document.items():
        starts: list[tuple[int, int]] = []
        for key, since, _ in own:
            starts.append((max(since, starts[-1][1] if starts else 0), key))
        current = next((key for key, _, now in own if now), own[-1][0])
        if current != own[-1][0]:
            starts.append((len(times), current))
        ends = [since for since, _ in starts[1:]] + [ENDLESS]
        found += [
            {"document": document, "extraction": key, "since": since, "until": until}
            for (since, key), until in zip(starts, ends, strict=True)
            if since < until
        ]
    made = "INSERT INTO readings(document, extraction, since, until) VALUES (:document, :extraction, :since, :until)"
    connection.execute(sa.text(made), found)


def _utc(recorded: str) -> str:
    moment = datetime.fromisoformat(recorded)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def _linking() -> None:
    op.create_table("linkers", _key(), _text("version"), _text("state"))
    op.create_table(
        "relations",
        _key(),
        _refer("linker", "linkers"),
        _text("name"),
        sa.UniqueConstraint("linker", "name", name="uq_relations_name"),
    )
    op.create_table(
        "linked",
        _refer("linker", "linkers", primary=True),
        _refer("document", "documents", primary=True),
        _refer("extraction", "extractions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "anchors",
        _key(),
        _refer("document", "documents"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.UniqueConstraint("document", "start", "end", name="uq_anchors_place"),
    )
    op.create_table(
        "sketches",
        _refer("relation", "relations", primary=True),
        _refer("anchor", "anchors", primary=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "shared_keys",
        _refer("relation", "relations", primary=True),
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        _refer("anchor", "anchors", primary=True),
        sqlite_with_rowid=False,
    )


def _shown() -> None:
    op.create_table(
        "decisions",
        _key(),
        _refer("relation", "relations"),
        _refer("a", "anchors"),
        _refer("b", "anchors"),
        sa.Column("score", sa.Float(), nullable=False),
        _text("by"),
        _text("why"),
        *_period(),
    )
    op.create_index("ix_decisions_a", "decisions", ["a", "relation", "until"])
    op.create_index("ix_decisions_b", "decisions", ["b", "relation", "until"])
    op.create_table("groups", _key(), _refer("relation", "relations"), _text("id"), *_period())
    op.create_index("ix_groups_id", "groups", ["id", "until"])
    op.create_table(
        "memberships",
        _key(),
        _refer("group", "groups"),
        _refer("anchor", "anchors"),
        sa.Column("rank", sa.Float(), nullable=False),
        *_period(),
    )
    op.create_index("ix_memberships_group", "memberships", ["group", "until"])
    op.create_index("ix_memberships_anchor", "memberships", ["anchor", "until"])
    op.create_table("ids", sa.Column("id", sa.Text(), primary_key=True, nullable=False), _refer("anchor", "anchors"))
    op.create_table(
        "pages",
        sa.Column("address", sa.Text(), primary_key=True, nullable=False),
        _refer("document", "documents", primary=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told",
        _key(),
        _refer("anchor", "anchors"),
        _refer("claim", "claims"),
        _refer("origin", "documents"),
        _text("corrected", nullable=True),
        _text("fields"),
        _text("cautions"),
        *_period(),
    )
    op.create_index("ix_told_anchor", "told", ["anchor", "until"])
    op.create_index("ix_told_claim", "told", ["claim"])
    _events()


def _events() -> None:
    op.create_table(
        "events",
        _key(),
        _text("id"),
        _text("type"),
        _text("stage"),
        _text("polarity"),
        _flag("disputed"),
        _text("actors"),
        _text("actor_codes"),
        _text("recipients"),
        _text("recipient_codes"),
        _text("sources"),
        _text("source_codes"),
        _text("places"),
        _text("place_codes"),
        _text("start", nullable=True),
        _text("end", nullable=True),
        _text("first", nullable=True),
        _text("last", nullable=True),
        _text("record"),
        *_period(),
    )
    op.create_index("ix_events_id", "events", ["id", "until"])
    op.create_index("ix_events_until", "events", ["until"])
    op.create_index("ix_events_since", "events", ["since"])


def _people() -> None:
    op.create_table(
        "judgements",
        _key(),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        _text("record"),
        _text("withdrawal", nullable=True),
        _flag("heard"),
        *_period(),
    )
    op.create_table(
        "judged",
        _refer("judgement", "judgements", primary=True),
        sa.Column("side", sa.Integer(), primary_key=True, nullable=False),
        _refer("document", "documents"),
        sa.Column("anchor", sa.Integer(), sa.ForeignKey("anchors.key")),
    )
    op.create_index("ix_judged_document", "judged", ["document"])
    op.create_table("situations", _key(), _text("name"), _text("query"), *_period())
    op.create_index("ix_situations_name", "situations", ["name", "until"])
    op.create_table(
        "looks",
        _refer("situation", "situations", primary=True),
        _refer("moment", "moments", primary=True),
        sqlite_with_rowid=False,
    )
