"""The event lexicon: which words name which political act, under which conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from onrecord.knowledge.ontology import MODES
from onrecord.knowledge.table import KnowledgeError, Row, read_table
from onrecord.records.vocabulary import EVENT_TYPES, EventType

FLAGS = frozenset({"transitive", "intransitive", "passive", "plural", "singular"})
COMPUTED_CLASSES = frozenset({"person", "country", "place", "organization", "name", "money", "number"})
PARTS_OF_SPEECH = ("v", "n", "a")


@dataclass(frozen=True, slots=True)
class Condition:
    """One selectional condition: a slot must (or must not) be filled by one of some words, or a flag hold."""

    slot: str  # "subject", "object", "modifier", "governor", "near", a preposition; or a flag of FLAGS
    negated: bool
    words: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()  # classes found from names and entities
    filled: bool = False  # only whether the slot is filled matters

    @property
    def is_flag(self) -> bool:
        """Whether it asks for a property of the word rather than for the filler of a slot."""
        return self.slot in FLAGS


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon. `type` is None where the words are said to name no act."""

    words: tuple[str, ...]
    pos: str
    type: EventType | None
    mode: str | None
    frame: str
    conditions: tuple[Condition, ...]
    contexts: tuple[str, ...]
    weight: float

    @property
    def phrase(self) -> str:
        """The words as one string."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Lexicon:
    """Entries by the word that is looked up first: a verb's lemma, a noun phrase's last word.

    Each list is in the order of trial: longer phrases before shorter ones, rows with conditions before those
    without, else the order of the files.
    """

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    adjectives: dict[str, tuple[Entry, ...]]
    classes: dict[str, frozenset[str]]
    usual_frames: dict[EventType, str]  # the frame that most verbs of each type have
    size: int


def load(overlays: Sequence[Path] = ()) -> Lexicon:
    """Read the lexicon and its word classes. Raises KnowledgeError, which names file and line."""
    classes = _load_classes(overlays)
    frames = {row["name"] for row in read_table("frames.tsv", ("name",), overlays)}
    entries = [_entry(row, classes, frames) for row in read_table("events", ("phrase", "pos", "when"), overlays)]
    if not entries:
        raise KnowledgeError("the event lexicon is empty: the installation is incomplete, install it again")
    return Lexicon(
        _index([e for e in entries if e.pos == "v"], 0),
        _index([e for e in entries if e.pos == "n"], -1),
        _index([e for e in entries if e.pos == "a"], 0),
        classes,
        _usual_frames(entries),
        len(entries),
    )


def _usual_frames(entries: Sequence[Entry]) -> dict[EventType, str]:
    counts: dict[EventType, Counter[str]] = {}
    for entry in entries:
        if entry.type is not None and entry.pos == "v":
            counts.setdefault(entry.type, Counter())[entry.frame] += 1
    return {kind: max(sorted(count), key=count.__getitem__) for kind, count in counts.items()}


def _load_classes(overlays: Sequence[Path]) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for row in read_table("classes", ("class", "word"), overlays):
        if not row["class"] or not row["word"]:
            raise row.error("a class and a word are needed")
        if " " in row["word"]:
            raise row.error(f"{row['word']!r} is more than one word; classes hold single words")
        words.setdefault(row["class"], set()).add(row["word"].lower())
    return {name: frozenset(members) for name, members in words.items()}


def _entry(row: Row, classes: dict[str, frozenset[str]], frames: set[str]) -> Entry:
    words = tuple(row["phrase"].lower().split())
    if not words:
        raise row.error("the phrase is empty")
    pos = row.choice("pos", PARTS_OF_SPEECH)
    kind = row.choice("type", (*EVENT_TYPES, "-"))
    mode = row["mode"] or None
    if mode is not None and mode not in MODES.get(kind, ()):
        raise row.error(f"{mode!r} is no mode of {kind}; its modes are {', '.join(MODES.get(kind, ())) or 'none'}")
    frame = row["frame"]
    if kind != "-" and frame not in frames:
        raise row.error(f"there is no frame {frame!r} in frames.tsv")
    weight = row["weight"] or "1"
    try:
        number = float(weight)
    except ValueError:
        raise row.error(f"weight is {weight!r}; it must be a number from 0 to 1") from None
    if not 0 <= number <= 1:
        raise row.error(f"weight is {weight}; it must be from 0 to 1")
    return Entry(
        words,
        pos,
        None if kind == "-" else cast(EventType, kind),
        mode,
        frame,
        tuple(_condition(part, row, classes) for part in row.words("when", ";")),
        row.words("contexts", ","),
        number,
    )


def _condition(text: str, row: Row, classes: dict[str, frozenset[str]]) -> Condition:
    if "=" not in text:
        negated = text.startswith("!")
        flag = text.lstrip("!")
        if flag not in FLAGS:
            raise row.error(f"{text!r} is no condition: write SLOT=WORDS, SLOT!=WORDS or one of {', '.join(FLAGS)}")
        return Condition(flag, negated)
    slot, _, values = text.partition("=")
    negated = slot.endswith("!")
    slot = slot.rstrip("!").strip()
    if values.strip() == "*":
        return Condition(slot, negated, filled=True)
    words: set[str] = set()
    computed: set[str] = set()
    for value in values.split("|"):
        value = value.strip().lower()
        if not value.startswith("@"):
            words.add(value)
            continue
        name = value[1:]
        if name not in COMPUTED_CLASSES and name not in classes:
            raise row.error(f"there is no class {value!r}")
        if name in COMPUTED_CLASSES:
            computed.add(name)
        words |= classes.get(name, frozenset())
    return Condition(slot, negated, frozenset(words), frozenset(computed))


def _index(entries: list[Entry], at: int) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.words[at], []).append(entry)
    return {
        word: tuple(sorted(group, key=lambda e: (-len(e.words), not e.conditions))) for word, group in found.items()
    }
