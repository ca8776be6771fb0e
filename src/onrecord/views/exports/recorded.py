"""When the ledger recorded what it knows of each event: the only clock that exports show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

_BEGINNING = "0001-01-01"


def recorded(ledger: Ledger) -> dict[str, str]:
    """For each event when it last moved: a new claim that counts, a judgement. ISO date-times in UTC, by event."""
    return {change.event.id: change.at for change in ledger.changes(_BEGINNING)}
