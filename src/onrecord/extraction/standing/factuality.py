"""Factuality: the author's own commitment to an act, from -3 to 3, read off its standing by a measured table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from onrecord.extraction.standing.state import State
from onrecord.knowledge.table import read_table

ANY = "*"
COLUMNS = ("stage", "polarity", "certainty", "kind", "context")

Key = tuple[str, str, str, str, str]


def factuality(state: State, overlays: Sequence[Path] = ()) -> float:
    """The number for a composed state: that of the most special row of `factuality.tsv` that fits it.

    Raises KnowledgeError where the table (or an overlay's) has a mistake.
    """
    table = _table(tuple(overlays))
    polarity = "negated" if state.negated else "affirmed"
    stage, certainty, kind = state.stage, state.certainty, state.kind
    for key in (
        (stage, polarity, certainty, kind, state.context or "-"),
        (stage, polarity, certainty, kind, ANY),
        (stage, polarity, certainty, ANY, ANY),
        (stage, polarity, ANY, ANY, ANY),
        (ANY, polarity, ANY, ANY, ANY),
    ):
        value = table.get(key)
        if value is not None:
            return value
    return 0.0


@lru_cache(maxsize=4)
def _table(overlays: tuple[Path, ...]) -> dict[Key, float]:
    """The table by its five keys; values are checked and held within -3 and 3."""
    table: dict[Key, float] = {}
    for row in read_table("factuality.tsv", COLUMNS, overlays):
        try:
            value = float(row["value"])
        except ValueError as error:
            raise row.error(f"value is {row['value']!r}; it must be a number from -3 to 3") from error
        if not -3 <= value <= 3:
            raise row.error(f"value is {value}; it must be a number from -3 to 3")
        table[row["stage"], row["polarity"], row["certainty"], row["kind"], row["context"]] = value
    return table
