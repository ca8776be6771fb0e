"""Where events are drawn, and digests of what each document brings to the lists of sources and parties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_DRAWN = (
    "until", "since", "stage", "polarity", "type", "disputed", "start", "end", "first", "last", "geonameid", "lat",
    "lon", "place", "place_country", "precision", "id", "actors", "actor_codes", "recipients", "recipient_codes",
    "sources", "source_codes", "places", "place_codes",
)  # fmt: skip


def upgrade() -> None:
    """Put the places of events into columns, from their records, and make room for digests.

    How exact a place is stands in no event's record: it is taken from the documents that name the place.
    """
    for name in ("geonameid", "precision"):
        op.add_column("events", sa.Column(name, sa.Integer()))
    for name in ("lat", "lon"):
        op.add_column("events", sa.Column(name, sa.Float()))
    for name in ("place", "place_country"):
        op.add_column("events", sa.Column(name, sa.Text()))
    op.execute(
        "CREATE TEMP TABLE exact AS SELECT geonameid, min(json_extract(record, '$.precision')) AS precision "
        "FROM places WHERE geonameid IS NOT NULL GROUP BY geonameid"
    )
    op.execute("CREATE UNIQUE INDEX temp.ix_exact ON exact(geonameid)")
    op.execute(
        "UPDATE events SET geonameid = json_extract(record, '$.geonameid'), lat = json_extract(record, '$.lat'), "
        "lon = json_extract(record, '$.lon'), place = json_extract(record, '$.place'), "
        "place_country = json_extract(record, '$.place_country'), "
        "precision = (SELECT precision FROM exact WHERE geonameid = json_extract(events.record, '$.geonameid'))"
    )
    op.execute("DROP TABLE temp.exact")
    op.create_index("ix_events_drawn", "events", list(_DRAWN))
    key = sa.ForeignKey("extractions.key", ondelete="CASCADE")
    op.create_table(
        "digests",
        sa.Column("extraction", sa.Integer(), key, primary_key=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
    )
