"""The words that name an act, brought to what stands for all words of their family: struck, strikes, striking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from onrecord.knowledge.table import read_file, read_table

DATA = Path(__file__).parent / "data"

LONGEST = 40
"""Characters of a word that are read."""

PARTICLES = {"into": "in"} | {
    word: word for word in ("in", "out", "up", "down", "off", "over", "on", "away", "back", "through")
}
"""Particles and prepositions that change what a verb says, and which of them are one."""

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _families() -> dict[str, str]:
    """The stem of each word of the table, and what stands for its family."""
    found: dict[str, str] = {}
    for row in read_file(DATA / "families.tsv"):
        family = _STEMMER.stemWord(row["family"])
        found[family] = family
        for word in row.words("words"):
            found.setdefault(_STEMMER.stemWord(word), family)
            found.setdefault(word, family)
    return found


@cache
def _light() -> frozenset[str]:
    """Words of a trigger that say little by themselves, as families."""
    return frozenset(family(row["word"]) for row in read_file(DATA / "light.tsv"))


@lru_cache(maxsize=100_000)
def family(word: str) -> str:
    """What stands for all words of a word's family: its stem (Porter2), or that of the family's row in the table."""
    word = word.lower().replace("’", "'").removesuffix("'s")[:LONGEST]
    known = _families()
    if word in known:
        return known[word]
    stem: str = _STEMMER.stemWord(word)
    return known.get(stem, stem)


def trigger_words(trigger: str) -> Sequence[str]:
    """The words of a trigger that tell what is done, in small letters; a particle verb as one word ("take over").

    Light verbs, particles and words of grammar are left out where another word stands beside them.
    """
    words = [match.group().lower() for match in _WORD.finditer(trigger)]
    telling = [word for word in words if family(word) not in _light()]
    if telling:
        return tuple(telling)
    return (" ".join(words[:2]),) if words else (trigger.lower(),)


@cache
def _speech() -> frozenset[str]:
    """The families of verbs of saying."""
    rows = read_table("cues/verbs.tsv", ())
    return frozenset(family(row["cue"]) for row in rows if row["kind"] == "saying" and not row["act"])


def is_speech(families: Sequence[str]) -> bool:
    """Whether a trigger is a word of saying, which tells of another act each time that somebody speaks."""
    return bool(families) and families[-1] in _speech()


def particle(trigger: str) -> str:
    """The particle of a verb: checking into a place is not checking out of it."""
    words = [match.group().lower() for match in _WORD.finditer(trigger)]
    found = [word for word in words[1:] if word in PARTICLES]
    return PARTICLES[found[0]] if found else ""


@cache
def _kinds() -> dict[str, str]:
    return {word: row["kind"] for row in read_file(DATA / "kinds.tsv") for word in row.words("words")}


def kinds(words: Iterable[str]) -> frozenset[str]:
    """Of what kinds an act is by the words of its trigger and beside it, folded: what it is on, whether it is anew."""
    known = _kinds()
    return frozenset(known[word] for word in words if word in known)


@cache
def _generic() -> frozenset[str]:
    """The families of words that stand for any act."""
    return frozenset(family(row["word"]) for row in read_file(DATA / "generic.tsv"))


def is_generic(families: Sequence[str]) -> bool:
    """Whether a trigger only refers to an act and does not say what it is: "such action", "the operation"."""
    return bool(families) and families[-1] in _generic()


def trigger_families(trigger: str) -> Sequence[str]:
    """The families of the telling words of a trigger."""
    return tuple(dict.fromkeys(" ".join(map(family, word.split())) for word in trigger_words(trigger)))
