"""All tables of knowledge in one object, each loaded when it is first asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.knowledge.table import KnowledgeError, check_names

if TYPE_CHECKING:
    from onrecord.knowledge.cues import Cues
    from onrecord.knowledge.gazetteer import Gazetteer
    from onrecord.knowledge.lexicon import Lexicon
    from onrecord.knowledge.operators import Operators
    from onrecord.knowledge.parties import PartyTables
    from onrecord.knowledge.passages import Passages
    from onrecord.knowledge.word_lists import WordLists


@dataclass(frozen=True)
class Knowledge:
    """The shipped tables, with the user's overlays over them."""

    overlays: tuple[Path, ...] = ()

    @classmethod
    def load(cls, *overlays: Path | str) -> Knowledge:
        """Take the shipped tables and the folders of overlay tables.

        Raises KnowledgeError for a folder that is missing, or holds what is no table.
        """
        folders = tuple(Path(overlay) for overlay in overlays)
        for folder in folders:
            if not folder.is_dir():
                raise KnowledgeError(f"{folder}: there is no such folder of knowledge tables")
            check_names(folder)
        return cls(folders)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The event lexicon: which words name which act, and the frames of their parties."""
        from onrecord.knowledge import lexicon

        return lexicon.load(self.overlays)

    @cached_property
    def operators(self) -> Operators:
        """The operators of standing and their signatures."""
        from onrecord.knowledge import operators

        return operators.load(self.word_lists, self.overlays)

    @cached_property
    def cues(self) -> Cues:
        """The cues of attribution."""
        from onrecord.knowledge import cues

        return cues.load(self.overlays)

    @cached_property
    def parties(self) -> PartyTables:
        """Countries, demonyms, capitals, organisations, offices and their holders, roles."""
        from onrecord.knowledge import parties

        return parties.load(self.overlays)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Toponyms with their coordinates."""
        from onrecord.knowledge import gazetteer

        return gazetteer.load(self.overlays)

    @cached_property
    def passages(self) -> Passages:
        """What opens a qualifier, and which words set a context."""
        from onrecord.knowledge import passages

        return passages.load(self.overlays)

    @cached_property
    def word_lists(self) -> WordLists:
        """The lists that single rules ask for."""
        from onrecord.knowledge import word_lists

        return word_lists.load(self.overlays)

    def check(self) -> None:
        """Load every table, so that a mistake in one is found before anything is read. Raises KnowledgeError."""
        for table in (
            self.lexicon, self.operators, self.cues, self.parties, self.gazetteer, self.passages, self.word_lists
        ):  # fmt: skip
            del table

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """A short hash of each overlay's tables, for the extractor's version; none for the shipped ones."""
        return tuple(_fingerprint(folder) for folder in self.overlays)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.tsv")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return f"overlay-{digest.hexdigest()[:12]}"
