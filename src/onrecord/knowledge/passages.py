"""Tables read at the level of a passage: what opens a qualifier, and which words set a context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from onrecord.knowledge.ontology import CONTEXTS
from onrecord.knowledge.table import read_table
from onrecord.records.vocabulary import QualifierKind


@dataclass(frozen=True, slots=True)
class Opener:
    """Words that open a qualifier; `of` holds the lemmas of which one must follow (empty: any)."""

    kind: QualifierKind
    words: tuple[str, ...]
    attach: str  # "phrase", "clause", "word"
    of: frozenset[str]


@dataclass(frozen=True)
class Passages:
    """Openers of qualifiers by their first word; contexts by word and by pair of words."""

    openers: dict[str, tuple[Opener, ...]]
    contexts: dict[str, tuple[str, ...]]


def load(overlays: Sequence[Path] = ()) -> Passages:
    """Read both tables. Raises KnowledgeError, which names file and line."""
    openers: dict[str, list[Opener]] = {}
    for row in read_table("qualifiers.tsv", ("kind", "words"), overlays):
        kind = cast(QualifierKind, row.choice("kind", get_args(QualifierKind)))
        words = tuple(row["words"].lower().split())
        if not words:
            raise row.error("the words are empty")
        attach = row.choice("attach", ("phrase", "clause", "word"))
        openers.setdefault(words[0], []).append(Opener(kind, words, attach, frozenset(row.words("of"))))
    contexts: dict[str, tuple[str, ...]] = {}
    for row in read_table("contexts.tsv", ("word", "context"), overlays):
        word = row["word"].lower()
        if not word or len(word.split()) > 2:
            raise row.error("a context is set by one word, or by two joined by a space")
        contexts[word] = (*contexts.get(word, ()), row.choice("context", CONTEXTS))
    return Passages({word: tuple(group) for word, group in openers.items()}, contexts)
