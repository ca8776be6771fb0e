"""Lists of words that single rules of reading ask for, outside the lexicon and the operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from onrecord.knowledge.table import read_table


@dataclass(frozen=True, slots=True)
class WordLists:
    """Each list by its name; the comment on `word_lists.tsv` says which rule asks for it."""

    destination: frozenset[str]
    transfer: frozenset[str]
    target: frozenset[str]
    facility: frozenset[str]
    state: frozenset[str]
    kept: frozenset[str]
    facing: frozenset[str]
    penalty: frozenset[str]
    bounded: frozenset[str]
    breakable: frozenset[str]
    enacted: frozenset[str]
    ordering: frozenset[str]
    released: frozenset[str]
    reported: frozenset[str]
    causal: frozenset[str]
    toll: frozenset[str]
    killing: frozenset[str]
    presupposing: frozenset[str]
    attitude: frozenset[str]
    masthead: frozenset[str]


def load(overlays: Sequence[Path] = ()) -> WordLists:
    """Read the lists and the overlays' over them. Raises KnowledgeError, which names file and line."""
    found: dict[str, set[str]] = {field.name: set() for field in fields(WordLists)}
    for row in read_table("word_lists.tsv", ("list", "word"), overlays):
        name = row.choice("list", found)
        if not row["word"]:
            raise row.error("the word is empty")
        found[name].add(row["word"].lower())
    return WordLists(**{name: frozenset(words) for name, words in found.items()})
