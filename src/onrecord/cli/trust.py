"""What the user says of outlets: the file `outlets.toml`, named by an option, the environment or the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.linking.outlets import Counting, Outlets


def outlets_path(path: Path | None) -> Path | None:
    """The user's file of outlets: `path`, else that of the configuration, if any. Raises ConfigurationError."""
    from onrecord.cli.config import load_configuration

    return path or load_configuration().outlets


def described_outlets(path: Path | None) -> Outlets:
    """The outlets that the user describes: those of `path`, else of the configuration; else none.

    Raises OutletsError, ConfigurationError.
    """
    from onrecord.linking.outlets import load

    return load(outlets_path(path))


def how_counted(path: Path | None) -> Counting | None:
    """How the user wants origins counted; nothing where they are to stay as they are.

    Raises OutletsError, ConfigurationError.
    """
    found = outlets_path(path)
    if found is None:
        return None
    from onrecord.linking.outlets import counting, load

    return counting(load(found))
