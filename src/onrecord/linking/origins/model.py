"""What one document brings to the question who repeats whom, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RepetitionKind = Literal["original", "verbatim", "cut", "local", "edited", "echo"]
"""How a document repeats another one.

`original` the report itself, or a document that repeats nothing known; `verbatim` the same words; `cut` only some
of the words, and hardly others; `local` the words with passages put in; `edited` the words changed; `echo` a short
retelling that names whose report it retells.
"""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of one document.

    `words` are the numbers of its words in text order, without furniture (see `wording.py`). `source` is the outlet
    as its page gives it, `credits` whom its credit lines name as the report's supplier, `helpers` whom they name as
    having added to it, `named` whose report the text says that it retells, in text order, `leading` those of them
    whom it names at its beginning (a short text: anywhere), `outlets` the outlets in its claims' chains. All names
    are written as found; `outlets.outlet_key` tells which are one outlet.
    """

    words: bytes
    title: str = ""
    source: str | None = None
    published: str | None = None
    credits: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repetition:
    """How one document repeats another of its group.

    `of` is the document that it repeats: the first of the group where that is known, else the one that it shares
    most with; null for an original. `relays` are the outlets that its credits and its text name as its sources.
    `share` is the share of its words that stand in runs of eight or more in `of`; 0 for an original.
    """

    document: str
    kind: RepetitionKind
    of: str | None = None
    relays: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Documents that only repeat one report; `first` is that report, null where it cannot be told which it is."""

    id: str
    documents: tuple[Repetition, ...]
    first: str | None
