"""The tables of words by which happenings are told: event nouns, and the lists that single rules ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from onrecord.knowledge.table import read_table


@dataclass(frozen=True, slots=True)
class Words:
    """Each list by its name; the comment on `happening_words.tsv` says what its words are."""

    joining: frozenset[str]
    light: frozenset[str]
    step: frozenset[str]
    phase: frozenset[str]
    mind: frozenset[str]
    effect: frozenset[str]
    state: frozenset[str]
    lately: frozenset[str]
    thing: frozenset[str]


def load_words(overlays: Sequence[Path] = ()) -> Words:
    """Read the lists and the overlays' over them. Raises KnowledgeError, which names file and line."""
    return _load(tuple(overlays))


def event_nouns(overlays: Sequence[Path] = ()) -> Mapping[str, str]:
    """The act that each event noun names: its verb, else the noun with an article. Raises KnowledgeError."""
    return _nouns(tuple(overlays))


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> Words:
    found: dict[str, set[str]] = {field.name: set() for field in fields(Words)}
    for row in read_table("happening_words.tsv", ("list", "word"), overlays):
        found[row.choice("list", found)].add(row["word"].lower())
    return Words(**{name: frozenset(words) for name, words in found.items()})


@lru_cache(maxsize=4)
def _nouns(overlays: tuple[Path, ...]) -> Mapping[str, str]:
    rows = read_table("happening_nouns.tsv", ("noun",), overlays)
    return {row["noun"]: row["verb"] or f"a {row['noun']}" for row in rows}
