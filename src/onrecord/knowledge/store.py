"""All tables of knowledge in one object, each loaded when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from onrecord.knowledge.table import KnowledgeError


@dataclass(frozen=True)
class Knowledge:
    """The shipped tables, with the user's overlays over them."""

    overlays: tuple[Path, ...] = ()

    @classmethod
    def load(cls, *overlays: Path | str) -> Knowledge:
        """Take the shipped tables and the folders of overlay tables. Raises KnowledgeError for a missing folder."""
        folders = tuple(Path(overlay) for overlay in overlays)
        for folder in folders:
            if not folder.is_dir():
                raise KnowledgeError(f"{folder}: there is no such folder of knowledge tables")
        return cls(folders)
