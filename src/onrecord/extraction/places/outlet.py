"""Where a news outlet is at home: from the table, or from its name."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.places.resolve import Name
from onrecord.knowledge.gazetteer import Gazetteer, Outlet


def home_of(source: str | None, names: Sequence[Name], gazetteer: Gazetteer) -> Outlet | None:
    """The home of the outlet `source`, as the table of outlets has it; None where it is not known."""
    if not source:
        return None
    return gazetteer.outlet(source)
