"""The bundled story: where its articles lie."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from onrecord.errors import OnrecordError


class StoryMissingError(OnrecordError):
    """The bundled story is not where the package should have it."""


def story() -> Path:
    """The path of the bundled story, JSON Lines of documents. Raises StoryMissingError."""
    path = Path(str(resources.files("onrecord.demo"))) / "data" / "story.jsonl"
    if not path.is_file():
        raise StoryMissingError(f"{path}: the bundled story is missing; install onrecord again")
    return path
