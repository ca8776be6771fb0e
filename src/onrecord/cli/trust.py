"""What the user says of outlets: the file `outlets.toml`, named by an option, the environment or the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.linking.event import Event, Told
    from onrecord.linking.outlets import Outlets


def described_outlets(path: Path | None) -> Outlets:
    """The outlets that the user describes: those of `path`, else of the configuration; else none.

    Raises OutletsError, ConfigurationError.
    """
    from onrecord.cli.config import load_configuration
    from onrecord.linking.outlets import load

    return load(path or load_configuration().outlets)


def counted_by_owner(event: Event, told: Sequence[Told], outlets: Outlets) -> tuple[Event, tuple[Told, ...]]:
    """An event and its claims as the user wants origins counted: outlets of one owner once, where they say so."""
    if not outlets.count_owner_once:
        return event, tuple(told)
    from onrecord.linking.outlets import by_owner
    from onrecord.linking.summary import summarise

    owned = by_owner(told, outlets)
    return (event if owned == tuple(told) else summarise(event.id, owned)), owned
