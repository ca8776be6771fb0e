"""The day of an ISO date or date-time, as linking compares days."""

from __future__ import annotations

from datetime import date


def day(said: str | None) -> date | None:
    """The day of an ISO date or date-time; nothing where there is none, or it cannot be read."""
    try:
        return date.fromisoformat((said or "")[:10])
    except ValueError:
        return None


def ordinal(said: str | None) -> int | None:
    """The same as a whole number."""
    found = day(said)
    return found.toordinal() if found is not None else None
