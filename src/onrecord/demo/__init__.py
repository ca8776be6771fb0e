"""The bundled story: where its articles lie, and what one may ask of it."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from onrecord.errors import OnrecordError


class StoryMissingError(OnrecordError):
    """The bundled story is not where the package should have it."""


def story() -> Path:
    """The path of the bundled story, JSON Lines of documents. Raises StoryMissingError."""
    return _path("story.jsonl")


def situations() -> list[dict[str, str]]:
    """The standing questions about the story: `name`, what it `asks`, its `query`. Raises StoryMissingError."""
    with _path("situations.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _path(name: str) -> Path:
    path = Path(str(resources.files("onrecord.demo"))) / "data" / name
    if not path.is_file():
        raise StoryMissingError(f"{path}: a part of the bundled story is missing; install onrecord again")
    return path
