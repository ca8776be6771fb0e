"""Frames: in which grammatical slots an act's parties stand, and who controls an infinitive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.knowledge.table import read_table

Slots = tuple[tuple[str, ...], ...]
"""Alternatives in order; of each, the slots that are all taken."""

_NOUNS = ("carrier", "undergoer", "area", "belonging", "way", "mission", "objective")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `both`: the parties do it with each other; all are actors, but for whom grammar says is turned to."""

    name: str
    actor: Slots
    recipient: Slots
    noun_actor: Slots
    noun_recipient: Slots
    both: bool


@dataclass(frozen=True, slots=True)
class Control:
    """Who does what is only implied, by lemma."""

    objects: frozenset[str]  # verbs whose object does the infinitive
    performs: frozenset[str]  # verbs whose subject does the act named by their object
    suffers: frozenset[str]  # verbs whose subject undergoes it
    carriers: frozenset[str]  # nouns that pass their owner on
    undergoers: frozenset[str]  # nouns whose person in the genitive undergoes the act
    areas: frozenset[str]  # nouns whose in-phrase is what the act is done to
    belongings: frozenset[str]  # nouns that stand for the person whose they are
    ways: frozenset[str]  # nouns that stand for where they lead
    missions: frozenset[str]  # nouns that stand for the state in which they are
    objectives: frozenset[str]  # nouns whose of-phrase is what the act is done to
    restores: frozenset[str]  # verbs that give a thing back or end what burdened somebody
    directed: frozenset[str]  # verbs of talk that one does and the other is addressed by
    closes: frozenset[str]  # verbs whose to-phrase says against whom a thing is closed
    sends: frozenset[str]  # verbs whose object is sent to help others
    conveys: frozenset[str]  # verbs whose object is helped, wherever it is brought


def load(overlays: Sequence[Path] = ()) -> dict[str, Frame]:
    """The frames by name. Raises KnowledgeError."""
    return _load(tuple(overlays))


def load_control(overlays: Sequence[Path] = ()) -> Control:
    """The words that decide who does an implied act. Raises KnowledgeError."""
    return _load_control(tuple(overlays))


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> dict[str, Frame]:
    frames = {}
    for row in read_table("frames.tsv", ("name",), overlays):
        if not row["name"] or row["name"] in frames:
            raise row.error(f"the frame {row['name']!r} needs a name of its own")
        both = "both" in (row["recipient"], row["noun_recipient"])
        frames[row["name"]] = Frame(
            row["name"],
            _slots(row["actor"]),
            _slots(row["recipient"]),
            _slots(row["noun_actor"]),
            _slots(row["noun_recipient"]),
            both,
        )
    return frames


def _slots(cell: str) -> Slots:
    return tuple(
        tuple(part.strip() for part in alternative.split("+")) for alternative in cell.split(",") if alternative.strip()
    )


@lru_cache(maxsize=4)
def _load_control(overlays: tuple[Path, ...]) -> Control:
    found: dict[tuple[str, str], set[str]] = {}
    classes = {
        "verb": ("object", "performs", "suffers", "restores", "directed", "closes", "sends", "conveys"),
        "noun": _NOUNS,
    }
    for row in read_table("parties/control.tsv", ("word", "pos", "class"), overlays):
        pos = row.choice("pos", classes)
        found.setdefault((pos, row.choice("class", classes[pos])), set()).add(row["word"].lower())

    def pick(pos: str, name: str) -> frozenset[str]:
        return frozenset(found.get((pos, name), ()))

    return Control(
        pick("verb", "object"),
        pick("verb", "performs"),
        pick("verb", "suffers"),
        pick("noun", "carrier"),
        pick("noun", "undergoer"),
        pick("noun", "area"),
        pick("noun", "belonging"),
        pick("noun", "way"),
        pick("noun", "mission"),
        pick("noun", "objective"),
        pick("verb", "restores"),
        pick("verb", "directed"),
        pick("verb", "closes"),
        pick("verb", "sends"),
        pick("verb", "conveys"),
    )
