"""What the user says of outlets: the file `outlets.toml`, named by an option, the environment or the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.linking.outlets import Outlets


def described_outlets(path: Path | None) -> Outlets:
    """The outlets that the user describes: those of `path`, else of the configuration; else none.

    Raises OutletsError, ConfigurationError.
    """
    from onrecord.cli.config import load_configuration
    from onrecord.linking.outlets import load

    return load(path or load_configuration().outlets)
